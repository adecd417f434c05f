package web

import (
	"github.com/a-h/templ"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	c "wederhoor/internal/web/component"
)

const (
	// leastPublic is the fewest complaints of which figures are shown: less would tell of persons, and of chance.
	leastPublic = 10
	// publicMonths is how far back figures of a member go.
	publicMonths = 24
)

// memberNumbers are what everybody may know of a member (screens.md 1).
type memberNumbers struct {
	Complaints int           // that count, opened in the months
	Direct     int           // solved by the shop and the customer together
	Answered   insight.Share // in time, of those that waited for an answer
	Upheld     int           // rulings: the customer gets all
	Partly     int
	Dismissed  int
}

func numbersOfMember(facts []insight.Fact, today procedure.Date) memberNumbers {
	var n memberNumbers
	from := today.AddMonths(-publicMonths).Start()
	for _, f := range facts {
		if !f.Counts() || f.Opened.Before(from) {
			continue
		}
		n.Complaints++
		if f.SettledIn == procedure.Direct && !f.Settled.IsZero() {
			n.Direct++
		}
		past := f.Stage != procedure.Admission && f.Stage != procedure.Direct
		if (f.Silent || !f.Answered.IsZero()) && (past || !f.Asked.IsZero()) { // its days are over, or it may yet be silent
			n.Answered.Of++
			if !f.Silent {
				n.Answered.N++
			}
		}
		switch f.Outcome { //nolint:exhaustive // only rulings about the matter
		case procedure.RuledUpheld:
			n.Upheld++
		case procedure.RuledPartly:
			n.Partly++
		case procedure.RuledDismissed:
			n.Dismissed++
		}
	}
	return n
}

// orderBands are the volumes that are told: a rate would tell a volume that is the member's own business.
var orderBands = []struct {
	below int64
	key   string
}{{1000, "memberfigures.band.1"}, {10000, "memberfigures.band.2"}, {100000, "memberfigures.band.3"}, {1 << 62, "memberfigures.band.4"}}

// memberFigures are the public figures of a member; nothing unless the trustmark chose to show them.
func memberFigures(q *request, id string) (templ.Component, error) {
	if !q.app.Settings.Members.PublicFigures || q.app.Insight == nil {
		return templ.NopComponent, nil
	}
	facts, now, err := q.app.Insight.Figures(q.Context())
	if err != nil {
		return nil, err
	}
	m, _ := facts.Member(id)
	n := numbersOfMember(facts.Facts(id), procedure.DateOf(now))
	if n.Complaints < leastPublic {
		return memberFiguresFew(q), nil
	}
	row := func(key, value string) c.SummaryRow { return c.SummaryRow{Key: q.T(key), Value: value} }
	rows := []c.SummaryRow{
		row("memberfigures.complaints", q.reportCount(n.Complaints)),
		row("memberfigures.direct", q.T("report.of", "n", q.reportCount(n.Direct), "all", q.reportCount(n.Complaints))),
		row("memberfigures.answered", q.T("report.of", "n", q.reportCount(n.Answered.N), "all", q.reportCount(n.Answered.Of))),
		row("memberfigures.rulings", q.T("memberfigures.rulings.text", "all", n.Upheld, "part", n.Partly, "none", n.Dismissed)),
	}
	if m.Orders > 0 {
		for _, b := range orderBands {
			if m.Orders < b.below {
				rows = append(rows, row("memberfigures.orders", q.T(b.key)))
				break
			}
		}
	}
	return memberFiguresBlock(q, rows), nil
}
