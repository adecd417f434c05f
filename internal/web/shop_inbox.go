package web

import (
	"cmp"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// inbox is the shop's list of cases, what needs action first (screens.md 6).
type inbox struct {
	Search, View string
	Views        c.ViewsView
	Queue        c.QueueView
	Pages        *c.PaginationView
	CSV          string
}

// inboxViews are the views beside all cases, with the cases that belong in each at an instant.
var inboxViews = []struct {
	key  string
	has  func(r registry.Row, now time.Time) bool
	from func(registry.Counts) int64
}{
	{"turn", func(r registry.Row, _ time.Time) bool { return r.Turn == procedure.TurnShop }, func(n registry.Counts) int64 { return n.Turn }},
	{"soon", func(r registry.Row, now time.Time) bool {
		return r.Turn == procedure.TurnShop && !r.LastDay.IsZero() && r.LastDay.End().After(now) && !r.LastDay.End().After(now.Add(48*time.Hour))
	}, func(n registry.Counts) int64 { return n.Soon }},
	{"late", func(r registry.Row, now time.Time) bool {
		return r.Turn == procedure.TurnShop && !r.LastDay.IsZero() && !r.LastDay.End().After(now)
	}, func(n registry.Counts) int64 { return n.Late }},
	{"customer", func(r registry.Row, _ time.Time) bool { return r.Turn == procedure.TurnConsumer }, func(n registry.Counts) int64 { return n.Customer }},
	{"mediation", func(r registry.Row, _ time.Time) bool {
		return (r.Stage == procedure.Mediation || r.Stage == procedure.Ruling) && r.Turn != procedure.TurnShop && r.Turn != procedure.TurnConsumer
	}, func(n registry.Counts) int64 { return n.Mediation }},
	{"closed", func(r registry.Row, _ time.Time) bool { return r.Turn == procedure.TurnClosed }, func(n registry.Counts) int64 { return n.Closed }},
}

func inboxShow(d *shopDesk) error {
	counts, err := d.app.Clerk.ShopCounts(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	v := inbox{Search: oneLine(d.URL.Query().Get("q")), View: d.URL.Query().Get("view")}
	v.Views = c.ViewsView{Label: d.T("shop.views"), Across: true, Items: []c.ViewItem{
		{Text: d.T("shop.view.all"), Href: "/winkel", NoCount: true, Current: v.View == "" && v.Search == ""},
	}}
	for _, x := range inboxViews {
		v.Views.Items = append(v.Views.Items, c.ViewItem{
			Text: d.T("shop.view." + x.key), Href: "/winkel?view=" + x.key, Count: int(x.from(counts)), Current: v.View == x.key,
		})
	}
	page := pageNumber(d.URL.Query())
	rows, more, err := d.inboxRows(v, page)
	if err != nil {
		return err
	}
	if v.Queue, err = d.inboxQueue(rows); err != nil {
		return err
	}
	values := url.Values{}
	for k, s := range map[string]string{"q": v.Search, "view": v.View} {
		if s != "" {
			values.Set(k, s)
		}
	}
	v.CSV = "/winkel/zaken.csv?" + values.Encode()
	v.Pages = d.paging("/winkel", values, page, more)
	return d.render(http.StatusOK, shopInbox(d, v))
}

// inboxRows gives a page of the list, and whether there is another. The whole list comes by the page from the
// database; a search and a view are taken from all of it.
func (d *shopDesk) inboxRows(v inbox, page int) ([]registry.Row, bool, error) {
	if v.Search == "" && v.View == "" {
		rows, err := d.app.Clerk.ShopInbox(d.Context(), d.viewer, page-1)
		if err != nil {
			return nil, false, err
		}
		full := map[string]int{}
		more := false
		for _, r := range rows {
			full[r.Member]++
			more = more || full[r.Member] == registry.PageSize
		}
		sortRows(rows)
		return rows, more, nil
	}
	rows, err := d.allRows(v)
	if err != nil {
		return nil, false, err
	}
	part, more := pageOf(rows, page)
	return part, more, nil
}

// allRows gives all cases of the shop that fit a search and a view.
func (d *shopDesk) allRows(v inbox) ([]registry.Row, error) {
	var out []registry.Row
	for page := range mostPages {
		rows, err := d.app.Clerk.ShopInbox(d.Context(), d.viewer, page)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			if v.fits(r, d.app.Now()) {
				out = append(out, r)
			}
		}
	}
	sortRows(out)
	return out, nil
}

func (v inbox) fits(r registry.Row, now time.Time) bool {
	for _, x := range inboxViews {
		if x.key == v.View && !x.has(r, now) {
			return false
		}
	}
	if v.Search == "" {
		return true
	}
	if ref, ok := registry.ParseReference(v.Search); ok && ref == r.Reference {
		return true
	}
	search := strings.ToLower(v.Search)
	return strings.Contains(strings.ToLower(r.Order), search) || strings.Contains(strings.ToLower(r.Customer), search)
}

// sortRows puts what is due first on top: running cases by their last day, then those without one, then the closed.
func sortRows(rows []registry.Row) {
	rank := func(r registry.Row) int {
		switch {
		case r.Stage == procedure.Ended:
			return 2
		case r.LastDay.IsZero():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b registry.Row) int {
		return cmp.Or(rank(a)-rank(b), strings.Compare(a.LastDay.String(), b.LastDay.String()), b.Opened.Compare(a.Opened))
	})
}

// shopNames gives the names of the shops of a person, when there is more than one.
func (d *shopDesk) shopNames() (map[string]string, error) {
	if len(d.viewer.Members) < 2 {
		return nil, nil
	}
	names := make(map[string]string, len(d.viewer.Members))
	for _, id := range d.viewer.Members {
		m, err := d.app.Clerk.MemberByID(d.Context(), id)
		if err != nil {
			return nil, err
		}
		names[id] = m.Name
	}
	return names, nil
}

func (d *shopDesk) inboxQueue(rows []registry.Row) (c.QueueView, error) {
	names, err := d.shopNames()
	if err != nil {
		return c.QueueView{}, err
	}
	out := c.QueueView{
		Caption: d.T("shop.inbox.caption"), Empty: d.T("shop.inbox.empty"),
		Columns: []string{d.T("queue.case"), d.T("queue.due"), d.T("word.customer"), d.T("word.problem"), d.T("word.status")},
	}
	for _, r := range rows {
		under := d.T("shop.inbox.noorder")
		if r.Order != "" {
			under = d.T("shop.inbox.order", "order", r.Order)
		}
		if n := names[r.Member]; n != "" {
			under = n + " · " + under
		}
		asked := ""
		if r.Amount > 0 {
			asked = text.Amount(d.lang, r.Amount)
		}
		out.Rows = append(out.Rows, c.QueueRow{
			Number: r.Reference, Href: "/winkel/zaken/" + r.Reference, Under: under,
			Cells: []c.QueueCell{
				d.due(r, procedure.TurnShop), {Text: r.Customer}, {Text: d.T("category." + string(r.Category)), Note: asked}, {Text: d.rowState("shop.state.", r)},
			},
		})
	}
	return out, nil
}

// due says how far off the last day is, in words, and for whom it is; it is loud only when it is the reader's turn.
func (q *request) due(r registry.Row, mine procedure.Turn) c.QueueCell {
	if r.Stage == procedure.Ended {
		cell := c.QueueCell{Badge: &c.BadgeView{Kind: c.BadgeDone, Text: q.T("case.turn.closed")}}
		if !r.Changed.IsZero() { // shops are not told
			cell.Note = text.DateShort(q.lang, r.Changed)
		}
		return cell
	}
	if r.LastDay.IsZero() {
		return c.QueueCell{Text: q.T("queue.nodate")}
	}
	now := q.app.Now()
	b := c.BadgeView{Kind: c.BadgePlain, Text: text.Countdown(q.lang, now, r.LastDay.Start())}
	if n := procedure.DateOf(now).DaysUntil(r.LastDay); r.Turn == mine {
		switch {
		case n < 0:
			b.Kind = c.BadgeUrgent
		case n == 0:
			b.Kind = c.BadgeTurn
		case n <= 2:
			b.Kind = c.BadgeWait
		}
	}
	return c.QueueCell{Badge: &b, Note: text.DateShort(q.lang, r.LastDay.Start())}
}

// rowState says in words where a case in a list stands.
func (q *request) rowState(prefix string, r registry.Row) string {
	switch {
	case r.Stage == procedure.Ended:
		return q.T("outcome." + string(r.Outcome))
	case r.Task == procedure.TaskAnswer && r.Answered:
		return q.T(prefix + "answered")
	}
	return q.T(prefix + string(r.Task))
}

func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

func pageNumber(v url.Values) int {
	n, err := strconv.Atoi(v.Get("pagina"))
	if err != nil || n < 1 || n > mostPages {
		return 1
	}
	return n
}

// pageOf gives a page of a list, and whether there are more.
func pageOf[T any](list []T, page int) (part []T, more bool) {
	from := min((page-1)*registry.PageSize, len(list))
	to := min(from+registry.PageSize, len(list))
	return list[from:to], to < len(list)
}

// paging leads through a list; nil when all is on one page.
func (q *request) paging(path string, values url.Values, page int, more bool) *c.PaginationView {
	if page == 1 && !more {
		return nil
	}
	link := func(n int, key string) *c.Link {
		values.Set("pagina", strconv.Itoa(n))
		return &c.Link{Text: q.T(key), Href: path + "?" + values.Encode()}
	}
	v := c.PaginationView{Label: q.T("queue.pages"), Text: q.T("queue.page", "n", strconv.Itoa(page))}
	if page > 1 {
		v.Previous = link(page-1, "nav.previous")
	}
	if more {
		v.Next = link(page+1, "nav.next")
	}
	return &v
}

// inboxCSV gives the list as a table for a spreadsheet: semicolons and a mark for UTF-8, as Dutch ones want it.
func inboxCSV(d *shopDesk) error {
	rows, err := d.allRows(inbox{Search: oneLine(d.URL.Query().Get("q")), View: d.URL.Query().Get("view")})
	if err != nil {
		return err
	}
	names, err := d.shopNames()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	lines := [][]string{{
		d.T("word.casenumber"), d.T("word.shop"), d.T("word.customer"), d.T("word.ordernumber"), d.T("word.problem"), d.T("word.amount"),
		d.T("word.status"), d.T("shop.csv.turn"), d.T("queue.due"), d.T("shop.csv.opened"),
	}}
	for _, r := range rows {
		shop := d.viewer.Name
		if names != nil {
			shop = names[r.Member]
		}
		lines = append(lines, []string{
			r.Reference, shop, r.Customer, r.Order, d.T("category." + string(r.Category)), plainAmount(d.lang, r.Amount),
			d.rowState("shop.state.", r), d.badge(r.Turn, asShop).Text, r.LastDay.String(), procedure.DateOf(r.Opened).String(),
		})
	}
	for _, line := range lines {
		for i := range line {
			line[i] = harmless(line[i])
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	h := d.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+d.T("shop.csv.file")+"-"+procedure.DateOf(d.app.Now()).String()+`.csv"`)
	if _, err := d.w.Write([]byte(b.String())); err != nil {
		d.app.Log.Debug("table not delivered", "cause", err.Error())
	}
	return nil
}

// harmless keeps a spreadsheet from reading what a person typed as a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plainAmount writes cents as a number for a spreadsheet; "" for none.
func plainAmount(l text.Lang, cents int64) string {
	if cents == 0 {
		return ""
	}
	s := strconv.FormatFloat(float64(cents)/100, 'f', 2, 64)
	if l == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
