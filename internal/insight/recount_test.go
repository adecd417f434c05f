package insight

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wederhoor/internal/procedure"
)

// The recount makes every figure again by plain loops over facts, in no hurry and with none of the code that makes it
// for the pages: dates are compared as dates, and nothing is packed.

type plain struct {
	facts   []Fact
	members []Member
	now     time.Time
}

func (p plain) sector(id string) string {
	for _, m := range p.members {
		if m.ID == id {
			return m.Sector
		}
	}
	return ""
}

func (p plain) of(f Filter) []Fact {
	var out []Fact
	for _, x := range p.facts {
		day := procedure.DateOf(x.Opened)
		if !f.From.IsZero() && day.Before(f.From) || !f.To.IsZero() && day.After(f.To) {
			continue
		}
		if f.Sector != "" && p.sector(x.Member) != f.Sector || f.Category != "" && string(x.Category) != f.Category ||
			f.Rules != "" && x.Rules != f.Rules || f.Member != "" && x.Member != f.Member {
			continue
		}
		out = append(out, x)
	}
	return out
}

func (p plain) count(f Filter, yes func(Fact) bool) int {
	n := 0
	for _, x := range p.of(f) {
		if yes(x) {
			n++
		}
	}
	return n
}

func belongs(x Fact) bool { return x.Outcome != procedure.Refused && !x.Pending }

func over(x Fact) bool { return x.Stage != procedure.Admission && x.Stage != procedure.Direct }

func days(from, to time.Time) int {
	return max(procedure.DateOf(from).DaysUntil(procedure.DateOf(to)), 0)
}

func isRuled(x Fact) bool { return slices.Contains(procedure.RuledOutcomes, x.Outcome) }

func isAgreed(x Fact) bool {
	return x.Outcome == procedure.AgreedDirect || x.Outcome == procedure.AgreedMediation || x.Outcome == procedure.AgreedRuling
}

// solvedBy is the share solved by the end of each day, by the definition of Aalen and Johansen.
func (p plain) solvedBy(f Filter, in []procedure.Stage) []float64 {
	solved, left, facts := 0.0, 1.0, p.of(f)
	var out []float64
	for d := 0; d <= mostPlain; d++ {
		var atRisk, now, ended float64
		for _, x := range facts {
			if !belongs(x) {
				continue
			}
			at, gone, here := days(x.Opened, p.now), false, false
			switch {
			case !x.Settled.IsZero():
				at, gone, here = days(x.Opened, x.Settled), true, slices.Contains(in, x.SettledIn)
			case !x.Ended.IsZero():
				at, gone = days(x.Opened, x.Ended), true
			}
			if at >= d {
				atRisk++
			}
			if at == d && gone {
				ended++
				if here {
					now++
				}
			}
		}
		if atRisk > 0 {
			solved += left * now / atRisk
			left *= 1 - ended/atRisk
		}
		out = append(out, solved)
	}
	return out
}

var anyStage = []procedure.Stage{procedure.Direct, procedure.Mediation, procedure.Ruling}

// mostPlain is further than any solution of a random fact.
const mostPlain = 1100

// firstDay gives the first day with a share, or -1.
func firstDay(curve []float64, share float64) int {
	return slices.IndexFunc(curve, func(s float64) bool { return s > share-1e-9 })
}

func (p plain) took(f Filter) (n, median, ninety int) {
	n = p.count(f, func(x Fact) bool { return belongs(x) && !x.Settled.IsZero() })
	if n == 0 {
		return 0, 0, 0
	}
	curve := p.solvedBy(f, anyStage)
	all := curve[mostPlain]
	return n, firstDay(curve, all/2), firstDay(curve, all*9/10)
}

func (p plain) numbers(f Filter) Numbers {
	share := func(of, yes func(Fact) bool) Share {
		return Share{p.count(f, func(x Fact) bool { return of(x) && yes(x) }), p.count(f, of)}
	}
	return Numbers{
		New: len(p.of(f)),
		Alone: share(func(x Fact) bool { return x.Counts() && over(x) },
			func(x Fact) bool { return !x.Settled.IsZero() && x.SettledIn == procedure.Direct }),
		Silent:  share(func(x Fact) bool { return x.Counts() && termOver(x) }, func(x Fact) bool { return x.Silent }),
		Rulings: p.rulings(f),
	}
}

func termOver(x Fact) bool {
	return (x.Silent || !x.Answered.IsZero()) && (!x.Asked.IsZero() || over(x))
}

