package web

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// door is where people of one kind sign in (rules 7.2): by a code that is mailed to their address. Nothing shows
// whether an address is known.
type door struct {
	kind    string // of session; its cookie has the same name
	words   string // its words in the catalogue
	who     Who
	home    string // where one comes in
	purpose string // of the code
	life    time.Duration
}

var (
	shopDoor  = door{kind: account.KindShop, words: "shop", who: ShopPerson, home: "/winkel", purpose: "sign-in-shop", life: account.ShopLife}
	staffDoor = door{kind: account.KindStaff, words: "staff", who: StaffPerson, home: "/staf", purpose: "sign-in-staff", life: account.StaffLife}
	// Adjudicators have an account as staff have, and pages that are nobody else's: either door lets them in to those.
	juristDoor = door{kind: account.KindStaff, words: "jurist", who: Jurist, home: "/jurist", purpose: "sign-in-staff", life: account.StaffLife}
)

// signInRoutes are the ways in and out of shops, staff and adjudicators.
func (a *App) signInRoutes() []Route {
	var routes []Route
	for _, d := range []door{shopDoor, staffDoor, juristDoor} {
		path := d.path("")
		routes = append(routes,
			Route{Method: http.MethodGet, Pattern: path, Who: Everyone, handle: d.show},
			Route{Method: http.MethodPost, Pattern: path, Who: Everyone, Limit: signIns, handle: d.ask},
			Route{Method: http.MethodGet, Pattern: path + "/code", Who: Everyone, handle: d.codeShow},
			Route{Method: http.MethodPost, Pattern: path + "/code", Who: Everyone, Limit: codes, handle: d.codePost},
			Route{Method: http.MethodGet, Pattern: path + "/{token}", Who: LinkHolder, handle: d.linkShow},
			Route{Method: http.MethodPost, Pattern: path + "/{token}", Who: LinkHolder, Limit: codes, handle: d.linkPost},
			Route{Method: http.MethodPost, Pattern: d.home + "/uitloggen", Who: d.who, handle: d.leave},
		)
	}
	return routes
}

func (d door) path(rest string) string { return d.home + "/inloggen" + rest }

// coming is somebody on the way in.
type coming struct {
	Email, To string
	Trusted   bool   // opened the link of the letter itself
	Path      string // of the form for the code
}

// onwards gives the page to go to after signing in: one of this door's own, or its home.
func (d door) onwards(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.ContainsAny(to, "\\\r\n") || len(to) > 500 {
		return d.home
	}
	if u.Path != d.home && !strings.HasPrefix(u.Path, d.home+"/") || strings.HasPrefix(u.Path, d.path("")) || u.Path != pathClean(u.Path) {
		return d.home
	}
	return u.RequestURI()
}

// pathClean gives a path without the steps back that could lead elsewhere.
func pathClean(p string) string {
	if strings.Contains(p, "..") || strings.Contains(p, "//") {
		return ""
	}
	return p
}

// first leads somebody without a session to the door, with the way back; a form that was sent is answered with the
// door itself, because its words cannot be taken along.
func (d door) first(q *request, err error) error {
	if fault.CodeOf(err) != fault.SignIn && !account.IsNotFound(err) {
		return err
	}
	if q.Method == http.MethodPost {
		return q.render(http.StatusUnauthorized, signInPage(q, d, d.home, "", q.T("signin.again")))
	}
	return q.redirect(d.path("?naar=" + url.QueryEscape(q.URL.RequestURI())))
}

// inside gives where a browser goes that is signed in already.
func (d door) inside(q *request, to string) (string, bool) {
	if d.kind == account.KindShop {
		_, err := q.shop()
		return to, err == nil
	}
	v, err := q.staff()
	return d.own(v.Actor.Role, to), err == nil
}

// own gives the page to go to for somebody with an account of staff: one of their own, whichever door they took.
func (d door) own(role procedure.Role, to string) string {
	home := staffDoor.home
	if role == procedure.Adjudicator {
		home = juristDoor.home
	}
	if d.home == home {
		return to
	}
	return home
}

