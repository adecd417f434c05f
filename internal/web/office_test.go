package web_test

import (
	"net/url"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// TestRefundByHandTakesTwo: the fee of a case that the consumer stopped after the days for it goes back only when a
// second person says so; a refund that failed is tried again (rules 3.8).
func TestRefundByHandTakesTwo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.assign()
	b.heard()
	at := "/staf/zaken/" + b.c.Reference + "/betalingen"
	b.visit(b.bas, at, 200)
	b.hides(b.bas, "Vraag de terugbetaling")
	b.w.Advance(16 * 24 * time.Hour)
	b.c.Act(b.c.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })

	b.bas.AsStaff("bas@keurmerk.example") // the sessions of then are over
	b.mediator.AsStaff("sanne@keurmerk.example")
	b.visit(b.bas, at, 200)
	b.press(b.bas, "Vraag de terugbetaling", 422)
	payments, _, err := b.w.House.Clerk.Payments(t.Context(), b.c.View())
	b.ok(err)
	b.press(b.bas, "Vraag de terugbetaling", 200, "payment", payments[0].ID, "reason", "De klant was ziek.")
	b.sees(b.bas, "U vroeg deze terugbetaling")
	b.hides(b.bas, "Keur de terugbetaling goed")
	b.ok(b.bas.Post(at+"/akkoord", url.Values{"payment": {payments[0].ID}, "version": {"0"}}))
	if b.bas.Status != 422 {
		t.Errorf("one person did both: %d", b.bas.Status)
	}
	b.visit(b.mediator, "/staf/betalingen", 200)
	b.sees(b.mediator, b.c.Reference)
	b.visit(b.mediator, at, 200)
	b.press(b.mediator, "Keur de terugbetaling goed", 200)
	b.sees(b.mediator, "De terugbetaling is goedgekeurd", "Door ons besloten")
	b.sees(b.mediator, "Wie betaalde wat", "Terug aan de klant 2026-0001-C € 25,00", "Alles samen – € 0,00 € 0,00 € 0,00 € 0,00")

	_, refunds, err := b.w.House.Clerk.Payments(t.Context(), b.c.View())
	b.ok(err)
	if refunds[0].Status != procedure.RefundBad { // the payment of this test is unknown to the provider
		b.ok(b.w.House.Clerk.RecordRefund(t.Context(), b.c.ID, procedure.RecordRefund{ID: refunds[0].ID, Failed: true}))
	}
	b.visit(b.mediator, at, 200)
	b.press(b.mediator, "Probeer de terugbetaling opnieuw", 200)
	b.sees(b.mediator, "Wij proberen de terugbetaling opnieuw")
}

func TestRulingsInEnglish(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	nobody := b.w.Browser("nobody")
	b.visit(nobody, "/uitspraken?lang=en", 200)
	b.sees(nobody, "There are no rulings yet.", "Search for a word or a shop")
	b.assign()
	for _, path := range []string{"", "/ontwerp/punten", "/ontwerp/opdrachten", "/ontwerp/kosten", "/voorbeeld", "/tekenen", "/doorsturen"} {
		b.visit(b.jet, b.at+path+"?lang=en", 200)
		b.hides(b.jet, "‹")
	}
}
