package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// consentVersion names the words that a consumer reads and ticks before asking for a ruling; it changes with them
// (rules 3.2, Directive 2013/11/EU art. 10).
const consentVersion = "2026-11"

// consentWords are the keys of those words, in the order in which they are read; they are stored word for word.
var consentWords = []string{"binding.body", "binding.warn", "binding.price", "binding.consent", "binding.startnow"}

// consents are the boxes that are ticked.
var consents = []string{"consent", "startnow"}

// The bounds of a claim: points, and characters of each.
const (
	mostClaims    = 10
	mostClaimText = 2000
)

// claim is a point as typed.
type claim struct{ Remedy, Amount, Text string }

// rules gives the rules that pages name; a case keeps those under which it was opened.
func (p *partyPage) rules() procedure.Rules { return procedure.CurrentRules() }

// fee writes what a ruling costs.
func (q *request) fee() string { return text.AmountRound(q.lang, procedure.CurrentRules().FeeCents) }

// mayAsk says that a ruling can be asked for now; else the reader sees how the case stands.
func (p *partyPage) mayAsk() bool {
	return p.view.File != nil && p.view.May(procedure.RequestRuling{})
}

func explainShow(p *partyPage) error {
	if !p.mayAsk() {
		return p.gone("ruling.notnow")
	}
	return p.render(http.StatusOK, explainPage(p))
}

// stopRequestPost ends the case without a ruling (rules 3.1).
func stopRequestPost(p *partyPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if p.view.Stage == procedure.Ended { // pressed twice
		return p.done(p.base, "stopped_here")
	}
	if f.get("zeker") != "ja" { // the page says first what is lost
		return stopRequestShow(p)
	}
	ok, err := p.act(f.version(), func(*registry.Writing) procedure.Command { return procedure.StopHere{} })
	switch {
	case err != nil:
		return err
	case ok:
		return p.done(p.base, "stopped_here")
	case !p.mayAsk():
		return p.gone("ruling.notnow")
	}
	return p.render(http.StatusUnprocessableEntity, stopRequestPage(p))
}

// stopRequestShow says what is lost by not asking for a ruling, and asks once more.
func stopRequestShow(p *partyPage) error {
	if !p.view.May(procedure.StopHere{}) {
		return p.gone("ruling.notnow")
	}
	return p.render(http.StatusOK, stopRequestPage(p))
}

func pointsShow(p *partyPage) error {
	if !p.mayAsk() {
		return p.gone("ruling.notnow")
	}
	claims := claimsTyped(p.form)
	if len(claims) == 0 {
		claims = p.claimsNow()
	}
	return p.render(http.StatusOK, pointsPage(p, claims))
}

// claimsNow gives the points as they were asked before, or the wish as the first of them.
func (p *partyPage) claimsNow() []claim {
	amount := func(cents int64) string {
		if cents == 0 {
			return ""
		}
		return strings.TrimSpace(strings.Trim(text.Amount(p.lang, cents), "€\u00a0"))
	}
	var out []claim
	for _, x := range p.view.File.Points {
		out = append(out, claim{string(x.Remedy), amount(x.Amount), x.Text})
	}
	if k := p.view.Complaint; len(out) == 0 && k != nil {
		out = append(out, claim{string(k.Remedy), amount(k.Amount), k.Wish})
	}
	if len(out) == 0 {
		out = append(out, claim{})
	}
	return out
}

// claimsTyped gives the points of a form; none when it has none.
func claimsTyped(f *form) []claim {
	n, err := strconv.Atoi(f.get("n"))
	if err != nil || n < 1 {
		return nil
	}
	out := make([]claim, min(n, mostClaims))
	for i := range out {
		k := strconv.Itoa(i + 1)
		out[i] = claim{f.get("remedy-" + k), f.get("amount-" + k), f.get("text-" + k)}
	}
	return out
}

// points reads the points, and notes what is not right with them.
func (p *partyPage) points(claims []claim) []registry.Point {
	f := p.form
	var sum int64
	out := make([]registry.Point, 0, len(claims))
	for i, x := range claims {
		k := strconv.Itoa(i + 1)
		pt := registry.Point{ID: k, Remedy: procedure.Remedy(x.Remedy), Text: x.Text}
		if !slices.Contains(p.remedies(), pt.Remedy) {
			f.wrong("remedy-"+k, "err.ruling.remedy", "n", k)
		}
		if x.Amount != "" || pt.Remedy.AsksMoney() {
			cents, err := text.ParseAmount(x.Amount)
			if err != nil || cents <= 0 {
				f.wrong("amount-"+k, "err.ruling.amount", "n", k)
			}
			pt.Amount = cents
			sum += cents
		}
		switch n := utf8.RuneCountInString(x.Text); {
		case n == 0:
			f.wrong("text-"+k, "err.ruling.text", "n", k)
		case n > mostClaimText:
			f.wrong("text-"+k, "err.toolong", "most", mostClaimText, "over", n-mostClaimText)
		}
		out = append(out, pt)
	}
	if most := p.rules().MostCents; sum > most {
		f.wrong("amount-1", "err.ruling.sum", "most", text.AmountRound(p.lang, most))
	}
	return out
}

