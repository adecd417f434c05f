package trial

import (
	"cmp"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"wederhoor/internal/insight"
)

// Options say what to put on trial.
type Options struct {
	Members    int
	Months     int
	Seed       uint64 // of the first run; the others follow it
	Runs       int
	Parameters insight.Parameters // of the signals; zero: the defaults
	Done       func()             // told when a run has ended, from any goroutine; may be nil
}

// ErrOptions says that a trial cannot be played like that.
var ErrOptions = errors.New("a trial needs at least 100 members, 12 months and 1 run")

// Together are the names of the two lines that take all signals together; a broken agreement is a fact and needs a
// person at any shop, so it is left out of the first.
const (
	Together   = "all signals of suspicion"
	Everything = "all signals"
)

// Run plays the trial in as many runs as asked, side by side.
func Run(o Options) (Report, error) {
	if o.Members < 100 || o.Months < 12 || o.Runs < 1 {
		return Report{}, ErrOptions
	}
	if o.Parameters == (insight.Parameters{}) {
		o.Parameters = insight.Defaults()
	}
	if err := o.Parameters.Validate(); err != nil {
		return Report{}, err
	}
	outcomes := make([]outcome, o.Runs)
	var group sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range outcomes {
		group.Add(1)
		go func() {
			defer group.Done()
			turn <- struct{}{}
			outcomes[i] = once(o, o.Seed+uint64(i)) // #nosec: i is small
			<-turn
			if o.Done != nil {
				o.Done()
			}
		}()
	}
	group.Wait()
	return report(o, outcomes), nil
}

// outcome is what one run brought.
type outcome struct {
	disputes int
	silentOf float64 // share of members without any dispute in the last 12 months
	bad      []badShop
	lines    map[string]tally
}

// badShop is a planted shop and when each method found it.
type badShop struct {
	plant Plant
	often bool
	onset time.Time
	third time.Time // its third complaint since the onset; zero when there was none: nobody can find it by counting
	found map[string]time.Time
}

// tally counts what a method asked a person to look at.
type tally struct{ right, wrong int }

func once(o Options, seed uint64) outcome {
	w := newWorld(o, seed)
	g := newGame(w, o.Parameters)
	g.play()
	alarms := g.alarms
	for _, a := range g.alarms {
		a.how = Everything
		alarms = append(alarms, a)
	}
	for _, a := range g.alarms {
		if a.how != string(insight.SignalNotCarriedOut) {
			a.how = Together
			alarms = append(alarms, a)
		}
	}
	for _, r := range plains {
		alarms = append(alarms, r.play(w)...)
	}
	return judge(w, alarms)
}

func judge(w *world, alarms []alarm) outcome {
	out := outcome{lines: map[string]tally{}}
	place := map[*shop]int{}
	quiet := 0
	for _, s := range w.shops {
		out.disputes += len(s.facts)
		if len(s.facts) == 0 || s.facts[len(s.facts)-1].Opened.Before(w.end.AddDate(-1, 0, 0)) {
			quiet++
		}
		if s.plant != Honest {
			place[s] = len(out.bad)
			out.bad = append(out.bad, badShop{s.plant, s.often, s.onset, s.third(), map[string]time.Time{}})
		}
	}
	out.silentOf = float64(quiet) / float64(len(w.shops))
	for _, a := range alarms {
		t := out.lines[a.how]
		if !a.right {
			t.wrong++
		} else if found := out.bad[place[a.shop]].found; found[a.how].IsZero() || a.at.Before(found[a.how]) {
			if found[a.how].IsZero() {
				t.right++
			}
			found[a.how] = a.at
		}
		out.lines[a.how] = t
	}
	return out
}

// third is when the third complaint that counts came in since the shop went bad.
func (s *shop) third() time.Time {
	n := 0
	for _, f := range s.facts {
		if f.Counts() && !f.Opened.Before(s.onset) {
			if n++; n == 3 {
				return f.Opened
			}
		}
	}
	return time.Time{}
}

// Spread is a number over the runs: its mean, the least and the most.
type Spread struct {
	Mean  float64 `json:"mean"`
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
}

func spreadOf(all []float64) Spread {
	s := Spread{Least: math.Inf(1), Most: math.Inf(-1)}
	for _, v := range all {
		s.Mean += v / float64(len(all))
		s.Least, s.Most = min(s.Least, v), max(s.Most, v)
	}
	return s
}

// never stands for days that did not end before the trial did.
const never = -1

// quantile gives the value of which a share p lies at or below, of days in which never is the longest.
func quantile(days []int, p float64) int {
	if len(days) == 0 {
		return never
	}
	sorted := slices.Clone(days)
	slices.SortFunc(sorted, func(a, b int) int { return cmp.Compare(uint(a), uint(b)) }) // -1 becomes the largest
	return sorted[min(len(sorted)-1, int(math.Ceil(p*float64(len(sorted))))-1)]
}
