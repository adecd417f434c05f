package anonym

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/rulings.txt
var rulings string

var samira = Known{
	Names: []string{"Samira el Amrani", "Jan Bakker", "Willem van den Heuvel-Çelik"}, Shop: "Fietsenhuis Bakker", Now: now,
	Emails: []string{"samira.elamrani@post.example", "w.heuvel@buurthulp.example"}, Phones: []string{"+31612345678"},
	Addresses:    []string{"Kerkplein 3-II\n8011 AB Zwolle"},
	OrderNumbers: []string{"FB-2026-118203"}, Reference: "WH-2026-00417", SoleTraderKvK: true,
}

// TestRulings counts what is found in paragraphs as they are written, and how much of what is proposed is right.
func TestRulings(t *testing.T) {
	t.Parallel()
	const leastRecall, leastPrecision, leastParagraphs = 0.97, 0.90, 40
	paragraphs, wanted, found, proposed, right := 0, 0, 0, 0, 0
	for _, line := range strings.Split(rulings, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		paragraphs++
		text, gold := marked(line)
		spans := Propose(text, samira)
		for _, g := range gold {
			wanted++
			if hides(spans, text, g) {
				found++
			} else {
				t.Logf("not found: %q in %q", text[g.Start:g.End], text)
			}
		}
		for _, s := range spans {
			proposed++
			if touches(gold, s) {
				right++
			} else {
				t.Logf("too much: %s %q in %q", s.Kind, s.Text, text)
			}
		}
		if strings.Contains(text, samira.Shop) && !strings.Contains(Apply(text, spans, brackets), samira.Shop) {
			t.Errorf("the shop is hidden in %q", text)
		}
	}
	recall, precision := float64(found)/float64(wanted), float64(right)/float64(proposed)
	t.Logf("%d paragraphs: recall %d of %d (%.3f), precision %d of %d (%.3f)", paragraphs, found, wanted, recall, right, proposed, precision)
	if paragraphs < leastParagraphs || recall < leastRecall || precision < leastPrecision {
		t.Error("fewer than asked")
	}
}

// marked takes the marks out of a line and gives where they stood.
func marked(line string) (string, []Span) {
	var b strings.Builder
	var out []Span
	for {
		before, rest, ok := strings.Cut(line, "«")
		b.WriteString(before)
		if !ok {
			return b.String(), out
		}
		in, after, _ := strings.Cut(rest, "»")
		out = append(out, Span{Start: b.Len(), End: b.Len() + len(in)})
		b.WriteString(in)
		line = after
	}
}

// hides says that nothing that tells is left of a marked piece: letters and digits outside a span, but for particles
// and forms of address.
func hides(spans []Span, text string, g Span) bool {
	left := []byte(text)
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			left[i] = ' '
		}
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(string(left[g.Start:g.End])), func(r rune) bool { return !isAlnum(r) }) {
		if !particles[w] && !titleWords[w] {
			return false
		}
	}
	return true
}

func touches(gold []Span, s Span) bool {
	for _, g := range gold {
		if s.Start < g.End && g.Start < s.End {
			return true
		}
	}
	return false
}
