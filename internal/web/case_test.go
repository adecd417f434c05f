package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// caseSite is the public pages and the pages of the consumer, with one case.
type caseSite struct {
	*site
	me  *browser // confirmed by code
	ref string
	at  string // the address of the case
}

func newCase(t *testing.T) *caseSite {
	t.Helper()
	s := newSite(t)
	mux := http.NewServeMux()
	for _, r := range append(append(s.app.publicRoutes(), s.app.intakeRoutes()...), s.app.caseRoutes()...) {
		mux.Handle(r.Method+" "+r.Pattern, s.app.serve(r))
	}
	s.server = httptest.NewServer(s.app.guard(http.NewCrossOriginProtection(), mux))
	t.Cleanup(s.server.Close)
	k := &caseSite{site: s, me: s.browser()}
	at := k.me.begin()
	k.me.fill(at)
	k.me.post(at + "/check")
	sent := k.me.post(at+"/code", "code", s.letters()["m01-code"].Code).want(t, 200, "/gestuurd")
	k.at = strings.TrimSuffix(sent.path, "/gestuurd")
	k.ref = strings.TrimPrefix(k.at, "/zaak/")
	s.letters() // the notice was accepted: the shop's term runs
	return k
}

// later lets days pass, with the sweep and the post of each.
func (k *caseSite) later(days int) {
	k.t.Helper()
	for range days {
		k.now = k.now.Add(24 * time.Hour)
		if _, err := k.app.Clerk.Sweep(k.t.Context()); err != nil {
			k.t.Fatal(err)
		}
		k.letters()
	}
}

// link asks a link by mail and gives its address.
func (k *caseSite) link() string {
	k.t.Helper()
	k.browser().post("/zaak", "reference", k.ref, "email", "Anna@example.org").want(k.t, 200, "/zaak", "Als dit klopt")
	l := k.letters()["m19-access"]
	if l.Token == "" {
		k.t.Fatal("no link came")
	}
	return strings.ReplaceAll(l.Link, "{token}", l.Token)
}

// view gives the case as a role sees it.
func (k *caseSite) view(r procedure.Role) registry.View {
	k.t.Helper()
	who := registry.Viewer{Actor: procedure.Actor{Role: procedure.Mediator, ID: "m", Proof: procedure.ByBrowser}}
	v, err := k.app.Clerk.ByReference(k.t.Context(), who, k.ref)
	if err != nil {
		k.t.Fatal(err)
	}
	switch r {
	case procedure.Shop:
		who = registry.Viewer{Actor: procedure.Actor{Role: r, ID: "s", Proof: procedure.ByCode}, Members: []string{"1001"}}
	case procedure.Consumer:
		who = registry.Viewer{Actor: procedure.Actor{Role: r, ID: "consumer", Proof: procedure.ByCode}, Dispute: v.ID}
	default:
		return v
	}
	if v, err = k.app.Clerk.View(k.t.Context(), who, v.ID); err != nil {
		k.t.Fatal(err)
	}
	return v
}

// act lets somebody act beside the pages, and sends the letters.
func (k *caseSite) act(r procedure.Role, command func(w *registry.Writing) procedure.Command) {
	k.t.Helper()
	v := k.view(r)
	if err := k.app.Clerk.Act(k.t.Context(), v.Viewer, v.ID, 0, command); err != nil {
		k.t.Fatalf("%s: %v", r, err)
	}
	k.letters()
	k.words()
}

// words draws the page for all three viewers in both languages: take finds words that are missing.
func (k *caseSite) words() {
	k.t.Helper()
	for _, lang := range []string{"nl", "en"} {
		k.me.get(k.at+"?lang="+lang).want(k.t, 200, k.at)
		for _, r := range []procedure.Role{procedure.Consumer, procedure.Shop, procedure.Mediator} {
			q := &request{Request: httptest.NewRequestWithContext(k.t.Context(), http.MethodGet, "/", nil), app: k.app, lang: text.ParseLang(lang)}
			v := k.view(r)
			s := q.status(v)
			all := s.Heading + s.Text + s.Badge.Text
			for _, step := range s.Steps {
				all += step.Title + step.Text
			}
			for _, i := range q.timeline(v).Items {
				all += i.Title + i.Text
			}
			if strings.Contains(all, "‹") || strings.Contains(all, "{") || strings.Contains(all, "****") {
				k.t.Errorf("%s as %s in %s: words are missing: %s", s.State, r, lang, all)
			}
		}
	}
	k.me.get(k.at + "?lang=nl")
}

var hiddenVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

func (p page) version() string {
	if m := hiddenVersion.FindStringSubmatch(p.body); m != nil {
		return m[1]
	}
	return ""
}

func TestLinkShowsStatusAndChoiceOnly(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	link := k.link()
	b := k.browser()
	p := b.get(link).want(t, 200, link, "U hoeft nu niets te doen", "vrijdag 12 juni 2026", "Laat zien dat u het bent")
	for _, secret := range []string{"Anna", "anna@example.org", "LB-20418", "kapot aan"} {
		if strings.Contains(p.body, secret) {
			t.Errorf("the link alone shows %q", secret)
		}
	}
	for _, path := range []string{"/klacht", "/bericht", "/bewijs", "/gegevens", "/stop", "/nakoming", "/aanbod"} {
		b.get(link+path).want(t, 200, "/bevestig", "Stuur mij een code")
		if path != "/klacht" && path != "/gegevens" {
			b.post(link+path, "text", "x").want(t, 403, path)
		}
	}
	b.get(link+"/klacht").want(t, 200, "/bevestig", `value="klacht"`)
	b.post(link+"/bevestig", "ask", "1", "naar", "klacht").want(t, 200, "/bevestig", "Vul de code in")
	code := k.letters()["m25-act-code"]
	k.browser().post(link+"/bevestig", "code", code.Code).want(t, 422, "/bevestig")
	b.post(link+"/bevestig", "code", code.Code, "naar", "//evil.example").want(t, 200, k.at)
	b.get(link+"/klacht").want(t, 200, k.at+"/klacht", "De lamp kwam kapot aan.", "Anna de Vries", "mei 2026")
	b.get(k.at+"/gegevens").want(t, 200, "", "anna@example.org")
	k.me.get(link+"/keuze?keus=help").want(t, 200, k.at+"/keuze")
}

func TestAccessSaysNothing(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	b := k.browser()
	b.get("/zaak").want(t, 200, "/zaak", "Zaaknummer")
	b.post("/zaak", "reference", k.ref, "email", "else@example.org").want(t, 200, "/zaak", "Als dit klopt")
	b.post("/zaak", "reference", "K74Q-2M9X", "email", "anna@example.org").want(t, 200, "/zaak", "Als dit klopt")
	b.post("/zaak", "reference", k.ref, "email", "anna").want(t, 422, "/zaak", `value="anna"`, "Fout: ")
	if l := k.letters(); len(l) > 0 {
		t.Errorf("letters: %v", l)
	}
	b.get(k.at).want(t, 200, "/zaak")
	b.get("/z/nonsense").want(t, 404, "", "Deze link werkt niet meer", "/zaak")
}

