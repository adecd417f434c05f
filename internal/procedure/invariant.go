package procedure

import (
	"fmt"
	"time"
)

// Broken says which invariant a history breaks, and at which event.
type Broken struct {
	Seq       int64
	Invariant int // number in the list of invariants of every dispute (ARCHITECTURE.md, Proof)
	Why       string
}

func (b *Broken) Error() string {
	return fmt.Sprintf("event %d breaks invariant %d: %s", b.Seq, b.Invariant, b.Why)
}

// The invariants of the stages built so far, by their numbers in the list of invariants.
const (
	invEndHolds      = 1  // nothing changes after the end but receipts and reopening
	invNotEarly      = 11 // no term ends early, nor is its end stamped late
	invNotLate       = 12 // what was due comes in the order in which it was due
	invEndedIdle     = 13 // ended: no term is open
	invSomebodysTurn = 14 // open: it is somebody's turn
	invSequence      = 15 // versions count 1, 2, 3 …
	invRecorded      = 17 // recorded instants never decrease
	invShopsTerm     = 22 // the shop has its full term
	invOnce          = 23 // a repeated request acts once
	invTable         = 25 // only moves of the table
	invEvidence      = 26 // only parties add evidence
	invTwoConsents   = 30 // an agreement has two consents to the same text
	invSilence       = 35 // silence is never solved
	invShopCloses    = 36 // the shop never closes a case
	invReopen        = 39 // reopening only inside its term, and to the choice
	invAsked         = 40 // the choice is asked at most three times, and once more per resume
)

// Check judges a whole history against the invariants; nil when all hold, else a *Broken for the first event that
// breaks one. It keeps books of its own instead of trusting Evolve, and compares both at the end: a mistake would
// have to be made twice, in two ways, to pass.
func Check(events []Event) error {
	c := &checker{offers: map[string]*offerSpan{}}
	var s State
	for i, e := range events {
		c.e = e
		if i > 0 {
			c.before = &events[i-1]
		}
		if b := c.step(); b != nil {
			b.Seq = e.Seq
			return b
		}
		s = Evolve(s, e)
	}
	if len(events) == 0 {
		return nil
	}
	if b := owes(c.e.Body, nil); b != nil {
		b.Seq = c.e.Seq
		return b
	}
	if b := c.compare(s); b != nil {
		b.Seq = c.e.Seq
		return b
	}
	return nil
}

// span is a main task with its term as the checker counts it.
type span struct {
	kind     TaskKind // "" when ended
	since    time.Time
	begun    time.Time
	last     Date
	days     int
	reminded int
}

// end gives the instant at which time ends the task.
func (t span) end(r Rules) time.Time {
	if t.kind == TaskPerform {
		return t.last.AddDays(r.ComplianceDelay).Start()
	}
	return t.last.End()
}

type offerSpan struct {
	Offer
	since time.Time
	begun time.Time
	last  Date
}

// checker holds what has happened so far.
type checker struct {
	e      Event
	before *Event

	rules    Rules
	main     span
	saved    span // the main task before the last choice
	offers   map[string]*offerSpan
	answered bool
	told     bool
	last     *Chosen

	asked, resumedAsked, resumed, extensions int
	contested, notOurs                       bool
	notOursLeft                              int
	reported                                 bool

	outcome Outcome
	reopen  Date // last day to reopen, once the closing letter was accepted
}

func broken(n int, format string, args ...any) *Broken {
	return &Broken{Invariant: n, Why: fmt.Sprintf(format, args...)}
}

// step judges one event and then adds it to the books.
func (c *checker) step() *Broken {
	if b := c.order(); b != nil {
		return b
	}
	if b := c.lawful(); b != nil {
		return b
	}
	if c.before != nil {
		if b := owes(c.before.Body, c.e.Body); b != nil {
			return b
		}
	}
	if c.e.Actor == Clock {
		if b := c.time(); b != nil {
			return b
		}
	}
	if b := c.judge(); b != nil {
		return b
	}
	if c.e.Actor.Role == Shop {
		c.answered = true
	}
	c.add()
	return nil
}

func (c *checker) order() *Broken {
	want := int64(1)
	if c.before != nil {
		want = c.before.Seq + 1
		if c.e.Dispute != c.before.Dispute {
			return broken(invSequence, "an event of another dispute")
		}
		if c.e.Recorded.Before(c.before.Recorded) {
			return broken(invRecorded, "recorded before the event in front of it")
		}
		if c.e.Actor == Clock && c.before.Actor == Clock && c.e.Due.Before(c.before.Due) {
			return broken(invNotLate, "due at %s, behind what was due at %s", c.e.Due, c.before.Due)
		}
	}
	if c.e.Seq != want {
		return broken(invSequence, "sequence %d where %d follows", c.e.Seq, want)
	}
	if c.e.Due.After(c.e.Recorded) {
		return broken(invNotEarly, "recorded at %s, due only at %s", c.e.Recorded, c.e.Due)
	}
	return nil
}

