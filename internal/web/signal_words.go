package web

import (
	"math"
	"strconv"
	"strings"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// signalSays is what the rule says, in sentences with their numbers.
func (q *request) signalSays(s registry.Signal) string {
	f := s.Figures
	words := []string{q.signalRule(s)}
	add := func(when bool, key string, args ...any) {
		if when {
			words = append(words, q.T(key, args...))
		}
	}
	add(f.Since != "", "signal.since", "date", q.dayOf(f.Since))
	add(f.Expected > 0, "signal.expected", "expected", q.decimal(f.Expected))
	add(f.Low > 0, "signal.low", "ratio", q.decimal(f.Ratio), "low", q.decimal(f.Low))
	add(f.RunYears > 0, "signal.run", "n", int(math.Round(f.RunYears)))
	add(f.Chance > 0, "signal.chance", "chance", q.chance(f.Chance))
	add(f.Cases > 0 && f.Orders == 0 && s.Kind != "not_carried_out" && s.Kind != "silent", "signal.volume.unknown")
	add(f.Returned, "signal.returned")
	return strings.Join(words, " ")
}

// signalRule is what the rule says, in one sentence.
func (q *request) signalRule(s registry.Signal) string {
	f := s.Figures
	switch {
	case mediatorsKind(s.Kind):
		return q.T("signal.says.mediator")
	case f.Cases == 0: // raised by an event, before the cases were counted
		return q.T("signal.says.event")
	case f.Cause != "":
		return q.T("signal.says.same_cause", "n", f.Cases, "of", f.Of, "cause", q.T("category."+f.Cause))
	}
	return q.T("signal.says."+s.Kind, "n", f.Cases, "of", f.Of, "days", f.Days)
}

// decimal writes a number with one decimal.
func (q *request) decimal(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	if q.lang == text.EN {
		return s
	}
	return strings.ReplaceAll(s, ".", ",")
}

// chance writes how unlikely something is: 1 in so many, in two figures.
func (q *request) chance(p float64) string {
	n := 1 / p
	if n > 1e6 {
		n = 1e6
	}
	for unit := int64(1); ; unit *= 10 {
		if n < float64(unit)*100 {
			return text.Number(q.lang, int64(math.Round(n/float64(unit)))*unit)
		}
	}
}

// dayOf writes a day that is stored as YYYY-MM-DD.
func (q *request) dayOf(s string) string {
	d, err := procedure.ParseDate(s)
	if err != nil {
		return s
	}
	return q.day(d)
}

// signalState says what became of a signal, and by whom.
func (q *request) signalState(s registry.Signal) string {
	switch s.State {
	case "open":
		if s.Owner == "" {
			return q.T("signal.unowned")
		}
		return q.T("signal.owner", "name", s.Owner)
	case "watch":
		return q.T("signal.judged.watch", "name", q.orNone(s.Judge), "date", q.day(s.WatchUntil))
	}
	return q.T("signal.judged."+s.State, "name", q.orNone(s.Judge), "date", text.DateShort(q.lang, s.Judged))
}

// signalQueue lists signals: which, about whom, why, since when, on which cases, who looks.
func (q *request) signalQueue(caption string, list []registry.Signal) c.QueueView {
	v := c.QueueView{
		Caption: caption,
		Columns: []string{q.T("signal.what"), q.T("signal.why"), q.T("signal.when"), q.T("signal.cases"), q.T("word.status")},
	}
	for _, s := range list {
		cases := strconv.Itoa(len(s.Cases))
		if s.Reference != "" && len(s.Cases) == 1 {
			cases = s.Reference
		}
		v.Rows = append(v.Rows, c.QueueRow{
			Number: q.signalName(s), Href: signalPath(s.ID), Under: s.Shop,
			Cells: []c.QueueCell{{Text: q.signalWhy(s), Note: q.signalExpected(s)}, {Text: text.DateShort(q.lang, s.At)}, {Text: cases}, {Text: q.signalState(s)}},
		})
	}
	return v
}

// signalWhy is the reason in one sentence: of the rule, or the mediator's own words.
func (q *request) signalWhy(s registry.Signal) string {
	if s.Text != "" {
		return s.Text
	}
	return q.signalRule(s)
}

// signalExpected sets what was expected beside the number of a signal that rests on it.
func (q *request) signalExpected(s registry.Signal) string {
	kind := insight.SignalKind(s.Kind)
	if s.Figures.Expected <= 0 || kind != insight.SignalMore && kind != insight.SignalRise {
		return ""
	}
	return q.T("signal.why.expected", "expected", q.decimal(s.Figures.Expected))
}

func signalPath(id string) string { return signalsPath + "/" + id }

// caseRows lists cases for staff, without a name of anybody; hide leaves the caption to those who hear the page.
func (q *request) caseRows(id, caption string, hide bool, list []registry.SignalCase) c.TableView {
	v := c.TableView{
		ID: id, Caption: caption, HideCaption: hide, Stack: true,
		Columns: []c.TableColumn{{Text: q.T("queue.case")}, {Text: q.T("word.problem")}, {Text: q.T("signal.opened")}, {Text: q.T("word.status")}, {Text: q.T("word.amount"), Numeric: true}},
	}
	for _, k := range list {
		v.Rows = append(v.Rows, []c.TableCell{
			{Text: k.Reference, Href: "/staf/zaken/" + k.Reference},
			{Text: q.T("category." + string(k.Category))},
			{Text: text.DateShort(q.lang, k.Opened)},
			{Text: q.caseState(k)},
			{Text: amountOrNone(q, k.Amount)},
		})
	}
	return v
}

func amountOrNone(q *request, cents int64) string {
	if cents == 0 {
		return q.T("signal.noamount")
	}
	return text.Amount(q.lang, cents)
}

// caseState says where a case is, or how it ended.
func (q *request) caseState(k registry.SignalCase) string {
	if k.Outcome != "" {
		return q.T("signal.outcome." + string(k.Outcome))
	}
	return q.T("signal.state." + string(k.Stage))
}

// signalSummary are the facts beside what the rule says.
func (d *staffDesk) signalSummary(v oneSignal) []c.SummaryRow {
	rows := []c.SummaryRow{
		{Key: d.T("word.shop"), Body: c.Anchor(c.Link{Text: v.Shop, Href: memberPath(v.Member)})},
		{Key: d.T("signal.when"), Value: d.moment(v.At)},
	}
	if v.Reference != "" {
		rows = append(rows, c.SummaryRow{Key: d.T("queue.case"), Body: c.Anchor(c.Link{Text: v.Reference, Href: "/staf/zaken/" + v.Reference})})
	}
	rows = append(rows, c.SummaryRow{Key: d.T("word.status"), Value: d.signalState(v.Signal)})
	if v.Reason != "" {
		rows = append(rows, c.SummaryRow{Key: d.T("signal.reason.given"), Body: c.Text(v.Reason)})
	}
	return rows
}

// ownerSelect asks who looks at the signal.
func (d *staffDesk) ownerSelect(v oneSignal) c.SelectView {
	s := c.SelectView{ID: "eigenaar", Name: "eigenaar", Label: d.T("signal.owner.label"), LabelSize: c.SizeS, Value: v.OwnerID}
	s.Options = append(s.Options, c.Option{Value: "", Text: d.T("signal.nobody")})
	for _, p := range v.Officers {
		name := p.Name
		if p.ID == d.viewer.Actor.ID {
			name = d.T("desk.me", "name", name)
		}
		s.Options = append(s.Options, c.Option{Value: p.ID, Text: name})
	}
	return s
}

func (d *staffDesk) verdictRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "oordeel", Name: "oordeel", Legend: d.T("signal.verdict"), LegendSize: c.SizeS, Error: d.form.errorOf("oordeel"), Value: d.form.get("oordeel"), Strong: true,
	}
	for _, x := range registry.Verdicts {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(x), Label: d.T("signal.verdict." + string(x)), Hint: d.T("signal.verdict." + string(x) + ".hint")})
	}
	return v
}

// signalsBefore tells how signals of the same kind were judged before.
func (d *staffDesk) signalsBefore(list []registry.Signal) c.TimelineView {
	v := c.TimelineView{Heading: d.T("signal.before.h")}
	for _, s := range list {
		v.Items = append(v.Items, c.TimelineItem{Title: d.signalState(s), When: d.moment(s.Judged), Quote: s.Reason, Links: []c.Link{{Text: d.T("signal.cases.n", "n", len(s.Cases)), Href: signalPath(s.ID)}}})
	}
	return v
}
