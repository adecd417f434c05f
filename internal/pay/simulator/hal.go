package simulator

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"wederhoor/internal/pay"
)

const (
	maxCents = 5_000_000 // € 50,000, as iDEAL
	hal      = "application/hal+json"
)

// money is how the API writes amounts.
type money struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

func euros(cents int64) money { return money{Value: pay.FormatAmount(cents), Currency: pay.Currency} }

// cents reads an amount; refused says what is wrong with it.
func (m money) cents() (cents int64, refused string) {
	cents, err := pay.ParseAmount(m.Value)
	switch {
	case m.Currency != pay.Currency:
		return 0, "The currency is not supported"
	case err != nil:
		return 0, "The amount contains an invalid value"
	case cents == 0:
		return 0, "The amount is lower than the minimum"
	}
	return cents, ""
}

// reply is an answer of the API.
type reply struct {
	status   int
	body     []byte
	replayed bool // it was given before, to the same idempotency key
}

func answered(status int, v any) reply {
	body, err := json.Marshal(v)
	if err != nil { // metadata that was valid when it came cannot become invalid
		return problem(http.StatusInternalServerError, "The answer could not be written", "")
	}
	return reply{status: status, body: body}
}

type problemJSON struct {
	Status int             `json:"status"`
	Title  string          `json:"title"`
	Detail string          `json:"detail"`
	Field  string          `json:"field,omitempty"`
	Links  map[string]href `json:"_links"`
}

// problem is a refusal; field is what is wrong in the request, or empty.
func problem(status int, detail, field string) reply {
	return answered(status, problemJSON{
		Status: status, Title: http.StatusText(status), Detail: detail, Field: field,
		Links: map[string]href{"documentation": {Href: "https://docs.mollie.com/", Type: "text/html"}},
	})
}

func (a reply) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", hal)
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	h.Set("Cache-Control", "no-store")
	if a.replayed {
		h.Set("Idempotent-Replayed", "true")
	}
	w.WriteHeader(a.status)
	if _, err := w.Write(a.body); err != nil {
		return // the asker has gone
	}
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

type href struct {
	Href string `json:"href"`
	Type string `json:"type"`
}

func link(to string) href { return href{Href: to, Type: hal} }

// orNull leaves metadata that was not given as null.
func orNull(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return raw
}

// paymentJSON is the payment object of the API.
func (s *Simulator) paymentJSON(r *http.Request, p *payment) map[string]any {
	self := s.address(r) + "/v2/payments/" + p.id
	links := map[string]href{"self": link(self)}
	out := map[string]any{
		"resource": "payment", "id": p.id, "mode": "test", "status": p.status, "amount": euros(p.cents),
		"description": p.description, "redirectUrl": p.redirectURL, "metadata": orNull(p.metadata),
		"profileId": "pfl_simulator", "sequenceType": "oneoff", "createdAt": instant(p.createdAt), "_links": links,
		"method": nil,
	}
	if p.method != "" {
		out["method"] = p.method
	}
	if p.webhookURL != "" {
		out["webhookUrl"] = p.webhookURL
	}
	if p.locale != "" {
		out["locale"] = p.locale
	}
	switch p.status {
	case pay.Open:
		out["isCancelable"] = false
		out["expiresAt"] = instant(p.due())
		links["checkout"] = href{Href: s.address(r) + "/checkout/" + p.id, Type: "text/html"}
	case pay.Paid:
		out["paidAt"] = instant(p.endedAt)
		out["amountRefunded"] = euros(p.refunded())
		out["amountRemaining"] = euros(p.remaining())
		links["refunds"] = link(self + "/refunds")
	case pay.Failed:
		out["failedAt"] = instant(p.endedAt)
	case pay.Canceled:
		out["canceledAt"] = instant(p.endedAt)
	case pay.Expired:
		out["expiredAt"] = instant(p.endedAt)
	default: // pending and authorized say no more than their status
	}
	return out
}

// refundJSON is the refund object of the API.
func (s *Simulator) refundJSON(r *http.Request, p *payment, back *refund) map[string]any {
	payment := s.address(r) + "/v2/payments/" + p.id
	return map[string]any{
		"resource": "refund", "id": back.id, "mode": "test", "status": back.status, "amount": euros(back.cents),
		"description": back.description, "metadata": orNull(back.metadata), "paymentId": p.id,
		"createdAt": instant(back.createdAt),
		"_links":    map[string]href{"self": link(payment + "/refunds/" + back.id), "payment": link(payment)},
	}
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") }
