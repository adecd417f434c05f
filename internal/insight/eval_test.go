package insight

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"wederhoor/internal/procedure"
)

// The examples of Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998),
// 857–872, table I, method 3.
func TestWilsonIsAsPublished(t *testing.T) {
	t.Parallel()
	for s, want := range map[Share]Interval{
		{81, 263}: {0.2553, 0.3662}, {15, 148}: {0.0624, 0.1605}, {0, 20}: {0, 0.1611}, {1, 29}: {0.0061, 0.1718},
	} {
		got := s.Interval()
		if math.Abs(got.Low-want.Low) > 5e-5 || math.Abs(got.High-want.High) > 5e-5 {
			t.Errorf("%v: %.4f, want %.4f", s, got, want)
		}
	}
}

// The examples of Newcombe, Interval estimation for the difference between independent proportions, Statistics in
// Medicine 17 (1998), 873–890, table II, method 10.
func TestNewcombeIsAsPublished(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		b, a Share
		want Interval
	}{
		{Share{56, 70}, Share{48, 80}, Interval{0.0524, 0.3339}},
		{Share{9, 10}, Share{3, 10}, Interval{0.1705, 0.8090}},
		{Share{6, 7}, Share{2, 7}, Interval{0.0582, 0.8062}},
		{Share{5, 56}, Share{0, 29}, Interval{-0.0381, 0.1926}},
		{Share{10, 10}, Share{0, 20}, Interval{0.6791, 1.0000}},
	} {
		d, got := differ(tt.a.Estimate(), tt.b.Estimate())
		if math.Abs(got.Low-tt.want.Low) > 5e-5 || math.Abs(got.High-tt.want.High) > 5e-5 || math.Abs(d-(tt.b.Value()-tt.a.Value())) > 1e-12 {
			t.Errorf("%v - %v: %.4f, want %.4f", tt.b, tt.a, got, tt.want)
		}
	}
}

func TestNothingIsDividedByZero(t *testing.T) {
	t.Parallel()
	s := NewSet()
	v := s.View()
	f := Filter{From: procedure.Date{Year: 2026, Month: 1, Day: 1}, To: procedure.Date{Year: 2026, Month: 12, Day: 31}}
	for _, f := range []Filter{f, {}, {Member: "nobody"}, {Sector: "none"}, {From: f.To, To: f.From}} {
		all := fmt.Sprint(
			NumbersOf(v, f, benchNow), FlowOf(v, f, benchNow), EndsOf(v, f, benchNow), TimeToSolution(v, f, benchNow),
			Cohorts(v, f, benchNow), ChoiceShares(v, f, benchNow), Surveys(v, f, benchNow), Compare(v, f, f.closed(v, benchNow).YearBefore(), benchNow),
			ConcentrationOf(v, f, benchNow, 9), WeeksOf(v, f, benchNow), ProfileOf(v, "nobody", f, benchNow),
			LineOf(v, "nobody", 24, benchNow), DropOut(nil), DropOut([]StepCount{{"a", 0, 0}}), CauseGroups(v, f.closed(v, benchNow), f.closed(v, benchNow).YearBefore(), benchNow), FiguresOfYear(v, 2026, benchNow),
		)
		for _, bad := range []string{"NaN", "Inf"} {
			if containsWord(all, bad) {
				t.Errorf("%+v: %s in %s", f, bad, all)
			}
		}
	}
	if _, ok := EffectOf(v, "nobody", f.From, 6, benchNow); ok {
		t.Error("an effect on nobody")
	}
	if s := (Share{}); s.Value() != 0 || !s.Few() || s.Interval() != (Interval{0, 1}) || s.Estimate().Ok {
		t.Errorf("%+v", s.Estimate())
	}
}

func containsWord(s, word string) bool {
	for i := range len(s) - len(word) {
		if s[i:i+len(word)] == word {
			return true
		}
	}
	return false
}

