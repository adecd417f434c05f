package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// memberSearch is what a search among members found, for staff.
type memberSearch struct {
	Search string
	Table  c.TableView
	Pages  *c.PaginationView
}

func profilesShow(d *staffDesk) error {
	v := memberSearch{Search: oneLine(d.URL.Query().Get("q"))}
	page := pageNumber(d.URL.Query())
	rows, err := d.app.Clerk.Members(d.Context(), v.Search, page-1)
	if err != nil {
		return err
	}
	v.Table = c.TableView{
		ID: "members", Caption: d.T("profile.list.h1"), HideCaption: true,
		Columns: []c.TableColumn{{Text: d.T("profile.name")}, {Text: d.T("member.site")}, {Text: d.T("profile.number")}, {Text: d.T("word.status")}},
	}
	for _, m := range rows {
		v.Table.Rows = append(v.Table.Rows, []c.TableCell{
			{Text: m.Name, Href: memberPath(m.ID)}, {Text: strings.ReplaceAll(m.Domains, ",", " ")}, {Text: m.ID}, {Text: d.memberStatus(m)},
		})
	}
	v.Pages = d.paging("/staf/leden", url.Values{"q": {v.Search}}, page, len(rows) == registry.PageSize)
	return d.render(http.StatusOK, profilesPage(d, v))
}

// memberStatus says in a few words how a membership stands.
func (q *request) memberStatus(m db.Member) string {
	_, until := registry.Membership(m)
	switch {
	case m.Status == suspended, m.Status == expelled:
		return q.T("staff.member." + m.Status)
	case !until.IsZero() && until.Before(procedure.DateOf(q.app.Now())):
		return q.T("profile.ended", "date", text.DateShort(q.lang, until.Start()))
	}
	return q.T("profile.active")
}

// profileView is the profile of a member, with the part of its cases that was asked for.
type profileView struct {
	registry.MemberProfile
	Figures insight.MemberFigures
	Any     bool // it has cases
	Shown   []registry.SignalCase
	Filters c.ViewsView
	Pages   *c.PaginationView
	Charts  templ.Component // nil: none
}

// caseFilters are the parts of the cases of a member.
var caseFilters = []struct {
	key string
	has func(insight.Fact) bool
}{
	{"all", func(insight.Fact) bool { return true }},
	{"open", insight.Fact.Running},
	{"undelivered", insight.Fact.Undelivered},
	{"ended", func(f insight.Fact) bool { return !f.Running() }},
}

func profileShow(d *staffDesk) error {
	var v profileView
	var err error
	if v.MemberProfile, err = d.app.Clerk.MemberProfile(d.Context(), d.viewer, d.PathValue("id")); err != nil {
		return err
	}
	m, err := d.figuresOf(v.Member.ID, v.Member.Name, false)
	if err != nil {
		return err
	}
	v.Figures = insight.FiguresOfMember(m.facts, m.id, m.now)
	d.showCases(&v, m.facts.Facts(m.id))
	v.Charts = profileCharts(m, v.Measures)
	return d.render(http.StatusOK, profilePage(d, v))
}

// showCases counts the cases of each filter, and lists a page of those that were asked for, newest first.
func (d *staffDesk) showCases(v *profileView, facts []insight.Fact) {
	path := memberPath(v.Member.ID)
	asked := d.URL.Query().Get("zaken")
	has := caseFilters[0].has
	v.Any, v.Filters = len(facts) > 0, c.ViewsView{Label: d.T("profile.filters"), Across: true}
	for i, f := range caseFilters {
		current := asked == f.key || i == 0 && asked == ""
		if current {
			has = f.has
		}
		n := 0
		for j := range facts {
			if f.has(facts[j]) {
				n++
			}
		}
		v.Filters.Items = append(v.Filters.Items, c.ViewItem{Text: d.T("profile.filter." + f.key), Href: path + "?zaken=" + f.key + "#zaken", Count: n, Current: current})
	}
	shown := slices.DeleteFunc(facts, func(f insight.Fact) bool { return !has(f) })
	slices.SortStableFunc(shown, func(a, b insight.Fact) int { return b.Opened.Compare(a.Opened) })
	page := pageNumber(d.URL.Query())
	part, more := pageOf(shown, page)
	for _, f := range part {
		v.Shown = append(v.Shown, registry.CaseOf(f))
	}
	v.Pages = d.paging(path, url.Values{"zaken": {asked}}, page, more)
}

