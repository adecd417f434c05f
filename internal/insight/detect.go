package insight

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// SignalKind is why a member is worth a look (process.md, Members and measures).
type SignalKind string

// The signals. SignalAbuse is raised by a mediator, never found.
const (
	SignalMore          SignalKind = "more"            // more disputes than the volume explains
	SignalRise          SignalKind = "rise"            // a sudden rise
	SignalSilent        SignalKind = "silent"          // the shop does not answer
	SignalNotCarriedOut SignalKind = "not_carried_out" // an agreement or a ruling
	SignalUndelivered   SignalKind = "undelivered"     // money taken, nothing delivered
	SignalSameCause     SignalKind = "same_cause"      // again and again
	SignalAbuse         SignalKind = "abuse"
)

// SignalKinds are those that are found, the most urgent first.
var SignalKinds = []SignalKind{
	SignalUndelivered, SignalNotCarriedOut, SignalSilent, SignalRise, SignalMore, SignalSameCause,
}

// Found is a signal for a person to judge, with the cases it rests on.
type Found struct {
	Member  string
	Kind    SignalKind
	Cases   []string // ids of disputes, oldest first
	Figures Figures
	At      time.Time // when it was found
}

// Figures are the numbers behind a signal, for its sentence. What does not apply is zero.
type Figures struct {
	Cases    int     `json:"cases"`             // that made it
	Days     int     `json:"days,omitempty"`    // in which they were counted, today with them
	Orders   int64   `json:"orders,omitempty"`  // a year
	Source   string  `json:"source,omitempty"`  // of Orders
	Expected float64 `json:"expected"`          // disputes in those days, by volume and season; 0 when the volume is unknown
	Ratio    float64 `json:"ratio,omitempty"`   // to what was expected, pulled towards 1 by what is normal
	Low      float64 `json:"low,omitempty"`     // its lower bound
	Chance   float64 `json:"chance,omitempty"`  // of so many or more, by volume and own past
	Of       int     `json:"of,omitempty"`      // cases looked at: the last ones, or all causes
	Cause    string  `json:"cause,omitempty"`   // category
	Sum      float64 `json:"sum,omitempty"`     // of the CUSUM
	Limit    float64 `json:"limit,omitempty"`   // that it passed
	RunYears float64 `json:"run,omitempty"`     // years until such an alarm comes by chance, on average
	Since    string  `json:"since,omitempty"`   // day on which the sum began to climb
	Returned bool    `json:"returned,omitzero"` // it was judged before: these are new cases
}

// Detect finds all signals of a night, ordered by member and kind, and what is normal among all. Facts may come in any
// order; those after now are left out. It is pure: the same facts and verdicts give the same signals.
func Detect(members []Member, facts iter.Seq[Fact], now time.Time, p Parameters, judged []Judged) ([]Found, *Baseline) {
	all := collect(members, facts, now)
	b := newBaseline(all, now, p)
	by := verdictsOf(judged)
	var found []Found
	for i := range all {
		if len(all[i].cases) > 0 {
			l := looker{b: b, p: p, now: now, docket: &all[i], judged: by}
			found = append(found, l.all()...)
		}
	}
	slices.SortFunc(found, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), slices.Index(SignalKinds, a.Kind)-slices.Index(SignalKinds, b.Kind))
	})
	return found, b
}

// DetectMember finds the signals of one member that cannot wait for the night: those of behaviour. Facts are all of the
// member's; normal is the last night's baseline, or nil when there was none yet.
func DetectMember(m Member, facts []Fact, normal *Baseline, now time.Time, p Parameters, judged []Judged) []Found {
	all := collect([]Member{m}, slices.Values(facts), now)
	l := looker{b: normal, p: p, now: now, docket: &all[0], judged: verdictsOf(judged)}
	return l.behaviour()
}

// looker looks at one member.
type looker struct {
	*docket
	b      *Baseline // nil: what is normal is not known
	p      Parameters
	now    time.Time
	judged map[memberKind]*verdicts
}

func (l *looker) all() []Found {
	found := l.behaviour()
	if f, ok := l.rise(); ok {
		found = append(found, f)
	}
	if f, ok := l.more(); ok {
		found = append(found, f)
	}
	return found
}

func (l *looker) behaviour() []Found {
	var found []Found
	for _, k := range []struct {
		kind SignalKind
		rule func([]sighting) ([]sighting, Figures)
	}{
		{SignalUndelivered, l.undelivered},
		{SignalNotCarriedOut, l.notCarriedOut},
		{SignalSilent, l.silent},
		{SignalSameCause, l.sameCause},
	} {
		if f, ok := l.again(k.kind, k.rule); ok {
			found = append(found, f)
		}
	}
	return found
}

// again applies a rule of behaviour to the cases that nobody judged yet; and with those that are watched, once there
// are enough new ones.
func (l *looker) again(kind SignalKind, rule func([]sighting) ([]sighting, Figures)) (Found, bool) {
	v := l.judged[memberKind{l.member.ID, kind}]
	if v == nil {
		cases, fig := rule(l.cases)
		return l.found(kind, cases, fig)
	}
	without := func(drop func(id string) bool) []sighting {
		return slices.DeleteFunc(slices.Clone(l.cases), func(s sighting) bool { return drop(s.id) })
	}
	cases, fig := rule(without(v.knows))
	if len(cases) == 0 && len(v.watched) > 0 {
		cases, fig = rule(without(func(id string) bool { return v.aside[id] }))
		if v.fresh(cases) < v.needed(l.now, l.p.MinCases) {
			cases = nil
		}
	}
	fig.Returned = true
	return l.found(kind, cases, fig)
}

func (l *looker) found(kind SignalKind, cases []sighting, fig Figures) (Found, bool) {
	if len(cases) == 0 {
		return Found{}, false
	}
	f := Found{Member: l.member.ID, Kind: kind, Figures: fig, At: l.now, Cases: make([]string, len(cases))}
	for i := range cases {
		f.Cases[i] = cases[i].id
	}
	f.Figures.Cases, f.Figures.Orders, f.Figures.Source = len(cases), l.member.Orders, l.member.Source
	return f, true
}

// daysAgo is the beginning of a window of so many days until now, in Unix seconds.
func (l *looker) daysAgo(n int) int64 { return l.now.Unix() - int64(n)*day }

func (l *looker) monthsAgo(n int) int64 { return LastMonths(procedure.DateOf(l.now), n).Start().Unix() }

// since gives the cases opened at or after an instant.
func since(cases []sighting, from int64) []sighting {
	i, _ := slices.BinarySearchFunc(cases, from, func(s sighting, t int64) int { return int(s.opened - t) })
	return cases[i:]
}

// only gives the cases for which keep holds.
func only(cases []sighting, keep func(*sighting) bool) []sighting {
	var some []sighting
	for i := range cases {
		if keep(&cases[i]) {
			some = append(some, cases[i])
		}
	}
	return some
}

// enough is from how many disputes on it is known what is normal: of less, one bad shop would be the measure.
const enough = 50

// sold is the member's exposure from an instant until now, in thousands of orders; 0 when that is not known, or not yet
// what is normal.
func (l *looker) sold(from, until int64) float64 {
	if l.b == nil || l.b.Fit.Cases < enough {
		return 0
	}
	return l.b.exposed.during(l.member, from, until)
}

// calendarDays are the days in Amsterdam that a stretch of time touches, from an instant until before another (Unix
// seconds): a year has 365, also on the morning of its last day.
func calendarDays(from, until int64) int {
	return procedure.DateOf(time.Unix(from, 0)).DaysUntil(procedure.DateOf(time.Unix(until-1, 0))) + 1
}
