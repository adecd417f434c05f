package registry

import (
	"context"
	"fmt"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// ChartNote is a word about one day on the charts in time: a holiday, a campaign, a carrier that failed.
type ChartNote struct {
	ID   string
	Day  procedure.Date
	Text string
	By   string // name of who wrote it; "" when the account is gone
	At   time.Time
}

// ChartNotes lists all notes on the charts, oldest day first. All staff may read them.
func (c *Clerk) ChartNotes(ctx context.Context, v Viewer) ([]ChartNote, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q := c.store.Queries()
	rows, err := q.ChartNotes(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("notes on charts: %w", err))
	}
	names := newNames(q)
	out := make([]ChartNote, 0, len(rows))
	for _, r := range rows {
		n := ChartNote{ID: r.ID, Text: r.Text, At: millis(r.At)}
		if n.Day, err = procedure.ParseDate(r.Day); err != nil {
			return nil, fmt.Errorf("note %s: %w", r.ID, err)
		}
		if n.By, err = names.account(ctx, r.Account); err != nil {
			return nil, outside(err)
		}
		out = append(out, n)
	}
	return out, nil
}

// AddChartNote writes a note on a day. Only for those of quality and administrators; fault.NotFound for others.
func (c *Clerk) AddChartNote(ctx context.Context, v Viewer, day procedure.Date, words string) error {
	now := c.now()
	return c.asOfficer(ctx, v, func(tx *store.Tx) error {
		return tx.InsertChartNote(ctx, db.InsertChartNoteParams{
			ID: store.NewID(now), Day: day.String(), Text: words, Account: v.Actor.ID, At: now.UnixMilli(),
		})
	})
}

// DropChartNote takes a note away; one that is gone already stays gone.
func (c *Clerk) DropChartNote(ctx context.Context, v Viewer, id string) error {
	return c.asOfficer(ctx, v, func(tx *store.Tx) error { return tx.DeleteChartNote(ctx, id) })
}

// asOfficer writes for who watches over members.
func (c *Clerk) asOfficer(ctx context.Context, v Viewer, do func(*store.Tx) error) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		ok, err := isOfficer(ctx, tx.Queries, v)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound)
		}
		return do(tx)
	})
	return outside(err)
}

// IntakePassed counts, by step, how many complaints passed it in a period; whose they are, is not known.
func (c *Clerk) IntakePassed(ctx context.Context, v Viewer, from, to procedure.Date) (map[string]int64, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().IntakeSteps(ctx, db.IntakeStepsParams{FirstDay: from.String(), LastDay: to.String()})
	if err != nil {
		return nil, outside(fmt.Errorf("steps of the intake: %w", err))
	}
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.Step] = r.Passed
	}
	return out, nil
}

// MemberNames gives the names of all members by id. The map is not the caller's to change.
func (c *Clerk) MemberNames(ctx context.Context, v Viewer) (map[string]string, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	out, err := c.allNames(ctx)
	return out, outside(err)
}
