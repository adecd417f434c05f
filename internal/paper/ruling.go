package paper

import (
	"strings"

	"wederhoor/internal/document"
	"wederhoor/internal/letter"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// rulingDoc is the ruling (screens.md 11): the same headings as its page, in the same order. The parties stand in it by
// name; no address of anybody.
func (s *sheet) rulingDoc(f registry.CaseFile) {
	r := f.Ruling
	at := r.At
	if n := len(r.Corrections); n > 0 {
		at = r.Corrections[n-1].At
	}
	s.head(s.T("decision.h1", "case", f.Reference), s.T("paper.ruling.foot", "case", f.Reference, "number", r.Number), r.Hash, at)
	s.facts(
		document.Fact{Name: s.T("paper.number"), Value: r.Number},
		document.Fact{Name: s.T("word.date"), Value: text.Date(s.lang, r.At)},
		document.Fact{Name: s.T("paper.adjudicator"), Value: r.Adjudicator},
		document.Fact{Name: s.T("word.customer"), Value: f.Consumer},
		document.Fact{Name: s.T("word.shop"), Value: f.Shop},
	)
	s.rulingParts(f, 2)
	s.heading(2, s.T("decision.disagree"))
	s.paragraph(s.T("decision.disagree.text"))
	s.paragraph(s.T("decision.disagree.error", "date", s.day(r.CorrectTill)))
	s.signature(r)
}

// rulingParts are the parts of a ruling, with headings from a level.
func (s *sheet) rulingParts(f registry.CaseFile, level int) {
	r := f.Ruling
	for _, k := range r.Corrections {
		s.part(level, s.T("decision.correction", "number", k.Number, "date", s.moment(k.At)), k.Text)
		s.corrected(k)
	}
	s.heading(level, s.T("decision.short"))
	s.paragraph(letter.OutcomeSentence(s.Text, s.lang, r.Outcome, ""))
	s.paragraph(r.Text.Short)
	s.heading(level, s.T("decision.do"))
	s.orders(r)
	if r.FeeBy != "" {
		s.paragraph(s.T("decision.fee."+string(r.FeeBy), "fee", text.AmountRound(s.lang, f.Fee)))
	}
	s.heading(level, s.T("decision.why"))
	for _, d := range r.Points {
		s.decided(f, d, min(level+1, 3))
	}
	s.paragraph(r.Text.Why)
	s.part(level, s.T("decision.law"), r.Text.Law)
	s.part(level, s.T("decision.facts"), r.Text.Facts)
	s.part(level, s.T("decision.consumer"), r.Text.ConsumerSays)
	s.part(level, s.T("decision.shop"), r.Text.ShopSays)
}

// orders says who must do what, by when, and what amount is in it.
func (s *sheet) orders(r *registry.RulingView) {
	if len(r.Orders) == 0 {
		s.paragraph(s.T("decision.do.none"))
		return
	}
	var list document.List
	for _, o := range r.Orders {
		list.Items = append(list.Items, letter.OrderWords(s.Text, s.lang, o.Order, o.Words, o.From))
	}
	s.add(list)
}

// corrected are the orders that a correction puts right.
func (s *sheet) corrected(k registry.Correction) {
	for _, o := range k.Orders {
		s.paragraph(letter.OrderWords(s.Text, s.lang, o.Order, o.Words, ""))
	}
}

// decided is a point with what was decided about it, why, and on which evidence.
func (s *sheet) decided(f registry.CaseFile, d registry.DecidedPoint, level int) {
	s.heading(level, s.T("ruling.point", "n", d.ID)+": "+s.asked(d.Point))
	words := s.T("decision." + d.Decision)
	if d.Granted > 0 {
		words += ": " + text.Amount(s.lang, d.Granted)
	}
	s.paragraph(words + ".")
	s.paragraph(d.Why)
	if len(d.Evidence) > 0 {
		s.paragraph(s.T("decision.evidence") + " " + strings.Join(named(f.Documents, d.Evidence), ", ") + ".")
	}
}

// named gives pieces of evidence by number and name; a number that is not there stands alone.
func named(docs []registry.Document, numbers []string) []string {
	var out []string
	for _, n := range numbers {
		label := n
		for _, d := range docs {
			if d.Number == n {
				label = n + " (" + d.Name + ")"
			}
		}
		out = append(out, label)
	}
	return out
}

func (s *sheet) asked(pt registry.Point) string {
	return letter.WishSentence(s.Text, s.lang, pt.Remedy, pt.Amount)
}

// signature is the record of who signed and when; the log holds it with the hash of the text.
func (s *sheet) signature(r *registry.RulingView) {
	s.heading(2, s.T("paper.signed.h"))
	s.facts(
		document.Fact{Name: s.T("paper.signed.by"), Value: s.T("paper.signed.as", "name", r.Adjudicator)},
		document.Fact{Name: s.T("paper.signed.at"), Value: s.moment(r.At)},
		document.Fact{Name: s.T("paper.signed.hash"), Value: r.Hash},
	)
	s.paragraph(s.T("paper.signed.text"))
}

// correctionDoc is correction n of a ruling.
func (s *sheet) correctionDoc(f registry.CaseFile, n int) {
	r, k := f.Ruling, f.Ruling.Corrections[n-1]
	s.head(s.T("paper.correction.h1", "number", k.Number), s.T("paper.ruling.foot", "case", f.Reference, "number", k.Number), "", k.At)
	s.facts(
		document.Fact{Name: s.T("paper.correction.of"), Value: r.Number},
		document.Fact{Name: s.T("word.casenumber"), Value: f.Reference},
		document.Fact{Name: s.T("word.date"), Value: s.moment(k.At)},
		document.Fact{Name: s.T("paper.adjudicator"), Value: r.Adjudicator},
		document.Fact{Name: s.T("word.customer"), Value: f.Consumer},
		document.Fact{Name: s.T("word.shop"), Value: f.Shop},
	)
	s.part(2, s.T("paper.correction.what"), k.Text)
	s.corrected(k)
	s.paragraph(s.T("paper.correction.text"))
}
