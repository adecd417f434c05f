package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// linkTo gives the first link of the page whose address has the words.
func linkTo(b *world.Browser, words string) string {
	for _, l := range b.Links() {
		if strings.Contains(l, words) {
			return l
		}
	}
	return ""
}

func note(name, words string) world.File { return world.File{Name: name, Body: []byte(words)} }

// TestFilesInRooms: a file that goes along with a message is opened by who reads the message, and by nobody else.
func TestFilesInRooms(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()

	m.at(m.consumer, "/bemiddeling/prive")
	m.see(m.consumer, "Alleen de bemiddelaar kan ze openen.")
	m.must(m.consumer.Fill("text", "Dit is de bon."))
	m.consumer.Attach("files", note("bon.txt", "Bon van de lamp"))
	m.must(m.consumer.Press("Stuur bericht aan de bemiddelaar"))
	m.see(m.consumer, "Dit is de bon.", "bon.txt")
	secret := linkTo(m.consumer, "/bemiddeling/bestand/")
	m.must(m.consumer.Visit(secret))
	m.see(m.consumer, "Bon van de lamp")
	id := secret[strings.LastIndexByte(secret, '/')+1:]
	for _, b := range []*world.Browser{m.shop, m.w.Browser("nobody")} {
		for _, base := range []string{"/zaak/", "/winkel/zaken/"} {
			m.must(b.Visit(base + m.c.Reference + "/bemiddeling/bestand/" + id))
			if strings.Contains(b.Body, "Bon van de lamp") {
				t.Errorf("%s is opened by another", b.At)
			}
		}
	}
	m.at(m.staff, "/kamer/klant")
	m.must(m.staff.Visit(linkTo(m.staff, "/kamer/bestand/")))
	m.see(m.staff, "Bon van de lamp")
	mo := m.w.Browser("mo")
	mo.AsStaff("mo@keurmerk.example")
	m.must(mo.Visit("/staf/zaken/" + m.c.Reference + "/kamer/bestand/" + id))
	if mo.Status != http.StatusNotFound {
		t.Errorf("another mediator gets %d", mo.Status)
	}

	// What everyone reads; the page says that it is no evidence.
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "Een jurist ziet ze niet.")
	m.must(m.shop.Fill("text", "Zie de foto."))
	m.shop.Attach("files", note("verslag.txt", "Verslag van de winkel"))
	m.must(m.shop.Press("Stuur bericht aan iedereen"))
	m.at(m.consumer, "/bemiddeling")
	m.see(m.consumer, "verslag.txt")
	m.must(m.consumer.Visit(linkTo(m.consumer, "/bemiddeling/bestand/")))
	m.see(m.consumer, "Verslag van de winkel")
	m.at(m.consumer, "/bewijs")
	m.notSee(m.consumer, "verslag.txt", "bon.txt")

	// The mediator chooses files beside the message as it will be sent.
	m.at(m.staff, "/kamer/winkel?schrijf=1")
	m.must(m.staff.Fill("text", "Hierbij de regels."), m.staff.Press("Bekijk"))
	m.see(m.staff, "Alleen de winkel kan ze openen.")
	m.staff.Attach("files", note("regels.txt", "De regels"))
	m.must(m.staff.Press("Stuur bericht aan de winkel"))
	m.see(m.staff, "regels.txt")
	m.at(m.shop, "/bemiddeling/prive")
	m.notSee(m.shop, "regels.txt") // it can still be taken back
	m.w.Advance(time.Minute)
	m.at(m.shop, "/bemiddeling/prive")
	m.see(m.shop, "Hierbij de regels.", "regels.txt")
}

