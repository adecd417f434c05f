package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// Demo is what the pages of the demo need of it.
type Demo interface {
	// Advance moves the clock forward and gives the instant after it; fault.Refused when it cannot go so far.
	Advance(ctx context.Context, d time.Duration) (time.Time, error)
	// Next gives the next instant at which time changes something; false when nothing waits for time.
	Next(ctx context.Context) (time.Time, bool, error)
	// Mails gives the letters that were sent since the start, newest first; false when they go to a real mail server.
	Mails() ([]DemoMail, bool)
	// StaffEmail gives the address of the person of the trustmark with a role, "" when there is none.
	StaffEmail(role procedure.Role) string
	// Past says that a case is one of the demo's history, without a story of its own.
	Past(reference string) bool
	// Checkout gives the pages of the payment simulator, below DemoCheckout.
	Checkout() http.Handler
}

// DemoCheckout is where the demo has the pages of its payment simulator.
const DemoCheckout = "/demo/kassa"

// DemoMail is a letter as it arrived in the mailbox of the demo. From and To are those of the envelope, Sender is the
// one that is shown; Links are those of both parts, in order, each once.
type DemoMail struct {
	Number    int                 `json:"number"`
	At        time.Time           `json:"at"`
	From      string              `json:"from"`
	To        string              `json:"to"`
	Sender    string              `json:"sender"`
	Subject   string              `json:"subject"`
	MessageID string              `json:"messageId"`
	Text      string              `json:"text"`
	HTML      string              `json:"html"`
	Links     []string            `json:"links"`
	Headers   map[string][]string `json:"headers"`
}

func (a *App) demoRoutes() []Route {
	get := func(pattern string, h handler) Route {
		return Route{Method: http.MethodGet, Pattern: pattern, Who: DemoPlayer, handle: h}
	}
	post := func(pattern string, h handler) Route {
		return Route{Method: http.MethodPost, Pattern: pattern, Who: DemoPlayer, handle: h}
	}
	return []Route{
		get("/demo", demoGuide),
		post("/demo/als/{persona}", demoStepInto),
		get("/demo/mail", demoMailbox),
		get("/demo/mail.json", demoMailJSON),
		get("/demo/mail/{number}", demoLetter),
		get("/demo/mail/{number}/html", demoLetterHTML),
		get("/demo/clock", demoClock),
		post("/demo/clock", demoAdvance),
	}
}

// demoBar is above every page of the demo, so that nobody takes it for a real trustmark.
func (q *request) demoBar() *c.DemoBarView {
	return &c.DemoBarView{
		Label: q.T("demo.title"), Text: q.T("demo.bar", "time", q.moment(q.app.Now())),
		Links: []c.Link{
			{Text: q.T("demo.nav.guide"), Href: "/demo"},
			{Text: q.T("demo.nav.people"), Href: "/demo#people"},
			{Text: q.T("demo.nav.mail"), Href: "/demo/mail"},
			{Text: q.T("demo.nav.clock"), Href: "/demo/clock"},
		},
	}
}

// demoEye looks at the cases for the guide.
var demoEye = registry.Viewer{Actor: procedure.Actor{Role: procedure.Administrator, ID: "demo", Proof: procedure.ByBrowser}}

// demoStates puts the cases of the guide in the order of the procedure; an ended case has its outcome.
var demoStates = []string{
	"admission", "notice", "phone", "post", "answer", "not_ours", "choice", "extension", "resume", "mediator", "look",
	"pause", "return", "request", "fee", "assign", "declare", "judge_challenge", "forward", "defence", "reply",
	"rejoinder", "respond", "study", "rule", "perform", "confirm", "remedy", "object", "judge", "go_on", "solved",
	"agreement_direct", "agreement_mediated", "agreement_ruling", "ruled_upheld", "ruled_partly", "ruled_dismissed",
	"ruled_inadmissible", "not_solved", "stopped", "withdrawn", "refused", "no_answer",
}

// demoCase is a case in the guide, with its doors.
type demoCase struct {
	registry.Row
	State string // under "demo.state."
	Shops bool   // the shop knows of it
}

