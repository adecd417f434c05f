package web

import (
	"wederhoor/internal/insight"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// aboutSpan says about which period, and which sector.
func (d *insightDesk) aboutSpan() string {
	words := d.T("insight.about.span", "span", d.spanWords(d.asked.filter()))
	if d.asked.Sector != "" {
		words = d.T("insight.about.sector", "span", words, "sector", d.sector(d.asked.Sector))
	}
	return words
}

// aboutWords says about which period and members the figures are, with what they are compared, and how new they are.
func (d *insightDesk) aboutWords() string {
	return d.T("insight.about", "span", d.aboutSpan(), "before", d.spanWords(d.asked.compared()), "n", d.membersIn(), "fresh", text.Clock(d.lang, d.now))
}

// membersIn counts the members of the period.
func (d *insightDesk) membersIn() int {
	n := 0
	for _, m := range d.facts.Members() {
		in := !m.Since.After(d.asked.To) && (m.Until.IsZero() || !m.Until.Before(d.asked.From))
		if in && (d.asked.Sector == "" || m.Sector == d.asked.Sector) {
			n++
		}
	}
	return n
}

// unknownTable lists the members of unknown volume that have disputes.
func (d *insightDesk) unknownTable(list []insight.FunnelPoint) c.TableView {
	t := c.TableView{ID: "unknown", Caption: d.T("insight.unknown.h"), HideCaption: true, Stack: true, Columns: []c.TableColumn{{Text: d.T("insight.member")}, {Text: d.T("insight.cases"), Numeric: true}}}
	for _, p := range list {
		t.Rows = append(t.Rows, []c.TableCell{{Text: d.name(p.ID), Href: memberPath(p.ID)}, {Text: d.count(p.Cases)}})
	}
	return t
}

// explained is a group of definitions.
type explained struct {
	id, title string
	rows      []c.SummaryRow
}

// explanations are the definitions of all numbers and charts, in the order of the pages.
func (d *insightDesk) explanations() []explained {
	var numbers []c.SummaryRow
	s := d.app.Settings.Signals
	add := func(rows []c.SummaryRow, name, words string) []c.SummaryRow {
		return append(rows, c.SummaryRow{Key: name, Value: words})
	}
	for _, l := range behind {
		numbers = add(numbers, d.T("insight.figure."+l.key), d.T("insight.explain."+l.key))
	}
	numbers = add(numbers, d.T("insight.figure.grens"), d.T("insight.explain.grens", "n", s.MinCases, "months", s.Window))
	charts := func(list []plot) []c.SummaryRow {
		var rows []c.SummaryRow
		for _, p := range list {
			rows = add(rows, d.T("insight.data."+p.id), d.T("insight.explain."+p.id))
		}
		return rows
	}
	var words []c.SummaryRow
	for _, k := range []string{"counts", "interval", "few", "median", "compare", "persons"} {
		words = add(words, d.T("insight.term."+k), d.T("insight.explain."+k))
	}
	return []explained{
		{"getallen", d.T("insight.explain.numbers"), numbers},
		{"grafieken", d.T("insight.explain.charts"), charts(insightCharts)},
		{"evaluatie", d.T("eval.h1"), charts(evaluationCharts)},
		{"woorden", d.T("insight.explain.words"), words},
	}
}