// TestFilesOfAMessageThatIsNotSent are not kept, and the page says so.
func TestFilesOfAMessageThatIsNotSent(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.at(m.consumer, "/bemiddeling/prive")
	m.consumer.Attach("files", note("bon.txt", "Bon van de lamp"))
	m.must(m.consumer.Press("Stuur bericht aan de bemiddelaar"))
	if m.consumer.Status != http.StatusUnprocessableEntity {
		t.Errorf("without words: %d", m.consumer.Status)
	}
	m.see(m.consumer, "Kies uw bestanden opnieuw")
	m.must(m.consumer.Fill("text", "Dit is de bon."))
	m.consumer.Attach("files", world.File{Name: "virus.exe", Body: []byte("MZ\x90\x00")})
	m.must(m.consumer.Press("Stuur bericht aan de bemiddelaar"))
	m.see(m.consumer, "virus.exe", "Dit is de bon.")
	for id, err := range m.w.House.Files.List(t.Context(), time.Now().Add(time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s is still kept", id)
	}
}

// TestNameUnderAYes: the name that was typed stands under the agreement with the instant of each yes, and nowhere before.
func TestNameUnderAYes(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.propose()
	yes := func(b *world.Browser, mail, name string) {
		t.Helper()
		m.at(b, "/voorstel/ja")
		m.must(b.Press("Stuur mij een code"))
		m.must(b.Fill("name", name), b.Fill("code", m.code(mail)), b.Press("Ja, ik ga akkoord"))
	}
	yes(m.consumer, m.c.Email, "N. de Klant")
	first := m.w.Now()
	for _, path := range []string{"/bemiddeling", "/voorstel", ""} {
		m.at(m.shop, path)
		m.notSee(m.shop, "N. de Klant")
	}
	m.at(m.staff, "/kamer")
	m.notSee(m.staff, "N. de Klant")
	m.w.Advance(90 * time.Minute)
	yes(m.shop, shopEmail, "W. de Winkel")
	for _, b := range []*world.Browser{m.consumer, m.shop} {
		m.at(b, "/afspraak")
		m.see(b, "Getekend met de naam: N. de Klant", "Getekend met de naam: W. de Winkel", "Ja op versie 1 van het voorstel",
			first.In(procedure.Amsterdam).Format("15.04.05")+" uur")
	}
	m.must(m.consumer.Visit("/zaak/" + m.c.Reference + "/afspraak?lang=en"))
	m.see(m.consumer, "Yes to version 1 of the proposal", "Signed with the name: W. de Winkel")
}

// TestNoWayToWriteAfterTheRoom: the case page no longer offers to write to the mediator once the mediation has ended, and
// its history says to staff who let a date pass.
func TestNoWayToWriteAfterTheRoom(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.at(m.staff, "/toewijzen")
	m.must(m.staff.Press("Neem deze zaak zelf"))
	m.at(m.staff, "/kamer/verhaal")
	m.must(m.staff.Press("Vraag beide kanten"))
	m.at(m.consumer, "")
	m.see(m.consumer, "Schrijf alleen aan de bemiddelaar")
	m.w.Advance(time.Minute)
	m.write(m.consumer, "/bemiddeling", "De lamp was gebarsten.")
	m.w.Advance(20 * 24 * time.Hour)
	m.staff.AsStaff("sanne@keurmerk.example")
	m.shop.AsShop(shopEmail)
	m.consumer.AsConsumer(m.c)
	m.at(m.staff, "")
	m.see(m.staff, "De winkel gaf het verhaal niet op tijd")
	m.at(m.shop, "")
	m.see(m.shop, "U gaf het verhaal niet op tijd")
	m.c.Act(m.c.ShopViewer(), func(*registry.Writing) procedure.Command { return procedure.LeaveMediation{} })
	m.at(m.consumer, "")
	m.notSee(m.consumer, "Schrijf alleen aan de bemiddelaar")
}

// TestStaffKeepWhatTheyTyped when their session has ended.
func TestStaffKeepWhatTheyTyped(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.at(m.staff, "/toewijzen")
	m.must(m.staff.Press("Neem deze zaak zelf"))
	for _, x := range []struct{ path, field, words, press string }{
		{"/kamer/klant?schrijf=1", "text", "Een lang bericht aan de klant.", "Bekijk"},
		{"/kamer/notities", "text", "Een notitie voor collega's.", "Bewaar"},
		{"/kamer/feiten", "agreed", "De lamp is gebarsten.", "Bewaar"},
	} {
		m.at(m.staff, x.path)
		m.must(m.staff.Fill(x.field, x.words))
		m.w.Set(m.w.Now().Add(13 * time.Hour))
		m.must(m.staff.Press(x.press))
		if m.staff.Status != http.StatusUnauthorized {
			t.Fatalf("%s: %d", x.path, m.staff.Status)
		}
		m.see(m.staff, "Wat u schreef, bewaren wij een uur")
		m.notSee(m.staff, x.words)
		m.must(m.staff.Fill("email", "sanne@keurmerk.example"), m.staff.Press("Stuur mij een code"))
		m.must(m.staff.Fill("code", m.code("sanne@keurmerk.example")), m.staff.Press("Log in"))
		if path, _, _ := strings.Cut(x.path, "?"); !strings.HasSuffix(m.staff.Path(), path) {
			t.Errorf("%s: came back at %s", x.path, m.staff.Path())
		}
		m.see(m.staff, x.words, "Uw tekst staat er nog")
	}
	// A button alone brings nobody back to an address that is no page.
	m.w.Set(m.w.Now().Add(13 * time.Hour))
	m.must(m.staff.Post(world.Base+"/staf/zaken/"+m.c.Reference+"/kamer/terug", url.Values{"id": {"m1"}}))
	m.see(m.staff, "Log in")
	m.notSee(m.staff, "bewaren wij een uur")
}
