package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"

	"wederhoor/internal/pay"
)

func (p *payment) refund(id string) (*refund, bool) {
	for _, r := range p.refunds {
		if r.id == id {
			return r, true
		}
	}
	return nil, false
}

func (s *Simulator) createRefund(r *http.Request, body []byte, now time.Time) reply {
	p, ok := s.byID[r.PathValue("payment")]
	if !ok {
		return noPayment()
	}
	var in struct {
		Amount      money           `json:"amount"`
		Description string          `json:"description"`
		Metadata    json.RawMessage `json:"metadata"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return problem(http.StatusBadRequest, "The request is not valid JSON", "")
	}
	cents, refused := in.Amount.cents()
	switch {
	case refused != "":
		return problem(http.StatusUnprocessableEntity, refused, "amount")
	case p.status != pay.Paid:
		return problem(http.StatusUnprocessableEntity, "The payment is not paid and cannot be refunded", "")
	case cents > p.remaining():
		return problem(http.StatusUnprocessableEntity, "The amount is higher than what remains of the payment", "amount")
	case utf8.RuneCountInString(in.Description) > 140:
		return problem(http.StatusUnprocessableEntity, "The description is too long", "description")
	case len(in.Metadata) > 1024:
		return problem(http.StatusUnprocessableEntity, "The metadata is too long", "metadata")
	}
	back := &refund{
		id: s.newID("re_"), status: pay.RefundPending, cents: cents, description: in.Description,
		metadata: bytes.Clone(in.Metadata), createdAt: now,
	}
	p.refunds = append(p.refunds, back)
	return answered(http.StatusCreated, s.refundJSON(r, p, back))
}

func (s *Simulator) getRefund(r *http.Request, _ []byte, _ time.Time) reply {
	p, ok := s.byID[r.PathValue("payment")]
	if !ok {
		return noPayment()
	}
	back, ok := p.refund(r.PathValue("refund"))
	if !ok {
		return problem(http.StatusNotFound, "No refund exists with this id", "")
	}
	return answered(http.StatusOK, s.refundJSON(r, p, back))
}

func (s *Simulator) listRefunds(r *http.Request, _ []byte, _ time.Time) reply {
	p, ok := s.byID[r.PathValue("payment")]
	if !ok {
		return noPayment()
	}
	list := make([]any, 0, len(p.refunds))
	for _, back := range p.refunds {
		list = append(list, s.refundJSON(r, p, back))
	}
	return answered(http.StatusOK, map[string]any{
		"count":     len(list),
		"_embedded": map[string]any{"refunds": list},
		"_links": map[string]any{
			"self":     link(s.address(r) + "/v2/payments/" + p.id + "/refunds"),
			"previous": nil, "next": nil,
		},
	})
}
