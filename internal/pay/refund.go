package pay

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"
)

// RefundStatus is where a refund stands, an open string: one that we do not know is a refund under way.
type RefundStatus string

// The statuses of today.
const (
	RefundQueued     RefundStatus = "queued"  // waits until our balance at the provider is high enough
	RefundPending    RefundStatus = "pending" // goes to the bank soon
	RefundProcessing RefundStatus = "processing"
	RefundDone       RefundStatus = "refunded"
	RefundFailed     RefundStatus = "failed" // the money is back at us
	RefundCanceled   RefundStatus = "canceled"
)

// Ended says that a refund will not change its status any more.
func (s RefundStatus) Ended() bool { return s == RefundDone || s.Undone() }

// Undone says that no money went back and none will: another refund may be asked for, under another key.
func (s RefundStatus) Undone() bool { return s == RefundFailed || s == RefundCanceled }

// Refund is the provider's word about money that goes back. CreatedAt is UTC.
type Refund struct {
	ID        string
	Payment   string // the id of the payment
	Key       string // the idempotency key it was asked with; empty when it was not asked by us
	Status    RefundStatus
	Cents     int64
	CreatedAt time.Time
}

// NewRefund is what Refund needs.
type NewRefund struct {
	Payment        string // its id
	Cents          int64  // more than 0
	Description    string // on the payer's bank statement; at most 140 characters
	IdempotencyKey string // the same for every try of the same refund: letters, digits, . _ : -
}

type refundMark struct {
	Key string `json:"key"`
}

// Refund gives money back, once for an idempotency key (rules 3.2; invariant 19). The provider remembers such keys for
// an hour only, and an outage may last longer; so each refund carries its key, and the refunds of the payment are read
// before a new one is asked for. One that was undone is answered as it is: a new one needs a new key.
// Errors: ErrInput, ErrUnknown, ErrUnavailable, *Problem (as when it is more than was paid).
func (c *Client) Refund(ctx context.Context, n NewRefund) (Refund, error) {
	switch {
	case n.Cents <= 0 || len(FormatAmount(n.Cents)) > maxWhole+3:
		return Refund{}, input("amount of %d cents", n.Cents)
	case n.Description == "" || utf8.RuneCountInString(n.Description) > 140:
		return Refund{}, input("description must have 1 to 140 characters")
	case !onceKey.MatchString(n.IdempotencyKey):
		return Refund{}, input("idempotency key is needed: 1 to 64 letters, digits, . _ : -")
	}
	earlier, err := c.ListRefunds(ctx, n.Payment)
	if err != nil {
		return Refund{}, err
	}
	for _, r := range earlier {
		if r.Key == n.IdempotencyKey {
			return n.same(r)
		}
	}
	type body struct {
		Amount      amount     `json:"amount"`
		Description string     `json:"description"`
		Metadata    refundMark `json:"metadata"`
	}
	var answer refundAnswer
	err = c.do(ctx, call{method: http.MethodPost, path: refundsPath(n.Payment), key: n.IdempotencyKey, body: body{
		Amount: euros(n.Cents), Description: n.Description, Metadata: refundMark{Key: n.IdempotencyKey},
	}}, &answer)
	if err != nil {
		return Refund{}, err
	}
	r, err := answer.refund(n.Payment)
	if err != nil {
		return Refund{}, err
	}
	return n.same(r)
}

// same holds a refund against what was asked for.
func (n NewRefund) same(r Refund) (Refund, error) {
	if r.Cents != n.Cents || r.Key != n.IdempotencyKey {
		return Refund{}, unreadable("another refund than the one asked for")
	}
	return r, nil
}

// GetRefund asks the provider about a refund. Errors: ErrUnknown, ErrUnavailable, *Problem.
func (c *Client) GetRefund(ctx context.Context, payment, id string) (Refund, error) {
	if !paymentID.MatchString(payment) || !refundID.MatchString(id) {
		return Refund{}, ErrUnknown
	}
	var answer refundAnswer
	if err := c.do(ctx, call{method: http.MethodGet, path: refundsPath(payment) + "/" + id}, &answer); err != nil {
		return Refund{}, err
	}
	if answer.ID != id {
		return Refund{}, unreadable("another refund than the one asked for")
	}
	return answer.refund(payment)
}

// ListRefunds gives all refunds of a payment, or an error: never a part of them, because who does not see a refund
// gives the money back again. Errors: ErrUnknown, ErrUnavailable, *Problem.
func (c *Client) ListRefunds(ctx context.Context, payment string) ([]Refund, error) {
	if !paymentID.MatchString(payment) {
		return nil, ErrUnknown
	}
	const page = 250
	var answer struct {
		Count    *int `json:"count"`
		Embedded struct {
			Refunds []refundAnswer `json:"refunds"`
		} `json:"_embedded"`
		Links struct {
			Next *struct{} `json:"next"`
		} `json:"_links"`
	}
	query := url.Values{"limit": {strconv.Itoa(page)}}
	if err := c.do(ctx, call{method: http.MethodGet, path: refundsPath(payment), query: query}, &answer); err != nil {
		return nil, err
	}
	found := answer.Embedded.Refunds
	if answer.Count == nil || *answer.Count != len(found) || answer.Links.Next != nil {
		return nil, unreadable("no whole list of refunds")
	}
	refunds := make([]Refund, 0, len(found))
	for _, a := range found {
		r, err := a.refund(payment)
		if err != nil {
			return nil, err
		}
		refunds = append(refunds, r)
	}
	return refunds, nil
}

func refundsPath(payment string) string { return paymentsPath + "/" + payment + "/refunds" }

// refundAnswer is the refund object of the API, as far as we read it.
type refundAnswer struct {
	Resource  string          `json:"resource"`
	ID        string          `json:"id"`
	PaymentID string          `json:"paymentId"`
	Status    RefundStatus    `json:"status"`
	Amount    amount          `json:"amount"`
	Metadata  json.RawMessage `json:"metadata"`
	CreatedAt time.Time       `json:"createdAt"`
}

func (a refundAnswer) refund(payment string) (Refund, error) {
	if a.Resource != "refund" || !refundID.MatchString(a.ID) || a.Status == "" || a.PaymentID != payment {
		return Refund{}, unreadable("no refund of this payment")
	}
	cents, err := a.Amount.cents()
	if err != nil {
		return Refund{}, readable(err)
	}
	r := Refund{ID: a.ID, Payment: payment, Status: a.Status, Cents: cents, CreatedAt: a.CreatedAt.UTC()}
	var m refundMark
	if readObject(a.Metadata, &m) {
		r.Key = m.Key
	}
	return r, nil
}
