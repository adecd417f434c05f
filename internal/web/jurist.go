package web

import (
	"net/http"
	"net/url"
	"slices"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
	c "wederhoor/internal/web/component"
)

// juristRoutes are the pages of the adjudicator (screens.md 10).
func (a *App) juristRoutes() []Route {
	get := func(path string, h func(*juristDesk) error) Route {
		return Route{Method: http.MethodGet, Pattern: "/jurist" + path, Who: Jurist, handle: forJurist(h)}
	}
	post := func(path string, h func(*juristDesk) error) Route {
		return Route{Method: http.MethodPost, Pattern: "/jurist" + path, Who: Jurist, handle: forJurist(h)}
	}
	routes := []Route{
		get("", juristCases),
		get("/belangen", juristConflicts), post("/belangen", juristConflictsPost),
		get("/zaken/{reference}", ofJurist(juristFileShow)), post("/zaken/{reference}/belang", ofJurist(juristDeclare)),
	}
	add := func(path string, show, send func(*filePage) error) {
		routes = append(routes, get("/zaken/{reference}"+path, ofDeclared(show)))
		if send != nil {
			routes = append(routes, post("/zaken/{reference}"+path, ofDeclared(send)))
		}
	}
	for _, x := range juristActs {
		add("/"+x.path, x.show, x.send)
	}
	add("/ontwerp/{part}", rulingDraftShow, rulingDraftPost)
	add("/voorbeeld", rulingPreview, nil)
	add("/tekenen", rulingSignShow, rulingSignPost)
	add("/bewijs/{id}", juristEvidence, nil)
	add("/uitspraak.pdf", juristPaper, nil)
	add("/notities", func(p *filePage) error { return p.desk(http.StatusOK, "") }, juristNotes)
	return routes
}

// juristDesk is a signed-in adjudicator.
type juristDesk struct {
	*request
	viewer registry.Viewer
}

// forJurist asks a signed-in adjudicator; for all others there is nothing here.
func forJurist(h func(*juristDesk) error) handler {
	return func(q *request) error {
		v, err := q.staff()
		if lapsed(q, err) && q.quiet() { // the page has the words still, and sends them by its button
			return fault.Wrap(fault.SignIn, err)
		}
		if lapsed(q, err) && q.keepTyped(q.URL.Path) {
			return q.render(http.StatusUnauthorized, signInPage(q, juristDoor, q.URL.Path, "", q.T("access.kept")))
		}
		if err != nil {
			return juristDoor.first(q, err)
		}
		if err := q.fits(v); err != nil {
			return err
		}
		q.recall(q.URL.Path)
		return h(&juristDesk{q, v})
	}
}

// layout is the frame of a page for adjudicators.
func (d *juristDesk) layout(page, section string) c.LayoutView {
	v := d.request.layout(page)
	v.Bar = d.bar(juristDoor, d.viewer.Name, "", "", []c.NavLink{
		{Text: d.T("jurist.nav.cases"), Href: "/jurist", Current: section == casesSection},
		{Text: d.T("jurist.nav.conflicts"), Href: "/jurist/belangen", Current: section == conflictsSection},
	})
	return v
}

const conflictsSection = "conflicts"

// filePage is a page of a case for its adjudicator.
type filePage struct {
	*juristDesk
	file registry.CaseFile
	base string

	shownDraft string // of the page for signing: when the draft was kept that it shows
}

// ofJurist opens the file of the address for its adjudicator.
func ofJurist(h func(*filePage) error) func(*juristDesk) error {
	return func(d *juristDesk) error {
		f, err := d.app.Clerk.CaseFile(d.Context(), d.viewer, d.PathValue("reference"))
		if err != nil {
			return err
		}
		return h(&filePage{d, f, "/jurist/zaken/" + f.Reference, ""})
	}
}

// ofDeclared asks that the adjudicator has declared to have no interest: before that there is no file (rules 3.3).
func ofDeclared(h func(*filePage) error) func(*juristDesk) error {
	return ofJurist(func(p *filePage) error {
		if !p.file.Declared {
			return fault.New(fault.NotFound)
		}
		return h(p)
	})
}

// frame is the frame of a page of a case.
func (p *filePage) frame(page string) c.LayoutView {
	v := p.caseLayout(page, p.file.Reference)
	v.Bar = p.layout(page, "").Bar
	return v
}

// reload looks at the file again after an act that was refused.
func (p *filePage) reload() error {
	f, err := p.app.Clerk.CaseFile(p.Context(), p.viewer, p.file.Reference)
	if err != nil {
		return err
	}
	p.file = f
	return nil
}

// seen notes in the access log what a page showed.
func (p *filePage) seen(what string, shown error) error {
	if shown != nil {
		return shown
	}
	v := registry.View{ID: p.file.ID, Viewer: p.viewer}
	if err := p.app.Clerk.Seen(p.Context(), v, what); err != nil {
		p.app.Log.Error("access not noted", "what", what, "cause", err.Error())
	}
	return nil
}

// caseRows are the cases of an adjudicator, as their list shows them.
type caseRows struct {
	Queue c.QueueView
	Pages *c.PaginationView
}

