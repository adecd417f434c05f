package store

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"wederhoor/internal/store/db"
)

// logLevels is the height of a tree with more leaves than there will ever be.
const logLevels = 40

// logEdge is the right edge of the log's tree: of each level whose bit is set in size, the hash of the last complete
// subtree. With it a leaf is added without reading anything. It is a value: a copy undoes what came after it.
type logEdge struct {
	loaded bool
	size   int64
	hash   [logLevels]tlog.Hash
}

// load reads the edge from the stored hashes.
func (e *logEdge) load(q *db.Queries) error {
	ctx := context.Background()
	last, err := q.LastLogHash(ctx)
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	fresh := logEdge{loaded: true, size: leavesOf(last)}
	if tlog.StoredHashCount(fresh.size) != last+1 {
		return fmt.Errorf("log: %d hashes are stored, %d leaves need %d: run verify", last+1, fresh.size, tlog.StoredHashCount(fresh.size))
	}
	for level := range logLevels {
		if fresh.size>>level&1 == 0 {
			continue
		}
		b, err := q.LogHashByIndex(ctx, tlog.StoredHashIndex(level, fresh.size>>level-1))
		if err != nil {
			return fmt.Errorf("log: %w", err)
		}
		if copy(fresh.hash[level][:], b) != tlog.HashSize {
			return fmt.Errorf("log: a hash of %d bytes is stored", len(b))
		}
	}
	*e = fresh
	return nil
}

// leavesOf gives how many leaves a log has whose highest stored index is last; -1 means none.
func leavesOf(last int64) int64 {
	if last < 0 {
		return 0
	}
	level, n := tlog.SplitStoredHashIndex(last)
	return (n + 1) << level
}

// AppendLeaf adds a record to the transparency log and gives its number, from 0. It is undone with the rest when the
// write fails.
func (t *Tx) AppendLeaf(record []byte) (index int64, err error) {
	e := &t.w.log
	n := e.size
	h := tlog.RecordHash(record)
	at := tlog.StoredHashIndex(0, n)
	ctx := context.Background()
	for level := 0; ; level++ {
		if err := t.InsertLogHash(ctx, db.InsertLogHashParams{Idx: at, Hash: h[:]}); err != nil {
			return 0, fmt.Errorf("log: %w", err)
		}
		if n>>level&1 == 0 {
			e.hash[level] = h
			e.size++
			return n, nil
		}
		h = tlog.NodeHash(e.hash[level], h)
		at++ // the subtree that this leaf completes is stored right after it
	}
}

// LogSize gives the number of leaves in the log, those of this write among them.
func (t *Tx) LogSize() int64 { return t.w.log.size }

// Checkpoint gives the size and the root of the log: who keeps them can tell later whether anything before was changed.
func (s *Store) Checkpoint(ctx context.Context) (size int64, root tlog.Hash, err error) {
	err = s.Read(ctx, func(q *db.Queries) error {
		last, err := q.LastLogHash(ctx)
		if err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		size = leavesOf(last)
		if size == 0 {
			return nil // the root of nothing is the zero hash
		}
		root, err = tlog.TreeHash(size, logReader(ctx, q))
		if err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		return nil
	})
	return size, root, err
}

// Proof proves that a leaf is in the log of the size given (tlog.CheckRecord).
func (s *Store) Proof(ctx context.Context, leaf, size int64) (proof tlog.RecordProof, err error) {
	err = s.Read(ctx, func(q *db.Queries) error {
		last, err := q.LastLogHash(ctx)
		if err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		if leaf < 0 || leaf >= size || size > leavesOf(last) {
			return fmt.Errorf("proof of leaf %d in a log of %d: %w", leaf, size, ErrNotFound)
		}
		if proof, err = tlog.ProveRecord(size, leaf, logReader(ctx, q)); err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		return nil
	})
	return proof, err
}

// TreeProof proves that the log of the older size is the beginning of that of the newer (tlog.CheckTree).
func (s *Store) TreeProof(ctx context.Context, older, newer int64) (proof tlog.TreeProof, err error) {
	err = s.Read(ctx, func(q *db.Queries) error {
		last, err := q.LastLogHash(ctx)
		if err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		if older < 1 || older > newer || newer > leavesOf(last) {
			return fmt.Errorf("proof of a log of %d in one of %d: %w", older, newer, ErrNotFound)
		}
		if proof, err = tlog.ProveTree(newer, older, logReader(ctx, q)); err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		return nil
	})
	return proof, err
}

func logReader(ctx context.Context, q *db.Queries) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			b, err := q.LogHashByIndex(ctx, idx)
			if err != nil {
				return nil, fmt.Errorf("hash %d of the log: %w", idx, err)
			}
			if copy(out[i][:], b) != tlog.HashSize {
				return nil, errors.New("a stored hash of the log has the wrong length")
			}
		}
		return out, nil
	})
}
