package web

import (
	"net/http"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
)

// savedPage says that all is kept, and asks for an address to send the way back to when none is known.
func (p *draftPage) savedPage() error {
	email := p.draft.Email
	if typed := p.a.Typed["you"]["email"]; email == "" && len(typed) > 0 {
		email = typed[0]
	}
	p.form = &form{q: p.request, values: map[string][]string{"email": {email}}}
	return p.render(http.StatusOK, savedDraft(p, p.URL.Query().Get("gemaild") != "" && p.draft.Email != ""))
}

// mailLink sends the link with which the person goes on later, to the address typed.
func (p *draftPage) mailLink() error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	p.draft.Email = f.email("email")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, savedDraft(p, false))
	}
	if err := p.save(); err != nil {
		return err
	}
	if p.a.Told == "no" {
		if err := p.app.Clerk.RemindOfShop(p.Context(), p.draft.ID, f.get("remind") == "yes"); err != nil {
			return err
		}
	}
	return p.mailNow()
}

// mailNow sends the link to the address that is known.
func (p *draftPage) mailNow() error {
	now := p.app.Now()
	until := procedure.DateOf(now).AddDays(procedure.CurrentRules().DraftDays).End().Add(-time.Second)
	err := p.app.Accounts.Send(p.Context(), account.DraftLetter(account.CodeLetter{
		To: p.draft.Email, Lang: string(p.letterLang()), Name: p.a.called(), Shop: p.shop.Name,
	}, p.draft.ID, now, until))
	if err == nil {
		return p.redirect(p.path("bewaard") + "?gemaild=1")
	}
	if !p.again(err) {
		return err
	}
	p.form.values["email"] = []string{p.draft.Email}
	return p.render(http.StatusUnprocessableEntity, savedDraft(p, false))
}

// draftOf gives the draft to which a link in a letter belongs.
func (q *request) draftOf(purpose string) (string, error) {
	l, err := q.app.Accounts.Link(q.Context(), q.PathValue("token"))
	if err != nil {
		return "", err
	}
	if l.Purpose != purpose {
		return "", fault.New(fault.LinkOld)
	}
	return l.Dispute, nil
}

// owned says whether this browser is the one in which the draft is written, or was until it was sent.
func (q *request) owned(draft string) (bool, error) {
	held := q.cookie(draftCookie(draft))
	if len(held) > len(sentMark) && held[:len(sentMark)] == sentMark {
		return true, nil
	}
	s, ok, err := q.app.Accounts.Look(q.Context(), held, account.KindDraft)
	return ok && s.Subject == draft, err
}

// resumePage is where the link of a saved complaint leads. It tells nothing of the complaint: it asks for a code.
func resumePage(q *request) error {
	draft, err := q.draftOf(account.PurposeDraft)
	if err != nil {
		return err
	}
	owned, err := q.owned(draft)
	if err != nil {
		return err
	}
	if owned {
		return q.redirect("/klacht/" + draft)
	}
	return q.render(http.StatusOK, resumeDraft(q, q.URL.Query().Get("code") != ""))
}

// resume mails a code, or takes it and opens the complaint in this browser.
func resume(q *request) error {
	draft, err := q.draftOf(account.PurposeDraft)
	if err != nil {
		return err
	}
	f, err := q.parse()
	if err != nil {
		return err
	}
	d, err := q.app.Clerk.Draft(q.Context(), draft)
	if fault.CodeOf(err) == fault.NotFound {
		return q.render(http.StatusNotFound, draftGone(q))
	}
	if err != nil {
		return err
	}
	if f.get("ask") != "" {
		_, err := q.app.Accounts.Ask(q.Context(), account.PurposeResume, draft, q.browser(), account.FirstCode, account.CodeLetter{
			Slug: "m25-act-code", To: d.Email, Lang: d.Lang, Party: string(procedure.Consumer), Reason: "codefor.resume",
		})
		if err == nil {
			return q.redirect(q.URL.Path + "?code=1")
		}
		if q.again(err) {
			return q.render(http.StatusUnprocessableEntity, resumeDraft(q, false))
		}
		return err
	}
	id, err := q.typedCode(account.PurposeResume, draft, false)
	if err == nil {
		err = q.ownDraft(draft, id)
	}
	if err == nil {
		return q.redirect("/klacht/" + draft)
	}
	if q.wrongCode(err) {
		return q.render(http.StatusUnprocessableEntity, resumeDraft(q, true))
	}
	return err
}

// typedCode checks the code in the form; fault.BadCode when none was typed too.
func (q *request) typedCode(purpose, subject string, trusted bool) (string, error) {
	typed := q.form.get("code")
	if account.Digits(typed) == "" {
		q.form.wrong("code", "err.code.empty")
		return "", fault.New(fault.BadCode)
	}
	return q.app.Accounts.Check(q.Context(), purpose, subject, typed, q.browser(), trusted)
}

// wrongCode notes at the field what is not right with the code; false when it is something else.
func (q *request) wrongCode(err error) bool {
	switch fault.CodeOf(err) {
	case fault.BadCode, fault.CodeSpent:
	default:
		return q.again(err)
	}
	if q.form.errorOf("code") == "" {
		q.form.errors = append(q.form.errors, fieldError{"code", q.errorWords(err)})
	}
	return true
}
