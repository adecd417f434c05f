package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// MeasureStep is a step of the ladder (process.md, Members and measures; docs/adr/0012-measures.md).
type MeasureStep string

// The ladder, from low to high.
const (
	StepTalk       MeasureStep = "talk"
	StepWarning    MeasureStep = "warning"
	StepPlan       MeasureStep = "plan"
	StepSuspension MeasureStep = "suspension"
	StepExpulsion  MeasureStep = "expulsion"
)

// MeasureSteps is the ladder, from low to high.
var MeasureSteps = []MeasureStep{StepTalk, StepWarning, StepPlan, StepSuspension, StepExpulsion}

// NeedsSecond says that a second person must approve the step.
func (s MeasureStep) NeedsSecond() bool { return s == StepSuspension || s == StepExpulsion }

func (s MeasureStep) rank() int { return slices.Index(MeasureSteps, s) }

// above gives the next step; the highest has none but itself.
func (s MeasureStep) above() MeasureStep { return MeasureSteps[min(s.rank()+1, len(MeasureSteps)-1)] }

// The states of a measure.
const (
	MeasureProposed = "proposed" // the member can react
	MeasureHeard    = "heard"    // the member reacted
	MeasureActive   = "active"   // in force
	MeasureEnded    = "ended"
	MeasureDropped  = "dropped" // it never came to be
)

// The kinds of entries in the history of a measure.
const (
	stepProposed         = "proposed"
	stepSkipped          = "skipped" // why a lower step was not taken first
	stepProvisionalAsked = "provisional_asked"
	stepProvisional      = "provisional" // suspended before the member could react
	stepNotProvisional   = "provisional_refused"
	stepTold             = "told"
	stepBounced          = "bounced" // no letter reached the member
	stepReacted          = "reacted"
	stepApproved         = "approved"
	stepRefused          = "refused"
	stepStarted          = "started"
	stepReviewed         = "reviewed"
	stepEnded            = "ended"
	stepDropped          = "dropped"
)

// What became of a measure.
const (
	OutcomeImproved = "improved"
	OutcomeNext     = "next"    // another measure took its place
	OutcomeRefused  = "refused" // by the second person
	OutcomeDropped  = "dropped" // taken back
)

// The status of a member, as it is stored.
const (
	memberActive    = "active"
	memberSuspended = "suspended"
	memberExpelled  = "expelled"
)

// The rules of the ladder that are no setting (docs/adr/0012-measures.md).
const (
	ladderMonths      = 24 // for so long a measure that ended still counts as taken
	leastUndelivered  = 3  // cases without delivery or refund for a provisional suspension
	mostReactions     = 5
	reviewAfterAnswer = 14 // days after the next step's term in which the step before it is looked at again
)

// Denial is why something about a signal or a measure cannot be done; the words are under "measure.deny.".
type Denial string

// The denials.
const (
	DenyInterest    Denial = "interest"    // the person has an interest in the member
	DenySame        Denial = "same"        // a second person must do it
	DenyEarly       Denial = "early"       // the member can still react
	DenyState       Denial = "state"       // not in this state
	DenyRunning     Denial = "running"     // another measure of the member waits for a decision
	DenyExpelled    Denial = "expelled"    // no member any more
	DenySkip        Denial = "skip"        // a step is skipped without saying why
	DenyCases       Denial = "cases"       // no cases, or not the member's
	DenyDay         Denial = "day"         // a day that is not after today
	DenyReason      Denial = "reason"      // no reason
	DenyUndelivered Denial = "undelivered" // a provisional suspension without its ground
)

func (d Denial) Error() string { return "measure: " + string(d) }

func deny(d Denial) error { return fault.Wrap(fault.Refused, d) }

// NewMeasure is a measure as somebody proposes it.
type NewMeasure struct {
	ID          string // made by the page, so that a form sent twice makes one
	Member      string
	Step        MeasureStep
	Signal      string   // that it follows from; "" for none
	Former      string   // the measure whose review led to it; "" for none
	Cases       []string // ids of disputes
	Reason      string   // the member reads it
	Skip        string   // why lower steps were not taken first
	Provisional bool     // suspend at once, when a second person approves
	ReactDays   int      // of the settings
	Review      procedure.Date
	Seen        int // how many measures of the member the page knew
}

// NextStep is the step that would follow on what was done about a member in the last two years: what was dropped does
// not count.
func NextStep(measures []Measure, today procedure.Date) MeasureStep {
	next := StepTalk
	for _, m := range measures {
		if m.State == MeasureDropped || m.Started.IsZero() {
			continue
		}
		if over := m.Ended; !over.IsZero() && procedure.DateOf(over).Before(today.AddMonths(-ladderMonths)) {
			continue
		}
		if up := m.Step.above(); up.rank() > next.rank() {
			next = up
		}
	}
	return next
}

// ReactUntil is the last day on which a member can react to what it was told on a day: a working day.
func ReactUntil(told procedure.Date, days int) procedure.Date {
	return procedure.NextWorkday(told.AddDays(days))
}

