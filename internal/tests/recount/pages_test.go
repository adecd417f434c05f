package recount_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"wederhoor/internal/tests/world"
	"wederhoor/internal/text"
)

// fetch gives a page; it must be there.
func (w *town) fetch(b *world.Browser, path string, query url.Values) string {
	w.t.Helper()
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if err := b.Visit(path); err != nil {
		w.t.Fatal(err)
	}
	if b.Status != http.StatusOK {
		w.t.Fatalf("%s: %d", path, b.Status)
	}
	return b.Body
}

// sheet gives the rows of a table for a spreadsheet, without its headings.
func (w *town) sheet(path string, query url.Values) [][]string {
	w.t.Helper()
	r := csv.NewReader(strings.NewReader(w.fetch(w.quality, path, query)))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		w.t.Fatalf("%s: %v", path, err)
	}
	return rows[1:]
}

// T gives a word of the catalogue: the labels of rows are looked up, their numbers are not.
func (w *town) T(key string, args ...any) string { return w.House.App.Text.T(text.NL, key, args...) }

// number is a number as a sheet has it: with so many decimals, or empty when there is none.
type number struct {
	value    float64
	decimals int
}

func percent(s share) any {
	if s.of == 0 {
		return ""
	}
	return number{s.value() * 100, 1}
}

// anything stands in the place of a cell that is not looked at.
type anything struct{}

// says tells whether a cell holds what was counted.
func says(cell string, want any) bool {
	switch x := want.(type) {
	case anything:
		return true
	case string:
		return folded(strings.TrimPrefix(cell, "'")) == folded(x)
	case int:
		return cell == strconv.Itoa(x)
	case number:
		if math.IsNaN(x.value) || math.IsInf(x.value, 0) {
			return cell == ""
		}
		v, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
		return err == nil && math.Abs(v-x.value) <= 0.5*math.Pow10(-x.decimals)+1e-7*max(1, math.Abs(x.value))
	}
	panic(fmt.Sprintf("%T", want))
}

// same holds the rows of a table to what was counted.
func (w *town) same(what string, got [][]string, want [][]any) {
	w.t.Helper()
	if len(got) != len(want) {
		w.t.Errorf("%s: %d rows, counted %d:\n%v\n%v", what, len(got), len(want), got, want)
		return
	}
	bad := 0
	for i, row := range got {
		ok := len(row) == len(want[i])
		for j := 0; ok && j < len(row); j++ {
			ok = says(row[j], want[i][j])
		}
		if !ok {
			if bad++; bad < 6 {
				w.t.Errorf("%s, row %d: the page has %q, counted %v", what, i+1, row, want[i])
			}
		}
	}
}

// inOrder sorts rows by their first cells, for tables of which the order says nothing.
func inOrder(rows [][]string, cells int) [][]string {
	slices.SortFunc(rows, func(a, b []string) int { return slices.Compare(a[:cells], b[:cells]) })
	return rows
}

func inOrderWanted(rows [][]any, cells int) [][]any {
	key := func(r []any) string { return fmt.Sprint(r[:cells]...) }
	slices.SortFunc(rows, func(a, b []any) int { return strings.Compare(key(a), key(b)) })
	return rows
}

// walk goes through the elements of a page.
func walk(n *html.Node, do func(*html.Node)) {
	if n.Type == html.ElementNode {
		do(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, do)
	}
}

func classed(n *html.Node, class string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && slices.Contains(strings.Fields(a.Val), class) {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func wordsOf(n *html.Node) string {
	var out strings.Builder
	var dig func(*html.Node)
	dig = func(n *html.Node) {
		if n.Type == html.TextNode {
			out.WriteString(n.Data + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			dig(c)
		}
	}
	dig(n)
	return strings.Join(strings.Fields(strings.ReplaceAll(out.String(), "\u00a0", " ")), " ")
}

// tile is a number at the top of a page with what stands below it.
type tile struct{ number, note string }

// tiles gives the numbers at the top of a page, by their label.
func (w *town) tiles(page string) map[string]tile {
	w.t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]tile{}
	walk(doc, func(n *html.Node) {
		if !classed(n, "app-figures__item") {
			return
		}
		var label string
		var x tile
		walk(n, func(c *html.Node) {
			switch {
			case classed(c, "app-figures__label"):
				label = wordsOf(c)
			case classed(c, "app-figures__number"):
				x.number = wordsOf(c)
			case classed(c, "app-figures__note"):
				x.note = wordsOf(c)
			}
		})
		out[label] = x
	})
	return out
}

// rowsOf gives the rows of the first table within the element with an id, headings left out.
func (w *town) rowsOf(page, id string) [][]string {
	w.t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		w.t.Fatal(err)
	}
	var within *html.Node
	walk(doc, func(n *html.Node) {
		if within == nil && attribute(n, "id") == id {
			within = n
		}
	})
	if within != nil && within.Data == "caption" {
		within = within.Parent
	}
	if within == nil {
		w.t.Errorf("the page has nothing called %s", id)
		return nil
	}
	var out [][]string
	tables := 0
	walk(within, func(n *html.Node) {
		if n.Data == "table" {
			tables++
		}
		if n.Data != "tr" || tables > 1 || n.Parent.Data == "thead" {
			return
		}
		var row []string
		walk(n, func(c *html.Node) {
			if c.Data == "td" || c.Data == "th" {
				row = append(row, wordsOf(c))
			}
		})
		out = append(out, row)
	})
	return out
}

// few is below how many a share is not said.
const few = 5

// inWords is a share as people read it.
func (w *town) inWords(s share) string {
	if s.of < few {
		return w.T("insight.few")
	}
	return w.percentWords(s.value())
}

func (w *town) percentWords(v float64) string {
	switch {
	case v > 0 && v < 0.005:
		return w.T("insight.percent.under", "n", 1)
	case v < 1 && v > 0.995:
		return w.T("insight.percent.over", "n", 99)
	}
	return w.T("insight.percent", "n", strconv.FormatFloat(v*100, 'f', 0, 64))
}

func (w *town) ofWords(s share) string { return w.T("insight.of", "n", s.n, "all", s.of) }

func (w *town) shareWords(s share) string {
	if s.of == 0 {
		return w.T("insight.nothing")
	}
	return w.T("insight.share", "share", w.inWords(s), "of", w.ofWords(s))
}

// daysWords is the day of a quantile, or that there is too little.
func (w *town) daysWords(q quantile, n int) string {
	if n < few || q.day < 0 {
		return w.T("insight.few")
	}
	return w.T("insight.days", "n", q.day)
}

// is holds a word on a page to what was counted.
func (w *town) is(what, got, want string) {
	w.t.Helper()
	if folded(got) != folded(want) {
		w.t.Errorf("%s: the page has %q, counted %q", what, got, want)
	}
}

// decimal is a number as people write it in Dutch.
func decimal(v float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', decimals, 64), ".", ",", 1)
}

// folded is text with its spaces folded.
func folded(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}

// holds says that a page has words.
func holds(page, words string) bool {
	doc, err := html.Parse(strings.NewReader(page))
	return err == nil && strings.Contains(wordsOf(doc), folded(words))
}
