package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// The queue narrowed (screens.md 12): by category, member, mediator and term together, and kept under a name of one's
// own. What is asked stands in the address, so that it can be kept, sent to a colleague and gone back to.

// mostViewName bounds the name of a saved view, in characters; mostFilter what is typed to narrow by.
const (
	mostViewName = 40
	mostFilter   = 80
)

// narrowed is a list of the desk with what it is narrowed by.
type narrowed struct {
	View string // a list, or a kind of work
	registry.Filter
}

// narrowing reads from an address what is asked; what is unknown narrows nothing.
func narrowing(q url.Values, view string) narrowed {
	n := narrowed{View: view}
	if asked := q.Get("view"); slices.Contains(workKinds, asked) || slices.Contains(registry.Lists, registry.ListOf(asked)) {
		n.View = asked
	}
	if n.View == lettersView {
		return n
	}
	if x := procedure.Category(q.Get("soort")); slices.Contains(procedure.Categories, x) {
		n.Category = x
	}
	if x := oneLine(q.Get("lid")); utf8.RuneCountInString(x) <= mostFilter {
		n.Shop = x
	}
	if x := q.Get("wie"); len(x) <= mostFilter {
		n.Mediator = x
	}
	if x := registry.Term(q.Get("termijn")); slices.Contains(registry.Terms, x) {
		n.Term = x
	}
	return n
}

// values is the address of the list, always in the same words for the same list.
func (n narrowed) values() url.Values {
	v := url.Values{"view": {n.View}}
	for name, x := range map[string]string{
		"soort": string(n.Category), "lid": n.Shop, "wie": n.Mediator, "termijn": string(n.Term),
	} {
		if x != "" {
			v.Set(name, x)
		}
	}
	return v
}

// list is the list as the registry names it.
func (n narrowed) list() string {
	if n.View == allWork {
		return ""
	}
	return n.View
}

// filterFields is the form that narrows the list, and says by what it is narrowed.
type filterFields struct {
	On    []string // in words
	Clear string   // the list without it
	Kinds c.SelectView
	Shop  c.InputView
	Who   c.SelectView
	Term  c.SelectView
}

func (d *staffDesk) filterFields(n narrowed) (filterFields, error) {
	v := filterFields{
		Clear: "/staf?" + url.Values{"view": {n.View}}.Encode(),
		Kinds: c.SelectView{ID: "soort", Name: "soort", Label: d.T("word.problem"), Value: string(n.Category), Options: []c.Option{{Text: d.T("desk.filter.all")}}},
		Shop:  c.InputView{ID: "lid", Name: "lid", Label: d.T("desk.filter.shop"), Value: n.Shop, NoSpell: true, Width: 20},
		Who:   c.SelectView{ID: "wie", Name: "wie", Label: d.T("desk.mediator.word"), Value: n.Mediator, Options: []c.Option{{Text: d.T("desk.filter.all")}}},
		Term:  c.SelectView{ID: "termijn", Name: "termijn", Label: d.T("desk.filter.term"), Value: string(n.Term), Options: []c.Option{{Text: d.T("desk.filter.all")}}},
	}
	for _, x := range procedure.Categories {
		v.Kinds.Options = append(v.Kinds.Options, c.Option{Value: string(x), Text: d.T("category." + string(x))})
	}
	v.Who.Options = append(v.Who.Options, c.Option{Value: registry.Nobody, Text: d.T("desk.filter.nobody")})
	people, err := d.app.Clerk.AllMediators(d.Context(), d.viewer)
	if err != nil {
		return v, err
	}
	for _, a := range people {
		v.Who.Options = append(v.Who.Options, c.Option{Value: a.ID, Text: a.Name})
	}
	for _, x := range registry.Terms {
		v.Term.Options = append(v.Term.Options, c.Option{Value: string(x), Text: d.T("desk.filter.term." + string(x))})
	}
	for _, s := range []c.SelectView{v.Kinds, v.Who, v.Term} {
		if s.Value == "" {
			continue
		}
		i := slices.IndexFunc(s.Options, func(o c.Option) bool { return o.Value == s.Value })
		if i < 0 { // somebody who no longer mediates
			v.On = append(v.On, s.Label+": "+d.T("desk.filter.left"))
			continue
		}
		v.On = append(v.On, s.Label+": "+s.Options[i].Text)
	}
	if n.Shop != "" {
		v.On = append(v.On, v.Shop.Label+": "+n.Shop)
	}
	return v, nil
}

