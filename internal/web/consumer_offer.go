package web

import (
	"net/http"

	"github.com/a-h/templ"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

func offerNewShow(p *casePage) error {
	if !p.view.May(procedure.MakeOffer{}) {
		return p.notNow()
	}
	return p.render(http.StatusOK, offerNewPage(p))
}

func offerNewPost(p *casePage) error {
	if _, err := p.parse(); err != nil {
		return err
	}
	ok, err := p.makeOffer(p.view)
	return p.after(ok, err, "", "offer", offerNewPage)
}

// offerShow leads to the offer on the case page; when it is gone the page says so and shows how the case stands.
func offerShow(p *casePage) error {
	o, err := offerOf(p.view, p.PathValue("id"))
	if err != nil {
		return p.offerGone()
	}
	return p.render(http.StatusOK, offerPage(p, o))
}

func (p *casePage) offerGone() error { return p.instead(p.T("refusal.offer_gone")) }

func acceptShow(p *casePage) error {
	o, err := offerOf(p.view, p.PathValue("id"))
	if err != nil || !p.view.May(procedure.AcceptOffer{}) {
		return p.offerGone()
	}
	return p.render(http.StatusOK, acceptPage(p, o, p.URL.Query().Has("code")))
}

// acceptPost mails the code, or takes it: the second consent to the same text (rules 1.2).
func acceptPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	o, err := offerOf(p.view, p.PathValue("id"))
	if err != nil {
		if p.view.Agreement != nil && p.view.Agreement.ID == p.PathValue("id") { // pressed twice
			return p.done(p.base, "agreed")
		}
		return p.offerGone()
	}
	if f.get("ask") != "" {
		err := p.askAccept(p.view, o.ID)
		if err == nil {
			return p.redirect(p.URL.Path + "?code=1")
		}
		if p.again(err) {
			return p.render(http.StatusUnprocessableEntity, acceptPage(p, o, false))
		}
		return err
	}
	ok, err := p.acceptOffer(p.view, o.ID)
	return p.after(ok, err, "", "agreed", func(p *casePage) templ.Component {
		if now, err := offerOf(p.view, o.ID); err == nil {
			return acceptPage(p, now, true)
		}
		return casePageView(p)
	})
}

func declinePost(p *casePage) error {
	return p.offerAct(procedure.DeclineOffer{ID: p.PathValue("id")}, "declined")
}

func withdrawOfferPost(p *casePage) error {
	return p.offerAct(procedure.WithdrawOffer{ID: p.PathValue("id")}, "offer_withdrawn")
}

func (p *casePage) offerAct(command procedure.Command, done string) error {
	if _, err := p.parse(); err != nil {
		return err
	}
	ok, err := p.acted(p.closeOffer(p.view, command))
	return p.after(ok, err, "", done, casePageView)
}

func stopShow(p *casePage) error {
	if !p.view.May(procedure.Withdraw{}) {
		return p.notNow()
	}
	return p.render(http.StatusOK, stopPage(p, p.URL.Query().Has("code")))
}

// stopWords say what stopping means now: for the choice that is open instead, the fee, and the same claim (rules 1.2, 3.2).
func (p *casePage) stopWords() []string {
	out := []string{p.T("stop.text")}
	if p.view.May(procedure.Choose{}) {
		out = append(out, p.T("stop.solved"))
	}
	until, paid := p.view.FeeBackUntil()
	switch today := procedure.DateOf(p.app.Now()); {
	case !paid:
	case p.view.FeeBackNow() && today.After(until): // no lawyer was found
		out = append(out, p.T("stop.fee.back", "fee", p.fee()))
	case today.After(until):
		out = append(out, p.T("stop.fee.late", "fee", p.fee(), "date", p.day(until)))
	default:
		out = append(out, p.T("stop.fee", "fee", p.fee(), "date", p.day(until)))
	}
	if p.view.Stage == procedure.Ruling {
		out = append(out, p.T("stop.same"))
	}
	return out
}

// stopPost stops the complaint, by a fresh code (rules 1.2).
func stopPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if p.view.Status.Outcome == procedure.Withdrawn { // pressed twice
		return p.done(p.base, "stopped")
	}
	reason := f.words("text", mostWords, "")
	if f.get("ask") != "" && f.ok() {
		err := p.askActCode(p.view, "withdraw", p.view.ID)
		if err != nil && !p.again(err) {
			return err
		}
		if err == nil && reason == "" {
			return p.redirect(p.URL.Path + "?code=1")
		}
	}
	if f.get("ask") != "" || !f.ok() {
		status := http.StatusOK
		if !f.ok() {
			status = http.StatusUnprocessableEntity
		}
		return p.render(status, stopPage(p, true))
	}
	err = p.actByCode(p.view, "withdraw", p.view.ID, func(w *registry.Writing) procedure.Command {
		return procedure.Withdraw{Reason: w.Text(registry.KindWithdrawal, reason)}
	})
	if err != nil && !p.wrongCode(err) {
		return err
	}
	return p.after(err == nil, nil, "", "stopped", func(p *casePage) templ.Component { return stopPage(p, true) })
}
