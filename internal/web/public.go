package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// publicRoutes are the pages that everybody may read and search engines may list.
func (a *App) publicRoutes() []Route {
	page := func(pattern string, h handler) Route {
		return Route{Method: http.MethodGet, Pattern: pattern, Who: Everyone, handle: h}
	}
	return []Route{
		page("/{$}", func(q *request) error { return q.render(http.StatusOK, homePage(q)) }),
		page("/leden", membersPage),
		page("/leden/{slug}", memberPage),
		page("/hoe-het-werkt", func(q *request) error { return q.render(http.StatusOK, howPage(q)) }),
		page("/reglement", func(q *request) error { return q.render(http.StatusOK, rulesPage(q)) }),
		page("/privacy", func(q *request) error { return q.render(http.StatusOK, wordsPage(q, "privacy")) }),
		page("/toegankelijkheid", func(q *request) error { return q.render(http.StatusOK, wordsPage(q, "access")) }),
		page("/hulp", func(q *request) error { return q.render(http.StatusOK, wordsPage(q, "support")) }),
	}
}

// publicLayout is the frame of a page that search engines may list.
func (q *request) publicLayout(title string) c.LayoutView {
	v := q.layout(title)
	v.Index = true
	return v
}

// member gives what links to a shop need. fault.NotFound when there is no such member.
func (q *request) member(slug string) (registry.ShopFacts, error) {
	m, err := q.app.Clerk.MemberBySlug(q.Context(), slug)
	if err != nil {
		return registry.ShopFacts{}, err
	}
	return registry.ShopFacts{ID: m.ID, Name: m.Name, Slug: m.Slug, Phone: m.Phone, Status: m.Status}, nil
}

// memberView is the public page of a member (screens.md 1).
type memberView struct {
	registry.ShopFacts
	Domains []string
	Rows    c.SummaryListView
	Status  string // what the membership is, in words
	Ended   bool
	Start   string // where a complaint begins
	Figures templ.Component
	Rulings templ.Component
}

// The status of a member as it is stored.
const (
	suspended = "suspended"
	expelled  = "expelled"
)

func memberPage(q *request) error {
	m, err := q.app.Clerk.MemberBySlug(q.Context(), q.PathValue("slug"))
	if err != nil {
		return err
	}
	v := memberView{
		ShopFacts: registry.ShopFacts{ID: m.ID, Name: m.Name, Slug: m.Slug, Phone: m.Phone, Status: m.Status},
		Start:     "/leden/" + m.Slug + "/klacht" + orderQuery(q.URL.Query().Get("bestelling")),
	}
	since, until := registry.Membership(m)
	v.Ended = m.Status == expelled || !until.IsZero() && until.Before(procedure.DateOf(q.app.Now()))
	v.Rows.Rows = append(v.Rows.Rows, c.SummaryRow{Key: q.T("member.site"), Value: strings.ReplaceAll(m.Domains, ",", "\n")})
	row := func(key, value string) {
		if value != "" {
			v.Rows.Rows = append(v.Rows.Rows, c.SummaryRow{Key: q.T(key), Value: value})
		}
	}
	row("word.phone", m.Phone)
	first, _, _ := strings.Cut(m.Emails, ",")
	row("word.email", first)
	row("member.address", m.Address)
	row("member.kvk", m.Kvk)
	row("member.sector", q.sector(m.Sector))
	v.Status = q.membership(v, since, until, time.UnixMilli(m.StatusSince))
	if v.Rulings, err = publishedRulings(q, m.ID); err != nil {
		return err
	}
	if v.Figures, err = memberFigures(q, m.ID); err != nil {
		return err
	}
	return q.render(http.StatusOK, memberDoor(q, v))
}

// sector names the kind of shop in the language of the page; one that we have no word for as it came.
func (q *request) sector(s string) string {
	key := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "_")
	if s == "" || !q.app.Text.Has(q.lang, "sector."+key) {
		return s
	}
	return q.T("sector." + key)
}

