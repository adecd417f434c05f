package web

import (
	"math"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/web/chart"
)

// isoDay writes the day of an instant for a spreadsheet; "" for none.
func isoDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return procedure.DateOf(t).String()
}

// fateTones are the colours of where cases end; the words say it all.
var fateTones = map[insight.Fate]chart.Tone{
	insight.FateDirect: chart.ToneGood, insight.FateMediation: chart.ToneGood, insight.FateRuling: chart.ToneJudge,
	insight.FateNotSolved: chart.ToneMuted, insight.FateStopped: chart.ToneMuted, insight.FateNoAnswer: chart.ToneAlert,
	insight.FateWithdrawn: chart.ToneMuted, insight.FateRefused: chart.ToneMuted, insight.FateRunning: chart.TonePlain,
}

// endsPlot is where cases end, beside the period before (screens.md 17.5).
func (d *insightDesk) endsPlot() (plotted, error) {
	now, was := insight.FlowOf(d.facts, d.asked.filter(), d.now), insight.FlowOf(d.facts, d.asked.compared(), d.now)
	v := chart.BarsView{
		Frame:       d.plate(insightPath, "eindes", d.endsTitle(now)),
		LabelColumn: d.T("insight.ends.where"), ValueColumn: d.T("insight.cases"), BeforeColumn: d.T("insight.before." + d.asked.Against),
		BeforeKey: d.T("insight.before." + d.asked.Against),
	}
	v.Subtitle = d.T("insight.how.eindes", "before", d.T("insight.mark."+d.asked.Against))
	sheet := [][]string{{d.T("insight.ends.where"), d.T("insight.cases"), d.T("insight.percents"), v.BeforeColumn, d.T("insight.percents.before")}}
	add := func(label string, n, before insight.Share, tone chart.Tone) {
		v.Bars = append(v.Bars, chart.Bar{
			Label: label, Value: float64(n.N), Text: d.T("insight.bar", "n", n.N, "share", d.percent(n.Value())),
			Before: float64(before.N), BeforeText: d.T("insight.bar", "n", before.N, "share", d.percent(before.Value())), Tone: tone,
		})
		sheet = append(sheet, []string{label, d.raw(float64(n.N), 0), d.rawShare(n), d.raw(float64(before.N), 0), d.rawShare(before)})
	}
	if now.Submitted > 0 {
		add(d.T("insight.submitted"), insight.Share{N: now.Submitted, Of: now.Submitted}, insight.Share{N: was.Submitted, Of: was.Submitted}, chart.TonePlain)
		for _, x := range insight.Fates() {
			add(d.T("insight.fate."+x.String()), now.Share(x), was.Share(x), fateTones[x])
		}
	}
	return plotted{chart.Bars(v), sheet}, nil
}

// endsTitle counts in tens: 6 of the 10 are solved without us.
func (d *insightDesk) endsTitle(w insight.Flow) string {
	if w.Submitted < 2*fewOf {
		return d.T("insight.title.eindes.few", "n", w.Submitted)
	}
	direct := w.Share(insight.FateDirect)
	tens := int(math.Round(direct.Value() * 10))
	if tens == 0 && direct.N > 0 || tens == 10 && direct.N < direct.Of { // neither nobody nor all
		return d.T("insight.title.eindes.share", "share", d.percent(direct.Value()))
	}
	return d.T("insight.title.eindes", "n", tens)
}

// timesPlot is how long people wait (screens.md 17.6).
func (d *insightDesk) timesPlot() (plotted, error) {
	t := insight.TimeToSolution(d.facts, d.asked.filter(), d.now)
	v := chart.SurvivalView{Frame: d.plate(insightPath, "doorlooptijd", d.timesTitle(t.Days)), Number: d.quantity}
	v.Empty = d.emptyOf(t.N, "insight.empty.solved")
	v.Subtitle = d.T("insight.how.doorlooptijd", "n", t.N, "running", d.count(t.Running))
	v.Words = chart.SurvivalWords{
		Share: d.T("insight.times.share"), Days: d.T("insight.times.days"), Median: d.T("insight.times.median"), Ninety: d.T("insight.times.ninety"),
		CurveColumn: d.T("insight.times.curve"), DayColumn: func(day float64) string { return d.T("insight.times.day", "n", int(day)) },
		MedianColumn: d.T("insight.times.median.day"), NinetyColumn: d.T("insight.times.ninety.day"), Percent: d.percent, NotReached: d.T("insight.times.never"),
	}
	sheet := [][]string{{d.T("insight.times.curve"), d.T("insight.times.day.column"), d.T("insight.percents"), d.T("insight.low"), d.T("insight.high"), d.T("insight.times.risk")}}
	for _, k := range []struct {
		key   string
		curve insight.Curve
	}{{"all", t.All}, {"direct", t.Direct}, {"mediation", t.Mediation}, {"ruling", t.Ruling}} {
		if k.curve.Solved == 0 {
			continue
		}
		line := chart.Curve{Label: d.T("insight.curve." + k.key)}
		for _, p := range k.curve.Points {
			line.Steps = append(line.Steps, chart.Step{Day: float64(p.Day), Share: p.Share})
			if p.AtRisk > 0 {
				line.Until = float64(p.Day)
			}
			sheet = append(sheet, []string{line.Label, d.raw(float64(p.Day), 0), d.raw(p.Share*100, 1), d.raw(p.Low*100, 1), d.raw(p.High*100, 1), d.raw(float64(p.AtRisk), 0)})
		}
		v.Curves = append(v.Curves, line)
	}
	return plotted{chart.Survival(v), sheet}, nil
}

