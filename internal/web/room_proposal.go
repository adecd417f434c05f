package web

import (
	"net/http"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// mostName bounds a name typed under a yes, in characters.
const mostName = 100

// proposalShow shows the open proposal, or how the last one ended. There is no dead end.
func proposalShow(p *roomPage) error {
	if p.view.Room == nil {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, proposalPage(p))
}

// openProposal gives the open proposal when the party can still answer it.
func (p *roomPage) openProposal() (registry.ProposalView, bool) {
	if p.view.Room == nil || p.view.Room.Proposal == nil || !p.view.May(procedure.AcceptProposal{}) {
		return registry.ProposalView{}, false
	}
	return *p.view.Room.Proposal, true
}

// answered says that the party has answered the open proposal, whatever the other did.
func (p *roomPage) answered() bool {
	return p.view.Room != nil && p.view.Room.Proposal != nil && p.view.Room.Proposal.Mine != ""
}

// settled goes where an answer leads that cannot be given any more: the button was pressed twice, or the proposal is
// gone.
func (p *roomPage) settled() error {
	switch {
	case p.answered():
		return p.redirect(p.base + "/voorstel")
	case p.view.Agreement != nil:
		return p.redirect(p.base + "/afspraak")
	}
	return p.gone("room.proposal.gone")
}

func yesShow(p *roomPage) error {
	x, ok := p.openProposal()
	if !ok {
		return p.settled()
	}
	return p.render(http.StatusOK, yesPage(p, x, p.URL.Query().Has("code")))
}

// yesPost mails the code, or takes it with the typed name: a consent to this very text (rules 2.5). Every answer
// leads to the same page, so that nothing shows what the other said.
func yesPost(p *roomPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	x, ok := p.openProposal()
	if !ok || x.ID != f.get("voorstel") {
		return p.settled()
	}
	if f.get("ask") != "" {
		err := p.askActCode(p.view, "proposal", x.ID)
		if err == nil {
			return p.redirect(p.URL.Path + "?code=1")
		}
		if p.again(err) {
			return p.render(http.StatusUnprocessableEntity, yesPage(p, x, false))
		}
		return err
	}
	name := f.line("name", mostName, "err.proposal.name")
	if f.ok() {
		err := p.actByCode(p.view, "proposal", x.ID, func(w *registry.Writing) procedure.Command {
			return procedure.AcceptProposal{ID: x.ID, Name: w.Text(registry.KindConsentName, name)}
		})
		if err == nil {
			return p.afterAnswer()
		}
		if !p.wrongCode(err) {
			return err
		}
		if err := p.reload(); err != nil {
			return err
		}
		if now, ok := p.openProposal(); !ok || now.ID != x.ID {
			return p.settled()
		}
	}
	return p.render(http.StatusUnprocessableEntity, yesPage(p, x, true))
}

// afterAnswer shows that the answer is kept, or the agreement when there is one.
func (p *roomPage) afterAnswer() error {
	if err := p.reload(); err != nil {
		return err
	}
	if p.view.Agreement != nil {
		return p.done(p.base+"/afspraak", "room_agreed")
	}
	return p.done(p.base+"/voorstel", "room_answered")
}

func noShow(p *roomPage) error {
	x, ok := p.openProposal()
	if !ok {
		return p.settled()
	}
	return p.render(http.StatusOK, noPage(p, x))
}

// noPost is a blind no, with a reason for the mediator alone (rules 2.5).
func noPost(p *roomPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	x, ok := p.openProposal()
	if !ok || x.ID != f.get("voorstel") {
		return p.settled()
	}
	reason := f.words("text", mostWords, "")
	if f.ok() {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.DeclineProposal{ID: x.ID, Reason: w.Text(registry.KindReason, reason)}
		})
		if err != nil {
			return err
		}
		if ok {
			return p.afterAnswer()
		}
		if now, ok := p.openProposal(); !ok || now.ID != x.ID {
			return p.settled()
		}
	}
	return p.render(http.StatusUnprocessableEntity, noPage(p, x))
}
