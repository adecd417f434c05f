package chart

import (
	"github.com/a-h/templ"

	"wederhoor/internal/web/component"
)

// LineView is a row of numbers in time, such as 24 months of one member, with pieces before and after a measure
// (screens.md 17.9).
type LineView struct {
	Frame
	Values []Value
	// Pieces are what was measured over some periods together: a level, and the interval in which it truly lies.
	Pieces []Piece
	Notes  []Note
	// Decimals is how many the values have.
	Decimals int
	Words    LineWords
	Number   Number
}

// Value is one period. NaN is a period without a number; the line stops there.
type Value struct {
	Label  string
	Number float64
	// Other is what it is compared with, such as the sector. NaN everywhere draws no second line.
	Other float64
}

// Piece is the level of the periods First to Last (both counted in, from 0).
type Piece struct {
	First, Last      int
	Level, Low, High float64
	Words            string // "vóór: 4,1 (2,9–5,6)"
}

// LineWords are the words in the chart and over its table.
type LineWords struct {
	Value, Number, Other       string // axis; ends of the lines
	Level                      string // what a piece means
	PeriodColumn, NumberColumn string
	OtherColumn, NoteColumn    string
}

// Line draws a row of numbers.
func Line(v LineView) templ.Component { return plate(v.Frame, v.draw()) }

func (v LineView) draw() drawn {
	known, others, high := false, false, 0.0
	for _, q := range v.Values {
		if finite(q.Number) {
			known, high = true, max(high, q.Number)
		}
		if finite(q.Other) {
			others, high = true, max(high, q.Other)
		}
	}
	if !known {
		return drawn{}
	}
	v.Notes = usable(v.Notes, len(v.Values))
	v.Pieces = v.usablePieces()
	for _, q := range v.Pieces {
		high = max(high, q.High, q.Level)
	}
	w := v.Words
	if !others {
		w.Other = ""
	}
	d := &drawing{height: 320 + noteRoom(v.Notes)}
	top, by := upTo(high*1.05, v.Decimals == 0)
	at, words := from0(top, by), func(t float64) string { return v.Number.of(t, decimals(by)) }
	p := panel{box: box{left: startRoom(at, words), top: axisRoom + noteRoom(v.Notes), right: width - endRoom(w.Number, w.Other), bottom: d.height - labelRoom}}
	p.x, p.y = linear(0, float64(len(v.Values)-1), p.left+6, p.right-6), linear(0, top, p.bottom, p.top)
	if len(v.Values) == 1 {
		p.x = linear(-1, 1, p.left+6, p.right-6)
	}
	for _, q := range v.Pieces {
		d.area("band", v.pieceBox(p, q))
	}
	d.rows(p, at, words)
	d.text("name", "start", 0, 16, fit(w.Value, width))
	labels := make([]string, len(v.Values))
	for i, q := range v.Values {
		labels[i] = q.Label
	}
	d.columns(p, labels)
	d.notes(p, v.Notes)
	v.lines(d, p, w)
	v.levels(d, p)
	out := drawn{svg: d.svg(v.ID, v.picture()), table: v.table(others)}
	if len(v.Pieces) > 0 && w.Level != "" {
		out.key = []keyItem{{"band c-key", "M4 3h16v14h-16z", w.Level}}
	}
	for _, q := range v.Pieces {
		out.note += q.Words + ". "
	}
	return out
}

func (v LineView) usablePieces() []Piece {
	var out []Piece
	for _, q := range v.Pieces {
		if finite(q.Level, q.Low, q.High) && q.First >= 0 && q.First <= q.Last && q.Last < len(v.Values) && q.Low <= q.High {
			out = append(out, q)
		}
	}
	return out
}

// pieceBox is the interval of a piece, half a period wider at each side so that pieces meet.
func (v LineView) pieceBox(p panel, q Piece) box {
	return box{
		max(p.x.free(float64(q.First)-0.45), p.left), p.y.at(q.High),
		min(p.x.free(float64(q.Last)+0.45), p.right), p.y.at(q.Low),
	}
}

// lines draws both lines with a dot on each known number.
func (v LineView) lines(d *drawing, p panel, w LineWords) {
	var line, other []point
	var all []end
	var last, lastOther point
	stop := func(class string, points *[]point) {
		d.line(class, *points...)
		*points = nil
	}
	var dots []point
	for i, q := range v.Values {
		x := p.x.at(float64(i))
		if finite(q.Other) {
			lastOther = point{x, p.y.at(q.Other)}
			other = append(other, lastOther)
		} else {
			stop("other", &other)
		}
		if finite(q.Number) {
			last = point{x, p.y.at(q.Number)}
			line, dots = append(line, last), append(dots, last)
		} else {
			stop("count", &line)
		}
	}
	stop("other", &other)
	stop("count", &line)
	d.marks("dots c-week", shapeDot, dots...)
	all = append(all, end{last.y, w.Number, "end c-is-count"})
	if w.Other != "" {
		all = append(all, end{lastOther.y, w.Other, "end"})
	}
	d.ends(p, all)
}

// levels draws the level of each piece and its words, above its interval.
func (v LineView) levels(d *drawing, p panel) {
	var taken []box
	for _, q := range v.Pieces {
		b := v.pieceBox(p, q)
		y := p.y.at(q.Level)
		d.line("level", point{b.left, y}, point{b.right, y})
		words := fit(q.Words, p.right-p.left)
		x := min(max((b.left+b.right)/2, p.left+wide(words)/2), p.right-wide(words)/2)
		for _, under := range []float64{b.top - 6, b.bottom + 15, b.top - 6 - lineGap} {
			if at := wordsBox("middle", x, under, words); at.top >= p.top-2 && at.bottom <= p.bottom && !touches(at, taken) {
				taken = append(taken, at)
				d.text("who", "middle", x, under, words)
				break
			}
		}
	}
}

// table has a row for each period.
func (v LineView) table(others bool) component.TableView {
	w := v.Words
	t := component.TableView{ID: v.ID + "-table", Caption: v.Caption, Columns: []component.TableColumn{
		{Text: w.PeriodColumn}, {Text: w.NumberColumn, Numeric: true},
	}}
	if others {
		t.Columns = append(t.Columns, component.TableColumn{Text: w.OtherColumn, Numeric: true})
	}
	if len(v.Notes) > 0 {
		t.Columns = append(t.Columns, component.TableColumn{Text: w.NoteColumn})
	}
	for i, q := range v.Values {
		row := []component.TableCell{{Text: q.Label}, {Text: v.Number.orDash(q.Number, v.Decimals)}}
		if others {
			row = append(row, component.TableCell{Text: v.Number.orDash(q.Other, max(v.Decimals, 1))})
		}
		if len(v.Notes) > 0 {
			row = append(row, component.TableCell{Text: noteAt(v.Notes, i)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
