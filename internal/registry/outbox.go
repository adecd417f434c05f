package registry

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
)

// The states of a letter in the outbox, as the store names them.
const (
	LetterWaiting   = store.LetterWaiting
	LetterClaimed   = store.LetterClaimed
	LetterAccepted  = store.LetterAccepted
	LetterDeferred  = store.LetterDeferred
	LetterBounced   = store.LetterBounced
	LetterParked    = store.LetterParked
	LetterCancelled = store.LetterCancelled
)

// claimFor is how long a claim holds: longer than the longest SMTP conversation. A claim that lapses means that
// the program died between sending and recording: the outcome is unknown.
const claimFor = 10 * time.Minute

// Claim takes letters that are due to be sent, durably, so that a crash cannot send them unseen. A letter whose
// claim lapsed once is sent a second time with the same Message-ID; one that lapsed twice is parked for staff.
func (c *Clerk) Claim(ctx context.Context, most int) ([]db.Letter, error) {
	var rows []db.Letter
	now := c.now()
	err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		if err := lapsed(ctx, tx, now); err != nil {
			return err
		}
		var err error
		rows, err = tx.ClaimLetters(ctx, db.ClaimLettersParams{
			NotBefore: now.UnixMilli(), ClaimedUntil: now.Add(claimFor).UnixMilli(), Limit: int64(most),
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim letters: %w", err)
	}
	return rows, nil
}

// lapsed puts letters back whose sender died: once as waiting, twice as parked.
func lapsed(ctx context.Context, tx *store.Tx, now time.Time) error {
	if err := tx.ParkLapsed(ctx, now.UnixMilli()); err != nil {
		return fmt.Errorf("park: %w", err)
	}
	if err := tx.RequeueLapsed(ctx, now.UnixMilli()); err != nil {
		return fmt.Errorf("requeue: %w", err)
	}
	return nil
}

// NextLetter gives when the next letter can be claimed; false when none is open.
func (c *Clerk) NextLetter(ctx context.Context) (time.Time, bool, error) {
	at, err := c.store.Queries().NextLetterAt(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next letter: %w", err)
	}
	return millis(at), at >= 0, nil
}

// Release gives the claims back that a sender holds when it starts: what it had claimed when it died is unknown.
// One node has one sender, so at start no claim can be another's.
func (c *Clerk) Release(ctx context.Context) error {
	return c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		return lapsed(ctx, tx, c.now().Add(claimFor+time.Second))
	})
}

// Sent is what became of a letter.
type Sent struct {
	State string // one of the states above; waiting: unknown, to be sent once more
	Cause string // what the mail server said; no personal data
	Later bool   // by a report that came after it had been accepted
}

// Record stores what became of a letter, and in the same transaction the facts that the dispute draws from it: the
// term that begins with it, the next address that is tried, the work for staff (rules 1.1, 6.3).
func (c *Clerk) Record(ctx context.Context, id string, s Sent) error {
	err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		l, err := tx.LetterByID(ctx, id)
		if err != nil {
			return fmt.Errorf("letter: %w", store.Wrap(err))
		}
		if l.State == LetterBounced || (s.Later && s.State == LetterAccepted) {
			return nil // it was known already: a report that comes twice acts once
		}
		now := c.now()
		if err := mark(ctx, tx, l, s, now); err != nil {
			return err
		}
		if l.Party != string(procedure.Consumer) && l.Party != string(procedure.Shop) || l.Seq == 0 {
			return nil // a letter beside the procedure: a code, a link
		}
		return c.fact(ctx, tx, l, s, now)
	})
	c.wake()
	if err != nil {
		return fmt.Errorf("record letter %s: %w", id, err)
	}
	return nil
}

// mark writes the outcome in the outbox. A deferred letter waits longer each time, up to four hours; unknown twice
// is parked: it may have arrived twice already.
func mark(ctx context.Context, tx *store.Tx, l db.Letter, s Sent, now time.Time) error {
	p := db.MarkLetterParams{
		ID: l.ID, State: s.State, Attempts: l.Attempts + 1, Unknown: l.Unknown, Error: s.Cause,
		NotBefore: now.UnixMilli(), AcceptedAt: l.AcceptedAt,
	}
	switch s.State {
	case LetterAccepted:
		p.AcceptedAt = sql.NullInt64{Int64: now.UnixMilli(), Valid: true}
	case LetterDeferred:
		p.NotBefore = now.Add(backOff(l.Attempts)).UnixMilli()
	case LetterWaiting:
		p.Unknown++
		p.NotBefore = now.Add(backOff(l.Attempts)).UnixMilli()
		if p.Unknown >= 2 {
			p.State = LetterParked
		}
	}
	if err := tx.MarkLetter(ctx, p); err != nil {
		return fmt.Errorf("mark: %w", store.Wrap(err))
	}
	return nil
}

