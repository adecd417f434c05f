package insight

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/procedure"
)

// TestKept: what was counted is given again, to all who ask at once, until something changes or another day comes.
func TestKept(t *testing.T) {
	t.Parallel()
	s := NewSet()
	put := func(n int64) {
		t.Helper()
		f := dispute(fmt.Sprint("k", n), "m1", today.AddDate(0, 0, -6))
		f.N, f.Stage = n, procedure.Direct
		if err := s.Put(f); err != nil {
			t.Fatal(err)
		}
		s.Publish()
	}
	put(1)
	v, counted := s.View(), 0
	ask := func(now time.Time) int {
		return keep(&v.kept, questionOf("x", Filter{}, now), func() int { counted++; return counted })
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := ask(today); got != 1 {
				t.Errorf("counted %d times", got)
			}
		})
	}
	group.Wait()
	if got := ask(today.Add(24 * time.Hour)); got != 2 {
		t.Errorf("a day later: %d", got)
	}
	if a, b := Cohorts(v, Filter{}, today), Cohorts(v, Filter{}, today); &a[0] != &b[0] {
		t.Error("counted twice")
	}
	if a, b := Cohorts(v, Filter{}, today), Cohorts(v, Filter{}, today.AddDate(0, 0, 2)); a[0].Cells[0].Ready || !b[len(b)-1].Cells[0].From.After(a[0].Cells[0].From) {
		t.Errorf("on another day: %v, %v", a, b)
	}
	put(2)
	if was, is := FlowOf(v, Filter{}, today).Submitted, FlowOf(s.View(), Filter{}, today).Submitted; was != 1 || is != 2 {
		t.Errorf("before something changed %d, after it %d", was, is)
	}
	for n := range 2 * mostKept {
		q := questionOf("many", Filter{}, today)
		q.other = n
		if got := keep(&v.kept, q, func() int { return n }); got != n {
			t.Errorf("question %d has the answer %d", n, got)
		}
	}
	if n := len(v.kept.answers); n > mostKept {
		t.Errorf("%d answers are kept", n)
	}
}

// TestEachQuestionIsItsOwn: two that differ in anything have two answers.
func TestEachQuestionIsItsOwn(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	s := NewSet()
	for i, m := range members {
		m.Sector = []string{"a", "b"}[i%2]
		s.PutMember(m)
	}
	for i, f := range facts {
		f.N, f.Stage = int64(i), procedure.Direct
		if err := s.Put(f); err != nil {
			t.Fatal(err)
		}
	}
	s.Publish()
	v := s.View()
	day := procedure.DateOf(today)
	filters := []Filter{
		{},
		{Sector: "a"},
		{Sector: "b"},
		{Category: "faulty"},
		{From: day.AddDays(-90)},
		{To: day.AddDays(-90)},
		{Member: "m100"},
		{Member: "m101"},
		{Rules: "none"},
	}
	seen := map[string]Filter{}
	for _, f := range filters {
		words := fmt.Sprint(FlowOf(v, f, today), EndsOf(v, f, today), ConcentrationOf(v, f, today, 3))
		if other, twice := seen[words]; twice {
			t.Errorf("%+v and %+v have the same answer", f, other)
		}
		seen[words] = f
		if fresh := (&View{chunks: v.chunks, blocks: blocksOf(v.chunks, nil), rows: v.rows, members: v.members, index: v.index, last: v.last, sectors: v.sectors, sector: v.sector, tables: v.tables}); fmt.Sprint(FlowOf(fresh, f, today), EndsOf(fresh, f, today), ConcentrationOf(fresh, f, today, 3)) != words {
			t.Errorf("%+v has another answer when it is asked first", f)
		}
	}
	if a, b := ConcentrationOf(v, Filter{}, today, 1), ConcentrationOf(v, Filter{}, today, 5); len(a.Top) != 1 || len(b.Top) != 5 {
		t.Errorf("%d and %d members", len(a.Top), len(b.Top))
	}
	p, q := ProfileOf(v, "m100", Filter{}, today), ProfileOf(v, "m150", Filter{}, today)
	if p.Own.Cases == 0 || fmt.Sprint(p) == fmt.Sprint(q) {
		t.Errorf("%+v and %+v", p, q)
	}
}
