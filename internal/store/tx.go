package store

import (
	"context"
	"database/sql"
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
}

func (s *statements) get(query string) (*sql.Stmt, error) {
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

func (s *statements) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	st, err := s.get(query)
	if err != nil {
		return nil, err
	}
	r, err := st.ExecContext(context.Background(), args...)
	return r, Wrap(err)
}

func (s *statements) PrepareContext(_ context.Context, query string) (*sql.Stmt, error) {
	return s.get(query)
}

func (s *statements) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := s.get(query)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(context.Background(), args...)
	return rows, Wrap(err)
}

func (s *statements) QueryRowContext(_ context.Context, query string, args ...any) *sql.Row {
	st, err := s.get(query)
	if err != nil { // a Row cannot be made of an error: asking unprepared gives one that holds it
		return s.conn.QueryRowContext(context.Background(), query, args...)
	}
	return st.QueryRowContext(context.Background(), args...)
}

func (s *statements) run(query string) error {
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
	var first error
	for _, st := range s.prepared {
		if err := st.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
