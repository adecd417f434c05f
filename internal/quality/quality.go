// Package quality keeps the facts of all disputes in memory for the pages of the quality manager, and looks for
// signals. It reads the store, counts with package insight, and hands what it found to the clerk; it judges nothing
// and knows no page.
package quality

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Office is where the quality manager's figures are kept. Its methods may be called from anywhere.
type Office struct {
	Clerk *registry.Clerk
	Store *store.Store
	Rules insight.Parameters
	Log   *slog.Logger
	Now   func() time.Time

	turn     sync.Mutex // held by who reads the store
	set      *insight.Set
	stamp, n int64              // the last change that was read
	surveyed int64              // Unix ms: surveys from before were read
	members  db.MembersStampRow // as they were read
	fresh    time.Time          // when all was read
	changed  map[string]bool
	dirty    bool // something was read that is not shown yet

	night    procedure.Date // of the last full look
	baseline *insight.Baseline
	fitted   int // disputes that there were when the baseline was made
}

const (
	pageOfFacts = 5000
	// overlap is how far back surveys are read again: two that are stored at once may become visible in any order.
	overlap = 10 * time.Minute
)

// Figures gives all facts as they are now, and that instant.
func (o *Office) Figures(ctx context.Context) (*insight.View, time.Time, error) {
	o.turn.Lock()
	defer o.turn.Unlock()
	if err := o.read(ctx); err != nil {
		return nil, time.Time{}, err
	}
	return o.set.View(), o.fresh, nil
}

// Normal gives what is normal among all members: that of last night, or of now when there was none yet or there is much
// more than there was.
func (o *Office) Normal(ctx context.Context) (*insight.Baseline, error) {
	o.turn.Lock()
	defer o.turn.Unlock()
	if err := o.read(ctx); err != nil {
		return nil, err
	}
	if v := o.set.View(); o.stale(v) {
		_, o.baseline = insight.Detect(v.Members(), v.All, o.Now(), o.Rules, nil)
		o.fitted = v.Len()
	}
	return o.baseline, nil
}

// grown is by how much the disputes of a day may outgrow what is held to be normal: an import, or the first day of all.
const grown = 1.25

// stale says that what is normal is not known, or was fitted when there was much less.
func (o *Office) stale(v *insight.View) bool {
	return o.baseline == nil || float64(v.Len()) > grown*float64(o.fitted)
}

// read takes in what changed since it was called last.
func (o *Office) read(ctx context.Context) error {
	now := o.Now()
	if o.set == nil {
		o.set, o.n, o.changed = insight.NewSet(), -1, map[string]bool{}
	}
	q := o.Store.Queries()
	if err := o.readMembers(ctx, q); err != nil {
		return err
	}
	if err := o.readFacts(ctx, q); err != nil {
		return err
	}
	if err := o.readSurveys(ctx, q, now); err != nil {
		return err
	}
	if o.dirty {
		o.set.Publish()
		o.dirty = false
	}
	o.fresh = now
	return nil
}

func (o *Office) readMembers(ctx context.Context, q *db.Queries) error {
	stamp, err := q.MembersStamp(ctx)
	if err != nil {
		return fmt.Errorf("members of the figures: %w", err)
	}
	if stamp == o.members {
		return nil
	}
	rows, err := q.MembersForInsight(ctx)
	if err != nil {
		return fmt.Errorf("members of the figures: %w", err)
	}
	for _, r := range rows {
		m, err := memberOf(r)
		if err != nil {
			return fmt.Errorf("member %s: %w", r.ID, err)
		}
		o.set.PutMember(m)
	}
	o.members, o.dirty = stamp, true
	return nil
}

// readFacts reads what is new. Facts that changed at the same size of the log as the last one are read again: they may
// have been stored after it.
func (o *Office) readFacts(ctx context.Context, q *db.Queries) error {
	stamp, n := o.stamp, int64(-1)
	for {
		rows, err := q.FactsSince(ctx, db.FactsSinceParams{Stamp: stamp, N: n, MaxRows: pageOfFacts})
		if err != nil {
			return fmt.Errorf("facts: %w", err)
		}
		for _, r := range rows {
			f := factOf(r)
			if r.Stamp > o.stamp || r.N > o.n {
				if err := o.set.Put(f); err != nil {
					return fmt.Errorf("facts: %w", err)
				}
				o.changed[f.Member], o.dirty = true, true
			}
			stamp, n = r.Stamp, r.N
		}
		if len(rows) < pageOfFacts {
			break
		}
	}
	if n >= 0 {
		o.stamp, o.n = stamp, n
	}
	return nil
}

func (o *Office) readSurveys(ctx context.Context, q *db.Queries, now time.Time) error {
	rows, err := q.SurveysSince(ctx, o.surveyed)
	if err != nil {
		return fmt.Errorf("surveys: %w", err)
	}
	for _, r := range rows {
		a := insight.Answers{Understood: int8(r.Understood), Story: int8(r.Story), Fair: int8(r.Fair)}
		if o.set.SetSurvey(r.N, procedure.Role(r.Party), a) { // most were read before: what was counted holds
			o.dirty = true
		}
	}
	o.surveyed = now.Add(-overlap).UnixMilli()
	return nil
}
