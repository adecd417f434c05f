package registry

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// What other programs know of disputes is kept in rows of its own, one for the trustmark and one for the member, made
// from the columns that the lists of staff and of the shop show. A row changes only when something in it does, so that
// its instant tells nobody of a private word, a note or a blind answer (rules 2.2, 2.5).

// The audiences of the feed.
const (
	forTrustmark = "trustmark"
	forMember    = "member"
)

// The events of webhooks.
const (
	HookOpened  = "case.opened"
	HookChanged = "case.changed" // stage, turn, task, deadline or outcome
	HookEnded   = "case.ended"
	HookMember  = "member.changed"
)

// HookEvents lists the events that a webhook can ask for.
func HookEvents() []string { return []string{HookOpened, HookChanged, HookEnded, HookMember} }

// Standing is how a dispute stands for another program: no words of the parties, no names, no addresses.
type Standing struct {
	Reference string
	Member    string // the trustmark's number
	Order     string // of the shop; "" for the trustmark
	Category  procedure.Category
	Stage     procedure.Stage
	Turn      procedure.Turn
	Task      procedure.TaskKind
	LastDay   procedure.Date // of whose turn it is; zero for none
	Outcome   procedure.Outcome
	Opened    time.Time
	Ended     time.Time // zero while it runs
	Changed   time.Time // when this program saw it change; no two disputes have the same
}

func standingOf(f db.Feed) Standing {
	s := Standing{
		Reference: f.Reference, Member: f.Member, Order: f.OrderNumber, Category: procedure.Category(f.Category), Stage: procedure.Stage(f.Stage),
		Turn: procedure.Turn(f.Turn), Task: procedure.TaskKind(f.Task), Outcome: procedure.Outcome(f.Outcome),
		Opened: millis(f.Opened), Changed: millis(f.Changed),
	}
	if f.Due.Valid { // stored as the first instant after the day
		s.LastDay = procedure.DateOf(millis(f.Due.Int64)).AddDays(-1)
	}
	if f.Ended.Valid {
		s.Ended = millis(f.Ended.Int64)
	}
	return s
}

// Standings lists how disputes stand, in the order in which they changed, after an instant. member narrows it to what
// that member may see; "" is the trustmark.
func (c *Clerk) Standings(ctx context.Context, member string, after time.Time, most int) ([]Standing, error) {
	var (
		rows []db.Feed
		err  error
		from = after.UnixMilli()
	)
	if member == "" {
		rows, err = c.store.Queries().FeedAfter(ctx, db.FeedAfterParams{After: from, MaxRows: int64(most)})
	} else {
		rows, err = c.store.Queries().FeedOfMemberAfter(ctx, db.FeedOfMemberAfterParams{Member: member, After: from, MaxRows: int64(most)})
	}
	if err != nil {
		return nil, outside(fmt.Errorf("feed: %w", store.Wrap(err)))
	}
	out := make([]Standing, len(rows))
	for i, f := range rows {
		out[i] = standingOf(f)
	}
	return out, nil
}

// StandingOf gives how one dispute stands, for a member or, for "", the trustmark. fault.NotFound for what does not
// exist and for what is somebody else's.
func (c *Clerk) StandingOf(ctx context.Context, member, reference string) (Standing, error) {
	ref, ok := ParseReference(reference)
	if !ok {
		return Standing{}, fault.New(fault.NotFound)
	}
	audience := forTrustmark
	if member != "" {
		audience = forMember
	}
	f, err := c.store.Queries().FeedByReference(ctx, db.FeedByReferenceParams{Reference: ref, Audience: audience})
	if err != nil {
		return Standing{}, outside(store.Wrap(err))
	}
	if member != "" && f.Member != member {
		return Standing{}, fault.New(fault.NotFound)
	}
	return standingOf(f), nil
}

// feedLeaf is the name under which the place in the log is kept up to which the feed is made.
const feedLeaf = "feed.leaf"

// feedBatch is how many events, or changed members, are taken in at once.
const feedBatch = 500

// Follow takes in what was stored since the last time: it brings the feed up to date and puts what webhooks asked for
// in their outbox, in one transaction with the place in the log, so that each change is there exactly once. It gives
// whether there was anything.
func (c *Clerk) Follow(ctx context.Context) (bool, error) {
	fresh, err := c.unfollowed(ctx)
	if err != nil || !fresh {
		return false, outside(err)
	}
	err = c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		r := &round{tx: tx, now: c.now(), hooks: map[string][]db.Webhook{}}
		return errors.Join(r.disputes(ctx), r.members(ctx))
	})
	return true, outside(err)
}

// unfollowed looks, without writing, whether there is anything to take in.
func (c *Clerk) unfollowed(ctx context.Context) (bool, error) {
	q := c.store.Queries()
	leaf, err := followedTo(ctx, q)
	if err != nil {
		return false, err
	}
	leaves, err := q.LeavesFrom(ctx, db.LeavesFromParams{Leaf: leaf, MaxRows: 1})
	if err != nil || len(leaves) > 0 {
		return len(leaves) > 0, store.Wrap(err)
	}
	members, err := q.MemberChanges(ctx, 1)
	return len(members) > 0, store.Wrap(err)
}

