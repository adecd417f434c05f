package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// Insight keeps the figures of the quality manager. They are as they are now, with the instant of that.
type Insight interface {
	// Figures gives the facts of all disputes, and when they were read.
	Figures(ctx context.Context) (*insight.View, time.Time, error)
	// Normal gives what is normal among all members.
	Normal(ctx context.Context) (*insight.Baseline, error)
}

const (
	insightPath    = "/staf/inzicht"
	evaluationPath = insightPath + "/evaluatie"
	explainPath    = insightPath + "/uitleg"
	notesPath      = insightPath + "/notities"
	behindPath     = insightPath + "/zaken"
)

// insightRoutes are the figures of the quality manager (screens.md 13), the evaluation of the procedure, and a shop's
// own figures.
func (a *App) insightRoutes() []Route {
	routes := []Route{
		{Method: http.MethodGet, Pattern: insightPath, Who: StaffPerson, handle: forInsight(insightShow)},
		{Method: http.MethodGet, Pattern: evaluationPath, Who: StaffPerson, handle: forInsight(evaluationShow)},
		{Method: http.MethodGet, Pattern: explainPath, Who: StaffPerson, handle: forInsight(definitionsShow)},
		{Method: http.MethodGet, Pattern: behindPath, Who: StaffPerson, handle: forInsight(behindShow)},
		{Method: http.MethodGet, Pattern: behindPath + ".csv", Who: StaffPerson, handle: forInsight(behindCSV)},
		{Method: http.MethodGet, Pattern: notesPath, Who: StaffPerson, handle: forStaff(chartNotesShow)},
		{Method: http.MethodPost, Pattern: notesPath, Who: StaffPerson, handle: forStaff(chartNotesPost)},
		{Method: http.MethodPost, Pattern: notesPath + "/{id}/weg", Who: StaffPerson, handle: forStaff(chartNoteDrop)},
		{Method: http.MethodGet, Pattern: ownFiguresPath, Who: ShopPerson, handle: forShop(ownFiguresShow)},
	}
	for _, p := range insightCharts {
		routes = append(routes, Route{Method: http.MethodGet, Pattern: insightPath + "/" + p.id + ".csv", Who: StaffPerson, handle: forInsight(p.csv)})
	}
	for _, p := range evaluationCharts {
		routes = append(routes, Route{Method: http.MethodGet, Pattern: evaluationPath + "/" + p.id + ".csv", Who: StaffPerson, handle: forInsight(p.csv)})
	}
	return routes
}

// insightDesk is a person of the trustmark who looks at figures.
type insightDesk struct {
	*staffDesk
	page   string // path of the page of which the filter is
	asked  period
	now    time.Time // when the figures were read
	facts  *insight.View
	normal *insight.Baseline
	names  map[string]string // of members, by id
}

// forInsight asks a signed-in person of the trustmark, and gives the figures that the address asks for. Where the dates
// in it are wrong, the page shows them again and no figures.
func forInsight(h func(*insightDesk) error) handler {
	return forStaff(func(s *staffDesk) error {
		d := &insightDesk{staffDesk: s, page: insightPath}
		if strings.HasPrefix(d.URL.Path, evaluationPath) {
			d.page = evaluationPath
		}
		if err := d.load(); err != nil {
			return err
		}
		if d.asked = d.readAsked(d.URL.Query()); d.form != nil {
			return d.render(http.StatusUnprocessableEntity, insightAsk(d))
		}
		return h(d)
	})
}

func (d *insightDesk) load() error {
	if d.app.Insight == nil {
		return fault.New(fault.NotFound)
	}
	var err error
	if d.facts, d.now, err = d.app.Insight.Figures(d.Context()); err != nil {
		return err
	}
	if d.normal, err = d.app.Insight.Normal(d.Context()); err != nil {
		return err
	}
	d.names, err = d.app.Clerk.MemberNames(d.Context(), d.viewer)
	return err
}

// pageTitle is the heading of the page of which the filter is.
func (d *insightDesk) pageTitle() string {
	if d.page == evaluationPath {
		return d.T("eval.h1")
	}
	return d.T("insight.h1")
}

// frame is the layout of a page of figures.
func (d *insightDesk) frame(page string) c.LayoutView { return d.insightFrame(page) }

