package web

import (
	"math"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/web/chart"
	c "wederhoor/internal/web/component"
)

// evaluationCharts are the charts of the evaluation of the procedure, in order.
var evaluationCharts = []plot{
	{"stappen", (*insightDesk).stagesPlot},
	{"oplostijd", (*insightDesk).solvedPlot},
	{"keuzes", (*insightDesk).choicesPlot},
	{"invullen", (*insightDesk).intakePlot},
	{"meningen", (*insightDesk).opinionsPlot},
	{"spreiding", (*insightDesk).spreadPlot},
	{"maanden", (*insightDesk).monthsPlot}, // from here on over the whole width
	{"vergelijking", (*insightDesk).comparePlot},
}

// evaluationView is the page.
type evaluationView struct {
	Charts  []templ.Component // side by side
	Months  templ.Component   // below them, over the whole width
	Compare comparison
}

func evaluationShow(d *insightDesk) error {
	v := evaluationView{Compare: d.compare()}
	all, err := d.drawAll(evaluationCharts[:len(evaluationCharts)-1])
	if err != nil {
		return err
	}
	v.Charts, v.Months = all[:len(all)-1], all[len(all)-1]
	return d.render(http.StatusOK, evaluationPage(d, v))
}

// submitted counts the disputes of the period.
func (d *insightDesk) submitted() int {
	return insight.FlowOf(d.facts, d.asked.filter(), d.now).Submitted
}

// stagesPlot counts the ends by stage and outcome.
func (d *insightDesk) stagesPlot() (plotted, error) {
	e := insight.EndsOf(d.facts, d.asked.filter(), d.now)
	ended, direct := 0, 0
	for _, x := range e.Stages {
		ended += x.N
		if x.Stage == procedure.Direct {
			direct += x.N
		}
	}
	title := d.T("eval.title.stappen.few", "n", ended)
	if s := (insight.Share{N: direct, Of: ended}); ended >= 2*fewOf {
		title = d.T("eval.title.stappen", "share", d.percent(s.Value()), "n", ended)
	}
	v := chart.BarsView{Frame: d.plate(evaluationPath, "stappen", title), LabelColumn: d.T("insight.ends.where"), ValueColumn: d.T("insight.cases")}
	v.Empty = d.emptyOf(d.submitted(), "insight.empty.ended")
	sheet := [][]string{{d.T("eval.stage"), d.T("insight.ends.where"), d.T("insight.cases"), d.T("insight.percents")}}
	for _, x := range e.Stages {
		s := insight.Share{N: x.N, Of: ended}
		stage, outcome := d.T("insight.stage."+string(x.Stage)), d.T("signal.outcome."+string(x.Outcome))
		v.Bars = append(v.Bars, chart.Bar{Group: stage, Label: outcome, Value: float64(x.N), Text: d.T("insight.bar", "n", x.N, "share", d.percent(s.Value())), Before: math.NaN(), Tone: outcomeTone(x.Outcome)})
		sheet = append(sheet, []string{stage, outcome, d.raw(float64(x.N), 0), d.rawShare(s)})
	}
	return plotted{chart.Bars(v), sheet}, nil
}

func outcomeTone(o procedure.Outcome) chart.Tone {
	switch o {
	case procedure.Solved, procedure.AgreedDirect, procedure.AgreedMediation, procedure.AgreedRuling:
		return chart.ToneGood
	case procedure.RuledUpheld, procedure.RuledPartly, procedure.RuledDismissed, procedure.RuledInadmissible:
		return chart.ToneJudge
	case procedure.NoAnswer:
		return chart.ToneAlert
	case procedure.Withdrawn, procedure.Refused, procedure.NotSolved, procedure.Stopped:
	}
	return chart.ToneMuted
}

