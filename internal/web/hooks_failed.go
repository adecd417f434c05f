package web

import (
	"net/http"

	c "wederhoor/internal/web/component"
)

const hooksPath = "/staf/webhooks"

// hooksRoutes show which other programs are not told of changes any more, because they did not answer.
func (a *App) hooksRoutes() []Route {
	return []Route{{Method: http.MethodGet, Pattern: hooksPath, Who: StaffPerson, handle: forStaff(hooksShow)}}
}

// hookCard is a webhook that is not called any more.
type hookCard struct {
	Title string
	Rows  []c.SummaryRow
}

func hooksShow(d *staffDesk) error {
	list, err := d.app.Clerk.EndedHooks(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	out := make([]hookCard, 0, len(list))
	for _, h := range list {
		why := "hooks.failed"
		if h.Gone {
			why = "hooks.gone"
		}
		owner := c.SummaryRow{Key: d.T("hooks.owner"), Value: d.app.Settings.Organisation.Name}
		if h.Member != "" {
			owner.Value = h.Shop + " (" + h.Member + ")"
		}
		k := hookCard{Title: h.Host, Rows: []c.SummaryRow{
			owner, {Key: d.T("hooks.ended"), Value: d.moment(h.Ended)}, {Key: d.T("hooks.why"), Value: d.T(why)},
		}}
		if h.Last != "" {
			k.Rows = append(k.Rows, c.SummaryRow{Key: d.T("hooks.last"), Body: inEnglish(h.Last)})
		}
		out = append(out, k)
	}
	return d.render(http.StatusOK, hooksPage(d, out))
}

// hooksView leads to these webhooks from the work of staff, while there are any.
func (d *staffDesk) hooksView() ([]c.ViewItem, error) {
	n, err := d.app.Clerk.CountEndedHooks(d.Context())
	if err != nil || n == 0 {
		return nil, err
	}
	return []c.ViewItem{{Text: d.T("hooks.nav"), Href: hooksPath, Count: int(n)}}, nil
}
