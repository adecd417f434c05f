package web

import (
	"net/http"
	"net/url"
	"strconv"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// measureRoutes are the profile of a member, its measures, and what its own people see of them (screens.md 14).
func (a *App) measureRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Pattern: "/staf/leden", Who: StaffPerson, handle: forStaff(profilesShow)},
		{Method: http.MethodGet, Pattern: "/staf/leden/{id}", Who: StaffPerson, handle: forStaff(profileShow)},
		{Method: http.MethodGet, Pattern: "/staf/leden/{id}/maatregel", Who: StaffPerson, handle: forStaff(newMeasureShow)},
		{Method: http.MethodPost, Pattern: "/staf/leden/{id}/maatregel", Who: StaffPerson, handle: forStaff(newMeasurePost)},
		{Method: http.MethodGet, Pattern: "/staf/maatregelen/{id}", Who: StaffPerson, handle: forStaff(measureShow)},
		{Method: http.MethodPost, Pattern: "/staf/maatregelen/{id}/voorlopig", Who: StaffPerson, handle: forStaff(measureProvisional)},
		{Method: http.MethodPost, Pattern: "/staf/maatregelen/{id}/verteld", Who: StaffPerson, handle: forStaff(measureTold)},
		{Method: http.MethodPost, Pattern: "/staf/maatregelen/{id}/besluit", Who: StaffPerson, handle: forStaff(measureDecide)},
		{Method: http.MethodPost, Pattern: "/staf/maatregelen/{id}/herzien", Who: StaffPerson, handle: forStaff(measureReview)},
		{Method: http.MethodGet, Pattern: "/winkel/maatregelen", Who: ShopPerson, handle: forShop(shopMeasuresShow)},
		{Method: http.MethodGet, Pattern: "/winkel/maatregelen/{id}", Who: ShopPerson, handle: forShop(shopMeasureShow)},
		{Method: http.MethodPost, Pattern: "/winkel/maatregelen/{id}", Who: ShopPerson, handle: forShop(shopMeasurePost)},
	}
}

func measurePath(id string) string   { return "/staf/maatregelen/" + id }
func memberPath(id string) string    { return "/staf/leden/" + url.PathEscape(id) }
func newMeasurePath(m string) string { return memberPath(m) + "/maatregel" }

// seenVersion carries what the page showed, so that nobody decides on what they did not see.
func seenVersion(n int64) c.Hidden {
	return c.Hidden{Name: "version", Value: strconv.FormatInt(n, 10)}
}

func measureShow(d *staffDesk) error { return d.showMeasure(http.StatusOK) }

func (d *staffDesk) showMeasure(status int) error {
	m, err := d.app.Clerk.MeasureByID(d.Context(), d.viewer, d.PathValue("id"))
	if err != nil {
		return err
	}
	return d.render(status, measurePage(d, m, measureEffect(d, m)))
}

// decided ends an act about a measure: shown anew with what was typed, or done.
func (d *staffDesk) decided(err error, key string) error {
	ok, err := d.measured(err)
	if err != nil {
		return err
	}
	if !ok {
		return d.showMeasure(http.StatusUnprocessableEntity)
	}
	return d.done(measurePath(d.PathValue("id")), key)
}

// measureProvisional decides about a suspension before the member could react: by a second person.
func measureProvisional(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	yes := one(f, "voorlopig", yesOrNo, "err.measure.provisional") == "yes"
	reason := f.words("reden", mostWords, "err.measure.reason")
	if !f.ok() {
		return d.showMeasure(http.StatusUnprocessableEntity)
	}
	return d.decided(d.app.Clerk.JudgeProvisional(d.Context(), d.viewer, d.PathValue("id"), f.version(), yes, reason), "measure_provisional")
}

// measureTold notes how the member was told when no letter reached it.
func measureTold(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	how := f.words("hoe", mostWords, "err.measure.how")
	if !f.ok() {
		return d.showMeasure(http.StatusUnprocessableEntity)
	}
	return d.decided(d.app.Clerk.TellByHand(d.Context(), d.viewer, d.PathValue("id"), f.version(), how), "measure_told")
}