// fits says whether a page is for somebody with an account of staff. What is for staff does not exist for an
// adjudicator, who may see the file and nothing else (rules 2.2), and the other way round.
func (q *request) fits(v registry.Viewer) error {
	if (v.Actor.Role == procedure.Adjudicator) != (q.route.Who == Jurist) {
		return fault.New(fault.NotFound)
	}
	return nil
}

func (d door) show(q *request) error {
	to := d.onwards(q.URL.Query().Get("naar"))
	if in, ok := d.inside(q, to); ok {
		return q.redirect(in)
	}
	return q.render(http.StatusOK, signInPage(q, d, to, q.URL.Query().Get("adres"), ""))
}

// ask mails a code when the address may come in. The answer and the number of durable writes are the same when it may
// not, so that nobody learns who is a member or works here.
func (d door) ask(q *request) error {
	f, err := q.parse()
	if err != nil {
		return err
	}
	x := coming{Email: account.NormalEmail(f.email("email")), To: d.onwards(f.get("naar"))}
	if f.get(trapField) != "" {
		f.wrong("", "err.trap")
	}
	if f.ok() {
		err := d.mail(q, x)
		if err == nil {
			d.remember(q, x)
			return q.redirect(d.path("/code"))
		}
		if !q.again(err) {
			return err
		}
	}
	return q.render(http.StatusUnprocessableEntity, signInPage(q, d, x.To, f.get("email"), ""))
}

func (d door) mail(q *request, x coming) error {
	name, ok, err := d.known(q, x.Email)
	if err != nil {
		return err
	}
	q.browser() // the cookie too comes to everyone
	if !ok {
		return q.decoy(x.Email)
	}
	link := d.path("/{token}")
	if x.To != d.home {
		link += "?naar=" + url.QueryEscape(x.To)
	}
	_, err = q.app.Accounts.Ask(q.Context(), d.purpose, x.Email, q.browser(), account.FirstCode, account.CodeLetter{
		Slug: "m21-sign-in", To: x.Email, Lang: string(q.lang), Party: d.kind, Name: name, Link: link,
		Purpose: account.PurposeCode, Subject: x.Email,
	})
	if fault.CodeOf(err) == fault.TooMany { // whoever asks: the same answer
		return nil
	}
	return err
}

// known says whether an address may come in, and the name of who it is.
func (d door) known(q *request, email string) (string, bool, error) {
	if d.kind == account.KindStaff {
		p, ok, err := q.app.Accounts.StaffByEmail(q.Context(), email)
		return p.Name, ok, err
	}
	members, err := q.app.Accounts.MayShop(q.Context(), email)
	if err != nil || len(members) == 0 {
		return "", false, err
	}
	return members[0].Name, true, nil
}

// remember keeps address and destination in the browser until the code was typed.
func (d door) remember(q *request, x coming) {
	v := url.Values{"adres": {x.Email}, "naar": {x.To}}
	q.setCookie("in-"+d.kind, base64.RawURLEncoding.EncodeToString([]byte(v.Encode())), account.FirstCode)
}

func (d door) remembered(q *request) (coming, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(q.cookie("in-" + d.kind))
	if err != nil || len(raw) == 0 {
		return coming{}, false
	}
	v, err := url.ParseQuery(string(raw))
	if err != nil || v.Get("adres") == "" {
		return coming{}, false
	}
	return coming{Email: account.NormalEmail(v.Get("adres")), To: d.onwards(v.Get("naar")), Path: d.path("/code")}, true
}

func (d door) codeShow(q *request) error {
	x, ok := d.remembered(q)
	if !ok {
		return q.redirect(d.path(""))
	}
	return q.render(http.StatusOK, signInCode(q, d, x))
}

func (d door) codePost(q *request) error {
	x, ok := d.remembered(q)
	if !ok {
		return q.redirect(d.path(""))
	}
	return d.take(q, x)
}

// linked gives who opened the link of a letter.
func (d door) linked(q *request) (coming, error) {
	l, err := q.app.Accounts.Link(q.Context(), q.PathValue("token"))
	if err != nil {
		return coming{}, err
	}
	if l.Purpose != account.PurposeCode || l.Party != d.kind {
		return coming{}, fault.New(fault.LinkOld)
	}
	to := d.onwards(q.URL.Query().Get("naar"))
	path := d.path("/" + q.PathValue("token"))
	if to != d.home {
		path += "?naar=" + url.QueryEscape(to)
	}
	return coming{Email: l.Dispute, To: to, Trusted: true, Path: path}, nil
}

