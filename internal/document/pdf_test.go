package document

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// poppler runs a program of poppler-utils on a document. The programs are part of what the tests need.
func poppler(t *testing.T, pdf []byte, name string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, file)
	if name == "pdftotext" {
		args = append(args, "-")
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C.UTF-8")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil && name != "pdfsig" { // pdfsig says with its exit code that it does not know who signed
		t.Fatalf("%s: %v (scripts/setup.sh installs poppler-utils)\n%s", name, err, errs.String())
	}
	if strings.Contains(errs.String(), "Error") {
		t.Errorf("%s complains: %s", name, errs.String())
	}
	return string(out)
}

// golden compares with a file in testdata; UPDATE=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run with UPDATE=1\n%s", name, got)
	}
}

// squeezed is text without empty lines and with one space for several, which are the program's guess.
func squeezed(s string) string {
	var b strings.Builder
	for _, l := range strings.Split(s, "\n") {
		if f := strings.Fields(l); len(f) > 0 {
			b.WriteString(strings.Join(f, " ") + "\n")
		}
	}
	return b.String()
}

func samples() map[string]Doc {
	return map[string]Doc{"ruling": ruling(), "agreement": agreement(), "casefile": caseFile()}
}

func TestReadersFindText(t *testing.T) {
	t.Parallel()
	for name, d := range samples() {
		pdf := drawDoc(t, d)
		info := poppler(t, pdf, "pdfinfo")
		for _, want := range []string{
			"Title:           " + d.Title, "Author:          " + d.Author, "Subject:         " + d.Subject, "Tagged:          yes",
			"JavaScript:      no", "Form:            none", "Metadata Stream: yes", "Encrypted:       no", "(A4)", "PDF version:     1.7",
			"CreationDate:    Mon Nov 23 09:30:00 2026 UTC",
		} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: pdfinfo lacks %q:\n%s", name, want, info)
			}
		}
		meta := poppler(t, pdf, "pdfinfo", "-meta")
		if !strings.Contains(meta, `<rdf:li xml:lang="x-default">`+d.Title) || !strings.Contains(meta, "<rdf:li>nl</rdf:li>") {
			t.Errorf("%s: title or language are not in the metadata:\n%s", name, meta)
		}
		for _, line := range strings.Split(strings.TrimSpace(poppler(t, pdf, "pdffonts")), "\n")[2:] {
			if !regexp.MustCompile(`Identity-H +yes yes yes`).MatchString(line) {
				t.Errorf("%s: a font is not embedded as subset: %s", name, line)
			}
		}
		golden(t, name+".txt", squeezed(poppler(t, pdf, "pdftotext", "-layout")))
		golden(t, name+".struct.txt", poppler(t, pdf, "pdfinfo", "-struct-text"))
	}
}

func TestCatalogueSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"nl", "en"} {
		d := agreement()
		d.Lang = lang
		f := readBack(t, drawDoc(t, d))
		catalog := ""
		for _, o := range f.objects {
			if bytes.HasPrefix(o, []byte("<</Type/Catalog")) {
				catalog = string(o)
			}
		}
		for _, want := range []string{"/Lang(" + lang + ")", "/MarkInfo<</Marked true>>", "/DisplayDocTitle true", "/Outlines ", "/StructTreeRoot "} {
			if !strings.Contains(catalog, want) {
				t.Errorf("the catalogue lacks %s: %s", want, catalog)
			}
		}
		for _, not := range []string{"/OpenAction", "/AA", "/Names", "/JavaScript", "/URI", "/AcroForm"} {
			if strings.Contains(catalog, not) {
				t.Errorf("the catalogue has %s: %s", not, catalog)
			}
		}
	}
}

// readBack takes a finished document apart.
func readBack(t *testing.T, pdf []byte) *file {
	t.Helper()
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	var start int
	if _, err := fmt.Sscanf(string(pdf[at:]), "startxref\n%d", &start); err != nil {
		t.Fatal(err)
	}
	var f file
	for i, l := range strings.Split(string(pdf[start:at]), "\n")[2:] {
		if !strings.HasSuffix(l, " n ") && i > 0 {
			break
		}
		if i == 0 {
			f.add(nil)
			continue
		}
		offset, err := strconv.Atoi(l[:10])
		if err != nil {
			t.Fatal(err)
		}
		head := fmt.Sprintf("%d 0 obj\n", i)
		if !bytes.HasPrefix(pdf[offset:], []byte(head)) {
			t.Fatalf("object %d is not at %d", i, offset)
		}
		b := pdf[offset+len(head):]
		end := bytes.Index(b, []byte("\nendobj\n"))
		if m := streamAt.FindSubmatchIndex(b[:end]); m != nil {
			n, err := strconv.Atoi(string(b[m[2]:m[3]]))
			if err != nil {
				t.Fatal(err)
			}
			end = m[1] + n + bytes.Index(b[m[1]+n:], []byte("\nendobj\n"))
		}
		f.add(b[:end])
	}
	return &f
}

