package chart

import (
	"math"
	"reflect"
	"slices"
	"testing"
)

func TestScales(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		s     scale
		v, at float64
	}{
		{"begin", linear(0, 10, 100, 200), 0, 100},
		{"middle", linear(0, 10, 100, 200), 5, 150},
		{"upside down", linear(0, 10, 200, 100), 10, 100},
		{"below goes to the edge", linear(0, 10, 100, 200), -3, 100},
		{"above goes to the edge", linear(0, 10, 100, 200), 1e9, 200},
		{"without length", linear(4, 4, 100, 200), 4, 100},
		{"decades are equal", logarithmic(1, 100, 0, 200), 10, 100},
		{"below a decade", logarithmic(1, 100, 0, 200), 0.1, 0},
		{"zero has no logarithm", logarithmic(1, 100, 0, 200), 0, 0},
		{"one number is in the middle", logarithmic(50, 50, 0, 200), 50, 100},
	} {
		if got := c.s.at(c.v); math.Abs(got-c.at) > 1e-9 {
			t.Errorf("%s: %v is at %v, not %v", c.name, c.v, got, c.at)
		}
	}
}

func TestTicks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high float64
		n         int
		want      []float64
		step      float64
	}{
		{0, 10, 5, []float64{0, 2, 4, 6, 8, 10}, 2},
		{0, 1, 4, []float64{0, 0.5, 1}, 0.5},
		{3, 17, 3, []float64{5, 10, 15}, 5},
		{-4, 4, 4, []float64{-4, -2, 0, 2, 4}, 2},
		{0, 0.07, 5, []float64{0, 0.02, 0.04, 0.06}, 0.02},
		{980, 1020, 4, []float64{980, 990, 1000, 1010, 1020}, 10},
	} {
		got, by := ticks(c.low, c.high, c.n)
		if math.Abs(by-c.step) > 1e-12 || !near(got, c.want) {
			t.Errorf("%v to %v: %v by %v, not %v by %v", c.low, c.high, got, by, c.want, c.step)
		}
	}
}

func near(a, b []float64) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(v float64) bool {
		return !slices.ContainsFunc(b, func(w float64) bool { return math.Abs(v-w) < 1e-9 })
	})
}

func TestUpTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		high    float64
		whole   bool
		top, by float64
	}{
		{0, true, 1, 1},
		{math.NaN(), true, 1, 1},
		{2, true, 2, 1},
		{2, false, 2, 0.5},
		{6.9, false, 8, 2},
		{46.2, true, 50, 10},
		{0.3, false, 0.3, 0.1},
		{1312, true, 1500, 500},
	} {
		top, by := upTo(c.high, c.whole)
		if math.Abs(top-c.top) > 1e-9 || math.Abs(by-c.by) > 1e-9 {
			t.Errorf("up to %v: %v by %v, not %v by %v", c.high, top, by, c.top, c.by)
		}
		if all := from0(top, by); len(all) < 2 || len(all) > 7 || math.Abs(all[len(all)-1]-top) > 1e-9 {
			t.Errorf("up to %v: %v", c.high, all)
		}
	}
}

func TestLogTicks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high float64
		n         int
		want      []float64
	}{
		{80, 60000, 8, []float64{100, 300, 1000, 3000, 10000, 30000}},
		{10, 1000, 8, []float64{10, 20, 50, 100, 200, 500, 1000}},
		{1, 1e6, 8, []float64{1, 10, 100, 1000, 1e4, 1e5, 1e6}},
		{1, 1e9, 8, []float64{1, 100, 1e4, 1e6, 1e8}},
		{410, 480, 8, []float64{410, 420, 430, 440, 450, 460, 470, 480}},
	} {
		if got := logTicks(c.low, c.high, c.n); !near(got, c.want) {
			t.Errorf("%v to %v: %v, not %v", c.low, c.high, got, c.want)
		}
	}
}

func TestDecimals(t *testing.T) {
	t.Parallel()
	for step, want := range map[float64]int{1: 0, 2: 0, 50: 0, 0.5: 1, 0.2: 1, 0.1: 1, 0.05: 2, 0.001: 3} {
		if got := decimals(step); got != want {
			t.Errorf("%v: %d, not %d", step, got, want)
		}
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   []float64
		want []float64
	}{
		{"far enough", []float64{10, 50}, []float64{10, 50}},
		{"too close", []float64{50, 51, 52}, []float64{50, 60, 70}},
		{"order stays", []float64{52, 50}, []float64{60, 50}},
		{"at the bottom", []float64{99, 98}, []float64{100, 90}},
		{"above the top", []float64{-5}, []float64{0}},
		{"none", nil, nil},
	} {
		got := spread(c.in, 10, 0, 100)
		if len(got) == 0 && len(c.want) == 0 {
			continue
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, not %v", c.name, got, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	b := box{0, 0, 100, 100}
	for _, c := range []struct {
		name string
		in   []point
		want [][]point
	}{
		{"inside", []point{{1, 1}, {2, 2}}, [][]point{{{1, 1}, {2, 2}}}},
		{"comes in from above", []point{{0, -100}, {100, 100}}, [][]point{{{50, 0}, {100, 100}}}},
		{"goes out and in again", []point{{0, 50}, {20, -50}, {40, 50}}, [][]point{{{0, 50}, {10, 0}}, {{30, 0}, {40, 50}}}},
		{"outside", []point{{0, -1}, {100, -1}}, nil},
		{"one point", []point{{1, 1}}, nil},
	} {
		if got := clip(c.in, b); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, not %v", c.name, got, c.want)
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"", "kort", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "漢字漢字漢字漢字漢字漢字漢字"} {
		if got := fit(words, 120); wide(got) > 120 {
			t.Errorf("%q is %.0f wide", got, wide(got))
		}
	}
	if got := fit("kort", 120); got != "kort" {
		t.Errorf("shortened what fits: %q", got)
	}
}
