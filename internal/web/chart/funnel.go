package chart

import (
	"math"
	"slices"

	"github.com/a-h/templ"

	"wederhoor/internal/web/component"
)

// FunnelView is a funnel plot: rates against volume (screens.md 17.1). It has no order of rank on purpose.
type FunnelView struct {
	Frame
	Members []Member
	// Limits are points of the limit curves, at rising numbers of orders.
	Limits []Limit
	// Mean is the rate of all members together, per 1,000 orders.
	Mean float64
	// Least is how many disputes a member has before a shape marks it, whatever its rate.
	Least int
	// Anonymous is for the eyes of one member: only that one (Member.Own) has a name, a shape and a row in the table,
	// all others are dots.
	Anonymous bool
	// Whole puts every member in the table, not only the marked ones.
	Whole  bool
	Words  FunnelWords
	Number Number
}

// Member is a member with a known number of orders. One with zero or no number is left out: it belongs in a list.
type Member struct {
	Name, Href string
	Orders     float64 // in 12 months
	Disputes   int     // that count, in the same months
	// Limit95 and Limit998 are the limits at exactly this number of orders, as rates per 1,000. Zero reads the curves.
	Limit95, Limit998 float64
	// Source tells where the number of orders comes from, Ratio is the rate ratio with its lower bound, for the table.
	Source, Ratio string
	// Own is the one member that the page is about; its shape has a ring.
	Own bool
}

// Limit is one point of the limit curves: rates per 1,000 orders.
type Limit struct {
	Orders, Limit95, Limit998 float64
}

// FunnelWords are the words in a funnel plot and over its table. Others is the line below a table that does not hold
// every member; None is there instead of a table without rows.
type FunnelWords struct {
	Orders, Rate                string // the axes
	Mean, Limit95, Limit998     string // at the ends of the lines
	Dot, Triangle, Diamond, Own string // what the shapes mean
	Beyond                      string // what the strokes on the upper edge mean
	MemberColumn, OrdersColumn  string
	DisputesColumn, RateColumn  string
	LimitColumn, RatioColumn    string
	MarkColumn                  string
	Others, None                string
}

// mark is how far a rate lies above what chance explains.
type mark int

const (
	markNone     mark = iota
	markTriangle      // above 95 %
	markDiamond       // above 99.8 %
)

func (m Member) rate() float64 { return float64(m.Disputes) / m.Orders * 1000 }

func (m Member) usable() bool { return finite(m.Orders) && m.Orders > 0 && m.Disputes >= 0 }

// limits are those of the member itself, or of the curves at its place.
func (v FunnelView) limits(m Member) Limit {
	l := Limit{m.Orders, m.Limit95, m.Limit998}
	if l.Limit998 > 0 && l.Limit95 > 0 || len(v.Limits) == 0 {
		return l
	}
	i, found := slices.BinarySearchFunc(v.Limits, m.Orders, func(l Limit, o float64) int { return compare(l.Orders, o) })
	switch {
	case found || i == 0:
		return v.Limits[i]
	case i == len(v.Limits):
		return v.Limits[i-1]
	}
	a, b := v.Limits[i-1], v.Limits[i]
	part := (m.Orders - a.Orders) / (b.Orders - a.Orders)
	return Limit{m.Orders, a.Limit95 + part*(b.Limit95-a.Limit95), a.Limit998 + part*(b.Limit998-a.Limit998)}
}

func (v FunnelView) mark(m Member) mark {
	l, rate := v.limits(m), m.rate()
	switch {
	case m.Disputes < max(v.Least, 1), v.Anonymous && !m.Own:
		return markNone
	case l.Limit998 > 0 && rate > l.Limit998:
		return markDiamond
	case l.Limit95 > 0 && rate > l.Limit95:
		return markTriangle
	}
	return markNone
}

// Funnel draws a funnel plot.
func Funnel(v FunnelView) templ.Component { return plate(v.Frame, v.draw()) }