var streamAt = regexp.MustCompile(`(?s)/Length (\d+)[^\n]*?>>\nstream\n`)

// contents gives the drawing orders of every page.
func contents(t *testing.T, pdf []byte) [][]byte {
	t.Helper()
	f := readBack(t, pdf)
	var out [][]byte
	for _, o := range f.objects {
		if !bytes.HasPrefix(o, []byte("<</Type /Page\n")) {
			continue
		}
		m := regexp.MustCompile(`/Contents (\d+) 0 R`).FindSubmatch(o)
		if m == nil {
			t.Fatal("a page without contents")
		}
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		at := streamAt.FindIndex(f.objects[n])
		z, err := zlib.NewReader(bytes.NewReader(f.objects[n][at[1]:]))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

func TestSameDocumentSameBytes(t *testing.T) {
	t.Parallel()
	before := [][]byte{bytes.Clone(regularTTF), bytes.Clone(semiboldTTF), bytes.Clone(widerTTF)}
	for name, d := range samples() {
		want := drawDoc(t, d)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				var b bytes.Buffer
				if err := Write(&b, d); err != nil {
					t.Error(err)
				}
				if !bytes.Equal(b.Bytes(), want) {
					t.Errorf("%s: other bytes for the same document", name)
				}
			})
		}
		wg.Wait()
		d.Title += "!"
		if bytes.Equal(drawDoc(t, d), want) {
			t.Errorf("%s: the same bytes for another document", name)
		}
	}
	for i, now := range [][]byte{regularTTF, semiboldTTF, widerTTF} {
		if !bytes.Equal(now, before[i]) {
			t.Errorf("font %d was changed by drawing", i)
		}
	}
}

func TestRefusesWhatIsNotAccessible(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Doc){
		"no title":         func(d *Doc) { d.Title = "" },
		"no language":      func(d *Doc) { d.Lang = "" },
		"other language":   func(d *Doc) { d.Lang = "nl)/Evil(" },
		"no time":          func(d *Doc) { d.Created = time.Time{} },
		"no words":         func(d *Doc) { d.Words = Words{} },
		"no word for hash": func(d *Doc) { d.Words.Hash = "" },
		"no word for log":  func(d *Doc) { d.Words.Log = "" },
		"hash":             func(d *Doc) { d.Hash = "zz" },
		"heading level":    func(d *Doc) { d.Blocks = []Block{Heading{4, "x"}} },
		"empty heading":    func(d *Doc) { d.Blocks = []Block{Heading{2, ""}} },
		"picture unsaid":   func(d *Doc) { d.Blocks = []Block{Picture{"", photo(false)}} },
		"broken picture":   func(d *Doc) { d.Blocks = []Block{Picture{"x", []byte("GIF89a")}} },
		"ragged table":     func(d *Doc) { d.Blocks = []Block{Table{Head: []string{"a"}, Rows: [][]string{{"1", "2"}}}} },
		"table headless":   func(d *Doc) { d.Blocks = []Block{Table{Rows: [][]string{{}}}} },
		"nil":              func(d *Doc) { d.Blocks = []Block{nil} },
		"far too long":     func(d *Doc) { d.Blocks = []Block{Paragraph{strings.Repeat("a\n", 46*mostPages)}} },
	} {
		d := agreement()
		change(&d)
		var b bytes.Buffer
		if err := Write(&b, d); err == nil || b.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes", name, err, b.Len())
		}
	}
}

// BenchmarkRuling draws a ruling of four pages; proof: under 50 ms.
func BenchmarkRuling(b *testing.B) {
	d := ruling()
	drawDoc(b, d)
	b.ReportAllocs()
	for b.Loop() {
		drawDoc(b, d)
	}
}
