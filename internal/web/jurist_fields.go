package web

import (
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// nextPart gives the part after this one; the last is followed by the page for signing.
func nextPart(part string) string {
	i := slices.Index(draftParts, part) + 1
	if i < len(draftParts) {
		return draftParts[i]
	}
	return "sign"
}

// partText is a part that is one text, as typed or as kept.
func (p *filePage) partText(name, kept string, rows int) c.TextareaView {
	v := p.areaField(name, p.T("jurist.label."+name), p.T("jurist.label."+name+".hint"), rows)
	if p.form == nil {
		v.Value = kept
	}
	if name == "short" {
		v.Count = p.T("jurist.words", "n", len(strings.Fields(v.Value)), "most", mostShortWords)
	}
	return v
}

// typed gives what was typed in a field; where nothing was sent, what is kept.
func (p *filePage) typed(name, kept string) string {
	if p.form != nil {
		if _, sent := p.form.values[name]; sent {
			return p.form.get(name)
		}
	}
	return kept
}

func (p *filePage) decisionRadios(pt registry.Point, d registry.PointInput) c.RadiosView {
	name := "decision-" + pt.ID
	v := c.RadiosView{ID: name, Name: name, Legend: p.T("jurist.decision"), LegendSize: c.SizeS, Error: p.form.errorOf(name), Value: p.typed(name, d.Decision), Small: true}
	for _, x := range pointDecisions {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("jurist.decision." + x)})
	}
	return v
}

func (p *filePage) moneyField(name, label, hint string, kept int64) c.InputView {
	v := c.InputView{
		ID: name, Name: name, Label: label, LabelSize: c.SizeS, Hint: hint, Error: p.form.errorOf(name), Value: p.typed(name, ""),
		Prefix: "€", Width: 10, InputMode: "decimal", NoSpell: true,
	}
	if p.form == nil && kept > 0 {
		v.Value = strings.TrimSpace(strings.TrimPrefix(text.Amount(p.lang, kept), "€"))
	}
	return v
}

func (p *filePage) evidenceBoxes(pt registry.Point, d registry.PointInput) c.CheckboxesView {
	name := "evidence-" + pt.ID
	v := c.CheckboxesView{ID: name, Name: name, Legend: p.T("jurist.evidence"), LegendSize: c.SizeS, Values: d.Evidence, Small: true}
	if p.form != nil {
		v.Values = p.form.all(name)
	}
	for _, doc := range p.file.Documents {
		v.Items = append(v.Items, c.ChoiceItem{Value: doc.Number, Label: doc.Number + ": " + doc.Name})
	}
	return v
}

// feeRadios ask who bears the fee, when the outcome leaves a choice.
func (p *filePage) feeRadios(in registry.RulingInput) c.RadiosView {
	v := c.RadiosView{ID: "fee_by", Name: "fee_by", Legend: p.T("jurist.fee.legend"), LegendSize: c.SizeS, Value: p.typed("fee_by", string(in.FeeBy))}
	for _, r := range twoParties {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.T("jurist.fee." + string(r))})
	}
	return v
}

// draftOrder is one thing that somebody has to do, as typed or as kept.
type draftOrder struct {
	N     int
	Kept  registry.OrderInput
	Fresh bool // an empty row
}

// orderRows are the orders of the draft, and empty rows; paying back the fee comes by itself (feeOrder). What a ruling
// orders is done within OrderDays (rules 3.5), so that day stands there already.
func (p *filePage) orderRows(in registry.RulingInput) []draftOrder {
	due := p.orderDay()
	var rows []draftOrder
	add := func(o registry.OrderInput, fresh bool) { rows = append(rows, draftOrder{len(rows), o, fresh}) }
	for _, o := range in.Orders {
		if !o.Fee {
			add(o, false)
		}
	}
	final := p.final(in)
	if len(in.Orders) == 0 && final.Outcome != procedure.RuledInadmissible {
		for _, pt := range p.file.Points {
			if d := in.Points[pt.ID]; d.Decision == "granted" || d.Decision == "partly" {
				add(registry.OrderInput{Who: procedure.Shop, Remedy: pt.Remedy, Amount: d.Amount, Due: due}, false)
			}
		}
	}
	for range 2 {
		if len(rows) < mostRulingOrders {
			add(registry.OrderInput{Due: due}, true)
		}
	}
	return rows
}

