package component_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	. "wederhoor/internal/web/component"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// parse reads a page as a browser does and refuses what a browser repairs.
func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		tag := string(name)
		switch kind {
		case html.StartTagToken:
			if !strings.Contains(" area base br col hr img input link meta source wbr ", " "+tag+" ") {
				open = append(open, tag)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tag {
				t.Fatalf("</%s> closes %v", tag, open)
			}
			open = open[:len(open)-1]
		default:
		}
	}
	if len(open) > 0 {
		t.Fatalf("never closed: %v", open)
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func elements(doc *html.Node) []*html.Node {
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func TestSamplesAreSound(t *testing.T) {
	t.Parallel()
	for name, page := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkPage(t, parse(t, render(t, page)))
		})
	}
}

// checkPage holds what is true of every page: ids are unique and every
// reference to one is met, every field has a label, one H1 and one main, no
// script, no style, no handler.
func checkPage(t *testing.T, doc *html.Node) {
	t.Helper()
	all := elements(doc)
	ids, labels, count := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, n := range all {
		count[n.Data]++
		if id, ok := attr(n, "id"); ok {
			if id == "" || ids[id] {
				t.Errorf("<%s>: id %q is empty or twice", n.Data, id)
			}
			ids[id] = true
		}
		if to, ok := attr(n, "for"); ok {
			labels[to] = true
		}
	}
	for _, n := range all {
		for _, ref := range []string{"aria-describedby", "aria-labelledby", "for"} {
			v, ok := attr(n, ref)
			for _, id := range strings.Fields(v) {
				if !ids[id] {
					t.Errorf("<%s %s>: there is no %q", n.Data, ref, id)
				}
			}
			if ok && strings.TrimSpace(v) == "" {
				t.Errorf("<%s> has an empty %s", n.Data, ref)
			}
		}
		if href, _ := attr(n, "href"); len(href) > 1 && href[0] == '#' && !ids[href[1:]] {
			t.Errorf("link to %q leads nowhere", href)
		}
		kind, _ := attr(n, "type")
		field := n.Data == "textarea" || n.Data == "select" || n.Data == "input" && kind != "hidden"
		if id, _ := attr(n, "id"); field && !labels[id] {
			t.Errorf("<%s id=%q> has no label", n.Data, id)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has %s", n.Data, a.Key)
			}
		}
	}
	for tag, want := range map[string]int{"h1": 1, "main": 1, "title": 1, "script": 0, "style": 0} {
		if count[tag] != want {
			t.Errorf("%d <%s>, want %d", count[tag], tag, want)
		}
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]LayoutView{
		"Fout: Uw klacht – zaak K7-4Q2M – Keurmerk": {ErrorPrefix: "Fout: ", Page: "Uw klacht", Case: "zaak K7-4Q2M", Organisation: "Keurmerk"},
		"Start – Keurmerk":                          {Page: "Start", Organisation: "Keurmerk"},
	} {
		if page := render(t, Layout(v)); !strings.Contains(page, "<title>"+want+"</title>") {
			t.Errorf("title is not %q: %s", want, page)
		}
	}
}

func TestLayoutKeepsPagesPrivate(t *testing.T) {
	t.Parallel()
	private, public := render(t, Layout(LayoutView{Lang: "en"})), render(t, Layout(LayoutView{Index: true}))
	if !strings.Contains(private, `<html lang="en"`) || !strings.Contains(private, `name="robots" content="noindex, nofollow"`) {
		t.Error("page says neither its language nor noindex")
	}
	if strings.Contains(public, "noindex") {
		t.Error("public page says noindex")
	}
	for _, page := range []string{private, public} {
		if !strings.Contains(page, `<meta name="referrer" content="no-referrer">`) {
			t.Error("page sends a referrer")
		}
	}
}

// Whatever text a person types, in whatever place, stays text.
func TestTextIsEscaped(t *testing.T) {
	t.Parallel()
	link := Link{Text: evil, Href: "javascript:alert(1)", Hidden: evil}
	for name, c := range map[string]templ.Component{
		"text":     group(Text(evil), Small(evil), Rich("**"+evil+"**"+evil), Paragraph(evil, link), List([]string{evil})),
		"input":    Input(InputView{ID: "a", Name: "a", Label: evil, Hint: evil, Error: evil, Value: evil, Prefix: evil}),
		"textarea": Textarea(TextareaView{ID: "a", Name: "a", Label: evil, Value: "</textarea>" + evil, Count: evil}),
		"radios":   Radios(RadiosView{ID: "a", Name: "a", Legend: evil, Items: []ChoiceItem{{Value: evil, Label: evil, Hint: evil}}}),
		"select":   Select(SelectView{ID: "a", Name: "a", Label: evil, Options: []Option{{evil, evil}}}),
		"summary":  SummaryList(SummaryListView{Rows: []SummaryRow{{Key: evil, Value: evil, Actions: []Link{link}}}}),
		"errors":   ErrorSummary(ErrorSummaryView{Title: evil, Errors: []Link{link}}),
		"message":  Message(MessageView{Author: evil, When: evil, Text: evil, Files: []FileItem{{Name: evil, Href: link.Href, Meta: evil}}}),
		"timeline": Timeline(TimelineView{Heading: evil, Items: []TimelineItem{{Title: evil, When: evil, Text: evil, Quote: evil, Links: []Link{link}}}}),
		"queue":    Queue(QueueView{Caption: evil, Columns: []string{evil, evil}, Rows: []QueueRow{{Number: evil, Href: link.Href, Under: evil, Cells: []QueueCell{{Text: evil}}}}}),
		"choices":  ChoiceCards([]ChoiceCard{{evil, evil, link.Href}}),
		"offer":    Offer(OfferView{ID: "o", From: evil, Title: evil, Why: evil, WhyLabel: evil, Note: evil}),
		"layout":   Layout(LayoutView{Page: evil, Case: evil, Organisation: evil, HeaderLinks: []Link{link}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := render(t, c)
			for _, n := range elements(parse(t, page)) {
				if n.Data == "script" {
					t.Errorf("a script came through: %s", page)
				}
				for _, at := range []string{"href", "action", "formaction"} {
					if v, _ := attr(n, at); strings.HasPrefix(strings.ToLower(v), "javascript:") {
						t.Errorf("<%s %s=%q>", n.Data, at, v)
					}
				}
			}
		})
	}
}

func TestFieldsTellTheirErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]templ.Component{
		"input":    Input(InputView{ID: "f", Name: "n", Label: "L", Hint: "H", Error: "E", Value: "typed"}),
		"textarea": Textarea(TextareaView{ID: "f", Name: "n", Label: "L", Hint: "H", Error: "E", Value: "typed"}),
		"select":   Select(SelectView{ID: "f", Name: "n", Label: "L", Hint: "H", Error: "E", Value: "typed", Options: []Option{{"typed", "T"}}}),
		"code":     Code(CodeView{ID: "f", Name: "n", Label: "L", Hint: "H", Error: "E", Value: "typed"}),
		"radios":   Radios(RadiosView{ID: "f", Name: "n", Legend: "L", Hint: "H", Error: "E", Value: "typed", Items: []ChoiceItem{{Value: "typed", Label: "T"}}}),
		"boxes":    Checkboxes(CheckboxesView{ID: "f", Name: "n", Hint: "H", Error: "E", Values: []string{"typed"}, Items: []ChoiceItem{{Value: "typed", Label: "T"}}}),
		"date":     Date(DateView{ID: "f", Name: "n", Legend: "L", Hint: "H", Error: "E", Day: "typed"}),
		"files":    FileUpload(FileUploadView{ID: "f", Name: "n", Label: "L", Hint: "H", Error: "E"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := render(t, c)
			if !strings.Contains(page, `id="f"`) || !strings.Contains(page, `for="f"`) {
				t.Errorf("no field with id and label: %s", page)
			}
			if !strings.Contains(page, `aria-describedby="f-hint f-error"`) {
				t.Errorf("hint and error are not tied to the field: %s", page)
			}
			if !strings.Contains(page, "govuk-form-group--error") {
				t.Errorf("error is not seen: %s", page)
			}
			if name != "files" && !strings.Contains(page, "typed") {
				t.Errorf("what was typed is lost: %s", page)
			}
		})
	}
}

func TestOptionalPartsAreLeftOut(t *testing.T) {
	t.Parallel()
	page := render(t, Input(InputView{ID: "f", Name: "n", Label: "L"}))
	for _, no := range []string{"hint", "error", "aria-", "autocomplete", "inputmode", "prefix"} {
		if strings.Contains(page, no) {
			t.Errorf("%q in a bare field: %s", no, page)
		}
	}
	if page := render(t, ErrorSummary(ErrorSummaryView{Title: "Fout"})); page != "" {
		t.Errorf("summary without errors: %s", page)
	}
}

func TestDateMarksWhatIsWrong(t *testing.T) {
	t.Parallel()
	invalid := regexp.MustCompile(`name="d-(\w+)"[^>]*aria-invalid`)
	names := func(v DateView) (out []string) {
		v.ID, v.Name = "d", "d"
		for _, m := range invalid.FindAllStringSubmatch(render(t, Date(v)), -1) {
			out = append(out, m[1])
		}
		return out
	}
	for want, v := range map[string]DateView{
		"":               {},
		"day month year": {Error: "E"},
		"year":           {Error: "E", BadYear: true},
		"month year":     {Error: "E", NoDay: true},
	} {
		if got := strings.Join(names(v), " "); got != want {
			t.Errorf("%+v marks %q, want %q", v, got, want)
		}
	}
}

func TestErrorSummaryTakesFocus(t *testing.T) {
	t.Parallel()
	page := render(t, ErrorSummary(ErrorSummaryView{Title: "Fout", Errors: []Link{{Text: "A", Href: "#a"}}}))
	for _, want := range []string{`tabindex="-1"`, "autofocus", `role="alert"`, `href="#a"`} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %s: %s", want, page)
		}
	}
}

func TestRich(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a **b** c":      "a <strong>b</strong> c",
		"a ** b":         "a ** b",
		"**a** **b**":    "<strong>a</strong> <strong>b</strong>",
		"a **b** c ** d": "a <strong>b</strong> c ** d",
		"****":           "****",
	} {
		if page := render(t, Rich(in)); page != `<p class="govuk-body app-text">`+want+"</p>" {
			t.Errorf("%q gives %s", in, page)
		}
	}
	if n := strings.Count(render(t, Text("a\r\n\r\nb\n\n\n\nc\nd")), "<p "); n != 3 {
		t.Errorf("%d paragraphs, want 3", n)
	}
}

func TestButtonPosts(t *testing.T) {
	t.Parallel()
	page := render(t, PostButton(PostButtonView{Action: "/stop", Hidden: []Hidden{{"version", "7"}}, Button: ButtonView{Text: "Stop", Kind: ButtonWarning, Name: "act", Value: "stop"}}))
	for _, want := range []string{`method="post"`, `action="/stop"`, `name="version" value="7"`, `type="submit"`, `name="act" value="stop"`, "govuk-button--warning"} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %s: %s", want, page)
		}
	}
}

// TestWriteSamples writes the pages to SAMPLE_DIR, to be looked at in a
// browser next to the pictures of the design.
func TestWriteSamples(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("SAMPLE_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	for name, page := range samples() {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(render(t, page)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
