package web

import (
	"net/http"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// desksRoutes are the pages of mediation for staff (screens.md 7, 12). The three conversations and the notes have an
// address each, so that nobody writes in one and thinks it is the other.
func (a *App) desksRoutes() []Route {
	var routes []Route
	add := func(method, path string, h func(*staffCasePage) error) {
		routes = append(routes, Route{
			Method: method, Pattern: "/staf/zaken/{reference}" + path, Who: StaffPerson, handle: atStaffCase(h),
		})
	}
	both := func(path string, show, post func(*staffCasePage) error) {
		add(http.MethodGet, path, show)
		add(http.MethodPost, path, post)
	}
	for _, ch := range channels {
		add(http.MethodGet, "/kamer"+ch.path, ch.show)
		routes = append(routes, Route{
			Method: http.MethodPost, Pattern: "/staf/zaken/{reference}/kamer" + ch.path, Who: StaffPerson, Files: true, handle: atStaffCase(ch.post),
		})
		add(http.MethodPost, "/kamer"+ch.path+"/schrijf", ch.begin)
	}
	add(http.MethodGet, "/kamer/bestand/{id}", deskFileGet)
	both("/kamer/notities", notesShow, notesPost)
	add(http.MethodPost, "/kamer/terug", undoPost)
	both("/kamer/wacht/{id}", heldShow, heldPost)
	both("/toewijzen", assignShow, assignPost)
	for _, act := range deskActs {
		both("/"+act.path, act.show, act.post)
	}
	both("/kamer/voorstel", proposeShow, proposePost)
	add(http.MethodPost, "/kamer/voorstel/terug", withdrawPost)
	for _, r := range []struct {
		path      string
		get, post func(*staffDesk) error
	}{
		{"/antwoorden", savedListShow, savedPost},
		{"/antwoorden/begin", nil, startersPost},
		{"/antwoorden/{id}", savedShow, savedPost},
		{"/antwoorden/{id}/weg", nil, savedDrop},
		{"/belangen", ownConflictsShow, ownConflictPost},
	} {
		if r.get != nil {
			routes = append(routes, Route{Method: http.MethodGet, Pattern: "/staf" + r.path, Who: StaffPerson, handle: forStaff(r.get)})
		}
		if r.post != nil {
			routes = append(routes, Route{Method: http.MethodPost, Pattern: "/staf" + r.path, Who: StaffPerson, handle: forStaff(r.post)})
		}
	}
	return routes
}

// give gives a command of the mediator. False without an error when the page is to be shown again, with the case as
// it is now.
func (p *staffCasePage) give(version int64, command func(*registry.Writing) procedure.Command) (bool, error) {
	ok, err := p.acted(p.app.Clerk.Act(p.Context(), p.viewer, p.view.ID, version, command))
	if err == nil && !ok {
		err = p.reload()
	}
	return ok, err
}

// inRoom says that there is a room at all; without one its pages show how the case stands.
func (p *staffCasePage) inRoom() bool { return p.view.Room != nil }

// deskTabs lead between the conversations, each with its number of messages.
func (p *staffCasePage) deskTabs(here string) c.ViewsView {
	r := p.view.Room
	out := c.ViewsView{Label: p.T("desk.tabs"), Across: true}
	item := func(path, words string, n int) {
		out.Items = append(out.Items, c.ViewItem{Text: words, Href: p.base + "/kamer" + path, Count: n, Current: here == path})
	}
	item("", p.T("room.joint"), jointCount(r))
	item("/klant", p.T("desk.only.consumer"), privateCount(r.Consumer))
	item("/winkel", p.T("desk.only.shop"), privateCount(r.Shop))
	item("/notities", p.T("desk.notes"), len(p.notes()))
	return out
}

// jointCount is how many messages everyone reads; one that was taken back is none.
func jointCount(r *registry.Room) int {
	n := 0
	for _, m := range r.Joint {
		if m.State != "undone" {
			n++
		}
	}
	return n
}

// privateCount is jointCount of a private channel.
func privateCount(list []registry.PrivateMessage) int {
	n := 0
	for _, m := range list {
		if m.State != "undone" {
			n++
		}
	}
	return n
}

// notes are the internal notes of the case, oldest first; before mediation they are on the timeline alone.
func (p *staffCasePage) notes() []registry.Note {
	if p.view.Room != nil {
		return p.view.Room.Notes
	}
	var out []registry.Note
	for i := len(p.view.Timeline) - 1; i >= 0; i-- {
		if e := p.view.Timeline[i]; e.Kind == "note_added" {
			out = append(out, registry.Note{At: e.At, Name: e.Name, Text: e.Text})
		}
	}
	return out
}

func notesShow(p *staffCasePage) error { return p.showNotes(http.StatusOK) }

// showNotes shows the notes, and who writes in the case now.
func (p *staffCasePage) showNotes(status int) error {
	others, err := p.app.Clerk.AlsoWriting(p.Context(), p.view)
	if err != nil {
		return err
	}
	return p.seen("notities", p.render(status, deskNotes(p, others)))
}

// notesPost keeps an internal note; no party ever reads it (rules 2.2).
func notesPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	words := f.words("text", mostWords, "err.desk.note")
	if f.ok() {
		ok, err := p.give(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.AddNote{Text: w.Text(registry.KindNote, words)}
		})
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/kamer/notities", "desk_note")
		}
	}
	return p.showNotes(http.StatusUnprocessableEntity)
}

