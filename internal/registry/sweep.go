package registry

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// sweepBatch bounds how many disputes one sweep looks at before it lets others write.
const sweepBatch = 200

// Sweep stores what time has caused in the disputes that are due. It gives how many it looked at; called again
// until that is 0 it has caught up with everything, however long the program was off (rules 6.4).
func (c *Clerk) Sweep(ctx context.Context) (int, error) {
	now := c.now()
	ids, err := c.store.Queries().DueDisputes(ctx, db.DueDisputesParams{NextDue: instant(now), Limit: sweepBatch})
	if err != nil {
		return 0, fmt.Errorf("sweep: %w", err)
	}
	var failed error
	for _, id := range ids {
		if err := c.sweepOne(ctx, id, now); err != nil && !errors.Is(err, store.ErrNotFound) {
			failed = errors.Join(failed, fmt.Errorf("sweep of dispute %s: %w", id, err))
		}
	}
	if len(ids) > 0 {
		c.wake()
	}
	if failed != nil {
		return 0, failed // the caller comes back later: no busy loop over what cannot be stored
	}
	return len(ids), nil
}

func (c *Clerk) sweepOne(ctx context.Context, id string, now time.Time) error {
	return c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		f, err := load(ctx, tx.Queries, id)
		if err != nil {
			return err
		}
		return c.catchUp(ctx, tx, &f, now)
	})
}

// NextDue gives when the next dispute is due; false when none is.
func (c *Clerk) NextDue(ctx context.Context) (time.Time, bool, error) {
	at, err := c.store.Queries().NextDue(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next due: %w", err)
	}
	return millis(at), at >= 0, nil
}
