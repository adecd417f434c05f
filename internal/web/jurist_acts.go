package web

import (
	"net/http"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// juristAct is an act of the adjudicator in the file: a page of its own that says what it does. Its words are under
// "jurist.act." + key.
type juristAct struct {
	path, key string
	ask       procedure.Command
	now       func(p *filePage) bool // further conditions; nil: none
	card      func(p *filePage) bool // further conditions for its button on the file; nil: none
	// give reads the form and makes the command; what is wrong is noted on the form.
	give func(p *filePage, f *form) func(w *registry.Writing) procedure.Command
}

var juristActs = []*juristAct{
	{path: "doorsturen", key: "send", ask: procedure.SendClaim{}, give: func(*filePage, *form) func(*registry.Writing) procedure.Command {
		return func(*registry.Writing) procedure.Command { return procedure.SendClaim{} }
	}},
	{path: "verlof", key: "leave", ask: procedure.JudgeLeave{}, give: giveLeave},
	{path: "vraag", key: "question", ask: procedure.AskQuestion{}, give: giveQuestion, now: mayStillAsk},
	{path: "gesprek", key: "call", ask: procedure.AskQuestion{}, give: giveCall, now: mayStillAsk},
	{path: "sluiten", key: "close", ask: procedure.CloseFile{}, card: studying, give: func(*filePage, *form) func(*registry.Writing) procedure.Command {
		return func(*registry.Writing) procedure.Command { return procedure.CloseFile{} }
	}},
	{path: "verlengen", key: "extend", ask: procedure.ExtendRuling{}, give: giveLater},
	{path: "verbeteren", key: "correct", ask: procedure.CorrectRuling{}},
}

// mayStillAsk: the answer to a question is something new, which the other side can answer in time (rules 3.4).
func mayStillAsk(p *filePage) bool {
	_, ok := p.file.QuestionBy()
	return ok
}

// studying: it is the adjudicator's turn; while a party has its turn nothing can be closed, and its page says who.
func studying(p *filePage) bool { return p.file.Status.Task == procedure.TaskStudy }

func (a *juristAct) can(p *filePage) bool {
	return p.file.May(a.ask) && (a.now == nil || a.now(p))
}

func giveLeave(p *filePage, f *form) func(*registry.Writing) procedure.Command {
	party := one(f, "party", p.leaves(), "err.jurist.party")
	granted := one(f, "granted", yesOrNo, "err.jurist.granted") == "yes"
	missing := ""
	if f.get("granted") == "no" {
		missing = "err.staff.reason"
	}
	reason := f.words("reason", mostWords, missing)
	return func(w *registry.Writing) procedure.Command {
		return procedure.JudgeLeave{LeaveJudged: procedure.LeaveJudged{Party: party, Granted: granted, Reason: w.Text(registry.KindDecision, reason)}}
	}
}

// leaves are the parties whose request to bring in something late waits for a decision.
func (p *filePage) leaves() []procedure.Role {
	var out []procedure.Role
	for _, l := range p.file.Leaves {
		if !l.Judged {
			out = append(out, l.By)
		}
	}
	return out
}

// twoParties are the two sides in the order in which pages show them.
var twoParties = []procedure.Role{procedure.Consumer, procedure.Shop}

func giveQuestion(_ *filePage, f *form) func(*registry.Writing) procedure.Command {
	var to []procedure.Role
	for _, r := range twoParties {
		for _, v := range f.all("to") {
			if v == string(r) {
				to = append(to, r)
				break
			}
		}
	}
	if len(to) == 0 {
		f.wrong("to", "err.jurist.to")
	}
	words := f.words("text", mostWords, "err.jurist.question")
	id := questionID(f)
	return func(w *registry.Writing) procedure.Command {
		return procedure.AskQuestion{QuestionAsked: procedure.QuestionAsked{ID: id, To: to, Text: w.Text(registry.KindQuestion, words)}}
	}
}

func giveLater(_ *filePage, f *form) func(*registry.Writing) procedure.Command {
	reason := f.words("reason", mostWords, "err.jurist.extend")
	return func(w *registry.Writing) procedure.Command {
		return procedure.ExtendRuling{Reason: w.Text(registry.KindDecision, reason)}
	}
}

func (a *juristAct) show(p *filePage) error {
	if !a.can(p) {
		return p.notNow()
	}
	return p.render(http.StatusOK, juristActPage(p, a))
}

func (a *juristAct) send(p *filePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	act := a.act(p, f)
	if f.ok() {
		err := act()
		if r, ok := procedure.IsRefusal(err); ok && r.Code == procedure.Already {
			err = nil // the button was pressed twice
		}
		ok, err := p.acted(err)
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "jurist_"+a.key)
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.render(http.StatusUnprocessableEntity, juristActPage(p, a))
}

// act reads the form and gives what is to be done when it is right.
func (a *juristAct) act(p *filePage, f *form) func() error {
	if a.give == nil {
		words := f.words("text", mostWords, "err.jurist.correct")
		fixes := p.readFixes(f)
		return func() error { return p.app.Clerk.Correct(p.Context(), p.viewer, p.file, f.version(), words, fixes...) }
	}
	command := a.give(p, f)
	return func() error {
		return p.app.Clerk.Act(p.Context(), p.viewer, p.file.ID, f.version(), command)
	}
}

// notNow shows the file, with the reason why a page is not there now.
func (p *filePage) notNow() error {
	if p.form == nil {
		p.form = &form{q: p.request}
	}
	p.form.errors = append(p.form.errors, fieldError{Text: p.T("refusal.not_now")})
	return p.desk(http.StatusUnprocessableEntity, "")
}

// questionNumber keeps a question that is sent twice one question.
func (p *filePage) questionNumber() c.Hidden {
	id := p.form.get("question")
	if id == "" {
		id = registry.PublicID()
	}
	return c.Hidden{Name: "question", Value: id}
}

func (p *filePage) toBoxes() c.CheckboxesView {
	v := c.CheckboxesView{
		ID: "to", Name: "to", Legend: p.T("jurist.question.to"), LegendSize: c.SizeS, Error: p.form.errorOf("to"), Values: p.form.all("to"),
	}
	for _, r := range twoParties {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.party(r)})
	}
	return v
}

