package procedure

import "time"

// owed begins to follow up what the consumer has to do (rules 4.1).
func (s *State) owed(at time.Time) {
	s.ConsumerDid = ""
	if !s.ConsumerDoes {
		return
	}
	t := s.open(TaskOwed, at)
	t.LastDay = s.owedBy()
	s.add(t)
}

// owedBy gives the day by which the consumer has to do it.
func (s *State) owedBy() Date {
	if s.File.Ruled() {
		return lastDue(ordersTo(s.File.Orders, Consumer))
	}
	return s.Agreement.Due
}

// lastDue gives the latest day of some orders; zero without any.
func lastDue(orders []Order) (last Date) {
	for _, o := range orders {
		if o.Due.After(last) {
			last = o.Due
		}
	}
	return last
}

// rest waits for what the consumer has to do once the shop's part is settled; when that is known too, time ends it at
// once: the shop, whose word it may be, closes no case (rules 1.2).
func (s *State) rest(at time.Time) {
	t := s.open(TaskRest, at)
	if _, open := s.following(); open {
		t.LastDay = Date{}
	}
	s.setMain(t)
}

// whenOwed goes to rest when the shop's part is settled while the consumer's is not.
func (s *State) whenOwed(at time.Time) {
	if _, open := s.following(); open {
		s.rest(at)
	}
}

// followedUp adds what became of what the consumer had to do (rules 4.1, 4.2, 4.3).
func (s *State) followedUp(e Event, b Body) {
	next := func(k TaskKind) {
		s.dropKinds(followUp...)
		s.add(s.open(k, e.Due))
	}
	did := func(fact string) {
		s.dropKinds(followUp...)
		s.ConsumerDid = fact
		if s.Has(TaskRest) {
			s.rest(e.Due)
		}
	}
	switch b := b.(type) {
	case ShopAsked:
		next(TaskShopConfirm)
	case ShopConfirmed:
		if b.Answer == "done" {
			did("done")
			return
		}
		next(TaskMakeUp)
	case ShopSilent:
		did("not_confirmed")
	case MadeUp:
		next(TaskCounter)
	case MadeUpStands:
		did("proof")
	case MadeUpDisputed:
		next(TaskWeigh)
	case MadeUpJudged:
		if b.Carried {
			did("judged")
			return
		}
		did("not_carried_out")
	case ConsumerFailed:
		did("not_carried_out")
	default:
	}
}
