package procedure

import "time"

// mayPay: the request stands, or the fee is due again (rules 3.2, 3.7).
func mayPay(s *State, a Actor, now time.Time) bool {
	return mayRequest(s, a, now) && (s.Has(TaskFee) || len(s.File.Points) > 0)
}

// mayRequest: the days to ask and to pay are not over. The task can stay open after them while the fate of a payment
// is awaited; nothing new begins then (rules 3.2).
func mayRequest(s *State, _ Actor, now time.Time) bool {
	t, _ := s.Main()
	return t.LastDay.IsZero() || now.Before(t.LastDay.End())
}

func doStartPayment(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	id := c.(StartPayment).ID
	if id == "" {
		return nil, no(BadValue)
	}
	if _, ok := s.Money.PaymentByID(id); ok {
		return nil, no(Already)
	}
	return []Body{PaymentStarted{ID: id, Cents: s.rules().FeeCents}}, nil
}

// doPayment believes the provider's word about an attempt, once. What does not count as the fee goes back at once: a
// second payment, one that came too late, another amount (rules 3.2).
func doPayment(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	x := c.(RecordPayment)
	p, ok := s.Money.PaymentByID(x.ID)
	if !ok || p.Status == PaymentPaid {
		return nil, nil
	}
	switch x.Status {
	case "failed", "expired", "canceled":
		if p.Status != PaymentOpen {
			return nil, nil
		}
		return []Body{PaymentEnded{ID: x.ID, How: x.Status}}, nil
	case PaymentPaid:
		if x.Cents <= 0 {
			return nil, no(BadAmount)
		}
	default:
		return nil, no(BadValue)
	}
	if x.At.Before(p.Started) || x.At.After(now) {
		x.At = now
	}
	b := Paid{ID: x.ID, Cents: x.Cents, At: x.At, Receipt: x.Receipt}
	why := s.countsNot(p, x)
	if why == "" {
		b.Counts = true
		return []Body{b}, nil
	}
	return []Body{b, RefundDue{ID: x.ID + "-back", Payment: x.ID, Cents: x.Cents, Why: why}}, nil
}

// countsNot says why money that came in is not the fee; "" when it is.
func (s *State) countsNot(p Payment, x RecordPayment) string {
	t, _ := s.Main()
	switch {
	case s.Money.Fee != "":
		return "second"
	case x.Cents != p.Cents:
		return "amount"
	case t.Kind != TaskRequest && t.Kind != TaskFee:
		return "late"
	case !t.LastDay.IsZero() && x.At.After(t.LastDay.End().Add(time.Duration(s.rules().LatePaymentMinutes)*time.Minute)):
		return "late"
	}
	return ""
}

// fee gives the payment that counts as the fee.
func (s *State) fee() (Payment, bool) {
	if s.Money.Fee == "" {
		return Payment{}, false
	}
	return s.Money.PaymentByID(s.Money.Fee)
}

// FeeBackUntil gives the last day on which withdrawing the request gives the fee back; false when no fee was paid or it
// went back (rules 3.2).
func (s State) FeeBackUntil() (Date, bool) {
	p, ok := s.fee()
	return lastDay(p.PaidAt, s.rules().FeeBackDays), ok
}

// FeeBackNow says that withdrawing the request gives the fee back: within its days after the payment, and while the
// consumer may choose between the fee and waiting because there is no adjudicator (rules 3.2, 3.3).
func (s State) FeeBackNow(now time.Time) bool {
	until, ok := s.FeeBackUntil()
	_, waits := s.Find(TaskWait, "")
	return ok && (waits || !DateOf(now).After(until))
}

// refund gives a payment back in full; a payment goes back at most once.
func (s *State) refund(p Payment, why string) Body {
	return RefundDue{ID: p.ID + "-back", Payment: p.ID, Cents: p.Cents, Why: why}
}

// FeeBackOnAgreement says that an agreement of now gives the fee back (rules 3.7).
func (s State) FeeBackOnAgreement(now time.Time) bool { return len(s.feeBackOnAgreement(now)) > 0 }

// feeBackOnAgreement: before the defence is due an agreement gives the fee back (rules 3.7).
func (s *State) feeBackOnAgreement(now time.Time) []Body {
	p, ok := s.fee()
	if s.Stage != Ruling || !ok {
		return nil
	}
	t, _ := s.Main()
	early := !s.File.Sent || t.Kind == TaskDefence && (t.LastDay.IsZero() || now.Before(t.LastDay.End()))
	if t.Kind == TaskJudgeChallenge || t.Kind == TaskAssign || t.Kind == TaskDeclare { // suspended while the defence ran
		early = early || s.File.Resume.Kind == TaskDefence
	}
	if by := s.File.DefenceBy; !by.IsZero() && now.Before(by.End()) { // it came in before its last day
		early = true
	}
	if !early {
		return nil
	}
	return []Body{s.refund(p, "agreed")}
}

// mayAskRefund: money came in that has not gone back, and no ruling was given (rules 3.8).
func mayAskRefund(s *State, _ Actor, _ time.Time) bool {
	return s.Money.Asked == "" && len(s.Returnable()) > 0
}

// Returnable lists the payments that staff can give back by hand: nothing of them went back, and no ruling is given or
// awaited for them (rules 3.8).
func (s *State) Returnable() []Payment {
	if s.File.Ruled() {
		return nil
	}
	var out []Payment
	for _, p := range s.Money.Payments {
		if p.Status == PaymentPaid && !s.Money.refunded(p.ID) && (p.ID != s.Money.Fee || s.Stage == Ended) {
			out = append(out, p)
		}
	}
	return out
}

func doAskRefund(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(AskRefund).RefundAsked
	if b.Reason.ID == "" {
		return nil, no(BadValue)
	}
	for _, p := range s.Returnable() {
		if p.ID == b.Payment {
			return []Body{b}, nil
		}
	}
	return nil, no(BadValue)
}

func refundAsked(s *State, a Actor, _ time.Time) bool {
	return s.Money.Asked != "" && a.ID != s.Money.AskedBy && !s.File.Ruled()
}

func doApproveRefund(s *State, a Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	id := c.(ApproveRefund).Payment
	p, ok := s.Money.PaymentByID(id)
	switch {
	case !ok || id != s.Money.Asked || s.Money.refunded(id):
		return nil, no(NotNow)
	case a.ID == s.Money.AskedBy: // two persons
		return nil, no(SamePerson)
	}
	return []Body{s.refund(p, "hand")}, nil
}

func doRefunded(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	x := c.(RecordRefund)
	r, ok := s.Money.RefundByID(x.ID)
	switch {
	case !ok || r.Status == RefundDone, x.Failed && r.Status == RefundBad:
		return nil, nil
	case x.Failed:
		return []Body{RefundFailed{ID: x.ID}}, nil
	default:
		return []Body{Refunded{ID: x.ID}}, nil
	}
}

func mayRetry(s *State, _ Actor, _ time.Time) bool {
	for _, r := range s.Money.Refunds {
		if r.Status == RefundBad {
			return true
		}
	}
	return false
}

// doRetry gives a failed refund a new attempt under its own id.
func doRetry(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	r, ok := s.Money.RefundByID(c.(RetryRefund).ID)
	if !ok || r.Status != RefundBad {
		return nil, no(NotNow)
	}
	return []Body{RefundDue(r.body())}, nil
}

func (r Refund) body() RefundDue {
	return RefundDue{ID: r.ID, Payment: r.Payment, Cents: r.Cents, Why: r.Why}
}
