package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// deskView is the file with what stands beside it: the overview, or a part of the draft.
type deskView struct {
	Part  string // of the draft; "" for the overview
	Draft registry.RulingInput
	Kept  string // when the draft was last kept
	Keep  keeping
}

// desk shows the file, with the overview or a part of the draft beside it.
func (p *filePage) desk(status int, part string) error { return p.deskWith(status, part, nil) }

// deskWith is desk after a form that was not kept; k says how its page goes on.
func (p *filePage) deskWith(status int, part string, k *keeping) error {
	in, at, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return err
	}
	v := deskView{Part: part, Draft: in}
	if !at.IsZero() {
		v.Kept = p.moment(at)
	}
	form := part
	if form == "" {
		form = partNotes
	}
	v.Keep = p.keepingNow(form, in)
	if k != nil && len(k.Other) > 0 {
		v.Keep = *k
	}
	p.scripted()
	return p.seen("file", p.render(status, juristFilePage(p, v)))
}

// juristSections are the parts of the document column, in their order.
var juristSections = []string{"points", "complaint", "answers", "claim", "defence", "replies", "questions", "requests", "evidence", "ruling"}

// has says whether there is anything in a part of the file.
func (p *filePage) has(section string) bool {
	f := p.file
	switch section {
	case "points", "claim":
		return len(f.Points) > 0
	case "complaint":
		return f.Complaint != nil
	case "defence":
		return f.Defence != nil
	case "replies":
		return len(f.Statements) > 0
	case "requests":
		return len(f.Leaves)+len(f.Challenges) > 0
	case "questions":
		return len(f.Questions) > 0
	case "ruling":
		return f.Ruling != nil
	}
	return true // answers and evidence say that there are none
}

// contents leads to the work of the adjudicator, past the whole file, and to what is in the file.
func (p *filePage) contents() c.ContentsView {
	v := c.ContentsView{Label: p.T("jurist.contents"), Items: []c.ContentsItem{{Text: p.T("jurist.section.desk"), Href: "#desk"}}}
	for _, s := range juristSections {
		if !p.has(s) {
			continue
		}
		item := c.ContentsItem{Text: p.T("jurist.section." + s), Href: "#" + s}
		if s == "evidence" {
			item.Note = strconv.Itoa(len(p.file.Documents))
		}
		v.Items = append(v.Items, item)
		if s != "evidence" {
			continue
		}
		for _, d := range p.file.Documents {
			v.Items = append(v.Items, c.ContentsItem{Text: d.Number, Href: "#" + d.Number, Note: d.Name, Sub: true})
		}
	}
	return v
}

// party names a party as the adjudicator reads it.
func (q *request) party(r procedure.Role) string {
	return q.T("who." + seenFrom(procedure.Adjudicator, r))
}

// said is something that somebody said, with who, when and where in the procedure.
type fileWord struct {
	Title, When, Text string
	Missed            bool
}

// answers are what both said to each other in stage 1, oldest first.
func (p *filePage) answers() []fileWord {
	var out []fileWord
	for _, e := range p.file.Answers {
		out = append(out, fileWord{
			Title: p.T("timeline."+e.Kind, "who", p.party(e.Who), "consumer", p.party(procedure.Consumer), "shop", p.party(procedure.Shop)),
			When:  p.moment(e.At), Text: e.Text,
		})
	}
	return out
}

// replies are the turns after the defence.
func (p *filePage) replies() []fileWord {
	var out []fileWord
	for _, s := range p.file.Statements {
		x := fileWord{Title: p.T("jurist.turn."+string(s.Turn), "who", p.party(s.By)), When: p.moment(s.At), Text: s.Text, Missed: s.Missed}
		switch {
		case s.Missed:
			x.Text = p.T("jurist.turn.missed")
		case s.Text == "":
			x.Text = p.T("jurist.turn.nothing")
		}
		out = append(out, x)
	}
	return out
}

// answersTo are the answers to a question.
func (p *filePage) answersTo(k registry.Question) []fileWord {
	var out []fileWord
	for _, a := range k.Answers {
		x := fileWord{Title: p.T("jurist.answer.by", "who", p.party(a.By)), When: p.moment(a.At), Text: a.Text, Missed: a.Missed}
		if a.Missed {
			x.Text = p.T("jurist.answer.missed")
		}
		out = append(out, x)
	}
	for _, r := range k.To {
		for _, w := range p.file.Waiting {
			if w.Kind == procedure.TaskQuestion && w.Of == r && strings.HasPrefix(w.About, k.ID+":") {
				out = append(out, fileWord{Title: p.T("jurist.answer.by", "who", p.party(r)), Text: p.waits(w), Missed: true})
			}
		}
	}
	return out
}

