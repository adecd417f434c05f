package web

import (
	"net/http"
	"net/url"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// staffRoutes are the pages of the people of the trustmark (screens.md 12).
func (a *App) staffRoutes() []Route {
	routes := []Route{
		{Method: http.MethodGet, Pattern: "/staf", Who: StaffPerson, handle: forStaff(queueShow)},
		{Method: http.MethodGet, Pattern: "/staf/zaken", Who: StaffPerson, handle: forStaff(casesShow)},
		{Method: http.MethodPost, Pattern: "/staf/weergaven", Who: StaffPerson, handle: forStaff(viewPost)},
		{Method: http.MethodPost, Pattern: "/staf/weergaven/{id}/weg", Who: StaffPerson, handle: forStaff(viewDrop)},
		{Method: http.MethodGet, Pattern: "/staf/verdelen", Who: StaffPerson, handle: forStaff(shareShow)},
		{Method: http.MethodPost, Pattern: "/staf/verdelen", Who: StaffPerson, handle: forStaff(sharePost)},
		{Method: http.MethodGet, Pattern: "/staf/toetsen", Who: StaffPerson, handle: forStaff(keysShow)},
		{Method: http.MethodPost, Pattern: "/staf/toetsen", Who: StaffPerson, handle: forStaff(keysPost)},
		{Method: http.MethodPost, Pattern: "/staf/brieven/{id}/opnieuw", Who: StaffPerson, handle: forStaff(letterAgain)},
	}
	add := func(method, path string, h func(*staffCasePage) error) {
		routes = append(routes, Route{
			Method: method, Pattern: "/staf/zaken/{reference}" + path, Who: StaffPerson, handle: atStaffCase(h),
		})
	}
	add(http.MethodGet, "", func(p *staffCasePage) error { return p.seen("case", p.render(http.StatusOK, staffCase(p))) })
	for _, act := range staffActs {
		add(http.MethodGet, "/"+act.path, act.show)
		add(http.MethodPost, "/"+act.path, act.post)
	}
	add(http.MethodGet, "/adres", addressShow)
	add(http.MethodPost, "/adres", addressPost)
	add(http.MethodGet, "/brief", postLetter)
	add(http.MethodGet, "/bewijs/{id}", func(p *staffCasePage) error {
		return p.seen("file "+p.PathValue("id"), p.sendFile(p.view, p.PathValue("id")))
	})
	return routes
}

// staffDesk is a signed-in person of the trustmark.
type staffDesk struct {
	*request
	viewer registry.Viewer
}

// forStaff asks a signed-in person of the trustmark.
func forStaff(h func(*staffDesk) error) handler {
	return func(q *request) error {
		v, err := q.staff()
		if lapsed(q, err) && q.hasPage() && q.keepTyped(q.URL.Path) {
			return q.render(http.StatusUnauthorized, signInPage(q, staffDoor, q.URL.Path, "", q.T("access.kept")))
		}
		if err != nil {
			return staffDoor.first(q, err)
		}
		if err := q.fits(v); err != nil {
			return err
		}
		q.recall(q.URL.Path)
		return h(&staffDesk{q, v})
	}
}

// staffCasePage is a page of a case for staff.
type staffCasePage struct {
	*staffDesk
	view registry.View
	base string
}

// atStaffCase opens the case of the address for a signed-in person of the trustmark.
func atStaffCase(h func(*staffCasePage) error) handler {
	return forStaff(func(d *staffDesk) error {
		view, err := d.app.Clerk.ByReference(d.Context(), d.viewer, d.PathValue("reference"))
		if err != nil {
			return err
		}
		return h(&staffCasePage{d, view, caseBase(view)})
	})
}

// seen notes in the access log what a page showed. The page has left by then: that the log failed is an error in the
// program's own log.
func (p *staffCasePage) seen(what string, shown error) error {
	if shown != nil {
		return shown
	}
	if err := p.app.Clerk.Seen(p.Context(), p.view, what); err != nil {
		p.app.Log.Error("access not noted", "what", what, "cause", err.Error())
	}
	return nil
}

// The sections of the bar.
const (
	workSection         = "work"
	casesSection        = "cases"
	signalsSection      = "signals"
	moneySection        = "money"
	membersSection      = "members"
	repliesSection      = "replies"
	ownConflictsSection = "conflicts"
)

// layout is the frame of a page for staff.
func (d *staffDesk) layout(page, section, search string) c.LayoutView {
	v := d.request.layout(page)
	v.Bar = d.bar(staffDoor, d.viewer.Name, "/staf/zaken", search, append([]c.NavLink{
		{Text: d.T("staff.nav.work"), Href: "/staf", Current: section == workSection},
		{Text: d.T("staff.nav.cases"), Href: "/staf/zaken", Current: section == casesSection},
		{Text: d.T("staff.nav.money"), Href: "/staf/betalingen", Current: section == moneySection},
		{Text: d.T("insight.nav"), Href: insightPath, Current: section == insightSection},
		d.signalsNav(section),
		{Text: d.T("staff.nav.members"), Href: "/staf/leden", Current: section == membersSection},
		{Text: d.T("staff.nav.replies"), Href: "/staf/antwoorden", Current: section == repliesSection},
		{Text: d.T("staff.nav.conflicts"), Href: "/staf/belangen", Current: section == ownConflictsSection},
	}, d.importNav()...))
	return v
}

// caseFrame is the frame of a page of a case.
func (p *staffCasePage) caseFrame(page string) c.LayoutView {
	v := p.caseLayout(page, p.view.Reference)
	v.Bar = p.layout(page, "", "").Bar
	return v
}

// reload looks at the case again after an act.
func (p *staffCasePage) reload() error {
	view, err := p.app.Clerk.View(p.Context(), p.view.Viewer, p.view.ID)
	if err != nil {
		return err
	}
	p.view = view
	return nil
}

// notNow shows how the case stands, with the reason why a page is not there now.
func (p *staffCasePage) notNow() error {
	if p.form == nil {
		p.form = &form{q: p.request}
	}
	p.form.errors = append(p.form.errors, fieldError{Text: p.T("refusal.not_now")})
	return p.seen("case", p.render(http.StatusUnprocessableEntity, staffCase(p)))
}

// caseList is the list of cases and what was searched in it.
type caseList struct {
	Search string
	Queue  c.QueueView
	Pages  *c.PaginationView
}

func casesShow(d *staffDesk) error {
	v := caseList{Search: oneLine(d.URL.Query().Get("q"))}
	page := pageNumber(d.URL.Query())
	rows, err := d.app.Clerk.Cases(d.Context(), d.viewer, v.Search, page-1)
	if err != nil {
		return err
	}
	if ref, ok := registry.ParseReference(v.Search); ok && len(rows) == 1 && rows[0].Reference == ref {
		return d.redirect("/staf/zaken/" + ref)
	}
	v.Queue, err = d.queue(rows, d.T("staff.cases.empty"), "")
	if err != nil {
		return err
	}
	v.Pages = d.paging("/staf/zaken", url.Values{"q": {v.Search}}, page, len(rows) == registry.PageSize)
	return d.render(http.StatusOK, staffCases(d, v))
}

// letterAgain sends a letter once more that got stuck, by a decision of staff.
func letterAgain(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	back := "/staf?view=" + lettersView
	if ref, ok := registry.ParseReference(f.get("case")); ok {
		back = "/staf/zaken/" + ref
	}
	err = d.app.Clerk.Revive(d.Context(), d.viewer, d.PathValue("id"))
	if fault.CodeOf(err) == fault.NotFound && account.IsNotFound(err) { // pressed twice, or sent by somebody else
		return d.done(back, "staff_letter_gone")
	}
	if err != nil {
		return err
	}
	return d.done(back, "staff_letter")
}
