package procedure

import "time"

// Fold gives the state that a dispute's events add up to.
func Fold(events []Event) State {
	var s State
	for _, e := range events {
		s = Evolve(s, e)
	}
	return s
}

// Evolve adds one event to a state. It decides nothing: what was recorded, holds.
func Evolve(s State, e Event) State {
	before := s.Stage
	s.Version, s.Recorded = e.Seq, e.Recorded
	if e.Actor.Role == Shop && !unseen(e.Body) {
		s.ShopAnswered, s.ShopActed = true, e.Due
	}
	switch b := e.Body.(type) {
	case Opened:
		s.opened(e, b)
	case Admitted:
		s.Stage, s.Told = Direct, true
		s.setMain(s.open(TaskNotice, e.Due))
	case RefusedOn:
		s.Ground = b.Ground
	case LetterAccepted:
		s.accepted(b)
	case LetterBounced:
		s.bounced(e.Due, b)
	case NoticeFailed:
		s.NoticeFailed, s.FailedOn = true, DateOf(e.Due)
		s.setMain(s.open(TaskPhone, e.Due))
	case PostDue:
		s.setMain(s.open(TaskPost, e.Due))
	case ShopTold:
		t := s.open(TaskAnswer, e.Due)
		s.begin(&t, b.At)
		s.setMain(t)
	case AddressSet:
		s.Tasks = s.without(TaskReach, string(b.Party))
		s.reached(e.Due, b.Party)
	case Reminded:
		s.change(func(t *Task) {
			if t.Kind == b.Task {
				t.Reminded = b.N
			}
		})
	case MessageSent:
		if !b.Promise.IsZero() {
			s.Promise = b.Promise
		}
	case EvidenceAdded:
		s.filed(e)
	case LetterDeferred: // a line of the timeline
	case TermExtended:
		s.extended(b)
	case OfferMade, OfferClosed, AgreementMade, SolvedSaid, SolvedDenied, Contested, NotOursSaid, NotOursRejected:
		s.talked(e, b)
	case ChoiceAsked, Chosen, ChoiceUndone, ChoicesLapsed, PausedNoAnswer, Resumed, Reopened:
		s.chose(e, b)
	case ComplianceAsked, DoneReported, ComplianceAnswered, NotConfirmed, ProofGiven, ProofStands, ProofObjected,
		ComplianceJudged, NotCarriedOut, WentOn:
		s.complied(e, b)
	case MediatorAssigned, MediatorReturned, JointSent, JointHeld, JointHidden, PrivateSent, SendUndone, NoteAdded,
		FactsNoted, AccountsAsked, AccountMissed, HearingExtended, AnswerMissed, AdviceGiven, ProposalPut,
		ProposalAnswered, ProposalMissed, ProposalClosed, SignalRaised, LookSet, PauseAsked, PauseAnswered,
		MediationPaused, PauseOver, NothingNew, NoResponse, MediationResumed, MediationLeft, Concluded:
		s.mediated(e, b)
	case RulingRequested, AdjudicatorAssigned, AdjudicatorDeclared, AdjudicatorSilent, NoAdjudicator, WaitChosen,
		Challenged, ChallengeJudged, ClaimSent, DefenceGiven, ReplyGiven, TurnMissed, LeaveAsked, LeaveJudged,
		QuestionAsked, QuestionAnswered, QuestionMissed, FileClosed, RulingExtended, AdjudicatorOverdue, RulingSigned,
		RulingCorrected, RulingPublished:
		s.ruled(e, b)
	case ShopAsked, ShopConfirmed, ShopSilent, MadeUp, MadeUpStands, MadeUpDisputed, MadeUpJudged, ConsumerFailed:
		s.followedUp(e, b)
	case PaymentStarted, PaymentEnded, Paid, RefundAsked, RefundDue, Refunded, RefundFailed:
		s.paid(e, b)
	case WithdrawnBy: // EndedAs follows
	case EndedAs:
		s.Stage, s.Outcome, s.EndedAt = Ended, b.Outcome, e.Due
		s.leaveRoom()
		s.Tasks, s.Offers, s.ReopenUntil, s.SolvedSaid = nil, nil, Date{}, false
	default: // commands that carry a body; they are never stored
	}
	if before == Mediation && s.Stage != Mediation {
		s.Room.LeftAt = e.Due
	}
	return s
}

