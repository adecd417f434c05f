package chart

import (
	"math"
	"slices"
)

// scale puts numbers on an axis: low at the pixel from, high at the pixel to. What lies outside is put on the edge.
type scale struct {
	low, high, from, to float64
	log                 bool
}

// linear makes a scale of equal steps. An axis without length gets one.
func linear(low, high, from, to float64) scale {
	if !(high > low) {
		high = low + 1
	}
	return scale{low: low, high: high, from: from, to: to}
}

// logarithmic makes a scale of equal ratios; low is above zero. An axis without length gets half a decade each side.
func logarithmic(low, high, from, to float64) scale {
	if !(high > low) {
		low, high = low/math.Sqrt(10), low*math.Sqrt(10)
	}
	return scale{low: low, high: high, from: from, to: to, log: true}
}

// at is the pixel of a number, on the axis.
func (s scale) at(v float64) float64 {
	return s.free(min(max(v, s.low), s.high))
}

// free is the pixel of a number, also when it is outside the axis.
func (s scale) free(v float64) float64 {
	low, high := s.low, s.high
	if s.log {
		v, low, high = math.Log(v), math.Log(low), math.Log(high)
	}
	return s.from + (v-low)/(high-low)*(s.to-s.from)
}

// step is the smallest of 1, 2 and 5 times a power of ten that divides length in at most n pieces.
func step(length float64, n int) float64 {
	raw := length / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// decimals is how many decimals the multiples of a step need.
func decimals(step float64) int {
	if step >= 1 {
		return 0
	}
	return int(math.Ceil(-math.Log10(step) - 1e-9))
}

// ticks are the multiples of a nice step between low and high, at most n+1 of them, and that step.
func ticks(low, high float64, n int) ([]float64, float64) {
	s := step(high-low, n)
	var all []float64
	for i := math.Ceil(low/s - 1e-9); i*s <= high+s*1e-9; i++ {
		all = append(all, i*s)
	}
	return all, s
}

// upTo is the top of an axis from zero that has room for high: a multiple of a nice step, in five pieces at most. whole keeps the
// step at 1 or above, for counts.
func upTo(high float64, whole bool) (top, by float64) {
	if !(high > 0) {
		return 1, 1
	}
	by = step(high, 5)
	if whole {
		by = max(by, 1)
	}
	return math.Ceil(high/by-1e-9) * by, by
}

// from0 are the ticks of an axis that upTo made.
func from0(top, by float64) []float64 {
	var all []float64
	for i := 0.0; i*by <= top+by*1e-9; i++ {
		all = append(all, i*by)
	}
	return all
}

// logTicks are round numbers between low and high, at most n: 1-2-5 in each decade, else 1-3, else 1, else fewer. An
// axis too short for those gets equal steps.
func logTicks(low, high float64, n int) []float64 {
	first, last := int(math.Floor(math.Log10(low))), int(math.Ceil(math.Log10(high)))
	choices := []struct {
		of    []float64
		every int
	}{{[]float64{1, 2, 5}, 1}, {[]float64{1, 3}, 1}, {[]float64{1}, 1}, {[]float64{1}, 2}, {[]float64{1}, 3}, {[]float64{1}, 6}}
	for _, c := range choices {
		var all []float64
		for d := first; d <= last; d += c.every {
			for _, m := range c.of {
				if v := m * math.Pow(10, float64(d)); v >= low*(1-1e-9) && v <= high*(1+1e-9) {
					all = append(all, v)
				}
			}
		}
		switch {
		case len(all) < 2:
			all, _ = ticks(low, high, n-1)
			return all
		case len(all) <= n:
			return all
		}
	}
	return []float64{low, high}
}

// most is the largest number that is drawn: beyond it a number is a mistake, and its words would fill the picture.
const most = 1e12

// finite says whether all numbers can be drawn.
func finite(all ...float64) bool {
	return !slices.ContainsFunc(all, func(v float64) bool { return !(v >= -most && v <= most) })
}
