package web

import (
	"net/http"
	"strconv"

	"wederhoor/internal/fault"
)

// rulingPDF hands out the ruling as a document.
func rulingPDF(p *partyPage) error { return p.rulingPaper(0) }

// correctionPDF hands out a correction of the ruling, counted from 1.
func correctionPDF(p *partyPage) error {
	n, err := strconv.Atoi(p.PathValue("n"))
	if err != nil || n < 1 {
		return fault.New(fault.NotFound)
	}
	return p.rulingPaper(n)
}

func (p *partyPage) rulingPaper(n int) error {
	f := p.view.File
	if f == nil || f.Ruling == nil || n > len(f.Ruling.Corrections) || p.app.Papers == nil {
		return fault.New(fault.NotFound)
	}
	b, err := p.app.Papers.Ruling(p.Context(), *f, n, p.lang)
	if err != nil {
		return err
	}
	number := f.Ruling.Number
	if n > 0 {
		number = f.Ruling.Corrections[n-1].Number
	}
	return p.sendPaper(b, p.T("ruling.file.name")+"-"+number+".pdf")
}

// casePDF hands out all that the party may see, as one document.
func casePDF(p *partyPage) error {
	if p.app.Papers == nil {
		return fault.New(fault.NotFound)
	}
	b, err := p.app.Papers.Case(p.Context(), p.view, p.lang)
	if err != nil {
		return err
	}
	return p.sendPaper(b, p.T("case.file.name")+"-"+p.view.Reference+".pdf")
}

// sendPaper answers with a document.
func (q *request) sendPaper(b []byte, name string) error {
	h := q.w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	if _, err := q.w.Write(b); err != nil {
		q.app.Log.Debug("document not delivered", "cause", err.Error())
	}
	return nil
}

// caseZip hands out that document with the evidence and the proof. It goes out as it is made; what fails before the
// first byte is answered with a page.
func caseZip(p *partyPage) error {
	if p.app.Papers == nil {
		return fault.New(fault.NotFound)
	}
	out := &lateHead{w: p.w, name: p.T("case.file.name") + "-" + p.view.Reference + ".zip"}
	err := p.app.Papers.Bundle(p.Context(), p.view, p.lang, out)
	if err == nil || !out.begun {
		return err
	}
	p.app.Log.Error("bundle broken off", "cause", err.Error())
	return nil
}

// lateHead sets the head of the answer with the first byte.
type lateHead struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

func (l *lateHead) Write(b []byte) (int, error) {
	if !l.begun {
		l.begun = true
		l.w.Header().Set("Content-Type", "application/zip")
		l.w.Header().Set("Content-Disposition", `attachment; filename="`+l.name+`"`)
	}
	return l.w.Write(b)
}
