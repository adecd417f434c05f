package registry

import (
	"context"
	"fmt"

	"wederhoor/internal/insight"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// keepFact writes what the figures know of the dispute, in the transaction of its events. It is made anew from all
// events, so that no step can be counted twice or forgotten.
func keepFact(ctx context.Context, tx *store.Tx, f *file, reference string) error {
	x := insight.FactOf(f.events)
	err := tx.UpsertFact(ctx, db.UpsertFactParams{
		Dispute: x.Dispute, Stamp: tx.LogSize(), Reference: reference, Member: x.Member,
		Category: string(x.Category), Rules: x.Rules, Amount: x.Amount,
		Opened: x.Opened.UnixMilli(), Told: instant(x.Told), Answered: instant(x.Answered), Silent: flag(x.Silent),
		Asked: instant(x.Asked), Choice: string(x.Choice), Chose: instant(x.Chose),
		Mediated: instant(x.Mediated), Claimed: instant(x.Claimed), Settled: instant(x.Settled), SettledIn: string(x.SettledIn),
		Stage: string(x.Stage), Outcome: string(x.Outcome), Ground: string(x.Ground), Ended: instant(x.Ended),
		EndedIn: string(x.EndedIn), Pending: flag(x.Pending), Ordered: flag(x.Ordered), Compliance: x.Compliance,
		Broken: instant(x.Broken),
	})
	if err != nil {
		return fmt.Errorf("fact: %w", store.Wrap(err))
	}
	return nil
}

// FillFacts makes the facts of disputes that have none: those from before figures were kept. It says whether there
// may be more.
func (c *Clerk) FillFacts(ctx context.Context) (more bool, err error) {
	ids, err := c.store.Queries().DisputesWithoutFact(ctx)
	if err != nil {
		return false, outside(fmt.Errorf("facts: %w", err))
	}
	for _, id := range ids {
		err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
			f, err := load(ctx, tx.Queries, id)
			if err != nil {
				return err
			}
			return keepFact(ctx, tx, &f, f.row.Reference)
		})
		if err != nil {
			return false, outside(err)
		}
	}
	return len(ids) > 0, nil
}
