package insight

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// Year holds the figures of Directive 2013/11/EU art. 7(2) over a calendar year in Amsterdam. What was received counts
// in the year of its opening; what ended or was solved counts in the year in which it did. Points (b) and (g) ask words
// of a person as well: Problems is what they are based on.
type Year struct {
	Year int
	// Over says that the year has passed at now: before that the figures are those so far.
	Over bool

	Received int            // (a)
	Types    []CategoryYear // (a) by category, most frequent first; and (b) Before, of the year before
	Problems []CategoryYear // (b) those of Types whose share grew more than chance explains, or that are a fifth of all

	Refused   []GroundYear // (c) of those received in the year, by ground
	RefusedOf Share        // (c) of those received
	Undecided int          // staff still look whether they can be handled

	Ended        int           // in the year, without those that were refused
	Discontinued []OutcomeYear // (d) withdrawn, no answer, stopped: the reason is the outcome
	Stopped      Share         // (d) together, of those that ended
	Outcomes     []OutcomeYear // all ends in the year, refused ones too

	Solved int     // (e) solved, agreed or ruled in the year
	Direct int     // of those: by the parties together, before anybody mediated
	Mean   float64 // (e) days from opening to that; the directive asks the average
	Median int     // (e) beside it, since a few long ones move the average much

	Agreements Carried // (f) of those that ended in the year; Waiting: made in it, and still to be carried out
	Rulings    Carried // (f)
}

// CategoryYear counts disputes of a category.
type CategoryYear struct {
	Category procedure.Category
	N        int
	Before   int    // received in the year before
	Change   Change // of its share: when all grow together, as in the first years, none stands out
}

// GroundYear counts refusals on a ground.
type GroundYear struct {
	Ground procedure.Ground
	Share  // of those received
}

// OutcomeYear counts ends.
type OutcomeYear struct {
	Outcome procedure.Outcome
	Share   // of those that ended
}

// yearCounts is what is counted of the facts for a year.
type yearCounts struct {
	received, before    counts // by category
	grounds, outcomes   [16]int
	refused, pending    int
	waits               counts // by days
	sum                 int
	solved, direct      int
	agreements, rulings Carried
}

// FiguresOfYear gives the figures of a year at now.
func FiguresOfYear(v *View, year int, now time.Time) Year {
	first := procedure.Date{Year: year, Month: time.January, Day: 1}
	next, prior := first.AddMonths(12), first.AddMonths(-12)
	from, until, early := secondOf(first.Start()), secondOf(next.Start()), secondOf(prior.Start())
	starts := dayStarts()
	in := func(s uint32) bool { return s >= from && s < until }
	fresh := func() *yearCounts { return new(yearCounts) }
	n := gather(v, "year", Filter{To: next.AddDays(-1)}, now, fresh, func(n *yearCounts, c *chunk, rows []uint16) {
		for _, row := range rows {
			switch opened := c.opened[row]; {
			case in(opened):
				n.receive(c, row)
			case opened >= early && opened < from:
				n.before.add(int(c.category[row]))
			}
			if in(c.ended[row]) {
				n.end(c, row)
			}
			if in(c.settled[row]) {
				n.solve(c, row, ageOf(starts, c.opened[row], c.settled[row]))
			}
		}
	})
	y := Year{
		Year: year, Over: !procedure.DateOf(now).Before(next),
		Solved: n.solved, Direct: n.direct, Agreements: n.agreements, Rulings: n.rulings,
	}
	y.fill(v, n)
	return y
}

func (n *yearCounts) join(o *yearCounts) {
	n.received.join(&o.received)
	n.before.join(&o.before)
	for i := range o.grounds {
		n.grounds[i] += o.grounds[i]
		n.outcomes[i] += o.outcomes[i]
	}
	n.refused, n.pending = n.refused+o.refused, n.pending+o.pending
	n.waits.join(&o.waits)
	n.sum += o.sum
	n.solved, n.direct = n.solved+o.solved, n.direct+o.direct
	n.agreements.join(o.agreements, 1)
	n.rulings.join(o.rulings, 1)
}

func (n *yearCounts) end(c *chunk, row uint16) {
	k := c.kinds[row]
	n.outcomes[outcomeAt(k)]++
	n.rulings.ruling(k)
	n.agreements.agreement(c, row)
}

// solve counts a solution after so many days, and what was agreed or ruled while its time still runs.
func (n *yearCounts) solve(c *chunk, row uint16, took int) {
	n.waits.add(min(took, mostDays))
	n.sum += took
	n.solved++
	k := c.kinds[row]
	n.direct += int(one(settledIn(k) == inDirect))
	switch {
	case c.ended[row] != 0 || k&isOrdered == 0:
	case settledIn(k) == inRuling:
		n.rulings.Waiting++
	default:
		n.agreements.Waiting++
	}
}

func (n *yearCounts) receive(c *chunk, row uint16) {
	k := c.kinds[row]
	n.received.add(int(c.category[row]))
	switch {
	case outcomeAt(k) == outRefused:
		n.grounds[groundAt(k)]++
		n.refused++
	case k&isPending != 0:
		n.pending++
	}
}

func (y *Year) fill(v *View, n *yearCounts) {
	before := 0
	for i := range v.tables.categories {
		y.Received += n.received.at(i)
		before += n.before.at(i)
	}
	for i, name := range v.tables.categories {
		c := CategoryYear{Category: procedure.Category(name), N: n.received.at(i), Before: n.before.at(i)}
		if c.N+c.Before > 0 {
			c.Change = RateChange(c.Before, float64(before), c.N, float64(y.Received), Certainty)
			y.Types = append(y.Types, c)
		}
	}
	slices.SortFunc(y.Types, func(a, b CategoryYear) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Category, b.Category)) })
	for _, c := range y.Types {
		grew := c.Before > 0 && c.Change.Low > 1
		if c.N >= few && (grew || 5*c.N >= y.Received) {
			y.Problems = append(y.Problems, c)
		}
	}
	for g := range grounds {
		if k := n.grounds[g]; k > 0 {
			y.Refused = append(y.Refused, GroundYear{grounds[g], Share{k, y.Received}})
		}
	}
	y.RefusedOf, y.Undecided = Share{n.refused, y.Received}, n.pending
	y.ends(n)
	if y.Solved > 0 {
		y.Mean = float64(n.sum) / float64(y.Solved)
		below := 0
		for d, k := range n.waits {
			if below += int(k); 2*below >= y.Solved {
				y.Median = d
				break
			}
		}
	}
}

func (y *Year) ends(n *yearCounts) {
	all := 0
	for _, k := range n.outcomes {
		all += k
	}
	y.Ended = all - n.outcomes[outRefused]
	y.Stopped.Of = y.Ended
	for o := range outcomes {
		k := n.outcomes[o]
		if k == 0 {
			continue
		}
		y.Outcomes = append(y.Outcomes, OutcomeYear{outcomes[o], Share{k, all}})
		if o == outWithdrawn || o == outNoAnswer || o == outStopped {
			y.Discontinued = append(y.Discontinued, OutcomeYear{outcomes[o], Share{k, y.Ended}})
			y.Stopped.N += k
		}
	}
}
