package procedure

import "time"

// goodOrders: what the shop has to pay is what is granted, to the cent, and the fee as an order of its own when the shop
// bears it; who loses has nothing ordered in their favour (rules 3.5).
func (s *State) goodOrders(b *RulingSigned, now time.Time) *Refusal {
	today := DateOf(now)
	for _, o := range b.Orders {
		switch {
		case o.Who != Consumer && o.Who != Shop, !has(Remedies, o.Remedy):
			return no(BadValue)
		case o.Amount < 0, o.Remedy.AsksMoney() && o.Amount == 0:
			return no(BadAmount)
		case !goodOrderDay(o.Due, today):
			return no(BadDate)
		}
	}
	orders := ordersTo(b.Orders, Shop)
	switch lost := b.Outcome == RuledDismissed || b.Outcome == RuledInadmissible; {
	case lost && len(orders) > 0, b.Outcome == RuledInadmissible && len(b.Orders) > 0:
		return no(OrdersDiffer)
	case !lost && b.FeeBy == Shop && len(orders) == 0:
		return no(BadValue) // what the shop owes, the fee at least, is an order with a date
	}
	var granted int64
	for _, d := range b.Points {
		granted += d.Amount
	}
	if shopPays(b.Orders) != granted || !s.goodFeeOrder(b) {
		return no(OrdersDiffer)
	}
	for _, d := range b.Points {
		if claimed, ok := s.point(d.ID); ok && !Ordered(claimed.Remedy, d, b.Orders) {
			return no(OrderMissing)
		}
	}
	return nil
}

// Ordered says that something is ordered from the shop for what was granted without money: in full, just what was asked;
// in part, something other than money. Without it nobody would follow it up (rules 3.5, 4.1).
func Ordered(claimed Remedy, d PointDecision, orders []Order) bool {
	if claimed.AsksMoney() || d.Amount > 0 || d.Decision != "granted" && d.Decision != "partly" {
		return true
	}
	for _, o := range orders {
		if o.Who == Shop && !o.Fee && (o.Remedy == claimed || d.Decision == "partly" && !o.Remedy.AsksMoney()) {
			return true
		}
	}
	return false
}

// goodOrderDay: from today on, at most offerMonths on.
func goodOrderDay(due, today Date) bool {
	return !due.Before(today) && !due.After(today.AddMonths(offerMonths))
}

// shopPays adds up what the shop has to pay apart from the fee, in cents.
func shopPays(orders []Order) (cents int64) {
	for _, o := range orders {
		if o.Who == Shop && !o.Fee {
			cents += o.Amount
		}
	}
	return cents
}

// goodFeeOrder: the shop pays the fee back by one order, and by none when it does not bear it.
func (s *State) goodFeeOrder(b *RulingSigned) bool {
	n := 0
	for _, o := range b.Orders {
		if !o.Fee {
			continue
		}
		n++
		if o.Who != Shop || o.Amount != s.rules().FeeCents || o.Remedy != "refund" {
			return false
		}
	}
	return n == 1 && b.FeeBy == Shop || n == 0 && b.FeeBy != Shop
}

// goodCorrection judges the orders that a correction puts right: each an order of the ruling with another amount, day or
// wording, while nobody was asked yet whether it was done. There are no new orders, and never more than was claimed in
// the points that were not denied (rules 3.6).
func (s *State) goodCorrection(list []OrderCorrected, now time.Time) *Refusal {
	if len(list) == 0 {
		return nil
	}
	if !s.OrdersOpen() {
		return no(OrdersStand)
	}
	after := append([]Order(nil), s.File.Orders...)
	seen := map[int]bool{}
	for _, x := range list {
		if x.N < 1 || x.N > len(after) || seen[x.N] {
			return no(BadValue)
		}
		seen[x.N] = true
		old := after[x.N-1]
		switch {
		case x.Order == old, x.Who != old.Who, x.Remedy != old.Remedy, x.Fee != old.Fee:
			return no(BadValue)
		case x.Amount < 0, (x.Amount == 0) != (old.Amount == 0), x.Fee && x.Amount != old.Amount:
			return no(BadAmount)
		case x.Due != old.Due && !goodOrderDay(x.Due, DateOf(now)):
			return no(BadDate)
		}
		after[x.N-1] = x.Order
	}
	if shopPays(after) > s.mostGranted() {
		return no(OrdersDiffer)
	}
	return nil
}

// OrdersOpen: what the ruling orders is still to be done, and nobody was asked or has said whether it was (rules 3.6).
func (s State) OrdersOpen() bool {
	for _, t := range s.Tasks {
		if has(followUp, t.Kind) && t.Kind != TaskOwed {
			return false
		}
	}
	return s.File.Ruled() && (s.Has(TaskPerform) || s.Has(TaskRest)) && !s.DoneReported && s.Compliance == "" && s.ConsumerDid == ""
}

// mostGranted is what was claimed in the points that were not denied, in cents.
func (s *State) mostGranted() (cents int64) {
	for _, d := range s.File.Decided {
		if p, ok := s.point(d.ID); ok && d.Decision != "denied" {
			cents += p.Amount
		}
	}
	return cents
}
