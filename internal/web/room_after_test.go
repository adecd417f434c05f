package web_test

import (
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// TestPrivateStaysReadable: after the mediation each side still reads what it and the mediator wrote, and only that.
func TestPrivateStaysReadable(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.w.Advance(time.Minute)
	m.c.Act(m.c.ShopViewer(), func(*registry.Writing) procedure.Command { return procedure.LeaveMediation{} })
	m.at(m.shop, "")
	m.see(m.shop, "Lees wat u en de bemiddelaar schreven (1 bericht)")
	m.must(m.shop.Click("Lees wat u en de bemiddelaar schreven"))
	m.see(m.shop, "Wij twijfelen.", "U kunt hier nu niet schrijven")
	m.at(m.consumer, "") // wrote nothing there
	m.notSee(m.consumer, "Lees wat u en de bemiddelaar schreven", "Wij twijfelen.")
	m.at(m.consumer, "/bemiddeling/prive")
	m.notSee(m.consumer, "Wij twijfelen.")
}

// TestTakenBackIsNotCounted: a message that was taken back is no message of its channel.
func TestTakenBackIsNotCounted(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.at(m.staff, "/kamer/winkel")
	m.see(m.staff, "Alleen u en de winkel 1")
	m.must(m.staff.Press("Begin met schrijven aan de winkel"), m.staff.Fill("text", "Wat kunt u bieden?"), m.staff.Press("Bekijk eerst"), m.staff.Press("Stuur bericht aan de winkel"))
	m.see(m.staff, "Alleen u en de winkel 2")
	m.must(m.staff.Press("Neem terug"))
	m.at(m.staff, "/kamer/winkel")
	m.see(m.staff, "Alleen u en de winkel 1", "Teruggenomen")
}

// TestAnswerSaysHowLong: who answered a proposal reads when there is more to hear, the same before and after the other
// answered.
func TestAnswerSaysHowLong(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.propose()
	m.w.Work()
	m.yes(m.consumer, "klant@voorbeeld.example")
	m.see(m.consumer, "Uw antwoord is bewaard: ja.", "De ander krijgt evenveel tijd als u: in de regel tot en met")
	before := m.at(m.consumer, "/voorstel").Text()
	if again := m.at(m.consumer, "/voorstel").Text(); again != before {
		t.Error("the page changes by itself")
	}
}

// TestMediatorInsertsLaw: an article comes in the words and in the field of articles, and nothing is sent.
func TestMediatorInsertsLaw(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.at(m.staff, "/kamer/advies")
	m.must(m.staff.Fill("text", "Een barst is een gebrek."), m.staff.Fill("side", "consumer"), m.staff.Press("Voeg in artikel 7:17 BW"))
	m.must(m.staff.Press("Voeg in artikel 7:21 BW"))
	m.see(m.staff, "Een barst is een gebrek. Een product moet", "mag de klant vragen om herstel")
	m.must(m.staff.Press("Geef dit advies"))
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "Een barst is een gebrek.", "In de wet: artikel 7:17 BW, artikel 7:21 BW")
	m.at(m.staff, "/kamer/voorstel")
	m.must(m.staff.Fill("remedy", "part_refund"), m.staff.Press("Voeg in artikel 7:22 BW"))
	m.see(m.staff, "een lagere prijs vragen")
	m.notSee(m.staff, "Er is een probleem", "Zo zien de klant en de winkel het")
}

// TestLateLookIsNotPromised: a day on which the mediator was to look again is no promise once it has passed.
func TestLateLookIsNotPromised(t *testing.T) {
	t.Parallel()
	m := newMediated(t)
	m.heard()
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "weer naar de zaak")
	m.w.Advance(15 * 24 * time.Hour)
	m.shop.AsShop(shopEmail)
	m.at(m.shop, "/bemiddeling")
	m.see(m.shop, "weer naar kijken. Dat is nog niet gebeurd.")
	m.notSee(m.shop, "weer naar de zaak. U kunt altijd schrijven")
}
