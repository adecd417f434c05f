package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// mostStatement bounds what a party says to the adjudicator at once, in characters.
const mostStatement = 8000

// agrees are the answers of the shop to a point.
var agrees = []string{"yes", "partly", "no"}

// bring puts files in the file of the case; those that do not get in are erased again.
func (p *partyPage) bring(files []registry.File) (bool, error) {
	if len(files) == 0 {
		return true, nil
	}
	ok, err := p.act(0, func(w *registry.Writing) procedure.Command {
		return procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: w.Files(files)}}
	})
	if !ok {
		return false, errors.Join(err, p.dropFiles(files))
	}
	return true, p.reload()
}

// speak takes a statement with its files and gives the command; what was accepted of the files is kept even when
// something else is not right yet.
func (p *partyPage) speak(may procedure.Command, done string, page func() templ.Component, command func(f *form) func(*registry.Writing) procedure.Command) error {
	if !p.view.May(may) {
		return p.gone("ruling.notturn")
	}
	files, f, err := p.upload(p.filesThisStep())
	if err != nil {
		return errors.Join(err, p.dropFiles(files))
	}
	give := command(f)
	kept, err := p.bring(files)
	if err != nil {
		return err
	}
	if kept && f.ok() {
		ok, err := p.act(f.version(), give)
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/uitspraak/dossier", done)
		}
	}
	if !p.view.May(may) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusUnprocessableEntity, page())
}

func defenceShow(p *partyPage) error {
	if !p.view.May(procedure.Defend{}) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusOK, defencePage(p))
}

// defencePost gives the defence, an answer to each point (rules 3.4).
func defencePost(p *partyPage) error {
	return p.speak(procedure.Defend{}, "ruling_defended", func() templ.Component { return defencePage(p) }, func(f *form) func(*registry.Writing) procedure.Command {
		answers := map[string]registry.PointReply{}
		for _, pt := range p.view.File.Points {
			a := registry.PointReply{Agree: f.get("agree-" + pt.ID)}
			if !slices.Contains(agrees, a.Agree) {
				f.wrong("agree-"+pt.ID, "err.ruling.agree", "n", pt.ID)
			}
			missing := "err.ruling.defence"
			if a.Agree == "yes" || a.Agree == "" {
				missing = ""
			}
			a.Text = f.words("text-"+pt.ID, mostStatement, missing)
			answers[pt.ID] = a
		}
		general := f.words("text", mostStatement, "")
		return func(w *registry.Writing) procedure.Command {
			b := procedure.DefenceGiven{Text: w.Text(registry.KindDefence, general)}
			for _, pt := range p.view.File.Points {
				a := answers[pt.ID]
				b.Points = append(b.Points, procedure.PointAnswer{ID: pt.ID, Agree: a.Agree, Text: w.Text(registry.KindDefence, a.Text)})
			}
			return procedure.Defend{DefenceGiven: b}
		}
	})
}

func replyShow(p *partyPage) error {
	if !p.view.May(procedure.SendReply{}) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusOK, replyPage(p))
}

// replyPost speaks in one's turn, or passes: "I have nothing to add" (rules 3.4).
func replyPost(p *partyPage) error {
	return p.speak(procedure.SendReply{}, "ruling_replied", func() templ.Component { return replyPage(p) }, func(f *form) func(*registry.Writing) procedure.Command {
		missing := "err.ruling.reply"
		if f.get("nothing") != "" {
			missing = ""
		}
		words := f.words("text", mostStatement, missing)
		if f.get("nothing") != "" && words != "" {
			f.wrong("text", "err.ruling.nothing")
		}
		return func(w *registry.Writing) procedure.Command {
			return procedure.SendReply{Text: w.Text(registry.KindReply, words)}
		}
	})
}

// turn gives the turn that the party has now: reply, rejoinder, respond.
func (p *partyPage) turn() procedure.TaskKind {
	for _, w := range p.view.File.Waiting {
		if w.Of == p.role() && (w.Kind == procedure.TaskReply || w.Kind == procedure.TaskRejoinder || w.Kind == procedure.TaskRespond) {
			return w.Kind
		}
	}
	return procedure.TaskRespond
}

// waiting gives what the party itself is asked now, of a kind.
func (p *partyPage) waiting(kind procedure.TaskKind) []registry.Ask {
	var out []registry.Ask
	if p.view.File == nil {
		return nil
	}
	for _, w := range p.view.File.Waiting {
		if w.Of == p.role() && w.Kind == kind {
			if w.Until.IsZero() { // its letter is on its way
				w.Until, _ = p.view.WouldEnd(w.Kind, w.About)
			}
			out = append(out, w)
		}
	}
	return out
}

