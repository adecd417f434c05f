package web_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// mediated is a case in mediation with everybody around it, each in a browser.
type mediated struct {
	t                     *testing.T
	w                     *world.World
	c                     *world.Case
	staff, consumer, shop *world.Browser
}

const shopEmail = "klantenservice@delindeboom.example"

func newMediated(t *testing.T) *mediated {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	m := &mediated{t: t, w: w, c: w.Open("1001", "klant@voorbeeld.example")}
	m.c.Act(m.c.ShopViewer(), func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text(registry.KindContest, "Het glas was heel.")}
	})
	m.c.Act(m.c.Consumer(procedure.ByBrowser), func(*registry.Writing) procedure.Command {
		return procedure.Choose{Choice: procedure.ChooseHelp}
	})
	m.staff, m.consumer, m.shop = w.Browser("staff"), w.Browser("consumer"), w.Browser("shop")
	m.staff.AsStaff("sanne@keurmerk.example")
	m.consumer.AsConsumer(m.c)
	m.shop.AsShop(shopEmail)
	return m
}

// must fails the test at the first thing that did not go well.
func (m *mediated) must(errs ...error) {
	m.t.Helper()
	for _, err := range errs {
		if err != nil {
			m.t.Fatal(err)
		}
	}
}

func (m *mediated) see(b *world.Browser, words ...string) {
	m.t.Helper()
	for _, s := range words {
		if !strings.Contains(b.Text(), s) {
			m.t.Errorf("%s (%d): nothing says %q in: %s", b.At, b.Status, s, b.Text())
		}
	}
	if strings.Contains(b.Body, "‹") {
		m.t.Errorf("%s: words are missing: %s", b.At, b.Body[strings.Index(b.Body, "‹"):][:60])
	}
}

func (m *mediated) notSee(b *world.Browser, words ...string) {
	m.t.Helper()
	for _, s := range words {
		if strings.Contains(b.Text(), s) {
			m.t.Errorf("%s shows %q", b.At, s)
		}
	}
}

func (m *mediated) at(b *world.Browser, path string) *world.Browser {
	m.t.Helper()
	base := "/staf/zaken/"
	switch b {
	case m.consumer:
		base = "/zaak/"
	case m.shop:
		base = "/winkel/zaken/"
	}
	m.must(b.Visit(base + m.c.Reference + path))
	return b
}

// date fills in a day that lies some days ahead.
func (m *mediated) date(b *world.Browser, name string, days int) {
	m.t.Helper()
	d := procedure.DateOf(m.w.Now()).AddDays(days)
	m.must(b.Fill(name+"-day", strconv.Itoa(d.Day)), b.Fill(name+"-month", strconv.Itoa(int(d.Month))), b.Fill(name+"-year", strconv.Itoa(d.Year)))
}

// write sends a message of a party in one of its conversations.
func (m *mediated) write(b *world.Browser, path, words string) {
	m.t.Helper()
	m.at(b, path)
	m.must(b.Fill("text", words), b.Press("Stuur bericht aan"))
}

// heard takes the case, asks both for their account, and lets both give it.
func (m *mediated) heard() {
	m.t.Helper()
	m.at(m.staff, "/toewijzen")
	m.must(m.staff.Press("Neem deze zaak zelf"))
	m.see(m.staff, "U bemiddelt nu in deze zaak")
	m.at(m.staff, "/kamer/verhaal")
	m.must(m.staff.Press("Vraag beide kanten"))
	m.w.Advance(time.Minute)
	m.write(m.consumer, "/bemiddeling", "De lamp was gebarsten.")
	m.write(m.shop, "/bemiddeling/prive", "Wij twijfelen.")
}

// code gives the last code that was mailed to an address.
func (m *mediated) code(address string) string {
	m.t.Helper()
	all := m.w.Mail.To(address)
	if len(all) == 0 {
		m.t.Fatal("no mail to " + address)
	}
	return world.Digits(all[len(all)-1])
}

