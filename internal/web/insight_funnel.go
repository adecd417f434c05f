package web

import (
	"slices"
	"strings"

	"wederhoor/internal/insight"
	"wederhoor/internal/web/chart"
)

// funnelOf gives where the members of the sector stand.
func (d *insightDesk) funnelOf() *insight.Funnel {
	return insight.FunnelOf(d.facts, d.normal, d.asked.Sector, insight.Parameters(d.app.Settings.Signals))
}

// undecided counts the members above the limit about whom nobody decided in the twelve months of the funnel.
func (d *insightDesk) undecided(f *insight.Funnel) (int, error) {
	decided, err := d.app.Clerk.MembersDecided(d.Context(), d.viewer, f.Span.From.Start())
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range f.Above998 {
		if !decided[p.ID] {
			n++
		}
	}
	return n, nil
}

// funnelPlot is who has more than chance explains, at their size (screens.md 17.1).
func (d *insightDesk) funnelPlot() (plotted, error) {
	f := d.funnelOf()
	v := d.funnelView(f)
	v.Frame = d.plate(insightPath, "trechter", d.funnelTitle(f))
	v.Subtitle = d.T("insight.how.trechter", "span", d.spanWords(f.Span))
	v.Table = d.T("insight.table.above")
	if !f.Known {
		v.Members, v.Empty = nil, d.T("insight.limits.unknown", "n", insight.LeastForLimits)
	}
	return plotted{chart.Funnel(v), d.funnelSheet(f)}, nil
}

func (d *insightDesk) funnelTitle(f *insight.Funnel) string {
	switch high, low := len(f.Above998), len(f.Above95); {
	case !f.Known:
		return d.T("insight.title.trechter.unknown")
	case high > 0:
		return d.T("insight.title.trechter.high", "n", high)
	case low > 0:
		return d.T("insight.title.trechter.low", "n", low)
	}
	return d.T("insight.title.trechter.none")
}

// funnelView is the plot without its frame.
func (d *insightDesk) funnelView(f *insight.Funnel) chart.FunnelView {
	v := chart.FunnelView{Mean: d.normal.Fit.Rate, Least: d.app.Settings.Signals.MinCases, Number: d.quantity, Words: d.funnelWords()}
	for _, p := range f.Points {
		v.Members = append(v.Members, d.dotOf(p))
	}
	v.Limits = limitsOf(d.normal.Fit, f.Points, v.Least)
	return v
}

func (d *insightDesk) dotOf(p insight.FunnelPoint) chart.Member {
	m := chart.Member{
		Name: d.name(p.ID), Href: memberPath(p.ID), Orders: p.Sold, Disputes: p.Cases, Limit95: p.Limit.Rate95, Limit998: p.Limit.Rate998,
	}
	if p.Above > 0 {
		m.Source = d.volumeSource(p.Source)
		m.Ratio = d.T("insight.ratio", "ratio", d.quantity(p.Ratio, 1), "low", d.quantity(p.Low, 1))
	}
	return m
}

// volumeSource says where a number of orders comes from.
func (q *request) volumeSource(source string) string {
	if source == "" || !q.app.Text.Has(q.lang, "insight.source."+source) {
		return source
	}
	return q.T("insight.source." + source)
}

// limitsOf are the lines of the plot, over the sizes of the members on it.
func limitsOf(fit insight.Fit, points []insight.FunnelPoint, atLeast int) []chart.Limit {
	least, most := int64(0), int64(0)
	for _, p := range points {
		if n := int64(p.Sold); n > 0 {
			if least == 0 || n < least {
				least = n
			}
			most = max(most, n)
		}
	}
	if least == 0 {
		return nil
	}
	return limitsBetween(fit, least, max(most, least+1), atLeast)
}

// limitPoints is of how many points the lines are made.
const limitPoints = 60

// limitsBetween are the lines between two sizes. Nobody is above a line with fewer disputes than atLeast, so that the
// lines lie no lower than that.
func limitsBetween(fit insight.Fit, least, most int64, atLeast int) []chart.Limit {
	var out []chart.Limit
	for _, l := range fit.Limits(least, most, limitPoints) {
		floor := float64(atLeast-1) / float64(l.Orders) * 1000
		out = append(out, chart.Limit{Orders: float64(l.Orders), Limit95: max(l.Rate95, floor), Limit998: max(l.Rate998, floor)})
	}
	return out
}

