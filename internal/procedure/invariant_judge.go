package procedure

// judge looks at what only some events must hold. What belongs to mediation, the ruling and its money is in files of
// their own.
func (c *Checker) judge() *Broken {
	e := &c.e
	if e.Actor.Role == Shop && !c.told {
		return broken(invTable, "the shop acts on a complaint that it was not told of")
	}
	switch b := e.Body.(type) {
	case RefusedOn:
		if !has(Grounds, b.Ground) || b.Reason.ID == "" {
			return broken(invTable, "refused without a ground of the list and a reason")
		}
		if e.Rule == "2.7" {
			return c.byMediator()
		}
	case TermExtended:
		if b.Task != c.main.kind || c.main.begun.IsZero() || !b.Until.After(c.main.last) || b.Reason.ID == "" {
			return broken(invTable, "term of %s extended to %s", b.Task, b.Until)
		}
	case EvidenceAdded:
		return c.judgeEvidence()
	case OfferMade:
		return c.judgeOffer(b)
	case OfferClosed:
		if c.offer(b.ID) == nil {
			return broken(invOnce, "offer %s closed that was not open", b.ID)
		}
	case AgreementMade:
		return c.judgeAgreement(b)
	case Contested:
		if c.contested {
			return broken(invOnce, "contested twice")
		}
	case NotOursSaid:
		if c.notOurs {
			return broken(invOnce, "not ours, said twice")
		}
	case DoneReported:
		if c.reported {
			return broken(invOnce, "reported done twice")
		}
	case ShopAsked, ShopConfirmed, ShopSilent, MadeUp, MadeUpStands, MadeUpDisputed, MadeUpJudged, ConsumerFailed:
		return c.judgeFollowed()
	case ChoiceAsked:
		return c.judgeAsked(b)
	case Chosen:
		return c.judgeChosen(b)
	case Reopened, ChoicesLapsed:
		return c.judgeBack()
	case EndedAs:
		return c.judgeEnd(b)
	default:
		if b := c.judgeRoom(); b != nil {
			return b
		}
		if b := c.judgeFile(); b != nil {
			return b
		}
		return c.judgeTill()
	}
	return nil
}

func (c *Checker) offer(id string) *Offer {
	for i := range c.offers {
		if c.offers[i].ID == id {
			return &c.offers[i]
		}
	}
	return nil
}

func (c *Checker) judgeOffer(b OfferMade) *Broken {
	if c.offer(b.ID) != nil || b.By != c.e.Actor.Role || c.room.open && c.room.proposal.ID == b.ID {
		return broken(invOnce, "offer %s again, or in another's name", b.ID)
	}
	for _, o := range c.offers {
		if o.By == b.By {
			return broken(invOnce, "a second offer of %s beside the first", b.By)
		}
	}
	return nil
}

// judgeAgreement wants two consents to one text and day: the offer of the one and the acceptance of the other, or the
// yes of both to one version of a proposal.
func (c *Checker) judgeAgreement(b AgreementMade) *Broken {
	if c.e.Rule == "2.5" {
		r := &c.room
		answered, last := c.before.Body.(ProposalAnswered)
		if !r.open || r.proposal.ID != b.Offer || r.proposal.Due != b.Due || r.answers != [2]string{"yes", "yes"} ||
			!last || answered.ID != b.Offer || c.before.Actor != c.e.Actor {
			return broken(invTwoConsents, "agreement on proposal %s without the yes of both", b.Offer)
		}
		return nil
	}
	o := c.offer(b.Offer)
	if o == nil || o.By == c.e.Actor.Role || o.Due != b.Due {
		return broken(invTwoConsents, "agreement on %s without the offer of the other party", b.Offer)
	}
	return nil
}

