package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// tillInTest is a till whose provider says what the test says.
type tillInTest struct {
	clerk *registry.Clerk
	now   func() time.Time
	says  string // of every open payment; "" for nothing yet
	down  bool
	asked []string // payments of which a checkout was made
}

func (t *tillInTest) Checkout(_ context.Context, _, payment, back string, _ text.Lang) (string, error) {
	if t.down {
		return "", fault.New(fault.Unavailable)
	}
	t.asked = append(t.asked, payment)
	return back, nil // the page of the provider sends people there
}

func (t *tillInTest) Check(ctx context.Context, dispute string) error {
	rows, err := t.clerk.PaymentsOf(ctx, dispute)
	if err != nil || t.says == "" {
		return err
	}
	for _, r := range rows {
		if r.Status == procedure.PaymentOpen {
			said := procedure.RecordPayment{ID: r.ID, Status: t.says, Cents: r.Cents, At: t.now()}
			if err := t.clerk.RecordPayment(ctx, dispute, said); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tillInTest) Notice(context.Context, *http.Request) error { return nil }

// rulingSite is a case whose mediation ended without an agreement, with people who can act in it.
type rulingSite struct {
	*caseSite
	till   *tillInTest
	shop   *browser
	judge  registry.Viewer
	shopAt string
}

func (k *rulingSite) shopSignsIn() {
	k.t.Helper()
	k.shop = k.browser()
	k.shop.post("/winkel/inloggen", "email", "klantenservice@delindeboom.example")
	k.shop.post("/winkel/inloggen/code", "code", k.letters()["m21-sign-in"].Code).want(k.t, 200, "/winkel")
}

func newRuling(t *testing.T) *rulingSite {
	t.Helper()
	k := &rulingSite{caseSite: newCase(t)}
	k.till = &tillInTest{clerk: k.app.Clerk, now: k.app.Now}
	k.app.Till = k.till
	jar := k.me.client.Jar
	old := k.server
	k.server = httptest.NewServer(k.app.Handler())
	t.Cleanup(k.server.Close)
	k.me = k.browser()
	moveCookies(t, jar, k.me.client.Jar, old.URL, k.server.URL)
	k.shopAt = "/winkel/zaken/" + k.ref
	err := k.app.Accounts.KeepStaff(t.Context(), []account.Person{
		{Name: "Sanne Bos", Email: "sanne@trust.example", Roles: []string{"mediator"}},
		{Name: "Eva Jansen", Email: "eva@law.example", Roles: []string{"adjudicator"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	eva, ok, err := k.app.Accounts.StaffByEmail(t.Context(), "eva@law.example")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	k.judge = registry.Viewer{Actor: procedure.Actor{Role: procedure.Adjudicator, ID: eva.ID, Proof: procedure.ByBrowser}}
	k.shopSignsIn()

	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "De lamp ging heel weg.")}
	})
	k.me.post(k.at+"/keuze", "keus", "help").want(t, 200, "/keuze")
	k.letters()
	k.act(procedure.Consumer, func(w *registry.Writing) procedure.Command {
		return procedure.LeaveMediation{Reason: w.Text(registry.KindLeft, "Het lukt niet.")}
	})
	return k
}

func moveCookies(t *testing.T, from, to http.CookieJar, old, now string) {
	t.Helper()
	a, err := http.NewRequestWithContext(t.Context(), http.MethodGet, old, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := http.NewRequestWithContext(t.Context(), http.MethodGet, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	to.SetCookies(b.URL, from.Cookies(a.URL))
}

// jurist lets the adjudicator act beside the pages.
func (k *rulingSite) jurist(command func(w *registry.Writing) procedure.Command) {
	k.t.Helper()
	if err := k.app.Clerk.Act(k.t.Context(), k.judge, k.view(procedure.Mediator).ID, 0, command); err != nil {
		k.t.Fatalf("jurist: %v", err)
	}
	k.letters()
	k.words()
}

// both draws a page of both parties in both languages: take finds words that are missing.
func (k *rulingSite) both(path string) {
	k.t.Helper()
	for _, lang := range []string{"en", "nl"} {
		k.me.get(k.at+path+"?lang="+lang).want(k.t, 200, "")
		k.shop.get(k.shopAt+path+"?lang="+lang).want(k.t, 200, "")
	}
}

// asks asks for a ruling.
func (k *rulingSite) asks() {
	k.t.Helper()
	claim := []string{"n", "1", "remedy-1", "refund", "amount-1", "45,00", "text-1", "De lamp is stuk."}
	k.me.post(k.at+"/uitspraak/akkoord", append(claim, "consent", "1", "startnow", "1", "ask", "1")...).want(k.t, 200, "", "Wij stuurden een code")
	code := k.letters()["m25-act-code"].Code
	k.now = k.now.Add(time.Second)
	k.me.post(k.at+"/uitspraak/akkoord", append(claim, "consent", "1", "startnow", "1", "code", code)...).want(k.t, 200, "/betalen", "Betaal €\u00a025")
}

func TestRequestIsReadBeforeItIsAsked(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.me.get(k.at).want(t, 200, "", "Lees wat een uitspraak betekent")
	link := k.link()
	k.browser().get(link).want(t, 200, link, "Lees wat een uitspraak betekent", link+"/uitspraak/vragen")
	k.browser().get(link+"/uitspraak/vragen").want(t, 200, "/bevestig", `value="uitspraak/vragen"`)
	p := k.me.get(k.at+"/uitspraak").want(t, 200, "/uitspraak/vragen", "U kunt met deze klacht daarna niet meer gewoon naar de rechter", "Naar de rechter", "Sluit mijn zaak")
	if warn, button := strings.Index(p.body, "Wat geeft u op?"), strings.Index(p.body, "Schrijf wat ik vraag"); warn < 0 || button < warn {
		t.Error("what is given up does not come before the button")
	}
	k.me.get(k.at+"/uitspraak/punten").want(t, 200, "", `value="45,00"`, "Geld terug")
	k.me.post(k.at+"/uitspraak/punten", "n", "1", "remedy-1", "refund", "amount-1", "45,00", "text-1", "Stuk.", "add", "1").
		want(t, 200, "", "Punt 2", "Stuk.", "Haal dit punt weg")
	k.me.post(k.at+"/uitspraak/punten", "n", "2", "remedy-1", "refund", "amount-1", "45,00", "text-1", "Stuk.", "remove", "1").
		want(t, 200, "", "Punt 1")
	k.me.post(k.at+"/uitspraak/punten", "n", "1", "remedy-1", "refund", "amount-1", "", "text-1", "Stuk.").
		want(t, 422, "", "Vul bij punt 1 een bedrag in", "Stuk.", "<title>Fout: ")
	k.me.post(k.at+"/uitspraak/punten", "n", "1", "remedy-1", "refund", "amount-1", "26000", "text-1", "Stuk.").
		want(t, 422, "", "Samen is het meer dan")
	check := k.me.post(k.at+"/uitspraak/punten", "n", "1", "remedy-1", "refund", "amount-1", "45,00", "text-1", "Stuk.").
		want(t, 200, "", "Controleer uw aanvraag", "Stuk.", "Verander wat ik vraag")
	if strings.Contains(check.body, " checked") {
		t.Error("a consent is ticked beforehand")
	}
	k.me.post(k.at+"/uitspraak/akkoord", "n", "1", "remedy-1", "refund", "amount-1", "45,00", "text-1", "Stuk.", "ask", "1", "consent", "1").
		want(t, 422, "", "Zet dit vinkje als wij meteen mogen beginnen", "Stuk.")
	if _, sent := k.letters()["m25-act-code"]; sent {
		t.Error("a code was sent before both consents were ticked")
	}
	if k.view(procedure.Consumer).File.Points != nil {
		t.Fatal("something was asked before it was confirmed")
	}
	k.asks()
	f := k.view(procedure.Consumer).File
	if len(f.Points) != 1 || f.Points[0].Amount != 4500 || f.Consents.Version != consentVersion || len(f.Consents.Words) != len(consentWords) {
		t.Errorf("asked: %+v %+v", f.Points, f.Consents)
	}
	k.me.get(k.at).want(t, 200, "", "Betaal €\u00a025")
	k.me.get(k.at+"/uitspraak/punten").want(t, 200, "", "De lamp is stuk.")
	k.me.get(k.at+"/uitspraak/akkoord?lang=en").want(t, 200, "", "Check your request")
}

func TestFeeIsTakenOnce(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.asks()
	k.till.down = true
	k.me.post(k.at+"/uitspraak/betalen").want(t, 422, "", "De betaaldienst antwoordt niet", "Betaal €\u00a025")
	k.till.down = false
	paying := k.me.post(k.at+"/uitspraak/betalen").want(t, 200, "", "Uw betaling wordt gecontroleerd", "Kijk opnieuw")
	k.me.get(k.at).want(t, 200, "", "Wij wachten op bericht over uw betaling", paying.path)
	k.me.post(k.at+"/uitspraak/betalen").want(t, 200, paying.path)
	for _, id := range k.till.asked {
		if id != k.till.asked[0] {
			t.Fatal("a second payment was begun while the first was open")
		}
	}
	k.me.get(paying.path+"?status=paid&lang=en").want(t, 200, "", "Your payment is being checked")
	k.me.get(paying.path + "?lang=nl")
	k.till.says = "failed"
	k.me.post(paying.path).want(t, 200, paying.path, "De betaling is niet gelukt. Er is niets afgeschreven.", "Probeer opnieuw")
	k.till.says = ""
	again := k.me.post(k.at+"/uitspraak/betalen").want(t, 200, "", "wordt gecontroleerd")
	if again.path == paying.path {
		t.Error("a failed payment was tried under its old id")
	}
	k.till.says = procedure.PaymentPaid
	k.me.post(again.path).want(t, 200, again.path, "Uw betaling is binnen", "Factuur", "€\u00a04,34")
	k.me.post(k.at+"/uitspraak/betalen").want(t, 200, "/betalingen", "Uw betalingen")
	k.me.get(k.at+"/betalingen?lang=en").want(t, 200, "", "Invoice", "Did not succeed")
	k.me.get(k.at+"/uitspraak/vragen").want(t, 200, "")
	k.browser().get(again.path).want(t, 200, "/zaak")
	r, err := http.Post(k.server.URL+"/betaling/melding", "application/x-www-form-urlencoded", strings.NewReader("id=tr_unknown")) //nolint:noctx // as the provider does
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Body.Close(); err != nil || r.StatusCode != 200 || r.ContentLength != 0 {
		t.Errorf("webhook: %d, %d bytes, %v", r.StatusCode, r.ContentLength, err)
	}
}

// paid brings the case to its adjudicator.
func (k *rulingSite) paid() {
	k.t.Helper()
	k.asks()
	k.till.says = procedure.PaymentPaid
	at := k.me.post(k.at + "/uitspraak/betalen").path
	k.me.post(at).want(k.t, 200, at, "binnen")
	k.letters()
	k.words()
	v := k.view(procedure.Mediator)
	if err := k.app.Clerk.AssignAdjudicator(k.t.Context(), v, 0, k.judge.Actor.ID); err != nil {
		k.t.Fatal(err)
	}
	k.letters()
	k.words()
	k.jurist(func(*registry.Writing) procedure.Command { return procedure.Declare{} })
}

func TestHearingAndRuling(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.paid()
	k.both("/uitspraak/dossier")
	k.me.get(k.at+"/uitspraak/andere-jurist").want(t, 200, "", "Eva Jansen")
	k.me.post(k.at+"/uitspraak/andere-jurist", "text", "").want(t, 422, "", "Schrijf waarom u een andere jurist wilt")
	k.jurist(func(*registry.Writing) procedure.Command { return procedure.SendClaim{} })

	k.me.get(k.at+"/bewijs").want(t, 200, "", "Nu is de ander aan zet", k.at+"/uitspraak/toestemming")
	stop := k.me.get(k.at+"/stop").want(t, 200, "", "Stopt u uiterlijk", "U kunt voor dezelfde klacht niet nog een keer een uitspraak vragen")
	if strings.Contains(stop.body, "Ja, het is opgelost") {
		t.Error("the page points to a choice that is not open")
	}
	link := k.link()
	k.browser().get(link+"/uitspraak/andere-jurist").want(t, 200, "/bevestig", `value="uitspraak/andere-jurist"`)
	k.shop.get(k.shopAt).want(t, 200, "", "Geef uw antwoord aan de jurist")
	k.both("/uitspraak/dossier")
	k.shop.get(k.shopAt+"/uitspraak/verweer?lang=en").want(t, 200, "", "Do you agree with this point?")
	k.shop.get(k.shopAt + "/uitspraak/verweer?lang=nl")
	k.shop.post(k.shopAt+"/uitspraak/verweer", "agree-1", "no", "text", "Tot zover.").
		want(t, 422, "", "Leg uit waarom u het niet helemaal eens bent", "Tot zover.")
	k.shop.postFiles(k.shopAt+"/uitspraak/verweer", map[string]string{"agree-1": "no", "text-1": "Hij was heel.", "text": "Tot zover."}, "pak.txt", "Bon van de bezorger").
		want(t, 200, "/dossier", "Uw antwoord is gestuurd", "Hij was heel.", "W1: pak.txt")
	k.letters()
	k.words()

	k.me.get(k.at+"/uitspraak/antwoord").want(t, 200, "", "Hij was heel.", "Tot zover.", "W1: pak.txt")
	k.me.post(k.at+"/uitspraak/antwoord", "text", "").want(t, 422, "", "Schrijf uw antwoord, of kies")
	k.me.post(k.at+"/uitspraak/antwoord", "text", "Nee, hij was stuk.", "nothing", "1").want(t, 422, "", "maak het vak leeg", "Nee, hij was stuk.")
	k.me.post(k.at+"/uitspraak/antwoord", "text", "Nee, hij was stuk.").want(t, 200, "/dossier", "Nee, hij was stuk.")
	k.letters()
	k.words()
	k.shop.get(k.shopAt+"/uitspraak/antwoord").want(t, 200, "", "Nee, hij was stuk.")
	k.shop.post(k.shopAt+"/uitspraak/antwoord", "nothing", "1").want(t, 200, "/dossier", "had niets toe te voegen")
	k.letters()

	k.me.post(k.at+"/uitspraak/toestemming", "text", "Ik vond de doos nog.").want(t, 200, "/dossier", "Ik vond de doos nog.", "nog niet beslist")
	k.jurist(func(w *registry.Writing) procedure.Command {
		return procedure.JudgeLeave{LeaveJudged: procedure.LeaveJudged{Party: procedure.Consumer, Reason: w.Text(registry.KindDecision, "Te laat.")}}
	})
	k.jurist(func(w *registry.Writing) procedure.Command {
		return procedure.AskQuestion{QuestionAsked: procedure.QuestionAsked{ID: w.NewID(), To: []procedure.Role{procedure.Consumer}, Text: w.Text(registry.KindQuestion, "Waar is de doos?")}}
	})
	k.me.get(k.at).want(t, 200, "", "Antwoord op de vraag")
	q := k.me.get(k.at+"/uitspraak/vraag").want(t, 200, "", "Waar is de doos?")
	about := between(t, q.body, `name="about" value="`, `"`)
	id, _, _ := strings.Cut(about, ":")
	k.me.post(k.at+"/uitspraak/vraag", "about", about, "text-"+id, "").want(t, 422, "", "Schrijf uw antwoord")
	k.me.post(k.at+"/uitspraak/vraag", "about", about, "text-"+id, "Op zolder.").want(t, 200, "/dossier", "Op zolder.", "Te laat.")
	k.letters()
	k.words()
	k.shop.get(k.shopAt+"/uitspraak/antwoord").want(t, 200, "", "Op zolder.")
	k.shop.post(k.shopAt+"/uitspraak/antwoord", "nothing", "1").want(t, 200, "/dossier")
	k.letters()
	k.both("/uitspraak/dossier")
	k.later(9) // until then the parties can ask for another lawyer
	k.shopSignsIn()
	k.jurist(func(*registry.Writing) procedure.Command { return procedure.CloseFile{} })
	k.me.get(k.at+"/uitspraak/antwoord").want(t, 200, "", "Dit kan nu niet")
	k.me.post(k.at+"/uitspraak/antwoord", "text", "Nog iets").want(t, 422, "", "Dit kan nu niet")
	k.rules(t)
}

// rules signs a ruling and reads it as both.
func (k *rulingSite) rules(t *testing.T) {
	t.Helper()
	f, err := k.app.Clerk.CaseFile(t.Context(), k.judge, k.ref)
	if err != nil {
		t.Fatal(err)
	}
	due := procedure.DateOf(k.now).AddDays(14)
	in := registry.RulingInput{
		Outcome: procedure.RuledUpheld, FeeBy: procedure.Shop,
		Text:   registry.RulingText{Short: "De winkel betaalt.", Facts: "Een lamp.", ConsumerSays: "Stuk.", ShopSays: "Heel.", Law: "7:17 BW", Why: "Om de bon."},
		Points: map[string]registry.PointInput{"1": {Decision: "granted", Amount: 4500, Why: "De bon zegt het.", Evidence: []string{"W1"}}},
		Orders: []registry.OrderInput{
			{Who: procedure.Shop, Remedy: "refund", Amount: 4500, Due: due},
			{Who: procedure.Shop, Remedy: "refund", Amount: 2500, Due: due, Fee: true},
		},
	}
	if err := k.app.Clerk.Sign(t.Context(), k.judge, f, 0, in); err != nil {
		t.Fatal(err)
	}
	k.letters()
	k.words()
	k.both("/uitspraak")
	k.both("/uitspraak/dossier")
	page := k.me.get(k.at+"/uitspraak").want(t, 200, "", "Uitspraak in zaak "+k.ref, "De winkel betaalt.", "De winkel betaalt €\u00a045,00, uiterlijk",
		"De winkel betaalt de klant de kosten van de uitspraak terug: €\u00a025,00", "W1: pak.txt", "artikel 7:904 BW", "Eva Jansen", "Zeg of de winkel het heeft gedaan")
	if strings.Contains(page.body, "anna@example.org") {
		t.Error("the ruling shows an address")
	}
	k.shop.get(k.shopAt).want(t, 200, "", "Doe wat in de uitspraak staat", "Lees de uitspraak")
	k.shop.post(k.shopAt+"/gedaan", "text", "Betaald.").want(t, 200, "")
	k.me.post(k.at+"/nakoming", "keus", "done").want(t, 200, "")
	k.letters()
	k.words()
	k.me.get(k.at).want(t, 200, "", "U krijgt wat u vroeg", "Lees de uitspraak", "De uitspraak is uitgevoerd")
	k.browser().get(k.at+"/uitspraak").want(t, 200, "/zaak")
}

func TestWaitOrMoneyBack(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.asks()
	k.till.says = procedure.PaymentPaid
	at := k.me.post(k.at + "/uitspraak/betalen").path
	k.me.post(at)
	k.later(22)
	k.words()
	k.me.get(k.at).want(t, 200, "", "Kies wat u wilt")
	k.me.get(k.at+"/uitspraak/wachten?lang=en").want(t, 200, "", "I want my €\u00a025 back")
	k.me.get(k.at + "/uitspraak/wachten?lang=nl")
	k.me.post(k.at+"/uitspraak/wachten").want(t, 422, "", "Kies of u wacht")
	k.me.post(k.at+"/uitspraak/wachten", "keus", "back").want(t, 200, k.at, "U krijgt uw geld terug", "Uw zaak is gestopt")
	k.me.get(k.at+"/betalingen").want(t, 200, "", "Gaat terug", "Er was nog geen jurist")
	k.words()
}

func TestStoppingWithoutARuling(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.me.get(k.at+"/uitspraak/stoppen").want(t, 200, "", "U kunt daarna geen uitspraak meer vragen", "Wij sluiten uw zaak als niet opgelost")
	k.me.post(k.at+"/uitspraak/stoppen", "version", "0").want(t, 200, k.at+"/uitspraak/stoppen", "Wilt u geen uitspraak?")
	k.me.post(k.at+"/uitspraak/stoppen", "version", "0", "zeker", "ja").want(t, 200, k.at, "Wij hebben uw zaak gesloten")
	k.me.post(k.at+"/uitspraak/stoppen", "version", "0", "zeker", "ja").want(t, 200, k.at)
	k.me.get(k.at+"/uitspraak/vragen").want(t, 200, "", "U kunt nu geen uitspraak vragen")
	k.words()
}

// TestWordsSurviveTheEndOfASession: what was typed comes back once the person has shown again who they are.
func TestWordsSurviveTheEndOfASession(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.paid()
	k.jurist(func(*registry.Writing) procedure.Command { return procedure.SendClaim{} })
	k.now = k.now.Add(time.Minute)
	gone := k.browser() // the session has ended
	p := gone.post(k.shopAt+"/uitspraak/verweer", "version", "1", "agree-1", "no", "text-1", "Heel lang verhaal").
		want(t, 401, "", "bewaren wij een uur", `value="`+k.shopAt+`/uitspraak/verweer"`)
	if strings.Contains(p.body, "Heel lang verhaal") {
		t.Error("what was typed is shown to who is not signed in")
	}
	gone.post("/winkel/inloggen", "email", "klantenservice@delindeboom.example", "naar", k.shopAt+"/uitspraak/verweer")
	gone.post("/winkel/inloggen/code", "code", k.letters()["m21-sign-in"].Code).
		want(t, 200, "/uitspraak/verweer", "Heel lang verhaal", "Uw tekst staat er nog")
	k.shop.get(k.shopAt+"/uitspraak/verweer").want(t, 200, "", "Uw antwoord aan de jurist")
	if strings.Contains(k.shop.get(k.shopAt+"/uitspraak/verweer").body, "Heel lang verhaal") {
		t.Error("another browser got it")
	}
	gone.post(k.shopAt+"/uitspraak/verweer", "agree-1", "no", "text-1", "Heel lang verhaal").want(t, 200, "/dossier")
	if strings.Contains(gone.get(k.shopAt).body, "Ga verder met schrijven") {
		t.Error("what was sent is still kept")
	}
	k.letters()

	k.now = k.now.Add(time.Minute)
	link := k.link()
	lost := k.browser()
	lost.post(k.at+"/uitspraak/antwoord", "text", "Mijn hele verhaal").want(t, 401, "", "bewaren wij een uur", "Zaaknummer")
	lost.get(link + "/bevestig")
	lost.post(link+"/bevestig", "ask", "1")
	lost.post(link+"/bevestig", "code", k.letters()["m25-act-code"].Code).want(t, 200, k.at, "Ga verder met schrijven")
	lost.get(k.at+"/uitspraak/antwoord").want(t, 200, "", "Mijn hele verhaal", "Uw tekst staat er nog")
	k.now = k.now.Add(2 * time.Hour)
	if strings.Contains(lost.get(k.at+"/uitspraak/antwoord").body, "Mijn hele verhaal") {
		t.Error("it is kept longer than an hour")
	}
}

func TestOpenOfferIsSaidWithTheChoice(t *testing.T) {
	t.Parallel()
	k := newCase(t)
	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.MakeOffer{Offer: procedure.Offer{ID: w.NewID(), Remedy: "part_refund", Amount: 1000, Due: procedure.DateOf(k.now).AddDays(20)}}
	})
	link := k.link()
	k.browser().get(link).want(t, 200, link, "Lees het aanbod van de winkel", "Laat zien dat u het bent, dan kunt u het lezen")
	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "Verder gaan wij niet.")}
	})
	p := k.browser().get(link).want(t, 200, link, "Er ligt ook een aanbod van de winkel", "Kiest u hulp? Dan vervalt het")
	if strings.Contains(p.body, "10,00") {
		t.Error("a link alone shows the offer")
	}
	k.browser().get(link+"/keuze").want(t, 200, "", "Kiest u hulp? Dan vervalt het")
}

func between(t *testing.T, s, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, from)
	got, _, end := strings.Cut(rest, to)
	if !ok || !end {
		t.Fatalf("no %q in the page", from)
	}
	return got
}
