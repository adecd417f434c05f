package registry

import (
	"context"
	"errors"
	"fmt"

	"wederhoor/internal/store"
)

// EraseRooms erases the private channels of mediations that ended long enough ago (rules 5.2): the words and the salts
// of their hashes, so that the log still verifies and says nothing. It gives in how many disputes.
func (c *Clerk) EraseRooms(ctx context.Context) (int, error) {
	ids, err := c.store.Queries().RoomsToErase(ctx, instant(c.now()))
	if err != nil {
		return 0, fmt.Errorf("rooms to erase: %w", err)
	}
	for _, id := range ids {
		err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
			_, err := tx.ErasePrivateMessages(ctx, id)
			_, err2 := tx.EraseReasons(ctx, id)
			return errors.Join(err, err2, tx.RoomErased(ctx, id))
		})
		if err != nil {
			return 0, fmt.Errorf("erase room of %s: %w", id, err)
		}
	}
	return len(ids), nil
}
