package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// watched is a member with nine complaints of nothing received in twelve days, and the people who watch over members.
type watched struct {
	*mediated
	kim, bas, jet *world.Browser
	cases         []*world.Case
}

func newWatched(t *testing.T) *watched {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	m := &watched{mediated: &mediated{t: t, w: w}}
	var ids []string
	for range 9 {
		w.Advance(32 * time.Hour)
		k := w.Open("1001", "klant@voorbeeld.example")
		m.cases, ids = append(m.cases, k), append(ids, k.ID)
	}
	m.kim, m.bas, m.jet, m.staff, m.shop = w.Browser("kim"), w.Browser("bas"), w.Browser("jet"), w.Browser("staff"), w.Browser("shop")
	m.kim.AsStaff("kim@keurmerk.example")
	m.bas.AsStaff("bas@keurmerk.example")
	m.jet.AsStaff("jet@recht.example")
	m.staff.AsStaff("sanne@keurmerk.example")
	m.shop.AsShop(shopEmail)
	m.must(w.House.Clerk.RaiseFound(t.Context(), []insight.Found{{
		Member: "1001", Kind: insight.SignalUndelivered, Cases: ids, At: w.Now(),
		Figures: insight.Figures{Cases: 9, Days: 30, Orders: 24000, Expected: 0.4, Chance: 0.00001},
	}}))
	return m
}

// told tells the shop by hand when no letter came: then its days begin.
func (m *watched) told(b *world.Browser) {
	m.t.Helper()
	m.must(b.Visit(b.At.Path))
	if strings.Contains(b.Text(), "Geen brief kwam aan") {
		m.must(b.Fill("hoe", "Gebeld met de eigenaar."), b.Press("De winkel weet het nu"))
	}
}

func (m *watched) notSee(b *world.Browser, words ...string) {
	m.t.Helper()
	for _, s := range words {
		if strings.Contains(b.Text(), s) {
			m.t.Errorf("%s says %q", b.At, s)
		}
	}
}

