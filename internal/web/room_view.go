package web

import (
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// messagesAPage is how many messages a page of a conversation shows; the newest page comes first.
const messagesAPage = 20

// talk gives a conversation of the party's own: everyone's, or the one with the mediator alone.
func (p *roomPage) talk(private bool) talk {
	k := talk{Private: private, Text: p.form.get("text")}
	r := p.view.Room
	path := p.base + "/bemiddeling"
	if private {
		path += "/prive"
		list := ownChannel(p.view)
		from, to, pages := p.part(path, len(list))
		for _, m := range list[from:to] {
			k.Messages = append(k.Messages, p.privateMessage(p.view, m))
		}
		k.Pages = pages
		return k
	}
	from, to, pages := p.part(path, len(r.Joint))
	for _, m := range r.Joint[from:to] {
		k.Messages = append(k.Messages, p.jointMessage(p.view, m))
	}
	k.Pages = pages
	return k
}

// part gives the messages of the page that was asked for, the newest when none was, and the links to the others.
func (q *request) part(path string, n int) (from, to int, pages *c.PaginationView) {
	last := max(1, (n+messagesAPage-1)/messagesAPage)
	page := last
	if q.URL.Query().Has("pagina") {
		page = min(pageNumber(q.URL.Query()), last)
	}
	from, to = (page-1)*messagesAPage, min(page*messagesAPage, n)
	if last == 1 {
		return from, to, nil
	}
	link := func(n int, key string) *c.Link {
		return &c.Link{Text: q.T(key), Href: path + "?pagina=" + strconv.Itoa(n)}
	}
	pages = &c.PaginationView{Label: q.T("room.pages"), Text: q.T("room.page", "from", from+1, "to", to, "n", n)}
	if page > 1 {
		pages.Previous = link(page-1, "room.older")
	}
	if page < last {
		pages.Next = link(page+1, "room.newer")
	}
	return from, to, pages
}

// author names who wrote a message, with their part in it.
func (q *request) author(v registry.View, by procedure.Role, name string) string {
	switch {
	case by == v.Viewer.Actor.Role && (by == procedure.Consumer || by == procedure.Shop):
		return q.T("who.you")
	case by == procedure.Consumer:
		return q.T("room.by.consumer", "name", v.Consumer.Name)
	case by == procedure.Shop:
		return q.T("room.by.shop", "name", v.Shop.Name)
	case name == "":
		return q.T("room.by.mediator.bare")
	case viewerKey(v.Viewer.Actor.Role) != asStaff:
		name = firstName(name)
	}
	return q.T("room.by.mediator", "name", name)
}

// jointMessage is a message that everyone reads.
func (q *request) jointMessage(v registry.View, m registry.JointMessage) c.MessageView {
	out := c.MessageView{
		ID: "m-" + m.ID, Kind: c.MessageJoint, Author: q.author(v, m.By, m.Name), When: q.moment(m.At), DateTime: m.At.Format(time.RFC3339), Text: m.Text,
		Files: q.sentFiles(v, m.Files),
	}
	role := v.Viewer.Actor.Role
	staff := viewerKey(role) == asStaff
	switch m.State {
	case "held":
		out.Badge, out.Note = &c.BadgeView{Kind: c.BadgeWait, Text: q.T("room.held")}, q.T("room.held.text")
		if staff {
			out.Note = q.T("room.held.staff")
		}
	case "hidden":
		out.Badge, out.Note = &c.BadgeView{Kind: c.BadgeUrgent, Text: q.T("room.hidden.badge")}, q.T("room.hidden")
		if staff {
			out.Note = ""
		}
		if m.Why != "" {
			out.Note = strings.TrimSpace(out.Note + " " + q.T("room.hidden.why", "why", m.Why))
		}
	case "undone":
		out.Badge = &c.BadgeView{Kind: c.BadgePlain, Text: q.T("room.undone")}
	default:
		out.Badge, out.Note = q.leaving(v, m.ID), q.asks(v, m)
	}
	return out
}

// leaving says of a mediator's own message that it has not left yet.
func (q *request) leaving(v registry.View, id string) *c.BadgeView {
	for _, m := range v.Room.Unsent {
		if m.ID == id {
			return &c.BadgeView{Kind: c.BadgeWait, Text: q.T("room.leaving", "time", q.clock(m.Until))}
		}
	}
	return nil
}

// asks says by when an answer to a message is wanted, and of whom.
func (q *request) asks(v registry.View, m registry.JointMessage) string {
	until := m.Until
	if m.Kind == "accounts" {
		until = q.accountUntil(v, v.Viewer.Actor.Role)
	}
	for _, r := range m.Asks {
		switch {
		case r != v.Viewer.Actor.Role:
		case until.IsZero() && m.Kind == "accounts": // answered, or on its way
			return ""
		default:
			return q.T("room.asks.you", "date", q.day(until))
		}
	}
	if viewerKey(v.Viewer.Actor.Role) != asStaff || len(m.Asks) == 0 {
		return ""
	}
	of := q.T("staff.both")
	if len(m.Asks) == 1 {
		of = q.T("who." + string(m.Asks[0]) + ".in")
	}
	if m.Kind == "accounts" {
		return q.T("room.asks.accounts", "who", of)
	}
	return q.T("room.asks.of", "who", of, "date", q.day(until))
}

// accountUntil gives the last day on which a party can give its account; zero when it is not awaited, or the letter is
// on its way (rules 2.3).
func (q *request) accountUntil(v registry.View, of procedure.Role) procedure.Date {
	for _, a := range v.Room.Asked {
		if a.Kind == procedure.TaskHear && a.Of == of {
			return a.Until
		}
	}
	return procedure.Date{}
}

// privateMessage is a message between one party and the mediator.
func (q *request) privateMessage(v registry.View, m registry.PrivateMessage) c.MessageView {
	out := c.MessageView{
		ID: "m-" + m.ID, Kind: c.MessagePrivate, Author: q.author(v, m.By, m.Name), When: q.moment(m.At), DateTime: m.At.Format(time.RFC3339), Text: m.Text,
		Files: q.sentFiles(v, m.Files),
	}
	out.Badge = q.leaving(v, m.ID)
	switch {
	case m.State == "undone":
		out.Badge = &c.BadgeView{Kind: c.BadgePlain, Text: q.T("room.undone")}
	case !m.Until.IsZero() && viewerKey(v.Viewer.Actor.Role) == asStaff:
		out.Note = q.T("room.asks.by", "date", q.day(m.Until))
	case !m.Until.IsZero():
		out.Note = q.T("room.asks.you", "date", q.day(m.Until))
	}
	return out
}

// ownChannel is what the party and the mediator alone read.
func ownChannel(v registry.View) []registry.PrivateMessage {
	if v.Viewer.Actor.Role == procedure.Shop {
		return v.Room.Shop
	}
	return v.Room.Consumer
}

// tabs lead from one conversation to the other, and say who reads each.
func (p *roomPage) tabs(private bool) c.ViewsView {
	return c.ViewsView{Label: p.T("room.tabs"), Across: true, Items: []c.ViewItem{
		{Text: p.T("room.joint"), Href: p.base + "/bemiddeling", Count: jointCount(p.view.Room), Current: !private},
		{Text: p.T("room.private"), Href: p.base + "/bemiddeling/prive", Count: privateCount(ownChannel(p.view)), Current: private},
	}}
}

// asked is something that the mediator asks of the party.
type asked struct {
	Title, Text, Quote string
	Href, CTA          string
}

// todo is what is asked of the party now, soonest first; the text of a question is shown again with it.
func (p *roomPage) todo() []asked {
	var out []asked
	r := p.view.Room
	for _, a := range r.Asked {
		if a.Of != p.role() {
			continue
		}
		until, _ := p.view.WouldEnd(a.Kind, a.About)
		if !a.Until.IsZero() {
			until = a.Until
		}
		date := p.day(until)
		switch a.Kind {
		case procedure.TaskHear:
			x := asked{Title: p.T("room.todo.hear"), Text: p.T("room.todo.hear.text", "date", date)}
			for _, m := range r.Joint {
				if m.Kind == "accounts" && m.State == "" {
					x.Quote = m.Text
				}
			}
			out = append(out, x)
		case procedure.TaskAsk:
			x := asked{Title: p.T("room.todo.ask"), Text: p.T("room.todo.ask.text", "date", date)}
			x.Quote, x.Href = p.question(a.About)
			if x.Href != "" {
				x.CTA = p.T("room.todo.private")
			}
			out = append(out, x)
		default: // the proposal stands below with its own answers
		}
	}
	return out
}

// question gives the words of a question of the mediator, and where it is answered when that is not here. about is
// channel:message:party.
func (p *roomPage) question(about string) (words, elsewhere string) {
	channel, rest, _ := strings.Cut(about, ":")
	id, _, _ := strings.Cut(rest, ":")
	if channel == "joint" {
		for _, m := range p.view.Room.Joint {
			if m.ID == id {
				return m.Text, ""
			}
		}
		return "", ""
	}
	for _, list := range [][]registry.PrivateMessage{p.view.Room.Consumer, p.view.Room.Shop} {
		for _, m := range list {
			if m.ID == id {
				words = m.Text
			}
		}
	}
	return words, p.base + "/bemiddeling/prive"
}

// phase says how the mediation stands when nothing is asked of the party.
func (p *roomPage) phase() (title, words string) {
	r := p.view.Room
	date := p.day(r.LookBy)
	switch {
	case r.Ended:
		return p.T("room.phase.ended"), p.T("room.phase.ended.text")
	case r.Phase == procedure.TaskReturn && p.role() == procedure.Consumer:
		return p.T("room.phase.return"), p.T("room.phase.return.text", "date", p.day(r.Resumable))
	case r.Phase == procedure.TaskReturn:
		return p.T("room.phase.return"), p.T("room.phase.return.shop")
	case r.Phase == procedure.TaskPause:
		return p.T("room.phase.pause"), p.T("room.phase.pause.text", "date", date)
	case !r.LookBy.IsZero() && r.LookBy.Before(procedure.DateOf(p.view.Now())):
		return p.T("room.phase.look"), p.T("room.phase.late", "date", date, "tel", p.app.Settings.Organisation.Phone)
	case r.Phase == procedure.TaskMediator && r.Mediator == "":
		return p.T("room.phase.wait"), p.T("room.phase.wait.text", "date", date)
	case r.Phase == procedure.TaskMediator:
		return p.T("room.phase.first"), p.T("room.phase.first.text", "name", firstName(r.Mediator), "date", date)
	case r.Mediator == "":
		return p.T("room.phase.look"), p.T("room.phase.between", "date", date)
	}
	return p.T("room.phase.look"), p.T("room.phase.look.text", "name", firstName(r.Mediator), "date", date)
}

// headFacts are beside the badge: who mediates, and when we can be called.
func (p *roomPage) headFacts() []string {
	who := p.T("room.mediator.none")
	if m := p.view.Room.Mediator; m != "" {
		who = p.T("room.mediator", "name", firstName(m))
	}
	return []string{who, p.T("word.changed", "date", p.moment(p.view.Changed))}
}

// factLists is the list of the mediator.
func (q *request) factLists(f registry.Facts) []c.PointsView {
	return []c.PointsView{
		{Heading: q.T("room.facts.agreed"), Items: f.Agreed, Empty: q.T("room.facts.none")},
		{Heading: q.T("room.facts.disputed"), Items: f.Disputed, Empty: q.T("room.facts.none")},
		{Heading: q.T("room.facts.missing"), Items: f.Missing, Empty: q.T("room.facts.none")},
	}
}

// proposalCard is a proposal in four rows (screens.md 8). It says nothing of what anybody answered.
func (q *request) proposalCard(v registry.View, x registry.ProposalView) c.OfferView {
	until := x.Until
	if until.IsZero() {
		until, _ = v.WouldEnd(procedure.TaskConsider, procedure.ConsiderAbout(x.ID, v.Viewer.Actor.Role))
	}
	if until.IsZero() { // not put yet: as it would stand when put now
		until = v.ProposalStands()
	}
	from := q.T("proposal.from", "date", q.day(until))
	if x.Version > 1 {
		from = q.T("proposal.from.again", "date", q.day(until), "n", x.Version)
	}
	if x.How != "" {
		from = q.T("proposal.from.past", "date", q.day(procedure.DateOf(x.At)))
	}
	why := x.Words.Why
	if x.Words.Law != "" {
		why += "\n\n" + q.T("proposal.law", "law", x.Words.Law)
	}
	return c.OfferView{
		ID: "proposal-" + strconv.Itoa(x.Version), From: from, Title: q.proposalLine(x), Rows: q.proposalRows(v, x),
		WhyLabel: q.T("proposal.why"), Why: strings.TrimSpace(why), Past: x.How != "",
	}
}

// proposalLine is the result in one line.
func (q *request) proposalLine(x registry.ProposalView) string {
	if x.Remedy == "other" && x.Words.ShopDoes != "" {
		line, _, _ := strings.Cut(x.Words.ShopDoes, "\n")
		return line
	}
	return q.T("proposal.line."+string(x.Remedy), "amount", text.Amount(q.lang, x.Amount))
}

// proposalRows says who does what, and when.
func (q *request) proposalRows(v registry.View, x registry.ProposalView) []c.SummaryRow {
	shop := q.proposalLine(x)
	if x.Words.ShopDoes != "" {
		shop = q.T("proposal.line."+string(x.Remedy), "amount", text.Amount(q.lang, x.Amount)) + "\n\n" + x.Words.ShopDoes
	}
	if x.Remedy == "other" && x.Words.ShopDoes != "" {
		shop = x.Words.ShopDoes
	}
	does := []string{}
	if x.Words.ConsumerDoes != "" {
		does = append(does, x.Words.ConsumerDoes)
	}
	if x.Return != "" {
		does = append(does, q.T("offer.return."+x.Return))
	}
	if len(does) == 0 {
		does = append(does, q.T("proposal.nothing"))
	}
	asking := viewerKey(v.Viewer.Actor.Role)
	return []c.SummaryRow{
		{Key: q.T("proposal.row.shop." + asking), Body: c.Text(shop)},
		{Key: q.T("proposal.row.when"), Value: q.T("word.by", "date", q.day(x.Due))},
		{Key: q.T("proposal.row.consumer." + asking), Body: c.Text(strings.Join(does, "\n\n"))},
		{Key: q.T("proposal.row.after"), Value: q.T("proposal.row.after.text")},
	}
}

// roomLinks are what the party may do besides.
func (p *roomPage) roomLinks() []c.Link {
	var out []c.Link
	add := func(may bool, key, path string) {
		if may {
			out = append(out, c.Link{Text: p.T(key), Href: p.base + path})
		}
	}
	v := p.view
	add(v.May(procedure.AddEvidence{}), "room.link.evidence", "/bemiddeling/bewijs")
	add(v.May(procedure.MakeOffer{}), "room.link.offer", "/aanbod")
	add(agreed(v), "agreement.link", "/afspraak")
	add(v.May(procedure.LeaveMediation{}), "room.link.leave", "/bemiddeling/stoppen")
	return append(out, c.Link{Text: p.T("room.back"), Href: p.base})
}

// roomCardLinks lead from the page of a case to what mediation brought.
func (q *request) roomCardLinks(v registry.View) []c.Link {
	base := caseBase(v)
	var out []c.Link
	if p := v.Room.Proposal; p != nil {
		out = append(out, c.Link{Text: q.T("proposal.link"), Href: base + "/voorstel"})
	}
	if agreed(v) {
		out = append(out, c.Link{Text: q.T("agreement.link"), Href: base + "/afspraak"})
	}
	out = append(out, c.Link{Text: q.T("room.link.joint", "n", jointCount(v.Room)), Href: base + "/bemiddeling"})
	switch own := privateCount(ownChannel(v)); {
	case !v.Room.Ended:
		out = append(out, c.Link{Text: q.T("room.link.private"), Href: base + "/bemiddeling/prive"})
	case own > 0: // to read what was said there, until it is erased
		out = append(out, c.Link{Text: q.T("room.link.private.read", "n", own), Href: base + "/bemiddeling/prive"})
	}
	return out
}

// keptWords say what the party answered to a proposal, and when it hears more. Both get the same number of days, each from
// its own letter: the day is the party's own, so that nothing shows of the other (rules 2.5).
func (q *request) keptWords(x registry.ProposalView) string {
	as := x.Mine
	if as == "" {
		as = "missed"
	}
	words := q.T("proposal.kept." + as)
	if x.Mine != "" && !x.Until.IsZero() {
		words += " " + q.T("proposal.kept.until", "date", q.day(x.Until))
	}
	return words
}
