package paper

import (
	"strings"

	"wederhoor/internal/document"
	"wederhoor/internal/registry"
)

// file is what was said to the adjudicator, as both parties see it.
func (s *sheet) file(f *registry.CaseFile) {
	if f == nil || len(f.Points) == 0 {
		return
	}
	s.heading(2, s.T("paper.file"))
	name := f.Adjudicator
	if name == "" {
		name = s.T("ruling.lawyer.none")
	}
	s.facts(
		document.Fact{Name: s.T("paper.adjudicator"), Value: name},
		document.Fact{Name: s.T("ruling.day.rule"), Value: s.byDay(f)},
	)
	s.points(f)
	if len(f.Statements) > 0 {
		s.heading(3, s.T("ruling.file.replies"))
	}
	for _, x := range f.Statements {
		who := s.T("timeline.reply_given_"+string(x.Turn), "who", s.who(x.By))
		if x.Missed {
			who = s.T("timeline.turn_missed_"+string(x.Turn), "who", s.who(x.By))
		}
		s.statement(who, x)
	}
	if len(f.Questions) > 0 {
		s.heading(3, s.T("ruling.file.questions"))
	}
	for _, q := range f.Questions {
		s.quote(s.T("timeline.question_asked"), q.At, q.Text)
		for _, a := range q.Answers {
			who := s.T("timeline.question_answered", "who", s.who(a.By))
			if a.Missed {
				who = s.T("timeline.question_missed", "who", s.who(a.By))
			}
			s.statement(who, a)
		}
	}
	s.requests(f)
	if len(f.Consents.Words) > 0 {
		s.heading(3, s.T("paper.consents", "date", s.moment(f.Consents.At)))
		s.add(document.List{Items: f.Consents.Words})
	}
}

// byDay is the day by which the ruling comes, while it has not.
func (s *sheet) byDay(f *registry.CaseFile) string {
	if f.Ruling != nil || f.RuleBy.IsZero() {
		return ""
	}
	return s.T("word.by", "date", s.day(f.RuleBy))
}

// points are what is asked, each with what the shop says of it.
func (s *sheet) points(f *registry.CaseFile) {
	for _, pt := range f.Points {
		s.heading(3, s.T("ruling.point", "n", pt.ID)+": "+s.asked(pt))
		s.quote(s.T("paper.asks"), f.RequestedAt, pt.Text)
		if f.Defence == nil {
			continue
		}
		if a, ok := f.Defence.Points[pt.ID]; ok {
			s.quote(s.T("agree."+a.Agree), f.Defence.At, orDash(a.Text))
		}
	}
	if f.Defence != nil && f.Defence.Text != "" {
		s.quote(s.T("paper.defence"), f.Defence.At, f.Defence.Text)
	}
}

// statement is what a party said in its turn; nothing, when it had nothing to add or let its turn pass.
func (s *sheet) statement(who string, x registry.Statement) {
	switch {
	case x.Missed:
		s.add(document.Quote{Who: who, When: s.moment(x.At)})
	case strings.TrimSpace(x.Text) == "":
		s.add(document.Quote{Who: s.T("ruling.nothing", "who", s.who(x.By)), When: s.moment(x.At)})
	default:
		s.quote(who, x.At, x.Text)
	}
}

// requests are what was asked of the adjudicator beside the case, or about them, with what was decided.
func (s *sheet) requests(f *registry.CaseFile) {
	if len(f.Leaves)+len(f.Challenges) == 0 {
		return
	}
	s.heading(3, s.T("ruling.file.requests"))
	for _, l := range f.Leaves {
		s.quote(s.T("timeline.leave_asked", "who", s.who(l.By)), l.At, l.Text)
		s.judged(l.Judged, l.Granted, "leave_granted", "leave_refused", l.Reason)
	}
	for _, k := range f.Challenges {
		s.quote(s.T("timeline.challenged", "who", s.who(k.By)), k.At, k.Text)
		s.judged(k.Judged, k.Granted, "challenge_granted", "challenge_rejected", k.Reason)
	}
}

func (s *sheet) judged(done, granted bool, yes, no, reason string) {
	switch {
	case !done:
		s.paragraph(s.T("ruling.notjudged"))
	case granted:
		s.paragraph(s.T("timeline."+yes) + ". " + reason)
	default:
		s.paragraph(s.T("timeline."+no) + ". " + reason)
	}
}

func orDash(words string) string {
	if strings.TrimSpace(words) == "" {
		return "–"
	}
	return words
}
