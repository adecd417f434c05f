package chart

import (
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Sizes in units of the view box. A picture is never shown smaller than 560 px wide, so that text is 13 px or more:
// 14 × 560 / 600.
const (
	width     = 600.0
	fontSize  = 14.0
	lineGap   = 17.0 // between two lines of text
	axisRoom  = 30.0 // above a panel, for the name of its axis
	labelRoom = 26.0 // below a panel, for the numbers of its axis
)

type point struct{ x, y float64 }

// box is a piece of the picture.
type box struct{ left, top, right, bottom float64 }

func (b box) overlaps(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

func (b box) inside(o box) bool {
	return b.left >= o.left && b.right <= o.right && b.top >= o.top && b.bottom <= o.bottom
}

// drawing collects the elements of one picture.
type drawing struct {
	b      []byte
	height float64
}

// coordinate writes a number with one decimal at most.
func (d *drawing) coordinate(v float64) {
	d.b = strconv.AppendFloat(d.b, math.Round(v*10)/10, 'f', -1, 64)
}

func (d *drawing) pair(x, y float64) {
	d.coordinate(x)
	d.b = append(d.b, ' ')
	d.coordinate(y)
}

func (d *drawing) open(class string) {
	d.b = append(d.b, `<path class="c-`...)
	d.b = append(d.b, class...)
	d.b = append(d.b, `" d="`...)
}

func (d *drawing) shut() { d.b = append(d.b, `"/>`...) }

// line draws a line through points.
func (d *drawing) line(class string, points ...point) {
	if len(points) < 2 {
		return
	}
	d.open(class)
	for i, p := range points {
		d.b = append(d.b, "ML"[min(i, 1)])
		d.pair(p.x, p.y)
	}
	d.shut()
}

// area draws a closed shape.
func (d *drawing) area(class string, b box) {
	d.open(class)
	d.b = append(d.b, 'M')
	d.pair(b.left, b.top)
	d.b = append(d.b, 'H')
	d.coordinate(b.right)
	d.b = append(d.b, 'V')
	d.coordinate(b.bottom)
	d.b = append(d.b, 'H')
	d.coordinate(b.left)
	d.b = append(d.b, 'Z')
	d.shut()
}

// marks draws the same shape at each point, all in one element. A dot is a line without length and with round ends.
func (d *drawing) marks(class, shape string, points ...point) {
	if len(points) == 0 {
		return
	}
	d.open(class)
	for _, p := range points {
		d.b = append(d.b, 'M')
		d.pair(p.x, p.y)
		d.b = append(d.b, shape...)
	}
	d.shut()
}

// Shapes, to be put at a point.
const (
	shapeDot      = "h0"
	shapeTriangle = "m0-6.5l6 10.5h-12z"
	shapeDiamond  = "m0-7l7 7-7 7-7-7z"
	shapeSquare   = "m-4.5-4.5h9v9h-9z"
	shapeRing     = "m-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0"
	shapeBeyond   = "m-5-9l5-5 5 5" // above the edge of the axis
	shapeRug      = "v-7"           // the same for a member without a mark
	reach         = 14.0            // how far a shape comes from its point at most
)

// text writes words; anchor is start, middle or end.
func (d *drawing) text(class, anchor string, x, y float64, words string) {
	d.b = append(d.b, `<text class="c-`...)
	d.b = append(d.b, class...)
	d.b = append(d.b, `" x="`...)
	d.coordinate(x)
	d.b = append(d.b, `" y="`...)
	d.coordinate(y)
	if anchor != "start" {
		d.b = append(d.b, `" text-anchor="`...)
		d.b = append(d.b, anchor...)
	}
	d.b = append(d.b, `">`...)
	d.b = append(d.b, html.EscapeString(words)...)
	d.b = append(d.b, `</text>`...)
}

// svg closes the picture. The title is what a screen reader says of it.
func (d *drawing) svg(id, title string) string {
	size := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	var out strings.Builder
	out.Grow(len(d.b) + len(title) + 300)
	out.WriteString(`<svg class="app-chart__svg" viewBox="0 0 ` + size(width) + " " + size(d.height) + `" role="img" aria-labelledby="` +
		html.EscapeString(id) + `-picture"><title id="` + html.EscapeString(id) + `-picture">` + html.EscapeString(title) + `</title><g aria-hidden="true">`)
	out.Write(d.b)
	out.WriteString(`</g></svg>`)
	return out.String()
}

// wide is about how wide words are, rather too much than too little: the font of the house is narrower.
func wide(words string) float64 {
	w := 0.0
	for _, r := range words {
		switch {
		case strings.ContainsRune("iljtfrI.,:;'|()[] !", r):
			w += 0.34
		case strings.ContainsRune("mwMW%@—", r):
			w += 0.86
		case r >= 'A' && r <= 'Z', r > 0x2fff:
			w += 0.66
		default:
			w += 0.54
		}
	}
	return w * fontSize
}

// fit shortens words to a width.
func fit(words string, room float64) string {
	if wide(words) <= room {
		return words
	}
	runes := []rune(words)
	for len(runes) > 0 && wide(string(runes))+fontSize*0.9 > room {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,.") + "…"
}

// wordsBox is about where words come.
func wordsBox(anchor string, x, y float64, words string) box {
	w := wide(words)
	left := x
	switch anchor {
	case "middle":
		left = x - w/2
	case "end":
		left = x - w
	}
	return box{left, y - fontSize*0.8, left + w, y + fontSize*0.3}
}

// spread moves heights apart until they are gap from each other, within top and bottom, and keeps their order.
func spread(heights []float64, gap, top, bottom float64) []float64 {
	order := make([]int, len(heights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(heights[a], heights[b]) })
	out := make([]float64, len(heights))
	last := top - gap
	for _, i := range order {
		last = max(heights[i], last+gap)
		out[i] = last
	}
	next := bottom + gap
	for _, i := range slices.Backward(order) {
		next = min(out[i], next-gap)
		out[i] = next
	}
	return out
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// clip cuts a line to a box: the pieces that are inside.
func clip(points []point, b box) [][]point {
	var pieces [][]point
	var piece []point
	for i := 1; i < len(points); i++ {
		p, q, ok := clipSegment(points[i-1], points[i], b)
		if !ok {
			continue
		}
		if len(piece) == 0 || piece[len(piece)-1] != p {
			if len(piece) > 0 {
				pieces = append(pieces, piece)
			}
			piece = []point{p}
		}
		piece = append(piece, q)
	}
	if len(piece) > 0 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// clipSegment is the part of a line between two points that is inside a box (Liang and Barsky).
func clipSegment(p, q point, b box) (point, point, bool) {
	dx, dy := q.x-p.x, q.y-p.y
	in, out := 0.0, 1.0
	for _, side := range [4][2]float64{{-dx, p.x - b.left}, {dx, b.right - p.x}, {-dy, p.y - b.top}, {dy, b.bottom - p.y}} {
		switch d, room := side[0], side[1]; {
		case d == 0 && room < 0:
			return p, q, false
		case d < 0:
			in = max(in, room/d)
		case d > 0:
			out = min(out, room/d)
		}
	}
	if in > out {
		return p, q, false
	}
	from, to := p, q
	if in > 0 {
		from = point{p.x + in*dx, p.y + in*dy}
	}
	if out < 1 {
		to = point{p.x + out*dx, p.y + out*dy}
	}
	return from, to, true
}
