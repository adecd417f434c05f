package procedure

import "time"

// Turn says whose turn it is.
type Turn string

// The turns, as badges show them.
const (
	TurnConsumer Turn = "consumer"
	TurnShop     Turn = "shop"
	TurnUs       Turn = "us"
	TurnJudge    Turn = "judge" // the adjudicator's
	TurnClosed   Turn = "closed"
)

// Step is a step of the stepper on case pages.
type Step int

// The four steps (screens.md 4).
const (
	StepSent Step = iota + 1
	StepDirect
	StepMediation
	StepRuling
)

// Status answers "where does it stand": what is to be done, by whom, by when. Pages, inboxes and queues all read it
// from here, so that no two of them can say different things.
type Status struct {
	Task     TaskKind  // main task, or one beside it that is the viewer's; "" when ended
	About    string    // of a task beside the main one
	Turn     Turn      // whose turn
	LastDay  Date      // last day of it; zero when its term has not begun or it has none
	Since    time.Time // open since
	Step     Step
	Outcome  Outcome
	Reopen   Date // last day to reopen; zero when not known or not possible
	CanOpen  bool // can be reopened now
	Unreach  []Role
	Answered bool // the shop has answered
}

// StatusOf gives the status at now. The state has been caught up.
func StatusOf(s State, now time.Time) Status {
	st := Status{Outcome: s.Outcome, Step: stepOf(s), Reopen: s.ReopenUntil, CanOpen: s.CanReopen(now), Answered: s.ShopAnswered}
	for _, t := range s.Tasks {
		if t.Kind == TaskReach {
			st.Unreach = append(st.Unreach, Role(t.About))
		}
	}
	t, ok := s.Main()
	if !ok {
		st.Turn = TurnClosed
		return st
	}
	if owed, open := s.following(); t.Kind == TaskRest && open { // nothing else is left
		t = owed
	}
	st.Task, st.LastDay, st.Since = t.Kind, t.LastDay, t.Since
	switch {
	case t.Who == Consumer:
		st.Turn = TurnConsumer
	case t.Who == Shop, t.Kind == TaskNotice:
		st.Turn = TurnShop
	case t.Who == Adjudicator:
		st.Turn = TurnJudge
	default:
		st.Turn = TurnUs
	}
	return st
}

// asksParty are the tasks beside the main one that ask something of a party.
var asksParty = []TaskKind{TaskHear, TaskAsk, TaskConsider, TaskQuestion, TaskWait, TaskShopConfirm, TaskMakeUp, TaskCounter}

// StatusFor gives the status as a party sees it: what is asked of that party comes first. What is asked of the other
// in mediation is not in it, so that nobody reads from it whether the other has answered (rules 2.2, 2.5).
func StatusFor(s State, viewer Role, now time.Time) Status {
	if viewer != Consumer && viewer != Shop {
		return StatusOf(s, now)
	}
	s = s.AsRead(now)
	st := StatusOf(s, now)
	if st.Task == TaskPerform || st.Task == TaskConfirm && viewer == Consumer {
		return st
	}
	var first *Task
	for i, t := range s.Tasks {
		if t.Who == viewer && has(asksParty, t.Kind) && (first == nil || sooner(t, *first)) {
			first = &s.Tasks[i]
		}
	}
	if main, ok := s.Main(); first == nil || !ok || main.Who == viewer {
		return st
	}
	st.Task, st.About, st.LastDay, st.Since = first.Kind, first.About, first.LastDay, first.Since
	st.Turn = TurnConsumer
	if viewer == Shop {
		st.Turn = TurnShop
	}
	return st
}

// sooner orders tasks by their last day; one that has not begun comes last.
func sooner(a, b Task) bool {
	if a.LastDay.IsZero() || b.LastDay.IsZero() {
		return !a.LastDay.IsZero()
	}
	return a.LastDay.Before(b.LastDay)
}

func stepOf(s State) Step {
	switch s.Stage {
	case Admission:
		return StepSent
	case Mediation:
		return StepMediation
	case Ruling:
		return StepRuling
	case Compliance:
		if s.AgreedIn == Mediation {
			return StepMediation
		}
		if s.AgreedIn == Ruling {
			return StepRuling
		}
	case Ended:
		if has(RuledOutcomes, s.Outcome) || s.Outcome == AgreedRuling || len(s.File.Points) > 0 {
			return StepRuling
		}
		if s.Outcome == AgreedMediation || s.Last != nil && s.Last.Choice == ChooseHelp {
			return StepMediation
		}
		if s.Outcome == Refused && s.Ground != GroundNotOurs {
			return StepSent
		}
	case Direct:
	}
	return StepDirect
}

// Work names what staff have to do in a dispute; "" when nothing.
func Work(s State) TaskKind {
	if len(s.Room.Held) > 0 && s.Room.Mediator != "" { // somebody waits for a word that may not come
		return TaskHeld
	}
	if t, ok := s.Main(); ok && (t.Who == Mediator || t.Who == Administrator) {
		return t.Kind
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskReach || t.Kind == TaskWeigh {
			return t.Kind
		}
	}
	if s.Money.Asked != "" {
		return WorkRefund
	}
	for _, r := range s.Money.Refunds {
		if r.Status == RefundBad {
			return WorkRefund
		}
	}
	if s.File.Ruled() && !s.File.Published {
		return WorkPublish
	}
	return ""
}

// Work of staff that is no task with a term: it can be there after the end.
const (
	WorkRefund  TaskKind = "refund"  // a refund waits for a second person, or failed (rules 3.8)
	WorkPublish TaskKind = "publish" // a ruling waits to be checked and published (rules 3.6)
)

// ReopenWould gives the last day to reopen: the stored one, or the one that it would get if the closing letter were
// accepted at now (rules 1.3.1).
func (s State) ReopenWould(now time.Time) Date {
	if !s.ReopenUntil.IsZero() {
		return s.ReopenUntil
	}
	return lastDay(now, s.rules().ReopenDays)
}