func (q *request) funnelWords() chart.FunnelWords {
	return chart.FunnelWords{
		Orders: q.T("insight.funnel.orders"), Rate: q.T("insight.funnel.rate"), Mean: q.T("insight.funnel.mean"),
		Limit95: q.T("insight.funnel.95"), Limit998: q.T("insight.funnel.998"),
		Dot: q.T("insight.funnel.dot"), Triangle: q.T("insight.funnel.triangle"), Diamond: q.T("insight.funnel.diamond"), Beyond: q.T("insight.funnel.beyond"),
		MemberColumn: q.T("insight.member"), OrdersColumn: q.T("insight.orders"), DisputesColumn: q.T("insight.cases"), RateColumn: q.T("insight.per1000"),
		LimitColumn: q.T("insight.funnel.limit"), RatioColumn: q.T("insight.funnel.ratio"), MarkColumn: q.T("insight.funnel.mark"),
		Others: q.T("insight.funnel.others"), None: q.T("insight.funnel.none"),
	}
}

// funnelSheet holds all members, those of unknown volume too, by their number.
func (d *insightDesk) funnelSheet(f *insight.Funnel) [][]string {
	lines := [][]string{{
		d.T("insight.member.number"), d.T("insight.member"), d.T("insight.orders.year"), d.T("insight.orders.source"), d.T("insight.orders.counted"),
		d.T("insight.cases"), d.T("insight.per1000"), d.T("insight.funnel.95"), d.T("insight.funnel.998"), d.T("insight.ratio.column"), d.T("insight.ratio.low"), d.T("insight.funnel.mark"),
	}}
	if !strings.HasSuffix(d.URL.Path, ".csv") {
		return lines // the page has no table of thousands
	}
	all := slices.Concat(f.Points, f.Unknown)
	slices.SortFunc(all, func(a, b insight.FunnelPoint) int { return strings.Compare(a.ID, b.ID) })
	for _, p := range all {
		line := []string{p.ID, d.name(p.ID), "", d.volumeSource(p.Source), "", d.raw(float64(p.Cases), 0), "", "", "", "", "", d.T("insight.volume.unknown")}
		if p.Sold > 0 {
			line[2], line[4], line[6] = d.raw(float64(p.Orders), 0), d.raw(p.Sold, 0), d.raw(p.Rate, 3)
			line[7], line[8] = d.raw(p.Limit.Rate95, 3), d.raw(p.Limit.Rate998, 3)
			line[9], line[10] = d.raw(p.Ratio, 2), d.raw(p.Low, 2)
			line[11] = [...]string{d.T("insight.funnel.dot"), d.T("insight.funnel.triangle"), d.T("insight.funnel.diamond")}[p.Above]
		}
		lines = append(lines, line)
	}
	return lines
}

// mostBars is how many members the chart of the work shows.
const mostBars = 8

// paretoPlot is where most of the work is; not who is bad (screens.md 17.3).
func (d *insightDesk) paretoPlot() (plotted, error) {
	f := d.funnelOf()
	all := insight.ConcentrationOf(d.facts, d.asked.filter(), d.now, mostBars)
	over := map[string]bool{}
	for _, p := range f.Above998 {
		over[p.ID] = true
	}
	v := chart.BarsView{
		Frame:       d.plate(insightPath, "verdeling", d.paretoTitle(all)),
		LabelColumn: d.T("insight.member"), ValueColumn: d.T("insight.pareto.value"), MarkedKey: d.T("insight.pareto.marked"),
	}
	sheet := [][]string{{d.T("insight.member.number"), d.T("insight.member"), d.T("insight.cases"), d.T("insight.pareto.share"), d.T("insight.pareto.sum"), d.T("insight.pareto.marked")}}
	for _, m := range all.Top {
		v.Bars = append(v.Bars, chart.Bar{
			Label: d.name(m.Member), Href: memberPath(m.Member), Value: float64(m.N), Marked: over[m.Member],
			Text: d.T("insight.pareto.bar", "n", m.N, "sum", d.percent(m.Cumulative.Value())),
		})
		sheet = append(sheet, []string{m.Member, d.name(m.Member), d.raw(float64(m.N), 0), d.rawShare(m.Share), d.rawShare(m.Cumulative), d.yesOr(over[m.Member])})
	}
	return plotted{chart.Bars(v), sheet}, nil
}

func (q *request) yesOr(yes bool) string {
	if yes {
		return q.T("word.yes")
	}
	return q.T("word.no")
}

func (d *insightDesk) paretoTitle(all insight.Concentration) string {
	if all.Cases < fewOf {
		return d.T("insight.title.verdeling.few")
	}
	last := all.Top[len(all.Top)-1]
	return d.T("insight.title.verdeling", "n", len(all.Top), "share", d.percent(last.Cumulative.Value()))
}
