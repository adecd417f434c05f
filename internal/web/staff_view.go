package web

import (
	"strconv"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

func wishIn(words *text.Catalog, l text.Lang, k *registry.Complaint) string {
	return letter.WishSentence(words, l, k.Remedy, k.Amount)
}

func (p *staffCasePage) title() string {
	return p.view.Shop.Name + ": " + p.T("category."+string(p.view.Category))
}

// facts is what a case is made of, on one page.
func (p *staffCasePage) facts() []c.SummaryRow {
	v := p.view
	rows := []c.SummaryRow{
		{Key: p.T("staff.row.opened"), Value: p.moment(v.Opened)},
		{Key: p.T("staff.row.stage"), Value: p.T("staff.stage." + string(v.Stage))},
	}
	if !v.Status.LastDay.IsZero() {
		rows = append(rows, c.SummaryRow{Key: p.T("staff.row.due"), Value: p.day(v.Status.LastDay)})
	}
	if v.Agreement != nil {
		rows = append(rows, c.SummaryRow{Key: p.T("staff.row.agreement"), Value: p.agreementText(*v.Agreement)})
		if v.Did != "" {
			rows = append(rows, c.SummaryRow{Key: p.T("staff.row.owed"), Value: p.T("fact.owed." + v.Did)})
		}
	}
	if !v.KeptUntil.IsZero() {
		rows = append(rows, c.SummaryRow{Key: p.T("staff.row.kept"), Value: p.day(v.KeptUntil)})
	}
	return append(rows, p.complaint(v)...)
}

// consumerRows is how to reach the consumer.
func (p *staffCasePage) consumerRows() []c.SummaryRow {
	who := p.view.Consumer
	rows := []c.SummaryRow{
		{Key: p.T("word.name"), Value: who.Name},
		{Key: p.T("word.email"), Body: c.Anchor(c.Link{Text: who.Email, Href: "mailto:" + who.Email})},
		{Key: p.T("staff.row.phone"), Value: p.orNone(who.Phone)},
		{Key: p.T("staff.row.lang"), Value: p.T("lang." + string(text.ParseLang(who.Lang)))},
	}
	if who.Helper != "" {
		rows = append(rows, c.SummaryRow{Key: p.T("staff.row.helper"), Value: who.Helper})
	}
	return rows
}

// shopRows is how to reach the shop.
func (p *staffCasePage) shopRows() []c.SummaryRow {
	s := p.view.Shop
	return []c.SummaryRow{
		{Key: p.T("word.name"), Body: c.Anchor(c.Link{Text: s.Name, Href: "/leden/" + s.Slug})},
		{Key: p.T("staff.row.member"), Value: s.ID},
		{Key: p.T("staff.row.membership"), Value: p.T("staff.member." + s.Status)},
		{Key: p.T("staff.row.phone"), Value: p.orNone(s.Phone)},
		{Key: p.T("staff.row.site"), Value: s.Domain},
	}
}

// grounds are those under which the complaint seems to fall, or on which it was refused.
func (p *staffCasePage) grounds() []string {
	var out []string
	for _, g := range p.view.Grounds {
		out = append(out, p.T("ground."+string(g)))
	}
	return out
}

// letters is the proof of notice: to whom, and what the mail servers said of each letter.
func (p *staffCasePage) letters() c.TableView {
	v := c.TableView{
		ID: "letters", Caption: p.T("staff.letters.h"), HideCaption: true,
		Columns: []c.TableColumn{{Text: p.T("staff.letters.letter")}, {Text: p.T("staff.letters.to")}, {Text: p.T("staff.letters.state")}, {Text: p.T("staff.letters.when")}},
	}
	for i := len(p.view.Letters) - 1; i >= 0; i-- {
		l := p.view.Letters[i]
		state := p.letterState(l.State)
		if l.Error != "" {
			state += ": " + l.Error
		}
		v.Rows = append(v.Rows, []c.TableCell{{Text: p.letterName(l.Slug)}, {Text: p.who(l.Party) + ", " + p.orNone(l.Address)}, {Text: state}, {Text: p.letterTime(l)}})
	}
	return v
}

// letterName names a letter; its number is how staff speak of it.
func (q *request) letterName(slug string) string {
	if key := "letter.name." + slug; q.app.Text.Has(q.lang, key) {
		return q.T(key)
	}
	return slug
}

func (q *request) letterState(state string) string { return q.T("staff.letter.state." + state) }

func (q *request) letterTime(l registry.Delivery) string {
	at := l.Accepted
	if at.IsZero() {
		at = l.Created
	}
	return q.moment(at)
}

// who names a party as staff read it.
func (q *request) who(r procedure.Role) string {
	switch r {
	case procedure.Consumer:
		return q.T("who.consumer")
	case procedure.Shop:
		return q.T("who.shop")
	case procedure.Mediator, procedure.Adjudicator, procedure.Quality, procedure.Administrator, procedure.System, procedure.Public:
	}
	return q.T("who.us")
}

// stuck are the letters of the case that wait for a decision of staff.
func (p *staffCasePage) stuck() []registry.Delivery {
	var out []registry.Delivery
	for _, l := range p.view.Letters {
		if l.State == registry.LetterParked {
			out = append(out, l)
		}
	}
	return out
}

// choice is a question with a few answers, as typed; hint says that each has a line below it.
func (p *staffCasePage) choice(name, prefix string, from []string, hint bool) c.RadiosView {
	v := c.RadiosView{
		ID: name, Name: name, Legend: p.T(prefix), LegendSize: c.SizeS, Error: p.form.errorOf(name), Value: p.form.get(name), Strong: hint,
	}
	for _, x := range from {
		item := c.ChoiceItem{Value: x, Label: p.T(prefix + "." + x)}
		if hint {
			item.Hint = p.T(prefix + "." + x + ".hint")
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// groundRadios are the closed list of grounds (rules 0.4).
func (p *staffCasePage) groundRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "ground", Name: "ground", Legend: p.T("staff.ground"), LegendSize: c.SizeS, Error: p.form.errorOf("ground"), Value: p.form.get("ground"), Small: true,
	}
	if v.Value == "" && p.form == nil && len(p.view.Grounds) == 1 {
		v.Value = string(p.view.Grounds[0])
	}
	for _, g := range procedure.Grounds {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(g), Label: p.T("ground." + string(g))})
	}
	return v
}