// The decisions about a measure that was proposed.
var measureDecisions = []string{"start", "stop"}

// measureDecide puts a measure in force, or takes it back.
func measureDecide(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	start := one(f, "besluit", measureDecisions, "err.measure.decision") == "start"
	reason := f.words("reden", mostWords, "err.measure.reason")
	if !f.ok() {
		return d.showMeasure(http.StatusUnprocessableEntity)
	}
	id := d.PathValue("id")
	if start {
		return d.decided(d.app.Clerk.StartMeasure(d.Context(), d.viewer, id, f.version(), reason), "measure_started")
	}
	return d.decided(d.app.Clerk.DropMeasure(d.Context(), d.viewer, id, f.version(), reason), "measure_dropped")
}

// The outcomes of a review.
var measureReviews = []string{"better", "longer", "next"}

// measureReview ends a measure, continues it until another day, or leads to the next step.
func measureReview(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	id := d.PathValue("id")
	how := one(f, "herziening", measureReviews, "err.measure.review")
	if how == "next" {
		m, err := d.app.Clerk.MeasureByID(d.Context(), d.viewer, id)
		if err != nil {
			return err
		}
		return d.redirect(newMeasurePath(m.Member) + "?van=" + url.QueryEscape(id))
	}
	var until procedure.Date
	if how == "longer" {
		until = d.dayAfterToday("tot")
	}
	reason := f.words("reden", mostWords, "err.measure.reason")
	if !f.ok() {
		return d.showMeasure(http.StatusUnprocessableEntity)
	}
	if how == "better" {
		return d.decided(d.app.Clerk.EndMeasure(d.Context(), d.viewer, id, f.version(), reason), "measure_ended")
	}
	return d.decided(d.app.Clerk.ContinueMeasure(d.Context(), d.viewer, id, f.version(), until, reason), "measure_continued")
}

// dayAfterToday reads a day that must come.
func (d *staffDesk) dayAfterToday(name string) procedure.Date {
	day, _ := d.form.date(name, true, false)
	if !day.IsZero() && !day.After(procedure.DateOf(d.app.Now())) {
		d.form.wrong(name, "err.measure.day")
	}
	return day
}

// measureState says how a measure stands, in a few words.
func (q *request) measureState(m registry.Measure) string {
	switch {
	case m.Waiting() && m.Provisional:
		return q.T("measure.state.provisional")
	case m.Waiting() && m.Heard():
		return q.T("measure.state.heard")
	case m.State == registry.MeasureEnded || m.State == registry.MeasureDropped:
		return q.T("measure.outcome." + m.Outcome)
	}
	return q.T("measure.state." + m.State)
}

// measureNext says what comes next and when, for staff.
func (q *request) measureNext(m registry.Measure) string {
	switch m.Waits {
	case registry.WorkNone:
	case registry.WorkReview:
		return q.T("measure.work.review", "date", q.day(m.Review))
	default:
		return q.T("measure.work." + string(m.Waits))
	}
	switch {
	case m.Waiting():
		return q.T("measure.work.reaction", "date", q.day(m.ReactUntil))
	case m.State == registry.MeasureActive:
		return q.T("measure.next.review", "date", q.day(m.Review))
	}
	return q.orNone("")
}

// measureQueue lists measures: which, about whom, how it stands, what comes next.
func (d *staffDesk) measureQueue(caption string, list []registry.Measure) c.QueueView {
	v := c.QueueView{Caption: caption, Columns: []string{d.T("measure.step"), d.T("word.status"), d.T("measure.next")}}
	for _, m := range list {
		v.Rows = append(v.Rows, c.QueueRow{
			Number: d.T("measure.step." + string(m.Step)), Href: measurePath(m.ID), Under: m.Shop,
			Cells: []c.QueueCell{{Text: d.measureState(m)}, {Text: d.measureNext(m)}},
		})
	}
	return v
}

