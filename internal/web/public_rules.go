package web

import (
	"strings"
	"sync"

	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// ruleArgs are the numbers of the rules in force, for the words of the regulations; so that no page can say another
// term than the program keeps.
func (q *request) ruleArgs() []any {
	r := procedure.CurrentRules()
	org := q.app.Settings.Organisation
	return []any{
		"draft", r.DraftDays, "told", r.ToldMonths, "most", strings.TrimSuffix(strings.TrimSuffix(text.Amount(q.lang, r.MostCents), ",00"), ".00"),
		"admission", r.AdmissionDays, "answer", r.AnswerDays, "notice", r.NoticeDays, "phone", r.PhoneWorkdays,
		"remind1", r.AnswerReminders[0], "remind2", r.AnswerReminders[1], "notours", r.NotOursWorkdays,
		"least", r.NotOursLeastDays, "offer", r.OfferDays, "reopen", r.ReopenDays, "extension", r.ExtensionDays,
		"promise", r.PromiseDays, "extensions", r.MostExtensions, "lapse", r.LapseMinutes,
		"choiceremind", r.ChoiceRemindDays, "choice", r.ChoiceDays, "resume", r.ResumeDays, "contact", r.ContactWorkdays,
		"delay", r.ComplianceDelay, "confirmremind", r.ConfirmRemindDays, "confirm", r.ConfirmDays, "remedy", r.RemedyDays,
		"object", r.ObjectDays, "judge", r.JudgeWorkdays, "goon", r.GoOnDays, "keep", r.KeepYears, "extend", r.MostExtendDays,
		"news", r.NewsDays, "hear", r.HearDays, "proposal", r.ProposalDays, "look", r.LookDays, "pause", r.PauseDays,
		"response", r.ResponseDays, "request", r.RequestDays, "requestremind", r.RequestRemindDays,
		"fee", text.AmountRound(q.lang, r.FeeCents), "feeback", r.FeeBackDays, "assign", r.AssignWorkdays,
		"noadj", r.NoAdjudicatorDays, "challenge", r.ChallengeDays, "challengework", r.ChallengeWorkdays,
		"defence", r.DefenceDays, "reply", r.ReplyDays, "newuntil", r.NewUntilDay, "answersuntil", r.NewUntilDay + r.ReplyDays,
		"ruleby", r.RuleByDay, "ruleext", r.RuleExtensionDays, "question", r.QuestionDays, "order", r.OrderDays,
		"correction", r.CorrectionDays,
		"trustmark", org.Name, "tel", org.Phone, "version", r.Version,
	}
}

// ruleNumbers are the articles of the regulations, as the events and letters name them.
var ruleNumbers = []string{
	"0.1", "0.2", "0.3", "0.4", "0.5", "1.1", "1.2", "1.3", "1.3.1", "1.3.2", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4",
	"2.5", "2.6", "2.7", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "6.1", "6.2", "6.3", "6.4", "6.5", "7.1", "7.2",
}

// rulePart is a chapter of the regulations.
type rulePart struct {
	Title    string
	Articles c.SummaryListView
}

// ruleParts gives the regulations, chapter by chapter.
func (q *request) ruleParts() []rulePart {
	args := q.ruleArgs()
	var parts []rulePart
	chapter := ""
	for _, n := range ruleNumbers {
		if head, _, _ := strings.Cut(n, "."); head != chapter {
			chapter = head
			parts = append(parts, rulePart{Title: q.T("rule.h."+head, args...)})
		}
		last := &parts[len(parts)-1]
		last.Articles.Rows = append(last.Articles.Rows, c.SummaryRow{Key: n, Value: q.T("rule."+n, args...)})
	}
	return parts
}

// terms is the table of steps with their terms and costs.
func (q *request) terms() c.TableView {
	v := c.TableView{
		ID: "terms", Caption: q.T("how.terms.h"), HideCaption: true,
		Columns: []c.TableColumn{{Text: q.T("how.step")}, {Text: q.T("how.term")}, {Text: q.T("how.cost")}},
	}
	args := q.ruleArgs()
	for _, s := range []string{"sent", "shop", "ask", "more", "mediation", "ruling", "done"} {
		v.Rows = append(v.Rows, []c.TableCell{
			{Text: q.T("how." + s)}, {Text: q.T("how."+s+".term", args...)}, {Text: q.T("how." + s + ".cost")},
		})
	}
	return v
}

// memberSteps are the four steps with terms and price.
func (q *request) memberSteps() []string {
	args := q.ruleArgs()
	return []string{
		q.T("member.step.1"), q.T("member.step.2", args...), q.T("member.step.3"), q.T("member.step.4"),
	}
}

// wordParts are the headings of the pages that are mostly words: under page + ".h." + part and page + "." + part.
var wordParts = map[string][]string{
	"privacy": {"what", "who", "why", "where", "long", "cookies", "rights", "complain"},
	"access":  {"standard", "how", "known", "report"},
	"support": {"phone", "form", "find", "link", "shop", "other"},
}

// groundWords are the grounds for refusal, the closed list (rules 0.4).
func (q *request) groundWords() []string {
	var out []string
	for _, g := range procedure.Grounds {
		out = append(out, q.T("ground."+string(g)))
	}
	return out
}

func (v listView) hidden() []c.Hidden {
	if v.Order == "" {
		return nil
	}
	return []c.Hidden{{Name: "bestelling", Value: v.Order}}
}

// diagrams keeps the pictures: walking all that can happen takes a while and gives the same each time.
var diagrams sync.Map // *text.Catalog and language → string

type diagramKey struct {
	words *text.Catalog
	lang  text.Lang
}

// diagram is the picture of the procedure, drawn from the table of moves.
func (q *request) diagram() string {
	key := diagramKey{q.app.Text, q.lang}
	if svg, ok := diagrams.Load(key); ok {
		return svg.(string)
	}
	svg := procedure.Diagram(func(key string) string { return q.T(key) })
	diagrams.Store(key, svg)
	return svg
}
