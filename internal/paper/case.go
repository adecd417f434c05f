package paper

import (
	"context"
	"strings"

	"wederhoor/internal/document"
	"wederhoor/internal/letter"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// caseDoc is all that the viewer may see: the result first, then what happened, then what was said where.
func (s *sheet) caseDoc(ctx context.Context, v registry.View, docs []registry.StoredDocument) error {
	title := s.T("word.case", "case", v.Reference)
	s.head(title, s.T("paper.case.foot", "case", v.Reference, "viewer", s.T("paper.viewer."+viewerWord(v.Viewer.Actor.Role))), "", v.Changed)
	s.facts(
		document.Fact{Name: s.T("word.customer"), Value: s.customer(v)},
		document.Fact{Name: s.T("word.shop"), Value: joined(v.Shop.Name, v.Shop.Domain, v.Shop.Phone)},
		document.Fact{Name: s.T("word.status"), Value: s.stands(v)},
		document.Fact{Name: s.T("paper.opened"), Value: s.moment(v.Opened)},
		document.Fact{Name: s.T("paper.changed"), Value: s.moment(v.Changed)},
	)
	s.paragraph(s.T("paper.case.text." + viewerWord(v.Viewer.Actor.Role)))
	if v.File != nil && v.File.Ruling != nil {
		s.heading(2, s.T("paper.ruling.given", "number", v.File.Ruling.Number))
		s.paragraph(s.T("decision.by", "name", v.File.Ruling.Adjudicator, "date", s.moment(v.File.Ruling.At)))
		s.rulingParts(*v.File, 3)
	}
	if agreed(v) {
		s.agreement(v, 2)
	}
	s.complaint(v)
	s.timeline(v)
	s.written(v)
	s.room(v)
	s.file(v.File)
	s.money(v)
	s.letters(v)
	return s.evidence(ctx, docs)
}

func viewerWord(r p.Role) string {
	if isStaff(r) {
		return "staff"
	}
	return string(r)
}

func joined(parts ...string) string {
	var out []string
	for _, x := range parts {
		if strings.TrimSpace(x) != "" {
			out = append(out, x)
		}
	}
	return strings.Join(out, ", ")
}

// customer is what the viewer may know of the consumer.
func (s *sheet) customer(v registry.View) string {
	c := v.Consumer
	words := joined(c.Name, c.Email, c.Phone)
	if c.Helper != "" {
		words += "\n" + s.T("data.helper") + ": " + c.Helper
	}
	return words
}

// stands says where the case stands.
func (s *sheet) stands(v registry.View) string {
	for _, e := range v.Timeline { // newest first
		if e.Kind == "ended" && v.Stage == p.Ended {
			return letter.OutcomeSentence(s.Text, s.lang, e.Outcome, v.Fact)
		}
	}
	return s.T("paper.stage." + string(v.Stage))
}

// complaint is what the consumer sent.
func (s *sheet) complaint(v registry.View) {
	k := v.Complaint
	s.heading(2, s.T("paper.complaint"))
	order := text.DateShort(s.lang, k.Purchase.Start())
	if k.MonthOnly {
		order = text.Month(s.lang, k.Purchase.Start())
	}
	paid := ""
	if k.PaidCents > 0 {
		paid = text.Amount(s.lang, k.PaidCents)
	}
	s.facts(
		document.Fact{Name: s.T("word.order"), Value: joined(k.Order, order)},
		document.Fact{Name: s.T("case.product"), Value: k.Product},
		document.Fact{Name: s.T("case.paid"), Value: paid},
		document.Fact{Name: s.T("word.problem"), Value: s.T("category." + string(k.Category))},
		document.Fact{Name: s.T("word.wish"), Value: letter.WishSentence(s.Text, s.lang, k.Remedy, k.Amount)},
		document.Fact{Name: s.T("paper.told"), Value: s.day(k.Told)},
	)
	s.part(3, s.T("case.story"), k.Story)
	if len(k.Steps) > 0 {
		s.heading(3, s.T("case.happened"))
		s.add(document.List{Items: k.Steps, Numbered: true})
	}
	s.part(3, s.T("paper.wish"), k.Wish)
	s.part(3, s.T("paper.told.text"), k.TellText)
}

// money is what went back or goes back; what was paid stands in the timeline with its receipt.
func (s *sheet) money(v registry.View) {
	if len(v.Refund) == 0 {
		return
	}
	s.heading(2, s.T("paper.money"))
	t := document.Table{Head: []string{s.T("word.amount"), s.T("paper.what"), s.T("word.status")}}
	for _, r := range v.Refund {
		t.Rows = append(t.Rows, []string{text.Amount(s.lang, r.Cents), s.T("timeline.refund_due_"+r.Why, "toconsumer", s.whoIn(p.Consumer)), s.T("receipt.back." + r.Status)})
	}
	s.add(t)
}

// letters are ours to the parties, with what the mail servers said; staff only.
func (s *sheet) letters(v registry.View) {
	if len(v.Letters) == 0 {
		return
	}
	s.heading(2, s.T("staff.letters.h"))
	t := document.Table{Head: []string{s.T("paper.when"), s.T("staff.letters.letter"), s.T("staff.letters.to"), s.T("staff.letters.state")}}
	for _, l := range v.Letters {
		name := l.Slug
		if key := "letter.name." + l.Slug; s.Text.Has(s.lang, key) {
			name = s.T(key)
		}
		at := l.Accepted
		if at.IsZero() {
			at = l.Created
		}
		t.Rows = append(t.Rows, []string{s.short(at), name, joined(s.who(l.Party), l.Address), s.T("staff.letter.state." + l.State)})
	}
	s.add(t)
}
