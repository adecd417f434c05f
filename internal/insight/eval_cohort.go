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
	return keep(v, questionOf("cohorts", f, now), func() []Cohort { return v.cohorts(f, now) })
}

func (v *View) cohorts(f Filter, now time.Time) []Cohort {
	f = f.closed(v, now)
	months := monthsOf(f.From, f.To)
	out := make([]Cohort, len(months.first))
	starts := dayStarts()
	v.each(f, func(c *chunk, rows []uint16) {
		for _, row := range rows {
			i, ok := months.at(c.opened[row])
			if !ok || !handled(c.kinds[row]) {
				continue
			}
			out[i].N++
			if c.settled[row] == 0 {
				continue
			}
			took := ageOf(starts, c.opened[row], c.settled[row])
			for j, days := range CohortDays {
				if took <= days {
					out[i].Cells[j].N++
				}
			}
		}
	})
	today := procedure.DateOf(now)
	for i := range out {
		last := f.To
		if i+1 < len(out) {
			last = months.first[i+1].AddDays(-1)
		}
		out[i].Month = months.first[i]
		for j, days := range CohortDays {
			cell := &out[i].Cells[j]
			cell.Of, cell.From = out[i].N, last.AddDays(days+1) // the whole last day has passed
			if cell.Ready = !today.Before(cell.From); !cell.Ready {
				cell.Share = Share{}
			}
		}
	}
	return out
}
