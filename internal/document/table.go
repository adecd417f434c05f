package document

import "strings"

const (
	cellPad   = 6.0 // beside the text of a cell
	cellTop   = 4.0 // above and below
	nameShare = 0.42
)

// column is the place and look of a column.
type column struct {
	x, w  float64
	right bool
}

// row is a row that is measured: the lines of each cell.
type row struct {
	cells  [][]string
	styles []style
	nodes  []*node // nil for a head that is repeated
	fill   bool
}

// table lays out a table: its caption and head stay with the first row.
func (f *flow) table(b Table) []part {
	t := f.at.add("Table")
	var out []part
	if b.Caption != "" {
		text := f.words.oneLine(b.Caption)
		p := f.textPart(t.add("Caption"), left, right-left, text, bodyTop)
		p.before, p.after, p.keep = 4, 4, true
		out = append(out, p)
	}
	cells := [][]string{f.cells(b.Head, b.Right)}
	for _, r := range b.Rows {
		cells = append(cells, f.cells(r, b.Right))
	}
	cols := columns(cells, b.Right)
	headStyle := style{face: semibold, size: 10, leading: 14, colour: ink}
	cellStyle := style{face: regular, size: 10, leading: 14, colour: ink}
	head := measured(cells[0], cols, headStyle)
	head.fill = true
	head.nodes = rowNodes(t.add("THead"), len(cols), func(int) (string, string) {
		return "TH", "<</O/Table/Scope/Column>>"
	})
	repeat := head
	repeat.nodes = nil
	out = append(out, part{first: head.height(), keep: len(b.Rows) > 0, draw: func() error {
		f.sheet.row(head, cols, nil)
		return nil
	}})
	if len(b.Rows) > 0 {
		rows := t.add("TBody")
		for _, c := range cells[1:] {
			r := measured(c, cols, cellStyle)
			r.nodes = rowNodes(rows, len(cols), func(int) (string, string) { return "TD", "" })
			out = append(out, f.rowPart(r, cols, &repeat))
		}
	}
	out[len(out)-1].after = gap + 4
	return out
}

// facts lays out names with their values.
func (f *flow) facts(b Facts) []part {
	if len(b.Pairs) == 0 {
		return nil
	}
	t := f.at.add("Table")
	rows := t.add("TBody")
	name := style{face: semibold, size: 10.5, leading: 15, colour: muted}
	value := style{face: regular, size: 10.5, leading: 15, colour: ink}
	w := 0.0
	for _, p := range b.Pairs {
		l, _ := widest(f.words.shown(p.Name), name.face, name.size)
		w = max(w, l+2*cellPad+1) // a hair more, so that the widest name is never broken
	}
	w = min(w, (right-left)*nameShare)
	// The names begin where all other text does.
	cols := []column{{x: left - cellPad, w: w}, {x: left - cellPad + w, w: right - left - w + cellPad}}
	var out []part
	for _, p := range b.Pairs {
		r := row{
			cells: [][]string{
				breakLines(f.words.shown(p.Name), name.face, name.size, cols[0].w-2*cellPad),
				breakLines(f.words.shown(p.Value), value.face, value.size, cols[1].w-2*cellPad),
			},
			styles: []style{name, value},
		}
		r.nodes = rowNodes(rows, 2, func(i int) (string, string) {
			if i == 0 {
				return "TH", "<</O/Table/Scope/Row>>"
			}
			return "TD", ""
		})
		out = append(out, f.rowPart(r, cols, nil))
	}
	out[0].before = 2
	out[len(out)-1].after = gap + 4
	return out
}

// longestAmount is how many bytes of a column to the right stay together: an amount with its sign is one thing.
const longestAmount = 24

func (f *flow) cells(texts []string, right []bool) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = f.words.shown(t)
		if i < len(right) && right[i] && len(t) <= longestAmount {
			out[i] = strings.ReplaceAll(out[i], " ", "\u00a0")
		}
	}
	return out
}

// rowPart draws a row and keeps it on one page where it can.
func (f *flow) rowPart(r row, cols []column, repeat *row) part {
	whole := r.height()
	if most := bottom - top - 60; whole > most {
		whole = 2*r.leading() + 2*cellTop
	}
	return part{first: whole, draw: func() error {
		if f.sheet.atTop() && repeat != nil {
			f.sheet.row(*repeat, cols, nil)
		}
		f.sheet.row(r, cols, repeat)
		return nil
	}}
}