// monthsPlot is what became of the disputes of each month.
func (d *insightDesk) monthsPlot() (plotted, error) {
	e := insight.EndsOf(d.facts, d.asked.filter(), d.now)
	running, all, begun := 0, 0, 0
	for _, m := range e.Months {
		running, all = running+m.Fates[insight.FateRunning], all+m.Submitted
	}
	v := chart.CohortView{
		Frame: d.plate(evaluationPath, "maanden", d.T("eval.title.maanden", "n", running, "all", all)), RowColumn: d.T("insight.cohort.month"), CountColumn: d.T("insight.cases"),
		Unknown: d.T("insight.cohort.unknown"),
	}
	head := []string{d.T("insight.cohort.month"), d.T("insight.cases")}
	for _, x := range insight.Fates() {
		v.Columns = append(v.Columns, d.T("insight.fate.short."+x.String()))
		head = append(head, d.T("insight.fate."+x.String()))
	}
	sheet := [][]string{head}
	for _, m := range e.Months {
		row := chart.CohortRow{Label: d.monthLabel(m.Month), Count: d.count(m.Submitted)}
		line := []string{m.Month.String(), d.raw(float64(m.Submitted), 0)}
		for _, x := range insight.Fates() {
			s := insight.Share{N: m.Fates[x], Of: m.Submitted}
			row.Cells, line = append(row.Cells, chart.CohortCell{Share: s.Value(), Text: d.count(s.N)}), append(line, d.raw(float64(s.N), 0))
		}
		sheet = append(sheet, line)
		if begun += m.Submitted; begun > 0 { // months before the first complaint say nothing
			v.Rows = append(v.Rows, row)
		}
	}
	return plotted{chart.Cohort(v), sheet}, nil
}

// solvedPlot is the median and the 90 % of each month of opening; never an average.
func (d *insightDesk) solvedPlot() (plotted, error) {
	f := d.asked.filter()
	all := insight.NumbersOf(d.facts, f, d.now).Days
	title := d.T("insight.title.doorlooptijd.few")
	if !all.Few() && all.Median.Ok {
		title = d.T("eval.title.oplostijd", "half", d.daysWords(all.Median.Day), "low", d.count(all.Median.Low), "high", d.count(all.Median.High))
		if all.Median.Far {
			title = d.T("insight.title.doorlooptijd.half", "half", d.daysWords(all.Median.Day))
		}
	}
	v := chart.LineView{Frame: d.plate(evaluationPath, "oplostijd", title), Number: d.quantity, Words: chart.LineWords{
		Value: d.T("eval.solved.value"), Number: d.T("eval.solved.half"), Other: d.T("eval.solved.ninety"),
		PeriodColumn: d.T("insight.cohort.month"), NumberColumn: d.T("eval.solved.half.column"), OtherColumn: d.T("eval.solved.ninety.column"),
	}}
	v.Empty = d.emptyOf(d.submitted(), "insight.empty.months")
	sheet := [][]string{{d.T("insight.cohort.month"), d.T("eval.solved.n"), d.T("eval.solved.half.column"), d.T("insight.low"), d.T("insight.high"), d.T("eval.solved.ninety.column")}}
	for _, m := range insight.Cohorts(d.facts, f, d.now) {
		part := f
		part.From, part.To = m.Month, procedure.Date{Year: m.Month.Year, Month: m.Month.Month, Day: 1}.AddMonths(1).AddDays(-1)
		if part.To.After(f.To) {
			part.To = f.To
		}
		days := insight.NumbersOf(d.facts, part, d.now).Days
		value := chart.Value{Label: d.monthLabel(m.Month), Number: math.NaN(), Other: math.NaN()}
		line := []string{m.Month.String(), d.raw(float64(days.N), 0), "", "", "", ""}
		if !days.Few() && days.Median.Ok {
			value.Number = float64(days.Median.Day)
			line[2], line[3] = d.raw(value.Number, 0), d.raw(float64(days.Median.Low), 0)
			if !days.Median.Far {
				line[4] = d.raw(float64(days.Median.High), 0)
			}
		}
		if !days.Few() && days.Ninety.Ok {
			value.Other = float64(days.Ninety.Day)
			line[5] = d.raw(value.Other, 0)
		}
		v.Values, sheet = append(v.Values, value), append(sheet, line)
	}
	return plotted{chart.Line(v), sheet}, nil
}

// choicesPlot is what consumers chose (rules 1.3).
func (d *insightDesk) choicesPlot() (plotted, error) {
	shares := insight.ChoiceShares(d.facts, d.asked.filter(), d.now)
	v := chart.BarsView{Frame: d.plate(evaluationPath, "keuzes", d.choicesTitle(shares)), LabelColumn: d.T("eval.choice"), ValueColumn: d.T("insight.cases"), More: []string{d.T("eval.interval")}}
	v.Empty = d.emptyOf(d.submitted(), "insight.empty.choices")
	sheet := [][]string{{d.T("eval.choice"), d.T("insight.cases"), d.T("insight.percents"), d.T("insight.low"), d.T("insight.high")}}
	for i, s := range shares {
		if s.Of == 0 {
			break
		}
		label, in := d.T("insight.choice."+string(procedure.Choices[i])), s.Interval()
		v.Bars = append(v.Bars, chart.Bar{Label: label, Value: float64(s.N), Text: d.T("insight.bar", "n", s.N, "share", d.percent(s.Value())), Before: math.NaN(), More: []string{d.between(in)}})
		sheet = append(sheet, []string{label, d.raw(float64(s.N), 0), d.rawShare(s), d.raw(in.Low*100, 1), d.raw(in.High*100, 1)})
	}
	return plotted{chart.Bars(v), sheet}, nil
}

