package demo

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/member"
	"wederhoor/internal/past"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
)

// The history of the demo: two years of cases at a hundred more shops, so that the quality manager has something to
// look at. It is the same in every demo, and made without letters.

const (
	monthsOfHistory = 24
	historySeed     = 20_260_901
	PastFile        = "past" // the references of the cases of the history, one a line
)

// Members of the history that stand out.
const (
	slowPayer  = "2003" // often refunds late
	silentShop = "2011" // does not answer
	stopped    = "2017" // took money these twelve days and sends nothing
	crowded    = "2024" // far more complaints than its size explains
)

// kinds are the first halves of the names of shops, with their sector.
var kinds = [][2]string{
	{"Lampen", "wonen"},
	{"Fietsen", "sport"},
	{"Tuin", "tuin"},
	{"Bedden", "wonen"},
	{"Kook", "wonen"},
	{"Speel", "speelgoed"},
	{"Schoenen", "kleding"},
	{"Boeken", "boeken"},
	{"Baby", "baby"},
	{"Geur", "verzorging"},
	{"Klus", "wonen"},
	{"Sport", "sport"},
	{"Tassen", "kleding"},
	{"Geluid", "elektronica"},
}

var ends = []string{"hoek", "wereld", "plaza", "specialist", "huis", "outlet", "direct", "meester"}

// moreMembers are the shops of the history.
func moreMembers(r *rand.Rand, today procedure.Date) []member.Member {
	var out []member.Member
	for i, end := range ends {
		for j, kind := range kinds {
			n := 2001 + i*len(kinds) + j
			name := kind[0] + end
			domain := strings.ToLower(name) + ".example"
			orders := int64(math.Exp(8 + 1.1*r.NormFloat64()))
			source := []string{member.Measured, member.Measured, member.Stated, member.Estimated}[r.IntN(4)]
			m := member.Member{
				ExternalID: fmt.Sprint(n), Name: name, Domains: []string{domain}, Emails: []string{"klantenservice@" + domain},
				Address: fmt.Sprintf("Voorbeeldstraat %d, 1000 AA Amsterdam", n-2000), KvK: fmt.Sprint(60_000_000 + n), Sector: kind[1],
				Since: today.AddDays(-800 - r.IntN(3000)), OrdersPerYear: &orders, OrdersSource: source,
			}
			if r.IntN(20) == 0 { // some tell no volume
				m.OrdersPerYear, m.OrdersSource = nil, ""
			}
			out = append(out, m)
		}
	}
	return out
}

// loadHistory makes the history up to now.
func (w *World) loadHistory(ctx context.Context, today procedure.Date, now time.Time) error {
	r := rand.New(rand.NewPCG(historySeed, 1))
	more := moreMembers(r, today)
	if _, err := w.Clerk.ImportMembers(ctx, more, nil); err != nil {
		return fmt.Errorf("members of the history: %w", err)
	}
	staff, err := w.pastStaff(ctx)
	if err != nil {
		return err
	}
	var cases []registry.Past
	var sent []procedure.Date
	for _, m := range more {
		row, err := w.Clerk.MemberByID(ctx, m.ExternalID)
		if err != nil {
			return fmt.Errorf("members of the history: %w", err)
		}
		for _, c := range casesOf(r, m, now) {
			c.Staff = staff
			cases = append(cases, pastCase(r, row, c, now, len(cases)+1))
			sent = append(sent, procedure.DateOf(c.Opened))
		}
	}
	references, err := w.Clerk.Load(ctx, cases)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	if err := w.pastAnswers(ctx, r, references, staff.Office); err != nil {
		return err
	}
	if err := w.pastIntake(ctx, r, sent); err != nil {
		return err
	}
	err = os.WriteFile(filepath.Join(w.Folder, PastFile), []byte(strings.Join(references, "\n")+"\n"), 0o600)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}

// pastStaff are the people of the trustmark who did the work in the history.
func (w *World) pastStaff(ctx context.Context) (past.Staff, error) {
	var out past.Staff
	for _, p := range []struct {
		email string
		role  procedure.Role
		to    *string
	}{
		{anouk, procedure.Mediator, &out.Mediator},
		{thom, procedure.Adjudicator, &out.Adjudicator},
		{StaffEmail(procedure.Administrator), procedure.Administrator, &out.Office},
	} {
		s := &scene{ctx: ctx, world: w}
		v, err := s.person(p.email, p.role)
		if err != nil {
			return out, err
		}
		*p.to = v.Actor.ID
	}
	return out, nil
}

