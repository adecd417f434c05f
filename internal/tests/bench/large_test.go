package bench

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wederhoor/internal/house"
	"wederhoor/internal/member"
	"wederhoor/internal/past"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
)

// largest is how many cases the larger set has; the smaller one has fewCases. A folder that is named is kept, and used
// again when it is there.
var (
	largest = flag.Int("cases", fewCases, "cases of the larger set")
	kept    = flag.String("set", "", "folder in which the sets are kept")
)

const (
	fewCases     = 10_000
	manyMembers  = 4_800
	monthsOfPast = 24
	atOnce       = 200 // cases in one transaction
)

// largeSite opens a trustmark with so many cases of the last two years, and makes them when they are not there.
func largeSite(b *testing.B, cases int) *site {
	b.Helper()
	folder := b.TempDir()
	if *kept != "" {
		folder = filepath.Join(*kept, fmt.Sprint(cases))
	}
	_, err := os.Stat(filepath.Join(folder, store.FileName))
	made := err == nil
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	set := settings(folder)
	h, err := house.Build(b.Context(), set, house.Now, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		b.Fatal(err)
	}
	s := &site{House: h, addr: serve(b, h.App.Handler())}
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	})
	if !made {
		s.fill(b, cases)
	}
	if s.members, err = h.Store.Queries().AllMembers(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

// fill makes members with volumes as they are among shops, and cases in proportion to them.
func (s *site) fill(b *testing.B, cases int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, uint64(cases)))
	members, weights := make([]member.Member, manyMembers), make([]float64, manyMembers)
	sum := 0.0
	for i := range members {
		orders := int64(math.Exp(7 + 1.3*r.NormFloat64()))
		members[i] = member.Member{
			ExternalID: fmt.Sprintf("7%04d", i), Name: fmt.Sprintf("Winkel %d", i), Domains: []string{fmt.Sprintf("winkel%d.example", i)},
			Emails: []string{fmt.Sprintf("klachten@winkel%d.example", i)}, Sector: fmt.Sprintf("sector %d", i%12),
			Since: procedure.Date{Year: 2014, Month: 3, Day: 1}, OrdersPerYear: &orders, OrdersSource: member.Measured,
		}
		sum += float64(orders) * (0.5 + r.Float64())
		weights[i] = sum
	}
	if _, err := s.Clerk.ImportMembers(b.Context(), members, nil); err != nil {
		b.Fatal(err)
	}
	rows, err := s.Store.Queries().AllMembers(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	now := s.Clerk.Now()
	start := time.Now()
	for from := 0; from < cases; from += atOnce {
		batch := make([]registry.Past, 0, atOnce)
		for n := from; n < min(from+atOnce, cases); n++ {
			x := r.Float64() * sum
			i, step := 0, manyMembers
			for step > 1 { // the member on whose part of the line x lies
				step = (step + 1) / 2
				if i+step < manyMembers && weights[i+step-1] < x {
					i += step
				}
			}
			opened := now.AddDate(0, -monthsOfPast, 0).Add(time.Duration(float64(n) / float64(cases) * float64(monthsOfPast*30*24) * float64(time.Hour)))
			batch = append(batch, s.past(r, past.Case{
				Opened: opened, Category: procedure.Categories[r.IntN(7)], Amount: int64(8+r.IntN(240)) * 100,
				Shop:  past.Shop{Member: rows[i].ID, Answers: 0.85, Solves: 0.6, Carries: 0.92},
				Staff: past.Staff{Mediator: "mediator", Adjudicator: "adjudicator", Office: "office"},
			}, rows[i].ID, now, n))
		}
		if _, err := s.Clerk.Load(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d cases made in %.0f s", cases, time.Since(start).Seconds())
}

func (s *site) past(r *rand.Rand, c past.Case, id string, now time.Time, n int) registry.Past {
	row, err := s.Store.Queries().MemberByID(context.Background(), id)
	if err != nil {
		panic(err)
	}
	k := registry.Complaint{
		Category: c.Category, Amount: c.Amount, PaidCents: c.Amount, Order: fmt.Sprintf("G-%07d", n), Product: "Lamp",
		Story: "De lamp kwam kapot aan. De winkel antwoordt niet op mijn e-mails.", TellHow: "email",
	}
	words, err := k.Words()
	if err != nil {
		panic(err)
	}
	return registry.Past{
		Member: row, Complaint: k,
		Person: registry.Person{Name: fmt.Sprintf("Klant %d", n), Email: fmt.Sprintf("klant%d@voorbeeld.example", n), Lang: "nl"},
		Play: func(dispute string, text func(kind string, by procedure.Role, words string) procedure.Ref) []procedure.Event {
			c.ID = dispute
			return past.Play(r, c, now, func(kind string, by procedure.Role) procedure.Ref {
				if kind == registry.KindComplaint {
					return text(kind, by, words)
				}
				return text(kind, by, "{}")
			})
		},
	}
}

// BenchmarkLarge measures pages on ten thousand cases and on as many as were asked for.
func BenchmarkLarge(b *testing.B) {
	for _, cases := range []int{fewCases, *largest} {
		s := largeSite(b, cases)
		b.Logf("%d: %d members", cases, len(s.members))
		if cases == *largest {
			break
		}
	}
}
