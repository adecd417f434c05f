package insight

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// MemberFigures are those of the last twelve months on the profile of a member (screens.md 14).
type MemberFigures struct {
	Record
	From     procedure.Date
	InFavour Share        // the consumer got all or part of it, of the rulings on what was claimed
	Done     Share        // carried out, of the agreements and rulings of which it is known (rules 4)
	Causes   []CauseCount // most frequent first
}

// CauseCount is how often a member had a cause.
type CauseCount struct {
	Category procedure.Category
	N        int
}

// FiguresOfMember gives the figures of a member at now.
func FiguresOfMember(v *View, member string, now time.Time) MemberFigures {
	today := procedure.DateOf(now)
	f := Filter{Member: member, From: LastMonths(today, 12), To: today}
	out := MemberFigures{Record: RecordOf(v, member, f, now), From: f.From}
	var causes counts
	v.each(f, func(c *chunk, rows []uint16) {
		for _, row := range rows {
			if counting(c.kinds[row]) {
				causes.add(int(c.category[row]))
				out.count(c, row)
			}
		}
	})
	for i, n := range causes {
		if n > 0 {
			out.Causes = append(out.Causes, CauseCount{procedure.Category(v.tables.categories[i]), int(n)})
		}
	}
	slices.SortFunc(out.Causes, func(a, b CauseCount) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Category, b.Category)) })
	return out
}

func (f *MemberFigures) count(c *chunk, row uint16) {
	k := c.kinds[row]
	if o := outcomeAt(k); o >= outUpheld && o <= outDismissed {
		f.InFavour.add(o != outDismissed)
	}
	switch {
	case c.later(int(row)).broken != 0:
		f.Done.add(false)
	case k&isOrdered != 0 && complianceAt(k) >= 1 && complianceAt(k) <= 3: // done, proof, judged
		f.Done.add(true)
	}
}
