package registry

import (
	"context"
	"fmt"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Seen notes in the access log that a member of staff looked at a dispute; what names the page or the file. It is no
// event: the procedure does not turn on who read what.
func (c *Clerk) Seen(ctx context.Context, v View, what string) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		return tx.InsertAccess(ctx, db.InsertAccessParams{
			Dispute: v.ID, Account: v.Viewer.Actor.ID, At: c.now().UnixMilli(), What: what,
		})
	})
	if err != nil {
		return outside(fmt.Errorf("access log: %w", store.Wrap(err)))
	}
	return nil
}