// dayField asks a day; before anything was typed it shows the day given.
func (p *staffCasePage) dayField(name, legend, hint string, usual procedure.Date) c.DateView {
	v := p.dateField(name, legend, hint)
	if p.form == nil && !usual.IsZero() {
		v.Day, v.Month, v.Year = strconv.Itoa(usual.Day), strconv.Itoa(int(usual.Month)), strconv.Itoa(usual.Year)
	}
	return v
}

// timeField asks the time of the day; before anything was typed it shows now.
func (p *staffCasePage) timeField(now time.Time) c.InputView {
	v := c.InputView{
		ID: "time", Name: "time", Label: p.T("staff.time"), LabelSize: c.SizeS, Hint: p.T("staff.time.hint"), Error: p.form.errorOf("time"),
		Value: p.form.get("time"), Width: 5, NoSpell: true,
	}
	if p.form == nil {
		v.Value = now.In(procedure.Amsterdam).Format("15.04")
	}
	return v
}

// reasonHint says who gets to read the reason.
func (p *staffCasePage) reasonHint(a *staffAct) string {
	if a.key == "tell" {
		return p.T("staff.note")
	}
	to := p.T("who.consumer.in")
	if a.key != "admit" && (a.key != "refuse" || p.view.Stage != procedure.Admission) {
		to = p.T("staff.both")
	}
	return p.T("staff.sendto", "recipients", to)
}

// finalKind warns with the button of a decision that cannot be taken back.
func finalKind(a *staffAct) c.ButtonKind {
	if a.key == "refuse" {
		return c.ButtonWarning
	}
	return c.ButtonPrimary
}
