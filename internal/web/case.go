package web

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// caseRoutes are the pages of the consumer. Each page of a case has two addresses: /zaak/{reference} for a browser
// confirmed by code, and /z/{token} for whoever opens a link from a letter.
func (a *App) caseRoutes() []Route {
	routes := []Route{
		{Method: http.MethodGet, Pattern: "/zaak", Who: Everyone, handle: accessPage},
		{Method: http.MethodPost, Pattern: "/zaak", Who: Everyone, Limit: codes, handle: accessAsk},
		{Method: http.MethodGet, Pattern: "/z/{token}/bevestig", Who: LinkHolder, handle: linked(confirmPage)},
		{Method: http.MethodPost, Pattern: "/z/{token}/bevestig", Who: LinkHolder, Limit: codes, handle: linked(confirmPost)},
	}
	for _, r := range []struct {
		path      string
		get, post func(*casePage) error
		proved    bool // more than status and choice (rules 7.1)
		files     bool
	}{
		{path: "", get: caseStatus},
		{path: "/keuze", get: choiceShow, post: choicePost},
		{path: "/keuze/ongedaan", post: choiceUndo},
		{path: "/heropen", post: reopenPost},
		{path: "/hervat", post: resumePost},
		{path: "/opgelost", get: solvedShow, post: solvedPost},
		{path: "/vragen", get: surveyShow, post: surveyPost},

		{path: "/nakoming", get: complianceShow, post: compliancePost, proved: true},
		{path: "/bericht", get: messageShow, post: messagePost, proved: true},
		{path: "/bewijs", get: evidenceShow, post: evidencePost, proved: true, files: true},
		{path: "/bewijs/{id}", get: evidenceFile, proved: true},
		{path: "/klacht", get: complaintShow, proved: true},
		{path: "/aanbod", get: offerNewShow, post: offerNewPost, proved: true},
		{path: "/aanbod/{id}", get: offerShow, proved: true},
		{path: "/aanbod/{id}/ja", get: acceptShow, post: acceptPost, proved: true},
		{path: "/aanbod/{id}/nee", post: declinePost, proved: true},
		{path: "/aanbod/{id}/intrekken", post: withdrawOfferPost, proved: true},
		{path: "/stop", get: stopShow, post: stopPost, proved: true},
		{path: "/verder", post: goOnPost, proved: true},
		{path: "/stoppen-hier", post: stopHerePost, proved: true},
		{path: "/bezwaar", get: objectShow, post: objectPost, proved: true},
		{path: "/alsnog", get: makeUpShow, post: makeUpPost, proved: true},
		{path: "/gegevens", get: dataShow, proved: true},
	} {
		for _, to := range []struct {
			base string
			who  Who
			most class // posts that need no session
		}{{"/zaak/{reference}", CaseConsumer, unlimited}, {"/z/{token}", LinkHolder, links}} {
			if r.get != nil {
				routes = append(routes, Route{Method: http.MethodGet, Pattern: to.base + r.path, Who: to.who, handle: atCase(r.proved, r.get)})
			}
			if r.post != nil {
				routes = append(routes, Route{
					Method: http.MethodPost, Pattern: to.base + r.path, Who: to.who, Limit: to.most, Files: r.files, handle: atCase(r.proved, r.post),
				})
			}
		}
	}
	return routes
}

// casePage is a page of a case for its consumer.
type casePage struct {
	*request
	view   registry.View
	base   string // the address of the case in this browser: /zaak/… or /z/…
	notice string // why the page that was asked for is not there now
}

