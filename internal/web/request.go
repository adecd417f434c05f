package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// request is one request with the person behind it.
type request struct {
	*http.Request
	w     http.ResponseWriter
	app   *App
	lang  text.Lang
	form  *form
	route Route
}

// T gives words in the language of the request.
func (q *request) T(key string, args ...any) string { return q.app.Text.T(q.lang, key, args...) }

// buffers are kept for the next page: a page is some 30 kB, and growing to that anew costs more than writing it.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render writes a page, complete or not at all: it is rendered to a buffer first.
func (q *request) render(status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(q.Context(), b); err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len())) // known, so that the page goes out in one piece
	q.w.WriteHeader(status)
	_, err := q.w.Write(b.Bytes())
	if err != nil {
		q.app.Log.Debug("page not delivered", "cause", err.Error())
	}
	return nil
}

// redirect answers a POST: 303, so that a reload repeats nothing.
func (q *request) redirect(path string) error {
	http.Redirect(q.w, q.Request, path, http.StatusSeeOther)
	return nil
}

// done redirects to a path with the plain confirmation that its page shows at the top; key is under "done." in the
// catalogue.
func (q *request) done(path, key string) error {
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return q.redirect(path + sep + "done=" + url.QueryEscape(key))
}

// doneWords gives the confirmation that the page shows at the top; "" when there is none. Only keys of the catalogue
// are shown: nobody can put words in our mouth by a link.
func (q *request) doneWords() string {
	key := q.URL.Query().Get("done")
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }) {
		return ""
	}
	words := q.T("done." + key)
	if strings.HasPrefix(words, "‹") {
		return ""
	}
	return words
}

// cookieName keeps the __Host- promise over TLS; browsers refuse that name over plain HTTP.
func (a *App) cookieName(name string) string {
	if a.secure() {
		return "__Host-" + name
	}
	return name
}

func (q *request) cookie(name string) string {
	c, err := q.Cookie(q.app.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

func (q *request) setCookie(name, value string, life time.Duration) {
	c := &http.Cookie{
		Name: q.app.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: q.app.secure(),
		SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(q.w, c)
}

// browser gives the hash that binds a code to this browser, making the browser's own cookie on its first POST.
func (q *request) browser() []byte {
	token := q.cookie("b")
	if token == "" {
		token = registry.PublicID()
		q.setCookie("b", token, 365*24*time.Hour)
		q.AddCookie(&http.Cookie{Name: q.app.cookieName("b"), Value: token})
	}
	return account.Hash(token)
}

// consumerCookie names the cookie of a browser that was confirmed for a case.
func consumerCookie(reference string) string { return "c-" + strings.ReplaceAll(reference, "-", "") }

// consumer gives the viewer for the consumer's pages of a case, from the browser's cookie.
func (q *request) consumer(reference string) (registry.Viewer, error) {
	ref, ok := registry.ParseReference(reference)
	if !ok {
		return registry.Viewer{}, fault.New(fault.SignIn)
	}
	s, ok, err := q.app.Accounts.Look(q.Context(), q.cookie(consumerCookie(ref)), account.KindConsumer)
	if err != nil {
		return registry.Viewer{}, err
	}
	if !ok {
		return registry.Viewer{}, fault.New(fault.SignIn)
	}
	return registry.Viewer{
		Actor:   procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: procedure.ByBrowser},
		Dispute: s.Subject,
	}, nil
}

// linked gives the viewer of a link in a letter: the browser's own session when it was confirmed for that case,
// else status and choice, nothing more (rules 7.1).
func (q *request) linked(token string) (registry.Viewer, error) {
	l, err := q.app.Accounts.Link(q.Context(), token)
	if err != nil {
		return registry.Viewer{}, err
	}
	if l.Party != string(procedure.Consumer) {
		return registry.Viewer{}, fault.New(fault.LinkOld)
	}
	return registry.Viewer{
		Actor:   procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: procedure.ByLink},
		Dispute: l.Dispute,
	}, nil
}

// shop gives the viewer of a signed-in person of a shop.
func (q *request) shop() (registry.Viewer, error) {
	s, ok, err := q.app.Accounts.Look(q.Context(), q.cookie("shop"), account.KindShop)
	if err != nil {
		return registry.Viewer{}, err
	}
	if !ok {
		return registry.Viewer{}, fault.New(fault.SignIn)
	}
	people, err := q.app.Accounts.ShopPeople(q.Context(), s.Subject)
	if err != nil {
		return registry.Viewer{}, err
	}
	if len(people) == 0 {
		return registry.Viewer{}, fault.New(fault.SignIn)
	}
	v := registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: people[0].ID, Proof: procedure.ByBrowser}, Name: people[0].Name}
	for _, p := range people {
		v.Members = append(v.Members, p.Member)
	}
	return v, nil
}

// staff gives the viewer of a signed-in member of staff.
func (q *request) staff() (registry.Viewer, error) {
	s, ok, err := q.app.Accounts.Look(q.Context(), q.cookie("staff"), account.KindStaff)
	if err != nil {
		return registry.Viewer{}, err
	}
	if !ok {
		return registry.Viewer{}, fault.New(fault.SignIn)
	}
	p, err := q.app.Accounts.StaffByID(q.Context(), s.Subject)
	if err != nil {
		return registry.Viewer{}, err
	}
	return registry.Viewer{Actor: procedure.Actor{Role: p.Role, ID: p.ID, Proof: procedure.ByBrowser}, Name: p.Name}, nil
}
