package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// officeRoutes are the acts of staff in the ruling: adjudicators, challenges, money, publication.
func (a *App) officeRoutes() []Route {
	routes := []Route{{Method: http.MethodGet, Pattern: "/staf/betalingen", Who: StaffPerson, handle: forStaff(officeMoneyShow)}}
	add := func(method, path string, h func(*staffCasePage) error) {
		routes = append(routes, Route{Method: method, Pattern: "/staf/zaken/{reference}" + path, Who: StaffPerson, handle: atStaffCase(h)})
	}
	add(http.MethodGet, "/jurist", officeAssignShow)
	add(http.MethodPost, "/jurist", officeAssignPost)
	add(http.MethodGet, "/wraking", officeJudgeShow)
	add(http.MethodPost, "/wraking", officeJudgePost)
	add(http.MethodGet, "/betalingen", officePaymentsShow)
	add(http.MethodPost, "/betalingen/terug", officeRefund)
	add(http.MethodPost, "/betalingen/akkoord", officeApprove)
	add(http.MethodPost, "/betalingen/opnieuw", officeRetry)
	add(http.MethodGet, "/publiceren", officePublishShow)
	add(http.MethodPost, "/publiceren", officePublishPost)
	return routes
}

// officeCards lead to what staff can do in the ruling of a case now.
func (p *staffCasePage) officeCards() []c.ChoiceCard {
	var out []c.ChoiceCard
	card := func(key, path string) {
		out = append(out, c.ChoiceCard{Title: p.T("office." + key + ".card"), Hint: p.T("office." + key + ".hint"), Href: p.base + "/" + path})
	}
	if p.view.May(procedure.AssignAdjudicator{}) {
		card("assign", "jurist")
	}
	if p.view.May(procedure.JudgeChallenge{}) {
		card("judge", "wraking")
	}
	if p.view.May(procedure.PublishRuling{}) {
		card("publish", "publiceren")
	}
	if p.view.File != nil {
		card("payments", "betalingen")
	}
	return out
}

// twice says that an act was done already: its button was pressed twice.
func twice(err error) bool {
	r, ok := procedure.IsRefusal(err)
	return ok && r.Code == procedure.Already
}

// assigning is who can adjudicate a case, and who cannot.
type assigning struct {
	Can, Cannot []registry.Colleague
	Now         string // who was asked already
}

func (p *staffCasePage) assigning() (assigning, error) {
	all, err := p.app.Clerk.Adjudicators(p.Context(), p.view)
	if err != nil {
		return assigning{}, err
	}
	var v assigning
	for _, a := range all {
		switch {
		case a.ID == p.view.Assigned():
			v.Now = a.Name
		case a.Conflict:
			v.Cannot = append(v.Cannot, a)
		default:
			v.Can = append(v.Can, a)
		}
	}
	return v, nil
}

func officeAssignShow(p *staffCasePage) error {
	if !p.view.May(procedure.AssignAdjudicator{}) {
		return p.notNow()
	}
	return p.assignPage(http.StatusOK)
}

func (p *staffCasePage) assignPage(status int) error {
	v, err := p.assigning()
	if err != nil {
		return err
	}
	return p.seen("adjudicator", p.render(status, officeAssign(p, v)))
}

func officeAssignPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	v, err := p.assigning()
	if err != nil {
		return err
	}
	id := f.get("adjudicator")
	if !slices.ContainsFunc(v.Can, func(a registry.Colleague) bool { return a.ID == id }) {
		f.wrong("adjudicator", "err.office.adjudicator")
	}
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.AssignAdjudicator(p.Context(), p.view, f.version(), id))
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "office_assign")
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.assignPage(http.StatusUnprocessableEntity)
}

