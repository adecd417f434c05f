package web

import (
	"regexp"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// A call is planned by a question to both, so that neither is heard without the other and both can say whether they can.
// What is said in it counts once it stands in the file, as anything else (rules 3.4, 3.5).

const (
	mostCallWords = 2000 // characters
	mostCallLine  = 200
)

var clockTime = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[.:]([0-5][0-9])$`)

// giveCall reads a call, and puts it to both as a question.
func giveCall(p *filePage, f *form) func(*registry.Writing) procedure.Command {
	today := procedure.DateOf(p.app.Now())
	day, _ := f.date("day", true, false)
	if !day.IsZero() && (!day.After(today) || !day.Before(p.file.RuleBy)) {
		f.wrong("day", "err.jurist.call.day", "from", p.day(today.AddDays(1)), "until", p.day(p.file.RuleBy.AddDays(-1)))
	}
	at := clockTime.FindStringSubmatch(f.get("time"))
	if at == nil {
		f.wrong("time", "err.jurist.call.time")
		at = make([]string, 3)
	}
	words := p.T("jurist.call.words", "day", p.day(day), "time", at[1]+"."+at[2], "how", f.line("how", mostCallLine, "err.jurist.call.how"),
		"about", f.words("about", mostCallWords, "err.jurist.call.about"))
	id := questionID(f)
	return func(w *registry.Writing) procedure.Command {
		return procedure.AskQuestion{QuestionAsked: procedure.QuestionAsked{ID: id, To: twoParties, Text: w.Text(registry.KindQuestion, words)}}
	}
}

// questionID is the number of a question; a form that is sent twice stays one question.
func questionID(f *form) string {
	if id := f.get("question"); offerID.MatchString(id) {
		return id
	}
	return registry.PublicID()
}

// callLine is a field of one line of a call.
func (p *filePage) callLine(name string, width int) c.InputView {
	return c.InputView{
		ID: name, Name: name, Label: p.T("jurist.call." + name), LabelSize: c.SizeS, Hint: p.T("jurist.call." + name + ".hint"),
		Error: p.form.errorOf(name), Value: p.form.get(name), Width: width,
	}
}
