package web

import (
	"math"
	"strconv"
	"sync"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	"wederhoor/internal/web/chart"
)

// weekRise is the lasting rise that the sum over weeks looks for: a third more than usual.
const weekRise = 4.0 / 3

// weekRun is how many weeks pass on average between two false alarms of that sum: ten years.
const weekRun = 520

// weekClimb is the sum itself; its table takes a moment to make.
var weekClimb = sync.OnceValue(func() *insight.Climb { return insight.NewClimb(weekRise) })

// climbing is the sum at the end of each week, and where it gives a signal and begins again. Where weeks differ more
// than chance does, the counts are taken in units of that spread.
func climbing(w insight.Weeks, whole []insight.Week) (sums []float64, limit float64) {
	if w.Mean <= 0 || !w.Steady() {
		return make([]float64, len(whole)), 0
	}
	limit = weekClimb().Limit(w.Mean/w.Spread*weekRun) * w.Spread
	sum := 0.0
	for _, x := range whole {
		sum = max(0, sum+float64(x.N)-weekClimb().Reference*w.Mean)
		sums = append(sums, sum)
		if sum >= limit {
			sum = 0
		}
	}
	return sums, limit
}

// leastAWeek is from how many disputes a week on limits are drawn: with fewer, three times the spread is too close to
// nothing, and every second dispute of a week would be a finding.
const leastAWeek = 1

// limited says that there are enough weeks, and enough disputes in them, for limits.
func limited(w insight.Weeks) bool { return w.Steady() && w.Mean >= leastAWeek }

func wholeWeeks(w insight.Weeks) []insight.Week {
	var out []insight.Week
	for _, x := range w.Weeks {
		if x.Whole {
			out = append(out, x)
		}
	}
	return out
}

// weeksPlot is whether something is changing (screens.md 17.4). Weeks that are not whole are left out.
func (d *insightDesk) weeksPlot() (plotted, error) {
	f := d.asked.filter()
	if first := procedure.DateOf(d.facts.Oldest()); d.facts.Len() > 0 && first.After(f.From) {
		f.From = first // weeks before the first dispute of all are not what is usual
	}
	all := insight.WeeksOf(d.facts, f, d.now)
	whole := wholeWeeks(all)
	sums, limit := climbing(all, whole)
	notes, err := d.app.Clerk.ChartNotes(d.Context(), d.viewer)
	if err != nil {
		return plotted{}, err
	}
	marks := d.weekNotes(notes, whole)
	words := map[int]string{}
	for _, n := range marks {
		if words[n.At] != "" {
			words[n.At] += "; "
		}
		words[n.At] += n.Words
	}
	frame := d.plate(insightPath, "weken", d.weeksTitle(all, whole, sums, limit))
	frame.Empty = d.emptyOf(d.submitted(), "insight.empty.weeks")
	sheet := [][]string{{d.T("insight.weeks.week"), d.T("insight.weeks.monday"), d.T("insight.cases"), d.T("insight.weeks.expected"), d.T("insight.weeks.upper"), d.T("insight.weeks.sum"), d.T("insight.weeks.signal"), d.T("insight.note.column")}}
	steady := chart.ControlView{Frame: frame, ClimbLimit: limit, Notes: marks, Number: d.quantity, Words: d.weekWords()}
	plain := chart.LineView{Frame: frame, Notes: marks, Number: d.quantity, Words: chart.LineWords{
		Value: d.T("insight.weeks.count"), Number: d.T("insight.weeks.dot"), PeriodColumn: d.T("insight.weeks.week"), NumberColumn: d.T("insight.cases"), NoteColumn: d.T("insight.note.column"),
	}}
	for i, x := range whole {
		label := d.weekName(x)
		signal := x.Above || limit > 0 && sums[i] >= limit
		steady.Points = append(steady.Points, chart.Point{Label: label, Count: float64(x.N), Expected: all.Mean, Upper: all.Upper, Climb: sums[i], Signal: signal})
		plain.Values = append(plain.Values, chart.Value{Label: label, Number: float64(x.N), Other: math.NaN()})
		line := []string{strconv.Itoa(x.Year) + "-W" + pad(x.Week, 2), x.Monday.String(), d.raw(float64(x.N), 0), "", "", "", "", words[i]}
		if all.Steady() {
			line[3], line[4], line[5], line[6] = d.raw(all.Mean, 1), d.raw(all.Upper, 1), d.raw(sums[i], 1), d.yesOr(signal)
		}
		sheet = append(sheet, line)
	}
	if !limited(all) {
		plain.Subtitle = d.T("insight.how.weken.few")
		if all.Mean == 0 {
			plain.Values = nil
		}
		return plotted{chart.Line(plain), sheet}, nil
	}
	return plotted{chart.Control(steady), sheet}, nil
}

// weekNotes puts each note at its week.
func (d *insightDesk) weekNotes(notes []registry.ChartNote, weeks []insight.Week) []chart.Note {
	var out []chart.Note
	for _, n := range notes {
		for i, w := range weeks {
			if !n.Day.Before(w.Monday) && n.Day.Before(w.Monday.AddDays(7)) {
				out = append(out, chart.Note{At: i, Words: n.Text})
			}
		}
	}
	return out
}

func (q *request) weekName(w insight.Week) string {
	return q.T("insight.week", "n", strconv.Itoa(w.Week), "year", strconv.Itoa(w.Year))
}

func (q *request) weekWords() chart.ControlWords {
	return chart.ControlWords{
		Count: q.T("insight.weeks.count"), Expected: q.T("insight.weeks.expected.end"), Upper: q.T("insight.weeks.upper.end"),
		Climb: q.T("insight.weeks.climb"), ClimbLimit: q.T("insight.weeks.climb.end"), Dot: q.T("insight.weeks.dot"), Diamond: q.T("insight.weeks.diamond"),
		PeriodColumn: q.T("insight.weeks.week"), CountColumn: q.T("insight.cases"), ExpectedColumn: q.T("insight.weeks.expected"),
		ClimbColumn: q.T("insight.weeks.sum"), SignalColumn: q.T("insight.weeks.signal"), NoteColumn: q.T("insight.note.column"), Signal: q.T("word.yes"),
	}
}

// weeksTitle tells of the newest thing that chance does not explain: a lasting rise, or single weeks.
func (d *insightDesk) weeksTitle(all insight.Weeks, whole []insight.Week, sums []float64, limit float64) string {
	switch {
	case !all.Steady():
		return d.T("insight.title.weken.few")
	case !limited(all):
		return d.T("insight.title.weken.little")
	}
	began, risen := 0, -1 // the first week of the climb, and of the last one that gave a signal
	for i, sum := range sums {
		switch {
		case limit > 0 && sum >= limit:
			risen, began = began, i+1
		case sum == 0:
			began = i + 1
		}
	}
	above, last := 0, 0
	for i, x := range whole {
		if x.Above {
			above, last = above+1, i
		}
	}
	switch {
	case risen >= 0:
		return d.T("insight.title.weken.rise", "week", strconv.Itoa(whole[risen].Week), "month", d.monthWords(whole[risen].Monday))
	case above > 0:
		return d.T("insight.title.weken.above", "n", above, "week", strconv.Itoa(whole[last].Week), "date", text.DateShort(d.lang, whole[last].Monday.Start()))
	}
	return d.T("insight.title.weken.none", "mean", d.quantity(all.Mean, 1))
}