// backOff doubles from one minute to four hours.
func backOff(attempts int64) time.Duration {
	d := time.Minute << min(attempts, 8)
	return min(d, 4*time.Hour)
}

// fact tells the dispute what became of its letter.
func (c *Clerk) fact(ctx context.Context, tx *store.Tx, l db.Letter, s Sent, now time.Time) error {
	cmd := commandOf(l, s, now)
	if cmd == nil {
		return nil
	}
	f, err := load(ctx, tx.Queries, l.Dispute)
	if err != nil {
		return err
	}
	if err := c.catchUp(ctx, tx, &f, now); err != nil {
		return err
	}
	if b, ok := cmd.(procedure.RecordBounced); ok {
		next, err := c.nextAddress(ctx, tx, &f, l, now)
		if err != nil {
			return err
		}
		b.Last = !next
		cmd = b
	}
	events, err := procedure.Decide(&f.state, procedure.Post, cmd, now)
	if err != nil {
		return refused(err)
	}
	return c.append(ctx, tx, &f, events, nil)
}

func commandOf(l db.Letter, s Sent, now time.Time) procedure.Command {
	task, party, pos := procedure.TaskKind(l.Task), procedure.Role(l.Party), int(l.Position)
	switch s.State {
	case LetterAccepted:
		if task == "" && l.Slug != procedure.ClosingLetter {
			return nil // begins nothing: the outbox row is the proof
		}
		return procedure.RecordAccepted{LetterAccepted: procedure.LetterAccepted{
			Letter: l.Slug, Party: party, Task: task, About: dataOf(l).About, Position: pos, At: now,
		}}
	case LetterDeferred:
		if task != procedure.TaskNotice || l.Attempts > 0 {
			return nil // told once
		}
		return procedure.RecordDeferred{LetterDeferred: procedure.LetterDeferred{Letter: l.Slug, Party: party, Position: pos}}
	case LetterBounced:
		return procedure.RecordBounced{LetterBounced: procedure.LetterBounced{
			Letter: l.Slug, Party: party, Task: task, Position: pos, Later: s.Later,
		}}
	}
	return nil
}

// nextAddress sends the letter to the shop's next address (rules 1.1). False when none is left.
func (c *Clerk) nextAddress(ctx context.Context, tx *store.Tx, f *file, l db.Letter, now time.Time) (bool, error) {
	if l.Party != string(procedure.Shop) {
		return false, nil
	}
	if err := f.addresses(ctx, tx.Queries); err != nil {
		return false, err
	}
	pos := int(l.Position) + 1
	if pos >= len(f.shop) {
		return false, nil
	}
	id := newID()
	err := tx.InsertLetter(ctx, db.InsertLetterParams{
		Dispute: l.Dispute, ID: id, Created: now.UnixMilli(), Seq: l.Seq, Slug: l.Slug, Party: l.Party,
		Address: f.shop[pos], Position: int64(pos), Lang: l.Lang, Data: l.Data, Task: l.Task,
		State: LetterWaiting, NotBefore: now.UnixMilli(), MessageID: messageID(id, c.domain),
	})
	if err != nil {
		return false, fmt.Errorf("next address: %w", store.Wrap(err))
	}
	return true, nil
}

func dataOf(l db.Letter) letter.Data {
	var d letter.Data
	if err := json.Unmarshal(l.Data, &d); err != nil {
		return letter.Data{} // written by this program; a broken one names no offer and no day
	}
	return d
}

// Envelope is a letter with all that is needed to write it.
type Envelope struct {
	Letter db.Letter
	Data   letter.Data
	State  procedure.State
	Facts  letter.Facts // without House, Links and Log, which the sender knows
	Stale  bool         // no longer true: it must not leave
	Dead   bool         // its dispute was erased
}