func (p plain) rulings(f Filter) Carried {
	return carriedOf(p.of(f), func(x Fact) bool { return x.Counts() && x.Ordered && isRuled(x) },
		func(x Fact) bool {
			return x.Counts() && x.Ordered && x.Outcome == "" && x.SettledIn == procedure.Ruling
		})
}

func carriedOf(facts []Fact, ended, waiting func(Fact) bool) Carried {
	var c Carried
	for _, x := range facts {
		if waiting(x) {
			c.Waiting++
		}
		if !ended(x) {
			continue
		}
		switch x.Compliance {
		case "done", "proof", "judged":
			c.N++
			c.Of++
		case "not_carried_out":
			c.Of++
		default:
			c.Unknown++
		}
	}
	return c
}

func fateOfFact(x Fact) string {
	switch {
	case !x.Settled.IsZero():
		return string(x.SettledIn)
	case x.Ended.IsZero():
		return "running"
	case x.Outcome == procedure.Withdrawn, x.Outcome == procedure.Refused, x.Outcome == procedure.NoAnswer, x.Outcome == procedure.Stopped:
		return string(x.Outcome)
	case isRuled(x):
		return "ruling"
	default:
		return "not_solved"
	}
}

func (p plain) flow(f Filter) Flow {
	w := Flow{Submitted: len(p.of(f))}
	for _, x := range p.of(f) {
		if !x.Told.IsZero() || !x.Answered.IsZero() {
			w.Told++
		}
		if !x.Mediated.IsZero() {
			w.Mediation++
		}
		if !x.Claimed.IsZero() {
			w.Claimed++
		}
		for _, fate := range Fates() {
			if fate.String() == fateOfFact(x) {
				w.Fates[fate]++
			}
		}
	}
	return w
}

// tb is what a check needs of a test, of rapid's too.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
}

func same(t tb, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func sameFloat(t tb, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// TestFiguresEqualTheRecount holds every figure to the recount, over random facts and filters.
func TestFiguresEqualTheRecount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawFacts(t)
		p.check(t, p.view(t), drawFilter(t))
	})
}

// TestFiguresEqualTheEvents recounts from what was read of the events of played cases, at several clocks.
func TestFiguresEqualTheEvents(t *testing.T) {
	t.Parallel()
	logs := simulated(t, 150, 9)
	for _, months := range []int{1, 5, 9, 30} {
		p := plain{now: beginning.AddDate(0, months, 3)}
		s := NewSet()
		for i := range 12 {
			p.members = append(p.members, Member{ID: fmt.Sprint("m", i), Sector: fmt.Sprint("s", i%2), Orders: 1000})
			s.PutMember(p.members[i])
		}
		for i, log := range logs {
			past := 0
			for past < len(log) && !log[past].Due.After(p.now) {
				past++
			}
			if past == 0 {
				continue
			}
			member := p.members[i%12].ID
			f, plainly := FactOf(log[:past]), readFact(log[:past])
			f.N, plainly.N, f.Member, plainly.Member = int64(i), int64(i), member, member
			put(t, s, f)
			p.facts = append(p.facts, inSeconds(plainly))
		}
		s.Publish()
		for _, f := range []Filter{{}, {Sector: "s1"}, {From: procedure.DateOf(beginning), To: procedure.DateOf(beginning).AddDays(80)}} {
			p.check(t, s.View(), f)
		}
	}
}

// inSeconds drops the parts of seconds, and the zones, that a set does not keep.
func inSeconds(f Fact) Fact {
	for _, at := range []*time.Time{
		&f.Opened, &f.Told, &f.Answered, &f.Asked, &f.Chose, &f.Mediated, &f.Claimed, &f.Settled, &f.Ended, &f.Broken,
	} {
		*at = at.Truncate(time.Second).UTC()
	}
	return f
}

func (p plain) check(t tb, v *View, f Filter) {
	same(t, "facts", slices.Collect(v.All), p.facts)
	p.checkNumbers(t, v, f)
	p.checkTimes(t, v, f)
	p.checkFlow(t, v, f)
	p.checkCohorts(t, v, f)
	p.checkAnswers(t, v, f)
	p.checkCauses(t, v, f)
	p.checkWeeks(t, v, f)
	p.checkMembers(t, v, f)
	p.checkYear(t, v)
}