func (d *insightDesk) choicesTitle(shares [3]insight.Share) string {
	if shares[0].Few() {
		return d.T("eval.title.keuzes.few")
	}
	most, even := 0, false
	for i, s := range shares[1:] {
		switch {
		case s.N > shares[most].N:
			most, even = i+1, false
		case s.N == shares[most].N:
			even = true
		}
	}
	if even {
		return d.T("eval.title.keuzes.even")
	}
	return d.T("eval.title.keuzes", "choice", d.T("insight.choice."+string(procedure.Choices[most])), "share", d.percent(shares[most].Value()), "n", shares[most].Of)
}

// intakePlot is where people stop while they write their complaint. A complaint is counted once at each step, and
// nobody is followed.
func (d *insightDesk) intakePlot() (plotted, error) {
	passed, err := d.app.Clerk.IntakePassed(d.Context(), d.viewer, d.asked.From, d.asked.To)
	if err != nil {
		return plotted{}, err
	}
	drops := dropOut(passed)
	begun := passed[registry.StepBegun]
	v := chart.BarsView{
		Frame: d.plate(evaluationPath, "invullen", d.intakeTitle(drops)), LabelColumn: d.T("eval.step"), ValueColumn: d.T("eval.step.passed"), Most: float64(begun),
		More: []string{d.T("eval.step.dropped")},
	}
	v.Empty = d.T("eval.step.none")
	sheet := [][]string{{d.T("eval.step"), d.T("eval.step.seen"), d.T("eval.step.passed"), d.T("insight.percents"), d.T("eval.step.dropped")}}
	if begun > 0 {
		v.Bars = append(v.Bars, chart.Bar{Label: d.T("eval.step." + registry.StepBegun), Value: float64(begun), Text: d.count(int(begun)), Before: math.NaN()})
	}
	for _, s := range drops {
		label := d.T("eval.step." + s.Step)
		sheet = append(sheet, []string{label, d.raw(float64(s.Dropped.Of), 0), d.raw(float64(s.Dropped.Of-s.Dropped.N), 0), d.rawShare(s.Left), d.rawShare(s.Dropped)})
		if begun > 0 {
			v.Bars = append(v.Bars, chart.Bar{
				Label: label, Value: float64(s.Left.N), Text: d.T("insight.bar", "n", s.Left.N, "share", d.percent(s.Left.Value())), Before: math.NaN(),
				More: []string{d.shareWords(s.Dropped)},
			})
		}
	}
	return plotted{chart.Bars(v), sheet}, nil
}

// dropOut makes what each step loses from how many complaints passed it: who passed a step has seen the next.
func dropOut(passed map[string]int64) []insight.StepDrop {
	var steps []insight.StepCount
	seen := passed[registry.IntakeSteps[0]]
	for _, s := range registry.IntakeSteps[1:] {
		n := min(passed[s], seen)
		steps = append(steps, insight.StepCount{Step: s, Shown: seen, Passed: n})
		seen = n
	}
	return insight.DropOut(steps)
}

func (d *insightDesk) intakeTitle(drops []insight.StepDrop) string {
	first, last := drops[0], drops[len(drops)-1]
	if first.Dropped.Of < 2*fewOf {
		return d.T("eval.title.invullen.few")
	}
	worst := slices.MaxFunc(drops, func(a, b insight.StepDrop) int { return a.Dropped.N - b.Dropped.N })
	if worst.Dropped.N == 0 {
		return d.T("eval.title.invullen.all", "n", first.Dropped.Of)
	}
	return d.T("eval.title.invullen", "share", d.percent(last.Left.Value()), "step", d.T("eval.step."+worst.Step))
}