// TestAbuseAcrossCases is case 16: nine cases on one page, and measures with two persons.
func TestAbuseAcrossCases(t *testing.T) {
	t.Parallel()
	m := newWatched(t)
	m.must(m.kim.Visit("/staf/inzicht/signalen"))
	m.see(m.kim, "Signalen (", "Geld ontvangen, niets geleverd", "De Lindeboom Lampen", "Nog niemand kijkt hiernaar")
	m.must(m.kim.Click("Geld ontvangen, niets geleverd"))
	signal := m.kim.At.Path
	m.see(m.kim, "In 30 dagen waren er 9 klachten", "1 op de 100.000", "9 zaken")
	for _, k := range m.cases {
		m.see(m.kim, k.Reference)
	}
	m.notSee(m.kim, "klant@voorbeeld.example")
	m.must(m.kim.Pick("eigenaar", "Kim Kwaliteit (u)"), m.kim.Press("Geef door"))
	m.see(m.kim, "Doorgegeven", "Kim Kwaliteit kijkt hiernaar")

	for who, b := range map[string]*world.Browser{"adjudicator": m.jet, "shop": m.shop} {
		if err := b.Visit(signal); err != nil || strings.Contains(b.Text(), "niets geleverd") {
			t.Errorf("the %s sees the signal: %v", who, err)
		}
	}
	m.must(m.staff.Visit(signal))
	m.see(m.staff, "Alleen een kwaliteitsmanager of beheerder", "9 zaken")

	m.must(m.kim.Press("Bewaar mijn oordeel"))
	m.see(m.kim, "Kies wat u van dit signaal vindt", "Schrijf waarom u dat vindt")
	m.must(m.kim.Fill("oordeel", "watch"), m.kim.Fill("reden", "Eerst kijken."), m.kim.Press("Bewaar mijn oordeel"))
	m.see(m.kim, "Eerst kijken.")
	m.must(m.kim.Fill("oordeel", "real"), m.kim.Press("Bewaar mijn oordeel"))
	m.see(m.kim, "U kunt nu een maatregel beginnen", "Terecht, volgens Kim Kwaliteit")

	m.must(m.kim.Click("Begin een maatregel"))
	m.see(m.kim, "De volgende stap is: Gesprek.")
	m.must(m.kim.Fill("stap", "suspension"), m.kim.Fill("reden", "Klanten betaalden en kregen niets."), m.kim.Press("Bekijk de brief"))
	m.see(m.kim, "Schrijf waarom u deze stap overslaat: Gesprek", "Klanten betaalden en kregen niets.")
	m.must(m.kim.Fill("sla", "Elke dag verliezen klanten geld."), m.kim.Press("Bekijk de brief"))
	m.see(m.kim, "Dit krijgt de winkel", shopEmail, "Klanten betaalden en kregen niets.", "Elke dag verliezen klanten geld.", m.cases[0].Reference)
	m.must(m.kim.Press("Wijzig"))
	m.see(m.kim, "Stel een maatregel voor", "Elke dag verliezen klanten geld.")
	m.must(m.kim.Press("Bekijk de brief"), m.kim.Press("Stuur deze brief"))
	m.see(m.kim, "De brief is op weg naar de winkel")
	measure := m.kim.At.Path
	m.told(m.kim)

	m.must(m.shop.Visit("/winkel"), m.shop.Click("Lees alles en reageer"))
	m.see(m.shop, "Wij willen uw lidmaatschap schorsen", m.cases[8].Reference)
	m.notSee(m.shop, "Kim Kwaliteit")
	m.must(m.shop.Press("Stuur mijn reactie"))
	m.see(m.shop, "Schrijf uw reactie")
	m.must(m.shop.Fill("reactie", "Onze vervoerder ging failliet."), m.shop.Press("Stuur mijn reactie"))
	m.see(m.shop, "Wij hebben uw reactie ontvangen", "Onze vervoerder ging failliet.")

	m.must(m.kim.Visit(measure))
	m.see(m.kim, "Een tweede persoon moet hierover beslissen", "Onze vervoerder ging failliet.")
	m.must(m.bas.Visit("/staf/inzicht/signalen"))
	m.see(m.bas, "Signalen (", "Een tweede persoon neemt een besluit")
	m.must(m.bas.Visit(measure), m.bas.Fill("besluit", "start"), m.bas.Fill("reden", "Dat neemt de schade niet weg."), m.bas.Press("Bewaar dit besluit"))
	m.see(m.bas, "De maatregel is ingegaan", "Van kracht", "Bas Beheer")

	visitor := m.w.Browser("visitor")
	m.must(visitor.Visit("/leden/de-lindeboom-lampen"))
	m.see(visitor, "is geschorst sinds")
	m.must(m.bas.Visit("/staf/leden/1001"))
	m.see(m.bas, "Geschorst", "opnieuw kijken op", "Schorsing: Goedgekeurd", "Klanten betaalden en kregen niets.", "Lopend")

	m.must(m.bas.Visit(measure), m.bas.Fill("herziening", "better"), m.bas.Fill("reden", "Alles is bezorgd."), m.bas.Press("Bewaar dit besluit"))
	m.see(m.bas, "De maatregel is voorbij")
	m.must(visitor.Visit("/leden/de-lindeboom-lampen"))
	m.notSee(visitor, "geschorst")
}