func (q *request) demoCases() ([]demoCase, error) {
	rows, err := q.demoRows()
	if err != nil {
		return nil, err
	}
	var out []demoCase
	for _, r := range rows {
		d := demoCase{Row: r, State: string(r.Task), Shops: r.Stage != procedure.Admission}
		if r.Stage == procedure.Ended {
			d.State = string(r.Outcome)
		}
		if r.Task == procedure.TaskAnswer && r.Answered {
			d.State = "answered"
		}
		out = append(out, d)
	}
	place := func(d demoCase) int {
		if d.State == "answered" {
			return slices.Index(demoStates, "answer")
		}
		return slices.Index(demoStates, d.State)
	}
	slices.SortStableFunc(out, func(a, b demoCase) int { return place(a) - place(b) })
	return out, nil
}

// demoRows gives the cases with a story, and those that visitors opened.
func (q *request) demoRows() ([]registry.Row, error) {
	var out []registry.Row
	for page := 0; ; page++ {
		rows, err := q.app.Clerk.Cases(q.Context(), demoEye, "", page)
		if err != nil || len(rows) == 0 {
			return out, err
		}
		for _, r := range rows {
			if !q.app.Demo.Past(r.Reference) {
				out = append(out, r)
			}
		}
	}
}

func demoGuide(q *request) error {
	cases, err := q.demoCases()
	if err != nil {
		return err
	}
	return q.render(http.StatusOK, demoGuidePage(q, cases))
}

// demoPerson is a person of the trustmark in whose place one can step.
type demoPerson struct{ persona, key string }

// demoStaff are the people of the trustmark, by the name under which one steps into their place.
var demoStaff = []demoPerson{{"bemiddelaar", "mediator"}, {"beheerder", "administrator"}, {"kwaliteit", "quality"}, {"jurist", "adjudicator"}}

// demoStepInto signs in as somebody of the demo: klant-CASE, winkel-CASE, winkel-NUMBER, or a person of the trustmark.
func demoStepInto(q *request) error {
	persona := q.PathValue("persona")
	for _, p := range demoStaff {
		if p.persona == persona {
			return q.demoStaff(procedure.Role(p.key))
		}
	}
	who, what, _ := strings.Cut(persona, "-")
	switch who {
	case "klant":
		return q.demoConsumer(what)
	case "winkel":
		return q.demoShop(what)
	}
	return fault.New(fault.NotFound)
}

func (q *request) demoStaff(role procedure.Role) error {
	p, ok, err := q.app.Accounts.StaffByEmail(q.Context(), q.app.Demo.StaffEmail(role))
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound)
	}
	token, err := q.app.Accounts.SignInStaff(q.Context(), p.ID, "")
	if err != nil {
		return err
	}
	q.setCookie("staff", token, account.StaffLife)
	if role == procedure.Adjudicator {
		return q.redirect("/jurist")
	}
	return q.redirect("/staf")
}

func (q *request) demoConsumer(reference string) error {
	view, err := q.app.Clerk.ByReference(q.Context(), demoEye, reference)
	if err != nil {
		return err
	}
	token, err := q.app.Accounts.Start(q.Context(), account.Session{
		Kind: account.KindConsumer, Subject: view.ID, Party: string(procedure.Consumer), Confirmed: true, Lang: view.Consumer.Lang,
	}, account.ConsumerLife)
	if err != nil {
		return err
	}
	q.setCookie(consumerCookie(view.Reference), token, account.ConsumerLife)
	return q.redirect("/zaak/" + view.Reference)
}

// demoShop signs in as a shop: by a case, which is opened then, or by its number.
func (q *request) demoShop(what string) error {
	number, path := what, "/winkel/zaken"
	if _, ok := registry.ParseReference(what); ok {
		view, err := q.app.Clerk.ByReference(q.Context(), demoEye, what)
		if err != nil {
			return err
		}
		number, path = view.Shop.ID, path+"/"+view.Reference
	}
	m, err := q.app.Clerk.MemberByID(q.Context(), number)
	if err != nil {
		return err
	}
	addresses := registry.Addresses(m)
	if len(addresses) == 0 {
		return fault.New(fault.NotFound)
	}
	token, err := q.app.Accounts.SignInShop(q.Context(), addresses[0], "")
	if err != nil {
		return err
	}
	q.setCookie("shop", token, account.ShopLife)
	return q.redirect(path)
}

// writeJSON answers a machine.
func (q *request) writeJSON(status int, v any) error {
	q.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	q.w.WriteHeader(status)
	e := json.NewEncoder(q.w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		q.app.Log.Debug("answer not delivered", "cause", err.Error())
	}
	return nil
}
