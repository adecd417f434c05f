package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// newMeasure is a measure that somebody is about to propose (screens.md 14).
type newMeasure struct {
	registry.MemberProfile
	Options []registry.SignalCase // to choose from
	Signal  string
	Former  string
	Letter  text.Rendered // as it would leave, for the preview
	To      []string      // addresses
}

// mostOptions bounds the cases to choose from, beside those of the signal.
const mostOptions = 50

// reviewMonths is when a measure is looked at again, unless somebody says otherwise.
const reviewMonths = 3

// newMeasure gathers what the form shows.
func (d *staffDesk) newMeasure(signal, former string) (newMeasure, error) {
	v := newMeasure{Signal: signal, Former: former}
	var err error
	if v.MemberProfile, err = d.app.Clerk.MemberProfile(d.Context(), d.viewer, d.PathValue("id")); err != nil {
		return v, err
	}
	from, err := d.ticked(&v)
	if err != nil {
		return v, err
	}
	if v.Options, err = d.app.Clerk.MemberCases(d.Context(), d.viewer, v.Member.ID, mostOptions, from...); err != nil {
		return v, err
	}
	v.Options = slices.DeleteFunc(v.Options, func(k registry.SignalCase) bool { return !k.Known })
	if d.form == nil {
		d.form = &form{q: d.request, values: d.filled(v, from)}
	}
	return v, nil
}

// ticked are the cases of the signal or the measure that led here, and those that were ticked already. A signal or a
// measure of another member is forgotten.
func (d *staffDesk) ticked(v *newMeasure) ([]string, error) {
	var out []string
	signal, former := v.Signal, v.Former
	v.Signal, v.Former = "", ""
	for _, s := range v.Signals {
		if s.ID == signal {
			v.Signal = signal
			out = append(out, s.Cases...)
		}
	}
	for _, m := range v.Measures {
		if m.ID == former && m.State == registry.MeasureActive {
			v.Former = former
			whole, err := d.app.Clerk.MeasureByID(d.Context(), d.viewer, former) // a profile lists measures without their cases
			if err != nil {
				return nil, err
			}
			for _, k := range whole.Cases {
				out = append(out, k.Dispute)
			}
		}
	}
	return append(out, d.form.all("zaak")...), nil
}

// filled is what the form begins with.
func (d *staffDesk) filled(v newMeasure, from []string) url.Values {
	review := procedure.DateOf(d.app.Now()).AddMonths(reviewMonths)
	return url.Values{
		"stap": {string(v.Next)}, "zaak": from,
		"herziening-day": {strconv.Itoa(review.Day)}, "herziening-month": {strconv.Itoa(int(review.Month))}, "herziening-year": {strconv.Itoa(review.Year)},
	}
}

func newMeasureShow(d *staffDesk) error {
	values := d.URL.Query()
	v, err := d.newMeasure(values.Get("signaal"), values.Get("van"))
	if err != nil {
		return err
	}
	return d.render(http.StatusOK, newMeasurePage(d, v))
}

// newMeasurePost shows the letter before it goes, and sends it when that was seen.
func newMeasurePost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	v, err := d.newMeasure(f.get("signaal"), f.get("van"))
	if err != nil {
		return err
	}
	if f.get("naar") == "wijzig" {
		return d.render(http.StatusOK, newMeasurePage(d, v))
	}
	n := d.readMeasure(f, v)
	again := func() error { return d.render(http.StatusUnprocessableEntity, newMeasurePage(d, v)) }
	if !f.ok() {
		return again()
	}
	if ok, err := d.measured(d.app.Clerk.CheckMeasure(d.Context(), d.viewer, n)); !ok {
		if err != nil {
			return err
		}
		return d.sentAlready(n, again)
	}
	if f.get("naar") != "verstuur" {
		return d.preview(v, n)
	}
	id, err := d.app.Clerk.Propose(d.Context(), d.viewer, n)
	if ok, err := d.measured(err); !ok {
		if err != nil {
			return err
		}
		return again()
	}
	return d.done(measurePath(id), "measure_proposed")
}

// sentAlready leads to the measure when the form came twice; else the form is shown again.
func (d *staffDesk) sentAlready(n registry.NewMeasure, again func() error) error {
	m, err := d.app.Clerk.MeasureByID(d.Context(), d.viewer, n.ID)
	if err == nil && m.Self && m.Member == n.Member {
		return d.done(measurePath(m.ID), "measure_proposed")
	}
	return again()
}

