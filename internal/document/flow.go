package document

import (
	"strconv"
	"strings"
)

// The styles of the text.
var (
	body    = style{face: regular, size: 11, leading: 16, colour: ink}
	bodyTop = style{face: semibold, size: 11, leading: 16, colour: ink}
	small   = style{face: regular, size: 9.5, leading: 13.5, colour: muted}
	tiny    = style{face: regular, size: 7.5, leading: 10, colour: muted}
	heads   = [4]style{
		1: {face: semibold, size: 22, leading: 28, colour: brand},
		2: {face: semibold, size: 15, leading: 20, colour: ink},
		3: {face: semibold, size: 12, leading: 16, colour: ink},
	}
	headBefore = [4]float64{1: 6, 2: 18, 3: 12}
	headAfter  = [4]float64{1: 10, 2: 6, 3: 3}
)

const (
	gap      = 8.0  // between blocks
	indent   = 18.0 // of lists
	quoteBar = 14.0 // of what somebody said
)

// flow lays the blocks of a document on pages.
type flow struct {
	sheet *sheet
	words Words
	at    *node // the element that blocks go into
	outer int   // level of the last heading in the outline
}

// part is a block that is measured and not yet drawn.
type part struct {
	before float64 // space above, none at the top of a page
	first  float64 // the least height that may stand at the bottom of a page
	after  float64
	keep   bool // with the next one
	draw   func() error
}

func newFlow(d Doc) *flow {
	s := newSheet()
	return &flow{sheet: s, words: d.Words, at: s.root, outer: -1}
}

// draw lays out the whole document.
func (f *flow) draw(d Doc) error {
	var parts []part
	if d.Author != "" {
		parts = append(parts, f.masthead(d.Author))
	}
	for _, b := range d.Blocks {
		more, err := f.parts(b)
		if err != nil {
			return err
		}
		parts = append(parts, more...)
	}
	if seal := f.seal(d); len(seal) > 0 {
		if n := len(parts); n > 0 {
			parts[n-1].keep = true // the state of the log stands below the end of the text, not on a page of its own
		}
		parts = append(parts, seal...)
	}
	for i, p := range parts {
		if !f.sheet.atTop() {
			f.sheet.y += p.before
		}
		f.sheet.need(least(parts[i:]))
		if err := p.draw(); err != nil {
			return err
		}
		f.sheet.y += p.after
		if len(f.sheet.marks) > mostPages {
			return ErrTooLong
		}
	}
	f.sheet.feet(d)
	return f.sheet.pdf.Error()
}

// least gives the height that must fit below: a part, and what it is kept with.
func least(parts []part) float64 {
	h := 0.0
	for i, p := range parts {
		if i > 0 {
			h += p.before
		}
		h += p.first
		if !p.keep {
			break
		}
		h += p.after
	}
	return h
}

func (f *flow) parts(b Block) ([]part, error) {
	switch b := b.(type) {
	case Heading:
		return []part{f.heading(b)}, nil
	case Paragraph:
		return f.paragraphs(b), nil
	case List:
		return f.list(b), nil
	case Table:
		return f.table(b), nil
	case Facts:
		return f.facts(b), nil
	case Quote:
		return f.quote(b), nil
	case Picture:
		return f.picture(b)
	case Rule:
		return []part{{before: 4, first: 10, after: 6, draw: func() error {
			f.sheet.rule(left, f.sheet.y, right-left)
			return nil
		}}}, nil
	case PageBreak:
		return []part{{draw: func() error {
			if !f.sheet.atTop() {
				f.sheet.newPage()
			}
			return nil
		}}}, nil
	}
	return nil, nil
}

// masthead is who speaks, above the first page.
func (f *flow) masthead(author string) part {
	st := style{face: semibold, size: 11, leading: 16, colour: muted}
	lines := breakLines(f.words.oneLine(author), st.face, st.size, right-left)
	n := f.at.add("P")
	return part{first: 40, after: 16, draw: func() error {
		f.sheet.lines(n, left, lines, st)
		f.sheet.bar(left, f.sheet.y+6, 42, 2.5, brand)
		f.sheet.y += 9
		return nil
	}}
}

func (f *flow) heading(b Heading) part {
	st := heads[b.Level]
	text := f.words.oneLine(b.Text)
	lines := breakLines(text, st.face, st.size, right-left)
	n := f.at.add("H" + strconv.Itoa(b.Level))
	return part{
		before: headBefore[b.Level], first: float64(len(lines)) * st.leading, after: headAfter[b.Level], keep: true,
		draw: func() error {
			f.bookmark(text, b.Level-1)
			f.flowLines(n, left, lines, st)
			return nil
		},
	}
}

// bookmark adds a heading to the outline, in which no level may be passed over.
func (f *flow) bookmark(text string, level int) {
	level = min(level, f.outer+1)
	f.outer = level
	f.sheet.use(regular, body) // fpdf writes the outline as the face of the moment reads text
	f.sheet.pdf.Bookmark(text, level, f.sheet.y)
}

func (f *flow) paragraphs(b Paragraph) []part {
	var out []part
	for _, text := range splitParagraphs(f.words.shown(b.Text)) {
		out = append(out, f.textPart(f.at.add("P"), left, right-left, text, body))
	}
	return out
}

