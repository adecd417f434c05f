package insight

import (
	"iter"
	"slices"
	"sync"
	"time"

	"wederhoor/internal/procedure"
)

// sighting is what the signals know of a dispute that counts. Instants are Unix seconds, 0 for not yet.
type sighting struct {
	id       string
	category procedure.Category
	opened   int64
	broken   int64
	silent   bool // no answer in the term
	answered bool
}

// known says whether it is sure that the shop answered in its term, or did not.
func (s *sighting) known() bool { return s.silent || s.answered }

func (s *sighting) undelivered() bool { return Fact{Category: s.category}.Undelivered() }

// docket is a member with its sightings, oldest first.
type docket struct {
	member Member
	cases  []sighting
}

// Baseline is what is normal among all members on a night. The signals of the same day are held against it.
type Baseline struct {
	At   time.Time // when it was made
	From time.Time // the first instant from which disputes are counted: the window, or the first dispute of all
	Fit  Fit
	// Season is the index of each calendar month, January first: 1 is ordinary.
	Season [12]float64

	exposed exposure
	shares  map[procedure.Category]float64
	mute    float64 // share of the cases without an answer in the term
	climb   *Climb
	points  sync.Map // pointIs by pointOf
}

// longest is how far back a member's own past is looked at.
const longest = 24 // months

// collect groups what counts by member, from the facts of the last 24 months until now. Members come in their order;
// facts of others are left out.
func collect(members []Member, facts iter.Seq[Fact], now time.Time) []docket {
	all := make([]docket, len(members))
	place := make(map[string]int, len(members))
	for i, m := range members {
		all[i].member = m
		place[m.ID] = i
	}
	oldest := LastMonths(procedure.DateOf(now), longest).Start()
	for f := range facts {
		if i, ok := place[f.Member]; ok && f.Counts() && !f.Opened.After(now) && !f.Opened.Before(oldest) {
			all[i].cases = append(all[i].cases, sightingOf(&f))
		}
	}
	for i := range all {
		inOrder(all[i].cases)
	}
	return all
}

func inOrder(cases []sighting) {
	older := func(a, b sighting) int { return int(a.opened - b.opened) }
	if !slices.IsSortedFunc(cases, older) {
		slices.SortStableFunc(cases, older)
	}
}

func sightingOf(f *Fact) sighting {
	s := sighting{
		id: f.Dispute, category: f.Category, opened: f.Opened.Unix(), silent: f.Silent, answered: !f.Answered.IsZero(),
	}
	if !f.Broken.IsZero() {
		s.broken = f.Broken.Unix()
	}
	return s
}

// between gives the cases opened from one instant until before another.
func (d *docket) between(from, until int64) []sighting {
	at := func(t int64) int {
		i, _ := slices.BinarySearchFunc(d.cases, t, func(s sighting, t int64) int { return int(s.opened - t) })
		return i
	}
	i, j := at(from), at(until)
	return d.cases[i:max(i, j)]
}

// newBaseline fits what is normal. Exposure begins at the first dispute of all, so that a trustmark that started to
// count last spring does not look quiet.
func newBaseline(all []docket, now time.Time, p Parameters) *Baseline {
	first := now.Unix()
	for i := range all {
		if len(all[i].cases) > 0 {
			first = min(first, all[i].cases[0].opened)
		}
	}
	began := procedure.DateOf(time.Unix(first, 0)).Start()
	b := &Baseline{At: now, From: LastMonths(procedure.DateOf(now), p.Window).Start(), climb: climbTo(p.RiseFactor)}
	if b.From.Before(began) {
		b.From = began
	}
	b.Season = seasons(all, began, now)
	b.exposed = newExposure(began, now, b.Season)
	counts := make([]Counted, len(all))
	causes, total := map[procedure.Category]int{}, 0
	sure, mute := 0, 0
	from, until := b.From.Unix(), now.Unix()+1
	for i := range all {
		cases := all[i].between(from, until)
		counts[i] = Counted{len(cases), b.exposed.during(all[i].member, from, until)}
		for j := range cases {
			causes[cases[j].category]++
			if cases[j].known() {
				sure++
			}
			if cases[j].silent {
				mute++
			}
		}
		total += len(cases)
	}
	b.Fit = FitRates(counts)
	b.mute = float64(mute+1) / float64(sure+2)
	b.shares = make(map[procedure.Category]float64, len(procedure.Categories))
	for _, c := range procedure.Categories {
		// One dispute of each category more, so that none is impossible.
		b.shares[c] = float64(causes[c]+1) / float64(total+len(procedure.Categories))
	}
	return b
}

// seasons counts the disputes of all members by calendar month.
func seasons(all []docket, began, now time.Time) [12]float64 {
	var cases, days [12]float64
	for i := range all {
		for j := range all[i].cases {
			t := time.Unix(all[i].cases[j].opened, 0)
			cases[procedure.DateOf(t).Month-1]++
		}
	}
	last := procedure.DateOf(now)
	for d := procedure.DateOf(began); !d.After(last); d = d.AddDays(1) {
		days[d.Month-1]++
	}
	return seasonOf(cases, days)
}
