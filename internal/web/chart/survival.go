package chart

import (
	"strconv"

	"github.com/a-h/templ"

	"wederhoor/internal/web/component"
)

// SurvivalView shows which share of the cases is at an end by which day (screens.md 17.6): lines in steps, as Kaplan and
// Meier estimate them, so that running cases are counted for as long as they ran.
type SurvivalView struct {
	Frame
	// Curves are at most six; each has its own dashes.
	Curves []Curve
	// Days is the length of the axis; 0 is 90.
	Days float64
	// Read are the days in the table; none is 7, 14, 30, 60 and 90.
	Read   []float64
	Words  SurvivalWords
	Number Number
}

// Curve is one line. It begins at day 0 with share 0.
type Curve struct {
	Label string
	Steps []Step
	// Until is the last day on which cases were still followed; the line ends there. 0 is the end of the axis.
	Until float64
}

// Step is a day and the share (0 to 1) that was at an end by the end of it. Days rise, shares do not fall.
type Step struct {
	Day, Share float64
}

// SurvivalWords are the words in the chart and over its table.
type SurvivalWords struct {
	Share, Days    string // the axes
	Median, Ninety string // what the two marks mean
	CurveColumn    string
	DayColumn      func(day float64) string // "dag 7"
	MedianColumn   string
	NinetyColumn   string
	Percent        func(share float64) string // "60%"
	NotReached     string                     // where a curve never came to the half or to 90 %
}

func (w SurvivalWords) percent(share float64) string {
	if w.Percent == nil {
		return strconv.FormatFloat(share*100, 'f', 0, 64) + "%"
	}
	return w.Percent(share)
}

// maxCurves is how many dashes people can tell apart.
const maxCurves = 6

// at is the share on a day.
func (c Curve) at(day float64) float64 {
	share := 0.0
	for _, s := range c.Steps {
		if s.Day > day {
			break
		}
		share = s.Share
	}
	return share
}

// reaches is the first day on which the share is at least so high; false when it never is.
func (c Curve) reaches(share float64) (float64, bool) {
	for _, s := range c.Steps {
		if s.Share >= share {
			return s.Day, true
		}
	}
	return 0, false
}

// sound drops steps that cannot be drawn and keeps the line rising.
func (c Curve) sound() Curve {
	out := Curve{Label: c.Label, Until: c.Until}
	last := Step{}
	for _, s := range c.Steps {
		if !finite(s.Day, s.Share) || s.Day < last.Day {
			continue
		}
		last = Step{s.Day, min(max(s.Share, last.Share), 1)}
		out.Steps = append(out.Steps, last)
	}
	return out
}

// Survival draws the shares.
func Survival(v SurvivalView) templ.Component { return plate(v.Frame, v.draw()) }

func (v SurvivalView) draw() drawn {
	var curves []Curve
	for _, c := range v.Curves {
		if c = c.sound(); len(c.Steps) > 0 && len(curves) < maxCurves {
			curves = append(curves, c)
		}
	}
	if len(curves) == 0 {
		return drawn{}
	}
	if !(v.Days > 0) || !finite(v.Days) {
		v.Days = 90
	}
	labels := make([]string, len(curves))
	for i, c := range curves {
		labels[i] = c.Label
	}
	d := &drawing{height: 370}
	p := panel{box: box{left: 48, top: axisRoom, right: width - endRoom(labels...), bottom: d.height - labelRoom - 22}}
	p.x, p.y = linear(0, v.Days, p.left, p.right), linear(0, 1, p.bottom, p.top)
	d.rows(p, from0(1, 0.25), v.Words.percent)
	d.above(p, v.Words.Share)
	v.days(d, p)
	for _, share := range []float64{0.5, 0.9} {
		d.line("guide", point{p.left, p.y.at(share)}, point{p.right, p.y.at(share)})
	}
	d.text("tick", "end", p.left-8, p.y.at(0.9)+5, v.Words.percent(0.9))

	all, lines := make([]end, len(curves)), []keyItem(nil)
	for i, c := range curves {
		points := c.points(p, v.Days)
		d.line("curve c-curve-"+strconv.Itoa(i+1), points...)
		last := points[len(points)-1]
		all[i] = end{last.y, c.Label, "end c-is-curve-" + strconv.Itoa(i+1)}
		lines = append(lines, keyItem{"curve c-curve-" + strconv.Itoa(i+1), "M3 10H21", c.Label})
		if last.x < p.right {
			d.line("leader", last, point{p.right, last.y})
		}
	}
	var taken []box
	half := v.reached(d, p, curves, 0.5, "median", shapeDot, &taken)
	most := v.reached(d, p, curves, 0.9, "ninety", shapeSquare, &taken)
	d.ends(p, all)
	out := drawn{svg: d.svg(v.ID, v.picture()), lines: lines, table: v.table(curves)}
	if half && v.Words.Median != "" {
		out.key = append(out.key, keyItem{"median", "M12 10" + shapeDot, v.Words.Median})
	}
	if most && v.Words.Ninety != "" {
		out.key = append(out.key, keyItem{"ninety", "M12 10" + shapeSquare, v.Words.Ninety})
	}
	return out
}

