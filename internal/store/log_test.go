package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
	"wederhoor/internal/store/storetest"
)

// verified checks the whole log and that the stored and the computed root agree.
func verified(t testing.TB, s *store.Store) store.Report {
	t.Helper()
	r, err := s.Verify(context.Background(), storetest.Leaf)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Errorf("%d problems: %v", r.Found, r.Problems)
	}
	size, root, err := s.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if size != r.Size || root != r.Root {
		t.Errorf("checkpoint %d %v, computed %d %v", size, root, r.Size, r.Root)
	}
	return r
}

var errRefused = errors.New("refused")

// TestLogAfterFailures: whatever mix of writes succeeds, fails or panics, in whatever groups, the log is that of the
// events that are stored.
func TestLogAfterFailures(t *testing.T) {
	t.Parallel()
	stores, run := map[int]*store.Store{}, 0 // one of each group, whose log goes on from run to run: to open one takes long
	rapid.Check(t, func(rt *rapid.T) {
		run++
		group := rapid.IntRange(1, 8).Draw(rt, "group")
		if stores[group] == nil {
			stores[group] = openIn(t, t.TempDir(), store.Options{Group: group})
		}
		s := stores[group]
		before := verified(t, s).Size
		type act struct {
			events int
			end    int
		}
		acts := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) act {
			return act{rapid.IntRange(0, 5).Draw(rt, "events"), rapid.IntRange(0, 3).Draw(rt, "end")}
		}), 1, 40).Draw(rt, "acts")
		var all sync.WaitGroup
		var kept sync.Map
		for i, a := range acts {
			all.Go(func() {
				err := s.Write(context.Background(), store.Priority(i%2), func(tx *store.Tx) error {
					for n := range a.events {
						e := db.Event{Dispute: fmt.Sprint(run, "-", i), Seq: int64(n), Payload: []byte{byte(i), byte(n)}}
						if err := storetest.Append(context.Background(), tx, e); err != nil {
							return err
						}
					}
					switch a.end {
					case 2:
						return errRefused
					case 3:
						panic("broken")
					}
					return nil
				})
				if err == nil {
					kept.Store(i, a.events)
				}
				if (err == nil) != (a.end < 2) {
					t.Errorf("act %d: %v", i, err)
				}
			})
		}
		all.Wait()
		want := int(before)
		kept.Range(func(_, n any) bool { want += n.(int); return true })
		if r := verified(t, s); int(r.Size) != want {
			t.Errorf("log of %d, %d events were acknowledged", r.Size, want)
		}
	})
}

func TestProofs(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), store.Options{})
	var roots []tlog.Hash
	for n := range 40 {
		if err := submit(t.Context(), s, n); err != nil {
			t.Fatal(err)
		}
		size, root, err := s.Checkpoint(t.Context())
		if err != nil || size != int64(n+1) {
			t.Fatalf("checkpoint %d: %v", size, err)
		}
		roots = append(roots, root)
	}
	events, err := s.Queries().EventsByLeaf(t.Context(), db.EventsByLeafParams{EndLeaf: 40})
	if err != nil {
		t.Fatal(err)
	}
	for size := int64(1); size <= 40; size++ {
		for leaf := range size {
			p, err := s.Proof(t.Context(), leaf, size)
			if err != nil {
				t.Fatal(err)
			}
			record, err := storetest.Leaf(events[leaf])
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckRecord(p, size, roots[size-1], leaf, tlog.RecordHash(record)); err != nil {
				t.Errorf("leaf %d of %d: %v", leaf, size, err)
			}
			older := leaf + 1
			grown, err := s.TreeProof(t.Context(), older, size)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckTree(grown, size, roots[size-1], older, roots[older-1]); err != nil {
				t.Errorf("log of %d in %d: %v", older, size, err)
			}
		}
	}
	for _, bad := range [][2]int64{{-1, 4}, {4, 4}, {0, 41}} {
		if _, err := s.Proof(t.Context(), bad[0], bad[1]); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("proof of %v: %v", bad, err)
		}
	}
	for _, bad := range [][2]int64{{0, 4}, {5, 4}, {1, 41}} {
		if _, err := s.TreeProof(t.Context(), bad[0], bad[1]); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("proof of growth %v: %v", bad, err)
		}
	}
}

func TestEmptyLog(t *testing.T) {
	t.Parallel()
	r := verified(t, openIn(t, t.TempDir(), store.Options{}))
	if r.Size != 0 || r.Root != (tlog.Hash{}) {
		t.Errorf("empty log: %+v", r)
	}
}

func TestVerifyFindsTampering(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, sql string
		least     int
	}{
		{"payload", "UPDATE event SET payload = '{}' WHERE leaf = 3", 1},
		{"instant", "UPDATE event SET due = due + 1 WHERE leaf = 0", 1},
		{"event removed", "DELETE FROM event WHERE leaf = 5", 1},
		{"last event removed", "DELETE FROM event WHERE leaf = 12", 1},
		{"event added", "INSERT INTO event SELECT dispute, 9, due, recorded, actor_role, actor, rule, type, payload, 13, nonce FROM event WHERE leaf = 1", 1},
		{"event unnumbered", "INSERT INTO event SELECT dispute, 9, due, recorded, actor_role, actor, rule, type, payload, -1, nonce FROM event WHERE leaf = 1", 1},
		{"swapped", "UPDATE event SET leaf = CASE leaf WHEN 2 THEN 1002 ELSE 1004 END WHERE leaf IN (2, 4); UPDATE event SET leaf = CASE leaf WHEN 1002 THEN 4 ELSE 2 END WHERE leaf > 1000", 2},
		{"hash of a leaf", "UPDATE log_hash SET hash = zeroblob(32) WHERE idx = 0", 1},
		{"hash of a node", "UPDATE log_hash SET hash = zeroblob(32) WHERE idx = 2", 1},
		{"hash removed", "DELETE FROM log_hash WHERE idx = 2", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := openIn(t, dir, store.Options{})
			for n := range 13 {
				if err := submit(t.Context(), s, n); err != nil {
					t.Fatal(err)
				}
			}
			before := verified(t, s)
			tamper(t, dir, c.sql)
			r, err := s.Verify(t.Context(), storetest.Leaf)
			if err != nil {
				t.Fatal(err)
			}
			if r.OK() || r.Found < c.least || r.Size != before.Size {
				t.Errorf("%d found in a log of %d: %v", r.Found, r.Size, r.Problems)
			}
		})
	}
}

// TestVerifyAgainstACheckpoint: what is cut off at the end with its hashes shows in the size and the root.
func TestVerifyAgainstACheckpoint(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openIn(t, dir, store.Options{})
	for n := range 8 {
		if err := submit(t.Context(), s, n); err != nil {
			t.Fatal(err)
		}
	}
	size, root, err := s.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, fmt.Sprintf("DELETE FROM event WHERE leaf = 7; DELETE FROM log_hash WHERE idx >= %d", tlog.StoredHashIndex(0, 7)))
	r, err := s.Verify(t.Context(), storetest.Leaf)
	if err != nil {
		t.Fatal(err)
	}
	if r.Size == size || r.Root == root {
		t.Error("the cut does not show")
	}
	if err := submit(t.Context(), s, 100); err != nil { // the writer sees that another process has written
		t.Fatal(err)
	}
	verified(t, s)
}

func tamper(t *testing.T, dir, text string) {
	t.Helper()
	conn, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}
