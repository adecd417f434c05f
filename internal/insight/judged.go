package insight

import (
	"time"

	"wederhoor/internal/procedure"
)

// Verdict is what a person made of a signal (process.md, Members and measures).
type Verdict string

// The verdicts.
const (
	JudgedReal      Verdict = "real"
	JudgedExplained Verdict = "explained"
	JudgedWatch     Verdict = "watch" // look again after a day
)

// Judged is a signal that a person has judged. Its cases never raise the same signal by themselves again.
type Judged struct {
	Member     string
	Kind       SignalKind
	Cases      []string // ids of disputes
	State      Verdict
	WatchUntil procedure.Date // of JudgedWatch
	At         time.Time      // when it was judged
}

// verdicts is all that was judged of one member in one kind.
type verdicts struct {
	aside   map[string]bool // real or explained
	watched map[string]bool
	until   procedure.Date // the latest day until which is watched
	last    int64          // Unix seconds of the last verdict
	state   Verdict        // the last
}

type memberKind struct {
	member string
	kind   SignalKind
}

func verdictsOf(all []Judged) map[memberKind]*verdicts {
	by := map[memberKind]*verdicts{}
	for _, j := range all {
		k := memberKind{j.Member, j.Kind}
		v := by[k]
		if v == nil {
			v = &verdicts{aside: map[string]bool{}, watched: map[string]bool{}}
			by[k] = v
		}
		into := v.aside
		if j.State == JudgedWatch {
			into = v.watched
			if v.until.IsZero() || j.WatchUntil.After(v.until) {
				v.until = j.WatchUntil
			}
		}
		for _, c := range j.Cases {
			into[c] = true
		}
		if at := j.At.Unix(); at >= v.last {
			v.last, v.state = at, j.State
		}
	}
	return by
}

// knows says that the case was part of a verdict.
func (v *verdicts) knows(id string) bool { return v != nil && (v.aside[id] || v.watched[id]) }

// fresh counts the cases that no verdict was about.
func (v *verdicts) fresh(cases []sighting) (n int) {
	for i := range cases {
		if !v.knows(cases[i].id) {
			n++
		}
	}
	return n
}

// needed is how many new cases bring a signal back: one once the watch is over, else least.
func (v *verdicts) needed(now time.Time, least int) int {
	if v.state == JudgedWatch && procedure.DateOf(now).After(v.until) {
		return 1
	}
	return least
}
