package procedure

import "time"

// chose adds the choice and what follows from it (rules 1.3, 1.4).
func (s *State) chose(e Event, b Body) {
	switch b := b.(type) {
	case ChoiceAsked:
		if b.Resumed {
			s.Resumes++
		} else {
			s.Asked++
		}
		s.setMain(s.open(TaskChoice, e.Due))
		s.Last = nil
	case Chosen:
		s.choose(e, b)
	case ChoiceUndone:
		s.undo(e.Due)
	case ChoicesLapsed:
		s.undo(e.Due)
		s.CodeNeeded = true
	case PausedNoAnswer:
		s.Last = nil
		s.setMain(s.open(TaskResume, e.Due))
	case Resumed: // ChoiceAsked follows
	case Reopened:
		s.reopen(e.Due)
	default:
	}
}

func (s *State) choose(e Event, b Chosen) {
	before, _ := s.Main()
	s.Last = &Made{Choice: b.Choice, At: e.Due, Confirmed: b.Confirmed, Before: before}
	s.SolvedSaid = false
	if b.Confirmed {
		s.CodeNeeded = false
	}
	switch b.Choice {
	case ChooseSolved: // EndedAs follows
	case ChooseBusy:
		s.Extensions++
		t := s.open(TaskExtension, e.Due)
		t.LastDay = b.Until
		s.setMain(t)
	case ChooseHelp:
		s.enterRoom(e.Due)
	}
}

// undo brings the choice back as it was, with its extension, and at least ChoiceRemindDays to choose again.
func (s *State) undo(at time.Time) {
	if s.Last == nil {
		return
	}
	s.leaveRoom()
	s.Room.Mediator = ""
	t := s.Last.Before
	if s.Last.Choice == ChooseBusy {
		s.Extensions--
	}
	if t.stillShops(at) {
		s.takeUp(t)
		return
	}
	if t.Kind != TaskChoice || !t.Running() { // said before it was asked, or before its letter came: from here on
		t = s.open(TaskChoice, at)
		s.begin(&t, at)
	}
	if least := lastDay(at, s.rules().ChoiceRemindDays); t.Running() && least.After(t.LastDay) {
		t.LastDay = least
	}
	s.Stage, s.Outcome, s.EndedAt, s.ReopenUntil = Direct, "", time.Time{}, Date{}
	s.setMain(t)
	s.Last = nil
}

// reopen goes back to the choice, without a letter: the person is here (rules 1.3.1). Extensions keep counting.
// One that was said to be solved while the shop's days ran goes back to those days: nobody can cut them short.
func (s *State) reopen(at time.Time) {
	if s.Last != nil && s.Last.Before.stillShops(at) {
		s.takeUp(s.Last.Before)
		return
	}
	t := s.open(TaskChoice, at)
	s.begin(&t, at)
	s.takeUp(t)
}

// takeUp goes on with a task as the main one.
func (s *State) takeUp(t Task) {
	s.Stage, s.Outcome, s.EndedAt, s.ReopenUntil = Direct, "", time.Time{}, Date{}
	s.setMain(t)
	s.Last = nil
}

// stillShops says that a task before the choice has not had its time at the instant (rules 1.1).
func (t Task) stillShops(at time.Time) bool {
	if t.Kind == TaskAnswer && t.Running() {
		return at.Before(t.LastDay.End())
	}
	return t.Kind == TaskNotOurs || has(withShop, t.Kind)
}

// complied adds what became of an agreement (rules 4).
func (s *State) complied(e Event, b Body) {
	switch b := b.(type) {
	case ComplianceAsked:
		s.setMain(s.open(TaskConfirm, e.Due))
	case DoneReported:
		s.DoneReported = true
	case ComplianceAnswered:
		if b.Answer == "done" {
			s.Compliance = "done" // EndedAs follows, unless the consumer's part is open
			s.whenOwed(e.Due)
			return
		}
		s.setMain(s.open(TaskRemedy, e.Due))
	case NotConfirmed:
		s.Compliance = "not_confirmed"
		s.whenOwed(e.Due)
	case ProofGiven:
		s.DoneReported = true
		s.setMain(s.open(TaskObject, e.Due))
	case ProofStands:
		s.Compliance = "proof"
		s.whenOwed(e.Due)
	case ProofObjected:
		s.setMain(s.open(TaskJudge, e.Due))
	case ComplianceJudged:
		if b.Carried {
			s.Compliance = "judged" // EndedAs follows, unless the consumer's part is open
			s.whenOwed(e.Due)
		}
	case NotCarriedOut:
		s.Compliance = "not_carried_out"
		s.dropKinds(followUp...) // who did not do its own part asks nothing of the other
		if !s.File.Ruled() {     // else EndedAs follows
			s.setMain(s.open(TaskGoOn, e.Due))
		}
	case WentOn:
		s.wentOn(e.Due)
	default:
	}
}

// wentOn takes a broken agreement to the stage after the one in which it was made (rules 4.4); one made during the
// ruling resumes it, with a fee that was given back due again (rules 3.7).
func (s *State) wentOn(at time.Time) {
	switch {
	case s.AgreedIn == Direct:
		s.enterRoom(at)
	case s.AgreedIn == Mediation, s.File.From.IsZero(): // no ruling was paid for yet
		s.Stage = Ruling
		s.setMain(s.open(TaskRequest, at))
	case s.Money.Fee == "":
		s.Stage = Ruling
		s.setMain(s.open(TaskFee, at))
	default:
		s.takeUpFile(at)
	}
}
