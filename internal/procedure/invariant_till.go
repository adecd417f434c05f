package procedure

import "time"

// tillBook is what the checker knows of the money.
type tillBook struct {
	payments []Payment
	refunds  []Refund
	fee      string // the payment that counts
	asked    string // a refund by hand that waits for a second person
	askedBy  string
	settled  time.Time
	balance  int64 // what the trustmark holds, cents
}

// waits says that the fate of a payment is not known.
func (t *tillBook) waits() bool {
	for i := range t.payments {
		if t.payments[i].Status == PaymentOpen {
			return true
		}
	}
	return false
}

func (t *tillBook) payment(id string) *Payment {
	for i := range t.payments {
		if t.payments[i].ID == id {
			return &t.payments[i]
		}
	}
	return nil
}

func (t *tillBook) refund(id string) *Refund {
	for i := range t.refunds {
		if t.refunds[i].ID == id {
			return &t.refunds[i]
		}
	}
	return nil
}

// of gives the refund of a payment.
func (t *tillBook) of(payment string) *Refund {
	for i := range t.refunds {
		if t.refunds[i].Payment == payment {
			return &t.refunds[i]
		}
	}
	return nil
}

// feeBackOnWithdrawal: within its days after the payment a withdrawal gives the fee back, and while the consumer is asked
// whether to wait for an adjudicator.
func (c *Checker) feeBackOnWithdrawal(at time.Time) bool {
	p := c.till.payment(c.till.fee)
	return p != nil && (c.find(TaskWait, "") != nil || !DateOf(at).After(NextWorkday(DateOf(p.PaidAt).AddDays(c.rules.FeeBackDays))))
}

// feeBackEarly: before the defence is due an agreement gives the fee back.
func (c *Checker) feeBackEarly() bool {
	if c.till.fee == "" {
		return false
	}
	if by := c.file.defenceBy; !by.IsZero() && c.e.Due.Before(by.End()) {
		return true
	}
	t := &c.main
	switch t.kind {
	case TaskJudgeChallenge, TaskAssign, TaskDeclare:
		if c.file.resume.kind == TaskDefence {
			return true
		}
	case TaskDefence:
		return t.last.IsZero() || c.e.Due.Before(t.last.End())
	default:
	}
	return !c.file.sent
}

// judgeTill judges the events of money.
func (c *Checker) judgeTill() *Broken {
	e, t := &c.e, &c.till
	switch b := e.Body.(type) {
	case PaymentStarted:
		if t.payment(b.ID) != nil || b.ID == "" || b.Cents != c.rules.FeeCents {
			return broken(invOnce, "payment %s of %d again, or of another amount", b.ID, b.Cents)
		}
		if c.main.kind == TaskRequest && len(c.file.points) == 0 {
			return broken(invTable, "paid for before it was asked for")
		}
		return c.inDays("payment begun")
	case PaymentEnded:
		if p := t.payment(b.ID); p == nil || p.Status != PaymentOpen {
			return broken(invOnce, "payment %s ends that is not open", b.ID)
		}
	case Paid:
		return c.judgePaid(b)
	case RefundAsked:
		p := t.payment(b.Payment)
		switch {
		case p == nil || p.Status != PaymentPaid || t.of(b.Payment) != nil || b.Reason.ID == "":
			return broken(invRefundPaid, "refund asked of %s", b.Payment)
		case t.asked != "":
			return broken(invOnce, "a second refund asked beside the first")
		case b.Payment == t.fee && c.main.kind != "":
			return broken(invFeeFirst, "refund of the fee asked while the case runs")
		case c.file.ruled:
			return broken(invFeeStays, "refund asked after the ruling")
		}
	case RefundDue:
		return c.judgeRefund(b)
	case Refunded:
		if r := t.refund(b.ID); r == nil || r.Status == RefundDone {
			return broken(invOneRefund, "refund %s done twice, or not due", b.ID)
		}
	case RefundFailed:
		if r := t.refund(b.ID); r == nil || r.Status != RefundIsDue {
			return broken(invOneRefund, "refund %s failed that was not due", b.ID)
		}
	default:
	}
	return nil
}

func (c *Checker) judgePaid(b Paid) *Broken {
	t := &c.till
	p := t.payment(b.ID)
	if p == nil || p.Status == PaymentPaid || b.Cents <= 0 {
		return broken(invOnce, "payment %s paid twice, or never begun", b.ID)
	}
	inTime := c.main.last.IsZero() || !b.At.After(c.main.last.End().Add(time.Duration(c.rules.LatePaymentMinutes)*time.Minute))
	counts := t.fee == "" && b.Cents == p.Cents && (c.main.kind == TaskRequest || c.main.kind == TaskFee) && inTime
	if counts != b.Counts {
		return broken(invGoesBack, "payment %s of %d at %s counts: %t", b.ID, b.Cents, b.At, b.Counts)
	}
	return nil
}