func (p plain) checkNumbers(t tb, v *View, f Filter) {
	got := NumbersOf(v, f, p.now)
	n, median, ninety := p.took(f)
	same(t, "took", [3]int{got.Days.N, got.Days.Median.Day, got.Days.Ninety.Day}, [3]int{n, median, ninety})
	got.Days = Days{}
	same(t, "numbers", got, p.numbers(f))
	period := f.closed(v, p.now)
	before := period.YearBefore()
	for _, f := range []Filter{period, before} {
		got := NumbersOf(v, f, p.now)
		got.Days = Days{}
		same(t, "numbers of closed periods", got, p.numbers(f))
	}
	if before.To.AddDays(1).AddMonths(12) != period.To.AddDays(1) && period.To.AddDays(1).Day < 29 {
		t.Fatalf("compared %v with %v", period, before)
	}
}

func (p plain) checkTimes(t tb, v *View, f Filter) {
	got := TimeToSolution(v, f, p.now)
	n := p.count(f, belongs)
	same(t, "n", got.N, n)
	same(t, "running", got.Running, p.count(f, func(x Fact) bool { return belongs(x) && x.Settled.IsZero() && x.Ended.IsZero() }))
	if n == 0 {
		return
	}
	all := p.solvedBy(f, anyStage)
	var parts [][]float64
	for _, stage := range anyStage {
		parts = append(parts, p.solvedBy(f, []procedure.Stage{stage}))
	}
	for _, d := range MarkDays {
		for i, c := range []Curve{got.Direct, got.Mediation, got.Ruling, got.All} {
			pt, ok := c.At(d)
			if !ok {
				t.Fatalf("no day %d", d)
			}
			sameFloat(t, "curve", pt.Share, append(parts, all)[i][d])
			if pt.Low > pt.Share+1e-12 || pt.High < pt.Share-1e-12 || pt.Low < 0 || pt.High > 1 {
				t.Fatalf("day %d: %+v", d, pt)
			}
		}
		sameFloat(t, "sum of the stages", all[d], parts[0][d]+parts[1][d]+parts[2][d])
	}
	median := max(firstDay(all, 0.5), 0)
	same(t, "median", [2]any{got.All.Median.Ok, got.All.Median.Day}, [2]any{all[mostPlain] > 0.5-1e-9, median})
}

func (p plain) checkFlow(t tb, v *View, f Filter) {
	period := f.closed(v, p.now)
	for _, f := range []Filter{period, period.YearBefore()} {
		same(t, "flow", FlowOf(v, f, p.now), p.flow(f))
	}
	ends := EndsOf(v, f, p.now)
	sum := 0
	for i, m := range ends.Months {
		last := period.To
		if i+1 < len(ends.Months) {
			last = ends.Months[i+1].Month.AddDays(-1)
			if ends.Months[i+1].Month.Day != 1 {
				t.Fatalf("a month begins on %v", ends.Months[i+1].Month)
			}
		}
		g := f
		g.From, g.To = m.Month, last
		want := p.flow(g)
		same(t, "month", [2]any{m.Submitted, m.Fates}, [2]any{want.Submitted, want.Fates})
		sum += m.Submitted
	}
	same(t, "months together", sum, p.flow(period).Submitted)
	for _, s := range ends.Stages {
		same(t, "stage end", s.N, p.count(period, func(x Fact) bool {
			return !x.Ended.IsZero() && x.EndedIn == s.Stage && x.Outcome == s.Outcome
		}))
		sum -= s.N
	}
	same(t, "stages together", sum, p.count(period, Fact.Running))
}

func (p plain) checkCohorts(t tb, v *View, f Filter) {
	for _, c := range Cohorts(v, f, p.now) {
		g := f.closed(v, p.now)
		g.From = c.Month
		if end := c.Month.AddMonths(1); (procedure.Date{Year: end.Year, Month: end.Month, Day: 1}).AddDays(-1).Before(g.To) {
			g.To = (procedure.Date{Year: end.Year, Month: end.Month, Day: 1}).AddDays(-1)
		}
		same(t, "cohort", c.N, p.count(g, belongs))
		for j, d := range []int{7, 30, 60, 90} {
			young := procedure.DateOf(p.now).Before(g.To.AddDays(d + 1))
			want := Share{}
			if !young {
				want = Share{p.count(g, func(x Fact) bool {
					return belongs(x) && !x.Settled.IsZero() && days(x.Opened, x.Settled) <= d
				}), c.N}
			}
			same(t, "cell", [2]any{c.Cells[j].Share, c.Cells[j].Ready}, [2]any{want, !young})
		}
	}
}
