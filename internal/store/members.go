package store

import (
	"context"

	"wederhoor/internal/store/db"
)

// UpsertMember stores a member and notes that it changed, for those who want to hear of it. Callers leave out what
// is the same.
func (t *Tx) UpsertMember(ctx context.Context, p db.UpsertMemberParams) error {
	if err := t.Queries.UpsertMember(ctx, p); err != nil {
		return Wrap(err)
	}
	return Wrap(t.NoteMemberChange(ctx, db.NoteMemberChangeParams{Member: p.ID, At: p.Updated}))
}

// SetMemberStatus stores the status of a member and notes that it changed; it gives how many members it found.
func (t *Tx) SetMemberStatus(ctx context.Context, p db.SetMemberStatusParams) (int64, error) {
	n, err := t.Queries.SetMemberStatus(ctx, p)
	if err != nil || n == 0 {
		return n, Wrap(err)
	}
	return n, Wrap(t.NoteMemberChange(ctx, db.NoteMemberChangeParams{Member: p.ID, At: p.StatusSince}))
}
