package web

import (
	"slices"

	"wederhoor/internal/procedure"
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
	if len(p.view.Documents) > 0 {
		out = append(out, c.Link{Text: p.T("case.files", "n", len(p.view.Documents)), Href: p.base + "/bewijs"})
	}
	if p.view.May(procedure.Withdraw{}) {
		out = append(out, c.Link{Text: p.T("case.withdraw"), Href: p.base + "/stop"})
	}
	return append(out, c.Link{Text: p.T("case.data"), Href: p.base + "/gegevens"}, p.otherLang())
}
