package web

import (
	"net/http"
	"strconv"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// maySign says that a draft may be signed now: on a closed file, or before the claim went to the shop when the
// complaint cannot be handled (rules 3.5).
func (p *filePage) maySign() bool {
	return p.file.May(procedure.SignRuling{}) && (p.file.Closed || p.file.Status.Task == procedure.TaskForward)
}

// rulingSheet is a ruling as a party reads it.
type rulingSheet struct {
	registry.RulingView
	Reader procedure.Role // consumer, shop; others read it as neither
	Below  bool           // it stands under a heading of its own
}

// rulingPreview shows the draft as the consumer or as the shop would read it.
func rulingPreview(p *filePage) error {
	if p.file.Ruling == nil && !p.writing() {
		return p.notNow()
	}
	in, _, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return err
	}
	s := rulingSheet{RulingView: p.preview(in), Reader: procedure.Consumer}
	if p.URL.Query().Get("als") == "winkel" {
		s.Reader = procedure.Shop
	}
	return p.render(http.StatusOK, rulingPreviewPage(p, s))
}

// preview is the ruling that was given, or the draft as it would be.
func (p *filePage) preview(in registry.RulingInput) registry.RulingView {
	if p.file.Ruling != nil {
		return *p.file.Ruling
	}
	return p.file.Preview(p.final(in), p.app.Now())
}

func rulingSignShow(p *filePage) error {
	if !p.maySign() {
		return p.notNow()
	}
	return p.sign(http.StatusOK)
}

func (p *filePage) sign(status int) error {
	in, at, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return err
	}
	p.shownDraft = draftMark(at.UnixMilli())
	return p.seen("draft", p.render(status, rulingSignPage(p, p.final(in), p.signLacks(in))))
}

// signLacks says what keeps the draft from being signed now.
func (p *filePage) signLacks(in registry.RulingInput) []draftLack {
	out := p.lacks(in)
	if !p.file.Closed && p.outcome(in) != procedure.RuledInadmissible {
		out = append([]draftLack{{partPoints, p.T("jurist.lack.early")}}, out...)
	}
	return out
}

// rulingSignPost signs what is kept. What the page showed is what is signed: a draft that was changed since is shown again.
func rulingSignPost(p *filePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	if p.file.Ruling != nil { // pressed twice
		return p.redirect(p.base)
	}
	in, at, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return err
	}
	in = p.final(in)
	if len(p.signLacks(in)) > 0 {
		f.wrong("", "err.jurist.lacks")
	}
	if f.get("read") != "yes" {
		f.wrong("read", "err.jurist.read")
	}
	if f.get("draft") != draftMark(at.UnixMilli()) {
		f.wrong("", "err.jurist.changed")
	}
	if f.ok() {
		ok, err := p.acted(p.app.Clerk.Sign(p.Context(), p.viewer, p.file, f.version(), in))
		if err != nil {
			return err
		}
		if ok {
			return p.done(p.base, "jurist_signed")
		}
		if err := p.reload(); err != nil {
			return err
		}
	}
	return p.sign(http.StatusUnprocessableEntity)
}

// inShort says in words what a ruling comes to.
func (q *request) inShort(o procedure.Outcome) string { return q.T("ruled." + string(o)) }

// decided says in words what is decided about a point.
func (q *request) decided(d registry.DecidedPoint) string {
	w := q.T("jurist.decided." + d.Decision)
	if d.Granted > 0 && d.Decision != "denied" {
		w += ": " + text.Amount(q.lang, d.Granted)
	}
	return w
}

// ordered says in words what somebody has to do, as the reader is addressed.
func (q *request) ordered(o procedure.Order) string {
	return letter.OrderSentence(q.app.Text, q.lang, o)
}

// ordersOf are the orders to one party, in words.
func (s rulingSheet) ordersOf(q *request, who procedure.Role) []string {
	var out []string
	for _, o := range s.Orders {
		if o.Who == who {
			out = append(out, letter.OrderWords(q.app.Text, q.lang, o.Order, o.Words, o.From))
		}
	}
	return out
}

// name names a party as the reader of the ruling does.
func (s rulingSheet) name(q *request, who procedure.Role) string {
	return q.T("who." + seenFrom(s.Reader, who))
}

// readers are the tabs between the two readers.
func (p *filePage) readers(now procedure.Role) c.ViewsView {
	v := c.ViewsView{Label: p.T("jurist.preview.as"), Across: true}
	for _, x := range []struct {
		role procedure.Role
		as   string
	}{{procedure.Consumer, "klant"}, {procedure.Shop, "winkel"}} {
		v.Items = append(v.Items, c.ViewItem{Text: p.T("jurist.preview." + string(x.role)), Href: p.base + "/voorbeeld?als=" + x.as, Current: x.role == now, NoCount: true})
	}
	return v
}

// draftMark names the draft that a page showed, by when it was kept.
func draftMark(at int64) string { return strconv.FormatInt(at, 10) }

// signRows are name, date and outcome under which is signed.
func (p *filePage) signRows(in registry.RulingInput) []c.SummaryRow {
	return []c.SummaryRow{
		{Key: p.T("jurist.sign.name"), Value: p.viewer.Name},
		{Key: p.T("word.date"), Value: p.day(procedure.DateOf(p.app.Now()))},
		{Key: p.T("word.casenumber"), Value: p.file.Reference},
		{Key: p.T("jurist.sign.outcome"), Value: p.inShort(in.Outcome)},
	}
}

// documentLinks leads from the numbers of evidence to the files.
func (p *filePage) documentLinks() map[string]string {
	out := map[string]string{}
	for _, d := range p.file.Documents {
		out[d.Number] = p.documentHref(d)
	}
	return out
}

// evidenceLinks are the numbers of evidence, each with its file.
func evidenceLinks(numbers []string, links map[string]string) []c.Link {
	var out []c.Link
	for _, n := range numbers {
		if links[n] != "" {
			out = append(out, c.Link{Text: n, Href: links[n]})
		}
	}
	return out
}