// waits says until when something is awaited.
func (p *filePage) waits(a registry.Ask) string {
	if a.Until.IsZero() {
		return p.T("jurist.waits.mail")
	}
	return p.T("jurist.waits.until", "date", p.day(a.Until))
}

// requests are the requests for leave and the challenges, with what was decided.
func (p *filePage) requests() []fileWord {
	var out []fileWord
	add := func(key string, by procedure.Role, when, words, reason string, judged, granted bool) {
		x := fileWord{Title: p.T("jurist."+key, "who", p.party(by)), When: when, Text: words}
		out = append(out, x)
		if !judged {
			return
		}
		verdict := "jurist.request.no"
		if granted {
			verdict = "jurist.request.yes"
		}
		out = append(out, fileWord{Title: p.T(verdict), Text: reason})
	}
	for _, l := range p.file.Leaves {
		add("leave.asked", l.By, p.moment(l.At), l.Text, l.Reason, l.Judged, l.Granted)
	}
	for _, k := range p.file.Challenges {
		add("challenge.asked", k.By, p.moment(k.At), k.Text, k.Reason, k.Judged, k.Granted)
	}
	return out
}

// complaintRows is the complaint as the consumer sent it; how to reach people is no part of the file.
func (p *filePage) complaintRows() []c.SummaryRow {
	k := p.file.Complaint
	rows := []c.SummaryRow{
		{Key: p.T("word.problem"), Value: p.T("category." + string(p.file.Category))},
		{Key: p.T("word.order"), Value: p.order(k)},
		{Key: p.T("case.product"), Value: p.orNone(k.Product)},
		{Key: p.T("word.wish"), Value: p.wish(k)},
	}
	if k.PaidCents > 0 {
		rows = append(rows, c.SummaryRow{Key: p.T("jurist.paid"), Value: text.Amount(p.lang, k.PaidCents)})
	}
	if !k.Told.IsZero() {
		rows = append(rows, c.SummaryRow{Key: p.T("jurist.told"), Value: p.day(k.Told)})
	}
	if k.TellText != "" {
		rows = append(rows, c.SummaryRow{Key: p.T("jurist.told.text"), Body: c.Text(k.TellText)})
	}
	rows = append(rows, c.SummaryRow{Key: p.T("case.story"), Body: c.Text(k.Story)})
	if len(k.Steps) > 0 {
		rows = append(rows, c.SummaryRow{Key: p.T("case.happened"), Body: c.List(k.Steps)})
	}
	if k.Wish != "" {
		rows = append(rows, c.SummaryRow{Key: p.T("jurist.wish.words"), Body: c.Text(k.Wish)})
	}
	return rows
}

// pointNumber names a point claimed: "Punt 1".
func (q *request) pointNumber(id string) string { return q.T("jurist.point", "n", id) }

// asked writes what a point asks.
func (q *request) asked(pt registry.Point) string { return q.app.askedIn(q.lang, pt) }

func (a *App) askedIn(l text.Lang, pt registry.Point) string {
	w := a.Text.T(l, "remedy."+string(pt.Remedy))
	if pt.Amount > 0 {
		w += ": " + text.Amount(l, pt.Amount)
	}
	return w
}

// matrix puts, for each point, the claim beside the defence and the evidence that the draft rests on.
func (p *filePage) matrix(in registry.RulingInput) c.MatrixView {
	v := c.MatrixView{
		Caption: p.T("jurist.section.points"),
		Columns: []string{p.T("jurist.matrix.point"), p.T("jurist.matrix.claim"), p.T("jurist.matrix.defence"), p.T("jurist.matrix.evidence")},
	}
	for _, pt := range p.file.Points {
		v.Rows = append(v.Rows, c.MatrixRow{Title: p.pointNumber(pt.ID), Cells: []templ.Component{
			claimCell(p, pt), defenceCell(p, pt.ID), evidenceCell(p, in.Points[pt.ID]),
		}})
	}
	return v
}

