package web

import (
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// title names the case by its customer.
func (p *shopCasePage) title() string { return p.T("shop.case.h1", "name", p.view.Consumer.Name) }

// eyebrow asks what is to be done, when something is.
func (p *shopCasePage) eyebrow(s statusWords) string {
	if s.Mine {
		return p.T("case.next")
	}
	return ""
}

// complaintRows is the complaint in the customer's words, what is asked first.
func (p *shopCasePage) complaintRows() []c.SummaryRow {
	return append(p.complaint(p.view),
		c.SummaryRow{Key: p.T("word.customer"), Value: p.view.Consumer.Name},
		c.SummaryRow{Key: p.T("word.email"), Body: c.Anchor(c.Link{Text: p.view.Consumer.Email, Href: "mailto:" + p.view.Consumer.Email})},
	)
}

// silence says what happens when the shop does not answer; "" when that is no matter now.
func (p *shopCasePage) silence() string {
	switch p.view.Status.Task {
	case procedure.TaskAnswer, procedure.TaskNotice, procedure.TaskPhone, procedure.TaskPost:
	default:
		return ""
	}
	if p.view.Status.Answered || p.view.Status.LastDay.IsZero() || p.view.Status.Task != procedure.TaskAnswer {
		return p.T("shop.silence.text")
	}
	return p.T("shop.silence", "date", p.day(p.view.Status.LastDay)) + "\n\n" + p.T("shop.silence.text")
}

// ownDays gives the days of the rules that the words of an act name.
func (p *shopCasePage) ownDays(a *shopAct) int {
	if a.key == "notours" {
		return procedure.CurrentRules().NotOursWorkdays
	}
	return procedure.CurrentRules().ObjectDays
}

// complaint is what the consumer sent, for the other side and for staff: the wish first.
func (q *request) complaint(v registry.View) []c.SummaryRow {
	k := v.Complaint
	if k == nil {
		return nil
	}
	rows := []c.SummaryRow{
		{Key: q.T("word.problem"), Value: q.T("category." + string(k.Category))},
		{Key: q.T("word.wish"), Value: q.wish(k)},
	}
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, c.SummaryRow{Key: q.T(key), Body: c.Text(value)})
		}
	}
	row("shop.row.wish", k.Wish)
	rows = append(rows,
		c.SummaryRow{Key: q.T("word.order"), Value: q.order(k)},
		c.SummaryRow{Key: q.T("shop.row.product"), Value: k.Product},
		c.SummaryRow{Key: q.T("shop.row.story"), Body: c.Text(k.Story)},
	)
	if len(k.Steps) > 0 {
		rows = append(rows, c.SummaryRow{Key: q.T("shop.row.steps"), Body: c.List(k.Steps)})
	}
	if k.PaidCents > 0 {
		rows = append(rows, c.SummaryRow{Key: q.T("shop.row.paid"), Value: text.Amount(q.lang, k.PaidCents)})
	}
	if !k.Told.IsZero() {
		rows = append(rows, c.SummaryRow{Key: q.T("shop.row.told"), Value: q.day(k.Told)})
	}
	row("shop.row.told.text", k.TellText)
	return rows
}

// proofOf lists the pieces of evidence of a party.
func (q *request) proofOf(v registry.View, party procedure.Role, heading string) c.FileListView {
	out := c.FileListView{Heading: heading}
	for _, d := range v.Documents {
		if d.Party == party {
			l := q.fileLink(v, d)
			out.Items = append(out.Items, c.FileItem{Name: l.Text, Href: l.Href, Meta: fileSize(q.lang, d.Size) + ", " + q.moment(d.Added)})
		}
	}
	return out
}

// surveyQuestion is one of the three questions, in words for a shop.
func (p *shopCasePage) surveyQuestion(name string) c.RadiosView {
	v := p.surveyRadios(name)
	v.Legend = p.T("shop.survey." + name)
	return v
}
