package trial

import (
	"strconv"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
)

// Of the disputes of any shop.
const (
	withdrawn = 0.05
	refused   = 0.03
	agreed    = 0.4 // of the answered
	solved    = 0.4 // of the answered
)

// live makes the disputes of a shop: a Poisson process whose rate changes by the day.
func (w *world) live(s *shop) {
	wait := w.rng.ExpFloat64()
	last := procedure.DateOf(w.end)
	for d := begin; d.Before(last); d = d.AddDays(1) {
		if d.Before(s.member.Since) || !s.member.Until.IsZero() && d.After(s.member.Until) {
			continue
		}
		noon := d.Start().Add(12 * time.Hour)
		usual := perThousand / 1000 / 365 * s.orders * s.nature * season[d.Month-1]
		extra := usual * (s.worst() - 1) * s.badness(noon)
		if s.plant == Fraud && noon.After(s.onset.AddDate(0, 0, 10)) && noon.Before(s.stops) {
			extra = s.crowd / 65
		}
		for sum := usual + extra; wait < sum; wait += w.rng.ExpFloat64() {
			at := d.Start().Add(time.Duration(7*60+w.rng.IntN(16*60)) * time.Minute)
			s.facts = append(s.facts, w.dispute(s, at, w.rng.Float64()*(usual+extra) < extra))
		}
		wait -= usual + extra
	}
}

// dispute makes one, with all that will happen to it; bad says that it comes of what is wrong with the shop.
func (w *world) dispute(s *shop, at time.Time, bad bool) insight.Fact {
	w.n++
	f := insight.Fact{
		N: w.n, Dispute: "d" + strconv.FormatInt(w.n, 10), Member: s.member.ID, Category: w.cause(s, bad),
		Opened: at, Stage: procedure.Direct, Told: at.Add(w.minutes(0, 1)),
	}
	if u := w.rng.Float64(); u < withdrawn+refused {
		f.Outcome, f.Ended = procedure.Withdrawn, at.Add(w.minutes(1, 10))
		if u < refused {
			f.Outcome = procedure.Refused
		}
		return f
	}
	mute := s.mute
	if level := s.badness(at); s.plant != Honest && s.plant != Deteriorating && level == 0 {
		mute = silentMean
	} else if s.plant == Deteriorating {
		mute += 0.4 * level
	}
	f.Asked = procedure.DateOf(f.Told).AddDays(8).Start()
	if w.rng.Float64() < mute {
		f.Silent = true
		return f
	}
	f.Answered = f.Told.Add(w.minutes(0, 7))
	f.Choice, f.Chose = "solved", f.Asked.Add(w.minutes(0, 5))
	switch u := w.rng.Float64(); {
	case u < solved:
		f.Settled, f.Ended, f.Outcome = f.Chose, f.Chose, procedure.Solved
	case u < solved+agreed:
		f.Ordered, f.Settled, f.Choice = true, f.Asked.Add(w.minutes(0, 14)), "go_on"
		breaks := brokenHonest
		if s.badness(at) > 0 {
			breaks = s.breaks
		}
		if w.rng.Float64() < breaks {
			f.Broken = f.Settled.Add(w.minutes(20, 35))
		}
	default:
		f.Choice = "go_on"
	}
	return f
}

func (w *world) cause(s *shop, bad bool) procedure.Category {
	u := w.rng.Float64()
	switch {
	case bad && s.plant == SlowRefund && u < 0.9:
		return procedure.Categories[noRefund]
	case bad && s.plant == Fraud && u < 0.85:
		return procedure.Categories[notReceived]
	case bad && s.plant == Fraud:
		return procedure.Categories[noRefund]
	}
	u = w.rng.Float64()
	for c, share := range s.mix {
		if u -= share; u < 0 {
			return procedure.Categories[c]
		}
	}
	return "other"
}

// minutes is a random time of from to until days.
func (w *world) minutes(from, until int) time.Duration {
	return time.Duration(from*24*60+w.rng.IntN((until-from)*24*60)) * time.Minute
}

// asOf is what was known of a dispute at an instant.
func asOf(f insight.Fact, now time.Time) insight.Fact {
	for _, t := range []*time.Time{&f.Told, &f.Answered, &f.Chose, &f.Settled, &f.Broken} {
		if t.After(now) {
			*t = time.Time{}
		}
	}
	if f.Asked.After(now) {
		f.Asked, f.Silent = time.Time{}, false
	}
	if f.Ended.After(now) {
		f.Ended, f.Outcome = time.Time{}, ""
	}
	if f.Settled.IsZero() {
		f.Ordered = false
	}
	return f
}
