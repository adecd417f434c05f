package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"time"

	"wederhoor/internal/pay"
)

// Payment is a payment as the simulator has it, for tests and the demo. Instants are those of its clock.
type Payment struct {
	ID            string
	Status        pay.Status
	Cents         int64
	RefundedCents int64
	Description   string
	Metadata      json.RawMessage
	RedirectURL   string
	WebhookURL    string
	CreatedAt     time.Time
	EndedAt       time.Time // when it was paid, failed, …; zero while it has not ended
	Refunds       []Refund
}

// Refund is a refund as the simulator has it.
type Refund struct {
	ID       string
	Status   pay.RefundStatus
	Cents    int64
	Metadata json.RawMessage
}

type payment struct {
	id, description, redirectURL, webhookURL, locale, method string

	cents     int64
	status    pay.Status
	metadata  json.RawMessage
	createdAt time.Time
	payAt     time.Time // will be paid then; zero when nobody said so
	endedAt   time.Time
	refunds   []*refund
}

type refund struct {
	id, description string

	cents     int64
	status    pay.RefundStatus
	metadata  json.RawMessage
	createdAt time.Time
}

// due is when time changes a payment that has not ended.
func (p *payment) due() time.Time {
	switch {
	case !p.payAt.IsZero():
		return p.payAt
	case p.status == pay.Open:
		return p.createdAt.Add(openFor)
	default:
		return p.createdAt.Add(pendingFor)
	}
}

// refunded is what went back or is on its way, in cents.
func (p *payment) refunded() int64 {
	var sum int64
	for _, r := range p.refunds {
		if !r.status.Undone() {
			sum += r.cents
		}
	}
	return sum
}

// remaining is what can still go back, in cents. Money comes from nowhere else: more than was paid never goes back,
// though the real provider allows a little more.
func (p *payment) remaining() int64 {
	if p.status != pay.Paid {
		return 0
	}
	return p.cents - p.refunded()
}

func (p *payment) copy() Payment {
	c := Payment{
		ID: p.id, Status: p.status, Cents: p.cents, RefundedCents: p.refunded(), Description: p.description,
		Metadata: slices.Clone(p.metadata), RedirectURL: p.redirectURL, WebhookURL: p.webhookURL,
		CreatedAt: p.createdAt, EndedAt: p.endedAt,
	}
	for _, r := range p.refunds {
		c.Refunds = append(c.Refunds, Refund{ID: r.id, Status: r.status, Cents: r.cents, Metadata: slices.Clone(r.metadata)})
	}
	return c
}

// move changes the status of a payment, and says so to its owner as the provider does. A payment that has ended stays
// as it is; false then.
func (s *Simulator) move(p *payment, to pay.Status, at time.Time) bool {
	if p.status.Ended() || p.status == to {
		return false
	}
	p.status = to
	if to.Ended() {
		p.endedAt = at
	}
	if to.Ended() || to == pay.Authorized {
		s.tell(p)
	}
	return true
}

// moveRefund changes the status of a refund; one that has ended stays as it is, and false.
func (s *Simulator) moveRefund(p *payment, r *refund, to pay.RefundStatus) bool {
	if r.status.Ended() || r.status == to {
		return false
	}
	r.status = to
	if to.Ended() || to == pay.RefundProcessing {
		s.tell(p)
	}
	return true
}

// newID makes the next id: unguessable without the seed, the same again with it.
func (s *Simulator) newID(prefix string) string {
	s.made++
	mac := hmac.New(sha256.New, []byte(s.seed))
	mac.Write([]byte(prefix + strconv.Itoa(s.made)))
	const digits = 22 // of 62 kinds: 130 bits
	text := new(big.Int).SetBytes(mac.Sum(nil)).Text(62)
	for len(text) < digits {
		text = "0" + text
	}
	return prefix + text[len(text)-digits:]
}