// atCase opens the case of the address for a handler. proved says that the page asks a browser confirmed by code:
// others are led to the page that asks the code, and from there on.
func atCase(proved bool, h func(*casePage) error) handler {
	return func(q *request) error {
		p, err := q.openCase()
		if lapsed(q, err) && q.PathValue("token") == "" && q.keepTyped(q.URL.Path) {
			return q.render(http.StatusUnauthorized, accessForm(q, q.T("access.kept")))
		}
		if err != nil || p == nil {
			return err
		}
		if proved && !p.view.Full {
			if p.Method == http.MethodPost {
				return p.keepFirst()
			}
			return p.confirmFirst(p.rest())
		}
		if p.view.Full {
			p.recall("/zaak/" + p.view.Reference + strings.TrimPrefix(p.URL.Path, p.base))
		}
		return h(p)
	}
}

// keepFirst asks the code before a form can be taken, and keeps its words for afterwards.
func (p *casePage) keepFirst() error {
	rest := p.rest()
	if !p.keepTyped("/zaak/" + p.view.Reference + "/" + rest) {
		return fault.New(fault.CodeNeeded)
	}
	p.form = &form{q: p.request}
	return p.render(http.StatusForbidden, confirmForm(p, rest, false))
}

// linked opens the case of a link.
func linked(h func(*casePage) error) handler { return atCase(false, h) }

// openCase gives the case of the address. Nil without an error when the browser was sent on to its own address of
// the case, because it was confirmed before.
func (q *request) openCase() (*casePage, error) {
	token := q.PathValue("token")
	if token == "" {
		return q.ownCase(q.PathValue("reference"))
	}
	viewer, err := q.linked(token)
	if err != nil {
		return nil, err
	}
	view, err := q.app.Clerk.View(q.Context(), viewer, viewer.Dispute)
	if err != nil {
		return nil, err
	}
	own, err := q.consumer(view.Reference)
	if err == nil && own.Dispute == view.ID {
		if q.Method == http.MethodPost {
			return q.ownCase(view.Reference)
		}
		to := "/zaak/" + view.Reference + strings.TrimPrefix(q.URL.Path, "/z/"+token)
		if to == "/zaak/"+view.Reference+"/bevestig" {
			to = "/zaak/" + view.Reference
		}
		if q.URL.RawQuery != "" {
			to += "?" + q.URL.RawQuery
		}
		return nil, q.redirect(to)
	}
	if err != nil && fault.CodeOf(err) != fault.SignIn {
		return nil, err
	}
	if q.ownLang() == "" {
		person, err := q.app.Clerk.ConsumerOf(q.Context(), view.ID)
		if err != nil {
			return nil, err
		}
		q.lang = text.ParseLang(person.Lang)
	}
	return &casePage{request: q, view: view, base: "/z/" + token}, nil
}

func (q *request) ownCase(reference string) (*casePage, error) {
	viewer, err := q.consumer(reference)
	if err != nil {
		return nil, err
	}
	view, err := q.app.Clerk.ByReference(q.Context(), viewer, reference)
	if err != nil {
		return nil, err
	}
	if q.ownLang() == "" && view.Consumer != nil {
		q.lang = text.ParseLang(view.Consumer.Lang)
	}
	return &casePage{request: q, view: view, base: "/zaak/" + view.Reference}, nil
}

// ownLang gives the language that was chosen in this browser; "" for none: then the person's own comes with the case.
func (q *request) ownLang() string {
	if l := q.URL.Query().Get("lang"); l != "" {
		return l
	}
	return q.cookie("lang")
}

// rest gives the part of the address below the case, with the answer that a letter's button carries.
func (p *casePage) rest() string {
	rest := strings.Trim(strings.TrimPrefix(p.URL.Path, p.base), "/")
	if k := p.URL.Query().Get("keus"); k != "" {
		rest += "?keus=" + k
	}
	return rest
}

// onward is what may follow the address of a case.
var onward = regexp.MustCompile(`^[a-z]+(-[a-z]+)?(/[A-Za-z0-9]+(-[A-Za-z0-9]+)*){0,2}(\?keus=[a-z]+)?$`)

// confirmFirst leads to the page that asks a code, and after it to where the person wanted to go.
func (p *casePage) confirmFirst(rest string) error {
	to := p.base + "/bevestig"
	if onward.MatchString(rest) {
		to += "?naar=" + url.QueryEscape(rest)
	}
	return p.redirect(to)
}

