package web

import (
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"wederhoor/internal/fault"
	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/web/chart"
	c "wederhoor/internal/web/component"
)

// ownFiguresPath is where a shop sees its own figures.
const ownFiguresPath = "/winkel/cijfers"

// profileLine is how many months the line of a member has.
const profileLine = 24

// oneMember draws the figures of one member. Of other members it shows dots at most, and to a shop not even those.
type oneMember struct {
	*request
	facts  *insight.View
	normal *insight.Baseline
	now    time.Time
	id     string
	name   string
	shop   bool // for the eyes of the member itself
}

func (q *request) figuresOf(id, name string, shop bool) (*oneMember, error) {
	if q.app.Insight == nil {
		return nil, fault.New(fault.NotFound)
	}
	m := &oneMember{request: q, id: id, name: name, shop: shop}
	var err error
	if m.facts, m.now, err = q.app.Insight.Figures(q.Context()); err != nil {
		return nil, err
	}
	m.normal, err = q.app.Insight.Normal(q.Context())
	return m, err
}

// audience is the part of a key that says who reads.
func (m *oneMember) audience() string {
	if m.shop {
		return "own"
	}
	return "staff"
}

// profileCharts are the charts on the profile of a member, for staff (screens.md 14).
func profileCharts(m *oneMember, measures []registry.Measure) templ.Component {
	const below = 3 // the heading of the figures
	all := []templ.Component{m.place(), m.line()}
	if e := m.effectChart(measures, below); e != nil {
		all = append(all, e)
	}
	return chartGrid(all)
}

// measureEffect is what came after one measure, on its own page; nil when there is nothing to show.
func measureEffect(d *staffDesk, x registry.Measure) templ.Component {
	if x.Started.IsZero() {
		return nil
	}
	m := d.staffFigures(x.Member, x.Shop)
	if m == nil {
		return nil
	}
	const top = 2
	return m.effectChart([]registry.Measure{x}, top)
}

// staffFigures are the figures of a member beside other things on a page: without them the page still says the rest.
func (d *staffDesk) staffFigures(id, name string) *oneMember {
	m, err := d.figuresOf(id, name, false)
	if err == nil {
		return m
	}
	if fault.CodeOf(err) != fault.NotFound {
		d.app.Log.Error("figures not shown", "cause", err.Error())
	}
	return nil
}

// place is where the member stands in the funnel plot, with a sentence.
func (m *oneMember) place() templ.Component {
	key := m.audience()
	v := chart.FunnelView{
		Frame:     m.frame("plaats", m.T("own.place.unknown."+key)),
		Anonymous: true, Mean: m.normal.Fit.Rate, Least: m.app.Settings.Signals.MinCases, Number: m.quantity, Words: m.funnelWords(),
	}
	v.Subtitle = m.T("own.place.how." + key)
	v.Words.Own, v.Words.Others = m.T("own.place.ring."+key), ""
	v.Empty = m.T("own.place.empty." + key)
	at, ok := m.facts.Member(m.id)
	f := insight.FunnelOf(m.facts, m.normal, "", insight.Parameters(m.app.Settings.Signals))
	if !ok || !f.Known {
		return chart.Funnel(v)
	}
	i := slices.IndexFunc(f.Points, func(p insight.FunnelPoint) bool { return p.ID == at.ID })
	if i < 0 || f.Points[i].Sold <= 0 {
		return chart.Funnel(v)
	}
	own := f.Points[i]
	v.Title = m.placeTitle(own)
	v.Limits = limitsOf(m.normal.Fit, f.Points, v.Least)
	if m.shop {
		v.Words.Dot, v.Words.Beyond = m.T("insight.funnel.dot.within"), ""
		v.Limits = limitsBetween(m.normal.Fit, max(int64(own.Sold/10), 1), int64(own.Sold*10)+10, v.Least) // about itself, not over the members
	} else {
		for _, p := range f.Points {
			if p.ID != own.ID {
				v.Members = append(v.Members, chart.Member{Orders: p.Sold, Disputes: p.Cases})
			}
		}
	}
	v.Members = append(v.Members, chart.Member{
		Name: m.name, Orders: own.Sold, Disputes: own.Cases, Limit95: own.Limit.Rate95, Limit998: own.Limit.Rate998, Own: true,
		Source: m.volumeSource(own.Source), Ratio: m.T("insight.ratio", "ratio", m.quantity(own.Ratio, 1), "low", m.quantity(own.Low, 1)),
	})
	return chart.Funnel(v)
}

