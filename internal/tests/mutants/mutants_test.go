//go:build mutants

package mutants

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// mutant is one mistake, seeded.
type mutant struct {
	name     string   // what is wrong now
	file     string   // from the root of the module
	old, new string   // old stands in the file exactly once
	packages []string // whose tests must find it
	run      string   // -run pattern; "" for all tests
}

// all lists the mutants of each part. A part adds its own list in a file of its own.
var all = slices.Concat(core, later, clerkAndLetters, figures)

// every leaves mutants out, for a gate that must be quick: 2 runs every second one, 1 all of them.
var every = flag.Int("every", 1, "run every n-th mutant")

const root = "../../.."

// TestMutantsFit: the text that each mutant changes is there, once, also of those that this run leaves out.
func TestMutantsFit(t *testing.T) {
	names := map[string]bool{}
	for _, m := range all {
		if names[m.name] {
			t.Errorf("two mutants are called %q", m.name)
		}
		names[m.name] = true
		b, err := os.ReadFile(filepath.Join(root, m.file))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), m.old); n != 1 || m.old == m.new {
			t.Errorf("%s: %s holds the text to change %d times:\n%s", m.name, m.file, n, m.old)
		}
	}
}

func TestMutantsAreFound(t *testing.T) {
	for i, m := range all {
		if i%*every != 0 {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			overlay := seed(t, m)
			whole(t, m)
			out, err := test(m, "-overlay", overlay)
			var exit *exec.ExitError
			switch {
			case err == nil:
				t.Errorf("survived: %s in %s", m.name, m.file)
			case !errors.As(err, &exit):
				t.Fatalf("go test: %v\n%s", err, out)
			case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
				t.Errorf("does not compile:\n%s", out)
			case !strings.Contains(out, "--- FAIL") && !strings.Contains(out, "panic:"):
				t.Errorf("failed without a failing test:\n%s", out)
			}
		})
	}
}

// seed writes the changed copy and the overlay that puts it in place of the file.
func seed(t *testing.T, m mutant) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root, m.file))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	changed := filepath.Join(dir, filepath.Base(path))
	if err := os.WriteFile(changed, []byte(strings.Replace(string(b), m.old, m.new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, j, 0o600); err != nil {
		t.Fatal(err)
	}
	return overlay
}

// sound remembers, per set of tests, the run without a mutant.
var sound sync.Map

// whole makes sure that the tests pass without the mutant: else every mutant would seem to be found.
func whole(t *testing.T, m mutant) {
	t.Helper()
	key := strings.Join(m.packages, " ") + " -run " + m.run
	once, _ := sound.LoadOrStore(key, sync.OnceValues(func() (string, error) { return test(m) }))
	if out, err := once.(func() (string, error))(); err != nil {
		t.Fatalf("fails without the mutant: %v\n%s", err, out)
	}
}

// test runs the tests of a mutant and gives what they print.
func test(m mutant, flags ...string) (string, error) {
	args := append([]string{"test", "-count=1", "-failfast", "-vet=off", "-timeout=2m"}, flags...)
	if m.run != "" {
		args = append(args, "-run", m.run)
	}
	args = append(args, m.packages...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=1ms") // a failure that is wanted leaves nothing behind
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return string(out), err
}
