package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wederhoor/internal/store/db"
)

// Tx is what a Write's function writes with. It reads what it wrote itself and what was committed before. Contexts
// given to its queries are not heeded: an interrupt would undo the work of others in the same transaction.
type Tx struct {
	*db.Queries
	w *writer
}

// MarkLetter stores what became of a letter, and lets the next one to the same address go when it no longer waits.
// ErrNotFound when there is no such letter.
func (t *Tx) MarkLetter(ctx context.Context, p db.MarkLetterParams) error {
	address, err := t.Queries.MarkLetter(ctx, p)
	if err != nil {
		return Wrap(err)
	}
	return t.ReleaseLine(ctx, address)
}

// ParkLapsed parks the letters whose claim lapsed before now (Unix ms) for the second time, and lets the next ones to
// the same addresses go.
func (t *Tx) ParkLapsed(ctx context.Context, now int64) error {
	addresses, err := t.Queries.ParkLapsed(ctx, now)
	if err != nil {
		return Wrap(err)
	}
	return t.releaseLines(ctx, addresses)
}

// CancelLetters cancels the letters of a dispute's task that no sender holds; it gives how many.
func (t *Tx) CancelLetters(ctx context.Context, p db.CancelLettersParams) (int, error) {
	addresses, err := t.Queries.CancelLetters(ctx, p)
	if err != nil {
		return 0, Wrap(err)
	}
	return len(addresses), t.releaseLines(ctx, addresses)
}

func (t *Tx) releaseLines(ctx context.Context, addresses []string) error {
	for _, a := range addresses {
		if err := t.ReleaseLine(ctx, a); err != nil {
			return Wrap(err)
		}
	}
	return nil
}

// statements keeps the prepared statements of the writing connection by their text. Only the writer's goroutine uses
// them. Contexts end here, see Tx.
type statements struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	// broken is set once a statement failed in a way that may have ended the transaction: what came after it would be
	// committed by itself. Until the writer has looked (run), nothing more is let through.
	broken error
}

func (s *statements) get(query string) (*sql.Stmt, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	if st, ok := s.prepared[query]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	s.prepared[query] = st
	return st, nil
}

// note gives an error its name and remembers it when the transaction may be over.
func (s *statements) note(err error) error {
	if err == nil {
		return nil
	}
	wrapped := Wrap(err)
	if endsTransaction(err) {
		s.broken = wrapped
	}
	return wrapped
}

func (s *statements) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	st, err := s.get(query) //nolint:sqlclosecheck // kept for the next time, closed with the connection
	if err != nil {
		return nil, err
	}
	r, err := st.ExecContext(context.Background(), args...)
	return r, s.note(err)
}

func (s *statements) PrepareContext(_ context.Context, query string) (*sql.Stmt, error) {
	return s.get(query)
}

func (s *statements) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := s.get(query) //nolint:sqlclosecheck // kept for the next time, closed with the connection
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(context.Background(), args...)
	return rows, s.note(err)
}

func (s *statements) QueryRowContext(_ context.Context, query string, args ...any) *sql.Row {
	st, err := s.get(query) //nolint:sqlclosecheck // kept for the next time, closed with the connection
	if err != nil {
		// A Row that holds an error cannot be made but by asking with a context that has ended.
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		return s.conn.QueryRowContext(ended, query, args...)
	}
	row := st.QueryRowContext(context.Background(), args...)
	_ = s.note(row.Err()) // the caller gets it from the row
	return row
}

// run runs a statement of the writer's own.
func (s *statements) run(query string) error {
	s.broken = nil
	_, err := s.ExecContext(context.Background(), query)
	return err
}

func (s *statements) number(query string) (int64, error) {
	var n int64
	if err := s.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		return 0, fmt.Errorf("%s: %w", query, err)
	}
	return n, nil
}

func (s *statements) close() error {
	var all error
	for _, st := range s.prepared {
		all = errors.Join(all, st.Close())
	}
	return all
}
