package web

import (
	"encoding/hex"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// Acts with legal effect ask a fresh code (rules 7.1, 7.2): it is mailed to the party's address, bound to the
// browser, good for ten minutes, and for one act alone, because purpose and subject name that act.

// actPurpose names what a code is for: an act in a dispute.
func actPurpose(act, dispute string) string { return "act:" + act + ":" + dispute }

// askCode mails a code for an act. fault.TooMany when asked too often.
func (q *request) askCode(purpose, subject string, l account.CodeLetter) error {
	l.Slug = "m25-act-code"
	_, err := q.app.Accounts.Ask(q.Context(), purpose, q.inBrowser(subject), q.browser(), account.ActCode, l)
	return err
}

// checkCode checks the typed code for an act and gives its id.
func (q *request) checkCode(purpose, subject string) (string, error) {
	return q.typedCode(purpose, q.inBrowser(subject), false)
}

// inBrowser makes the subject of a code that of one browser, so that a mail filter that pressed the button a moment
// ago does not keep the person from getting a code of their own.
func (q *request) inBrowser(subject string) string {
	return subject + " " + hex.EncodeToString(q.browser()[:8])
}

// codeLetter addresses a letter with a code to the viewer of a case. reason is the catalogue key of what it is for.
func (q *request) codeLetter(v registry.View, reason string) (account.CodeLetter, error) {
	l := account.CodeLetter{
		Party: string(v.Viewer.Actor.Role), Dispute: v.ID, Shop: v.Shop.Name, Case: v.Reference, Reason: reason,
	}
	if v.Viewer.Actor.Role == procedure.Shop {
		s, ok, err := q.app.Accounts.Look(q.Context(), q.cookie("shop"), account.KindShop)
		if err != nil {
			return l, err
		}
		if !ok {
			return l, fault.New(fault.SignIn)
		}
		l.To, l.Lang, l.Name = s.Subject, string(q.lang), v.Viewer.Name
		return l, nil
	}
	person, err := q.app.Clerk.ConsumerOf(q.Context(), v.ID)
	if err != nil {
		return l, err
	}
	l.To, l.Lang, l.Name = person.Email, person.Lang, person.Name
	return l, nil
}

// askActCode mails the viewer of a case a code for an act.
func (q *request) askActCode(v registry.View, act, subject string) error {
	l, err := q.codeLetter(v, "codefor."+act)
	if err != nil {
		return err
	}
	return q.askCode(actPurpose(act, v.ID), subject, l)
}

// actByCode gives a command when the typed code fits. The code is used up after the command was accepted: a refusal
// or a conflict asks no new one, and the commands that ask a code can be given once only.
func (q *request) actByCode(v registry.View, act, subject string, command func(*registry.Writing) procedure.Command) error {
	id, err := q.checkCode(actPurpose(act, v.ID), subject)
	if err != nil {
		return err
	}
	viewer := v.Viewer
	viewer.Actor.Proof = procedure.ByCode
	if err := q.app.Clerk.Act(q.Context(), viewer, v.ID, q.form.version(), command); err != nil {
		return err
	}
	if err := q.app.Accounts.UseNow(q.Context(), id); err != nil && fault.CodeOf(err) != fault.CodeSpent {
		return err
	}
	return nil
}
