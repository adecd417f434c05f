package registry_test

import (
	"sync"
	"testing"
	"time"

	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
)

// BenchmarkOpen opens disputes from 32 goroutines: each durable, with its event, log leaf and two letters.
func BenchmarkOpen(b *testing.B) {
	st, err := store.Open(b.Context(), b.TempDir(), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close() //nolint:errcheck // the benchmark is over
	c := registry.New(st, func() time.Time { return time.Now().UTC() }, "test.example")
	if _, err := c.ImportMembers(b.Context(), []member.Member{{
		ExternalID: "1", Name: "W", Domains: []string{"w.example"}, Emails: []string{"a@w.example"}, Since: procedure.Date{Year: 2014, Month: 3, Day: 1},
	}}, nil); err != nil {
		b.Fatal(err)
	}
	m, err := c.MemberByID(b.Context(), "1")
	if err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	work := make(chan int)
	for range 32 {
		wg.Go(func() {
			for range work {
				if _, err := c.Open(b.Context(), registry.Opening{
					Member: m, Complaint: registry.Complaint{Category: "faulty", Remedy: "refund", Amount: 1, Purchase: procedure.Date{Year: 2026, Month: 5, Day: 12}, Story: "x"},
					Person: registry.Person{Name: "A", Email: registry.PublicID() + "@v.example", Lang: "nl"},
				}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	b.ResetTimer()
	for i := range b.N {
		work <- i
	}
	close(work)
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}
