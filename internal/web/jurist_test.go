package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// bench is a case whose ruling was asked and paid, with the people around it.
type bench struct {
	t                         *testing.T
	w                         *world.World
	c                         *world.Case
	jet, joris, bas, mediator *world.Browser
	at                        string // the file of the adjudicator
}

// newBench brings a case to the day on which an adjudicator is sought. The story has names that a published ruling
// may not have.
func newBench(t *testing.T) *bench {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	c := w.Open("1001", "arjan@voorbeeld.example")
	b := &bench{t: t, w: w, c: c, jet: w.Browser("jet"), joris: w.Browser("joris"), bas: w.Browser("bas"), mediator: w.Browser("sanne")}
	b.jet.AsStaff("jet@recht.example")
	b.joris.AsStaff("joris@recht.example")
	b.bas.AsStaff("bas@keurmerk.example")
	b.mediator.AsStaff("sanne@keurmerk.example")
	b.at = "/jurist/zaken/" + c.Reference

	c.Act(c.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "De lamp was heel.")}
	})
	c.Act(c.Consumer(procedure.ByBrowser), func(*registry.Writing) procedure.Command { return procedure.Choose{Choice: procedure.ChooseHelp} })
	sanne, _, err := w.House.Accounts.StaffByEmail(t.Context(), "sanne@keurmerk.example")
	if err != nil {
		t.Fatal(err)
	}
	viewer := c.StaffViewer()
	viewer.Actor.ID = sanne.ID
	if err := w.House.Clerk.Assign(t.Context(), c.View(), 0, sanne.ID, ""); err != nil {
		t.Fatal(err)
	}
	c.Act(viewer, func(w *registry.Writing) procedure.Command {
		return procedure.SendPrivate{PrivateSent: procedure.PrivateSent{ID: w.NewID(), Side: procedure.Consumer, Text: w.Private(procedure.Consumer, "ALLEEN-BEMIDDELING")}}
	})
	w.Advance(time.Minute)
	c.Act(c.Consumer(procedure.ByBrowser), func(*registry.Writing) procedure.Command { return procedure.LeaveMediation{} })
	c.Act(c.Consumer(procedure.ByCode), func(w *registry.Writing) procedure.Command {
		words, err := json.Marshal(registry.Consents{Version: "2026-11", Lang: "nl", Words: []string{"a", "b"}})
		if err != nil {
			t.Fatal(err)
		}
		r := procedure.RulingRequested{Consents: "2026-11", Text: w.Text(registry.KindConsents, string(words))}
		r.Points = []procedure.ClaimPoint{
			{ID: "1", Remedy: "refund", Amount: 50_00, Text: w.Text(registry.KindClaim, "Geld terug voor de lamp.")},
			{ID: "2", Remedy: "explain", Text: w.Text(registry.KindClaim, "Excuses.")},
		}
		return procedure.RequestRuling{RulingRequested: r}
	})
	id, err := w.House.Clerk.StartPayment(t.Context(), c.Consumer(procedure.ByBrowser), c.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.House.Clerk.RecordPayment(t.Context(), c.ID, procedure.RecordPayment{ID: id, Status: "paid", Cents: 25_00, At: w.Now()}); err != nil {
		t.Fatal(err)
	}
	w.Work()
	return b
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// visit opens a page and wants a status.
func (b *bench) visit(who *world.Browser, path string, status int) {
	b.t.Helper()
	b.ok(who.Visit(path))
	if who.Status != status {
		b.t.Fatalf("GET %s gives %d, want %d:\n%.1500s", path, who.Status, status, who.Text())
	}
}

// press fills in fields of the page and presses a button of it.
func (b *bench) press(who *world.Browser, button string, status int, fields ...string) {
	b.t.Helper()
	for i := 0; i < len(fields); i += 2 {
		b.ok(who.Fill(fields[i], fields[i+1]))
	}
	b.ok(who.Press(button))
	if who.Status != status {
		b.t.Fatalf("%q gives %d, want %d:\n%.1500s", button, who.Status, status, who.Text())
	}
}

func (b *bench) sees(who *world.Browser, words ...string) {
	b.t.Helper()
	for _, x := range words {
		if !strings.Contains(who.Text(), x) {
			b.t.Errorf("%s does not say %q:\n%.2500s", who.At.Path, x, who.Text())
		}
	}
}

func (b *bench) hides(who *world.Browser, words ...string) {
	b.t.Helper()
	for _, x := range words {
		if strings.Contains(who.Body, x) {
			b.t.Errorf("%s says %q", who.At.Path, x)
		}
	}
}

// assign gives the case to Jet through the page of staff, and lets her declare.
func (b *bench) assign() {
	b.t.Helper()
	jet, _, err := b.w.House.Accounts.StaffByEmail(b.t.Context(), "jet@recht.example")
	b.ok(err)
	b.visit(b.bas, "/staf/zaken/"+b.c.Reference+"/jurist", 200)
	b.press(b.bas, "Vraag deze jurist", 200, "adjudicator", jet.ID)
	b.visit(b.jet, b.at, 200)
	b.press(b.jet, "Verklaar dit", 200, "interest", "no")
}

// heard sends the claim, and lets the shop and the consumer speak.
func (b *bench) heard() {
	b.t.Helper()
	b.visit(b.jet, b.at+"/doorsturen", 200)
	b.press(b.jet, "Stuur de klacht door", 200)
	b.visit(b.jet, b.at, 200)
	b.hides(b.jet, b.at+"/sluiten\"") // the shop has its turn
	shop, consumer := b.c.ShopViewer(), b.c.Consumer(procedure.ByBrowser)
	b.c.Act(shop, func(w *registry.Writing) procedure.Command {
		return procedure.Defend{DefenceGiven: procedure.DefenceGiven{Text: w.Text(registry.KindDefence, "Wij gaven genoeg."), Points: []procedure.PointAnswer{
			{ID: "1", Agree: "no", Text: w.Text(registry.KindDefence, "De lamp was heel.")}, {ID: "2", Agree: "yes"},
		}}}
	})
	b.c.Act(consumer, func(w *registry.Writing) procedure.Command {
		return procedure.SendReply{Text: w.Text(registry.KindReply, "Niet waar.")}
	})
	b.c.Act(shop, func(*registry.Writing) procedure.Command { return procedure.SendReply{} })
}

func TestAdjudicatorSeesNamesThenTheFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.visit(b.jet, b.at, 404) // not theirs yet
	jet, _, err := b.w.House.Accounts.StaffByEmail(t.Context(), "jet@recht.example")
	b.ok(err)
	b.visit(b.bas, "/staf/zaken/"+b.c.Reference+"/jurist", 200)
	b.press(b.bas, "Vraag deze jurist", 422)
	b.press(b.bas, "Vraag deze jurist", 200, "adjudicator", jet.ID)
	b.visit(b.jet, "/jurist", 200)
	b.sees(b.jet, b.c.Reference, "Meld of u een belang heeft")
	b.visit(b.jet, b.at, 200)
	b.sees(b.jet, "De Lindeboom", "Klant ")
	b.hides(b.jet, "GEHEIM", "Geld terug voor de lamp", "arjan@voorbeeld.example", b.c.Phone())
	for _, path := range []string{"/ontwerp/punten", "/vraag", "/tekenen", "/voorbeeld"} {
		b.visit(b.jet, b.at+path, 404)
	}
	b.visit(b.joris, b.at, 404)
	b.visit(b.jet, b.at, 200)
	b.press(b.jet, "Verklaar dit", 422)
	b.press(b.jet, "Verklaar dit", 200, "interest", "no")
	b.sees(b.jet, "De zaak is nu open", "Geld terug voor de lamp.", "De lamp was heel.", "GEHEIM-VERHAAL")
	b.hides(b.jet, "ALLEEN-BEMIDDELING", "arjan@voorbeeld.example", b.c.Phone())
}