// rowNodes makes a row with its cells in the structure.
func rowNodes(in *node, n int, kind func(int) (tag, attrs string)) []*node {
	tr := in.add("TR")
	out := make([]*node, n)
	for i := range out {
		tag, attrs := kind(i)
		out[i] = tr.add(tag)
		out[i].attrs = attrs
	}
	return out
}

func measured(cells []string, cols []column, st style) row {
	var r row
	for i, c := range cells {
		r.cells = append(r.cells, breakLines(c, st.face, st.size, cols[i].w-2*cellPad))
		r.styles = append(r.styles, st)
	}
	return r
}

func (r row) leading() float64 { return r.styles[0].leading }

func (r row) lines() int {
	n := 0
	for _, c := range r.cells {
		n = max(n, len(c))
	}
	return n
}

func (r row) height() float64 { return float64(r.lines())*r.leading() + 2*cellTop }

// row draws a row, with a line below it. What does not fit goes on under the repeated head on the next page.
func (s *sheet) row(r row, cols []column, repeat *row) {
	for from, n := 0, r.lines(); from < n; {
		to := min(n, from+max(1, int((s.room()-2*cellTop+0.01)/r.leading())))
		h := float64(to-from)*r.leading() + 2*cellTop
		if r.fill {
			s.bar(left, s.y, right-left, h, light)
		}
		for i, c := range r.cells {
			lines := c[min(from, len(c)):min(to, len(c))]
			if len(lines) == 0 {
				continue
			}
			draw := func() { s.cell(cols[i], lines, r.styles[i]) }
			if r.nodes == nil {
				s.artefact(headArtefact, draw)
			} else {
				s.tagged(r.nodes[i], draw)
			}
		}
		s.y += h
		s.rule(left, s.y, right-left)
		if from = to; from < n {
			s.newPage()
			if repeat != nil {
				s.row(*repeat, cols, nil)
			}
		}
	}
}

func (s *sheet) cell(c column, lines []string, st style) {
	if !c.right {
		s.setLines(c.x+cellPad, s.y+cellTop, lines, st)
		return
	}
	for i, l := range lines {
		w := width(strings.TrimRight(l, " "), st.face, st.size)
		s.text(c.x+c.w-cellPad-w, s.y+cellTop+float64(i)*st.leading+st.base(), l, st)
	}
}

// columns shares the width among the columns: each gets what its longest word needs, and the rest goes to those with
// longer text.
func columns(rows [][]string, toRight []bool) []column {
	n := len(rows[0])
	least, want := make([]float64, n), make([]float64, n)
	for i, r := range rows {
		face := regular
		if i == 0 {
			face = semibold
		}
		for c, t := range r {
			line, word := widest(t, face, 10)
			least[c] = max(least[c], word+2*cellPad+0.1)
			want[c] = max(want[c], line+2*cellPad+0.1)
		}
	}
	all := right - left
	widths := make([]float64, n)
	switch sumLeast, sumWant := sum(least), sum(want); {
	case sumWant <= all: // all fits on one line: share the rest
		for c := range widths {
			widths[c] = want[c] * all / sumWant
		}
	case sumLeast <= all:
		for c := range widths {
			widths[c] = least[c] + (all-sumLeast)*(want[c]-least[c])/(sumWant-sumLeast)
		}
	default: // words will be broken: nobody gets more than a fair share before the others have theirs
		fair(widths, least, all)
	}
	cols := make([]column, n)
	x := left
	for c := range cols {
		cols[c] = column{x: x, w: widths[c], right: c < len(toRight) && toRight[c]}
		x += widths[c]
	}
	return cols
}

// fair gives each column what it needs, up to an equal share of what is left.
func fair(widths, least []float64, all float64) {
	open := len(widths)
	for again := true; again && open > 0; {
		again = false
		share := all / float64(open)
		for c := range widths {
			if widths[c] == 0 && least[c] <= share {
				widths[c] = least[c]
				all -= least[c]
				open--
				again = true
				break
			}
		}
	}
	for c := range widths {
		if widths[c] == 0 {
			widths[c] = all / float64(open)
		}
	}
}

func sum(v []float64) float64 {
	t := 0.0
	for _, x := range v {
		t += x
	}
	return t
}