func TestRoomsOfBothSides(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.at(m.consumer, "/bemiddeling")
	m.see(m.consumer, "Wij zoeken een bemiddelaar", "Stuur bericht aan iedereen", "De winkel en de bemiddelaar kunnen dit lezen.")
	m.heard()
	m.at(m.consumer, "/bemiddeling")
	m.see(m.consumer, "Bemiddelaar: Sanne", "De lamp was gebarsten.")
	m.notSee(m.consumer, "Wij twijfelen.")
	m.at(m.consumer, "/bemiddeling/prive")
	m.see(m.consumer, "De andere partij ziet dit nooit.", "Stuur bericht aan de bemiddelaar")
	m.notSee(m.consumer, "Wij twijfelen.", "De lamp was gebarsten.")
	m.at(m.shop, "/bemiddeling/prive")
	m.see(m.shop, "Wij twijfelen.")

	// Other staff may read what both read, not the private channels.
	mo := m.w.Browser("mo")
	mo.AsStaff("mo@keurmerk.example")
	m.must(mo.Visit("/staf/zaken/" + m.c.Reference + "/kamer/winkel"))
	m.notSee(mo, "Wij twijfelen.")
	m.see(mo, "Alleen wie in deze zaak bemiddelt, kan dit lezen.")
	m.must(mo.Visit("/staf/zaken/" + m.c.Reference + "/kamer"))
	m.see(mo, "De lamp was gebarsten.", "U bemiddelt niet in deze zaak")

	// A link alone opens nothing of it.
	link := m.w.Browser("link")
	m.must(link.Visit("/z/" + m.c.Token() + "/bemiddeling"))
	m.notSee(link, "De lamp was gebarsten.")
	m.see(link, "Laat zien dat u het bent")
}

func TestWritingUndoAndHeld(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.at(m.staff, "/kamer/winkel")
	m.must(m.staff.Press("Begin met schrijven aan de winkel"))
	m.see(m.staff, "U stuurt naar: alleen De Lindeboom Lampen (winkel)")
	m.must(m.staff.Fill("text", "Wat kunt u bieden?"), m.staff.Fill("vraag", "shop"), m.staff.Press("Bekijk eerst"))
	m.see(m.staff, "Kies een dag van")
	m.date(m.staff, "until", 3)
	m.must(m.staff.Press("Bekijk eerst"))
	m.see(m.staff, "Zo gaat uw bericht weg", "Antwoord gevraagd van de winkel")
	m.must(m.staff.Press("Stuur bericht aan de winkel"))
	m.see(m.staff, "Neem terug (tot")
	m.at(m.shop, "/bemiddeling/prive")
	m.notSee(m.shop, "Wat kunt u bieden?")
	m.must(m.staff.Press("Neem terug"))
	m.see(m.staff, "Teruggenomen", "Wat kunt u bieden?")
	m.must(m.staff.Press("Bekijk eerst"))
	m.see(m.staff, "Zo gaat uw bericht weg")
	m.must(m.staff.Press("Stuur bericht aan de winkel"))
	m.w.Advance(time.Minute)
	m.at(m.shop, "/bemiddeling/prive")
	m.see(m.shop, "Wat kunt u bieden?")
	m.at(m.consumer, "/bemiddeling")
	m.notSee(m.consumer, "Wat kunt u bieden?")

	m.write(m.consumer, "/bemiddeling", "Wat een klootzak bent u.")
	m.see(m.consumer, "woorden in die kwetsen", "Wat een klootzak bent u.")
	m.must(m.consumer.Press("Stuur het toch"))
	m.see(m.consumer, "De bemiddelaar leest uw bericht eerst", "Wacht op de bemiddelaar")
	m.at(m.shop, "/bemiddeling")
	m.notSee(m.shop, "klootzak")
	m.at(m.staff, "/kamer")
	m.must(m.staff.Click("Beslis over dit bericht"))
	m.must(m.staff.Fill("besluit", "verberg"), m.staff.Fill("text", "Schrijf rustig."), m.staff.Press("Leg deze beslissing vast"))
	m.see(m.staff, "Het bericht is verborgen")
	m.at(m.consumer, "/bemiddeling")
	m.see(m.consumer, "Verborgen", "Schrijf rustig.")
	m.at(m.shop, "/bemiddeling")
	m.notSee(m.shop, "klootzak", "Schrijf rustig.")

	// Somebody else who writes is seen.
	m.w.Advance(6 * time.Minute)
	bas := m.w.Browser("bas")
	bas.AsStaff("bas@keurmerk.example")
	m.must(bas.Visit("/staf/zaken/" + m.c.Reference + "/kamer"))
	m.notSee(bas, "schrijft nu ook")
	m.at(m.staff, "/kamer")
	m.must(m.staff.Press("Begin met schrijven aan iedereen"), bas.Visit("/staf/zaken/"+m.c.Reference+"/kamer"))
	m.see(bas, "Sanne Bemiddelaar schrijft nu ook in deze zaak.")
	m.at(m.staff, "/kamer/notities")
	m.must(m.staff.Fill("text", "Klant is erg boos."), m.staff.Press("Bewaar deze notitie"))
	m.see(m.staff, "Klant is erg boos.")
	m.at(m.consumer, "/bemiddeling")
	m.notSee(m.consumer, "Klant is erg boos.")
}