// Propose tells the member of a measure that is meant to come, with the reason and the cases, and asks its reaction.
// Nothing is in force yet. It gives the id.
func (c *Clerk) Propose(ctx context.Context, v Viewer, n NewMeasure) (string, error) {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		if err := decides(ctx, tx.Queries, v, n.Member); err != nil {
			return err
		}
		old, err := tx.MeasureByID(ctx, n.ID)
		if err == nil && old.Account == v.Actor.ID && old.Member == n.Member {
			return nil // the form came twice
		}
		if err == nil {
			return fault.New(fault.Conflict)
		}
		if !errors.Is(store.Wrap(err), store.ErrNotFound) {
			return fmt.Errorf("measure: %w", err)
		}
		if err := c.checkNew(ctx, tx.Queries, n); err != nil {
			return err
		}
		return c.putNew(ctx, tx, v, n)
	})
	c.wake()
	return n.ID, outside(err)
}

// CheckMeasure says what Propose would refuse, for the page that shows the letter before it goes.
func (c *Clerk) CheckMeasure(ctx context.Context, v Viewer, n NewMeasure) error {
	err := c.store.Read(ctx, func(q *db.Queries) error {
		if err := decides(ctx, q, v, n.Member); err != nil {
			return err
		}
		return c.checkNew(ctx, q, n)
	})
	return outside(err)
}

func (c *Clerk) checkNew(ctx context.Context, q *db.Queries, n NewMeasure) error {
	m, err := q.MemberByID(ctx, n.Member)
	if err != nil {
		return fmt.Errorf("member: %w", store.Wrap(err))
	}
	rows, err := q.MeasuresOfMember(ctx, n.Member)
	if err != nil {
		return fmt.Errorf("measures: %w", err)
	}
	measures := make([]Measure, 0, len(rows))
	for _, r := range rows {
		if r.State == MeasureProposed || r.State == MeasureHeard {
			return deny(DenyRunning)
		}
		measures = append(measures, plainMeasure(r))
	}
	today := procedure.DateOf(c.now())
	switch {
	case len(rows) != n.Seen:
		return fault.New(fault.Conflict)
	case m.Status == memberExpelled:
		return deny(DenyExpelled)
	case n.Step.rank() < 0 || n.Step == StepSuspension && m.Status == memberSuspended:
		return deny(DenyState)
	case strings.TrimSpace(n.Reason) == "":
		return deny(DenyReason)
	case n.Step.rank() > NextStep(measures, today).rank() && strings.TrimSpace(n.Skip) == "":
		return deny(DenySkip)
	case !n.Review.After(ReactUntil(today, n.ReactDays)):
		return deny(DenyDay)
	}
	return checkCases(ctx, q, n)
}

func checkCases(ctx context.Context, q *db.Queries, n NewMeasure) error {
	undelivered := 0
	for _, id := range n.Cases {
		f, err := q.FactOfDispute(ctx, id)
		if err != nil && !errors.Is(store.Wrap(err), store.ErrNotFound) {
			return fmt.Errorf("case: %w", err)
		}
		if err != nil || f.Member != n.Member || !caseOfFact(f).Known {
			return deny(DenyCases)
		}
		if caseOfFact(f).Undelivered {
			undelivered++
		}
	}
	if len(n.Cases) == 0 {
		return deny(DenyCases)
	}
	if n.Provisional && (n.Step != StepSuspension || undelivered < leastUndelivered) {
		return deny(DenyUndelivered)
	}
	return nil
}

func (c *Clerk) putNew(ctx context.Context, tx *store.Tx, v Viewer, n NewMeasure) error {
	cases, err := json.Marshal(n.Cases)
	if err != nil {
		return fmt.Errorf("cases: %w", err)
	}
	now := c.now()
	until := ReactUntil(procedure.DateOf(now), n.ReactDays)
	err = tx.InsertMeasure(ctx, db.InsertMeasureParams{
		ID: n.ID, Member: n.Member, Step: string(n.Step), Signal: n.Signal, Reason: strings.TrimSpace(n.Reason), Cases: string(cases),
		Account: v.Actor.ID, Created: now.UnixMilli(), ReactUntil: until.String(), Review: n.Review.String(),
	})
	if err != nil {
		return fmt.Errorf("measure: %w", store.Wrap(err))
	}
	w := &measureWriting{c: c, tx: tx, v: v, id: n.ID, now: now}
	w.note(ctx, stepProposed, "")
	if skip := strings.TrimSpace(n.Skip); skip != "" {
		w.note(ctx, stepSkipped, skip)
	}
	if n.Provisional {
		w.note(ctx, stepProvisionalAsked, "")
	}
	w.letter(ctx, n.Member, TellSlug(n.Step), "")
	if w.err != nil || n.Former == "" {
		return w.err
	}
	return c.leadsTo(ctx, tx, v, n, until)
}

// leadsTo notes in the measure whose review led to a new one that it did, and looks at it again after the new one.
func (c *Clerk) leadsTo(ctx context.Context, tx *store.Tx, v Viewer, n NewMeasure, until procedure.Date) error {
	old, err := tx.MeasureByID(ctx, n.Former)
	if err != nil {
		return fmt.Errorf("former measure: %w", store.Wrap(err))
	}
	if old.Member != n.Member || old.State != MeasureActive {
		return fault.New(fault.Conflict)
	}
	old.Review = until.AddDays(reviewAfterAnswer).String()
	w := &measureWriting{c: c, tx: tx, v: v, id: old.ID, now: c.now()}
	w.note(ctx, stepReviewed, strings.TrimSpace(n.Reason))
	w.keep(ctx, old)
	return w.err
}