// unseen says that the other party does not hear of an act: what passes between the shop and the mediator alone does
// not show in what both can see of the case (rules 2.2, 2.5).
func unseen(b Body) bool {
	switch b.(type) {
	case PrivateSent, ProposalAnswered, PauseAnswered, JointHeld:
		return true
	default:
		return false
	}
}

func (s *State) opened(e Event, b Opened) {
	rules, ok := allRules[b.Rules]
	if !ok {
		rules = allRules[currentRules] // a version that this program never wrote; verify reports it
	}
	s.ID, s.Member, s.under, s.Opened, s.Case = e.Dispute, b.Member, rules, e.Due, b
	if len(b.Grounds) > 0 {
		s.Stage = Admission
		s.setMain(s.open(TaskAdmission, e.Due))
		return
	}
	s.Stage, s.Told = Direct, true
	s.setMain(s.open(TaskNotice, e.Due))
}

// accepted begins what waited for the letter (rules 6.3).
func (s *State) accepted(b LetterAccepted) {
	if s.Stage == Ended {
		if s.Outcome == Solved && b.Party == Consumer && b.Letter == ClosingLetter && s.ReopenUntil.IsZero() {
			s.ReopenUntil = lastDay(b.At, s.rules().ReopenDays)
		}
		return
	}
	if b.Task == TaskNotice {
		switch m, _ := s.Main(); {
		case m.Kind == TaskNotice || m.Kind == TaskPhone || m.Kind == TaskPost:
			from := later(b.At, m.Since)
			t := s.open(TaskAnswer, from)
			s.begin(&t, from)
			s.setMain(t)
		case m.Kind == TaskAnswer && !m.Running(): // the notice sent anew after a failed address was repaired
			s.begin(&m, later(b.At, m.Since))
			s.setMain(m)
		}
		return
	}
	s.change(func(t *Task) {
		if t.Kind == b.Task && t.Who == b.Party && t.About == b.About && !t.Running() && !s.standsStill(*t) {
			s.begin(t, later(b.At, t.Since))
		}
		if t.Kind == TaskResponse && b.Party == Consumer && has(asksConsumer, b.Task) && !t.Running() {
			s.begin(t, later(b.At, t.Since)) // it counts from the first letter that asks something (rules 2.7)
		}
	})
}

// asksConsumer are the tasks whose letters ask something of a consumer in mediation (rules 2.7).
var asksConsumer = []TaskKind{TaskHear, TaskAsk, TaskConsider}

// reached lets the count of a consumer who does not respond begin when the address is mended and no letter is left to
// begin it (rules 1.1, 2.7).
func (s *State) reached(at time.Time, party Role) {
	if party != Consumer {
		return
	}
	for _, t := range s.Tasks {
		if t.Who == Consumer && has(asksConsumer, t.Kind) && !t.Running() {
			return
		}
	}
	s.change(func(t *Task) {
		if t.Kind == TaskResponse && !t.Running() {
			s.begin(t, at)
		}
	})
}

// later keeps a term from beginning before its task was opened: a letter of an earlier task of the same kind that
// arrives late, or a mail server's clock that is behind, takes no day from anybody (rules 6.3).
func later(at, since time.Time) time.Time {
	if at.Before(since) {
		return since
	}
	return at
}

// ClosingLetter is the slug of the letter from whose acceptance the term for reopening runs (rules 1.3.1).
const ClosingLetter = "m18-closed"

