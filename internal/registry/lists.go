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

// PageSize is how many rows a list shows at once.
const PageSize = 50

// Row is a dispute as lists show it.
type Row struct {
	Reference string
	Member    string // id
	Shop      string // name
	Customer  string
	Order     string
	Category  procedure.Category
	Amount    int64
	Stage     procedure.Stage
	Task      procedure.TaskKind
	Work      procedure.TaskKind
	Turn      procedure.Turn
	Outcome   procedure.Outcome
	LastDay   procedure.Date
	Opened    time.Time
	Changed   time.Time
	Answered  bool

	Mediator    string // account; staff only
	Adjudicator string // account; staff only
	Waits       bool   // something is asked of a party; staff only
	Unread      bool   // a party wrote after the mediator's last act; staff only
}

func rowOf(d db.Dispute) Row {
	r := Row{
		Reference: d.Reference, Member: d.Member, Customer: d.ConsumerName, Order: d.OrderNumber,
		Category: procedure.Category(d.Category), Amount: d.Amount, Stage: procedure.Stage(d.Stage),
		Task: procedure.TaskKind(d.Task), Work: procedure.TaskKind(d.Work), Turn: procedure.Turn(d.Turn),
		Outcome: procedure.Outcome(d.Outcome), Opened: millis(d.Opened), Changed: millis(d.Changed),
		Answered: d.Answered != 0,
		Mediator: d.Mediator, Adjudicator: d.Adjudicator, Waits: d.Waits != 0, Unread: d.Unread != 0,
	}
	if d.TurnDue.Valid { // stored as the first instant after the day
		r.LastDay = procedure.DateOf(millis(d.TurnDue.Int64)).AddDays(-1)
	}
	return r
}

// ShopInbox lists what a shop may see, what needs action first (screens.md 6).
func (c *Clerk) ShopInbox(ctx context.Context, v Viewer, page int) ([]Row, error) {
	if v.Actor.Role != procedure.Shop {
		return nil, fault.New(fault.NotFound)
	}
	var out []Row
	for _, m := range v.Members {
		rows, err := c.store.Queries().DisputesOfShop(ctx, db.DisputesOfShopParams{
			Member: m, MaxRows: PageSize, Skip: int64(page * PageSize),
		})
		if err != nil {
			return nil, fmt.Errorf("inbox: %w", err)
		}
		for _, d := range rows {
			out = append(out, shopRow(d))
		}
	}
	return out, nil
}

// shopRow is a dispute as the shop's list shows it: what is asked of the shop comes first, and what happens beside it
// leaves no trace, not even an instant (rules 2.2).
func shopRow(d db.Dispute) Row {
	d.Turn, d.Task, d.TurnDue = d.ShopTurn, d.ShopTask, d.ShopDue
	r := rowOf(d)
	r.Changed, r.Work, r.Mediator, r.Adjudicator, r.Waits, r.Unread = time.Time{}, "", "", "", false, false
	return r
}

// Counts are the counters above a shop's inbox.
type Counts struct{ Turn, Soon, Late, Customer, Mediation, Closed int64 }

// ShopCounts counts a shop's disputes (screens.md 6): soon is due within two days.
func (c *Clerk) ShopCounts(ctx context.Context, v Viewer) (Counts, error) {
	var out Counts
	now := c.now()
	for _, m := range v.Members {
		rows, err := c.store.Queries().CountShop(ctx, db.CountShopParams{
			Member: m, Now: now.UnixMilli(), Soon: now.Add(48 * time.Hour).UnixMilli(),
		})
		if err != nil {
			return out, fmt.Errorf("counts: %w", err)
		}
		for _, r := range rows {
			switch {
			case r.ShopTurn == string(procedure.TurnClosed):
				out.Closed += r.N
			case r.ShopTurn == string(procedure.TurnShop):
				out.Turn += r.N
				out.Soon += r.Soon - r.Late
				out.Late += r.Late
			case r.ShopTurn == string(procedure.TurnConsumer):
				out.Customer += r.N
			case r.Stage == string(procedure.Mediation), r.Stage == string(procedure.Ruling):
				out.Mediation += r.N
			}
		}
	}
	return out, nil
}

