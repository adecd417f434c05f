package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wederhoor/internal/store"
)

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBackupBesideWrites(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{})
	for n := range 200 {
		if err := submit(t.Context(), s, n); err != nil {
			t.Fatal(err)
		}
	}
	var stop atomic.Bool
	wrote := make(chan int)
	go func() {
		n := 1000
		for ; !stop.Load() || n == 1000; n++ {
			if err := submit(t.Context(), s, n); err != nil {
				t.Error(err)
			}
		}
		wrote <- n - 1000
	}()
	file := filepath.Join(t.TempDir(), "a copy, with 100% of it?.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	stop.Store(true)
	if <-wrote == 0 {
		t.Error("nothing was written beside the backup")
	}
	if err := s.Backup(t.Context(), file); err == nil {
		t.Error("a backup was overwritten")
	}
	dir := filepath.Join(t.TempDir(), "new")
	if err := store.Restore(file, dir); err != nil {
		t.Fatal(err)
	}
	back := openIn(t, dir, store.Options{})
	r := verified(t, back)
	if r.Size < 200 {
		t.Errorf("%d events came back", r.Size)
	}
	for n := range 200 {
		if _, err := back.Queries().DisputeByID(t.Context(), complaint(n).ID); err != nil {
			t.Error(err)
		}
	}
	if proof, err := s.TreeProof(t.Context(), r.Size, r.Size); err != nil || len(proof) != 0 {
		t.Errorf("the copy is no beginning of what it was made from: %v", err)
	}
	if err := store.Restore(file, dir); err == nil {
		t.Error("a database was overwritten")
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{})
	for n := range 300 {
		if err := submit(t.Context(), s, n); err != nil {
			t.Fatal(err)
		}
	}
	good := filepath.Join(t.TempDir(), "good.db")
	if err := s.Backup(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	broken := append([]byte(nil), whole...)
	copy(broken[8*4096:], strings.Repeat("\xff", 3*4096))
	for name, content := range map[string][]byte{
		"nothing": nil, "text": []byte("no database"), "cut": whole[:len(whole)/2], "damaged": broken,
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := store.Restore(file, dir); err == nil {
			t.Errorf("%s was restored", name)
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) != 0 {
			t.Errorf("%s left %v (%v)", name, left, err)
		}
	}
	if err := store.Restore(filepath.Join(t.TempDir(), "missing"), t.TempDir()); err == nil {
		t.Error("a missing file was restored")
	}
}

func TestNewEnough(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"3.51.3": true, "3.51.10": true, "3.54.1": true, "4.0.0": true, "3.51.3.1": true,
		"3.51.2": false, "3.9.9": false, "2.99.99": false, "3.51": false, "x": false, "": false,
	} {
		if got := store.NewEnough(version); got != want {
			t.Errorf("%q: %v", version, got)
		}
	}
}

func TestFolderWithOddName(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b?c#d%20e&_pragma=x é")
	s := openIn(t, dir, store.Options{})
	if err := submit(t.Context(), s, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, store.FileName)); err != nil {
		t.Error(err)
	}
}

func TestNewID(t *testing.T) {
	t.Parallel()
	var last string
	seen := map[string]bool{}
	for ms := int64(1_780_000_000_000); ms < 1_780_000_002_000; ms += 7 {
		id := store.NewID(time.UnixMilli(ms))
		if id <= last || len(id) != 26 {
			t.Fatalf("%q after %q", id, last)
		}
		last = id
	}
	for range 1000 {
		seen[store.NewID(time.UnixMilli(1_780_000_000_000))] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d ids of 1000 differ", len(seen))
	}
}

func TestFoldAndLike(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"Café ZOË": "cafe zoe", "Šárka": "sarka", "50%_\\": `50\%\_\\`, "": ""} {
		if got := store.LikeText(store.Fold(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := fmt.Sprint(store.Int(0)); got != "{0 true}" {
		t.Errorf("an instant of 0 is not empty: %s", got)
	}
}
