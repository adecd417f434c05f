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

// The invariants that a history can show, by their numbers in the list of invariants.
const (
	invEndHolds      = 1  // nothing changes after the end but money, receipts, corrections and reopening
	invOneRuling     = 2  // at most one ruling
	invFeeFirst      = 3  // no adjudication before the fee is paid
	invSeen          = 4  // both could see and answer all that the adjudicator sees
	invAnswerDays    = 5  // 14 days for the defence, 7 for what comes after it; nothing new behind the last day for it
	invOnlyAssigned  = 6  // only the assigned adjudicator, who has declared, rules
	invNoMediator    = 7  // never a former mediator of the case
	invPrivate       = 8  // nobody writes in the private channel of the other side
	invNotEarly      = 11 // no term ends early, nor is its end stamped late
	invNotLate       = 12 // what was due comes in the order in which it was due
	invEndedIdle     = 13 // ended: no term is open
	invSomebodysTurn = 14 // open: it is somebody's turn
	invSequence      = 15 // versions count 1, 2, 3 …
	invRecorded      = 17 // recorded instants never decrease
	invRefundPaid    = 18 // refund only of what was paid
	invOneRefund     = 19 // at most one refund of a payment
	invFeeStays      = 20 // no refund of the fee after the ruling
	invGoesBack      = 21 // late or second money goes back, and the fee where the rules say so
	invShopsTerm     = 22 // the shop has its full term
	invOnce          = 23 // a repeated request acts once
	invTable         = 25 // only moves of the table
	invEvidence      = 26 // only parties add evidence
	invRuleBy        = 28 // a ruling by its day, which moves once, or another adjudicator
	invChallenge     = 29 // who was challenged with success does not come back
	invTwoConsents   = 30 // an agreement has two consents to the same text
	invRulingStays   = 31 // a ruling never changes; a correction is a document of its own
	invLedger        = 34 // amounts sum to zero over the consumer, the shop and the trustmark
	invSilence       = 35 // silence is never solved
	invShopCloses    = 36 // the shop never closes a case
	invHeardFirst    = 37 // advice and proposals only after both were heard or silent past their day
	invBlind         = 38 // what two blind answers bring comes when both are there
	invReopen        = 39 // reopening only inside its term, and to the choice
	invAsked         = 40 // the choice is asked at most three times, and once more per resume
)

// Check judges a whole history against the invariants; nil when all hold, else a *Broken for the first event that
// breaks one.
func Check(events []Event) error {
	c := NewChecker()
	var s State
	for i := range events {
		if b := c.Add(events[i]); b != nil {
			return b
		}
		s = Evolve(s, events[i])
	}
	if len(events) == 0 {
		return nil
	}
	if b := c.Compare(s); b != nil {
		return b
	}
	return nil
}

// Checker judges a history event by event. It keeps books of its own instead of trusting Evolve, and compares both: a
// mistake would have to be made twice, in two ways, to pass.
type Checker struct {
	e      Event
	before Event // the event in front of e; no body when there is none
	cause  Body  // the last body that was no refund

	rules   *Rules
	main    span
	beside  []span
	saved   span // the main task before the last choice
	offers  []Offer
	owed    []string // the types that must follow, in order; "a|b" for one of two
	told    bool
	visible bool // the shop has acted so that the consumer hears of it
	chosen  Choice

	asked, resumedAsked, resumed, extensions int
	contested, notOurs, reported             bool
	did                                      string // what became of what the consumer had to do
	notOursLeft                              int
	notOursFrom                              span

	agreedIn Stage
	outcome  Outcome
	reopen   Date // last day to reopen, once the closing letter was accepted

	room roomBook
	file fileBook
	till tillBook
}

// NewChecker gives a checker of a dispute that does not exist yet.
func NewChecker() *Checker { return &Checker{rules: noRules, beside: make([]span, 0, 6)} }

// span is a task with its term as the checker counts it.
type span struct {
	kind     TaskKind // "" when ended
	who      Role
	about    string
	since    time.Time
	begun    time.Time
	last     Date
	days     int
	reminded int
	done     Date // by when an offer would be carried out: it does not stand longer
}

func broken(n int, format string, args ...any) *Broken {
	return &Broken{Invariant: n, Why: fmt.Sprintf(format, args...)}
}

// Add judges one event and then enters it in the books; nil when no invariant is broken.
func (c *Checker) Add(e Event) *Broken {
	c.e = e
	if b := c.step(); b != nil {
		b.Seq = e.Seq
		return b
	}
	c.before = e
	return nil
}

func (c *Checker) step() *Broken {
	if b := c.order(); b != nil {
		return b
	}
	if b := c.lawful(); b != nil {
		return b
	}
	if b := c.pay(); b != nil {
		return b
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
		switch c.e.Body.(type) {
		case PrivateSent, JointHeld, ProposalAnswered, PauseAnswered: // the consumer does not hear of it
		default:
			c.visible = true
		}
	}
	c.add()
	if _, refund := c.e.Body.(RefundDue); !refund {
		c.cause = c.e.Body
	}
	return nil
}

