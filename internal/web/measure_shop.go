package web

import (
	"net/http"
	"slices"

	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

const shopMeasuresPath = "/winkel/maatregelen"

func shopMeasuresShow(d *shopDesk) error {
	list, err := d.app.Clerk.ShopMeasures(d.Context(), d.viewer)
	if err != nil {
		return err
	}
	return d.render(http.StatusOK, shopMeasuresPage(d, list))
}

func shopMeasureShow(d *shopDesk) error { return d.showMeasure(http.StatusOK) }

func (d *shopDesk) showMeasure(status int) error {
	m, err := d.app.Clerk.ShopMeasure(d.Context(), d.viewer, d.PathValue("id"))
	if err != nil {
		return err
	}
	return d.render(status, shopMeasurePage(d, m))
}

// shopMeasurePost keeps the reaction of a member.
func shopMeasurePost(d *shopDesk) error {
	f, err := d.parse()
	if err != nil {
		return err
	}
	words := f.words("reactie", mostWords, "err.measure.reaction")
	if f.ok() {
		ok, err := d.measured(d.app.Clerk.ReactToMeasure(d.Context(), d.viewer, d.PathValue("id"), f.version(), words))
		if err != nil {
			return err
		}
		if ok {
			return d.done(shopMeasuresPath+"/"+d.PathValue("id"), "measure_reacted")
		}
	}
	return d.showMeasure(http.StatusUnprocessableEntity)
}

// liveMeasures are those that wait for a reaction of the shop or are in force; none when they cannot be read now, for
// the inbox must not fail with them.
func (d *shopDesk) liveMeasures() []registry.Measure {
	list, err := d.app.Clerk.ShopMeasures(d.Context(), d.viewer)
	if err != nil {
		d.app.Log.Error("measures not shown in the inbox", "cause", err.Error())
		return nil
	}
	return slices.DeleteFunc(list, func(m registry.Measure) bool { return !m.Waiting() && !m.InForce() })
}

// shopMeasureSays says in one sentence what there is for the shop to know.
func (q *request) shopMeasureSays(m registry.Measure) string {
	switch {
	case m.Waiting() && m.Provisional:
		return q.T("measure.shop.provisional", "date", q.day(m.ReactUntil))
	case m.Waiting() && m.Reacted.IsZero():
		return q.T("measure.shop.meant."+string(m.Step), "date", q.day(m.ReactUntil))
	case m.Waiting():
		return q.T("measure.shop.reacted")
	case m.State == registry.MeasureActive:
		return q.T("measure.letter.started." + string(m.Step))
	case m.Outcome == registry.OutcomeNext:
		return q.T("measure.outcome.next")
	}
	return q.T("measure.letter.ended." + m.Outcome)
}

// shopMeasureRows lists the measures about a shop.
func (d *shopDesk) shopMeasureRows(list []registry.Measure) c.TableView {
	v := c.TableView{
		ID: "measures", Caption: d.T("measure.shop.h1"), HideCaption: true,
		Columns: []c.TableColumn{{Text: d.T("measure.step")}, {Text: d.T("word.date")}, {Text: d.T("word.status")}},
	}
	for _, m := range list {
		v.Rows = append(v.Rows, []c.TableCell{
			{Text: d.T("measure.step." + string(m.Step)), Href: shopMeasuresPath + "/" + m.ID}, {Text: text.DateShort(d.lang, m.Created)}, {Text: d.measureState(m)},
		})
	}
	return v
}

// shopMeasureFacts are the facts of a measure for the shop.
func (d *shopDesk) shopMeasureFacts(m registry.Measure) []c.SummaryRow {
	rows := []c.SummaryRow{
		{Key: d.T("word.shop"), Value: m.Shop},
		{Key: d.T("measure.what"), Value: d.T("measure.shop.step." + string(m.Step))},
		{Key: d.T("measure.reason"), Body: c.Text(m.Reason)},
	}
	var links []c.Link
	for _, k := range m.Cases {
		links = append(links, c.Link{Text: k.Reference + " · " + d.T("category."+string(k.Category)), Href: "/winkel/zaken/" + k.Reference})
	}
	rows = append(rows, c.SummaryRow{Key: d.T("measure.shop.cases"), Body: c.Links(links)})
	if m.Waiting() {
		rows = append(rows, c.SummaryRow{Key: d.T("measure.shop.react"), Value: d.T("word.by", "date", d.day(m.ReactUntil))})
	}
	if m.Waiting() || m.State == registry.MeasureActive {
		rows = append(rows, c.SummaryRow{Key: d.T("measure.shop.review"), Value: d.day(m.Review)})
	}
	return rows
}

// reactionLabel asks for a reaction, or for more of it.
func (d *shopDesk) reactionLabel(m registry.Measure) string {
	if m.Reacted.IsZero() {
		return d.T("measure.reaction")
	}
	return d.T("measure.reaction.more")
}
