package web

import (
	"net/http"
	"slices"

	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// chartNotesView is the page of notes on the charts.
type chartNotesView struct {
	Notes   []registry.ChartNote // newest day first
	Officer bool
}

// mostChartNote bounds a note: it must fit beside a line.
const mostChartNote = 60

func chartNotesShow(d *staffDesk) error { return d.showChartNotes(http.StatusOK) }

func (d *staffDesk) showChartNotes(status int) error {
	notes, err := d.app.Clerk.ChartNotes(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	slices.Reverse(notes)
	officer, err := d.app.Clerk.IsOfficer(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	return d.render(status, chartNotesPage(d, chartNotesView{notes, officer}))
}

// chartNotesPost adds a note to a day.
func chartNotesPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	day, _ := f.date("dag", true, false)
	words := f.line("tekst", mostChartNote, "err.insight.note")
	if f.ok() {
		ok, err := d.acted(d.app.Clerk.AddChartNote(d.Context(), d.viewer, day, words))
		if err != nil {
			return err
		}
		if ok {
			return d.done(notesPath, "insight_note")
		}
	}
	return d.showChartNotes(http.StatusUnprocessableEntity)
}

// chartNoteDrop takes a note away.
func chartNoteDrop(d *staffDesk) error {
	if _, err := d.parse(); err != nil {
		return err
	}
	if err := d.app.Clerk.DropChartNote(d.Context(), d.viewer, d.PathValue("id")); err != nil {
		return err
	}
	return d.done(notesPath, "insight_note_gone")
}

func (d *staffDesk) noteField() c.InputView {
	return c.InputView{
		ID: "tekst", Name: "tekst", Label: d.T("insight.note.text"), LabelSize: c.SizeS, Hint: d.T("insight.note.hint", "n", mostChartNote),
		Error: d.form.errorOf("tekst"), Value: d.form.get("tekst"), Width: 30,
	}
}

// noteRows are the notes with their days.
func (d *staffDesk) noteRows(v chartNotesView) []c.SummaryRow {
	var rows []c.SummaryRow
	for _, n := range v.Notes {
		rows = append(rows, c.SummaryRow{Key: text.DateShort(d.lang, n.Day.Start()), Body: chartNote(d, n, v.Officer)})
	}
	return rows
}

// noteBy says who wrote a note.
func (d *staffDesk) noteBy(n registry.ChartNote) string {
	return d.T("insight.note.by", "name", d.orNone(n.By), "date", text.DateShort(d.lang, n.At))
}