// readMeasure reads the form.
func (d *staffDesk) readMeasure(f *form, v newMeasure) registry.NewMeasure {
	n := registry.NewMeasure{
		ID: f.get("id"), Member: v.Member.ID, Step: one(f, "stap", registry.MeasureSteps, "err.measure.step"), Signal: v.Signal, Former: v.Former,
		ReactDays: d.app.Settings.Measure.ReactDays,
	}
	if !offerID.MatchString(n.ID) {
		n.ID = registry.PublicID()
		f.values["id"] = []string{n.ID}
	}
	for _, k := range v.Options {
		if slices.Contains(f.all("zaak"), k.Dispute) {
			n.Cases = append(n.Cases, k.Dispute)
		}
	}
	if len(n.Cases) == 0 {
		f.wrong("zaak", "err.measure.cases")
	}
	n.Reason = f.words("reden", mostWords, "err.measure.reason")
	n.Skip = f.words("sla", mostWords, "")
	if n.Step != "" && slices.Index(registry.MeasureSteps, n.Step) > slices.Index(registry.MeasureSteps, v.Next) && n.Skip == "" {
		f.wrong("sla", "err.measure.skip", "step", d.T("measure.step."+string(v.Next)))
	}
	n.Provisional = f.get("voorlopig") == "yes" && n.Step == registry.StepSuspension
	n.Review, _ = f.date("herziening", true, false)
	if least := registry.ReactUntil(procedure.DateOf(d.app.Now()), n.ReactDays); !n.Review.IsZero() && !n.Review.After(least) {
		f.wrong("herziening", "err.measure.review.day", "date", d.day(least))
	}
	n.Seen = len(v.Measures)
	if seen, err := strconv.Atoi(f.get("version")); err == nil {
		n.Seen = seen
	}
	return n
}

// preview shows the letter as the member gets it.
func (d *staffDesk) preview(v newMeasure, n registry.NewMeasure) error {
	org := d.app.Settings.Organisation
	facts := registry.MeasureFacts{
		Slug: registry.TellSlug(n.Step), Shop: v.Member.Name, Reason: n.Reason, Skip: n.Skip, Review: n.Review,
		React: registry.ReactUntil(procedure.DateOf(d.app.Now()), n.ReactDays), Link: org.PublicURL + "/winkel/maatregelen/" + n.ID,
	}
	if facts.Link[0] == '/' { // the demo has no public address in its settings
		facts.Link = d.app.base.Scheme + "://" + d.app.base.Host + facts.Link
	}
	for _, k := range v.Options {
		if slices.Contains(n.Cases, k.Dispute) {
			facts.Cases = append(facts.Cases, k.Reference)
		}
	}
	house := letter.House{Trustmark: org.Name, Phone: org.Phone, Domain: org.Host()}
	var err error
	if v.Letter, err = d.app.Text.Letter(text.NL, facts.Slug, registry.MeasureWords(d.app.Text, text.NL, house, facts)); err != nil {
		return err
	}
	v.To = registry.Addresses(v.Member)
	return d.render(http.StatusOK, measurePreview(d, v, n))
}

// typed carries what was typed from the preview on.
func (d *staffDesk) typed(v newMeasure) []c.Hidden {
	out := []c.Hidden{{Name: "signaal", Value: v.Signal}, {Name: "van", Value: v.Former}}
	for _, name := range []string{
		"id", "version", "stap", "reden", "sla", "voorlopig", "herziening-day", "herziening-month", "herziening-year",
	} {
		out = append(out, c.Hidden{Name: name, Value: d.form.get(name)})
	}
	for _, id := range d.form.all("zaak") {
		out = append(out, c.Hidden{Name: "zaak", Value: id})
	}
	return out
}

// stepRadios ask for the step; the one that follows is chosen to begin with.
func (d *staffDesk) stepRadios(v newMeasure) c.RadiosView {
	r := c.RadiosView{
		ID: "stap", Name: "stap", Legend: d.T("measure.which"), LegendSize: c.SizeS, Hint: d.T("measure.which.hint", "step", d.T("measure.step."+string(v.Next))),
		Error: d.form.errorOf("stap"), Value: d.form.get("stap"), Strong: true,
	}
	for _, s := range registry.MeasureSteps {
		r.Items = append(r.Items, c.ChoiceItem{Value: string(s), Label: d.T("measure.step." + string(s)), Hint: d.T("measure.step." + string(s) + ".hint")})
	}
	return r
}

// caseBoxes ask on which cases the measure rests.
func (d *staffDesk) caseBoxes(v newMeasure) c.CheckboxesView {
	b := c.CheckboxesView{
		ID: "zaak", Name: "zaak", Legend: d.T("measure.cases"), LegendSize: c.SizeS, Hint: d.T("measure.cases.hint"), Error: d.form.errorOf("zaak"),
		Values: d.form.all("zaak"), Small: true,
	}
	for _, k := range v.Options {
		words := []string{k.Reference, d.T("category." + string(k.Category)), text.DateShort(d.lang, k.Opened), d.caseState(k)}
		b.Items = append(b.Items, c.ChoiceItem{Value: k.Dispute, Label: strings.Join(words, " · ")})
	}
	return b
}

// provisionalBox asks for a suspension at once.
func (d *staffDesk) provisionalBox() c.CheckboxesView {
	return c.CheckboxesView{
		ID: "voorlopig", Name: "voorlopig", Legend: d.T("measure.atonce"), LegendSize: c.SizeS, Hint: d.T("measure.atonce.hint"), Small: true,
		Values: d.form.all("voorlopig"), Items: []c.ChoiceItem{{Value: "yes", Label: d.T("measure.atonce.yes")}},
	}
}
