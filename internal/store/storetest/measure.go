package storetest

import (
	"errors"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// signals: what is open is one row a kind, and what was judged stays judged.
func signals(t *testing.T, s *store.Store) {
	ctx := t.Context()
	found := func(id, kind string, at int64) db.InsertFoundSignalParams {
		return db.InsertFoundSignalParams{ID: id, Member: "1001", Kind: kind, At: at, Cases: `["d1"]`, Figures: "{}"}
	}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertFoundSignal(ctx, found("b", "silent", start+2)), tx.InsertFoundSignal(ctx, found("a", "silent", start+1)),
			tx.InsertFoundSignal(ctx, found("c", "rise", start+3)), tx.SetSignalOwner(ctx, db.SetSignalOwnerParams{ID: "a", Owner: "q1"}),
			tx.SetSignalCases(ctx, db.SetSignalCasesParams{ID: "a", Cases: `["d1","d2"]`, Figures: `{"cases":2}`}),
			tx.DeleteSignal(ctx, "b"),
		)
	})
	q := s.Queries()
	of := db.OpenSignalsOfParams{Member: "1001", Kind: "silent"}
	open := must(q.OpenSignalsOf(ctx, of))(t)
	equal(t, "open of a kind", line(len(open), open[0].ID, open[0].Cases, open[0].Owner), `1 a ["d1","d2"] q1`)
	heads := must(q.OpenSignalHeads(ctx))(t)
	equal(t, "heads", line(len(heads), heads[0].ID, heads[1].Kind), "2 c silent")
	equal(t, "open", must(q.CountOpenSignals(ctx))(t), 2)
	last := db.LastJudgedSignalParams{Member: "1001", Kind: "silent"}
	equal(t, "never judged", must(q.LastJudgedSignal(ctx, last))(t), 0)
	judge := db.JudgeSignalParams{ID: "a", State: "watch", Judge: "q1", Judged: store.Int(start + 9), Reason: "r", WatchUntil: "2026-07-01"}
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.JudgeSignal(ctx, judge)
		m, err2 := tx.JudgeSignal(ctx, judge)
		equal(t, "judged once", line(n, m), "1 0")
		return errors.Join(err, err2)
	})
	equal(t, "judged", must(q.LastJudgedSignal(ctx, last))(t), start+9)
	equal(t, "all judged", must(q.JudgedSignals(ctx))(t)[0].WatchUntil, "2026-07-01")
	equal(t, "last judged", len(must(q.LastJudgedSignals(ctx, 1))(t)), 1)
	equal(t, "by id", must(q.SignalByID(ctx, "a"))(t).Reason, "r")
	decided := db.MembersDecidedParams{After: store.Int(start + 8), More: "silent", Rise: "rise"}
	equal(t, "decided about", line(must(q.MembersDecided(ctx, decided))(t)), "[1001]")
	decided.After = store.Int(start + 9)
	equal(t, "decided about later", len(must(q.MembersDecided(ctx, decided))(t)), 0)
	equal(t, "no longer open", len(must(q.OpenSignalsOf(ctx, of))(t)), 0)
}

// measures: a measure is changed only by who saw its last version, and its steps are numbered.
func measures(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		put := func(id, member string, at int64) error {
			return tx.InsertMeasure(ctx, db.InsertMeasureParams{
				ID: id, Member: member, Step: "warning", Reason: "r", Cases: "[]", Account: "q1", Created: at, ReactUntil: "2026-06-15", Review: "2026-09-01",
			})
		}
		step := func(id, kind string) error {
			return tx.InsertMeasureStep(ctx, db.InsertMeasureStepParams{Measure: id, At: start, Account: "q1", Kind: kind})
		}
		return errors.Join(put("x", "1001", start), put("y", "1001", start+1), put("z", "1002", start), step("x", "proposed"), step("y", "proposed"), step("x", "told"))
	})
	q := s.Queries()
	x := must(q.MeasureByID(ctx, "x"))(t)
	equal(t, "new", line(x.State, x.Version, x.Second, x.Started.Valid), "proposed 1  false")
	steps := must(q.StepsOfMeasure(ctx, "x"))(t)
	equal(t, "steps", line(len(steps), steps[1].Seq, steps[1].Kind), "2 2 told")
	all := must(q.MeasuresOfMember(ctx, "1001"))(t)
	equal(t, "of a member", line(len(all), all[0].ID), "2 y")
	change := db.UpdateMeasureParams{ID: "x", Version: 1, State: "ended", Review: "2026-09-01", Ended: store.Int(start)}
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.UpdateMeasure(ctx, change)
		m, err2 := tx.UpdateMeasure(ctx, change)
		equal(t, "changed once", line(n, m), "1 0")
		return errors.Join(err, err2)
	})
	equal(t, "version", must(q.MeasureByID(ctx, "x"))(t).Version, 2)
	equal(t, "measured", len(must(q.MembersDecided(ctx, db.MembersDecidedParams{After: store.Int(start)}))(t)), 2)
	equal(t, "running", len(must(q.RunningMeasures(ctx))(t)), 2)
}