// measureSummary are the facts of a measure.
func (d *staffDesk) measureSummary(m registry.Measure) []c.SummaryRow {
	rows := []c.SummaryRow{
		{Key: d.T("word.shop"), Body: c.Anchor(c.Link{Text: m.Shop, Href: memberPath(m.Member)})},
		{Key: d.T("word.status"), Value: d.measureState(m)},
		{Key: d.T("measure.reason"), Body: c.Text(m.Reason)},
		{Key: d.T("measure.by"), Value: d.orNone(m.By)},
	}
	row := func(when bool, key, value string) {
		if when {
			rows = append(rows, c.SummaryRow{Key: d.T(key), Value: value})
		}
	}
	row(m.Second != "", "measure.second", m.Second)
	row(m.Waiting() && !m.Told.IsZero(), "measure.told", d.moment(m.Told))
	row(m.Waiting(), "measure.react", d.day(m.ReactUntil))
	row(!m.Started.IsZero(), "measure.started", d.moment(m.Started))
	row(m.Waiting() || m.State == registry.MeasureActive, "measure.review", d.day(m.Review))
	row(!m.Ended.IsZero(), "measure.ended", d.moment(m.Ended))
	if m.Signal != "" {
		rows = append(rows, c.SummaryRow{Key: d.T("measure.signal"), Body: c.Anchor(c.Link{Text: d.T("measure.signal.link"), Href: signalPath(m.Signal)})})
	}
	return rows
}

// measureHistory tells what happened in a measure, newest first.
func (q *request) measureHistory(m registry.Measure) c.TimelineView {
	v := c.TimelineView{Heading: q.T("measure.history.h")}
	for _, e := range m.History {
		v.Items = append(v.Items, q.measureEntry(e))
	}
	return v
}

func (q *request) measureEntry(e registry.MeasureEntry) c.TimelineItem {
	title := q.T("measure.history." + e.Kind)
	if e.Name != "" {
		title = q.T("measure.history.by", "what", title, "name", e.Name)
	}
	return c.TimelineItem{Title: title, When: q.moment(e.At), DateTime: text.Exact(q.lang, e.At), Quote: e.Text, Failed: e.Kind == "bounced"}
}

// reactions are what the member said, oldest first.
func reactions(m registry.Measure) []registry.MeasureEntry {
	var out []registry.MeasureEntry
	for i := len(m.History) - 1; i >= 0; i-- {
		if m.History[i].Kind == "reacted" {
			out = append(out, m.History[i])
		}
	}
	return out
}

// pick is a question with its answers, each with a hint; words gives the words of an answer.
func (q *request) pick(name, legend string, from []string, words func(key string) string) c.RadiosView {
	v := c.RadiosView{ID: name, Name: name, Legend: legend, LegendSize: c.SizeS, Error: q.form.errorOf(name), Value: q.form.get(name), Strong: true}
	for _, x := range from {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: words(x), Hint: words(x + ".hint")})
	}
	return v
}

func (q *request) provisionalRadios() c.RadiosView {
	return q.pick("voorlopig", q.T("measure.provisional"), yesOrNo, func(x string) string { return q.T("measure.provisional." + x) })
}

func (q *request) decisionRadios() c.RadiosView {
	return q.pick("besluit", q.T("measure.decision"), measureDecisions, func(x string) string { return q.T("measure.decision." + x) })
}

// reviewRadios ask for the outcome of a review: above the highest step there is none.
func (q *request) reviewRadios(m registry.Measure) c.RadiosView {
	from := measureReviews
	if m.Step == registry.StepExpulsion {
		from = measureReviews[:2]
	}
	return q.pick("herziening", q.T("measure.reviewed"), from, func(x string) string { return q.T("measure.reviewed." + x) })
}

// heardHow says whether the member reacted, for the words above the decision.
func (d *staffDesk) heardHow(m registry.Measure) string {
	if m.Reacted.IsZero() {
		return "silent"
	}
	return "heard"
}
