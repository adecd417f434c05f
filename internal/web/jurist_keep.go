package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
	"wederhoor/internal/web/static"
)

// The draft of a ruling saves itself while it is written, by a script that sends the form of the page some seconds after
// the typing stopped. Without the script the buttons do the same. A page says which text of its part it began with; when
// another window has kept something else since, nothing is written until the adjudicator has seen both.

// partNotes are the adjudicator's own notes, beside the parts of the ruling.
const partNotes = "notities"

// keeping is how a form of the draft is kept.
type keeping struct {
	Was   string         // the text with which the page began, as partMark names it
	Other []c.SummaryRow // what another window has kept since; none: nothing
	Dirty bool           // what the form holds is not kept
}

// keptAnswer tells the script how it went, in words to show.
type keptAnswer struct {
	Was   string `json:"was,omitempty"`
	Words string `json:"words"`
}

// quiet says that the page's own script asks, which shows words and no page.
func (q *request) quiet() bool { return q.Header.Get("Accept") == "application/json" }

// scripted lets the page use our own script, and lets that send the form of the page.
func (p *filePage) scripted() {
	p.w.Header().Set("Content-Security-Policy", p.app.policy+"; script-src 'self'; connect-src 'self'")
}

// partMark names the text of a part, so that a page can say what it began with.
func partMark(part string, in registry.RulingInput) string {
	var of any
	switch t := in.Text; part {
	case partFacts:
		of = t.Facts
	case partSides:
		of = [2]string{t.ConsumerSays, t.ShopSays}
	case partLaw:
		of = t.Law
	case partWhy:
		of = t.Why
	case partShort:
		of = t.Short
	case partPoints:
		of = struct {
			Not    bool
			Points map[string]registry.PointInput
		}{in.Outcome == procedure.RuledInadmissible, in.Points}
	case partFee:
		of = in.FeeBy
	case partOrders:
		of = in.Orders
	case partNotes:
		of = in.Notes
	}
	b, err := json.Marshal(of)
	if err != nil { // of a struct of strings and numbers
		panic(err)
	}
	return static.Hash(b)
}

// keepPart reads a part of the draft from the form and keeps it. False: something is not right, or another window kept
// something else, and the form says so.
func (p *filePage) keepPart(part string, f *form, k *keeping) (bool, error) {
	p.app.drafts.Lock()
	defer p.app.drafts.Unlock()
	in, _, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return false, err
	}
	was, old := partMark(part, in), in
	p.readPart(part, f, &in)
	if !f.ok() {
		return false, nil
	}
	in.Outcome = p.outcome(in)
	k.Was = partMark(part, in)
	switch {
	case k.Was == was: // kept already
		return true, nil
	case f.get("was") != was:
		f.wrong("", "err.jurist.elsewhere")
		k.Was, k.Other = was, p.partRows(part, old)
		return false, nil
	}
	return true, p.app.Clerk.KeepRulingDraft(p.Context(), p.file, in)
}

// answerQuietly tells the script that the part is kept, or why it is not.
func (p *filePage) answerQuietly(f *form, k keeping, ok bool) error {
	at := p.app.Now().In(procedure.Amsterdam)
	switch {
	case ok:
		return p.writeJSON(http.StatusOK, keptAnswer{k.Was, p.T("jurist.auto.kept", "time", at.Format("15.04"))})
	case len(k.Other) > 0:
		return p.writeJSON(http.StatusConflict, keptAnswer{Words: p.T("jurist.auto.elsewhere")})
	}
	return p.writeJSON(http.StatusUnprocessableEntity, keptAnswer{Words: p.T("jurist.auto.wrong", "why", f.errors[0].Text)})
}

// keepingNow is how the form of a part begins: from what is kept, or from what was typed and is not kept.
func (p *filePage) keepingNow(part string, in registry.RulingInput) keeping {
	k := keeping{Was: partMark(part, in)}
	if p.form != nil && len(p.form.values["was"]) > 0 {
		k.Was, k.Dirty = p.form.get("was"), true
	}
	return k
}

// partRows is what is kept of a part, to be read beside what was typed.
func (p *filePage) partRows(part string, in registry.RulingInput) []c.SummaryRow {
	var rows []c.SummaryRow
	words := func(key, text string) {
		rows = append(rows, c.SummaryRow{Key: key, Body: c.Text(p.orNone(text))})
	}
	switch t := in.Text; part {
	case partFacts:
		words(p.T("jurist.label.facts"), t.Facts)
	case partSides:
		words(p.T("jurist.label.consumer_says"), t.ConsumerSays)
		words(p.T("jurist.label.shop_says"), t.ShopSays)
	case partLaw:
		words(p.T("jurist.label.law"), t.Law)
	case partWhy:
		words(p.T("jurist.label.why"), t.Why)
	case partShort:
		words(p.T("jurist.label.short"), t.Short)
	case partNotes:
		words(p.T("jurist.notes"), in.Notes)
	case partFee:
		words(p.T("jurist.fee.legend"), p.feeWords(in))
	case partOrders:
		var list []string
		for _, o := range in.Orders {
			line := p.ordered(procedure.Order{Who: o.Who, Remedy: o.Remedy, Amount: o.Amount, Due: o.Due, Fee: o.Fee})
			list = append(list, strings.TrimSpace(line+" "+o.Words))
		}
		words(p.T("jurist.part.opdrachten"), strings.Join(list, "\n\n"))
	case partPoints:
		for _, pt := range p.file.Points {
			d := in.Points[pt.ID]
			said := ""
			if d.Decision != "" {
				said = p.decided(registry.DecidedPoint{Point: pt, Decision: d.Decision, Granted: d.Amount}) + ".\n\n"
			}
			words(p.pointNumber(pt.ID), said+d.Why)
		}
	}
	return rows
}

// feeWords says who bears the fee in a draft; "" when that is not known.
func (p *filePage) feeWords(in registry.RulingInput) string {
	if by := p.feeBy(in); by != "" {
		return p.T("jurist.fee." + string(by))
	}
	return ""
}
