package recount_test

import (
	"math"
	"strconv"
	"strings"
)

// inFunnel is a member in the funnel: its cases, and its orders in the same time, in thousands.
type inFunnel struct {
	cases  int
	orders float64
}

// negative is the logarithm of the chance of n cases where μ are expected, and shops differ with shape k.
func negative(n int, mu, k float64) float64 {
	a, _ := math.Lgamma(float64(n) + k)
	b, _ := math.Lgamma(k)
	c, _ := math.Lgamma(float64(n) + 1)
	return a - b - c + k*math.Log(k/(k+mu)) + float64(n)*math.Log(mu/(k+mu))
}

// fit looks for the rate and the shape that make what was counted likeliest, by walking ever smaller steps.
func fit(list []inFunnel) (rate, shape float64) {
	likelihood := func(rate, shape float64) float64 {
		sum := 0.0
		for _, x := range list {
			sum += negative(x.cases, rate*x.orders, shape)
		}
		return sum
	}
	cases, orders := 0, 0.0
	for _, x := range list {
		cases, orders = cases+x.cases, orders+x.orders
	}
	r, s := math.Log(float64(cases)/orders), 0.0
	best := likelihood(math.Exp(r), math.Exp(s))
	for step := 1.0; step > 1e-7; {
		moved := false
		for _, d := range [][2]float64{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
			if v := likelihood(math.Exp(r+d[0]), math.Exp(s+d[1])); v > best {
				best, r, s, moved = v, r+d[0], s+d[1], true
			}
		}
		if !moved {
			step /= 2
		}
	}
	return math.Exp(r), math.Exp(s)
}

// funnel holds the sheet of members against the lines to a recount. Nothing may have happened since the night in which
// what is normal was calculated. The orders in the time are taken from the sheet: they follow the season.
func (w *town) funnel(b *book, a asked) {
	w.t.Helper()
	everybody := w.sheet(insight+"/trechter.csv", nil)
	year := span{from: (b.today() + 1).months(-12), to: b.today()}
	var list []inFunnel
	value := func(s string) float64 {
		v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		if err != nil {
			w.t.Errorf("trechter: %q is no number", s)
		}
		return v
	}
	for _, row := range everybody {
		if row[4] != "" {
			list = append(list, inFunnel{b.byMember(year)[row[0]], value(row[4]) / 1000})
		}
	}
	rate, shape := fit(list)
	got := w.sheet(insight+"/trechter.csv", a.query())
	counts := b.byMember(year)
	seen := map[string]bool{}
	for _, row := range got {
		seen[row[0]] = true
		m := b.members[row[0]]
		n := counts[m.ID]
		if row[5] != strconv.Itoa(n) {
			w.t.Errorf("trechter, %s: %s cases, counted %d", m.ID, row[5], n)
		}
		if m.OrdersPerYear.Int64 == 0 { // not known, or none: neither has a rate
			if row[11] != w.T("insight.volume.unknown") {
				w.t.Errorf("trechter, %s: %q", m.ID, row)
			}
			continue
		}
		orders := value(row[4])
		if since, until := membership(m); since <= year.from && until >= year.to && math.Abs(orders/float64(m.OrdersPerYear.Int64)-1) > 0.01 {
			w.t.Errorf("trechter, %s: %v orders in a year of %d", m.ID, orders, m.OrdersPerYear.Int64)
		}
		if !says(row[6], number{float64(n) / orders * 1000, 2}) {
			w.t.Errorf("trechter, %s: %s per 1,000 of %v orders, counted %d", m.ID, row[6], orders, n)
		}
		mark := "insight.funnel.dot"
		for i, p := range []float64{0.975, 0.999} {
			limit := math.Round(value(row[7+i]) * orders / 1000)
			under := func(n float64) float64 { // the chance of n or fewer
				sum := 0.0
				for j := 0.0; j <= n; j++ {
					sum += math.Exp(negative(int(j), rate*orders/1000, shape))
				}
				return sum
			}
			const hair = 2e-4 // the orders in the sheet are whole, and so is the count of a limit
			if under(limit) < p-hair || limit > 0 && under(limit-1) >= p+hair {
				w.t.Errorf("trechter, %s: the limit of %v is %v, with chance %v", m.ID, p, limit, under(limit))
			}
			if float64(n) > limit && n >= 3 {
				mark = []string{"insight.funnel.triangle", "insight.funnel.diamond"}[i]
			}
		}
		if row[11] != w.T(mark) {
			w.t.Errorf("trechter, %s: %q, counted %s", m.ID, row, mark)
		}
	}
	for _, m := range b.inOrder {
		since, until := membership(m)
		in := since <= year.to && until >= year.from && (a.sector == "" || m.Sector == a.sector)
		if in != seen[m.ID] {
			w.t.Errorf("trechter: %s is in it: %v", m.ID, seen[m.ID])
		}
	}
}
