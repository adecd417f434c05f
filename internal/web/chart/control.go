package chart

import (
	"slices"

	"github.com/a-h/templ"

	"wederhoor/internal/web/component"
)

// ControlView is a control chart: counts in time, and below them the sum that finds a slow rise (screens.md 17.4).
type ControlView struct {
	Frame
	Points []Point
	// ClimbLimit is the height at which the sum gives a signal and begins again at 0. Zero draws no sum.
	ClimbLimit float64
	Notes      []Note
	Words      ControlWords
	Number     Number
}

// Point is one period of a control chart.
type Point struct {
	Label           string
	Count           float64
	Expected, Upper float64 // the mean and its upper limit in this period; may swing with the season
	Climb           float64 // the sum at the end of this period, before it begins again
	Signal          bool    // marks the point, also when it is not above Upper
}

// ControlWords are the words in a control chart and over its table.
type ControlWords struct {
	Count, Expected, Upper      string // axis; ends of the lines
	Climb, ClimbLimit           string
	Dot, Diamond                string // what the shapes mean
	PeriodColumn, CountColumn   string
	ExpectedColumn, ClimbColumn string
	SignalColumn, NoteColumn    string
	Signal                      string // in the table, where there is one
}

func (p Point) usable() bool { return finite(p.Count, p.Expected, p.Upper, p.Climb) && p.Count >= 0 }

// marked says whether a point stands out.
func (p Point) marked() bool { return p.Signal || p.Count > p.Upper }

// climbs says whether there is a sum to draw.
func (v ControlView) climbs() bool { return finite(v.ClimbLimit) && v.ClimbLimit > 0 }

// Control draws a control chart.
func Control(v ControlView) templ.Component { return plate(v.Frame, v.draw()) }

func (v ControlView) draw() drawn {
	if !slices.ContainsFunc(v.Points, Point.usable) {
		return drawn{}
	}
	v.Notes = usable(v.Notes, len(v.Points))
	d := &drawing{height: 320}
	if v.climbs() {
		d.height = 470
	}
	p := v.counts(d)
	labels := make([]string, len(v.Points))
	for i, point := range v.Points {
		labels[i] = point.Label
	}
	d.columns(p, labels)
	if v.climbs() {
		v.climb(d, p)
	}
	d.notes(p, v.Notes)
	out := drawn{svg: d.svg(v.ID, v.picture()), table: v.table()}
	for _, k := range []keyItem{{"dots c-week", "M12 10" + shapeDot, v.Words.Dot}, {"diamond", "M12 10" + shapeDiamond, v.Words.Diamond}} {
		if k.words != "" {
			out.key = append(out.key, k)
		}
	}
	return out
}

// counts draws the upper panel.
func (v ControlView) counts(d *drawing) panel {
	w := v.Words
	high := 0.0
	for _, p := range v.Points {
		if p.usable() {
			high = max(high, p.Count, p.Upper, p.Expected)
		}
	}
	top, by := upTo(high*1.05, true)
	at, words := from0(top, by), func(t float64) string { return v.Number.of(t, decimals(by)) }
	roof := axisRoom + noteRoom(v.Notes)
	p := panel{box: box{left: startRoom(at, words), top: roof, right: width - endRoom(w.Expected, w.Upper, w.ClimbLimit), bottom: 320 - labelRoom}}
	p.x = linear(0, float64(len(v.Points)-1), p.left+6, p.right-6)
	p.y = linear(0, top, p.bottom, p.top)
	if len(v.Points) == 1 {
		p.x = linear(-1, 1, p.left+6, p.right-6)
	}
	d.rows(p, at, words)
	d.text("name", "start", 0, 16, fit(w.Count, width))

	var counts, signals []point
	var mean, upper []point
	broken := func() {
		d.line("mean", mean...)
		d.line("outer c-dashed", upper...)
		d.line("count", counts...)
		d.marks("dots c-week", shapeDot, counts...)
		counts, mean, upper = nil, nil, nil
	}
	var lastMean, lastUpper float64
	for i, q := range v.Points {
		if !q.usable() {
			broken()
			continue
		}
		x := p.x.at(float64(i))
		at := point{x, p.y.at(q.Count)}
		counts = append(counts, at)
		lastMean, lastUpper = p.y.at(q.Expected), p.y.at(q.Upper)
		mean, upper = append(mean, point{x, lastMean}), append(upper, point{x, lastUpper})
		if q.marked() {
			signals = append(signals, at)
		}
	}
	broken()
	d.marks("diamond", shapeDiamond, signals...)
	d.ends(p, []end{{lastMean, w.Expected, "end"}, {lastUpper, w.Upper, "end c-is-outer"}})
	return p
}

