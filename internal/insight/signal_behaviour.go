package insight

import (
	"wederhoor/internal/procedure"
)

// silent: of the last SilentOf cases of which is known whether the shop answered in its term, at least SilentCases
// without. A shop with many cases has two such among five by chance now and then: where what is normal is known, just
// SilentCases count only when all its cases of Window months have more without an answer than chance explains (the
// binomial tail, at most SilentChance); one more always counts. A late answer does not undo it. The volume does not
// matter: a shop that does not answer is silent at any size.
func (l *looker) silent(cases []sighting) ([]sighting, Figures) {
	isMute := func(s *sighting) bool { return s.silent }
	sure := only(since(cases, l.monthsAgo(l.p.Window)), (*sighting).known)
	last := sure[max(0, len(sure)-l.p.SilentOf):]
	mute := only(last, isMute)
	if len(mute) < l.p.SilentCases {
		return nil, Figures{}
	}
	fig := Figures{Of: len(last)}
	if l.b == nil {
		return mute, fig
	}
	all := len(only(sure, isMute))
	fig.Chance = betaCDF(float64(all), float64(len(sure)-all+1), l.b.mute)
	if len(mute) == l.p.SilentCases && fig.Chance > l.p.SilentChance {
		return nil, fig
	}
	return mute, fig
}

// notCarriedOut: each agreement or ruling that was not carried out (rules 4.3). It is a fact, not a chance.
func (l *looker) notCarriedOut(cases []sighting) ([]sighting, Figures) {
	from := l.monthsAgo(l.p.Window)
	return only(cases, func(s *sighting) bool { return s.broken >= from && s.broken <= l.now.Unix() && s.broken > 0 }), Figures{}
}

// undelivered: at least Undelivered cases of money taken and nothing delivered in UndelWindow days; where the volume is
// known also at most UndelChance likely, both by volume and by the shop's own past in such cases, so that a shop with a
// thousand parcels a day is not suspected of fraud each week.
func (l *looker) undelivered(cases []sighting) ([]sighting, Figures) {
	from, until := l.daysAgo(l.p.UndelWindow), l.now.Unix()+1
	some := only(since(cases, from), (*sighting).undelivered)
	if len(some) < l.p.Undelivered {
		return nil, Figures{}
	}
	fig := Figures{Days: l.p.UndelWindow}
	sold := l.sold(from, until)
	if sold <= 0 {
		return some, fig
	}
	share := 0.0
	for c, v := range l.b.shares {
		if (Fact{Category: c}).Undelivered() {
			share += v
		}
	}
	past := only(l.between(l.b.exposed.from, from), (*sighting).undelivered)
	fig.Expected, fig.Chance = l.surprise(len(some), share*sold, Counted{len(past), share * l.sold(l.b.exposed.from, from)})
	if fig.Chance > l.p.UndelChance {
		return nil, fig
	}
	return some, fig
}

// surprise gives what was expected over an exposure and how likely so many are: the greater of the chance by volume
// (Poisson's) and by the member's own past (the predictive negative binomial).
func (l *looker) surprise(n int, exposure float64, past Counted) (expected, chance float64) {
	expected = l.b.Fit.Rate * exposure
	own := l.b.Fit.RatioOf(past, l.p.LeastSpread)
	return expected, max(own.Chance(n, expected), gammaCDF(float64(n), expected))
}

// sameCause: at least SameCause cases with one cause in CauseWindow months, and more than what is normal explains:
// where the volume is known, at most CauseChance likely by volume and by the shop's own past in it; else by its share of the cases.
// "Something else" is no cause. Of several causes the least likely is told.
func (l *looker) sameCause(cases []sighting) ([]sighting, Figures) {
	from, until := l.monthsAgo(l.p.CauseWindow), l.now.Unix()+1
	recent := since(cases, from)
	if len(recent) < l.p.SameCause {
		return nil, Figures{}
	}
	sold := l.sold(from, until)
	var (
		best []sighting
		told Figures
	)
	for _, c := range procedure.Categories {
		some := only(recent, func(s *sighting) bool { return s.category == c })
		if c == "other" || len(some) < l.p.SameCause {
			continue
		}
		fig := Figures{Cause: string(c), Of: len(recent), Days: calendarDays(from, until)}
		if l.b != nil && !l.tooMuchOf(c, len(some), len(recent), sold, &fig) {
			continue
		}
		if best == nil || fig.Chance < told.Chance {
			best, told = some, fig
		}
	}
	return best, told
}

// tooMuchOf says that n of all are more of a cause than normal.
func (l *looker) tooMuchOf(c procedure.Category, n, all int, sold float64, fig *Figures) bool {
	share := l.b.shares[c]
	if sold <= 0 {
		fig.Chance = betaCDF(float64(n), float64(all-n+1), share) // the binomial tail
		return fig.Chance <= l.p.CauseChance
	}
	r := l.b.Fit.RatioOf(Counted{n, share * sold}, l.p.LeastSpread)
	fig.Ratio, fig.Low = r.Mean(), r.Quantile(l.p.Bound)
	from := l.monthsAgo(l.p.CauseWindow)
	past := only(l.between(l.b.exposed.from, from), func(s *sighting) bool { return s.category == c })
	fig.Expected, fig.Chance = l.surprise(n, share*sold, Counted{len(past), share * l.sold(l.b.exposed.from, from)})
	return fig.Chance <= l.p.CauseChance
}