func TestAdjudicatorWithAnInterest(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	jet, _, err := b.w.House.Accounts.StaffByEmail(t.Context(), "jet@recht.example")
	b.ok(err)
	b.visit(b.bas, "/staf/zaken/"+b.c.Reference+"/jurist", 200)
	b.press(b.bas, "Vraag deze jurist", 200, "adjudicator", jet.ID)
	b.visit(b.jet, b.at, 200)
	b.press(b.jet, "Verklaar dit", 422, "interest", "yes")
	b.press(b.jet, "Verklaar dit", 200, "interest", "yes", "note", "Mijn broer werkt daar.")
	b.visit(b.jet, b.at, 404)
	b.visit(b.bas, "/staf/zaken/"+b.c.Reference+"/jurist", 200)
	b.sees(b.bas, "Wie kan niet?", "mr. Jet Jurist")
	b.ok(b.bas.Post("/staf/zaken/"+b.c.Reference+"/jurist", url.Values{"adjudicator": {jet.ID}}))
	if b.bas.Status != 422 {
		t.Errorf("somebody who cannot was chosen: %d", b.bas.Status)
	}

	b.visit(b.joris, "/jurist/belangen?q=Lindeboom", 200)
	b.press(b.joris, "Ik heb een belang", 200)
	b.sees(b.joris, "De winkel staat op uw lijst", "De Lindeboom")
	b.visit(b.bas, "/staf/zaken/"+b.c.Reference+"/jurist", 200)
	b.sees(b.bas, "niemand die deze zaak kan doen", "mr. Joris Jurist")
	b.visit(b.joris, "/jurist/belangen", 200)
	b.press(b.joris, "Haal weg", 200)
	b.hides(b.joris, "De Lindeboom")
}