// Queue lists the work of staff of a kind ("" for all), most urgent first (screens.md 12).
func (c *Clerk) Queue(ctx context.Context, v Viewer, work string, page int) ([]Row, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	var (
		rows []db.Dispute
		err  error
	)
	if work == "" {
		rows, err = c.store.Queries().StaffQueueAll(ctx, db.StaffQueueAllParams{MaxRows: PageSize, Skip: int64(page * PageSize)})
	} else {
		rows, err = c.store.Queries().StaffQueue(ctx, db.StaffQueueParams{Work: work, MaxRows: PageSize, Skip: int64(page * PageSize)})
	}
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	return c.named(ctx, v, rows)
}

// Cases lists all disputes, last changed first, or those that fit a search: a case number, an address, a member's
// number, the beginning of a name or of its last word.
func (c *Clerk) Cases(ctx context.Context, v Viewer, search string, page int) ([]Row, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	words := strings.Fields(search)
	search = strings.Join(words, " ")
	if search == "" {
		rows, err := c.store.Queries().LatestDisputes(ctx, db.LatestDisputesParams{MaxRows: PageSize, Skip: int64(page * PageSize)})
		if err != nil {
			return nil, fmt.Errorf("cases: %w", err)
		}
		return c.named(ctx, v, rows)
	}
	exact, last := search, words[len(words)-1]
	if ref, ok := ParseReference(search); ok {
		exact = ref
	}
	rows, err := c.store.Queries().SearchDisputes(ctx, db.SearchDisputesParams{
		Exact: exact, Email: strings.ToLower(search), Name: search, NameEnd: store.Until(search),
		Surname: last, SurnameEnd: store.Until(last), Pattern: store.LikeText(search), MaxRows: PageSize, Skip: int64(page * PageSize),
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return c.named(ctx, v, rows)
}

// named adds the shops' names. That a party wrote may be a private word, so it is said to who may read those alone.
func (c *Clerk) named(ctx context.Context, v Viewer, rows []db.Dispute) ([]Row, error) {
	names, err := c.allNames(ctx)
	if err != nil {
		return nil, outside(err)
	}
	out := make([]Row, 0, len(rows))
	for _, d := range rows {
		r := rowOf(d)
		r.Shop = names[d.Member]
		r.Unread = r.Unread && isStaff(v.Actor.Role) && r.Mediator == v.Actor.ID
		out = append(out, r)
	}
	return out, nil
}

// WorkCounts counts the work of staff by kind, and the parked letters under "letters".
func (c *Clerk) WorkCounts(ctx context.Context) (map[string]int64, error) {
	out, q, kind := map[string]int64{}, c.store.Queries(), ""
	for {
		next, err := q.NextWork(ctx, kind)
		if err != nil {
			return nil, fmt.Errorf("work: %w", err)
		}
		if len(next) == 0 {
			break
		}
		kind = next[0]
		if out[kind], err = q.FewOfWork(ctx, db.FewOfWorkParams{Work: kind, Most: MostCounted}); err != nil {
			return nil, fmt.Errorf("work: %w", err)
		}
	}
	states, err := c.store.Queries().CountLettersByState(ctx)
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	for _, r := range states {
		if r.State == LetterParked {
			out["letters"] = r.N
		}
		if r.State == LetterDeferred {
			out["deferred"] = r.N
		}
	}
	return out, nil
}

// Parked lists letters that staff must look at: what is unknown twice, and what could not be written.
func (c *Clerk) Parked(ctx context.Context, v Viewer) ([]Delivery, error) {
	if !isStaff(v.Actor.Role) {
		return nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().ParkedLetters(ctx, PageSize)
	if err != nil {
		return nil, fmt.Errorf("parked: %w", err)
	}
	var out []Delivery
	for _, l := range rows {
		d := Delivery{ID: l.ID, Slug: l.Slug, Party: procedure.Role(l.Party), Address: l.Address, State: l.State, Created: millis(l.Created), Error: l.Error}
		if l.Dispute != "" {
			if row, err := c.store.Queries().DisputeByID(ctx, l.Dispute); err == nil {
				d.Reference = row.Reference
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// Revive sends a parked letter once more, by a decision of staff.
func (c *Clerk) Revive(ctx context.Context, v Viewer, id string) error {
	if !isStaff(v.Actor.Role) {
		return fault.New(fault.NotFound)
	}
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		n, err := tx.ReviveLetter(ctx, db.ReviveLetterParams{ID: id, NotBefore: c.now().UnixMilli()})
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		return err
	})
	c.wake()
	return outside(err)
}
