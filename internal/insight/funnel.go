package insight

import (
	"math"

	"wederhoor/internal/procedure"
)

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

// Funnel is where members stand against what chance explains at their size (screens.md 17.1).
type Funnel struct {
	Span     Filter        // the window of the signals, and the sector
	Known    bool          // there are enough disputes for limits
	Points   []FunnelPoint // in the order of members
	Above95  []FunnelPoint // of Points, those above the limit of 95 %, and above that of 99.8 %; none when Known is false
	Above998 []FunnelPoint
	Unknown  []FunnelPoint // members of unknown volume
	Busy     []FunnelPoint // those of Unknown that have disputes
}

// LeastForLimits is on how many disputes limits are drawn: of less, one shop would be its own measure.
const LeastForLimits = 50

// FunnelOf gives the funnel of a sector, "" for all, against what was normal on the night of the baseline. Members that
// left before the window are not in it.
func FunnelOf(v *View, b *Baseline, sector string, p Parameters) *Funnel {
	type normal struct {
		*Baseline
		Parameters
	}
	q := questionOf("funnel", Filter{Sector: sector}, b.At)
	q.other = normal{b, p}
	return keep(&v.kept, q, func() *Funnel { return v.funnel(b, sector, p) })
}

func (v *View) funnel(b *Baseline, sector string, p Parameters) *Funnel {
	f := &Funnel{Known: b.Fit.Cases >= LeastForLimits}
	f.Span = Filter{From: procedure.DateOf(b.From), To: procedure.DateOf(b.At), Sector: sector}
	by := v.byMember(f.Span, b.At)
	var (
		members []Member
		cases   []int
	)
	for i, m := range v.members {
		if memberIn(m, f.Span) && (sector == "" || m.Sector == sector) {
			members, cases = append(members, m), append(cases, by.at(i))
		}
	}
	f.Points, f.Unknown = b.place(members, cases, p)
	for _, x := range f.Points {
		if f.Known && x.Above >= 1 {
			f.Above95 = append(f.Above95, x)
		}
		if f.Known && x.Above >= 2 {
			f.Above998 = append(f.Above998, x)
		}
	}
	for _, x := range f.Unknown {
		if x.Cases > 0 {
			f.Busy = append(f.Busy, x)
		}
	}
	return f
}

// FunnelPoint is a member in the funnel plot (screens.md 17.1).
type FunnelPoint struct {
	Member
	Cases int
	Sold  float64 // orders in the window, by the season
	Rate  float64 // disputes per 1,000 orders
	Ratio float64 // of its rate to that of all, pulled towards 1 the less it sold
	Low   float64 // lower bound of that ratio
	Limit FunnelLimit
	Above int // 0 within what chance explains, 1 above the 95 % limit, 2 above the 99.8 % limit; never below MinCases
}

// pointOf is what a point of the funnel was worked out from.
type pointOf struct {
	Counted
	spread, bound float64
}

// pointIs is what was worked out: it takes a few hundred terms of a series.
type pointIs struct {
	ratio, low float64
	limit      FunnelLimit
}

// known works out a point once; until the next night most points stay as they are.
func (b *Baseline) known(c Counted, p Parameters) pointIs {
	at := pointOf{c, p.LeastSpread, p.Bound}
	if is, ok := b.points.Load(at); ok {
		return is.(pointIs)
	}
	r := b.Fit.RatioOf(c, p.LeastSpread)
	is := pointIs{r.Mean(), r.Quantile(p.Bound), b.Fit.limitAt(c.Exposure)}
	b.points.Store(at, is)
	return is
}

// place gives the points of members from their counts in the window, which is from b.From to b.At, in the order of
// members. Members of unknown volume are apart; Cases stands beside them.
func (b *Baseline) place(members []Member, cases []int, p Parameters) (points, unknown []FunnelPoint) {
	for i, m := range members {
		pt := FunnelPoint{Member: m, Cases: cases[i]}
		e := b.exposed.during(m, b.From.Unix(), b.At.Unix()+1)
		if e <= 0 {
			unknown = append(unknown, pt)
			continue
		}
		k := b.known(Counted{pt.Cases, e}, p)
		pt.Sold, pt.Rate, pt.Ratio, pt.Low, pt.Limit = e*1000, float64(pt.Cases)/e, k.ratio, k.low, k.limit
		switch {
		case pt.Cases < p.MinCases:
		case pt.Cases > pt.Limit.High998:
			pt.Above = 2
		case pt.Cases > pt.Limit.High95:
			pt.Above = 1
		}
		points = append(points, pt)
	}
	return points, unknown
}
