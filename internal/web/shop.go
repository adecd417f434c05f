package web

import (
	"net/http"
	"strconv"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// shopRoutes are the pages of the people of a shop (screens.md 6). No page of theirs closes a case.
func (a *App) shopRoutes() []Route {
	routes := []Route{
		{Method: http.MethodGet, Pattern: "/winkel", Who: ShopPerson, handle: forShop(inboxShow)},
		{Method: http.MethodGet, Pattern: "/winkel/zaken", Who: ShopPerson, handle: forShop(func(d *shopDesk) error { return d.redirect("/winkel") })},
		{Method: http.MethodGet, Pattern: "/winkel/zaken.csv", Who: ShopPerson, handle: forShop(inboxCSV)},
	}
	add := func(method, path string, files bool, h func(*shopCasePage) error) {
		routes = append(routes, Route{
			Method: method, Pattern: "/winkel/zaken/{reference}" + path, Who: ShopPerson, Files: files, handle: atShopCase(h),
		})
	}
	get := func(path string, h func(*shopCasePage) error) { add(http.MethodGet, path, false, h) }
	post := func(path string, files bool, h func(*shopCasePage) error) { add(http.MethodPost, path, files, h) }

	get("", func(p *shopCasePage) error { return p.render(http.StatusOK, shopCase(p)) })
	for _, act := range shopActs {
		get("/"+act.path, act.show)
		post("/"+act.path, act.files, act.post)
	}
	get("/bericht", func(p *shopCasePage) error { return p.redirect(p.base + "/antwoord") })
	get("/aanbod", shopOfferShow)
	post("/aanbod", false, shopOfferPost)
	get("/aanbod/{id}", func(p *shopCasePage) error { return p.redirect(p.base + "#offer-" + p.PathValue("id")) })
	get("/aanbod/{id}/ja", shopAcceptShow)
	post("/aanbod/{id}/ja", false, shopAcceptPost)
	post("/aanbod/{id}/nee", false, shopDecline)
	post("/aanbod/{id}/intrekken", false, shopTakeBack)
	get("/bewijs", func(p *shopCasePage) error { return p.render(http.StatusOK, shopEvidence(p)) })
	post("/bewijs", true, shopEvidencePost)
	get("/bewijs/{id}", func(p *shopCasePage) error { return p.sendFile(p.view, p.PathValue("id")) })
	get("/vragen", shopSurveyShow)
	post("/vragen", false, shopSurveyPost)
	return routes
}

// shopDesk is a signed-in person of a shop.
type shopDesk struct {
	*request
	viewer registry.Viewer
}

// forShop asks a signed-in person of a shop.
func forShop(h func(*shopDesk) error) handler {
	return func(q *request) error {
		v, err := q.shop()
		if lapsed(q, err) && q.keepTyped(q.URL.Path) {
			return q.render(http.StatusUnauthorized, signInPage(q, shopDoor, q.URL.Path, "", q.T("access.kept")))
		}
		if err != nil {
			return shopDoor.first(q, err)
		}
		q.recall(q.URL.Path)
		return h(&shopDesk{q, v})
	}
}

// shopCasePage is a page of a case for its shop.
type shopCasePage struct {
	*shopDesk
	view registry.View
	base string
}

// atShopCase opens the case of the address for a signed-in person of its shop.
func atShopCase(h func(*shopCasePage) error) handler {
	return forShop(func(d *shopDesk) error {
		view, err := d.app.Clerk.ByReference(d.Context(), d.viewer, d.PathValue("reference"))
		if err != nil {
			return err
		}
		return h(&shopCasePage{d, view, caseBase(view)})
	})
}

// layout is the frame of a page for shops.
func (d *shopDesk) layout(page, search string, here bool) c.LayoutView {
	v := d.request.layout(page)
	v.Bar = d.bar(shopDoor, d.viewer.Name, "/winkel", search, []c.NavLink{
		{Text: d.T("shop.nav.inbox"), Href: "/winkel", Current: here}, {Text: d.T("own.nav"), Href: ownFiguresPath, Current: page == d.T("own.h1")},
	})
	return v
}

// caseFrame is the frame of a page of a case.
func (p *shopCasePage) caseFrame(page string) c.LayoutView {
	v := p.caseLayout(page, p.view.Reference)
	v.Bar = p.layout(page, "", false).Bar
	return v
}

// act gives a command. False without an error when the page is to be shown again, with the case as it is now.
func (p *shopCasePage) act(version int64, command func(*registry.Writing) procedure.Command) (bool, error) {
	return p.after(p.app.Clerk.Act(p.Context(), p.view.Viewer, p.view.ID, version, command))
}

// after sorts what an act gave back.
func (p *shopCasePage) after(err error) (bool, error) {
	ok, err := p.acted(err)
	if err == nil && !ok {
		err = p.reload()
	}
	return ok, err
}

// reload looks at the case again after an act.
func (p *shopCasePage) reload() error {
	view, err := p.app.Clerk.View(p.Context(), p.view.Viewer, p.view.ID)
	if err != nil {
		return err
	}
	p.view = view
	return nil
}

// notNow shows how the case stands, with the reason why a page is not there now.
func (p *shopCasePage) notNow(why string) error {
	if p.form == nil {
		p.form = &form{q: p.request}
	}
	p.form.errors = append(p.form.errors, fieldError{Text: p.T(why)})
	return p.render(http.StatusUnprocessableEntity, shopCase(p))
}

// addFiles puts the files that were accepted in the case; what does not get in is erased again.
func (p *shopCasePage) addFiles(files []registry.File) (bool, error) {
	if len(files) == 0 {
		return true, nil
	}
	ok, err := p.act(0, func(w *registry.Writing) procedure.Command {
		return procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: w.Files(files)}}
	})
	if !ok {
		for _, f := range files {
			if gone := p.app.Files.Delete(f.Stored); gone != nil && err == nil {
				err = gone
			}
		}
		return false, err
	}
	return true, p.reload()
}

