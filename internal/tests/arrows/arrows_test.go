// Package arrows holds the house together: which package may import which.
package arrows

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed are the arrows of ARCHITECTURE.md: they point down only. Tests may look everywhere.
var allowed = map[string][]string{
	".":               {"api", "demo", "document", "house", "mail/mailbox", "member", "procedure", "registry", "replay", "setting", "simulate", "store", "store/db", "trial", "web"},
	"house":           {"account", "api", "document", "evidence", "hook", "jobs", "letter", "insight", "mail", "paper", "pay", "quality", "registry", "setting", "store", "text", "web"},
	"demo":            {"account", "fault", "jobs", "mail", "mail/mailbox", "member", "past", "pay", "pay/simulator", "procedure", "registry", "store", "store/db", "text"},
	"web":             {"account", "evidence", "fault", "letter", "insight", "member", "procedure", "registry", "setting", "store", "store/db", "text", "web/chart", "web/component", "web/static"},
	"web/chart":       {"web/component"},
	"web/component":   {},
	"api":             {"fault", "hook", "member", "registry", "store", "store/db", "text"},
	"hook":            {"registry", "store", "store/db"},
	"web/static":      {},
	"jobs":            {"account", "evidence", "fault", "letter", "mail", "pay", "procedure", "registry", "store", "store/db", "text"},
	"paper":           {"document", "evidence", "fault", "letter", "procedure", "registry", "text"},
	"document":        {},
	"pay":             {"fault"},
	"pay/simulator":   {"pay"},
	"simulate":        {"letter", "procedure"},
	"insight":         {"procedure"},
	"quality":         {"insight", "procedure", "registry", "store", "store/db"},
	"trial":           {"insight", "procedure"},
	"past":            {"letter", "procedure"},
	"replay":          {"letter", "procedure"},
	"anonym":          {},
	"registry":        {"anonym", "fault", "insight", "letter", "member", "procedure", "store", "store/db", "text"},
	"account":         {"fault", "procedure", "store", "store/db"},
	"letter":          {"procedure", "text"},
	"member":          {"procedure"},
	"store":           {"procedure", "store/db"},
	"store/db":        {},
	"store/storetest": {"procedure", "store", "store/db"},
	"mail":            {},
	"mail/mailbox":    {"mail"},
	"mail/mailtest":   {"mail", "mail/mailbox"},
	"evidence":        {},
	"setting":         {},
	"text":            {},
	"fault":           {},
	"procedure":       {},
}

// forbidden are parts of the standard library that the pure core may not know.
var forbidden = []string{"net", "os", "database/sql", "io/fs", "syscall", "math/rand", "crypto/rand"}

func TestArrowsPointDown(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || rel == "tools" || rel == filepath.Join("internal", "tests")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		check(t, path, filepath.ToSlash(filepath.Dir(rel)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, path, dir string) {
	t.Helper()
	from := strings.TrimPrefix(dir, "internal/")
	may, known := allowed[from]
	if !known {
		t.Errorf("%s is in a package that ARCHITECTURE.md does not name", path)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		to, ours := strings.CutPrefix(name, "wederhoor/internal/")
		switch {
		case ours && !slices.Contains(may, to):
			t.Errorf("%s: %s may not import %s", path, from, to)
		case from == "procedure" && (strings.Contains(name, ".") || slices.ContainsFunc(forbidden, func(bad string) bool { return name == bad || strings.HasPrefix(name, bad+"/") })):
			t.Errorf("%s: the pure core may not import %s", path, name)
		}
	}
}

// TestCoreNeverAsksTheTime holds the core to the instants that it is given.
func TestCoreNeverAsksTheTime(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "procedure", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files of the core", err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"Now", "Since", "Until", "Sleep", "After", "Tick"} {
			if callsTime(f, bad) {
				t.Errorf("%s calls time.%s", path, bad)
			}
		}
	}
}
