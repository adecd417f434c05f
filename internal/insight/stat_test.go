package insight

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > relative*math.Abs(want) {
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}

// The values were computed with mpmath 1.3 with 40 digits: gammainc and betainc, and halving for the quantiles.
func TestGammaAndBeta(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ a, x, want float64 }{
		{0.5, 0.25, 0.520499877813047},
		{3.7, 2, 0.186274670889054},
		{10, 15, 0.93014633930059},
		{100, 90, 0.15822098918643},
		{0.01, 0.001, 0.938570652526129},
		{1000, 1050, 0.941328888622682},
		{1e5, 100500, 0.942896730023971},
	} {
		near(t, "P", gammaCDF(v.a, v.x), v.want, 1e-8)
		near(t, "1-P", gammaTail(v.a, v.x), 1-v.want, 1e-7)
	}
	for _, v := range []struct{ p, a, want float64 }{
		{0.05, 3.7, 1.19492762148403},
		{0.05, 0.7, 0.0121631994324084},
		{0.5, 1, math.Ln2},
		{0.95, 20.3, 28.234549796414},
		{0.999, 150, 190.712624260206},
		{0.001, 0.2, 6.52548084345724e-16},
		{0.05, 5000.5, 4884.75675240526},
		{0.025, 3, 0.618672122895601},
		{0.975, 4, 8.76727306974233},
	} {
		near(t, "gamma quantile", gammaQuantile(v.p, v.a), v.want, 1e-8)
	}
	for _, v := range []struct{ a, b, x, want float64 }{
		{2, 3, 0.4, 0.5248},
		{0.5, 0.5, 0.1, 0.204832764699133},
		{30, 12, 0.7, 0.40104779034961},
		{500, 700, 0.42, 0.593766445482615},
	} {
		near(t, "I", betaCDF(v.a, v.b, v.x), v.want, 1e-8)
	}
	for _, v := range []struct{ p, a, b, want float64 }{
		{0.025, 3, 8, 0.0667395111777345},
		{0.975, 4, 7, 0.652452850059997},
		{0.025, 120, 81, 0.528535672797046},
		{0.975, 1, 10, 0.308497107818761},
	} {
		near(t, "beta quantile", betaQuantile(v.p, v.a, v.b), v.want, 1e-8)
	}
	for _, p := range []float64{0.0001, 0.0025, 0.025, 0.5, 0.975, 0.9999} {
		for _, a := range []float64{1, 2, 40, 3000, 250_000} {
			for _, b := range []float64{1, 3, 60, 90_000, 400_000} {
				near(t, "there and back", betaCDF(a, b, betaQuantile(p, a, b)), p, 1e-9)
			}
		}
	}
	if gammaCDF(2, 0) != 0 || gammaTail(2, 0) != 1 || gammaQuantile(0, 2) != 0 || !math.IsInf(gammaQuantile(1, 2), 1) {
		t.Error("the ends of the gamma distribution")
	}
}

// A quantile is the inverse, everywhere.
func TestGammaQuantileInverts(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		a, p := math.Exp(r.Float64()*16-5), math.Exp(-r.Float64()*12)
		if r.IntN(2) == 0 {
			p = 1 - p
		}
		x := gammaQuantile(p, a)
		if x > 1e-280 {
			if got := gammaCDF(a, x); math.Abs(got-p) > 1e-9 {
				t.Fatalf("P(%g, quantile %g) = %g, want %g", a, x, got, p)
			}
		}
	}
}

// Garwood (1936) gives for 0, 3, 10: 3.689; 0.619 to 8.767; 4.795 to 18.390. More digits by mpmath as above.
func TestPoissonInterval(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		n         int
		low, high float64
	}{
		{0, 0, 3.68887945411},
		{1, 0.0253178079843, 5.57164339094},
		{3, 0.618672122896, 8.76727306974},
		{5, 1.62348639012, 11.6683320793},
		{10, 4.79538869613, 18.390356042},
		{20, 12.2165195854, 30.8883779027},
		{100, 81.3639912509, 121.626793792},
	} {
		i := PoissonInterval(v.n, 0.95)
		near(t, "low", i.Low, v.low, 1e-9)
		near(t, "high", i.High, v.high, 1e-9)
	}
}

