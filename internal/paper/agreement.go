package paper

import (
	"strings"
	"time"

	"wederhoor/internal/document"
	"wederhoor/internal/letter"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// agreed says that there is an agreement of the parties, not the orders of a ruling.
func agreed(v registry.View) bool {
	return v.Agreement != nil && (v.File == nil || v.File.Ruling == nil)
}

// agreementDoc is the agreement: who, what, by when, who said yes, and what if it is not done.
func (s *sheet) agreementDoc(v registry.View) {
	made := madeAt(v)
	s.head(s.T("paper.agreement.h1", "case", v.Reference), s.T("paper.agreement.foot", "case", v.Reference), v.Agreement.Text.Hash, made)
	s.facts(
		document.Fact{Name: s.T("word.casenumber"), Value: v.Reference},
		document.Fact{Name: s.T("paper.agreement.made"), Value: s.moment(made)},
		document.Fact{Name: s.T("word.customer"), Value: v.Consumer.Name},
		document.Fact{Name: s.T("word.shop"), Value: v.Shop.Name},
	)
	s.agreement(v, 2)
	s.heading(2, s.T("agreement.not.h"))
	rules := p.CurrentRules()
	s.paragraph(s.T("agreement.not.text", "n", rules.ComplianceDelay, "days", rules.RemedyDays))
}

// madeAt is when the agreement was made.
func madeAt(v registry.View) time.Time {
	for _, e := range v.Timeline { // newest first
		if e.Kind == "agreement_made" {
			return e.At
		}
	}
	return v.Changed
}

// agreement is what was agreed and who said yes to it, with headings of a level.
func (s *sheet) agreement(v registry.View, level int) {
	s.heading(level, s.T("paper.agreement.what"))
	if x := proposalOf(v); x != nil {
		s.proposalRows(*x)
	} else {
		s.add(document.Facts{Pairs: s.terms(*v.Agreement, "")})
		s.quoteOfOffer(v)
	}
	s.heading(level, s.T("agreement.consents"))
	s.facts(s.consents(v)...)
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

// terms are what the shop does and by when; words are more that the shop does.
func (s *sheet) terms(o p.Offer, words string) []document.Fact {
	does := s.T("proposal.line."+string(o.Remedy), "amount", text.Amount(s.lang, o.Amount))
	switch {
	case words != "" && o.Remedy == "other":
		does = words
	case words != "":
		does += ".\n" + words
	}
	return []document.Fact{
		{Name: s.T("proposal.row.shop.staff"), Value: does},
		{Name: s.T("proposal.row.when"), Value: s.T("word.by", "date", s.day(o.Due))},
		{Name: s.T("offer.return"), Value: s.returns(o)},
	}
}

func (s *sheet) returns(o p.Offer) string {
	if o.Return == "" {
		return s.T("offer.return.is.none")
	}
	return s.T("offer.return." + o.Return)
}

// proposalRows are the terms of a proposal, and why it was made.
func (s *sheet) proposalRows(x registry.ProposalView) {
	consumer := x.Words.ConsumerDoes
	if consumer == "" {
		consumer = s.T("proposal.nothing")
	}
	s.facts(append(s.terms(x.Offer, x.Words.ShopDoes), document.Fact{Name: s.T("proposal.row.consumer.staff"), Value: consumer},
		document.Fact{Name: s.T("proposal.why"), Value: x.Words.Why},
		document.Fact{Name: s.T("decision.law"), Value: x.Words.Law})...)
}

// quoteOfOffer gives the words that the party wrote beside the offer that was accepted.
func (s *sheet) quoteOfOffer(v registry.View) {
	for _, e := range v.Timeline {
		if e.Kind == "offer_made" && e.Offer != nil && e.Offer.ID == v.Agreement.ID && e.Text != "" {
			s.quote(s.sentence(v, e), e.At, e.Text)
		}
	}
}

// consents says who said yes to this text, when to the second, and under which name.
func (s *sheet) consents(v registry.View) []document.Fact {
	var out []document.Fact
	for _, yes := range v.Consents {
		name := v.Consumer.Name
		if yes.By == p.Shop {
			name = v.Shop.Name
		}
		words := s.T("agreement.consent.at", "date", text.Exact(s.lang, yes.At))
		switch {
		case yes.Offered: // offering is the one consent, accepting by code the other (rules 1.2)
			words = s.T("agreement.consent.offered", "date", text.Exact(s.lang, yes.At))
		case yes.Name != "":
			words = s.T("agreement.consent.named", "n", yes.Version, "date", text.Exact(s.lang, yes.At), "name", yes.Name)
		case yes.Version > 0: // before names were kept
			words = s.T("agreement.consent.version", "n", yes.Version, "date", text.Exact(s.lang, yes.At))
		}
		out = append(out, document.Fact{Name: name, Value: words})
	}
	return out
}

// offerWords says an offer in a sentence, with what was written beside it.
func (s *sheet) offerWords(o p.Offer, words string) string {
	return strings.TrimSpace(letter.OfferSentence(s.Text, s.lang, o) + "\n\n" + words)
}
