// Package registry is the clerk (griffie): the only way in to a dispute. Every act is one transaction: load, catch
// up with time, decide, append events, store the letters that follow. It alone opens write transactions on disputes
// and makes the view of a dispute for each person. It knows procedure, letter and store; it knows no page, no mail
// server and no clock but the one it was given.
package registry

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Clerk keeps the disputes.
type Clerk struct {
	store  *store.Store
	now    func() time.Time
	domain string // right side of Message-IDs
	Wake   func() // called when letters may be waiting; nil for nobody
	book   nameBook
}

// New gives a clerk on a store. now gives the instant of every act; domain is the right side of Message-IDs.
func New(s *store.Store, now func() time.Time, domain string) *Clerk {
	return &Clerk{store: s, now: now, domain: domain}
}

// Now gives the clerk's clock.
func (c *Clerk) Now() time.Time { return c.now() }

func (c *Clerk) wake() {
	if c.Wake != nil {
		c.Wake()
	}
}

// Act gives a command in a dispute on behalf of a viewer. version is that of the page the person looked at, 0 when
// it does not matter; a change by another person since then is a fault.Conflict, so that nobody acts on what they
// have not seen. Refusals by a rule are fault.Refused with the *procedure.Refusal as cause.
func (c *Clerk) Act(ctx context.Context, v Viewer, dispute string, version int64, command func(*Writing) procedure.Command) error {
	return c.actWith(ctx, v, dispute, version, nil, command)
}

// actWith is Act with more to write in the same transaction, done once the command has been accepted.
func (c *Clerk) actWith(ctx context.Context, v Viewer, dispute string, version int64,
	also func(*store.Tx, *file) error, command func(*Writing) procedure.Command,
) error {
	var verdict error
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		verdict = nil
		f, err := load(ctx, tx.Queries, dispute)
		if err != nil {
			return err
		}
		if !v.may(f.row) {
			return fault.New(fault.NotFound)
		}
		now := c.now()
		// What time owes is stored even when the command after it is refused (architecture.md, The core).
		if err := c.catchUp(ctx, tx, &f, now); err != nil {
			return err
		}
		w := &Writing{author: v.Actor.Role, account: v.account()}
		asked := command(w)
		form, err := formOf(ctx, tx, dispute, v.Actor, asked)
		if err != nil || form.again(f.events, v.Actor) {
			return err
		}
		if verdict = f.changedBehind(v, version); verdict != nil {
			return nil
		}
		events, err := procedure.Decide(&f.state, v.Actor, asked, now)
		if err != nil {
			verdict = refused(err)
			return nil
		}
		if also != nil {
			if err := also(tx, &f); err != nil {
				return err
			}
		}
		if err := c.append(ctx, tx, &f, events, w); err != nil {
			return err
		}
		return form.keep(ctx, tx, f.state.Version)
	})
	if err == nil {
		err = verdict
	}
	c.wake()
	return outside(err)
}

func refused(err error) error {
	if r, ok := procedure.IsRefusal(err); ok && r.Code == procedure.CodeAsked {
		return fault.Wrap(fault.CodeNeeded, err)
	}
	return fault.Wrap(fault.Refused, err)
}

// outside turns the store's errors into faults.
func outside(err error) error {
	var f *fault.Error
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case errors.Is(err, store.ErrNotFound):
		return fault.Wrap(fault.NotFound, err)
	case errors.Is(err, store.ErrFull):
		return fault.Wrap(fault.Full, err)
	default:
		return fault.Wrap(fault.Server, err)
	}
}

// file is a dispute as loaded for an act.
type file struct {
	row    db.Dispute
	events []procedure.Event
	state  procedure.State
	stored int64 // version as stored, before time was caught up in memory

	consumer string   // the consumer's address
	lang     string   // of the consumer
	shop     []string // the shop's addresses, in order
}

// addresses loads to whom letters go; once for a file.
func (f *file) addresses(ctx context.Context, q *db.Queries) error {
	if f.consumer != "" {
		return nil
	}
	p, err := q.PartyOf(ctx, db.PartyOfParams{Dispute: f.state.ID, Role: string(procedure.Consumer)})
	if err != nil {
		return fmt.Errorf("party: %w", store.Wrap(err))
	}
	m, err := q.MemberByID(ctx, f.state.Member)
	if err != nil {
		return fmt.Errorf("member: %w", store.Wrap(err))
	}
	f.consumer, f.lang, f.shop = p.Email, p.Lang, Addresses(m)
	return nil
}

func load(ctx context.Context, q *db.Queries, dispute string) (file, error) {
	row, err := q.DisputeByID(ctx, dispute)
	if err != nil {
		return file{}, fmt.Errorf("dispute: %w", store.Wrap(err))
	}
	events, err := eventsOf(ctx, q, dispute)
	if err != nil {
		return file{}, err
	}
	return file{row: row, events: events, state: procedure.Fold(events), stored: row.Version}, nil
}

func eventsOf(ctx context.Context, q *db.Queries, dispute string) ([]procedure.Event, error) {
	rows, err := q.EventsOf(ctx, dispute)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	events := make([]procedure.Event, len(rows))
	for i, r := range rows {
		body, err := procedure.DecodeBody(r.Type, r.Payload)
		if err != nil {
			return nil, err
		}
		events[i] = procedure.Event{
			Dispute: r.Dispute, Seq: r.Seq, Due: millis(r.Due), Recorded: millis(r.Recorded),
			Actor: procedure.Actor{Role: procedure.Role(r.ActorRole), ID: r.Actor}, Rule: r.Rule, Body: body,
		}
	}
	return events, nil
}

