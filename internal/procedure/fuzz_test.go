package procedure

import (
	"math/rand/v2"
	"testing"
)

// FuzzCommands turns bytes into random commands by random people at random instants, absurd ones among them, and
// judges the history after each step.
func FuzzCommands(f *testing.F) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		b := make([]byte, 50+r.IntN(400))
		for i := range b {
			b[i] = byte(r.UintN(256))
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 2000 {
			return
		}
		next := 0
		d := func(n int) int {
			if next >= len(b) {
				return 0
			}
			next++
			return int(b[next-1]) % n
		}
		journey(t, d, len(b)/8, checkAll(t))
	})
}

// TestManyJourneys is the fuzzer with seeds, so that each run of the tests walks the same thousand disputes.
func TestManyJourneys(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		journey(t, rand.New(rand.NewPCG(seed, 11)).IntN, 40, checkAll(t))
	}
}
