package web

import (
	"context"
	"net/http"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// judge tells under which grounds for refusal the complaint seems to fall (rules 0.4).
func (p *draftPage) judge() error {
	same, err := p.app.Clerk.Same(p.Context(), p.draft.Member, p.a.Order, p.a.Email)
	if err != nil {
		return err
	}
	p.a.Same = same
	p.grounds = p.groundsNow()
	return nil
}

func (p *draftPage) groundsNow() []procedure.Ground {
	return procedure.CurrentRules().GroundsOf(p.a.intake(p.since, p.until, p.a.Same, p.app.Now()))
}

// send asks for the code that confirms the address; nothing goes to anybody before it is typed (rules 0.3).
func (p *draftPage) send() error {
	p.step = "check"
	f, err := p.parse()
	if err != nil {
		return err
	}
	if p.a.next() != "check" {
		return p.redirect(p.path(p.a.next()))
	}
	if f.get("save") != "" {
		return p.onward(f, true, false)
	}
	if err := p.judge(); err != nil {
		return err
	}
	p.a.Nonetheless = f.get("nonetheless") == "yes"
	if len(p.grounds) > 0 && !p.a.Nonetheless {
		f.wrong("nonetheless", "err.nonetheless")
		return p.page(http.StatusUnprocessableEntity)
	}
	p.a.Sent, p.draft.Email = true, p.a.Email
	p.passed(&p.a, "check")
	if err = p.save(); err == nil {
		err = p.askCode(p.Context())
	}
	if err != nil {
		if p.again(err) {
			return p.page(http.StatusUnprocessableEntity)
		}
		return err
	}
	return p.redirect(p.path("code"))
}

// askCode sends a code to the address of the complaint; a new one replaces the old one.
func (p *draftPage) askCode(ctx context.Context) error {
	_, err := p.app.Accounts.Ask(ctx, account.PurposeIntake, account.IntakeSubject(p.draft.ID, p.a.Email), p.browser(),
		account.FirstCode, account.CodeLetter{
			Slug: "m01-code", To: p.a.Email, Lang: string(p.letterLang()), Party: string(procedure.Consumer),
			Name: p.a.called(), Shop: p.shop.Name, Link: "/bevestig/{token}",
			Purpose: account.PurposeCode, Subject: p.draft.ID,
		})
	return err
}

// codePage asks for the code that was sent.
func (p *draftPage) codePage() error {
	if !p.a.Sent || p.a.next() != "check" {
		return p.redirect(p.path("check"))
	}
	return p.render(http.StatusOK, codeField(p))
}

// codeAgain sends a new code.
func (p *draftPage) codeAgain() error {
	if !p.a.Sent {
		return p.redirect(p.path("check"))
	}
	if _, err := p.parse(); err != nil {
		return err
	}
	if err := p.askCode(p.Context()); err != nil {
		if p.again(err) {
			return p.render(http.StatusUnprocessableEntity, codeField(p))
		}
		return err
	}
	return p.done(p.path("code"), "code_again")
}

// confirm takes the code, and opens the dispute. It is the one moment at which many may come together, so it reads
// little (session, draft, member, code) and writes once.
func (p *draftPage) confirm() error {
	if _, err := p.parse(); err != nil {
		return err
	}
	opened, token, err := p.open()
	if err == nil {
		p.setCookie(consumerCookie(opened.Reference), token, account.ConsumerLife)
		p.setCookie(draftCookie(p.draft.ID), sentMark+opened.Reference, sentLife)
		return p.redirect("/zaak/" + opened.Reference + "/gestuurd")
	}
	if fault.CodeOf(err) == fault.CodeSpent {
		if _, gone := p.app.Clerk.Draft(p.Context(), p.draft.ID); fault.CodeOf(gone) == fault.NotFound {
			return p.render(http.StatusNotFound, draftGone(p.request)) // sent a moment ago, in another tab
		}
	}
	if p.wrongCode(err) {
		return p.render(http.StatusUnprocessableEntity, codeField(p))
	}
	return err
}

// sentLife is how long the back button leads from a sent complaint to its case.
const sentLife = 24 * time.Hour

// open opens the dispute when the code is right. It gives the token of the consumer's cookie.
func (p *draftPage) open() (registry.Opened, string, error) {
	if !p.a.Sent || p.a.next() != "check" { // changed in another tab since the code was asked
		p.form.wrong("code", "err.notsent")
		return registry.Opened{}, "", fault.New(fault.BadCode)
	}
	id, err := p.typedCode(account.PurposeIntake, account.IntakeSubject(p.draft.ID, p.a.Email), p.linked)
	if err != nil {
		return registry.Opened{}, "", err
	}
	var token string
	o := p.opening
	o.Draft, o.Complaint, o.Grounds = p.draft.ID, p.a.complaint(), p.groundsNow()
	o.Person = registry.Person{Name: p.a.Name, Email: p.a.Email, Phone: p.a.Phone, Lang: string(p.letterLang())}
	o.Person.Helper = o.Complaint.Helper
	o.Extra = p.app.Accounts.ConfirmedBy(id, string(p.letterLang()), &token)
	opened, err := p.app.Clerk.Open(p.Context(), o)
	return opened, token, err
}

// linkedDraft gives the draft of the link in the letter with the code. Who opens it has the letter, so the code may
// be typed in this browser too; only typing it confirms.
func (q *request) linkedDraft() (*draftPage, error) {
	draft, err := q.draftOf(account.PurposeCode)
	if err != nil {
		return nil, err
	}
	p, err := q.openDraft(draft)
	if err != nil {
		return nil, err
	}
	p.linked = true
	return p, nil
}

func linkedCodePage(q *request) error {
	draft, err := q.draftOf(account.PurposeCode)
	if err != nil {
		return err
	}
	owned, err := q.owned(draft)
	if err != nil {
		return err
	}
	if owned {
		return q.redirect("/klacht/" + draft + "/code")
	}
	p, err := q.linkedDraft()
	if fault.CodeOf(err) == fault.NotFound {
		return q.render(http.StatusNotFound, draftGone(q))
	}
	if err != nil {
		return err
	}
	return q.render(http.StatusOK, codeField(p))
}

func linkedConfirm(q *request) error {
	p, err := q.linkedDraft()
	if fault.CodeOf(err) == fault.NotFound {
		return q.render(http.StatusNotFound, draftGone(q))
	}
	if err != nil {
		return err
	}
	f, err := q.parse()
	if err != nil {
		return err
	}
	if f.get("ask") == "" {
		return p.confirm()
	}
	if err := p.askCode(q.Context()); err != nil {
		if q.again(err) {
			return q.render(http.StatusUnprocessableEntity, codeField(p))
		}
		return err
	}
	return q.done(q.URL.Path, "code_again")
}

// sentPage confirms that the complaint was sent, with its number and what comes next.
func sentPage(q *request) error {
	ref := q.PathValue("reference")
	viewer, err := q.consumer(ref)
	if err != nil {
		return err
	}
	view, err := q.app.Clerk.ByReference(q.Context(), viewer, ref)
	if err != nil {
		return err
	}
	return q.render(http.StatusOK, sentComplaint(q, view))
}

// nextEvent says when the consumer hears from us again.
func (q *request) nextEvent(v registry.View) string {
	switch {
	case v.Stage == procedure.Admission:
		return q.T("intake.done.admission", "date", q.day(v.Status.LastDay))
	case v.Status.Task == procedure.TaskAnswer && !v.Status.LastDay.IsZero():
		return q.T("intake.done.answer", "shop", v.Shop.Name, "date", q.day(v.Status.LastDay))
	}
	days := procedure.CurrentRules().AnswerDays
	by := procedure.NextWorkday(procedure.DateOf(v.Now()).AddDays(days))
	return q.T("intake.done.direct", "shop", v.Shop.Name, "n", days, "date", q.day(by))
}
