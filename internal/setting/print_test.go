package setting

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

func printed(t interface{ Fatal(...any) }, s Settings, hidden bool) string {
	var b bytes.Buffer
	if err := Print(&b, s, hidden); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type fataler interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

func sameAfterPrint(t fataler, s Settings) {
	text := printed(t, s, false)
	got, _, problems := parse("printed", []byte(text), nil)
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, text)
	}
	if diff := cmp.Diff(s, got); diff != "" {
		t.Fatal(diff)
	}
}

func example() Settings {
	s := Default()
	s.Organisation.Name, s.Organisation.PublicURL = `Keurmerk "Voorbeeld"`, "https://klacht.keurmerk.example"
	s.Server.TrustedProxies = []string{"10.0.0.0/8", "::1"}
	s.Mail.Host, s.Mail.User, s.Mail.Password = "smtp.example", "wederhoor", "geheim"
	s.Mail.FromAddress = "geschillen@keurmerk.example"
	s.Staff = []Staff{
		{"Anna de Vries", "anna@keurmerk.example", []string{Mediator, Administrator}},
		{"Bram", "bram@keurmerk.example", []string{Quality}},
	}
	return s
}

func TestPrintGolden(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Settings{"testdata/default.toml": Default(), "testdata/example.toml": example()} {
		got := printed(t, s, true)
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (go test -update writes it anew):\n%s", name, diff)
		}
	}
}

func TestPrintHidesSecrets(t *testing.T) {
	t.Parallel()
	s := example()
	hidden := printed(t, s, true)
	if strings.Contains(hidden, "geheim") || !strings.Contains(hidden, "# password is set, and not shown here.\n") {
		t.Error("the password is shown, or its absence is not explained")
	}
	path := write(t, hidden)
	got, err := Load(path, []string{"WEDERHOOR_MAIL_PASSWORD=geheim"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(printed(t, s, false), `password = "geheim"`) {
		t.Error("the password is not shown when asked for")
	}
}

// Every key, whatever it holds, is printed and read back to the same.
func TestPrintThenLoad(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := Default()
		s.Staff = nil
		if n := rapid.IntRange(0, 3).Draw(t, "staff"); n > 0 {
			s.Staff = make([]Staff, n)
		}
		for _, f := range append(fields(&s), listFields(&s)...) {
			switch f.value.Kind() {
			case reflect.String:
				f.value.SetString(rapid.String().Draw(t, f.path))
			case reflect.Bool:
				f.value.SetBool(rapid.Bool().Draw(t, f.path))
			case reflect.Int:
				f.value.SetInt(int64(rapid.Int32().Draw(t, f.path)))
			case reflect.Float64:
				f.value.SetFloat(rapid.Float64Range(-1e9, 1e9).Draw(t, f.path))
			case reflect.Slice:
				f.setList(rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, f.path))
			default:
				t.Fatalf("%s has kind %s", f.path, f.value.Kind())
			}
		}
		sameAfterPrint(t, s)
	})
}

// Every key can be set by its variable, and says so.
func TestEveryKeyHasItsVariable(t *testing.T) {
	t.Parallel()
	s := Default()
	text := printed(t, s, true)
	seen := map[string]bool{}
	for _, f := range fields(&s) {
		if f.key == "" || f.help == "" || !strings.HasSuffix(f.help, ".") {
			t.Errorf("%s is not explained", f.path)
		}
		if seen[f.env] || !strings.Contains(text, "Environment: ") || !strings.Contains(strings.ReplaceAll(text, "\n# ", " "), f.env) {
			t.Errorf("%s is doubled or not printed", f.env)
		}
		seen[f.env] = true
		value := map[reflect.Kind]string{reflect.String: "x", reflect.Bool: strconv.FormatBool(!isTrue(f.value)), reflect.Int: "7", reflect.Float64: "1.75", reflect.Slice: "x,y"}[f.value.Kind()]
		got, sources, problems := parse("", nil, []string{f.env + "=" + value})
		if len(problems) > 0 || sources.of(f.path).env != f.env || cmp.Equal(got, Default()) {
			t.Errorf("%s: %v", f.env, problems)
		}
	}
}

func isTrue(v reflect.Value) bool { return v.Kind() == reflect.Bool && v.Bool() }

func TestPrintGivesWriterErrors(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	if err := Print(w, Default(), true); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
