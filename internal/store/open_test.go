package store_test

import (
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/storetest"
)

// openIn opens a store in a folder and closes it with the test.
func openIn(tb testing.TB, dir string, opts store.Options) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), dir, opts)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) *store.Store { return openIn(t, t.TempDir(), store.Options{}) })
}
