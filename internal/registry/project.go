package registry

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// updateRow writes what lists need of the dispute, and fails when another writer was there first.
func updateRow(ctx context.Context, tx *store.Tx, f *file, version int64) error {
	s := f.state
	st := procedure.StatusOf(s, s.Recorded)
	n, err := tx.UpdateDispute(ctx, db.UpdateDisputeParams{
		ID: s.ID, Version: s.Version, Version_2: version,
		Stage: string(s.Stage), Turn: string(st.Turn), Work: string(procedure.Work(s)), Outcome: string(s.Outcome),
		NextDue: nextDue(s), TurnDue: turnDue(s), Changed: s.Recorded.UnixMilli(), Ended: instant(s.EndedAt),
		Task: string(st.Task), Told: flag(s.Told), Answered: flag(s.ShopAnswered),
	})
	if err != nil {
		return fmt.Errorf("dispute row: %w", store.Wrap(err))
	}
	if n != 1 {
		return fmt.Errorf("dispute row at version %d: %w", version, store.ErrConflict)
	}
	return nil
}

// nextDue is when the sweeper must look; null when time changes nothing.
func nextDue(s procedure.State) sql.NullInt64 {
	at, ok := procedure.Due(s)
	if !ok {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: at.UnixMilli(), Valid: true}
}

// turnDue is the end of the last day of whose turn it is; null when its term has not begun.
func turnDue(s procedure.State) sql.NullInt64 {
	t, ok := s.Main()
	if !ok || t.LastDay.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.LastDay.End().UnixMilli(), Valid: true}
}

func instant(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: true}
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