// placeTitle is the position in a sentence.
func (m *oneMember) placeTitle(p insight.FunnelPoint) string {
	word := [...]string{"within", "high", "far"}[p.Above]
	return m.T("own.place."+word+"."+m.audience(), "n", p.Cases, "ratio", m.quantity(p.Ratio, 1), "low", m.quantity(p.Low, 1))
}

func (m *oneMember) frame(id, title string) chart.Frame {
	return chart.Frame{ID: id, Title: title, Level: 3, Table: m.T("insight.table"), Caption: m.T("own.data." + id), Empty: m.T("insight.empty")}
}

// line is the disputes of the member in the last 24 months.
func (m *oneMember) line() templ.Component {
	months := insight.LineOf(m.facts, m.id, profileLine, m.now)
	v := chart.LineView{Frame: m.frame("maandlijn", m.lineTitle()), Number: m.quantity, Words: chart.LineWords{
		Value: m.T("own.line.value"), Number: m.T("own.line.number"), PeriodColumn: m.T("insight.cohort.month"), NumberColumn: m.T("insight.cases"),
	}}
	v.Subtitle = m.T("own.line.how")
	for _, x := range months {
		label := m.monthWords(x.Month)
		if !x.Whole {
			label = m.T("own.line.until", "month", label)
		}
		v.Values = append(v.Values, chart.Value{Label: label, Number: float64(x.N), Other: math.NaN()})
	}
	return chart.Line(v)
}

// lineTitle sets the last twelve months, to the day, beside the twelve before. Who is no member that long is compared by
// the days of its membership.
func (m *oneMember) lineTitle() string {
	f := m.year()
	f.Member = m.id
	last, before := 0, 0
	for _, x := range insight.CauseGroups(m.facts, f, f.YearBefore(), m.now)[0].Rows {
		last, before = last+x.N, before+x.Before
	}
	now, was := m.memberDays(f), m.memberDays(f.YearBefore())
	change := insight.RateChange(before, was, last, now, insight.Certainty)
	switch {
	case last+before == 0:
		return m.T("own.line.none")
	case was == 0:
		return m.T("own.line.only", "n", last)
	case change.Low > 1:
		return m.T("own.line.more", "n", last, "before", before)
	case change.High < 1:
		return m.T("own.line.less", "n", last, "before", before)
	}
	return m.T("own.line.same", "n", last, "before", before)
}

// year is the last twelve months, to the day.
func (m *oneMember) year() insight.Filter {
	today := procedure.DateOf(m.now)
	return insight.Filter{From: insight.LastMonths(today, 12), To: today}
}

// memberDays counts the days of a period in which the shop was a member.
func (m *oneMember) memberDays(f insight.Filter) float64 {
	at, ok := m.facts.Member(m.id)
	if !ok {
		return 0
	}
	if at.Since.After(f.From) {
		f.From = at.Since
	}
	if !at.Until.IsZero() && at.Until.Before(f.To) {
		f.To = at.Until
	}
	return max(0, float64(f.From.DaysUntil(f.To)+1))
}

// causes are those of the member in a period.
func (m *oneMember) causes(f insight.Filter) templ.Component {
	f.Member, f.Sector = m.id, ""
	all := insight.CauseGroups(m.facts, f, f.YearBefore(), m.now)[0]
	v := chart.BarsView{Frame: m.frame("klachten", m.T("own.causes.none")), LabelColumn: m.T("word.problem"), ValueColumn: m.T("insight.cases"), BeforeColumn: m.T("insight.before.jaar-eerder"), BeforeKey: m.T("insight.before.jaar-eerder")}
	v.Subtitle, v.Empty = m.T("own.causes.how"), m.T("own.causes.empty")
	total := all.Total()
	for _, x := range all.Rows {
		v.Bars = append(v.Bars, chart.Bar{
			Label: m.T("category." + string(x.Category)), Value: float64(x.N), Text: m.count(x.N), Before: float64(x.Before), BeforeText: m.count(x.Before),
		})
	}
	if total > 0 {
		v.Title = m.T("own.causes.title", "cause", m.T("category."+string(all.Rows[0].Category)), "n", all.Rows[0].N, "all", total)
	}
	return chart.Bars(v)
}

