package insight

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"wederhoor/internal/procedure"
)

// A quiet trustmark: 300 members of 4,000 orders a year, and now and then a dispute at one of them, for two years.
var (
	today   = time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	started = procedure.Date{Year: 2024, Month: time.July, Day: 1}
)

func quiet() ([]Member, []Fact) {
	r := rand.New(rand.NewPCG(7, 8))
	var (
		members []Member
		facts   []Fact
	)
	for i := range 300 {
		members = append(members, Member{ID: fmt.Sprintf("m%03d", i), Orders: 4000, Source: "measured", Since: started})
	}
	for i := range 220 {
		f := dispute(fmt.Sprintf("q%03d", i), members[20+r.IntN(280)].ID, today.AddDate(0, 0, -3*i-2))
		f.Category = procedure.Categories[r.IntN(len(procedure.Categories))]
		facts = append(facts, f)
	}
	slices.Reverse(facts)
	return members, facts
}

// dispute is one that the shop answered within a day.
func dispute(id, member string, opened time.Time) Fact {
	return Fact{
		Dispute: id, Member: member, Category: "faulty", Opened: opened,
		Told: opened, Answered: opened.AddDate(0, 0, 1),
	}
}

// some makes n disputes of member m000, a number of days apart, the last one a day ago.
func some(n, apart int, change func(i int, f *Fact)) []Fact {
	var facts []Fact
	for i := range n {
		f := dispute(fmt.Sprintf("x%02d", i), "m000", today.AddDate(0, 0, -1-apart*(n-1-i)))
		f.Category = procedure.Categories[i%8] // no cause again
		if change != nil {
			change(i, &f)
		}
		facts = append(facts, f)
	}
	return facts
}

func found(t *testing.T, extra []Fact, judged ...Judged) map[SignalKind]Found {
	t.Helper()
	members, facts := quiet()
	return foundAt(members, append(facts, extra...), today, judged)
}

func foundAt(members []Member, facts []Fact, now time.Time, judged []Judged) map[SignalKind]Found {
	all, _ := Detect(members, slices.Values(facts), now, Defaults(), judged)
	by := map[SignalKind]Found{}
	for _, f := range all {
		if f.Member == "m000" {
			by[f.Kind] = f
		}
	}
	return by
}

func want(t *testing.T, got map[SignalKind]Found, kinds ...SignalKind) {
	t.Helper()
	for _, k := range SignalKinds {
		if _, is := got[k]; is != slices.Contains(kinds, k) {
			t.Errorf("%s: found is %v, figures %+v", k, is, got[k].Figures)
		}
	}
}

func TestNothingIsFoundWhereNothingIs(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	all, b := Detect(members, slices.Values(facts), today, Defaults(), nil)
	for _, f := range all {
		t.Errorf("%+v", f)
	}
	if b.Fit.Members != 300 || b.Fit.Cases < 110 || b.Fit.Cases > 130 {
		t.Errorf("%+v", b.Fit)
	}
	if all, b := Detect(nil, slices.Values([]Fact(nil)), today, Defaults(), nil); len(all) != 0 || b.Fit.Rate != 0 {
		t.Error("nobody:", all, b.Fit)
	}
}

func TestMore(t *testing.T) {
	t.Parallel()
	got := found(t, some(8, 40, nil))
	want(t, got, SignalMore)
	f := got[SignalMore]
	if len(f.Cases) != 8 || f.Cases[0] != "x00" || f.Figures.Cases != 8 || f.Figures.Orders != 4000 || f.Figures.Source != "measured" {
		t.Errorf("%+v", f)
	}
	if g := f.Figures; g.Low < 1.5 || g.Ratio < g.Low || math.Abs(g.Expected-0.43) > 0.05 || !f.At.Equal(today) {
		t.Errorf("%+v", g)
	}
	want(t, found(t, some(2, 40, nil)))
	members, facts := quiet()
	for least, is := range map[int]bool{8: true, 9: false} { // however much more that is
		p := Defaults()
		p.MinCases = least
		all, _ := Detect(members, slices.Values(append(facts, some(8, 40, nil)...)), today, p, nil)
		if got := slices.ContainsFunc(all, func(f Found) bool { return f.Kind == SignalMore }); got != is {
			t.Errorf("eight cases, at least %d: found is %v", least, got)
		}
	}
}

