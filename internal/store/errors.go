package store

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The errors that callers tell apart, with errors.Is.
var (
	// ErrNotFound says that there is no such row.
	ErrNotFound = fmt.Errorf("store: not found: %w", sql.ErrNoRows)
	// ErrConflict says that a row with the same key is there already, or that another writer was first.
	ErrConflict = errors.New("store: conflict")
	// ErrFull says that there is no room left on the disk. Nothing of the write was kept; a later one may succeed.
	ErrFull = errors.New("store: disk full")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("store: closed")
)

// Wrap gives an error of a query the store's name for it, and leaves others as they are. Write and Read do it to what
// their functions return; a caller that asks what went wrong inside of one, or with Queries, does it itself.
func Wrap(err error) error {
	switch {
	case err == nil, errors.Is(err, ErrNotFound), errors.Is(err, ErrConflict), errors.Is(err, ErrFull):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%w (%w)", ErrNotFound, err)
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return err
	}
	switch lite.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return fmt.Errorf("%w: %w", ErrConflict, err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE:
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// endsTransaction says whether SQLite may have rolled back everything, not only the statement.
func endsTransaction(err error) bool {
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	switch lite.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_INTERRUPT,
		sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY:
		return true
	}
	return false
}

// Int makes a value for a column that may be empty.
func Int(v int64) sql.NullInt64 { return sql.NullInt64{Int64: v, Valid: true} }