// opinionsPlot are the answers to the three questions, consumers beside shops.
func (d *insightDesk) opinionsPlot() (plotted, error) {
	said := insight.Surveys(d.facts, d.asked.filter(), d.now)
	v := chart.BarsView{
		Frame: d.plate(evaluationPath, "meningen", d.opinionsTitle(said)), LabelColumn: d.T("eval.who"), ValueColumn: d.T("eval.high"), Most: 1,
		More: []string{d.T("eval.interval"), d.T("eval.middle")},
	}
	v.Empty = d.T("eval.opinions.none")
	v.Subtitle = d.T("insight.how.meningen", "consumers", d.shareWords(said[0].Answered), "shops", d.shareWords(said[1].Answered))
	sheet := [][]string{{d.T("eval.question"), d.T("eval.who"), "1", "2", "3", "4", "5", d.T("eval.high"), d.T("insight.low"), d.T("insight.high"), d.T("eval.middle")}}
	for i, question := range insight.Questions {
		for _, o := range said {
			a, who := o.Answers[i], d.T("eval.party."+string(o.Party))
			in := a.High.Interval()
			line := []string{d.T("eval.question." + question), who}
			for _, n := range a.Given {
				line = append(line, d.raw(float64(n), 0))
			}
			line = append(line, d.rawShare(a.High), d.raw(in.Low*100, 1), d.raw(in.High*100, 1), "")
			bar := chart.Bar{Group: d.T("eval.question." + question), Label: who, Text: d.shareWords(a.High), Before: math.NaN(), More: []string{"", ""}}
			if !a.High.Few() {
				bar.Value, bar.More = a.High.Value(), []string{d.between(in), d.T("eval.answer", "n", a.Middle)}
				line[len(line)-1] = d.raw(float64(a.Middle), 0)
			}
			sheet = append(sheet, line)
			if said[0].Answered.N+said[1].Answered.N > 0 {
				v.Bars = append(v.Bars, bar)
			}
		}
	}
	return plotted{chart.Bars(v), sheet}, nil
}

// opinionsTitle sets consumers beside shops on the question whether it was fair.
func (d *insightDesk) opinionsTitle(said [2]insight.Opinions) string {
	const fair = 2
	a, b := said[0].Answers[fair].High, said[1].Answers[fair].High
	if a.Few() || b.Few() {
		return d.T("eval.title.meningen.few")
	}
	return d.T("eval.title.meningen", "consumers", d.percent(a.Value()), "shops", d.percent(b.Value()))
}

// spreadAt are the shares of the members at which the concentration is read.
var spreadAt = []float64{0.01, 0.05, 0.1, 0.2, 0.5, 1}

// spreadPlot is which share of the complaints comes from which share of the members.
func (d *insightDesk) spreadPlot() (plotted, error) {
	k := insight.ConcentrationOf(d.facts, d.asked.filter(), d.now, d.facts.Len())
	title := d.T("eval.title.spreiding.few")
	if k.Cases >= 2*fewOf {
		title = d.T("eval.title.spreiding", "n", k.Half, "share", d.percent(insight.Share{N: k.Half, Of: k.Members}.Value()))
	}
	v := chart.BarsView{
		Frame: d.plate(evaluationPath, "spreiding", title), LabelColumn: d.T("eval.spread.members"), ValueColumn: d.T("eval.spread.cases"), Most: 1,
	}
	v.Subtitle = d.T("insight.how.spreiding", "none", d.shareWords(insight.Share{N: k.Members - k.With, Of: k.Members}), "gini", d.quantity(k.Gini, 2))
	sheet := [][]string{{d.T("eval.spread.members"), d.T("eval.spread.n"), d.T("insight.cases"), d.T("insight.percents")}}
	last := 0
	for _, part := range spreadAt {
		n := int(math.Ceil(part*float64(k.Members) - 1e-6)) // a tenth of 30 is 3, whatever 0.1 is in binary
		if k.Cases == 0 || n == last {
			continue
		}
		last = n
		s := insight.Share{N: k.Cases, Of: k.Cases}
		if n <= len(k.Top) && n > 0 {
			s = k.Top[n-1].Cumulative
		}
		label := d.T("eval.spread.top", "share", d.percent(part), "n", n)
		v.Bars = append(v.Bars, chart.Bar{Label: label, Value: s.Value(), Text: d.T("insight.bar", "n", s.N, "share", d.percent(s.Value())), Before: math.NaN()})
		sheet = append(sheet, []string{d.percent(part), d.raw(float64(n), 0), d.raw(float64(s.N), 0), d.rawShare(s)})
	}
	return plotted{chart.Bars(v), sheet}, nil
}

// versionSelect asks for a version of the rules.
func (d *insightDesk) versionSelect(name, value string) c.SelectView {
	v := c.SelectView{ID: name, Name: name, Label: d.T("eval.rules." + name), LabelSize: c.SizeS, Value: value, Options: []c.Option{{Value: "", Text: d.T("eval.rules.none")}}}
	for _, x := range d.facts.Versions() {
		v.Options = append(v.Options, c.Option{Value: x, Text: x})
	}
	return v
}
