package insight

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// CauseRow is a cause in a period and in the one that it is compared with.
type CauseRow struct {
	Category  procedure.Category
	N, Before int
	Change    Change // per day of the period, with an exact 95 % interval
	Grew      bool   // by more than chance explains, also when all causes are looked at together
}

// CauseGroup is the causes of a sector, most frequent first; "" are all sectors.
type CauseGroup struct {
	Sector string
	Rows   []CauseRow
}

// Total is the number of disputes of the period.
func (g CauseGroup) Total() int {
	n := 0
	for _, r := range g.Rows {
		n += r.N
	}
	return n
}

// CauseGroups sets the causes of two periods side by side (screens.md 17.8): those of all sectors together, and then of
// each sector that has any, the one with the most disputes first. Both periods have both their days.
func CauseGroups(v *View, period, compared Filter, now time.Time) []CauseGroup {
	q := questionOf("cause groups", period, now)
	q.other = compared
	return keep(&v.kept, q, func() []CauseGroup { return v.causeGroups(period, compared, now) })
}

func (v *View) causeGroups(period, compared Filter, now time.Time) []CauseGroup {
	after, before := v.countCauses(period, now), v.countCauses(compared, now)
	row := func(category, n, was int) CauseRow {
		r := CauseRow{Category: procedure.Category(v.tables.categories[category]), N: n, Before: was}
		r.Change = RateChange(was, compared.days(), n, period.days(), Certainty)
		return r
	}
	all, sectors := CauseGroup{}, make([]CauseGroup, len(v.sectors))
	for category := range v.tables.categories {
		n, was := 0, 0
		for s, name := range v.sectors {
			sectors[s].Sector = name
			place := category*len(v.sectors) + s
			x, y := after.at(place), before.at(place)
			n, was = n+x, was+y
			if name != "" && x+y > 0 {
				sectors[s].Rows = append(sectors[s].Rows, row(category, x, y))
			}
		}
		if n+was > 0 {
			all.Rows = append(all.Rows, row(category, n, was))
		}
	}
	all.findGrown(period, compared)
	sectors = slices.DeleteFunc(sectors, func(g CauseGroup) bool { return len(g.Rows) == 0 })
	slices.SortFunc(sectors, func(a, b CauseGroup) int { return cmp.Or(b.Total()-a.Total(), cmp.Compare(a.Sector, b.Sector)) })
	out := append([]CauseGroup{all}, sectors...)
	for _, g := range out {
		slices.SortFunc(g.Rows, func(a, b CauseRow) int {
			return cmp.Or(b.N-a.N, b.Before-a.Before, cmp.Compare(a.Category, b.Category))
		})
	}
	return out
}

// findGrown marks the causes that grew. Because all are looked at together, each must be surer by as many times
// (Bonferroni): else one of ten would soon grow by chance.
func (g *CauseGroup) findGrown(period, compared Filter) {
	surer := 1 - (1-Certainty)/float64(max(len(g.Rows), 1))
	for i := range g.Rows {
		r := &g.Rows[i]
		r.Grew = r.N >= few && r.Before > 0 && RateChange(r.Before, compared.days(), r.N, period.days(), surer).Low > 1
	}
}

// days is how long a period is that has both its days.
func (f Filter) days() float64 { return float64(f.From.DaysUntil(f.To) + 1) }

// countCauses counts by category, and for each by sector, in the numbers of the view.
func (v *View) countCauses(f Filter, now time.Time) *counts {
	return gather(v, "causes", f, now, newCounts, func(n *counts, c *chunk, rows []uint16) {
		for _, row := range rows {
			if counting(c.kinds[row]) {
				n.add(int(c.category[row])*len(v.sectors) + int(v.sector[c.member[row]]))
			}
		}
	})
}
