package document

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// What fpdf writes says nothing of structure. So its objects are taken as they are, those of the pages, the fonts and
// the catalogue are completed, the structure and the pictures are added, and the file is written anew around them.

// file is the objects of a PDF; the body of number n is objects[n].
type file struct {
	objects [][]byte
}

func (f *file) add(body []byte) int {
	f.objects = append(f.objects, body)
	return len(f.objects) - 1
}

// readFile takes the objects out of what fpdf wrote.
func readFile(out []byte) (*file, error) {
	at := bytes.LastIndex(out, []byte("\nstartxref\n"))
	if at < 0 {
		return nil, errors.New("no cross-reference")
	}
	var start int
	if _, err := fmt.Sscanf(string(out[at:]), "\nstartxref\n%d", &start); err != nil || start > at {
		return nil, fmt.Errorf("cross-reference: %w", err)
	}
	lines := strings.Split(string(out[start:at]), "\n")
	if len(lines) < 3 || lines[0] != "xref" {
		return nil, errors.New("the cross-reference cannot be read")
	}
	var n int
	if _, err := fmt.Sscanf(lines[1], "0 %d", &n); err != nil || n < 1 || len(lines) < n+2 {
		return nil, errors.New("the cross-reference is too short")
	}
	f := &file{objects: make([][]byte, n)}
	for i := 1; i < n; i++ {
		offset, err := strconv.Atoi(strings.TrimLeft(lines[2+i][:10], "0"))
		if err != nil || offset > start {
			return nil, fmt.Errorf("object %d: bad offset", i)
		}
		if f.objects[i], err = objectAt(out[offset:start], i); err != nil {
			return nil, err
		}
	}
	return f, nil
}

var streamLength = regexp.MustCompile(`/Length (\d+)`)

// objectAt gives the body of the object that begins here. A stream may hold any bytes, so it is passed by its length.
func objectAt(b []byte, number int) ([]byte, error) {
	head := []byte(strconv.Itoa(number) + " 0 obj\n")
	if !bytes.HasPrefix(b, head) {
		return nil, fmt.Errorf("object %d is not where it should be", number)
	}
	b = b[len(head):]
	end := bytes.Index(b, []byte("endobj"))
	if s := bytes.Index(b, []byte("\nstream\n")); s >= 0 && s < end {
		m := streamLength.FindSubmatch(b[:s])
		if m == nil {
			return nil, fmt.Errorf("object %d: a stream without length", number)
		}
		n, err := strconv.Atoi(string(m[1]))
		if from := s + len("\nstream\n") + n; err == nil && from <= len(b) {
			if end = bytes.Index(b[from:], []byte("endobj")); end >= 0 {
				end += from
			}
		}
	}
	if end < 0 {
		return nil, fmt.Errorf("object %d has no end", number)
	}
	return bytes.TrimRight(b[:end], "\n"), nil
}

