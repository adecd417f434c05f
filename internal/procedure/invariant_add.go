package procedure

import "time"

// add enters an event, already judged, in the checker's books.
func (c *checker) add() {
	at := c.e.Due
	switch b := c.e.Body.(type) {
	case Opened:
		c.rules, _ = RulesOf(b.Rules)
		c.told = len(b.Grounds) == 0
		if c.told {
			c.open(TaskNotice, at)
		} else {
			c.open(TaskAdmission, at)
		}
	case Admitted:
		c.told = true
		c.open(TaskNotice, at)
	case LetterAccepted:
		c.accepted(b)
	case LetterBounced:
		c.bounced(b)
	case NoticeFailed:
		c.open(TaskPhone, at)
	case PostDue:
		c.open(TaskPost, at)
	case ShopTold:
		c.open(TaskAnswer, at)
		c.main.run(c.rules, b.At)
	case Reminded:
		c.main.reminded = b.N
	case TermExtended:
		c.main.last = b.Until
	case NotOursSaid:
		c.notOurs, c.notOursLeft = true, b.Left
		c.open(TaskNotOurs, at)
	case NotOursRejected:
		c.open(TaskAnswer, at)
		c.main.days = max(c.notOursLeft, c.rules.NotOursLeastDays)
	case Contested:
		c.contested = true
	case OfferMade:
		c.offers[b.ID] = &offerSpan{Offer: b.Offer, since: at}
	case OfferClosed:
		delete(c.offers, b.ID)
	case AgreementMade:
		c.reported, c.last = false, nil
		clear(c.offers)
		c.open(TaskPerform, at)
		c.main.last = b.Due
	case EndedAs:
		c.outcome, c.reopen, c.main = b.Outcome, Date{}, span{}
		clear(c.offers)
	default:
		c.addChoice(at)
		c.addCompliance(at)
	}
}

func (c *checker) addChoice(at time.Time) {
	switch b := c.e.Body.(type) {
	case ChoiceAsked:
		if b.Resumed {
			c.resumedAsked++
		} else {
			c.asked++
		}
		c.last = nil
		c.open(TaskChoice, at)
	case Chosen:
		c.saved, c.last = c.main, &b
		switch b.Choice {
		case ChooseBusy:
			c.extensions++
			c.open(TaskExtension, at)
			c.main.last = b.Until
		case ChooseHelp:
			clear(c.offers)
			c.open(TaskMediator, at)
		case ChooseSolved: // its end follows
		}
	case ChoiceUndone, ChoicesLapsed:
		c.back(at)
	case Reopened:
		if c.saved.early(at) {
			c.main = c.saved
		} else {
			c.open(TaskChoice, at)
			c.main.run(c.rules, at)
		}
		c.last, c.outcome, c.reopen = nil, "", Date{}
	case PausedNoAnswer:
		c.last = nil
		c.open(TaskResume, at)
	case Resumed:
		c.resumed++
	default:
	}
}

// back undoes the last choice.
func (c *checker) back(at time.Time) {
	if c.last != nil && c.last.Choice == ChooseBusy {
		c.extensions--
	}
	c.main = c.saved
	if c.saved.early(at) {
		c.last, c.outcome, c.reopen = nil, "", Date{}
		return
	}
	if c.saved.kind != TaskChoice || c.saved.begun.IsZero() {
		c.open(TaskChoice, at)
		c.main.run(c.rules, at)
	}
	if least := lastDay(at, c.rules.ChoiceRemindDays); least.After(c.main.last) {
		c.main.last = least
	}
	c.last, c.outcome, c.reopen = nil, "", Date{}
}

func (c *checker) addCompliance(at time.Time) {
	switch b := c.e.Body.(type) {
	case ComplianceAsked:
		c.open(TaskConfirm, at)
	case DoneReported:
		c.reported = true
	case ComplianceAnswered:
		if b.Answer != "done" {
			c.open(TaskRemedy, at)
		}
	case ProofGiven:
		c.reported = true
		c.open(TaskObject, at)
	case ProofObjected:
		c.open(TaskJudge, at)
	case NotCarriedOut:
		c.open(TaskGoOn, at)
	case WentOn:
		c.open(TaskMediator, at)
	default:
	}
}

func (c *checker) accepted(b LetterAccepted) {
	if c.main.kind == "" {
		if c.outcome == Solved && b.Letter == ClosingLetter && b.Party == Consumer && c.reopen.IsZero() {
			c.reopen = lastDay(b.At, c.rules.ReopenDays)
		}
		return
	}
	if b.Task == TaskNotice {
		switch c.main.kind {
		case TaskNotice, TaskPhone, TaskPost:
			from := latest(b.At, c.main.since)
			c.main = span{kind: TaskAnswer, since: from}
			c.main.run(c.rules, from)
		case TaskAnswer:
			if c.main.begun.IsZero() {
				c.main.run(c.rules, latest(b.At, c.main.since))
			}
		default:
		}
		return
	}
	if b.Task == c.main.kind && b.About == "" && lettered[b.Task] == b.Party && c.main.begun.IsZero() {
		c.main.run(c.rules, latest(b.At, c.main.since))
	}
	if o, ok := c.offers[b.About]; ok && b.Task == TaskOffer && o.By.Other() == b.Party && o.begun.IsZero() {
		o.begun = latest(b.At, o.since)
		o.last = lastDay(o.begun, c.rules.OfferDays)
	}
}

func (c *checker) bounced(b LetterBounced) {
	if b.Task == TaskNotice {
		if b.Later && c.main.kind == TaskAnswer && !c.answered {
			c.open(TaskNotice, c.e.Due)
		}
		return
	}
	if !b.Last || c.main.kind == "" {
		return
	}
	if lettered[c.main.kind] == b.Party && (b.Party == Consumer || b.Task == c.main.kind) {
		c.main.begun, c.main.last, c.main.reminded = time.Time{}, Date{}, 0
	}
	for _, o := range c.offers {
		if o.By.Other() == b.Party && (b.Party == Consumer || b.Task == TaskOffer) {
			o.begun, o.last = time.Time{}, Date{}
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// early says that the task before the choice still has its time: the shop's days are cut short by nobody (rules 1.1).
func (s span) early(at time.Time) bool {
	switch s.kind {
	case TaskAnswer:
		return s.begun.IsZero() || at.Before(s.last.End())
	case TaskNotice, TaskPhone, TaskPost, TaskNotOurs:
		return true
	default:
		return false
	}
}
