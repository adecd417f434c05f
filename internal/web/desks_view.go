package web

import (
	"slices"
	"strings"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// clock writes the time of the day to the second, in Amsterdam: for what holds for half a minute.
func (q *request) clock(t time.Time) string { return t.In(procedure.Amsterdam).Format("15.04.05") }

// others says who else writes here now.
func (p *staffCasePage) others(names []string) string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		out = append(out, p.T("staff.collision", "name", n))
	}
	return strings.Join(out, " ")
}

// emptyChannel says why nothing is shown.
func (p *staffCasePage) emptyChannel(w writing) string {
	if w.Barred {
		return p.T("desk.barred.room")
	}
	return p.T("room.empty")
}

func (p *staffCasePage) noteMessage(n registry.Note) c.MessageView {
	author := n.Name
	if author == "" {
		author = p.T("desk.note")
	}
	return c.MessageView{Kind: c.MessageNote, Author: author, When: p.moment(n.At), DateTime: n.At.Format(time.RFC3339), Text: n.Text}
}

// deskFacts are beside the badge: who mediates.
func (p *staffCasePage) deskFacts() []string {
	if !p.inRoom() {
		return nil
	}
	switch r := p.view.Room; {
	case r.Mine:
		return []string{p.T("desk.mine")}
	case r.Mediator == "":
		return []string{p.T("room.mediator.none")}
	default:
		return []string{p.T("room.mediator", "name", r.Mediator)}
	}
}

// stateRows is how the mediation stands. Of a proposal it says that it is open, never what anybody answered.
func (p *staffCasePage) stateRows() []c.SummaryRow {
	r := p.view.Room
	phase := p.T("desk.phase." + string(r.Phase))
	if r.Ended {
		phase = p.T("desk.phase.ended")
	}
	rows := []c.SummaryRow{{Key: p.T("word.status"), Value: phase}}
	if !r.Ended && !r.LookBy.IsZero() {
		rows = append(rows, c.SummaryRow{Key: p.T("desk.row.until." + string(r.Phase)), Value: p.day(r.LookBy)})
	}
	rows = append(rows,
		c.SummaryRow{Key: p.T("desk.row.consumer"), Value: p.hearing(procedure.Consumer, r.Consumers)},
		c.SummaryRow{Key: p.T("desk.row.shop"), Value: p.hearing(procedure.Shop, r.Shops)},
	)
	for _, a := range r.Asked {
		if a.Kind == procedure.TaskAsk {
			rows = append(rows, c.SummaryRow{Key: p.T("desk.row.asked"), Value: p.who(a.Of) + ", " + p.untilOrOnItsWay(a.Until)})
		}
	}
	if r.Proposal != nil {
		rows = append(rows, c.SummaryRow{Key: p.T("proposal.h"), Value: p.T("desk.row.proposal", "n", r.Proposal.Version)})
	}
	if r.PauseAsk {
		rows = append(rows, c.SummaryRow{Key: p.T("desk.row.pause"), Value: p.T("desk.row.pause.asked")})
	}
	if len(r.Held) > 0 {
		rows = append(rows, c.SummaryRow{Key: p.T("desk.row.held"), Body: c.Anchor(c.Link{Text: p.T("desk.row.held.n", "n", len(r.Held)), Href: p.base + "/kamer/wacht/" + r.Held[0].ID})})
	}
	return rows
}

// unsent lists the viewer's messages that can still be taken back (rules 2.2).
func (p *staffCasePage) unsent() []registry.Unsent {
	if !p.inRoom() {
		return nil
	}
	return p.view.Room.Unsent
}

// mostSaid is how much of a message is shown to know it by.
const mostSaid = 80

// said gives the beginning of a message.
func (p *staffCasePage) said(id string) string {
	words := ""
	for _, m := range p.view.Room.Joint {
		if m.ID == id {
			words = m.Text
		}
	}
	for _, m := range slices.Concat(p.view.Room.Consumer, p.view.Room.Shop) {
		if m.ID == id {
			words = m.Text
		}
	}
	return shortened(words, mostSaid)
}

// hearing says how far a party was heard (rules 2.3).
func (p *staffCasePage) hearing(of procedure.Role, h registry.Hearing) string {
	switch {
	case h.Given:
		return p.T("desk.heard.given")
	case h.Missed:
		return p.T("desk.heard.missed")
	case h.Asked:
		return p.T("desk.heard.asked", "until", p.untilOrOnItsWay(p.accountUntil(p.view, of)))
	}
	return p.T("desk.heard.not")
}

func (p *staffCasePage) untilOrOnItsWay(d procedure.Date) string {
	if d.IsZero() {
		return p.T("desk.onitsway")
	}
	return p.T("word.by", "date", p.day(d))
}

// partyRadios ask which party.
func (p *staffCasePage) partyRadios(from []procedure.Role) c.RadiosView {
	v := c.RadiosView{
		ID: "party", Name: "party", Legend: p.T("desk.party"), LegendSize: c.SizeS, Error: p.form.errorOf("party"), Value: p.form.get("party"), Inline: true,
	}
	for _, r := range from {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.T("who." + string(r))})
	}
	return v
}

func (p *staffCasePage) lawField() c.InputView {
	return c.InputView{
		ID: "law", Name: "law", Label: p.T("desk.law"), LabelSize: c.SizeS, Hint: p.T("desk.law.hint"), Error: p.form.errorOf("law"), Value: p.form.get("law"),
	}
}

// button warns with an act that ends the mediation.
func (a *deskAct) button() c.ButtonKind {
	if a.warn {
		return c.ButtonWarning
	}
	return c.ButtonPrimary
}

// sideRadios ask who stands stronger in law.
func (p *staffCasePage) sideRadios() c.RadiosView {
	v := c.RadiosView{ID: "side", Name: "side", Legend: p.T("desk.side"), LegendSize: c.SizeS, Error: p.form.errorOf("side"), Value: p.form.get("side")}
	for _, x := range adviceSides {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("desk.side." + x)})
	}
	return v
}

// heldRadios ask what to do with a message that waits.
func (p *staffCasePage) heldRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "besluit", Name: "besluit", Legend: p.T("desk.held"), LegendSize: c.SizeS, Error: p.form.errorOf("besluit"), Value: p.form.get("besluit"), Strong: true,
	}
	for _, x := range heldAnswers {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("desk.held." + x), Hint: p.T("desk.held." + x + ".hint")})
	}
	return v
}

// heldAnswers let a held message through, or hide it.
var heldAnswers = []string{"door", "verberg"}

// days are those of the rules that the words of an act name.
func (a *deskAct) days() int {
	r := procedure.CurrentRules()
	switch a.key {
	case "accounts":
		return r.HearDays
	case "pause":
		return r.PauseDays
	}
	return r.RequestDays
}