// finish makes the PDF of what was drawn.
func (s *sheet) finish(d Doc, signer *Signer) ([]byte, error) {
	s.pdf.SetCreationDate(d.Created)
	s.pdf.SetModificationDate(d.Created)
	var buf bytes.Buffer
	if err := s.pdf.Output(&buf); err != nil {
		return nil, err
	}
	f, err := readFile(buf.Bytes())
	if err != nil {
		return nil, err
	}
	// fpdf gives 1 to the list of pages, 2 to the resources, and the last two to the information and the catalogue.
	info, root := len(f.objects)-2, len(f.objects)-1
	outlines := outlinesOf(f.objects[root])
	pages, err := f.pages(len(s.marks))
	if err != nil {
		return nil, err
	}
	f.fixFonts()
	if err := f.addPictures(s.pictures); err != nil {
		return nil, err
	}
	tree := f.addTree(s, pages)
	meta := f.add(stream("/Type/Metadata/Subtype/XML", xmp(d)))
	f.objects[info] = infoOf(d)
	form := ""
	if signer != nil {
		form = f.addSignature(d, pages[0])
	}
	f.objects[root] = fmt.Appendf(nil, "<</Type/Catalog/Pages 1 0 R/Lang(%s)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"+
		"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R%s%s>>", d.Lang, tree, meta, outlines, form)
	out := f.bytes(root, info)
	if signer != nil {
		if err := signer.sign(out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

var (
	outlinesRef = regexp.MustCompile(`/Outlines \d+ 0 R`)
	pageRef     = regexp.MustCompile(`(\d+) 0 R`)
	kidsOf      = regexp.MustCompile(`/Kids \[([^\]]*)\]`)
	fontName    = regexp.MustCompile(`/(BaseFont|FontName) ?/utf8([A-Za-z0-9-]+)`)
)

func outlinesOf(catalog []byte) string { return string(outlinesRef.Find(catalog)) }

// pages tells each page its place in the structure, and gives the objects of the pages.
func (f *file) pages(n int) ([]int, error) {
	kids := kidsOf.FindSubmatch(f.objects[1])
	if kids == nil {
		return nil, errors.New("no pages")
	}
	var out []int
	for i, m := range pageRef.FindAllSubmatch(kids[1], -1) {
		number, err := strconv.Atoi(string(m[1]))
		if err != nil || number >= len(f.objects) {
			return nil, fmt.Errorf("page %d is no object", i+1)
		}
		f.objects[number] = bytes.Replace(f.objects[number], []byte("<</Type /Page\n"),
			fmt.Appendf(nil, "<</Type /Page\n/StructParents %d/Tabs/S\n", i), 1)
		out = append(out, number)
	}
	if len(out) != n {
		return nil, fmt.Errorf("%d pages were drawn, %d are in the file", n, len(out))
	}
	return out, nil
}

// fixFonts names the fonts as subsets, which they are, and says in the form that all readers know which text their
// signs stand for.
func (f *file) fixFonts() {
	for i, o := range f.objects {
		dict, _, _ := bytes.Cut(o, []byte("\nstream\n"))
		switch {
		case fontName.Match(dict):
			o = fontName.ReplaceAll(o, []byte("/$1/WDRHVR+$2"))
		case bytes.Contains(dict, []byte("/Ordering (UCS)")):
			o = bytes.Replace(o, []byte("(UCS)"), []byte("(Identity)"), 1)
		case bytes.Contains(o, []byte("/CMapName /Adobe-Identity-UCS")):
			o = toUnicode()
		}
		f.objects[i] = o
	}
}

// toUnicode says that the number of each sign is its number in Unicode. A range may not pass over a first byte.
var toUnicode = sync.OnceValue(func() []byte {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 0; from < 256; from += 64 { // at most 100 in one block
		b.WriteString("64 beginbfrange\n")
		for i := from; i < from+64; i++ {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", i, i, i)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := io.WriteString(w, b.String()); err != nil {
		panic(err) // memory takes all
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return stream("/Filter/FlateDecode", z.Bytes())
})

// addPictures adds the pictures, and names them among the resources of the pages.
func (f *file) addPictures(pictures []picture) error {
	if len(pictures) == 0 {
		return nil
	}
	var names bytes.Buffer
	for i, p := range pictures {
		space := "DeviceRGB"
		if p.gray {
			space = "DeviceGray"
		}
		n := f.add(stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Filter/DCTDecode",
			p.width, p.height, space), p.data))
		fmt.Fprintf(&names, "/Pic%d %d 0 R ", i+1, n)
	}
	before, after, found := bytes.Cut(f.objects[2], []byte("/XObject <<"))
	if !found {
		return errors.New("the resources cannot be read")
	}
	f.objects[2] = bytes.Join([][]byte{before, []byte("/XObject <<"), names.Bytes(), after}, nil)
	return nil
}

// addTree adds the structure, and for each page which element each of its marks belongs to.
func (f *file) addTree(s *sheet, pages []int) int {
	tree := f.add(nil)
	next := s.root.number(len(f.objects))
	f.objects = append(f.objects, make([][]byte, next-len(f.objects))...)
	s.root.write(tree, func(p int) int { return pages[p] }, func(n int, body string) { f.objects[n] = []byte(body) })
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTreeNextKey %d/ParentTree<</Nums[", s.root.object, len(pages))
	for i, marks := range s.marks {
		fmt.Fprintf(&b, "%d[", i)
		for _, n := range marks {
			fmt.Fprintf(&b, "%d 0 R ", n.object)
		}
		b.WriteString("]")
	}
	b.WriteString("]>>>>")
	f.objects[tree] = b.Bytes()
	return tree
}

// bytes writes the file. Its two ids are a hash of what is in it.
func (f *file) bytes(root, info int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		if i == 0 {
			continue
		}
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i, o)
	}
	id := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, o := range offsets[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objects), root, info, id[:16], id[:16], start)
	return b.Bytes()
}

func stream(dict string, data []byte) []byte {
	return fmt.Appendf(nil, "<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

// utf16Text is a text of the PDF itself, not of a page, as hexadecimal: nothing in it can end it.
func utf16Text(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}

const producer = "Wederhoor"

func infoOf(d Doc) []byte {
	b := []byte("<</Title" + utf16Text(d.Words.oneLine(d.Title)))
	if d.Subject != "" {
		b = append(b, "/Subject"+utf16Text(d.Words.oneLine(d.Subject))...)
	}
	if d.Author != "" {
		b = append(b, "/Author"+utf16Text(d.Words.oneLine(d.Author))...)
	}
	when := pdfTime(d.Created)
	return fmt.Appendf(b, "/Producer(%s)/CreationDate(%s)/ModDate(%s)>>", producer, when, when)
}

func pdfTime(t time.Time) string { return t.UTC().Format("D:20060102150405") + "+00'00'" }

// xmp says the same as the information, in the form that programs for archives read.
func xmp(d Doc) []byte {
	esc := func(s string) string {
		var b strings.Builder
		if err := xml.EscapeText(&b, []byte(d.Words.oneLine(s))); err != nil {
			panic(err) // memory takes all
		}
		return b.String()
	}
	when := d.Created.UTC().Format("2006-01-02T15:04:05Z")
	alt := func(s string) string {
		return `<rdf:Alt><rdf:li xml:lang="x-default">` + esc(s) + `</rdf:li></rdf:Alt>`
	}
	return []byte(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title>` + alt(d.Title) + `</dc:title>
<dc:description>` + alt(d.Subject) + `</dc:description>
<dc:creator><rdf:Seq><rdf:li>` + esc(d.Author) + `</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>` + d.Lang + `</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>` + when + `</xmp:CreateDate><xmp:ModifyDate>` + when + `</xmp:ModifyDate>
<pdf:Producer>` + producer + `</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`)
}
