package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// queueView is the work of staff: a list, and the case that is open beside it.
type queueView struct {
	narrowed
	Lists   c.ViewsView         // the views of screens.md 12
	Kinds   c.ViewsView         // the kinds of work, across all of them
	Own     c.ViewsView         // saved by the viewer
	Saved   *registry.SavedView // the one that is shown
	Filter  filterFields
	Share   string // where the cases of the list can be given together; "" when there are none to give
	Keys    bool
	Queue   c.QueueView
	Letters []registry.Delivery
	Pages   *c.PaginationView
	Pane    *staffCasePage
	Back    string // the list without the open case
}

// allWork lists all work of staff, whoever has the case.
const allWork = "all"

// lettersView lists the letters that got stuck.
const lettersView = "letters"

// workKinds are the kinds of work, in the order of the procedure.
var workKinds = []string{
	allWork, string(procedure.TaskAdmission), string(procedure.TaskPhone), string(procedure.TaskPost), string(procedure.TaskNotOurs),
	string(procedure.TaskHeld), string(procedure.TaskMediator), string(procedure.TaskLook), string(procedure.TaskAssign), string(procedure.TaskJudgeChallenge),
	string(procedure.TaskJudge), string(procedure.TaskWeigh), string(procedure.TaskReach), string(procedure.WorkRefund), string(procedure.WorkPublish), lettersView,
}

func queueShow(d *staffDesk) error { return d.showQueue(http.StatusOK, d.URL.Query()) }

// showQueue shows the list that an address asks for.
func (d *staffDesk) showQueue(status int, asked url.Values) error {
	v, err := d.queueViews(asked)
	if err != nil {
		return err
	}
	if v.View == lettersView {
		v.Letters, err = d.app.Clerk.Parked(d.Context(), d.viewer)
		if err != nil {
			return err
		}
		return d.render(status, staffQueue(d, v))
	}
	page := pageNumber(asked)
	rows, err := d.app.Clerk.Desk(d.Context(), d.viewer, v.list(), v.narrowed.Filter, page-1)
	if err != nil {
		return err
	}
	values := v.values()
	if slices.ContainsFunc(rows, d.mayShare) {
		v.Share = "/staf/verdelen?" + values.Encode()
	}
	v.Pages = d.paging("/staf", values, page, len(rows) == registry.PageSize)
	values.Del("pagina")
	if page > 1 {
		values.Set("pagina", asked.Get("pagina"))
	}
	v.Back = "/staf?" + values.Encode()
	open, _ := registry.ParseReference(asked.Get("zaak"))
	empty := d.T("staff.queue.empty")
	if len(v.Filter.On) > 0 {
		empty = d.T("desk.filter.none")
	}
	if v.Queue, err = d.queue(rows, empty, v.Back); err != nil {
		return err
	}
	for i := range v.Queue.Rows {
		v.Queue.Rows[i].Current = open != "" && v.Queue.Rows[i].Number == open
	}
	if open == "" {
		return d.render(status, staffQueue(d, v))
	}
	view, err := d.app.Clerk.ByReference(d.Context(), d.viewer, open)
	if err != nil {
		return err
	}
	v.Pane = &staffCasePage{d, view, caseBase(view)}
	return v.Pane.seen("pane", d.render(status, staffQueue(d, v)))
}

