package text

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

func catalog(tb testing.TB) *Catalog {
	tb.Helper()
	c, err := Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// shopsLetters go to the shop and do not say so in their names.
var shopsLetters = []string{
	"m03-notice", "m04-reminder-first", "m05-reminder-last", "m33-not-ours-rejected", "m40-remedy-asked", "m15c-rejoinder", "m82-made-up",
}

// sample is typical data of a letter, as its composer fills it in.
func sample(c *Catalog, l Lang, slug string) LetterData {
	day := time.Date(2026, 6, 12, 0, 0, 0, 0, time.UTC)
	d := LetterData{
		Trustmark: "Keurmerk Voorbeeld", Phone: "030 123 45 67", Domain: "geschil.example", Case: "K74Q-2M9X",
		Name: "mevrouw De Boer", Shop: "De Lindeboom", Customer: "A. de Boer", Other: "De Lindeboom",
		Order: "LB-20418", Problem: c.T(l, "category.faulty"), Wish: c.T(l, "remedy.refund") + " (" + Amount(l, 8995) + ")",
		Code: "482913", Time: Clock(l, day.Add(13*time.Hour)), Date: Date(l, day), Date2: Date(l, day.AddDate(0, 2, 0)),
		Agreement: c.T(l, "offer.does.refund", "amount", Amount(l, 8995), "date", Date(l, day)),
		Offer:     c.T(l, "offer.does.refund", "amount", Amount(l, 8995), "date", Date(l, day)),
		Outcome:   c.T(l, "outcome.solved.consumer"), Ground: c.T(l, "ground.too_old"), Help: c.T(l, "groundhelp.too_old"),
		Reason: "Op de bestelbevestiging staat de naam van uw winkel.", Sender: "De Lindeboom", Address: "deboer@example.nl",
		Link: "https://geschil.example/z/ab12", Link1: "https://geschil.example/z/ab12?choice=solved",
		Link2: "https://geschil.example/z/ab12?choice=busy", Link3: "https://geschil.example/z/ab12?choice=help",
		Checkpoint: "geschil.example/log 20418 p3tq2G7jz1kWqk0M", Reopen: slug == "m18-closed",
		Mediator: "Mila Jansen", Adjudicator: "Otto Visser", Fee: AmountRound(l, 2500), Amount: Amount(l, 2500),
		VAT: Amount(l, 434) + " (21%)", Receipt: "2026-00042", How: c.T(l, "concluded.no_agreement.consumer"), Advised: true,
	}
	if slug == "m65-refund" {
		d.How = c.T(l, "refund.why.withdrawn")
	}
	if strings.HasPrefix(slug, "m9") { // about a member, not a case
		d.Case, d.Checkpoint, d.Cases, d.Skip = "", "", "K74Q-2M9X, K8RT-4W2P", "Elke dag verliezen klanten geld."
		d.How = c.T(l, "measure.letter.started.suspension")
	}
	if l == EN {
		d.Name, d.Reason = "Ms De Boer", "The order confirmation shows the name of your shop."
	}
	if strings.Contains(slug, "shop") || slices.Contains(shopsLetters, slug) {
		d.Name, d.Other, d.ToShop = "De Lindeboom", d.Customer, true
	}
	if slices.Contains([]string{"m60-case-for-you", "m71-leave-asked-jurist", "m77-file-ready", "m81-work-stopped"}, slug) {
		d.Name = d.Adjudicator
	}
	if slug == "m01-code" || slug == "m20-draft-saved" || slug == "m21-sign-in" || slug == "m45-remind-tell-shop" {
		d.Case, d.Checkpoint = "", ""
	}
	return d
}

func render(tb testing.TB, c *Catalog, l Lang, slug string, d LetterData) Rendered {
	tb.Helper()
	out, err := c.Letter(l, slug, d)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// each runs a test for each letter in each language, with typical data.
func each(t *testing.T, f func(t *testing.T, l Lang, slug string, r Rendered)) {
	t.Helper()
	c := catalog(t)
	for _, l := range Langs() {
		for _, slug := range Slugs() {
			t.Run(string(l)+"/"+slug, func(t *testing.T) {
				t.Parallel()
				f(t, l, slug, render(t, c, l, slug, sample(c, l, slug)))
			})
		}
	}
}

func TestLetterGolden(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, l Lang, slug string, r Rendered) {
		got := "Subject: " + r.Subject + "\nPreheader: " + r.Preheader + "\n\n" + r.Plain + "\n=====\n\n" + r.HTML
		name := filepath.Join("testdata", "golden", string(l), slug+".txt")
		if *update {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs; after a wanted change run: go test ./internal/text -run Golden -update\n%s", name, got)
		}
	})
}