func (d *staffDesk) insightFrame(page string) c.LayoutView {
	v := d.layout(page, insightSection, "")
	v.Wide = true
	return v
}

// insightSection is the section of figures in the bar.
const insightSection = "insight"

// insightNav leads to the pages about figures.
func (d *staffDesk) insightNav(here string) c.ViewsView {
	v := c.ViewsView{Label: d.T("insight.nav"), Across: true}
	for _, x := range []struct{ path, words string }{
		{insightPath, d.T("insight.nav.members")},
		{evaluationPath, d.T("insight.nav.evaluation")},
		{signalsPath, d.T("staff.nav.signals")},
		{notesPath, d.T("insight.nav.notes")},
		{explainPath, d.T("insight.nav.explain")},
	} {
		v.Items = append(v.Items, c.ViewItem{Text: x.words, Href: x.path, NoCount: true, Current: x.path == here})
	}
	return v
}

// insightNav leads to the pages about figures, and takes the period and the sector along.
func (d *insightDesk) insightNav(here string) c.ViewsView {
	v := d.staffDesk.insightNav(here)
	for i, x := range v.Items {
		switch x.Href {
		case insightPath, evaluationPath, explainPath:
			v.Items[i].Href = d.link(x.Href)
		}
	}
	return v
}

// plotted is a chart with the data behind it.
type plotted struct {
	view  templ.Component
	sheet [][]string // headings first
}

// plot is a chart at its own address.
type plot struct {
	id   string
	draw func(*insightDesk) (plotted, error)
}

func (p plot) csv(d *insightDesk) error {
	x, err := p.draw(d)
	if err != nil {
		return err
	}
	return d.sendSheet(p.id, x.sheet)
}

// insightCharts are the charts of the page of members, in order.
var insightCharts = []plot{
	{"trechter", (*insightDesk).funnelPlot},
	{"verdeling", (*insightDesk).paretoPlot},
	{"eindes", (*insightDesk).endsPlot},
	{"weken", (*insightDesk).weeksPlot},
	{"doorlooptijd", (*insightDesk).timesPlot},
	{"cohorten", (*insightDesk).cohortPlot},
	{"oorzaken", (*insightDesk).causesPlot},
	{"maatregelen", (*insightDesk).measuresPlot},
}

// insightView is the page of members.
type insightView struct {
	Figures c.FiguresView
	Signals []registry.Signal     // the first that are open, of the sector
	Open    int                   // those of all sectors
	Unknown []insight.FunnelPoint // members with disputes and of unknown volume
	Charts  []templ.Component
}

// firstSignals is how many open signals the page shows.
const firstSignals = 5

func insightShow(d *insightDesk) error {
	var v insightView
	f := d.funnelOf()
	open, err := d.undecided(f)
	if err != nil {
		return err
	}
	v.Figures = d.sixFigures(f, open)
	if v.Signals, v.Open, err = d.app.Clerk.OpenSignals(d.Context(), d.viewer, 0, firstSignals, d.inSector); err != nil {
		return err
	}
	if v.Charts, err = d.drawAll(insightCharts); err != nil {
		return err
	}
	v.Unknown = f.Busy
	return d.render(http.StatusOK, insightPage(d, v))
}

// inSector says whether a member is in the sector that was asked for.
func (d *insightDesk) inSector(id string) bool {
	m, ok := d.facts.Member(id)
	return d.asked.Sector == "" || ok && m.Sector == d.asked.Sector
}

func (d *insightDesk) drawAll(plots []plot) ([]templ.Component, error) {
	var out []templ.Component
	for _, p := range plots {
		x, err := p.draw(d)
		if err != nil {
			return nil, err
		}
		out = append(out, x.view)
	}
	return out, nil
}

// definitionsShow tells how every number is made.
func definitionsShow(d *insightDesk) error { return d.render(http.StatusOK, definitionsPage(d)) }

// link is an address with the filter of the page.
func (d *insightDesk) link(path string, more ...string) string {
	values := d.asked.values()
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return withQuery(path, values)
}

func withQuery(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// name gives the name of a member, or its number when it has none.
func (d *insightDesk) name(id string) string {
	if n := d.names[id]; n != "" {
		return n
	}
	return id
}
