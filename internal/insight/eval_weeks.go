package insight

import (
	"math"
	"time"

	"wederhoor/internal/procedure"
)

// Week is the number of new disputes of an ISO week, which begins on Monday in Amsterdam.
type Week struct {
	Year, Week int // ISO 8601: the year can differ from that of its Monday
	Monday     procedure.Date
	N          int
	Whole      bool // all of its days lie in the period and are over
	Above      bool // above the upper limit
	Below      bool
}

// Weeks are the weeks of a period with the limits of the control chart (screens.md 17.4): mean ± 3·√(mean·Spread).
// Mean and spread are those of the whole weeks. Spread is 1 where weeks differ as chance does (Poisson), and more where
// they differ by more; it is taken from the steps between neighbouring weeks, so that a lasting rise does not widen the
// limits that should show it: (mean step / 1.128)² / mean.
type Weeks struct {
	Weeks        []Week
	Mean         float64
	Upper, Lower float64
	Spread       float64
	Whole        int // whole weeks
}

// steadyWeeks is how many whole weeks the limits need.
const steadyWeeks = 8

// Steady says that there are enough weeks for limits; without them no week is marked.
func (w Weeks) Steady() bool { return w.Whole >= steadyWeeks }

// WeeksOf counts all new disputes of the weeks that a period touches.
func WeeksOf(v *View, f Filter, now time.Time) Weeks {
	return keep(&v.kept, questionOf("weeks", f, now), func() Weeks { return v.weeks(f, now) })
}

func (v *View) weeks(f Filter, now time.Time) Weeks {
	f = f.closed(v, now)
	today := procedure.DateOf(now)
	if f.To.After(today) {
		f.To = today
	}
	var mondays []procedure.Date
	for d := mondayOf(f.From); !d.After(f.To); d = d.AddDays(7) {
		mondays = append(mondays, d)
	}
	s := newSpans(mondays, f.To)
	w := Weeks{Weeks: make([]Week, len(mondays))}
	n := gather(v, "weeks", f, now, newCounts, func(n *counts, c *chunk, rows []uint16) {
		for _, row := range rows {
			if i, ok := s.at(c.opened[row]); ok {
				n.add(i)
			}
		}
	})
	for i, d := range mondays {
		x := &w.Weeks[i]
		x.Monday, x.N = d, n.at(i)
		x.Year, x.Week = time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).ISOWeek()
		sunday := d.AddDays(6)
		x.Whole = !d.Before(f.From) && !sunday.After(f.To) && sunday.Before(today)
	}
	w.limit()
	return w
}

func (w *Weeks) limit() {
	sum, step, before := 0.0, 0.0, math.NaN()
	for _, x := range w.Weeks {
		if x.Whole {
			n := float64(x.N)
			sum += n
			if w.Whole > 0 {
				step += math.Abs(n - before)
			}
			w.Whole++
			before = n
		}
	}
	w.Spread = 1
	if w.Whole == 0 {
		return
	}
	w.Mean = sum / float64(w.Whole)
	if w.Whole > 1 && w.Mean > 0 {
		sd := step / float64(w.Whole-1) / 1.128379167 // the mean of |x−y| of two normal ones is 2σ/√π
		w.Spread = max(1, sd*sd/w.Mean)
	}
	half := 3 * math.Sqrt(w.Mean*w.Spread)
	w.Upper, w.Lower = w.Mean+half, max(w.Mean-half, 0)
	for i := range w.Weeks {
		x := &w.Weeks[i]
		x.Above = w.Steady() && float64(x.N) > w.Upper
		x.Below = w.Steady() && x.Whole && float64(x.N) < w.Lower
	}
}

func mondayOf(d procedure.Date) procedure.Date {
	return d.AddDays(-(int(d.Weekday()) + 6) % 7)
}
