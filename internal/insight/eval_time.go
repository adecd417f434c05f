package insight

import (
	"math"
	"time"
)

// How long people wait, with running disputes counted correctly.
//
// A dispute that runs is censored: it was not solved until now. One that ended without a solution will never be solved:
// it is not censored but has another end. The cumulative share solved is therefore that of Aalen and Johansen (1978):
//
//	F(t) = Σ S(i−1)·d(i)/n(i),   S(t) = Π (1 − e(i)/n(i))   for the days i ≤ t
//
// where n(i) are the disputes that ran at the beginning of day i after their opening, d(i) of them were solved on it and
// e(i) ended in any way. To treat those that ended unsolved as if they could still be solved (1 minus the estimate of
// Kaplan and Meier over solutions alone) would promise too much. Where nothing but solutions ends a dispute, both are
// the same; where nothing runs, F is the plain share.
//
// Days are those between two dates in Amsterdam. A dispute that runs counts as seen through the day of now.

// mostDays is the last day that is told apart: later ones count as that.
const mostDays = 1500

// waits counts disputes by what became of them, and by the days until then or until now. Later days may be missing.
type waits [fates]counts

// count takes a dispute in; the caller has seen that it was handled.
func (w *waits) count(starts []uint32, c *chunk, row uint16, now uint32) {
	opened, at := c.opened[row], now
	if ended := c.ended[row]; ended != 0 {
		at = ended
	}
	if settled := c.settled[row]; settled != 0 {
		at = settled
	}
	w[c.fate(row)].add(min(ageOf(starts, opened, at), mostDays))
}

func (w *waits) join(o *waits, times int) {
	for x := range o {
		w[x].reach(len(o[x]))
		for d, n := range o[x] {
			w[x][d] += int32(times) * n
		}
	}
}

// course is what happened to disputes on each day after their opening, all columns being as long.
type course struct {
	solved  [3]counts // in direct, mediation, ruling
	other   counts    // ended without a solution
	running counts    // seen until that day
	days    int       // how many days have something
}

func (w *waits) course() *course {
	c := new(course)
	for x := range w {
		c.days = max(c.days, len(w[x]))
	}
	column := func(of ...Fate) counts {
		sum := make(counts, c.days)
		for _, x := range of {
			sum.join(&w[x])
		}
		return sum
	}
	c.solved = [3]counts{column(FateDirect), column(FateMediation), column(FateRuling)}
	c.other = column(FateNotSolved, FateStopped, FateNoAnswer, FateWithdrawn)
	c.running = column(FateRunning)
	return c
}

// causeOf gives the stage in which a dispute was solved: 0 direct, 1 mediation, 2 ruling.
func causeOf(k uint32) int {
	switch settledIn(k) {
	case inMediation:
		return 1
	case inRuling:
		return 2
	default:
		return 0
	}
}

// step is where the estimate stands after a day.
type step struct {
	atRisk           int // at the beginning of the day
	f, s             float64
	varF, varS, covS float64 // of f, of s, and of both together
}

// steps gives the estimate day by day, for solutions in the given stages. The variances are of the delta method with
// binomial numbers on each day (as in Greenwood's formula); without running disputes Var F is F(1−F)/n exactly.
func (w *course) steps(causes ...int) []step {
	n := 0
	for d := range w.days {
		n += int(w.other[d] + w.running[d] + w.solved[0][d] + w.solved[1][d] + w.solved[2][d])
	}
	out := make([]step, 0, w.days)
	at := step{s: 1}
	for d := range w.days {
		at.atRisk = n
		ended := int(w.other[d] + w.solved[0][d] + w.solved[1][d] + w.solved[2][d])
		solved := 0
		for _, c := range causes {
			solved += int(w.solved[c][d])
		}
		if ended > 0 {
			at.pass(float64(n), float64(ended), float64(solved))
		}
		out = append(out, at)
		n -= ended + int(w.running[d])
	}
	return out
}

func (at *step) pass(n, ended, solved float64) {
	q, q1 := ended/n, solved/n
	s2 := at.s * at.s / n
	varF := at.varF + q1*q1*at.varS + 2*q1*at.covS + s2*q1*(1-q1)
	cov := (1-q)*at.covS + q1*(1-q)*at.varS - s2*q1*(1-q)
	at.varS = (1-q)*(1-q)*at.varS + s2*q*(1-q)
	at.varF, at.covS = varF, cov
	at.f += at.s * q1
	at.s *= 1 - q
}

// effective is how many disputes without censoring would give a share with this variance.
func effective(share, variance float64, atRisk int) float64 {
	if variance <= 0 || share <= 0 || share >= 1 {
		return float64(atRisk)
	}
	return share * (1 - share) / variance
}

// Point is the share solved by the end of a day after opening, with its 95 % interval at that day (Wilson's, with as
// many disputes as the variance is worth), and how many still ran at the beginning of the day.
type Point struct {
	Day    int
	Share  float64
	AtRisk int
	Interval
}

// Quantile is the day by which a share of the disputes was solved, with an interval that assumes no distribution
// (Brookmeyer and Crowley, 1982: the days on which the interval of the curve holds the share). Ok is false when the
// curve does not reach it; Far when the upper end is not reached.
type Quantile struct {
	Day       int
	Ok        bool
	Low, High int
	Far       bool
}