// ownView is the page of a shop about itself.
type ownView struct {
	Shops   c.ViewsView // to choose from; empty with one
	Name    string
	Fresh   string
	Span    string
	Figures c.FiguresView
	Beside  c.TableView
	Shown   bool // the sector's figures give nobody away
	Sector  string
	Charts  []templ.Component
}

// ownFiguresShow shows a shop its own figures beside those of its sector.
func ownFiguresShow(d *shopDesk) error {
	members := d.viewer.Members
	if len(members) == 0 {
		return fault.New(fault.NotFound)
	}
	id := members[0]
	if asked := d.URL.Query().Get("winkel"); slices.Contains(members, asked) {
		id = asked
	}
	row, err := d.app.Clerk.MemberByID(d.Context(), id)
	if err != nil {
		return err
	}
	m, err := d.figuresOf(id, row.Name, true)
	if err != nil {
		return err
	}
	shops, err := d.ownShops(members, id)
	if err != nil {
		return err
	}
	f := m.year()
	p := insight.ProfileOf(m.facts, id, f, m.now)
	v := ownView{
		Shops: shops, Name: row.Name, Fresh: d.moment(m.now), Span: d.spanWords(f), Figures: d.ownTiles(p), Beside: d.ownTable(p),
		Shown: p.Shown, Sector: d.sector(row.Sector), Charts: []templ.Component{m.place(), m.line(), m.causes(f)},
	}
	return d.render(http.StatusOK, ownPage(d, v))
}

func (d *shopDesk) ownShops(members []string, here string) (c.ViewsView, error) {
	v := c.ViewsView{Label: d.T("own.shops"), Across: true}
	if len(members) < 2 {
		return v, nil
	}
	for _, id := range members {
		m, err := d.app.Clerk.MemberByID(d.Context(), id)
		if err != nil {
			return v, err
		}
		v.Items = append(v.Items, c.ViewItem{Text: m.Name, Href: ownFiguresPath + "?winkel=" + id, NoCount: true, Current: id == here})
	}
	return v, nil
}

func (d *shopDesk) ownTiles(p insight.Profile) c.FiguresView {
	own := p.Own
	return c.FiguresView{Items: []c.Figure{
		{Label: d.T("own.cases"), Number: d.count(own.Cases), Note: d.T("own.cases.note")},
		{Label: d.T("own.intime"), Number: d.share(own.InTime), Note: d.shareOf(own.InTime)},
		{Label: d.T("own.alone"), Number: d.share(own.Alone), Note: d.shareOf(own.Alone)},
		{Label: d.T("insight.figure.opgelost"), Number: d.quantile(own.Days.Median, own.Days.Few()), Note: d.T("insight.solved.n", "n", own.Days.N)},
	}}
}

// ownTable sets the shop beside the other shops of its sector.
func (d *shopDesk) ownTable(p insight.Profile) c.TableView {
	t := c.TableView{ID: "beside", Caption: d.T("own.beside"), HideCaption: true, Stack: true, Columns: []c.TableColumn{
		{Text: d.T("eval.figure")}, {Text: d.T("own.you"), Numeric: true}, {Text: d.T("own.others"), Numeric: true},
	}}
	row := func(key, own, others string) {
		t.Rows = append(t.Rows, []c.TableCell{{Text: d.T(key)}, {Text: own}, {Text: others}})
	}
	row("own.intime", d.shareWords(p.Own.InTime), d.shareWords(p.Sector.InTime))
	row("own.alone", d.shareWords(p.Own.Alone), d.shareWords(p.Sector.Alone))
	row("insight.figure.opgelost", d.quantile(p.Own.Days.Median, p.Own.Days.Few()), d.quantile(p.Sector.Days.Median, p.Sector.Days.Few()))
	row("own.ninety", d.quantile(p.Own.Days.Ninety, p.Own.Days.Few()), d.quantile(p.Sector.Days.Ninety, p.Sector.Days.Few()))
	return t
}
