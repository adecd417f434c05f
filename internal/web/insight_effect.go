package web

import (
	"math"
	"slices"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	"wederhoor/internal/web/chart"
)

// measureMonths is how long before and after a measure is compared.
const measureMonths = 6

// mostEffects is how many measures the chart shows; the data have them all.
const mostEffects = 12

// measuredEffect is a measure with the rate of its member around it.
type measuredEffect struct {
	registry.Measure
	insight.Effect
}

// effects are the measures that are or were in force, newest first, with what came after.
func (d *insightDesk) effects() ([]measuredEffect, error) {
	list, err := d.app.Clerk.StartedMeasures(d.Context(), d.viewer)
	if err != nil {
		return nil, err
	}
	var out []measuredEffect
	for _, m := range list {
		if x, ok := d.effectOf(m); ok {
			out = append(out, x)
		}
	}
	return out, nil
}

func (d *insightDesk) effectOf(m registry.Measure) (measuredEffect, bool) {
	if at, ok := d.facts.Member(m.Member); !ok || d.asked.Sector != "" && at.Sector != d.asked.Sector {
		return measuredEffect{}, false
	}
	return effectIn(d.facts, m, d.now)
}

// effectIn is what came after a measure; false when it never was in force, or for no whole day yet.
func effectIn(facts *insight.View, m registry.Measure, now time.Time) (measuredEffect, bool) {
	if m.Started.IsZero() {
		return measuredEffect{}, false
	}
	e, ok := insight.EffectOf(facts, m.Member, procedure.DateOf(m.Started), measureMonths, now)
	return measuredEffect{m, e}, ok
}

// effectBars are two bars for each measure: the rate before it and after it, with the change and its interval.
func (q *request) effectBars(f chart.Frame, list []measuredEffect) chart.BarsView {
	v := chart.BarsView{Frame: f, LabelColumn: q.T("insight.measure.when"), ValueColumn: q.T("insight.measure.rate"), More: []string{q.T("insight.measure.change")}}
	for _, x := range list {
		group := q.T("insight.measure.group", "shop", x.Shop, "step", q.T("measure.step."+string(x.Step)), "date", text.DateShort(q.lang, x.Started))
		for _, part := range []struct {
			words string
			insight.RatePart
			change string
		}{{q.T("insight.measure.before"), x.Before, ""}, {q.T("insight.measure.after"), x.After, q.effectWords(x.Effect)}} {
			value := perMonth(part.RatePart)
			rate := q.T("insight.measure.month", "n", part.Cases, "rate", q.quantity(value, 1))
			if r, ok := part.Rate(); ok {
				value, rate = r, q.T("insight.measure.volume", "n", part.Cases, "rate", q.quantity(r, 2))
			}
			v.Bars = append(v.Bars, chart.Bar{Group: group, Label: part.words, Value: value, Text: rate, Before: math.NaN(), More: []string{part.change}})
		}
	}
	return v
}

// measuresPlot is whether measures help (screens.md 17.9).
func (d *insightDesk) measuresPlot() (plotted, error) {
	list, err := d.effects()
	if err != nil {
		return plotted{}, err
	}
	frame := d.plate(insightPath, "maatregelen", d.measuresTitle(list))
	frame.Empty = d.T("insight.measure.none")
	if d.asked.Sector != "" {
		frame.Empty = d.T("insight.measure.none.sector")
	}
	if len(list) > mostEffects {
		frame.Subtitle += " " + d.T("insight.measure.newest", "n", mostEffects)
	}
	sheet := [][]string{{
		d.T("insight.member.number"), d.T("insight.member"), d.T("measure.step"), d.T("measure.started"), d.T("insight.measure.cases.before"), d.T("insight.measure.days.before"),
		d.T("insight.measure.cases.after"), d.T("insight.measure.days.after"), d.T("insight.change.ratio"), d.T("insight.low"), d.T("insight.high"),
	}}
	for _, x := range list {
		sheet = append(sheet, []string{
			x.Member, x.Shop, d.T("measure.step." + string(x.Step)), isoDay(x.Started), d.raw(float64(x.Before.Cases), 0), d.raw(float64(x.Before.Days), 0),
			d.raw(float64(x.After.Cases), 0), d.raw(float64(x.After.Days), 0), d.raw(x.Change.Ratio, 2), d.raw(x.Change.Low, 2), d.raw(x.Change.High, 2),
		})
	}
	return plotted{chart.Bars(d.effectBars(frame, list[:min(len(list), mostEffects)])), sheet}, nil
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

// measuresTitle counts the measures after which there were fewer disputes than chance explains, and those after which
// there were more.
func (d *insightDesk) measuresTitle(list []measuredEffect) string {
	better, worse := 0, 0
	for _, x := range list {
		switch {
		case x.Change.High < 1:
			better++
		case x.Change.Low > 1:
			worse++
		}
	}
	switch {
	case len(list) == 0:
		return d.T("insight.title.maatregelen.none")
	case worse > 0:
		return d.T("insight.title.maatregelen.both", "better", better, "worse", worse, "n", len(list))
	case better == 0:
		return d.T("insight.title.maatregelen.unsure", "n", len(list))
	}
	return d.T("insight.title.maatregelen", "better", better, "n", len(list))
}

// effectChart is what came after the measures of one member; nil when none has been in force for a whole day.
func (m *oneMember) effectChart(list []registry.Measure, level int) templ.Component {
	var known []measuredEffect
	for _, x := range list {
		if e, ok := effectIn(m.facts, x, m.now); ok {
			known = append(known, e)
		}
	}
	if len(known) == 0 {
		return nil
	}
	slices.SortStableFunc(known, func(a, b measuredEffect) int { return b.Started.Compare(a.Started) })
	f := m.frame("effect", m.effectTitle(known[0].Effect))
	f.Level, f.Subtitle = level, m.T("insight.how.maatregelen")
	return chart.Bars(m.effectBars(f, known))
}

// effectTitle says what the newest measure did, as far as chance lets one say it.
func (q *request) effectTitle(e insight.Effect) string {
	x := e.Change
	key := "unsure"
	switch {
	case e.Before.Cases+e.After.Cases < fewOf:
		key = "few"
	case x.High < 1:
		key = "less"
	case x.Low > 1:
		key = "more"
	}
	return q.T("insight.effect." + key)
}
