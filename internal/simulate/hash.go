package simulate

import (
	"encoding/binary"

	"wederhoor/internal/procedure"
)

// hash folds what happened into 64 bits (FNV-1a): enough to tell two runs apart, and fast.
type hash struct{ sum uint64 }

const (
	hashBasis = 14695981039346656037
	hashPrime = 1099511628211
)

func newHash() hash { return hash{hashBasis} }

func (h *hash) add(n uint64) {
	for range 8 {
		h.sum = (h.sum ^ n&0xff) * hashPrime
		n >>= 8
	}
}

func (h *hash) text(s string) {
	for i := range len(s) {
		h.sum = (h.sum ^ uint64(s[i])) * hashPrime
	}
}

// event folds the facts of an event: what, when, by whom, under which rule.
func (h *hash) event(e *procedure.Event) {
	h.text(procedure.TypeOf(e.Body))
	h.text(string(e.Actor.Role))
	h.text(e.Rule)
	h.add(uint64(e.Seq))
	h.add(uint64(e.Due.UnixMilli()))
	h.add(uint64(e.Recorded.UnixMilli()))
}

func (h *hash) bytes() []byte { return binary.BigEndian.AppendUint64(nil, h.sum) }
