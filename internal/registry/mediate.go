package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Colleague is somebody to whom a case can be given, with what they have already.
type Colleague struct {
	ID, Name string
	Open     int64 // running cases
	Waiting  int64 // of which a party is waited for
	Conflict bool  // stated with this shop, or barred by the case: not to be offered
}

// Mediators lists who can mediate a case, the one with the least that is open first; with a conflict last.
func (c *Clerk) Mediators(ctx context.Context, v View) ([]Colleague, error) {
	if !isStaff(v.Viewer.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	loads, err := c.store.Queries().CountStage(ctx, string(p.Mediation))
	if err != nil {
		return nil, outside(fmt.Errorf("loads: %w", err))
	}
	open, waiting := map[string]int64{}, map[string]int64{}
	for _, l := range loads {
		open[l.Mediator] += l.N
		if l.Waits != 0 {
			waiting[l.Mediator] += l.N
		}
	}
	return c.colleagues(ctx, v.Shop.ID, p.Mediator, func(a *Colleague) {
		a.Open, a.Waiting = open[a.ID], waiting[a.ID]
		a.Conflict = a.Conflict || a.ID == v.state.File.Adjudicator
	})
}

// Adjudicators lists who can rule in a case: never one who mediated, was barred, or has stated a conflict (rules 3.3).
func (c *Clerk) Adjudicators(ctx context.Context, v View) ([]Colleague, error) {
	if !isStaff(v.Viewer.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	loads, err := c.store.Queries().CountAdjudicators(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("loads: %w", err))
	}
	open := map[string]int64{}
	for _, l := range loads {
		open[l.Adjudicator] = l.N
	}
	return c.colleagues(ctx, v.Shop.ID, p.Adjudicator, func(a *Colleague) {
		a.Open = open[a.ID]
		a.Conflict = a.Conflict || slices.Contains(v.state.Room.Mediators, a.ID) || slices.Contains(v.state.File.Barred, a.ID)
	})
}

func (c *Clerk) colleagues(ctx context.Context, member string, role p.Role, add func(*Colleague)) ([]Colleague, error) {
	rows, err := c.store.Queries().StaffAccounts(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("staff: %w", err))
	}
	var out []Colleague
	for _, r := range rows {
		if r.Disabled.Valid || !slices.Contains(strings.Split(r.Roles, ","), string(role)) {
			continue
		}
		a := Colleague{ID: r.ID, Name: r.Name}
		if member != "" {
			n, err := c.store.Queries().HasConflict(ctx, db.HasConflictParams{Account: r.ID, Member: member})
			if err != nil {
				return nil, outside(fmt.Errorf("conflict: %w", err))
			}
			a.Conflict = n > 0
		}
		add(&a)
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b Colleague) int {
		if a.Conflict != b.Conflict {
			if a.Conflict {
				return 1
			}
			return -1
		}
		return int(a.Open - b.Open)
	})
	return out, nil
}

// Assign gives a case to a mediator, by the viewer who takes or gives it (rules 2.1).
func (c *Clerk) Assign(ctx context.Context, v View, version int64, mediator, note string) error {
	all, err := c.Mediators(ctx, v)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(a Colleague) bool { return a.ID == mediator })
	if i < 0 {
		return fault.New(fault.NotFound)
	}
	return c.Act(ctx, v.Viewer, v.ID, version, func(w *Writing) p.Command {
		return p.Assign{
			MediatorAssigned: p.MediatorAssigned{Mediator: mediator, Note: w.Text(KindHandOver, note)},
			Conflict:         all[i].Conflict,
		}
	})
}

// AssignAdjudicator gives a case to an adjudicator (rules 3.3).
func (c *Clerk) AssignAdjudicator(ctx context.Context, v View, version int64, adjudicator string) error {
	all, err := c.Adjudicators(ctx, v)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(a Colleague) bool { return a.ID == adjudicator })
	if i < 0 {
		return fault.New(fault.NotFound)
	}
	return c.Act(ctx, v.Viewer, v.ID, version, func(*Writing) p.Command {
		return p.AssignAdjudicator{AdjudicatorAssigned: p.AdjudicatorAssigned{Adjudicator: adjudicator}, Conflict: all[i].Conflict}
	})
}

