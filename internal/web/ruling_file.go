package web

import (
	"net/http"
	"slices"
	"strings"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// rulingShow is the ruling; before there is one, the way to it (screens.md 11).
func rulingShow(p *partyPage) error {
	switch f := p.view.File; {
	case f == nil:
		return p.gone("ruling.none")
	case f.Ruling != nil:
		return p.render(http.StatusOK, decisionPage(p))
	case len(f.Points) == 0 && p.mayAsk():
		return p.redirect(p.base + "/uitspraak/vragen")
	}
	return p.redirect(p.base + "/uitspraak/dossier")
}

// fileShow is the file as both parties and the adjudicator see it.
func fileShow(p *partyPage) error {
	f := p.view.File
	switch {
	case f == nil || len(f.Points) == 0 && !p.mayAsk():
		return p.gone("ruling.none")
	case len(f.Points) == 0:
		return p.redirect(p.base + "/uitspraak/vragen")
	}
	return p.render(http.StatusOK, filePartyPage(p))
}

// by names a party as the reader does.
func (p *partyPage) by(r procedure.Role) string { return p.T("who." + seenFrom(p.role(), r)) }

// fileDays are the days of the file, and who adjudicates.
func (p *partyPage) fileDays() []c.SummaryRow {
	f := p.view.File
	name := f.Adjudicator
	if name == "" {
		name = p.T("ruling.lawyer.none")
	}
	rows := []c.SummaryRow{{Key: p.T("ruling.lawyer"), Value: name}}
	if f.Ruling == nil && !f.From.IsZero() {
		if !f.Closed {
			rows = append(rows, c.SummaryRow{Key: p.T("ruling.day.new"), Value: p.T("word.until", "date", p.day(f.NewUntil))})
		}
		rows = append(rows, c.SummaryRow{Key: p.T("ruling.day.rule"), Value: p.T("word.by", "date", p.day(f.RuleBy))})
	}
	if f.Ruling != nil {
		rows = append(rows, c.SummaryRow{Key: p.T("decision.given"), Value: p.moment(f.Ruling.At)})
	}
	return rows
}

// spoken is something that was said to the adjudicator.
type spoken struct{ Title, When, Text string }

// defenceOf is the shop's answer to a point, in words.
func (p *partyPage) defenceOf(id string) string {
	d := p.view.File.Defence
	if d == nil {
		return p.T("ruling.defence.none")
	}
	a, ok := d.Points[id]
	if !ok {
		return p.T("ruling.defence.none")
	}
	return strings.TrimSpace(p.T("agree."+a.Agree) + ".\n\n" + a.Text)
}

// pointRows are what is asked and what the shop says of it.
func (p *partyPage) pointRows(pt registry.Point) []c.SummaryRow {
	return []c.SummaryRow{
		{Key: p.by(procedure.Consumer) + " " + p.T("ruling.asks."+seenFrom(p.role(), procedure.Consumer)), Body: c.Text(p.askedPoint(pt) + "\n\n" + pt.Text)},
		{Key: p.by(procedure.Shop) + " " + p.T("ruling.says."+seenFrom(p.role(), procedure.Shop)), Body: c.Text(p.defenceOf(pt.ID))},
	}
}

// firstAnswers are what both said in stage 1.
func (p *partyPage) firstAnswers() []spoken {
	var out []spoken
	for _, e := range p.view.File.Answers {
		title := p.T("timeline."+e.Kind, "who", p.by(e.Who), "consumer", p.by(procedure.Consumer), "shop", p.by(procedure.Shop))
		out = append(out, spoken{Title: title, When: p.moment(e.At), Text: e.Text})
	}
	return out
}

// statements are the replies in their order.
func (p *partyPage) statements() []spoken {
	var out []spoken
	for _, s := range p.view.File.Statements {
		x := spoken{Title: p.T("timeline.reply_given_"+string(s.Turn), "who", p.by(s.By)), When: p.moment(s.At), Text: s.Text}
		switch {
		case s.Missed:
			x.Title, x.Text = p.T("timeline.turn_missed_"+string(s.Turn), "who", p.by(s.By)), ""
		case s.Text == "":
			x.Title = p.T("ruling.nothing", "who", p.by(s.By))
		}
		out = append(out, x)
	}
	return out
}

// answersTo are the answers to a question of the adjudicator.
func (p *partyPage) answersTo(k registry.Question) []spoken {
	var out []spoken
	for _, a := range k.Answers {
		x := spoken{Title: p.T("timeline.question_answered", "who", p.by(a.By)), When: p.moment(a.At), Text: a.Text}
		if a.Missed {
			x.Title = p.T("timeline.question_missed", "who", p.by(a.By))
		}
		out = append(out, x)
	}
	return out
}

// requests are what was asked of the adjudicator beside the case, or about them, with what was decided.
func (p *partyPage) requests() []spoken {
	var out []spoken
	for _, l := range p.view.File.Leaves {
		x := spoken{Title: p.T("timeline.leave_asked", "who", p.by(l.By)), When: p.moment(l.At), Text: l.Text}
		x.Text += p.judged(l.Judged, l.Granted, "leave_granted", "leave_refused", l.Reason)
		out = append(out, x)
	}
	for _, k := range p.view.File.Challenges {
		x := spoken{Title: p.T("timeline.challenged", "who", p.by(k.By)), When: p.moment(k.At), Text: k.Text}
		x.Text += p.judged(k.Judged, k.Granted, "challenge_granted", "challenge_rejected", k.Reason)
		out = append(out, x)
	}
	return out
}

func (p *partyPage) judged(done, granted bool, yes, no, reason string) string {
	if !done {
		return "\n\n" + p.T("ruling.notjudged")
	}
	key := no
	if granted {
		key = yes
	}
	words := "\n\n" + p.T("timeline."+key) + "."
	if reason != "" {
		words += " " + reason
	}
	return words
}

// fileActs are what the party may do in the file now.
func (p *partyPage) fileActs() []c.ChoiceCard {
	var out []c.ChoiceCard
	card := func(may bool, key, path string, args ...any) {
		if may {
			out = append(out, c.ChoiceCard{Title: p.T("ruling.act." + key), Hint: p.T("ruling.act."+key+".hint", args...), Href: p.base + path})
		}
	}
	v := p.view
	card(v.May(procedure.Defend{}), "defend", "/uitspraak/verweer", "date", p.until(procedure.TaskDefence))
	card(v.May(procedure.SendReply{}), "reply", "/uitspraak/antwoord", "date", p.until(p.turn()))
	card(v.May(procedure.AnswerQuestion{}), "question", "/uitspraak/vraag", "date", p.until(procedure.TaskQuestion))
	card(v.May(procedure.AddEvidence{}), "evidence", "/bewijs")
	card(v.May(procedure.AskLeave{}), "leave", "/uitspraak/toestemming")
	return out
}

// challengeUntil gives the last day on which the party may challenge the adjudicator.
func (p *partyPage) challengeUntil() string {
	d, _ := p.view.WouldEnd(procedure.TaskChallenge, string(p.role()))
	return p.day(d)
}

// casePapers are the documents that a party may take along.
func (q *request) casePapers(v registry.View) []c.Link {
	if !v.Full || q.app.Papers == nil || viewerKey(v.Viewer.Actor.Role) == asStaff {
		return nil
	}
	base := caseBase(v)
	var out []c.Link
	if v.File != nil && v.File.Ruling != nil {
		out = append(out, c.Link{Text: q.T("decision.pdf"), Href: base + "/uitspraak.pdf"})
	}
	return append(out,
		c.Link{Text: q.T("case.pdf"), Href: base + "/zaak.pdf"},
		c.Link{Text: q.T("case.zip"), Href: base + "/zaak.zip"},
	)
}

// decided gives the words of what was decided about a point.
func (p *partyPage) decided(d registry.DecidedPoint) string {
	words := p.T("decision." + d.Decision)
	if d.Granted > 0 {
		words += ": " + text.Amount(p.lang, d.Granted)
	}
	return words
}

// resting lists the pieces of evidence on which a decision rests, by their numbers.
func (p *partyPage) resting(numbers []string) []c.Link {
	var out []c.Link
	for _, d := range p.view.Documents {
		if slices.Contains(numbers, d.Number) {
			out = append(out, p.fileLink(p.view, d))
		}
	}
	return out
}

// ordersOf say what a party must do, by when.
func (p *partyPage) ordersOf(who procedure.Role) []string {
	var out []string
	for _, o := range p.view.File.Ruling.Orders {
		if o.Who == who {
			out = append(out, p.orderWords(o))
		}
	}
	return out
}

// orderWords say what a party must do, by when and what amount: in our sentence, with the words of the ruling beside it.
func (p *partyPage) orderWords(o registry.OrderView) string {
	return letter.OrderWords(p.app.Text, p.lang, o.Order, o.Words, o.From)
}

// correctionWords are the words of a correction, with the orders that it puts right.
func (q *request) correctionWords(k registry.Correction) string {
	words := k.Text
	for _, o := range k.Orders {
		words += "\n\n" + letter.OrderWords(q.app.Text, q.lang, o.Order, o.Words, "")
	}
	return words
}

// feeWords say who bears the fee.
func (p *partyPage) feeWords() string {
	if p.view.File.Ruling.FeeBy == "" {
		return ""
	}
	return p.T("decision.fee."+string(p.view.File.Ruling.FeeBy), "fee", text.AmountRound(p.lang, p.view.File.Fee))
}