// TestGoldenComplete finds golden files whose letter is gone.
func TestGoldenComplete(t *testing.T) {
	t.Parallel()
	for _, l := range Langs() {
		files, err := filepath.Glob(filepath.Join("testdata", "golden", string(l), "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if slug := strings.TrimSuffix(filepath.Base(f), ".txt"); !slices.Contains(Slugs(), slug) {
				t.Errorf("%s: no such letter", f)
			}
		}
	}
}

// body gives what stands between greeting and footer.
func body(t *testing.T, l Lang, r Rendered) string {
	t.Helper()
	end := map[Lang]string{NL: "\n\nHulp nodig?", EN: "\n\nNeed help?"}[l]
	parts := strings.SplitN(r.Plain, "\n\n", 4)
	if len(parts) != 4 {
		t.Fatalf("head, title, greeting and body expected:\n%s", r.Plain)
	}
	words, _, ok := strings.Cut(parts[3], end)
	if !ok {
		t.Fatalf("no footer:\n%s", r.Plain)
	}
	return regexp.MustCompile(`(?m)^https?://\S+$`).ReplaceAllString(words, "")
}

func TestLetterMeasures(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, l := range Langs() {
		for _, slug := range Slugs() {
			t.Run(string(l)+"/"+slug, func(t *testing.T) {
				t.Parallel()
				for _, d := range variants(sample(c, l, slug)) {
					measure(t, l, render(t, c, l, slug, d))
				}
			})
		}
	}
}

// variants are the data with each of the conditions turned, one at a time.
func variants(d LetterData) []LetterData {
	out := []LetterData{d}
	for i := range reflect.ValueOf(d).NumField() {
		turned := d
		if f := reflect.ValueOf(&turned).Elem().Field(i); f.Kind() == reflect.Bool {
			f.SetBool(!f.Bool())
			out = append(out, turned)
		}
	}
	return out
}

func measure(t *testing.T, l Lang, r Rendered) {
	t.Helper()
	if n := utf8.RuneCountInString(r.Subject); n > 60 {
		t.Errorf("subject has %d characters: %q", n, r.Subject)
	}
	if n := utf8.RuneCountInString(r.Preheader); n > 100 || n == 0 {
		t.Errorf("preheader has %d characters: %q", n, r.Preheader)
	}
	if n := len(strings.Fields(body(t, l, r))); n > 90 {
		t.Errorf("body has %d words", n)
	}
	for _, s := range sentences(body(t, l, r)) {
		if n := len(strings.Fields(s)); n > 20 {
			t.Errorf("sentence has %d words: %q", n, s)
		}
	}
	checkVoice(t, l, r.Subject+"\n"+body(t, l, r))
}

func TestLetterHTML(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, l Lang, _ string, r Rendered) {
		for want, n := range map[string]int{
			"<h1": 1, "</h1>": 1, "<title>": 1, `<html lang="` + string(l) + `">`: 1, "<script": 0, "ZgotmplZ": 0,
			`<meta name="color-scheme" content="light dark">`: 1, "‹": 0,
		} {
			if got := strings.Count(r.HTML, want); got != n {
				t.Errorf("%q occurs %d times, want %d", want, got, n)
			}
		}
		if a, b := strings.Count(r.HTML, "<table"), strings.Count(r.HTML, `<table role="presentation"`); a != b {
			t.Errorf("%d tables, %d for presentation", a, b)
		}
		if marks := strings.IndexFunc(r.HTML+r.Plain+r.Subject, func(c rune) bool { return c >= firstMark && c < firstMark+100 }); marks >= 0 {
			t.Error("a mark was not filled in")
		}
		links := regexp.MustCompile(`<a href="([^"]+)"`).FindAllStringSubmatch(r.HTML, -1)
		for _, link := range links {
			address := strings.ReplaceAll(link[1], "&amp;", "&")
			if !strings.Contains(r.Plain, "\n"+address+"\n") {
				t.Errorf("plain text has no line with only %s", address)
			}
		}
		if strings.Contains(r.Plain, "**") || strings.Contains(r.Plain, "](") {
			t.Error("markup in plain text")
		}
	})
}