// lawful looks the event up in the checker's own table of who may bring what about where.
func (c *checker) lawful() *Broken {
	typ := c.e.Body.eventType()
	if _, opens := c.e.Body.(Opened); opens != (c.before == nil) {
		return broken(invTable, "a dispute begins with one opening")
	}
	row, ok := lawfulEvents[typ]
	switch {
	case !ok:
		return broken(invTable, "%s is not an event that the rules know", typ)
	case !has(row.by, c.e.Actor.Role):
		n := invTable
		switch c.e.Body.(type) {
		case EvidenceAdded:
			n = invEvidence
		case EndedAs:
			n = invShopCloses
		default:
		}
		return broken(n, "%s by %s", typ, c.e.Actor.Role)
	case !has(row.rules, c.e.Rule):
		return broken(invTable, "%s under rule %s", typ, c.e.Rule)
	case c.before == nil || has(row.in, c.main.kind):
		return nil
	case c.main.kind == "":
		return broken(invEndHolds, "%s after the end", typ)
	default:
		return broken(invTable, "%s during %s", typ, c.main.kind)
	}
}

// owes says that an event which ends a dispute stands without its end: next is what follows it, nil when nothing does.
func owes(last, next Body) *Broken {
	switch b := last.(type) {
	case RefusedOn, WithdrawnBy, NotConfirmed, ProofStands:
	case Chosen:
		if b.Choice != ChooseSolved {
			return nil
		}
	default:
		return nil
	}
	if _, ends := next.(EndedAs); !ends {
		return broken(invTable, "%s without its end", last.eventType())
	}
	return nil
}

// time judges what the clock brought about: the right thing, and exactly when its term had ended.
func (c *checker) time() *Broken {
	due := c.main.end(c.rules)
	switch b := c.e.Body.(type) {
	case Reminded:
		return c.reminder(b)
	case OfferClosed:
		o, ok := c.offers[b.ID]
		if !ok || o.begun.IsZero() || b.How != "lapsed" || !c.e.Due.Equal(o.last.End()) {
			return broken(invNotEarly, "offer %s lapsed at %s", b.ID, c.e.Due)
		}
		return nil
	case EndedAs:
		switch c.before.Body.(type) {
		case NotConfirmed, ProofStands:
			due = c.before.Due
		default:
		}
	default:
	}
	if c.main.kind == "" {
		return broken(invEndedIdle, "%s by time after the end", c.e.Body.eventType())
	}
	if c.main.begun.IsZero() {
		return broken(invNotEarly, "%s ended a term of %s that had not begun", c.e.Body.eventType(), c.main.kind)
	}
	if !c.e.Due.Equal(due) {
		n := invNotEarly
		if c.main.kind == TaskAnswer {
			n = invShopsTerm
		}
		return broken(n, "%s at %s, the term of %s ended at %s", c.e.Body.eventType(), c.e.Due, c.main.kind, due)
	}
	return nil
}

func (c *checker) reminder(b Reminded) *Broken {
	t := c.main
	if b.Task != t.kind || t.begun.IsZero() || b.N != t.reminded+1 {
		return broken(invOnce, "reminder %d of %s during %s", b.N, b.Task, t.kind)
	}
	var due []time.Time
	switch b.Task {
	case TaskAnswer:
		if c.answered {
			return broken(invTable, "a reminder to a shop that has answered")
		}
		for _, n := range c.rules.AnswerReminders {
			if at := t.last.AddDays(-n).Start(); at.After(t.begun) {
				due = append(due, at)
			}
		}
	case TaskChoice:
		due = append(due, DateOf(t.begun).AddDays(c.rules.ChoiceRemindDays).Start())
	case TaskConfirm:
		due = append(due, DateOf(t.begun).AddDays(c.rules.ConfirmRemindDays).Start())
	default:
	}
	if b.N > len(due) || !c.e.Due.Equal(due[b.N-1]) {
		return broken(invNotEarly, "reminder %d of %s at %s", b.N, b.Task, c.e.Due)
	}
	return nil
}

// compare holds the books against the fold.
func (c *checker) compare(s State) *Broken {
	t, open := s.Main()
	mains := 0
	for _, t := range s.Tasks {
		if !t.beside() {
			mains++
		}
	}
	switch {
	case c.main.kind == "":
		if _, due := Due(s); due || len(s.Tasks) > 0 || s.Stage != Ended {
			return broken(invEndedIdle, "ended with an open task")
		}
		if s.Outcome != c.outcome || s.ReopenUntil != c.reopen {
			return broken(invReopen, "can be reopened until %s, should be %s", s.ReopenUntil, c.reopen)
		}
		return nil
	case !open || mains != 1:
		return broken(invSomebodysTurn, "%d main tasks", mains)
	case t.Kind != c.main.kind || !t.Begun.Equal(c.main.begun) || t.LastDay != c.main.last || t.Reminded != c.main.reminded:
		return broken(invTable, "the fold has %s to %s, the books have %s to %s", t.Kind, t.LastDay, c.main.kind, c.main.last)
	case t.Who == "":
		return broken(invSomebodysTurn, "%s is nobody's", t.Kind)
	case (t.Who == Consumer || t.Who == Shop) && t.Running() && t.LastDay.IsZero():
		return broken(invSomebodysTurn, "%s has begun and has no last day", t.Kind)
	case !t.Running() && lettered[t.Kind] == "":
		return broken(invSomebodysTurn, "%s waits for nothing", t.Kind)
	case s.Asked != c.asked || s.Extensions != c.extensions || len(s.Offers) != len(c.offers):
		return broken(invTable, "the fold counts otherwise than the books")
	}
	return nil
}