// splitParagraphs splits text at its empty lines.
func splitParagraphs(text string) []string {
	var out []string
	var para []string
	flush := func() {
		if len(para) > 0 {
			out = append(out, strings.Join(para, "\n"))
			para = nil
		}
	}
	for _, l := range strings.Split(text, "\n") {
		if strings.Trim(l, " ") == "" {
			flush()
			continue
		}
		para = append(para, l)
	}
	flush()
	return out
}

// textPart is text that flows over pages.
func (f *flow) textPart(n *node, x, w float64, text string, st style) part {
	lines := breakLines(text, st.face, st.size, w)
	return part{first: float64(firstLines(len(lines))) * st.leading, after: gap, draw: func() error {
		f.flowLines(n, x, lines, st)
		return nil
	}}
}

// firstLines is how many lines of a text may not be parted from each other at its beginning: with three or fewer all,
// or one would stand alone.
func firstLines(n int) int {
	if n <= 3 {
		return n
	}
	return 2
}

// flowLines draws lines and goes on to the next page where one is full, so that no line of a text stands alone.
func (f *flow) flowLines(n *node, x float64, lines []string, st style) {
	s := f.sheet
	for len(lines) > 0 {
		fit := max(int((s.room()+0.01)/st.leading), 0)
		switch {
		case fit >= len(lines):
			fit = len(lines)
		case fit == len(lines)-1 && fit > 2:
			fit--
		case fit < 2 && !s.atTop():
			fit = 0
		}
		if fit > 0 {
			s.lines(n, x, lines[:fit], st)
			lines = lines[fit:]
		}
		if len(lines) > 0 {
			s.newPage()
		}
	}
}

func (f *flow) list(b List) []part {
	if len(b.Items) == 0 {
		return nil
	}
	l := f.at.add("L")
	l.attrs = "<</O/List/ListNumbering/Disc>>"
	if b.Numbered {
		l.attrs = "<</O/List/ListNumbering/Decimal>>"
	}
	var out []part
	for i, item := range b.Items {
		label := "•"
		if b.Numbered {
			label = strconv.Itoa(i+1) + "."
		}
		li := l.add("LI")
		lbl, lbody := li.add("Lbl"), li.add("LBody")
		p := f.textPart(lbody, left+indent, right-left-indent, f.words.shown(item), body)
		text := p.draw
		p.after = 3
		p.draw = func() error {
			f.sheet.tagged(lbl, func() { f.sheet.text(left+2, f.sheet.y+body.base(), label+" ", body) })
			return text()
		}
		out = append(out, p)
	}
	out[len(out)-1].after = gap
	return out
}

// quote is who and when above what was said, with a bar beside it.
func (f *flow) quote(b Quote) []part {
	q := f.at.add("BlockQuote")
	x, w := left+quoteBar, right-left-quoteBar
	page, y := 0, 0.0 // where the bar ends so far
	bar := func(p part) part {
		text := p.draw
		p.draw = func() error {
			if page != len(f.sheet.marks) {
				page, y = len(f.sheet.marks), f.sheet.y
			}
			if err := text(); err != nil {
				return err
			}
			f.sheet.sideBar(page, y)
			page, y = len(f.sheet.marks), f.sheet.y
			return nil
		}
		return p
	}
	label := f.words.oneLine(b.Who)
	if when := f.words.oneLine(b.When); when != "" {
		label = strings.TrimPrefix(label+", "+when, ", ")
	}
	var out []part
	if label != "" {
		p := f.textPart(q.add("P"), x, w, label, style{face: semibold, size: 9.5, leading: 14, colour: muted})
		p.after, p.keep = 1, true
		out = append(out, bar(p))
	}
	for _, text := range splitParagraphs(f.words.shown(b.Text)) {
		p := f.textPart(q.add("P"), x, w, text, body)
		p.after = 5
		out = append(out, bar(p))
	}
	if len(out) > 0 {
		out[0].before = 2
		out[len(out)-1].after, out[len(out)-1].keep = gap+2, false
	}
	return out
}

// sideBar draws the bar beside what was drawn since the page and height given.
func (s *sheet) sideBar(page int, y float64) {
	last := len(s.marks)
	for p := page; p <= last; p++ {
		end := bottom
		if p == last {
			end = s.y
		}
		s.pdf.SetPage(p)
		s.bar(left, y, 2.5, end-y, line)
		y = top
	}
}

// seal is the whole hash and the signed state of the log, at the end in small print.
func (f *flow) seal(d Doc) []part {
	var lines []string
	if d.Hash != "" {
		lines = append(lines, f.words.oneLine(d.Words.Hash)+" "+d.Hash)
	}
	if len(d.Checkpoint) > 0 {
		lines = append(lines, f.words.oneLine(d.Words.Log))
	}
	for _, c := range d.Checkpoint {
		lines = append(lines, f.words.oneLine(c))
	}
	if len(lines) == 0 {
		return nil
	}
	var set []string
	for _, l := range lines {
		set = append(set, breakLines(l, tiny.face, tiny.size, right-left)...)
	}
	n := f.at.add("P")
	return []part{{before: 14, first: min(float64(len(set))*tiny.leading+6, bottom-top), draw: func() error {
		f.sheet.rule(left, f.sheet.y, right-left)
		f.sheet.y += 6
		f.flowLines(n, left, set, tiny)
		return nil
	}}}
}
