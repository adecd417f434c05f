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

// Leaf is an event of a dispute as the log has it, with the path to the root.
type Leaf struct {
	Index  int64
	Record []byte
	Audit  tlog.RecordProof
}

// Leaves gives what was logged: the events that the viewer may know of, each with its proof against the log of a size,
// for a case file that can be checked without us. What the viewer may not know of is not in it, not even as a hash.
func (c *Clerk) Leaves(ctx context.Context, v View, size int64) ([]Leaf, error) {
	if !v.Full {
		return nil, fault.New(fault.NotFound)
	}
	var out []Leaf
	err := c.store.Read(ctx, func(q *db.Queries) error {
		f, err := load(ctx, q, v.ID)
		if err != nil {
			return err
		}
		if !v.Viewer.may(f.row) || v.Viewer.Actor.Role == p.Adjudicator {
			return fault.New(fault.NotFound)
		}
		seen := eyes{v: v.Viewer, events: f.events, state: f.state, now: c.now()}
		rows, err := q.EventsOf(ctx, v.ID)
		if err != nil {
			return store.Wrap(err)
		}
		for i, r := range rows {
			if r.Leaf >= size || !seen.sees(f.events[i]) {
				continue
			}
			out = append(out, Leaf{Index: r.Leaf, Record: p.Record(
				r.Dispute, p.Place(r.Nonce, r.Seq), millis(r.Due), millis(r.Recorded), p.Role(r.ActorRole), r.Actor, r.Rule, r.Type, r.Payload,
			)})
		}
		return nil
	})
	if err != nil {
		return nil, outside(err)
	}
	for i := range out {
		if out[i].Audit, err = c.store.Proof(ctx, out[i].Index, size); err != nil {
			return nil, outside(fmt.Errorf("proof: %w", err))
		}
	}
	return out, nil
}