// TestLetterSameFacts: a letter speaks of the same facts in both languages.
func TestLetterSameFacts(t *testing.T) {
	t.Parallel()
	field := regexp.MustCompile(`\.[A-Z][A-Za-z0-9]*`)
	for _, slug := range Slugs() {
		var facts [2][]string
		for i, l := range Langs() {
			buf, err := fs.ReadFile(own, "letters/"+string(l)+"/"+slug+".md")
			if err != nil {
				t.Fatal(err)
			}
			facts[i] = field.FindAllString(string(buf), -1)
			slices.Sort(facts[i])
			facts[i] = slices.Compact(facts[i])
		}
		if !slices.Equal(facts[0], facts[1]) {
			t.Errorf("%s: nl uses %v, en %v", slug, facts[0], facts[1])
		}
	}
	if nl, err := fs.Glob(own, "letters/nl/*.md"); err != nil || len(nl) != len(Slugs()) {
		t.Errorf("letters: %d files, %d slugs, %v", len(nl), len(Slugs()), err)
	}
	if en, err := fs.Glob(own, "letters/en/*.md"); err != nil || len(en) != len(Slugs()) {
		t.Errorf("letters in English: %d of %d, %v", len(en), len(Slugs()), err)
	}
}

func TestLetterConditions(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	d := sample(c, NL, "m06-choice")
	if r := render(t, c, NL, "m06-choice", d); !strings.Contains(r.Plain, "De winkel is ermee bezig:\n"+d.Link2) {
		t.Error("the second choice is missing")
	}
	d.Final = true
	if r := render(t, c, NL, "m06-choice", d); strings.Contains(r.HTML, d.Link2) || !strings.Contains(r.Plain, "Daarom kunt u dat nu niet meer kiezen") {
		t.Error("after the last extension the second choice is still there, or it is not said why it is gone")
	}
	d.Contested = true
	if r := render(t, c, NL, "m06-choice", d); !strings.Contains(r.Plain, "De Lindeboom is het niet eens met uw klacht") {
		t.Error("it is not said that the shop does not agree")
	}
	d = sample(c, NL, "m18-closed")
	d.Reopen = false
	if r := render(t, c, NL, "m18-closed", d); strings.Contains(r.Plain, d.Date2) {
		t.Error("reopening is named though it is not possible")
	}
	d.Name, d.Case, d.Checkpoint = "", "", ""
	if r := render(t, c, NL, "m18-closed", d); !strings.Contains(r.Plain, "\n\nGoedendag,\n\n") || strings.Contains(r.HTML, "Controleregel") {
		t.Errorf("without name, case and checkpoint:\n%s", r.Plain)
	}
}

func TestLetterRefuses(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	if _, err := c.Letter(NL, "m99", LetterData{}); !errors.Is(err, ErrNoLetter) {
		t.Errorf("unknown letter: %v", err)
	}
	d := sample(c, NL, "m12a-agreement")
	d.Agreement = " "
	if _, err := c.Letter(NL, "m12a-agreement", d); !errors.Is(err, ErrValue) {
		t.Errorf("an agreement without words: %v", err)
	}
	for _, link := range []string{"", "javascript:alert(1)", "//geschil.example", "https://", "https://a b.example/", "\n"} {
		d := sample(c, NL, "m10-message")
		d.Link = link
		if _, err := c.Letter(NL, "m10-message", d); !errors.Is(err, errLink) {
			t.Errorf("link %q: %v", link, err)
		}
	}
}