// judgeRefund wants a payment behind each refund, once, in full, and a reason that the rules name.
func (c *Checker) judgeRefund(b RefundDue) *Broken {
	t := &c.till
	p := t.payment(b.Payment)
	if p == nil || p.Status != PaymentPaid || b.Cents != p.Cents {
		return broken(invRefundPaid, "refund %s of %d, which was not paid", b.ID, b.Cents)
	}
	if r := t.of(b.Payment); r != nil {
		if r.ID != b.ID || r.Status != RefundBad {
			return broken(invOneRefund, "a second refund of %s", b.Payment)
		}
		return nil // the same one, tried again
	}
	if b.Payment == t.fee && c.file.ruled {
		return broken(invFeeStays, "the fee goes back after the ruling")
	}
	ok := false
	switch b.Why {
	case "second", "late", "amount":
		paid, last := c.before.Body.(Paid)
		ok = last && paid.ID == b.Payment && !paid.Counts
	case "withdrawn":
		_, ok = c.before.Body.(WithdrawnBy)
		ok = ok && b.Payment == t.fee && c.feeBackOnWithdrawal(c.e.Due)
	case "waited":
		wait, last := c.before.Body.(WaitChosen)
		ok = last && !wait.Wait && b.Payment == t.fee
	case "agreed":
		_, ok = c.before.Body.(AgreementMade)
		ok = ok && b.Payment == t.fee
	case "inadmissible":
		ok = c.main.kind == TaskForward && b.Payment == t.fee
	case "hand":
		ok = t.asked == b.Payment && c.e.Actor.ID != t.askedBy && !c.file.ruled && (b.Payment != t.fee || c.main.kind == "")
	default:
	}
	if !ok {
		return broken(invRefundPaid, "refund of %s because %q", b.Payment, b.Why)
	}
	return nil
}

// addTill enters the events of money.
func (c *Checker) addTill(at time.Time) {
	t := &c.till
	switch b := c.e.Body.(type) {
	case PaymentStarted:
		t.payments = append(t.payments, Payment{ID: b.ID, Cents: b.Cents, Started: at, Status: PaymentOpen})
	case PaymentEnded:
		t.payment(b.ID).Status, t.settled = b.How, at
	case Paid:
		p := t.payment(b.ID)
		p.Status, p.Cents, p.PaidAt, t.settled = PaymentPaid, b.Cents, b.At, at
		t.balance += b.Cents
		if !b.Counts {
			c.owe(RefundDue{}.eventType())
			return
		}
		t.fee = b.ID
		if c.main.kind == TaskFee {
			c.takeUp(at)
			return
		}
		c.file.from = DateOf(b.At)
		c.file.ruleBy = c.file.from.AddDays(c.rules.RuleByDay)
		c.open(TaskAssign, at)
		c.put(TaskSeek, System, "", at)
	case RefundAsked:
		t.asked, t.askedBy = b.Payment, c.e.Actor.ID
	case RefundDue:
		if b.Payment == t.fee {
			t.fee = ""
		}
		if b.Payment == t.asked {
			t.asked, t.askedBy = "", ""
		}
		if b.Why == "inadmissible" && t.of(b.Payment) == nil {
			c.owe(RulingSigned{}.eventType())
		}
		if r := t.of(b.Payment); r != nil {
			r.Status = RefundIsDue
			return
		}
		t.balance -= b.Cents
		t.refunds = append(t.refunds, Refund{ID: b.ID, Payment: b.Payment, Cents: b.Cents, Why: b.Why, Status: RefundIsDue})
	case Refunded:
		t.refund(b.ID).Status = RefundDone
	case RefundFailed:
		t.refund(b.ID).Status = RefundBad
	default:
	}
}

// compareMoney holds the ledger against the books: it sums to zero, line by line, and leaves the trustmark with what
// it holds.
func (c *Checker) compareMoney(s *State) *Broken {
	if s.Money.Fee != c.till.fee {
		return broken(invFeeFirst, "%q is the fee, in the books %q", s.Money.Fee, c.till.fee)
	}
	if len(c.till.payments) == 0 && !c.file.ruled && s.Agreement == nil {
		return nil
	}
	var holds, owed int64
	for _, e := range Ledger(*s) {
		if e.Sum() != 0 {
			return broken(invLedger, "%s %s leaves %d cents", e.Kind, e.ID, e.Sum())
		}
		holds += e.Trustmark
		if e.Kind == "ruling" {
			owed += e.Consumer
		}
	}
	fee := int64(0)
	if p := c.till.payment(c.till.fee); p != nil {
		fee = p.Cents
	}
	if holds != c.till.balance || holds != fee || owed != c.file.owes() {
		return broken(invLedger, "the trustmark holds %d cents and the shop owes %d, in the books %d (fee %d) and %d",
			holds, owed, c.till.balance, fee, c.file.owes())
	}
	return nil
}
