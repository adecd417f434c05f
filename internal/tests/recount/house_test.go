package recount_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/member"
	"wederhoor/internal/past"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// town is a trustmark with a past, in which people go on.
type town struct {
	*world.World
	t       *testing.T
	r       *rand.Rand
	staff   past.Staff
	quality *world.Browser
	public  *world.Browser
	shops   []string  // members that have cases
	n       int       // cases opened
	at      time.Time // in the past that is played
}

var sectors = []string{"wonen", "kleding", "sport", ""}

// crowd are members of all kinds: large and small, of unknown volume, gone, and not there yet in the period.
func crowd(r *rand.Rand, today p.Date) []member.Member {
	var out []member.Member
	for i := range 36 {
		orders := int64(200 + r.IntN(60_000))
		domain := fmt.Sprintf("winkel%02d.example", i)
		m := member.Member{
			ExternalID: fmt.Sprint(3001 + i), Name: fmt.Sprintf("Winkel %02d", i), Domains: []string{domain}, Emails: []string{"hallo@" + domain},
			Address: "Straat 1, 1000 AA Amsterdam", KvK: fmt.Sprint(70_000_000 + i), Sector: sectors[i%len(sectors)], Since: today.AddDays(-900 - r.IntN(900)),
			OrdersPerYear: &orders, OrdersSource: []string{member.Measured, member.Stated, member.Estimated}[i%3],
		}
		switch i % 9 {
		case 4:
			m.OrdersPerYear, m.OrdersSource = nil, ""
		case 5:
			m.Since = today.AddDays(-r.IntN(500))
		case 7:
			last := today.AddDays(-r.IntN(600))
			m.Until = &last
		}
		out = append(out, m)
	}
	return out
}

// newTown builds a house with so many cases of the past.
func newTown(t *testing.T, seed uint64, now time.Time, cases int) *town {
	t.Helper()
	w := &town{World: world.New(t, now), t: t, r: rand.New(rand.NewPCG(seed, 1))}
	w.House.App.Insight = w.House.Quality
	w.House.App.Settings.Members.PublicFigures = true
	members := crowd(w.r, p.DateOf(now))
	if _, err := w.House.Clerk.ImportMembers(t.Context(), members, nil); err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		w.shops = append(w.shops, m.ExternalID)
	}
	w.staff = past.Staff{Mediator: w.account("sanne@keurmerk.example"), Adjudicator: w.account("jet@recht.example"), Office: w.account("bas@keurmerk.example")}
	w.load(cases)
	w.Work()
	w.quality, w.public = w.Browser("kim"), w.Browser("public")
	w.quality.AsStaff("kim@keurmerk.example")
	return w
}

func (w *town) account(email string) string {
	a, ok, err := w.House.Accounts.StaffByEmail(w.t.Context(), email)
	if err != nil || !ok {
		w.t.Fatal("no such staff", email, err)
	}
	return a.ID
}

// shop picks a member; some have far more complaints than others.
func (w *town) shop() string {
	at := int(float64(len(w.shops)) * w.r.Float64() * w.r.Float64())
	return w.shops[at]
}

func (w *town) category() p.Category { return p.Categories[w.r.IntN(len(p.Categories))] }

func (w *town) complaint(k p.Category, amount int64) registry.Complaint {
	w.n++
	return registry.Complaint{
		Category: k, Remedy: p.RemediesFor(k)[0], Amount: amount, PaidCents: amount, PaidWith: "ideal", Order: fmt.Sprintf("R-%05d", w.n),
		Product: "Bestelling", Story: "Een klacht van de natelling.", TellHow: "email", TellText: "Ik mailde de winkel.", Elsewhere: "none",
		Purchase: p.DateOf(w.Now()).AddDays(-30), Told: p.DateOf(w.Now()).AddDays(-9),
	}
}

func (w *town) person() registry.Person {
	return registry.Person{Name: fmt.Sprintf("Klant %d", w.n), Email: fmt.Sprintf("klant%d@post.example", w.n), Lang: "nl"}
}

