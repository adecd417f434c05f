package procedure

import "time"

// Turn says whose turn it is.
type Turn string

// The turns, as badges show them.
const (
	TurnConsumer Turn = "consumer"
	TurnShop     Turn = "shop"
	TurnUs       Turn = "us"
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
	Task     TaskKind  // main task; "" when ended
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
	st.Task, st.LastDay, st.Since = t.Kind, t.LastDay, t.Since
	switch {
	case t.Who == Consumer:
		st.Turn = TurnConsumer
	case t.Who == Shop, t.Kind == TaskNotice:
		st.Turn = TurnShop
	default:
		st.Turn = TurnUs
	}
	return st
}

func stepOf(s State) Step {
	switch s.Stage {
	case Admission:
		return StepSent
	case Mediation:
		return StepMediation
	case Compliance:
		if s.AgreedIn == Mediation {
			return StepMediation
		}
	case Ended:
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
	if t, ok := s.Main(); ok && t.Who == Mediator {
		return t.Kind
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskReach {
			return TaskReach
		}
	}
	return ""
}

// ReopenWould gives the last day to reopen: the stored one, or the one that it would get if the closing letter were
// accepted at now (rules 1.3.1).
func (s State) ReopenWould(now time.Time) Date {
	if !s.ReopenUntil.IsZero() {
		return s.ReopenUntil
	}
	return lastDay(now, s.Rules.ReopenDays)
}
