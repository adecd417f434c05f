package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// Giving several cases at once (screens.md 12): each is given by itself, with the same checks as one alone, and of each
// the page says what became of it.

// evenly gives each case to who would have the least then.
const evenly = "eerlijk"

// sharing is the page on which several cases are given.
type sharing struct {
	narrowed
	Shares []registry.Share
	People []registry.Colleague
	Given  []registry.View // just now
	More   bool            // the list is longer than this page
}

// shareable gives the cases of a list that the viewer may give to a mediator.
func (d *staffDesk) shareable(n narrowed) (sharing, error) {
	v := sharing{narrowed: n}
	rows, err := d.app.Clerk.Desk(d.Context(), d.viewer, n.list(), n.Filter, pageNumber(d.URL.Query())-1)
	if err != nil {
		return v, err
	}
	v.More = len(rows) == registry.PageSize
	var views []registry.View
	for _, r := range rows {
		if !d.mayShare(r) {
			continue
		}
		view, err := d.app.Clerk.ByReference(d.Context(), d.viewer, r.Reference)
		if err != nil {
			return v, err
		}
		if view.May(procedure.Assign{}) {
			views = append(views, view)
		}
	}
	if v.Shares, err = d.app.Clerk.ShareOut(d.Context(), views); err != nil {
		return v, err
	}
	for _, s := range v.Shares {
		for _, a := range s.People {
			if !slices.ContainsFunc(v.People, func(x registry.Colleague) bool { return x.ID == a.ID }) {
				v.People = append(v.People, a)
			}
		}
	}
	return v, nil
}

// mayShare says by its row whether a case may be one to give; the case itself decides.
func (d *staffDesk) mayShare(r registry.Row) bool {
	return r.Stage == procedure.Mediation &&
		(r.Mediator == "" || r.Mediator == d.viewer.Actor.ID || d.viewer.Actor.Role == procedure.Administrator)
}

func shareShow(d *staffDesk) error {
	asked := d.URL.Query()
	v, err := d.shareable(narrowing(asked, string(registry.ListUnassigned)))
	if err != nil {
		return err
	}
	for _, ref := range strings.Fields(asked.Get("gegeven")) {
		view, err := d.app.Clerk.ByReference(d.Context(), d.viewer, ref)
		if fault.CodeOf(err) == fault.NotFound {
			continue // typed by hand
		}
		if err != nil {
			return err
		}
		v.Given = append(v.Given, view)
	}
	return d.render(http.StatusOK, sharePage(d, v))
}

// sharePost gives the chosen cases, each by itself. What could not be given stays chosen, with the reason by its number.
func sharePost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	asked, err := url.ParseQuery(f.get("lijst"))
	if err != nil {
		return fault.Wrap(fault.NotFound, err)
	}
	n := narrowing(asked, string(registry.ListUnassigned))
	to := f.get("wie")
	note := f.words("text", mostWords, "")
	if to == "" {
		f.wrong("wie", "err.desk.mediator")
	}
	chosen := f.all("zaak")
	if len(chosen) == 0 || len(chosen) > registry.PageSize {
		f.wrong("zaak", "err.desk.share")
	}
	var given []registry.View
	if f.ok() {
		var left []string
		for _, ref := range chosen {
			view, err := d.giveOne(ref, to, note)
			if err == nil {
				given = append(given, view)
				continue
			}
			left = append(left, ref)
			f.errors = append(f.errors, fieldError{"zaak", d.T("desk.share.not", "case", ref, "shop", view.Shop.Name, "why", d.notGiven(err))})
		}
		if len(left) == 0 {
			values := n.values()
			var refs []string
			for _, g := range given {
				refs = append(refs, g.Reference)
			}
			values.Set("gegeven", strings.Join(refs, " "))
			return d.done("/staf/verdelen?"+values.Encode(), "desk_shared")
		}
		f.values["zaak"] = left
	}
	v, err := d.shareable(n)
	if err != nil {
		return err
	}
	for _, g := range given { // as it is now
		view, err := d.app.Clerk.View(d.Context(), d.viewer, g.ID)
		if err != nil {
			return err
		}
		v.Given = append(v.Given, view)
	}
	return d.render(http.StatusUnprocessableEntity, sharePage(d, v))
}

// errNobody says that nobody can have a case.
var errNobody = errors.New("nobody can have this case")

