package web

import (
	"math"
	"strconv"
	"strings"

	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// reportText writes a report in the language of the page. The document says the same.
func (q *request) reportText(r registry.YearReport, data []byte) registry.ReportText {
	year := strconv.Itoa(r.Year)
	t := registry.ReportText{
		Title: q.T("report.h1", "year", year, "trustmark", r.Organisation), Intro: q.T("report.intro", "year", year), Data: data, Year: r.Year,
		At: r.Changed(),
	}
	if !r.Published.IsZero() {
		t.Rows = append(t.Rows, registry.ReportLine{Name: q.T("report.published"), Value: text.Date(q.lang, r.Published)})
	}
	for _, x := range r.Changes {
		t.Rows = append(t.Rows, registry.ReportLine{
			Name: q.T("report.changed"), Value: q.T("report.changed.why", "date", text.Date(q.lang, x.At), "reason", q.both(x.Reason)),
		})
	}
	t.Rows = append(t.Rows, registry.ReportLine{Name: q.T("report.counted"), Value: text.Date(q.lang, r.Figures.Counted)})
	f, w := r.Figures, r.Words
	t.Short = q.reportShort(f)
	t.Parts = []registry.ReportPart{
		q.reportReceived(f, year), q.reportProblems(f, w), q.reportRefused(f), q.reportEnds(f),
		q.reportStopped(f), q.reportTimes(f), q.reportCarried(f), q.reportTogether(w),
	}
	return t
}

// reportShort are the figures that tell most.
func (q *request) reportShort(f registry.ReportFigures) []registry.ReportLine {
	amicable, median := q.reportShare(f.Amicable), q.T("report.none")
	if f.Amicable.Percent != nil {
		amicable = q.reportPercent(f.Amicable)
	}
	if m := f.Solved.Median; m != nil {
		median = q.T("report.days", "n", q.reportCount(*m))
	}
	return []registry.ReportLine{
		{Name: q.T("report.short.received"), Value: q.reportCount(f.Received)},
		{Name: q.T("report.short.amicable"), Value: amicable},
		{Name: q.T("report.short.rulings"), Value: q.reportCount(f.Rulings.N)},
		{Name: q.T("report.short.median"), Value: median},
	}
}

// both gives the text in the language of the page.
func (q *request) both(b registry.BothWords) string {
	if q.lang == text.EN {
		return b.EN
	}
	return b.NL
}

func (q *request) reportCount(n int) string { return text.Number(q.lang, int64(n)) }

// reportDecimal writes a number with one decimal, as the language does.
func (q *request) reportDecimal(x float64) string {
	whole, rest := math.Modf(math.Round(x*10) / 10)
	mark := ","
	if q.lang == text.EN {
		mark = "."
	}
	return text.Number(q.lang, int64(whole)) + mark + strconv.Itoa(int(math.Round(math.Abs(rest)*10)))
}

// reportPercent writes a share; with less than 5 it would say nothing.
func (q *request) reportPercent(s registry.ReportShare) string {
	if s.Percent == nil {
		return q.T("report.few")
	}
	return q.T("report.percent", "n", q.reportDecimal(*s.Percent))
}

// reportShare writes a share with its numbers.
func (q *request) reportShare(s registry.ReportShare) string {
	switch {
	case s.Of == 0:
		return q.T("report.none")
	case s.Percent == nil:
		return q.T("report.of", "n", q.reportCount(s.N), "all", q.reportCount(s.Of))
	}
	return q.T("report.share", "share", q.reportPercent(s), "n", q.reportCount(s.N), "all", q.reportCount(s.Of))
}

func (q *request) reportReceived(f registry.ReportFigures, year string) registry.ReportPart {
	p := registry.ReportPart{ID: "a", Title: q.T("report.a.h"), Words: []string{q.T("report.a", "year", year, "n", f.Received)}}
	table := registry.ReportTable{
		Caption: q.T("report.a.table"), Head: []string{q.T("word.problem"), q.T("report.n"), q.T("report.part"), q.T("report.before")},
	}
	for _, x := range f.Categories {
		table.Rows = append(table.Rows, []string{
			q.T("category." + string(x.Category)), q.reportCount(x.N), q.reportPercent(x.ReportShare), q.reportCount(x.Before),
		})
	}
	p.Table = nonEmpty(table)
	return p
}

func nonEmpty(t registry.ReportTable) *registry.ReportTable {
	if len(t.Rows) == 0 {
		return nil
	}
	return &t
}

func (q *request) reportProblems(f registry.ReportFigures, w registry.ReportWords) registry.ReportPart {
	p := registry.ReportPart{ID: "b", Title: q.T("report.b.h"), Words: filled(q.both(w.Problems))}
	if s := q.both(w.Recommendations); s != "" {
		p.Words = append(p.Words, q.T("report.b.advice"), s)
	}
	var notable []string
	for _, x := range f.Categories {
		if x.Notable {
			notable = append(notable, q.T("category."+string(x.Category)))
		}
	}
	p.Notes = []string{q.T("report.b.none")}
	if len(notable) > 0 {
		p.Notes = []string{q.T("report.b.notable", "list", strings.Join(notable, ", "))}
	}
	return p
}

// filled gives the texts that are not empty.
func filled(texts ...string) []string {
	var out []string
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			out = append(out, s)
		}
	}
	return out
}