// propose puts a proposal to both.
func (m *mediated) propose() {
	m.t.Helper()
	m.at(m.staff, "/kamer/voorstel")
	m.must(m.staff.Fill("remedy", "part_refund"), m.staff.Fill("amount", "45,00"), m.staff.Fill("consumerdoes", "U houdt de lamp."), m.staff.Fill("why", "De barst is klein."))
	m.date(m.staff, "due", 20)
	m.must(m.staff.Press("Bekijk eerst"))
	m.see(m.staff, "Zo zien de klant en de winkel het", "De winkel betaalt een deel terug: € 45,00")
	m.must(m.staff.Press("Stuur dit voorstel"))
	m.see(m.staff, "Het voorstel ligt bij beide kanten")
}

// yes answers the open proposal.
func (m *mediated) yes(b *world.Browser, address string) {
	m.t.Helper()
	m.at(b, "/voorstel")
	m.see(b, "De winkel betaalt een deel terug: € 45,00", "Alleen als u allebei ja zegt", "U hoeft geen ja te zeggen")
	m.must(b.Click("Ja, ik ga akkoord"))
	m.must(b.Press("Stuur mij een code"))
	m.must(b.Fill("code", m.code(address)), b.Press("Ja, ik ga akkoord"))
	m.see(b, "Schrijf uw naam")
	m.must(b.Fill("name", "N. de Vries"), b.Press("Ja, ik ga akkoord"))
}

func TestProposalIsBlindAndBecomesAnAgreement(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.at(m.staff, "/toewijzen")
	m.must(m.staff.Press("Neem deze zaak zelf"))
	m.at(m.staff, "/kamer/voorstel")
	m.see(m.staff, "Dit kan nog niet")
	m.heard2()
	m.propose()
	m.yes(m.consumer, "klant@voorbeeld.example")
	m.see(m.consumer, "Uw antwoord is bewaard: ja.")
	before := m.at(m.shop, "/voorstel").Text()
	m.notSee(m.shop, "bewaard")
	m.at(m.staff, "/kamer")
	m.notSee(m.staff, "bewaard")
	if again := m.at(m.shop, "/voorstel").Text(); again != before {
		t.Error("the page of the shop changed")
	}
	m.yes(m.shop, shopEmail)
	m.see(m.shop, "Er is een afspraak", "De afspraak", "U houdt de lamp.", "bevestigd met een code")
	m.at(m.consumer, "/afspraak")
	m.see(m.consumer, "De afspraak", "De winkel betaalt een deel terug: € 45,00", "bevestigd met een code")
	m.must(m.consumer.Visit("/zaak/" + m.c.Reference + "/voorstel"))
	m.see(m.consumer, "U zei allebei ja")
}

// heard2 is heard for a case that was taken already.
func (m *mediated) heard2() {
	m.t.Helper()
	m.at(m.staff, "/kamer/verhaal")
	m.must(m.staff.Press("Vraag beide kanten"))
	m.w.Advance(time.Minute)
	m.write(m.consumer, "/bemiddeling", "De lamp was gebarsten.")
	m.write(m.shop, "/bemiddeling", "Wij twijfelen.")
}