// waitsOf makes the days of disputes: solved on a day, or ended (-), or running (+1000).
func waitsOf(solved, ended, running []int) *course {
	var w waits
	put := func(days []int, x Fate) {
		for _, d := range days {
			w[x].add(d)
		}
	}
	put(solved, FateDirect)
	put(ended, FateStopped)
	put(running, FateRunning)
	return w.course()
}

// TestIncidenceByHand: ten disputes, reckoned on paper. Day 2: 2 of 10 solved. Day 3: one ended unsolved, of 8. Day 5:
// two were only seen until then, and one is solved, of 7. Day 9: 2 solved, of 4. The last two run.
func TestIncidenceByHand(t *testing.T) {
	t.Parallel()
	w := waitsOf([]int{2, 2, 5, 9, 9}, []int{3}, []int{5, 5, 12, 12})
	c := w.curve(0, 1, 2)
	want := map[int]float64{
		0: 0, 1: 0, 2: 0.2, 3: 0.2, 4: 0.2, 5: 0.2 + 0.7/7, // S after day 3 is 0.8·7/8 = 0.7
		8: 0.3, 9: 0.3 + 0.6*2/4, 12: 0.6, 90: 0.6,
	}
	for d, share := range want {
		if p, _ := c.At(d); math.Abs(p.Share-share) > 1e-12 {
			t.Errorf("day %d: %v, want %v", d, p.Share, share)
		}
	}
	if p, _ := c.At(9); p.AtRisk != 4 {
		t.Errorf("%d at risk", p.AtRisk)
	}
	if !c.Median.Ok || c.Median.Day != 9 || c.Ninety.Ok || !c.Ninety.Far || c.Solved != 5 {
		t.Errorf("%+v %+v", c.Median, c.Ninety)
	}
	if took := w.took(); took.N != 5 || took.Median.Day != 5 || took.Ninety.Day != 9 { // 0.2, 0.3, 0.6 of 0.6
		t.Errorf("%+v", took)
	}
}

// TestNaivePromisesTooMuch: where a third ends unsolved, 1 minus Kaplan–Meier over solutions says that all get one.
func TestNaivePromisesTooMuch(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	var solved, ended, running []int
	for range 600 {
		day := 1 + r.IntN(60)
		switch seen := r.IntN(150); {
		case seen < day:
			running = append(running, seen)
		case r.IntN(3) == 0:
			ended = append(ended, day)
		default:
			solved = append(solved, day)
		}
	}
	right := waitsOf(solved, ended, running).curve(0)
	naive := waitsOf(solved, nil, append(running, ended...)).curve(0)
	a, _ := right.At(60)
	b, _ := naive.At(60)
	if math.Abs(a.Share-2.0/3) > 0.06 || b.Share < 0.9 {
		t.Errorf("solved in the end: %.2f; naive %.2f", a.Share, b.Share)
	}
}

// TestVarianceWithoutRunning is that of a share, exactly, for all of them and for the days of those solved.
func TestVarianceWithoutRunning(t *testing.T) {
	t.Parallel()
	w := waitsOf([]int{1, 3, 3, 4, 8, 20, 20, 31}, []int{2, 3, 9, 9, 40}, nil)
	steps := w.steps(0, 1, 2)
	for d, s := range steps {
		if want := s.f * (1 - s.f) / 13; math.Abs(s.varF-want) > 1e-12 {
			t.Errorf("day %d: %v, want %v", d, s.varF, want)
		}
		end := steps[len(steps)-1]
		r := s.f / end.f
		if got, want := ratioVariance(s, end), r*(1-r)/8; math.Abs(got-want) > 1e-12 {
			t.Errorf("day %d, of those solved: %v, want %v", d, got, want)
		}
	}
}

