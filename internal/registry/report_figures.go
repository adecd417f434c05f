package registry

import (
	"math"
	"slices"
	"strconv"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
)

// ReportFigures are the figures of Directive 2013/11/EU art. 7(2) over a calendar year in Amsterdam. What was received
// counts in the year of its opening; what ended or was solved in the year in which it did.
type ReportFigures struct {
	Counted    time.Time        `json:"counted_at"` // UTC
	Received   int              `json:"received"`   // (a)
	Categories []ReportCategory `json:"categories"` // (a) most frequent first
	Refused    ReportShare      `json:"refused"`    // (c) of those received
	Grounds    []ReportGround   `json:"grounds"`    // (c)
	Undecided  int              `json:"undecided"`  // (c) staff still look whether they can be handled
	Ended      int              `json:"ended"`      // in the year, without those that were refused
	Outcomes   []ReportOutcome  `json:"outcomes"`   // of those that ended
	Amicable   ReportShare      `json:"amicable"`   // (d) solved or agreed, of those that ended
	Rulings    ReportRulings    `json:"rulings"`    // (d)
	Stopped    ReportShare      `json:"discontinued"`
	Reasons    []ReportOutcome  `json:"discontinued_reasons"` // (e) of those that ended
	Solved     ReportTime       `json:"resolved"`             // (f)
	Direct     ReportShare      `json:"resolved_directly"`    // by the parties together, before mediation; of those resolved
	Agreements ReportCarried    `json:"agreements_carried_out"`
	Ruled      ReportCarried    `json:"rulings_carried_out"` // (g)
}

// ReportShare is so many of so many. Percent has one decimal; none where it would rest on less than 5.
type ReportShare struct {
	N       int      `json:"n"`
	Of      int      `json:"of"`
	Percent *float64 `json:"percent"`
}

// ReportCategory counts disputes of a category. Notable ones are a fifth of all, or a larger share than the year before
// by more than chance explains.
type ReportCategory struct {
	Category procedure.Category `json:"category"`
	ReportShare
	Before  int  `json:"year_before"`
	Notable bool `json:"notable"`
}

// ReportGround counts refusals on a ground, of all refusals.
type ReportGround struct {
	Ground procedure.Ground `json:"ground"`
	ReportShare
}

// ReportOutcome counts ends.
type ReportOutcome struct {
	Outcome procedure.Outcome `json:"outcome"`
	ReportShare
}

// ReportRulings are in whose favour was ruled.
type ReportRulings struct {
	N            int         `json:"n"`
	Consumer     ReportShare `json:"for_consumer"`
	Partly       ReportShare `json:"partly_for_consumer"`
	Trader       ReportShare `json:"for_trader"`
	Inadmissible ReportShare `json:"inadmissible"`
}

// ReportTime is how long it took from opening to a solution, in days; none without any.
type ReportTime struct {
	N      int      `json:"n"`
	Mean   *float64 `json:"average_days"` // one decimal
	Median *int     `json:"median_days"`
}

// ReportCarried is what became of agreements or rulings of which it is known.
type ReportCarried struct {
	ReportShare
	Unknown int `json:"not_confirmed"`
	Waiting int `json:"not_yet_known"`
}

// leastOfShare is below how many a share says nothing.
const leastOfShare = 5

func shareIn(n, of int) ReportShare {
	s := ReportShare{N: n, Of: of}
	if of >= leastOfShare {
		p := oneDecimal(100 * float64(n) / float64(of))
		s.Percent = &p
	}
	return s
}

func oneDecimal(x float64) float64 { return math.Round(10*x) / 10 }

// CountYear counts a year from all facts at now.
func CountYear(v *insight.View, year int, now time.Time) ReportFigures {
	y := insight.FiguresOfYear(v, year, now)
	f := ReportFigures{
		Counted: now.UTC().Truncate(time.Second), Received: y.Received, Refused: shareIn(y.RefusedOf.N, y.Received), Undecided: y.Undecided,
		Categories: []ReportCategory{}, Grounds: []ReportGround{}, Outcomes: []ReportOutcome{}, Reasons: []ReportOutcome{},
		Ended: y.Ended, Stopped: shareIn(y.Stopped.N, y.Ended), Solved: ReportTime{N: y.Solved},
		Direct:     shareIn(y.Direct, y.Solved),
		Agreements: carriedIn(y.Agreements), Ruled: carriedIn(y.Rulings),
	}
	for _, t := range y.Types {
		notable := slices.ContainsFunc(y.Problems, func(p insight.CategoryYear) bool { return p.Category == t.Category })
		f.Categories = append(f.Categories, ReportCategory{t.Category, shareIn(t.N, y.Received), t.Before, notable})
	}
	for _, g := range y.Refused {
		f.Grounds = append(f.Grounds, ReportGround{g.Ground, shareIn(g.N, y.RefusedOf.N)})
	}
	ends := map[procedure.Outcome]int{}
	for _, o := range y.Outcomes {
		ends[o.Outcome] = o.N
		if o.Outcome != procedure.Refused {
			f.Outcomes = append(f.Outcomes, ReportOutcome{o.Outcome, shareIn(o.N, y.Ended)})
		}
	}
	for _, o := range y.Discontinued {
		f.Reasons = append(f.Reasons, ReportOutcome{o.Outcome, shareIn(o.N, y.Ended)})
	}
	agreed := ends[procedure.Solved] + ends[procedure.AgreedDirect] + ends[procedure.AgreedMediation] + ends[procedure.AgreedRuling]
	f.Amicable, f.Rulings = shareIn(agreed, y.Ended), rulingsIn(ends)
	if y.Solved > 0 {
		mean, median := oneDecimal(y.Mean), y.Median
		f.Solved.Mean, f.Solved.Median = &mean, &median
	}
	return f
}