// adjudicatorRadios offer those who can, the one with the fewest cases first; nobody is chosen beforehand.
func (p *staffCasePage) adjudicatorRadios(v assigning) c.RadiosView {
	out := c.RadiosView{
		ID: "adjudicator", Name: "adjudicator", Legend: p.T("office.assign.legend"), LegendSize: c.SizeS, Error: p.form.errorOf("adjudicator"),
		Value: p.form.get("adjudicator"), Strong: true,
	}
	for _, a := range v.Can {
		out.Items = append(out.Items, c.ChoiceItem{Value: a.ID, Label: a.Name, Hint: p.T("office.assign.load", "n", a.Open)})
	}
	return out
}

// challenge gives the challenge that waits for a decision.
func (p *staffCasePage) challenge() (registry.Challenge, bool) {
	if p.view.File == nil {
		return registry.Challenge{}, false
	}
	for _, k := range p.view.File.Challenges {
		if !k.Judged {
			return k, true
		}
	}
	return registry.Challenge{}, false
}

func officeJudgeShow(p *staffCasePage) error {
	k, ok := p.challenge()
	if !ok || !p.view.May(procedure.JudgeChallenge{}) {
		return p.notNow()
	}
	return p.seen("challenge", p.render(http.StatusOK, officeJudge(p, k)))
}

func officeJudgePost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	granted := one(f, "granted", yesOrNo, "err.office.granted") == "yes"
	reason := f.words("reason", mostWords, "err.staff.reason")
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.Act(p.Context(), p.viewer, p.view.ID, f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.JudgeChallenge{ChallengeJudged: procedure.ChallengeJudged{Granted: granted, Reason: w.Text(registry.KindDecision, reason)}}
		}))
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "office_judge")
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	k, ok := p.challenge()
	if !ok { // somebody else has decided
		return p.notNow()
	}
	return p.seen("challenge", p.render(http.StatusUnprocessableEntity, officeJudge(p, k)))
}

// moneyView is the payments and refunds of a case, and what can be done with them.
type moneyView struct {
	Payments []registry.PaymentRow
	Refunds  []registry.RefundRow
	Asked    string // the payment of which a refund waits for a second person
	Own      bool   // this person asked it
}

func officePaymentsShow(p *staffCasePage) error { return p.paymentsPage(http.StatusOK) }

func (p *staffCasePage) paymentsPage(status int) error {
	v := moneyView{}
	var err error
	if v.Payments, v.Refunds, err = p.app.Clerk.Payments(p.Context(), p.view); err != nil {
		return err
	}
	if id, by, ok := p.view.RefundAsked(); ok {
		v.Asked, v.Own = id, by == p.viewer.Actor.ID
	}
	return p.seen("payments", p.render(status, officePayments(p, v)))
}

