package store

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"wederhoor/internal/store/db"
)

const (
	verifyPage  = 1000
	mostProblem = 100 // problems told one by one
)

// Problem is a place where the stored events and the log differ.
type Problem struct {
	Leaf    int64  // -1 when it is not about one leaf
	Dispute string // "" when no event is there
	What    string
}

// Report is what Verify found.
type Report struct {
	Size     int64     // leaves in the log
	Root     tlog.Hash // computed from the events; compare it with a checkpoint that was kept elsewhere
	Problems []Problem // the first 100
	Found    int       // how many there are
}

// OK says that every event is as it was when it was stored.
func (r *Report) OK() bool { return r.Found == 0 }

func (r *Report) add(leaf int64, dispute, format string, args ...any) {
	r.Found++
	if len(r.Problems) < mostProblem {
		r.Problems = append(r.Problems, Problem{Leaf: leaf, Dispute: dispute, What: fmt.Sprintf(format, args...)})
	}
}

// Verify computes the log again from the stored events and compares each hash of its tree with what is stored.
// leafOf gives the record that was logged for an event. It finds events that were changed, removed, added or swapped;
// what was removed at the end together with its hashes shows only against a checkpoint that was kept elsewhere. Events
// that are stored while it runs are left for the next time. It reads page by page, so that it can take its time.
func (s *Store) Verify(ctx context.Context, leafOf func(db.Event) ([]byte, error)) (Report, error) {
	last, err := s.queries.LastLogHash(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("verify: %w", err)
	}
	v := verifier{q: s.queries, leafOf: leafOf, report: Report{Size: leavesOf(last)}}
	if have, want := last+1, tlog.StoredHashCount(v.report.Size); have != want {
		v.report.add(-1, "", "the log has %d hashes, %d leaves need %d", have, v.report.Size, want)
	}
	for v.next < v.report.Size {
		if err := v.page(ctx); err != nil {
			return v.report, fmt.Errorf("verify: %w", err)
		}
	}
	if err := v.ends(ctx); err != nil {
		return v.report, fmt.Errorf("verify: %w", err)
	}
	return v.report, nil
}

type verifier struct {
	q      *db.Queries
	leafOf func(db.Event) ([]byte, error)
	report Report
	next   int64 // the leaf to look at
	edge   [logLevels]tlog.Hash
}

// page compares the next leaves.
func (v *verifier) page(ctx context.Context) error {
	end := min(v.next+verifyPage, v.report.Size)
	events, err := v.q.EventsByLeaf(ctx, db.EventsByLeafParams{FirstLeaf: v.next, EndLeaf: end})
	if err != nil {
		return err
	}
	rows, err := v.q.LogHashes(ctx, db.LogHashesParams{
		FirstIdx: tlog.StoredHashIndex(0, v.next), EndIdx: tlog.StoredHashIndex(0, end),
	})
	if err != nil {
		return err
	}
	stored := make(map[int64][]byte, len(rows))
	for _, r := range rows {
		stored[r.Idx] = r.Hash
	}
	for v.next < end {
		var e *db.Event
		if len(events) > 0 && events[0].Leaf == v.next {
			e, events = &events[0], events[1:]
		}
		if err := v.leaf(e, stored); err != nil {
			return err
		}
		v.next++
	}
	return nil
}

// leaf compares one leaf and the subtrees that it completes. A leaf without its event stands in the tree as stored, so
// that one missing event is one problem.
func (v *verifier) leaf(e *db.Event, stored map[int64][]byte) error {
	at := tlog.StoredHashIndex(0, v.next)
	var h tlog.Hash
	copy(h[:], stored[at])
	dispute := ""
	if e == nil {
		v.report.add(v.next, "", "the event is missing")
	} else {
		dispute = e.Dispute
		record, err := v.leafOf(*e)
		if err != nil {
			v.report.add(v.next, dispute, "the event %d cannot be read: %v", e.Seq, err)
		} else {
			h = tlog.RecordHash(record)
		}
	}
	for level := 0; ; level++ {
		if string(stored[at]) != string(h[:]) {
			v.report.add(v.next, dispute, "what is stored differs from the log at level %d", level)
		}
		if v.next>>level&1 == 0 {
			v.edge[level] = h
			return nil
		}
		h = tlog.NodeHash(v.edge[level], h)
		at++
	}
}

// ends computes the root, and looks for events that are outside of the log.
func (v *verifier) ends(ctx context.Context) error {
	first := true
	for level := range logLevels {
		switch {
		case v.report.Size>>level&1 == 0:
		case first:
			v.report.Root, first = v.edge[level], false
		default:
			v.report.Root = tlog.NodeHash(v.edge[level], v.report.Root)
		}
	}
	outside, err := v.q.CountEventsOutside(ctx, v.report.Size)
	if err != nil {
		return err
	}
	last, err := v.q.LastLogHash(ctx)
	if err != nil {
		return err
	}
	if grown := leavesOf(last) - v.report.Size; outside > grown {
		v.report.add(-1, "", "%d events are not in the log", outside-grown)
	}
	return nil
}