// StateConflict notes that somebody has an interest with a member, or no longer has.
func (c *Clerk) StateConflict(ctx context.Context, v Viewer, member string, has bool) error {
	if !isStaff(v.Actor.Role) && v.Actor.Role != p.Adjudicator {
		return fault.New(fault.NotFound)
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		if has {
			return tx.InsertConflict(ctx, db.InsertConflictParams{Account: v.Actor.ID, Member: member, Created: c.now().UnixMilli()})
		}
		_, err := tx.DeleteConflict(ctx, db.DeleteConflictParams{Account: v.Actor.ID, Member: member})
		return err
	}))
}

// Conflicts lists the members with which the viewer has stated an interest.
func (c *Clerk) Conflicts(ctx context.Context, v Viewer) ([]string, error) {
	rows, err := c.store.Queries().ConflictsOf(ctx, v.Actor.ID)
	if err != nil {
		return nil, outside(fmt.Errorf("conflicts: %w", err))
	}
	var out []string
	for _, r := range rows {
		out = append(out, r.Member)
	}
	return out, nil
}

// SavedReply is a text that a mediator can start from; it is never sent unseen.
type SavedReply struct{ ID, Title, Dutch, English string }

// SavedReplies lists them.
func (c *Clerk) SavedReplies(ctx context.Context, v Viewer) ([]SavedReply, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().SavedReplies(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("saved replies: %w", err))
	}
	out := make([]SavedReply, 0, len(rows))
	for _, r := range rows {
		out = append(out, SavedReply{r.ID, r.Title, r.BodyNl, r.BodyEn})
	}
	return out, nil
}

// KeepReply stores a saved reply; one without an id is new.
func (c *Clerk) KeepReply(ctx context.Context, v Viewer, r SavedReply) error {
	if !isStaff(v.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	if r.ID == "" {
		r.ID = newID()
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		return tx.UpsertSavedReply(ctx, db.UpsertSavedReplyParams{
			ID: r.ID, Title: r.Title, BodyNl: r.Dutch, BodyEn: r.English, Changed: c.now().UnixMilli(),
		})
	}))
}

// DropReply takes a saved reply away.
func (c *Clerk) DropReply(ctx context.Context, v Viewer, id string) error {
	if !isStaff(v.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		_, err := tx.DeleteSavedReply(ctx, id)
		return err
	}))
}

// writingFor is how long a sign that somebody writes holds.
const writingFor = 5 * time.Minute

// MarkWriting notes that somebody of staff began to write in a case: by pressing a button, never by looking.
func (c *Clerk) MarkWriting(ctx context.Context, v View) error {
	if !isStaff(v.Viewer.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		return tx.MarkWriting(ctx, db.MarkWritingParams{
			Dispute: v.ID, Account: v.Viewer.Actor.ID, Name: v.Viewer.Name, At: c.now().UnixMilli(),
		})
	}))
}

