package account

import (
	"context"
	"fmt"
	"time"

	"wederhoor/internal/store"
)

// keepCounters is longer than any window of Limit.
const keepCounters = 48 * time.Hour

// Clean erases codes, links, sessions and counters that have had their time.
func (s *Service) Clean(ctx context.Context) error {
	now := s.now().UnixMilli()
	return s.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		if _, err := tx.DeleteExpiredCodes(ctx, now); err != nil {
			return fmt.Errorf("codes: %w", store.Wrap(err))
		}
		if _, err := tx.DeleteExpiredLinks(ctx, now); err != nil {
			return fmt.Errorf("links: %w", store.Wrap(err))
		}
		if _, err := tx.DeleteExpiredSessions(ctx, now); err != nil {
			return fmt.Errorf("sessions: %w", store.Wrap(err))
		}
		if _, err := tx.DeleteOldCounters(ctx, now-keepCounters.Milliseconds()); err != nil {
			return fmt.Errorf("counters: %w", store.Wrap(err))
		}
		return nil
	})
}