// Open gives what a claimed letter of a dispute is composed of, as of now.
func (c *Clerk) Envelope(ctx context.Context, l db.Letter) (Envelope, error) {
	env := Envelope{Letter: l, Data: dataOf(l)}
	err := c.store.Read(ctx, func(q *db.Queries) error {
		f, err := load(ctx, q, l.Dispute)
		if errors.Is(err, store.ErrNotFound) {
			env.Dead = true
			return nil
		}
		if err != nil {
			return err
		}
		now := c.now()
		env.State, _ = procedure.CatchUp(f.state, now)
		env.Stale = letter.Stale(l.Slug, env.Data, env.State) || takenBack(f.events, l.Seq/100)
		person, err := q.PartyOf(ctx, db.PartyOfParams{Dispute: l.Dispute, Role: string(procedure.Consumer)})
		if err != nil {
			return fmt.Errorf("party: %w", store.Wrap(err))
		}
		m, err := q.MemberByID(ctx, f.row.Member)
		if err != nil {
			return fmt.Errorf("member: %w", store.Wrap(err))
		}
		env.Facts = letter.Facts{
			Now: now, State: env.State, Case: f.row.Reference, Name: person.Name, Shop: m.Name, Customer: person.Name,
			Order: f.row.OrderNumber, Address: l.Address,
		}
		if l.Party == string(procedure.Shop) {
			env.Facts.Name = m.Name
		}
		if err := staffFacts(ctx, q, &env); err != nil {
			return err
		}
		env.Facts.Lang = text.ParseLang(l.Lang)
		return reasonOf(ctx, q, &env)
	})
	return env, err
}

// staffFacts adds the names of who mediates and who adjudicates; a letter to the adjudicator begins with theirs.
func staffFacts(ctx context.Context, q *db.Queries, env *Envelope) error {
	for id, name := range map[string]*string{
		env.State.Room.Mediator: &env.Facts.Mediator, env.State.File.Adjudicator: &env.Facts.Adjudicator,
	} {
		if id == "" {
			continue
		}
		a, err := q.AccountByID(ctx, id)
		if err != nil {
			return fmt.Errorf("account: %w", store.Wrap(err))
		}
		*name = a.Name
	}
	env.Facts.Mediator = FirstName(env.Facts.Mediator)
	if env.Letter.Party == string(procedure.Adjudicator) {
		env.Facts.Name = env.Facts.Adjudicator
	}
	return nil
}

// takenBack says that the mediator took the message back of which a letter tells (rules 2.2).
func takenBack(events []procedure.Event, seq int64) bool {
	id := ""
	for _, e := range events {
		if e.Seq == seq {
			id = procedure.Recallable(e)
		}
		if u, ok := e.Body.(procedure.SendUndone); ok && id != "" && u.ID == id {
			return true
		}
	}
	return false
}

func reasonOf(ctx context.Context, q *db.Queries, env *Envelope) error {
	if env.Data.Reason == "" {
		return nil
	}
	row, err := q.ContentByID(ctx, db.ContentByIDParams{Dispute: env.Letter.Dispute, ID: env.Data.Reason})
	if err == nil {
		env.Facts.Reason = string(row.Body)
		return nil
	}
	if !errors.Is(store.Wrap(err), store.ErrNotFound) || env.Letter.Party == string(procedure.Adjudicator) {
		return fmt.Errorf("reason: %w", store.Wrap(err)) // a mediator's words go to no adjudicator (rules 2.2)
	}
	said, err := q.MediationTextByID(ctx, db.MediationTextByIDParams{Dispute: env.Letter.Dispute, ID: env.Data.Reason})
	if err != nil {
		return fmt.Errorf("reason: %w", store.Wrap(err))
	}
	if staffOnly(said.Kind) {
		return fmt.Errorf("letter %s: a text of kind %s is for no party", env.Letter.Slug, said.Kind)
	}
	env.Facts.Reason = string(said.Body)
	return nil
}

// AddLink stores the hash of a letter's token, so that its link opens the case for the party (rules 7.1). The same
// token is made again at each attempt, so it is stored once.
func (c *Clerk) AddLink(ctx context.Context, l db.Letter, token, purpose string, expires time.Time) error {
	hash := sha256.Sum256([]byte(token))
	return c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		return tx.InsertLink(ctx, db.InsertLinkParams{
			Hash: hash[:], Dispute: l.Dispute, Party: l.Party, Letter: l.ID, Purpose: purpose,
			Created: c.now().UnixMilli(), Expires: expires.UnixMilli(),
		})
	})
}