// giveOne gives one of the cases: to the person chosen, or to whom the page proposed for it.
func (d *staffDesk) giveOne(ref, to, note string) (registry.View, error) {
	view, err := d.app.Clerk.ByReference(d.Context(), d.viewer, ref)
	if err != nil {
		return registry.View{Reference: ref}, err
	}
	if to == evenly {
		if to = d.form.get("voor-" + ref); to == "" {
			return view, errNobody
		}
	}
	version, err := strconv.ParseInt(d.form.get("versie-"+ref), 10, 64)
	if err != nil { // not on the page that was sent
		return view, fault.Wrap(fault.Conflict, err)
	}
	return view, d.app.Clerk.Assign(d.Context(), view, version, to, note)
}

// notGiven says why a case could not be given. Whatever the reason, the others are named with what became of them.
func (d *staffDesk) notGiven(err error) string {
	switch {
	case errors.Is(err, errNobody):
		return d.T("desk.share.nobody")
	case fault.CodeOf(err) == fault.NotFound:
		return d.T("desk.share.gone")
	case fault.CodeOf(err) == fault.Server:
		d.app.Log.Error("case not given", "cause", err.Error())
	}
	return d.errorWords(err)
}

// shareBoxes are the cases, each with who would get it.
func (d *staffDesk) shareBoxes(v sharing) c.CheckboxesView {
	out := c.CheckboxesView{
		ID: "zaak", Name: "zaak", Legend: d.T("desk.share.cases"), LegendSize: c.SizeS, Error: d.form.errorOf("zaak"), Values: d.form.all("zaak"), Small: true,
	}
	all := d.form == nil && d.URL.Query().Has("alle")
	for _, s := range v.Shares {
		words := []string{d.T("category." + string(s.View.Category))}
		if due := s.View.Status.LastDay; !due.IsZero() {
			words = append(words, d.T("word.by", "date", d.day(due)))
		}
		if m := s.View.Room.Mediator; m != "" {
			words = append(words, d.T("desk.share.has", "name", m))
		}
		if s.To.ID == "" {
			words = append(words, d.T("desk.share.nobody"))
		} else {
			words = append(words, d.T("desk.share.proposal", "name", s.To.Name))
		}
		if names := barred(s.People); names != "" {
			words = append(words, d.T("desk.share.barred", "names", names))
		}
		out.Items = append(out.Items, c.ChoiceItem{Value: s.View.Reference, Label: s.View.Reference + " · " + s.View.Shop.Name, Hint: joinWords(words)})
		if all && s.To.ID != "" {
			out.Values = append(out.Values, s.View.Reference)
		}
	}
	return out
}

// shareHidden carries what the page showed: the list, each case's version and its proposal.
func (v sharing) shareHidden() []c.Hidden {
	out := []c.Hidden{{Name: "lijst", Value: v.values().Encode()}}
	for _, s := range v.Shares {
		out = append(out,
			c.Hidden{Name: "versie-" + s.View.Reference, Value: strconv.FormatInt(s.View.Version, 10)},
			c.Hidden{Name: "voor-" + s.View.Reference, Value: s.To.ID},
		)
	}
	return out
}

// shareTo asks to whom: evenly, or one person for all.
func (d *staffDesk) shareTo(v sharing) c.SelectView {
	out := c.SelectView{
		ID: "wie", Name: "wie", Label: d.T("desk.share.to"), LabelSize: c.SizeS, Error: d.form.errorOf("wie"), Value: d.form.get("wie"),
		Options: []c.Option{{Value: evenly, Text: d.T("desk.share.evenly")}},
	}
	if out.Value == "" {
		out.Value = evenly
	}
	for _, a := range v.People {
		out.Options = append(out.Options, c.Option{
			Value: a.ID, Text: a.Name + ": " + d.T("desk.load", "n", strconv.FormatInt(a.Open, 10), "waits", strconv.FormatInt(a.Waiting, 10)),
		})
	}
	return out
}

// givenWords names what was given, and to whom.
func (d *staffDesk) givenWords(v sharing) []string {
	var out []string
	for _, g := range v.Given {
		who := d.T("room.mediator.none")
		if g.Room != nil && g.Room.Mediator != "" {
			who = d.T("room.mediator", "name", g.Room.Mediator)
		}
		out = append(out, g.Reference+" · "+g.Shop.Name+" · "+who)
	}
	return out
}
