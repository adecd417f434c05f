package store

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"wederhoor/internal/store/db"
)

// Root gives the root that the log had when it was of a size: what was signed then can be signed again, the same.
func (s *Store) Root(ctx context.Context, size int64) (root tlog.Hash, err error) {
	err = s.Read(ctx, func(q *db.Queries) error {
		last, err := q.LastLogHash(ctx)
		if err != nil {
			return fmt.Errorf("root: %w", err)
		}
		if size < 1 || size > leavesOf(last) {
			return fmt.Errorf("root of a log of %d: %w", size, ErrNotFound)
		}
		if root, err = tlog.TreeHash(size, logReader(ctx, q)); err != nil {
			return fmt.Errorf("root: %w", err)
		}
		return nil
	})
	return root, err
}
