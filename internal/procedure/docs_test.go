package procedure

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the diagram into docs/rules.md")

const (
	root       = "../.."
	rulesFile  = root + "/docs/rules.md"
	drawnStart = "```mermaid\n"
	drawnEnd   = "```\n"
)

func readRules(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// docs/rules.md shows the diagram that the tables draw; go test -update writes it anew.
func TestRulesShowTheDiagram(t *testing.T) {
	text := readRules(t)
	head, rest, ok := strings.Cut(text, drawnStart)
	drawn, tail, ok2 := strings.Cut(rest, drawnEnd)
	if !ok || !ok2 {
		t.Fatal("docs/rules.md has no place for the diagram")
	}
	if drawn == Mermaid() {
		return
	}
	if !*update {
		t.Fatal("docs/rules.md shows another diagram than the tables draw: go test ./internal/procedure -run Diagram -update")
	}
	if err := os.WriteFile(rulesFile, []byte(head+drawnStart+Mermaid()+drawnEnd+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	numbered = regexp.MustCompile(`(?m)^\*\*(\d+\.\d+(?:\.\d+)?)\*\* `)
	// citation finds "rules 1.3", "rules 1.3.1, 6.2" and "rules 6.1 and 6.2".
	citation = regexp.MustCompile(`\brules ((?:\d+\.\d+(?:\.\d+)?(?:, | and )?)+)`)
	number   = regexp.MustCompile(`\d+\.\d+(?:\.\d+)?`)
	inRules  = regexp.MustCompile(`(?m)// (\d+\.\d+(?:\.\d+)?): `)
)

// The numbers of docs/rules.md and those in code are the same: no rule without code, no code without its rule.
func TestRulesAndCodeCiteEachOther(t *testing.T) {
	t.Parallel()
	written := map[string]bool{}
	for _, m := range numbered.FindAllStringSubmatch(readRules(t), -1) {
		if written[m[1]] {
			t.Errorf("docs/rules.md has %s twice", m[1])
		}
		written[m[1]] = true
	}
	cited := map[string][]string{}
	cite := func(rule, where string) {
		if !slices.Contains(cited[rule], where) {
			cited[rule] = append(cited[rule], where)
		}
	}
	for _, m := range Moves {
		cite(m.Rule, "Moves")
	}
	for _, term := range Terms {
		cite(term.Rule, "Terms")
	}
	err := filepath.WalkDir(root+"/internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_templ.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		where := strings.TrimPrefix(filepath.ToSlash(path), root+"/")
		for _, m := range citation.FindAllStringSubmatch(string(b), -1) {
			for _, n := range number.FindAllString(m[1], -1) {
				cite(n, where)
			}
		}
		if strings.HasSuffix(where, "procedure/rules.go") {
			for _, m := range inRules.FindAllStringSubmatch(string(b), -1) {
				cite(m[1], where)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for rule, where := range cited {
		if !written[rule] {
			t.Errorf("rule %s is cited in %v and is not in docs/rules.md", rule, where)
		}
	}
	for rule := range written {
		code := slices.ContainsFunc(cited[rule], func(w string) bool { return !strings.HasSuffix(w, "_test.go") })
		if !code {
			t.Errorf("rule %s of docs/rules.md is cited nowhere in code", rule)
		}
	}
}