// remedies are what can be asked: what fits the problem first, then the rest.
func (p *partyPage) remedies() []procedure.Remedy {
	out := slices.Clone(procedure.RemediesFor(p.view.Category))
	for _, r := range procedure.Remedies {
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// pointsPost adds or removes a point, or goes on to the consents with the points in the form: nothing is kept before
// it is confirmed by code.
func pointsPost(p *partyPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.mayAsk() {
		return p.gone("ruling.notnow")
	}
	claims := claimsTyped(f)
	if len(claims) == 0 {
		return p.redirect(p.base + "/uitspraak/punten")
	}
	gone, err := strconv.Atoi(f.get("remove"))
	switch {
	case f.get("add") != "":
		if len(claims) < mostClaims {
			claims = append(claims, claim{})
		}
		return p.render(http.StatusOK, pointsPage(p, claims))
	case err == nil && gone >= 1 && gone <= len(claims) && len(claims) > 1:
		return p.render(http.StatusOK, pointsPage(p, slices.Delete(claims, gone-1, gone)))
	case f.get("back") != "":
		return p.render(http.StatusOK, pointsPage(p, claims))
	}
	p.points(claims)
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, pointsPage(p, claims))
	}
	return p.render(http.StatusOK, consentPage(p, claims, false))
}

// consentShow shows the last page again for points that were asked before; without them one begins with them.
func consentShow(p *partyPage) error {
	if !p.mayAsk() {
		return p.gone("ruling.notnow")
	}
	if len(p.view.File.Points) == 0 {
		return p.redirect(p.base + "/uitspraak/punten")
	}
	return p.render(http.StatusOK, consentPage(p, p.claimsNow(), false))
}

// consentPost asks for the ruling, by a fresh code, once both boxes are ticked (rules 3.2).
func consentPost(p *partyPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.mayAsk() {
		return p.gone("ruling.notnow")
	}
	claims := claimsTyped(f)
	if len(claims) == 0 {
		return p.redirect(p.base + "/uitspraak/punten")
	}
	points := p.points(claims)
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, pointsPage(p, claims))
	}
	for _, name := range consents {
		if f.get(name) == "" {
			f.wrong(name, "err.ruling."+name)
		}
	}
	sent := f.values["code"] != nil
	if f.ok() && f.get("ask") != "" {
		err := p.askActCode(p.view, "ruling", p.view.ID)
		if err == nil {
			return p.render(http.StatusOK, consentPage(p, claims, true))
		}
		if !p.again(err) {
			return err
		}
	}
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, consentPage(p, claims, sent))
	}
	err = p.requestRuling(points)
	if err == nil || p.justAsked(err) {
		return p.done(p.base+"/uitspraak/betalen", "ruling_asked")
	}
	if !p.wrongCode(err) {
		return err
	}
	if err := p.reload(); err != nil {
		return err
	}
	if !p.mayAsk() {
		return p.gone("ruling.notnow")
	}
	return p.render(http.StatusUnprocessableEntity, consentPage(p, claims, true))
}

// justAsked says that the button was pressed twice: the code is used up because the request was made with it.
func (p *partyPage) justAsked(err error) bool {
	return fault.CodeOf(err) == fault.CodeSpent && p.view.File.RequestedAt.After(p.app.Now().Add(-time.Minute))
}

// requestRuling gives the command, with the words that were read and ticked.
func (p *partyPage) requestRuling(points []registry.Point) error {
	words := registry.Consents{Version: consentVersion, Lang: string(p.lang)}
	for _, key := range consentWords {
		words.Words = append(words.Words, p.T(key, p.bindingArgs()...))
	}
	body, err := json.Marshal(words)
	if err != nil {
		return fault.Wrap(fault.Server, err)
	}
	return p.actByCode(p.view, "ruling", p.view.ID, func(w *registry.Writing) procedure.Command {
		b := procedure.RulingRequested{Consents: consentVersion, Text: w.Text(registry.KindConsents, string(body))}
		for i, id := range registry.ClaimIDs(len(points)) {
			b.Points = append(b.Points, procedure.ClaimPoint{
				ID: id, Remedy: points[i].Remedy, Amount: points[i].Amount, Text: w.Text(registry.KindClaim, points[i].Text),
			})
		}
		return procedure.RequestRuling{RulingRequested: b}
	})
}