// days draws the axis below: multiples of 15 for 90 days, else round numbers.
func (v SurvivalView) days(d *drawing, p panel) {
	at, _ := ticks(0, v.Days, 6)
	if v.Days == 90 {
		at = from0(90, 15)
	}
	for _, t := range at {
		x := p.x.at(t)
		d.line("axis", point{x, p.bottom}, point{x, p.bottom + 5})
		d.below(p, x, v.Number.of(t, 0))
	}
	d.text("name", "middle", (p.left+p.right)/2, d.height-6, fit(v.Words.Days, p.right-p.left))
}

// points are the corners of the steps.
func (c Curve) points(p panel, days float64) []point {
	stop := days
	if c.Until > 0 {
		stop = min(c.Until, days)
	}
	y := p.y.at(0)
	points := []point{{p.x.at(0), y}}
	for _, s := range c.Steps {
		if s.Day > stop {
			break
		}
		x := p.x.at(s.Day)
		points = append(points, point{x, y})
		y = p.y.at(s.Share)
		points = append(points, point{x, y})
	}
	return append(points, point{p.x.at(stop), y})
}

// reached marks where the curves come to a share, and writes the day above it where there is room, a day once. False
// when none comes so far.
func (v SurvivalView) reached(d *drawing, p panel, curves []Curve, share float64, class, shape string, taken *[]box) bool {
	written := map[float64]bool{}
	for _, c := range curves {
		day, ok := c.reaches(share)
		if !ok || day > v.Days {
			continue
		}
		at := point{p.x.at(day), p.y.at(share)}
		d.marks(class, shape, at)
		*taken = append(*taken, box{at.x - 6, at.y - 6, at.x + 6, at.y + 6})
		if written[day] {
			continue
		}
		written[day] = true
		words := v.Number.of(day, 0)
		for _, s := range []struct {
			anchor string
			x, y   float64
		}{{"end", at.x - 8, at.y - 6}, {"start", at.x + 9, at.y + 16}, {"start", at.x + 9, at.y - 6}} {
			if b := wordsBox(s.anchor, s.x, s.y, words); b.inside(p.box) && !touches(b, *taken) {
				*taken = append(*taken, b)
				d.text("who", s.anchor, s.x, s.y, words)
				break
			}
		}
	}
	return len(written) > 0
}

// table has a row for each curve, with the median and the 90 % first.
func (v SurvivalView) table(curves []Curve) component.TableView {
	read := v.Read
	if len(read) == 0 {
		read = []float64{7, 14, 30, 60, 90}
	}
	w := v.Words
	t := component.TableView{ID: v.ID + "-table", Caption: v.Caption, Columns: []component.TableColumn{{Text: w.CurveColumn}}}
	for _, day := range read {
		name := v.Number.of(day, 0)
		if w.DayColumn != nil {
			name = w.DayColumn(day)
		}
		t.Columns = append(t.Columns, component.TableColumn{Text: name, Numeric: true})
	}
	t.Columns = append(t.Columns, component.TableColumn{Text: w.MedianColumn, Numeric: true}, component.TableColumn{Text: w.NinetyColumn, Numeric: true})
	for _, c := range curves {
		row := []component.TableCell{{Text: c.Label}}
		for _, day := range read {
			words := "–"
			if c.Until == 0 || day <= c.Until {
				words = w.percent(c.at(day))
			}
			row = append(row, component.TableCell{Text: words})
		}
		for _, share := range []float64{0.5, 0.9} {
			words := w.NotReached
			if day, ok := c.reaches(share); ok {
				words = v.Number.of(day, 0)
			}
			row = append(row, component.TableCell{Text: words})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
