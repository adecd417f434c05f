package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// signalRoutes are the signals about members, which a person judges (screens.md 13.1).
func (a *App) signalRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Pattern: "/staf/inzicht/signalen", Who: StaffPerson, handle: forStaff(signalsShow)},
		{Method: http.MethodGet, Pattern: "/staf/inzicht/signalen/{id}", Who: StaffPerson, handle: forStaff(signalShow)},
		{Method: http.MethodPost, Pattern: "/staf/inzicht/signalen/{id}", Who: StaffPerson, handle: forStaff(signalPost)},
		{Method: http.MethodPost, Pattern: "/staf/inzicht/signalen/{id}/eigenaar", Who: StaffPerson, handle: forStaff(signalOwner)},
	}
}

const signalsPath = "/staf/inzicht/signalen"

// signalList is what waits for quality: measures first, then signals.
type signalList struct {
	Waiting []registry.Measure // staff must do something
	Running []registry.Measure // the others
	Open    []registry.Signal
	Judged  []registry.Signal // on the first page only, as the measures
	Pages   *c.PaginationView // of Open
}

func signalsShow(d *staffDesk) error {
	var v signalList
	page := pageNumber(d.URL.Query())
	skip := (page - 1) * registry.PageSize
	list, open, err := d.app.Clerk.OpenSignals(d.Context(), d.viewer, skip, registry.PageSize, nil)
	if err != nil {
		return err
	}
	v.Open, v.Pages = list, d.paging(signalsPath, url.Values{}, page, skip+len(list) < open)
	if page == 1 {
		if err := d.besideSignals(&v); err != nil {
			return err
		}
	}
	return d.render(http.StatusOK, signalsPage(d, v))
}

// besideSignals adds what stands before and after the open signals: measures, and what was judged.
func (d *staffDesk) besideSignals(v *signalList) error {
	running, err := d.app.Clerk.RunningMeasures(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	for _, m := range running {
		if m.Waits == registry.WorkNone {
			v.Running = append(v.Running, m)
		} else {
			v.Waiting = append(v.Waiting, m)
		}
	}
	v.Judged, err = d.app.Clerk.LastJudged(d.Context(), d.viewer)
	return err
}

// oneSignal is a signal with who can look at it.
type oneSignal struct {
	registry.SignalPage
	Officers []registry.Colleague
}

func (d *staffDesk) signal() (oneSignal, error) {
	var v oneSignal
	var err error
	if v.SignalPage, err = d.app.Clerk.SignalByID(d.Context(), d.viewer, d.PathValue("id")); err != nil {
		return v, err
	}
	v.Officers, err = d.app.Clerk.Officers(d.Context(), d.viewer)
	return v, err
}

func signalShow(d *staffDesk) error { return d.showSignal(http.StatusOK) }

func (d *staffDesk) showSignal(status int) error {
	v, err := d.signal()
	if err != nil {
		return err
	}
	return d.render(status, signalPage(d, v))
}

// signalPost judges a signal, with the reason (screens.md 13.1).
func signalPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	j := registry.Judgement{Verdict: one(f, "oordeel", registry.Verdicts, "err.signal.verdict")}
	if j.Verdict == "watch" {
		if j.Until, _ = f.date("tot", true, false); !j.Until.IsZero() && !j.Until.After(procedure.DateOf(d.app.Now())) {
			f.wrong("tot", "err.measure.day")
		}
	}
	j.Reason = f.words("reden", mostWords, "err.signal.reason")
	if f.ok() {
		ok, err := d.measured(d.app.Clerk.Judge(d.Context(), d.viewer, d.PathValue("id"), f.version(), j))
		if err != nil {
			return err
		}
		if ok && j.Verdict == "real" {
			return d.done(signalsPath+"/"+url.PathEscape(d.PathValue("id")), "signal_real")
		}
		if ok {
			return d.done(signalsPath, "signal_judged")
		}
	}
	return d.showSignal(http.StatusUnprocessableEntity)
}

// signalOwner says who looks at a signal.
func signalOwner(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	ok, err := d.measured(d.app.Clerk.GiveSignal(d.Context(), d.viewer, d.PathValue("id"), f.get("eigenaar")))
	if err != nil {
		return err
	}
	if !ok {
		return d.showSignal(http.StatusUnprocessableEntity)
	}
	return d.done(signalsPath+"/"+url.PathEscape(d.PathValue("id")), "signal_owner")
}

// measured sorts what an act about a signal or a measure gave back, as acted does. A denial gets its words on the form.
func (q *request) measured(err error) (bool, error) {
	var why registry.Denial
	if errors.As(err, &why) {
		q.form.errors = append(q.form.errors, fieldError{Text: q.T("measure.deny." + string(why))})
		return false, nil
	}
	return q.acted(err)
}

// signalsNav is the section of signals in the bar, with how many wait for an officer.
func (d *staffDesk) signalsNav(section string) c.NavLink {
	link := c.NavLink{Text: d.T("staff.nav.signals"), Href: signalsPath, Current: section == signalsSection}
	n, err := d.app.Clerk.WaitingForOfficer(d.Context(), d.viewer)
	if err != nil {
		d.app.Log.Error("signals not counted", "cause", err.Error())
	}
	if n > 0 {
		link.Text = d.T("staff.nav.signals.n", "n", n)
	}
	return link
}

// mediatorsKind says that a mediator raised the signal.
func mediatorsKind(kind string) bool { return slices.Contains(procedure.SignalKinds, kind) }

// signalName names a signal in a few words.
func (q *request) signalName(s registry.Signal) string {
	if mediatorsKind(s.Kind) {
		return q.T("desk.signal." + s.Kind)
	}
	return q.T("signal.kind." + s.Kind)
}
