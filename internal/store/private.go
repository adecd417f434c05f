package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// private makes a database that only the user of this process can read: it holds personal data. SQLite gives the files
// beside it the same mode, but takes that of a new one from the umask; so the empty file is made here, before anything
// is written. A file that exists is not opened: closing it would drop the locks that this process may hold on it.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case err == nil:
		if err := f.Close(); err != nil {
			return fmt.Errorf("make %s: %w", path, err)
		}
		return nil
	case !errors.Is(err, fs.ErrExist):
		return fmt.Errorf("make the database: %w", err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} { // of a version that did not do this
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look at the database: %w", err)
		}
		if info.Mode().Perm()&0o077 == 0 {
			continue
		}
		if err := os.Chmod(name, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("hide the database from other users: %w", err)
		}
	}
	return nil
}
