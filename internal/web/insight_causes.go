package web

import (
	"wederhoor/internal/insight"
	"wederhoor/internal/web/chart"
)

// The chart shows so many causes of so many sectors, where these have enough complaints; the file has all.
const (
	mostCauses   = 3
	mostSectors  = 3
	leastASector = 20
)

// causesPlot is what to prevent: cause and sector, with the change (screens.md 17.8).
func (d *insightDesk) causesPlot() (plotted, error) {
	groups := insight.CauseGroups(d.facts, d.asked.filter(), d.asked.compared(), d.now)
	v := chart.BarsView{
		Frame: d.plate(insightPath, "oorzaken", d.causesTitle(groups[0])), LabelColumn: d.T("word.problem"), ValueColumn: d.T("insight.cases"),
		BeforeKey: d.T("insight.before." + d.asked.Against), More: []string{d.T("insight.change")},
	}
	v.Subtitle = d.T("insight.how.oorzaken", "before", d.T("insight.mark."+d.asked.Against))
	sheet := [][]string{{d.T("insight.sector"), d.T("word.problem"), d.T("insight.cases"), d.T("insight.before." + d.asked.Against), d.T("insight.change.ratio"), d.T("insight.low"), d.T("insight.high")}}
	for at, g := range groups {
		shown := g.Sector == "" || d.asked.Sector == "" && at <= mostSectors && g.Total() >= leastASector
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

// causesTitle names the cause that grew most of those that grew by more than chance explains; else the most frequent one.
func (d *insightDesk) causesTitle(all insight.CauseGroup) string {
	total := all.Total()
	var grew *insight.CauseRow
	for i, r := range all.Rows {
		if r.Grew && (grew == nil || r.N-r.Before > grew.N-grew.Before) {
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
