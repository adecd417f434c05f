package store_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"wederhoor/internal/store"
)

// TestOnlyOursToRead looks at the files of a database, new or of a version that made them readable for all, and at a
// backup.
func TestOnlyOursToRead(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows shows no such bits")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, store.FileName)
	private := func(names ...string) {
		t.Helper()
		for _, n := range names {
			info, err := os.Stat(n)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != 0o600 {
				t.Errorf("%s has mode %o", filepath.Base(n), got)
			}
		}
	}
	s := openIn(t, dir, store.Options{})
	if err := submit(t.Context(), s, 1); err != nil {
		t.Fatal(err)
	}
	private(name, name+"-wal", name+"-shm")
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	private(copied)

	for _, n := range []string{name, name + "-wal", name + "-shm"} {
		if err := os.Chmod(n, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	again := openIn(t, dir, store.Options{})
	if err := submit(t.Context(), again, 2); err != nil {
		t.Fatal(err)
	}
	private(name, name+"-wal", name+"-shm")

	to := filepath.Join(t.TempDir(), "restored")
	if err := store.Restore(copied, to); err != nil {
		t.Fatal(err)
	}
	private(filepath.Join(to, store.FileName))
}
