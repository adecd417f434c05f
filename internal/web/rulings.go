package web

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// rulingsRoutes are the published rulings, for everybody (rules 3.6).
func (a *App) rulingsRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Pattern: "/uitspraken", Who: Everyone, handle: rulingsList},
		{Method: http.MethodGet, Pattern: "/uitspraken.xml", Who: Everyone, handle: rulingsFeed},
		{Method: http.MethodGet, Pattern: "/uitspraken/{number}", Who: Everyone, handle: rulingPublished},
	}
}

// rulingsView is a page of the list of published rulings.
type rulingsView struct {
	Search, Category, Outcome string
	Rulings                   []registry.Published
	Pages                     *c.PaginationView
}

// asks says that the list was narrowed.
func (v rulingsView) asks() bool { return v.Search != "" || v.Category != "" || v.Outcome != "" }

func rulingsList(q *request) error {
	asked := q.URL.Query()
	v := rulingsView{Search: oneLine(asked.Get("q"))}
	if len(v.Search) > mostSearch {
		v.Search = strings.ToValidUTF8(v.Search[:mostSearch], "")
	}
	if x := procedure.Category(asked.Get("soort")); slices.Contains(procedure.Categories, x) {
		v.Category = string(x)
	}
	if x := procedure.Outcome(asked.Get("uitkomst")); slices.Contains(procedure.RuledOutcomes, x) {
		v.Outcome = string(x)
	}
	page := pageNumber(asked)
	var err error
	if v.Rulings, err = q.app.Clerk.Rulings(q.Context(), v.Search, v.Category, v.Outcome, page-1); err != nil {
		return err
	}
	values := url.Values{}
	for name, value := range map[string]string{"q": v.Search, "soort": v.Category, "uitkomst": v.Outcome} {
		if value != "" {
			values.Set(name, value)
		}
	}
	v.Pages = q.paging("/uitspraken", values, page, len(v.Rulings) == registry.PageSize)
	return q.render(http.StatusOK, rulingsPage(q, v))
}

// mostSearch bounds what is searched for, in bytes.
const mostSearch = 200

// categoryOptions and outcomeOptions narrow the list; the first of each stands for all.
func (q *request) categoryOptions() []c.Option {
	out := []c.Option{{Text: q.T("rulings.all")}}
	for _, x := range procedure.Categories {
		out = append(out, c.Option{Value: string(x), Text: q.T("category." + string(x))})
	}
	return out
}

func (q *request) outcomeOptions() []c.Option {
	out := []c.Option{{Text: q.T("rulings.all")}}
	for _, x := range procedure.RuledOutcomes {
		out = append(out, c.Option{Value: string(x), Text: q.inShort(x)})
	}
	return out
}

func rulingPublished(q *request) error {
	number := q.PathValue("number")
	if len(number) > 20 {
		return fault.New(fault.NotFound)
	}
	r, err := q.app.Clerk.RulingByNumber(q.Context(), number)
	if err != nil {
		return err
	}
	return q.render(http.StatusOK, rulingPublishedPage(q, r))
}

// publishedRulings lists the latest published rulings about a member, for its public page; nothing when there are none.
func publishedRulings(q *request, member string) (templ.Component, error) {
	list, err := q.app.Clerk.RulingsOf(q.Context(), member)
	if err != nil {
		return nil, err
	}
	return memberRulings(q, list[:min(len(list), mostOfMember)]), nil
}

// mostOfMember is how many rulings the page of a member shows.
const mostOfMember = 10

// headline says in a line what a published ruling is about.
func (q *request) headline(r registry.Published) string {
	return r.Shop + ": " + q.T("category."+string(r.Category))
}

// short cuts a text for a list at the end of a word.
func short(s string, most int) string {
	s = strings.Join(strings.Split(s, "\n"), " ")
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	cut := string(runes[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}

// The feed of published rulings (Atom, RFC 4287). The ids are tag URIs that stay what they are when the site moves.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
		Type string `xml:"type,attr,omitempty"`
	}
	atomEntry struct {
		ID        string       `xml:"id"`
		Title     string       `xml:"title"`
		Published string       `xml:"published"`
		Updated   string       `xml:"updated"`
		Link      atomLink     `xml:"link"`
		Category  atomCategory `xml:"category"`
		Summary   string       `xml:"summary"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
)

func rulingsFeed(q *request) error {
	list, err := q.app.Clerk.Rulings(q.Context(), "", "", "", 0)
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(q.app.Settings.Organisation.PublicURL, "/")
	tag := "tag:" + q.app.base.Hostname() + ",2026:uitspraken"
	feed := atomFeed{
		Lang: string(q.lang), ID: tag, Title: q.T("rulings.feed", "trustmark", q.app.Settings.Organisation.Name),
		Author: atomAuthor{q.app.Settings.Organisation.Name}, Updated: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.RFC3339),
		Links: []atomLink{
			{Rel: "self", Href: base + "/uitspraken.xml?lang=" + string(q.lang), Type: "application/atom+xml"},
			{Rel: "alternate", Href: base + "/uitspraken", Type: "text/html"},
		},
	}
	latest := time.Time{}
	for _, r := range list {
		updated := r.At
		for _, k := range r.Parts.Corrections {
			updated = k.At
		}
		if updated.After(latest) {
			latest, feed.Updated = updated, updated.Format(time.RFC3339)
		}
		feed.Entries = append(feed.Entries, atomEntry{
			ID: tag + "/" + r.Number, Title: r.Number + " " + q.headline(r) + ". " + q.inShort(r.Outcome),
			Published: r.At.Format(time.RFC3339), Updated: updated.Format(time.RFC3339),
			Link:     atomLink{Rel: "alternate", Href: base + "/uitspraken/" + r.Number, Type: "text/html"},
			Category: atomCategory{string(r.Category), q.T("category." + string(r.Category))}, Summary: r.Parts.Text.Short,
		})
	}
	body, err := xml.MarshalIndent(feed, "", "  ")
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "application/atom+xml; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=600")
	q.app.write(q.w, xml.Header+string(body)+"\n")
	return nil
}

// publishedRows are the facts of a published ruling.
func (q *request) publishedRows(r registry.Published) []c.SummaryRow {
	shop := c.SummaryRow{Key: q.T("word.shop"), Value: r.Shop}
	if r.Slug != "" {
		shop.Body = c.Anchor(c.Link{Text: r.Shop, Href: "/leden/" + r.Slug})
	}
	return []c.SummaryRow{
		{Key: q.T("rulings.number"), Value: r.Number},
		{Key: q.T("rulings.ruled"), Value: text.Date(q.lang, r.Ruled)},
		shop,
		{Key: q.T("word.problem"), Value: q.T("category." + string(r.Category))},
		{Key: q.T("rulings.outcome"), Value: q.inShort(r.Outcome)},
	}
}
