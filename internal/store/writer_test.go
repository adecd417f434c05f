package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
	"wederhoor/internal/store/storetest"
)

func complaint(n int) storetest.Complaint {
	return storetest.Complaint{
		ID: fmt.Sprintf("d%05d", n), Member: "1001", Address: "shop@shop.example", Now: 1_780_000_000_000 + int64(n), Secret: storetest.Secret(n),
	}
}

func submit(ctx context.Context, s *store.Store, n int) error {
	return s.Write(ctx, store.Act, func(tx *store.Tx) error { return storetest.Submit(ctx, tx, complaint(n)) })
}

// hold keeps the writer busy until the function that it gives is called, so that what follows waits in the queue.
func hold(t *testing.T, s *store.Store) (release func()) {
	t.Helper()
	begun, end := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- s.Write(t.Context(), store.Clock, func(*store.Tx) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	return func() {
		close(end)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// waiting puts a write in the queue and comes back once it is there.
func waiting(t *testing.T, s *store.Store, p store.Priority, fn func(tx *store.Tx) error) <-chan error {
	t.Helper()
	before := store.Waiting(s)
	done := make(chan error, 1)
	go func() { done <- s.Write(t.Context(), p, fn) }()
	for store.Waiting(s) == before {
		runtime.Gosched()
	}
	return done
}

func TestGroupKeepsPiecesApart(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{})
	release := hold(t, s)
	cause := errors.New("no")
	gone, cancel := context.WithCancel(t.Context())
	var order []string
	piece := func(name string, n int, end func() error) func(tx *store.Tx) error {
		return func(tx *store.Tx) error {
			order = append(order, name)
			if err := storetest.Submit(t.Context(), tx, complaint(n)); err != nil {
				return err
			}
			return end()
		}
	}
	fine := func() error { return nil }
	results := map[string]<-chan error{
		"first":  waiting(t, s, store.Act, piece("first", 1, fine)),
		"fails":  waiting(t, s, store.Act, piece("fails", 2, func() error { return cause })),
		"panics": waiting(t, s, store.Act, piece("panics", 3, func() error { panic("out of order") })),
		"double": waiting(t, s, store.Act, piece("double", 1, fine)),
		"last":   waiting(t, s, store.Act, piece("last", 4, fine)),
		"clock":  waiting(t, s, store.Clock, piece("clock", 5, fine)),
	}
	left := make(chan error, 1)
	before := store.Waiting(s)
	go func() { left <- s.Write(gone, store.Act, piece("left", 6, fine)) }()
	for store.Waiting(s) == before {
		runtime.Gosched()
	}
	cancel()
	release()
	for name, want := range map[string]error{"first": nil, "fails": cause, "double": store.ErrConflict, "last": nil, "clock": nil} {
		if err := <-results[name]; !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
	if err := <-results["panics"]; err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("panic: got %v", err)
	}
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("given up while waiting: got %v", err)
	}
	if got := fmt.Sprint(order); got != "[clock first fails panics double last]" {
		t.Errorf("order: %s", got)
	}
	rows, err := s.Queries().EventsByLeaf(t.Context(), db.EventsByLeafParams{EndLeaf: 100})
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, e := range rows {
		kept = append(kept, fmt.Sprint(e.Leaf, ":", e.Dispute))
	}
	if got := strings.Join(kept, " "); got != "0:d00005 1:d00001 2:d00004" {
		t.Errorf("kept: %s", got)
	}
	verified(t, s)
}

// TestAcknowledgedIsThere copies the files as a crash would leave them, while the store is open, and opens the copy.
func TestAcknowledgedIsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openIn(t, dir, store.Options{Group: 7})
	const each = 20
	var all sync.WaitGroup
	for w := range 32 {
		all.Go(func() {
			for i := range each {
				if err := submit(t.Context(), s, w*each+i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	copyOf := t.TempDir()
	for _, end := range []string{"", "-wal"} {
		copyTo(t, dir+"/"+store.FileName+end, copyOf+"/"+store.FileName+end)
	}
	again := openIn(t, copyOf, store.Options{})
	for n := range 32 * each {
		if _, err := again.Queries().DisputeByID(t.Context(), complaint(n).ID); err != nil {
			t.Errorf("%d: %v", n, err)
		}
	}
	if r := verified(t, again); r.Size != 32*each {
		t.Errorf("log of %d", r.Size)
	}
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{})
	err := s.Read(t.Context(), func(q *db.Queries) error {
		for n := range 2 {
			got, err := q.CountDisputes(t.Context())
			if err != nil {
				return err
			}
			if got != 0 {
				t.Errorf("read %d sees %d disputes", n, got)
			}
			if err := submit(t.Context(), s, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadPanicGivesItsConnectionBack(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{Readers: 1})
	for range 3 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = s.Read(t.Context(), func(*db.Queries) error { panic("x") })
		}()
	}
	if _, err := s.Queries().CountDisputes(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTwoStoresOnOneFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	both := []*store.Store{openIn(t, dir, store.Options{}), openIn(t, dir, store.Options{})}
	var all sync.WaitGroup
	for w, s := range both {
		all.Go(func() {
			for i := range 50 {
				if err := submit(t.Context(), s, w*1000+i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if r := verified(t, both[0]); r.Size != 100 {
		t.Errorf("log of %d", r.Size)
	}
}

func TestFull(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{MaxPages: 200})
	n, stored := 0, 0
	for ; ; n++ {
		err := submit(t.Context(), s, n)
		if errors.Is(err, store.ErrFull) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		stored++
	}
	if stored < 10 {
		t.Fatalf("full after %d", stored)
	}
	// Who goes on after a failure is stopped: what came after it would stand alone.
	err := s.Write(t.Context(), store.Act, func(tx *store.Tx) error {
		for i := range 10 {
			_ = storetest.Submit(t.Context(), tx, complaint(30_000+i))
		}
		if _, err := tx.CountDisputes(t.Context()); err == nil {
			t.Error("a query went through after the disk was full")
		}
		_ = tx.SetMeta(t.Context(), db.SetMetaParams{Name: "after", Value: "full"})
		return nil
	})
	if !errors.Is(err, store.ErrFull) {
		t.Errorf("going on after the disk was full: %v", err)
	}
	if _, err := s.Queries().GetMeta(t.Context(), "after"); !errors.Is(store.Wrap(err), store.ErrNotFound) {
		t.Errorf("written after the disk was full: %v", err)
	}
	// Of a group, those that did not fit fail together, and no half of any is there.
	release := hold(t, s)
	var results []<-chan error
	for i := range 8 {
		results = append(results, waiting(t, s, store.Act, func(tx *store.Tx) error {
			return storetest.Submit(t.Context(), tx, complaint(10_000+i))
		}))
	}
	release()
	for i, r := range results {
		err := <-r
		if err != nil && !errors.Is(err, store.ErrFull) {
			t.Errorf("piece %d: %v", i, err)
		}
		if err == nil {
			stored++
		}
	}
	count, err := s.Queries().CountDisputes(t.Context())
	if err != nil || int(count) != stored {
		t.Errorf("%d disputes are stored, %d were acknowledged (%v)", count, stored, err)
	}
	verified(t, s)
	err = s.Write(t.Context(), store.Act, func(tx *store.Tx) error {
		_, err := tx.DeleteExpiredSessions(t.Context(), 1<<62)
		for n := range stored {
			_, erase := tx.ContentsErase(t.Context(), complaint(n).ID)
			err = errors.Join(err, erase)
		}
		return err
	})
	if err != nil {
		t.Fatalf("making room: %v", err)
	}
	if err := submit(t.Context(), s, 20_000); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	release := hold(t, s)
	waits := waiting(t, s, store.Act, func(tx *store.Tx) error { return storetest.Submit(t.Context(), tx, complaint(1)) })
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	release()
	if err := <-waits; err != nil {
		t.Errorf("waited when it was closed: %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if err := submit(t.Context(), s, 2); !errors.Is(err, store.ErrClosed) {
		t.Errorf("after close: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}
