package procedure

import (
	"strings"
	"time"
)

// enter begins the mediation.
func (c *Checker) enter(at time.Time) {
	c.closeOffers()
	c.open(TaskMediator, at)
	c.news(at)
}

// unheard forgets that an account was asked, where it was not given.
func (c *Checker) unheard(which func(*span) bool) {
	c.drop(func(t *span) bool {
		if t.kind != TaskHear || !which(t) {
			return false
		}
		c.room.hear[side(t.who)] = heardBook{}
		return true
	})
}

// leave ends what stood open in the mediation.
func (c *Checker) leave() {
	c.unheard(func(*span) bool { return true })
	c.drop(func(t *span) bool {
		switch t.kind {
		case TaskNews, TaskHeld, TaskHear, TaskAsk, TaskConsider, TaskResponse:
			return true
		default:
			return false
		}
	})
	c.room.open, c.room.pauseAsk, c.room.pauseYes, c.room.unsent = false, false, [2]bool{}, nil
	c.room.held = c.room.held[:0]
}

// news begins the week without news anew.
func (c *Checker) news(at time.Time) {
	c.dropKind(TaskNews)
	if has(inTalk, c.main.kind) {
		c.put(TaskNews, System, "", at)
	}
}

// look is an act of the mediator that both hear of; without id it cannot be taken back.
func (c *Checker) look(at time.Time, id string, accounts bool) {
	m := sentBook{id: id, by: c.e.Actor.ID, at: at, heard: accounts}
	if has(inTalk, c.main.kind) {
		m.before = c.main
		c.open(TaskLook, at)
		c.news(at)
	}
	if id != "" {
		c.room.unsent = append(c.room.unsent, m)
		return
	}
	c.settle()
}

// settle: no message brings back what was the main task before it.
func (c *Checker) settle() {
	for i := range c.room.unsent {
		c.room.unsent[i].before = span{}
	}
}

// here says that a message has not left.
func (c *Checker) here(m *sentBook, at time.Time) bool {
	return at.Sub(m.at) < time.Duration(c.rules.UndoSeconds)*time.Second
}

func (r *roomBook) message(id string) *sentBook {
	for i := range r.unsent {
		if r.unsent[i].id == id {
			return &r.unsent[i]
		}
	}
	return nil
}

// addRoom enters the events of mediation.
func (c *Checker) addRoom(at time.Time) {
	r := &c.room
	switch b := c.e.Body.(type) {
	case MediatorAssigned:
		r.mediator = b.Mediator
		r.mediators = append(r.mediators, b.Mediator)
		c.news(at)
	case MediatorReturned:
		r.mediator = ""
	case JointSent:
		c.addJoint(b, at)
	case JointHeld:
		r.held = append(r.held, Held{ID: b.ID, By: c.e.Actor.Role})
		c.put(TaskHeld, Mediator, b.ID, at)
		c.spoke(c.e.Actor.Role, "joint:", at)
	case JointHidden:
		c.unhold(b.ID)
	case PrivateSent:
		if b.Side == c.e.Actor.Role {
			c.spoke(b.Side, "private:", at)
			return
		}
		r.unsent = append(r.unsent, sentBook{id: b.ID, by: c.e.Actor.ID, at: at})
		if !b.Until.IsZero() {
			c.ask(b.Side, "private:"+b.ID+":"+string(b.Side), b.Until, at)
		}
	case SendUndone:
		c.unsend(b.ID)
	case AccountsAsked:
		c.look(at, b.ID, true)
		for _, who := range parties {
			if h := &r.hear[side(who)]; !h.asked {
				h.asked = true
				c.put(TaskHear, who, string(who), at)
				if who == Consumer {
					c.awaitResponse(at)
				}
			}
		}
	case AccountMissed:
		r.hear[side(b.Party)].missed = true
		c.drop(func(t *span) bool { return t.kind == TaskHear && t.who == b.Party })
	case HearingExtended:
		r.hear[side(b.Party)].extended = true
		c.find(TaskHear, string(b.Party)).last = b.Until
	case AnswerMissed:
		c.drop(func(t *span) bool { return t.kind == TaskAsk && t.about == b.ID })
	case AdviceGiven:
		c.look(at, "", false)
	default:
		c.addProposal(at)
		c.addHalt(at)
	}
}

func (c *Checker) addJoint(b JointSent, at time.Time) {
	switch {
	case b.Held != "":
		c.unhold(b.Held)
		c.news(at)
	case isParty(c.e.Actor.Role):
		c.spoke(c.e.Actor.Role, "joint:", at)
		c.news(at)
	default:
		c.look(at, b.ID, false)
		for _, who := range b.Asks {
			c.ask(who, "joint:"+b.ID+":"+string(who), b.Until, at)
		}
	}
}

func (c *Checker) unhold(id string) {
	held := c.room.held[:0]
	for _, h := range c.room.held {
		if h.ID != id {
			held = append(held, h)
		}
	}
	c.room.held = held
	c.drop(func(t *span) bool { return t.kind == TaskHeld && t.about == id })
}

