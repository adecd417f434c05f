package simulator

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"wederhoor/internal/pay"
)

// ErrControl: what a test or the demo asked for cannot be: no such payment, or it has ended.
var ErrControl = errors.New("simulator: cannot be done")

// Pay lets the payer pay now, whatever the page says. The webhook has been sent when it returns, as for all below.
func (s *Simulator) Pay(id string) error { return s.end(id, pay.Paid) }

// Fail lets the bank refuse.
func (s *Simulator) Fail(id string) error { return s.end(id, pay.Failed) }

// Cancel lets the payer turn back.
func (s *Simulator) Cancel(id string) error { return s.end(id, pay.Canceled) }

// Expire ends the time for paying, now.
func (s *Simulator) Expire(id string) error { return s.end(id, pay.Expired) }

// Pend lets the payment be begun at the bank and not be known yet.
func (s *Simulator) Pend(id string) error { return s.end(id, pay.Pending) }

// Authorize lets the money be reserved and not be taken.
func (s *Simulator) Authorize(id string) error { return s.end(id, pay.Authorized) }

func (s *Simulator) end(id string, to pay.Status) error {
	return s.control(id, func(p *payment, now time.Time) bool { return s.move(p, to, now) })
}

// PayLate lets the payment be begun now and be paid at an instant, however late that is.
func (s *Simulator) PayLate(id string, at time.Time) error {
	return s.control(id, func(p *payment, _ time.Time) bool {
		if p.status.Ended() {
			return false
		}
		p.payAt, p.status = at, pay.Pending
		return true
	})
}

// SetRefund moves a refund that has not ended to a status, as pay.RefundFailed.
func (s *Simulator) SetRefund(paymentID, id string, to pay.RefundStatus) error {
	return s.control(paymentID, func(p *payment, _ time.Time) bool {
		r, ok := p.refund(id)
		return ok && s.moveRefund(p, r, to)
	})
}

func (s *Simulator) control(id string, f func(p *payment, now time.Time) bool) error {
	done := false
	s.send(s.act(func(now time.Time) {
		if p, ok := s.byID[id]; ok {
			done = f(p, now)
		}
	}))
	if !done {
		return fmt.Errorf("%w: %s", ErrControl, id)
	}
	return nil
}

// Resend sends the webhook of a payment once more, so many times.
func (s *Simulator) Resend(id string, times int) error {
	return s.control(id, func(p *payment, _ time.Time) bool {
		for range times {
			s.tell(p)
		}
		return p.webhookURL != ""
	})
}

// Forge sends a webhook to an address with any id, as anybody on the internet can.
func (s *Simulator) Forge(to, id string) { s.notify(to, url.Values{"id": {id}}) }

// SetDown answers every request with 503, or stops doing so. Nothing is done meanwhile but by time.
func (s *Simulator) SetDown(down bool) { s.act(func(time.Time) { s.down = down }) }

// SetDelay holds the answer of each API call up for so long, after the work was done.
func (s *Simulator) SetDelay(d time.Duration) { s.act(func(time.Time) { s.delay = d }) }

// Lose cuts the connection instead of answering the next n API calls, after the work was done. A connection that was
// used before may be tried again by the caller's own transport, which then uses up two.
func (s *Simulator) Lose(n int) { s.act(func(time.Time) { s.lose = n }) }