func rulingsIn(ends map[procedure.Outcome]int) ReportRulings {
	all := 0
	for _, o := range procedure.RuledOutcomes {
		all += ends[o]
	}
	return ReportRulings{
		all, shareIn(ends[procedure.RuledUpheld], all), shareIn(ends[procedure.RuledPartly], all),
		shareIn(ends[procedure.RuledDismissed], all), shareIn(ends[procedure.RuledInadmissible], all),
	}
}

func carriedIn(x insight.Carried) ReportCarried {
	return ReportCarried{shareIn(x.N, x.Of), x.Unknown, x.Waiting}
}

// ReportRow is one figure of a report in a table of all: the point of the directive, the field, what it is counted of
// when there are several, the value with a point as decimal mark, and its unit: disputes, percent or days.
type ReportRow struct{ Point, Field, Key, Value, Unit string }

// Rows gives all figures, one a row, in a fixed order. A figure that there is not has no value.
func (f ReportFigures) Rows() []ReportRow {
	var out []ReportRow
	count := func(point, field, key string, n int) {
		out = append(out, ReportRow{point, field, key, strconv.Itoa(n), "disputes"})
	}
	number := func(point, field, key string, x *float64, unit string) {
		value := ""
		if x != nil {
			value = strconv.FormatFloat(*x, 'f', -1, 64)
		}
		out = append(out, ReportRow{point, field, key, value, unit})
	}
	share := func(point, field, key string, s ReportShare) {
		count(point, field+".n", key, s.N)
		count(point, field+".of", key, s.Of)
		number(point, field+".percent", key, s.Percent, "percent")
	}
	count("a", "received", "", f.Received)
	for _, c := range f.Categories {
		share("a", "categories", string(c.Category), c.ReportShare)
		count("b", "categories.year_before", string(c.Category), c.Before)
		notable := "0"
		if c.Notable {
			notable = "1"
		}
		out = append(out, ReportRow{"b", "categories.notable", string(c.Category), notable, "0 or 1"})
	}
	share("c", "refused", "", f.Refused)
	for _, g := range f.Grounds {
		share("c", "grounds", string(g.Ground), g.ReportShare)
	}
	count("c", "undecided", "", f.Undecided)
	count("d", "ended", "", f.Ended)
	for _, o := range f.Outcomes {
		share("d", "outcomes", string(o.Outcome), o.ReportShare)
	}
	share("d", "amicable", "", f.Amicable)
	count("d", "rulings.n", "", f.Rulings.N)
	share("d", "rulings.for_consumer", "", f.Rulings.Consumer)
	share("d", "rulings.partly_for_consumer", "", f.Rulings.Partly)
	share("d", "rulings.for_trader", "", f.Rulings.Trader)
	share("d", "rulings.inadmissible", "", f.Rulings.Inadmissible)
	share("e", "discontinued", "", f.Stopped)
	for _, o := range f.Reasons {
		share("e", "discontinued_reasons", string(o.Outcome), o.ReportShare)
	}
	count("f", "resolved.n", "", f.Solved.N)
	number("f", "resolved.average_days", "", f.Solved.Mean, "days")
	var median *float64
	if m := f.Solved.Median; m != nil {
		x := float64(*m)
		median = &x
	}
	number("f", "resolved.median_days", "", median, "days")
	share("f", "resolved_directly", "", f.Direct)
	for _, x := range []struct {
		field   string
		carried ReportCarried
	}{{"agreements_carried_out", f.Agreements}, {"rulings_carried_out", f.Ruled}} {
		share("g", x.field, "", x.carried.ReportShare)
		count("g", x.field+".not_confirmed", "", x.carried.Unknown)
		count("g", x.field+".not_yet_known", "", x.carried.Waiting)
	}
	return out
}
