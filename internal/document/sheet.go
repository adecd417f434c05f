package document

import (
	"fmt"
	"math"

	"codeberg.org/go-pdf/fpdf"
)

// A4 in points, and the parts of it that text may take.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 71.0 // 25 mm
	right      = pageWidth - 71.0
	top        = 68.0
	bottom     = pageHeight - 82.0
	footTop    = pageHeight - 56.0
)

// colour is red, green, blue.
type colour [3]int

// The colours of the pages that a browser shows.
var (
	ink   = colour{0x17, 0x21, 0x2b}
	muted = colour{0x4a, 0x56, 0x62}
	brand = colour{0x0b, 0x4f, 0x6c}
	line  = colour{0xc9, 0xd2, 0xd9}
	light = colour{0xee, 0xf4, 0xf7}
)

// style is how text is set.
type style struct {
	face    weight
	size    float64 // points
	leading float64 // points from line to line
	colour  colour
}

// sheet is the pages that are being drawn, with the structure of what is on them.
type sheet struct {
	pdf      *fpdf.Fpdf
	loaded   [weights]bool
	root     *node
	marks    [][]*node // of each page, the element that each mark belongs to
	pictures []picture
	y        float64 // top of the free part of the page, in points from the top
}

func newSheet() *sheet {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true) // or the objects stand in the order of a map
	s := &sheet{pdf: pdf, root: &node{tag: "Document"}}
	s.newPage()
	return s
}

func (s *sheet) newPage() {
	s.pdf.AddPage()
	s.marks = append(s.marks, nil)
	s.y = top
}

// room is what is left of the page, in points.
func (s *sheet) room() float64 { return bottom - s.y }

// atTop says that nothing is on the page yet.
func (s *sheet) atTop() bool { return s.y <= top }

// need begins a new page when less than height is left of this one.
func (s *sheet) need(height float64) {
	if height > s.room() && !s.atTop() {
		s.newPage()
	}
}

// tagged draws something that belongs to an element.
func (s *sheet) tagged(n *node, draw func()) {
	page := len(s.marks) - 1
	mark := len(s.marks[page])
	s.marks[page] = append(s.marks[page], n)
	n.kids = append(n.kids, kid{page: page, mark: mark})
	s.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", n.tag, mark))
	draw()
	s.pdf.RawWriteStr("EMC")
}

// artefact draws something that readers of the structure pass over: lines, grounds, what is repeated.
func (s *sheet) artefact(kind string, draw func()) {
	s.pdf.RawWriteStr("/Artifact <<" + kind + ">> BDC")
	draw()
	s.pdf.RawWriteStr("EMC")
}

const (
	layoutArtefact = "/Type /Layout"
	headArtefact   = "/Type /Pagination /Subtype /Header"
	footArtefact   = "/Type /Pagination /Subtype /Footer"
)

// text draws one line of shown text; base is the base line, in points from the top.
func (s *sheet) text(x, base float64, t string, st style) {
	for _, p := range pieces(t, st.face) {
		s.use(p.face, st)
		s.pdf.Text(x, base, p.text)
		x += width(p.text, p.face, st.size)
	}
}

// use sets face, size and colour. A face is loaded into the document when it is first needed.
func (s *sheet) use(w weight, st style) {
	f := &faces()[w]
	if !s.loaded[w] {
		s.pdf.AddUTF8FontFromBytes(f.name, "", f.ttf)
		s.loaded[w] = true
	}
	s.pdf.SetFont(f.name, "", st.size)
	s.pdf.SetTextColor(st.colour[0], st.colour[1], st.colour[2])
}

// lines draws lines of text that belong to an element, from the top of the free part.
func (s *sheet) lines(n *node, x float64, lines []string, st style) {
	s.tagged(n, func() { s.setLines(x, s.y, lines, st) })
	s.y += float64(len(lines)) * st.leading
}

// setLines draws lines under each other; y is the top of the first.
func (s *sheet) setLines(x, y float64, lines []string, st style) {
	for i, l := range lines {
		s.text(x, y+st.base()+float64(i)*st.leading, l, st)
	}
}

// base is the distance from the top of a line to its base line.
func (st style) base() float64 { return st.leading/2 + st.size*0.34 }

// bar draws a filled rectangle.
func (s *sheet) bar(x, y, w, h float64, c colour) {
	s.artefact(layoutArtefact, func() {
		s.pdf.SetFillColor(c[0], c[1], c[2])
		s.pdf.Rect(x, y, w, h, "F")
	})
}

// rule draws a thin line across.
func (s *sheet) rule(x, y, w float64) { s.bar(x, y, w, 0.75, line) }

// picture draws a picture in a box; its element tells where it is.
func (s *sheet) picture(n *node, p picture, x, y, w, h float64) {
	s.pictures = append(s.pictures, p)
	n.attrs = fmt.Sprintf("<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", x, pageHeight-y-h, x+w, pageHeight-y)
	s.tagged(n, func() {
		s.pdf.RawWriteStr(fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /Pic%d Do Q", w, h, x, pageHeight-y-h, len(s.pictures)))
	})
}

// feet draws the foot of each page, when it is known how many there are.
func (s *sheet) feet(d Doc) {
	st := style{face: regular, size: 8.5, leading: 11, colour: muted}
	of := len(s.marks)
	for page := range s.marks {
		s.pdf.SetPage(page + 1)
		s.use(st.face, style{size: 1}) // fpdf believes that the page still has the face that was set on another
		s.artefact(footArtefact, func() {
			s.pdf.SetFillColor(line[0], line[1], line[2])
			s.pdf.Rect(left, footTop, right-left, 0.75, "F")
			number := fmt.Sprintf("%s %d %s %d", d.Words.oneLine(d.Words.Page), page+1, d.Words.oneLine(d.Words.Of), of)
			w := width(number, st.face, st.size)
			s.text(right-w, footTop+6+st.base(), number, st)
			s.text(left, footTop+6+st.base(), clipped(d.Words.oneLine(d.Footer), st, right-left-w-20), st)
			if d.Hash != "" {
				s.text(left, footTop+6+st.leading+st.base(), d.Words.oneLine(d.Words.Hash)+" "+shortHash(d.Hash), st)
			}
		})
	}
}

// shortHash is the beginning of a hash, in groups that can be read aloud.
func shortHash(h string) string {
	h = h[:min(len(h), 16)]
	out := ""
	for i := 0; i < len(h); i += 4 {
		if out += h[i:min(i+4, len(h))]; i+4 < len(h) {
			out += " "
		}
	}
	return out
}

// clipped shortens a line to a width, and shows that it did.
func clipped(t string, st style, most float64) string {
	if width(t, st.face, st.size) <= most {
		return t
	}
	n := fitting(t, st.face, st.size, math.Max(0, most-width("…", st.face, st.size)))
	return t[:n] + "…"
}
