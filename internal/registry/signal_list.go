package registry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// urgency is smaller for what can wait less: what a mediator raised, then in the order of the signals.
func urgency(kind string) int {
	return slices.Index(insight.SignalKinds, insight.SignalKind(kind)) // -1 for a mediator's
}

// SignalsAbout lists all signals about a member, open ones first.
func (c *Clerk) SignalsAbout(ctx context.Context, v Viewer, member string) ([]Signal, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	rows, err := q.SignalsOfMember(ctx, member)
	if err != nil {
		return nil, outside(fmt.Errorf("signals: %w", err))
	}
	slices.SortStableFunc(rows, func(a, b db.Signal) int { return int(flag(a.State != signalOpen) - flag(b.State != signalOpen)) })
	return c.signalsOf(ctx, q, rows)
}

// OpenSignals gives n of the open signals about members that fit (nil: all), after those to skip: the most urgent first,
// and of these the newest. Open is how many there are about any member.
func (c *Clerk) OpenSignals(ctx context.Context, v Viewer, skip, n int, fits func(member string) bool) (list []Signal, open int, err error) {
	if !isStaff(v.Actor.Role) {
		return nil, 0, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	heads, err := q.OpenSignalHeads(ctx)
	if err != nil {
		return nil, 0, outside(fmt.Errorf("signals: %w", err))
	}
	open = len(heads)
	if fits != nil {
		heads = slices.DeleteFunc(heads, func(h db.OpenSignalHeadsRow) bool { return !fits(h.Member) })
	}
	slices.SortStableFunc(heads, func(a, b db.OpenSignalHeadsRow) int { return urgency(a.Kind) - urgency(b.Kind) })
	heads = heads[min(skip, len(heads)):]
	var rows []db.Signal
	for _, h := range heads[:min(n, len(heads))] {
		r, err := q.SignalByID(ctx, h.ID)
		if err != nil {
			return nil, 0, outside(fmt.Errorf("signal: %w", store.Wrap(err)))
		}
		rows = append(rows, r)
	}
	list, err = c.signalsOf(ctx, q, rows)
	return list, open, err
}

// LastJudged gives a page of what was judged last.
func (c *Clerk) LastJudged(ctx context.Context, v Viewer) ([]Signal, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	rows, err := q.LastJudgedSignals(ctx, PageSize)
	if err != nil {
		return nil, outside(fmt.Errorf("signals: %w", err))
	}
	return c.signalsOf(ctx, q, rows)
}

// MembersDecided gives the members about whose numbers somebody decided: a measure waits or is in force, or a signal of
// numbers was judged after an instant.
func (c *Clerk) MembersDecided(ctx context.Context, v Viewer, after time.Time) (map[string]bool, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	ids, err := c.store.Queries().MembersDecided(ctx, db.MembersDecidedParams{
		After: instant(after), More: string(insight.SignalMore), Rise: string(insight.SignalRise),
	})
	if err != nil {
		return nil, outside(fmt.Errorf("members decided about: %w", err))
	}
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

// signalsOf reads rows with the names that go with them.
func (c *Clerk) signalsOf(ctx context.Context, q *db.Queries, rows []db.Signal) ([]Signal, error) {
	names := newNames(q)
	var err error
	if names.book, err = c.allNames(ctx); err != nil {
		return nil, outside(err)
	}
	out := make([]Signal, 0, len(rows))
	for _, r := range rows {
		s, err := signalOf(ctx, q, names, r)
		if err != nil {
			return nil, outside(fmt.Errorf("signal %s: %w", r.ID, err))
		}
		out = append(out, s)
	}
	return out, nil
}
