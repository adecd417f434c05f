package paper

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"wederhoor/internal/document"
	"wederhoor/internal/letter"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// oldestFirst gives the lines of the timeline as a file tells them: from the beginning.
func oldestFirst(v registry.View) []registry.Entry {
	out := slices.Clone(v.Timeline)
	slices.Reverse(out)
	return out
}

// sentence tells a line of the timeline, in the words that its page has.
func (s *sheet) sentence(v registry.View, e registry.Entry) string {
	after := ""
	if ruled(v, e) && s.Text.Has(s.lang, "timeline."+e.Kind+".ruled") {
		after = ".ruled"
	}
	return s.T("timeline."+e.Kind+after, "who", s.who(e.Who), "consumer", s.who(p.Consumer), "shop", s.who(p.Shop),
		"toconsumer", s.whoIn(p.Consumer), "toshop", s.whoIn(p.Shop), "date", s.day(e.Date))
}

// ruled says that a line comes after the ruling: then that is carried out, not an agreement.
func ruled(v registry.View, e registry.Entry) bool {
	return slices.ContainsFunc(v.Timeline, func(r registry.Entry) bool { return r.Kind == "ruling_signed" && r.Seq < e.Seq })
}

// beside gives our words under a line: the day that it brought, the offer, the ground, the end.
func (s *sheet) beside(v registry.View, e registry.Entry) string {
	switch e.Kind {
	case "refused":
		return s.T("ground." + string(e.Ground))
	case "ended":
		return letter.OutcomeSentence(s.Text, s.lang, e.Outcome, v.Fact)
	case "ruling_signed":
		return s.T("timeline.ruling_signed.text", "number", e.Number) + " " + letter.OutcomeSentence(s.Text, s.lang, e.Outcome, "")
	case "ruling_corrected":
		return s.T("timeline.ruling_corrected.text", "number", e.Number)
	case "paid":
		if v.Viewer.Actor.Role == p.Shop {
			return ""
		}
		return s.T("timeline.paid.text", "amount", text.Amount(s.lang, e.Amount), "number", e.Number)
	case "mediator_assigned", "adjudicator_declared":
		name := e.Name
		if name == "" {
			name = s.T("timeline.somebody")
		}
		return s.T("timeline."+e.Kind+".text", "name", name)
	case "shop_told":
		return s.T("timeline.shop_told." + e.How)
	case "evidence_added":
		return s.fileNames(e.Files)
	case "notice_accepted", "message_sent", "chosen_busy", "agreement_made":
		if !e.Date.IsZero() {
			return s.T("timeline."+e.Kind+".text", "date", s.day(e.Date))
		}
	}
	if e.Offer != nil {
		return letter.OfferSentence(s.Text, s.lang, *e.Offer)
	}
	return ""
}

func (s *sheet) fileNames(files []registry.Document) string {
	words := ""
	for i, f := range files {
		if i > 0 {
			words += ", "
		}
		words += f.Number + ": " + f.Name
	}
	return words
}

// timeline is all that happened, a row each.
func (s *sheet) timeline(v registry.View) {
	s.heading(2, s.T("case.timeline"))
	t := document.Table{Head: []string{s.T("paper.when"), s.T("paper.what")}}
	for _, e := range oldestFirst(v) {
		words := s.sentence(v, e)
		if b := s.beside(v, e); b != "" {
			words += "\n" + b
		}
		t.Rows = append(t.Rows, []string{s.short(e.At), words})
	}
	s.add(t)
}

// elsewhere are lines whose text stands in a part of its own.
var elsewhere = []string{
	"note_added", "advice_given", "facts_noted", "proposal_put", "challenged", "challenge_granted", "challenge_rejected",
	"leave_asked", "leave_granted", "leave_refused", "ruling_signed", "ruling_corrected", "chosen_help",
}

// written is what the parties and we wrote to each other outside of mediation and ruling, and what was offered.
func (s *sheet) written(v registry.View) {
	begun := false
	for _, e := range oldestFirst(v) {
		if e.Text == "" && e.Offer == nil || slices.Contains(elsewhere, e.Kind) {
			continue
		}
		if !begun {
			s.heading(2, s.T("paper.written"))
			begun = true
		}
		words := e.Text
		if e.Offer != nil {
			words = s.offerWords(*e.Offer, e.Text)
		}
		s.quote(s.sentence(v, e), e.At, words)
	}
}

// jsonEntry is a line of the timeline for a program.
type jsonEntry struct {
	At     time.Time `json:"at"`
	Who    p.Role    `json:"who"`
	Kind   string    `json:"kind"`
	Says   string    `json:"says"`
	Beside string    `json:"beside,omitempty"`
	Text   string    `json:"text,omitempty"`
	Files  []string  `json:"files,omitempty"` // numbers of the evidence
	Rule   string    `json:"rule,omitempty"`  // of the procedure
}

// timelineJSON is the timeline for a program, oldest first.
func (s *sheet) timelineJSON(v registry.View) ([]byte, error) {
	out := struct {
		Case   string      `json:"case"`
		Lang   text.Lang   `json:"lang"`
		Events []jsonEntry `json:"events"`
	}{v.Reference, s.lang, []jsonEntry{}}
	for _, e := range oldestFirst(v) {
		j := jsonEntry{At: e.At.UTC(), Who: e.Who, Kind: e.Kind, Says: s.sentence(v, e), Beside: s.beside(v, e), Text: e.Text, Rule: e.Rule}
		for _, f := range e.Files {
			j.Files = append(j.Files, f.Number)
		}
		out.Events = append(out.Events, j)
	}
	b, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return nil, fmt.Errorf("timeline of %s: %w", v.Reference, err)
	}
	return append(b, '\n'), nil
}
