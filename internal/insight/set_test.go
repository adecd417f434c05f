package insight

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/procedure"
)

func TestTablesAreThoseOfTheProcedure(t *testing.T) {
	t.Parallel()
	for i, o := range map[int]procedure.Outcome{
		outWithdrawn: procedure.Withdrawn, outRefused: procedure.Refused, outSolved: procedure.Solved,
		outAgreedDirect: procedure.AgreedDirect, outAgreedMediation: procedure.AgreedMediation, outAgreedRuling: procedure.AgreedRuling,
		outNoAnswer: procedure.NoAnswer, outNotSolved: procedure.NotSolved, outStopped: procedure.Stopped,
		outUpheld: procedure.RuledUpheld, outPartly: procedure.RuledPartly, outDismissed: procedure.RuledDismissed,
		outInadmissible: procedure.RuledInadmissible,
	} {
		if outcomes[i] != o {
			t.Errorf("%d is %s, not %s", i, outcomes[i], o)
		}
	}
	for i, s := range map[int]procedure.Stage{
		inAdmission: procedure.Admission, inDirect: procedure.Direct, inMediation: procedure.Mediation,
		inRuling: procedure.Ruling, inCompliance: procedure.Compliance,
	} {
		if stages[i] != s {
			t.Errorf("%d is %s, not %s", i, stages[i], s)
		}
	}
	if len(outcomes) > 16 || len(grounds) > 16 || len(stages) > 8 || len(compliant) > 8 || len(choices) > 4 {
		t.Error("a table outgrew its bits")
	}
}

func TestUnknownWordsAreRefused(t *testing.T) {
	t.Parallel()
	s := NewSet()
	for _, f := range []Fact{{Outcome: "lost"}, {Stage: "limbo"}, {Compliance: "maybe"}, {Choice: "4"}, {N: -1}, {N: 1 << 40}} {
		if err := s.Put(f); err == nil {
			t.Errorf("%+v was put", f)
		}
	}
	for i := range 257 {
		if err := s.Put(Fact{N: int64(i), Rules: fmt.Sprint(i)}); (err == nil) != (i < 256) {
			t.Errorf("version %d: %v", i, err)
		}
	}
	if s.Publish(); s.View().Len() != 256 {
		t.Errorf("%d facts", s.View().Len())
	}
	if s.SetSurvey(9999, procedure.Consumer, Answers{1, 1, 1}) || s.SetSurvey(1, procedure.Mediator, Answers{1, 1, 1}) {
		t.Error("a survey of nothing, or of nobody, was taken")
	}
}

func TestNamesAreKeptAsTheyAre(t *testing.T) {
	t.Parallel()
	ids := []string{
		"", "d", "06dq5k4zr9m3t7v2xn8b1c0wyh", "00000000000000000000000000", "06dq5k4zr9m3t7v2xn8b1c0wyz",
		"06DQ5K4ZR9M3T7V2XN8B1C0WYH", "7zzzzzzzzzzzzzzzzzzzzzzzzz",
	}
	references := []string{"", "K74Q-2M9X", "2222-2222", "ZZZZ-ZZZZ", "k74q-2m9x", "K74Q-2M90", "K74Q2M9X"}
	s := NewSet()
	for i, id := range ids {
		put(t, s, Fact{N: int64(i), Dispute: id, Reference: references[i]})
	}
	for i := range ids { // and when they change
		put(t, s, Fact{N: int64(i), Dispute: ids[len(ids)-1-i], Reference: references[i]})
		put(t, s, Fact{N: int64(i), Dispute: ids[i], Reference: references[i]})
	}
	s.Publish()
	for i, f := range slices.Collect(s.View().All) {
		if f.Dispute != ids[i] || f.Reference != references[i] {
			t.Errorf("%q %q, want %q %q", f.Dispute, f.Reference, ids[i], references[i])
		}
	}
}

func put(t testing.TB, s *Set, f Fact) {
	t.Helper()
	if err := s.Put(f); err != nil {
		t.Fatal(err)
	}
}

