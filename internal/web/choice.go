package web

import (
	"net/http"
	"net/url"
	"slices"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// mostNote bounds what a consumer writes for the mediator, in characters.
const mostNote = 2000

// choosing is the page of the choice in one of its forms.
type choosing struct {
	Show   string // open, made, early, other
	Value  procedure.Choice
	Code   bool // a code was mailed: the page has its field
	Status statusWords
}

// choosingNow says which form the page has now: the question, what was chosen, "solved" before it is asked, or, when
// nothing can be chosen, how the case stands. There is no dead end (screens.md 5).
func (p *casePage) choosingNow() choosing {
	v := p.view
	out := choosing{Show: "other", Status: p.status(v)}
	if v.May(procedure.Choose{}) {
		switch {
		case v.Asked:
			out.Show = "open"
		case v.Choice != "" && (v.Stage == procedure.Ended || v.Status.Task == procedure.TaskExtension || v.Status.Task == procedure.TaskMediator):
			out.Show = "made"
		case v.Stage == procedure.Direct && v.Status.Task != procedure.TaskResume:
			out.Show = "early"
		}
	}
	return out
}

func choiceShow(p *casePage) error {
	k := p.choosingNow()
	asked := procedure.Choice(p.URL.Query().Get("keus"))
	if !slices.Contains(procedure.Choices, asked) {
		asked = ""
	}
	if k.Show == "made" && p.doneWords() == "" && (p.URL.Query().Has("verander") || asked != "" && asked != p.view.Choice) {
		k.Show = "open"
	}
	if p.view.Full { // in any other browser nothing is preselected: mail filters open links (rules 1.3)
		k.Value = asked
	}
	return p.render(http.StatusOK, choicePage(p, k))
}

// choicePost keeps a choice. It is judged without a version: the same choice again is harmless, and a late reminder
// in between changes nothing.
func choicePost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	k := p.choosingNow()
	if k.Show == "made" {
		k.Show = "open"
	}
	k.Value = one(f, "keus", procedure.Choices, "err.choice")
	note := f.words("note", mostNote, "")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, choicePage(p, k))
	}
	if !p.view.Full && (f.get("ask") != "" || f.values["code"] != nil) {
		if err := p.choiceCode(); err != nil {
			return p.choiceAgain(k, err)
		}
		if f.get("ask") != "" {
			k.Code = true
			return p.render(http.StatusOK, choicePage(p, k))
		}
	}
	err = p.app.Clerk.Act(p.Context(), p.view.Viewer, p.view.ID, 0, func(w *registry.Writing) procedure.Command {
		if k.Value != procedure.ChooseHelp {
			note = ""
		}
		return procedure.Choose{Choice: k.Value, Note: w.Text(registry.KindToMediator, note)}
	})
	if err != nil {
		return p.choiceAgain(k, err)
	}
	if err := p.reload(); err != nil {
		return err
	}
	if p.view.Choice != k.Value { // two different ones from unconfirmed browsers: both lapsed
		f.wrong("", "choice.lapsed")
		return p.choiceAgain(k, fault.New(fault.CodeNeeded))
	}
	return p.done(p.base+"/keuze", "chosen")
}

// choiceCode mails the code that a choice asks after two lapsed, or takes the typed one and confirms the browser.
func (p *casePage) choiceCode() error {
	if p.form.get("ask") != "" {
		return p.askActCode(p.view, "choice", p.view.ID)
	}
	id, err := p.checkCode(actPurpose("choice", p.view.ID), p.view.ID)
	if err != nil {
		return err
	}
	return p.confirmBrowser(id)
}

// choiceAgain shows the page once more with what was chosen and written. A choice that needs a code gets it at once.
func (p *casePage) choiceAgain(k choosing, err error) error {
	if fault.CodeOf(err) == fault.CodeNeeded {
		if asked := p.askActCode(p.view, "choice", p.view.ID); asked != nil {
			err = asked
		} else {
			k.Code = true
		}
	} else if p.form.values["code"] != nil {
		k.Code = true
	}
	if !p.wrongCode(err) {
		return err
	}
	if now := p.choosingNow(); now.Show != "made" {
		k.Show = now.Show
	}
	return p.render(http.StatusUnprocessableEntity, choicePage(p, k))
}

func choiceUndo(p *casePage) error {
	return p.press(procedure.UndoChoice{}, "/keuze", "undone")
}

func reopenPost(p *casePage) error { return p.press(procedure.Reopen{}, "/keuze", "reopened") }

func resumePost(p *casePage) error { return p.press(procedure.Resume{}, "/keuze", "resumed") }