func TestDeclineAdviceFactsPauseAndEnd(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.at(m.staff, "/kamer/feiten")
	m.must(m.staff.Fill("agreed", "Er is een lamp.\nEr is betaald."), m.staff.Fill("missing", "Een foto."), m.staff.Press("Bewaar de lijst"))
	m.at(m.staff, "/kamer/advies")
	m.must(m.staff.Fill("text", "Een lamp hoort heel te zijn."), m.staff.Press("Geef dit advies"))
	m.see(m.staff, "Kies wie er sterker staat", "Een lamp hoort heel te zijn.")
	m.must(m.staff.Fill("side", "consumer"), m.staff.Fill("law", "artikel 7:17 BW"), m.staff.Press("Geef dit advies"))
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "Er is een lamp.", "Een foto.", "Een lamp hoort heel te zijn.", "geen uitspraak", "artikel 7:17 BW")
	m.propose()
	m.at(m.consumer, "/voorstel/nee")
	m.must(m.consumer.Fill("text", "Ik wil alles terug."), m.consumer.Press("Nee, dit wil ik niet"))
	m.see(m.consumer, "Uw antwoord is bewaard: nee.")
	m.at(m.staff, "/kamer")
	m.notSee(m.staff, "Ik wil alles terug.")
	m.at(m.shop, "/voorstel/nee")
	m.must(m.shop.Press("Nee, dit wil ik niet"))
	m.at(m.staff, "/kamer")
	m.see(m.staff, "Ik wil alles terug.", "niet eens geworden")
	m.at(m.shop, "/voorstel")
	m.see(m.shop, "U werd het niet eens")
	m.notSee(m.shop, "Ik wil alles terug.")

	m.at(m.staff, "/kamer/pauze")
	m.must(m.staff.Press("Vraag om een pauze"))
	m.at(m.consumer, "/bemiddeling")
	m.must(m.consumer.Press("Ja, pauze is goed"))
	m.see(m.consumer, "Uw antwoord is bewaard")
	m.at(m.shop, "/bemiddeling")
	m.must(m.shop.Press("Ja, pauze is goed"))
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "De bemiddeling heeft pauze")
	m.at(m.consumer, "/bemiddeling/stoppen")
	m.see(m.consumer, "30 dagen lang een jurist")
	m.must(m.consumer.Press("Stop met de bemiddeling"))
	m.see(m.consumer, "De bemiddeling is gestopt")
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "De bemiddeling is klaar", "U kunt hier nu niet schrijven")
}

func TestStaffQueueAndLists(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.must(m.staff.Visit("/staf"))
	m.see(m.staff, "Al het werk, meest dringend eerst", m.c.Reference, "Begin met bemiddelen")
	m.must(m.staff.Visit("/staf?view=unassigned"), m.staff.Click(m.c.Reference))
	m.see(m.staff, "Winkel zegt", "Het glas was heel.", "Wijs een bemiddelaar aan")
	m.heard()
	m.must(m.staff.Visit("/staf"))
	m.see(m.staff, "Mijn werk, meest dringend eerst", "Sanne Bemiddelaar")
	for _, l := range registry.Lists {
		m.must(m.staff.Visit("/staf?view=" + string(l)))
		m.see(m.staff, "meest dringend eerst")
	}
	m.must(m.staff.Visit("/staf/antwoorden"), m.staff.Press("Voeg deze teksten toe"))
	m.see(m.staff, "Klopt het dat …?", "Ik wacht op uw antwoord")
	m.at(m.staff, "/kamer")
	m.must(m.staff.Visit("/staf/inzicht/signalen"))
	m.see(m.staff, "Er staan geen signalen open.")
	m.at(m.staff, "/kamer/signaal")
	m.must(m.staff.Fill("kind", "law"), m.staff.Fill("text", "Zij weigeren te betalen."), m.staff.Press("Meld dit"))
	m.must(m.staff.Visit("/staf/inzicht/signalen"))
	m.see(m.staff, "Zij weigeren te betalen.", m.c.Reference)

	m.must(m.staff.Visit("/staf/belangen?zoek=Lindeboom"), m.staff.Press("Ik heb hier een belang"))
	m.see(m.staff, "Uw belang is genoteerd", "De Lindeboom Lampen")
	m.at(m.staff, "/teruggeven")
	m.must(m.staff.Fill("text", "Ik ken de eigenaar."), m.staff.Press("Geef de zaak terug"))
	m.at(m.staff, "/toewijzen")
	m.see(m.staff, "Kan niet, vanwege een belang: Sanne Bemiddelaar")
	m.notSee(m.staff, "Neem deze zaak zelf")
	m.must(m.staff.Press("Geef de zaak aan deze bemiddelaar"))
	m.see(m.staff, "De zaak is overgedragen")
	m.at(m.consumer, "/bemiddeling")
	m.notSee(m.consumer, "Ik ken de eigenaar.")
}
