package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Signal is something about a member for a person to judge (process.md, Members and measures): found by counting, or
// raised by an event or a mediator.
type Signal struct {
	ID, Kind  string
	At        time.Time
	Member    string // id
	Shop      string
	Reference string // of the one case from which it was raised; "" when it was found
	Text      string // what the mediator wrote
	Figures   insight.Figures
	Cases     []string // ids of disputes
	Owner     string   // name of who looks at it; "" for nobody
	OwnerID   string

	State      string // open, or a verdict
	Judge      string // name
	Judged     time.Time
	Reason     string
	WatchUntil procedure.Date
	Version    int64 // of what a judge sees: the cases and the state
}

// The state of a signal that nobody judged yet.
const signalOpen = "open"

// Verdicts are what a person can make of a signal.
var Verdicts = []insight.Verdict{insight.JudgedReal, insight.JudgedExplained, insight.JudgedWatch}

// RaiseFound puts what was found on the list of the quality manager. An open signal about the same member and of the
// same kind gets the new cases, so that nothing is on the list twice; found again it changes nothing. What was judged
// after it was found stays judged.
func (c *Clerk) RaiseFound(ctx context.Context, found []insight.Found) error {
	if len(found) == 0 {
		return nil
	}
	err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		for _, f := range found {
			if err := raise(ctx, tx, f); err != nil {
				return fmt.Errorf("signal %s of member %s: %w", f.Kind, f.Member, store.Wrap(err))
			}
		}
		return nil
	})
	return outside(err)
}

func raise(ctx context.Context, tx *store.Tx, f insight.Found) error {
	judged, err := tx.LastJudgedSignal(ctx, db.LastJudgedSignalParams{Member: f.Member, Kind: string(f.Kind)})
	if err != nil || judged > 0 && judged >= f.At.UnixMilli() {
		return err
	}
	figures, err := json.Marshal(f.Figures)
	if err != nil {
		return err
	}
	open, err := tx.OpenSignalsOf(ctx, db.OpenSignalsOfParams{Member: f.Member, Kind: string(f.Kind)})
	if err != nil {
		return err
	}
	if len(open) == 0 {
		cases, err := json.Marshal(f.Cases)
		if err != nil {
			return err
		}
		return tx.InsertFoundSignal(ctx, db.InsertFoundSignalParams{
			ID: newID(), Member: f.Member, Kind: string(f.Kind), At: f.At.UnixMilli(), Cases: string(cases), Figures: string(figures),
		})
	}
	return join(ctx, tx, open, f.Cases, string(figures))
}

// join makes one signal of those that are open and the cases that were found. Each broken agreement raises a signal by
// itself; of such the oldest stays.
func join(ctx context.Context, tx *store.Tx, open []db.Signal, found []string, figures string) error {
	cases, err := casesOf(open[0])
	if err != nil {
		return err
	}
	known := len(cases)
	for _, s := range open[1:] {
		more, err := casesOf(s)
		if err != nil {
			return err
		}
		cases = union(cases, more)
		if err := tx.DeleteSignal(ctx, s.ID); err != nil {
			return err
		}
	}
	if cases = union(cases, found); len(cases) == known {
		return nil
	}
	b, err := json.Marshal(cases)
	if err != nil {
		return err
	}
	return tx.SetSignalCases(ctx, db.SetSignalCasesParams{ID: open[0].ID, Cases: string(b), Figures: figures})
}

// union adds the ids that are not there yet.
func union(to, from []string) []string {
	for _, id := range from {
		if !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	return to
}

// casesOf gives the disputes that a signal rests on: the one that raised it first.
func casesOf(s db.Signal) ([]string, error) {
	var ids []string
	if err := json.Unmarshal([]byte(s.Cases), &ids); err != nil {
		return nil, fmt.Errorf("cases of signal %s: %w", s.ID, err)
	}
	if s.Dispute == "" {
		return ids, nil
	}
	return union([]string{s.Dispute}, ids), nil
}

// Judged gives all that was judged, so that nothing is found again for the same cases.
func (c *Clerk) Judged(ctx context.Context) ([]insight.Judged, error) {
	rows, err := c.store.Queries().JudgedSignals(ctx)
	if err != nil {
		return nil, outside(fmt.Errorf("judged signals: %w", err))
	}
	out := make([]insight.Judged, 0, len(rows))
	for _, r := range rows {
		cases, err := casesOf(r)
		if err != nil {
			return nil, outside(err)
		}
		j := insight.Judged{
			Member: r.Member, Kind: insight.SignalKind(r.Kind), Cases: cases, State: insight.Verdict(r.State), At: millis(r.Judged.Int64),
		}
		if r.WatchUntil != "" {
			if j.WatchUntil, err = procedure.ParseDate(r.WatchUntil); err != nil {
				return nil, outside(fmt.Errorf("signal %s: %w", r.ID, err))
			}
		}
		out = append(out, j)
	}
	return out, nil
}

// signalVersion is another number as soon as a signal has other cases or another state.
func signalVersion(s db.Signal) int64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s.State + s.Cases + strconv.FormatInt(s.Judged.Int64, 10))) // never fails
	return int64(h.Sum32())
}
