package recount_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"

	p "wederhoor/internal/procedure"
)

// published are the figures of a report as everybody gets them. Only the names of the fields are shared with who writes
// them.
type published struct {
	Figures struct {
		Received   int
		Categories []kind
		Refused    counted
		Grounds    []struct {
			counted
			Ground string
		}
		Undecided int
		Ended     int
		Outcomes  []ended
		Amicable  counted
		Rulings   struct {
			N            int
			Consumer     counted `json:"for_consumer"`
			Partly       counted `json:"partly_for_consumer"`
			Trader       counted `json:"for_trader"`
			Inadmissible counted
		}
		Discontinued counted
		Reasons      []ended `json:"discontinued_reasons"`
		Resolved     struct {
			N      int
			Mean   *float64 `json:"average_days"`
			Median *int     `json:"median_days"`
		}
		Direct     counted  `json:"resolved_directly"`
		Agreements followed `json:"agreements_carried_out"`
		Ruled      followed `json:"rulings_carried_out"`
	}
}

type counted struct {
	N, Of   int
	Percent *float64
}

type kind struct {
	counted
	Category string
	Before   int `json:"year_before"`
	Notable  bool
}

type ended struct {
	counted
	Outcome string
}

type followed struct {
	counted
	Unknown int `json:"not_confirmed"`
	Waiting int `json:"not_yet_known"`
}

// publish lets the quality manager publish the report of a year, and gives what everybody can fetch.
func (w *town) publish(year int) published {
	w.t.Helper()
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	path := "/jaarverslag/" + strconv.Itoa(year)
	w.fetch(w.quality, "/staf"+path, nil)
	must(w.quality.Fill("problemen_nl", "Pakketten kwamen niet aan."))
	must(w.quality.Fill("problemen_en", "Parcels did not arrive."))
	must(w.quality.Press("Bekijk het verslag"))
	must(w.quality.Press("Publiceer dit verslag"))
	var out published
	must(json.Unmarshal([]byte(w.fetch(w.public, path+".json", nil)), &out))
	return out
}

