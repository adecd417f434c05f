package chart

import (
	"math"
	"slices"
)

// panel is the part of a picture inside two axes.
type panel struct {
	box
	x, y scale
}

// rows draws the lines across and their numbers.
func (d *drawing) rows(p panel, at []float64, words func(float64) string) {
	for _, v := range at {
		y := p.y.at(v)
		class := "grid"
		if y == p.bottom {
			class = "axis"
		}
		d.line(class, point{p.left, y}, point{p.right, y})
		d.text("tick", "end", p.left-8, y+5, words(v))
	}
}

// startRoom is how much room the numbers of an upright axis need at the left.
func startRoom(at []float64, words func(float64) string) float64 {
	room := 44.0
	for _, v := range at {
		room = max(room, wide(words(v))+10)
	}
	return min(room, 170)
}

// above names the upright axis, above it: nobody has to turn their head.
func (d *drawing) above(p panel, words string) {
	d.text("name", "start", 0, p.top-14, fit(words, width))
}

// below writes under an axis; words that would leave the picture are moved in.
func (d *drawing) below(p panel, x float64, words string) {
	half := wide(words) / 2
	d.text("tick", "middle", min(max(x, half), width-half), p.bottom+18, words)
}

// columns writes the labels of equal steps in time under an axis: as many as fit, counted back from the last.
func (d *drawing) columns(p panel, labels []string) {
	if len(labels) == 0 {
		return
	}
	widest := 0.0
	for _, l := range labels {
		widest = max(widest, wide(l))
	}
	apart := (p.right - p.left) / float64(max(len(labels)-1, 1))
	every := max(int(math.Ceil((widest+12)/apart)), 1)
	for i := len(labels) - 1; i >= 0; i -= every {
		x := p.x.at(float64(i))
		d.line("axis", point{x, p.bottom}, point{x, p.bottom + 4})
		d.below(p, x, fit(labels[i], (p.right-p.left)/2))
	}
}

// end is a word at the right end of a line.
type end struct {
	y     float64
	words string
	class string
}

// endRoom is how much room the words at the ends of lines need at the right.
func endRoom(words ...string) float64 {
	room := 0.0
	for _, w := range words {
		room = max(room, wide(w)+14)
	}
	return min(max(room, 14), 150)
}

// ends writes words beside the ends of lines, apart from each other.
func (d *drawing) ends(p panel, all []end) {
	heights := make([]float64, len(all))
	for i, e := range all {
		heights[i] = e.y
	}
	for i, y := range spread(heights, lineGap, p.top, p.bottom) {
		e := all[i]
		if e.words == "" {
			continue
		}
		if math.Abs(y-e.y) > 5 {
			d.line("leader", point{p.right + 1, e.y}, point{p.right + 6, y})
		}
		d.text(e.class, "start", p.right+8, y+5, fit(e.words, width-p.right-8))
	}
}

// Note is a word about one instant, with a line through the chart: a holiday, a campaign, a measure.
type Note struct {
	At    int // the number of the point, from 0
	Words string
}

// noteRows puts notes in rows so that they do not touch, the last one lowest: so its line crosses no words. Row -1 is a
// note without room for its words.
func noteRows(p panel, notes []Note, rows int) (row []int, anchors []string) {
	taken := make([][]box, rows)
	row, anchors = make([]int, len(notes)), make([]string, len(notes))
	for i, n := range slices.Backward(notes) {
		row[i] = -1
		x := p.x.at(float64(n.At))
		anchors[i] = "start"
		if x+4+wide(n.Words) > width {
			anchors[i] = "end"
		}
		for r := range rows {
			b := noteBox(anchors[i], x, 0, n.Words)
			if b.left < 0 || b.right > width || touches(b, taken[r]) {
				continue
			}
			row[i] = r
			taken[r] = append(taken[r], b)
			break
		}
	}
	return row, anchors
}

func noteBox(anchor string, x, y float64, words string) box {
	if anchor == "end" {
		return wordsBox(anchor, x-4, y, words)
	}
	return wordsBox(anchor, x+4, y, words)
}

func touches(b box, all []box) bool {
	for _, o := range all {
		if b.overlaps(o) {
			return true
		}
	}
	return false
}

// noteLines is how many lines of words notes get above a chart.
const noteLines = 2

// noteRoom is how much room notes need above a panel.
func noteRoom(notes []Note) float64 {
	if len(notes) == 0 {
		return 0
	}
	return noteLines*lineGap + 4
}

// notes draws the lines of notes through a panel, and their words in the room above it.
func (d *drawing) notes(p panel, notes []Note) {
	row, anchors := noteRows(p, notes, noteLines)
	for i, n := range notes {
		x := p.x.at(float64(n.At))
		top := p.top
		if row[i] >= 0 {
			y := p.top - 6 - float64(row[i])*lineGap
			top = y - 9
			b := noteBox(anchors[i], x, y, n.Words)
			d.text("note", "start", b.left, y, n.Words)
		}
		d.line("event", point{x, top}, point{x, p.bottom})
	}
}

// events draws only the lines.
func (d *drawing) events(p panel, notes []Note) {
	for _, n := range notes {
		x := p.x.at(float64(n.At))
		d.line("event", point{x, p.top}, point{x, p.bottom})
	}
}

// usable leaves out notes about points that are not there, and puts the rest in order.
func usable(notes []Note, points int) []Note {
	var out []Note
	for _, n := range notes {
		if n.At >= 0 && n.At < points {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b Note) int { return a.At - b.At })
	return out
}
