package trial

import (
	"slices"
	"time"

	"wederhoor/internal/insight"
)

// Report is what the trial says. Days count from the third complaint since the shop went bad, unless they are said to
// count from the onset; -1 is never.
type Report struct {
	Members  int    `json:"members"`
	Months   int    `json:"months"`
	Seed     uint64 `json:"seed"`
	Runs     int    `json:"runs"`
	Disputes Spread `json:"disputes_a_year"`
	Quiet    Spread `json:"members_without_dispute"` // share, in 12 months
	Lines    []Line `json:"methods"`
	Kinds    []Kind `json:"planted"`
	Aims     []Aim  `json:"aims"`
}

// Line is a method: a signal, all together, or a plain rule.
type Line struct {
	Name   string             `json:"name"`
	Plain  bool               `json:"plain"`
	Found  Spread             `json:"found"` // share of the planted with at least three complaints
	First  float64            `json:"first"` // of the bad shops found by signals of suspicion: share that it found first
	Days   int                `json:"days_median"`
	Ninety int                `json:"days_90"`
	False  Spread             `json:"false_a_month"`
	Worth  Spread             `json:"worth"` // bad shops found of all looks: found / (found + false)
	ByKind map[string]float64 `json:"by_kind"`
}

// Kind is how the planted shops of a kind were found by all signals of suspicion together.
type Kind struct {
	Plant     Plant   `json:"plant"`
	Planted   int     `json:"planted"` // over all runs
	Findable  int     `json:"findable"`
	Found     float64 `json:"found"`      // share of the findable
	Days      int     `json:"days"`       // median
	Ninety    int     `json:"days_90"`    //
	FromOnset int     `json:"from_onset"` // median
	Often     int     `json:"often"`      // findable ones with 12 complaints a year or more
	Soon      float64 `json:"soon"`       // share of these found within 60 days
}

// Aim is one of the aims of the trial.
type Aim struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Limit float64 `json:"limit"`
	Met   bool    `json:"met"`
}

func report(o Options, all []outcome) Report {
	r := Report{Members: o.Members, Months: o.Months, Seed: o.Seed, Runs: len(all)}
	r.Disputes = over(all, func(x *outcome) float64 { return float64(x.disputes) * 12 / float64(o.Months) })
	r.Quiet = over(all, func(x *outcome) float64 { return x.silentOf })
	for _, k := range insight.SignalKinds {
		r.Lines = append(r.Lines, line(string(k), false, o, all))
	}
	for _, name := range []string{Together, Everything} {
		r.Lines = append(r.Lines, line(name, false, o, all))
	}
	for _, p := range plains {
		r.Lines = append(r.Lines, line(p.name, true, o, all))
	}
	for _, plant := range Plants {
		r.Kinds = append(r.Kinds, kindOf(plant, all))
	}
	r.Aims = aims(r, all)
	return r
}

func over(all []outcome, f func(*outcome) float64) Spread {
	values := make([]float64, len(all))
	for i := range all {
		values[i] = f(&all[i])
	}
	return spreadOf(values)
}

func line(name string, plain bool, o Options, all []outcome) Line {
	l := Line{Name: name, Plain: plain, ByKind: map[string]float64{}}
	l.Found = over(all, func(x *outcome) float64 {
		return share(x.bad, (*badShop).findable, func(b *badShop) bool { return !b.found[name].IsZero() })
	})
	l.False = over(all, func(x *outcome) float64 { return float64(x.lines[name].wrong) / float64(o.Months) })
	l.Worth = over(all, func(x *outcome) float64 {
		t := x.lines[name]
		return float64(t.right) / max(1, float64(t.right+t.wrong))
	})
	pooled := pool(all)
	var days []int
	for i := range pooled {
		if pooled[i].findable() {
			days = append(days, pooled[i].days(name))
		}
	}
	l.First = share(pooled, func(b *badShop) bool { return b.findable() && !b.found[Together].IsZero() },
		func(b *badShop) bool { return b.found[name].Equal(b.found[Together]) })
	l.Days, l.Ninety = quantile(days, 0.5), quantile(days, 0.9)
	for _, plant := range Plants {
		l.ByKind[string(plant)] = share(pooled, func(b *badShop) bool { return b.plant == plant && b.findable() },
			func(b *badShop) bool { return !b.found[name].IsZero() })
	}
	return l
}

func kindOf(plant Plant, all []outcome) Kind {
	k := Kind{Plant: plant}
	some := slices.DeleteFunc(pool(all), func(b badShop) bool { return b.plant != plant })
	k.Planted = len(some)
	some = slices.DeleteFunc(some, func(b badShop) bool { return !b.findable() })
	k.Findable = len(some)
	var days, onset []int
	for i := range some {
		b := &some[i]
		days = append(days, b.days(Together))
		onset = append(onset, daysFrom(b.onset, b.found[Together]))
		if b.often {
			k.Often++
		}
	}
	k.Days, k.Ninety, k.FromOnset = quantile(days, 0.5), quantile(days, 0.9), quantile(onset, 0.5)
	k.Found = share(some, always, func(b *badShop) bool { return !b.found[Together].IsZero() })
	k.Soon = share(some, func(b *badShop) bool { return b.often }, (*badShop).soon)
	return k
}

func aims(r Report, all []outcome) []Aim {
	pooled := pool(all)
	var fraud []int
	for i := range pooled {
		if pooled[i].plant == Fraud && pooled[i].findable() {
			fraud = append(fraud, pooled[i].days(Together))
		}
	}
	soon := share(pooled, func(b *badShop) bool { return b.often && b.findable() }, (*badShop).soon)
	at := slices.IndexFunc(r.Lines, func(l Line) bool { return l.Name == Together })
	wrong := r.Lines[at].False.Mean
	days := float64(quantile(fraud, 0.5))
	return []Aim{
		{"median days from the third complaint until a fraudulent stop is found, at most", days, 7, days >= 0 && days <= 7},
		{"share of bad shops with 12 complaints a year or more found within 60 days, at least", soon, 0.8, soon >= 0.8},
		{"false alarms a month by signals of suspicion, at most", wrong, 2, wrong <= 2},
	}
}

func pool(all []outcome) []badShop {
	var some []badShop
	for i := range all {
		some = append(some, all[i].bad...)
	}
	return some
}

func always(*badShop) bool { return true }

// share is how many of those in a group are what is asked; 0 of none.
func share(all []badShop, group, is func(*badShop) bool) float64 {
	n, yes := 0, 0
	for i := range all {
		if group(&all[i]) {
			n++
			if is(&all[i]) {
				yes++
			}
		}
	}
	return float64(yes) / float64(max(1, n))
}

// findable says that it had the three complaints without which nobody can tell.
func (b *badShop) findable() bool { return !b.third.IsZero() }

func (b *badShop) soon() bool {
	d := b.days(Together)
	return d >= 0 && d <= 60
}

// days from the third complaint until it was found; 0 when it was found before that.
func (b *badShop) days(how string) int { return daysFrom(b.third, b.found[how]) }

func daysFrom(from, until time.Time) int {
	if until.IsZero() {
		return never
	}
	return max(0, int(until.Sub(from).Hours()/24+0.5))
}
