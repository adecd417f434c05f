package recount_test

import "math"

// z is the quantile of the normal distribution for 95 %.
const z = 1.959963984540054

// wilson is Wilson's interval of a share p of n, solved as the quadratic equation (p−x)² = z²x(1−x)/n.
func wilson(p, n float64) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	a, b, c := 1+z*z/n, -(2*p + z*z/n), p*p
	root := math.Sqrt(max(b*b-4*a*c, 0))
	low, high = (-b-root)/(2*a), (-b+root)/(2*a)
	if p <= 0 {
		low = 0
	}
	if p >= 1 {
		high = 1
	}
	return max(low, 0), min(high, 1)
}

// wait is how long a case was looked at, and how that ended: solved in a stage, over without a solution, or it runs.
type wait struct {
	days int
	how  string // direct, mediation, ruling, other, running
}

func (b *book) waits(s span) []wait {
	var out []wait
	for _, k := range b.cases {
		if !s.has(k) || !k.handled() {
			continue
		}
		switch {
		case k.solved():
			out = append(out, wait{k.took(k.solvedAt), string(k.solvedIn)})
		case !k.ended.IsZero():
			out = append(out, wait{k.took(k.ended), "other"})
		default:
			out = append(out, wait{k.took(b.now), "running"})
		}
	}
	return out
}

// dot is the cumulative share solved by the end of a day.
type dot struct {
	day       int
	share     float64
	low, high float64
	atRisk    int
}

// table is the textbook's table of life: for each day how many were at risk, how many left for any reason, and how many
// were solved in one of the ways asked for.
type table struct {
	atRisk, ended, solved []float64
	running               []float64 // share that has not ended before each day: the product of Kaplan and Meier
	share                 []float64 // cumulative share solved (Aalen and Johansen)
}

func tableOf(all []wait, ways ...string) table {
	last := -1
	for _, w := range all {
		last = max(last, w.days)
	}
	var t table
	survives, share := 1.0, 0.0
	for d := 0; d <= last; d++ {
		var risk, ended, solved float64
		for _, w := range all {
			if w.days >= d {
				risk++
			}
			if w.days != d || w.how == "running" {
				continue
			}
			ended++
			for _, way := range ways {
				if w.how == way {
					solved++
				}
			}
		}
		t.atRisk, t.ended, t.solved = append(t.atRisk, risk), append(t.ended, ended), append(t.solved, solved)
		t.running = append(t.running, survives)
		if risk > 0 {
			share += survives * solved / risk
			survives *= 1 - ended/risk
		}
		t.share = append(t.share, share)
	}
	return t
}

// variance of c(t)·share(t) − c(end)·share(end) by the delta method: what leaves on a day is binomial, and a day's
// numbers do not depend on those of another. With one = false it is that of share(t) alone.
func (t table) variance(at int, relative bool) float64 {
	end := len(t.share) - 1
	r := 1.0
	if relative {
		r = t.share[at] / t.share[end]
	}
	sum := 0.0
	for d := 0; d <= end; d++ {
		n := t.atRisk[d]
		if n == 0 || t.ended[d] == 0 || !relative && d > at {
			continue
		}
		q, q1 := t.ended[d]/n, t.solved[d]/n
		// How share(x) moves with the day's q1, and with its q.
		slope := func(x int) (byQ1, byQ float64) {
			if d > x {
				return 0, 0
			}
			if q < 1 {
				byQ = -(t.share[x] - t.share[d]) / (1 - q)
			}
			return t.running[d], byQ
		}
		a, b := slope(at)
		if relative {
			a2, b2 := slope(end)
			a, b = (a-r*a2)/t.share[end], (b-r*b2)/t.share[end]
		}
		sum += (a*a*q1*(1-q1) + b*b*q*(1-q) + 2*a*b*q1*(1-q)) / n
	}
	return sum
}

// worth is how many cases of which all is known would give a share with such a variance.
func worth(share, variance, otherwise float64) float64 {
	if variance <= 1e-15 || share <= 0 || share >= 1 {
		return otherwise
	}
	return share * (1 - share) / variance
}

// lastDay is the last day of a curve.
const lastDay = 90