func TestWhatDoesNotCountIsNotCounted(t *testing.T) {
	t.Parallel()
	want(t, found(t, some(8, 40, func(i int, f *Fact) {
		switch i % 4 {
		case 0:
			f.Outcome = procedure.Withdrawn
		case 1:
			f.Outcome = procedure.Refused
		case 2:
			f.Pending = true
		}
	})))
	want(t, found(t, some(6, 5, func(_ int, f *Fact) { f.Opened = today.AddDate(0, 0, 3) })))
}

func TestVolumeThatIsNotKnownIsApart(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	members[0].Orders = 0
	want(t, foundAt(members, append(facts, some(8, 3, nil)...), today, nil))
	mute := some(8, 3, func(_ int, f *Fact) { f.Silent, f.Answered = true, time.Time{} })
	want(t, foundAt(members, append(facts, mute...), today, nil), SignalSilent)
}

// A member that joined last month had a month to sell in.
func TestMembershipScalesTheVolume(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	members[0].Orders = 40_000
	facts = append(facts, some(9, 8, nil)...)
	_, is := foundAt(members, facts, today, nil)[SignalMore]
	members[0].Since = procedure.DateOf(today).AddDays(-70)
	_, part := foundAt(members, facts, today, nil)[SignalMore]
	if is || !part {
		t.Error("whole year:", is, "ten weeks:", part)
	}
}

func TestRise(t *testing.T) {
	t.Parallel()
	got := found(t, some(5, 5, nil))
	f, ok := got[SignalRise]
	if !ok || f.Figures.Days != 30 || len(f.Cases) != 5 || f.Figures.Chance > 0.001 {
		t.Errorf("burst: %+v", got)
	}

	// A large member whose disputes double: too little for a burst, enough for the sum.
	members, facts := quiet()
	members[0].Orders = 120_000
	large := func(from, until, apart int) (some []Fact) {
		for d := from; d > until; d -= apart {
			some = append(some, dispute(fmt.Sprintf("l%d", d), "m000", today.AddDate(0, 0, -d)))
		}
		return some
	}
	steady := append(slices.Clone(facts), large(700, 0, 25)...)
	want(t, foundAt(members, steady, today, nil))
	rising := append(append(slices.Clone(facts), large(700, 150, 25)...), large(150, 0, 6)...)
	got = foundAt(members, rising, today, nil)
	f, ok = got[SignalRise]
	if !ok || f.Figures.Sum < f.Figures.Limit || f.Figures.RunYears < 100 || f.Figures.Since == "" || f.Figures.Days == 30 {
		t.Errorf("sum: %+v", got)
	}
}

func TestSilent(t *testing.T) {
	t.Parallel()
	mute := func(places ...int) func(int, *Fact) {
		return func(i int, f *Fact) {
			if slices.Contains(places, i) {
				f.Silent, f.Answered = true, time.Time{}
			}
		}
	}
	got := found(t, some(5, 60, mute(1, 4)))
	if f, ok := got[SignalSilent]; !ok || !slices.Equal(f.Cases, []string{"x01", "x04"}) || f.Figures.Of != 5 {
		t.Errorf("%+v", got)
	}
	for name, places := range map[string][]int{"one": {4}, "too long ago": {0, 1}} {
		if _, is := found(t, some(7, 40, mute(places...)))[SignalSilent]; is {
			t.Error(name)
		}
	}
	// Two of the last five in a crowd are chance; three are not.
	if _, is := found(t, some(60, 6, mute(56, 59)))[SignalSilent]; is {
		t.Error("two of five, and of sixty")
	}
	if _, is := found(t, some(60, 6, mute(55, 56, 59)))[SignalSilent]; !is {
		t.Error("three of five")
	}
	// A case whose term still runs says nothing yet.
	waiting := some(3, 2, func(_ int, f *Fact) { f.Answered = time.Time{} })
	if _, is := found(t, waiting)[SignalSilent]; is {
		t.Error("terms that run")
	}
}

