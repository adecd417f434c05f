package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// keyed marks a table whose rows are best kept in the order of their primary key. SQLite has words for it, and saves
// an index by it; for PostgreSQL the mark is a comment.
var (
	keyed        = []byte("/* keyed */")
	withoutRowid = []byte("WITHOUT ROWID")
)

// migrate brings the tables up to date.
func migrate(ctx context.Context, path string) (err error) {
	conn, err := sql.Open(driverName, dsn(path, migratePragmas...))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := checkVersion(ctx, conn); err != nil {
		return err
	}
	source, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, conn, liteFS{source}, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err = p.Up(ctx); err == nil {
		return nil
	}
	// Another process may have done the same at the same instant: then nothing is left to do.
	if _, again := p.Up(ctx); again != nil {
		return fmt.Errorf("migrate: %w", Wrap(err))
	}
	return nil
}

// liteFS reads the migrations as SQLite wants them.
type liteFS struct{ fs.FS }

func (l liteFS) Open(name string) (fs.File, error) {
	f, err := l.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	text, err := fs.ReadFile(l.FS, name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &liteFile{File: f, text: bytes.NewReader(bytes.ReplaceAll(text, keyed, withoutRowid))}, nil
}

type liteFile struct {
	fs.File
	text *bytes.Reader
}

func (f *liteFile) Read(p []byte) (int, error) { return f.text.Read(p) }
