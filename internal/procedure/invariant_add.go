package procedure

import "time"

// add enters an event, already judged, in the checker's books.
func (c *Checker) add() {
	at := c.e.Due
	switch b := c.e.Body.(type) {
	case Opened:
		if r, ok := allRules[b.Rules]; ok {
			c.rules = r
		}
		c.told = len(b.Grounds) == 0
		if c.told {
			c.open(TaskNotice, at)
		} else {
			c.open(TaskAdmission, at)
		}
	case Admitted:
		c.told = true
		c.open(TaskNotice, at)
	case RefusedOn:
		c.owe(EndedAs{}.eventType())
	case LetterAccepted:
		c.accepted(b)
	case LetterBounced:
		c.bounced(b)
	case AddressSet:
		c.drop(func(t *span) bool { return t.kind == TaskReach && t.about == string(b.Party) })
		c.reached(b.Party, at)
	case NoticeFailed:
		c.open(TaskPhone, at)
	case PostDue:
		c.open(TaskPost, at)
	case ShopTold:
		c.open(TaskAnswer, at)
		c.main.run(c.rules, b.At)
	case Reminded:
		if b.Task == TaskResponse || b.Task == TaskShopConfirm {
			c.find(b.Task, "").reminded = b.N
			return
		}
		c.main.reminded = b.N
	case TermExtended:
		c.main.last = b.Until
	case NotOursSaid:
		c.notOurs, c.notOursLeft, c.notOursFrom = true, b.Left, c.main
		c.open(TaskNotOurs, at)
	case NotOursRejected:
		c.oursAfterAll(at)
	case Contested:
		c.contested = true
	case EvidenceAdded:
		c.addEvidence(at)
	case OfferMade:
		c.offers = append(c.offers, b.Offer)
		c.put(TaskOffer, b.By.Other(), b.ID, at)
		c.beside[len(c.beside)-1].done = b.Due
	case OfferClosed:
		c.closeOffer(b.ID)
	case AgreementMade:
		c.agreed(b, at)
	case EndedAs:
		c.outcome, c.reopen, c.main = b.Outcome, Date{}, span{}
		c.offers, c.beside = c.offers[:0], c.beside[:0]
		c.leave()
	default:
		c.addChoice(at)
		c.addCompliance(at)
		c.addRoom(at)
		c.addFile(at)
		c.addTill(at)
	}
}

// oursAfterAll takes up what stood open, with at least the days that were left of it.
func (c *Checker) oursAfterAll(at time.Time) {
	days := max(c.notOursLeft, c.rules.NotOursLeastDays)
	t := c.notOursFrom
	switch t.kind {
	case TaskChoice, TaskExtension, TaskResume:
		if t.begun.IsZero() {
			t.run(c.rules, at)
		}
		if least := lastDay(at, days); least.After(t.last) {
			t.last = least
		}
		c.main = t
	default:
		c.open(TaskAnswer, at)
		c.main.days = days
	}
}

func (c *Checker) closeOffer(id string) {
	for i := range c.offers {
		if c.offers[i].ID == id {
			c.offers = append(c.offers[:i:i], c.offers[i+1:]...)
			break
		}
	}
	c.drop(func(t *span) bool { return t.kind == TaskOffer && t.about == id })
}

func (c *Checker) closeOffers() {
	c.offers = c.offers[:0]
	c.dropKind(TaskOffer)
}

func (c *Checker) agreed(b AgreementMade, at time.Time) {
	c.agreedIn = Direct
	if has(inRoom, c.main.kind) {
		c.agreedIn = Mediation
	}
	if has(inRuling, c.main.kind) {
		c.agreedIn = Ruling
		if c.feeBackEarly() {
			c.owe(RefundDue{}.eventType())
		}
		c.stop(at)
	}
	consumerDoes := false // it is followed up beside what the shop does
	if o := c.offer(b.Offer); o != nil {
		consumerDoes = o.Return != ""
	}
	if c.room.open && c.room.proposal.ID == b.Offer {
		consumerDoes = c.room.proposal.ConsumerDoes || c.room.proposal.Return != ""
	}
	c.reported, c.chosen = false, ""
	c.offers = c.offers[:0]
	c.leave()
	c.drop(func(t *span) bool { return t.kind != TaskReach })
	c.open(TaskPerform, at)
	c.main.last = b.Due
	c.follow(consumerDoes, b.Due, at)
}

