package quality

import (
	"database/sql"
	"time"

	"wederhoor/internal/insight"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store/db"
)

// factOf reads a fact from its row.
func factOf(r db.Fact) insight.Fact {
	return insight.Fact{
		N: r.N, Dispute: r.Dispute, Reference: r.Reference, Member: r.Member, Category: p.Category(r.Category),
		Rules: r.Rules, Amount: r.Amount,
		Opened: time.UnixMilli(r.Opened).UTC(), Told: instant(r.Told), Answered: instant(r.Answered), Silent: r.Silent == 1,
		Asked: instant(r.Asked), Choice: p.Choice(r.Choice), Chose: instant(r.Chose),
		Mediated: instant(r.Mediated), Claimed: instant(r.Claimed),
		Settled: instant(r.Settled), SettledIn: p.Stage(r.SettledIn), Stage: p.Stage(r.Stage),
		Outcome: p.Outcome(r.Outcome), Ground: p.Ground(r.Ground), Ended: instant(r.Ended), EndedIn: p.Stage(r.EndedIn),
		Pending: r.Pending == 1, Ordered: r.Ordered == 1, Compliance: r.Compliance, Broken: instant(r.Broken),
	}
}

func instant(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMilli(n.Int64).UTC()
}

// memberOf reads a member from its row. One that was expelled is a member no more from that day on.
func memberOf(r db.MembersForInsightRow) (insight.Member, error) {
	since, err := p.ParseDate(r.Since)
	if err != nil {
		return insight.Member{}, err
	}
	m := insight.Member{ID: r.ID, Orders: r.OrdersPerYear.Int64, Source: r.OrdersSource, Sector: r.Sector, Since: since}
	if r.Until.Valid {
		if m.Until, err = p.ParseDate(r.Until.String); err != nil {
			return insight.Member{}, err
		}
	}
	return m, nil
}
