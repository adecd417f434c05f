package procedure

import "time"

// judgeQuestion: an answer to a question can itself be answered by the last day for answers.
func (c *Checker) judgeQuestion(b QuestionAsked) *Broken {
	n := c.rules.QuestionDays
	if b.Days > 0 {
		n = b.Days
	}
	answered := NextWorkday(DateOf(c.e.Due).AddDays(n))
	over := NextWorkday(answered.AddDays(c.rules.ReplyDays))
	if answered.After(c.newUntil()) || over.After(c.file.from.AddDays(c.rules.NewUntilDay+c.rules.ReplyDays)) || n > c.rules.QuestionDays {
		return broken(invAnswerDays, "a question to be answered by %s, and that by %s", answered, over)
	}
	return nil
}

// judgeOrders: the shop pays what was granted and, when it bears it, the fee; nothing more than was claimed is granted.
func (c *Checker) judgeOrders(b RulingSigned) *Broken {
	var granted, pays int64
	for _, d := range b.Points {
		for _, p := range c.file.points {
			if p.ID == d.ID && (d.Amount > p.Amount || d.Amount > 0 && d.Decision == "denied") {
				return broken(invLedger, "point %s: %d cents granted, %d claimed", d.ID, d.Amount, p.Amount)
			}
		}
		granted += d.Amount
	}
	for _, d := range b.Points {
		for _, p := range c.file.points {
			if p.ID != d.ID || p.Remedy.AsksMoney() || d.Amount > 0 || d.Decision == "denied" {
				continue
			}
			ordered := false
			for _, o := range b.Orders {
				same := o.Remedy == p.Remedy || d.Decision == "partly" && !o.Remedy.AsksMoney()
				ordered = ordered || o.Who == Shop && same
			}
			if !ordered {
				return broken(invTable, "point %s is %s and nothing is ordered for it", d.ID, d.Decision)
			}
		}
	}
	fees := 0
	for _, o := range b.Orders {
		if o.Who == Shop {
			pays += o.Amount
		}
		if o.Fee {
			fees++
			granted += o.Amount
			if o.Amount != c.rules.FeeCents || o.Who != Shop {
				return broken(invLedger, "%d cents of the fee by %s", o.Amount, o.Who)
			}
		}
	}
	if pays != granted || fees > 1 || (fees == 1) != (b.FeeBy == Shop) {
		return broken(invLedger, "the shop has to pay %d cents, %d were granted (%d times the fee, borne by %s)", pays, granted, fees, b.FeeBy)
	}
	return nil
}

// judgeCorrected: orders change in their amount, day and words, while nobody was asked after them, within the claim.
func (c *Checker) judgeCorrected(b RulingCorrected) *Broken {
	if len(b.Orders) == 0 {
		return nil
	}
	f := &c.file
	if t := c.pursued(); c.reported || c.did != "" || t != nil && t.kind != TaskOwed ||
		c.main.kind != TaskPerform && (c.main.kind != TaskRest || len(ordersTo(f.orders, Shop)) > 0) {
		return broken(invRulingStays, "orders corrected after they were asked after")
	}
	after := f.corrected(b)
	if after == nil {
		return broken(invRulingStays, "an order corrected that is not there, or into another kind of order")
	}
	var pays int64
	for _, o := range after {
		if o.Who == Shop && !o.Fee {
			pays += o.Amount
		}
	}
	if pays > f.most {
		return broken(invLedger, "corrected to %d cents, %d were claimed", pays, f.most)
	}
	return nil
}

// corrected gives the orders as a correction leaves them; nil when it does not fit them.
func (f *fileBook) corrected(b RulingCorrected) []Order {
	after := append([]Order(nil), f.orders...)
	for _, x := range b.Orders {
		if x.N < 1 || x.N > len(after) {
			return nil
		}
		o := &after[x.N-1]
		if o.Who != x.Who || o.Remedy != x.Remedy || o.Fee != x.Fee || x.Fee && o.Amount != x.Amount || x.Amount < 0 {
			return nil
		}
		*o = x.Order
	}
	return after
}

// owes adds up the cents that a ruling makes the shop pay the consumer, less the other way round.
func (f *fileBook) owes() (cents int64) {
	for _, o := range f.orders {
		if o.Who == Consumer {
			cents -= o.Amount
			continue
		}
		cents += o.Amount
	}
	return cents
}

// by gives the last day of what a party has to do; zero when it has nothing to do.
func (f *fileBook) by(who Role) (day Date) {
	for _, o := range f.orders {
		if o.Who == who && o.Due.After(day) {
			day = o.Due
		}
	}
	return day
}

func (c *Checker) addSigned(b RulingSigned, at time.Time) {
	f := &c.file
	f.ruled, f.closed, f.number, f.outcome, f.ruledAt = true, true, b.Number, b.Outcome, at
	f.orders, f.most = b.Orders, 0
	for _, d := range b.Points {
		for _, p := range f.points {
			if p.ID == d.ID && d.Decision != "denied" {
				f.most += p.Amount
			}
		}
	}
	c.closeOffers()
	c.reported = false
	c.drop(func(t *span) bool { return t.kind != TaskReach })
	if len(b.Orders) == 0 {
		c.main = span{}
		c.owe(EndedAs{}.eventType())
		return
	}
	c.follow(!f.by(Consumer).IsZero(), f.by(Consumer), at)
	if f.by(Shop).IsZero() {
		c.open(TaskRest, at)
		return
	}
	c.open(TaskPerform, at)
	c.main.last = f.by(Shop)
}

func (c *Checker) addCorrected(b RulingCorrected) {
	f := &c.file
	f.corrections, f.published = append(f.corrections, b.Number), false
	if len(b.Orders) == 0 {
		return
	}
	f.orders = f.corrected(b)
	if c.main.kind == TaskPerform {
		c.main.last = f.by(Shop)
	}
	if t := c.find(TaskOwed, ""); t != nil {
		t.last = f.by(Consumer)
	}
}