// casesOf says which complaints come about a shop, oldest first.
func casesOf(r *rand.Rand, m member.Member, now time.Time) []past.Case {
	shop := past.Shop{Member: m.ExternalID, Answers: 0.65 + 0.33*r.Float64(), Solves: 0.5 + 0.3*r.Float64(), Carries: 0.93}
	orders := 3000.0
	if m.OrdersPerYear != nil {
		orders = float64(*m.OrdersPerYear)
	}
	rate := orders / 1000 * 0.35 * (0.4 + 1.2*r.Float64()) // a year
	category := func() procedure.Category { return procedure.Categories[r.IntN(7)] }
	switch m.ExternalID {
	case slowPayer:
		rate, shop.Solves, shop.Carries = rate+7, 0.35, 0.6
		category = func() procedure.Category { return "no_refund" }
	case silentShop:
		rate, shop.Answers = rate+3, 0.05
	case crowded:
		rate += 14
	}
	var out []past.Case
	for day := monthsOfHistory * 30; day > 0; day-- {
		at := now.AddDate(0, 0, -day).Add(time.Duration(r.IntN(10*3600)) * time.Second)
		season := 1 + 0.35*math.Cos(2*math.Pi*(float64(at.YearDay())-355)/365) // the weeks around December
		if r.Float64() < rate/365*season {
			out = append(out, past.Case{Opened: at, Category: category(), Amount: int64(8+r.IntN(240)) * 100, Shop: shop})
		}
	}
	if m.ExternalID == stopped {
		shop.Answers = 0
		for _, day := range []int{12, 10, 9, 7, 6, 5, 4, 2, 1} {
			at := now.AddDate(0, 0, -day).Add(time.Duration(r.IntN(6*3600)) * time.Second)
			out = append(out, past.Case{Opened: at, Category: "not_received", Amount: int64(20+r.IntN(300)) * 100, Shop: shop})
		}
	}
	slices.SortFunc(out, func(a, b past.Case) int { return a.Opened.Compare(b.Opened) })
	return out
}

var firstNames = []string{"Anna", "Bart", "Chantal", "Dirk", "Esra", "Frits", "Gerda", "Hassan", "Ineke", "Joris", "Karin", "Lotte"}

var lastNames = []string{"Bakker", "Visser", "Yilmaz", "Smit", "Meijer", "de Groot", "Mulder", "Bos", "Vos", "Peters", "Kok", "El Amrani"}

// pastCase gives a case its people and its words.
func pastCase(r *rand.Rand, m db.Member, c past.Case, now time.Time, n int) registry.Past {
	k := registry.Complaint{
		Category: c.Category, Amount: c.Amount, PaidCents: c.Amount, PaidWith: "ideal", Order: fmt.Sprintf("H-%05d", n),
		Product: "Bestelling", Story: "Een klacht uit de geschiedenis van deze demo.", TellHow: "email", TellText: "Ik mailde de winkel.",
		Elsewhere: "none",
	}
	return registry.Past{
		Member: m, Complaint: k,
		Person: registry.Person{
			Name: firstNames[r.IntN(len(firstNames))] + " " + lastNames[r.IntN(len(lastNames))], Lang: "nl",
			Email: fmt.Sprintf("klant%d@post.example", n),
		},
		Play: func(id string, text func(kind string, by procedure.Role, words string) procedure.Ref) []procedure.Event {
			c.ID = id
			return past.Play(r, c, now, func(kind string, by procedure.Role) procedure.Ref {
				return text(kind, by, pastWords(kind, k))
			})
		},
	}
}

// pastWords are the words of an act in the history.
func pastWords(kind string, k registry.Complaint) string {
	switch kind {
	case registry.KindComplaint:
		return marshal(k)
	case registry.KindConsents:
		return marshal(registry.Consents{Version: "2026-11", Lang: "nl"})
	case registry.KindProposal:
		return marshal(registry.ProposalWords{ShopDoes: "De winkel betaalt de helft terug.", Why: "Zo delen u en de winkel de kosten."})
	case registry.KindRuling:
		const words = "Uitspraak uit de geschiedenis van deze demo."
		return marshal(registry.RulingText{Short: words, Why: words})
	}
	return "Woorden uit de geschiedenis van deze demo."
}

// Past says that a case is one of the history.
func (w *World) Past(reference string) bool { return w.past()[reference] }

// past reads the references of the history once.
func (w *World) past() map[string]bool {
	w.once.Do(func() {
		w.references = map[string]bool{}
		f, err := os.Open(filepath.Join(w.Folder, PastFile))
		if err != nil {
			return // a demo of before there was a history: all its cases have stories
		}
		defer f.Close() //nolint:errcheck // read only
		for lines := bufio.NewScanner(f); lines.Scan(); {
			w.references[lines.Text()] = true
		}
	})
	return w.references
}
