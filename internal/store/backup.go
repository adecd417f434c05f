package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Backup writes a whole copy of the database to a file that must not exist yet, while others read and write: the copy
// is of one instant. It is on the disk when Backup returns, and only the user of this process can read it.
func (s *Store) Backup(ctx context.Context, toFile string) (err error) {
	if _, err := os.Lstat(toFile); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %s exists already", toFile)
	}
	part := toFile + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	if err := private(part); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	conn, err := sql.Open(driverName, dsn(s.path, common...))
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "VACUUM INTO $1", part); err != nil {
		return fmt.Errorf("backup: %w", errors.Join(Wrap(err), removed(part)))
	}
	return settle(part, toFile)
}

// removed takes a half-made file away.
func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// settle gives a file that was written its name once it is on the disk.
func settle(part, name string) error {
	if err := onDisk(part); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return onDisk(filepath.Dir(name))
}

// onDisk puts a file or a folder on the disk.
func onDisk(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}

// Restore puts a copy made by Backup into a folder that has no database yet. It checks the copy first and changes
// nothing when it is damaged.
func Restore(fromFile, dir string) error {
	name := filepath.Join(dir, FileName)
	for _, f := range []string{name, name + "-wal", name + "-shm"} {
		if _, err := os.Lstat(f); !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("restore: %s exists already: a database is never overwritten", f)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	part := name + ".part"
	if err := copyFile(fromFile, part); err != nil {
		return errors.Join(fmt.Errorf("restore: %w", err), removed(part))
	}
	if err := sound(part); err != nil {
		return errors.Join(fmt.Errorf("restore: %s: %w", fromFile, err), removed(part))
	}
	return settle(part, name)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// sound says whether a file is a whole database of this program.
func sound(path string) (err error) {
	conn, err := sql.Open(driverName, dsn(path, "query_only(1)"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var verdict string
	if err := conn.QueryRow("PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("damaged: %s", verdict)
	}
	var n int64
	if err := conn.QueryRow("SELECT COUNT(*) FROM event").Scan(&n); err != nil {
		return fmt.Errorf("not a database of this program: %w", err)
	}
	return nil
}