func TestStaffAndAdjudicatorsHaveTheirOwnPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	for _, path := range []string{"/staf", "/staf/zaken", "/staf/betalingen", "/staf/zaken/" + b.c.Reference, "/staf/zaken/" + b.c.Reference + "/betalingen"} {
		b.visit(b.jet, path, 404)
	}
	for _, path := range []string{"/jurist", "/jurist/belangen", b.at, b.at + "/tekenen"} {
		b.visit(b.bas, path, 404)
		b.visit(b.mediator, path, 404)
	}
	b.visit(b.jet, "/staf/inloggen", 200)
	if b.jet.At.Path != "/jurist" {
		t.Errorf("an adjudicator at the door of staff comes to %s", b.jet.At.Path)
	}
	b.visit(b.bas, "/jurist/inloggen?naar=/jurist/belangen", 200)
	if b.bas.At.Path != "/staf" {
		t.Errorf("staff at the door of adjudicators come to %s", b.bas.At.Path)
	}
	nobody := b.w.Browser("nobody")
	b.visit(nobody, b.at, 200)
	if nobody.At.Path != "/jurist/inloggen" {
		t.Errorf("nobody comes to %s", nobody.At.Path)
	}
	b.press(nobody, "Stuur mij een code", 200, "email", "jet@recht.example")
	mails := b.w.Mail.To("jet@recht.example")
	b.press(nobody, "Log in", 200, "code", world.Digits(mails[len(mails)-1]))
	if nobody.At.Path != b.at {
		t.Errorf("after signing in: %s", nobody.At.Path)
	}
}

func TestFileStaysOpenWhileSomebodyMayAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.heard()
	b.visit(b.jet, b.at+"/vraag", 200)
	b.press(b.jet, "Stuur mijn vraag", 422, "text", "Waar is de doos?")
	b.sees(b.jet, "Kies aan wie", "Waar is de doos?")
	b.press(b.jet, "Stuur mijn vraag", 200, "to", "shop", "text", "Waar is de doos?")
	b.sees(b.jet, "Uw vraag is gestuurd", "De tijd begint als onze e-mail is aangekomen")
	b.visit(b.jet, b.at, 200)
	b.sees(b.jet, "De winkel geeft antwoord op uw vraag. Kan nog tot en met")
	b.visit(b.jet, b.at+"/sluiten", 200)
	b.sees(b.jet, "Sluiten kan nog niet", "De winkel geeft antwoord op uw vraag")
	b.ok(b.jet.Post(b.at+"/sluiten", url.Values{"version": {"0"}}))
	if b.jet.Status != 422 {
		t.Errorf("the file was closed: %d", b.jet.Status)
	}
	b.visit(b.jet, b.at+"/verlengen", 200)
	b.press(b.jet, "Neem meer tijd", 422)
	b.press(b.jet, "Neem meer tijd", 200, "reason", "Ik wacht op de doos.")
	b.visit(b.jet, b.at+"/verlengen", 422)
}