func TestInstantsAndDays(t *testing.T) {
	t.Parallel()
	starts := dayStarts()
	r := rand.New(rand.NewPCG(1, 2))
	at := time.Date(2019, 12, 31, 23, 0, 0, 0, time.UTC)
	for range 20_000 {
		at := at.Add(time.Duration(r.Int64N(130*365*24*60*60)) * time.Second)
		if r.IntN(3) == 0 { // the hours around midnight
			at = procedure.DateOf(at).Start().Add(time.Duration(r.IntN(7200)-3600) * time.Second).UTC()
		}
		if at.Before(instantOf(1)) {
			continue
		}
		s := secondOf(at)
		if !instantOf(s).Equal(at) {
			t.Fatalf("%v came back as %v", at, instantOf(s))
		}
		if got, want := dateOf(dayOf(starts, s)), procedure.DateOf(at); got != want {
			t.Fatalf("%v lies in %v, want %v", at, got, want)
		}
	}
	if secondOf(time.Time{}) != 0 || !instantOf(0).IsZero() || secondOf(time.Unix(0, 0)) != 1 {
		t.Error("none, or long ago")
	}
	if got := secondOf(at.Add(999 * time.Millisecond)); got != 1 {
		t.Errorf("a part of a second: %d", got)
	}
}

// TestViewsStand: what was published does not change, whatever is written afterwards; run with -race.
func TestViewsStand(t *testing.T) {
	t.Parallel()
	s := NewSet()
	old := s.View()
	r := rand.New(rand.NewPCG(3, 4))
	facts := manyFacts(r, 3000, 50)
	for i, f := range facts {
		put(t, s, f)
		if i == 1500 {
			s.Publish()
		}
	}
	half := s.View()
	sum := func(v *View) (n int, settled int) {
		for f := range v.All {
			n++
			if !f.Settled.IsZero() {
				settled++
			}
		}
		return n, settled
	}
	n, settled := sum(half)
	line := ConcentrationOf(half, Filter{}, benchNow, 1)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for range 5 {
				if a, b := sum(half); a != n || b != settled {
					t.Errorf("%d %d, and then %d %d", n, settled, a, b)
				}
				v := s.View()
				if again := ConcentrationOf(v, Filter{}, benchNow, 1); again.Cases < line.Cases {
					t.Errorf("%d after %d", again.Cases, line.Cases)
				}
				for _, m := range v.Members()[:10] {
					if len(v.Facts(m.ID)) < len(half.Facts(m.ID)) {
						t.Errorf("%s lost a fact", m.ID)
					}
				}
			}
		})
	}
	for i := range 2000 {
		f := facts[r.IntN(len(facts))]
		f.Settled, f.SettledIn = f.Opened.Add(time.Hour), procedure.Direct
		put(t, s, f)
		s.SetSurvey(f.N, procedure.Shop, Answers{1, 2, 3})
		s.PutMember(Member{ID: fmt.Sprint("new", i%100), Orders: int64(i), Sector: fmt.Sprint(i % 7)})
		if i%50 == 0 {
			s.Publish()
		}
	}
	group.Wait()
	if old.Len() != 0 || half.Len() != 1501 || n != 1501 {
		t.Errorf("%d, %d, %d facts", old.Len(), half.Len(), n)
	}
	s.Publish()
	if _, after := sum(s.View()); after <= settled {
		t.Error("nothing was published")
	}
	if m, ok := s.View().Member("new7"); !ok || m.Orders == 0 {
		t.Errorf("%+v", m)
	}
}

var benchNow = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// manyFacts makes likely facts of two years, in order of opening but for one in twenty that comes late.
func manyFacts(r *rand.Rand, n, members int) []Fact {
	facts := make([]Fact, 0, n)
	first := benchNow.AddDate(-2, 0, 0)
	span := benchNow.Sub(first)
	day := func(most int) time.Duration { return time.Duration(r.IntN(most*24*60)+1) * time.Minute }
	for i := range n {
		f := Fact{
			N: int64(i)*29 + 1, Dispute: idLetters.EncodeToString(fmt.Appendf(nil, "%016d", i)), Reference: "K74Q-2M9X",
			Member: fmt.Sprint("member-", min(r.IntN(members), r.IntN(members))), Category: procedure.Categories[r.IntN(9)],
			Rules: "2026-11", Amount: int64(r.IntN(100_000)), Opened: first.Add(span / time.Duration(n) * time.Duration(i)),
			Stage: procedure.Direct,
		}
		likely(r, &f, day)
		facts = append(facts, f)
	}
	for range n / 20 {
		i, j := r.IntN(n), r.IntN(n)
		facts[i], facts[j] = facts[j], facts[i]
	}
	return facts
}