// climb draws the lower panel: the sum climbs, and where it crosses its limit it falls to 0 and begins again.
func (v ControlView) climb(d *drawing, above panel) {
	high := v.ClimbLimit
	for _, p := range v.Points {
		if p.usable() {
			high = max(high, p.Climb)
		}
	}
	p := panel{box: box{left: above.left, top: above.bottom + labelRoom + axisRoom + 14, right: above.right, bottom: d.height - 10}, x: above.x}
	p.y = linear(0, high*1.15, p.bottom, p.top)
	d.line("axis", point{p.left, p.bottom}, point{p.right, p.bottom})
	d.text("tick", "end", p.left-8, p.bottom+5, v.Number.of(0, 0))
	d.above(p, v.Words.Climb)
	d.events(p, v.Notes)
	limit := p.y.at(v.ClimbLimit)
	d.line("outer c-dashed", point{p.left, limit}, point{p.right, limit})
	d.ends(p, []end{{limit, v.Words.ClimbLimit, "end c-is-outer"}})

	var sum, signals []point
	for i, q := range v.Points {
		if !q.usable() {
			d.line("sum", sum...)
			sum = nil
			continue
		}
		at := point{p.x.at(float64(i)), p.y.at(max(q.Climb, 0))}
		sum = append(sum, at)
		if q.Climb >= v.ClimbLimit {
			signals = append(signals, at)
			sum = append(sum, point{at.x, p.bottom})
		}
	}
	d.line("sum", sum...)
	d.marks("diamond", shapeDiamond, signals...)
}

// table has a row for each period; columns without words are left out.
func (v ControlView) table() component.TableView {
	w, n := v.Words, v.Number
	t := component.TableView{ID: v.ID + "-table", Caption: v.Caption, Columns: []component.TableColumn{
		{Text: w.PeriodColumn}, {Text: w.CountColumn, Numeric: true}, {Text: w.ExpectedColumn, Numeric: true},
	}}
	if v.climbs() {
		t.Columns = append(t.Columns, component.TableColumn{Text: w.ClimbColumn, Numeric: true})
	}
	t.Columns = append(t.Columns, component.TableColumn{Text: w.SignalColumn})
	if len(v.Notes) > 0 {
		t.Columns = append(t.Columns, component.TableColumn{Text: w.NoteColumn})
	}
	for i, p := range v.Points {
		row := []component.TableCell{{Text: p.Label}, {Text: n.orDash(p.Count, 0)}, {Text: n.orDash(p.Expected, 1)}}
		if v.climbs() {
			row = append(row, component.TableCell{Text: n.orDash(p.Climb, 1)})
		}
		signal := ""
		if p.usable() && p.marked() || v.climbs() && p.Climb >= v.ClimbLimit {
			signal = w.Signal
		}
		row = append(row, component.TableCell{Text: signal})
		if len(v.Notes) > 0 {
			row = append(row, component.TableCell{Text: noteAt(v.Notes, i)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// noteAt joins the notes about one point.
func noteAt(notes []Note, i int) string {
	words := ""
	for _, n := range notes {
		if n.At != i {
			continue
		}
		if words != "" {
			words += "; "
		}
		words += n.Words
	}
	return words
}