// draft writes the whole draft through the pages.
func (b *bench) draft() {
	b.t.Helper()
	b.visit(b.jet, b.at+"/ontwerp/feiten", 200)
	b.press(b.jet, "Bewaar en ga verder", 200, "facts", "Klant kocht een lamp en woont aan de Dorpsstraat 12a in 1234 AB Utrecht.")
	b.press(b.jet, "Bewaar en ga verder", 200, "consumer_says", "De klant zegt dat de lamp stuk was. Mail: arjan@voorbeeld.example.", "shop_says", "De winkel zegt van niet.")
	b.press(b.jet, "Bewaar en ga verder", 200, "law", "Een product moet deugen (artikel 7:17 BW).")
	b.press(b.jet, "Bewaar", 422, "decision-1", "partly", "amount-1", "60")
	b.sees(b.jet, "niet hoger is dan wat de klant vraagt")
	b.press(b.jet, "Bewaar en ga verder", 200, "handled", "yes", "decision-1", "partly", "amount-1", "40", "why-1", "Een deel is genoeg.", "decision-2", "denied", "why-2", "Excuses zijn er al.")
	b.press(b.jet, "Bewaar en ga verder", 200, "why", "Omdat de winkel het dossier derhalve niet af heeft.")
	b.press(b.jet, "Bewaar en ga verder", 200, "fee_by", "shop")
	b.sees(b.jet, "Opdracht 1", "Deze opdracht komt er vanzelf bij: De winkel betaalt de klant de kosten van de uitspraak terug: € 25,00")
	b.press(b.jet, "Bewaar en ga verder", 200, "amount-0", "45")
	b.visit(b.jet, b.at+"/tekenen", 200)
	b.sees(b.jet, "De opdrachten aan de winkel zijn samen € 45,00, maar u wijst € 40,00 toe")
	b.visit(b.jet, b.at+"/ontwerp/opdrachten", 200)
	b.press(b.jet, "Bewaar en ga verder", 200, "amount-0", "40")
	b.press(b.jet, "Bewaar en ga verder", 200, "short", "De winkel betaalt u € 40,00 terug, en de € 25,00 voor deze uitspraak.")
}

