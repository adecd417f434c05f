package procedure

import "time"

// time judges what the clock brought about: the right thing, and exactly when its term had ended.
func (c *Checker) time() *Broken {
	if b, ok := c.e.Body.(Reminded); ok {
		return c.reminder(b)
	}
	if c.main.kind == "" {
		return broken(invEndedIdle, "%s by time after the end", c.e.Body.eventType())
	}
	if same, follows := c.follows(); follows {
		return same
	}
	t := c.ended()
	switch {
	case t == nil:
		return broken(invNotEarly, "%s, and no term of it was open", c.e.Body.eventType())
	case t.begun.IsZero():
		return broken(invNotEarly, "%s ended a term of %s that had not begun", c.e.Body.eventType(), t.kind)
	}
	if due := c.end(t); !c.e.Due.Equal(due) {
		n := invNotEarly
		switch t.kind {
		case TaskAnswer:
			n = invShopsTerm
		case TaskDefence, TaskReply, TaskRejoinder, TaskRespond:
			n = invAnswerDays
		default:
		}
		return broken(n, "%s at %s, the term of %s ended at %s", c.e.Body.eventType(), c.e.Due, t.kind, due)
	}
	return nil
}

// follows judges an event that the end of a term brings behind another: at the same instant.
func (c *Checker) follows() (*Broken, bool) {
	end := EndedAs{}.eventType()
	switch c.before.Body.(type) {
	case NotConfirmed, ProofStands, NotCarriedOut:
	case ProposalMissed:
		end = ProposalClosed{}.eventType()
	default:
		return nil, false
	}
	if c.e.Body.eventType() != end {
		return nil, false
	}
	if !c.e.Due.Equal(c.before.Due) {
		return broken(invNotEarly, "%s at %s, behind what came at %s", end, c.e.Due, c.before.Due), true
	}
	return nil, true
}

// ended gives the task whose end an event of the clock is; nil when there is none.
func (c *Checker) ended() *span {
	switch b := c.e.Body.(type) {
	case OfferClosed:
		if b.How != "lapsed" {
			return nil
		}
		return c.find(TaskOffer, b.ID)
	case NothingNew:
		return c.find(TaskNews, "")
	case AccountMissed:
		return c.find(TaskHear, string(b.Party))
	case AnswerMissed:
		return c.whoseIs(c.find(TaskAsk, b.ID), b.Party)
	case ProposalMissed:
		return c.whoseIs(c.find(TaskConsider, b.ID), b.Party)
	case ProposalClosed:
		return nil
	case NoResponse:
		return c.find(TaskResponse, "")
	case NoAdjudicator:
		return c.find(TaskSeek, "")
	case ShopAsked:
		return c.find(TaskOwed, "")
	case ShopSilent:
		return c.find(TaskShopConfirm, "")
	case MadeUpStands:
		return c.find(TaskCounter, "")
	case ConsumerFailed:
		return c.find(TaskMakeUp, "")
	case QuestionMissed:
		return c.whoseIs(c.find(TaskQuestion, b.ID), b.Party)
	case TurnMissed:
		if b.Turn != c.main.kind {
			return nil
		}
		return c.whoseIs(&c.main, b.Party)
	default:
		return &c.main
	}
}

func (c *Checker) whoseIs(t *span, who Role) *span {
	if t == nil || t.who != who {
		return nil
	}
	return t
}

// end gives the instant at which time ends a task.
func (c *Checker) end(t *span) time.Time {
	switch t.kind {
	case TaskRest:
		return t.begun
	case TaskPerform, TaskOwed:
		return t.last.AddDays(c.rules.ComplianceDelay).Start()
	case TaskStudy, TaskRule:
		return c.overdue(t)
	case TaskRequest, TaskFee:
		return latest(t.last.End(), c.till.settled)
	default:
		return t.last.End()
	}
}

// overdue gives the instant from which an adjudicator has lost a file: some days after the day of the ruling, or after
// the file came to the desk where that was later.
func (c *Checker) overdue(t *span) time.Time {
	day := t.last
	if d := DateOf(t.since); d.After(day) {
		day = d
	}
	return day.AddDays(c.rules.OverdueDays + 1).Start()
}

func (c *Checker) reminder(b Reminded) *Broken {
	t := &c.main
	if b.Task == TaskResponse {
		t = c.find(TaskResponse, "")
	}
	if b.Task == TaskShopConfirm {
		t = c.find(TaskShopConfirm, "")
	}
	if t == nil || b.Task != t.kind || t.begun.IsZero() || b.N != t.reminded+1 {
		return broken(invOnce, "reminder %d of %s", b.N, b.Task)
	}
	after := func(days ...int) (due []time.Time) {
		for _, n := range days {
			due = append(due, DateOf(t.begun).AddDays(n).Start())
		}
		return due
	}
	var due []time.Time
	switch b.Task {
	case TaskAnswer:
		if c.visible {
			return broken(invTable, "a reminder to a shop that has answered")
		}
		for _, n := range c.rules.AnswerReminders {
			if at := t.last.AddDays(-n).Start(); at.After(t.begun) {
				due = append(due, at)
			}
		}
	case TaskChoice:
		due = after(c.rules.ChoiceRemindDays)
	case TaskConfirm, TaskShopConfirm:
		due = after(c.rules.ConfirmRemindDays)
	case TaskResponse:
		due = after(c.rules.ResponseRemindDays...)
	case TaskRequest, TaskFee:
		due = after(c.rules.RequestRemindDays)
	default:
	}
	if b.N > len(due) || !c.e.Due.Equal(due[b.N-1]) {
		return broken(invNotEarly, "reminder %d of %s at %s", b.N, b.Task, c.e.Due)
	}
	return nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