// AlsoWriting names the others of staff who write in a case now.
func (c *Clerk) AlsoWriting(ctx context.Context, v View) ([]string, error) {
	if !isStaff(v.Viewer.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().WritingIn(ctx, db.WritingInParams{Dispute: v.ID, Since: c.now().Add(-writingFor).UnixMilli()})
	if err != nil {
		return nil, outside(fmt.Errorf("writing: %w", err))
	}
	var out []string
	for _, r := range rows {
		if r.Account != v.Viewer.Actor.ID {
			out = append(out, r.Name)
		}
	}
	return out, nil
}

// ListOf is a view of the queue of staff (screens.md 12).
type ListOf string

// The views.
const (
	ListMine       ListOf = "mine"
	ListUnassigned ListOf = "unassigned"
	ListToday      ListOf = "today"
	ListLate       ListOf = "late"
	ListWaiting    ListOf = "waiting"
	ListBinding    ListOf = "binding"
	ListCompliance ListOf = "compliance"
)

// Lists are the views in the order in which pages show them.
var Lists = []ListOf{ListMine, ListUnassigned, ListToday, ListLate, ListWaiting, ListBinding, ListCompliance}

// List gives a view of the queue, most urgent first.
func (c *Clerk) List(ctx context.Context, v Viewer, list ListOf, page int) ([]Row, error) {
	rows, err := c.listed(ctx, v, list, page)
	if err != nil {
		return nil, err
	}
	return c.named(ctx, v, rows)
}

func (c *Clerk) listed(ctx context.Context, v Viewer, list ListOf, page int) ([]db.Dispute, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q, skip := c.store.Queries(), int64(page*PageSize)
	today := p.DateOf(c.now())
	var (
		rows []db.Dispute
		err  error
	)
	switch list {
	case ListMine:
		rows, err = q.DisputesOfMediator(ctx, db.DisputesOfMediatorParams{Mediator: v.Actor.ID, MaxRows: PageSize, Skip: skip})
	case ListUnassigned:
		rows, err = q.DisputesUnassigned(ctx, db.DisputesUnassignedParams{MaxRows: PageSize, Skip: skip})
	case ListToday:
		rows, err = q.WorkDueBetween(ctx, db.WorkDueBetweenParams{After: instant(today.Start()), Until: instant(today.End()), MaxRows: PageSize, Skip: skip})
	case ListLate:
		rows, err = q.WorkDueBetween(ctx, db.WorkDueBetweenParams{After: instant(time.UnixMilli(0)), Until: instant(today.Start()), MaxRows: PageSize, Skip: skip})
	case ListWaiting:
		rows, err = q.DisputesInStage(ctx, db.DisputesInStageParams{Stage: string(p.Mediation), Wants: 1, MaxRows: PageSize, Skip: skip})
	case ListBinding:
		rows, err = q.DisputesInStage(ctx, db.DisputesInStageParams{Stage: string(p.Ruling), Wants: -1, MaxRows: PageSize, Skip: skip})
	case ListCompliance:
		rows, err = q.DisputesInStage(ctx, db.DisputesInStageParams{Stage: string(p.Compliance), Wants: -1, MaxRows: PageSize, Skip: skip})
	default:
		return nil, fault.New(fault.NotFound)
	}
	if err != nil {
		return nil, outside(fmt.Errorf("queue: %w", err))
	}
	return rows, nil
}

// MostCounted is where the counts beside views and kinds of work stop: of so much, more is as much.
const MostCounted = 250

// ListCounts counts the views, each up to MostCounted.
func (c *Clerk) ListCounts(ctx context.Context, v Viewer) (map[ListOf]int, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	q, today := c.store.Queries(), p.DateOf(c.now())
	due := func(after, until time.Time) func() (int64, error) {
		return func() (int64, error) {
			return q.FewDueBetween(ctx, db.FewDueBetweenParams{After: instant(after), Until: instant(until), Most: MostCounted})
		}
	}
	of := func(mediator string) func() (int64, error) {
		return func() (int64, error) {
			return q.FewOfMediator(ctx, db.FewOfMediatorParams{Mediator: mediator, Most: MostCounted})
		}
	}
	in := func(stage p.Stage, wants int64) func() (int64, error) {
		return func() (int64, error) {
			return q.FewInStage(ctx, db.FewInStageParams{Stage: string(stage), Wants: wants, Most: MostCounted})
		}
	}
	out := map[ListOf]int{}
	for list, count := range map[ListOf]func() (int64, error){
		ListMine: of(v.Actor.ID), ListUnassigned: of(""),
		ListToday: due(today.Start(), today.End()), ListLate: due(time.UnixMilli(0), today.Start()),
		ListWaiting: in(p.Mediation, 1), ListBinding: in(p.Ruling, -1), ListCompliance: in(p.Compliance, -1),
	} {
		n, err := count()
		if err != nil {
			return nil, outside(fmt.Errorf("count of the queue: %w", err))
		}
		out[list] = int(n)
	}
	return out, nil
}
