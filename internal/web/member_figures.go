package web

import (
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	c "wederhoor/internal/web/component"
)

const (
	// leastPublic is the fewest complaints of which figures are shown: less would tell of persons, and of chance.
	leastPublic = 10
	// publicMonths is how far back figures of a member go (screens.md 1).
	publicMonths = 12
)

// memberNumbers are what everybody may know of a member (screens.md 1).
type memberNumbers struct {
	insight.Record
	Solved  insight.Share // agreed, or said to be solved, of those that are over
	Upheld  int           // rulings: the customer gets all
	Partly  int
	Dismiss int
}

func numbersOfMember(v *insight.View, id string, now time.Time) memberNumbers {
	today := procedure.DateOf(now)
	f := insight.Filter{From: insight.LastMonths(today, publicMonths), To: today}
	n := memberNumbers{Record: insight.RecordOf(v, id, f, now)}
	for _, x := range v.Facts(id) {
		if !x.Counts() || x.Opened.Before(f.From.Start()) {
			continue
		}
		if !x.Ended.IsZero() {
			n.Solved.Of++
			if !x.Settled.IsZero() {
				n.Solved.N++
			}
		}
		switch x.Outcome { //nolint:exhaustive // only rulings about the matter
		case procedure.RuledUpheld:
			n.Upheld++
		case procedure.RuledPartly:
			n.Partly++
		case procedure.RuledDismissed:
			n.Dismiss++
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
	n := numbersOfMember(facts, id, now)
	if n.Cases < leastPublic {
		return memberFiguresFew(q), nil
	}
	row := func(key, value string) c.SummaryRow { return c.SummaryRow{Key: q.T(key), Value: value} }
	rows := []c.SummaryRow{
		row("memberfigures.complaints", q.count(n.Cases)),
		row("memberfigures.solved", q.shareWords(n.Solved)),
		row("memberfigures.direct", q.shareWords(n.Alone)),
		row("memberfigures.half", q.quantile(n.Days.Median, n.Days.Few())),
		row("memberfigures.answered", q.shareWords(n.InTime)),
		row("memberfigures.rulings", q.T("memberfigures.rulings.text", "all", n.Upheld, "part", n.Partly, "none", n.Dismiss)),
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
