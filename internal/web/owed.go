package web

import (
	"net/http"
	"strings"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// What the consumer has to do by an agreement or a ruling, and how it is followed up (rules 4.1, 4.3).

// owedPage gives the page on which the viewer says how that stands, with the key of its button; "" when nothing is asked.
func owedPage(v registry.View) (key, path string) {
	switch {
	case v.May(procedure.MakeUp{}):
		return "make_up", "/alsnog"
	case v.May(procedure.CounterMadeUp{}):
		return "counter", "/klant-bezwaar"
	case v.May(procedure.ConfirmShop{}):
		return "customer", "/klant-gedaan"
	}
	return "", ""
}

// customerOwes says what the customer has to do, in the words of the ruling or of the agreement.
func (q *request) customerOwes(v registry.View) string {
	if v.File != nil && v.File.Ruling != nil {
		var parts []string
		for _, o := range v.File.Ruling.Orders {
			if o.Who == procedure.Consumer {
				parts = append(parts, letter.OrderWords(q.app.Text, q.lang, o.Order, o.Words, o.From))
			}
		}
		return strings.Join(parts, " ")
	}
	var parts []string
	if x := proposalOf(v); x != nil && x.Words.ConsumerDoes != "" {
		parts = append(parts, x.Words.ConsumerDoes)
	}
	if v.Agreement != nil && v.Agreement.Return != "" {
		parts = append(parts, q.T("owed.return"), q.T("offer.return."+v.Agreement.Return))
	}
	return strings.Join(parts, " ")
}

// customerAsk asks whether the customer did what was ordered or agreed.
func (q *request) customerAsk(v registry.View) string {
	if ruledIn(v) {
		return q.T("customer.h1.ruled")
	}
	return q.T("customer.h1")
}

// customerAnswers are the answers that can be given now: partly and not once, when it was asked.
func customerAnswers(v registry.View) []string {
	if v.Status.Task == procedure.TaskMakeUp || v.Status.Task == procedure.TaskCounter {
		return onlyCompliance
	}
	return allCompliance
}

func makeUpShow(p *casePage) error {
	if !p.view.May(procedure.MakeUp{}) {
		return p.notNow()
	}
	return p.render(http.StatusOK, makeUpPage(p))
}

// makeUpPost says or shows that the consumer did it after all (rules 4.3).
func makeUpPost(p *casePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	words := f.words("text", mostWords, "err.owed")
	if !f.ok() {
		return p.render(http.StatusUnprocessableEntity, makeUpPage(p))
	}
	ok, err := p.give(f.version(), func(w *registry.Writing) procedure.Command {
		return procedure.MakeUp{Text: w.Text(registry.KindProof, words)}
	})
	return p.after(ok, err, "", "made_up", makeUpPage)
}
