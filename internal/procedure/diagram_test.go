package procedure

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

func echo(key string) string { return key + " <&> \"words\"" }

func TestDiagramIsAnAccessiblePicture(t *testing.T) {
	t.Parallel()
	svg := Diagram(echo)
	dec := xml.NewDecoder(strings.NewReader(svg))
	var names, texts []string
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			names = append(names, tok.Name.Local)
			for _, a := range tok.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s has %s, which a strict policy refuses", tok.Name.Local, a.Name.Local)
				}
			}
		case xml.CharData:
			texts = append(texts, string(tok))
		default:
		}
	}
	if !slices.Equal(names[:3], []string{"svg", "title", "desc"}) || !strings.Contains(svg, `role="img"`) ||
		!strings.Contains(svg, `aria-labelledby="diagram-title diagram-desc"`) {
		t.Errorf("begins with %v", names[:3])
	}
	desc := texts[1]
	for _, key := range DiagramKeys() {
		if key != "diagram.title" && !strings.Contains(desc, echo(key)) {
			t.Errorf("the description leaves out %s", key)
		}
	}
	for _, n := range []string{"7\u00a0", "14\u00a0", "60\u00a0", "21\u00a0", "3\u00a0", "30\u00a0"} {
		if !strings.Contains(desc, n) {
			t.Errorf("no term of %s", n)
		}
	}
}

func TestDiagramShowsWhatTheTablesDo(t *testing.T) {
	t.Parallel()
	if got := endsOf(Direct); !slices.Equal(got, []Outcome{Solved, NoAnswer, Withdrawn, Refused}) {
		t.Errorf("ends of stage 1: %v", got)
	}
	if got := endsOf(Compliance); !slices.Equal(got, []Outcome{AgreedDirect, AgreedMediation, AgreedRuling, anyRuling}) {
		t.Errorf("ends of an agreement: %v", got)
	}
	if got := endsOf(Mediation); !slices.Equal(got, []Outcome{Solved, Stopped, Withdrawn, Refused}) {
		t.Errorf("ends of mediation: %v", got)
	}
	if got := endsOf(Ruling); !slices.Equal(got, []Outcome{AgreedRuling, anyRuling, NotSolved, Stopped, Withdrawn}) {
		t.Errorf("ends of the ruling: %v", got)
	}
	reached := map[string]bool{}
	for _, e := range edges() {
		reached[e.to] = true
		if strings.Contains(e.label, " time") || strings.HasPrefix(e.label, "6.3") {
			continue
		}
		if rule, _, _ := strings.Cut(e.label, " "); !slices.ContainsFunc(Moves, func(m Move) bool { return m.Rule == rule }) {
			t.Errorf("%v is under no rule of the table", e)
		}
	}
	for _, term := range Terms {
		if !term.beside() && !reached[string(term.Kind)] {
			t.Errorf("nothing leads to %s", term.Kind)
		}
	}
}

// The numbers in the pictures are those by which the terms are counted.
func TestLengthIsTheTerm(t *testing.T) {
	t.Parallel()
	r := CurrentRules()
	from := time.Date(2026, time.September, 7, 8, 0, 0, 0, time.UTC)
	for _, term := range Terms {
		n, working := length(term.Kind, r)
		if term.last == nil {
			if !has([]TaskKind{TaskExtension, TaskStudy, TaskRule}, term.Kind) && n != 0 {
				t.Errorf("%s has no term, and a length of %d", term.Kind, n)
			}
			continue
		}
		want := lastDay(from, n)
		switch term.Kind {
		case TaskNotice:
			want = DateOf(from).AddDays(n)
		case TaskRest: // ends at once, when what it waits for is known
			want = DateOf(from)
		case TaskChoice, TaskConfirm, TaskShopConfirm: // what follows comes on the n-th day
			want = lastDay(from, n-1)
		default:
			if working {
				want = AddWorkdays(DateOf(from), n)
			}
		}
		if got := term.last(&r, from); got != want {
			t.Errorf("%s ends on %s, the picture says %d: %s", term.Kind, got, n, want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                       {""},
		"short":                  {"short"},
		"a bc defg":              {"a bc", "defg"},
		"unbreakablyslow go":     {"unbreakablyslow", "go"},
		"7\u00a0dagen: antwoord": {"7\u00a0dagen:", "antwoord"},
	} {
		if got := wrap(in, 8); !slices.Equal(got, want) {
			t.Errorf("wrap(%q) = %q", in, got)
		}
	}
}