func (c *Checker) order() *Broken {
	if c.before.Body != nil {
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
	if want := c.before.Seq + 1; c.e.Seq != want {
		return broken(invSequence, "sequence %d where %d follows", c.e.Seq, want)
	}
	if c.e.Due.After(c.e.Recorded) {
		return broken(invNotEarly, "recorded at %s, due only at %s", c.e.Recorded, c.e.Due)
	}
	return nil
}

// owe notes what must follow the event that is entered.
func (c *Checker) owe(types ...string) { c.owed = append(c.owed, types...) }

// pay holds an event against what its forerunner owes.
func (c *Checker) pay() *Broken {
	if len(c.owed) == 0 {
		return nil
	}
	if typ := c.e.Body.eventType(); !either(c.owed[0], typ) {
		return c.unpaid(typ)
	}
	c.owed = c.owed[1:]
	return nil
}

func (c *Checker) unpaid(next string) *Broken {
	n := invTable
	switch c.owed[0] {
	case RefundDue{}.eventType():
		n = invGoesBack
	case proposalEnds:
		n = invBlind
	default:
	}
	return broken(n, "%s is followed by %q, not by %s", c.before.Body.eventType(), next, c.owed[0])
}

// Compare holds the books against the fold, after all events of a step. The state is that of the events added.
func (c *Checker) Compare(s State) *Broken {
	b := c.compare(&s)
	if b != nil {
		b.Seq = c.e.Seq
	}
	return b
}

func (c *Checker) compare(s *State) *Broken {
	if len(c.owed) > 0 {
		return c.unpaid("")
	}
	if b := c.compareMoney(s); b != nil {
		return b
	}
	if c.main.kind == "" {
		if _, due := Due(*s); due || len(s.Tasks) > 0 || s.Stage != Ended {
			return broken(invEndedIdle, "ended with an open task")
		}
		if s.Outcome != c.outcome || s.ReopenUntil != c.reopen {
			return broken(invReopen, "%s, can be reopened until %s; should be %s, %s", s.Outcome, s.ReopenUntil, c.outcome, c.reopen)
		}
		return nil
	}
	mains := 0
	for i := range s.Tasks {
		t := &s.Tasks[i]
		if !t.beside() {
			mains++
		}
		if b := c.compareTask(t); b != nil {
			return b
		}
	}
	switch {
	case mains != 1:
		return broken(invSomebodysTurn, "%d main tasks", mains)
	case len(s.Tasks) != 1+len(c.beside):
		return broken(invTable, "the fold has %v, the books %v and %v", s.Tasks, c.main, c.beside)
	case s.Asked != c.asked || s.Extensions != c.extensions || len(s.Offers) != len(c.offers) || s.ShopAnswered != c.visible:
		return broken(invTable, "the fold counts otherwise than the books")
	}
	return c.compareBooks(s)
}

// compareTask wants a task of the fold in the books, with the same days.
func (c *Checker) compareTask(t *Task) *Broken {
	own := &c.main
	if t.beside() {
		if own = c.find(t.Kind, t.About); own == nil {
			return broken(invTable, "the books have no %s about %q", t.Kind, t.About)
		}
	}
	switch {
	case t.Kind != own.kind || !t.Begun.Equal(own.begun) || t.LastDay != own.last || t.Reminded != own.reminded || t.Who != own.who:
		return broken(invTable, "the fold has %s of %s to %s (begun %s, reminded %d), the books have %s of %s to %s (begun %s, reminded %d)",
			t.Kind, t.Who, t.LastDay, t.Begun, t.Reminded, own.kind, own.who, own.last, own.begun, own.reminded)
	case t.Who == "":
		return broken(invSomebodysTurn, "%s is nobody's", t.Kind)
	case (t.Who == Consumer || t.Who == Shop) && t.Running() && t.LastDay.IsZero() && t.Kind != TaskWait:
		return broken(invSomebodysTurn, "%s has begun and has no last day", t.Kind)
	case !t.Running() && !lettered[t.Kind]:
		return broken(invSomebodysTurn, "%s waits for nothing", t.Kind)
	}
	return nil
}

func (c *Checker) compareBooks(s *State) *Broken {
	f, r := &c.file, &c.room
	switch {
	case s.Room.Mediator != r.mediator, (s.Room.Proposal != nil) != r.open,
		s.Room.Consumer.Done() != r.hear[0].done(), s.Room.Shop.Done() != r.hear[1].done():
		return broken(invHeardFirst, "the fold's mediation %+v is not that of the books %+v", s.Room, *r)
	case s.File.Adjudicator != f.adjudicator || s.File.Declared != f.declared:
		return broken(invOnlyAssigned, "%q adjudicates (declared %t), in the books %q (%t)", s.File.Adjudicator, s.File.Declared, f.adjudicator, f.declared)
	case s.File.newFor(Consumer) != f.unseen[0], s.File.newFor(Shop) != f.unseen[1]:
		return broken(invSeen, "something new for %v, in the books %v", s.File.NewFor, f.unseen)
	case s.ConsumerDid != c.did:
		return broken(invTable, "the consumer did it: %q, in the books %q", s.ConsumerDid, c.did)
	case s.File.From != f.from || s.File.RuleBy != f.ruleBy:
		return broken(invRuleBy, "ruling from %s by %s, in the books from %s by %s", s.File.From, s.File.RuleBy, f.from, f.ruleBy)
	}
	return nil
}

// find gives a task beside the main one.
func (c *Checker) find(k TaskKind, about string) *span {
	for i := range c.beside {
		if c.beside[i].kind == k && c.beside[i].about == about {
			return &c.beside[i]
		}
	}
	return nil
}

// drop takes away what gone says yes to.
func (c *Checker) drop(gone func(*span) bool) {
	kept := c.beside[:0]
	for i := range c.beside {
		if !gone(&c.beside[i]) {
			kept = append(kept, c.beside[i])
		}
	}
	c.beside = kept
}

func (c *Checker) dropKind(k TaskKind) { c.drop(func(t *span) bool { return t.kind == k }) }