// linkShow brings back the page for the code, on any device; it signs nobody in.
func (d door) linkShow(q *request) error {
	x, err := d.linked(q)
	if err != nil {
		return d.oldLink(q, err)
	}
	return q.render(http.StatusOK, signInCode(q, d, x))
}

func (d door) linkPost(q *request) error {
	x, err := d.linked(q)
	if err != nil {
		return d.oldLink(q, err)
	}
	return d.take(q, x)
}

func (d door) oldLink(q *request, err error) error {
	if fault.CodeOf(err) != fault.LinkOld {
		return err
	}
	return q.render(http.StatusNotFound, signInPage(q, d, d.home, "", q.T("signin.oldlink")))
}

// take takes the code and signs in, or mails a new one.
func (d door) take(q *request, x coming) error {
	f, err := q.parse()
	if err != nil {
		return err
	}
	if f.get("ask") != "" {
		if err := d.mail(q, x); err != nil {
			return err
		}
		d.remember(q, x)
		return q.done(x.Path, "signin_again")
	}
	token, to, err := d.enter(q, x)
	if err == nil {
		q.setCookie("in-"+d.kind, "", 0)
		q.setCookie(d.kind, token, d.life)
		return q.redirect(to)
	}
	switch fault.CodeOf(err) {
	case fault.BadCode, fault.CodeSpent:
		f.wrong("code", "err.signin.code")
	default:
		if !q.again(err) {
			return err
		}
	}
	return q.render(http.StatusUnprocessableEntity, signInCode(q, d, x))
}

// enter gives the token of a session, and the page to go to, when the code is right. A wrong code, an old one and an
// address that may not come in answer alike, after as many durable writes.
func (d door) enter(q *request, x coming) (token, to string, err error) {
	id, err := q.typedCode(d.purpose, x.Email, x.Trusted)
	if fault.CodeOf(err) == fault.CodeSpent {
		name := "sign in " + hex.EncodeToString(account.Hash(x.Email)[:12])
		if failed := q.app.Accounts.Limit(q.Context(), name, time.Hour, 1<<30); failed != nil {
			return "", "", failed
		}
	}
	if err != nil {
		return "", "", err
	}
	if d.kind == account.KindStaff {
		p, ok, err := q.app.Accounts.StaffByEmail(q.Context(), x.Email)
		if err != nil {
			return "", "", err
		}
		if !ok {
			return "", "", fault.New(fault.CodeSpent)
		}
		token, err = q.app.Accounts.SignInStaff(q.Context(), p.ID, id)
		return token, d.own(p.Role, x.To), err
	}
	token, err = q.app.Accounts.SignInShop(q.Context(), x.Email, id)
	if account.IsNotFound(err) { // no longer an address of a member
		return "", "", fault.Wrap(fault.CodeSpent, err)
	}
	return token, x.To, err
}

// leave ends the session of this browser.
func (d door) leave(q *request) error {
	if token := q.cookie(d.kind); token != "" {
		if err := q.app.Accounts.End(q.Context(), token); err != nil {
			return err
		}
	}
	q.setCookie(d.kind, "", 0)
	return q.done(d.path(""), "signed_out")
}

// bar is the header for people who work with many cases; search is where its search looks, "" for none.
func (q *request) bar(d door, person, search, value string, nav []c.NavLink) *c.BarView {
	v := &c.BarView{
		Organisation: q.app.Settings.Organisation.Name, HomeHref: d.home, NavLabel: q.T("nav.menu"), Nav: nav,
		Person: person, Links: []c.Link{q.otherLang(), {Text: q.T("nav.help"), Href: "/hulp"}},
		SignOut: &c.PostButtonView{Action: d.home + "/uitloggen", Button: c.ButtonView{Text: q.T("nav.signout"), Kind: c.ButtonLink}},
	}
	if search != "" {
		v.Search = &c.SearchView{
			Action: search, ID: "q", Name: "q", Value: value, Label: q.T("signin.search." + d.words), Button: q.T("button.search"),
		}
	}
	return v
}
