package registry

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// StoredDocument is a piece of evidence as it lies in the file store.
type StoredDocument struct {
	Document
	Stored string // id in the file store
	SHA256 [32]byte
}

// StoredDocuments gives the pieces of evidence of a view, in its order: what is not in the view cannot be had.
func (c *Clerk) StoredDocuments(ctx context.Context, v View) ([]StoredDocument, error) {
	rows, err := c.store.Queries().DocumentsOf(ctx, v.ID)
	if err != nil {
		return nil, outside(fmt.Errorf("documents: %w", store.Wrap(err)))
	}
	byID := make(map[string]db.Document, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	var out []StoredDocument
	for _, d := range v.Documents {
		r, ok := byID[d.ID]
		if !ok { // erased since the view was made
			continue
		}
		s := StoredDocument{Document: d, Stored: r.File}
		if copy(s.SHA256[:], r.Sha256) != len(s.SHA256) {
			return nil, fault.Wrap(fault.Server, fmt.Errorf("document %s has a hash of %d bytes", d.ID, len(r.Sha256)))
		}
		out = append(out, s)
	}
	return out, nil
}

// Logged is a state of the log.
type Logged struct {
	Size int64
	Root tlog.Hash
}

// Logged gives the state that the log had right after the last event that the viewer may know of. The state of this
// moment would tell, to who looks twice, that somebody did something. While an answer that nobody may learn of can be
// given, it is the state right after the question (rules 2.5).
func (c *Clerk) Logged(ctx context.Context, v View) (Logged, error) {
	if !v.Full {
		return Logged{}, fault.New(fault.NotFound)
	}
	return c.loggedAfter(ctx, v.Viewer, v.ID, func(f file) int64 {
		seen := eyes{v: v.Viewer, events: f.events, state: f.state, now: v.now}
		at := int64(-1)
		for i, e := range f.events {
			if e.Seq > v.upTo {
				break
			}
			if seen.sees(e) {
				at = int64(i)
			}
			if asksBlind(e, v.state) {
				break
			}
		}
		return at
	})
}

// asksBlind says that an event is the question of a blind answer that can still be given.
func asksBlind(e p.Event, s p.State) bool {
	switch b := e.Body.(type) {
	case p.ProposalPut:
		return s.Room.Proposal != nil && s.Room.Proposal.ID == b.ID
	case p.PauseAsked:
		return s.Room.PauseAsk
	default:
		return false
	}
}

// RulingLogged gives the state of the log right after a ruling was signed, or its correction n (from 1); for n = 0 the
// last correction counts as well.
func (c *Clerk) RulingLogged(ctx context.Context, f CaseFile, n int) (Logged, error) {
	return c.loggedAfter(ctx, f.Viewer, f.ID, func(x file) int64 {
		at, corrections := int64(-1), 0
		for i, e := range x.events {
			if e.Seq > f.upTo {
				break
			}
			switch e.Body.(type) {
			case p.RulingSigned:
			case p.RulingCorrected:
				if corrections++; n > 0 && corrections > n {
					return at
				}
			default:
				continue
			}
			at = int64(i)
		}
		return at
	})
}

// loggedAfter gives the state of the log right after an event of a dispute: find gives its place among the stored ones,
// -1 for none.
func (c *Clerk) loggedAfter(ctx context.Context, v Viewer, dispute string, find func(file) int64) (Logged, error) {
	var out Logged
	err := c.store.Read(ctx, func(q *db.Queries) error {
		f, err := load(ctx, q, dispute)
		if err != nil {
			return err
		}
		if !v.may(f.row) {
			return fault.New(fault.NotFound)
		}
		rows, err := q.EventsOf(ctx, dispute)
		if err != nil {
			return store.Wrap(err)
		}
		at := find(f)
		if at < 0 {
			return fault.New(fault.NotFound)
		}
		out.Size = rows[at].Leaf + 1
		return nil
	})
	if err != nil {
		return Logged{}, outside(err)
	}
	if out.Root, err = c.store.Root(ctx, out.Size); err != nil {
		return Logged{}, outside(err)
	}
	return out, nil
}
