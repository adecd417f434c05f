package web

import (
	"net/http"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// shopAct is an act of the shop with words: a page of its own that says what it does before it is done (rules 1.2,
// 4.1, 4.3). Its words are under "shop.act." + key.
type shopAct struct {
	path, key string
	kind      string // of its text
	missing   string // key of the error when nothing was written; "" when that may be
	ask       procedure.Command
	files     bool                       // proof may go along
	promise   bool                       // a day may go along by which the shop solves it
	final     bool                       // it cannot be taken back
	was       func(v registry.View) bool // it was done already: the button was pressed twice
	give      func(text procedure.Ref, promise procedure.Date) procedure.Command
}

// shopActs are the acts, in the order in which the case page offers them.
var shopActs = []*shopAct{
	{
		path: "antwoord", key: "answer", kind: registry.KindMessage, missing: "err.shop.answer", ask: procedure.SendMessage{}, promise: true,
		give: func(t procedure.Ref, d procedure.Date) procedure.Command {
			return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: t, Promise: d}}
		},
	},
	{
		path: "opgelost", key: "solved", kind: registry.KindSolved, missing: "err.shop.solved", ask: procedure.SaySolved{}, files: true,
		was:  func(v registry.View) bool { return v.SaidDone },
		give: func(t procedure.Ref, _ procedure.Date) procedure.Command { return procedure.SaySolved{Text: t} },
	},
	{
		path: "oneens", key: "contest", kind: registry.KindContest, missing: "err.shop.contest", ask: procedure.Contest{}, files: true, final: true,
		was:  func(v registry.View) bool { return v.Contest },
		give: func(t procedure.Ref, _ procedure.Date) procedure.Command { return procedure.Contest{Text: t} },
	},
	{
		path: "niet-van-ons", key: "notours", kind: registry.KindNotOurs, missing: "err.shop.notours", ask: procedure.SayNotOurs{},
		was:  func(v registry.View) bool { return v.Status.Task == procedure.TaskNotOurs },
		give: func(t procedure.Ref, _ procedure.Date) procedure.Command { return procedure.SayNotOurs{Text: t} },
	},
	{
		path: "gedaan", key: "done", kind: registry.KindDone, ask: procedure.ReportDone{}, files: true,
		give: func(t procedure.Ref, _ procedure.Date) procedure.Command { return procedure.ReportDone{Text: t} },
	},
	{
		path: "nakoming", key: "proof", kind: registry.KindProof, missing: "err.shop.proof", ask: procedure.GiveProof{}, files: true,
		was:  func(v registry.View) bool { return v.Status.Task == procedure.TaskObject },
		give: func(t procedure.Ref, _ procedure.Date) procedure.Command { return procedure.GiveProof{Text: t} },
	},
	{
		path: "klant-bezwaar", key: "counter", kind: registry.KindObjection, missing: "err.shop.counter", ask: procedure.CounterMadeUp{}, files: true,
		was:  func(v registry.View) bool { return v.Status.Task == procedure.TaskWeigh },
		give: func(t procedure.Ref, _ procedure.Date) procedure.Command { return procedure.CounterMadeUp{Text: t} },
	},
}

func (a *shopAct) show(p *shopCasePage) error {
	if !p.view.May(a.ask) {
		return p.notNow("refusal.not_now")
	}
	return p.render(http.StatusOK, shopActPage(p, a))
}

// post does the act. Files that were accepted are kept even when something else is not right yet.
func (a *shopAct) post(p *shopCasePage) error {
	files, f, err := p.upload(p.filesThisStep())
	if err != nil {
		return err
	}
	if a.was != nil && len(files) == 0 && a.was(p.view) {
		return p.done(p.base, "shop_"+a.key)
	}
	words := f.words("text", mostWords, a.missing)
	var promise procedure.Date
	if a.promise {
		promise = p.promised(f)
	}
	if a.files {
		if ok, err := p.addFiles(files); err != nil || !ok {
			return p.actAgain(a, err)
		}
	}
	if !f.ok() {
		return p.actAgain(a, nil)
	}
	ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
		return a.give(w.Text(a.kind, words), promise)
	})
	if err != nil || !ok {
		return p.actAgain(a, err)
	}
	return p.done(p.base, "shop_"+a.key)
}

