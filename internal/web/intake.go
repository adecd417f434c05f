package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// intakeRoutes are the guided form, from its start to the confirmation of the address (screens.md 2 and 3).
func (a *App) intakeRoutes() []Route {
	get := func(pattern string, h func(*draftPage) error) Route {
		return Route{Method: http.MethodGet, Pattern: pattern, Who: DraftOwner, handle: withDraft(h)}
	}
	post := func(pattern string, c class, h func(*draftPage) error) Route {
		return Route{Method: http.MethodPost, Pattern: pattern, Who: DraftOwner, Limit: c, handle: withDraft(h)}
	}
	routes := []Route{
		{Method: http.MethodGet, Pattern: "/leden/{slug}/klacht", Who: Everyone, handle: startPage},
		{Method: http.MethodPost, Pattern: "/leden/{slug}/klacht", Who: Everyone, Limit: drafts, handle: startDraft},
		get("/klacht/{draft}", (*draftPage).goOn),
		get("/klacht/{draft}/eerst", func(p *draftPage) error { return p.render(http.StatusOK, tellFirst(p)) }),
		get("/klacht/{draft}/bewaard", (*draftPage).savedPage),
		post("/klacht/{draft}/bewaard", sends, (*draftPage).mailLink),
		get("/klacht/{draft}/code", (*draftPage).codePage),
		post("/klacht/{draft}/code", codes, (*draftPage).confirm),
		post("/klacht/{draft}/opnieuw", codes, (*draftPage).codeAgain),
		{Method: http.MethodGet, Pattern: "/bevestig/{token}", Who: LinkHolder, handle: linkedCodePage},
		{Method: http.MethodPost, Pattern: "/bevestig/{token}", Who: LinkHolder, Limit: codes, handle: linkedConfirm},
		{Method: http.MethodGet, Pattern: "/verder/{token}", Who: LinkHolder, handle: resumePage},
		{Method: http.MethodPost, Pattern: "/verder/{token}", Who: LinkHolder, Limit: codes, handle: resume},
		{Method: http.MethodGet, Pattern: "/zaak/{reference}/gestuurd", Who: CaseConsumer, handle: sentPage},
	}
	for _, s := range steps[:len(steps)-1] {
		save := post("/klacht/{draft}/"+s.name, answersPut, func(p *draftPage) error { return p.answer(s) })
		save.Files = s.name == "story"
		routes = append(routes, get("/klacht/{draft}/"+s.name, func(p *draftPage) error { return p.show(s.name) }), save)
	}
	return append(routes,
		get("/klacht/{draft}/check", func(p *draftPage) error { return p.show("check") }),
		post("/klacht/{draft}/check", sends, (*draftPage).send),
	)
}

// draftPage is a request of the browser in which a complaint is being written.
type draftPage struct {
	*request
	draft  registry.Draft
	a      answers
	shop   registry.ShopFacts
	step   string
	linked bool // opened by the link of the letter with the code

	opening registry.Opening // with the member; the rest when it is sent

	since, until procedure.Date // membership
	files        []registry.Document
	grounds      []procedure.Ground
}

func (p *draftPage) path(step string) string { return "/klacht/" + p.draft.ID + "/" + step }

// withDraft looks up the draft that this browser is writing. A browser without it, or whose draft was sent or erased,
// gets a page that says what to do.
func withDraft(h func(*draftPage) error) handler {
	return func(q *request) error {
		id := q.PathValue("draft")
		held := q.cookie(draftCookie(id))
		if ref, ok := strings.CutPrefix(held, sentMark); ok {
			return q.redirect("/zaak/" + ref + "/gestuurd") // the back button, or pressed twice
		}
		s, ok, err := q.app.Accounts.Look(q.Context(), held, account.KindDraft)
		if err != nil {
			return err
		}
		if !ok || s.Subject != id {
			return q.render(http.StatusNotFound, draftGone(q))
		}
		p, err := q.openDraft(id)
		if fault.CodeOf(err) == fault.NotFound {
			return q.render(http.StatusNotFound, draftGone(q))
		}
		if err != nil {
			return err
		}
		return h(p)
	}
}

// sentMark begins the value of a draft's cookie once it was sent; the case number follows.
const sentMark = "sent."

