package insight

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

func (p plain) checkAnswers(t tb, v *View, f Filter) {
	all := p.count(f, func(x Fact) bool { return belongs(x) && x.Choice != "" })
	for i, s := range ChoiceShares(v, f, p.now) {
		same(t, "choice", s, Share{p.count(f, func(x Fact) bool { return belongs(x) && x.Choice == procedure.Choices[i] }), all})
	}
	for side, o := range Surveys(v, f, p.now) {
		asked := p.count(f, func(x Fact) bool { return belongs(x) && !x.Ended.IsZero() })
		same(t, "answered", o.Answered, Share{p.count(f, func(x Fact) bool {
			return belongs(x) && !x.Ended.IsZero() && x.Survey[side] != (Answers{})
		}), asked})
		for q := range 3 {
			var given []int
			for _, x := range p.of(f) {
				a := [3]int8{x.Survey[side].Understood, x.Survey[side].Story, x.Survey[side].Fair}[q]
				if belongs(x) && !x.Ended.IsZero() && a > 0 {
					given = append(given, int(a))
				}
			}
			slices.Sort(given)
			want := Opinion{Question: Questions[q], High: Share{Of: len(given)}}
			for _, a := range given {
				want.Given[a-1]++
				if a >= 4 {
					want.High.N++
				}
			}
			if len(given) > 0 {
				want.Middle = given[(len(given)-1)/2]
			}
			same(t, "opinion", o.Answers[q], want)
		}
	}
}

func (p plain) checkCauses(t tb, v *View, f Filter) {
	period := f.closed(v, p.now)
	compared := period.YearBefore()
	seen := map[string]bool{}
	for i, g := range CauseGroups(v, period, compared, p.now) {
		same(t, "the first group", g.Sector == "", i == 0)
		seen[g.Sector] = true
		sum, last := 0, 1<<30
		for _, r := range g.Rows {
			in := func(x Fact) bool {
				return x.Counts() && x.Category == r.Category && (g.Sector == "" || p.sector(x.Member) == g.Sector)
			}
			same(t, "cause in a group", [2]int{r.N, r.Before}, [2]int{p.count(period, in), p.count(compared, in)})
			same(t, "in order", r.N <= last, true)
			sum, last = sum+r.N, r.N
		}
		same(t, "group", g.Total(), sum)
		same(t, "whole group", sum, p.count(period, func(x Fact) bool { return x.Counts() && (g.Sector == "" || p.sector(x.Member) == g.Sector) }))
	}
	for _, f := range p.facts {
		s := p.sector(f.Member)
		inOne := p.count(period, func(x Fact) bool { return x.N == f.N && x.Counts() })+p.count(compared, func(x Fact) bool { return x.N == f.N && x.Counts() }) > 0
		if inOne && !seen[s] {
			t.Fatalf("no group of %q", s)
		}
	}
}

func (p plain) checkWeeks(t tb, v *View, f Filter) {
	got := WeeksOf(v, f, p.now)
	g := f.closed(v, p.now)
	today := procedure.DateOf(p.now)
	if g.To.After(today) {
		g.To = today
	}
	sum := 0
	for _, w := range got.Weeks {
		if w.Monday.Weekday() != time.Monday {
			t.Fatalf("%v is no Monday", w.Monday)
		}
		n := 0
		for _, x := range p.of(g) {
			year, week := x.Opened.In(procedure.Amsterdam).ISOWeek()
			if year == w.Year && week == w.Week {
				n++
			}
		}
		same(t, "week", w.N, n)
		sum += n
	}
	same(t, "weeks together", sum, len(p.of(g)))
}

func (p plain) checkMembers(t tb, v *View, f Filter) {
	g := f.closed(v, p.now)
	got := ConcentrationOf(v, f, p.now, 3)
	type row struct {
		id string
		n  int
	}
	var rows []row
	for _, m := range p.members {
		n := p.count(g, func(x Fact) bool { return x.Counts() && x.Member == m.ID })
		asked := (f.Sector == "" || f.Sector == m.Sector) && (f.Member == "" || f.Member == m.ID) && !v.query(g).none
		was := !m.Since.After(g.To) && (m.Until.IsZero() || !m.Until.Before(g.From))
		if n > 0 || asked && was {
			rows = append(rows, row{m.ID, n})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(b.n-a.n, cmp.Compare(a.id, b.id)) })
	all := 0
	for _, r := range rows {
		all += r.n
	}
	same(t, "members", [2]int{got.Members, got.Cases}, [2]int{len(rows), all})
	sum := 0
	for i, m := range got.Top {
		sum += rows[i].n
		same(t, "top", m, MemberCount{rows[i].id, rows[i].n, Share{rows[i].n, all}, Share{sum, all}})
	}
	for _, m := range p.members {
		var mine []Fact
		for _, x := range p.facts {
			if x.Member == m.ID {
				mine = append(mine, x)
			}
		}
		same(t, "facts of a member", v.Facts(m.ID), mine)
		p.checkMember(t, v, m, f)
	}
}