// TestStaleDecision: what was typed stays when somebody else was first.
func TestStaleDecision(t *testing.T) {
	t.Parallel()
	m := newWatched(t)
	m.must(m.kim.Visit("/staf/leden/1001/maatregel"), m.bas.Visit("/staf/leden/1001/maatregel"))
	for _, b := range []*world.Browser{m.kim, m.bas} {
		m.must(b.Fill("zaak", m.cases[0].ID), b.Fill("reden", "Er is iets aan de hand."), b.Press("Bekijk de brief"))
	}
	m.must(m.kim.Press("Stuur deze brief"))
	m.see(m.kim, "De brief is op weg naar de winkel")
	m.told(m.kim)
	m.must(m.bas.Press("Stuur deze brief"))
	m.see(m.bas, "Er wacht al een maatregel bij deze winkel", "Er is iets aan de hand.")

	measure := m.kim.At.Path
	m.must(m.bas.Visit(measure), m.kim.Visit(measure))
	m.must(m.shop.Visit("/winkel/maatregelen"), m.shop.Click("Gesprek"), m.shop.Fill("reactie", "Bel ons."), m.shop.Press("Stuur mijn reactie"))
	m.must(m.kim.Fill("reden", "Toch niet nodig."), m.kim.Press("Neem terug"))
	m.see(m.kim, "Toch niet nodig.", "Bel ons.")
	if m.kim.Status != 422 {
		t.Errorf("status %d", m.kim.Status)
	}
}

// TestExpelledInTheMiddle is case 15: the member is suspended and expelled while a case is with the adjudicator, and the
// case goes on to its ruling, which the shop carries out.
func TestExpelledInTheMiddle(t *testing.T) {
	t.Parallel()
	const journeys = "../tests/journeys/testdata"
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(journeys)); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(journeys, "15-expelled-in-the-middle.txt"))
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(script), "members 1001 member_until=")
	if !ok {
		t.Fatal("the journey ends no membership")
	}
	_, after, ok = strings.Cut(after, "day 8 18:00:00")
	if !ok {
		t.Fatal("the journey has no evening of day 8")
	}
	file := filepath.Join(dir, "15-measures.txt")
	words := before + "as keurmerk\nvisit /leden/de-lindeboom-lampen\nsee \"is gestopt op\"\nday 8 18:00:00" + after
	if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}

	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	world.PlayIn(w, file, func(name string) world.Visitor {
		if name == "keurmerk" {
			expel(t, w, "1001")
		}
		return w.Browser(name)
	})
}

// expel suspends and expels a member, with two people and its reaction each time.
func expel(t *testing.T, w *world.World, member string) {
	t.Helper()
	ctx, clerk := t.Context(), w.House.Clerk
	person := func(email string) registry.Viewer {
		p, ok, err := w.House.Accounts.StaffByEmail(ctx, email)
		if err != nil || !ok {
			t.Fatal("nobody", err)
		}
		return registry.Viewer{Actor: procedure.Actor{Role: p.Role, ID: p.ID, Proof: procedure.ByBrowser}, Name: p.Name}
	}
	kim, bas := person("kim@keurmerk.example"), person("bas@keurmerk.example")
	shop := registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "shop", Proof: procedure.ByBrowser}, Members: []string{member}}
	for i, step := range []registry.MeasureStep{registry.StepSuspension, registry.StepExpulsion} {
		cases, err := clerk.MemberCases(ctx, kim, member, 1)
		if err != nil {
			t.Fatal(err)
		}
		id, err := clerk.Propose(ctx, kim, registry.NewMeasure{
			ID: registry.PublicID(), Member: member, Step: step, Cases: []string{cases[0].Dispute}, Reason: "Dit kan zo niet.", Skip: "Het is ernstig.",
			ReactDays: 14, Review: procedure.DateOf(w.Now()).AddMonths(3), Seen: i,
		})
		if err == nil {
			err = clerk.ReactToMeasure(ctx, shop, id, 1, "Wij zijn het er niet mee eens.")
		}
		if err == nil {
			err = clerk.StartMeasure(ctx, bas, id, 2, "Wij wel.")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if profile, err := clerk.MemberProfile(ctx, kim, member); err != nil || profile.Member.Status != "expelled" {
		t.Errorf("status %q %v", profile.Member.Status, err)
	}
}