// TestIntervalsHold plays disputes whose true shares are known, with some still running: the 95 % intervals hold the
// truth in about 95 of 100.
func TestIntervalsHold(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	// Each day a tenth of those that run is solved and a twentieth ends: of those that end, two of three are solved.
	truth := func(day int) float64 { return 2.0 / 3 * (1 - math.Pow(0.85, float64(day+1))) }
	const plays = 2000
	days := []int{0, 2, 6, 12}
	var hit [4]int
	medians, halves := 0, 0
	for range plays {
		var solved, ended, running []int
		for range 80 {
			seen := 1 + r.IntN(30)
			for d := 0; ; d++ {
				if d > seen {
					running = append(running, seen)
					break
				}
				if x := r.IntN(100); x < 10 {
					solved = append(solved, d)
				} else if x < 15 {
					ended = append(ended, d)
				} else {
					continue
				}
				break
			}
		}
		w := waitsOf(solved, ended, running)
		c := w.curve(0, 1, 2)
		for i, d := range days {
			if p, _ := c.At(d); p.Low <= truth(d) && truth(d) <= p.High {
				hit[i]++
			}
		}
		if q := c.Median; q.Low <= 8 && (q.Far || q.High >= 8) { // truth(7) < 0.5 ≤ truth(8)
			medians++
		}
		if q := w.took().Median; q.Low <= 4 && (q.Far || q.High >= 4) { // half of the solved: 1−0.85^5 > 0.5
			halves++
		}
	}
	for i, n := range append(hit[:], medians, halves) {
		if share := float64(n) / plays; share < 0.925 || share > 0.998 {
			t.Errorf("interval %d held the truth in %.1f %%", i, 100*share)
		}
	}
}

func TestSilenceIsKnownForBothAtOnce(t *testing.T) {
	t.Parallel()
	s := NewSet()
	open := benchNow.AddDate(0, 0, -5)
	put(t, s, Fact{N: 1, Opened: open, Stage: procedure.Direct, Answered: open.Add(time.Hour)})                     // its days run
	put(t, s, Fact{N: 2, Opened: open, Stage: procedure.Direct})                                                    // and so do these
	put(t, s, Fact{N: 3, Opened: open, Stage: procedure.Direct, Answered: open.Add(time.Hour), Asked: benchNow})    // over
	put(t, s, Fact{N: 4, Opened: open, Stage: procedure.Direct, Silent: true, Asked: benchNow})                     // silent
	put(t, s, Fact{N: 5, Opened: open, Stage: procedure.Ended, Outcome: procedure.Solved, Ended: benchNow})         // solved elsewhere: not known
	put(t, s, Fact{N: 6, Opened: open, Stage: procedure.Direct, Silent: true, Asked: benchNow, Answered: benchNow}) // too late
	put(t, s, Fact{N: 7, Opened: open, Silent: true, Asked: benchNow, Stage: procedure.Ended, Ended: benchNow, Outcome: procedure.Withdrawn})
	s.Publish()
	if got := NumbersOf(s.View(), Filter{}, benchNow).Silent; got != (Share{2, 3}) {
		t.Errorf("%+v", got)
	}
}

func TestCompareTells(t *testing.T) {
	t.Parallel()
	s := NewSet()
	n := int64(0)
	add := func(version string, solved bool, days int, fair int8) {
		n++
		f := Fact{N: n, Rules: version, Opened: benchNow.AddDate(0, 0, -200), Stage: procedure.Ended}
		f.Asked, f.Answered = f.Opened, f.Opened
		f.Ended, f.Outcome, f.EndedIn = f.Opened.AddDate(0, 0, days), procedure.NoAnswer, procedure.Direct
		if solved {
			f.Settled, f.SettledIn, f.Outcome = f.Ended, procedure.Direct, procedure.Solved
		}
		f.Survey[0].Fair = fair
		put(t, s, f)
	}
	for i := range 200 {
		add("old", i%2 == 0, 10+i%20, 3)
		add("new", i%5 != 0, 4+i%20, int8(3+i%2))
		add("third", i%2 == 0, 10+(i+1)%20, 3)
	}
	s.Publish()
	findings := func(a, b string) map[string]Finding {
		out := map[string]Finding{}
		for _, d := range Compare(s.View(), Filter{Rules: a}, Filter{Rules: b}, benchNow) {
			if d.Ok && (d.Low > d.Diff || d.High < d.Diff) {
				t.Errorf("%+v", d)
			}
			out[d.Key] = d.Finding
		}
		return out
	}
	for key, want := range map[string]Finding{
		"alone": Better, "solved_30": Better, "median_days": Better, "no_answer": Better, "fair_consumer": Better,
		"silent": Unsure, "fair_shop": Unsure, "carried_out": Unsure,
	} {
		if got := findings("old", "new")[key]; got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
		turned := map[Finding]Finding{Better: Worse, Unsure: Unsure}[want]
		if got := findings("new", "old")[key]; got != turned {
			t.Errorf("%s, turned: %s, want %s", key, got, turned)
		}
	}
	for key, got := range findings("old", "third") {
		if got != Unsure {
			t.Errorf("%s: %s", key, got)
		}
	}
}

