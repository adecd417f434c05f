package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

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
		ID: "payments", Caption: p.T("office.payments.caption"), HideCaption: true, Stack: true,
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
		ID: "refunds", Caption: p.T("office.refunds.h"), HideCaption: true, Stack: true,
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

// problemTable lists what the provider could not be asked.
func (d *staffDesk) problemTable(list []problem) c.TableView {
	t := c.TableView{
		ID: "problem-list", Caption: d.T("office.money.problems.h"), HideCaption: true, Stack: true,
		Columns: []c.TableColumn{{Text: d.T("queue.case")}, {Text: d.T("office.money.what")}, {Text: d.T("office.payments.begun")}, {Text: d.T("office.payments.problem")}},
	}
	for _, x := range list {
		t.Rows = append(t.Rows, []c.TableCell{{Text: x.Reference, Href: "/staf/zaken/" + x.Reference + "/betalingen"}, {Text: x.What}, {Text: x.Since}, {Text: x.Words}})
	}
	return t
}
