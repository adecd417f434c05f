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

// BenchmarkSend sends complaints through the last step of the form and, in turn with them, bodies to bare handlers:
// one whose inserts share their commits as ours do, and one in which each insert has its own. The figure of each is
// the median of its rounds.
func BenchmarkSend(b *testing.B) {
	s := newSite(b)
	calls := s.complaints(b, sent*rounds)
	shared, alone := serve(b, newBare(b, 256)), serve(b, newBare(b, 1))
	plain := slices.Repeat([]call{post("/", "d=0123456789abcdef0123456789abcdef; b=0123456789abcdef", "code=123456")}, 2*sent)
	var ours, together, single []figures
	b.ResetTimer()
	for range rounds {
		runtime.GC() // what was prepared is not charged to the round
		together = append(together, load(b, shared, senders, http.StatusSeeOther, plain))
		single = append(single, load(b, alone, senders, http.StatusSeeOther, plain[:sent/4]))
		runtime.GC()
		ours = append(ours, load(b, s.addr, senders, http.StatusSeeOther, calls[:sent]))
		calls = calls[sent:]
	}
	b.StopTimer()
	s.check(b)
	a, y, z := median(ours), median(together), median(single)
	a.report(b, "case")
	b.ReportMetric(y.rate, "bare-shared/s")
	b.ReportMetric(a.rate/y.rate, "ratio-shared")
	b.ReportMetric(z.rate, "bare-alone/s")
	b.ReportMetric(a.rate/z.rate, "ratio-alone")
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
