package recount_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// TestMeasures: before and after each measure the page has as many complaints, days and so large a change as a plain
// recount gives, also while the six months after it are not over, for a member that came or left in between, and for one
// of unknown volume.
func TestMeasures(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 31, 10, 0, 0, 0, time.UTC) // a month after it may have no such day
	w := newTown(t, 17, now, 400)
	taken := w.pastMeasures(30)
	for _, d := range []time.Duration{0, 26 * time.Hour, 40 * 24 * time.Hour} {
		w.To(w.Now().Add(d))
		b := w.read()
		for _, sector := range append([]string{""}, sectors[:3]...) {
			w.measures(b, taken, asked{period: "12-maanden", against: "jaar-eerder", sector: sector})
		}
		if t.Failed() {
			t.Fatalf("at %s", b.now)
		}
	}
}

// pastMeasures stores so many measures, the newest of them of today and yesterday, and those around ends of months.
func (w *town) pastMeasures(n int) []registry.PastMeasure {
	w.t.Helper()
	ends := []time.Time{
		time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC), time.Date(2025, 8, 31, 12, 0, 0, 0, time.UTC),
		time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC), // the next day in Amsterdam, on which the clocks go forward
	}
	var out []registry.PastMeasure
	for i := range n {
		started := w.Now().Add(-time.Duration(w.r.IntN(600*24)) * time.Hour)
		switch {
		case i < 2:
			started = w.Now().Add(-time.Duration(i) * 24 * time.Hour)
		case i-2 < len(ends):
			started = ends[i-2]
		}
		m := registry.PastMeasure{
			Member: w.shop(), Step: registry.MeasureSteps[w.r.IntN(len(registry.MeasureSteps))], Reason: "Een reden.", Decision: "Een besluit.",
			Review: "Een blik.", Proposed: started.Add(-20 * 24 * time.Hour), Started: started, Ended: started.Add(time.Hour),
		}
		v := registry.Viewer{Actor: p.Actor{Role: p.Quality, ID: w.account("kim@keurmerk.example"), Proof: p.ByBrowser}}
		if err := w.House.Clerk.LoadMeasure(w.t.Context(), v, m); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// around is how many complaints a member had from a day up to and with another, and on how many of those days it was one.
func (b *book) around(id string, from, to date) (cases, length int) {
	since, until := membership(b.members[id])
	s := span{from: max(from, since), to: min(to, until), member: id}
	if s.to < s.from {
		return 0, 0
	}
	return b.count(s, (*kase).counts), s.length()
}

// measures holds the sheet behind the chart of measures to a recount.
func (w *town) measures(b *book, taken []registry.PastMeasure, a asked) {
	w.t.Helper()
	taken = slices.Clone(taken)
	slices.SortFunc(taken, func(x, y registry.PastMeasure) int {
		return cmp.Or(y.Started.Compare(x.Started), cmp.Compare(x.Member, y.Member))
	})
	var want [][]any
	for _, m := range taken {
		of := b.members[m.Member]
		began := dateOf(m.Started)
		last := min(began.months(6)-1, b.today()-1) // whole days only
		if last < began || a.sector != "" && of.Sector != a.sector {
			continue
		}
		n1, d1 := b.around(m.Member, began.months(-6), began-1)
		n2, d2 := b.around(m.Member, began, last)
		value, low, high := ratio(n1, float64(d1), n2, float64(d2)) // its orders of a day are the same in both
		want = append(want, []any{
			m.Member, of.Name, w.T("measure.step." + string(m.Step)), began.String(), n1, d1, n2, d2, number{value, 2}, number{low, 2}, number{high, 2},
		})
	}
	if a.sector == "" && len(want) < 20 {
		w.t.Errorf("%d measures", len(want))
	}
	w.same("maatregelen", w.sheet(insight+"/maatregelen.csv", a.query()), want)
}
