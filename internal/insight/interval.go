package insight

import "math"

// Certainty is that of the intervals of the figures.
const Certainty = 0.95

// Interval is where a value lies with a chosen certainty. High may be +Inf.
type Interval struct{ Low, High float64 }

// PoissonInterval is the exact interval of the mean of a Poisson variable of which n were counted (Garwood 1936):
// from the α/2 quantile of Gamma(n) to the 1−α/2 quantile of Gamma(n+1). Certainty is 1−α, such as 0.95.
func PoissonInterval(n int, certainty float64) Interval {
	half := (1 - certainty) / 2
	i := Interval{High: gammaQuantile(1-half, float64(n)+1)}
	if n > 0 {
		i.Low = gammaQuantile(half, float64(n))
	}
	return i
}

// Change is one rate beside another.
type Change struct {
	Ratio float64 // of the second to the first; NaN when nothing was counted at all
	Interval
}

// RateChange compares two counts over two exposures: n1 in e1 before, n2 in e2 after. The interval is exact: given
// n1+n2, n2 is binomial with p = ρe2/(e1+ρe2), so that the interval of p of Clopper and Pearson becomes one of ρ.
func RateChange(n1 int, e1 float64, n2 int, e2, certainty float64) Change {
	if e1 <= 0 || e2 <= 0 || n1+n2 == 0 {
		return Change{Ratio: math.NaN(), Interval: Interval{0, math.Inf(1)}}
	}
	half := (1 - certainty) / 2
	odds := func(p float64) float64 { return p / (1 - p) * e1 / e2 }
	c := Change{Ratio: (float64(n2) / e2) / (float64(n1) / e1), Interval: Interval{0, math.Inf(1)}}
	if n2 > 0 {
		c.Low = odds(betaQuantile(half, float64(n2), float64(n1)+1))
	}
	if n1 > 0 {
		c.High = odds(betaQuantile(1-half, float64(n2)+1, float64(n1)))
	}
	return c
}