func juristCases(d *juristDesk) error {
	page := pageNumber(d.URL.Query())
	rows, err := d.app.Clerk.AdjudicatorCases(d.Context(), d.viewer, page-1)
	if err != nil {
		return err
	}
	v := caseRows{
		Queue: c.QueueView{
			Caption: d.T("jurist.cases.h1"), Empty: d.T("jurist.cases.none"),
			Columns: []string{d.T("queue.case"), d.T("jurist.cases.parties"), d.T("jurist.cases.step"), d.T("queue.due")},
		},
		Pages: d.paging("/jurist", url.Values{}, page, len(rows) == registry.PageSize),
	}
	done := func(r registry.Row) int {
		if r.Stage == procedure.Ruling {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(rows, func(a, b registry.Row) int { return done(a) - done(b) }) // what waits for a ruling first
	for _, r := range rows {
		due := d.due(r, procedure.TurnJudge)
		if r.Stage != procedure.Ruling {
			due = c.QueueCell{Badge: &c.BadgeView{Kind: c.BadgeDone, Text: d.T("case.turn.closed")}}
		}
		v.Queue.Rows = append(v.Queue.Rows, c.QueueRow{
			Number: r.Reference, Href: "/jurist/zaken/" + r.Reference,
			Cells: []c.QueueCell{{Text: r.Customer, Note: r.Shop}, {Text: d.T("jurist.step." + juristStep(r.Stage, r.Task))}, due},
		})
	}
	return d.render(http.StatusOK, juristCasesPage(d, v))
}

// juristTasks are the steps of a ruling that an adjudicator sees under their own name.
var juristTasks = []procedure.TaskKind{
	procedure.TaskDeclare, procedure.TaskForward, procedure.TaskDefence, procedure.TaskReply, procedure.TaskRejoinder,
	procedure.TaskRespond, procedure.TaskStudy, procedure.TaskRule, procedure.TaskJudgeChallenge,
}

// juristStep names the step of a case for its adjudicator; when nothing is left for them it is done.
func juristStep(stage procedure.Stage, task procedure.TaskKind) string {
	if stage == procedure.Ruling && slices.Contains(juristTasks, task) {
		return string(task)
	}
	return "done"
}

// step names the step of the file.
func (p *filePage) step() string {
	if p.file.Ruling != nil {
		return "done"
	}
	return juristStep(procedure.Ruling, p.file.Status.Task)
}

// juristFileShow is the names and the question about interests, or the file.
func juristFileShow(p *filePage) error {
	if !p.file.Declared {
		return p.render(http.StatusOK, juristDeclarePage(p))
	}
	return p.desk(http.StatusOK, "")
}

// juristDeclare takes the declaration of interests (rules 3.3, Directive 2013/11/EU art. 6).
func juristDeclare(p *filePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if p.file.Declared { // pressed twice
		return p.redirect(p.base)
	}
	interest := one(f, "interest", yesOrNo, "err.jurist.interest") == "yes"
	missing := ""
	if interest {
		missing = "err.jurist.interest.note"
	}
	note := f.words("note", mostWords, missing)
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.Act(p.Context(), p.viewer, p.file.ID, f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.Declare{AdjudicatorDeclared: procedure.AdjudicatorDeclared{Interest: interest, Note: w.Text(registry.KindStaffNote, note)}}
		}))
		switch {
		case err != nil:
			return err
		case ok && interest:
			return p.done("/jurist", "jurist_interest")
		case ok:
			return p.done(p.base, "jurist_declared")
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.render(http.StatusUnprocessableEntity, juristDeclarePage(p))
}

// interestsView is the shops with which the adjudicator has an interest, and those found to add.
type interestsView struct {
	Search string
	Has    []db.Member
	Found  []db.Member
}

func juristConflicts(d *juristDesk) error { return d.conflicts(http.StatusOK) }

func (d *juristDesk) conflicts(status int) error {
	ids, err := d.app.Clerk.Conflicts(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	v := interestsView{Search: oneLine(d.URL.Query().Get("q"))}
	for _, id := range ids {
		m, err := d.app.Clerk.MemberByID(d.Context(), id)
		if err != nil {
			return err
		}
		v.Has = append(v.Has, m)
	}
	if v.Search != "" {
		found, err := d.app.Clerk.Members(d.Context(), v.Search, 0)
		if err != nil {
			return err
		}
		for _, m := range found {
			if !slices.Contains(ids, m.ID) {
				v.Found = append(v.Found, m)
			}
		}
		v.Found = v.Found[:min(len(v.Found), mostInterests)]
	}
	return d.render(status, juristConflictsPage(d, v))
}

// mostInterests bounds how many shops a search for an interest shows.
const mostInterests = 20

func juristConflictsPost(d *juristDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	m, err := d.app.Clerk.MemberByID(d.Context(), f.get("member"))
	if err != nil {
		return err
	}
	has := f.get("has") == "yes"
	if err := d.app.Clerk.StateConflict(d.Context(), d.viewer, m.ID, has); err != nil {
		return err
	}
	if has {
		return d.done("/jurist/belangen", "jurist_conflict")
	}
	return d.done("/jurist/belangen", "jurist_noconflict")
}

// juristEvidence hands out a piece of evidence of the file.
func juristEvidence(p *filePage) error {
	v := registry.View{ID: p.file.ID, Viewer: p.viewer, Documents: p.file.Documents}
	return p.seen("file "+p.PathValue("id"), p.sendFile(v, p.PathValue("id")))
}

// interestRadios ask for interests; nothing is chosen beforehand.
func (p *filePage) interestRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "interest", Name: "interest", Legend: p.T("jurist.interest"), LegendSize: c.SizeM, Error: p.form.errorOf("interest"),
		Value: p.form.get("interest"), Strong: true,
	}
	for _, x := range []string{"no", "yes"} {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("jurist.interest." + x), Hint: p.T("jurist.interest." + x + ".hint")})
	}
	return v
}
