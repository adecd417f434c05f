package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func newStore(t testing.TB) (s *Store, dir, key string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "evidence")
	key = filepath.Join(filepath.Dir(dir), "evidence.key")
	s, err := OpenStore(dir, key, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return s, dir, key
}

func put(t testing.TB, s *Store, data []byte) string {
	t.Helper()
	id, err := s.Put(t.Context(), Clean{Bytes: data})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func readAll(s *Store, id string) (data []byte, err error) {
	rc, err := s.Open(id)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rc.Close()) }()
	return io.ReadAll(rc)
}

func TestStoreKeepsAndDeletes(t *testing.T) {
	t.Parallel()
	s, dir, key := newStore(t)
	for _, size := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 1_000_000} {
		data := bytes.Repeat([]byte("geheim "), size/7+1)[:size]
		id := put(t, s, data)
		got, err := readAll(s, id)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes: got %d, %v", size, len(got), err)
		}
		raw, err := os.ReadFile(filepath.Join(dir, id[:2], id))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte("geheim")) {
			t.Error("kept in the open")
		}
	}
	id := put(t, s, []byte("x"))
	again, err := OpenStore(dir, key, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(again, id); err != nil || string(got) != "x" {
		t.Errorf("after opening again: %q %v", got, err)
	}
	for range 2 {
		if err := s.Delete(id); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{id, "", "../../../evidence.key", strings.Repeat("Z", 32), strings.Repeat("a", 31) + "/"} {
		if _, err := s.Open(bad); !errors.Is(err, ErrNotFound) {
			t.Errorf("open %q: %v", bad, err)
		}
		if err := s.Delete(bad); err != nil {
			t.Errorf("delete %q: %v", bad, err)
		}
	}
}

// TestStoreNoticesChanges: every byte counts, a cut at any chunk is noticed
// when opening, and files cannot be put in each other's place.
func TestStoreNoticesChanges(t *testing.T) {
	t.Parallel()
	s, _, _ := newStore(t)
	data := bytes.Repeat([]byte("abc"), chunkSize)
	id := put(t, s, data)
	raw, err := os.ReadFile(s.path(id))
	if err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) {
		if err := os.WriteFile(s.path(id), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, at := range []int{0, 5, 20, headerSize, headerSize + chunkSize + 50, len(raw) - 1} {
		changed := bytes.Clone(raw)
		changed[at] ^= 1
		write(changed)
		got, err := readAll(s, id)
		if !errors.Is(err, ErrTampered) && !errors.Is(err, ErrWrongKey) {
			t.Errorf("byte %d changed: %v", at, err)
		}
		if !bytes.HasPrefix(data, got) {
			t.Errorf("byte %d changed: changed bytes were given", at)
		}
	}
	for _, size := range []int{0, 10, headerSize, headerSize + tagSize, headerSize + chunkSize + tagSize, headerSize + chunkSize + tagSize + 5, len(raw) - 1} {
		write(raw[:size])
		if _, err := s.Open(id); !errors.Is(err, ErrTampered) {
			t.Errorf("cut to %d: %v", size, err)
		}
	}
	write(raw)
	other := put(t, s, data)
	if err := os.Rename(s.path(id), s.path(other)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(other); !errors.Is(err, ErrTampered) {
		t.Errorf("in another's place: %v", err)
	}
}

func TestStoreKey(t *testing.T) {
	t.Parallel()
	s, dir, key := newStore(t)
	info, err := os.Stat(key)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v %v", info.Mode(), err)
	}
	id := put(t, s, []byte("x"))
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStore(dir, key, time.Now); err == nil {
		t.Error("a missing key is made anew while files are kept")
	}
	if err := os.WriteFile(key, []byte("kort"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStore(dir, key, time.Now); err == nil {
		t.Error("a short key is taken")
	}
	if err := os.WriteFile(key, bytes.Repeat([]byte("0"), 64), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := OpenStore(dir, key, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(id); !errors.Is(err, ErrWrongKey) {
		t.Errorf("another key: %v", err)
	}
}

// TestStoreKeyMadeOnce: processes that start together agree on the key.
func TestStoreKeyMadeOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	keys := make([]masterKey, 8)
	for i := range keys {
		wg.Go(func() {
			s, err := OpenStore(filepath.Join(dir, "e"), filepath.Join(dir, "key"), time.Now)
			if err != nil {
				t.Error(err)
				return
			}
			keys[i] = s.key
		})
	}
	wg.Wait()
	for _, k := range keys {
		if k != keys[0] {
			t.Fatal("keys differ")
		}
	}
}

// TestStoreFull writes to /dev/full, where the kernel says that the disk is full.
func TestStoreFull(t *testing.T) {
	t.Parallel()
	s, _, _ := newStore(t)
	s.create = func(path string) (*os.File, error) {
		if err := os.Symlink("/dev/full", path); err != nil {
			return nil, err
		}
		return os.OpenFile(path, os.O_WRONLY, 0)
	}
	_, err := s.Put(t.Context(), Clean{Bytes: []byte("x")})
	if !errors.Is(err, ErrFull) {
		t.Fatalf("got %v", err)
	}
	err = s.walk(t.Context(), time.Time{}, func(name string) error { return fmt.Errorf("%s is left", name) })
	if err != nil {
		t.Error(err)
	}
	s.create = createNew
	put(t, s, []byte("usable again"))
}

func TestStoreListAndPartial(t *testing.T) {
	t.Parallel()
	s, dir, _ := newStore(t)
	now := noon
	s.now = func() time.Time { return now }
	old := put(t, s, []byte("old"))
	now = noon.Add(48 * time.Hour)
	fresh := put(t, s, []byte("fresh"))
	partial := filepath.Join(dir, "ab", "ab"+strings.Repeat("0", 30)+partialMark)
	if err := os.WriteFile(partial, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(partial, noon, noon); err != nil {
		t.Fatal(err)
	}
	list := func(before time.Time) (ids []string) {
		for id, err := range s.List(t.Context(), before) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		slices.Sort(ids)
		return ids
	}
	all := []string{old, fresh}
	slices.Sort(all)
	if got := list(time.Time{}); !slices.Equal(got, all) {
		t.Errorf("all: %v", got)
	}
	if got := list(noon.Add(time.Hour)); !slices.Equal(got, []string{old}) {
		t.Errorf("old: %v", got)
	}
	for _, err := range s.List(t.Context(), time.Time{}) {
		if err != nil {
			t.Error(err)
		}
		break // stopping early is allowed
	}
	if err := s.DropPartial(t.Context(), noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(partial); !errors.Is(err, os.ErrNotExist) {
		t.Error("half-written file is left")
	}
	if got := list(time.Time{}); !slices.Equal(got, all) {
		t.Errorf("after dropping: %v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, Clean{Bytes: []byte("x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// FuzzUnseal changes, cuts and lengthens a sealed file: only the file as it
// was opens.
func FuzzUnseal(f *testing.F) {
	var key masterKey
	var b bytes.Buffer
	plain := strings.Repeat("hallo", 2*chunkSize/5)
	if _, err := seal(&b, strings.NewReader(plain), &key, "id"); err != nil {
		f.Fatal(err)
	}
	good := b.Bytes()
	f.Add(uint(0), byte(0), uint(len(good)), []byte(nil))
	f.Add(uint(headerSize), byte(1), uint(len(good)), []byte(nil))
	f.Add(uint(0), byte(0), uint(headerSize+chunkSize+tagSize), []byte("tail"))
	f.Fuzz(func(t *testing.T, at uint, flip byte, size uint, tail []byte) {
		data := bytes.Clone(good)
		data[at%uint(len(data))] ^= flip
		data = append(data[:min(size, uint(len(data)))], tail...)
		var got []byte
		u, err := unseal(bytes.NewReader(data), int64(len(data)), &key, "id")
		if err == nil {
			got, err = io.ReadAll(u)
		}
		switch {
		case bytes.Equal(data, good):
			if err != nil || string(got) != plain {
				t.Errorf("does not open: %v", err)
			}
		case !errors.Is(err, ErrTampered) && !errors.Is(err, ErrWrongKey):
			t.Errorf("changed file opens: %v", err)
		case !strings.HasPrefix(plain, string(got)):
			t.Error("changed bytes were given")
		}
	})
}

func BenchmarkPut(b *testing.B) {
	s, _, _ := newStore(b)
	data := make([]byte, 4_000_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		id := put(b, s, data)
		if err := s.Delete(id); err != nil {
			b.Fatal(err)
		}
	}
}
