package document

import (
	"bytes"
	"errors"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// lastOnPages gives the tag of what stands last on each page but the last one.
func lastOnPages(t *testing.T, d Doc) []string {
	t.Helper()
	f := newFlow(d)
	if err := f.draw(d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, marks := range f.sheet.marks[:len(f.sheet.marks)-1] {
		if len(marks) == 0 {
			t.Fatal("an empty page")
		}
		out = append(out, marks[len(marks)-1].tag)
	}
	return out
}

func TestNoHeadingAlone(t *testing.T) {
	t.Parallel()
	after := map[string]Block{
		"paragraph": Paragraph{long}, "table": Table{Caption: "c", Head: []string{"a"}, Rows: [][]string{{long}, {"b"}}},
		"facts": Facts{[]Fact{{"a", long}}}, "quote": Quote{"a", "b", long}, "list": List{Items: []string{long, "b"}},
		"picture": Picture{"alt", photo(false)}, "heading": Heading{3, "Nog een kop"},
	}
	for name, b := range after {
		for n := 31; n < 43; n++ {
			d := frame("x", Paragraph{strings.TrimSpace(strings.Repeat("regel\n", n))}, Heading{2, "Kop"}, b, Paragraph{long}, Paragraph{long})
			for page, tag := range lastOnPages(t, d) {
				if strings.HasPrefix(tag, "H") || tag == "TH" && name == "table" || tag == "Caption" && name == "table" {
					t.Errorf("%s after %d lines: page %d ends with %s", name, n, page+1, tag)
				}
			}
		}
	}
}

func TestNoLineAlone(t *testing.T) {
	t.Parallel()
	for n := 34; n < 42; n++ {
		for lines := 2; lines < 7; lines++ {
			f := newFlow(agreement())
			d := frame("x", Paragraph{strings.TrimSpace(strings.Repeat("regel\n", n))}, Paragraph{strings.TrimSpace(strings.Repeat("regel\n", lines))})
			if err := f.draw(d); err != nil {
				t.Fatal(err)
			}
			pages := drawnPages(t, f.sheet)
			p := f.sheet.root.kids[2].node // after the masthead and the first paragraph
			for _, k := range p.kids {
				if got := linesIn(t, pages, p, k); got == 1 {
					t.Errorf("%d lines after %d: one stands alone", lines, n)
				}
			}
		}
	}
}

// drawnPages gives the drawing orders of each page of a sheet that is not finished.
func drawnPages(t *testing.T, s *sheet) [][]byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	f, err := readFile(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return contents(t, f.bytes(len(f.objects)-1, len(f.objects)-2))
}

// linesIn counts the lines of one marked piece, by the text that was drawn for it.
func linesIn(t *testing.T, pages [][]byte, n *node, k kid) int {
	t.Helper()
	_, rest, found := bytes.Cut(pages[k.page], []byte("/"+n.tag+" <</MCID "+strconv.Itoa(k.mark)+">> BDC"))
	if !found {
		t.Fatal("a mark is not on its page")
	}
	piece, _, _ := bytes.Cut(rest, []byte("EMC"))
	return bytes.Count(piece, []byte(" Tj ET"))
}

var box = regexp.MustCompile(`<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">`)

func TestAllInsideOfMargins(t *testing.T) {
	t.Parallel()
	for name, d := range samples() {
		found := box.FindAllStringSubmatch(poppler(t, drawDoc(t, d), "pdftotext", "-bbox"), -1)
		if len(found) < 50 {
			t.Fatalf("%s: %d words", name, len(found))
		}
		for _, m := range found {
			var v [4]float64
			for i := range v {
				var err error
				if v[i], err = strconv.ParseFloat(m[i+1], 64); err != nil {
					t.Fatal(err)
				}
			}
			if v[0] < left-1 || v[2] > right+1 || v[1] < 36 || v[3] > pageHeight-24 {
				t.Errorf("%s: a word is outside of the page's margins: %s", name, m[0])
			}
		}
	}
}

func TestTableHeadRepeats(t *testing.T) {
	t.Parallel()
	text := poppler(t, drawDoc(t, caseFile()), "pdftotext", "-layout")
	if n := strings.Count(squeezed(text), "Wanneer Wie Wat Regel"); n != 2 {
		t.Errorf("the head of a table over two pages stands %d times", n)
	}
	tree := poppler(t, drawDoc(t, caseFile()), "pdfinfo", "-struct-text")
	if n := strings.Count(tree, `"Wanneer"`); n != 1 {
		t.Errorf("and %d times in the structure", n)
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("x", 500)
	for name, rows := range map[string][][]string{
		"short": {{"a", "b"}, {"c", "d"}}, "empty": {{"a", ""}, {"", ""}}, "wide": {{"a", "b", "c"}, {wide, wide, "d"}},
		"text": {{"a", "b"}, {long, long}}, "one": {{"a"}, {wide}}, "twelve": {strings.Split("a b c d e f g h i j k l", " ")},
	} {
		at := left
		for i, c := range columns(rows, nil) {
			if c.w < 2*cellPad || c.x < at-0.01 {
				t.Errorf("%s: column %d is %v wide at %v", name, i, c.w, c.x)
			}
			at = c.x + c.w
		}
		if at > right+0.01 || at < right-0.01 {
			t.Errorf("%s: columns end at %v, want %v", name, at, right)
		}
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	gray := image.NewGray(image.Rect(0, 0, 3000, 100))
	var grayPNG, cmyk, asGIF bytes.Buffer
	if err := png.Encode(&grayPNG, gray); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&cmyk, image.NewCMYK(image.Rect(0, 0, 10, 10)), nil); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&asGIF, gray, nil); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data []byte
		w, h int // 0: refused
	}{
		"jpeg":       {photo(false), 800, 600},
		"png":        {photo(true), 1600, 800},
		"gray png":   {grayPNG.Bytes(), 1600, 53},
		"gray jpeg":  {tinyPicture, 4, 4},
		"cmyk":       {cmyk.Bytes(), 10, 10},
		"gif":        {asGIF.Bytes(), 0, 0},
		"nothing":    {nil, 0, 0},
		"text":       {[]byte("%PDF-1.7"), 0, 0},
		"cut":        {photo(false)[:2000], 0, 0},
		"bomb":       {hugePNG(60000, 60000), 0, 0},
		"many bytes": {make([]byte, mostPictureBytes+1), 0, 0},
	} {
		p, err := readPicture(tt.data)
		if (tt.w == 0) != errors.Is(err, ErrPicture) || p.width != tt.w || p.height != tt.h {
			t.Errorf("%s: %d × %d, %v", name, p.width, p.height, err)
		}
	}
	pdf := drawDoc(t, frame("x", Picture{"De deuk (links)", photo(false)}))
	if list := poppler(t, pdf, "pdfimages", "-list"); !strings.Contains(list, "800   600  rgb") {
		t.Errorf("the picture is not in the document:\n%s", list)
	}
	if !bytes.Contains(pdf, []byte("/Alt"+utf16Text("De deuk (links)"))) {
		t.Error("the picture has no words for who cannot see it")
	}
}

// hugePNG is a head that promises more pixels than any memory holds.
func hugePNG(w, h uint32) []byte {
	b := []byte("IHDR\x00\x00\x00\x00\x00\x00\x00\x00\x08\x06\x00\x00\x00")
	for i, v := range []uint32{w, h} {
		b[4+4*i], b[5+4*i], b[6+4*i], b[7+4*i] = byte(v>>24), byte(v>>16), byte(v>>8), byte(v)
	}
	sum := crc32.ChecksumIEEE(b)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), b...)
	return append(out, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
}
