package web

import (
	"testing"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// TestWhatTheCustomerHasToDo: a ruling that orders the customer alone to do something is followed up through the pages of
// both and of staff, and never counts against the shop (rules 4.1, 4.3).
func TestWhatTheCustomerHasToDo(t *testing.T) {
	t.Parallel()
	k := newRuling(t)
	k.paid()
	k.jurist(func(*registry.Writing) procedure.Command { return procedure.SendClaim{} })
	k.act(procedure.Shop, func(w *registry.Writing) procedure.Command {
		return procedure.Defend{DefenceGiven: procedure.DefenceGiven{Points: []procedure.PointAnswer{{ID: "1", Agree: "no", Text: w.Text(registry.KindDefence, "Heel.")}}}}
	})
	k.act(procedure.Consumer, func(*registry.Writing) procedure.Command { return procedure.SendReply{} })
	k.letters()
	k.later(9) // until then the parties can ask for another lawyer
	k.jurist(func(*registry.Writing) procedure.Command { return procedure.CloseFile{} })
	f, err := k.app.Clerk.CaseFile(t.Context(), k.judge, k.ref)
	if err != nil {
		t.Fatal(err)
	}
	err = k.app.Clerk.Sign(t.Context(), k.judge, f, 0, registry.RulingInput{
		Outcome: procedure.RuledDismissed, FeeBy: procedure.Consumer, Text: registry.RulingText{Short: "De klant krijgt geen gelijk.", Why: "Daarom."},
		Points: map[string]registry.PointInput{"1": {Decision: "denied", Why: "Daarom."}},
		Orders: []registry.OrderInput{{Who: procedure.Consumer, Remedy: "return_goods", Due: procedure.DateOf(k.now).AddDays(14), Words: "In de doos."}},
	})
	if err != nil {
		t.Fatal(err)
	}
	k.letters()
	k.words()
	k.both("")
	k.me.get(k.at).want(t, 200, "", "Doe wat u moet doen", "De klant stuurt het product terug, uiterlijk", "In de doos.")
	k.later(17)
	k.shop.post("/winkel/inloggen", "email", "klantenservice@delindeboom.example") // the session of then is over
	k.shop.post("/winkel/inloggen/code", "code", k.letters()["m21-sign-in"].Code)
	k.words()
	k.letters()
	k.both("")
	k.shop.get(k.shopAt).want(t, 200, "", "Deed uw klant wat moest?", k.shopAt+"/klant-gedaan")
	k.shop.get(k.shopAt+"/klant-gedaan").want(t, 200, "", "Heeft de klant gedaan wat in de uitspraak staat?", "De klant stuurt het product terug", "In de doos.")
	k.shop.post(k.shopAt+"/klant-gedaan", "gedaan", "not", "text", "Er kwam niets.").want(t, 200, k.shopAt)
	k.letters()
	k.words()
	k.both("")
	k.me.get(k.at).want(t, 200, "", "Doe het alsnog of stuur bewijs", k.at+"/alsnog")
	k.me.get(k.at+"/alsnog").want(t, 200, "", "De klant stuurt het product terug")
	k.me.post(k.at+"/alsnog", "text", "").want(t, 422, "", "Schrijf wat u heeft gedaan")
	k.me.post(k.at+"/alsnog", "text", "Maandag verstuurd.").want(t, 200, k.at, "De winkel bekijkt nu wat u schreef")
	k.letters()
	k.words()
	k.both("")
	k.shop.get(k.shopAt).want(t, 200, "", "Klopt wat uw klant zegt?", "Maandag verstuurd.")
	k.shop.get(k.shopAt+"/klant-gedaan").want(t, 200, "", "Ja, alles is gedaan")
	k.shop.post(k.shopAt+"/klant-bezwaar", "text", "").want(t, 422, "", "Schrijf wat er niet klopt")
	k.shop.post(k.shopAt+"/klant-bezwaar", "text", "De doos was leeg.").want(t, 200, k.shopAt, "Wij bekijken wat u en uw klant schreven")
	k.letters()
	k.words()
	k.both("")
	k.act(procedure.Mediator, func(w *registry.Writing) procedure.Command {
		return procedure.WeighMadeUp{Reason: w.Text(registry.KindJudgement, "De doos was leeg.")}
	})
	k.words()
	k.both("")
	v := k.view(procedure.Mediator)
	if v.Did != "not_carried_out" || v.Fact != "" || v.Stage != procedure.Ended {
		t.Errorf("did %q, the shop %q, %s", v.Did, v.Fact, v.Stage)
	}
}