// undoPost takes the last message back while it has not left (rules 2.2), and brings its words back into the box.
func undoPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if !p.inRoom() {
		return p.notNow()
	}
	id := f.get("id")
	ch := p.channelOf(id)
	ok, err := p.give(0, func(*registry.Writing) procedure.Command { return procedure.UndoSend{ID: id} })
	if err != nil {
		return err
	}
	if ok {
		return p.done(p.base+"/kamer"+ch.path+"?van="+id, "desk_undone")
	}
	return p.seen("kamer", p.render(http.StatusUnprocessableEntity, deskRoom(p, ch.write(p))))
}

// held gives a message that waits for a decision.
func (p *staffCasePage) held() (registry.HeldView, bool) {
	if p.inRoom() && p.view.May(procedure.JudgeHeld{}) {
		for _, h := range p.view.Room.Held {
			if h.ID == p.PathValue("id") {
				return h, true
			}
		}
	}
	return registry.HeldView{}, false
}

func heldShow(p *staffCasePage) error {
	h, ok := p.held()
	if !ok {
		return p.notNow()
	}
	return p.seen("kamer", p.render(http.StatusOK, heldPage(p, h)))
}

// heldPost lets a held message through, or hides it with the reason that its author reads (rules 2.2).
func heldPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	h, ok := p.held()
	if !ok {
		return p.redirect(p.base + "/kamer") // judged already
	}
	release := one(f, "besluit", heldAnswers, "err.desk.held") == "door"
	reason := f.words("text", mostWords, "")
	if f.ok() {
		ok, err := p.give(0, func(w *registry.Writing) procedure.Command {
			if release {
				return procedure.JudgeHeld{ID: h.ID, Release: true}
			}
			return procedure.JudgeHeld{ID: h.ID, Reason: w.Text(registry.KindHidden, reason)}
		})
		if err != nil {
			return err
		}
		if ok && release {
			return p.done(p.base+"/kamer", "desk_released")
		}
		if ok {
			return p.done(p.base+"/kamer", "desk_hidden")
		}
	}
	return p.seen("kamer", p.render(http.StatusUnprocessableEntity, heldPage(p, h)))
}

// mediators gives to whom the case can be given: the one to propose first.
func (p *staffCasePage) mediators() ([]registry.Colleague, error) {
	return p.app.Clerk.Mediators(p.Context(), p.view)
}

func assignShow(p *staffCasePage) error {
	if !p.view.May(procedure.Assign{}) {
		return p.notNow()
	}
	people, err := p.mediators()
	if err != nil {
		return err
	}
	return p.seen("toewijzen", p.render(http.StatusOK, assignPage(p, people)))
}

// assignPost gives the case to a mediator: taken by oneself, or given with a note (rules 2.1).
func assignPost(p *staffCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	people, err := p.mediators()
	if err != nil {
		return err
	}
	to := f.get("bemiddelaar")
	note := f.words("text", mostWords, "")
	if to == "" {
		f.wrong("bemiddelaar", "err.desk.mediator")
	}
	if f.ok() {
		err := p.app.Clerk.Assign(p.Context(), p.view, f.version(), to, note)
		if fault.CodeOf(err) == fault.NotFound { // no longer somebody who mediates
			f.wrong("bemiddelaar", "err.desk.mediator")
			return p.seen("toewijzen", p.render(http.StatusUnprocessableEntity, assignPage(p, people)))
		}
		ok, err := p.acted(err)
		if err != nil {
			return err
		}
		if ok && to == p.viewer.Actor.ID {
			return p.done(p.base+"/kamer", "desk_taken")
		}
		if ok {
			return p.done(p.base, "desk_given")
		}
		if err := p.reload(); err != nil {
			return err
		}
		if !p.view.May(procedure.Assign{}) { // somebody else was first
			return p.seen("case", p.render(http.StatusUnprocessableEntity, staffCase(p)))
		}
	}
	return p.seen("toewijzen", p.render(http.StatusUnprocessableEntity, assignPage(p, people)))
}
