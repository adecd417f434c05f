package trial

import (
	"cmp"
	"slices"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
)

// judgeDays is how long the model judge takes: a signal is judged at the end of the third day.
const judgeDays = 3

// game is one trial under way. The model judge knows the truth: a signal at a shop that had gone bad is real, any other
// is explained. It never watches, it takes its three days, and it takes no measures: a bad shop stays bad.
type game struct {
	w      *world
	p      insight.Parameters
	shops  map[string]*shop
	all    []insight.Member
	open   map[signal]*insight.Found
	judged []insight.Judged
	normal *insight.Baseline

	alarms []alarm
}

type signal struct {
	member string
	kind   insight.SignalKind
}

// alarm is a time that a person is asked to look.
type alarm struct {
	how   string // the signal, or the plain rule
	shop  *shop
	at    time.Time
	right bool
}

// act is an instant at which something happened to a shop's dispute.
type act struct {
	at   time.Time
	shop *shop
}

func newGame(w *world, p insight.Parameters) *game {
	g := &game{w: w, p: p, shops: map[string]*shop{}, open: map[signal]*insight.Found{}}
	for _, s := range w.shops {
		g.shops[s.member.ID] = s
		g.all = append(g.all, s.member)
	}
	return g
}

// play goes through the days: signals of behaviour after each act, all signals each night, judgements when due.
func (g *game) play() {
	acts := g.w.acts()
	for d := begin; d.Start().Before(g.w.end); d = d.AddDays(1) {
		end := d.End()
		for ; len(acts) > 0 && acts[0].at.Before(end); acts = acts[1:] {
			a := acts[0]
			facts := make([]insight.Fact, 0, len(a.shop.facts))
			for _, f := range a.shop.facts {
				if !f.Opened.After(a.at) {
					facts = append(facts, asOf(f, a.at))
				}
			}
			g.raise(insight.DetectMember(a.shop.member, facts, g.normal, a.at, g.p, g.of(a.shop.member.ID)))
		}
		night := end.Add(2 * time.Hour)
		g.judge(night)
		var found []insight.Found
		found, g.normal = insight.Detect(g.all, g.w.known(night), night, g.p, g.judged)
		g.raise(found)
	}
}

// of gives the verdicts on one member.
func (g *game) of(member string) []insight.Judged {
	var some []insight.Judged
	for _, j := range g.judged {
		if j.Member == member {
			some = append(some, j)
		}
	}
	return some
}

// raise opens signals; one that is open takes the new cases in.
func (g *game) raise(found []insight.Found) {
	for _, f := range found {
		k := signal{f.Member, f.Kind}
		if have := g.open[k]; have != nil {
			for _, c := range f.Cases {
				if !slices.Contains(have.Cases, c) {
					have.Cases = append(have.Cases, c)
				}
			}
			continue
		}
		g.open[k] = &f
		s := g.shops[f.Member]
		g.alarms = append(g.alarms, alarm{string(f.Kind), s, f.At, s.bad(f.At)})
	}
}

func (g *game) judge(now time.Time) {
	for k, f := range g.open {
		if now.Sub(f.At) < judgeDays*24*time.Hour {
			continue
		}
		state := insight.JudgedExplained
		if g.shops[k.member].bad(f.At) {
			state = insight.JudgedReal
		}
		g.judged = append(g.judged, insight.Judged{Member: k.member, Kind: k.kind, Cases: f.Cases, State: state, At: now})
		delete(g.open, k)
	}
}

// bad says that a look at the shop would have found it bad.
func (s *shop) bad(t time.Time) bool { return s.plant != Honest && !t.Before(s.onset) }

// acts are all instants that can raise a signal of behaviour, in order.
func (w *world) acts() []act {
	var all []act
	for _, s := range w.shops {
		for i := range s.facts {
			f := &s.facts[i]
			all = append(all, act{f.Opened, s})
			if f.Silent {
				all = append(all, act{f.Asked, s})
			}
			if !f.Broken.IsZero() {
				all = append(all, act{f.Broken, s})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b act) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.shop.member.ID, b.shop.member.ID))
	})
	return all
}

// known yields all disputes as they were at an instant.
func (w *world) known(now time.Time) func(func(insight.Fact) bool) {
	return func(yield func(insight.Fact) bool) {
		for _, s := range w.shops {
			for _, f := range s.facts {
				if f.Opened.After(now) {
					break
				}
				if !yield(asOf(f, now)) {
					return
				}
			}
		}
	}
}

// plain is a rule that needs no statistics: each month the top of a list.
type plain struct {
	name string
	top  int
	rate bool // by rate; else by number
}

var plains = []plain{
	{"top 15 by number", 15, false},
	{"top 15 by raw rate", 15, true},
	{"top 25 by number", 25, false}, // about as many looks in vain as the signals
}

// play asks to look at the top of the list on the first of each month, by the last 12 months. Who was looked at is
// left alone for a year, which is kind to the rule.
func (r plain) play(w *world) []alarm {
	var alarms []alarm
	seen := map[*shop]time.Time{}
	for d := begin.AddMonths(1); !d.Start().After(w.end); d = d.AddMonths(1) {
		now := d.Start()
		for _, s := range r.list(w, now) {
			if last, ok := seen[s]; ok && now.Before(last.AddDate(1, 0, 0)) {
				continue
			}
			seen[s] = now
			alarms = append(alarms, alarm{r.name, s, now, s.bad(now)})
		}
	}
	return alarms
}

func (r plain) list(w *world, now time.Time) []*shop {
	from := insight.LastMonths(procedure.DateOf(now), 12).Start()
	value := map[*shop]float64{}
	var some []*shop
	for _, s := range w.shops {
		n := 0
		for _, f := range s.facts {
			if f := asOf(f, now); f.Opened.Before(now) && !f.Opened.Before(from) && f.Counts() {
				n++
			}
		}
		if n == 0 || r.rate && s.member.Orders == 0 {
			continue
		}
		value[s] = float64(n)
		if r.rate {
			value[s] /= float64(s.member.Orders)
		}
		some = append(some, s)
	}
	slices.SortStableFunc(some, func(a, b *shop) int {
		return cmp.Or(cmp.Compare(value[b], value[a]), cmp.Compare(a.member.ID, b.member.ID))
	})
	return some[:min(r.top, len(some))]
}
