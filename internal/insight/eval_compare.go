package insight

import "time"

// Finding says what a difference means.
type Finding string

// The findings: better or worse only when the whole interval lies on one side of no difference.
const (
	Better Finding = "better"
	Worse  Finding = "worse"
	Unsure Finding = "unsure" // cannot tell: chance explains it
)

// Difference compares one figure of two periods, or of two versions of the rules. Values are shares from 0 to 1, or
// days where Days says so.
type Difference struct {
	Key  string // see Compare
	Days bool
	A, B Estimate
	// B − A with its 95 % interval; Ok is false when one of the two has no value.
	Diff float64
	Interval
	Ok      bool
	Finding Finding
}

// Few says that one of the two rests on less than 5.
func (d Difference) Few() bool { return d.A.Few() || d.B.Few() }

// Compare sets two selections side by side: periods, or versions of the rules. The keys:
//
//	alone            solved in stage 1, of those that ended or passed stage 1
//	solved_30        solved within 30 days, running disputes counted correctly; and solved_60, solved_90
//	median_days      half of those that get solved, in days
//	ninety_days      90 % of them
//	silent           the shop was silent
//	no_answer        ended since the consumer did not answer, of those that ended
//	carried_out      agreements and rulings that were carried out
//	fair_consumer    4 or 5 to "fair to both", of consumers who answered; and fair_shop, understood_consumer
//
// Shares differ with the interval of Newcombe, days with intervals of the quantiles that assume no distribution. These
// are a dozen comparisons: where nothing changed, one in twenty still says better or worse. And a difference between
// periods is not yet caused by what changed between them.
func Compare(v *View, a, b Filter, now time.Time) []Difference {
	x, y := v.mainFigures(a, now), v.mainFigures(b, now)
	out := make([]Difference, len(x))
	for i := range x {
		d := Difference{Key: x[i].key, Days: x[i].days, A: x[i].Estimate, B: y[i].Estimate, Finding: Unsure}
		if d.Ok = d.A.Ok && d.B.Ok; d.Ok {
			d.Diff, d.Interval = differ(d.A, d.B)
			switch {
			case d.Low > 0:
				d.Finding = findingOf(x[i].more)
			case d.High < 0:
				d.Finding = findingOf(!x[i].more)
			}
		}
		out[i] = d
	}
	return out
}

func findingOf(good bool) Finding {
	if good {
		return Better
	}
	return Worse
}

type figure struct {
	key  string
	more bool // more is better
	days bool
	Estimate
}

func (v *View) mainFigures(f Filter, now time.Time) []figure {
	return keep(&v.kept, questionOf("main", f, now), func() []figure { return v.countMain(f, now) })
}

func (v *View) countMain(f Filter, now time.Time) []figure {
	t := v.tally(f, now)
	n, w, said := t.numbers, t.waits.course(), Surveys(v, f, now)
	took := w.took()
	return []figure{
		{"alone", true, false, n.Alone.Estimate()},
		{"solved_30", true, false, w.estimateAt(30)},
		{"solved_60", true, false, w.estimateAt(60)},
		{"solved_90", true, false, w.estimateAt(90)},
		{"median_days", false, true, took.Median.Estimate(took.N)},
		{"ninety_days", false, true, took.Ninety.Estimate(took.N)},
		{"silent", false, false, n.Silent.Estimate()},
		{"no_answer", false, false, t.noAnswer.Estimate()},
		{"carried_out", true, false, t.carried.Estimate()},
		{"fair_consumer", true, false, said[0].Answers[2].High.Estimate()},
		{"fair_shop", true, false, said[1].Answers[2].High.Estimate()},
		{"understood_consumer", true, false, said[0].Answers[0].High.Estimate()},
	}
}
