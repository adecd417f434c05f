package insight

import "math"

// FunnelLimit is what chance and the normal differences between shops explain at one number of orders: counts below
// Low or above High lie outside. Of 100 normal members 95 lie inside the 95 % limits, or a little more: counts are
// whole.
type FunnelLimit struct {
	Orders            int64 // in the window
	Expected          float64
	Low95, High95     int
	Low998, High998   int
	Rate95, Rate998   float64 // High95 and High998 per 1,000 orders
	Floor95, Floor998 float64 // Low95 and Low998 per 1,000 orders
}

// Limit gives the limits at a number of orders: exact quantiles of the negative binomial distribution.
func (f Fit) Limit(orders int64) FunnelLimit { return f.limitAt(float64(orders) / 1000) }

func (f Fit) limitAt(thousands float64) FunnelLimit {
	mu := f.Rate * thousands
	l := FunnelLimit{
		Orders: int64(math.Round(thousands * 1000)), Expected: mu,
		Low95: f.quantile(0.025, mu), High95: f.quantile(0.975, mu),
		Low998: f.quantile(0.001, mu), High998: f.quantile(0.999, mu),
	}
	if thousands > 0 {
		l.Rate95, l.Rate998 = float64(l.High95)/thousands, float64(l.High998)/thousands
		l.Floor95, l.Floor998 = float64(l.Low95)/thousands, float64(l.Low998)/thousands
	}
	return l
}

// Limits gives the limits at n numbers of orders from least to most, equally far apart on a logarithmic axis: the
// lines of the funnel plot (screens.md 17.1).
func (f Fit) Limits(least, most int64, n int) []FunnelLimit {
	if n < 2 || least < 1 || most <= least {
		return nil
	}
	lines := make([]FunnelLimit, n)
	for i := range lines {
		at := float64(least) * math.Pow(float64(most)/float64(least), float64(i)/float64(n-1))
		lines[i] = f.Limit(int64(math.Round(at)))
	}
	return lines
}

// atMost is the chance of y disputes or fewer where μ are expected: I_{k/(k+μ)}(k, y+1), or Poisson's.
func (f Fit) atMost(y int, mu float64) float64 {
	switch {
	case y < 0:
		return 0
	case mu <= 0:
		return 1
	case math.IsInf(f.Shape, 1):
		return gammaTail(float64(y)+1, mu)
	}
	return betaCDF(f.Shape, float64(y)+1, f.Shape/(f.Shape+mu))
}

// quantile is the smallest count whose chance of that or fewer is at least p: doubling, then halving.
func (f Fit) quantile(p, mu float64) int {
	low, high := -1, 1 // atMost(low) < p ≤ atMost(high) after the doubling
	for f.atMost(high, mu) < p {
		low, high = high, 2*high
	}
	for high-low > 1 {
		if mid := (low + high) / 2; f.atMost(mid, mu) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