func TestWeeksHaveLimits(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 9))
	s := NewSet()
	monday := procedure.Date{Year: 2026, Month: 1, Day: 5}
	n := int64(0)
	for w := range 30 {
		k := 20 + r.IntN(7)
		if w == 25 {
			k = 60
		}
		for i := range k {
			n++
			put(t, s, Fact{N: n, Opened: monday.AddDays(7*w + i%7).Start().Add(time.Duration(i%2) * (24*time.Hour - time.Hour - time.Second))})
		}
	}
	s.Publish()
	w := WeeksOf(s.View(), Filter{From: monday.AddDays(2)}, monday.AddDays(7*30+1).Start())
	if len(w.Weeks) != 31 || w.Weeks[0].Whole || w.Weeks[30].Whole || w.Whole != 29 || !w.Steady() {
		t.Fatalf("%d weeks, %d whole: %+v", len(w.Weeks), w.Whole, w.Weeks)
	}
	for i, x := range w.Weeks {
		if x.Above != (i == 25) || x.Below {
			t.Errorf("week %d: %+v of %v to %v", i, x, w.Lower, w.Upper)
		}
	}
	if w.Weeks[0].Week != 2 || w.Weeks[0].Year != 2026 || w.Spread < 1 || w.Mean < 20 || w.Mean > 27 {
		t.Errorf("%+v", w)
	}
}

func TestSectorGivesNobodyAway(t *testing.T) {
	t.Parallel()
	s := NewSet()
	n := int64(0)
	add := func(member string, k int) {
		s.PutMember(Member{ID: member, Sector: "food"})
		for range k {
			n++
			put(t, s, Fact{N: n, Member: member, Opened: benchNow.AddDate(0, 0, -30), Stage: procedure.Direct})
		}
		s.Publish()
	}
	shown := func() bool { return ProfileOf(s.View(), "me", Filter{}, benchNow).Shown }
	add("me", 3)
	for i := range 4 {
		add(fmt.Sprint("other", i), 2)
	}
	add("idle", 0)
	if shown() {
		t.Error("the sector of 4 others is shown")
	}
	add("fifth", 2)
	if !shown() {
		t.Error("the sector of 5 others is not shown")
	}
	add("giant", 20)
	if p := ProfileOf(s.View(), "me", Filter{}, benchNow); p.Shown || p.Sector != (Record{}) || p.Own.Cases != 3 {
		t.Errorf("a sector that is one member is shown: %+v", p)
	}
}

