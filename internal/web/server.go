package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/text"
	"wederhoor/internal/web/static"
)

// handler answers one request; what it gives back is turned into a page in one place.
type handler func(q *request) error

// Who is the kind of person for whom a route is; the matrix of permissions is generated from it.
type Who string

// The kinds of route.
const (
	Everyone     Who = "everyone"
	DraftOwner   Who = "draft"    // the browser in which a complaint is being written
	LinkHolder   Who = "link"     // whoever opens a link from a letter to a consumer
	CaseConsumer Who = "consumer" // a browser confirmed by code for the case
	ShopPerson   Who = "shop"     // a signed-in person of a shop
	StaffPerson  Who = "staff"    // a signed-in member of staff
	Jurist       Who = "jurist"   // a signed-in adjudicator
	DemoPlayer   Who = "demo"     // the demo only
)

// Route is one line of the route table.
type Route struct {
	Method, Pattern string
	Who             Who
	Limit           class // POSTs that need no session
	Files           bool  // takes files: a larger body
	handle          handler
}

// Handler gives the whole site.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range a.Routes() {
		mux.Handle(r.Method+" "+r.Pattern, a.serve(r))
	}
	if a.Demo != nil {
		mux.Handle(DemoCheckout+"/", http.StripPrefix(DemoCheckout, a.Demo.Checkout()))
	}
	if a.API != nil {
		mux.Handle("/api/", a.API)
	}
	mux.Handle("GET /static/", static.Handler())
	mux.HandleFunc("GET /theme.css", a.themeCSS)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { a.write(w, "alive\n") })
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("/", a.serve(Route{handle: func(*request) error { return fault.New(fault.NotFound) }}))
	return a.guard(http.NewCrossOriginProtection(), mux)
}

// guard sets what holds for every answer, and refuses requests that another site makes.
func (a *App) guard(csrf *http.CrossOriginProtection, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", a.policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if a.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if err := csrf.Check(r); err != nil {
			a.answer(&request{Request: r, w: w, app: a, lang: a.langOf(r)}, fault.Wrap(fault.Forged, err))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// serve runs a handler and turns what it gives back into an answer; a panic is a page and a line in the log.
func (a *App) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
		defer cancel()
		q := &request{Request: r.WithContext(ctx), w: w, app: a, lang: a.langOf(r), route: route}
		defer func() {
			if p := recover(); p != nil {
				a.Log.Error("panic", "pattern", route.Pattern, "cause", fmt.Sprint(p), "stack", string(debug.Stack()))
				a.answer(q, fault.New(fault.Server))
			}
		}()
		w.Header().Set("Cache-Control", "no-store")
		q.rememberLang()
		if r.Method == http.MethodPost && route.Limit != unlimited && !a.allow(route.Limit, a.clientAddress(r)) {
			a.answer(q, fault.New(fault.TooMany))
			return
		}
		if err := route.handle(q); err != nil {
			a.answer(q, err)
		}
	})
}

// langOf gives the language of a page: as chosen, else Dutch. A person's own language comes with their case.
func (a *App) langOf(r *http.Request) text.Lang {
	if l := r.URL.Query().Get("lang"); l != "" {
		return text.ParseLang(l)
	}
	if c, err := r.Cookie(a.cookieName("lang")); err == nil {
		return text.ParseLang(c.Value)
	}
	return text.NL
}

// rememberLang keeps a language chosen by link in the browser's cookie; on our side nothing changes.
func (q *request) rememberLang() {
	if l := q.URL.Query().Get("lang"); l != "" {
		q.setCookie("lang", string(text.ParseLang(l)), 365*24*time.Hour)
	}
}

// status gives the HTTP status of a fault.
func status(c fault.Code) int {
	switch c {
	case fault.NotFound, fault.LinkOld:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.SignIn:
		return http.StatusUnauthorized
	case fault.CodeNeeded, fault.Forged:
		return http.StatusForbidden
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.TooBig:
		return http.StatusRequestEntityTooLarge
	case fault.Refused, fault.BadCode, fault.CodeSpent:
		return http.StatusUnprocessableEntity
	case fault.Full, fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Server:
	}
	return http.StatusInternalServerError
}

// answer turns an error into a page: what happened, and what to do now.
func (a *App) answer(q *request, err error) {
	code := fault.CodeOf(err)
	if errors.Is(err, context.Canceled) && q.Context().Err() != nil {
		return // the person has gone
	}
	s := status(code)
	if s >= http.StatusInternalServerError {
		a.Log.Error("request", "pattern", q.route.Pattern, "cause", err.Error())
	} else {
		a.Log.Debug("request", "pattern", q.route.Pattern, "code", string(code))
	}
	if code == fault.SignIn && q.Method == http.MethodGet {
		if to := q.signInPath(); to != "" {
			http.Redirect(q.w, q.Request, to, http.StatusSeeOther)
			return
		}
	}
	if page := q.render(s, errorPage(q, code, q.errorWords(err))); page != nil {
		a.Log.Error("error page", "cause", page.Error())
		http.Error(q.w, "500", http.StatusInternalServerError)
	}
}

// signInPath is where somebody without a session is sent, with the way back.
func (q *request) signInPath() string {
	switch q.route.Who {
	case ShopPerson:
		return "/winkel/inloggen"
	case StaffPerson, Jurist:
		return "/staf/inloggen"
	case CaseConsumer:
		return "/zaak"
	case Everyone, DraftOwner, LinkHolder, DemoPlayer:
	}
	return ""
}

func (a *App) themeCSS(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	a.write(w, a.theme)
}

// write answers with a text; that a client has gone is no matter of ours.
func (a *App) write(w io.Writer, text string) {
	if _, err := io.WriteString(w, text); err != nil {
		a.Log.Debug("answer not delivered", "cause", err.Error())
	}
}

func (a *App) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	checks := []Check{}
	if a.Ready != nil {
		checks = a.Ready(r)
	}
	for _, c := range checks {
		if c.Err != nil {
			a.Log.Error("not ready", "check", c.Name, "cause", c.Err.Error())
			w.WriteHeader(http.StatusServiceUnavailable)
			break
		}
	}
	for _, c := range checks {
		switch {
		case c.Err != nil:
			a.write(w, fmt.Sprintf("%s: failed\n", c.Name))
		case c.Warning != "":
			a.write(w, fmt.Sprintf("%s: warning: %s\n", c.Name, c.Warning))
		default:
			a.write(w, fmt.Sprintf("%s: ok\n", c.Name))
		}
	}
}
