package insight

import "math"

// Fit is what is normal: disputes of a member are Poisson with mean rate × exposure, and the rates of members differ
// as a gamma distribution with mean Rate and shape Shape. Together that is a negative binomial distribution with
// mean μ = Rate·e and variance μ + μ²/Shape.
type Fit struct {
	Rate    float64 // disputes per 1,000 orders
	Shape   float64 // +Inf where members differ no more than chance does (Poisson)
	Members int     // that it was fitted on: those with known volume
	Cases   int
}

// Spread is how much shops differ by nature: the standard deviation of their rates over the mean.
func (f Fit) Spread() float64 { return 1 / math.Sqrt(f.Shape) }

// Counted is the number of disputes of a member, and its orders in the same time, in thousands.
type Counted struct {
	Cases    int
	Exposure float64
}

// shapeMost and shapeLeast bound the fitted shape: a standard deviation from 0.3 % to 10 times the mean.
const (
	shapeMost  = 1e5
	shapeLeast = 0.01
)

// FitRates fits rate and shape by maximum likelihood:
//
//	log L = Σ lnΓ(y+k) − lnΓ(k) − ln y! + k ln(k/(k+μ)) + y ln(μ/(k+μ)),  μ = rate·e
//
// For each shape the best rate is the root of Σ (y−μ)/(1+μ/k); the best shape is the root of the derivative along that
// path. Where counts vary no more than Poisson's (Σ (y−μ)²−y ≤ 0, as with no or one member) the shape is +Inf.
func FitRates(all []Counted) Fit {
	var (
		f    = Fit{Shape: math.Inf(1)}
		used []Counted
		e    float64
	)
	for _, c := range all {
		if c.Exposure > 0 {
			used = append(used, c)
			f.Cases += c.Cases
			e += c.Exposure
		}
	}
	f.Members = len(used)
	if f.Cases == 0 {
		return f
	}
	f.Rate = float64(f.Cases) / e
	over := 0.0
	for _, c := range used {
		d := float64(c.Cases) - f.Rate*c.Exposure
		over += d*d - float64(c.Cases)
	}
	if over <= 0 {
		return f
	}
	squares := 0.0
	for _, c := range used {
		squares += f.Rate * c.Exposure * f.Rate * c.Exposure
	}
	logShape, ok := bestShape(used, f.Rate, squares/over)
	if !ok {
		return f
	}
	f.Shape = math.Exp(logShape)
	f.Rate = bestRate(used, f.Rate, f.Shape)
	return f
}

// bestShape gives ln k, looked for around a guess; ok is false when the likelihood grows to the end, Poisson's.
func bestShape(used []Counted, rate, guess float64) (logShape float64, ok bool) {
	least, most := math.Log(shapeLeast), math.Log(shapeMost)
	at := func(logShape float64) float64 {
		rate = bestRate(used, rate, math.Exp(logShape))
		return shapeScore(used, rate, math.Exp(logShape))
	}
	low := max(least, min(most, math.Log(guess)))
	high := low
	for at(high) > 0 {
		if high == most {
			return 0, false
		}
		low, high = high, min(most, high+1)
	}
	for low == high || at(low) <= 0 {
		if low == least {
			return least, true
		}
		low, high = max(least, low-1), low
	}
	return rootOf(at, low, high), true
}

// bestRate solves Σ (y−me)/(1+me/k) = 0 for m: Newton's method on ln m, where the sum is nearly straight.
func bestRate(used []Counted, rate, shape float64) float64 {
	for range 60 {
		score, slope := 0.0, 0.0
		for _, c := range used {
			mu := rate * c.Exposure
			w := shape / (shape + mu)
			score += (float64(c.Cases) - mu) * w
			slope += mu * w * w * (shape + float64(c.Cases)) / shape
		}
		step := max(-1, min(1, score/slope))
		rate *= math.Exp(step)
		if math.Abs(step) < 1e-12 {
			break
		}
	}
	return rate
}

// shapeScore is the derivative of log L to k: Σ ψ(y+k) − ψ(k) + ln(k/(k+μ)) + (μ−y)/(k+μ).
func shapeScore(used []Counted, rate, shape float64) float64 {
	var s float64
	for _, c := range used {
		y, mu := float64(c.Cases), rate*c.Exposure
		s += digammaRise(shape, c.Cases) - math.Log1p(mu/shape) + (mu-y)/(shape+mu)
	}
	return s
}

// digammaRise is ψ(k+n) − ψ(k) = Σ 1/(k+j), j < n. Beyond 40 terms the rest is Euler and Maclaurin's.
func digammaRise(k float64, n int) float64 {
	const most = 40
	var s float64
	for j := range min(n, most) {
		s += 1 / (k + float64(j))
	}
	if n > most {
		s += psi(k+float64(n)) - psi(k+most)
	}
	return s
}

// psi is the digamma function for large x.
func psi(x float64) float64 {
	r := 1 / (x * x)
	return math.Log(x) - 1/(2*x) - r*(1./12-r*(1./120-r*(1./252-r/240)))
}

// rootOf finds where f, positive at low and negative at high, is zero: false position, the end that stays being halved
// (the Illinois way).
func rootOf(f func(float64) float64, low, high float64) float64 {
	fl, fh := f(low), f(high)
	for range 100 {
		x := (low*fh - high*fl) / (fh - fl)
		fx := f(x)
		if fx > 0 {
			low, fl, fh = x, fx, fh/2
		} else {
			high, fh, fl = x, fx, fl/2
		}
		if high-low < 1e-10 || math.Abs(fx) < 1e-11 {
			return x
		}
	}
	return (low + high) / 2
}

// Ratio is a member's own rate over that of all: Gamma(k+y, k+μ) after y disputes where μ were expected.
type Ratio struct{ shape, rate float64 }

// RatioOf gives the ratio after a count. Differences smaller than leastSpread are not believed: the fit may have found
// none because there were few members.
func (f Fit) RatioOf(c Counted, leastSpread float64) Ratio {
	k := f.believed(leastSpread)
	return Ratio{k + float64(c.Cases), k + f.Rate*c.Exposure}
}

func (f Fit) believed(leastSpread float64) float64 { return min(f.Shape, 1/(leastSpread*leastSpread)) }

// Mean is the most that can be said with one number: pulled towards 1 the less a member has sold.
func (r Ratio) Mean() float64 { return r.shape / r.rate }

// Quantile is the value below which the ratio lies with chance p: the lower bound for p = 0.05.
func (r Ratio) Quantile(p float64) float64 { return gammaQuantile(p, r.shape) / r.rate }

// Sure says that the ratio is above the limit but for a chance of at most bound.
func (r Ratio) Sure(limit, bound float64) bool { return gammaCDF(r.shape, limit*r.rate) <= bound }

// Chance is the probability of n disputes or more where μ are expected of a shop with ratio 1, the ratio being unsure:
// the tail of the predictive negative binomial.
func (r Ratio) Chance(n int, mu float64) float64 {
	if n <= 0 {
		return 1
	}
	return betaCDF(float64(n), r.shape, mu/(mu+r.rate))
}
