package insight

import "math"

// betaCDF is the regularised incomplete beta function I_x(a, b), by Lentz's continued fraction on the side where it
// converges quickly.
func betaCDF(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab - la - lb + a*math.Log(x) + b*math.Log1p(-x))
	if x < (a+1)/(a+b+2) {
		return front * betaFraction(a, b, x) / a
	}
	return 1 - front*betaFraction(b, a, 1-x)/b
}

func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	f := d
	step := func(num float64) float64 {
		d = 1 / away(1+num*d)
		c = away(1 + num/c)
		f *= c * d
		return c * d
	}
	for m := 1.0; m < 100_000; m++ {
		step(m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m)))
		if math.Abs(step(-(a+m)*(a+b+m)*x/((a+2*m)*(a+2*m+1)))-1) < 1e-16 {
			break
		}
	}
	return f
}

// betaQuantile gives the x with I_x(a, b) = p, by Newton's steps between bounds that close in; where a step would leave
// them, the middle is taken. A page asks for hundreds.
func betaQuantile(p, a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	low, high, x := 0.0, 1.0, a/(a+b)
	for range 200 {
		off := betaCDF(a, b, x) - p
		if off < 0 {
			low = x
		} else {
			high = x
		}
		next := x - off/math.Exp(lab-la-lb+(a-1)*math.Log(x)+(b-1)*math.Log1p(-x))
		if !(next > low && next < high) { // also when the density is nothing
			next = (low + high) / 2
		}
		if math.Abs(next-x) <= 1e-15*x {
			return next
		}
		x = next
	}
	return x
}