// savedViews are one's own views with their counts, and which of them is shown.
func (d *staffDesk) savedViews(n narrowed) (c.ViewsView, *registry.SavedView, error) {
	out := c.ViewsView{Label: d.T("desk.views")}
	all, err := d.app.Clerk.SavedViews(d.Context(), d.viewer)
	if err != nil {
		return out, nil, err
	}
	var here *registry.SavedView
	for i, s := range all {
		asked, err := url.ParseQuery(s.Query)
		if err != nil {
			return out, nil, fault.Wrap(fault.Server, err)
		}
		x := narrowing(asked, allWork)
		rows, err := d.app.Clerk.Desk(d.Context(), d.viewer, x.list(), x.Filter, 0)
		if err != nil {
			return out, nil, err
		}
		if x == n {
			here = &all[i]
		}
		out.Items = append(out.Items, c.ViewItem{Text: s.Name, Href: "/staf?" + x.values().Encode(), Count: len(rows), Current: x == n})
	}
	return out, here, nil
}

// viewPost keeps the list that is shown under a name; one of the same name is replaced.
func viewPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	asked, err := url.ParseQuery(f.get("lijst"))
	if err != nil {
		return fault.Wrap(fault.NotFound, err)
	}
	n := narrowing(asked, allWork)
	name := f.line("naam", mostViewName, "err.desk.view")
	if n.View == lettersView {
		return fault.New(fault.NotFound)
	}
	if f.ok() {
		err := d.app.Clerk.KeepView(d.Context(), d.viewer, name, n.values().Encode())
		switch {
		case err == nil:
			return d.done("/staf?"+n.values().Encode(), "desk_view")
		case fault.CodeOf(err) == fault.TooMany:
			f.wrong("naam", "err.desk.views", "n", registry.MostViews)
		case !d.again(err):
			return err
		}
	}
	return d.showQueue(http.StatusUnprocessableEntity, n.values())
}

func viewDrop(d *staffDesk) error {
	if err := d.app.Clerk.DropView(d.Context(), d.viewer, d.PathValue("id")); err != nil {
		return err
	}
	return d.done("/staf", "desk_view_gone")
}

// keysShow says which keys there are, and switches them on or off.
func keysShow(d *staffDesk) error {
	on, err := d.app.Clerk.Keys(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	return d.render(http.StatusOK, keysPage(d, on))
}

func keysPost(d *staffDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	on := f.get("toetsen") == "aan"
	if err := d.app.Clerk.SwitchKeys(d.Context(), d.viewer, on); err != nil {
		return err
	}
	if on {
		return d.done("/staf/toetsen", "desk_keys_on")
	}
	return d.done("/staf/toetsen", "desk_keys_off")
}

// keyRows are the keys and what each does. Every one has a link or a button that does the same.
func (d *staffDesk) keyRows() []c.SummaryRow {
	var out []c.SummaryRow
	for _, k := range []string{"j", "k", "enter", "a", "r", "n", "search", "help"} {
		out = append(out, c.SummaryRow{Key: d.T("desk.keys." + k + ".key"), Value: d.T("desk.keys." + k)})
	}
	return out
}

// withKeys lets the page use our own script, for who has switched keys on; all other pages may use none.
func (d *staffDesk) withKeys() (bool, error) {
	on, err := d.app.Clerk.Keys(d.Context(), d.viewer)
	if on {
		d.w.Header().Set("Content-Security-Policy", d.app.policy+"; script-src 'self'")
	}
	return on, err
}

// joinWords puts words after each other with a dot between.
func joinWords(words []string) string { return strings.Join(words, " · ") }