func likely(r *rand.Rand, f *Fact, day func(int) time.Duration) {
	f.Told = f.Opened.Add(time.Hour)
	if r.IntN(100) < 85 {
		f.Answered = f.Told.Add(day(6))
	}
	end := func(o procedure.Outcome, in procedure.Stage, at time.Time) {
		f.Ended, f.Outcome, f.EndedIn, f.Stage = at, o, in, procedure.Ended
	}
	f.Asked, f.Silent = f.Told.Add(8*24*time.Hour), f.Answered.IsZero()
	switch x := r.IntN(100); {
	case x < 60:
		f.Choice, f.Chose = procedure.ChooseSolved, f.Asked.Add(day(10))
		f.Settled, f.SettledIn = f.Chose, procedure.Direct
		end(procedure.Solved, procedure.Direct, f.Chose)
	case x < 85:
		f.Choice, f.Chose = procedure.ChooseHelp, f.Asked.Add(day(5))
		f.Mediated, f.Stage = f.Chose, procedure.Mediation
		f.Settled, f.SettledIn, f.Ordered, f.Compliance = f.Chose.Add(day(40)), procedure.Mediation, true, "done"
		end(procedure.AgreedMediation, procedure.Mediation, f.Settled.Add(day(20)))
	case x < 90:
		f.Choice, f.Chose, f.Mediated = procedure.ChooseBusy, f.Asked.Add(day(5)), f.Asked.Add(day(20))
		f.Claimed = f.Mediated.Add(day(30))
		f.Settled, f.SettledIn, f.Ordered, f.Compliance = f.Claimed.Add(day(80)), procedure.Ruling, true, "proof"
		end(procedure.RuledUpheld, procedure.Ruling, f.Settled.Add(day(20)))
	case x < 97:
		end(procedure.NoAnswer, procedure.Direct, f.Asked.Add(day(60)))
	case x < 99:
		end(procedure.Withdrawn, procedure.Direct, f.Told.Add(day(5)))
	default:
		f.Ground = procedure.GroundNotOurs
		end(procedure.Refused, procedure.Direct, f.Told.Add(day(5)))
	}
	if f.Ended.After(benchNow) {
		f.Settled, f.SettledIn, f.Ended, f.EndedIn, f.Outcome = time.Time{}, "", time.Time{}, "", ""
		f.Stage = procedure.Direct
	} else if r.IntN(3) == 0 {
		f.Survey[0] = Answers{int8(r.IntN(6)), int8(r.IntN(6)), int8(r.IntN(6))}
	}
}

const (
	benchFacts   = 1_000_000
	benchMembers = 4800
)

var bench = sync.OnceValue(func() *Set {
	r := rand.New(rand.NewPCG(5, 6))
	s := NewSet()
	for i := range benchMembers {
		s.PutMember(Member{ID: fmt.Sprint("member-", i), Orders: int64(100 + r.IntN(50_000)), Sector: fmt.Sprint("sector-", i%12)})
	}
	for _, f := range manyFacts(r, benchFacts, benchMembers) {
		if err := s.Put(f); err != nil {
			panic(err)
		}
	}
	s.Publish()
	return s
})

// BenchmarkMemory gives the bytes of memory that a fact takes, all in all.
func BenchmarkMemory(b *testing.B) {
	facts := manyFacts(rand.New(rand.NewPCG(5, 6)), benchFacts, benchMembers)
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := NewSet()
		for _, f := range facts {
			put(b, s, f)
		}
		s.Publish()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/benchFacts, "B/fact")
		runtime.KeepAlive(s)
	}
	runtime.KeepAlive(facts)
}

