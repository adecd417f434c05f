package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/fault"
)

// nextEvent is what is typed to travel to the next instant at which time changes something.
const nextEvent = "next"

// parseAdvance reads how far the clock is to be moved, such as 30m, 12h, 7d or 1w; false when it is none of these.
func parseAdvance(s string) (time.Duration, bool) {
	units := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	if s == "" || len(s) > 6 {
		return 0, false
	}
	unit, ok := units[s[len(s)-1:]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	if !ok || err != nil || n == 0 {
		return 0, false
	}
	return time.Duration(n) * unit, true //nolint:gosec // at most 99999 weeks
}

// clockView is what the page of the clock shows.
type clockView struct {
	Now, Next time.Time
	Waits     bool // something waits for time
}

func (q *request) clockView() (clockView, error) {
	next, waits, err := q.app.Demo.Next(q.Context())
	return clockView{Now: q.app.Now(), Next: next, Waits: waits}, err
}

func demoClock(q *request) error {
	v, err := q.clockView()
	if err != nil {
		return err
	}
	return q.render(http.StatusOK, demoClockPage(q, v))
}

func demoAdvance(q *request) error {
	f, err := q.parse()
	if err != nil {
		return err
	}
	now, err := q.advance(f.get("advance"))
	asJSON := strings.Contains(q.Header.Get("Accept"), "application/json")
	switch {
	case err == nil && asJSON:
		return q.writeJSON(http.StatusOK, map[string]time.Time{"now": now})
	case err == nil:
		return q.done("/demo/clock", "demo_moved")
	case fault.CodeOf(err) != fault.Refused:
		return err
	case asJSON:
		return q.writeJSON(http.StatusUnprocessableEntity, map[string]string{"error": q.T("demo.clock.wrong")})
	}
	f.wrong("advance", "demo.clock.wrong")
	v, err := q.clockView()
	if err != nil {
		return err
	}
	return q.render(http.StatusUnprocessableEntity, demoClockPage(q, v))
}

// advance travels as far as was typed; fault.Refused when that is no time.
func (q *request) advance(typed string) (time.Time, error) {
	d, ok := parseAdvance(typed)
	if typed == nextEvent {
		next, waits, err := q.app.Demo.Next(q.Context())
		if err != nil {
			return time.Time{}, err
		}
		now := q.app.Now()
		if !waits || !next.After(now) {
			return now, nil
		}
		d, ok = next.Sub(now), true
	}
	if !ok {
		return time.Time{}, fault.New(fault.Refused)
	}
	return q.app.Demo.Advance(q.Context(), d)
}