// bounced cancels what the letter had begun: no term runs against a person who could not read of it (rules 1.1).
func (s *State) bounced(at time.Time, b LetterBounced) {
	if b.Task == TaskNotice {
		s.NoticeTries++
		if b.Later && s.Has(TaskAnswer) && !s.ShopAnswered {
			s.setMain(s.open(TaskNotice, at))
		}
		return
	}
	if !b.Last || s.Stage == Ended {
		return
	}
	s.change(func(t *Task) {
		if t.Who != b.Party || !termOf[t.Kind].Letter {
			return
		}
		// No term runs against a consumer who cannot be reached. A shop's stands once its own letter was accepted:
		// a reminder that bounces gives it no time.
		if b.Party == Consumer || t.Kind == b.Task {
			t.Begun, t.LastDay, t.Reminded = time.Time{}, Date{}, 0
		}
	})
	if _, ok := s.Find(TaskReach, string(b.Party)); !ok {
		t := s.open(TaskReach, at)
		t.About = string(b.Party)
		s.Tasks = append(s.Tasks, t)
	}
}

// without copies the tasks, leaving one out.
func (s *State) without(k TaskKind, about string) []Task {
	var tasks []Task
	for _, t := range s.Tasks {
		if t.Kind != k || t.About != about {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

func (s *State) extended(x TermExtended) {
	s.change(func(t *Task) {
		if t.Kind == x.Task {
			t.LastDay = x.Until
		}
	})
}

// talked adds what the parties said to each other in rules 1.2.
func (s *State) talked(e Event, b Body) {
	switch b := b.(type) {
	case OfferMade:
		s.Offers = append(append([]Offer(nil), s.Offers...), b.Offer)
		t := s.open(TaskOffer, e.Due)
		t.Who, t.About = b.By.Other(), b.ID
		s.Tasks = append(append([]Task(nil), s.Tasks...), t)
		if b.By == Shop {
			s.Promise = b.Due
		}
	case OfferClosed:
		s.dropOffer(b.ID)
	case AgreementMade:
		s.agreed(e, b)
	case SolvedSaid:
		s.SolvedSaid = true
	case SolvedDenied:
		s.SolvedSaid = false
	case Contested:
		s.Contested = true
	case NotOursSaid:
		s.NotOursLeft = b.Left
		s.NotOursFrom, _ = s.Main()
		s.setMain(s.open(TaskNotOurs, e.Due))
	case NotOursRejected:
		s.NotOursDone = true
		s.oursAfterAll(e.Due, b)
	default:
	}
}

// agreed: two consents to one text (rules 1.2, 2.5, 3.7).
func (s *State) agreed(e Event, b AgreementMade) {
	o, _ := s.OfferByID(b.Offer)
	s.ConsumerDoes = o.Return != ""
	if p := s.Room.Proposal; p != nil && p.ID == b.Offer {
		o, s.ConsumerDoes = p.Offer, p.ConsumerDoes || p.Return != ""
	}
	if !s.File.From.IsZero() {
		s.suspend(e.Due)
	}
	s.Agreement, s.AgreedIn, s.Stage = &o, s.Stage, Compliance
	s.dropOffers()
	s.leaveRoom()
	t := s.open(TaskPerform, e.Due)
	t.LastDay = b.Due
	s.setMain(t)
	s.Tasks = s.ofStage4()
	s.owed(e.Due)
	s.DoneReported, s.Compliance, s.SolvedSaid, s.Last = false, "", false, nil
}

// ofStage4 leaves out what stood open in the stage before.
func (s *State) ofStage4() []Task {
	var tasks []Task
	for _, t := range s.Tasks {
		if !t.beside() || t.Kind == TaskReach {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// oursAfterAll lets the clock go on: the shop's days, or the question that stood (rules 1.2).
func (s *State) oursAfterAll(at time.Time, b NotOursRejected) {
	from := s.NotOursFrom
	s.NotOursFrom = Task{}
	if from.Kind == "" || has(withShop, from.Kind) {
		t := s.open(TaskAnswer, at)
		t.Days = b.Days
		s.setMain(t)
		return
	}
	if !from.Running() {
		s.begin(&from, at)
	}
	if least := lastDay(at, b.Days); least.After(from.LastDay) {
		from.LastDay = least
	}
	s.setMain(from)
}