// until gives the last day of a turn.
func (p *partyPage) until(kind procedure.TaskKind) string {
	for _, w := range p.waiting(kind) {
		return p.day(w.Until)
	}
	return ""
}

func questionShow(p *partyPage) error {
	if !p.view.May(procedure.AnswerQuestion{}) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusOK, questionPage(p))
}

// questionPost answers a question of the adjudicator; both sides read it (rules 3.5).
func questionPost(p *partyPage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	about := f.get("about")
	id, _, _ := strings.Cut(about, ":")
	words := f.words("text-"+id, mostStatement, "err.ruling.answer")
	if f.ok() {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command {
			return procedure.AnswerQuestion{QuestionAnswered: procedure.QuestionAnswered{ID: about, Text: w.Text(registry.KindAnswer, words)}}
		})
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/uitspraak/dossier", "ruling_answered")
		}
	}
	if !p.view.May(procedure.AnswerQuestion{}) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusUnprocessableEntity, questionPage(p))
}

// openQuestion is a question that the party has to answer.
type openQuestion struct{ ID, About, Text, Until string }

func (p *partyPage) openQuestions() []openQuestion {
	var out []openQuestion
	for _, w := range p.waiting(procedure.TaskQuestion) {
		id, _, _ := strings.Cut(w.About, ":")
		for _, k := range p.view.File.Questions {
			if k.ID == id {
				out = append(out, openQuestion{id, w.About, k.Text, p.day(w.Until)})
			}
		}
	}
	return out
}

func leaveAskShow(p *partyPage) error {
	if !p.view.May(procedure.AskLeave{}) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusOK, leaveAskPage(p))
}

// leaveAskPost asks the adjudicator whether something may come in late (rules 3.4).
func leaveAskPost(p *partyPage) error {
	return p.plead(procedure.AskLeave{}, "err.ruling.leave", "ruling_leave", leaveAskPage, func(w *registry.Writing, words string) procedure.Command {
		return procedure.AskLeave{Text: w.Text(registry.KindLeave, words)}
	})
}

func challengeShow(p *partyPage) error {
	if !p.view.May(procedure.ChallengeAdjudicator{}) {
		return p.gone("ruling.nochallenge")
	}
	return p.render(http.StatusOK, challengePage(p))
}

// challengePost challenges the adjudicator, once and with reasons (rules 3.3).
func challengePost(p *partyPage) error {
	return p.plead(procedure.ChallengeAdjudicator{}, "err.ruling.challenge", "ruling_challenged", challengePage, func(w *registry.Writing, words string) procedure.Command {
		return procedure.ChallengeAdjudicator{Text: w.Text(registry.KindChallenge, words)}
	})
}

// plead gives a command with reasons that must be there.
func (p *partyPage) plead(may procedure.Command, missing, done string, page func(*partyPage) templ.Component, command func(*registry.Writing, string) procedure.Command) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	words := f.words("text", mostStatement, missing)
	if f.ok() {
		ok, err := p.act(f.version(), func(w *registry.Writing) procedure.Command { return command(w, words) })
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base+"/uitspraak/dossier", done)
		}
	}
	if !p.view.May(may) {
		return p.gone("ruling.notturn")
	}
	return p.render(http.StatusUnprocessableEntity, page(p))
}

// agreeRadios asks what the shop thinks of a point.
func (p *partyPage) agreeRadios(id string) c.RadiosView {
	name := "agree-" + id
	v := c.RadiosView{
		ID: name, Name: name, Legend: p.T("ruling.defence.agree"), LegendSize: c.SizeNormal, Error: p.form.errorOf(name), Value: p.form.get(name), Inline: true,
	}
	for _, a := range agrees {
		v.Items = append(v.Items, c.ChoiceItem{Value: a, Label: p.T("ruling.agree." + a)})
	}
	return v
}

// fileUpload is the field for proof beside a statement.
func (p *partyPage) fileUpload() c.FileUploadView {
	limits := p.app.Checker.Limits()
	return c.FileUploadView{
		ID: filesField, Name: filesField, Label: p.T("ruling.files"), LabelSize: c.SizeS, Multiple: true, Accept: acceptFiles,
		Error: p.form.errorOf(filesField), Hint: p.T("ruling.files.hint", "mb", limits.MB(), "n", limits.Files),
	}
}