// filesThisStep counts the shop's files since the main task was opened.
func (p *shopCasePage) filesThisStep() int {
	n := 0
	for _, d := range p.view.Documents {
		if d.Party == procedure.Shop && d.Added.After(p.view.Status.Since) {
			n++
		}
	}
	return n
}

// fileUpload is the field for proof.
func (p *shopCasePage) fileUpload(label string) c.FileUploadView {
	limits := p.app.Checker.Limits()
	return c.FileUploadView{
		ID: "files", Name: "files", Label: label, LabelSize: c.SizeS, Multiple: true, Accept: acceptFiles, Error: p.form.errorOf("files"),
		Hint: p.T("shop.files.hint", "mb", strconv.Itoa(limits.MB()), "n", strconv.Itoa(limits.Files)),
	}
}

func shopEvidencePost(p *shopCasePage) error {
	files, f, err := p.upload(p.filesThisStep())
	if err != nil {
		return err
	}
	if len(files) == 0 {
		f.wrong("files", "err.shop.files")
	}
	kept, err := p.addFiles(files)
	if err != nil {
		return err
	}
	if kept && f.ok() {
		return p.done(p.base+"/bewijs", "shop_evidence")
	}
	return p.render(http.StatusUnprocessableEntity, shopEvidence(p))
}

func shopSurveyShow(p *shopCasePage) error {
	if p.view.Stage != procedure.Ended {
		return p.redirect(p.base)
	}
	return p.render(http.StatusOK, shopSurvey(p))
}

func shopSurveyPost(p *shopCasePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	s := registry.Survey{
		Understood: grade(f, "understood"), Story: grade(f, "story"), Fair: grade(f, "fair"), Remark: f.words("remark", mostRemark, ""),
	}
	if f.ok() {
		err := p.app.Clerk.SaveSurvey(p.Context(), p.view, s)
		if err == nil {
			return p.done(p.base, "shop_survey")
		}
		if fault.CodeOf(err) == fault.NotFound {
			return p.redirect(p.base)
		}
		if !p.again(err) {
			return err
		}
	}
	return p.render(http.StatusUnprocessableEntity, shopSurvey(p))
}
