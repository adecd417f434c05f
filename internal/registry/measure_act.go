package registry

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// measureWriting writes in a measure, in a transaction of the clerk; the first error stays.
type measureWriting struct {
	c   *Clerk
	tx  *store.Tx
	v   Viewer
	id  string
	now time.Time
	err error
}

// note adds an entry to the history.
func (w *measureWriting) note(ctx context.Context, kind, text string) {
	if w.err != nil {
		return
	}
	w.err = w.tx.InsertMeasureStep(ctx, db.InsertMeasureStepParams{
		Measure: w.id, At: w.now.UnixMilli(), Account: w.v.Actor.ID, Kind: kind, Text: text,
	})
	if w.err != nil {
		w.err = fmt.Errorf("step %s: %w", kind, store.Wrap(w.err))
	}
}

// keep stores the row, when nobody changed it since it was read.
func (w *measureWriting) keep(ctx context.Context, m db.Measure) {
	if w.err != nil {
		return
	}
	n, err := w.tx.UpdateMeasure(ctx, db.UpdateMeasureParams{
		ID: m.ID, Version: m.Version, State: m.State, Reaction: m.Reaction, Reacted: m.Reacted, Second: m.Second,
		Started: m.Started, Review: m.Review, Ended: m.Ended, Outcome: m.Outcome,
	})
	switch {
	case err != nil:
		w.err = fmt.Errorf("measure: %w", store.Wrap(err))
	case n == 0:
		w.err = fault.New(fault.Conflict)
	}
}

// status sets the status of the member, and since when; the same again changes nothing.
func (w *measureWriting) status(ctx context.Context, member, status string) {
	if w.err != nil {
		return
	}
	m, err := w.tx.MemberByID(ctx, member)
	if err != nil {
		w.err = fmt.Errorf("member: %w", store.Wrap(err))
		return
	}
	if m.Status == status {
		return
	}
	if _, err := w.tx.SetMemberStatus(ctx, db.SetMemberStatusParams{ID: member, Status: status, StatusSince: w.now.UnixMilli()}); err != nil {
		w.err = fmt.Errorf("status: %w", err)
	}
}

// decideMeasure opens a measure for an officer who may decide about its member and saw its present version.
func (c *Clerk) decideMeasure(ctx context.Context, v Viewer, id string, version int64, do func(w *measureWriting, m db.Measure) error) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		m, err := tx.MeasureByID(ctx, id)
		if err != nil {
			return fmt.Errorf("measure: %w", store.Wrap(err))
		}
		if err := decides(ctx, tx.Queries, v, m.Member); err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Conflict)
		}
		w := &measureWriting{c: c, tx: tx, v: v, id: id, now: c.now()}
		if err := do(w, m); err != nil {
			return err
		}
		return w.err
	})
	c.wake()
	return outside(err)
}

// undecided says that the measure waits for a decision: it was proposed, and is not in force for good.
func undecided(m db.Measure) bool { return m.State == MeasureProposed || m.State == MeasureHeard }

// ReactToMeasure keeps the reaction of the member, in its own words. It can react until the decision, also after its
// last day, and more than once.
func (c *Clerk) ReactToMeasure(ctx context.Context, v Viewer, id string, version int64, words string) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		m, err := tx.MeasureByID(ctx, id)
		if err != nil {
			return fmt.Errorf("measure: %w", store.Wrap(err))
		}
		if !v.ofMember(m.Member) {
			return fault.New(fault.NotFound)
		}
		if m.Version != version {
			return fault.New(fault.Conflict)
		}
		if !undecided(m) {
			return deny(DenyState)
		}
		if words = strings.TrimSpace(words); words == "" {
			return deny(DenyReason)
		}
		steps, err := tx.StepsOfMeasure(ctx, id)
		if err != nil {
			return fmt.Errorf("steps: %w", err)
		}
		if countKind(steps, stepReacted) >= mostReactions {
			return deny(DenyState)
		}
		w := &measureWriting{c: c, tx: tx, v: v, id: id, now: c.now()}
		if !m.Reacted.Valid {
			m.Reacted = instant(w.now)
		}
		m.State, m.Reaction = MeasureHeard, words
		w.note(ctx, stepReacted, words)
		w.keep(ctx, m)
		return w.err
	})
	return outside(err)
}

func countKind(steps []db.MeasureStep, kind string) int {
	n := 0
	for _, s := range steps {
		if s.Kind == kind {
			n++
		}
	}
	return n
}

