// Package journeys plays the cases of the design from beginning to end: real forms, real letters, real pages, time
// moved by the clock.
package journeys

import (
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
			world.Play(world.New(t, day.Start().Add(10*time.Hour)), f)
		})
	}
}
