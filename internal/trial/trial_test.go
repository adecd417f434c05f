package trial

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"wederhoor/internal/insight"
)

func small(seed uint64) Options { return Options{Members: 600, Months: 12, Seed: seed, Runs: 2} }

// The same seed gives the same report, byte for byte; another seed another.
func TestSameSeedSameReport(t *testing.T) {
	t.Parallel()
	printed := func(seed uint64) string {
		r, err := Run(small(seed))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := r.Print(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := printed(7)
	if again := printed(7); first != again {
		t.Errorf("the same seed:\n%s\n%s", first, again)
	}
	if printed(8) == first {
		t.Error("another seed gives the same")
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {Members: 50, Months: 24, Runs: 1}, {Members: 600, Months: 3, Runs: 1}, {Members: 600, Months: 12}} {
		if _, err := Run(o); !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	o := small(1)
	o.Parameters = insight.Defaults()
	o.Parameters.Bound = 2
	if _, err := Run(o); err == nil {
		t.Error("impossible parameters")
	}
}

// The trustmark is as it is said to be.
func TestWorld(t *testing.T) {
	t.Parallel()
	w := newWorld(Options{Members: 4800, Months: 24}, 3)
	planted := map[Plant]int{}
	n, quiet, unknown, mute, sure := 0, 0, 0, 0, 0
	for _, s := range w.shops {
		planted[s.plant]++
		if s.plant != Honest {
			continue
		}
		if s.member.Orders == 0 {
			unknown++
		}
		year := 0
		for _, f := range s.facts {
			if !f.Opened.Before(w.end.AddDate(-1, 0, 0)) {
				year++
			}
			if !f.Answered.IsZero() || f.Silent {
				sure++
			}
			if f.Silent {
				mute++
			}
			if f.Opened.Before(begin.Start()) || f.Opened.After(w.end) {
				t.Fatal("opened outside the trial:", f.Opened)
			}
		}
		n += year
		if year == 0 {
			quiet++
		}
	}
	for _, p := range Plants {
		if planted[p] != 8 {
			t.Error(p, planted[p])
		}
	}
	if n < 1000 || n > 1700 {
		t.Error("disputes of honest shops in a year:", n)
	}
	if share := float64(quiet) / 4760; share < 0.82 || share > 0.92 {
		t.Error("members without any:", share)
	}
	if share := float64(unknown) / 4760; math.Abs(share-unknownVolume) > 0.02 {
		t.Error("volume unknown:", share)
	}
	if share := float64(mute) / float64(sure); share < 0.02 || share > 0.12 {
		t.Error("not answered:", share)
	}
}

// What is not yet known on a day is not told.
func TestAsOf(t *testing.T) {
	t.Parallel()
	w := newWorld(Options{Members: 600, Months: 24}, 4)
	now := begin.AddMonths(12).Start()
	for f := range w.known(now) {
		for _, at := range []time.Time{f.Opened, f.Told, f.Answered, f.Asked, f.Chose, f.Settled, f.Ended, f.Broken} {
			if at.After(now) {
				t.Fatalf("%+v", f)
			}
		}
		if f.Silent && f.Asked.IsZero() || f.Outcome != "" && f.Ended.IsZero() {
			t.Fatalf("%+v", f)
		}
	}
}

func TestQuantileOfDays(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		days []int
		p    float64
		want int
	}{
		{nil, 0.5, never},
		{[]int{5}, 0.5, 5},
		{[]int{9, 1, 5}, 0.5, 5},
		{[]int{never, 1, 5}, 0.5, 5},
		{[]int{never, never, 5}, 0.5, never},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, never}, 0.9, 9},
	} {
		if got := quantile(slices.Clone(v.days), v.p); got != v.want {
			t.Errorf("%v at %g: %d, want %d", v.days, v.p, got, v.want)
		}
	}
}

// The aims of the signals, on the size that they are meant for. The margins leave room for one seed.
func TestAims(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	t.Parallel()
	r, err := Run(Options{Members: 4800, Months: 24, Seed: 5001, Runs: 2})
	if err != nil {
		t.Fatal(err)
	}
	fraud, soon, wrong := r.Aims[0].Value, r.Aims[1].Value, r.Aims[2].Value
	if fraud < 0 || fraud > 7 || soon < 0.7 || wrong > 3 {
		t.Errorf("%+v", r.Aims)
	}
	byName := map[string]Line{}
	for _, l := range r.Lines {
		byName[l.Name] = l
	}
	for _, k := range insight.SignalKinds {
		if l := byName[string(k)]; l.Worth.Mean < byName["top 15 by raw rate"].Worth.Mean {
			t.Errorf("%s is worth less than a plain rule: %+v", k, l)
		}
	}
	if byName[Together].Found.Mean <= byName["top 25 by number"].Found.Mean {
		t.Errorf("together they find no more than a list: %+v", byName)
	}
}