// money gives a command about money, and comes back to the page of payments.
func (p *staffCasePage) money(f *form, key string, command func(*registry.Writing) procedure.Command) error {
	if f.ok() {
		err := p.app.Clerk.Act(p.Context(), p.viewer, p.view.ID, f.version(), command)
		if twice(err) {
			err = nil
		}
		ok, err := p.acted(err)
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/betalingen", key)
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.paymentsPage(http.StatusUnprocessableEntity)
}

func officeRefund(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	id := one(f, "payment", p.view.Returnable(), "err.office.payment")
	reason := f.words("reason", mostWords, "err.staff.reason")
	return p.money(f, "office_refund", func(w *registry.Writing) procedure.Command {
		return procedure.AskRefund{RefundAsked: procedure.RefundAsked{Payment: id, Reason: w.Text(registry.KindNote, reason)}}
	})
}

func officeApprove(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	return p.money(f, "office_approve", func(*registry.Writing) procedure.Command {
		return procedure.ApproveRefund{Payment: f.get("payment")}
	})
}

func officeRetry(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	return p.money(f, "office_retry", func(*registry.Writing) procedure.Command {
		return procedure.RetryRefund{ID: f.get("refund")}
	})
}

// instant writes an instant of the till.
func (q *request) instant(ms int64) string { return q.moment(time.UnixMilli(ms)) }

// paymentTable lists the payments of a case.
func (p *staffCasePage) paymentTable(v moneyView) c.TableView {
	t := c.TableView{
		ID: "payments", Caption: p.T("office.payments.caption"), HideCaption: true,
		Columns: []c.TableColumn{
			{Text: p.T("office.payments.begun")},
			{Text: p.T("word.amount"), Numeric: true},
			{Text: p.T("word.status")},
			{Text: p.T("office.payments.receipt")},
			{Text: p.T("office.payments.provider")},
			{Text: p.T("office.payments.problem")},
		},
	}
	for _, r := range v.Payments {
		t.Rows = append(t.Rows, []c.TableCell{
			{Text: p.instant(r.Created)},
			{Text: text.Amount(p.lang, r.Cents)},
			{Text: p.T("office.payment." + r.Status)},
			{Text: dash(r.Receipt)},
			{Text: dash(r.Provider)},
			{Text: dash(r.Problem)},
		})
	}
	return t
}

// refundTable lists what goes or went back.
func (p *staffCasePage) refundTable(v moneyView) c.TableView {
	t := c.TableView{
		ID: "refunds", Caption: p.T("office.refunds.h"), HideCaption: true,
		Columns: []c.TableColumn{
			{Text: p.T("office.payments.begun")},
			{Text: p.T("word.amount"), Numeric: true},
			{Text: p.T("word.status")},
			{Text: p.T("office.refunds.why")},
			{Text: p.T("office.payments.provider")},
			{Text: p.T("office.payments.problem")},
		},
	}
	for _, r := range v.Refunds {
		t.Rows = append(t.Rows, []c.TableCell{
			{Text: p.instant(r.Created)},
			{Text: text.Amount(p.lang, r.Cents)},
			{Text: p.T("office.refund." + r.Status)},
			{Text: p.T("office.why." + r.Why)},
			{Text: dash(r.Provider)},
			{Text: dash(r.Problem)},
		})
	}
	return t
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// returnable offers the payments that can go back by hand.
func (p *staffCasePage) returnable(v moneyView) c.RadiosView {
	out := c.RadiosView{ID: "payment", Name: "payment", Legend: p.T("office.refund.legend"), LegendSize: c.SizeS, Error: p.form.errorOf("payment"), Value: p.form.get("payment")}
	for _, r := range v.Payments {
		if slices.Contains(p.view.Returnable(), r.ID) {
			out.Items = append(out.Items, c.ChoiceItem{Value: r.ID, Label: text.Amount(p.lang, r.Cents), Hint: p.instant(r.Created)})
		}
	}
	return out
}

// problem is a payment or a refund about which the provider could not be asked.
type problem struct {
	Reference, What, Words, Since string
}

// moneyWork is the money that waits for staff.
type moneyWork struct {
	Queue    c.QueueView
	Pages    *c.PaginationView
	Problems []problem
}

// mostProblems bounds what is shown at once.
const mostProblems = 50

func officeMoneyShow(d *staffDesk) error {
	page := pageNumber(d.URL.Query())
	rows, err := d.app.Clerk.Queue(d.Context(), d.viewer, string(procedure.WorkRefund), page-1)
	if err != nil {
		return err
	}
	v := moneyWork{Pages: d.paging("/staf/betalingen", url.Values{}, page, len(rows) == registry.PageSize)}
	if v.Queue, err = d.queue(rows, d.T("office.money.none"), ""); err != nil {
		return err
	}
	if v.Problems, err = d.problems(d.Context()); err != nil {
		return err
	}
	return d.render(http.StatusOK, officeMoney(d, v))
}

// problems lists what the provider could not be asked.
func (d *staffDesk) problems(ctx context.Context) ([]problem, error) {
	now := d.app.Now().Add(time.Hour) // all that is open, whenever it was looked at
	payments, err := d.app.Clerk.OpenPayments(ctx, now, mostProblems)
	if err != nil {
		return nil, err
	}
	refunds, err := d.app.Clerk.OpenRefunds(ctx, now, mostProblems)
	if err != nil {
		return nil, err
	}
	var out []problem
	add := func(dispute, what, words string, at int64) error {
		if words == "" {
			return nil
		}
		ref, err := d.app.Clerk.ReferenceOf(ctx, dispute)
		out = append(out, problem{ref, what, words, d.instant(at)})
		return err
	}
	for _, r := range payments {
		if err := add(r.Dispute, d.T("office.money.payment"), r.Problem, r.Created); err != nil {
			return nil, err
		}
	}
	for _, r := range refunds {
		if err := add(r.Dispute, d.T("office.money.refund"), r.Problem, r.Created); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// publishing is the ruling of a case while somebody checks it before it is published.
type publishing struct {
	Parts []registry.PublishPart
	Texts map[string]string // by the key of the part, as they would be published
	Left  map[string][]registry.Hide
	Edit  bool // the second step: the texts themselves
}

// publishing gives the parts of the ruling that waits to be published.
func (p *staffCasePage) publishing() (publishing, error) {
	v := publishing{Texts: map[string]string{}, Left: map[string][]registry.Hide{}}
	if p.view.File == nil || p.view.File.Ruling == nil {
		return v, fault.New(fault.NotFound)
	}
	v.Parts = p.view.Proposal(func(pt registry.Point) string { // in Dutch, as the ruling is
		w := p.app.askedIn(text.NL, pt)
		if pt.Text != "" {
			w += "\n" + pt.Text
		}
		return w
	}, func(o registry.OrderView) string {
		w := letter.OrderSentence(p.app.Text, text.NL, o.Order)
		if o.Words != "" {
			w += " " + o.Words
		}
		return w
	})
	return v, nil
}

func officePublishShow(p *staffCasePage) error {
	if !p.view.May(procedure.PublishRuling{}) {
		return p.notNow()
	}
	v, err := p.publishing()
	if err != nil {
		return err
	}
	return p.seen("publication", p.render(http.StatusOK, officePublish(p, v)))
}

// officePublishPost takes the first step, what to hide, to the second, in which a person reads and can change every text;
// and publishes what they have read.
func officePublishPost(p *staffCasePage) error {
	if !p.view.May(procedure.PublishRuling{}) {
		return p.notNow()
	}
	f, err := p.parse()
	if err != nil {
		return err
	}
	v, err := p.publishing()
	if err != nil {
		return err
	}
	v.Edit = true
	if f.get("step") == "hide" {
		for _, part := range v.Parts {
			v.Texts[part.Key] = p.hidden(f, part)
		}
		return p.seen("publication", p.render(http.StatusOK, officePublish(p, v)))
	}
	for _, part := range v.Parts {
		v.Texts[part.Key] = f.words("text-"+part.Key, mostRulingWords, "")
		v.Left[part.Key] = p.view.StillToHide(v.Texts[part.Key])
	}
	if f.get("read") != "yes" {
		f.wrong("read", "err.office.read")
	}
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.Publish(p.Context(), p.view, f.version(), p.published(v)))
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "office_publish")
		}
	}
	return p.seen("publication", p.render(http.StatusUnprocessableEntity, officePublish(p, v)))
}