// report holds the figures of a year to a recount.
func (w *town) report(b *book, year int) {
	w.t.Helper()
	got := w.publish(year).Figures
	in := func(t time.Time) bool { return !t.IsZero() && dateOf(t).time().Year() == year }
	of := func(is func(*kase) bool) (out []*kase) {
		for _, k := range b.cases {
			if is(k) {
				out = append(out, k)
			}
		}
		return out
	}
	n := func(is func(*kase) bool) int { return len(of(is)) }
	equal := func(what string, got, want int) {
		w.t.Helper()
		if got != want {
			w.t.Errorf("report of %d, %s: %d, counted %d", year, what, got, want)
		}
	}
	same := func(what string, got counted, want share) {
		w.t.Helper()
		equal(what, got.N, want.n)
		equal(what+", of", got.Of, want.of)
		switch {
		case (got.Percent == nil) != (want.of < few):
			w.t.Errorf("report of %d, %s: percent is %v of %v", year, what, got.Percent, want)
		case got.Percent != nil && math.Abs(*got.Percent-100*want.value()) > 0.05+1e-9:
			w.t.Errorf("report of %d, %s: %v %%, counted %v", year, what, *got.Percent, 100*want.value())
		}
	}
	opened := func(k *kase) bool { return in(k.opened) }
	received, earlier := n(opened), n(func(k *kase) bool { return dateOf(k.opened).time().Year() == year-1 })
	equal("received", got.Received, received)
	for _, c := range p.Categories {
		is := func(k *kase) bool { return k.category == string(c) }
		now := n(func(k *kase) bool { return opened(k) && is(k) })
		before := n(func(k *kase) bool { return dateOf(k.opened).time().Year() == year-1 && is(k) })
		_, low, _ := ratio(before, float64(earlier), now, float64(received)) // of its share
		at := slices.IndexFunc(got.Categories, func(x kind) bool { return x.Category == string(c) })
		if at < 0 {
			equal("category "+string(c), 0, now+before)
			continue
		}
		x := got.Categories[at]
		same("category "+string(c), x.counted, share{now, received})
		equal("category "+string(c)+" before", x.Before, before)
		if want := now >= few && (before > 0 && low > 1 || 5*now >= received); x.Notable != want {
			w.t.Errorf("report of %d, %s: notable %v of %d after %d", year, c, x.Notable, now, before)
		}
	}
	refused := func(k *kase) bool { return opened(k) && k.outcome == p.Refused }
	same("refused", got.Refused, share{n(refused), received})
	sum := 0
	for _, g := range got.Grounds {
		sum += g.N
		same("ground "+g.Ground, g.counted, share{n(func(k *kase) bool { return refused(k) && string(k.ground) == g.Ground }), n(refused)})
	}
	equal("grounds", sum, n(refused))
	equal("undecided", got.Undecided, n(func(k *kase) bool { return opened(k) && (k.admission || k.notOurs) }))
	w.reportEnds(got.Outcomes, got.Reasons, func(o p.Outcome) int {
		return n(func(k *kase) bool { return in(k.ended) && k.outcome == o })
	}, same)
	over := func(is func(*kase) bool) share {
		return share{n(func(k *kase) bool { return in(k.ended) && is(k) }), n(func(k *kase) bool { return in(k.ended) && k.outcome != p.Refused })}
	}
	equal("ended", got.Ended, over(all).of)
	same("amicable", got.Amicable, over(func(k *kase) bool { return k.outcome == p.Solved || k.endedByAgreement() }))
	same("discontinued", got.Discontinued, over(func(k *kase) bool {
		return k.outcome == p.Withdrawn || k.outcome == p.NoAnswer || k.outcome == p.Stopped
	}))
	rulings := over((*kase).endedByRuling).n
	equal("rulings", got.Rulings.N, rulings)
	for o, x := range map[p.Outcome]counted{
		p.RuledUpheld: got.Rulings.Consumer, p.RuledPartly: got.Rulings.Partly, p.RuledDismissed: got.Rulings.Trader, p.RuledInadmissible: got.Rulings.Inadmissible,
	} {
		same(string(o), x, share{over(func(k *kase) bool { return k.outcome == o }).n, rulings})
	}
	solved := of(func(k *kase) bool { return in(k.solvedAt) })
	equal("resolved", got.Resolved.N, len(solved))
	var waits []int
	total := 0
	for _, k := range solved {
		waits = append(waits, k.took(k.solvedAt))
		total += k.took(k.solvedAt)
	}
	slices.Sort(waits)
	if len(waits) > 0 && got.Resolved.Mean != nil && got.Resolved.Median != nil {
		equal("median", *got.Resolved.Median, waits[(len(waits)-1)/2])
		if mean := float64(total) / float64(len(waits)); math.Abs(*got.Resolved.Mean-mean) > 0.05+1e-9 {
			w.t.Errorf("report of %d: %v days on average, counted %v", year, *got.Resolved.Mean, mean)
		}
	}
	same("directly", got.Direct, share{n(func(k *kase) bool { return in(k.solvedAt) && k.alone() }), len(solved)})

	isRuling := func(k *kase) bool { return in(k.ended) && k.endedByRuling() && k.agreed }
	same("rulings carried out", got.Ruled.counted, share{n(func(k *kase) bool { return isRuling(k) && wasDone(k) }), n(func(k *kase) bool { return isRuling(k) && knownDone(k) })})
	equal("rulings not confirmed", got.Ruled.Unknown, n(func(k *kase) bool { return isRuling(k) && !knownDone(k) }))
	var kept share
	unknown := 0
	for _, k := range of(func(k *kase) bool { return in(k.ended) }) {
		if done, known := agreement(k); known {
			kept.of++
			if done {
				kept.n++
			}
		} else if k.agreed && k.endedByAgreement() {
			unknown++
		}
	}
	same("agreements carried out", got.Agreements.counted, kept)
	equal("agreements not confirmed", got.Agreements.Unknown, unknown)
	waiting := func(k *kase) bool { return in(k.solvedAt) && k.ended.IsZero() && k.agreed }
	equal("rulings not yet known", got.Ruled.Waiting, n(func(k *kase) bool { return waiting(k) && k.solvedIn == p.Ruling }))
	equal("agreements not yet known", got.Agreements.Waiting, n(func(k *kase) bool { return waiting(k) && k.solvedIn != p.Ruling }))
}

func (w *town) reportEnds(outcomes, reasons []ended, n func(p.Outcome) int, same func(string, counted, share)) {
	w.t.Helper()
	total := 0
	for _, o := range p.Outcomes {
		if o != p.Refused {
			total += n(o)
		}
	}
	sum := 0
	for _, x := range outcomes {
		sum += x.N
		same("outcome "+x.Outcome, x.counted, share{n(p.Outcome(x.Outcome)), total})
	}
	if sum != total {
		w.t.Errorf("the outcomes of the report are %d, counted %d", sum, total)
	}
	for _, x := range reasons {
		same("reason "+x.Outcome, x.counted, share{n(p.Outcome(x.Outcome)), total})
	}
}