// load stores cases of the last two years and a half; in some of them people do as they please.
func (w *town) load(n int) {
	w.t.Helper()
	now := w.Now()
	behaviour := map[string]past.Shop{}
	for _, id := range w.shops {
		behaviour[id] = past.Shop{Member: id, Answers: 0.4 + 0.6*w.r.Float64(), Solves: 0.2 + 0.6*w.r.Float64(), Carries: 0.6 + 0.4*w.r.Float64()}
	}
	var list []registry.Past
	for range n {
		shop := behaviour[w.shop()]
		row, err := w.House.Clerk.MemberByID(w.t.Context(), shop.Member)
		if err != nil {
			w.t.Fatal(err)
		}
		age := w.r.Float64() * w.r.Float64() * 900 // more of late
		c := past.Case{
			Opened: now.Add(-time.Duration(age*24*float64(time.Hour)) - time.Hour), Category: w.category(), Amount: int64(8+w.r.IntN(240)) * 100,
			Shop: shop, Staff: w.staff,
		}
		k := w.complaint(c.Category, c.Amount)
		list = append(list, registry.Past{Member: row, Complaint: k, Person: w.person(), Play: w.play(c, k, now)})
	}
	if _, err := w.House.Clerk.Load(w.t.Context(), list); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) play(c past.Case, k registry.Complaint, now time.Time) func(string, func(string, p.Role, string) p.Ref) []p.Event {
	until, strays := now, w.r.IntN(5) < 3
	if strays {
		until = earliest(now, c.Opened.Add(time.Duration(w.r.IntN(40*24))*time.Hour))
	}
	return func(id string, text func(string, p.Role, string) p.Ref) []p.Event {
		c.ID = id
		say := func(kind string, by p.Role) p.Ref { return text(kind, by, words(w.t, kind, k)) }
		events := past.Play(w.r, c, until, say)
		if strays {
			events = w.stray(events, until, now, say)
		}
		return events
	}
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// stray lets people go on with a case as they please, every few days, until it has ended or now has come. Letters
// arrive at once.
func (w *town) stray(events []p.Event, at, now time.Time, say func(string, p.Role) p.Ref) []p.Event {
	s := p.Fold(events)
	var add func(more []p.Event)
	add = func(more []p.Event) {
		var letters []letter.Letter
		for _, e := range more {
			s = p.Evolve(s, e)
			events = append(events, e)
			letters = append(letters, letter.For(e, s)...)
		}
		for _, l := range letters {
			if l.Task == "" && l.Slug != p.ClosingLetter {
				continue
			}
			came := p.RecordAccepted{LetterAccepted: p.LetterAccepted{Letter: l.Slug, Party: l.To, Task: l.Task, About: l.Data.About, At: at}}
			if more, err := p.Decide(&s, p.Post, came, at); err == nil {
				add(more)
			}
		}
	}
	give := func(by p.Role, do deed) bool {
		a := p.Actor{Role: by, ID: string(by), Proof: p.ByCode}
		if by == p.Mediator {
			a.ID = w.staff.Mediator
		}
		more, err := p.Decide(&s, a, do(say(registry.KindMessage, by)), at)
		if err == nil {
			add(more)
		}
		return err == nil
	}
	defer func() { w.at = time.Time{} }()
	for next := at; next.Before(now); next = next.Add(time.Duration(1+w.r.IntN(90)) * time.Hour) {
		for due, timed := p.Due(s); timed && !due.After(next); due, timed = p.Due(s) {
			at = latest(at, due)
			_, owed := p.CatchUp(s, at)
			if len(owed) == 0 {
				break
			}
			add(owed)
		}
		at, w.at = next, next
		if s.Stage == p.Ended && w.r.IntN(5) > 0 {
			return events
		}
		if by, do := w.act(read(events)); give(by, do) && w.r.IntN(5) == 0 {
			at = at.Add(time.Minute)
			give(p.Consumer, plain(p.UndoChoice{}))
		}
	}
	return events
}

// clock is the instant at which somebody acts: in the past while that is played.
func (w *town) clock() time.Time {
	if w.at.IsZero() {
		return w.Now()
	}
	return w.at
}

// words are what stands in an act of the past.
func words(t *testing.T, kind string, k registry.Complaint) string {
	var v any
	switch kind {
	case registry.KindComplaint:
		v = k
	case registry.KindConsents:
		v = registry.Consents{Version: "2026-11", Lang: "nl"}
	case registry.KindProposal:
		v = registry.ProposalWords{ShopDoes: "De winkel betaalt de helft terug.", Why: "Zo delen beide de kosten."}
	case registry.KindRuling:
		v = registry.RulingText{Short: "Een uitspraak.", Why: "Een reden."}
	default:
		return "Woorden van de natelling."
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