// By its definition: at the ends of the interval, the binomial tails hold 2.5 %, summed term by term.
func TestRateChange(t *testing.T) {
	t.Parallel()
	tail := func(n, from, to int, p float64) (sum float64) {
		for i := from; i <= to; i++ {
			a, _ := math.Lgamma(float64(n) + 1)
			b, _ := math.Lgamma(float64(i) + 1)
			c, _ := math.Lgamma(float64(n-i) + 1)
			sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
		}
		return sum
	}
	for _, v := range []struct {
		n1     int
		e1     float64
		n2     int
		e2     float64
		approx float64
	}{{12, 3, 4, 3, 1. / 3}, {5, 1.5, 11, 2.5, 1.32}, {40, 10, 1, 6, 1. / 24}} {
		c := RateChange(v.n1, v.e1, v.n2, v.e2, 0.95)
		near(t, "ratio", c.Ratio, v.approx, 1e-9)
		p := func(ratio float64) float64 { return ratio * v.e2 / (v.e1 + ratio*v.e2) }
		n := v.n1 + v.n2
		near(t, "tail at low", tail(n, v.n2, n, p(c.Low)), 0.025, 1e-8)
		near(t, "tail at high", tail(n, 0, v.n2, p(c.High)), 0.025, 1e-8)
	}
	if c := RateChange(3, 1, 0, 1, 0.95); c.Ratio != 0 || c.Low != 0 || math.IsInf(c.High, 1) {
		t.Error("from three to none:", c)
	}
	if c := RateChange(0, 1, 3, 1, 0.95); !math.IsInf(c.Ratio, 1) || c.Low <= 0 || !math.IsInf(c.High, 1) {
		t.Error("from none to three:", c)
	}
	if c := RateChange(0, 1, 0, 1, 0.95); !math.IsNaN(c.Ratio) {
		t.Error("nothing counted:", c)
	}
}

// The maximum was found with mpmath 1.3: both derivatives of the sum of loggamma terms are zero to 20 digits there.
func TestFitRates(t *testing.T) {
	t.Parallel()
	got := FitRates([]Counted{
		{0, 1},
		{0, 2},
		{1, 1.5},
		{3, 2},
		{0, 4},
		{7, 5},
		{2, 3},
		{0, 0.5},
		{12, 6},
		{1, 8},
		{0, 2.5},
		{4, 4},
		{9, 0}, // of unknown volume: apart
	})
	near(t, "rate", got.Rate, 0.690686538448421, 1e-8)
	near(t, "shape", got.Shape, 1.04221825218467, 1e-8)
	if got.Members != 12 || got.Cases != 30 {
		t.Error("fitted on", got.Members, got.Cases)
	}
}

func TestFitRatesAtTheEdges(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		in   []Counted
		rate float64
	}{
		"none":       {nil, 0},
		"all zero":   {[]Counted{{0, 1}, {0, 5}}, 0},
		"one member": {[]Counted{{4, 2}}, 2},
		"equal":      {[]Counted{{2, 1}, {2, 1}, {4, 2}}, 2},
	} {
		f := FitRates(v.in)
		if f.Rate != v.rate || !math.IsInf(f.Shape, 1) || f.Spread() != 0 {
			t.Errorf("%s: %+v", name, f)
		}
		r := f.RatioOf(Counted{3, 1}, 0.3)
		if q := r.Quantile(0.05); math.IsNaN(q) || q <= 0 || math.IsInf(q, 1) {
			t.Errorf("%s: bound %g", name, q)
		}
	}
	wild := make([]Counted, 500)
	for i := range wild {
		wild[i] = Counted{0, 1}
	}
	wild[7].Cases = 100_000
	if f := FitRates(wild); f.Shape > 0.02 || math.IsNaN(f.Rate) {
		t.Errorf("one member has all: %+v", f)
	}
}

// What was put in comes out, on the size of a trustmark.
func TestFitRatesFindsWhatWasThere(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	all := make([]Counted, 40_000)
	for i := range all {
		e := math.Exp(r.NormFloat64())
		rate := 0.5 * gammaQuantile(r.Float64(), 0.8) / 0.8
		n, sum := 0, r.ExpFloat64()
		for sum < rate*e {
			n++
			sum += r.ExpFloat64()
		}
		all[i] = Counted{n, e}
	}
	f := FitRates(all)
	near(t, "rate", f.Rate, 0.5, 0.03)
	near(t, "shape", f.Shape, 0.8, 0.05)
}

// With mpmath: exp of the loggamma terms, summed until the chance is reached.
func TestFunnelLimits(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	for _, v := range []struct {
		mu, shape                      float64
		low95, high95, low998, high998 int
	}{
		{0.27, 0.7, 0, 2, 0, 4},
		{3, 0.7, 0, 14, 0, 29},
		{12.5, 2, 1, 37, 0, 61},
		{100, 5, 31, 207, 13, 301},
		{1, 1e6, 0, 3, 0, 5},
		{1, inf, 0, 3, 0, 5},
	} {
		l := Fit{Rate: 1, Shape: v.shape}.Limit(int64(v.mu * 1000))
		if l.Low95 != v.low95 || l.High95 != v.high95 || l.Low998 != v.low998 || l.High998 != v.high998 {
			t.Errorf("mean %g shape %g: %+v", v.mu, v.shape, l)
		}
	}
	lines := Fit{Rate: 0.1, Shape: 1}.Limits(100, 100_000, 31)
	for i := 1; i < len(lines); i++ {
		if lines[i].High998 < lines[i-1].High998 || lines[i].Rate998 < 0 || lines[i].Orders <= lines[i-1].Orders {
			t.Errorf("limits do not go up with the volume: %+v after %+v", lines[i], lines[i-1])
		}
	}
	if lines[0].Orders != 100 || lines[30].Orders != 100_000 || (Fit{}).Limits(5, 5, 10) != nil {
		t.Error("ends of the lines")
	}
	if l := (Fit{Shape: inf}).Limit(0); l.High998 != 0 || l.Rate998 != 0 {
		t.Errorf("without orders: %+v", l)
	}
}

