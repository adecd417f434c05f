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
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"wederhoor/internal/house"
	"wederhoor/internal/member"
	"wederhoor/internal/past"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// largest is how many cases the larger set has; the smaller one has fewCases. A folder that is named is kept, and used
// again when it is there.
var (
	largest = flag.Int("cases", fewCases, "cases of the larger set")
	only    = flag.Bool("only", false, "measure the larger set only")
	pick    = flag.String("pages", "", "measure only pages in whose kind or name this stands")
	kept    = flag.String("set", "", "folder in which the sets are kept")
)

const (
	fewCases     = 10_000
	manyMembers  = 4_800
	monthsOfPast = 24
	atOnce       = 200 // cases in one transaction
	mediators    = 60
)

// largeSite opens a trustmark with so many cases of the last two years, and makes them when they are not there.
func largeSite(b *testing.B, cases int) *site {
	b.Helper()
	folder := b.TempDir()
	if *kept != "" {
		folder = filepath.Join(*kept, fmt.Sprint(cases))
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	set := settings(folder)
	set.Staff = largeStaff()
	set.API.Requests = 0
	ahead := new(atomic.Int64)
	now := func() time.Time { return house.Now().Add(time.Duration(ahead.Load())) }
	h, err := house.Build(b.Context(), set, now, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		b.Fatal(err)
	}
	s := &site{House: h, addr: serve(b, h.App.Handler()), ahead: ahead}
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	})
	last, err := h.Store.Queries().LatestDisputes(b.Context(), db.LatestDisputesParams{MaxRows: 1})
	if err != nil {
		b.Fatal(err)
	}
	if len(last) > 0 { // a set that was kept: the clock goes on from where it stood
		ahead.Store(int64(time.Until(time.UnixMilli(last[0].Changed))))
	}
	s.fill(b, cases)
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the peak of memory begins anew
		b.Log("peak of memory with the making of the set:", err)
	}
	if s.members, err = h.Store.Queries().AllMembers(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

// fill makes members with volumes as they are among shops, and cases in proportion to them. It goes on where it was
// broken off.
func (s *site) fill(b *testing.B, cases int) {
	b.Helper()
	have, err := s.Store.Queries().CountDisputes(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if int(have) >= cases {
		return
	}
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
	desk := s.desk(b)
	r = rand.New(rand.NewPCG(2, uint64(have)))
	for from := int(have); from < cases; from += atOnce {
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
				Staff: past.Staff{Mediator: desk[2+n%mediators], Adjudicator: desk[1], Office: desk[0]},
			}, rows[i].ID, now, n))
		}
		if _, err := s.Clerk.Load(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	s.skip(b)
	s.follow(b)
	b.Logf("%d cases made in %.0f s", cases-int(have), time.Since(start).Seconds())
}

// followed is how many of the last events the rows for other programs are made from; from all of them it takes longer
// than the making of the cases.
const followed = 1_000_000

// skip leaves out of the rows for other programs what is older.
func (s *site) skip(b *testing.B) {
	b.Helper()
	size, _, err := s.Store.Checkpoint(b.Context())
	if err == nil && size > followed {
		err = s.Store.Write(b.Context(), store.Clock, func(tx *store.Tx) error {
			return tx.SetMeta(b.Context(), db.SetMetaParams{Name: "feed.leaf", Value: strconv.FormatInt(size-followed, 10)})
		})
	}
	if err != nil {
		b.Fatal(err)
	}
}

// follow makes the rows that other programs read, as a running program does all day.
func (s *site) follow(b *testing.B) {
	b.Helper()
	for more := true; more; {
		var err error
		if more, err = s.Clerk.Follow(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
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

// largeStaff are the people of the trustmark: an administrator who watches quality too, a lawyer, and mediators.
func largeStaff() []setting.Staff {
	out := []setting.Staff{
		{Name: "Bas Beheer", Email: "staf0@keurmerk.example", Roles: []string{setting.Administrator, setting.Quality}},
		{Name: "mr. Jet Jurist", Email: "staf1@keurmerk.example", Roles: []string{setting.Adjudicator}},
	}
	for i := range mediators {
		out = append(out, setting.Staff{Name: fmt.Sprintf("Bemiddelaar %d", i), Email: fmt.Sprintf("staf%d@keurmerk.example", i+2), Roles: []string{setting.Mediator}})
	}
	return out
}

// desk gives the accounts of the staff, in their order.
func (s *site) desk(b *testing.B) []string {
	b.Helper()
	var out []string
	for _, p := range largeStaff() {
		a, ok, err := s.Accounts.StaffByEmail(b.Context(), p.Email)
		if err != nil || !ok {
			b.Fatal("no account of", p.Email, err)
		}
		out = append(out, a.ID)
	}
	return out
}
