package house

import (
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/quality"
)

// figures makes what counts and looks for signals.
func (h *House) figures(now func() time.Time) {
	q := &quality.Office{
		Clerk: h.Clerk, Store: h.Store, Rules: insight.Parameters(h.Settings.Signals), Log: h.Log, Now: now,
	}
	h.Worker.Watch, h.Quality, h.App.Insight = q, q, q
}