// TestLetterEscaping puts hostile texts into every field that a person can fill.
func TestLetterEscaping(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, evil := range []string{
		`Jansen "De Fietser" & Zn. [x](http://evil)`, `*a* <b>`, `<script>alert(1)</script>`, "# kop", "- punt", "1. punt",
		"[[button: x | http://evil]]", "[[code: 1]]", "{{.Link}}", "![x](http://evil/p.png)", "<http://evil>", "`code`",
		"a\r\nBcc: x@evil.example", "a\n\n# kop\n\n[x]: http://evil", "&lt;b&gt; &amp;", "_a_ __b__ ~~c~~ \\*", "</title><h1>", `" onclick="x`,
		"\u202egnp.exe", "p" + string(firstMark) + string(firstMark+5), "a\x00b\x1b[31m", "| a | b |", "***", "> q", "{tel} ‹x›", "http://evil", strings.Repeat("lang ", 500),
	} {
		for _, slug := range Slugs() {
			plain := render(t, c, NL, slug, sample(c, NL, slug))
			d := sample(c, NL, slug)
			for _, f := range []*string{&d.Name, &d.Shop, &d.Customer, &d.Other, &d.Order, &d.Wish, &d.Reason, &d.Offer, &d.Agreement, &d.Sender, &d.Problem} {
				*f = evil
			}
			r := render(t, c, NL, slug, d)
			if got, want := tags(r.HTML), tags(plain.HTML); !slices.Equal(got, want) {
				t.Errorf("%s: %q changes the tags:\n%v\n%v", slug, evil, got, want)
			}
			if strings.ContainsFunc(r.Subject+r.Preheader, func(r rune) bool { return r < ' ' }) {
				t.Errorf("%s: %q breaks the subject: %q", slug, evil, r.Subject)
			}
			if utf8.RuneCountInString(r.Subject) > 140 {
				t.Errorf("%s: subject of %d characters", slug, utf8.RuneCountInString(r.Subject))
			}
			if got, want := strings.Count(r.Plain, "\n"), strings.Count(plain.Plain, "\n"); got != want {
				t.Errorf("%s: %q adds lines to the plain text", slug, evil)
			}
			if !strings.Contains(r.Plain, "Beste "+clean(evil)+",") {
				t.Errorf("%s: %q is not printed as typed:\n%s", slug, evil, r.Plain)
			}
		}
	}
	if got, want := clean("\u202ea\r\n\x00 b\ue100 \u00a0c "), "a b \u00a0c"; got != want {
		t.Errorf("clean: %q, want %q", got, want)
	}
}

var (
	tag  = regexp.MustCompile(`<[^>]*>`)
	href = regexp.MustCompile(`href="[^"]*"`)
)

// tags gives the tags of a document with the addresses they lead to.
func tags(doc string) []string {
	var out []string
	for _, t := range tag.FindAllString(doc, -1) {
		name, _, _ := strings.Cut(t, " ")
		out = append(out, name+" "+href.FindString(t))
	}
	return out
}

func TestLetterSources(t *testing.T) {
	t.Parallel()
	head := "---\nsubject: a\npreheader: b\ntitle: c\n---\n"
	for name, file := range map[string]string{
		"no head":        "subject: a",
		"head not ended": "---\nsubject: a\n",
		"unknown line":   "---\nsubject: a\nfrom: b\n---\nx",
		"twice":          "---\nsubject: a\nsubject: a\npreheader: b\ntitle: c\n---\nx",
		"no title":       "---\nsubject: a\npreheader: b\n---\nx",
		"no body":        head,
		"unknown field":  head + "{{.Nothing}}",
		"bad template":   head + "{{if}}",
		"heading":        head + "# kop",
		"html":           head + "<b>x</b>",
		"image":          head + "![x](https://a.example)",
		"code span":      head + "`x`",
		"deep list":      head + "- a\n  - b",
		"html in item":   head + "- a <b>x</b>",
		"button":         head + "[[button: x]]",
		"unknown line 2": head + "[[image: x]]",
	} {
		overlay := fstest.MapFS{"letters/nl/m10-message.md": {Data: []byte(file)}}
		if _, err := Load(overlay); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	good := fstest.MapFS{"letters/en/m10-message.md": {Data: []byte(head + "Own *words* for {{.Shop}}\nin [two](https://a.example/b) lines.")}}
	c, err := Load(good)
	if err != nil {
		t.Fatal(err)
	}
	r := render(t, c, EN, "m10-message", LetterData{Shop: "S"})
	if r.Subject != "a" || !strings.Contains(r.Plain, "Own words for S in two lines.\nhttps://a.example/b\n") {
		t.Errorf("own letter: %q\n%s", r.Subject, r.Plain)
	}
	if _, err := Load(fstest.MapFS{"letters/en/m99.md": {Data: []byte(head + "x")}}); err == nil {
		t.Error("a letter that nothing sends was accepted")
	}
}

func BenchmarkLetter(b *testing.B) {
	c := catalog(b)
	d := sample(c, NL, "m03-notice")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Letter(NL, "m03-notice", d); err != nil {
			b.Fatal(err)
		}
	}
}
