package web

import (
	"cmp"
	"slices"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
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
	now.Causes = slices.Clone(now.Causes) // it is kept for others too
	before := map[procedure.Category]insight.Cause{}
	for _, x := range was.Causes {
		before[x.Category] = x
		gone := !slices.ContainsFunc(now.Causes, func(y insight.Cause) bool { return y.Category == x.Category })
		if gone { // each knows the year before it, which need not be the period that is compared with
			now.Causes = append(now.Causes, insight.Cause{Category: x.Category, Sectors: make([]insight.CauseSector, len(now.Sectors))})
		}
	}
	row := func(k procedure.Category, n, was int) causeRow {
		return causeRow{k, n, was, insight.RateChange(was, spanDays(b), n, spanDays(a), certainty)}
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

// spanDays is how long a period is.
func spanDays(f insight.Filter) float64 { return float64(f.From.DaysUntil(f.To) + 1) }

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

// causesTitle names the cause that grew by more than chance explains; else the most frequent one. Because all causes are
// looked at together, each must be surer by as many times (Bonferroni): else one of ten would soon grow by chance.
func (d *insightDesk) causesTitle(all causeGroup) string {
	total := all.total()
	now, was := d.asked.filter(), d.asked.compared()
	surer := 1 - (1-certainty)/float64(max(len(all.Rows), 1))
	var grew *causeRow
	for i, r := range all.Rows {
		change := insight.RateChange(r.Before, spanDays(was), r.N, spanDays(now), surer)
		if r.N >= fewOf && r.Before > 0 && change.Low > 1 && (grew == nil || r.N-r.Before > grew.N-grew.Before) {
			grew = &all.Rows[i]
		}
	}
	switch {
	case total < fewOf:
		return d.T("insight.title.oorzaken.few")
	case grew != nil:
		return d.T("insight.title.oorzaken.grew", "cause", d.T("category."+string(grew.Category)), "from", grew.Before, "to", grew.N)
	}
	first, before := all.Rows[0], 0
	for _, r := range all.Rows {
		before += r.Before
	}
	switch {
	case len(all.Rows) > 1 && all.Rows[1].N == first.N:
		return d.T("insight.title.oorzaken.even")
	case before < fewOf: // nothing to have grown from
		return d.T("insight.title.oorzaken.first", "cause", d.T("category."+string(first.Category)), "share", d.percent(float64(first.N)/float64(total)))
	}
	return d.T("insight.title.oorzaken", "cause", d.T("category."+string(first.Category)), "share", d.percent(float64(first.N)/float64(total)))
}