// bindingArgs are what the words about a ruling name.
func (p *partyPage) bindingArgs() []any {
	return []any{
		"trustmark", p.app.Settings.Organisation.Name, "shop", p.view.Shop.Name, "fee", p.fee(), "n", p.rules().FeeBackDays,
		"tel", p.app.Settings.Organisation.Phone,
	}
}

// howLong says when things happen when one asks and pays today.
func (p *partyPage) howLong() []c.SummaryRow {
	today := procedure.DateOf(p.view.Now())
	last, _ := p.view.WouldEnd(procedure.TaskRequest, "")
	return []c.SummaryRow{
		{Key: p.T("ruling.when.ask"), Value: p.T("word.until", "date", p.day(last))},
		{Key: p.T("ruling.when.lawyer"), Value: p.T("word.by", "date", p.day(procedure.AddWorkdays(today, p.rules().AssignWorkdays)))},
		{Key: p.T("ruling.when.ruling"), Value: p.T("word.by", "date", p.day(today.AddDays(p.rules().RuleByDay)))},
	}
}

// claimSelect, claimAmount and claimText are the fields of a point.
func (p *partyPage) claimSelect(i int, x claim) c.SelectView {
	k := strconv.Itoa(i + 1)
	v := c.SelectView{
		ID: "remedy-" + k, Name: "remedy-" + k, Label: p.T("ruling.point.remedy"), Error: p.form.errorOf("remedy-" + k), Value: x.Remedy,
		Options: []c.Option{{Value: "", Text: p.T("ruling.point.choose")}},
	}
	for _, r := range p.remedies() {
		v.Options = append(v.Options, c.Option{Value: string(r), Text: p.T("remedy." + string(r))})
	}
	return v
}

func (p *partyPage) claimAmount(i int, x claim) c.InputView {
	k := "amount-" + strconv.Itoa(i+1)
	return c.InputView{
		ID: k, Name: k, Label: p.T("ruling.point.amount"), Hint: p.T("ruling.point.amount.hint"), Error: p.form.errorOf(k), Value: x.Amount,
		Prefix: "€", Width: 10, InputMode: "decimal", NoSpell: true,
	}
}

func (p *partyPage) claimText(i int, x claim) c.TextareaView {
	k := "text-" + strconv.Itoa(i+1)
	return c.TextareaView{
		ID: k, Name: k, Label: p.T("ruling.point.text"), Hint: p.T("ruling.point.text.hint"), Error: p.form.errorOf(k), Value: x.Text, Rows: 4,
	}
}

// carryClaims takes the points along in a form.
func carryClaims(claims []claim) []c.Hidden {
	out := []c.Hidden{{Name: "n", Value: strconv.Itoa(len(claims))}}
	for i, x := range claims {
		k := strconv.Itoa(i + 1)
		out = append(out, c.Hidden{Name: "remedy-" + k, Value: x.Remedy}, c.Hidden{Name: "amount-" + k, Value: x.Amount}, c.Hidden{Name: "text-" + k, Value: x.Text})
	}
	return out
}

// claimRows are the points, to be checked.
func (p *partyPage) claimRows(claims []claim) []c.SummaryRow {
	var rows []c.SummaryRow
	for i, x := range claims {
		cents, err := text.ParseAmount(x.Amount)
		if err != nil {
			cents = 0
		}
		rows = append(rows, c.SummaryRow{
			Key:  p.T("ruling.point", "n", i+1),
			Body: c.Text(p.askedPoint(registry.Point{Remedy: procedure.Remedy(x.Remedy), Amount: cents}) + "\n\n" + x.Text),
		})
	}
	return rows
}

// askedPoint says what a point asks, with its amount.
func (q *request) askedPoint(x registry.Point) string {
	words := q.T("remedy." + string(x.Remedy))
	if x.Amount > 0 {
		words += ": " + text.Amount(q.lang, x.Amount)
	}
	return words
}

// consentBox is a box that nobody ticks but the consumer.
func (p *partyPage) consentBox(name string) c.CheckboxesView {
	v := c.CheckboxesView{
		ID: name, Name: name, Error: p.form.errorOf(name),
		Items: []c.ChoiceItem{{Value: "1", Label: p.T("binding."+name, p.bindingArgs()...)}},
	}
	if p.form.get(name) != "" {
		v.Values = []string{"1"}
	}
	return v
}
