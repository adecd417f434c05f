package web

import (
	"net/http"
	"net/url"
	"strconv"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// proposing is the page on which a proposal is written.
type proposing struct {
	Preview *registry.ProposalView // as both will see it
	Hidden  []c.Hidden
}

// proposalFields are the fields of the form that go through the preview.
var proposalFields = []string{
	"version", "offer", "remedy", "amount", "due-day", "due-month", "due-year", "return", "shopdoes", "consumerdoes", "why", "law",
}

// proposeShow begins with the terms of the open proposal, or of the last one: a change is a new version (rules 2.5).
func proposeShow(p *staffCasePage) error {
	if !p.inRoom() || !p.view.May(procedure.Propose{}) {
		return p.notNow()
	}
	if old := p.lastProposal(); old != nil && p.form == nil {
		p.form = &form{q: p.request, values: url.Values{
			"remedy": {string(old.Remedy)}, "return": {old.Return}, "shopdoes": {old.Words.ShopDoes}, "consumerdoes": {old.Words.ConsumerDoes},
			"why": {old.Words.Why}, "law": {old.Words.Law},
			"due-day": {strconv.Itoa(old.Due.Day)}, "due-month": {strconv.Itoa(int(old.Due.Month))}, "due-year": {strconv.Itoa(old.Due.Year)},
		}}
		if old.Amount > 0 {
			p.form.values["amount"] = []string{plainAmount(p.lang, old.Amount)}
		}
	}
	return p.seen("voorstel", p.render(http.StatusOK, proposePage(p, proposing{})))
}

func (p *staffCasePage) lastProposal() *registry.ProposalView {
	r := p.view.Room
	if r.Proposal != nil {
		return r.Proposal
	}
	if n := len(r.Past); n > 0 {
		return &r.Past[n-1]
	}
	return nil
}

// proposePost shows the proposal as both will see it, and puts it to them when it was seen so.
func proposePost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.inRoom() {
		return p.notNow()
	}
	if p.view.May(procedure.Propose{}) && p.addLaw(f, "why", "law", f.get("wet")) { // nothing is sent
		return p.seen("voorstel", p.render(http.StatusOK, proposePage(p, proposing{})))
	}
	o, words := p.readProposal(f)
	k := proposing{}
	status := http.StatusUnprocessableEntity
	switch {
	case !f.ok():
	case f.get("stap") == "stuur":
		ok, err := p.give(f.version(), func(w *registry.Writing) procedure.Command {
			o.Text = w.Text(registry.KindProposal, asJSON(words))
			return procedure.Propose{ProposalPut: procedure.ProposalPut{Offer: o, ConsumerDoes: words.ConsumerDoes != "" || o.Return == "consumer"}}
		})
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/kamer", "desk_propose")
		}
	case f.get("stap") == "aanpassen":
		status = http.StatusOK
	default:
		status = http.StatusOK
		k.Preview = &registry.ProposalView{Offer: o, Words: words, Version: 1, At: p.app.Now()}
		if old := p.lastProposal(); old != nil {
			k.Preview.Version = old.Version + 1
		}
		for _, name := range proposalFields {
			value := f.get(name)
			if name == "offer" {
				value = o.ID
			}
			k.Hidden = append(k.Hidden, c.Hidden{Name: name, Value: value})
		}
	}
	if !p.inRoom() || !p.view.May(procedure.Propose{}) {
		return p.notNow()
	}
	return p.seen("voorstel", p.render(status, proposePage(p, k)))
}

// readProposal reads the terms and the words beside them.
func (p *staffCasePage) readProposal(f *form) (procedure.Offer, registry.ProposalWords) {
	o := procedure.Offer{ID: f.get("offer"), Remedy: one(f, "remedy", procedure.Remedies, "err.offer.remedy")}
	if !offerID.MatchString(o.ID) {
		o.ID = registry.PublicID()
	}
	if o.Remedy.AsksMoney() {
		o.Amount = f.amount("amount", true)
	}
	o.Due, _ = f.date("due", true, false)
	if stands := p.view.ProposalStands(); !o.Due.IsZero() && o.Due.Before(stands) {
		f.wrong("due", "err.proposal.due", "date", p.day(stands))
	}
	if r := f.get("return"); r != "" && r != "none" {
		o.Return = one(f, "return", returnPayers, "err.offer.return")
	}
	missing := ""
	if o.Remedy == "other" || o.Remedy == "explain" {
		missing = "err.offer.words"
	}
	return o, registry.ProposalWords{
		ShopDoes: f.words("shopdoes", mostOfferWords, missing), ConsumerDoes: f.words("consumerdoes", mostOfferWords, ""),
		Why: f.words("why", mostWords, "err.desk.why"), Law: f.line("law", mostLaw, ""),
	}
}

// withdrawPost takes the open proposal back (rules 2.5).
func withdrawPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.inRoom() || p.view.Room.Proposal == nil {
		return p.redirect(p.base + "/kamer")
	}
	id := f.get("voorstel")
	ok, err := p.give(f.version(), func(*registry.Writing) procedure.Command { return procedure.WithdrawProposal{ID: id} })
	if err != nil {
		return err
	}
	if ok {
		return p.done(p.base+"/kamer", "desk_withdrawn")
	}
	w, err := channels[0].page(p)
	if err != nil {
		return err
	}
	return p.seen("kamer", p.render(http.StatusUnprocessableEntity, deskRoom(p, w)))
}

// proposalRemedies are all that can be proposed; the ones that fit the complaint come first.
func (p *staffCasePage) proposalRemedies() c.RadiosView {
	v := c.RadiosView{
		ID: "remedy", Name: "remedy", Legend: p.T("offer.remedy"), LegendSize: c.SizeS, Error: p.form.errorOf("remedy"), Value: p.form.get("remedy"), Small: true,
	}
	seen := map[procedure.Remedy]bool{}
	for _, list := range [][]procedure.Remedy{procedure.RemediesFor(p.view.Category), procedure.Remedies} {
		for _, r := range list {
			if !seen[r] {
				seen[r] = true
				v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.T("remedy." + string(r))})
			}
		}
	}
	return v
}

// wished says what the consumer asked, beside the form.
func (p *staffCasePage) wished() string {
	k := p.view.Complaint
	if k == nil {
		return ""
	}
	words := p.wish(k)
	if k.PaidCents > 0 {
		words += ". " + p.T("shop.row.paid") + ": " + text.Amount(p.lang, k.PaidCents)
	}
	return words
}
