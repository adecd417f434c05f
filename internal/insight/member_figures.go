package insight

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// MemberFigures count the disputes of the last twelve months that count for their member (screens.md 14).
type MemberFigures struct {
	From     procedure.Date
	Cases    int
	InTime   Share        // answered in the term, of those whose term is over (rules 1.1)
	Direct   Share        // solved between the parties, of those that came past that stage
	InFavour Share        // the consumer got all or part of it, of the rulings on what was claimed
	Done     Share        // carried out, of the agreements and rulings of which it is known (rules 4)
	Causes   []CauseCount // most frequent first
}

// CauseCount is how often a member had a cause.
type CauseCount struct {
	Category procedure.Category
	N        int
}

// FiguresOfMember counts the facts of one member at now.
func FiguresOfMember(facts []Fact, now time.Time) MemberFigures {
	f := MemberFigures{From: LastMonths(procedure.DateOf(now), 12)}
	from := f.From.Start()
	causes := map[procedure.Category]int{}
	for _, x := range facts {
		if x.Opened.Before(from) || !x.Counts() {
			continue
		}
		f.Cases++
		causes[x.Category]++
		f.add(x)
	}
	for _, k := range slices.Sorted(maps.Keys(causes)) {
		f.Causes = append(f.Causes, CauseCount{k, causes[k]})
	}
	slices.SortStableFunc(f.Causes, func(a, b CauseCount) int { return cmp.Compare(b.N, a.N) })
	return f
}

func (f *MemberFigures) add(x Fact) {
	past := x.Stage != procedure.Admission && x.Stage != procedure.Direct
	if (x.Silent || !x.Answered.IsZero()) && (!x.Asked.IsZero() || past) { // one that may yet be silent looks no better than it is
		f.InTime.add(!x.Silent)
	}
	if past {
		f.Direct.add(!x.Settled.IsZero() && x.SettledIn == procedure.Direct)
	}
	switch x.Outcome {
	case procedure.RuledUpheld, procedure.RuledPartly:
		f.InFavour.add(true)
	case procedure.RuledDismissed:
		f.InFavour.add(false)
	default: // ended otherwise, or not yet
	}
	switch {
	case !x.Broken.IsZero():
		f.Done.add(false)
	case x.Ordered && slices.Contains([]string{"done", "proof", "judged"}, x.Compliance):
		f.Done.add(true)
	}
}