func (q *request) reportRefused(f registry.ReportFigures) registry.ReportPart {
	p := registry.ReportPart{ID: "c", Title: q.T("report.c.h"), Lines: []registry.ReportLine{
		{Name: q.T("report.c.refused"), Value: q.reportShare(f.Refused)},
		{Name: q.T("report.c.undecided"), Value: q.reportCount(f.Undecided)},
	}}
	table := registry.ReportTable{Caption: q.T("report.c.table"), Head: []string{q.T("report.reason"), q.T("report.n"), q.T("report.c.part")}}
	for _, g := range f.Grounds {
		table.Rows = append(table.Rows, []string{q.T("ground." + string(g.Ground)), q.reportCount(g.N), q.reportPercent(g.ReportShare)})
	}
	p.Table = nonEmpty(table)
	return p
}

// outcomeTable lists ends with their shares.
func (q *request) outcomeTable(caption, first string, list []registry.ReportOutcome) *registry.ReportTable {
	table := registry.ReportTable{Caption: caption, Head: []string{first, q.T("report.n"), q.T("report.part")}}
	for _, o := range list {
		table.Rows = append(table.Rows, []string{q.T("outcome." + string(o.Outcome)), q.reportCount(o.N), q.reportPercent(o.ReportShare)})
	}
	return nonEmpty(table)
}

func (q *request) reportEnds(f registry.ReportFigures) registry.ReportPart {
	r := f.Rulings
	return registry.ReportPart{
		ID: "d", Title: q.T("report.d.h"), Words: []string{q.T("report.d", "n", f.Ended)},
		Lines: []registry.ReportLine{
			{Name: q.T("report.d.amicable"), Value: q.reportShare(f.Amicable)},
			{Name: q.T("report.d.rulings"), Value: q.reportCount(r.N)},
			{Name: q.T("report.d.consumer"), Value: q.reportShare(r.Consumer)},
			{Name: q.T("report.d.partly"), Value: q.reportShare(r.Partly)},
			{Name: q.T("report.d.trader"), Value: q.reportShare(r.Trader)},
			{Name: q.T("report.d.inadmissible"), Value: q.reportShare(r.Inadmissible)},
		},
		Table: q.outcomeTable(q.T("report.d.table"), q.T("report.end"), f.Outcomes),
	}
}