// membership says in words what the membership is, and since when.
func (q *request) membership(v memberView, since, until procedure.Date, changed time.Time) string {
	org := q.app.Settings.Organisation.Name
	switch {
	case v.Ended && !until.IsZero():
		return q.T("member.ended", "shop", v.Name, "date", text.DateShort(q.lang, until.Start()))
	case v.Ended:
		return q.T("member.ended", "shop", v.Name, "date", text.DateShort(q.lang, changed))
	case v.ShopFacts.Status == suspended:
		return q.T("member.suspended", "shop", v.Name, "date", text.DateShort(q.lang, changed))
	}
	return q.T("member.status", "shop", v.Name, "trustmark", org, "date", text.DateShort(q.lang, since.Start()))
}

// intro is the sentence above the button: the trustmark's own when it has set one.
func (q *request) memberIntro() string {
	own := q.app.Settings.Organisation.MemberIntro
	if q.lang == text.EN {
		own = q.app.Settings.Organisation.MemberIntroEn
	}
	if own != "" {
		return own
	}
	return q.T("member.intro")
}

// listView is a page of the list of members.
type listView struct {
	Search, Order string
	Table         c.TableView
	Pages         c.PaginationView
	Few           bool // all fit on one page
	None          bool
}

// mostPages bounds how deep a list is read, so that nobody makes the database count to a million.
const mostPages = 2000

func membersPage(q *request) error {
	search := strings.Join(strings.Fields(q.URL.Query().Get("q")), " ")
	page, err := strconv.Atoi(q.URL.Query().Get("pagina"))
	if err != nil || page < 1 || page > mostPages {
		page = 1
	}
	rows, err := q.app.Clerk.Members(q.Context(), search, page-1)
	if err != nil {
		return err
	}
	v := listView{Search: search, Order: q.URL.Query().Get("bestelling"), None: len(rows) == 0}
	v.Table = c.TableView{
		ID: "members", Caption: q.T("members.caption"), HideCaption: true,
		Columns: []c.TableColumn{{Text: q.T("word.shop")}, {Text: q.T("member.site")}, {Text: q.T("member.place")}},
	}
	for _, m := range rows {
		domain, _, _ := strings.Cut(m.Domains, ",")
		v.Table.Rows = append(v.Table.Rows, []c.TableCell{
			{Text: m.Name, Href: "/leden/" + m.Slug + orderQuery(v.Order)}, {Text: domain}, {Text: place(m.Address)},
		})
	}
	v.pages(q, page, len(rows))
	return q.render(http.StatusOK, shopsPage(q, v))
}

// pages makes the way through the list; whether there is a next page is guessed from this one being full.
func (v *listView) pages(q *request, page, rows int) {
	link := func(n int, key string) *c.Link {
		values := url.Values{"pagina": {strconv.Itoa(n)}}
		if v.Search != "" {
			values.Set("q", v.Search)
		}
		if v.Order != "" {
			values.Set("bestelling", v.Order)
		}
		return &c.Link{Text: q.T(key), Href: "/leden?" + values.Encode()}
	}
	v.Few = page == 1 && rows < registry.PageSize
	v.Pages = c.PaginationView{Label: q.T("members.pages"), Text: q.T("members.page", "n", strconv.Itoa(page))}
	if page > 1 {
		v.Pages.Previous = link(page-1, "nav.previous")
	}
	if rows == registry.PageSize && page < mostPages {
		v.Pages.Next = link(page+1, "nav.next")
	}
}

// place gives the town at the end of an address, without the postal code.
func place(address string) string {
	i := strings.LastIndexByte(address, ',')
	words := strings.Fields(address[i+1:])
	if i < 0 {
		return ""
	}
	for len(words) > 1 && strings.ContainsAny(words[0], "0123456789") || len(words) > 1 && len(words[0]) == 2 && words[0] == strings.ToUpper(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}
