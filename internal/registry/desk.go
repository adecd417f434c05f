package registry

import (
	"context"
	"fmt"
	"slices"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Filter narrows a list of the desk; what is "" narrows nothing (screens.md 12).
type Filter struct {
	Category p.Category
	Shop     string // a member's number or a part of its name
	Mediator string // account, or Nobody
	Term     Term
}

// Nobody is the mediator of a case that nobody mediates.
const Nobody = "-"

// Term is a span of deadlines, in days of Amsterdam.
type Term string

// The spans of deadlines.
const (
	TermLate  Term = "late"  // before today
	TermToday Term = "today" // today
	TermWeek  Term = "week"  // today or one of the six days after it
)

// Terms are the spans in the order in which pages show them.
var Terms = []Term{TermLate, TermToday, TermWeek}

// span gives the deadlines of a list or a filter in Unix ms: after the one, until and with the other; -1 for no bound.
type span struct{ after, until int64 }

func (t Term) span(today p.Date) span {
	start, end := today.Start().UnixMilli(), today.End().UnixMilli()
	switch t {
	case TermLate:
		return span{0, start}
	case TermToday:
		return span{start, end}
	case TermWeek:
		return span{start, today.AddDays(6).End().UnixMilli()}
	}
	return span{-1, -1}
}

// within gives what lies in both.
func (s span) within(o span) span {
	s.after = max(s.after, o.after)
	if s.until < 0 || o.until >= 0 && o.until < s.until {
		s.until = o.until
	}
	return s
}

// Desk gives a page of a list of the desk, most urgent first, narrowed by a filter. The list is a ListOf, a kind of
// work, or "" for all work.
func (c *Clerk) Desk(ctx context.Context, v Viewer, list string, f Filter, page int) ([]Row, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	isList := slices.Contains(Lists, ListOf(list))
	switch {
	case f == Filter{} && isList:
		return c.List(ctx, v, ListOf(list), page)
	case f == Filter{}:
		return c.Queue(ctx, v, list, page)
	}
	today := p.DateOf(c.now())
	like := store.LikeText(store.Fold(f.Shop))
	at := f.Term.span(today)
	open := db.DeskOpenParams{
		Wants: -1, Category: string(f.Category), Mediator: f.Mediator, Shop: like, Member: f.Shop, Stage: string(p.Mediation),
		After: at.after, Until: at.until, MaxRows: PageSize, Skip: int64(page * PageSize),
	}
	work := db.DeskWorkParams{
		Category: string(f.Category), Mediator: f.Mediator, Shop: like, Member: f.Shop,
		After: at.after, Until: at.until, MaxRows: PageSize, Skip: int64(page * PageSize),
	}
	q := c.store.Queries()
	var rows []db.Dispute
	var err error
	switch ListOf(list) {
	case ListToday, ListLate:
		at = at.within(Term(list).span(today)) // the lists are the spans of the same name
		work.After, work.Until = at.after, at.until
		rows, err = q.DeskWork(ctx, work)
	case ListMine:
		open.OnlyOf = v.Actor.ID
		rows, err = q.DeskOpen(ctx, open)
	case ListUnassigned:
		open.OnlyOf = Nobody
		rows, err = q.DeskOpen(ctx, open)
	case ListWaiting:
		open.Wants = 1
		rows, err = q.DeskOpen(ctx, open)
	case ListBinding:
		open.Stage = string(p.Ruling)
		rows, err = q.DeskOpen(ctx, open)
	case ListCompliance:
		open.Stage = string(p.Compliance)
		rows, err = q.DeskOpen(ctx, open)
	default:
		work.Work = list
		rows, err = q.DeskWork(ctx, work)
	}
	if err != nil {
		return nil, outside(fmt.Errorf("desk: %w", err))
	}
	return c.named(ctx, v, rows)
}

// MostViews bounds how many views somebody keeps.
const MostViews = 12

// SavedView is what a member of staff asks of the queue often.
type SavedView struct {
	ID, Name string
	Query    string // as in the address of the page
}

// SavedViews lists the viewer's own, in the order in which they were saved.
func (c *Clerk) SavedViews(ctx context.Context, v Viewer) ([]SavedView, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().SavedViews(ctx, v.Actor.ID)
	if err != nil {
		return nil, outside(fmt.Errorf("saved views: %w", err))
	}
	out := make([]SavedView, 0, len(rows))
	for _, r := range rows {
		out = append(out, SavedView{ID: r.ID, Name: r.Name, Query: r.Query})
	}
	return out, nil
}

// KeepView saves a view of the viewer's own; one of the same name is replaced. fault.TooMany when there are MostViews.
func (c *Clerk) KeepView(ctx context.Context, v Viewer, name, query string) error {
	if !isStaff(v.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		rows, err := tx.SavedViews(ctx, v.Actor.ID)
		if err != nil {
			return err
		}
		id := newID()
		i := slices.IndexFunc(rows, func(r db.SavedView) bool { return r.Name == name })
		switch {
		case i >= 0:
			id = rows[i].ID
		case len(rows) >= MostViews:
			return fault.New(fault.TooMany)
		}
		return tx.KeepView(ctx, db.KeepViewParams{Account: v.Actor.ID, ID: id, Name: name, Query: query, Created: c.now().UnixMilli()})
	}))
}

// DropView takes a saved view of the viewer's own away; it is no error when it was gone already.
func (c *Clerk) DropView(ctx context.Context, v Viewer, id string) error {
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		_, err := tx.DropView(ctx, db.DropViewParams{Account: v.Actor.ID, ID: id})
		return err
	}))
}

// Keys says whether a member of staff has switched keys on; off until they do (WCAG 2.1.4).
func (c *Clerk) Keys(ctx context.Context, v Viewer) (bool, error) {
	n, err := c.store.Queries().HasKeys(ctx, v.Actor.ID)
	if err != nil {
		return false, outside(fmt.Errorf("keys: %w", err))
	}
	return n > 0, nil
}

// SwitchKeys switches keys on or off for the viewer.
func (c *Clerk) SwitchKeys(ctx context.Context, v Viewer, on bool) error {
	if !isStaff(v.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	return outside(c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		if on {
			return tx.KeysOn(ctx, db.KeysOnParams{Account: v.Actor.ID, Since: c.now().UnixMilli()})
		}
		_, err := tx.KeysOff(ctx, v.Actor.ID)
		return err
	}))
}

// Share is a case with whom it would go to when the work is shared out evenly.
type Share struct {
	View   View
	To     Colleague   // without an id: nobody can have it
	People []Colleague // who mediate, also those with a conflict
}

// ShareOut proposes for each case who gets it: who will have the least then, never one with a conflict, nor who has it
// already (rules 2.1). It gives nothing to anybody.
func (c *Clerk) ShareOut(ctx context.Context, views []View) ([]Share, error) {
	more := map[string]int64{}
	out := make([]Share, 0, len(views))
	for _, v := range views {
		people, err := c.Mediators(ctx, v)
		if err != nil {
			return nil, err
		}
		s := Share{View: v, People: people}
		for _, a := range people {
			if a.Conflict || a.ID == v.state.Room.Mediator {
				continue
			}
			if s.To.ID == "" || a.Open+more[a.ID] < s.To.Open+more[s.To.ID] {
				s.To = a
			}
		}
		more[s.To.ID]++
		out = append(out, s)
	}
	return out, nil
}

// AllMediators lists who mediates, by name and without what they have.
func (c *Clerk) AllMediators(ctx context.Context, v Viewer) ([]Colleague, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	return c.colleagues(ctx, "", p.Mediator, func(*Colleague) {})
}