func (q *request) reportStopped(f registry.ReportFigures) registry.ReportPart {
	return registry.ReportPart{
		ID: "e", Title: q.T("report.e.h"), Lines: []registry.ReportLine{{Name: q.T("report.e.stopped"), Value: q.reportShare(f.Stopped)}},
		Table: q.outcomeTable(q.T("report.e.table"), q.T("report.reason"), f.Reasons),
	}
}

func (q *request) reportTimes(f registry.ReportFigures) registry.ReportPart {
	mean, median := q.T("report.none"), q.T("report.none")
	if f.Solved.Mean != nil && f.Solved.Median != nil {
		mean = q.T("report.days", "n", q.reportDecimal(*f.Solved.Mean))
		median = q.T("report.days", "n", q.reportCount(*f.Solved.Median))
	}
	return registry.ReportPart{
		ID: "f", Title: q.T("report.f.h"), Words: []string{q.T("report.f")},
		Lines: []registry.ReportLine{
			{Name: q.T("report.f.solved"), Value: q.reportCount(f.Solved.N)},
			{Name: q.T("report.f.mean"), Value: mean},
			{Name: q.T("report.f.median"), Value: median},
			{Name: q.T("report.f.direct"), Value: q.reportShare(f.Direct)},
		},
	}
}

func (q *request) reportCarried(f registry.ReportFigures) registry.ReportPart {
	return registry.ReportPart{
		ID: "g", Title: q.T("report.g.h"), Words: []string{q.T("report.g")},
		Lines: []registry.ReportLine{
			{Name: q.T("report.g.agreements"), Value: q.reportShare(f.Agreements.ReportShare)},
			{Name: q.T("report.g.agreements.unknown"), Value: q.reportCount(f.Agreements.Unknown)},
			{Name: q.T("report.g.agreements.waiting"), Value: q.reportCount(f.Agreements.Waiting)},
			{Name: q.T("report.g.rulings"), Value: q.reportShare(f.Ruled.ReportShare)},
			{Name: q.T("report.g.rulings.unknown"), Value: q.reportCount(f.Ruled.Unknown)},
			{Name: q.T("report.g.rulings.waiting"), Value: q.reportCount(f.Ruled.Waiting)},
		},
	}
}

func (q *request) reportTogether(w registry.ReportWords) registry.ReportPart {
	p := registry.ReportPart{ID: "h", Title: q.T("report.h.h"), Words: filled(q.both(w.Cooperation))}
	if len(p.Words) == 0 {
		p.Words = []string{q.T("report.h.none")}
	}
	return p
}

// reportRows and reportTable show what the document shows too.
func reportRows(lines []registry.ReportLine) c.SummaryListView {
	var v c.SummaryListView
	for _, l := range lines {
		v.Rows = append(v.Rows, c.SummaryRow{Key: l.Name, Value: l.Value})
	}
	return v
}

func reportTiles(lines []registry.ReportLine) c.FiguresView {
	var v c.FiguresView
	for _, l := range lines {
		v.Items = append(v.Items, c.Figure{Label: l.Name, Number: l.Value})
	}
	return v
}

func reportTable(p registry.ReportPart) c.TableView {
	v := c.TableView{ID: "table-" + p.ID, Caption: p.Table.Caption}
	for i, h := range p.Table.Head {
		v.Columns = append(v.Columns, c.TableColumn{Text: h, Numeric: i > 0})
	}
	for _, row := range p.Table.Rows {
		var cells []c.TableCell
		for _, s := range row {
			cells = append(cells, c.TableCell{Text: s})
		}
		v.Rows = append(v.Rows, cells)
	}
	return v
}

// reportFiles are the links to a report in other forms.
func (q *request) reportFiles(year int) []c.Link {
	path := reportPath(year)
	return []c.Link{
		{Text: q.T("report.pdf"), Href: path + ".pdf"},
		{Text: q.T("report.csv"), Href: path + ".csv"},
		{Text: q.T("report.json"), Href: path + ".json"},
		{Text: q.T("report.explain"), Href: reportsPath + "/uitleg"},
	}
}