// hidden gives the text of a part without what was ticked to be hidden.
func (p *staffCasePage) hidden(f *form, part registry.PublishPart) string {
	var pieces []registry.Hide
	for i, h := range part.Hides {
		if slices.Contains(f.all("hide-"+part.Key), strconv.Itoa(i)) {
			pieces = append(pieces, h)
		}
	}
	return part.Without(pieces, p.hideWord)
}

// hideWord is what stands in the place of what is hidden: "[naam]". Rulings are Dutch, so the words are too.
func (p *staffCasePage) hideWord(kind string) string {
	return p.app.Text.T(text.NL, "anonym.word."+kind)
}

// published puts the texts in their places.
func (p *staffCasePage) published(v publishing) registry.PublishedParts {
	t := v.Texts
	out := registry.PublishedParts{Text: registry.RulingText{
		Short: t["short"], Facts: t["facts"], ConsumerSays: t["consumer_says"], ShopSays: t["shop_says"], Law: t["law"], Why: t["why"],
	}}
	for i, d := range p.view.File.Ruling.Points {
		n := strconv.Itoa(i + 1)
		out.Points = append(out.Points, registry.PartPoint{Asked: t["asked."+n], Decision: d.Decision, Why: t["point."+n]})
	}
	for i := range p.view.File.Ruling.Orders {
		if words := t["order."+strconv.Itoa(i+1)]; words != "" {
			out.Orders = append(out.Orders, words)
		}
	}
	return out
}

