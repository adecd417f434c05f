package web

import (
	"net/http"
	"strconv"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// payment is a payment as its page shows it.
type payment struct {
	registry.PaymentRow
	Back []registry.RefundRow // what goes back of it
}

// payments gives the payments of the case, oldest first.
func (p *partyPage) payments() ([]payment, error) {
	rows, back, err := p.app.Clerk.Payments(p.Context(), p.view)
	if err != nil {
		return nil, err
	}
	out := make([]payment, 0, len(rows))
	for _, row := range rows {
		x := payment{PaymentRow: row}
		for _, b := range back {
			if b.Payment == row.ID {
				x.Back = append(x.Back, b)
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// open gives the payment of which the fate is not known yet; "" when there is none.
func open(all []payment) string {
	for _, x := range all {
		if x.Status == procedure.PaymentOpen {
			return x.ID
		}
	}
	return ""
}

func payShow(p *partyPage) error {
	if !p.view.May(procedure.StartPayment{}) {
		return p.paidOrGone()
	}
	return p.render(http.StatusOK, payPage(p))
}

// paidOrGone shows the payments when nothing is to be paid any more, or how the case stands.
func (p *partyPage) paidOrGone() error {
	all, err := p.payments()
	if err != nil {
		return err
	}
	if len(all) > 0 {
		return p.redirect(p.base + "/betalingen")
	}
	if p.mayAsk() {
		return p.redirect(p.base + "/uitspraak/vragen")
	}
	return p.gone("ruling.notnow")
}

// payPost leads to the payment provider. One payment is open at a time: as long as the provider has not said what became
// of it, the button leads to that one, so that nobody pays twice (rules 3.2).
func payPost(p *partyPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if p.app.Till == nil {
		return fault.New(fault.Unavailable)
	}
	id, err := p.openPayment()
	if err != nil {
		return err
	}
	if !p.view.May(procedure.StartPayment{}) {
		return p.paidOrGone()
	}
	if id == "" {
		id, err = p.app.Clerk.StartPayment(p.Context(), p.view.Viewer, p.view.ID, f.version())
		if err != nil {
			return p.payAgain(err)
		}
	}
	to, err := p.app.Till.Checkout(p.Context(), p.view.ID, id, p.base+"/betaling/"+id, p.lang)
	if err != nil {
		return p.payAgain(err)
	}
	return p.redirect(to)
}

// openPayment gives the payment that is open once the provider was asked about it.
func (p *partyPage) openPayment() (string, error) {
	all, err := p.payments()
	if err != nil || open(all) == "" {
		return "", err
	}
	if err := p.app.Till.Check(p.Context(), p.view.ID); err != nil {
		return "", err
	}
	if err := p.reload(); err != nil {
		return "", err
	}
	if all, err = p.payments(); err != nil {
		return "", err
	}
	return open(all), nil
}

// payAgain shows the page again: the request stands, and can be paid until its last day.
func (p *partyPage) payAgain(err error) error {
	if fault.CodeOf(err) == fault.Unavailable {
		p.app.Log.Error("checkout", "cause", err.Error())
		p.form.wrong("", "ruling.pay.down")
	} else if !p.again(err) {
		return err
	}
	if err := p.reload(); err != nil {
		return err
	}
	if !p.view.May(procedure.StartPayment{}) {
		return p.gone("ruling.notnow")
	}
	return p.render(http.StatusUnprocessableEntity, payPage(p))
}

// paymentOf gives the payment of the address.
func (p *partyPage) paymentOf() (payment, error) {
	all, err := p.payments()
	if err != nil {
		return payment{}, err
	}
	for _, x := range all {
		if x.ID == p.PathValue("id") {
			return x, nil
		}
	}
	return payment{}, fault.New(fault.NotFound)
}

// paymentShow is where the provider sends people back. It says what is known here, whatever the address says, and
// changes nothing: the provider's own word comes by webhook, by the till's round, or when the button is pressed. It does
// not load itself anew either: who reads slowly would lose their place.
func paymentShow(p *partyPage) error {
	x, err := p.paymentOf()
	if err != nil {
		return err
	}
	return p.render(http.StatusOK, paymentPage(p, x))
}

// paymentPost asks the provider.
func paymentPost(p *partyPage) error {
	if _, err := p.parse(); err != nil {
		return err
	}
	x, err := p.paymentOf()
	if err != nil {
		return err
	}
	if x.Status == procedure.PaymentOpen {
		if p.app.Till == nil {
			return fault.New(fault.Unavailable)
		}
		if err := p.app.Till.Check(p.Context(), p.view.ID); err != nil {
			return err
		}
	}
	return p.redirect(p.base + "/betaling/" + x.ID)
}

func receiptsShow(p *partyPage) error {
	all, err := p.payments()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return p.gone("ruling.nopay")
	}
	return p.render(http.StatusOK, receiptsPage(p, all))
}

// paymentState names the row of words for a payment.
func (x payment) state() string {
	switch {
	case x.Status == procedure.PaymentPaid && len(x.Back) > 0:
		return "back"
	case x.Status == procedure.PaymentPaid, x.Status == procedure.PaymentOpen:
		return x.Status
	}
	return "failed"
}

// receiptRows are what a receipt says (rules 3.2).
func (p *partyPage) receiptRows(x payment) []c.SummaryRow {
	rows := []c.SummaryRow{
		{Key: p.T("receipt.for"), Value: p.T("receipt.what", "case", p.view.Reference)},
		{Key: p.T("word.amount"), Value: text.Amount(p.lang, x.Cents)},
	}
	if x.Receipt != "" {
		percent := p.app.Settings.Payment.VATPercent
		rows = append(rows,
			c.SummaryRow{Key: p.T("receipt.vat", "n", percent), Value: text.Amount(p.lang, letter.VATIn(x.Cents, percent))},
			c.SummaryRow{Key: p.T("receipt.number"), Value: x.Receipt},
			c.SummaryRow{Key: p.T("receipt.from"), Value: p.app.Settings.Organisation.Name},
		)
		if n := p.app.Settings.Organisation.VATNumber; n != "" {
			rows = append(rows, c.SummaryRow{Key: p.T("receipt.vatnumber"), Value: n})
		}
		if at := p.app.Settings.Organisation.Address; at != "" {
			rows = append(rows, c.SummaryRow{Key: p.T("receipt.address"), Value: at})
		}
	}
	rows = append(rows,
		c.SummaryRow{Key: p.T("receipt.when"), Value: p.moment(p.paidAt(x))},
		c.SummaryRow{Key: p.T("word.status"), Value: p.T("receipt.state." + x.Status)},
	)
	back := p.T("receipt.back")
	if n := creditNumber(x.Receipt); n != "" {
		back = p.T("receipt.back.n", "number", n)
	}
	for _, b := range x.Back {
		rows = append(rows, c.SummaryRow{
			Key:  back,
			Body: c.Text(text.Amount(p.lang, b.Cents) + "\n\n" + p.T("refund.why."+b.Why) + " " + p.T("receipt.back."+b.Status)),
		})
	}
	return rows
}

// creditNumber is the number of what goes back of a payment, which it does once: the receipt's with a C.
func creditNumber(receipt string) string {
	if receipt == "" {
		return ""
	}
	return receipt + "-C"
}

// paidAt gives when the money came in, or when the payment was begun.
func (p *partyPage) paidAt(x payment) time.Time {
	if x.Receipt != "" {
		for _, e := range p.view.Timeline {
			if e.Kind == "paid" && e.Number == x.Receipt {
				return e.At
			}
		}
	}
	return time.UnixMilli(x.Created)
}

// waitShow asks whether to wait for an adjudicator, or to take the fee back (rules 3.3).
func waitShow(p *partyPage) error {
	if !p.view.May(procedure.ChooseWait{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, waitPage(p))
}

func waitPost(p *partyPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	answer := one(f, "keus", waitAnswers, "err.ruling.wait")
	if f.ok() {
		ok, err := p.act(f.version(), func(*registry.Writing) procedure.Command { return procedure.ChooseWait{Wait: answer == "wait"} })
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "ruling_"+answer)
		}
	}
	if !p.view.May(procedure.ChooseWait{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusUnprocessableEntity, waitPage(p))
}

var waitAnswers = []string{"wait", "back"}

func (p *partyPage) waitRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "keus", Name: "keus", Legend: p.T("ruling.wait.legend"), LegendSize: c.SizeM, Error: p.form.errorOf("keus"), Value: p.form.get("keus"), Strong: true,
	}
	for _, a := range waitAnswers {
		v.Items = append(v.Items, c.ChoiceItem{Value: a, Label: p.T("ruling.wait."+a, "fee", p.fee()), Hint: p.T("ruling.wait."+a+".hint", "n", strconv.Itoa(p.rules().NoAdjudicatorDays))})
	}
	return v
}
