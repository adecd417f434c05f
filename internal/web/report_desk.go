package web

import (
	"net/http"
	"strconv"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// reportDesk is the report over a year before it is published.
type reportDesk struct {
	*staffDesk
	registry.ReportDesk
	year    int
	figures registry.ReportFigures
}

// forReport opens a year for those who may publish its report.
func forReport(h func(*reportDesk) error) handler {
	return forStaff(func(s *staffDesk) error {
		d := &reportDesk{staffDesk: s}
		var ok bool
		if d.year, ok = yearOf(s.PathValue("year")); !ok || s.app.Insight == nil {
			return fault.New(fault.NotFound)
		}
		if err := d.load(); err != nil {
			return err
		}
		return h(d)
	})
}

func (d *reportDesk) load() error {
	var err error
	if d.ReportDesk, err = d.app.Clerk.ReportDesk(d.Context(), d.viewer, d.year); err != nil {
		return err
	}
	facts, now, err := d.app.Insight.Figures(d.Context())
	if err != nil {
		return err
	}
	d.figures = registry.CountYear(facts, d.year, now)
	return nil
}

func (d *reportDesk) path() string { return "/staf" + reportPath(d.year) }

// reportYears are the years to choose from, with how each stands.
func reportDesks(d *staffDesk) error {
	if d.app.Insight == nil {
		return fault.New(fault.NotFound)
	}
	last := procedure.DateOf(d.app.Now()).Year
	if _, err := d.app.Clerk.ReportDesk(d.Context(), d.viewer, last); err != nil {
		return err
	}
	published, err := d.app.Clerk.Reports(d.Context())
	if err != nil {
		return err
	}
	facts, _, err := d.app.Insight.Figures(d.Context())
	if err != nil {
		return err
	}
	oldest := facts.Oldest()
	if oldest.IsZero() {
		oldest = d.app.Now()
	}
	first := procedure.DateOf(oldest).Year
	when := map[int]string{}
	for _, r := range published {
		when[r.Year], first = d.T("report.state.published", "date", d.day(procedure.DateOf(r.Changed))), min(first, r.Year)
	}
	v := c.TableView{ID: "years", Caption: d.T("report.years"), HideCaption: true, Columns: []c.TableColumn{{Text: d.T("word.year")}, {Text: d.T("word.status")}}}
	for year := last; year >= first; year-- {
		state := when[year]
		switch {
		case state != "":
		case year == last:
			state = d.T("report.state.running")
		default:
			state = d.T("report.state.open")
		}
		v.Rows = append(v.Rows, []c.TableCell{{Text: strconv.Itoa(year), Href: "/staf" + reportPath(year)}, {Text: state}})
	}
	return d.render(http.StatusOK, reportYearsPage(d, v))
}

// reportBoth are the texts that a person writes, in two languages; name of the field → whether it must be there.
var reportBoth = []struct {
	name string
	of   func(*registry.ReportDraft) *registry.BothWords
}{
	{"problemen", func(r *registry.ReportDraft) *registry.BothWords { return &r.Words.Problems }},
	{"advies", func(r *registry.ReportDraft) *registry.BothWords { return &r.Words.Recommendations }},
	{"samen", func(r *registry.ReportDraft) *registry.BothWords { return &r.Words.Cooperation }},
	{"reden", func(r *registry.ReportDraft) *registry.BothWords { return &r.Reason }},
}

// readDraft reads what was typed.
func (d *reportDesk) readDraft(f *form) registry.ReportDraft {
	r := registry.ReportDraft{Organisation: d.app.Settings.Organisation.Name, Figures: d.figures}
	for _, x := range reportBoth {
		if x.name == "reden" && d.Report == nil {
			continue
		}
		b := x.of(&r)
		b.NL, b.EN = f.words(x.name+"_nl", mostWords, ""), f.words(x.name+"_en", mostWords, "")
		must := x.name == "problemen" || x.name == "reden" || b.Half()
		if must && b.NL == "" {
			f.wrong(x.name+"_nl", "err.report."+x.name)
		}
		if must && b.EN == "" {
			f.wrong(x.name+"_en", "err.report.english")
		}
	}
	return r
}

// post leads from the words by a preview to the publication.
func (d *reportDesk) post() error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	if !d.Over {
		return fault.New(fault.NotFound)
	}
	draft := d.readDraft(f)
	step := f.get("stap")
	if step == "wijzig" || !f.ok() {
		status := http.StatusOK
		if !f.ok() {
			status = http.StatusUnprocessableEntity
		}
		return d.show(status)
	}
	if step != "publiceer" {
		return d.preview(http.StatusOK, draft)
	}
	if f.get("gezien") != d.figures.Mark() {
		f.wrong("", "err.report.figures")
		return d.preview(http.StatusUnprocessableEntity, draft)
	}
	err = d.app.Clerk.PublishReport(d.Context(), d.viewer, d.year, f.version(), draft)
	switch {
	case fault.CodeOf(err) == fault.Conflict && err != nil:
		f.wrong("", "err.report.conflict")
		return d.show(http.StatusUnprocessableEntity)
	case err != nil:
		return err
	}
	return d.done(d.path(), "report_published")
}

// show is the year with its figures and the words to write, filled in with what was typed or published.
func (d *reportDesk) show(status int) error {
	if d.form == nil && d.Report != nil {
		d.form = &form{q: d.request, values: map[string][]string{}}
		published := registry.ReportDraft{Words: d.Report.Words}
		for _, x := range reportBoth {
			b := x.of(&published)
			d.form.values[x.name+"_nl"], d.form.values[x.name+"_en"] = []string{b.NL}, []string{b.EN}
		}
	}
	return d.render(status, reportDeskPage(d))
}

// draftText is the report as it would be published.
func (d *reportDesk) draftText(r registry.ReportDraft) registry.ReportText {
	return d.reportText(registry.YearReport{Year: d.year, Organisation: d.app.Settings.Organisation.Name, Figures: d.figures, Words: r.Words}, nil)
}

func (d *reportDesk) preview(status int, r registry.ReportDraft) error {
	return d.render(status, reportPreviewPage(d, d.draftText(r)))
}

// hidden is what was typed, with what the page showed.
func (d *reportDesk) hidden() []c.Hidden {
	out := []c.Hidden{{Name: "version", Value: strconv.FormatInt(d.Version, 10)}, {Name: "gezien", Value: d.figures.Mark()}}
	for _, x := range reportBoth {
		for _, lang := range []string{"_nl", "_en"} {
			out = append(out, c.Hidden{Name: x.name + lang, Value: d.form.get(x.name + lang)})
		}
	}
	return out
}

// field is a text in one of the languages.
func (d *reportDesk) field(name, lang string) c.TextareaView {
	hint := ""
	if lang == "nl" {
		hint = d.T("report.write." + name)
	}
	return d.areaField(name+"_"+lang, d.T("report.write."+name+"."+lang), hint, 4)
}
