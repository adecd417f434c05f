// Package store keeps disputes and all that belongs to them in a database: embedded SQLite here. It knows SQL, the
// transparency log and nothing of the rules: what a dispute is, the registry tells it. It may import procedure for its
// types only, and nothing above itself.
//
// All writing goes through Write, which shares the cost of one durable commit among the callers that wait at the same
// time; all reading goes through Read and Queries, on connections of their own.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"wederhoor/internal/store/db"
)

// FileName is the name of the database in its folder.
const FileName = "wederhoor.db"

// Options tunes a store. The zero value is what a server wants.
type Options struct {
	Readers  int   // connections for reading; 0: two for each processor, at least 4
	Group    int   // most pieces of work that share one commit; 0: 256
	MaxPages int64 // most pages of 4 KiB that the database may grow to; 0: until the disk is full
}

// Store is an open database. It is safe for use by several goroutines.
type Store struct {
	path    string
	readers *sql.DB
	queries *db.Queries
	writer  *writer
}

// Open opens the database in the folder, made when missing, and brings its tables up to date. It refuses a build with
// an SQLite that can corrupt a database. Several processes may have the same folder open.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder of the database: %w", err)
	}
	s := &Store{path: filepath.Join(dir, FileName)}
	if err := private(s.path); err != nil {
		return nil, err
	}
	if err := migrate(ctx, s.path); err != nil {
		return nil, err
	}
	var err error
	if s.writer, err = openWriter(ctx, s.path, opts); err != nil {
		return nil, err
	}
	if err := s.openReaders(ctx, opts); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) openReaders(ctx context.Context, opts Options) error {
	n := opts.Readers
	if n == 0 {
		n = max(4, 2*runtime.GOMAXPROCS(0))
	}
	var err error
	if s.readers, err = sql.Open(driverName, dsn(s.path, readerPragmas...)); err != nil {
		return fmt.Errorf("open readers: %w", err)
	}
	s.readers.SetMaxOpenConns(n)
	s.readers.SetMaxIdleConns(n)
	if s.queries, err = db.Prepare(ctx, s.readers); err != nil {
		return fmt.Errorf("open readers: %w", err)
	}
	return nil
}

// Close finishes the writing that waits and closes the database. Writes from then on get ErrClosed.
func (s *Store) Close() error {
	var err error
	if s.queries != nil {
		err = s.queries.Close()
	}
	if s.readers != nil {
		err = errors.Join(err, s.readers.Close())
	}
	return errors.Join(err, s.writer.close())
}

// Queries gives the queries for single statements, each of which sees what is stored at that instant. For several
// that must agree with each other there is Read. It cannot write.
func (s *Store) Queries() *db.Queries { return s.queries }

// Read calls fn with queries that all see the same stored state. It cannot write.
func (s *Store) Read(ctx context.Context, fn func(q *db.Queries) error) (err error) {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin to read: %w", Wrap(err))
	}
	defer func() {
		if end := tx.Rollback(); err == nil && end != nil && !errors.Is(end, sql.ErrTxDone) {
			err = fmt.Errorf("end of reading: %w", end)
		}
	}()
	return Wrap(fn(s.queries.WithTx(tx)))
}