// The chance of n or more, against the sum of the predictive distribution's terms.
func TestChance(t *testing.T) {
	t.Parallel()
	r := Ratio{shape: 2.5, rate: 1.8}
	for n := range 12 {
		below := 0.0
		for y := range n {
			a, _ := math.Lgamma(float64(y) + 2.5)
			b, _ := math.Lgamma(2.5)
			c, _ := math.Lgamma(float64(y) + 1)
			below += math.Exp(a - b - c + 2.5*math.Log(1.8/(1.8+0.9)) + float64(y)*math.Log(0.9/(1.8+0.9)))
		}
		if got := r.Chance(n, 0.9); math.Abs(got-(1-below)) > 1e-12 {
			t.Errorf("chance of %d or more: %g, want %g", n, got, 1-below)
		}
	}
	near(t, "a ratio that is sure", gammaCDF(2.5, 1.8*r.Quantile(0.05)), 0.05, 1e-10)
	if !r.Sure(r.Quantile(0.05)*0.999, 0.05) || r.Sure(r.Quantile(0.05)*1.001, 0.05) {
		t.Error("Sure and Quantile do not agree")
	}
}

// brookEvans is the average run length of a Poisson CUSUM counted per period: S = max(0, S + X − k), alarm at S ≥ h,
// on the lattice of 1/scale, its linear equations solved by elimination.
func brookEvans(mean float64, k, h, scale int) float64 {
	a := make([][]float64, h)
	for s := range a {
		a[s] = make([]float64, h+1)
		a[s][s], a[s][h] = 1, 1
		p := math.Exp(-mean)
		for x := 0; s+x*scale-k < h; x++ {
			a[s][max(0, s+x*scale-k)] -= p
			p *= mean / float64(x+1)
		}
	}
	for i := range h {
		for r := i + 1; r < h; r++ {
			if f := a[r][i] / a[i][i]; f != 0 {
				for c := i; c <= h; c++ {
					a[r][c] -= f * a[i][c]
				}
			}
		}
	}
	x := make([]float64, h)
	for i := h - 1; i >= 0; i-- {
		x[i] = a[i][h]
		for c := i + 1; c < h; c++ {
			x[i] -= a[i][c] * x[c]
		}
		x[i] /= a[i][i]
	}
	return x[0]
}

// The slow chain is held to what the program of Lucas (1985) gives for h = 6, k = 2, as the reference manual of the R
// package IAcsSPCR prints it: 37.2 at mean 1.88, 5.49 at 0.9627 standard deviations more.
func TestBrookEvansIsAsPublished(t *testing.T) {
	t.Parallel()
	if got := brookEvans(1.88, 2, 6, 1); math.Abs(got-37.2) > 0.05 {
		t.Error("in control:", got)
	}
	if got := brookEvans(1.88+0.9627*math.Sqrt(1.88), 2, 6, 1); math.Abs(got-5.49) > 0.005 {
		t.Error("out of control:", got)
	}
}

// With finer and finer periods the chain comes to our equation: the error halves with the period, so that two sizes
// give the limit.
func TestRunLengthIsTheLimitOfTheChain(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ factor, h, ratio float64 }{{2, 3, 1}, {2, 4.5, 1}, {2.5, 3.25, 1}, {2, 4.5, 2}} {
		c := NewClimb(v.factor)
		chain := func(scale int) float64 {
			period := 1 / (float64(scale) * c.Reference) // in which the sum falls by one step of the lattice
			return period * brookEvans(v.ratio*period, 1, int(v.h*float64(scale)), scale)
		}
		coarse, fine := chain(64), chain(128)
		near(t, "run length", c.RunLength(v.h, v.ratio), 2*fine-coarse, 2e-4)
	}
}

// And by playing it.
func TestRunLengthPlayed(t *testing.T) {
	t.Parallel()
	c := NewClimb(2)
	r := rand.New(rand.NewPCG(5, 6))
	const h, runs = 3.5, 20_000
	total := 0.0
	for range runs {
		for s := 0.0; s < h; {
			gap := r.ExpFloat64()
			total += gap
			s = max(0, s-c.Reference*gap) + 1
		}
	}
	near(t, "run length", c.RunLength(h, 1), total/runs, 0.03)
}

func TestLimitKeepsTheRunLength(t *testing.T) {
	t.Parallel()
	c := NewClimb(2)
	for _, run := range []float64{10, 150, 300, 1000, 25_000} {
		h := c.Limit(run)
		if got := c.RunLength(h, 1); got < run*0.999 || got > run*1.1 {
			t.Errorf("limit %g for %g gives %g", h, run, got)
		}
	}
	if c.RunLength(1, 1) != 1 || c.Limit(0.1) != c.limits[0] || c.Limit(1e12) != c.limits[len(c.limits)-1] {
		t.Error("ends of the table")
	}
}