func followedTo(ctx context.Context, q *db.Queries) (int64, error) {
	v, err := q.GetMeta(ctx, feedLeaf)
	if errors.Is(store.Wrap(err), store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("place of the feed: %w", store.Wrap(err))
	}
	leaf, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("place of the feed: %w", err)
	}
	return leaf, nil
}

// round is one taking in, within its transaction.
type round struct {
	tx    *store.Tx
	now   time.Time
	last  int64                   // changed of the row that changed last
	hooks map[string][]db.Webhook // of a member, or of the trustmark under ""
}

func (r *round) disputes(ctx context.Context) error {
	leaf, err := followedTo(ctx, r.tx.Queries)
	if err != nil {
		return err
	}
	leaves, err := r.tx.LeavesFrom(ctx, db.LeavesFromParams{Leaf: leaf, MaxRows: feedBatch})
	if err != nil || len(leaves) == 0 {
		return store.Wrap(err)
	}
	if r.last, err = r.tx.LastFeed(ctx); err != nil {
		return fmt.Errorf("feed: %w", store.Wrap(err))
	}
	for i, l := range leaves {
		if slices.ContainsFunc(leaves[i+1:], func(x db.LeavesFromRow) bool { return x.Dispute == l.Dispute }) {
			continue // its row holds what the last one brought
		}
		if err := r.dispute(ctx, l.Dispute, l.Recorded); err != nil {
			return err
		}
	}
	next := leaves[len(leaves)-1].Leaf + 1
	return store.Wrap(r.tx.SetMeta(ctx, db.SetMetaParams{Name: feedLeaf, Value: strconv.FormatInt(next, 10)}))
}

// dispute brings the rows of a dispute up to date. recorded is the instant of its last event, Unix ms.
func (r *round) dispute(ctx context.Context, id string, recorded int64) error {
	d, err := r.tx.DisputeByID(ctx, id)
	if err != nil {
		return fmt.Errorf("dispute: %w", store.Wrap(err))
	}
	rows, err := r.tx.FeedOf(ctx, id)
	if err != nil {
		return fmt.Errorf("feed: %w", store.Wrap(err))
	}
	shop := Viewer{Actor: procedure.Actor{Role: procedure.Shop}, Members: []string{d.Member}}
	for _, audience := range []string{forTrustmark, forMember} {
		old := slices.IndexFunc(rows, func(f db.Feed) bool { return f.Audience == audience })
		switch {
		case audience == forTrustmark || shop.may(d):
			var was *db.Feed
			if old >= 0 {
				was = &rows[old]
			}
			if err := r.put(ctx, feedRow(d, audience), was, recorded); err != nil {
				return err
			}
		case old >= 0: // the shop has to be told anew (rules 1.1): until then the dispute is not there for it
			if err := r.tx.DropFeed(ctx, db.DropFeedParams{Dispute: id, Audience: audience}); err != nil {
				return fmt.Errorf("feed: %w", store.Wrap(err))
			}
		}
	}
	return nil
}

// feedRow is a dispute as an audience knows it: from the columns that staff's lists and the shop's list show.
func feedRow(d db.Dispute, audience string) db.Feed {
	f := db.Feed{
		Dispute: d.ID, Audience: audience, Member: d.Member, Reference: d.Reference, Category: d.Category, Stage: d.Stage,
		Turn: d.Turn, Task: d.Task, Due: d.TurnDue, Outcome: d.Outcome, Opened: d.Opened, Ended: d.Ended,
	}
	if audience == forMember {
		f.Turn, f.Task, f.Due, f.OrderNumber = d.ShopTurn, d.ShopTask, d.ShopDue, d.OrderNumber
		if f.Stage == string(procedure.Mediation) && f.Turn == string(procedure.TurnUs) {
			f.Due = sql.NullInt64{} // until when the mediator lets it rest: what moves it may be private
		}
	}
	return f
}

// put stores a row that differs from what it was, and asks for the webhooks about it.
func (r *round) put(ctx context.Context, f db.Feed, was *db.Feed, recorded int64) error {
	at := recorded
	if was != nil {
		if f.Changed = was.Changed; f == *was {
			return nil
		}
		at = r.now.UnixMilli() // not that of the event: it could be one that this audience knows nothing of
	}
	f.Changed = max(at, r.last+1)
	r.last = f.Changed
	if err := r.tx.PutFeed(ctx, db.PutFeedParams(f)); err != nil {
		return fmt.Errorf("feed: %w", store.Wrap(err))
	}
	party := ""
	if f.Audience == forMember {
		party = f.Member
	}
	var what []string
	if was == nil {
		what = append(what, HookOpened)
	}
	switch {
	case f.Ended.Valid && (was == nil || !was.Ended.Valid):
		what = append(what, HookEnded)
	case was != nil:
		what = append(what, HookChanged)
	}
	for _, w := range what {
		if err := r.ask(ctx, party, w, millis(f.Changed), StandingData(standingOf(f))); err != nil {
			return err
		}
	}
	return nil
}

