package recount_test

import (
	"testing"
	"time"
)

// instants are how far the clock moves each time; between them people go on with their cases.
var instants = []time.Duration{0, 31 * time.Hour, 9 * 24 * time.Hour, 24 * 24 * time.Hour, 17 * 24 * time.Hour}

// TestFigures: whatever the clock, the period, the sector and the comparison, the numbers on the pages are those of a
// plain recount from the events.
func TestFigures(t *testing.T) {
	t.Parallel()
	w := newTown(t, 7, time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), 300)
	for i, d := range instants {
		if i%2 == 0 {
			w.To(w.Now().Add(d)) // day by day
		} else {
			w.Set(w.Now().Add(d)) // as after a night in which the machine stood still
			w.Work()
		}
		w.live(w.read(), 40)
		w.survey(w.read())
		b := w.read()
		for range 2 {
			a := w.ask(b)
			w.insightPage(b, a)
			w.evaluationPage(b, a)
			if t.Failed() {
				t.Fatalf("at %s, asked %+v", b.now, a)
			}
		}
		for range 2 {
			w.shopPages(b, w.shop())
		}
		if t.Failed() {
			t.Fatalf("at %s", b.now)
		}
	}
	w.report(w.read(), 2026)
	if b := w.read(); len(b.kinds()) < 30 {
		t.Errorf("too little happened: %v", b.kinds())
	}
}

var periods = []string{"12-maanden", "deze-maand", "vorige-maand", "dit-kwartaal", "vorig-kwartaal", "dit-jaar", "vorig-jaar", "eigen"}

// ask chooses a filter at random.
func (w *town) ask(b *book) asked {
	a := asked{period: periods[w.r.IntN(len(periods))], against: []string{"jaar-eerder", "vorige-periode"}[w.r.IntN(2)]}
	if w.r.IntN(3) == 0 {
		a.sector = sectors[w.r.IntN(len(sectors)-1)]
	}
	if a.period == "eigen" {
		a.to = b.today() - date(w.r.IntN(200))
		a.from = a.to - date(w.r.IntN(500))
	}
	return a
}