func TestChoiceByLinkAndItsUndo(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	k.me.get(k.at+"/keuze").want(t, 200, "/keuze", "Is het al opgelost?")
	k.later(8)
	k.words()
	link := k.link()
	b := k.browser()
	b.get(link).want(t, 200, link, "Doe dit uiterlijk", "/keuze?keus=help")
	if p := b.get(link+"/keuze?keus=help").want(t, 200, "/keuze", "Er is nog niets veranderd"); strings.Contains(p.body, "checked") {
		t.Error("preselected in an unconfirmed browser")
	}
	if p := k.me.get(k.at + "/keuze?keus=help"); !strings.Contains(p.body, "checked") {
		t.Error("not preselected in a confirmed browser")
	}
	b.post(link+"/keuze").want(t, 422, "/keuze", "Kies wat er nu aan de hand is")
	b.post(link+"/keuze", "keus", "busy").want(t, 200, "/keuze", "Uw keuze is opgeslagen", "Uw keuze: De winkel is ermee bezig")
	b.post(link+"/keuze", "keus", "busy").want(t, 200, "/keuze")
	b.get(link+"/keuze?keus=help").want(t, 200, "/keuze", "U koos eerder")
	b.get(link+"/keuze?verander=1&lang=en").want(t, 200, "/keuze", "You chose before")
	b.get(link + "/keuze?lang=nl")
	k.words()
	k.now = k.now.Add(11 * time.Minute)
	b.post(link+"/keuze/ongedaan").want(t, 200, "/keuze", "teruggedraaid", "Bevestig mijn keuze")
	b.post(link+"/keuze", "keus", "help", "note", "Ze bellen niet terug").want(t, 200, "/keuze", "Uw keuze: Nee, ik wil hulp")
	k.words()
	b.get(link).want(t, 200, "", "Verander mijn keuze")
	k.now = k.now.Add(11 * time.Minute)
	b.post(link+"/keuze", "keus", "solved").want(t, 200, "/keuze", "Uw zaak is gesloten")
	k.words()
	b.post(link+"/heropen").want(t, 200, "/keuze", "weer open", "Bevestig mijn keuze")
	b.post(link+"/keuze", "keus", "solved").want(t, 200, "/keuze")
	k.letters()
	b.get(link+"/vragen").want(t, 200, "/vragen", "Hoe vond u het?")
	b.post(link+"/vragen", "fair", "4", "remark", "Goed").want(t, 200, link, "Dank u voor uw antwoorden")
	k.later(18)
	k.words()
	k.me.get(k.at+"/keuze?keus=help").want(t, 200, "/keuze", "De zaak is klaar")
	k.me.post(k.at+"/heropen").want(t, 422, "", "het kon tot en met")
}

func TestTwoChoicesLapseAndAskACode(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	k.later(8)
	link := k.link()
	b := k.browser()
	b.post(link+"/keuze", "keus", "solved").want(t, 200, "/keuze")
	b.post(link+"/keuze", "keus", "help", "note", "Bel mij").want(t, 422, "/keuze", "twee verschillende keuzes", "Vul de code in", "Bel mij")
	k.words()
	other := k.browser() // asks at the same moment, and gets a code of its own
	other.post(link+"/keuze", "keus", "busy").want(t, 422, "/keuze", "Vul de code in")
	k.letters()
	k.now = k.now.Add(time.Minute)
	b.post(link+"/keuze", "keus", "help", "note", "Bel mij", "ask", "1").want(t, 200, "/keuze", "Bel mij")
	code := k.letters()["m25-act-code"]
	other.post(link+"/keuze", "keus", "busy", "code", code.Code).want(t, 422, "/keuze")
	b.post(link+"/keuze", "keus", "help", "note", "Bel mij", "code", "").want(t, 422, "/keuze", "Vul de 6 cijfers in", "Bel mij")
	b.post(link+"/keuze", "keus", "help", "note", "Bel mij", "code", code.Code).want(t, 200, k.at+"/keuze", "Nee, ik wil hulp")
	if v := k.view(procedure.Consumer); v.Stage != procedure.Mediation || v.Timeline[0].Text != "Bel mij" {
		t.Errorf("stage %s, note %q", v.Stage, v.Timeline[0].Text)
	}
}

func TestPausedIsResumed(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	k.later(23)
	k.words()
	k.me.get(k.at).want(t, 200, "", "Uw zaak staat stil", "Hervat mijn zaak")
	k.me.get(k.at+"/keuze?keus=help").want(t, 200, "/keuze", "Hervat mijn zaak")
	k.me.post(k.at+"/hervat").want(t, 200, "/keuze", "gaat weer verder", "Bevestig mijn keuze")
	k.me.post(k.at+"/hervat").want(t, 422, k.at+"/hervat", "Dit kan nu niet meer")
	k.later(80)
	k.browser().get(k.link()).want(t, 200, "", "Uw zaak is gesloten")
}