// leaveRadios ask whose request is decided; with one it is said, not asked.
func (p *filePage) leaveRadios() c.RadiosView {
	v := c.RadiosView{ID: "party", Name: "party", Legend: p.T("jurist.leave.party"), LegendSize: c.SizeS, Error: p.form.errorOf("party"), Value: p.form.get("party")}
	for _, r := range p.leaves() {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.party(r)})
	}
	if len(v.Items) == 1 {
		v.Value = v.Items[0].Value
	}
	return v
}

// yesNo is a question with two answers, each with its consequence.
func (q *request) yesNo(name, prefix, value string) c.RadiosView {
	v := c.RadiosView{ID: name, Name: name, Legend: q.T(prefix), LegendSize: c.SizeS, Error: q.form.errorOf(name), Value: value, Strong: true}
	for _, x := range yesOrNo {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: q.T(prefix + "." + x), Hint: q.T(prefix + "." + x + ".hint")})
	}
	return v
}

// actBody says what an act does, with its days.
func (p *filePage) actBody(a *juristAct) string {
	rules := p.file.Rules()
	day := procedure.Date{}
	switch a.key {
	case "send":
		day = procedure.NextWorkday(procedure.DateOf(p.app.Now()).AddDays(rules.DefenceDays))
	case "question", "call":
		day, _ = p.file.QuestionBy()
	case "extend":
		day = p.file.RuleBy.AddDays(rules.RuleExtensionDays)
	case "close":
		day = p.file.RuleBy
	case "correct":
		if p.file.Ruling != nil {
			day = p.file.Ruling.CorrectTill
		}
	}
	return p.T("jurist.act."+a.key+".body", "date", p.day(day))
}

// versionOf is the hidden version of the file that each form of a case carries.
func (p *filePage) version() c.Hidden {
	return versionField(registry.View{Version: p.file.Version})
}

// juristPaper hands out the ruling, or its correction ?verbetering=n, as PDF.
func juristPaper(p *filePage) error {
	if p.file.Ruling == nil || p.app.Papers == nil {
		return fault.New(fault.NotFound)
	}
	n := 0
	for i := range p.file.Ruling.Corrections {
		if strings.TrimSpace(p.URL.Query().Get("verbetering")) == p.file.Ruling.Corrections[i].Number {
			n = i + 1
		}
	}
	b, err := p.app.Papers.Ruling(p.Context(), p.file, n, p.lang)
	if err != nil {
		return err
	}
	name := p.file.Ruling.Number
	if n > 0 {
		name = p.file.Ruling.Corrections[n-1].Number
	}
	h := p.w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `attachment; filename="`+name+`.pdf"`)
	if _, err := p.w.Write(b); err != nil {
		p.app.Log.Debug("paper not delivered", "cause", err.Error())
	}
	return nil
}