func (c *Checker) ask(who Role, about string, until Date, at time.Time) {
	t := c.task(TaskAsk, who, about, at)
	t.days = DateOf(at).DaysUntil(until)
	c.beside = append(c.beside, t)
	if who == Consumer {
		c.awaitResponse(at)
	}
}

func (c *Checker) awaitResponse(at time.Time) {
	if c.find(TaskResponse, "") == nil {
		c.put(TaskResponse, Consumer, "", at)
	}
}

// spoke: a party that writes has answered what it could read.
func (c *Checker) spoke(who Role, channel string, at time.Time) {
	unread := func(t *span) bool {
		for i := range c.room.unsent {
			if m := &c.room.unsent[i]; m.asked(t) && c.here(m, at) {
				return true
			}
		}
		return false
	}
	h := &c.room.hear[side(who)]
	if t := c.find(TaskHear, string(who)); h.asked && (t == nil || !unread(t)) {
		h.given = true
	}
	c.drop(func(t *span) bool {
		if t.who != who || unread(t) {
			return false
		}
		return t.kind == TaskHear || t.kind == TaskResponse || t.kind == TaskAsk && strings.HasPrefix(t.about, channel)
	})
}

// asked says that a task waits for the answer to a message.
func (m *sentBook) asked(t *span) bool {
	switch t.kind {
	case TaskHear:
		return m.heard && t.since.Equal(m.at)
	case TaskResponse:
		return t.since.Equal(m.at)
	default:
		return t.kind == TaskAsk && strings.Contains(t.about, ":"+m.id+":")
	}
}

// unsend takes back what a message of the mediator has brought.
func (c *Checker) unsend(id string) {
	r := &c.room
	m := *r.message(id)
	c.unheard(m.asked)
	c.drop(func(t *span) bool { return t.kind == TaskAsk && strings.Contains(t.about, ":"+id+":") })
	waits := false
	for i := range c.beside {
		waits = waits || c.beside[i].who == Consumer && (c.beside[i].kind == TaskHear || c.beside[i].kind == TaskAsk)
	}
	if !waits {
		c.dropKind(TaskResponse)
	}
	var kept []sentBook
	heir, later := -1, false // the next message that changed the main task
	for _, o := range r.unsent {
		if o.id == id {
			later = true
			continue
		}
		if later && heir < 0 && o.before.kind != "" {
			heir = len(kept)
		}
		kept = append(kept, o)
	}
	r.unsent = kept
	switch {
	case m.before.kind == "":
	case heir >= 0:
		r.unsent[heir].before = m.before
	default:
		c.main = m.before
	}
}

func (c *Checker) addProposal(at time.Time) {
	r := &c.room
	answer := func(who Role, a string) {
		r.answers[side(who)] = a
		c.drop(func(t *span) bool {
			return t.who == who && (t.kind == TaskConsider || t.kind == TaskResponse && a != "missed")
		})
		if r.answers[0] != "" && r.answers[1] != "" {
			c.owe(proposalEnds)
		}
	}
	switch b := c.e.Body.(type) {
	case ProposalPut:
		c.look(at, "", false)
		r.open, r.proposal, r.versions, r.answers = true, b, b.Version, [2]string{}
		for _, who := range parties {
			c.put(TaskConsider, who, b.ID+":"+string(who), at)
			c.beside[len(c.beside)-1].done = b.Due
		}
	case ProposalAnswered:
		if b.Yes {
			answer(c.e.Actor.Role, "yes")
		} else {
			answer(c.e.Actor.Role, "no")
		}
	case ProposalMissed:
		answer(b.Party, "missed")
	case ProposalClosed:
		r.open = false
		c.dropKind(TaskConsider)
		if c.main.kind == TaskLook && !c.main.last.After(DateOf(at)) {
			c.open(TaskLook, at)
		}
		c.news(at)
		if b.How == "replaced" {
			c.owe(ProposalPut{}.eventType())
		}
	default:
	}
}

func (c *Checker) addHalt(at time.Time) {
	r := &c.room
	switch b := c.e.Body.(type) {
	case LookSet:
		c.main.last = b.Until
	case NothingNew:
		c.news(at)
	case PauseAsked:
		r.pauseAsk, r.pauseYes = true, [2]bool{}
	case PauseAnswered:
		if !b.Yes {
			r.pauseAsk, r.pauseYes = false, [2]bool{}
			return
		}
		r.pauseYes[side(c.e.Actor.Role)] = true
		if r.pauseYes[0] && r.pauseYes[1] {
			c.owe(MediationPaused{}.eventType())
		}
	case MediationPaused:
		r.pauseAsk, r.pauseYes, r.pauseDone = false, [2]bool{}, true
		c.open(TaskPause, at)
		c.main.last = b.Until
		c.settle()
		c.dropKind(TaskNews)
		c.dropKind(TaskResponse)
	case PauseOver, MediationResumed:
		c.open(TaskLook, at)
		c.settle()
		c.news(at)
	case NoResponse:
		c.leave()
		c.open(TaskReturn, at)
	case MediationLeft:
		c.owe(Concluded{}.eventType())
	case Concluded:
		c.leave()
		c.closeOffers()
		c.open(TaskRequest, at)
	default:
	}
}