// numbered gives a piece of evidence by its number in the file.
func (p *filePage) numbered(number string) (registry.Document, bool) {
	i := slices.IndexFunc(p.file.Documents, func(d registry.Document) bool { return d.Number == number })
	if i < 0 {
		return registry.Document{}, false
	}
	return p.file.Documents[i], true
}

func (p *filePage) documentHref(d registry.Document) string { return p.base + "/bewijs/" + d.ID }

// open lists who has yet to answer something, and until when: as long as there is any, the file stays open.
func (p *filePage) open() []string {
	var out []string
	named := map[procedure.Role]bool{}
	for _, w := range p.file.Waiting {
		switch w.Kind {
		case procedure.TaskDefence, procedure.TaskReply, procedure.TaskRejoinder, procedure.TaskRespond, procedure.TaskQuestion:
			out = append(out, p.T("jurist.open."+string(w.Kind), "who", p.party(w.Of))+" "+p.waits(w))
			named[w.Of] = true
		case procedure.TaskChallenge:
			switch {
			case w.Until.IsZero():
				out = append(out, p.T("jurist.open.challenge", "who", p.party(w.Of))+" "+p.waits(w))
			case p.file.Now().Before(w.Until.End()):
				out = append(out, p.T("jurist.open.challenge.until", "who", p.party(w.Of), "date", p.day(w.Until)))
			}
		case procedure.TaskLeave:
			out = append(out, p.T("jurist.open.leave", "who", p.T("who."+seenFrom(procedure.Adjudicator, procedure.Role(w.About))+".in")))
		default:
		}
	}
	for _, r := range p.file.NewFor {
		if !named[r] {
			out = append(out, p.T("jurist.open.new", "who", p.party(r)))
		}
	}
	return out
}

// terms are the days by which the file runs.
func (p *filePage) terms() []c.SummaryRow {
	f := p.file
	var rows []c.SummaryRow
	add := func(key string, d procedure.Date) {
		if !d.IsZero() {
			rows = append(rows, c.SummaryRow{Key: p.T(key), Value: p.day(d)})
		}
	}
	if f.Ruling != nil {
		add("jurist.term.correct", f.Ruling.CorrectTill)
		return rows
	}
	if !f.Closed {
		add("jurist.term.new", f.NewUntil)
	}
	add("jurist.term.rule", f.RuleBy)
	if f.Extended {
		rows = append(rows, c.SummaryRow{Key: p.T("jurist.term.extended"), Value: p.T("word.yes")})
	}
	return rows
}

// acts are what the adjudicator can do with the file now.
func (p *filePage) acts() []c.ChoiceCard {
	var out []c.ChoiceCard
	for _, a := range juristActs {
		if a.can(p) && (a.card == nil || a.card(p)) {
			out = append(out, c.ChoiceCard{Title: p.T("jurist.act." + a.key + ".card"), Hint: p.T("jurist.act." + a.key + ".hint"), Href: p.base + "/" + a.path})
		}
	}
	if p.maySign() {
		out = append(out, c.ChoiceCard{Title: p.T("jurist.sign.card"), Hint: p.T("jurist.sign.hint"), Href: p.base + "/tekenen"})
	}
	return out
}

// nextWords say what is to be done now; the day of it in strong type.
func (p *filePage) nextWords() (title, words string) {
	step := p.step()
	until := p.file.Status.LastDay
	if step == string(procedure.TaskRule) || until.IsZero() {
		until = p.file.RuleBy
	}
	return p.T("jurist.next." + step + ".h"), p.T("jurist.next."+step, "date", p.day(until))
}

// mine says that it is the adjudicator's turn.
func (p *filePage) mine() bool {
	return p.file.Ruling == nil && p.file.Status.Turn == procedure.TurnJudge
}

// badge says whose turn it is.
func (p *filePage) badge() c.BadgeView {
	switch {
	case p.step() == "done":
		return c.BadgeView{Kind: c.BadgeDone, Text: p.T("case.turn.closed")}
	case p.mine():
		return c.BadgeView{Kind: c.BadgeTurn, Text: p.T("case.turn.you")}
	}
	return c.BadgeView{Kind: c.BadgePlain, Text: p.T("case.turn." + string(p.file.Status.Turn))}
}

// questionTitle says whom a question was put to.
func (p *filePage) questionTitle(k registry.Question) string {
	if len(k.To) == len(twoParties) {
		return p.T("jurist.question.both")
	}
	return p.T("jurist.question.one", "who", p.T("who."+seenFrom(procedure.Adjudicator, k.To[0])+".in"))
}
