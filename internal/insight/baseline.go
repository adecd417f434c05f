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

// FunnelPoint is a member in the funnel plot (screens.md 17.1).
type FunnelPoint struct {
	Member
	Cases int
	Sold  float64 // orders in the window, by the season
	Rate  float64 // disputes per 1,000 orders
	Ratio float64 // of its rate to that of all, pulled towards 1 the less it sold
	Low   float64 // lower bound of that ratio
	Limit FunnelLimit
	Above int // 0 within what chance explains, 1 above the 95 % limit, 2 above the 99.8 % limit; never below MinCases
}

// pointOf is what a point of the funnel was worked out from.
type pointOf struct {
	Counted
	spread, bound float64
}

// pointIs is what was worked out: it takes a few hundred terms of a series.
type pointIs struct {
	ratio, low float64
	limit      FunnelLimit
}

// known works out a point once; until the next night most points stay as they are.
func (b *Baseline) known(c Counted, p Parameters) pointIs {
	at := pointOf{c, p.LeastSpread, p.Bound}
	if is, ok := b.points.Load(at); ok {
		return is.(pointIs)
	}
	r := b.Fit.RatioOf(c, p.LeastSpread)
	is := pointIs{r.Mean(), r.Quantile(p.Bound), b.Fit.limitAt(c.Exposure)}
	b.points.Store(at, is)
	return is
}

// Funnel gives the points of members from their counts in the window, which is from b.From to b.At, in the order of
// members. Members of unknown volume are apart; Cases stands beside them.
func (b *Baseline) Funnel(members []Member, cases []int, p Parameters) (points, unknown []FunnelPoint) {
	for i, m := range members {
		pt := FunnelPoint{Member: m, Cases: cases[i]}
		e := b.exposed.during(m, b.From.Unix(), b.At.Unix()+1)
		if e <= 0 {
			unknown = append(unknown, pt)
			continue
		}
		k := b.known(Counted{pt.Cases, e}, p)
		pt.Sold, pt.Rate, pt.Ratio, pt.Low, pt.Limit = e*1000, float64(pt.Cases)/e, k.ratio, k.low, k.limit
		switch {
		case pt.Cases < p.MinCases:
		case pt.Cases > pt.Limit.High998:
			pt.Above = 2
		case pt.Cases > pt.Limit.High95:
			pt.Above = 1
		}
		points = append(points, pt)
	}
	return points, unknown
}
