package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"wederhoor/internal/procedure"
	"wederhoor/internal/replay"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// casesAtOnce is how many cases are listed, and handed out, at a time.
const casesAtOnce = 500

// replayAll replays every case of the store under what is tried, some at a time on each processor. What it holds does
// not grow with the number of cases but for the references, which are kept when list is set.
func replayAll(ctx context.Context, st *store.Store, t trial, now time.Time, list bool) (*replay.Result, error) {
	total, err := st.Queries().CountDisputes(ctx)
	if err != nil {
		return nil, fmt.Errorf("cases: %w", store.Wrap(err))
	}
	bar := progress(total, "cases")
	r := replayer{store: st, trial: t, now: now, list: list, bar: func(n int) { _ = bar.Add(n) }} // a bar that cannot be drawn stops nothing
	batches := make(chan []db.CasesAfterRow)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(batches)
		return r.listCases(ctx, batches)
	})
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error { return r.work(ctx, batches) })
	}
	err = g.Wait()
	_ = bar.Finish()
	return &r.result, err
}

type replayer struct {
	store *store.Store
	trial trial
	now   time.Time
	list  bool

	mu     sync.Mutex
	bar    func(int)
	result replay.Result
}

// listCases hands out the cases, oldest first.
func (r *replayer) listCases(ctx context.Context, to chan<- []db.CasesAfterRow) error {
	for last := ""; ; {
		batch, err := r.store.Queries().CasesAfter(ctx, db.CasesAfterParams{ID: last, MaxRows: casesAtOnce})
		if err != nil {
			return fmt.Errorf("cases: %w", store.Wrap(err))
		}
		if len(batch) == 0 {
			return nil
		}
		last = batch[len(batch)-1].ID
		select {
		case to <- batch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// work replays batches of cases until there are no more.
func (r *replayer) work(ctx context.Context, batches <-chan []db.CasesAfterRow) error {
	var own replay.Result
	under := map[string]procedure.Rules{}
	for batch := range batches {
		for _, c := range batch {
			v, err := r.replay(ctx, c.ID, under)
			if err != nil {
				return err
			}
			reference := ""
			if r.list {
				reference = c.Reference
			}
			own.Add(v, reference)
		}
		r.mu.Lock()
		r.bar(len(batch))
		r.mu.Unlock()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result.Merge(&own)
	return nil
}

// replay replays one case against the rules of its own version; under keeps the changed rules of each version.
func (r *replayer) replay(ctx context.Context, id string, under map[string]procedure.Rules) (replay.Verdict, error) {
	rows, err := r.store.Queries().EventsOf(ctx, id)
	if err != nil {
		return replay.Verdict{}, fmt.Errorf("events: %w", store.Wrap(err))
	}
	log := make([]procedure.Event, len(rows))
	for i, e := range rows {
		if log[i], err = eventOf(e); err != nil {
			return replay.Verdict{}, err
		}
	}
	old := procedure.CurrentRules()
	if len(log) > 0 {
		if o, ok := log[0].Body.(procedure.Opened); ok {
			if own, known := procedure.RulesOf(o.Rules); known {
				old = own
			}
		}
	}
	changed, ok := under[old.Version]
	if !ok {
		if changed, err = r.trial.under(old); err != nil {
			return replay.Verdict{}, err
		}
		under[old.Version] = changed
	}
	return replay.Case(log, old, changed, r.now), nil
}

// eventOf reads a stored event.
func eventOf(e db.Event) (procedure.Event, error) {
	body, err := procedure.DecodeBody(e.Type, e.Payload)
	if err != nil {
		return procedure.Event{}, fmt.Errorf("dispute %s, event %d: %w", e.Dispute, e.Seq, err)
	}
	return procedure.Event{
		Dispute: e.Dispute, Seq: e.Seq, Due: time.UnixMilli(e.Due).UTC(), Recorded: time.UnixMilli(e.Recorded).UTC(),
		Actor: procedure.Actor{Role: procedure.Role(e.ActorRole), ID: e.Actor}, Rule: e.Rule, Body: body,
	}, nil
}