// solvedShow asks whether it is solved, as the shop says (rules 1.2).
func solvedShow(p *casePage) error {
	if !p.view.SaidDone || p.view.Stage != procedure.Direct {
		return p.redirect(p.base + "/keuze")
	}
	value := ""
	if p.view.Full {
		value = p.URL.Query().Get("keus")
	}
	return p.render(http.StatusOK, solvedPage(p, value))
}

func solvedPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	answer := one(f, "keus", []string{"yes", "no"}, "err.solved")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, solvedPage(p, ""))
	}
	var command procedure.Command = procedure.DenySolved{}
	to, done := "", "denied"
	if answer == "yes" {
		command, to, done = procedure.Choose{Choice: procedure.ChooseSolved}, "/keuze", "chosen"
	} else if !p.view.SaidDone { // pressed twice
		return p.done(p.base, done)
	}
	ok, err := p.give(0, func(*registry.Writing) procedure.Command { return command })
	switch {
	case err != nil:
		return err
	case ok:
		return p.done(p.base+to, done)
	case p.view.Code && !p.view.Full:
		return p.confirmFirst("opgelost?keus=" + answer)
	default:
		return p.render(http.StatusUnprocessableEntity, solvedPage(p, answer))
	}
}

// confirmPage asks the code that shows who somebody is; after it the whole case opens in this browser.
func confirmPage(p *casePage) error {
	return p.render(http.StatusOK, confirmForm(p, p.URL.Query().Get("naar"), p.URL.Query().Has("code")))
}

func confirmPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	to := f.get("naar")
	if !onward.MatchString(to) {
		to = ""
	}
	if p.view.Full { // confirmed meanwhile, in another tab
		return p.redirect(p.base + under(to))
	}
	if f.get("ask") != "" {
		err = p.askActCode(p.view, "confirm", p.view.ID)
		if err == nil {
			return p.redirect(p.base + "/bevestig?code=1" + carried(to))
		}
		if p.again(err) {
			return p.render(http.StatusUnprocessableEntity, confirmForm(p, to, false))
		}
		return err
	}
	id, err := p.checkCode(actPurpose("confirm", p.view.ID), p.view.ID)
	if err == nil {
		err = p.confirmBrowser(id)
	}
	if err == nil {
		return p.redirect(p.base + under(to))
	}
	if p.wrongCode(err) {
		return p.render(http.StatusUnprocessableEntity, confirmForm(p, to, true))
	}
	return err
}

// confirmBrowser uses a code up and makes this browser one that was confirmed for the case, from now on.
func (p *casePage) confirmBrowser(code string) error {
	if err := p.app.Accounts.UseNow(p.Context(), code); err != nil {
		return err
	}
	token, err := p.app.Accounts.Start(p.Context(), account.Session{
		Kind: account.KindConsumer, Subject: p.view.ID, Party: string(procedure.Consumer), Confirmed: true, Lang: string(p.lang),
	}, account.ConsumerLife)
	if err != nil {
		return err
	}
	p.setCookie(consumerCookie(p.view.Reference), token, account.ConsumerLife)
	p.view.Viewer.Actor.Proof = procedure.ByBrowser
	p.base = "/zaak/" + p.view.Reference
	return p.reload()
}

// choiceRadios are the three choices, each with its one consequence and real dates.
func (p *casePage) choiceRadios(k choosing) c.RadiosView {
	v := c.RadiosView{
		ID: "keus", Name: "keus", Legend: p.T("choice.legend"), LegendSize: c.SizeM, Hint: p.T("choice.confirm.hint"),
		Error: p.form.errorOf("keus"), Value: string(k.Value), Strong: true,
	}
	for _, x := range procedure.Choices {
		if x == procedure.ChooseBusy && p.busyGone() {
			continue
		}
		item := c.ChoiceItem{
			Value: string(x), Label: p.T("choice." + string(x)),
			Hint: p.T("choice."+string(x)+".hint", "date", p.day(p.view.BusyTill)),
		}
		if x == procedure.ChooseHelp {
			item.Under = choiceNote(p)
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// busyGone says that no extension is left. One that is being changed is given back first.
func (p *casePage) busyGone() bool { return p.view.Final && p.view.Choice != procedure.ChooseBusy }

// choiceResult says what follows from the choice that was made.
func (p *casePage) choiceResult(s statusWords) string {
	if p.view.Choice == procedure.ChooseSolved && s.Date.IsZero() {
		return p.T("choice.after.solved.nodate")
	}
	return p.T("choice.after."+string(p.view.Choice), "date", p.day(s.Date), "shop", p.view.Shop.Name)
}

// carried keeps where the person wanted to go.
func carried(to string) string {
	if to == "" {
		return ""
	}
	return "&naar=" + url.QueryEscape(to)
}

func under(to string) string {
	if to == "" {
		return ""
	}
	return "/" + to
}
