package insight

import (
	"time"

	"wederhoor/internal/procedure"
)

// CohortDays are the columns of the cohorts.
var CohortDays = [4]int{7, 30, 60, 90}

// Cohort is a month of opening with the share solved within 7, 30, 60 and 90 days.
type Cohort struct {
	Month procedure.Date // its first day, or that of the period
	Cells [4]Cell
	N     int
}

// Cell is one share. It is given only when all disputes of the month are old enough: Ready says so.
type Cell struct {
	Share
	Ready bool
	From  procedure.Date // when it will be
}

// Cohorts gives the months of a period (screens.md 17.7). Refused disputes and those that staff look at are left out.
func Cohorts(v *View, f Filter, now time.Time) []Cohort {
	return keep(&v.kept, questionOf("cohorts", f, now), func() []Cohort { return v.cohorts(f, now) })
}

func (v *View) cohorts(f Filter, now time.Time) []Cohort {
	f = f.closed(v, now)
	firsts, t := v.monthly(f, now)
	out := make([]Cohort, len(firsts))
	today := procedure.DateOf(now)
	for i := range out {
		last := f.To
		if i+1 < len(out) {
			last = firsts[i+1].AddDays(-1)
		}
		out[i].Month, out[i].N = firsts[i], t.months[i].handled
		for j, days := range CohortDays {
			cell := &out[i].Cells[j]
			cell.Share = Share{t.months[i].within[j], out[i].N}
			cell.From = last.AddDays(days + 1) // the whole last day has passed
			if cell.Ready = !today.Before(cell.From); !cell.Ready {
				cell.Share = Share{}
			}
		}
	}
	return out
}