// BenchmarkRefresh is a handful of changes, shown to readers.
func BenchmarkRefresh(b *testing.B) {
	s := bench()
	v := s.View()
	r := rand.New(rand.NewPCG(7, 8))
	b.ReportAllocs()
	for b.Loop() {
		for range 10 {
			row := r.IntN(benchFacts)
			put(b, s, v.fact(v.chunks[row/chunkRows], row%chunkRows))
		}
		s.Publish()
	}
}

func BenchmarkFacts(b *testing.B) {
	v := bench().View()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n += len(v.Facts("member-2000"))
	}
}

// BenchmarkFigures are the figures one by one, over all facts, and the page of all of them for a year.
func BenchmarkFigures(b *testing.B) {
	v := bench().View()
	year := Filter{From: procedure.DateOf(benchNow).AddDays(-365), To: procedure.DateOf(benchNow)}
	before := year.YearBefore()
	sector := year
	sector.Sector = "sector-3"
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				v.kept, v.sums, v.blocks = kept{}, kept{}, blocksOf(v.chunks, nil) // else it would be counted once
				f()
			}
		})
	}
	run("pass", func() {
		n := 0
		v.each(Filter{}, func(c *chunk, rows []uint16) {
			for _, row := range rows {
				if counting(c.kinds[row]) {
					n++
				}
			}
		})
	})
	page := func(f Filter) {
		for _, f := range []Filter{f, f.closed(v, benchNow).YearBefore()} {
			NumbersOf(v, f, benchNow)
			FlowOf(v, f, benchNow)
		}
		EndsOf(v, f, benchNow)
		TimeToSolution(v, f, benchNow)
		Cohorts(v, f, benchNow)
		ChoiceShares(v, f, benchNow)
		Surveys(v, f, benchNow)
		ConcentrationOf(v, f, benchNow, 15)
		CauseGroups(v, f, before, benchNow)
		WeeksOf(v, f, benchNow)
	}
	run("page", func() { page(year) })
	b.Run("page after a change", func(b *testing.B) {
		s, r := bench(), rand.New(rand.NewPCG(9, 10))
		for b.Loop() {
			s.SetSurvey(int64(r.IntN(benchFacts))*29+1, procedure.Shop, Answers{int8(1 + r.IntN(5)), 2, 3})
			s.Publish()
			v = s.View()
			page(year)
		}
	})
	run("page of a sector", func() { page(sector) })
	run("numbers", func() { NumbersOf(v, Filter{}, benchNow) })
	run("flow", func() { FlowOf(v, Filter{}, benchNow) })
	run("ends", func() { EndsOf(v, Filter{}, benchNow) })
	run("time", func() { TimeToSolution(v, Filter{}, benchNow) })
	run("cohorts", func() { Cohorts(v, Filter{}, benchNow) })
	run("choices", func() { ChoiceShares(v, Filter{}, benchNow) })
	run("surveys", func() { Surveys(v, Filter{}, benchNow) })
	run("concentration", func() { ConcentrationOf(v, Filter{}, benchNow, 15) })
	run("causes", func() { CauseGroups(v, year, before, benchNow) })
	run("weeks", func() { WeeksOf(v, Filter{}, benchNow) })
	run("compare", func() { Compare(v, before, year, benchNow) })
	run("line", func() { LineOf(v, "member-2000", 24, benchNow) })
	run("profile", func() { ProfileOf(v, "member-2000", year, benchNow) })
	run("effect", func() { EffectOf(v, "member-2000", year.From.AddDays(100), 6, benchNow) })
	run("year", func() { FiguresOfYear(v, 2026, benchNow) })
}

// TestLastMonths: the months of all periods end with a day and begin on the day after the same day of an earlier month,
// so that a year has 365 days or 366, and never one day twice.
func TestLastMonths(t *testing.T) {
	t.Parallel()
	for last, want := range map[string]string{
		"2026-11-23": "2025-11-24", "2026-12-31": "2026-01-01", "2027-02-28": "2026-03-01", "2028-02-29": "2027-03-01", "2028-02-28": "2027-03-01",
	} {
		d, err := procedure.ParseDate(last)
		if err != nil {
			t.Fatal(err)
		}
		if got := LastMonths(d, 12).String(); got != want {
			t.Errorf("the year until %s begins on %s, want %s", last, got, want)
		}
	}
}
