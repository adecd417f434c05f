// Package journeys plays the cases of the design from beginning to end: real forms, real letters, real pages, time
// moved by the clock.
package journeys

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/tests/world"
)

// starts are the first days of journeys that do not begin on a Monday without a holiday in sight.
var starts = map[string]procedure.Date{
	"18-christmas": {Year: 2026, Month: time.December, Day: 18},
	"18-march":     {Year: 2027, Month: time.March, Day: 22},
	"18-october":   {Year: 2026, Month: time.October, Day: 19},
}

// monday is day 0 of the others: no holiday moves a term of theirs.
var monday = procedure.Date{Year: 2026, Month: time.August, Day: 3}

func TestJourneys(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no journeys", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			day, ok := starts[name]
			if !ok {
				day = monday
			}
			w := world.New(t, day.Start().Add(10*time.Hour))
			world.Play(w, f)
			linksChangeNothing(t, w)
		})
	}
}

// linksChangeNothing opens every link of every letter of a journey by GET and HEAD, as mail filters do.
func linksChangeNothing(t *testing.T, w *world.World) {
	t.Helper()
	b, before, mails := w.Browser("mail filter"), w.Dump(), w.Mail.Len()
	for _, m := range w.Mail.All() {
		for _, l := range m.Links {
			if !strings.HasPrefix(l, world.Base+"/") {
				t.Errorf("the letter %q leads elsewhere: %s", m.Subject, l)
				continue
			}
			for _, open := range []func(string) error{b.Visit, b.Head} {
				if err := open(l); err != nil || b.Status >= http.StatusInternalServerError {
					t.Errorf("%s of %q: %d %v", l, m.Subject, b.Status, err)
				}
			}
		}
	}
	if w.Dump() != before || w.Mail.Len() != mails {
		t.Error("opening the links of the letters changed something")
	}
}