func (p *shopCasePage) actAgain(a *shopAct, err error) error {
	if err != nil {
		return err
	}
	return p.render(http.StatusUnprocessableEntity, shopActPage(p, a))
}

// promised gives the day by which the shop says to solve it; it may be left out.
func (p *shopCasePage) promised(f *form) procedure.Date {
	d, _ := f.date("promise", false, false)
	if !d.IsZero() && d.Before(procedure.DateOf(p.app.Now())) {
		f.wrong("promise", "err.shop.promise")
	}
	return d
}

// fiveActs are the ways to react, each with its consequence; only those that are open now.
func (p *shopCasePage) fiveActs() []c.ChoiceCard {
	var out []c.ChoiceCard
	card := func(key, path string) {
		out = append(out, c.ChoiceCard{Title: p.T("shop.act." + key + ".card"), Hint: p.T("shop.act." + key + ".card.hint"), Href: p.base + "/" + path})
	}
	for _, a := range shopActs {
		if p.view.May(a.ask) {
			card(a.key, a.path)
		}
		if a.key == "answer" && p.view.May(procedure.MakeOffer{}) {
			card("offer", "aanbod")
		}
	}
	return out
}

func shopOfferShow(p *shopCasePage) error {
	if !p.view.May(procedure.MakeOffer{}) {
		return p.notNow("refusal.not_now")
	}
	return p.render(http.StatusOK, shopOffer(p))
}

func shopOfferPost(p *shopCasePage) error {
	if _, err := p.parse(); err != nil {
		return err
	}
	ok, err := p.makeOffer(p.view)
	if err != nil {
		return err
	}
	if ok {
		return p.done(p.base, "shop_offer")
	}
	if err := p.reload(); err != nil {
		return err
	}
	return p.render(http.StatusUnprocessableEntity, shopOffer(p))
}

func shopAcceptShow(p *shopCasePage) error {
	o, err := offerOf(p.view, p.PathValue("id"))
	if err != nil || !p.view.May(procedure.AcceptOffer{}) {
		return p.notNow("refusal.offer_gone")
	}
	return p.render(http.StatusOK, shopAccept(p, o, p.URL.Query().Has("code")))
}

// shopAcceptPost mails a code to the signed-in address, or takes it: the second consent to the same text (rules 1.2).
func shopAcceptPost(p *shopCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	id := p.PathValue("id")
	o, err := offerOf(p.view, id)
	if err != nil {
		if p.view.Agreement != nil && p.view.Agreement.ID == id { // pressed twice
			return p.done(p.base, "shop_agreed")
		}
		return p.notNow("refusal.offer_gone")
	}
	if f.get("ask") != "" {
		err := p.askAccept(p.view, id)
		if err == nil {
			return p.redirect(p.URL.Path + "?code=1")
		}
		if p.again(err) {
			return p.render(http.StatusUnprocessableEntity, shopAccept(p, o, false))
		}
		return err
	}
	ok, err := p.acceptOffer(p.view, id)
	if err != nil {
		return err
	}
	if ok {
		return p.done(p.base, "shop_agreed")
	}
	if err := p.reload(); err != nil {
		return err
	}
	if o, err = offerOf(p.view, id); err != nil {
		return p.render(http.StatusUnprocessableEntity, shopCase(p))
	}
	return p.render(http.StatusUnprocessableEntity, shopAccept(p, o, true))
}

func shopDecline(p *shopCasePage) error {
	return p.answerOffer(procedure.DeclineOffer{ID: p.PathValue("id")}, "shop_declined")
}

func shopTakeBack(p *shopCasePage) error {
	return p.answerOffer(procedure.WithdrawOffer{ID: p.PathValue("id")}, "shop_withdrawn")
}

func (p *shopCasePage) answerOffer(command procedure.Command, done string) error {
	if _, err := p.parse(); err != nil {
		return err
	}
	ok, err := p.after(p.closeOffer(p.view, command))
	if err != nil {
		return err
	}
	if ok {
		return p.done(p.base, done)
	}
	return p.render(http.StatusUnprocessableEntity, shopCase(p))
}
