package procedure

import "time"

// mayChoose: the choice is open; or it was made and the next step has not begun, so that it can be changed; or
// the consumer says solved before it is asked (rules 1.2, 1.3).
func mayChoose(s *State, _ Actor, now time.Time) bool {
	switch s.Stage {
	case Ended:
		return s.CanReopen(now) && s.Last != nil
	case Mediation:
		return s.Has(TaskMediator) && s.Last != nil
	case Ruling:
		return false
	default:
		return true
	}
}

func madeChoice(s *State, _ Actor, _ time.Time) bool { return s.Last != nil }

func mayReopen(s *State, _ Actor, now time.Time) bool { return s.CanReopen(now) }

func doChoose(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	ch := c.(Choose)
	if !has(Choices, ch.Choice) {
		return nil, no(BadValue)
	}
	confirmed := a.Proof >= ByBrowser
	if s.chosen() {
		return s.chooseAgain(ch, confirmed, now)
	}
	if s.CodeNeeded && !confirmed {
		return nil, no(CodeAsked)
	}
	asked := s.Has(TaskChoice)
	if !asked && ch.Choice != ChooseSolved {
		return nil, no(NotNow)
	}
	if ch.Choice == ChooseBusy && s.Final() {
		return nil, no(NoExtensions)
	}
	return s.choiceBodies(ch, confirmed, !asked, now), nil
}

// chosen says that a choice stands and can still be changed.
func (s *State) chosen() bool {
	if s.Last == nil {
		return false
	}
	return s.Stage == Ended || s.Has(TaskExtension) || s.Has(TaskMediator)
}

// chooseAgain changes a choice. The same one again is harmless. Two different ones from unconfirmed browsers within
// LapseMinutes are what a mail filter does: both lapse, and a code is asked (rules 1.3).
func (s *State) chooseAgain(ch Choose, confirmed bool, now time.Time) ([]Body, *Refusal) {
	if ch.Choice == s.Last.Choice {
		return nil, nil
	}
	within := now.Sub(s.Last.At) <= time.Duration(s.rules().LapseMinutes)*time.Minute
	if !confirmed && !s.Last.Confirmed && within {
		return []Body{ChoicesLapsed{Second: ch.Choice}}, nil
	}
	if s.CodeNeeded && !confirmed {
		return nil, no(CodeAsked)
	}
	back := Body(ChoiceUndone{})
	after := *s
	if s.Stage == Ended {
		back = Reopened{}
		after.reopen(now)
	} else {
		after.undo(now)
	}
	if !after.Has(TaskChoice) { // back in the shop's days: help and more time are asked for after them
		return nil, no(NotNow)
	}
	if ch.Choice == ChooseBusy && after.Final() {
		return nil, no(NoExtensions)
	}
	return append([]Body{back}, after.choiceBodies(ch, confirmed, false, now)...), nil
}

func (s *State) choiceBodies(ch Choose, confirmed, early bool, now time.Time) []Body {
	b := Chosen{Choice: ch.Choice, Confirmed: confirmed, Early: early}
	switch ch.Choice {
	case ChooseSolved:
		return []Body{b, EndedAs{Solved}}
	case ChooseBusy:
		b.Until = s.ExtensionUntil(now)
	case ChooseHelp:
		b.Note = ch.Note
	}
	return []Body{b}
}

func doUndo(*State, Actor, Command, time.Time) ([]Body, *Refusal) { return []Body{ChoiceUndone{}}, nil }

func doReopen(*State, Actor, Command, time.Time) ([]Body, *Refusal) { return []Body{Reopened{}}, nil }

func doResume(s *State, _ Actor, _ Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{Resumed{}, ChoiceAsked{Final: s.Final(), Resumed: true}}, nil
}

func notReported(s *State, _ Actor, _ time.Time) bool { return !s.DoneReported }

func doReport(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{DoneReported{Text: c.(ReportDone).Text}}, nil
}

// doAnswerCompliance: done ends it at any time; partly or not counts once the date has passed and is asked once
// (rules 4.1, 4.3).
func doAnswerCompliance(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	x := c.(AnswerCompliance)
	b := ComplianceAnswered(x)
	switch x.Answer {
	case "done":
		return append([]Body{b}, s.settled()...), nil
	case "partly", "not":
		if s.Has(TaskConfirm) {
			return []Body{b}, nil
		}
		if t, _ := s.Main(); t.Kind == TaskPerform && t.LastDay.Before(DateOf(now)) {
			return []Body{b}, nil
		}
		return nil, no(NotNow)
	default:
		return nil, no(BadValue)
	}
}

func doProof(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := ProofGiven(c.(GiveProof))
	if b.Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

func doObject(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := ProofObjected(c.(ObjectToProof))
	if b.Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

func doJudgeProof(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := ComplianceJudged(c.(JudgeProof))
	if b.Reason.ID == "" {
		return nil, no(BadValue)
	}
	if b.Carried {
		return append([]Body{b}, s.settled()...), nil
	}
	return append([]Body{b}, s.notCarriedOut()...), nil
}

// notCarriedOut is a signal to the quality manager; after a ruling nothing is left to go on to (rules 4.3, 4.4).
func (s *State) notCarriedOut() []Body {
	if s.File.Ruled() {
		return []Body{NotCarriedOut{}, s.endCarried()}
	}
	return []Body{NotCarriedOut{}}
}

func doGoOn(*State, Actor, Command, time.Time) ([]Body, *Refusal) { return []Body{WentOn{}}, nil }

func doStopHere(s *State, _ Actor, _ Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{s.endCarried()}, nil
}
