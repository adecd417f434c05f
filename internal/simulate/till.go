package simulate

import (
	"time"

	"wederhoor/internal/procedure"
)

// money lets the provider answer what was begun.
func (d *dispute) money(e *procedure.Event) {
	switch b := e.Body.(type) {
	case procedure.PaymentStarted:
		status := "paid"
		switch n := d.r.IntN(100); {
		case n < 10:
			status = "failed"
		case n < 18:
			status = "expired"
		case n < 22:
			status = "canceled"
		default:
		}
		d.later(item{what: webhook, id: b.ID, status: status}, 0, 1)
		switch n := d.r.IntN(100); {
		case n < 5: // out of order: paid after all
			d.later(item{what: webhook, id: b.ID, status: "paid"}, 0, 48)
		case n < 8: // very late
			d.later(item{what: webhook, id: b.ID, status: "paid"}, 24, 24*60)
		case n < 10: // somebody else's
			d.later(item{what: webhook, id: "tr_forged", status: "paid"}, 0, 48)
		default:
		}
	case procedure.PaymentEnded:
		if d.chance(60) {
			d.later(item{what: paying}, 1, 24*5)
		}
	case procedure.Paid:
		if d.chance(3) {
			d.later(item{what: staffs, id: b.ID, status: "refund"}, 24, 24*90)
		}
	case procedure.RefundDue:
		d.later(item{what: repay, id: b.ID}, 1, 24*4)
	case procedure.RefundFailed:
		d.later(item{what: staffs, id: b.ID, status: "retry"}, 4, 24*6)
	case procedure.RulingSigned:
		d.later(item{what: staffs, status: "publish"}, 24, 24*20)
		if d.chance(5) {
			d.later(item{what: staffs, status: "correct"}, 24, 24*16)
		}
	default:
	}
}

// webhook tells what the provider says of a payment; a tenth of them comes twice or more.
func (d *dispute) webhook(it item) error {
	p := procedure.RecordPayment{ID: it.id, Status: it.status, Cents: d.s.Rules().FeeCents, At: d.now.Add(-time.Minute), Receipt: "r"}
	if d.chance(2) { // a wrong amount
		p.Cents = 20_00
	}
	times := 1
	if d.chance(10) {
		times = 2 + d.r.IntN(9)
		d.res.Faults.Webhooks++
	}
	if it.id == "tr_forged" {
		d.res.Faults.Webhooks++
	}
	for range times {
		if err := d.give(procedure.Till, p); err != nil {
			return err
		}
	}
	return nil
}

func (d *dispute) repaid(it item) error {
	return d.give(procedure.Till, procedure.RecordRefund{ID: it.id, Failed: d.chance(8)})
}

// staffs is work of staff that is no task: refunds by hand, refunds that failed, corrections and publication.
func (d *dispute) staffs(it item) error {
	switch it.status {
	case "refund":
		if err := d.give(chief, procedure.AskRefund{RefundAsked: procedure.RefundAsked{Payment: it.id, Reason: text}}); err != nil {
			return err
		}
		if d.chance(30) { // one person is not two
			if err := d.give(chief, procedure.ApproveRefund{Payment: it.id}); err != nil {
				return err
			}
		}
		return d.give(other, procedure.ApproveRefund{Payment: it.id})
	case "retry":
		return d.give(other, procedure.RetryRefund{ID: it.id})
	case "correct":
		b := procedure.RulingCorrected{Number: d.s.File.Number + "-1", Text: text}
		if orders := d.s.File.Orders; len(orders) > 0 && d.chance(60) {
			x := procedure.OrderCorrected{N: 1, Order: orders[0]}
			x.Amount, x.Due = x.Amount/2, x.Due.AddDays(d.r.IntN(9))
			b.Orders = append(b.Orders, x)
		}
		return d.give(d.adjudicator(), procedure.CorrectRuling{RulingCorrected: b})
	default:
		return d.give(staff, procedure.PublishRuling{Text: text})
	}
}
