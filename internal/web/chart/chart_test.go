package chart_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tree is the page as a browser reads it.
func tree(t testing.TB, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name || strings.EqualFold(a.Key, name) {
			return a.Val
		}
	}
	return ""
}

// find gives the elements with a tag (or any, "") that have a class (or any, "").
func find(n *html.Node, tag, class string) []*html.Node {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && (tag == "" || c.Data == tag) &&
			(class == "" || strings.Contains(" "+attr(c, "class")+" ", " "+class+" ")) {
			out = append(out, c)
		}
	}
	return out
}

func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// pictures are the charts' own pictures, without the signs of the key.
func pictures(n *html.Node) []*html.Node { return find(n, "svg", "app-chart__svg") }

// shapes counts the shapes of a class in the pictures: each begins with a move to its point.
func shapes(n *html.Node, class string) int {
	count := 0
	for _, svg := range pictures(n) {
		for _, p := range find(svg, "path", class) {
			count += strings.Count(attr(p, "d"), "M")
		}
	}
	return count
}

// TestGallery holds all samples to the rules for every chart, and writes their page when SAMPLE_DIR is set.
func TestGallery(t *testing.T) {
	t.Parallel()
	out := render(t, page("site.css"))
	if dir := os.Getenv("SAMPLE_DIR"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "gallery.html"), []byte(out), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sound(t, out)
	doc := tree(t, out)
	for _, svg := range pictures(doc) {
		if attr(svg, "role") != "img" || len(find(svg, "title", "")) != 1 || words(find(svg, "title", "")[0]) == "" {
			t.Error("a picture without role or title")
		}
		if g := find(svg, "g", ""); len(g) != 1 || attr(g[0], "aria-hidden") != "true" {
			t.Error("what is in a picture is read aloud")
		}
		if box := svg.Parent; attr(box, "tabindex") != "0" || attr(box, "role") != "region" || attr(box, "aria-labelledby") == "" {
			t.Error("a picture that people without a mouse cannot scroll")
		}
	}
	for _, table := range find(doc, "table", "") {
		if c := find(table, "caption", ""); len(c) != 1 || words(c[0]) == "" {
			t.Error("a table without a caption")
		}
		for _, row := range find(table, "tr", "") {
			if h := find(row, "th", ""); len(h) == 0 || attr(h[0], "scope") == "" {
				t.Error("a row without a heading")
			}
		}
	}
}

// sound refuses pages with double ids, references that lead nowhere, script and style attributes, and pictures with
// something outside their view box.
func sound(t testing.TB, page string) {
	t.Helper()
	doc := tree(t, page)
	ids := map[string]bool{}
	for _, n := range find(doc, "", "") {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %s twice", id)
			}
			ids[id] = true
		}
		if n.Data == "script" || attr(n, "style") != "" || attr(n, "onclick") != "" {
			t.Errorf("<%s> that the policy forbids", n.Data)
		}
	}
	for _, n := range find(doc, "", "") {
		if ref := attr(n, "aria-labelledby"); ref != "" && !ids[ref] {
			t.Errorf("%s is not there", ref)
		}
	}
	for _, svg := range pictures(doc) {
		inView(t, svg)
	}
}

// inView follows every path and refuses points outside the view box, and words that begin or probably end outside it.
func inView(t testing.TB, svg *html.Node) {
	t.Helper()
	size := strings.Fields(attr(svg, "viewBox"))
	w, h := number(t, size[2]), number(t, size[3])
	inside := func(what string, x, y float64) {
		if !(x >= -0.05 && x <= w+0.05 && y >= -0.05 && y <= h+0.05) {
			t.Errorf("%s at %v, %v in a picture of %v × %v", what, x, y, w, h)
		}
	}
	for _, p := range find(svg, "path", "") {
		follow(t, attr(p, "d"), func(x, y float64) { inside(attr(p, "class"), x, y) })
	}
	for _, n := range find(svg, "text", "") {
		x, y, long := number(t, attr(n, "x")), number(t, attr(n, "y")), float64(len([]rune(words(n))))*6
		switch attr(n, "text-anchor") {
		case "middle":
			x -= long / 2
		case "end":
			x -= long
		}
		inside(words(n), x, y-10)
		inside(words(n), x+long, y+4)
	}
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// follow calls visit at each point of a path of M, L, H, V, m, l, h, v, a and z.
func follow(t testing.TB, d string, visit func(x, y float64)) {
	t.Helper()
	var x, y, startX, startY float64
	for d != "" {
		command := d[0]
		rest := strings.IndexAny(d[1:], "MLHVZmlhvaz")
		if rest < 0 {
			rest = len(d) - 1
		}
		n := numbers(t, d[1:1+rest])
		d = d[1+rest:]
		for first := true; first || len(n) > 0; first = false {
			use := map[byte]int{'M': 2, 'L': 2, 'm': 2, 'l': 2, 'H': 1, 'V': 1, 'h': 1, 'v': 1, 'a': 7, 'z': 0, 'Z': 0}[command]
			if len(n) < use || use == 0 && len(n) > 0 {
				t.Fatalf("%c with %v", command, n)
			}
			switch command {
			case 'M', 'L':
				x, y = n[0], n[1]
			case 'm', 'l':
				x, y = x+n[0], y+n[1]
			case 'H':
				x = n[0]
			case 'h':
				x += n[0]
			case 'V':
				y = n[0]
			case 'v':
				y += n[0]
			case 'a':
				x, y = x+n[5], y+n[6]
			default:
				x, y = startX, startY
			}
			if command == 'M' || command == 'm' {
				startX, startY = x, y
			}
			visit(x, y)
			n = n[use:]
		}
	}
}

// numbers reads "1.5-7 0" as three numbers.
func numbers(t testing.TB, s string) []float64 {
	t.Helper()
	var out []float64
	for _, f := range strings.Fields(strings.ReplaceAll(s, "-", " -")) {
		out = append(out, number(t, f))
	}
	return out
}