func TestTalkAndOffers(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	me := k.me
	me.post(k.at+"/bericht", "text", "").want(t, 422, "/bericht", "Schrijf wat u wilt zeggen")
	old := me.get(k.at + "/bericht").version()
	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, "Wij zoeken het uit."), Promise: procedure.DateOf(k.now).AddDays(4)}}
	})
	me.post(k.at+"/bericht", "text", "Waar blijft het?", "version", old).want(t, 422, "/bericht", "net iets veranderd", "Waar blijft het?")
	me.post(k.at+"/bericht", "text", "Waar blijft het?", "version", me.get(k.at).version()).want(t, 200, k.at, "Uw bericht is gestuurd", "Waar blijft het?", "Wij zoeken het uit.")

	me.get(k.at+"/aanbod").want(t, 200, "/aanbod", "Stuur mijn aanbod")
	me.post(k.at+"/aanbod", "remedy", "refund", "words", "Alles terug").want(t, 422, "/aanbod", "Vul een bedrag in", "Vul een datum in", "Alles terug")
	me.post(k.at+"/aanbod", "remedy", "refund", "amount", "45,00", "due-day", "20", "due-month", "6", "due-year", "2026", "return", "shop").
		want(t, 200, k.at, "Uw aanbod is gestuurd", "€\u00a045,00", "Trek mijn aanbod in")
	k.words()
	own := k.view(procedure.Consumer).Offers[0]
	me.post(k.at+"/aanbod/"+own.ID+"/intrekken").want(t, 200, k.at, "ingetrokken")

	offer := func(cents int64) string {
		k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
			return procedure.MakeOffer{Offer: procedure.Offer{
				ID: registry.PublicID(), Remedy: "part_refund", Amount: cents, Due: procedure.DateOf(k.now).AddDays(5), Text: w.Text(registry.KindOffer, "Uit coulance."),
			}}
		})
		return k.view(procedure.Consumer).Offers[0].ID
	}
	id := offer(1000)
	me.get(k.at).want(t, 200, "", "Lees het aanbod van de winkel", "Uit coulance.", "U bent aan zet")
	me.post(k.at+"/aanbod/"+id+"/nee", "version", me.get(k.at).version()).want(t, 200, k.at, "nee tegen het aanbod")
	me.get(k.at+"/aanbod/"+id).want(t, 200, "", "Dit aanbod geldt niet meer", "Let op")
	id = offer(2000)
	me.get(k.at+"/aanbod/"+id).want(t, 200, "", "Ja, ik ga akkoord")
	yes := k.at + "/aanbod/" + id + "/ja"
	me.get(yes).want(t, 200, yes, "Uit coulance.", "Stuur mij een code")
	me.post(yes, "ask", "1").want(t, 200, yes, "Vul de code in")
	code := k.letters()["m25-act-code"]
	me.post(k.at+"/stop", "code", code.Code).want(t, 422, "/stop") // a code is for one act
	me.post(yes, "code", "1").want(t, 422, yes, "Deze code klopt niet")
	me.post(yes, "code", code.Code, "version", me.get(k.at).version()).want(t, 200, k.at, "Er is een afspraak", "Dit spraken u en de winkel af")
	me.post(yes, "code", code.Code).want(t, 200, k.at)
	k.words()
}

