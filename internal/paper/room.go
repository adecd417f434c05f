package paper

import (
	"strings"

	"wederhoor/internal/document"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// room is the mediation as the viewer may read it. Messages of the joint channel and of a private one stand under
// headings that say who read them.
func (s *sheet) room(v registry.View) {
	r := v.Room
	if r == nil {
		return
	}
	s.heading(2, s.T("room.h1"))
	if r.Mediator != "" {
		s.paragraph(s.T("room.mediator", "name", r.Mediator))
	}
	s.joint(v)
	s.private(v, p.Consumer, r.Consumer)
	s.private(v, p.Shop, r.Shop)
	s.knownFacts(r.Facts)
	for _, a := range r.Advice {
		s.heading(3, s.T("room.advice.h"))
		words := plain(s.T("room.advice.side."+a.Side)) + "\n\n" + a.Text
		if a.Law != "" {
			words += "\n\n" + s.T("proposal.law", "law", a.Law)
		}
		s.quote(s.author(v, p.Mediator, r.Mediator), a.At, words)
		s.paragraph(s.T("paper.advice"))
	}
	for _, x := range r.Past {
		s.proposal(x)
	}
	if r.Proposal != nil {
		s.proposal(*r.Proposal)
	}
	if len(r.Notes) > 0 {
		s.heading(3, s.T("paper.notes"))
	}
	for _, n := range r.Notes {
		s.quote(n.Name, n.At, n.Text)
	}
}

// plain takes away the signs for bold.
func plain(words string) string { return strings.ReplaceAll(words, "**", "") }

// author names who wrote a message.
func (s *sheet) author(v registry.View, by p.Role, name string) string {
	switch by {
	case p.Consumer:
		return s.T("room.by.consumer", "name", v.Consumer.Name)
	case p.Shop:
		return s.T("room.by.shop", "name", v.Shop.Name)
	case p.Mediator, p.Administrator, p.Quality, p.Adjudicator, p.System, p.Public:
	}
	if name == "" {
		return s.T("room.by.mediator.bare")
	}
	return s.T("room.by.mediator", "name", name)
}

// state says of a message that the other has not read it, when that is so.
func (s *sheet) state(state string) string {
	switch state {
	case "held":
		return " – " + s.T("room.held")
	case "hidden":
		return " – " + s.T("room.hidden.badge")
	case "undone":
		return " – " + s.T("room.undone")
	}
	return ""
}

func (s *sheet) joint(v registry.View) {
	s.heading(3, s.T("room.joint"))
	if len(v.Room.Joint) == 0 {
		s.paragraph(s.T("room.empty"))
	}
	for _, m := range v.Room.Joint {
		words := m.Text
		if m.Why != "" {
			words += "\n\n" + s.T("room.hidden.why", "why", m.Why)
		}
		s.quote(s.author(v, m.By, m.Name)+s.state(m.State), m.At, s.withFiles(words, m.Files))
	}
}

// private is the channel of a side with the mediator; it stands in the papers of that side and of who may read it.
func (s *sheet) private(v registry.View, side p.Role, messages []registry.PrivateMessage) {
	if !v.Room.Reads[side] || len(messages) == 0 {
		return
	}
	s.heading(3, s.T("paper.private."+string(side)))
	s.paragraph(s.T("paper.private.text"))
	for _, m := range messages {
		s.quote(s.author(v, m.By, m.Name)+s.state(m.State), m.At, s.withFiles(m.Text, m.Files))
	}
}

// withFiles names the files that went along with a message.
func (s *sheet) withFiles(words string, files []registry.RoomFile) string {
	for i, f := range files {
		if i == 0 {
			words += "\n"
		}
		words += "\n" + s.T("paper.room.file", "name", f.Name)
	}
	return words
}

func (s *sheet) knownFacts(f registry.Facts) {
	if len(f.Agreed)+len(f.Disputed)+len(f.Missing) == 0 {
		return
	}
	s.heading(3, s.T("room.facts.h"))
	for _, l := range []struct {
		words string
		items []string
	}{{s.T("paper.facts.agreed"), f.Agreed}, {s.T("paper.facts.disputed"), f.Disputed}, {s.T("paper.facts.missing"), f.Missing}} {
		if len(l.items) > 0 {
			s.paragraph(l.words)
			s.add(document.List{Items: l.items})
		}
	}
}

// proposal says nothing of what the other answered; what the viewer answered stands in the timeline.
func (s *sheet) proposal(x registry.ProposalView) {
	s.heading(3, s.T("proposal.from.past", "date", s.moment(x.At)))
	s.proposalRows(x)
	if x.How != "" {
		s.paragraph(s.T("paper.proposal." + x.How))
	}
	for _, r := range x.Reasons {
		s.add(document.Quote{Who: s.T("paper.reason", "who", s.whoIn(r.By)), Text: r.Text})
	}
}
