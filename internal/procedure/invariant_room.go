package procedure

import "time"

// roomBook is what the checker knows of a mediation.
type roomBook struct {
	mediator  string
	mediators []string // all who ever did
	hear      [2]heardBook
	open      bool // a proposal is
	proposal  ProposalPut
	versions  int
	answers   [2]string
	held      []Held
	unsent    []sentBook
	pauseAsk  bool
	pauseDone bool
	pauseYes  [2]bool
}

// sentBook is a message of the mediator since it was sent; the ones that have left stay in the book.
type sentBook struct {
	id, by string
	at     time.Time
	heard  bool
	before span // the main task as it was before the message; none when that was not changed, or is again since
}

type heardBook struct{ asked, given, missed, extended bool }

func (h heardBook) done() bool { return h.given || h.missed }

// side numbers the parties.
func side(r Role) int {
	if r == Consumer {
		return 0
	}
	return 1
}

func isParty(r Role) bool { return r == Consumer || r == Shop }

// byMediator: nobody of staff but the mediator of the case acts in the mediation.
func (c *Checker) byMediator() *Broken {
	if c.e.Actor.ID == "" || c.e.Actor.ID != c.room.mediator {
		return broken(invTable, "%s by %q, while %q mediates", c.e.Body.eventType(), c.e.Actor.ID, c.room.mediator)
	}
	return nil
}

// judgeRoom judges the events of mediation.
func (c *Checker) judgeRoom() *Broken {
	e, r := &c.e, &c.room
	switch b := e.Body.(type) {
	case MediatorAssigned:
		if b.Mediator == "" || b.Mediator == r.mediator {
			return broken(invOnce, "%q mediates already", b.Mediator)
		}
		if r.mediator != "" && e.Actor.ID != r.mediator && e.Actor.Role != Administrator {
			return broken(invTable, "the case of %q given on by %q", r.mediator, e.Actor.ID)
		}
	case MediatorReturned:
		if r.mediator == "" || e.Actor.ID != r.mediator && e.Actor.Role != Administrator {
			return broken(invTable, "the case of %q given back by %q", r.mediator, e.Actor.ID)
		}
	case JointSent:
		return c.judgeJoint(b)
	case PrivateSent:
		return c.judgePrivate(b)
	case JointHidden:
		if c.heldBy(b.ID) == "" {
			return broken(invOnce, "%s hidden that was not held", b.ID)
		}
		return c.byMediator()
	case SendUndone:
		m := r.message(b.ID)
		if m == nil || m.by != e.Actor.ID || !c.here(m, e.Due) {
			return broken(invTable, "message %s taken back that has left", b.ID)
		}
		return c.byMediator()
	case AccountsAsked:
		if r.hear[0].asked && r.hear[1].asked {
			return broken(invOnce, "the accounts asked twice")
		}
		return c.byMediator()
	case HearingExtended:
		t := c.find(TaskHear, string(b.Party))
		if t == nil || t.begun.IsZero() || r.hear[side(b.Party)].extended || b.Reason.ID == "" ||
			!b.Until.After(t.last) || b.Until.After(NextWorkday(t.last.AddDays(c.rules.HearExtensionDays))) {
			return broken(invTable, "the account of %s extended to %s", b.Party, b.Until)
		}
		return c.byMediator()
	case AdviceGiven:
		return c.judgeHeard("advice")
	case ProposalPut, ProposalAnswered, ProposalMissed, ProposalClosed:
		return c.judgeProposal()
	case FactsNoted:
		return c.byMediator()
	case SignalRaised:
		if !has(SignalKinds, b.Kind) || b.Text.ID == "" {
			return broken(invTable, "a signal of %q without its kind and reasons", b.Kind)
		}
		return c.byMediator()
	default:
		return c.judgeHalt()
	}
	return nil
}

// judgeHalt judges pauses and ends of the mediation.
func (c *Checker) judgeHalt() *Broken {
	e, r := &c.e, &c.room
	switch b := e.Body.(type) {
	case LookSet:
		today := DateOf(e.Due)
		if b.Until.Before(today) || b.Until.After(today.AddDays(c.rules.LookDays)) {
			return broken(invSomebodysTurn, "the mediator looks again on %s", b.Until)
		}
		return c.byMediator()
	case PauseAsked:
		if r.pauseDone || r.pauseAsk {
			return broken(invOnce, "a second pause")
		}
		return c.byMediator()
	case PauseAnswered:
		if !r.pauseAsk || r.pauseYes[side(e.Actor.Role)] {
			return broken(invOnce, "a pause answered that is not asked")
		}
	case MediationPaused:
		if !r.pauseYes[0] || !r.pauseYes[1] || b.Until != DateOf(e.Due).AddDays(c.rules.PauseDays) {
			return broken(invTwoConsents, "paused to %s without the yes of both", b.Until)
		}
	case Concluded:
		return c.judgeConcluded(b)
	default:
	}
	return nil
}

