// Package web is what people see: routes, forms and pages. A handler parses a form, asks the registry, and renders a
// page; it never sends mail, never decides and never writes SQL. GET and HEAD change nothing, anywhere, ever.
package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"wederhoor/internal/account"
	"wederhoor/internal/evidence"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/text"
	"wederhoor/internal/web/static"
)

// App is everything that handlers need.
type App struct {
	Clerk    *registry.Clerk
	Accounts *account.Service
	Text     *text.Catalog
	Settings setting.Settings
	Files    *evidence.Store
	Checker  *evidence.Checker
	Limits   evidence.Limits
	Log      *slog.Logger
	Now      func() time.Time
	Ready    func(r *http.Request) []Check // what /readyz reports
	Till     Till
	Papers   Papers
	Insight  Insight      // nil: the pages of figures are not there
	API      http.Handler // for other programs, under /api/; nil for none
	Demo     Demo         // nil in serve: nothing of it can be reached there

	base    *url.URL
	policy  string // Content-Security-Policy
	theme   string // house style, "" when it is the built-in one
	proxies []netip.Prefix
	limits  sync.Map   // class and address → *rate.Limiter
	kept    keeper     // what was typed when a session had ended
	imports importer   // files of members that somebody looks at
	drafts  sync.Mutex // a draft of a ruling is read, changed in one part and stored by one at a time
}

// Till takes the fee at the payment provider. Only the provider's own word makes a payment paid (rules 3.2).
type Till interface {
	// Checkout makes the payment at the provider, once however often it is asked, and gives the address where to pay.
	// back is the path of the page to which the provider returns.
	Checkout(ctx context.Context, dispute, payment, back string, lang text.Lang) (string, error)
	// Check asks the provider about the open payments of a dispute and records what it says.
	Check(ctx context.Context, dispute string) error
	// Notice handles a webhook: the id in it is all that is believed, and only as a hint to ask the provider.
	Notice(ctx context.Context, r *http.Request) error
}

// Papers makes documents of what a viewer may see.
type Papers interface {
	// Ruling is the ruling, or its correction number n (from 1), as PDF.
	Ruling(ctx context.Context, f registry.CaseFile, n int, lang text.Lang) ([]byte, error)
	// Agreement is the agreement as PDF.
	Agreement(ctx context.Context, v registry.View, lang text.Lang) ([]byte, error)
	// Case is all that the viewer may see, as PDF.
	Case(ctx context.Context, v registry.View, lang text.Lang) ([]byte, error)
	// Bundle is that PDF with the evidence and the proof, as zip.
	Bundle(ctx context.Context, v registry.View, lang text.Lang, w io.Writer) error
}

// Check is one line of /readyz. A warning does not make the program unready.
type Check struct {
	Name    string
	Err     error
	Warning string
}

// Prepare checks the settings that pages need. It is called once, before Handler.
func (a *App) Prepare() error {
	base, err := url.Parse(a.Settings.Organisation.PublicURL)
	if err != nil || base.Host == "" {
		return fmt.Errorf("organisation.public_url %q is not an address", a.Settings.Organisation.PublicURL)
	}
	a.base = base
	a.policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'" +
		a.checkout() + "; frame-ancestors 'none'; base-uri 'none'"
	a.proxies = a.Settings.Server.Proxies()
	t := a.Settings.Theme
	a.theme, err = static.Theme(static.Tokens{
		Brand: t.Brand, BrandStrong: t.BrandStrong, Link: t.Link, Text: t.Text, Muted: t.Muted,
		Surface: t.Surface, Line: t.Line, Radius: t.Radius, Font: t.Font,
	})
	if err != nil {
		return fmt.Errorf("theme: %w", err)
	}
	return nil
}

// checkout is the origin to which the form that begins a payment may lead; browsers hold the redirect after a form to
// it as well.
func (a *App) checkout() string {
	u, err := url.Parse(a.Settings.Payment.Checkout)
	if a.Till == nil || err != nil || u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return " " + u.Scheme + "://" + u.Host
}

// secure says whether cookies may only travel over TLS.
func (a *App) secure() bool { return a.base.Scheme == "https" && a.Settings.Server.CookieSecure }

// class is a kind of POST that somebody without a session can send; each has its own limit an hour.
type class string

const (
	unlimited  class = ""
	drafts     class = "drafts"
	answersPut class = "answers"
	uploads    class = "uploads"
	sends      class = "sends"
	codes      class = "codes"
	signIns    class = "signins"
	links      class = "links"
)

func (a *App) most(c class) int {
	l := a.Settings.Limits
	switch c {
	case drafts:
		return l.Drafts
	case answersPut:
		return l.Answers
	case uploads:
		return l.Uploads
	case sends:
		return l.Sends
	case codes:
		return l.Codes
	case signIns:
		return l.SignIns
	case links:
		return l.Links
	case unlimited:
	}
	return 0
}

// allow says whether an address may send another POST of the class now.
func (a *App) allow(c class, addr string) bool {
	most := a.most(c)
	if most == 0 {
		return true
	}
	key := string(c) + " " + addr
	l, ok := a.limits.Load(key)
	if !ok {
		l, _ = a.limits.LoadOrStore(key, rate.NewLimiter(rate.Limit(float64(most)/3600), most))
	}
	return l.(*rate.Limiter).AllowN(a.Now(), 1)
}

// Forget drops the limiters of addresses that have been quiet for an hour; called now and then.
func (a *App) Forget() {
	a.limits.Range(func(k, v any) bool {
		if l := v.(*rate.Limiter); l.TokensAt(a.Now()) >= float64(l.Burst()) {
			a.limits.Delete(k)
		}
		return true
	})
}

// clientAddress gives the address of the person: of the connection, or what a trusted proxy says of it.
func (a *App) clientAddress(r *http.Request) string {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr := ap.Addr().Unmap()
	for _, p := range a.proxies {
		if !p.Contains(addr) {
			continue
		}
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",") // the nearest proxy wrote the last one
		if fwd, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			return network(fwd.Unmap())
		}
	}
	return network(addr)
}

// network gives the address, or for IPv6 the /64 that one customer has.
func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
