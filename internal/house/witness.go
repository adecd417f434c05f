package house

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"wederhoor/internal/document"
	"wederhoor/internal/store"
)

// witness signs the state of the log for the footer of each letter, so that every party can show later what the log
// was then (proof.md, Log), and on documents.
type witness struct {
	store  *store.Store
	key    ed25519.PrivateKey
	origin string
	signer note.Signer // the same key, for documents and case files
	public string      // the key by which they are checked

	mu   sync.Mutex
	size int64
	last string
}

func newWitness(s *store.Store, seed []byte, origin string) (*witness, error) {
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("key of the log has %d bytes, want %d", len(seed), ed25519.SeedSize)
	}
	w := &witness{store: s, key: ed25519.NewKeyFromSeed(seed), origin: origin}
	var err error
	if w.signer, w.public, err = document.LogKey(w.origin, w.key); err != nil {
		return nil, err
	}
	return w, nil
}

// line gives "size root signature" of the log as it stands, in one line.
func (w *witness) line(ctx context.Context) (string, error) {
	size, root, err := w.store.Checkpoint(ctx)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if size == w.size && w.last != "" {
		return w.last, nil
	}
	note := checkpoint(w.origin, size, root)
	w.size = size
	w.last = fmt.Sprintf("%d %s %s", size, base64.StdEncoding.EncodeToString(root[:]),
		base64.StdEncoding.EncodeToString(ed25519.Sign(w.key, note)))
	return w.last, nil
}

// checkpoint is what is signed: origin, size and root, a line each.
func checkpoint(origin string, size int64, root tlog.Hash) []byte {
	return fmt.Appendf(nil, "%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:]))
}
