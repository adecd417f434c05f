package web

import (
	"cmp"
	"math"
	"slices"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	"wederhoor/internal/web/chart"
)

// certainty is that of the intervals.
const certainty = 0.95

// The chart shows so many causes of so many sectors, where these have enough complaints; the file has all.
const (
	mostCauses   = 3
	mostSectors  = 3
	leastASector = 20
)

// causeRow is a cause in a period and in the one before.
type causeRow struct {
	Category  procedure.Category
	N, Before int
	Change    insight.Change
}

// causeGroup is the causes of a sector; "" are all sectors.
type causeGroup struct {
	Sector string
	Rows   []causeRow
}

// causeGroups are the causes of all sectors together, and then of each sector; most frequent first. What the period is
// compared with is counted in the same way.
func (d *insightDesk) causeGroups() []causeGroup {
	a, b := d.asked.filter(), d.asked.compared()
	now, was := insight.CausesOf(d.facts, a, d.now), insight.CausesOf(d.facts, b, d.now)
	days := func(f insight.Filter) float64 { return float64(f.From.DaysUntil(f.To) + 1) }
	before := map[procedure.Category]insight.Cause{}
	for _, x := range was.Causes {
		before[x.Category] = x
		gone := !slices.ContainsFunc(now.Causes, func(y insight.Cause) bool { return y.Category == x.Category })
		if gone { // each knows the year before it, which need not be the period that is compared with
			now.Causes = append(now.Causes, insight.Cause{Category: x.Category, Sectors: make([]insight.CauseSector, len(now.Sectors))})
		}
	}
	row := func(k procedure.Category, n, was int) causeRow {
		return causeRow{k, n, was, insight.RateChange(was, days(b), n, days(a), certainty)}
	}
	all := causeGroup{}
	sectors := make([]causeGroup, len(now.Sectors))
	for _, x := range now.Causes {
		old := before[x.Category]
		if x.N+old.N > 0 {
			all.Rows = append(all.Rows, row(x.Category, x.N, old.N))
		}
		for i, s := range now.Sectors {
			sectors[i].Sector = s
			was := 0
			if i < len(old.Sectors) {
				was = old.Sectors[i].N
			}
			if n := x.Sectors[i].N; s != "" && n+was > 0 {
				sectors[i].Rows = append(sectors[i].Rows, row(x.Category, n, was))
			}
		}
	}
	sectors = slices.DeleteFunc(sectors, func(g causeGroup) bool { return len(g.Rows) == 0 })
	slices.SortStableFunc(sectors, func(a, b causeGroup) int { return cmp.Compare(b.total(), a.total()) })
	out := append([]causeGroup{all}, sectors...)
	for _, g := range out {
		slices.SortStableFunc(g.Rows, func(a, b causeRow) int { return cmp.Compare(b.N, a.N) })
	}
	return out
}

func (g causeGroup) total() int {
	n := 0
	for _, r := range g.Rows {
		n += r.N
	}
	return n
}

// causesPlot is what to prevent: cause and sector, with the change (screens.md 17.8).
func (d *insightDesk) causesPlot() (plotted, error) {
	groups := d.causeGroups()
	v := chart.BarsView{
		Frame: d.plate(insightPath, "oorzaken", d.causesTitle(groups[0])), LabelColumn: d.T("word.problem"), ValueColumn: d.T("insight.cases"),
		BeforeKey: d.T("insight.before." + d.asked.Against), More: []string{d.T("insight.change")},
	}
	v.Subtitle = d.T("insight.how.oorzaken", "before", d.T("insight.mark."+d.asked.Against))
	sheet := [][]string{{d.T("insight.sector"), d.T("word.problem"), d.T("insight.cases"), d.T("insight.before." + d.asked.Against), d.T("insight.change.ratio"), d.T("insight.low"), d.T("insight.high")}}
	for at, g := range groups {
		shown := g.Sector == "" || d.asked.Sector == "" && at <= mostSectors && g.total() >= leastASector
		name := d.T("insight.sector.all")
		if g.Sector != "" {
			name = d.sector(g.Sector)
		}
		for i, r := range g.Rows {
			sheet = append(sheet, []string{name, d.T("category." + string(r.Category)), d.raw(float64(r.N), 0), d.raw(float64(r.Before), 0), d.raw(r.Change.Ratio, 2), d.raw(r.Change.Low, 2), d.raw(r.Change.High, 2)})
			if !shown || g.Sector != "" && i >= mostCauses {
				continue
			}
			v.Bars = append(v.Bars, chart.Bar{
				Group: name, Label: d.T("category." + string(r.Category)), Value: float64(r.N), Text: d.count(r.N),
				Before: float64(r.Before), BeforeText: d.count(r.Before), More: []string{d.changeWords(r.N, r.Before)},
			})
		}
	}
	return plotted{chart.Bars(v), sheet}, nil
}

// causesTitle names the cause that grew by more than chance explains; else the most frequent one.
func (d *insightDesk) causesTitle(all causeGroup) string {
	total := all.total()
	var grew *causeRow
	for i, r := range all.Rows {
		if r.N >= fewOf && r.Before > 0 && r.Change.Low > 1 && (grew == nil || r.N-r.Before > grew.N-grew.Before) {
			grew = &all.Rows[i]
		}
	}
	switch {
	case total < fewOf:
		return d.T("insight.title.oorzaken.few")
	case grew != nil:
		return d.T("insight.title.oorzaken.grew", "cause", d.T("category."+string(grew.Category)), "from", grew.Before, "to", grew.N)
	}
	first := all.Rows[0]
	return d.T("insight.title.oorzaken", "cause", d.T("category."+string(first.Category)), "share", d.percent(float64(first.N)/float64(total)))
}