func (c *Checker) heldBy(id string) Role {
	for _, h := range c.room.held {
		if h.ID == id {
			return h.By
		}
	}
	return ""
}

func (c *Checker) judgeJoint(b JointSent) *Broken {
	if isParty(c.e.Actor.Role) {
		if len(b.Asks) > 0 || !b.Until.IsZero() || b.Held != "" || b.By != "" {
			return broken(invTable, "a party asks or releases in the joint channel")
		}
		return nil
	}
	if b.Held != "" && (c.heldBy(b.Held) == "" || c.heldBy(b.Held) != b.By) {
		return broken(invOnce, "%s released that was not held", b.Held)
	}
	if len(b.Asks) > 0 && !has(inTalk, c.main.kind) || (len(b.Asks) > 0) == b.Until.IsZero() {
		return broken(invTable, "%v asked by %s", b.Asks, b.Until)
	}
	return c.byMediator()
}

func (c *Checker) judgePrivate(b PrivateSent) *Broken {
	if isParty(c.e.Actor.Role) {
		if b.Side != c.e.Actor.Role || !b.Until.IsZero() {
			return broken(invPrivate, "%s writes in the channel of %s", c.e.Actor.Role, b.Side)
		}
		return nil
	}
	if !isParty(b.Side) {
		return broken(invPrivate, "a channel of %q", b.Side)
	}
	return c.byMediator()
}

// judgeHeard: nothing before both were heard, or were silent past their day (rules 2.3).
func (c *Checker) judgeHeard(what string) *Broken {
	for i, h := range c.room.hear {
		if !h.done() {
			return broken(invHeardFirst, "%s before party %d was heard", what, i)
		}
	}
	return c.byMediator()
}

func (c *Checker) judgeProposal() *Broken {
	e, r := &c.e, &c.room
	switch b := e.Body.(type) {
	case ProposalPut:
		if r.open || b.Version != r.versions+1 || b.By != Mediator || b.Text.ID == "" || c.offer(b.ID) != nil {
			return broken(invTwoConsents, "proposal %s, version %d after %d", b.ID, b.Version, r.versions)
		}
		return c.judgeHeard("a proposal")
	case ProposalAnswered:
		switch {
		case !r.open || b.ID != r.proposal.ID:
			return broken(invTwoConsents, "an answer to %s, which is not open", b.ID)
		case r.answers[side(e.Actor.Role)] != "":
			return broken(invOnce, "%s answers %s twice", e.Actor.Role, b.ID)
		case b.Yes && r.proposal.Due.Before(DateOf(e.Due)):
			return broken(invTwoConsents, "a yes to what was to be done by %s", r.proposal.Due)
		}
	case ProposalMissed:
		if !r.open || r.answers[side(b.Party)] != "" {
			return broken(invOnce, "%s lets pass what it has answered", b.Party)
		}
	case ProposalClosed:
		if !r.open || b.ID != r.proposal.ID {
			return broken(invOnce, "proposal %s closed that is not open", b.ID)
		}
		both := r.answers[0] != "" && r.answers[1] != ""
		agreed := r.answers == [2]string{"yes", "yes"}
		if b.How == "not_agreed" {
			if !both || agreed {
				return broken(invBlind, "no agreement on %s with the answers %q", b.ID, r.answers)
			}
			return nil
		}
		if b.How != "withdrawn" && b.How != "replaced" {
			return broken(invTable, "proposal closed as %q", b.How)
		}
		return c.byMediator()
	default:
	}
	return nil
}

func (c *Checker) judgeConcluded(b Concluded) *Broken {
	_, left := c.before.Body.(MediationLeft)
	shop := c.room.hear[side(Shop)]
	switch b.How {
	case "left":
		if !left || c.before.Actor != c.e.Actor {
			return broken(invTable, "nobody left")
		}
		return nil
	case "not_cooperating":
		if !shop.missed || shop.given {
			return broken(invHeardFirst, "not cooperating, said of a shop that was not silent past its day")
		}
	case "no_agreement", "unfounded":
		return c.judgeHeard("an end")
	default:
		return broken(invTable, "concluded as %q", b.How)
	}
	if b.Reason.ID == "" {
		return broken(invTable, "concluded without a reason")
	}
	return c.byMediator()
}
