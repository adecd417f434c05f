package procedure

import "time"

// ofConsumer are the tasks by which it is followed up whether the consumer did what was agreed or ordered, as the
// checker counts them: at most one is open.
var ofConsumer = []TaskKind{TaskOwed, TaskShopConfirm, TaskMakeUp, TaskCounter, TaskWeigh}

// pursued gives the open one; nil for none.
func (c *Checker) pursued() *span {
	for i := range c.beside {
		if has(ofConsumer, c.beside[i].kind) {
			return &c.beside[i]
		}
	}
	return nil
}

// follow begins it, by a day.
func (c *Checker) follow(does bool, by Date, at time.Time) {
	c.did = ""
	if does {
		c.put(TaskOwed, Consumer, "", at)
		c.find(TaskOwed, "").last = by
	}
}

// shopSettled: the end follows, unless the consumer's part is open; then it is waited for.
func (c *Checker) shopSettled(at time.Time) {
	if c.pursued() == nil {
		c.owe(EndedAs{}.eventType())
		return
	}
	c.open(TaskRest, at)
}

// judgeFollowed wants each step in its turn.
func (c *Checker) judgeFollowed() *Broken {
	steps := []struct {
		body Body
		in   []TaskKind
	}{
		{ShopAsked{}, []TaskKind{TaskOwed}},
		{ShopConfirmed{}, []TaskKind{TaskShopConfirm, TaskMakeUp, TaskCounter}},
		{ShopSilent{}, []TaskKind{TaskShopConfirm}},
		{MadeUp{}, []TaskKind{TaskMakeUp}},
		{MadeUpStands{}, []TaskKind{TaskCounter}},
		{MadeUpDisputed{}, []TaskKind{TaskCounter}},
		{MadeUpJudged{}, []TaskKind{TaskWeigh}},
		{ConsumerFailed{}, []TaskKind{TaskMakeUp}},
	}
	t := c.pursued()
	for _, s := range steps {
		if s.body.eventType() == c.e.Body.eventType() && (t == nil || !has(s.in, t.kind)) {
			return broken(invOnce, "%s, which was not its turn", c.e.Body.eventType())
		}
	}
	switch b := c.e.Body.(type) {
	case ShopConfirmed:
		if b.Answer != "done" && t.kind != TaskShopConfirm {
			return broken(invOnce, "the shop says %s again", b.Answer)
		}
	case MadeUpJudged:
		if b.Reason.ID == "" {
			return broken(invTable, "judged without a reason")
		}
	default:
	}
	return nil
}

// addFollowed enters a step: the next one, or what is known at last.
func (c *Checker) addFollowed(at time.Time) {
	next, who, did := TaskKind(""), Role(""), ""
	switch b := c.e.Body.(type) {
	case ShopAsked:
		next, who = TaskShopConfirm, Shop
	case ShopConfirmed:
		if did = b.Answer; did != "done" {
			next, who, did = TaskMakeUp, Consumer, ""
		}
	case ShopSilent:
		did = "not_confirmed"
	case MadeUp:
		next, who = TaskCounter, Shop
	case MadeUpStands:
		did = "proof"
	case MadeUpDisputed:
		next, who = TaskWeigh, Mediator
	case MadeUpJudged:
		if did = "judged"; !b.Carried {
			did = "not_carried_out"
		}
	case ConsumerFailed:
		did = "not_carried_out"
	default:
	}
	c.drop(func(t *span) bool { return has(ofConsumer, t.kind) })
	if next != "" {
		c.put(next, who, "", at)
		return
	}
	if c.did = did; c.main.kind == TaskRest {
		c.open(TaskRest, at)
		c.main.last = DateOf(at)
	}
}