// TellByHand notes how the member was told when no letter reached it; its days begin now.
func (c *Clerk) TellByHand(ctx context.Context, v Viewer, id string, version int64, how string) error {
	return c.decideMeasure(ctx, v, id, version, func(w *measureWriting, m db.Measure) error {
		told, err := toldOf(ctx, w.tx.Queries, m)
		if err != nil {
			return err
		}
		if !undecided(m) || !told.at.IsZero() {
			return deny(DenyState)
		}
		if strings.TrimSpace(how) == "" {
			return deny(DenyReason)
		}
		w.note(ctx, stepTold, strings.TrimSpace(how))
		w.keep(ctx, m)
		return nil
	})
}

// JudgeProvisional decides whether the member is suspended before it could react: only by a second person, and only
// when that was asked for.
func (c *Clerk) JudgeProvisional(ctx context.Context, v Viewer, id string, version int64, yes bool, reason string) error {
	return c.decideMeasure(ctx, v, id, version, func(w *measureWriting, m db.Measure) error {
		steps, err := w.tx.StepsOfMeasure(ctx, id)
		if err != nil {
			return fmt.Errorf("steps: %w", err)
		}
		switch {
		case !undecided(m) || countKind(steps, stepProvisionalAsked) == 0 || countKind(steps, stepProvisional)+countKind(steps, stepNotProvisional) > 0:
			return deny(DenyState)
		case m.Account == v.Actor.ID:
			return deny(DenySame)
		case strings.TrimSpace(reason) == "":
			return deny(DenyReason)
		}
		if !yes {
			w.note(ctx, stepNotProvisional, strings.TrimSpace(reason))
			w.keep(ctx, m)
			return nil
		}
		m.Started = instant(w.now)
		w.note(ctx, stepProvisional, strings.TrimSpace(reason))
		w.keep(ctx, m)
		w.status(ctx, m.Member, memberSuspended)
		w.letter(ctx, m.Member, provisionalSlug, "")
		return nil
	})
}

// heardBy refuses a decision before the member reacted or its days were over.
func heardBy(ctx context.Context, q *db.Queries, m db.Measure, now time.Time) error {
	told, err := toldOf(ctx, q, m)
	if err != nil {
		return err
	}
	if !m.Reacted.Valid && !told.over(now) {
		return deny(DenyEarly)
	}
	return nil
}

// StartMeasure puts a measure in force, with what was made of the reaction. From suspension on that is the approval of
// a second person; below it whoever may decide can do it.
func (c *Clerk) StartMeasure(ctx context.Context, v Viewer, id string, version int64, reason string) error {
	return c.decideMeasure(ctx, v, id, version, func(w *measureWriting, m db.Measure) error {
		step := MeasureStep(m.Step)
		if !undecided(m) {
			return deny(DenyState)
		}
		if step.NeedsSecond() && m.Account == v.Actor.ID {
			return deny(DenySame)
		}
		if err := heardBy(ctx, w.tx.Queries, m, w.now); err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return deny(DenyReason)
		}
		if step.NeedsSecond() {
			m.Second = v.Actor.ID
			w.note(ctx, stepApproved, strings.TrimSpace(reason))
			reason = ""
		}
		m.State = MeasureActive
		if !m.Started.Valid {
			m.Started = instant(w.now)
		}
		w.note(ctx, stepStarted, strings.TrimSpace(reason))
		w.keep(ctx, m)
		w.replaces(ctx, m)
		switch step {
		case StepSuspension:
			w.status(ctx, m.Member, memberSuspended)
		case StepExpulsion:
			w.status(ctx, m.Member, memberExpelled)
		case StepTalk, StepWarning, StepPlan:
		}
		w.letter(ctx, m.Member, startedSlug, m.Step)
		return nil
	})
}

// replaces ends the measures of the member in whose place this one comes.
func (w *measureWriting) replaces(ctx context.Context, by db.Measure) {
	if w.err != nil {
		return
	}
	rows, err := w.tx.MeasuresOfMember(ctx, by.Member)
	if err != nil {
		w.err = fmt.Errorf("measures: %w", err)
		return
	}
	for _, m := range rows {
		if m.ID == by.ID || m.State != MeasureActive || MeasureStep(m.Step).rank() > MeasureStep(by.Step).rank() {
			continue
		}
		m.State, m.Ended, m.Outcome = MeasureEnded, instant(w.now), OutcomeNext
		old := &measureWriting{c: w.c, tx: w.tx, v: w.v, id: m.ID, now: w.now}
		old.note(ctx, stepEnded, "")
		old.keep(ctx, m)
		if w.err = old.err; w.err != nil {
			return
		}
	}
}

