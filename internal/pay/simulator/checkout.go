package simulator

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"html/template"
	"net/http"
	"time"

	"wederhoor/internal/pay"
)

//go:embed checkout.html
var pageSource string

//go:embed checkout.css
var style string

var (
	page      = template.Must(template.New("checkout").Parse(pageSource))
	styleHash = sha256.Sum256([]byte(style))
	// No script, nothing from elsewhere. form-action is not limited: browsers apply it to the redirect after the form
	// too, and that one goes to the website that asked for the payment.
	policy = "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(styleHash[:]) +
		"'; base-uri 'none'; frame-ancestors 'none'"
)

// view is what the page shows.
type view struct {
	Words   words
	Style   template.CSS
	Heading string
	Notice  string // what stands in place of the form; "" when one can pay
	Sum     string
	For     string
	Back    string // address of the website
	Methods []choice
	Missing bool // no way to pay was chosen
	Retry   bool // begun and not known yet: it can still end either way
}

type choice struct{ ID, Name string }

// acts are the buttons of the page and what comes of them.
var acts = map[string]pay.Status{
	"pay": pay.Paid, "fail": pay.Failed, "cancel": pay.Canceled, "expire": pay.Expired, "later": pay.Pending,
}

// showCheckout shows the page. Looking changes nothing, however often and by whom.
func (s *Simulator) showCheckout(w http.ResponseWriter, r *http.Request) {
	status, v := http.StatusOK, view{}
	s.send(s.act(func(time.Time) { status, v = s.look(r) }))
	show(w, status, v)
}

// look makes the page of the payment asked for, as it stands.
func (s *Simulator) look(r *http.Request) (int, view) {
	p, ok := s.byID[r.PathValue("payment")]
	locale := r.URL.Query().Get("lang")
	if locale == "" && ok {
		locale = p.locale
	}
	nl := isDutch(locale)
	text := wordsIn(nl)
	v := view{Words: text, Heading: text.Title, Style: template.CSS(style)}
	switch {
	case s.down:
		v.Notice = text.Down
		return http.StatusServiceUnavailable, v
	case !ok:
		v.Heading, v.Notice = text.Gone, text.GoneMore
		return http.StatusNotFound, v
	}
	v.Sum, v.For, v.Back = sum(p.cents, nl), p.description, p.redirectURL
	if p.status != pay.Open {
		v.Notice = text.Statuses[p.status]
	}
	v.Retry = !p.status.Ended()
	for _, m := range methods {
		v.Methods = append(v.Methods, choice{ID: m.ID, Name: m.name(nl)})
	}
	return http.StatusOK, v
}

// doCheckout does what a button says and sends the browser back to the website, as the provider does however a payment
// ends. A button pressed twice, or on a payment that has ended, changes nothing and sends back too.
func (s *Simulator) doCheckout(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	if err := r.ParseForm(); err != nil {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	var status int
	var v view
	s.send(s.act(func(now time.Time) {
		if status, v = s.look(r); status == http.StatusOK {
			status = s.press(r, now, &v)
		}
	}))
	if status != http.StatusSeeOther {
		show(w, status, v)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Location", v.Back)
	w.WriteHeader(http.StatusSeeOther)
}

// press does what a button says to the payment of the request.
func (s *Simulator) press(r *http.Request, now time.Time, v *view) int {
	p := s.byID[r.PathValue("payment")]
	to, ok := acts[r.PostForm.Get("act")]
	chosen := r.PostForm.Get("method")
	switch {
	case p.status.Ended():
		return http.StatusSeeOther
	case !ok:
		return http.StatusBadRequest
	case !methodKnown(chosen) && (to == pay.Paid || to == pay.Failed || to == pay.Pending):
		v.Missing = true
		return http.StatusUnprocessableEntity
	}
	if methodKnown(chosen) {
		p.method = chosen
	}
	s.move(p, to, now)
	return http.StatusSeeOther
}

func show(w http.ResponseWriter, status int, v view) {
	var body bytes.Buffer
	if err := page.Execute(&body, v); err != nil {
		warn(err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(status)
	if _, err := body.WriteTo(w); err != nil {
		return // the reader has gone
	}
}
