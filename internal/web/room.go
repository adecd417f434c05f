package web

import (
	"errors"
	"net/http"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// roomRoutes are the pages of mediation for the parties (screens.md 7, 8): the same for both, so that nobody gets
// another page, other terms or other characters than the other side.
func (a *App) roomRoutes() []Route {
	var routes []Route
	for _, r := range []struct {
		path      string
		get, post func(*roomPage) error
		files     bool
	}{
		{path: "/bemiddeling", get: jointShow, post: jointPost, files: true},
		{path: "/bemiddeling/prive", get: privateShow, post: privatePost, files: true},
		{path: "/bemiddeling/bestand/{id}", get: roomFileGet},
		{path: "/bemiddeling/bewijs", get: roomEvidenceShow, post: roomEvidencePost, files: true},
		{path: "/bemiddeling/pauze", post: pausePost},
		{path: "/bemiddeling/stoppen", get: leaveShow, post: leavePost},
		{path: "/voorstel", get: proposalShow},
		{path: "/voorstel/ja", get: yesShow, post: yesPost},
		{path: "/voorstel/nee", get: noShow, post: noPost},
		{path: "/afspraak", get: agreementShow},
		{path: "/afspraak.pdf", get: agreementPDF},
	} {
		add := func(base string, who Who, most class, wrap func(func(*roomPage) error) handler) {
			if r.get != nil {
				routes = append(routes, Route{Method: http.MethodGet, Pattern: base + r.path, Who: who, handle: wrap(r.get)})
			}
			if r.post != nil {
				routes = append(routes, Route{Method: http.MethodPost, Pattern: base + r.path, Who: who, Limit: most, Files: r.files, handle: wrap(r.post)})
			}
		}
		add("/zaak/{reference}", CaseConsumer, unlimited, roomOfConsumer)
		add("/z/{token}", LinkHolder, links, roomOfConsumer)
		add("/winkel/zaken/{reference}", ShopPerson, unlimited, roomOfShop)
	}
	for _, to := range []struct {
		base string
		who  Who
		most class
	}{{"/zaak/{reference}", CaseConsumer, unlimited}, {"/z/{token}", LinkHolder, links}} {
		routes = append(routes, Route{
			Method: http.MethodPost, Pattern: to.base + "/bemiddeling/hervat", Who: to.who, Limit: to.most, handle: atCase(false, resumeRoom),
		})
	}
	return append(routes,
		Route{Method: http.MethodGet, Pattern: "/winkel/zaken/{reference}/klant-gedaan", Who: ShopPerson, handle: roomOfShop(customerDoneShow)},
		Route{Method: http.MethodPost, Pattern: "/winkel/zaken/{reference}/klant-gedaan", Who: ShopPerson, handle: roomOfShop(customerDonePost)},
	)
}

// roomPage is a page of mediation for a party.
type roomPage struct {
	*request
	view  registry.View
	base  string
	frame func(title string) c.LayoutView
	gone  func(why string) error // how the case stands, and why the page is not there now
}

// roomOfConsumer asks a browser confirmed by code: a link opens the status alone (rules 7.1).
func roomOfConsumer(h func(*roomPage) error) handler {
	return atCase(true, func(p *casePage) error {
		return h(&roomPage{
			request: p.request, view: p.view, base: p.base,
			frame: func(title string) c.LayoutView { return p.caseLayout(title, p.view.Reference) },
			gone:  func(why string) error { return p.instead(p.T(why)) },
		})
	})
}

func roomOfShop(h func(*roomPage) error) handler {
	return atShopCase(func(p *shopCasePage) error {
		return h(&roomPage{request: p.request, view: p.view, base: p.base, frame: p.caseFrame, gone: p.notNow})
	})
}

// role is the party whose page it is.
func (p *roomPage) role() procedure.Role { return p.view.Viewer.Actor.Role }

// reload looks at the case again after an act.
func (p *roomPage) reload() error {
	view, err := p.app.Clerk.View(p.Context(), p.view.Viewer, p.view.ID)
	if err != nil {
		return err
	}
	p.view = view
	return nil
}

// act gives a command. False without an error when the page is to be shown again, with the case as it is now.
func (p *roomPage) act(version int64, command func(*registry.Writing) procedure.Command) (bool, error) {
	ok, err := p.acted(p.app.Clerk.Act(p.Context(), p.view.Viewer, p.view.ID, version, command))
	if err == nil && !ok {
		err = p.reload()
	}
	return ok, err
}

// talk is one of the two conversations, as its page shows it.
type talk struct {
	Private  bool
	Text     string // as typed; kept when the page is shown again
	Warn     bool   // there seems to be abuse in it
	Messages []c.MessageView
	Pages    *c.PaginationView
}

func jointShow(p *roomPage) error {
	if p.view.Room == nil {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, roomJoint(p, p.talk(false)))
}

func privateShow(p *roomPage) error {
	if p.view.Room == nil {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, roomPrivate(p, p.talk(true)))
}

// jointPost sends a message to everyone. One that seems abusive is shown to its author first; sent nevertheless it
// waits for the mediator (rules 2.2).
func jointPost(p *roomPage) error {
	files, f, err := p.upload(p.sentToday())
	if err != nil {
		return errors.Join(err, p.dropFiles(files))
	}
	if p.view.Room == nil {
		return errors.Join(p.dropFiles(files), p.gone("refusal.not_now"))
	}
	words := f.words("text", mostWords, "err.room.text")
	abusive := registry.Abusive(words)
	warn := f.ok() && abusive && f.get("toch") == ""
	if f.ok() && !warn {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.SendJoint{JointSent: procedure.JointSent{
				ID: w.NewID(), Text: w.Text(registry.KindJoint, words), Files: w.MessageFiles("", files),
			}, Abusive: abusive}
		})
		if err != nil {
			return errors.Join(err, p.dropFiles(files))
		}
		if ok {
			done := "room_sent"
			if abusive {
				done = "room_held"
			}
			return p.done(p.base+"/bemiddeling", done)
		}
	}
	if err := f.unsent(filesField, files); err != nil {
		return err
	}
	if p.view.Room == nil {
		return p.gone("refusal.not_now")
	}
	if warn {
		f.wrong("text", "room.abusive")
	}
	k := p.talk(false)
	k.Warn = warn
	return p.render(http.StatusUnprocessableEntity, roomJoint(p, k))
}