// DropMeasure takes a measure back that waits for a decision: by the second person that is a refusal. A provisional
// suspension ends with it.
func (c *Clerk) DropMeasure(ctx context.Context, v Viewer, id string, version int64, reason string) error {
	return c.decideMeasure(ctx, v, id, version, func(w *measureWriting, m db.Measure) error {
		if !undecided(m) {
			return deny(DenyState)
		}
		if strings.TrimSpace(reason) == "" {
			return deny(DenyReason)
		}
		kind := stepDropped
		m.Outcome = OutcomeDropped
		if MeasureStep(m.Step).NeedsSecond() && m.Account != v.Actor.ID {
			kind, m.Outcome, m.Second = stepRefused, OutcomeRefused, v.Actor.ID
		}
		m.State, m.Ended = MeasureDropped, instant(w.now)
		w.note(ctx, kind, strings.TrimSpace(reason))
		w.keep(ctx, m)
		if m.Started.Valid {
			w.lift(ctx, m)
		}
		w.letter(ctx, m.Member, endedSlug, m.Outcome)
		return nil
	})
}

// lift gives the member its status back, unless another measure keeps it from it.
func (w *measureWriting) lift(ctx context.Context, ended db.Measure) {
	if w.err != nil {
		return
	}
	rows, err := w.tx.MeasuresOfMember(ctx, ended.Member)
	if err != nil {
		w.err = fmt.Errorf("measures: %w", err)
		return
	}
	status := memberActive
	for _, m := range rows {
		inForce := m.State == MeasureActive || undecided(m) && m.Started.Valid
		switch {
		case m.ID == ended.ID || !inForce:
		case MeasureStep(m.Step) == StepExpulsion:
			status = memberExpelled
		case MeasureStep(m.Step) == StepSuspension && status == memberActive:
			status = memberSuspended
		}
	}
	w.status(ctx, ended.Member, status)
}

// EndMeasure ends a measure at its review, because what it was for is better; a suspension or an expulsion is lifted.
func (c *Clerk) EndMeasure(ctx context.Context, v Viewer, id string, version int64, reason string) error {
	return c.decideMeasure(ctx, v, id, version, func(w *measureWriting, m db.Measure) error {
		if m.State != MeasureActive {
			return deny(DenyState)
		}
		if strings.TrimSpace(reason) == "" {
			return deny(DenyReason)
		}
		m.State, m.Ended, m.Outcome = MeasureEnded, instant(w.now), OutcomeImproved
		w.note(ctx, stepReviewed, strings.TrimSpace(reason))
		w.note(ctx, stepEnded, "")
		w.keep(ctx, m)
		if MeasureStep(m.Step).NeedsSecond() {
			w.lift(ctx, m)
		}
		w.letter(ctx, m.Member, endedSlug, m.Outcome)
		return nil
	})
}

// ContinueMeasure keeps a measure in force at its review, until it is looked at again. A suspension or an expulsion is
// continued by another person than who proposed it.
func (c *Clerk) ContinueMeasure(ctx context.Context, v Viewer, id string, version int64, until procedure.Date, reason string) error {
	return c.decideMeasure(ctx, v, id, version, func(w *measureWriting, m db.Measure) error {
		switch {
		case m.State != MeasureActive:
			return deny(DenyState)
		case MeasureStep(m.Step).NeedsSecond() && m.Account == v.Actor.ID:
			return deny(DenySame)
		case strings.TrimSpace(reason) == "":
			return deny(DenyReason)
		case !until.After(procedure.DateOf(w.now)):
			return deny(DenyDay)
		}
		m.Review = until.String()
		w.note(ctx, stepReviewed, strings.TrimSpace(reason))
		w.keep(ctx, m)
		w.letter(ctx, m.Member, continuedSlug, m.Step)
		return nil
	})
}

// ofMember says that the viewer is a person of the shop.
func (v Viewer) ofMember(member string) bool {
	if v.Actor.Role != procedure.Shop {
		return false
	}
	for _, m := range v.Members {
		if m == member {
			return true
		}
	}
	return false
}