// profileRows say who the member is and how much it sells, with the source of that number.
func (d *staffDesk) profileRows(v profileView) []c.SummaryRow {
	m := v.Member
	since, until := registry.Membership(m)
	rows := []c.SummaryRow{
		{Key: d.T("word.status"), Value: d.memberStatus(m)},
		{Key: d.T("member.site"), Value: strings.ReplaceAll(m.Domains, ",", "\n")},
	}
	row := func(when bool, key, value string) {
		if when {
			rows = append(rows, c.SummaryRow{Key: d.T(key), Value: value})
		}
	}
	row(true, "profile.number", m.ID)
	row(m.Kvk != "", "member.kvk", m.Kvk)
	row(m.Address != "", "member.address", m.Address)
	row(m.Phone != "", "word.phone", m.Phone)
	row(m.Sector != "", "member.sector", d.sector(m.Sector))
	row(true, "profile.since", text.DateShort(d.lang, since.Start()))
	row(!until.IsZero(), "profile.until", text.DateShort(d.lang, until.Start()))
	if m.OrdersPerYear.Valid {
		row(true, "profile.orders", d.T("profile.orders."+m.OrdersSource, "n", text.Number(d.lang, m.OrdersPerYear.Int64), "date", text.DateShort(d.lang, time.UnixMilli(m.Updated))))
	} else {
		row(true, "profile.orders", d.T("profile.orders.unknown"))
	}
	row(!v.Review.IsZero(), "profile.review", d.day(v.Review))
	return append(rows, c.SummaryRow{Key: d.T("profile.page"), Body: c.Anchor(c.Link{Text: "/leden/" + m.Slug, Href: "/leden/" + m.Slug})})
}

// profileFigures are the numbers of the last twelve months.
func (d *staffDesk) profileFigures(f insight.MemberFigures) c.FiguresView {
	of := func(key string, s insight.Share) c.Figure {
		if s.Of == 0 {
			return c.Figure{Label: d.T(key), Number: d.T("profile.nothing")}
		}
		return c.Figure{Label: d.T(key), Number: d.share(s), Note: d.T("profile.of", "n", s.N, "all", s.Of)}
	}
	return c.FiguresView{Items: []c.Figure{
		{Label: d.T("profile.cases"), Number: d.count(f.Cases), Note: d.T("profile.from", "date", text.DateShort(d.lang, f.From.Start()))},
		of("profile.intime", f.InTime), of("profile.direct", f.Alone), of("profile.rulings", f.InFavour), of("profile.done", f.Done),
	}}
}

// causeTable is how often the member had each cause.
func (d *staffDesk) causeTable(f insight.MemberFigures) c.TableView {
	v := c.TableView{ID: "causes", Caption: d.T("profile.causes"), Columns: []c.TableColumn{{Text: d.T("word.problem")}, {Text: d.T("signal.cases"), Numeric: true}}}
	for _, k := range f.Causes {
		v.Rows = append(v.Rows, []c.TableCell{{Text: d.T("category." + string(k.Category))}, {Text: d.count(k.N)}})
	}
	return v
}

// openOf gives the signals that are open, and the measures that wait or are in force.
func openOf(v profileView) ([]registry.Signal, []registry.Measure) {
	var signals []registry.Signal
	var measures []registry.Measure
	for _, s := range v.Signals {
		if s.State == "open" {
			signals = append(signals, s)
		}
	}
	for _, m := range v.Measures {
		if m.Waiting() || m.InForce() {
			measures = append(measures, m)
		}
	}
	return signals, measures
}

// enforcement is what was done about the member, newest first: each measure with its whole history.
func (d *staffDesk) enforcement(list []registry.Measure) c.TimelineView {
	type at struct {
		registry.MeasureEntry
		m registry.Measure
	}
	var all []at
	for _, m := range list {
		for _, e := range m.History {
			all = append(all, at{e, m})
		}
	}
	slices.SortStableFunc(all, func(a, b at) int { return b.At.Compare(a.At) })
	v := c.TimelineView{Heading: d.T("profile.enforcement")}
	for _, x := range all {
		item := d.measureEntry(x.MeasureEntry)
		item.Title = d.T("measure.step."+string(x.m.Step)) + ": " + item.Title
		if x.Kind == "proposed" {
			item.Quote = x.m.Reason
			item.Links = []c.Link{{Text: d.T("measure.open"), Href: measurePath(x.m.ID)}}
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// profileCaption names the next review above the name of the member.
func (d *staffDesk) profileCaption(v profileView) string {
	if v.Review.IsZero() {
		return d.T("profile.caption")
	}
	return d.T("profile.caption.review", "date", d.day(v.Review))
}