func (v FunnelView) draw() drawn {
	v.Limits = slices.DeleteFunc(slices.Clone(v.Limits), func(l Limit) bool {
		return !finite(l.Orders, l.Limit95, l.Limit998) || l.Orders <= 0
	})
	members := make([]placed, 0, len(v.Members))
	for _, m := range v.Members {
		if m.usable() {
			members = append(members, placed{Member: m, mark: v.mark(m)})
		}
	}
	if len(members) == 0 {
		return drawn{}
	}
	f := funnel{v: v, members: members, drawing: &drawing{height: 400}}
	f.axes()
	f.lines()
	f.dots()
	f.marked()
	return drawn{svg: f.svg(v.ID, v.picture()), key: v.key(), table: v.table(members), note: v.note(members)}
}

func (v FunnelView) key() []keyItem {
	w := v.Words
	var items []keyItem
	for _, k := range []keyItem{
		{"dots c-few", "M12 10" + shapeDot, w.Dot},
		{"triangle", "M12 10" + shapeTriangle, w.Triangle},
		{"diamond", "M12 10" + shapeDiamond, w.Diamond},
		{"beyond c-of-dot", "M12 13" + shapeRug, w.Beyond},
		{"ring", "M12 10m-7.5 0a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0", w.Own},
	} {
		if k.words != "" {
			items = append(items, k)
		}
	}
	return items
}

// inTable says who has a row in the table.
func (v FunnelView) inTable(m placed) bool {
	return m.Own || !v.Anonymous && (v.Whole || m.mark != markNone)
}

func (v FunnelView) note(members []placed) string {
	rows := 0
	for _, m := range members {
		if v.inTable(m) {
			rows++
		}
	}
	switch rows {
	case 0:
		return v.Words.None
	case len(members):
		return ""
	}
	return v.Words.Others
}

// table holds the marked members in the order in which they came.
func (v FunnelView) table(members []placed) component.TableView {
	w, n := v.Words, v.Number
	t := component.TableView{ID: v.ID + "-table", Caption: v.Caption, Columns: []component.TableColumn{
		{Text: w.MemberColumn},
		{Text: w.OrdersColumn, Numeric: true},
		{Text: w.DisputesColumn, Numeric: true},
		{Text: w.RateColumn, Numeric: true},
		{Text: w.LimitColumn, Numeric: true},
		{Text: w.RatioColumn, Numeric: true},
		{Text: w.MarkColumn},
	}}
	for _, m := range members {
		if !v.inTable(m) {
			continue
		}
		orders := n.of(m.Orders, 0)
		if m.Source != "" {
			orders += " (" + m.Source + ")"
		}
		limit := ""
		if l := v.limits(m.Member).Limit998; l > 0 {
			limit = n.of(l, 2)
		}
		t.Rows = append(t.Rows, []component.TableCell{
			{Text: m.Name, Href: m.Href},
			{Text: orders},
			{Text: n.of(float64(m.Disputes), 0)},
			{Text: n.of(m.rate(), 2)},
			{Text: limit},
			{Text: m.Ratio},
			{Text: [...]string{w.Dot, w.Triangle, w.Diamond}[m.mark]},
		})
	}
	return t
}

// funnel is one funnel plot while it is drawn.
type funnel struct {
	*drawing
	v       FunnelView
	p       panel
	members []placed
}

// placed is a member on the plot; beyond is one whose rate is higher than the axis.
type placed struct {
	Member
	mark   mark
	at     point
	beyond bool
}

