package insight

import (
	"time"

	"wederhoor/internal/procedure"
)

// more: at least MinCases disputes in Window months, and the lower bound of the rate ratio (gamma-Poisson, fitted on
// all members) at least RatioLimit.
func (l *looker) more() (Found, bool) {
	from, until := l.b.From.Unix(), l.now.Unix()+1
	cases := since(l.cases, from)
	sold := l.sold(from, until)
	if len(cases) < l.p.MinCases || sold <= 0 {
		return Found{}, false
	}
	r := l.b.Fit.RatioOf(Counted{len(cases), sold}, l.p.LeastSpread)
	if !r.Sure(l.p.RatioLimit, l.p.Bound) {
		return Found{}, false
	}
	v := l.judged[memberKind{l.member.ID, SignalMore}]
	if v != nil && !l.worse(v, cases) {
		return Found{}, false
	}
	return l.found(SignalMore, cases, Figures{
		Days: calendarDays(from, until), Expected: l.b.Fit.Rate * sold, Ratio: r.Mean(), Low: r.Quantile(l.p.Bound),
		Returned: v != nil,
	})
}

// worse says that a signal of numbers may come back: with enough new cases; and after an explanation only when these
// are too many by the level that was explained. That is the exact comparison of two Poisson counts: of all cases, so
// many or more after the verdict are at most AgainChance likely, if the rate had stayed what it was.
func (l *looker) worse(v *verdicts, cases []sighting) bool {
	fresh := v.fresh(cases)
	if fresh < v.needed(l.now, l.p.MinCases) {
		return false
	}
	from := l.b.From.Unix()
	if v.state != JudgedExplained || v.last <= from {
		return true
	}
	before, after := l.sold(from, v.last), l.sold(v.last, l.now.Unix()+1)
	past := len(l.between(from, v.last))
	return betaCDF(float64(fresh), float64(past+1), after/(before+after)) <= l.p.AgainChance
}

// rise: a sudden one, found by whichever comes first. Neither speaks when volume or the own past explain it.
func (l *looker) rise() (Found, bool) {
	if l.member.Orders == 0 || len(l.cases) == 0 || l.cases[len(l.cases)-1].opened < l.daysAgo(l.p.RiseWindow) {
		return Found{}, false
	}
	v := l.judged[memberKind{l.member.ID, SignalRise}]
	cases, fig := l.burst()
	if cases == nil {
		cases, fig = l.climbed(v)
	}
	if v != nil && !l.worse(v, cases) {
		return Found{}, false
	}
	fig.Returned = v != nil
	return l.found(SignalRise, cases, fig)
}

// burst: at least RiseMin disputes in RiseWindow days, at most RiseChance likely by volume and by the own past.
func (l *looker) burst() ([]sighting, Figures) {
	from, until := l.daysAgo(l.p.RiseWindow), l.now.Unix()+1
	cases, sold := since(l.cases, from), l.sold(from, until)
	if len(cases) < l.p.RiseMin || sold <= 0 {
		return nil, Figures{}
	}
	past := Counted{len(l.between(l.b.exposed.from, from)), l.sold(l.b.exposed.from, from)}
	expected, chance := l.surprise(len(cases), sold, past)
	if chance > l.p.RiseChance {
		return nil, Figures{}
	}
	r := l.b.Fit.RatioOf(Counted{len(cases), sold}, l.p.LeastSpread)
	return cases, Figures{
		Days: l.p.RiseWindow, Expected: expected, Ratio: r.Mean(), Low: r.Quantile(l.p.Bound), Chance: chance,
	}
}

// unsure is how high the level of a member is taken to be for the CUSUM, as a quantile of what its past allows: a shop
// of which little is known is not alarmed about for being a little worse than others by nature.
const unsure = 0.8

// climbed: the CUSUM over the last RiseSpan days passed its limit at the last dispute. Its level is what volume and
// season explain, or the own past before those days where that is higher.
func (l *looker) climbed(v *verdicts) ([]sighting, Figures) {
	from, until := l.daysAgo(l.p.RiseSpan), l.now.Unix()+1
	past := Counted{len(l.between(l.b.exposed.from, from)), l.sold(l.b.exposed.from, from)}
	level := l.b.Fit.Rate * max(1, l.b.Fit.RatioOf(past, l.p.LeastSpread).Quantile(unsure))
	yearly := level * float64(l.member.Orders) / 1000
	if yearly < l.p.RiseExpected {
		return nil, Figures{}
	}
	if v != nil {
		from = max(from, v.last) // it begins anew after a verdict
	}
	cases := since(l.cases, from)
	sum, start, last := 0.0, 0, from
	for i := range cases {
		sum -= l.b.climb.Reference * level * l.sold(last, cases[i].opened)
		if sum <= 0 {
			sum, start = 0, i
		}
		sum++
		last = cases[i].opened
	}
	limit := l.b.climb.Limit(yearly * l.p.RunLength)
	if sum < limit || len(cases)-start < l.p.MinCases {
		return nil, Figures{}
	}
	began := cases[start].opened
	return cases[start:], Figures{
		Days: calendarDays(began, until), Expected: level * l.sold(began, until), Sum: sum, Limit: limit,
		RunYears: l.b.climb.RunLength(limit, 1) / yearly, Since: procedure.DateOf(time.Unix(began, 0)).String(),
	}
}
