package procedure

import "time"

// paid adds money (rules 3.2, 3.8).
func (s *State) paid(e Event, b Body) {
	switch b := b.(type) {
	case PaymentStarted:
		s.Money.Payments = append(append([]Payment(nil), s.Money.Payments...),
			Payment{ID: b.ID, Cents: b.Cents, Started: e.Due, Status: PaymentOpen})
	case PaymentEnded:
		s.Money.Settled = e.Due
		s.payment(b.ID, func(p *Payment) { p.Status = b.How })
	case Paid:
		s.Money.Settled = e.Due
		s.payment(b.ID, func(p *Payment) {
			p.Status, p.Cents, p.PaidAt, p.Receipt = PaymentPaid, b.Cents, b.At, b.Receipt
		})
		if b.Counts {
			s.feePaid(e.Due, b)
		}
	case RefundAsked:
		s.Money.Asked, s.Money.AskedBy = b.Payment, e.Actor.ID
	case RefundDue:
		s.refundDue(b)
	case Refunded:
		s.refundState(b.ID, RefundDone)
	case RefundFailed:
		s.refundState(b.ID, RefundBad)
	default:
	}
}

func (s *State) feePaid(at time.Time, b Paid) {
	s.Money.Fee = b.ID
	if s.Has(TaskFee) {
		s.takeUpFile(at)
		return
	}
	s.File.From = DateOf(b.At)
	s.File.RuleBy = s.File.From.AddDays(s.rules().RuleByDay)
	s.setMain(s.open(TaskAssign, at))
	s.add(s.open(TaskSeek, at))
}

func (s *State) refundDue(b RefundDue) {
	if s.Money.Fee == b.Payment {
		s.Money.Fee = ""
	}
	if s.Money.Asked == b.Payment {
		s.Money.Asked, s.Money.AskedBy = "", ""
	}
	if _, ok := s.Money.RefundByID(b.ID); ok {
		s.refundState(b.ID, RefundIsDue)
		return
	}
	s.Money.Refunds = append(append([]Refund(nil), s.Money.Refunds...),
		Refund{ID: b.ID, Payment: b.Payment, Cents: b.Cents, Why: b.Why, Status: RefundIsDue})
}

func (s *State) payment(id string, f func(*Payment)) {
	list := append([]Payment(nil), s.Money.Payments...)
	for i := range list {
		if list[i].ID == id {
			f(&list[i])
		}
	}
	s.Money.Payments = list
}

func (s *State) refundState(id, state string) {
	list := append([]Refund(nil), s.Money.Refunds...)
	for i := range list {
		if list[i].ID == id {
			list[i].Status = state
		}
	}
	s.Money.Refunds = list
}
