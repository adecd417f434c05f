package store

import (
	"context"
	"fmt"
)

// Ping says whether the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.queries.NextDue(ctx); err != nil {
		return fmt.Errorf("read: %w", Wrap(err))
	}
	return nil
}
