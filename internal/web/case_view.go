package web

import (
	"slices"
	"strings"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// version is the hidden version of the case that forms carry.
func (p *casePage) version() []c.Hidden { return []c.Hidden{versionField(p.view)} }

// unreachable says that our letters to the consumer fail (rules 1.1).
func (p *casePage) unreachable() bool {
	return slices.Contains(p.view.Status.Unreach, procedure.Consumer)
}

// eyebrow asks what is to be done, when something is.
func (p *casePage) eyebrow(s statusWords) string {
	if s.Mine {
		return p.T("case.next")
	}
	return ""
}

// notPrinted says on paper that nothing was chosen yet.
func (p *casePage) notPrinted() string {
	if p.view.Asked {
		return p.T("choice.print")
	}
	return ""
}

// choiceCards lead to the page of the choice, where nothing is kept before it is confirmed.
func (p *casePage) choiceCards() []c.ChoiceCard {
	var cards []c.ChoiceCard
	for _, x := range procedure.Choices {
		if x == procedure.ChooseBusy && p.busyGone() {
			continue
		}
		cards = append(cards, c.ChoiceCard{
			Title: p.T("choice." + string(x)), Hint: p.T("choice."+string(x)+".hint", "date", p.day(p.view.BusyTill)),
			Href: p.base + "/keuze?keus=" + string(x),
		})
	}
	return cards
}

func (p *casePage) complianceCards() []c.ChoiceCard {
	var cards []c.ChoiceCard
	for _, a := range allCompliance {
		cards = append(cards, c.ChoiceCard{
			Title: p.T("compliance." + a), Hint: p.T("compliance."+a+".hint", "shop", p.view.Shop.Name),
			Href: p.base + "/nakoming?keus=" + a,
		})
	}
	return cards
}

// acts are what the consumer may do besides; none of it is asked.
func (p *casePage) acts() []c.Link {
	v := p.view
	if !v.Full {
		return nil
	}
	var out []c.Link
	add := func(may bool, words, path string) {
		if may {
			out = append(out, c.Link{Text: words, Href: p.base + path})
		}
	}
	add(v.May(procedure.SendMessage{}), p.T("case.act.message", "shop", v.Shop.Name), "/bericht")
	add(v.May(procedure.AddEvidence{}), p.T("case.upload"), "/bewijs")
	add(v.May(procedure.MakeOffer{}), p.T("case.act.offer"), "/aanbod")
	add(p.choosingNow().Show == "early", p.T("case.act.solved"), "/keuze")
	return out
}

// smallLinks are at the end of the case page (screens.md 4.7).
func (p *casePage) smallLinks() []c.Link {
	if !p.view.Full {
		return []c.Link{p.otherLang()}
	}
	out := []c.Link{{Text: p.T("case.complaint.link"), Href: p.base + "/klacht"}}
	out = append(out, p.paperLinks(p.view)...)
	if len(p.view.Documents) > 0 {
		out = append(out, c.Link{Text: p.T("case.files", "n", len(p.view.Documents)), Href: p.base + "/bewijs"})
	}
	if p.view.May(procedure.Withdraw{}) {
		out = append(out, c.Link{Text: p.T("case.withdraw"), Href: p.base + "/stop"})
	}
	return append(out, c.Link{Text: p.T("case.data"), Href: p.base + "/gegevens"}, p.otherLang())
}

// nextButtons lead to the page where the one thing to do now is done, when it has a page of its own.
func (q *request) nextButtons(v registry.View, base string) []c.ButtonView {
	var out []c.ButtonView
	if id := v.OpenPayment(); id != "" {
		out = append(out, c.ButtonView{Text: q.T("case.to.payment"), Href: base + "/betaling/" + id})
	}
	if key, path := owedPage(v); path != "" && v.Full {
		out = append(out, c.ButtonView{Text: q.T("case.to." + key), Href: base + path})
	}
	if key, path := nextPage(v); path != "" {
		b := c.ButtonView{Text: q.T("case.to."+key, "fee", q.fee()), Href: base + path}
		if len(out) > 0 {
			b.Kind = c.ButtonSecondary
		}
		out = append(out, b)
	}
	return out
}

// nextPage gives that page, and the key of its words.
func nextPage(v registry.View) (key, path string) {
	if ruledIn(v) {
		return "ruling", "/uitspraak"
	}
	for _, x := range []struct {
		may       procedure.Command
		key, path string
	}{
		{procedure.StartPayment{}, "pay", "/uitspraak/betalen"},
		{procedure.RequestRuling{}, "request", "/uitspraak/vragen"},
		{procedure.ChooseWait{}, "wait", "/uitspraak/wachten"},
		{procedure.Defend{}, "defend", "/uitspraak/verweer"},
		{procedure.AnswerQuestion{}, "question", "/uitspraak/vraag"},
		{procedure.SendReply{}, "reply", "/uitspraak/antwoord"},
	} {
		if v.May(x.may) {
			return x.key, x.path
		}
	}
	switch v.Status.Task { //nolint:exhaustive // the others have no page of their own
	case procedure.TaskHear, procedure.TaskAsk:
		return "room", "/bemiddeling"
	case procedure.TaskConsider:
		return "proposal", "/voorstel"
	}
	return "", ""
}

// owed says what is to be carried out: of the ruling, or of the agreement.
func (q *request) owed(v registry.View) string {
	as := viewerKey(v.Viewer.Actor.Role)
	if v.File != nil && v.File.Ruling != nil {
		var orders []procedure.Order
		for _, o := range v.File.Ruling.Orders {
			orders = append(orders, o.Order)
		}
		words := letter.OrdersSentence(q.app.Text, q.lang, orders, procedure.Shop)
		if theirs := q.customerOwes(v); theirs != "" {
			words = strings.TrimSpace(words + " " + theirs)
		}
		return q.T("case.ruled."+as, "what", words)
	}
	words := q.T("case.agreed."+as, "what", q.agreementText(*v.Agreement))
	if theirs := q.customerOwes(v); theirs != "" && v.Agreement.Return == "" { // the terms of sending back stand in the sentence
		words += " " + q.T("owed.customer", "what", theirs)
	}
	return words
}

// paperLinks lead to the file of the ruling, the payments and the documents of a case.
func (q *request) paperLinks(v registry.View) []c.Link {
	var out []c.Link
	if v.File != nil && len(v.File.Points) > 0 {
		out = append(out, c.Link{Text: q.T("ruling.file.h1"), Href: caseBase(v) + "/uitspraak/dossier"})
		if v.Viewer.Actor.Role == procedure.Consumer {
			out = append(out, c.Link{Text: q.T("receipt.link"), Href: caseBase(v) + "/betalingen"})
		}
	}
	return append(out, q.casePapers(v)...)
}

// goOnWords name where a broken agreement can be taken: to mediation, or to a ruling.
func (p *casePage) goOnWords() string {
	if p.view.Status.Step > procedure.StepDirect {
		return p.T("case.go_on.ruling")
	}
	return p.T("case.go_on.cta")
}

// complianceAsk asks whether it was done.
func (p *casePage) complianceAsk() string {
	if ruledIn(p.view) {
		return p.T("compliance.h1.ruled")
	}
	return p.T("compliance.h1")
}

// offerEnds says that an open offer of the shop ends when help is chosen; "" when none is open.
func (p *casePage) offerEnds() string {
	if !offerTo(p.view) {
		return ""
	}
	return p.T("choice.offer", "shop", p.view.Shop.Name)
}