// Estimate makes it a value in days. One whose upper end is not reached has none.
func (q Quantile) Estimate(of int) Estimate {
	return Estimate{float64(q.Day), Interval{float64(q.Low), float64(q.High)}, of, q.Ok && !q.Far}
}

// Curve is the cumulative share of all disputes that was solved by each day after opening, from 0 to LastDay.
type Curve struct {
	Points []Point
	Median Quantile // by when half of all disputes are solved; may never be
	Ninety Quantile
	Solved int
}

// LastDay is the last day of a curve.
const LastDay = 90

// MarkDays are the days of the table beside it.
var MarkDays = []int{7, 14, 30, 60, 90}

// At gives the point of a day.
func (c Curve) At(day int) (Point, bool) {
	if day < 0 || day >= len(c.Points) {
		return Point{}, false
	}
	return c.Points[day], true
}

func (w *course) curve(causes ...int) Curve {
	steps := w.steps(causes...)
	var c Curve
	for _, cause := range causes {
		for _, n := range w.solved[cause] {
			c.Solved += int(n)
		}
	}
	points := make([]Point, len(steps))
	for d, s := range steps {
		share := min(max(s.f, 0), 1)
		points[d] = Point{d, share, s.atRisk, wilson(share, effective(share, s.varF, s.atRisk))}
	}
	c.Median, c.Ninety = quantile(points, 0.5), quantile(points, 0.9)
	for d := len(points); d <= LastDay && d > 0; d++ { // nothing is known after the last day but what held on it
		p := points[d-1]
		p.Day, p.AtRisk = d, 0
		points = append(points, p)
	}
	c.Points = points[:min(len(points), LastDay+1)]
	return c
}

// reach is how near a share must come: sums of floating-point numbers end a hair below it.
const reach = 1e-9

func quantile(points []Point, share float64) Quantile {
	q := Quantile{Far: true}
	low := false
	for _, p := range points {
		if !low && p.High >= share-reach {
			low, q.Low = true, p.Day
		}
		if !q.Ok && p.Share >= share-reach {
			q.Ok, q.Day = true, p.Day
		}
		if p.Low >= share-reach {
			q.Far, q.High = false, p.Day
			break
		}
	}
	return q
}

// Days is how long it took until a solution, of the disputes that get one: the day by which half, and 90 %, of them
// were solved. Running disputes are counted as in the curve: it is F(t) over F at the last day seen, which is the plain
// quantile where nothing runs. Without that, a period that ends today would look faster than it is, since its slow
// disputes still run.
type Days struct {
	Median, Ninety Quantile
	N              int // solved
}

// Few says that it rests on less than 5 solutions.
func (d Days) Few() bool { return d.N < few }

func (w *course) took() Days {
	steps := w.steps(0, 1, 2)
	var d Days
	for cause := range w.solved {
		for _, n := range w.solved[cause] {
			d.N += int(n)
		}
	}
	if d.N == 0 {
		return Days{Median: Quantile{Far: true}, Ninety: Quantile{Far: true}}
	}
	end := steps[len(steps)-1]
	points := make([]Point, len(steps))
	for i, s := range steps {
		share := min(s.f/end.f, 1)
		points[i] = Point{i, share, s.atRisk, wilson(share, effective(share, ratioVariance(s, end), d.N))}
	}
	d.Median, d.Ninety = quantile(points, 0.5), quantile(points, 0.9)
	return d
}

// ratioVariance is the variance of F(t)/F(end) by the delta method. After t, F grows by S(t) times what is solved of
// those that still ran: Cov(F(t), F(end)) = Var F(t) + Cov(F(t), S(t))·(F(end)−F(t))/S(t).
func ratioVariance(t, end step) float64 {
	cov := t.varF
	if t.s > 0 {
		cov += t.covS * (end.f - t.f) / t.s
	}
	r := t.f / end.f
	return max((t.varF-2*r*cov+r*r*end.varF)/(end.f*end.f), 0)
}

// Times is the time to a solution: all, and by the stage in which it was found.
type Times struct {
	All, Direct, Mediation, Ruling Curve
	Days                           Days
	N, Running                     int // disputes, and those of them without a solution or an end
}

// TimeToSolution gives the curves at now.
func TimeToSolution(v *View, f Filter, now time.Time) Times {
	return keep(&v.kept, questionOf("times", f, now), func() Times { return v.times(f, now) })
}

func (v *View) times(f Filter, now time.Time) Times {
	w := v.tally(f, now).waits.course()
	t := Times{All: w.curve(0, 1, 2), Direct: w.curve(0), Mediation: w.curve(1), Ruling: w.curve(2), Days: w.took()}
	for d := range w.days {
		t.Running += int(w.running[d])
		t.N += int(w.running[d] + w.other[d] + w.solved[0][d] + w.solved[1][d] + w.solved[2][d])
	}
	return t
}

// estimateAt gives the share solved by a day, as a value with its interval.
func (w *course) estimateAt(day int) Estimate {
	steps := w.steps(0, 1, 2)
	if len(steps) == 0 {
		return Estimate{Interval: Interval{0, 1}}
	}
	s := steps[min(day, len(steps)-1)]
	share := min(max(s.f, 0), 1)
	return Estimate{share, wilson(share, effective(share, s.varF, s.atRisk)), steps[0].atRisk, len(steps) > day || math.Abs(s.s) < reach}
}