// feeOrder says that paying back the fee is ordered too, by which day; "" where the shop does not bear it.
func (p *filePage) feeOrder(in registry.RulingInput) string {
	for _, o := range p.final(in).Orders {
		if o.Fee {
			return p.T("jurist.fee.order") + " " + p.ordered(procedure.Order{Who: o.Who, Remedy: o.Remedy, Amount: o.Amount, Due: o.Due, Fee: true})
		}
	}
	return ""
}

func (r draftOrder) name(field string) string { return field + "-" + strconv.Itoa(r.N) }

func (p *filePage) orderWho(r draftOrder) c.RadiosView {
	name := r.name("who")
	kept := string(r.Kept.Who)
	if kept == "" {
		kept = "none"
	}
	v := c.RadiosView{ID: name, Name: name, Legend: p.T("jurist.order.who"), LegendSize: c.SizeS, Value: p.typed(name, kept), Small: true, Inline: true}
	for _, x := range []string{"shop", "consumer", "none"} {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("jurist.order.who." + x)})
	}
	return v
}

func (p *filePage) orderRemedy(r draftOrder) c.SelectView {
	name := r.name("remedy")
	v := c.SelectView{
		ID: name, Name: name, Label: p.T("jurist.order.remedy"), LabelSize: c.SizeS, Error: p.form.errorOf(name),
		Value: p.typed(name, string(r.Kept.Remedy)), Options: []c.Option{{Text: p.T("jurist.order.remedy.none")}},
	}
	for _, x := range procedure.Remedies {
		v.Options = append(v.Options, c.Option{Value: string(x), Text: p.T("remedy." + string(x))})
	}
	return v
}

func (p *filePage) orderDue(r draftOrder) c.DateView {
	v := p.dateField(r.name("due"), p.T("jurist.order.due"), "")
	if p.form == nil {
		v.Day, v.Month, v.Year = strconv.Itoa(r.Kept.Due.Day), strconv.Itoa(int(r.Kept.Due.Month)), strconv.Itoa(r.Kept.Due.Year)
	}
	return v
}

func (p *filePage) orderWords(r draftOrder) c.TextareaView {
	v := p.areaField(r.name("words"), p.T("jurist.order.words"), p.T("jurist.order.words.hint"), 2)
	if p.form == nil {
		v.Value = r.Kept.Words
	}
	return v
}

// orderTitle heads a row: its number, or that it is an empty one.
func (p *filePage) orderTitle(r draftOrder) string {
	if r.Fresh {
		return p.T("jurist.order.fresh", "n", r.N+1)
	}
	return p.T("jurist.order.n", "n", r.N+1)
}

// partName names the part to which a button leads.
func (p *filePage) partName(part string) string {
	if part == "sign" {
		return p.T("jurist.part.sign")
	}
	return p.T("jurist.part." + part)
}

func (p *filePage) pointWhy(pt registry.Point, d registry.PointInput) c.TextareaView {
	v := p.areaField("why-"+pt.ID, p.T("jurist.point.why"), "", 5)
	if p.form == nil {
		v.Value = d.Why
	}
	return v
}

// handledRadios ask whether the complaint can be handled at all; nothing is chosen beforehand.
func (p *filePage) handledRadios(in registry.RulingInput) c.RadiosView {
	value := ""
	switch {
	case p.form != nil:
		value = p.form.get("handled")
	case in.Outcome == procedure.RuledInadmissible:
		value = "no"
	case in.Outcome != "" || len(in.Points) > 0:
		value = "yes"
	}
	return p.yesNo("handled", "jurist.handled", value)
}

// keptText is what was kept of a part, for the hints.
func (p *filePage) keptText(v deskView) string {
	t := v.Draft.Text
	switch v.Part {
	case partShort:
		return t.Short
	case partFacts:
		return t.Facts
	case partSides:
		return t.ConsumerSays + "\n" + t.ShopSays
	case partLaw:
		return t.Law
	case partWhy:
		return t.Why
	case partPoints:
		var all []string
		for _, pt := range p.file.Points {
			all = append(all, v.Draft.Points[pt.ID].Why)
		}
		return strings.Join(all, "\n")
	}
	return ""
}

// hintWords say what could be plainer.
func (p *filePage) hintWords(h plainHint) string {
	if h.Hard != "" {
		return p.T("jurist.hint.word", "word", h.Hard, "plain", h.Plain)
	}
	return p.T("jurist.hint.long", "n", h.Words, "sentence", h.Sentence)
}
