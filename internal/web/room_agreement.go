package web

import (
	"net/http"
	"strconv"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// agreed says that there is an agreement of the parties, not the orders of a ruling.
func agreed(v registry.View) bool {
	return v.Agreement != nil && (v.File == nil || v.File.Ruling == nil)
}

func agreementShow(p *roomPage) error {
	switch {
	case agreed(p.view):
		return p.render(http.StatusOK, agreementPage(p))
	case p.view.Agreement != nil:
		return p.redirect(p.base + "/uitspraak")
	}
	return p.gone("agreement.none")
}

// agreementPDF hands out the agreement as a document.
func agreementPDF(p *roomPage) error {
	if !agreed(p.view) || p.app.Papers == nil {
		return fault.New(fault.NotFound)
	}
	b, err := p.app.Papers.Agreement(p.Context(), p.view, p.lang)
	if err != nil {
		return err
	}
	h := p.w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Content-Disposition", `attachment; filename="`+p.T("agreement.file")+"-"+p.view.Reference+`.pdf"`)
	if _, err := p.w.Write(b); err != nil {
		p.app.Log.Debug("agreement not delivered", "cause", err.Error())
	}
	return nil
}

// proposalOf gives the proposal that became the agreement; nil when it was an offer of a party.
func proposalOf(v registry.View) *registry.ProposalView {
	if v.Room == nil || v.Agreement == nil {
		return nil
	}
	for i, x := range v.Room.Past {
		if x.ID == v.Agreement.ID {
			return &v.Room.Past[i]
		}
	}
	return nil
}

// agreementRows is the text that both said yes to.
func (p *roomPage) agreementRows() []c.SummaryRow {
	if x := proposalOf(p.view); x != nil {
		return p.proposalRows(p.view, *x)
	}
	rows := []c.SummaryRow{
		{Key: p.T("proposal.row.shop." + viewerKey(p.role())), Value: p.agreementText(*p.view.Agreement)},
		{Key: p.T("proposal.row.when"), Value: p.T("word.by", "date", p.day(p.view.Agreement.Due))},
	}
	for _, e := range p.view.Timeline {
		if e.Kind == "offer_made" && e.Offer != nil && e.Offer.ID == p.view.Agreement.ID && e.Text != "" {
			rows = append(rows, c.SummaryRow{Key: p.T("offer.row.words"), Body: c.Text(e.Text)})
		}
	}
	return rows
}

// consentRows says who said yes to this text, when, and under which name.
func (p *roomPage) consentRows() []c.SummaryRow {
	var rows []c.SummaryRow
	for _, yes := range p.view.Consents {
		name := p.view.Consumer.Name
		if yes.By == procedure.Shop {
			name = p.view.Shop.Name
		}
		words := p.T("agreement.consent.at", "date", text.Exact(p.lang, yes.At))
		switch {
		case yes.Offered: // offering is the one consent, accepting by code the other (rules 1.2)
			words = p.T("agreement.consent.offered", "date", text.Exact(p.lang, yes.At))
		case yes.Name != "":
			words = p.T("agreement.consent.named", "n", yes.Version, "date", text.Exact(p.lang, yes.At), "name", yes.Name)
		case yes.Version > 0: // before names were kept
			words = p.T("agreement.consent.version", "n", yes.Version, "date", text.Exact(p.lang, yes.At))
		}
		rows = append(rows, c.SummaryRow{Key: name, Value: words})
	}
	return rows
}

// agreementActs lead to what is to be done for the agreement now.
func (p *roomPage) agreementActs() []c.ChoiceCard {
	var out []c.ChoiceCard
	card := func(may bool, key, path string) {
		if may {
			out = append(out, c.ChoiceCard{Title: p.T("agreement.act." + key), Hint: p.T("agreement.act." + key + ".hint"), Href: p.base + path})
		}
	}
	v := p.view
	if p.role() == procedure.Consumer {
		card(v.May(procedure.AnswerCompliance{}), "answer", "/nakoming")
		card(v.May(procedure.ObjectToProof{}), "object", "/bezwaar")
	} else {
		card(v.May(procedure.ReportDone{}), "done", "/gedaan")
		card(v.May(procedure.GiveProof{}), "proof", "/nakoming")
		card(v.May(procedure.ConfirmShop{}), "customer", "/klant-gedaan")
	}
	card(v.May(procedure.AddEvidence{}), "evidence", "/bewijs")
	return out
}

func customerDoneShow(p *roomPage) error {
	if !p.view.May(procedure.ConfirmShop{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, customerDonePage(p))
}

// customerDonePost is the shop's word on what the customer had to do (rules 4.1).
func customerDonePost(p *roomPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	answer := one(f, "gedaan", allCompliance, "err.customer")
	words := f.words("text", mostWords, "")
	if answer != "done" && answer != "" && words == "" {
		f.wrong("text", "err.customer.text")
	}
	if f.ok() {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.ConfirmShop{ShopConfirmed: procedure.ShopConfirmed{Answer: answer, Text: w.Text(registry.KindShopConfirmed, words)}}
		})
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "customer_done")
		}
	}
	if !p.view.May(procedure.ConfirmShop{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusUnprocessableEntity, customerDonePage(p))
}

// customerRadios are the answers, with what follows from each.
func (p *roomPage) customerRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "gedaan", Name: "gedaan", Legend: p.T("customer.legend"), LegendSize: c.SizeS, Error: p.form.errorOf("gedaan"), Value: p.form.get("gedaan"),
	}
	for _, a := range customerAnswers(p.view) {
		v.Items = append(v.Items, c.ChoiceItem{Value: a, Label: p.T("customer." + a)})
	}
	return v
}
