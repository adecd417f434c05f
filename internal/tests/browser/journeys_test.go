package browser

import (
	"path/filepath"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/tests/world"
)

// TestJourneysOnAPhone plays cases from the form to the end on a phone, in Chromium: real pages, clicked and typed as by
// hand. Each kind of page is seen by axe on the way, the ones with errors too.
func TestJourneysOnAPhone(t *testing.T) {
	looked := map[string]bool{}
	for _, name := range []string{"01-silent-shop", "03-solved-too-early", "08-contested"} {
		t.Run(name, func(t *testing.T) {
			day := procedure.Date{Year: 2026, Month: time.August, Day: 3}
			w := world.New(t, day.Start().Add(10*time.Hour))
			world.PlayIn(w, filepath.Join("..", "journeys", "testdata", name+".txt"), onScreen(t, w, looked))
		})
	}
	t.Logf("%d kinds of pages", len(looked))
}