func TestEffect(t *testing.T) {
	t.Parallel()
	s := NewSet()
	s.PutMember(Member{ID: "m", Orders: 36_525})
	day := procedure.Date{Year: 2026, Month: 3, Day: 1}
	n := int64(0)
	add := func(d procedure.Date, k int) {
		for range k {
			n++
			put(t, s, Fact{N: n, Member: "m", Opened: d.Start().Add(time.Minute), Stage: procedure.Direct})
		}
	}
	add(day.AddMonths(-6).AddDays(-1), 5) // too early
	add(day.AddMonths(-6), 20)
	add(day.AddDays(-1), 20)
	add(day, 5)
	add(day.AddMonths(6).AddDays(-1), 5)
	add(day.AddMonths(6), 5) // too late
	s.Publish()
	e, ok := EffectOf(s.View(), "m", day, 6, benchNow)
	if !ok || !e.Whole || e.Before.Cases != 40 || e.After.Cases != 10 || e.Before.Days != 181 || e.After.Days != 184 {
		t.Fatalf("%+v", e)
	}
	if rate, ok := e.Before.Rate(); !ok || math.Abs(rate-40/18.1) > 1e-9 {
		t.Errorf("rate %v", rate)
	}
	if c := e.Change; math.Abs(c.Ratio-10.0/184/(40.0/181)) > 1e-9 || c.High >= 1 || c.Low <= 0 {
		t.Errorf("%+v", c)
	}
	if e, ok = EffectOf(s.View(), "m", procedure.DateOf(benchNow), 6, benchNow); ok {
		t.Errorf("an effect before a day has passed: %+v", e)
	}
}

func TestDropOut(t *testing.T) {
	t.Parallel()
	got := DropOut([]StepCount{{"told", 100, 90}, {"what", 90, 60}, {"send", 61, 70}, {"odd", -1, 5}})
	want := []StepDrop{
		{"told", Share{10, 100}, Share{90, 100}},
		{"what", Share{30, 90}, Share{60, 100}},
		{"send", Share{0, 61}, Share{61, 100}},
		{"odd", Share{0, 0}, Share{0, 100}},
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}

func TestYearBefore(t *testing.T) {
	t.Parallel()
	date := func(s string) procedure.Date {
		d, err := procedure.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range [][4]string{
		{"2025-06-01", "2026-05-31", "2024-06-01", "2025-05-31"},
		{"2024-03-01", "2025-02-28", "2023-03-01", "2024-02-29"},
		{"2024-02-29", "2024-02-29", "2023-02-28", "2023-02-28"},
	} {
		got := Filter{From: date(tt[0]), To: date(tt[1]), Rules: "x", Sector: "y"}.YearBefore()
		if got != (Filter{From: date(tt[2]), To: date(tt[3]), Sector: "y"}) {
			t.Errorf("%v: %+v", tt, got)
		}
	}
}

// TestCauseThatGrew: a cause grew only when chance explains it badly for all causes together, from something, to enough.
func TestCauseThatGrew(t *testing.T) {
	t.Parallel()
	day := procedure.DateOf(benchNow)
	period := Filter{From: LastMonths(day, 12), To: day}
	s := NewSet()
	n := int64(0)
	some := func(category procedure.Category, before, now int) {
		for i := range before + now {
			opened := period.From.Start().AddDate(0, 1, 0)
			if i < before {
				opened = opened.AddDate(-1, 0, 0)
			}
			n++
			put(t, s, Fact{N: n, Dispute: fmt.Sprint(n), Member: "m", Category: category, Opened: opened, Stage: procedure.Direct})
		}
	}
	c := procedure.Categories
	some(c[0], 20, 60) // thrice as many
	some(c[1], 40, 44)
	some(c[2], 1, 8) // surely more by itself, not among five
	some(c[3], 0, 30)
	some(c[4], 30, 5)
	s.Publish()
	grew := map[procedure.Category]bool{}
	for _, r := range CauseGroups(s.View(), period, period.YearBefore(), benchNow)[0].Rows {
		grew[r.Category] = r.Grew
		if r.Category == c[2] && r.Change.Low <= 1 {
			t.Errorf("by itself it grew: %+v", r.Change)
		}
	}
	if want := map[procedure.Category]bool{c[0]: true, c[1]: false, c[2]: false, c[3]: false, c[4]: false}; !reflect.DeepEqual(grew, want) {
		t.Errorf("%v, want %v", grew, want)
	}
}
