package registry

import (
	"context"
	"errors"
	"fmt"

	"wederhoor/internal/store"
)

// EraseRooms erases the private channels of mediations that ended long enough ago (rules 5.2): the words, the files and
// the salts of their hashes, so that the log still verifies and says nothing. It gives in how many disputes, and the
// ids of the stored files to which nothing refers any more, also when it could not do all.
func (c *Clerk) EraseRooms(ctx context.Context) (disputes int, files []string, err error) {
	ids, err := c.store.Queries().RoomsToErase(ctx, instant(c.now()))
	if err != nil {
		return 0, nil, fmt.Errorf("rooms to erase: %w", err)
	}
	for _, id := range ids {
		held, err := c.eraseRoom(ctx, id)
		if err != nil {
			return disputes, files, fmt.Errorf("erase room of %s: %w", id, err)
		}
		disputes, files = disputes+1, append(files, held...)
	}
	return disputes, files, nil
}

func (c *Clerk) eraseRoom(ctx context.Context, id string) (files []string, err error) {
	err = c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		held, err := tx.PrivateFilesOf(ctx, id)
		if err != nil {
			return err
		}
		files = held
		_, err = tx.ErasePrivateMessages(ctx, id)
		_, err2 := tx.ErasePrivateFiles(ctx, id)
		_, err3 := tx.EraseReasons(ctx, id)
		return errors.Join(err, err2, err3, tx.RoomErased(ctx, id))
	})
	return files, err
}
