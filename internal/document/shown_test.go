package document

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestShown(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                        "",
		"Gewoon.":                 "Gewoon.",
		"a\r\nb\rc\u2028d":        "a\nb\nc\nd",
		"a\tb":                    "a    b",
		"e\u0301":                 "é",
		"€\u00a025\u202f,\u2009-": "€\u00a025\u00a0, -",
		"😀":                       "[teken U+1F600 GRINNING FACE]",
		"👨\u200d👩":                "[tekens U+1F468 U+200D U+1F469]",
		"漢字 en 漢":                 "[tekens U+6F22 U+5B57] en [teken U+6F22 CJK IDEOGRAPH]",
		"שלום":                    "[tekens U+05E9 U+05DC U+05D5 U+05DD]",
		"مرحبا":                   "[tekens U+0645 U+0631 U+062D U+0628 U+0627]",
		"\u0663":                  "[teken U+0663 ARABIC-INDIC DIGIT THREE]",
		"x\u202ey":                "x[teken U+202E RIGHT-TO-LEFT OVERRIDE]y",
		"af\u00adbreken":          "af[teken U+00AD SOFT HYPHEN]breken",
		"a\x00b\x7f":              "a[teken U+0000 CONTROL]b[teken U+007F CONTROL]",
		"\ue000":                  "[teken U+E000]",
		"\U0010ffff":              "[teken U+10FFFF]",
		"fout\xff\xfe":            "fout[tekens 0xFF 0xFE]",
		"❤\ufe0f":                 "❤[teken U+FE0F VARIATION SELECTOR-16]",
		"\ufeffbom":               "[teken U+FEFF ZERO WIDTH NO-BREAK SPACE]bom",
		"\u115f\u3164":            "[tekens U+115F U+3164]",
		"Ωμέγα Привет Łódź ẞ ½ ✓ → ქარ": "Ωμέγα Привет Łódź ẞ ½ ✓ → ქარ",
		") Tj ET (\\":                   ") Tj ET (\\",
		"[teken U+1F600 GRINNING FACE]": "[teken U+1F600 GRINNING FACE]",
	} {
		if got := dutch.shown(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

// What is shown can be drawn, and what is drawn can be seen: over every sign that Unicode has.
func TestEverySignIsSeen(t *testing.T) {
	t.Parallel()
	fonts := map[weight]*sfnt.Font{}
	for w := range weights {
		f, err := sfnt.Parse(faces()[w].ttf)
		if err != nil {
			t.Fatal(err)
		}
		fonts[w] = f
	}
	var buf sfnt.Buffer
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r > 0x20000 && r%97 > 0 { // the higher planes are all alike
			continue
		}
		got := dutch.shown(string(r))
		if got == "" {
			t.Fatalf("%U is lost", r)
		}
		for _, g := range got {
			if g == '\n' {
				continue
			}
			for _, w := range []weight{regular, semibold} {
				if f := faceOf(g, w); !faces()[f].has(g) {
					t.Fatalf("%U is shown as %q, and no font has %U", r, got, g)
				}
			}
		}
		if strings.HasPrefix(got, "[tek") || unicode.IsSpace(r) {
			continue
		}
		if norm.NFC.String(string(r)) != got {
			t.Fatalf("%U is shown as %q", r, got)
		}
		for _, g := range got {
			if p, _ := bidi.LookupRune(g); p.Class() == bidi.R || p.Class() == bidi.AL {
				t.Fatalf("%U runs from right to left", g)
			}
			f := faceOf(g, regular)
			i, err := fonts[f].GlyphIndex(&buf, g)
			if err != nil {
				t.Fatal(err)
			}
			outline, err := fonts[f].LoadGlyph(&buf, i, fixed.I(100), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(outline) == 0 {
				t.Errorf("%U is drawn as nothing", g)
			}
		}
	}
}

func TestLinesFitAndLoseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := dutch.shown(rapid.String().Draw(t, "text") + rapid.StringMatching(`[a-zé /\n-]{0,300}`).Draw(t, "words"))
		most := rapid.Float64Range(20, 400).Draw(t, "width")
		lines := breakLines(s, regular, 11, most)
		for _, l := range lines {
			bare := strings.TrimRight(l, " ")
			if width(bare, regular, 11) > most+0.01 && utf8.RuneCountInString(bare) > 1 && most > 30 {
				t.Fatalf("%q is wider than %v", l, most)
			}
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := bare(strings.Join(lines, "")); got != bare(s) {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

// FuzzText draws any text everywhere, and reads back that it is only ever shown.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		") Tj ET", "\\", "\\)", "(", "\xfe\xff", "\r", "EMC /P BDC", "endstream\nendobj", "\u0a0d\u0d0a", "℀\u2829 ⠨ \u5c29", "😀",
		"\u2100\u005c\u0028", "<</S/JavaScript>>", "%%EOF",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 {
			return
		}
		x := s + "x"
		d := frame(x, Heading{1, x}, Paragraph{s}, List{Items: []string{s}}, Quote{s, s, s}, Facts{[]Fact{{s, s}}},
			Table{Caption: s, Head: []string{x, "b"}, Rows: [][]string{{s, s}}, Right: []bool{true}}, Picture{x, tinyPicture})
		d.Subject, d.Author, d.Footer, d.Checkpoint = s, s, s, []string{s}
		pdf := drawDoc(t, d)
		drawn := ""
		for _, page := range contents(t, pdf) {
			drawn += onlyDraws(t, page)
		}
		if want := squash(dutch.shown(s)); !strings.Contains(squash(drawn), want) {
			t.Fatalf("%q is not in the document as %q", s, want)
		}
		for _, word := range []string{"/JavaScript", "/JS", "/Launch", "/URI", "/EmbeddedFile", "/OpenAction"} {
			for _, o := range readBack(t, pdf).objects {
				if dict, _, _ := bytes.Cut(o, []byte("stream\n")); bytes.Contains(dict, []byte(word)) {
					t.Fatalf("%s is in the document", word)
				}
			}
		}
	})
}

func squash(s string) string { return strings.NewReplacer(" ", "", "\n", "", "\u00a0", "").Replace(s) }