// queueViews gives the rows of views with their counts, and which is asked for: one's own work, or all of it for who has
// none.
func (d *staffDesk) queueViews(asked url.Values) (queueView, error) {
	v := queueView{
		Lists: c.ViewsView{Label: d.T("staff.lists")},
		Kinds: c.ViewsView{Label: d.T("staff.views")},
	}
	lists, err := d.app.Clerk.ListCounts(d.Context(), d.viewer)
	if err != nil {
		return v, err
	}
	kinds, err := d.app.Clerk.WorkCounts(d.Context())
	if err != nil {
		return v, err
	}
	v.narrowed = narrowing(asked, allWork)
	if !asked.Has("view") && lists[registry.ListMine] > 0 {
		v.narrowed = narrowing(asked, string(registry.ListMine))
	}
	if v.Own, v.Saved, err = d.savedViews(v.narrowed); err != nil {
		return v, err
	}
	if v.Filter, err = d.filterFields(v.narrowed); err != nil {
		return v, err
	}
	if v.Keys, err = d.withKeys(); err != nil {
		return v, err
	}
	plain := v.narrowed.Filter == registry.Filter{} && v.Saved == nil
	for _, l := range registry.Lists {
		v.Lists.Items = append(v.Lists.Items, c.ViewItem{
			Text: d.T("staff.list." + string(l)), Href: "/staf?view=" + string(l), Count: lists[l], Most: registry.MostCounted, Current: plain && v.View == string(l),
		})
	}
	for _, key := range workKinds {
		n := kinds[key]
		if key == allWork {
			for kind, more := range kinds {
				if kind != lettersView && kind != "deferred" && kind != "" {
					n += more
				}
			}
		}
		if n > 0 || key == allWork || key == v.View {
			v.Kinds.Items = append(v.Kinds.Items, c.ViewItem{Text: d.T("staff.view." + key), Href: "/staf?view=" + key, Count: int(n), Most: registry.MostCounted, Current: plain && v.View == key})
		}
	}
	hooks, err := d.hooksView()
	v.Kinds.Items = append(v.Kinds.Items, hooks...)
	return v, err
}

// plainQueue lists cases for staff: what they are about, where they stand, by when and what comes next. Each leads to its
// own page.
func (d *staffDesk) plainQueue(rows []registry.Row, empty string) c.QueueView {
	out := c.QueueView{
		Caption: d.T("staff.queue.caption"), Empty: empty,
		Columns: []string{d.T("queue.case"), d.T("word.status"), d.T("queue.due"), d.T("staff.queue.next")},
	}
	for _, r := range rows {
		next := d.T("staff.next.none")
		if r.Work != "" {
			next = d.T("staff.next." + string(r.Work))
		}
		state := c.QueueCell{Text: d.staffState(r), Note: r.Customer}
		if r.Unread { // a word, not a number, and before where the case stands (screens.md 12)
			state = c.QueueCell{Text: d.T("staff.state.unread"), Note: joinWords([]string{d.staffState(r), r.Customer})}
		}
		out.Rows = append(out.Rows, c.QueueRow{
			ID: "z-" + r.Reference, Number: r.Reference, Href: "/staf/zaken/" + r.Reference, Under: r.Shop + " · " + d.T("category."+string(r.Category)),
			Cells: []c.QueueCell{state, d.due(r, procedure.TurnUs), {Text: next}},
		})
	}
	return out
}

// queue is plainQueue with who has each case. Each leads to its place beside the list in back, or to its own page when that
// is "".
func (d *staffDesk) queue(rows []registry.Row, empty, back string) (c.QueueView, error) {
	out := d.plainQueue(rows, empty)
	if len(rows) == 0 {
		return out, nil
	}
	names, err := d.app.Accounts.StaffNames(d.Context())
	if err != nil {
		return out, err
	}
	for i, r := range rows {
		out.Rows[i].Cells[2].Note = names[owner(r)] // one who left has no name here: the case still has its history
		if back != "" {
			out.Rows[i].Href = back + "&zaak=" + r.Reference
		}
	}
	return out, nil
}

// staffState says where a case stands; while a party is asked something that is said first.
func (d *staffDesk) staffState(r registry.Row) string {
	if r.Waits && r.Task == procedure.TaskLook {
		return d.T("staff.state.waits")
	}
	return d.rowState("staff.state.", r)
}

// owner is the account of who has a case: the mediator, or the adjudicator; "" when nobody has it.
func owner(r registry.Row) string {
	switch r.Stage {
	case procedure.Ended:
		return ""
	case procedure.Ruling:
		return r.Adjudicator
	default:
		return r.Mediator
	}
}