func (c *Checker) addChoice(at time.Time) {
	switch b := c.e.Body.(type) {
	case ChoiceAsked:
		if b.Resumed {
			c.resumedAsked++
		} else {
			c.asked++
		}
		c.chosen = ""
		c.open(TaskChoice, at)
	case Chosen:
		c.saved, c.chosen = c.main, b.Choice
		switch b.Choice {
		case ChooseBusy:
			c.extensions++
			c.open(TaskExtension, at)
			c.main.last = b.Until
		case ChooseHelp:
			c.enter(at)
		case ChooseSolved:
			c.owe(EndedAs{}.eventType())
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
		c.chosen, c.outcome, c.reopen = "", "", Date{}
	case PausedNoAnswer:
		c.chosen = ""
		c.open(TaskResume, at)
	case Resumed:
		c.resumed++
		c.owe(ChoiceAsked{}.eventType())
	case WithdrawnBy:
		if c.feeBackOnWithdrawal(at) {
			c.owe(RefundDue{}.eventType())
		}
		c.owe(EndedAs{}.eventType())
	default:
	}
}

// back undoes the last choice.
func (c *Checker) back(at time.Time) {
	if c.chosen == ChooseBusy {
		c.extensions--
	}
	c.leave()
	c.room.mediator = ""
	c.main = c.saved
	if c.saved.early(at) {
		c.chosen, c.outcome, c.reopen = "", "", Date{}
		return
	}
	if c.saved.kind != TaskChoice || c.saved.begun.IsZero() {
		c.open(TaskChoice, at)
		c.main.run(c.rules, at)
	}
	if least := lastDay(at, c.rules.ChoiceRemindDays); least.After(c.main.last) {
		c.main.last = least
	}
	c.chosen, c.outcome, c.reopen = "", "", Date{}
}

func (c *Checker) addCompliance(at time.Time) {
	switch b := c.e.Body.(type) {
	case ComplianceAsked:
		c.open(TaskConfirm, at)
	case ShopAsked, ShopConfirmed, ShopSilent, MadeUp, MadeUpStands, MadeUpDisputed, MadeUpJudged, ConsumerFailed:
		c.addFollowed(at)
	case DoneReported:
		c.reported = true
	case NotConfirmed, ProofStands:
		c.shopSettled(at)
	case ComplianceAnswered:
		if b.Answer == "done" {
			c.shopSettled(at)
			return
		}
		c.open(TaskRemedy, at)
	case ProofGiven:
		c.reported = true
		c.open(TaskObject, at)
	case ProofObjected:
		c.open(TaskJudge, at)
	case ComplianceJudged:
		if b.Carried {
			c.shopSettled(at)
			return
		}
		c.owe(NotCarriedOut{}.eventType())
	case NotCarriedOut:
		c.drop(func(t *span) bool { return has(ofConsumer, t.kind) })
		if c.file.ruled { // nothing is left to go on to
			c.owe(EndedAs{}.eventType())
			return
		}
		c.open(TaskGoOn, at)
	case WentOn:
		c.wentOn(at)
	default:
	}
}

// wentOn goes to the stage after the one of the agreement; during the ruling it goes on where it was, after the fee
// where that went back.
func (c *Checker) wentOn(at time.Time) {
	switch {
	case c.agreedIn == Direct:
		c.enter(at)
	case c.agreedIn == Mediation || c.file.from.IsZero():
		c.open(TaskRequest, at)
	case c.till.fee == "":
		c.open(TaskFee, at)
	default:
		c.takeUp(at)
	}
}

func (c *Checker) accepted(b LetterAccepted) {
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
			c.main = span{kind: TaskAnswer, who: Shop, since: from}
			c.main.run(c.rules, from)
		case TaskAnswer:
			if c.main.begun.IsZero() {
				c.main.run(c.rules, latest(b.At, c.main.since))
			}
		default:
		}
		return
	}
	c.begin(&c.main, b)
	for i := range c.beside {
		c.begin(&c.beside[i], b)
	}
}

// begin begins a task that waited for the letter.
func (c *Checker) begin(t *span, b LetterAccepted) {
	mine := t.kind == b.Task && t.who == b.Party && t.about == b.About
	if t.kind == TaskResponse { // its days count from the first letter that asks the consumer something
		mine = mine || b.Party == Consumer && (b.Task == TaskHear || b.Task == TaskAsk || b.Task == TaskConsider)
	}
	if t.kind == TaskQuestion && c.file.resume.kind != "" { // stands still
		return
	}
	if mine && t.begun.IsZero() {
		t.run(c.rules, latest(b.At, t.since))
	}
}

// reached: a consumer who can be written to again, and to whom nothing is under way, counts as asked from now on.
func (c *Checker) reached(who Role, at time.Time) {
	t := c.find(TaskResponse, "")
	if who != Consumer || t == nil || !t.begun.IsZero() {
		return
	}
	for i := range c.beside {
		o := &c.beside[i]
		if o.who == Consumer && o.begun.IsZero() && (o.kind == TaskHear || o.kind == TaskAsk || o.kind == TaskConsider) {
			return
		}
	}
	t.run(c.rules, at)
}

func (c *Checker) bounced(b LetterBounced) {
	if b.Task == TaskNotice {
		if b.Later && c.main.kind == TaskAnswer && !c.visible {
			c.open(TaskNotice, c.e.Due)
		}
		return
	}
	if !b.Last || c.main.kind == "" {
		return
	}
	waits := func(t *span) {
		if lettered[t.kind] && t.who == b.Party && (b.Party == Consumer || b.Task == t.kind) {
			t.begun, t.last, t.reminded = time.Time{}, Date{}, 0
		}
	}
	waits(&c.main)
	for i := range c.beside {
		waits(&c.beside[i])
	}
	if c.find(TaskReach, string(b.Party)) == nil {
		c.put(TaskReach, Mediator, string(b.Party), c.e.Due)
	}
}

// early says that the task before the choice still has its time: the shop's days are cut short by nobody (rules 1.1).
func (t span) early(at time.Time) bool {
	switch t.kind {
	case TaskAnswer:
		return t.begun.IsZero() || at.Before(t.last.End())
	case TaskNotice, TaskPhone, TaskPost, TaskNotOurs:
		return true
	default:
		return false
	}
}
