package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// usage is what the program asks of the catalogue.
type usage struct {
	keys     map[string]string // asked for in a call of T or tr: key → first place
	prefixes map[string]string // asked for with a value behind: "category."+x → place
	literals map[string]bool   // every string in the code: keys may travel through variables
	joined   map[string]bool   // every "prefix."+ in the code
}

// TestKeysExist finds texts that the program asks for and the catalogue lacks.
func TestKeysExist(t *testing.T) {
	t.Parallel()
	c, u := catalog(t), usageOf(t, "..")
	keys := c.Keys(NL)
	for _, key := range slices.Sorted(maps.Keys(u.keys)) {
		if !c.Has(NL, key) {
			t.Errorf("%s: no text %q", u.keys[key], key)
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(u.prefixes)) {
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, prefix) }) {
			t.Errorf("%s: no text begins with %q", u.prefixes[prefix], prefix)
		}
	}
}

// travelling are prefixes that reach T through a variable: the name of a page, of a viewer, of a group of answers.
var travelling = []string{
	"access.", "privacy.", "support.", "shop.state.", "staff.state.", "staff.carried.", "staff.how.", "staff.ours.",
	"choice.offer", "decision.", "agree.", "signal.kind.",
}

// TestKeysUsed finds texts that nothing can show.
func TestKeysUsed(t *testing.T) {
	t.Parallel()
	c, u := catalog(t), usageOf(t, "..")
	for _, key := range c.Keys(NL) {
		used := u.literals[key]
		for prefix := range u.joined {
			used = used || strings.HasPrefix(key, prefix)
		}
		for _, prefix := range travelling {
			used = used || strings.HasPrefix(key, prefix)
		}
		if !used {
			t.Errorf("nothing shows %q", key)
		}
	}
}

// usageOf reads all code under a folder, tests left out.
func usageOf(t *testing.T, root string) usage {
	t.Helper()
	u := usage{map[string]string{}, map[string]string{}, map[string]bool{}, map[string]bool{}}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata"):
			return filepath.SkipDir
		case strings.HasSuffix(name, "_test.go"):
			return nil
		case strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".templ"):
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if strings.HasSuffix(name, ".templ") {
				u.templ(name, string(src))
				return nil
			}
			return u.code(name, src)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (u usage) code(name string, src []byte) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, ok := literal(n); ok {
				u.literals[s] = true
				if errorKey.MatchString(s) {
					note(u.keys, s, set.Position(n.Pos()).String())
				}
			}
		case *ast.BinaryExpr:
			if s, ok := literal(leftmost(n)); ok && n.Op == token.ADD && strings.HasSuffix(s, ".") {
				u.joined[s] = true
			}
		case *ast.CallExpr:
			u.call(n, set.Position(n.Pos()).String())
		}
		return true
	})
	return nil
}

// call notes a call of T or tr. The key is the first argument, or the second
// where the first is the language.
func (u usage) call(n *ast.CallExpr, place string) {
	fun := n.Fun
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		fun = sel.Sel
	}
	if id, ok := fun.(*ast.Ident); !ok || id.Name != "T" && id.Name != "tr" {
		return
	}
	for _, arg := range n.Args[:min(2, len(n.Args))] {
		if s, ok := literal(arg); ok {
			note(u.keys, s, place)
			return
		}
		if s, ok := literal(leftmost(arg)); ok {
			if strings.HasSuffix(s, ".") {
				note(u.prefixes, s, place)
			}
			return
		}
	}
}

func leftmost(e ast.Expr) ast.Expr {
	for {
		b, ok := e.(*ast.BinaryExpr)
		if !ok {
			return e
		}
		e = b.X
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func note(places map[string]string, key, place string) {
	if _, known := places[key]; !known {
		places[key] = place
	}
}

// errorKey is a key that forms and handlers hand on to where it is shown.
var errorKey = regexp.MustCompile(`^err\.[a-z0-9_.]*[a-z0-9_]$`)

var (
	templCall   = regexp.MustCompile(`\b(?:T|tr)\(\s*(?:[\w.]+(?:\(\))?\s*,\s*)?"([^"\\]+)"(\s*\+)?`)
	templString = regexp.MustCompile("\"([^\"\\\\\n]+)\"")
	templJoined = regexp.MustCompile(`"([^"\\\n]+\.)"\s*\+`)
)

// templ reads a file of templ, which no parser of Go understands.
func (u usage) templ(name, src string) {
	for _, m := range templCall.FindAllStringSubmatch(src, -1) {
		switch {
		case m[2] == "":
			note(u.keys, m[1], name)
		case strings.HasSuffix(m[1], "."):
			note(u.prefixes, m[1], name)
		}
	}
	for _, m := range templString.FindAllStringSubmatch(src, -1) {
		u.literals[m[1]] = true
	}
	for _, m := range templJoined.FindAllStringSubmatch(src, -1) {
		u.joined[m[1]] = true
	}
}

func TestUsageOf(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, src := range map[string]string{
		"a.go":      "package a\nfunc f() { c.T(l, \"a.one\"); q.T(\"a.two\", \"n\", 1); tr(\"a.\" + x + \".hint\"); T(text.NL, \"b.\"+y, \"name\", z); g(\"c.key\", \"d.\"+k); T(v); f.wrong(\"x\", \"err.a\") }",
		"b.templ":   "<p>{ v.T(\"t.one\") } { T(v.Lang, \"t.two\", \"n\", 1) }{ tr(\"t.pre.\" + x) }{ label(\"t.key\") } { f(\"t.join.\"+ x) }</p>",
		"c_test.go": "package a\nfunc g() { c.T(l, \"test.only\") }",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	u := usageOf(t, dir)
	sorted := func(m map[string]string) string { return strings.Join(slices.Sorted(maps.Keys(m)), " ") }
	if got, want := sorted(u.keys), "a.one a.two err.a t.one t.two"; got != want {
		t.Errorf("keys: %s, want %s", got, want)
	}
	if got, want := sorted(u.prefixes), "a. b. t.pre."; got != want {
		t.Errorf("prefixes: %s, want %s", got, want)
	}
	if got, want := strings.Join(slices.Sorted(maps.Keys(u.joined)), " "), "a. b. d. t.join. t.pre."; got != want {
		t.Errorf("joined: %s, want %s", got, want)
	}
	if !u.literals["c.key"] || !u.literals["t.key"] || u.literals["test.only"] {
		t.Error("literals")
	}
}
