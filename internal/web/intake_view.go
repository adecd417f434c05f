package web

import (
	"unicode/utf8"

	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// Questions of the form, drawn from what was typed. The name of a field is its id and its key in the catalogue.

func (p *draftPage) label(name string, optional bool) string {
	s := p.T("intake." + name)
	if optional {
		s += " (" + p.T("word.optional") + ")"
	}
	return s
}

// hint gives the explanation of a field, when it has one.
func (p *draftPage) hint(name string) string {
	key := "intake." + name + ".hint"
	if !p.app.Text.Has(p.lang, key) {
		return ""
	}
	return p.T(key)
}

func (p *draftPage) input(name string, optional bool) c.InputView {
	return c.InputView{
		ID: name, Name: name, Label: p.label(name, optional), LabelSize: c.SizeS, Hint: p.hint(name),
		Error: p.form.errorOf(name), Value: p.form.get(name),
	}
}

func (p *draftPage) emailInput(name string) c.InputView {
	v := p.input(name, false)
	v.Type, v.Autocomplete, v.NoSpell = "email", "email", true
	if name == "helper_mail" {
		v.Autocomplete = ""
	}
	return v
}

func (p *draftPage) money(name string, optional bool) c.InputView {
	v := p.input(name, optional)
	v.Prefix, v.InputMode, v.Width, v.NoSpell = "€", "decimal", 10, true
	return v
}

func (p *draftPage) area(name string, optional bool, most, rows int) c.TextareaView {
	v := c.TextareaView{
		ID: name, Name: name, Label: p.label(name, optional), LabelSize: c.SizeS, Hint: p.hint(name),
		Error: p.form.errorOf(name), Value: p.form.get(name), Rows: rows,
	}
	if left := most - utf8.RuneCountInString(v.Value); left >= 0 {
		v.Count = p.T("intake.left", "n", left)
	}
	return v
}

func (p *draftPage) date(name string) c.DateView {
	return c.DateView{
		ID: name, Name: name, Legend: p.label(name, false), LegendSize: c.SizeS, Hint: p.hint(name), Error: p.form.errorOf(name),
		DayLabel: p.T("word.day"), MonthLabel: p.T("word.month"), YearLabel: p.T("word.year"),
		Day: p.form.get(name + "-day"), Month: p.form.get(name + "-month"), Year: p.form.get(name + "-year"),
	}
}

// radios is a question with one answer; the words of the answers are under prefix.
func radios[T ~string](p *draftPage, name, prefix string, values []T) c.RadiosView {
	v := c.RadiosView{
		ID: name, Name: name, Legend: p.label(name, false), LegendSize: c.SizeS, Hint: p.hint(name),
		Error: p.form.errorOf(name), Value: p.form.get(name),
	}
	for _, x := range values {
		item := c.ChoiceItem{Value: string(x), Label: p.T(prefix + string(x))}
		if key := prefix + string(x) + ".hint"; p.app.Text.Has(p.lang, key) {
			item.Hint = p.T(key)
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// withUnder puts more questions below one answer.
func withUnder(v c.RadiosView, value string, item func(c.ChoiceItem) c.ChoiceItem) c.RadiosView {
	for i := range v.Items {
		if v.Items[i].Value == value {
			v.Items[i] = item(v.Items[i])
		}
	}
	return v
}

func (p *draftPage) tick(name string) c.CheckboxesView {
	return c.CheckboxesView{
		ID: name, Name: name, Error: p.form.errorOf(name), Values: p.form.all(name),
		Items: []c.ChoiceItem{{Value: "yes", Label: p.label(name, false), Hint: p.hint(name)}},
	}
}

func (p *draftPage) fileUpload() c.FileUploadView {
	hint := p.T("intake.files.hint", "mb", p.app.Checker.Limits().MB())
	if p.a.Category != "" {
		hint += " " + p.T("proof."+p.a.Category)
	}
	return c.FileUploadView{
		ID: "files", Name: "files", Label: p.T("intake.files"), LabelSize: c.SizeS, Hint: hint,
		Error: p.form.errorOf("files"), Accept: acceptFiles, Multiple: true,
	}
}

// fileList lists the files that were added; each can be taken out again.
func (p *draftPage) fileList() c.FileListView {
	v := c.FileListView{Heading: p.T("intake.files.count", "n", len(p.files))}
	for _, d := range p.files {
		meta := fileSize(p.lang, d.Size)
		if p.app.Checker.Scanned() {
			meta += " · " + p.T("intake.files.scanned")
		}
		v.Items = append(v.Items, c.FileItem{Name: d.Name, Meta: meta, Remove: &c.ButtonView{
			Text: p.T("button.remove"), Hidden: d.Name, Kind: c.ButtonLink, Name: "remove", Value: d.ID, NoValidate: true,
		}})
	}
	return v
}

// hidden carries the way back to the check of all answers.
func (p *draftPage) hidden() []c.Hidden {
	if p.URL.Query().Get("terug") == "check" || p.form.get("return") == "check" {
		return []c.Hidden{{Name: "return", Value: "check"}}
	}
	return nil
}

// back leads to the step before.
func (p *draftPage) back() c.Link {
	l := c.Link{Text: p.T("nav.back")}
	switch i := stepIndex(p.step); {
	case len(p.hidden()) > 0:
		l.Href = p.path("check")
	case i == 0:
		l.Href = "/leden/" + p.shop.Slug
	default:
		l.Href = p.path(steps[i-1].name)
	}
	return l
}

func (p *draftPage) progress() c.ProgressView {
	n := stepIndex(p.step) + 1
	return c.ProgressView{
		Text: p.T("intake.progress", "n", n, "of", len(steps), "shop", p.shop.Name), Step: n, Of: len(steps),
	}
}

func (q *request) saveButton() c.ButtonView {
	return c.ButtonView{Text: q.T("intake.save"), Kind: c.ButtonSecondary, Name: "save", Value: "1", NoValidate: true}
}

// intakeHelp is the help block beside the form.
func (q *request) intakeHelp() c.HelpView {
	v := q.help("")
	v.Title, v.Before, v.After = q.T("intake.call.h"), q.T("intake.call"), "."
	return v
}

// summaryRows are the answers, each with a link that changes it and comes back here.
func (p *draftPage) summaryRows() c.SummaryListView {
	var v c.SummaryListView
	row := func(step, key, value string) {
		if value == "" {
			return
		}
		v.Rows = append(v.Rows, c.SummaryRow{Key: p.T(key), Value: value, Actions: []c.Link{{
			Text: p.T("button.change"), Hidden: p.T(key), Href: p.path(step) + "?terug=check",
		}}})
	}
	a := &p.a
	row("told", "check.told", p.toldWords())
	row("told", "check.elsewhere", p.T("intake.elsewhere."+a.Elsewhere))
	row("problem", "word.problem", p.T("category."+a.Category))
	row("order", "word.ordernumber", a.Order)
	row("order", "check.purchase", p.dayOrMonth(a.Purchase, a.MonthOnly))
	row("order", "check.product", a.Product)
	row("order", "check.paid", p.paidWords())
	row("order", "check.business", p.T("word."+a.Business))
	row("story", "check.story", a.Story)
	row("story", "check.first", a.First)
	row("story", "check.then", a.Then)
	row("story", "check.files", p.fileNames())
	row("wish", "word.wish.you", p.wishWords())
	row("wish", "check.wish", a.Wish)
	row("you", "word.name", a.Name)
	row("you", "check.salutation", a.Salutation)
	row("you", "word.email", a.Email)
	row("you", "word.phone", a.Phone)
	row("you", "check.lang", p.T("lang."+a.Lang))
	if a.Helper != "" {
		row("you", "check.helper", a.Helper+", "+a.HelperMail)
	}
	return v
}

func (p *draftPage) toldWords() string {
	if p.a.Told != "yes" {
		return p.T("word.no")
	}
	return p.T("check.told.yes", "date", p.dayOrMonth(p.a.ToldOn, p.a.ToldMonth), "how", p.T("intake.told_how."+p.a.ToldHow))
}

func (p *draftPage) paidWords() string {
	how := p.T("intake.paid_with." + p.a.PaidWith)
	if p.a.Paid == 0 {
		return how
	}
	return text.Amount(p.lang, p.a.Paid) + ", " + how
}

func (p *draftPage) dayOrMonth(d procedure.Date, monthOnly bool) string {
	if !monthOnly {
		return p.day(d)
	}
	words := text.DateShort(p.lang, d.Start())
	_, size := utf8.DecodeRuneInString(words) // "1 juni 2026": the day is the first, which nobody said
	return words[size+1:]
}

func (p *draftPage) wishWords() string {
	s := p.T("remedy." + p.a.Remedy)
	if p.a.Amount > 0 {
		s += ": " + text.Amount(p.lang, p.a.Amount)
	}
	return s
}

func (p *draftPage) fileNames() string {
	if len(p.files) == 0 {
		return p.T("check.files.none")
	}
	var s string
	for i, d := range p.files {
		if i > 0 {
			s += "\n"
		}
		s += d.Name + " (" + fileSize(p.lang, d.Size) + ")"
	}
	return s
}

// lawSource is where the law about a category can be read; the words of the link are in the catalogue.
func lawSource(category string) string {
	const civil6, civil7 = "https://wetten.overheid.nl/BWBR0005289/", "https://wetten.overheid.nl/BWBR0005290/"
	switch category {
	case "no_refund", "invoice", "other":
		return civil6
	case "privacy":
		return "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
	case "accessibility":
		return "https://eur-lex.europa.eu/eli/dir/2019/882/oj"
	}
	return civil7
}

// asksMoney says whether an amount can belong to the wish.
func asksMoney(category string) bool {
	for _, r := range procedure.RemediesFor(procedure.Category(category)) {
		if r.AsksMoney() {
			return true
		}
	}
	return false
}

func (p *draftPage) nameInput() c.InputView {
	v := p.input("name", false)
	v.Autocomplete, v.NoSpell = "name", true
	return v
}

func (p *draftPage) phoneInput() c.InputView {
	v := p.input("phone", true)
	v.Type, v.Autocomplete, v.Width, v.NoSpell = "tel", "tel", 20, true
	return v
}

func (p *draftPage) langRadios() c.RadiosView {
	v := radios(p, "lang", "lang.", text.Langs())
	v.Inline = true
	return v
}

func codeView(q *request) c.CodeView {
	return c.CodeView{
		ID: "code", Name: "code", Label: q.T("verify.code"), LabelSize: c.SizeS, Hint: q.T("verify.code.hint"),
		Error: q.form.errorOf("code"), Value: q.form.get("code"),
	}
}

func (p *draftPage) codePath() string {
	if p.linked {
		return p.URL.Path
	}
	return p.path("code")
}

func (p *draftPage) againPath() string {
	if p.linked {
		return p.URL.Path
	}
	return p.path("opnieuw")
}
