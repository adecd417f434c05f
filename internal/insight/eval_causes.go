package insight

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// Certainty of the intervals of the figures.
const Certainty = 0.95

// Cause is a category with its number of disputes in a period and a year before.
type Cause struct {
	Category  procedure.Category
	N, Before int
	Change    Change // per day of the period, with an exact interval
	Sectors   []CauseSector
}

// CauseSector is a cause in one sector; the sectors are in the order of Causes.Sectors.
type CauseSector struct{ N, Before int }

// Causes is cause × sector with the change on the year before (screens.md 17.8), most frequent first. Disputes that do
// not count for a member are left out.
type Causes struct {
	Period, Compared Filter
	Sectors          []string // "" for members without one
	Causes           []Cause
}

// CausesOf gives the causes of a period. A period that is not over is compared with as many days of the year before.
func CausesOf(v *View, f Filter, now time.Time) Causes {
	return keep(&v.kept, questionOf("causes", f, now), func() Causes { return v.causes(f, now) })
}

func (v *View) causes(f Filter, now time.Time) Causes {
	f = f.closed(v, now)
	if today := procedure.DateOf(now); f.To.After(today) {
		f.To = today
	}
	out := Causes{Period: f, Compared: f.YearBefore(), Sectors: slices.Clone(v.sectors)}
	slices.Sort(out.Sectors)
	after, before := v.countCauses(out.Period, now), v.countCauses(out.Compared, now)
	at := make([]int, len(v.sectors)) // of a sector in Sectors
	for i, s := range v.sectors {
		at[i], _ = slices.BinarySearch(out.Sectors, s)
	}
	days := float64(f.From.DaysUntil(f.To) + 1)
	daysBefore := float64(out.Compared.From.DaysUntil(out.Compared.To) + 1)
	for i, name := range v.tables.categories {
		c := Cause{Category: procedure.Category(name), Sectors: make([]CauseSector, len(v.sectors))}
		for s := range v.sectors {
			place := i*len(v.sectors) + s
			n := CauseSector{after.at(place), before.at(place)}
			c.Sectors[at[s]] = n
			c.N, c.Before = c.N+n.N, c.Before+n.Before
		}
		if c.N+c.Before > 0 {
			c.Change = RateChange(c.Before, daysBefore, c.N, days, Certainty)
			out.Causes = append(out.Causes, c)
		}
	}
	slices.SortFunc(out.Causes, func(a, b Cause) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.Category, b.Category))
	})
	return out
}

// countCauses counts by category, and for each by sector, in the numbers of the view.
func (v *View) countCauses(f Filter, now time.Time) *counts {
	return gather(v, "causes", f, now, newCounts, func(n *counts, c *chunk, rows []uint16) {
		n.reach(len(v.tables.categories) * len(v.sectors))
		for _, row := range rows {
			if counting(c.kinds[row]) {
				n.add(int(c.category[row])*len(v.sectors) + int(v.sector[c.member[row]]))
			}
		}
	})
}