func TestRulingFromDraftToPublication(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.heard()
	b.visit(b.jet, b.at+"/sluiten", 200)
	b.sees(b.jet, "Sluiten kan nog niet", "De winkel kan tot en met", "om een andere jurist vragen.")
	b.w.Advance(9 * 24 * time.Hour)
	b.jet.AsStaff("jet@recht.example")
	b.mediator.AsStaff("sanne@keurmerk.example")
	b.visit(b.jet, b.at+"/sluiten", 200)
	b.hides(b.jet, "Sluiten kan nog niet")
	b.press(b.jet, "Sluit de zaak", 200)

	b.visit(b.jet, b.at+"/tekenen", 200)
	b.sees(b.jet, "U kunt nog niet tekenen", "Punt 1 heeft nog geen beslissing", "Punt 2 heeft nog geen beslissing", "De feiten ontbreken")
	b.ok(b.jet.Post(b.at+"/tekenen", url.Values{"read": {"yes"}, "version": {"0"}}))
	if b.jet.Status != 422 {
		t.Errorf("an empty draft was signed: %d", b.jet.Status)
	}
	b.draft()
	if b.jet.At.Path != b.at+"/tekenen" {
		t.Fatalf("the last part leads to %s", b.jet.At.Path)
	}
	b.visit(b.jet, b.at+"/ontwerp/waarom", 200)
	b.sees(b.jet, "‘dossier’ is moeilijk", "‘derhalve’ is moeilijk")
	b.visit(b.jet, b.at+"/ontwerp/kort", 200)
	b.sees(b.jet, "niet ‘u’", "‘u’ is moeilijk")
	b.visit(b.jet, b.at+"/voorbeeld?als=winkel", 200)
	b.sees(b.jet, "De winkel betaalt u € 40,00 terug")
	b.visit(b.jet, b.at+"/tekenen", 200)
	b.sees(b.jet, "mr. Jet Jurist", "De klant krijgt voor een deel gelijk")
	b.press(b.jet, "Teken de uitspraak", 422)
	b.press(b.jet, "Teken de uitspraak", 200, "read", "yes")
	b.sees(b.jet, "U heeft de uitspraak getekend")
	v := b.c.View()
	r := v.File.Ruling
	if r == nil || r.Outcome != procedure.RuledPartly || r.FeeBy != procedure.Shop || len(r.Orders) != 2 || r.Orders[0].Amount != 40_00 || r.Orders[1].Amount != 25_00 {
		t.Fatalf("signed: %+v", r)
	}

	b.visit(b.jet, b.at+"/verbeteren", 200)
	b.press(b.jet, "Geef de verbetering", 422)
	b.press(b.jet, "Geef de verbetering", 200, "text", "Er stond 12a, dat moet 12b zijn.")
	b.sees(b.jet, "Verbetering "+r.Number+"-H1")

	at := "/staf/zaken/" + b.c.Reference + "/publiceren"
	b.visit(b.mediator, at, 200)
	b.sees(b.mediator, "‘arjan@voorbeeld.example’ wordt [e-mailadres]", "‘1234 AB", "Verbetering "+r.Number+"-H1")
	b.press(b.mediator, "Ga verder: lees de tekst", 200)
	b.hides(b.mediator, "arjan@voorbeeld.example", "Dorpsstraat", "1234 AB")
	b.press(b.mediator, "Maak openbaar", 422, "text-facts", "De klant belt 06 12345678.")
	b.sees(b.mediator, "Zet een vinkje", "Kijk hier nog naar", "06 12345678")
	b.press(b.mediator, "Maak openbaar", 200, "read", "yes", "text-facts", "De klant kocht een lamp.")
	nobody := b.w.Browser("nobody")
	b.visit(nobody, "/uitspraken?q=lamp&soort=&uitkomst=ruled_partly", 200)
	b.sees(nobody, "De Lindeboom", "De klant krijgt voor een deel gelijk")
	b.visit(nobody, "/uitspraken/"+r.Number, 200)
	b.sees(nobody, "De klant kocht een lamp.", "[e-mailadres]", "Een deel is genoeg.", "Verbetering "+r.Number+"-H1", "Er stond 12a")
	b.hides(nobody, "arjan@voorbeeld.example", "06 12345678", b.c.Reference)
	b.visit(nobody, "/uitspraken.xml", 200)
	if !strings.Contains(nobody.Body, ",2026:uitspraken/"+r.Number+"</id>") {
		t.Errorf("the feed lacks the ruling:\n%s", nobody.Body)
	}
	b.visit(b.mediator, at, 422) // published once
	b.visit(b.jet, b.at+"/verbeteren", 200)
	b.sees(b.jet, "De opdrachten", "De winkel betaalt € 40,00, uiterlijk")
	b.press(b.jet, "Geef de verbetering", 422, "text", "Een fout.", "order-amount-1", "51")
	b.sees(b.jet, "precies betalen wat u toewijst")
	b.press(b.jet, "Geef de verbetering", 200, "text", "In plaats van € 41 staat er € 40. Bel 06 12345678.", "order-amount-1", "35")
	if k := b.c.View().File.Ruling; k.Orders[0].Amount != 35_00 || k.Orders[0].From != r.Number+"-H2" || k.Orders[1].From != "" || len(k.Corrections[1].Orders) != 1 {
		t.Errorf("orders after the correction: %+v", k)
	}
	if v := b.c.View(); v.Agreement.Amount != 60_00 {
		t.Errorf("to be carried out: %+v", v.Agreement)
	}
	b.visit(b.mediator, at, 200)
	b.press(b.mediator, "Ga verder: lees de tekst", 200)
	b.press(b.mediator, "Maak openbaar", 200, "read", "yes", "text-facts", "De klant kocht een lamp.")
	b.visit(nobody, "/uitspraken/"+r.Number, 200)
	b.sees(nobody, "Verbetering "+r.Number+"-H2", "In plaats van € 41 staat er € 40.", "De winkel betaalt € 35,00", "verbeterd in "+r.Number+"-H2")
	b.hides(nobody, "06 12345678")
	b.visit(nobody, "/uitspraken?q=bestaatniet", 200)
	b.sees(nobody, "geen uitspraken die hierbij passen")
	b.visit(nobody, "/uitspraken/2020-0001", 404)
}