func (d *insightDesk) timesTitle(t insight.Days) string {
	switch {
	case t.Few() || !t.Median.Ok:
		return d.T("insight.title.doorlooptijd.few")
	case !t.Ninety.Ok:
		return d.T("insight.title.doorlooptijd.half", "half", d.daysWords(t.Median.Day))
	}
	return d.T("insight.title.doorlooptijd", "half", d.daysWords(t.Median.Day), "ninety", d.daysWords(t.Ninety.Day))
}

// monthColumn is the column of the cohorts of which the title speaks: 30 days.
const monthColumn = 1

// cohortPlot is whether it gets better by month of opening (screens.md 17.7).
func (d *insightDesk) cohortPlot() (plotted, error) {
	months := insight.Cohorts(d.facts, d.asked.filter(), d.now)
	v := chart.CohortView{
		Frame: d.plate(insightPath, "cohorten", d.cohortTitle(months)), RowColumn: d.T("insight.cohort.month"), CountColumn: d.T("insight.cases"),
		Unknown: d.T("insight.cohort.unknown"),
	}
	head := []string{d.T("insight.cohort.month"), d.T("insight.cases")}
	for _, n := range insight.CohortDays {
		v.Columns = append(v.Columns, d.T("insight.days", "n", n))
		head = append(head, d.T("insight.cohort.column", "n", n))
	}
	sheet, all := [][]string{head}, 0
	for _, m := range months {
		row := chart.CohortRow{Label: d.monthLabel(m.Month), Count: d.count(m.N)}
		line := []string{m.Month.String(), d.raw(float64(m.N), 0)}
		for _, k := range m.Cells {
			cell, words := chart.CohortCell{Share: math.NaN()}, ""
			switch {
			case k.Ready && k.Few():
				cell.Share, cell.Text = 0, d.T("insight.few")
			case k.Ready:
				cell, words = chart.CohortCell{Share: k.Value(), Text: d.percent(k.Value())}, d.rawShare(k.Share)
			}
			row.Cells, line = append(row.Cells, cell), append(line, words)
		}
		sheet = append(sheet, line)
		if all += m.N; all > 0 { // months before the first complaint say nothing
			v.Rows = append(v.Rows, row)
		}
	}
	return plotted{chart.Cohort(v), sheet}, nil
}

// cohortTitle sets the oldest whole month beside the newest one that is old enough. They differ when chance does not
// explain it: their intervals lie apart.
func (d *insightDesk) cohortTitle(months []insight.Cohort) string {
	var ready []insight.Cohort
	for _, m := range months {
		if k := m.Cells[monthColumn]; m.Month.Day == 1 && k.Ready && !k.Few() {
			ready = append(ready, m)
		}
	}
	if len(ready) < 2 {
		return d.T("insight.title.cohorten.few")
	}
	first, last := ready[0], ready[len(ready)-1]
	a, b := first.Cells[monthColumn], last.Cells[monthColumn]
	args := []any{"first", d.monthWords(first.Month), "last", d.monthWords(last.Month), "from", d.percent(a.Value()), "to", d.percent(b.Value())}
	switch {
	case b.Interval().Low > a.Interval().High:
		return d.T("insight.title.cohorten.better", args...)
	case b.Interval().High < a.Interval().Low:
		return d.T("insight.title.cohorten.worse", args...)
	}
	return d.T("insight.title.cohorten.same", args...)
}