// privatePost sends a message to the mediator alone.
func privatePost(p *roomPage) error {
	files, f, err := p.upload(p.sentToday())
	if err != nil {
		return errors.Join(err, p.dropFiles(files))
	}
	if p.view.Room == nil {
		return errors.Join(p.dropFiles(files), p.gone("refusal.not_now"))
	}
	words := f.words("text", mostWords, "err.room.text")
	if f.ok() {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.SendPrivate{PrivateSent: procedure.PrivateSent{
				ID: w.NewID(), Side: p.role(), Text: w.Private(p.role(), words), Files: w.MessageFiles(p.role(), files),
			}}
		})
		if err != nil {
			return errors.Join(err, p.dropFiles(files))
		}
		if ok {
			return p.done(p.base+"/bemiddeling/prive", "room_sent_private")
		}
	}
	if err := f.unsent(filesField, files); err != nil {
		return err
	}
	if p.view.Room == nil {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusUnprocessableEntity, roomPrivate(p, p.talk(true)))
}

func roomEvidenceShow(p *roomPage) error {
	if p.view.Room == nil || !p.view.May(procedure.AddEvidence{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, roomEvidence(p))
}

// roomEvidencePost puts files in the case: unlike words, they also reach a ruling (rules 2.2).
func roomEvidencePost(p *roomPage) error {
	files, f, err := p.upload(p.filesThisStep())
	if err != nil {
		return errors.Join(err, p.dropFiles(files))
	}
	if p.view.Room == nil {
		return errors.Join(p.dropFiles(files), p.gone("refusal.not_now"))
	}
	if len(files) == 0 {
		f.wrong(filesField, "err.file.none")
		return p.render(http.StatusUnprocessableEntity, roomEvidence(p))
	}
	kept, err := p.act(0, func(w *registry.Writing) procedure.Command {
		return procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: w.Files(files)}}
	})
	if !kept {
		err = errors.Join(err, p.dropFiles(files))
	}
	if err != nil {
		return err
	}
	if kept && f.ok() {
		return p.done(p.base+"/bemiddeling", "room_evidence")
	}
	if kept {
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.render(http.StatusUnprocessableEntity, roomEvidence(p))
}

// filesThisStep counts the party's files since the main task was opened.
func (p *roomPage) filesThisStep() int {
	n := 0
	for _, d := range p.view.Documents {
		if d.Party == p.role() && d.Added.After(p.view.Status.Since) {
			n++
		}
	}
	return n
}

// pausePost answers whether the mediation may pause; the other reads only whether there is a pause (rules 2.7).
func pausePost(p *roomPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	answer := one(f, "pauze", yesOrNo, "err.room.pause")
	if f.ok() {
		ok, err := p.act(f.version(), func(*registry.Writing) procedure.Command { return procedure.AnswerPause{Yes: answer == "yes"} })
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/bemiddeling", "room_pause")
		}
	}
	if p.view.Room == nil {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusUnprocessableEntity, roomJoint(p, p.talk(false)))
}

func leaveShow(p *roomPage) error {
	if p.view.Room == nil || !p.view.May(procedure.LeaveMediation{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusOK, roomLeave(p))
}

// leavePost leaves the mediation. Either party may, at any time (rules 2.7).
func leavePost(p *roomPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	reason := f.words("text", mostWords, "")
	if f.ok() {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.LeaveMediation{Reason: w.Text(registry.KindLeft, reason)}
		})
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "room_left")
		}
	}
	if !p.view.May(procedure.LeaveMediation{}) {
		return p.gone("refusal.not_now")
	}
	return p.render(http.StatusUnprocessableEntity, roomLeave(p))
}

// resumeRoom takes a stopped mediation up again, with a link alone too, as resuming a case does (rules 1.4, 2.7).
func resumeRoom(p *casePage) error { return p.press(procedure.ResumeMediation{}, "", "room_resumed") }

// firstName is what parties call the mediator (screens.md 7).
func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
