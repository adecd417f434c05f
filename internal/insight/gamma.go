package insight

import "math"

// gammaCDF is the regularised incomplete gamma function P(a, x): the chance that a gamma variable with shape a and
// rate 1 is at most x. By its power series where x < a+1, by Lentz's continued fraction of the complement elsewhere.
func gammaCDF(a, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x < a+1:
		return gammaSeries(a, x)
	}
	return 1 - gammaFraction(a, x)
}

// gammaTail is 1 − P(a, x), without loss of digits where that is small.
func gammaTail(a, x float64) float64 {
	switch {
	case x <= 0:
		return 1
	case x < a+1:
		return 1 - gammaSeries(a, x)
	}
	return gammaFraction(a, x)
}

// gammaFront is x^a e^-x / Γ(a).
func gammaFront(a, x float64) float64 {
	lg, _ := math.Lgamma(a)
	return math.Exp(a*math.Log(x) - x - lg)
}

func gammaSeries(a, x float64) float64 {
	term, sum := 1/a, 1/a
	for n := 1; n < 100_000 && term > sum*1e-17; n++ {
		term *= x / (a + float64(n))
		sum += term
	}
	return sum * gammaFront(a, x)
}

const tiny = 1e-300 // in place of a zero by which Lentz's method would divide

func gammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	f := d
	for i := 1.0; i < 100_000; i++ {
		an := -i * (i - a)
		b += 2
		d = 1 / away(an*d+b)
		c = away(b + an/c)
		f *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return f * gammaFront(a, x)
}

func away(v float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}

// gammaQuantile gives the x with P(a, x) = p: Newton's method from the approximation of Wilson and Hilferty, held
// between bounds that close in.
func gammaQuantile(p, a float64) float64 {
	if p <= 0 {
		return 0
	}
	if p >= 1 {
		return math.Inf(1)
	}
	lg, _ := math.Lgamma(a)
	z := math.Sqrt2 * math.Erfinv(2*p-1)
	cube := 1 - 1/(9*a) + z/(3*math.Sqrt(a))
	x := a * cube * cube * cube
	if small := math.Exp((math.Log(p) + math.Log(a) + lg) / a); cube <= 0 || small < 0.1*a || a < 1 {
		x = small // the first term of the series, exact near zero
	}
	if x < tiny {
		return x
	}
	low, high := 0.0, math.Inf(1)
	for range 100 {
		below, above := gammaCDF(a, x), gammaTail(a, x)
		if below > p {
			high = x
		} else {
			low = x
		}
		// On logarithms, where both tails are nearly straight.
		step := -math.Log(below/p) * below / gammaFront(a, x)
		if p > 0.5 {
			step = math.Log(above/(1-p)) * above / gammaFront(a, x)
		}
		if math.Abs(step) < 1e-13 {
			break
		}
		next := x * math.Exp(step)
		if !(next > low && next < high) {
			next = middle(low, high)
		}
		x = next
	}
	return x
}

// middle halves the distance in size, so that very small values are reached too.
func middle(low, high float64) float64 {
	switch {
	case math.IsInf(high, 1):
		return 2*low + 1
	case low == 0:
		return high / 16
	}
	return math.Sqrt(low) * math.Sqrt(high) // the product could be too small to write
}