func TestNotCarriedOut(t *testing.T) {
	t.Parallel()
	got := found(t, some(2, 60, func(i int, f *Fact) {
		if i == 0 {
			f.Broken = today.AddDate(0, 0, -2)
		}
	}))
	want(t, got, SignalNotCarriedOut)
	if f := got[SignalNotCarriedOut]; !slices.Equal(f.Cases, []string{"x00"}) {
		t.Errorf("%+v", f)
	}
}

// Case 16: nine consumers in twelve days; the signal comes on the third, the same day, with or without a baseline.
func TestUndelivered(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	_, b := Detect(members, slices.Values(facts), today.AddDate(0, 0, -12), Defaults(), nil)
	var mine []Fact
	for i := range 9 {
		f := dispute(fmt.Sprintf("x%d", i), "m000", today.AddDate(0, 0, i-9))
		f.Category, f.Answered = "not_received", time.Time{}
		if i%2 == 1 {
			f.Category = "no_refund"
		}
		mine = append(mine, f)
		for _, normal := range []*Baseline{nil, b} {
			all := DetectMember(members[0], mine, normal, f.Opened, Defaults(), nil)
			at := slices.IndexFunc(all, func(f Found) bool { return f.Kind == SignalUndelivered })
			if (at >= 0) != (i >= 2) || at >= 0 && len(all[at].Cases) != i+1 {
				t.Errorf("after %d: %+v", i+1, all)
			}
		}
	}
	// A parcel giant has three in a month every month.
	giant := members[0]
	giant.Orders = 3_000_000
	if all := DetectMember(giant, mine[:3], b, mine[2].Opened, Defaults(), nil); len(all) != 0 {
		t.Errorf("a giant: %+v", all)
	}
}

func TestSameCause(t *testing.T) {
	t.Parallel()
	got := found(t, some(5, 35, func(_ int, f *Fact) { f.Category = "guarantee" }))
	f, ok := got[SignalSameCause]
	if !ok || f.Figures.Cause != "guarantee" || len(f.Cases) != 5 || f.Figures.Of != 5 {
		t.Errorf("%+v", got)
	}
	if _, is := found(t, some(6, 25, func(_ int, f *Fact) { f.Category = "other" }))[SignalSameCause]; is {
		t.Error("something else is no cause")
	}
	members, facts := quiet()
	members[0].Orders = 0 // by its share of the cases
	six := some(6, 25, func(_ int, f *Fact) { f.Category = "guarantee" })
	if _, is := foundAt(members, append(facts, six...), today, nil)[SignalSameCause]; !is {
		t.Error("six of six, volume unknown")
	}
}

func TestJudgedDoesNotComeBack(t *testing.T) {
	t.Parallel()
	mute := func(_ int, f *Fact) { f.Silent, f.Answered = true, time.Time{} }
	facts := some(4, 30, mute)
	judged := func(state Verdict, until procedure.Date, cases ...string) Judged {
		return Judged{Member: "m000", Kind: SignalSilent, Cases: cases, State: state, WatchUntil: until, At: today.AddDate(0, 0, -20)}
	}
	past, later := procedure.DateOf(today).AddDays(-1), procedure.DateOf(today).AddDays(30)
	for name, v := range map[string]struct {
		judged Judged
		back   bool
	}{
		"all real":                    {judged(JudgedReal, procedure.Date{}, "x00", "x01", "x02", "x03"), false},
		"one new":                     {judged(JudgedExplained, procedure.Date{}, "x00", "x01", "x02"), false},
		"two new":                     {judged(JudgedExplained, procedure.Date{}, "x00", "x01"), true},
		"watched, over, none new":     {judged(JudgedWatch, past, "x00", "x01", "x02", "x03"), false},
		"watched, over, one new":      {judged(JudgedWatch, past, "x00", "x01", "x02"), true},
		"watched, not over, one new":  {judged(JudgedWatch, later, "x00", "x01", "x02"), false},
		"watched, not over, two new":  {judged(JudgedWatch, later, "x00", "x01"), true},
		"another member was judged":   {Judged{Member: "m001", Kind: SignalSilent, Cases: []string{"x00", "x01", "x02", "x03"}}, true},
		"another kind was judged":     {Judged{Member: "m000", Kind: SignalMore, Cases: []string{"x00", "x01", "x02", "x03"}}, true},
		"explained, cases all gone":   {judged(JudgedExplained, procedure.Date{}), true},
		"watched with nothing in it ": {judged(JudgedWatch, later), true},
	} {
		got, is := found(t, facts, v.judged)[SignalSilent]
		if is != v.back {
			t.Errorf("%s: came back: %v %+v", name, is, got)
		}
		if is && v.judged.Member == "m000" && v.judged.Kind == SignalSilent && !got.Figures.Returned {
			t.Errorf("%s: it does not say that it returned", name)
		}
	}
}