func draftCookie(id string) string {
	if strings.ContainsFunc(id, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
		return "d-"
	}
	return "d-" + id
}

// openDraft loads a draft with its answers and its shop.
func (q *request) openDraft(id string) (*draftPage, error) {
	d, err := q.app.Clerk.Draft(q.Context(), id)
	if err != nil {
		return nil, err
	}
	p := &draftPage{request: q, draft: d}
	if err := json.Unmarshal(d.Answers, &p.a); err != nil {
		return nil, fmt.Errorf("answers of draft: %w", err)
	}
	m, err := q.app.Clerk.MemberByID(q.Context(), d.Member)
	if err != nil {
		return nil, err
	}
	p.opening.Member = m
	p.shop = registry.ShopFacts{ID: m.ID, Name: m.Name, Slug: m.Slug, Phone: m.Phone, Status: m.Status}
	p.since, p.until = registry.Membership(m)
	return p, nil
}

func (p *draftPage) save() error {
	buf, err := json.Marshal(p.a)
	if err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	p.draft.Answers, p.draft.Lang = buf, string(p.letterLang())
	return p.app.Clerk.SaveDraft(p.Context(), p.draft)
}

// letterLang is the language of letters: as the person chose it, else that of the page.
func (p *draftPage) letterLang() text.Lang {
	if p.a.Lang != "" {
		return text.ParseLang(p.a.Lang)
	}
	return p.lang
}

func startPage(q *request) error {
	s, err := q.member(q.PathValue("slug"))
	if err != nil {
		return err
	}
	return q.render(http.StatusOK, intakeStart(q, s, q.URL.Query().Get("bestelling")))
}

// orderMost bounds an order number, in characters.
const orderMost = 80

// startDraft begins a complaint in this browser.
func startDraft(q *request) error {
	s, err := q.member(q.PathValue("slug"))
	if err != nil {
		return err
	}
	f, err := q.parse()
	if err != nil {
		return err
	}
	if f.get(trapField) != "" {
		f.wrong("", "err.trap")
		return q.render(http.StatusUnprocessableEntity, intakeStart(q, s, f.get("bestelling")))
	}
	order := []rune(strings.Join(strings.Fields(f.get("bestelling")), " "))
	buf, err := json.Marshal(answers{Order: string(order[:min(len(order), orderMost)])})
	if err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	id, err := q.app.Clerk.NewDraft(q.Context(), s.ID, string(q.lang), buf)
	if err != nil {
		return err
	}
	if err := q.ownDraft(id, ""); err != nil {
		return err
	}
	return q.redirect("/klacht/" + id + "/told")
}

// trapField is a field that only robots fill in.
const trapField = "website"

// ownDraft makes this browser the one in which the draft is written. A code that let it in is used up.
func (q *request) ownDraft(id, codeID string) error {
	if codeID != "" {
		if err := q.app.Accounts.UseNow(q.Context(), codeID); err != nil {
			return err
		}
	}
	token, err := q.app.Accounts.Start(q.Context(), account.Session{
		Kind: account.KindDraft, Subject: id, Party: string(procedure.Consumer), Lang: string(q.lang),
	}, account.DraftLife)
	if err != nil {
		return err
	}
	q.setCookie(draftCookie(id), token, account.DraftLife)
	return nil
}

func (p *draftPage) goOn() error { return p.redirect(p.path(p.a.next())) }

// show draws a step as it was answered so far. A step that comes too early leads to the first without an answer.
func (p *draftPage) show(step string) error {
	if stepIndex(step) > stepIndex(p.a.next()) {
		return p.redirect(p.path(p.a.next()))
	}
	p.step = step
	p.form = &form{q: p.request, values: p.a.fill(step, p.lang)}
	p.prefill()
	return p.page(http.StatusOK)
}

// prefill offers what is known already in fields that have not been answered.
func (p *draftPage) prefill() {
	offer := func(name, value string) {
		if p.form.get(name) == "" && value != "" {
			p.form.values[name] = []string{value}
		}
	}
	switch p.step {
	case "you":
		offer("lang", string(p.lang))
		offer("email", p.draft.Email)
	case "wish":
		offer("amount", typedAmount(p.lang, p.a.Paid))
	}
}