func TestComplaintThatCannotBeHandled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.visit(b.jet, b.at+"/ontwerp/punten", 200)
	b.press(b.jet, "Bewaar", 200, "handled", "yes", "decision-1", "denied", "why-1", "Nee.", "decision-2", "denied", "why-2", "Nee.")
	b.visit(b.jet, b.at+"/tekenen", 200)
	b.sees(b.jet, "nog niet naar de winkel gestuurd")
	b.visit(b.jet, b.at+"/ontwerp/punten", 200)
	b.press(b.jet, "Bewaar", 200, "handled", "no")
	b.visit(b.jet, b.at+"/ontwerp/waarom", 200)
	b.press(b.jet, "Bewaar", 200, "why", "De klacht ligt al bij de rechter.")
	b.visit(b.jet, b.at+"/ontwerp/kort", 200)
	b.press(b.jet, "Bewaar", 200, "short", "De jurist kan uw klacht niet behandelen. U krijgt de € 25 terug.")
	b.visit(b.jet, b.at+"/tekenen", 200)
	b.press(b.jet, "Teken de uitspraak", 200, "read", "yes")
	if r := b.c.View().File.Ruling; r == nil || r.Outcome != procedure.RuledInadmissible {
		t.Fatalf("signed: %+v", r)
	}
	b.visit(b.bas, "/staf/zaken/"+b.c.Reference+"/betalingen", 200)
	b.sees(b.bas, "De jurist kon de klacht niet behandelen", "€ 25,00")
}

func TestChallengeIsJudgedByAnAdministrator(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.c.Act(b.c.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.ChallengeAdjudicator{Text: w.Text(registry.KindChallenge, "Zij woont naast de klant.")}
	})
	at := "/staf/zaken/" + b.c.Reference + "/wraking"
	b.visit(b.mediator, at, 422) // administrators only
	b.visit(b.bas, at, 200)
	b.sees(b.bas, "Zij woont naast de klant.", "mr. Jet Jurist")
	b.press(b.bas, "Bewaar mijn beslissing", 422, "granted", "yes")
	b.press(b.bas, "Bewaar mijn beslissing", 200, "granted", "yes", "reason", "Dat klopt.")
	b.visit(b.jet, b.at, 404)
}

func TestPlainSentences(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.visit(b.jet, b.at+"/ontwerp/feiten", 200)
	b.press(b.jet, "Bewaar", 200, "facts", strings.Repeat("woord ", 25)+".\nKort.")
	b.sees(b.jet, "Uw tekst is bewaard", "De feiten (ingevuld)")
	b.visit(b.jet, b.at+"/ontwerp/feiten", 200)
	b.sees(b.jet, "Een zin van 25 woorden")
}

// TestWordsSurviveTheEndOfASession: a text that is sent after the session has ended comes back after signing in.
func TestWordsSurviveTheEndOfASession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.visit(b.jet, b.at+"/ontwerp/feiten", 200)
	b.w.Advance(13 * time.Hour)
	b.press(b.jet, "Bewaar", 401, "facts", "Dit typte ik een hele nacht lang.")
	b.press(b.jet, "Stuur mij een code", 200, "email", "jet@recht.example")
	mails := b.w.Mail.To("jet@recht.example")
	b.press(b.jet, "Log in", 200, "code", world.Digits(mails[len(mails)-1]))
	if b.jet.At.Path != b.at+"/ontwerp/feiten" {
		t.Errorf("after signing in: %s", b.jet.At.Path)
	}
	b.sees(b.jet, "Dit typte ik een hele nacht lang.")
	b.press(b.jet, "Bewaar", 200)
	b.sees(b.jet, "Uw tekst is bewaard")
	b.visit(b.jet, b.at+"/ontwerp/feiten", 200)
	b.sees(b.jet, "Dit typte ik een hele nacht lang.")
}

// TestLeaveIsJudged: a request to bring in something late keeps the file open, and a no has a reason.
func TestLeaveIsJudged(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.heard()
	b.c.Act(b.c.Consumer(procedure.ByBrowser), func(w *registry.Writing) procedure.Command {
		return procedure.AskLeave{Text: w.Text(registry.KindLeave, "Ik vond de doos terug.")}
	})
	b.visit(b.jet, b.at+"/sluiten", 200)
	b.sees(b.jet, "U beslist over het verzoek van de klant")
	b.visit(b.jet, b.at+"/verlof", 200)
	b.sees(b.jet, "Ik vond de doos terug.")
	b.press(b.jet, "Bewaar mijn beslissing", 422, "granted", "no")
	b.press(b.jet, "Bewaar mijn beslissing", 200, "granted", "no", "reason", "Dit had eerder gekund.")
	b.sees(b.jet, "Beslissing: nee", "Dit had eerder gekund.")
}
