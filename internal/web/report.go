package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

const reportsPath = "/jaarverslag"

// reportRoutes are the yearly reports (Directive 2013/11/EU art. 7(2)), for everybody, and where they are drawn up.
func (a *App) reportRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Pattern: reportsPath, Who: Everyone, handle: reportsShow},
		{Method: http.MethodGet, Pattern: reportsPath + "/uitleg", Who: Everyone, handle: reportExplain},
		{Method: http.MethodGet, Pattern: reportsPath + "/{year}", Who: Everyone, handle: reportFile},
		{Method: http.MethodGet, Pattern: "/staf" + reportsPath, Who: StaffPerson, handle: forStaff(reportDesks)},
		{Method: http.MethodGet, Pattern: "/staf" + reportsPath + "/{year}", Who: StaffPerson, handle: forReport(func(d *reportDesk) error { return d.show(http.StatusOK) })},
		{Method: http.MethodPost, Pattern: "/staf" + reportsPath + "/{year}", Who: StaffPerson, handle: forReport((*reportDesk).post)},
	}
}

// reportPapers draws a report; Papers that cannot have no PDF of it.
type reportPapers interface {
	// Report is a published yearly report as PDF.
	Report(ctx context.Context, r registry.ReportText, lang text.Lang) ([]byte, error)
}

// reportPath is the stable address of a report.
func reportPath(year int) string { return reportsPath + "/" + strconv.Itoa(year) }

// reportsView is the list of reports with the newest.
type reportsView struct {
	List   []c.Link
	Newest *registry.ReportText
}

func reportsShow(q *request) error {
	list, err := q.app.Clerk.Reports(q.Context())
	if err != nil {
		return err
	}
	var v reportsView
	for i, r := range list {
		year := strconv.Itoa(r.Year)
		v.List = append(v.List, c.Link{Text: q.T("report.h1", "year", year, "trustmark", q.app.Settings.Organisation.Name), Href: reportPath(r.Year)})
		if i > 0 {
			continue
		}
		report, data, err := q.app.Clerk.ReportOfYear(q.Context(), r.Year)
		if err != nil {
			return err
		}
		newest := q.reportText(report, data)
		v.Newest = &newest
	}
	return q.render(http.StatusOK, reportsPage(q, v))
}

// yearOf reads a year of four digits.
func yearOf(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) == 4 && n >= 2000
}

// reportFile gives a report as page, or by the end of its address as data or document.
func reportFile(q *request) error {
	name, ext, _ := strings.Cut(q.PathValue("year"), ".")
	year, ok := yearOf(name)
	if !ok {
		return fault.New(fault.NotFound)
	}
	r, data, err := q.app.Clerk.ReportOfYear(q.Context(), year)
	if err != nil {
		return err
	}
	switch ext {
	case "":
		if strings.HasSuffix(q.PathValue("year"), ".") {
			return fault.New(fault.NotFound)
		}
		return q.render(http.StatusOK, reportPage(q, q.reportText(r, data)))
	case "json":
		return q.sendData("application/json", data)
	case "csv":
		b, err := reportCSV(r)
		if err != nil {
			return err
		}
		return q.sendData("text/csv", b)
	case "pdf":
		papers, ok := q.app.Papers.(reportPapers)
		if !ok {
			return fault.New(fault.NotFound)
		}
		b, err := papers.Report(q.Context(), q.reportText(r, data), q.lang)
		if err != nil {
			return err
		}
		return q.sendPaper(b, q.T("report.file.name")+"-"+name+".pdf")
	}
	return fault.New(fault.NotFound)
}

// sendData gives data that everybody may use on any site. It can change when a report is published anew.
func (q *request) sendData(kind string, b []byte) error {
	h := q.w.Header()
	h.Set("Content-Type", kind+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age=600")
	if _, err := q.w.Write(b); err != nil {
		q.app.Log.Debug("data not delivered", "cause", err.Error())
	}
	return nil
}

// reportCSV is all figures, one a row: the same in every language, with a point as decimal mark.
func reportCSV(r registry.YearReport) ([]byte, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	lines := [][]string{{"format", "year", "point", "field", "key", "value", "unit"}}
	for _, row := range r.Figures.Rows() {
		lines = append(lines, []string{
			strconv.Itoa(r.Format), strconv.Itoa(r.Year), row.Point, row.Field, harmless(row.Key), row.Value, row.Unit,
		})
	}
	err := w.WriteAll(lines)
	return []byte(b.String()), err
}

// reportFields are the fields of the data, as the page about them explains them.
var reportFields = []string{
	"format", "year", "organisation", "published_at", "changes", "words", "counted_at", "received", "categories", "categories.year_before",
	"categories.notable", "refused", "grounds", "undecided", "ended", "outcomes", "amicable", "rulings", "discontinued",
	"discontinued_reasons", "resolved.n", "resolved.average_days", "resolved.median_days", "resolved_directly",
	"agreements_carried_out", "rulings_carried_out",
}

func reportExplain(q *request) error {
	var v c.SummaryListView
	for _, f := range reportFields {
		v.Rows = append(v.Rows, c.SummaryRow{Key: f, Value: q.T("report.field." + f)})
	}
	return q.render(http.StatusOK, reportExplainPage(q, v))
}