func (c *Checker) judgeAsked(b ChoiceAsked) *Broken {
	if b.Final != (c.extensions >= c.rules.MostExtensions) {
		return broken(invAsked, "asked with final %t after %d extensions", b.Final, c.extensions)
	}
	if b.Resumed {
		if c.resumedAsked+1 > c.resumed {
			return broken(invAsked, "asked as after a resume that did not happen")
		}
		return nil
	}
	if c.asked+1 > c.rules.MostExtensions+1 {
		return broken(invAsked, "asked %d times", c.asked+1)
	}
	if _, now := c.before.Body.(Contested); c.e.Actor.Role == Shop && !now {
		return broken(invShopsTerm, "asked by the shop without a final answer")
	}
	return nil
}

func (c *Checker) judgeChosen(b Chosen) *Broken {
	if b.Choice != ChooseSolved && c.main.kind != TaskChoice {
		return broken(invTable, "%s chosen before it was asked", b.Choice)
	}
	if b.Choice != ChooseBusy {
		return nil
	}
	today := DateOf(c.e.Due)
	if c.extensions >= c.rules.MostExtensions {
		return broken(invAsked, "extension %d", c.extensions+1)
	}
	if !b.Until.After(today) || b.Until.After(NextWorkday(today.AddDays(c.rules.PromiseDays))) || !Workday(b.Until) {
		return broken(invNotEarly, "extended on %s until %s", today, b.Until)
	}
	return nil
}

func (c *Checker) judgeBack() *Broken {
	if c.main.kind != "" {
		return nil
	}
	if c.outcome != Solved || !c.reopen.IsZero() && !c.e.Due.Before(c.reopen.End()) {
		return broken(invReopen, "%s reopened on %s, could be until %s", c.outcome, DateOf(c.e.Due), c.reopen)
	}
	return nil
}

// judgeEnd wants each end behind the event that brings it.
func (c *Checker) judgeEnd(b EndedAs) *Broken {
	ok := false
	timed := c.e.Actor == Clock
	switch cause := c.cause.(type) {
	case RefusedOn:
		ok = b.Outcome == Refused
	case WithdrawnBy:
		ok = b.Outcome == Withdrawn
	case Chosen:
		ok = b.Outcome == Solved && cause.Choice == ChooseSolved && c.e.Actor.Role == Consumer
	case NotConfirmed, ProofStands:
		ok = b.Outcome == c.carried()
	case NotCarriedOut:
		ok = b.Outcome == c.carried() && c.file.ruled
	case ComplianceAnswered:
		ok = b.Outcome == c.carried() && cause.Answer == "done"
	case ComplianceJudged:
		ok = b.Outcome == c.carried() && cause.Carried
	case RulingSigned:
		ok = b.Outcome == cause.Outcome
	case WaitChosen:
		ok = b.Outcome == Stopped && !cause.Wait
	default:
	}
	if c.pursued() != nil && b.Outcome == c.carried() {
		return broken(invTable, "ended while it is followed up whether the consumer did it")
	}
	switch c.main.kind {
	case TaskRest:
		ok = b.Outcome == c.carried() && timed
	case TaskResume:
		ok = ok || b.Outcome == NoAnswer && timed
	case TaskReturn:
		ok = ok || b.Outcome == Stopped && timed
	case TaskRequest:
		if timed && c.till.waits() {
			return broken(invGoesBack, "closed while the fate of a payment is not known")
		}
		ok = ok || b.Outcome == NotSolved && (timed || c.e.Rule == "3.1")
	case TaskFee:
		if timed && c.till.waits() {
			return broken(invGoesBack, "closed while the fate of a payment is not known")
		}
		ok = ok || b.Outcome == c.carried() && timed
	case TaskGoOn:
		ok = ok || b.Outcome == c.carried()
	default:
	}
	if !ok {
		n := invTable
		if b.Outcome == Solved {
			n = invSilence
		}
		return broken(n, "ended as %s after %s", b.Outcome, c.before.Body.eventType())
	}
	return nil
}

// carried gives the end of what was to be carried out: the ruling, or the agreement by its stage.
func (c *Checker) carried() Outcome {
	switch {
	case c.file.ruled:
		return c.file.outcome
	case c.agreedIn == Mediation:
		return AgreedMediation
	case c.agreedIn == Ruling:
		return AgreedRuling
	default:
		return AgreedDirect
	}
}
