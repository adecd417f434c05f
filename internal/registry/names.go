package registry

import (
	"context"
	"fmt"
	"sync"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// nameBook keeps the names of all members, for lists that name many of them; it is read anew when a member changed.
type nameBook struct {
	turn  sync.Mutex
	stamp db.MembersStampRow
	names map[string]string // not changed once it is here
}

// allNames gives the names of all members by id. The map is not the caller's to change.
func (c *Clerk) allNames(ctx context.Context) (map[string]string, error) {
	c.book.turn.Lock()
	defer c.book.turn.Unlock()
	q := c.store.Queries()
	stamp, err := q.MembersStamp(ctx)
	if err != nil {
		return nil, fmt.Errorf("names of members: %w", store.Wrap(err))
	}
	if c.book.names != nil && stamp == c.book.stamp {
		return c.book.names, nil
	}
	rows, err := q.MembersForInsight(ctx)
	if err != nil {
		return nil, fmt.Errorf("names of members: %w", store.Wrap(err))
	}
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	c.book.stamp, c.book.names = stamp, names
	return names, nil
}