// reload looks at the case again after an act.
func (p *casePage) reload() error {
	view, err := p.app.Clerk.View(p.Context(), p.view.Viewer, p.view.ID)
	if err != nil {
		return err
	}
	p.view = view
	return nil
}

// give gives a command. False without an error when the page is to be shown again.
func (p *casePage) give(version int64, command func(*registry.Writing) procedure.Command) (bool, error) {
	return p.acted(p.app.Clerk.Act(p.Context(), p.view.Viewer, p.view.ID, version, command))
}

// press gives a command that needs no words, from a button, and goes on. A refusal is a page that says what to do.
func (p *casePage) press(command procedure.Command, to, done string) error {
	if _, err := p.parse(); err != nil {
		return err
	}
	err := p.app.Clerk.Act(p.Context(), p.view.Viewer, p.view.ID, 0, func(*registry.Writing) procedure.Command { return command })
	if err == nil {
		return p.done(p.base+to, done)
	}
	if fault.CodeOf(err) == fault.CodeNeeded {
		return p.confirmFirst("keuze")
	}
	if p.again(err) {
		if err := p.reload(); err != nil {
			return err
		}
		return p.render(http.StatusUnprocessableEntity, casePageView(p))
	}
	return err
}

// instead shows how the case stands, and why the page that was asked for is not there now: never a dead end.
func (p *casePage) instead(notice string) error {
	p.notice = notice
	status := http.StatusOK
	if p.Method == http.MethodPost {
		status = http.StatusUnprocessableEntity
	}
	return p.render(status, casePageView(p))
}

func (p *casePage) notNow() error { return p.instead(p.T("refusal.not_now")) }

func caseStatus(p *casePage) error { return p.render(http.StatusOK, casePageView(p)) }

// accessPage asks the case number and the address, for who has lost the link.
func accessPage(q *request) error { return q.render(http.StatusOK, accessForm(q, "")) }

// accessAsk mails a link when number and address belong together. The answer is the same when they do not, and takes
// as many durable writes, so that nobody learns who has a case.
func accessAsk(q *request) error {
	f, err := q.parse()
	if err != nil {
		return err
	}
	f.line("reference", 40, "err.reference")
	email := account.NormalEmail(f.email("email"))
	if f.ok() && f.get(trapField) == "" {
		err := q.sendAccess(f.get("reference"), email)
		switch {
		case err == nil, fault.CodeOf(err) == fault.TooMany: // asked too often, whoever asks: the same answer
			return q.done("/zaak", "access")
		case !q.again(err):
			return err
		}
	}
	if f.get(trapField) != "" {
		f.wrong("", "err.trap")
	}
	return q.render(http.StatusUnprocessableEntity, accessForm(q, ""))
}

func (q *request) sendAccess(reference, email string) error {
	person, ok, err := q.app.Clerk.Access(q.Context(), reference, email)
	if err != nil {
		return err
	}
	if !ok {
		return q.decoy(email)
	}
	return q.app.Accounts.Send(q.Context(), account.CodeLetter{
		Slug: "m19-access", To: person.Email, Lang: person.Lang, Party: string(procedure.Consumer), Dispute: person.Dispute,
		Name: person.Name, Case: person.Reference, Link: "/z/{token}", Purpose: account.PurposeCase, Subject: person.Dispute,
		Life: account.LinkLife, Until: q.app.Now().Add(account.LinkLife).UnixMilli(),
	})
}

// decoy writes as often as sending a letter does.
func (q *request) decoy(email string) error {
	name := "access " + hex.EncodeToString(account.Hash(email)[:12])
	writes := 1
	if q.app.Accounts.LettersAnHour > 0 {
		writes++
	}
	for range writes {
		if err := q.app.Accounts.Limit(q.Context(), name, time.Hour, 1<<30); err != nil {
			return err
		}
	}
	return nil
}