// axes chooses the axes, so that all marked members can be seen but no tiny shop with one dispute flattens the rest.
func (f *funnel) axes() {
	w, n := f.v.Words, f.v.Number
	least, most := math.Inf(1), 0.0
	mean := 0.0
	if finite(f.v.Mean) && f.v.Mean > 0 {
		mean = f.v.Mean
	}
	top := 4 * mean
	highest, marked := 0.0, 0.0
	for _, m := range f.members {
		least, most = min(least, m.Orders), max(most, m.Orders)
		highest = max(highest, m.rate())
		if m.mark == markDiamond || m.Own {
			marked = max(marked, m.rate()*1.12)
		}
		if m.mark == markTriangle {
			marked = max(marked, min(m.rate()*1.05, 8*mean))
		}
	}
	if l := len(f.v.Limits); l > 0 {
		top = max(top, 1.5*f.v.Limits[l-1].Limit998)
	}
	if mean > 0 {
		marked = min(marked, 12*mean)
	}
	if top = max(top, marked); top <= 0 {
		top = highest
	}
	top, by := upTo(top, false)
	right := width - endRoom(w.Mean, w.Limit95, w.Limit998)
	at, words := from0(top, by), func(t float64) string { return n.of(t, decimals(by)) }
	f.p = panel{box: box{left: startRoom(at, words), top: axisRoom + 16, right: right, bottom: f.height - labelRoom - 22}}
	if least < most {
		air := math.Pow(most/least, 0.02)
		least, most = least/air, most*air
	}
	f.p.x = logarithmic(least, most, f.p.left, f.p.right)
	f.p.y = linear(0, top, f.p.bottom, f.p.top)
	f.rows(f.p, at, words)
	f.text("name", "start", 0, 16, fit(w.Rate, width))
	for _, t := range logTicks(f.p.x.low, f.p.x.high, 8) {
		x := f.p.x.at(t)
		f.line("axis", point{x, f.p.bottom}, point{x, f.p.bottom + 5})
		f.below(f.p, x, n.of(t, decimals(t)))
	}
	f.text("name", "middle", (f.p.left+f.p.right)/2, f.height-6, fit(w.Orders, f.p.right-f.p.left))
	for i := range f.members {
		m := &f.members[i]
		rate := m.rate()
		m.at, m.beyond = point{f.p.x.at(m.Orders), f.p.y.at(rate)}, rate > top
	}
}

// lines draws the mean and the limits; what is above the axis is cut off there, not bent.
func (f *funnel) lines() {
	w := f.v.Words
	var outer, inner []point
	for _, l := range f.v.Limits {
		x := f.p.x.free(l.Orders)
		outer = append(outer, point{x, f.p.y.free(l.Limit998)})
		inner = append(inner, point{x, f.p.y.free(l.Limit95)})
	}
	var all []end
	if finite(f.v.Mean) && f.v.Mean >= 0 {
		y := f.p.y.at(f.v.Mean)
		f.line("mean", point{f.p.left, y}, point{f.p.right, y})
		all = append(all, end{y, w.Mean, "end"})
	}
	for _, curve := range []struct {
		points             []point
		line, words, class string
	}{{inner, "inner", w.Limit95, "end c-is-inner"}, {outer, "outer", w.Limit998, "end c-is-outer"}} {
		pieces := clip(curve.points, f.p.box)
		for _, piece := range pieces {
			f.line(curve.line, piece...)
		}
		if len(pieces) > 0 {
			last := pieces[len(pieces)-1]
			all = append(all, end{last[len(last)-1].y, curve.words, curve.class})
		}
	}
	f.ends(f.p, all)
}

// cell is the size of the squares in which dots are merged: dots that would lie on each other are one, darker dot.
const cell = 4.0

// dots draws the members without a mark. Those above the axis are strokes on its upper edge.
func (f *funnel) dots() {
	type heap struct {
		x, y float64
		n    int
	}
	across, down := int((f.p.right-f.p.left)/cell)+2, int((f.p.bottom-f.p.top)/cell)+2
	heaps := make([]heap, across*down)
	var few, some, many, beyond []point
	for _, m := range f.members {
		if m.mark != markNone {
			continue
		}
		if m.Own {
			many = append(many, m.at)
			continue
		}
		if m.beyond {
			beyond = append(beyond, m.at)
			continue
		}
		i := int((m.at.y-f.p.top)/cell)*across + int((m.at.x-f.p.left)/cell)
		h := &heaps[i]
		h.x, h.y, h.n = h.x+m.at.x, h.y+m.at.y, h.n+1
	}
	for _, h := range heaps {
		at := point{h.x / float64(h.n), h.y / float64(h.n)}
		switch {
		case h.n == 0:
		case h.n == 1:
			few = append(few, at)
		case h.n < 5:
			some = append(some, at)
		default:
			many = append(many, at)
		}
	}
	f.marks("dots c-few", shapeDot, few...)
	f.marks("dots c-some", shapeDot, some...)
	f.marks("dots c-many", shapeDot, many...)
	f.marks("beyond c-of-dot", shapeRug, apart(beyond, 3)...)
}

// apart leaves out points on the upper edge that come closer than gap to the one before.
func apart(points []point, gap float64) []point {
	slices.SortFunc(points, func(a, b point) int { return compare(a.x, b.x) })
	var out []point
	for _, p := range points {
		if len(out) == 0 || p.x-out[len(out)-1].x > gap {
			out = append(out, p)
		}
	}
	return out
}