// paneRows are what the open case shows beside the list.
func (p *staffCasePage) paneRows() []c.SummaryRow {
	v := p.view
	rows := []c.SummaryRow{{Key: p.T("word.customer"), Value: v.Consumer.Name}}
	if k := v.Complaint; k != nil {
		rows = append(rows, c.SummaryRow{Key: p.T("staff.pane.wants"), Value: p.wish(k)})
	}
	if words := p.shopSays(); words != "" {
		rows = append(rows, c.SummaryRow{Key: p.T("staff.pane.shop"), Value: shortened(words, 200)})
	}
	rows = append(rows, c.SummaryRow{Key: p.T("staff.pane.member"), Value: p.T("staff.member." + v.Shop.Status)})
	if p.inRoom() && v.Stage == procedure.Mediation {
		rows = append(rows,
			c.SummaryRow{Key: p.T("desk.row.consumer"), Value: p.hearing(procedure.Consumer, v.Room.Consumers)},
			c.SummaryRow{Key: p.T("desk.row.shop"), Value: p.hearing(procedure.Shop, v.Room.Shops)},
		)
	}
	return rows
}

// shopSays is the shop's last word of stage 1.
func (p *staffCasePage) shopSays() string {
	for _, e := range p.view.Timeline { // newest first
		if e.Who == procedure.Shop && e.Text != "" && (e.Kind == "message_sent" || e.Kind == "contested" || e.Kind == "not_ours_said") {
			return e.Text
		}
	}
	return ""
}

// lastWords are the last message of each channel that the viewer may read, and the last note, each in its own frame.
func (p *staffCasePage) lastWords() []c.MessageView {
	var out []c.MessageView
	r := p.view.Room
	if r == nil {
		return nil
	}
	if n := len(r.Joint); n > 0 {
		out = append(out, p.jointMessage(p.view, r.Joint[n-1]))
	}
	if n := len(r.Consumer); n > 0 {
		m := p.privateMessage(p.view, r.Consumer[n-1])
		m.Author = p.T("desk.only.consumer") + " · " + m.Author
		out = append(out, m)
	}
	if n := len(r.Shop); n > 0 {
		m := p.privateMessage(p.view, r.Shop[n-1])
		m.Author = p.T("desk.only.shop") + " · " + m.Author
		out = append(out, m)
	}
	if n := len(r.Notes); n > 0 {
		m := p.noteMessage(r.Notes[n-1])
		m.Author = p.T("desk.note") + " · " + m.Author
		out = append(out, m)
	}
	for i := range out {
		out[i].ID, out[i].Text = "", shortened(out[i].Text, 280)
	}
	return out
}

// shortened cuts a text at a word.
func shortened(s string, most int) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) <= most {
		return string(runes)
	}
	cut := string(runes[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

// paneActs are the ways on from the open case.
func (p *staffCasePage) paneActs() []c.ButtonView {
	out := []c.ButtonView{{Text: p.T("staff.pane.open"), Href: p.base, Kind: c.ButtonSecondary}}
	switch {
	case p.inRoom() && p.view.May(procedure.SendJoint{}):
		out = []c.ButtonView{
			{Text: p.T("staff.pane.write"), Href: p.base + "/kamer"},
			{Text: p.T("desk.act.propose.card"), Kind: c.ButtonSecondary, Href: p.base + "/kamer/voorstel"},
			out[0],
		}
	case p.inRoom() && p.view.May(procedure.Assign{}):
		out = []c.ButtonView{{Text: p.assignWords(), Href: p.base + "/toewijzen"}, out[0]}
	}
	return out
}

// title names the list that is shown: by one's own name for it, when there is one.
func (v queueView) title(d *staffDesk) string {
	if v.Saved != nil {
		return v.Saved.Name
	}
	return d.viewTitle(v.View)
}

// viewTitle names a view.
func (d *staffDesk) viewTitle(view string) string {
	if slices.Contains(registry.Lists, registry.ListOf(view)) {
		return d.T("staff.list." + view)
	}
	return d.T("staff.view." + view)
}