// changedBehind says that another person changed the dispute since the version that the viewer saw.
func (f *file) changedBehind(v Viewer, version int64) error {
	if version <= 0 {
		return nil
	}
	seen := eyes{v: v, events: f.events, state: f.state, now: f.state.Recorded}
	n := int64(0)
	for _, e := range f.events {
		if !seen.sees(e) || quiet(e) {
			continue
		}
		n++
		other := e.Actor.ID != v.Actor.ID || e.Actor.Role != v.Actor.Role
		if n > version && e.Actor.Role != procedure.System && other {
			return fault.New(fault.Conflict)
		}
	}
	return nil
}

func (c *Clerk) catchUp(ctx context.Context, tx *store.Tx, f *file, now time.Time) error {
	_, events := procedure.CatchUp(f.state, now)
	if len(events) == 0 {
		return nil
	}
	return c.append(ctx, tx, f, events, nil)
}

// append stores events with their leaves, letters, texts and files, and the current row, in the transaction.
func (c *Clerk) append(ctx context.Context, tx *store.Tx, f *file, events []procedure.Event, w *Writing) error {
	if len(events) == 0 {
		return nil
	}
	first := f.state.Version == 0
	before := f.state.Version
	for _, e := range events {
		if err := insertEvent(ctx, tx, e); err != nil {
			return err
		}
		f.state = procedure.Evolve(f.state, e)
		f.events = append(f.events, e)
		for i, l := range letter.For(e, f.state) {
			if err := c.insertLetter(ctx, tx, f, e, i, l); err != nil {
				return err
			}
		}
		if err := project(ctx, tx, f.state, e); err != nil {
			return err
		}
	}
	if w != nil {
		if err := w.store(ctx, tx, f.state); err != nil {
			return err
		}
	}
	if first {
		return nil // the opening inserts the row itself
	}
	if err := updateRow(ctx, tx, f, before); err != nil {
		return err
	}
	return keepFact(ctx, tx, f, f.row.Reference)
}

func insertEvent(ctx context.Context, tx *store.Tx, e procedure.Event) error {
	typ, payload, err := procedure.Encode(e.Body)
	if err != nil {
		return err
	}
	nonce := rand.Text()
	leaf, err := tx.AppendLeaf(procedure.Record(e.Dispute, procedure.Place(nonce, e.Seq), e.Due, e.Recorded, e.Actor.Role, e.Actor.ID, e.Rule, typ, payload))
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	err = tx.InsertEvent(ctx, db.InsertEventParams{
		Dispute: e.Dispute, Seq: e.Seq, Due: e.Due.UnixMilli(), Recorded: e.Recorded.UnixMilli(),
		ActorRole: string(e.Actor.Role), Actor: e.Actor.ID, Rule: e.Rule, Type: typ, Payload: payload, Leaf: leaf, Nonce: nonce,
	})
	if err != nil {
		return fmt.Errorf("event: %w", store.Wrap(err))
	}
	return nil
}

func (c *Clerk) insertLetter(ctx context.Context, tx *store.Tx, f *file, e procedure.Event, n int, l letter.Letter) error {
	data, err := json.Marshal(l.Data)
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	if err := f.addresses(ctx, tx.Queries); err != nil {
		return err
	}
	id, to, lang := newID(), f.consumer, f.lang
	switch l.To {
	case procedure.Shop:
		to, lang = first(f.shop), "nl"
	case procedure.Adjudicator:
		a, err := tx.AccountByID(ctx, f.state.File.Adjudicator)
		if err != nil {
			return fmt.Errorf("adjudicator: %w", store.Wrap(err))
		}
		to, lang = a.Email, a.Lang
	case procedure.Consumer, procedure.Mediator, procedure.Quality, procedure.Administrator, procedure.System, procedure.Public:
	}
	err = tx.InsertLetter(ctx, db.InsertLetterParams{
		Dispute: f.state.ID, ID: id, Created: e.Recorded.UnixMilli(), Seq: e.Seq*100 + int64(n),
		Slug: l.Slug, Party: string(l.To), Address: to, Lang: lang, Data: data, Task: string(l.Task),
		State: LetterWaiting, NotBefore: leaves(f.state, e).UnixMilli(), MessageID: messageID(id, c.domain),
	})
	if err != nil {
		return fmt.Errorf("letter: %w", store.Wrap(err))
	}
	return nil
}

// leaves gives the instant at which the letters of an event may leave: what a mediator sends can be taken back for a
// while (rules 2.2).
func leaves(s procedure.State, e procedure.Event) time.Time {
	if procedure.Recallable(e) != "" {
		return s.LeavesAt(e.Due)
	}
	return e.Recorded
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func millis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// may says whether the viewer may see the dispute at all; what is not theirs does not exist for them.
func (v Viewer) may(d db.Dispute) bool {
	switch v.Actor.Role {
	case procedure.Consumer:
		return v.Dispute == d.ID
	case procedure.Shop:
		if d.Stage == string(procedure.Admission) {
			return false // the shop hears nothing before it was admitted (rules 0.4)
		}
		for _, m := range v.Members {
			if m == d.Member {
				return d.Told != 0
			}
		}
		return false
	case procedure.Mediator, procedure.Administrator, procedure.Quality, procedure.System:
		return true
	case procedure.Adjudicator: // of their own cases, and then only the file (casefile.go)
		return v.Actor.ID != "" && v.Actor.ID == d.Adjudicator
	case procedure.Public:
		return false
	}
	return false
}