// curve is the share of all cases solved in the ways by each day, up to the last one.
func curve(all []wait, ways ...string) (dots []dot, length int) {
	t := tableOf(all, ways...)
	variance := 0.0
	for d := range t.share[:min(len(t.share), lastDay+1)] {
		if d == 0 || t.ended[d] > 0 { // nothing else moves it
			variance = t.variance(d, false)
		}
		share := min(t.share[d], 1)
		low, high := wilson(share, worth(share, variance, t.atRisk[d]))
		dots = append(dots, dot{d, share, low, high, int(t.atRisk[d])})
	}
	return dots, len(t.share)
}

// quantile is the first day on which a share is reached, with the days between which it may lie; −1 for never.
type quantile struct{ day, low, high int }

func quantileOf(dots []dot, share float64) quantile {
	const hair = 1e-9
	q := quantile{-1, -1, -1}
	for _, d := range dots {
		if q.low < 0 && d.high >= share-hair {
			q.low = d.day
		}
		if q.day < 0 && d.share >= share-hair {
			q.day = d.day
		}
		if q.high < 0 && d.low >= share-hair {
			q.high = d.day
		}
	}
	return q
}

// took is how long solutions took: of those that are found, the day by which half and 90 % were.
type took struct {
	n            int
	half, ninety quantile
}

func tookOf(all []wait) took {
	out := took{half: quantile{-1, -1, -1}, ninety: quantile{-1, -1, -1}}
	for _, w := range all {
		if w.how != "running" && w.how != "other" {
			out.n++
		}
	}
	if out.n == 0 {
		return out
	}
	t := tableOf(all, "direct", "mediation", "ruling")
	end := t.share[len(t.share)-1]
	var dots []dot
	variance := 0.0
	for d := range t.share {
		if d == 0 || t.ended[d] > 0 {
			variance = t.variance(d, true)
		}
		share := min(t.share[d]/end, 1)
		low, high := wilson(share, worth(share, variance, float64(out.n)))
		dots = append(dots, dot{day: d, share: share, low: low, high: high})
	}
	out.half, out.ninety = quantileOf(dots, 0.5), quantileOf(dots, 0.9)
	return out
}

// by is the share of all cases that was solved by each day, as a value with its interval; not ok when nobody waited so
// long.
func by(all []wait) func(day int) estimate {
	dots, length := curve(all, "direct", "mediation", "ruling")
	left := false // somebody runs on the last day that was seen; else the last share stands for ever
	for _, w := range all {
		left = left || w.how == "running" && w.days == length-1
	}
	return func(day int) estimate {
		if len(dots) == 0 {
			return estimate{low: 0, high: 1}
		}
		d := dots[min(day, len(dots)-1)]
		return estimate{d.share, d.low, d.high, len(all), length > day || !left}
	}
}

// binomial is the chance of at most k of n, each with chance p.
func binomial(k, n int, p float64) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n, p <= 0:
		return 1
	case p >= 1:
		return 0
	}
	sum := 0.0
	for i := 0; i <= k; i++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(i + 1))
		c, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}

// root halves [0, 1] to where a rising function passes y.
func root(f func(float64) float64, y float64) float64 {
	low, high := 0.0, 1.0
	for range 80 {
		if mid := (low + high) / 2; f(mid) < y {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// ratio compares two counts in two lengths of time: given their sum, the second is binomial (Clopper and Pearson).
func ratio(n1 int, e1 float64, n2 int, e2 float64) (value, low, high float64) {
	if n1+n2 == 0 || e1 <= 0 || e2 <= 0 {
		return math.NaN(), 0, math.Inf(1)
	}
	n := n1 + n2
	odds := func(p float64) float64 { return p / (1 - p) * e1 / e2 }
	value, low, high = (float64(n2)/e2)/(float64(n1)/e1), 0, math.Inf(1)
	if n2 > 0 {
		low = odds(root(func(p float64) float64 { return 1 - binomial(n2-1, n, p) }, 0.025))
	}
	if n1 > 0 {
		high = odds(root(func(p float64) float64 { return 1 - binomial(n2, n, p) }, 0.975))
	}
	return value, low, high
}