// measureMonths is how long before and after a measure is compared.
const measureMonths = 6

// measured is a measure with the rate of its member around it.
type measuredEffect struct {
	registry.Measure
	insight.Effect
}

// effects are the measures that were in force, newest first, with what came after. Measures are looked up at the members
// that have one running or of whom a signal was judged to be right.
func (d *insightDesk) effects() ([]measuredEffect, error) {
	running, err := d.app.Clerk.RunningMeasures(d.Context(), d.viewer)
	if err != nil {
		return nil, err
	}
	signals, err := d.app.Clerk.Signals(d.Context(), d.viewer)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range running {
		ids = append(ids, m.Member)
	}
	for _, s := range signals {
		if s.State == string(insight.JudgedReal) {
			ids = append(ids, s.Member)
		}
	}
	slices.Sort(ids)
	var out []measuredEffect
	for _, id := range slices.Compact(ids) {
		list, err := d.app.Clerk.MeasuresAbout(d.Context(), d.viewer, id)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if x, ok := d.effectOf(m); ok {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b measuredEffect) int { return b.Started.Compare(a.Started) })
	return out, nil
}

func (d *insightDesk) effectOf(m registry.Measure) (measuredEffect, bool) {
	if m.Started.IsZero() {
		return measuredEffect{}, false
	}
	if at, ok := d.facts.Member(m.Member); !ok || d.asked.Sector != "" && at.Sector != d.asked.Sector {
		return measuredEffect{}, false
	}
	e, ok := insight.EffectOf(d.facts, m.Member, procedure.DateOf(m.Started), measureMonths, d.now)
	return measuredEffect{m, e}, ok
}

// measuresPlot is whether measures help (screens.md 17.9).
func (d *insightDesk) measuresPlot() (plotted, error) {
	list, err := d.effects()
	if err != nil {
		return plotted{}, err
	}
	v := chart.BarsView{
		Frame: d.plate(insightPath, "maatregelen", d.measuresTitle(list)), LabelColumn: d.T("insight.measure.when"), ValueColumn: d.T("insight.measure.rate"),
		More: []string{d.T("insight.measure.change")},
	}
	v.Empty = d.T("insight.measure.none")
	sheet := [][]string{{
		d.T("insight.member.number"), d.T("insight.member"), d.T("measure.step"), d.T("measure.started"), d.T("insight.measure.cases.before"), d.T("insight.measure.days.before"),
		d.T("insight.measure.cases.after"), d.T("insight.measure.days.after"), d.T("insight.change.ratio"), d.T("insight.low"), d.T("insight.high"),
	}}
	for _, x := range list {
		group := d.T("insight.measure.group", "shop", x.Shop, "step", d.T("measure.step."+string(x.Step)), "date", text.DateShort(d.lang, x.Started))
		for _, part := range []struct {
			words string
			insight.RatePart
			change string
		}{{d.T("insight.measure.before"), x.Before, ""}, {d.T("insight.measure.after"), x.After, d.effectWords(x.Effect)}} {
			value := perMonth(part.RatePart)
			rate := d.T("insight.measure.month", "n", part.Cases, "rate", d.quantity(value, 1))
			if r, ok := part.Rate(); ok {
				value, rate = r, d.T("insight.measure.volume", "n", part.Cases, "rate", d.quantity(r, 2))
			}
			v.Bars = append(v.Bars, chart.Bar{Group: group, Label: part.words, Value: value, Text: rate, Before: math.NaN(), More: []string{part.change}})
		}
		sheet = append(sheet, []string{
			x.Member, x.Shop, d.T("measure.step." + string(x.Step)), isoDay(x.Started), d.raw(float64(x.Before.Cases), 0), d.raw(float64(x.Before.Days), 0),
			d.raw(float64(x.After.Cases), 0), d.raw(float64(x.After.Days), 0), d.raw(x.Change.Ratio, 2), d.raw(x.Change.Low, 2), d.raw(x.Change.High, 2),
		})
	}
	return plotted{chart.Bars(v), sheet}, nil
}

// perMonth is a rate where the volume is not known.
func perMonth(p insight.RatePart) float64 {
	if p.Days == 0 {
		return 0
	}
	return float64(p.Cases) / float64(p.Days) * 365.25 / 12
}

// effectWords writes a change with its interval, or that there is too little.
func (q *request) effectWords(e insight.Effect) string {
	x := e.Change
	if e.Before.Cases+e.After.Cases < fewOf || math.IsNaN(x.Ratio) || math.IsInf(x.Ratio, 0) || math.IsInf(x.High, 0) {
		return q.T("insight.few")
	}
	return q.T("insight.measure.times", "ratio", q.quantity(x.Ratio, 1), "low", q.quantity(x.Low, 1), "high", q.quantity(x.High, 1))
}

// measuresTitle counts the measures after which there were surely fewer disputes.
func (d *insightDesk) measuresTitle(list []measuredEffect) string {
	better := 0
	for _, x := range list {
		if x.Change.High < 1 {
			better++
		}
	}
	switch {
	case len(list) == 0:
		return d.T("insight.title.maatregelen.none")
	case better == 0:
		return d.T("insight.title.maatregelen.unsure", "n", len(list))
	}
	return d.T("insight.title.maatregelen", "better", better, "n", len(list))
}