// partHead names a part of a ruling: "Beslissing over punt 1".
func (p *staffCasePage) partHead(key string) string {
	name, n := key, ""
	for i := range key {
		if key[i] == '.' {
			name, n = key[:i], key[i+1:]
			break
		}
	}
	return p.T("office.part."+name, "n", n)
}

// marked shows a text with what is proposed to be hidden.
func (p *staffCasePage) marked(part registry.PublishPart) c.Marked {
	v := c.Marked{Label: p.T("office.hide.mark")}
	at := 0
	for _, h := range part.Hides {
		v.Pieces = append(v.Pieces, c.MarkedPiece{Text: part.Text[at:h.Start]}, c.MarkedPiece{Text: part.Text[h.Start:h.End], Mark: true})
		at = h.End
	}
	v.Pieces = append(v.Pieces, c.MarkedPiece{Text: part.Text[at:]})
	return v
}

// hideBoxes ask of each piece whether to hide it; all are ticked, because what is hidden by mistake does no harm.
func (p *staffCasePage) hideBoxes(part registry.PublishPart) c.CheckboxesView {
	name := "hide-" + part.Key
	v := c.CheckboxesView{ID: name, Name: name, Legend: p.T("office.hide.legend"), LegendSize: c.SizeS, Small: true}
	for i, h := range part.Hides {
		n := strconv.Itoa(i)
		v.Items = append(v.Items, c.ChoiceItem{Value: n, Label: p.T("office.hide.item", "text", h.Text, "word", p.hideWord(h.Kind)), Hint: p.T(h.Why)})
		v.Values = append(v.Values, n)
	}
	return v
}

func (p *staffCasePage) textField(v publishing, part registry.PublishPart) c.TextareaView {
	name := "text-" + part.Key
	out := c.TextareaView{ID: name, Name: name, Label: p.partHead(part.Key), LabelSize: c.SizeS, Error: p.form.errorOf(name), Value: v.Texts[part.Key], Rows: 3 + len(v.Texts[part.Key])/70}
	for i, h := range v.Left[part.Key] {
		if i == 0 {
			out.Hint = p.T("office.left")
		}
		out.Hint += " ‘" + h.Text + "’"
	}
	return out
}

// problemTable lists what the provider could not be asked.
func (d *staffDesk) problemTable(list []problem) c.TableView {
	t := c.TableView{
		ID: "problem-list", Caption: d.T("office.money.problems.h"), HideCaption: true,
		Columns: []c.TableColumn{{Text: d.T("queue.case")}, {Text: d.T("office.money.what")}, {Text: d.T("office.payments.begun")}, {Text: d.T("office.payments.problem")}},
	}
	for _, x := range list {
		t.Rows = append(t.Rows, []c.TableCell{{Text: x.Reference, Href: "/staf/zaken/" + x.Reference + "/betalingen"}, {Text: x.What}, {Text: x.Since}, {Text: x.Words}})
	}
	return t
}
