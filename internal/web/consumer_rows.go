package web

import (
	"strconv"
	"strings"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// surveyRadios is one question with five words.
func (q *request) surveyRadios(name string) c.RadiosView {
	v := c.RadiosView{
		ID: name, Name: name, Legend: q.T("survey." + name), LegendSize: c.SizeS, Value: q.form.get(name),
	}
	for i := 1; i <= 5; i++ {
		n := strconv.Itoa(i)
		v.Items = append(v.Items, c.ChoiceItem{Value: n, Label: q.T("survey.word." + n)})
	}
	return v
}

// complianceRadios are the answers that are possible now.
func (p *casePage) complianceRadios(value string) c.RadiosView {
	v := c.RadiosView{
		ID: "keus", Name: "keus", Legend: p.T("compliance.legend"), LegendSize: c.SizeM, Error: p.form.errorOf("keus"), Value: value, Strong: true,
	}
	for _, a := range p.complianceAnswers() {
		v.Items = append(v.Items, c.ChoiceItem{
			Value: a, Label: p.T("compliance." + a), Hint: p.T("compliance."+a+".hint", "shop", p.view.Shop.Name),
		})
	}
	return v
}

// orNone writes a dash for what was left empty.
func (q *request) orNone(s string) string {
	if s == "" {
		return q.T("word.none")
	}
	return s
}

// about is what the complaint is about, in short.
func (p *casePage) about() []c.SummaryRow {
	v := p.view
	k := v.Complaint
	rows := []c.SummaryRow{{Key: p.T("word.shop"), Value: v.Shop.Name + " (" + v.Shop.Domain + ")"}}
	if k == nil {
		return append(rows, c.SummaryRow{Key: p.T("word.problem"), Value: p.T("category." + string(v.Category))})
	}
	return append(rows,
		c.SummaryRow{Key: p.T("word.order"), Value: p.order(k)},
		c.SummaryRow{Key: p.T("word.problem"), Value: p.T("category." + string(k.Category))},
		c.SummaryRow{Key: p.T("word.wish.you"), Value: p.wish(k)},
	)
}

// order writes number and day of an order; the day as month and year when only those are known.
func (q *request) order(k *registry.Complaint) string {
	when := text.DateShort(q.lang, k.Purchase.Start())
	if k.MonthOnly {
		_, when, _ = strings.Cut(when, " ")
	}
	if k.Order == "" {
		return when
	}
	return k.Order + ", " + when
}

// wish writes what the consumer asks of the shop.
func (q *request) wish(k *registry.Complaint) string {
	return letter.WishSentence(q.app.Text, q.lang, k.Remedy, k.Amount)
}

// whole is the complaint as the consumer sent it.
func (p *casePage) whole() []c.SummaryRow {
	k := p.view.Complaint
	rows := append(p.about(),
		c.SummaryRow{Key: p.T("case.product"), Value: k.Product},
		c.SummaryRow{Key: p.T("case.story"), Body: c.Text(k.Story)},
	)
	if len(k.Steps) > 0 {
		rows = append(rows, c.SummaryRow{Key: p.T("case.happened"), Body: c.List(k.Steps)})
	}
	if k.PaidCents > 0 {
		rows = append(rows, c.SummaryRow{Key: p.T("case.paid"), Value: text.Amount(p.lang, k.PaidCents)})
	}
	if k.Wish != "" {
		rows = append(rows, c.SummaryRow{Key: p.T("case.wish.more"), Body: c.Text(k.Wish)})
	}
	if !k.Told.IsZero() {
		rows = append(rows, c.SummaryRow{Key: p.T("case.told"), Value: p.day(k.Told)})
	}
	if k.TellText != "" {
		rows = append(rows, c.SummaryRow{Key: p.T("case.told.text"), Body: c.Text(k.TellText)})
	}
	return append(rows,
		c.SummaryRow{Key: p.T("word.name"), Value: p.view.Consumer.Name},
		c.SummaryRow{Key: p.T("word.email"), Value: p.view.Consumer.Email},
	)
}

// ownData is what is kept about the consumer, and until when (rules 5.2).
func (p *casePage) ownData() []c.SummaryRow {
	who := p.view.Consumer
	until := p.T("data.until.running", "n", procedure.CurrentRules().KeepYears)
	if !p.view.KeptUntil.IsZero() {
		until = p.T("data.until.day", "date", p.day(p.view.KeptUntil))
	}
	return []c.SummaryRow{
		{Key: p.T("word.name"), Value: who.Name},
		{Key: p.T("word.email"), Value: who.Email},
		{Key: p.T("word.phone"), Value: p.orNone(who.Phone)},
		{Key: p.T("data.helper"), Value: p.orNone(who.Helper)},
		{Key: p.T("data.case"), Value: p.T("data.case.what")},
		{Key: p.T("data.files"), Value: p.T("data.files.n", "n", len(p.view.Documents))},
		{Key: p.T("data.until"), Value: until},
	}
}

// caseFiles lists the pieces of evidence of a party.
func (q *request) caseFiles(v registry.View, party procedure.Role, heading string) c.FileListView {
	out := c.FileListView{Heading: heading}
	for _, d := range v.Documents {
		if d.Party == party {
			l := q.fileLink(v, d)
			out.Items = append(out.Items, c.FileItem{Name: l.Text, Href: l.Href, Meta: fileSize(q.lang, d.Size) + ", " + q.moment(d.Added)})
		}
	}
	return out
}