func TestJudgedNumbersComeBackWithNewOnes(t *testing.T) {
	t.Parallel()
	facts := some(10, 30, nil)
	judged := func(state Verdict, days, n int) Judged {
		j := Judged{
			Member: "m000", Kind: SignalMore, State: state, At: today.AddDate(0, 0, -days),
			WatchUntil: procedure.DateOf(today).AddDays(-1),
		}
		for i := range n {
			j.Cases = append(j.Cases, fmt.Sprintf("x%02d", i))
		}
		return j
	}
	for name, v := range map[string]struct {
		judged Judged
		back   bool
	}{
		"two new":                             {judged(JudgedReal, 50, 8), false},
		"three new":                           {judged(JudgedReal, 80, 7), true},
		"explained, three new as before":      {judged(JudgedExplained, 80, 7), false},
		"explained, three new within a week":  {judged(JudgedExplained, 3, 7), true},
		"watched, over, none new":             {judged(JudgedWatch, 10, 10), false},
		"watched, over, one new":              {judged(JudgedWatch, 10, 9), true},
		"explained, two new":                  {judged(JudgedExplained, 3, 8), false},
		"explained before anything was known": {judged(JudgedExplained, 3000, 7), true},
	} {
		if got, is := found(t, facts, v.judged)[SignalMore]; is != v.back {
			t.Errorf("%s: came back: %v %+v", name, is, got)
		}
	}
}

// The order in which facts come, and who else is there, changes nothing that is found.
func TestDetectIsInOrderAndTheSame(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	facts = append(facts, some(9, 10, func(_ int, f *Fact) { f.Category = "no_refund" })...)
	facts = append(facts, Fact{Member: "nobody", Opened: today})
	first, _ := Detect(members, slices.Values(facts), today, Defaults(), nil)
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
	second, _ := Detect(members, slices.Values(facts), today, Defaults(), nil)
	if len(first) < 3 || fmt.Sprint(first) != fmt.Sprint(second) {
		t.Errorf("%+v\nthen\n%+v", first, second)
	}
}

func TestFunnel(t *testing.T) {
	t.Parallel()
	members, facts := quiet()
	members[1].Orders = 0
	_, b := Detect(members, slices.Values(facts), today, Defaults(), nil)
	counts := make([]int, len(members))
	counts[0], counts[1], counts[2] = 9, 4, 2
	points, unknown := b.place(members, counts, Defaults())
	if len(points) != 299 || len(unknown) != 1 || unknown[0].Cases != 4 {
		t.Fatal(len(points), len(unknown))
	}
	p := points[0]
	if p.Above != 2 || p.Low < 1.5 || math.Abs(p.Sold-4000) > 60 || math.Abs(p.Rate-9/p.Sold*1000) > 1e-9 {
		t.Errorf("%+v", p)
	}
	if points[1].Above != 0 { // two are never too many
		t.Errorf("%+v", points[1])
	}
}

