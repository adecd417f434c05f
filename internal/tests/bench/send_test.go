// Package bench measures what docs/performance.md promises. It may use everything.
package bench

import (
	"context"
	"net/http"
	"runtime"
	"slices"
	"testing"
)

const (
	senders = 32
	sent    = 10_000 // complaints a round
	rounds  = 3
)

// BenchmarkSend sends complaints through the last step of the form and, in turn with them, bodies to the bare
// handler. The figure of each is the median of its rounds.
func BenchmarkSend(b *testing.B) {
	s := newSite(b)
	calls := s.complaints(b, sent*rounds)
	addr := serve(b, newBare(b))
	plain := slices.Repeat([]call{post("/", "d=0123456789abcdef0123456789abcdef; b=0123456789abcdef", "code=123456")}, 2*sent)
	var ours, theirs []figures
	b.ResetTimer()
	for range rounds {
		runtime.GC() // what was prepared is not charged to the round
		theirs = append(theirs, load(b, addr, senders, http.StatusSeeOther, plain))
		runtime.GC()
		ours = append(ours, load(b, s.addr, senders, http.StatusSeeOther, calls[:sent]))
		calls = calls[sent:]
	}
	b.StopTimer()
	s.check(b)
	a, z := median(ours), median(theirs)
	a.report(b, "case")
	b.ReportMetric(z.rate, "bare/s")
	b.ReportMetric(a.rate/z.rate, "ratio")
}

// median gives the figures of the round in the middle by rate.
func median(f []figures) figures {
	slices.SortFunc(f, func(a, b figures) int { return int(a.rate - b.rate) })
	return f[len(f)/2]
}

// check makes sure that what was measured is what was promised: each complaint has its event and two letters.
func (s *site) check(b *testing.B) {
	b.Helper()
	ctx := context.Background()
	disputes, err := s.Store.Queries().CountDisputes(ctx)
	if err != nil {
		b.Fatal(err)
	}
	events, err := s.Store.Queries().CountEvents(ctx)
	if err != nil {
		b.Fatal(err)
	}
	size, _, err := s.Store.Checkpoint(ctx)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := s.Clerk.Claim(ctx, 2*sent*rounds)
	if err != nil {
		b.Fatal(err)
	}
	if disputes != sent*rounds || events != disputes || size != events || len(rows) < sent*rounds {
		b.Fatalf("%d disputes, %d events, %d leaves, %d letters at the head of their lines", disputes, events, size, len(rows))
	}
}