func TestComplianceToGoingOn(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	id := registry.PublicID()
	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.MakeOffer{Offer: procedure.Offer{ID: id, Remedy: "resend", Due: procedure.DateOf(k.now).AddDays(3)}}
	})
	k.act(procedure.Consumer, func(*registry.Writing) procedure.Command { return procedure.AcceptOffer{ID: id} })
	if p := k.me.get(k.at+"/nakoming").want(t, 200, "/nakoming", "Ja, alles is gedaan"); strings.Contains(p.body, "Een deel is gedaan") {
		t.Error("partly before the day")
	}
	k.me.post(k.at+"/nakoming", "keus", "not").want(t, 422, "/nakoming", "Dit kan nu niet meer, of nog niet")
	k.later(4)
	k.words()
	k.later(2)
	k.words()
	k.me.get(k.at).want(t, 200, "", "nakoming?keus=partly")
	k.me.get(k.at+"/nakoming?keus=partly").want(t, 200, "/nakoming", "checked")
	k.me.post(k.at+"/nakoming", "keus", "partly", "text", "De kap ontbreekt").want(t, 200, k.at, "om het af te maken")
	k.letters()
	k.words()
	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.GiveProof{Text: w.Text(registry.KindProof, "Zie foto")}
	})
	k.me.get(k.at).want(t, 200, "", "Dit bewijs klopt niet")
	k.me.post(k.at+"/bezwaar", "text", "").want(t, 422, "/bezwaar", "Schrijf wat er niet klopt")
	k.me.post(k.at+"/bezwaar", "text", "Dat is een ander pakket", "version", k.me.get(k.at).version()).want(t, 200, k.at, "Wij bekijken het bewijs")
	k.words()
	k.act(procedure.Mediator, func(w *registry.Writing) procedure.Command {
		return procedure.JudgeProof{Reason: w.Text(registry.KindJudgement, "Nee")}
	})
	k.me.get(k.at).want(t, 200, "", "Vraag om bemiddeling", "Sluit mijn zaak")
	k.me.post(k.at+"/verder").want(t, 200, k.at, "gaat naar bemiddeling")
	k.words()
	k.me.get(k.at+"/keuze").want(t, 200, "/keuze", "Bekijk eerst mijn zaak")
}

func TestStopByCode(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	me := k.me
	me.get(k.at+"/stop").want(t, 200, "/stop", "Stuur mij een code")
	me.post(k.at+"/stop", "ask", "1", "text", "Te veel werk").want(t, 200, "/stop", "Vul de code in", "Te veel werk")
	code := k.letters()["m25-act-code"]
	k.now = k.now.Add(11 * time.Minute)
	me.post(k.at+"/stop", "code", code.Code).want(t, 422, "/stop", "Vraag een nieuwe code")
	me.post(k.at+"/stop", "ask", "1").want(t, 200, "/stop")
	code = k.letters()["m25-act-code"]
	me.post(k.at+"/stop", "code", code.Code, "text", "Te veel werk").want(t, 200, k.at, "Uw klacht is gestopt", "Te veel werk")
	me.post(k.at+"/stop", "code", code.Code).want(t, 200, k.at)
	k.words()
	me.post(k.at+"/bericht", "text", "x").want(t, 422, "/bericht")
	me.get(k.at+"/stop").want(t, 200, "", "Dit kan nu niet meer")
}

func TestShopSaysSolved(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	said := func() {
		k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
			return procedure.SaySolved{Text: w.Text(registry.KindSolved, "Betaald")}
		})
	}
	said()
	link := k.link()
	b := k.browser()
	b.get(link).want(t, 200, "", "Is het opgelost?", "/opgelost?keus=no")
	b.get(link+"/opgelost?keus=yes").want(t, 200, "/opgelost", "Bevestig mijn antwoord")
	b.post(link+"/opgelost").want(t, 422, "/opgelost", "Kies of het is opgelost")
	b.post(link+"/opgelost", "keus", "no").want(t, 200, link, "nog niet is opgelost")
	b.post(link+"/opgelost", "keus", "no").want(t, 200, link)
	b.get(link+"/opgelost").want(t, 200, "/keuze")
	said()
	b.post(link+"/opgelost", "keus", "yes").want(t, 200, "/keuze", "Uw zaak is gesloten")
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	k.me.get(k.at+"/bewijs").want(t, 200, "/bewijs", "Voeg toe aan mijn zaak")
	k.me.postFiles(k.at+"/bewijs", nil).want(t, 422, "/bewijs", "Kies een of meer bestanden")
	p := k.me.postFiles(k.at+"/bewijs", nil, "brief.txt", "Beste winkel", "leeg.txt", "").want(t, 422, "/bewijs", "leeg.txt", "K1: brief.txt")
	href := regexp.MustCompile(`/zaak/[^"]*/bewijs/[^"]+`).FindString(p.body)
	if got := k.me.get(href); got.status != 200 || got.body != "Beste winkel" {
		t.Errorf("file: %d %q", got.status, got.body)
	}
	k.me.get(k.at+"/bewijs/nonsense").want(t, 404, "")
	k.browser().get(href).want(t, 200, "/zaak")
	k.words()
}