func (r *round) members(ctx context.Context) error {
	rows, err := r.tx.MemberChanges(ctx, feedBatch)
	if err != nil {
		return fmt.Errorf("changed members: %w", store.Wrap(err))
	}
	for _, x := range rows {
		m, err := r.tx.MemberByID(ctx, x.Member)
		if err != nil {
			return fmt.Errorf("member: %w", store.Wrap(err))
		}
		data := struct {
			ID    string  `json:"external_id"`
			State string  `json:"status"`
			Since string  `json:"member_since"`
			Until *string `json:"member_until"`
		}{m.ID, m.Status, m.Since, nullText(m.Until)}
		for _, party := range []string{"", m.ID} {
			if err := r.ask(ctx, party, HookMember, millis(x.At), data); err != nil {
				return err
			}
		}
		if err := r.tx.DropMemberChange(ctx, m.ID); err != nil {
			return fmt.Errorf("changed members: %w", store.Wrap(err))
		}
	}
	return nil
}

func nullText(s sql.NullString) *string {
	if !s.Valid {
		return nil
	}
	return &s.String
}

// ask puts an event in the outbox for each webhook of a party that asked for it.
func (r *round) ask(ctx context.Context, party, what string, at time.Time, data any) error {
	hooks, known := r.hooks[party]
	if !known {
		var err error
		if hooks, err = r.tx.WebhooksOf(ctx, party); err != nil {
			return fmt.Errorf("webhooks: %w", store.Wrap(err))
		}
		r.hooks[party] = hooks
	}
	for _, h := range hooks {
		if h.Disabled.Valid || !slices.Contains(strings.Fields(h.Events), what) {
			continue
		}
		if err := AskHook(ctx, r.tx, h.ID, what, at, data, r.now); err != nil {
			return err
		}
	}
	return nil
}

// AskHook puts a message for a webhook in the outbox, in the form that docs/api.md describes.
func AskHook(ctx context.Context, tx *store.Tx, hook, what string, at time.Time, data any, now time.Time) error {
	payload, err := json.Marshal(struct {
		Type      string `json:"type"`
		Timestamp string `json:"timestamp"`
		Data      any    `json:"data"`
	}{what, at.UTC().Format(time.RFC3339Nano), data})
	if err != nil {
		return fmt.Errorf("message: %w", err)
	}
	err = tx.InsertDelivery(ctx, db.InsertDeliveryParams{
		ID: "msg_" + store.NewID(now), Webhook: hook, Type: what, Payload: payload, Created: now.UnixMilli(), NextTry: now.UnixMilli(),
	})
	if err != nil {
		return fmt.Errorf("outbox of webhooks: %w", store.Wrap(err))
	}
	return nil
}

// StandingJSON is a Standing as programs exchange it.
type StandingJSON struct {
	Reference string  `json:"reference" example:"K74Q-2M9X" doc:"Number of the case, as the parties know it."`
	Member    string  `json:"member" example:"1001" doc:"The trustmark's own number of the member."`
	Order     string  `json:"order,omitempty" example:"20260412-7" doc:"The shop's own order number as the consumer gave it. Only for the member."`
	Category  string  `json:"category" example:"late" doc:"What the complaint is about."`
	Stage     string  `json:"stage" example:"direct" doc:"Where the case is: admission, direct, mediation, ruling or ended."`
	Turn      string  `json:"turn" example:"shop" doc:"Whose turn it is, for example consumer, shop, staff or closed."`
	Task      string  `json:"task" example:"answer" doc:"What is waited for; empty for nothing."`
	Deadline  *string `json:"deadline" format:"date" nullable:"true" doc:"Last day for whose turn it is, Europe/Amsterdam. Null: no day runs."`
	Outcome   string  `json:"outcome" example:"" doc:"How the case ended; empty while it runs."`
	Opened    string  `json:"opened" format:"date-time" doc:"When the complaint was confirmed."`
	Ended     *string `json:"ended" format:"date-time" nullable:"true" doc:"When the case ended. Null while it runs."`
	Changed   string  `json:"changed" format:"date-time" doc:"When this last changed. No two cases have the same."`
}

// StandingData gives a Standing as programs exchange it.
func StandingData(s Standing) StandingJSON {
	out := StandingJSON{
		Reference: s.Reference, Member: s.Member, Order: s.Order, Category: string(s.Category), Stage: string(s.Stage), Turn: string(s.Turn),
		Task: string(s.Task), Outcome: string(s.Outcome), Opened: wire(s.Opened), Changed: wire(s.Changed),
	}
	if !s.LastDay.IsZero() {
		d := s.LastDay.String()
		out.Deadline = &d
	}
	if !s.Ended.IsZero() {
		e := wire(s.Ended)
		out.Ended = &e
	}
	return out
}

func wire(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
