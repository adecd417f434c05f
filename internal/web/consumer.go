package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// mostWords bounds a message or a reason, in characters.
const mostWords = 4000

func messageShow(p *casePage) error {
	if !p.view.May(procedure.SendMessage{}) {
		return p.notNow()
	}
	return p.render(http.StatusOK, messagePage(p))
}

func messagePost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	words := f.words("text", mostWords, "err.message")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, messagePage(p))
	}
	ok, err := p.give(f.version(), func(w *registry.Writing) procedure.Command {
		return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, words)}}
	})
	return p.after(ok, err, "", "message", messagePage)
}

// after goes on when an act was done, and shows its page again when it was not.
func (p *casePage) after(ok bool, err error, to, done string, page func(*casePage) templ.Component) error {
	if err != nil {
		return err
	}
	if ok {
		return p.done(p.base+to, done)
	}
	if err := p.reload(); err != nil {
		return err
	}
	return p.render(http.StatusUnprocessableEntity, page(p))
}

func evidenceShow(p *casePage) error {
	return p.render(http.StatusOK, evidencePage(p))
}

// evidencePost puts the files that were accepted in the case; of those that were refused the page says why.
func evidencePost(p *casePage) error {
	files, f, err := p.upload(p.filesThisStep())
	if err != nil {
		return errors.Join(err, p.drop(files))
	}
	if len(files) == 0 {
		f.wrong("files", "err.file.none")
		return p.render(http.StatusUnprocessableEntity, evidencePage(p))
	}
	kept, err := p.give(0, func(w *registry.Writing) procedure.Command {
		return procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: w.Files(files)}}
	})
	if !kept {
		err = errors.Join(err, p.drop(files))
	}
	return p.after(kept && f.ok(), err, "/bewijs", "evidence", evidencePage)
}

// drop erases files that did not get into the case.
func (p *casePage) drop(files []registry.File) error {
	var err error
	for _, f := range files {
		err = errors.Join(err, p.app.Files.Delete(f.Stored))
	}
	return err
}

// filesThisStep counts the consumer's files since the main task was opened.
func (p *casePage) filesThisStep() int {
	n := 0
	for _, d := range p.view.Documents {
		if d.Party == procedure.Consumer && d.Added.After(p.view.Status.Since) {
			n++
		}
	}
	return n
}

func evidenceFile(p *casePage) error { return p.sendFile(p.view, p.PathValue("id")) }

func complaintShow(p *casePage) error { return p.render(http.StatusOK, complaintPage(p)) }

func dataShow(p *casePage) error { return p.render(http.StatusOK, dataPage(p)) }

// goOnPost takes a broken agreement further (rules 4.4).
func goOnPost(p *casePage) error {
	done := "went_on"
	if p.view.Status.Step > procedure.StepDirect {
		done = "went_on_ruling"
	}
	return p.press(procedure.GoOn{}, "", done)
}

func stopHerePost(p *casePage) error { return p.press(procedure.StopHere{}, "", "stopped_here") }

func objectShow(p *casePage) error {
	if !p.view.May(procedure.ObjectToProof{}) {
		return p.notNow()
	}
	return p.render(http.StatusOK, objectPage(p))
}

func objectPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	words := f.words("text", mostWords, "err.objection")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, objectPage(p))
	}
	ok, err := p.give(f.version(), func(w *registry.Writing) procedure.Command {
		return procedure.ObjectToProof{Text: w.Text(registry.KindObjection, words)}
	})
	return p.after(ok, err, "", "objected", objectPage)
}

// The answers to whether an agreement was carried out (rules 4.1).
var (
	allCompliance  = []string{"done", "partly", "not"}
	onlyCompliance = []string{"done"}
)

// complianceAnswers gives the answers that are possible now: partly and not once the agreed day has passed, and once.
func (p *casePage) complianceAnswers() []string {
	v := p.view
	if v.Status.Task == procedure.TaskConfirm ||
		v.Status.Task == procedure.TaskPerform && v.Status.LastDay.Before(procedure.DateOf(v.Now())) {
		return allCompliance
	}
	return onlyCompliance
}

func complianceShow(p *casePage) error {
	if !p.view.May(procedure.AnswerCompliance{}) {
		return p.notNow()
	}
	return p.render(http.StatusOK, compliancePage(p, p.URL.Query().Get("keus")))
}

func compliancePost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	answer := one(f, "keus", allCompliance, "err.compliance")
	words := f.words("text", mostWords, "")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, compliancePage(p, answer))
	}
	ok, err := p.give(0, func(w *registry.Writing) procedure.Command {
		return procedure.AnswerCompliance{Answer: answer, Text: w.Text(registry.KindCompliance, words)}
	})
	return p.after(ok, err, "", "compliance_"+answer, func(p *casePage) templ.Component { return compliancePage(p, answer) })
}

// surveyQuestions are the three questions after the end (rules 5.2).
var surveyQuestions = []string{"understood", "story", "fair"}

const mostRemark = 2000

func surveyShow(p *casePage) error {
	if p.view.Stage != procedure.Ended {
		return p.redirect(p.base)
	}
	return p.render(http.StatusOK, surveyPage(p))
}

func surveyPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	s := registry.Survey{
		Understood: grade(f, "understood"), Story: grade(f, "story"), Fair: grade(f, "fair"), Remark: f.words("remark", mostRemark, ""),
	}
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, surveyPage(p))
	}
	err = p.app.Clerk.SaveSurvey(p.Context(), p.view, s)
	if fault.CodeOf(err) == fault.NotFound {
		return p.redirect(p.base)
	}
	ok, err := p.acted(err)
	return p.after(ok, err, "", "survey", surveyPage)
}

// grade gives an answer of the survey, 1 to 5; 0 for none.
func grade(f *form, name string) int {
	n, err := strconv.Atoi(f.get(name))
	if err != nil || n < 1 || n > 5 {
		return 0
	}
	return n
}