// December sells more: the same number of days weighs more, and a year weighs a year.
func TestSeason(t *testing.T) {
	t.Parallel()
	index := seasonOf([12]float64{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 400},
		[12]float64{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31})
	if index[11] < 2 || index[0] > 1 || index[0] < 0.8 {
		t.Error(index)
	}
	x := newExposure(started.Start(), today, index)
	at := func(y int, m time.Month, d int) int64 {
		return procedure.Date{Year: y, Month: m, Day: d}.Start().Unix()
	}
	m := Member{Orders: 1000}
	near(t, "a year", x.during(m, at(2024, 8, 1), at(2025, 8, 1)), 1, 0.02)
	if dec, jul := x.during(m, at(2025, 12, 1), at(2026, 1, 1)), x.during(m, at(2025, 7, 1), at(2025, 8, 1)); dec < 2*jul {
		t.Error("December", dec, "July", jul)
	}
	m.Until = procedure.Date{Year: 2025, Month: time.January, Day: 31}
	if got := x.during(m, at(2025, 3, 1), at(2026, 3, 1)); got != 0 {
		t.Error("after the membership:", got)
	}
	if got := x.during(Member{}, at(2025, 3, 1), at(2026, 3, 1)); got != 0 {
		t.Error("volume unknown:", got)
	}
	if even := seasonOf([12]float64{}, [12]float64{}); even[3] != 1 {
		t.Error("nothing known:", even)
	}
}

func TestParameters(t *testing.T) {
	t.Parallel()
	if err := Defaults().Validate(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*Parameters){
		"ratio":  func(p *Parameters) { p.RatioLimit = 0.5 },
		"bound":  func(p *Parameters) { p.Bound = math.NaN() },
		"cases":  func(p *Parameters) { p.MinCases = 0 },
		"silent": func(p *Parameters) { p.SilentCases = 6 },
		"span":   func(p *Parameters) { p.RiseSpan = 10 },
	} {
		p := Defaults()
		spoil(&p)
		if p.Validate() == nil {
			t.Error(name)
		}
	}
	if (Parameters{}).Validate() == nil {
		t.Error("nothing set")
	}
}

// BenchmarkDetect is a night of a trustmark with 4,800 members and 1,000,000 disputes in 24 months.
func BenchmarkDetect(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 9))
	members := make([]Member, 4800)
	cumulative := make([]float64, len(members))
	sum := 0.0
	for i := range members {
		orders := 600 * math.Exp(1.8*r.NormFloat64())
		members[i] = Member{ID: fmt.Sprintf("m%05d", i), Orders: int64(orders), Since: started}
		sum += orders * -math.Log(1-r.Float64())
		cumulative[i] = sum
	}
	facts := make([]Fact, 1_000_000)
	for i := range facts {
		at, _ := slices.BinarySearch(cumulative, r.Float64()*sum)
		facts[i] = dispute(fmt.Sprintf("d%d", i), members[min(at, len(members)-1)].ID, started.Start().Add(time.Duration(i)*time.Minute))
		facts[i].Category = procedure.Categories[r.IntN(9)]
		facts[i].Silent = r.IntN(15) == 0
	}
	for b.Loop() {
		found, _ := Detect(members, slices.Values(facts), today, Defaults(), nil)
		b.ReportMetric(float64(len(found)), "signals")
	}
}

// TestCalendarDays: twelve months are 365 days whatever the hour, the night of the clock between them or not.
func TestCalendarDays(t *testing.T) {
	t.Parallel()
	last := procedure.Date{Year: 2026, Month: time.November, Day: 24}
	from := LastMonths(last, 12).Start().Unix()
	for _, at := range []time.Time{last.Start(), last.Start().Add(4 * time.Hour), last.End().Add(-time.Second)} {
		if got := calendarDays(from, at.Unix()+1); got != 365 {
			t.Errorf("%v: %d days", at, got)
		}
	}
	night := procedure.Date{Year: 2026, Month: time.March, Day: 29}
	if got := calendarDays(night.AddDays(-1).Start().Unix(), night.End().Unix()); got != 2 {
		t.Errorf("%d days around the lost hour", got)
	}
}
