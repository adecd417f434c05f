package insight

import (
	"math"
	"sort"
	"sync"
)

// Climb is the sum that finds a rise (Page's CUSUM for Poisson counts, Lucas 1985), kept in continuous time: it falls
// by Reference for each dispute that was expected, never below 0, and rises by 1 with each that came. Because time is
// measured in expected disputes, one table of limits serves every member and season.
//
// Reference is (R−1)/ln R, which makes it the likelihood ratio test between the expected rate and R times that.
type Climb struct {
	Reference float64
	limits    []float64 // decision limits, an eighth apart
	runs      []float64 // the average run length of each, in expected disputes
}

// climbSteps is in how many steps 1 is divided, for decision limits and for solving the equation of their run length.
const climbSteps = 64

var climbs sync.Map // by factor: the table takes a while to make and never changes

// climbTo gives the sum for a factor.
func climbTo(factor float64) *Climb {
	if c, ok := climbs.Load(factor); ok {
		return c.(*Climb)
	}
	c, _ := climbs.LoadOrStore(factor, NewClimb(factor))
	return c.(*Climb)
}

// NewClimb makes the sum that looks for a rise to factor times what is expected (above 1).
func NewClimb(factor float64) *Climb {
	c := &Climb{Reference: (factor - 1) / math.Log(factor)}
	for h := 1.125; h <= 40; h += 0.125 {
		run := c.RunLength(h, 1)
		c.limits, c.runs = append(c.limits, h), append(c.runs, run)
		if run > 1e7 {
			break
		}
	}
	return c
}

// Limit gives the smallest decision limit, in 64ths, with which a false alarm comes once per run expected disputes on
// average, or less often.
func (c *Climb) Limit(run float64) float64 {
	i := sort.SearchFloat64s(c.runs, run)
	switch i {
	case 0:
		return c.limits[0]
	case len(c.runs):
		return c.limits[i-1]
	}
	low, high := math.Log(c.runs[i-1]), math.Log(c.runs[i])
	h := c.limits[i-1] + (math.Log(run)-low)/(high-low)*(c.limits[i]-c.limits[i-1])
	return math.Ceil(h*climbSteps) / climbSteps
}

// RunLength is the average run length of a decision limit (in 64ths), in disputes that were expected in control, when
// ratio times as many come. It solves the equation of Brook and Evans's Markov chain for endlessly fine steps:
//
//	L(s) = 0 for s ≥ h,  Reference·L'(s) = 1 + ratio·(L(s+1) − L(s)),  at the floor 1 + ratio·(L(1) − L(0)) = 0
//
// from h down to 0, as L = particular + C·homogeneous; the floor gives C.
func (c *Climb) RunLength(h, ratio float64) float64 {
	if h <= 1 {
		return 1 / ratio // the first dispute is enough
	}
	steps := int(math.Round(h * climbSteps))
	particular := c.descend(steps, ratio, 1, 0)
	homogeneous := c.descend(steps, ratio, 0, 1)
	p, q := particular[steps], homogeneous[steps]
	constant := (1/ratio + particular[steps-climbSteps] - p) / (q - homogeneous[steps-climbSteps])
	return p + constant*q
}

// descend solves the equation from h down, at most 64 steps a unit, from a value just below h: Runge and Kutta's method,
// with what lies 1 higher known from before, halfway the steps by Hermite's cubic.
func (c *Climb) descend(steps int, ratio, source, value float64) []float64 {
	const dt = 1.0 / climbSteps
	at, halfway := make([]float64, steps+1), make([]float64, steps)
	at[0] = value
	for i := range steps {
		var top, mid, bottom float64 // L(s+1) along the step; at h and above it is 0
		if j := i - climbSteps; j >= 0 {
			top, mid, bottom = at[j], halfway[j], at[j+1]
		}
		slope := func(above, v float64) float64 { return -(source + ratio*(above-v)) / c.Reference }
		y := at[i]
		k1 := slope(top, y)
		k2 := slope(mid, y+dt/2*k1)
		k3 := slope(mid, y+dt/2*k2)
		k4 := slope(bottom, y+dt*k3)
		at[i+1] = y + dt/6*(k1+2*k2+2*k3+k4)
		halfway[i] = (y+at[i+1])/2 + dt/8*(k1-slope(bottom, at[i+1]))
	}
	return at
}