// page draws the step from the form.
func (p *draftPage) page(status int) error {
	var err error
	switch p.step {
	case "story":
		p.files, err = p.app.Clerk.DraftFiles(p.Context(), p.draft.ID)
	case "check":
		if p.files, err = p.app.Clerk.DraftFiles(p.Context(), p.draft.ID); err != nil {
			return err
		}
		err = p.judge()
	}
	if err != nil {
		return err
	}
	return p.render(status, stepPage(p))
}

// answer takes the answers of a step, and saves them.
func (p *draftPage) answer(s step) error {
	p.step = s.name
	f, err := p.read()
	if err != nil {
		return err
	}
	filled := p.a
	filled.Done = append([]string(nil), p.a.Done...)
	s.parse(f, &filled)
	f.errors = append(withoutField(f.errors, "files"), onlyField(f.errors, "files")...) // in the order of the page
	later := f.get("save") != ""
	stay := f.get("remove") != "" || f.get("add") != ""
	switch {
	case f.ok():
		filled.did(s.name)
		p.passed(&filled, s.name)
		filled.Sent = false
		p.a = filled
		delete(p.a.Typed, s.name)
		if p.a.Email != "" {
			p.draft.Email = p.a.Email
		}
	case later || stay: // what was typed is kept as it is, right or not
		p.a.keepTyped(s.name, f)
	default:
		return p.page(http.StatusUnprocessableEntity)
	}
	if err := p.save(); err != nil {
		if p.again(err) {
			return p.page(http.StatusUnprocessableEntity)
		}
		return err
	}
	return p.onward(f, later, stay)
}

// passed lets a step be counted, once for each complaint.
func (p *draftPage) passed(a *answers, step string) {
	if !slices.Contains(a.Counted, step) {
		a.Counted = append(slices.Clone(a.Counted), step)
		p.draft.Passed = step
	}
}

// onward leads to where the pressed button points.
func (p *draftPage) onward(f *form, later, stay bool) error {
	switch {
	case later && p.draft.Email != "":
		return p.mailNow()
	case later:
		return p.redirect(p.path("bewaard"))
	case stay && f.errorOf("files") != "":
		f.errors = onlyField(f.errors, "files")
		return p.page(http.StatusUnprocessableEntity)
	case stay:
		return p.redirect(p.path(p.step) + "#files")
	case p.step == "told" && p.a.Told == "no":
		return p.redirect(p.path("eerst"))
	case f.get("return") == "check":
		return p.redirect(p.path(p.a.next()))
	}
	return p.redirect(p.path(steps[stepIndex(p.step)+1].name))
}

func onlyField(errs []fieldError, field string) []fieldError {
	return slices.DeleteFunc(slices.Clone(errs), func(e fieldError) bool { return e.Field != field })
}

func withoutField(errs []fieldError, field string) []fieldError {
	return slices.DeleteFunc(slices.Clone(errs), func(e fieldError) bool { return e.Field == field })
}

// read reads the form of a step; on the page with the story also its files, which are kept at once, whatever is not
// right about the rest.
func (p *draftPage) read() (*form, error) {
	if p.step != "story" {
		return p.parse()
	}
	held, err := p.app.Clerk.DraftFiles(p.Context(), p.draft.ID)
	if err != nil {
		return nil, err
	}
	files, f, err := p.upload(len(held))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := p.app.Clerk.AddDraftFile(p.Context(), p.draft.ID, file); err != nil {
			return nil, err
		}
	}
	return f, p.dropFile(f.get("remove"))
}

// dropFile takes a file out of the draft; one that is gone already is no matter.
func (p *draftPage) dropFile(id string) error {
	if id == "" {
		return nil
	}
	stored, err := p.app.Clerk.DropDraftFile(p.Context(), p.draft.ID, id)
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if err := p.app.Files.Delete(stored); err != nil {
		p.app.Log.Warn("file of a draft not erased; the sweep does it", "cause", err.Error())
	}
	return nil
}

// called is how letters address the person.
func (a *answers) called() string {
	if a.Salutation != "" {
		return a.Salutation
	}
	return a.Name
}

func orderQuery(order string) string {
	if order == "" {
		return ""
	}
	return "?bestelling=" + url.QueryEscape(order)
}