func (p plain) checkMember(t tb, v *View, m Member, f Filter) {
	line := LineOf(v, m.ID, 24, p.now)
	same(t, "months", len(line), 24)
	for _, x := range line {
		same(t, "month of a line", x.N, p.count(Filter{Member: m.ID, From: x.Month, To: x.Month.AddMonths(1).AddDays(-1)}, func(x Fact) bool {
			return x.Counts() && !procedure.DateOf(x.Opened).After(procedure.DateOf(p.now))
		}))
	}
	own := f
	own.Member, own.Sector = m.ID, ""
	got := ProfileOf(v, m.ID, f, p.now)
	n := p.numbers(own)
	silent := Share{n.Silent.Of - n.Silent.N, n.Silent.Of}
	same(t, "own", [3]any{got.Own.Cases, got.Own.InTime, got.Own.Alone}, [3]any{p.count(own, Fact.Counts), silent, n.Alone})
	others := map[string]int{}
	for _, x := range p.of(Filter{From: f.From, To: f.To, Category: f.Category, Rules: f.Rules}) {
		if m.Sector != "" && x.Member != m.ID && p.sector(x.Member) == m.Sector && x.Counts() {
			others[x.Member]++
		}
	}
	all, most := 0, 0
	for _, k := range others {
		all, most = all+k, max(most, k)
	}
	shown := len(others) >= 5 && float64(most) <= float64(all)/2
	same(t, "others", [2]any{got.Others, got.Shown}, [2]any{len(others), shown})
	if shown {
		same(t, "sector", got.Sector.Cases, all)
	}
	day := procedure.DateOf(p.now).AddDays(-40)
	e, ok := EffectOf(v, m.ID, day, 2, p.now)
	if !ok || e.Whole {
		t.Fatalf("effect: %+v, %v", e, ok)
	}
	in := func(from, to procedure.Date) int { // days of membership only
		return p.count(Filter{Member: m.ID}, func(x Fact) bool {
			d := procedure.DateOf(x.Opened)
			return x.Counts() && !d.Before(from) && !d.After(to) && !d.Before(m.Since) && (m.Until.IsZero() || !d.After(m.Until))
		})
	}
	same(t, "effect", [2]int{e.Before.Cases, e.After.Cases},
		[2]int{in(day.AddMonths(-2), day.AddDays(-1)), in(day, procedure.DateOf(p.now).AddDays(-1))})
}

func (p plain) checkYear(t tb, v *View) {
	for _, year := range []int{p.now.In(procedure.Amsterdam).Year(), p.now.In(procedure.Amsterdam).Year() - 1} {
		got := FiguresOfYear(v, year, p.now)
		in := func(at time.Time) bool { return !at.IsZero() && at.In(procedure.Amsterdam).Year() == year }
		var received, ended, solved []Fact
		for _, x := range p.facts {
			if in(x.Opened) {
				received = append(received, x)
			}
			if in(x.Ended) {
				ended = append(ended, x)
			}
			if in(x.Settled) {
				solved = append(solved, x)
			}
		}
		count := func(facts []Fact, yes func(Fact) bool) int { return plain{facts: facts}.count(Filter{}, yes) }
		same(t, "received", got.Received, len(received))
		for _, c := range got.Types {
			same(t, "type", c.N, count(received, func(x Fact) bool { return x.Category == c.Category }))
		}
		refused := count(received, func(x Fact) bool { return x.Outcome == procedure.Refused })
		same(t, "refused", got.RefusedOf, Share{refused, len(received)})
		for _, g := range got.Refused {
			same(t, "ground", g.N, count(received, func(x Fact) bool { return x.Outcome == procedure.Refused && x.Ground == g.Ground }))
			refused -= g.N
		}
		same(t, "grounds together", refused, 0)
		stopped := func(x Fact) bool {
			return x.Outcome == procedure.Withdrawn || x.Outcome == procedure.NoAnswer || x.Outcome == procedure.Stopped
		}
		finished := count(ended, func(x Fact) bool { return x.Outcome != procedure.Refused })
		same(t, "discontinued", got.Stopped, Share{count(ended, stopped), finished})
		same(t, "solved", got.Solved, len(solved))
		same(t, "solved together", got.Direct, count(solved, func(x Fact) bool { return x.SettledIn == procedure.Direct }))
		var took []int
		sum := 0.0
		for _, x := range solved {
			took = append(took, days(x.Opened, x.Settled))
			sum += float64(days(x.Opened, x.Settled))
		}
		slices.Sort(took)
		if len(took) > 0 {
			sameFloat(t, "mean", got.Mean, sum/float64(len(took)))
			same(t, "median", got.Median, took[(len(took)-1)/2])
		}
		none := func(Fact) bool { return false }
		waiting := func(ruling bool) int { // made in the year, and still to be carried out
			return count(solved, func(x Fact) bool {
				return x.Running() && x.Ordered && (x.SettledIn == procedure.Ruling) == ruling
			})
		}
		rulings := carriedOf(ended, func(x Fact) bool { return x.Ordered && isRuled(x) }, none)
		rulings.Waiting = waiting(true)
		same(t, "rulings", got.Rulings, rulings)
		agreements := carriedOf(ended, func(x Fact) bool { return x.Ordered && isAgreed(x) && x.Broken.IsZero() }, none)
		broken := count(ended, func(x Fact) bool { return x.Ordered && !isRuled(x) && !x.Broken.IsZero() })
		agreements.Of += broken
		agreements.Waiting = waiting(false)
		same(t, "agreements", got.Agreements, agreements)
	}
}
