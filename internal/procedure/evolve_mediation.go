package procedure

import (
	"strings"
	"time"
)

// roomTasks are the tasks that stand beside the main one during mediation, and end with it.
var roomTasks = []TaskKind{TaskNews, TaskHeld, TaskHear, TaskAsk, TaskConsider, TaskResponse}

// enterRoom begins the mediation, or begins it again (rules 2.1).
func (s *State) enterRoom(at time.Time) {
	s.Stage = Mediation
	s.dropOffers()
	s.setMain(s.open(TaskMediator, at))
	s.Room.Contacted = false
	s.news(at)
}

// leaveRoom ends what stood open in the mediation. Who was still to give an account can be asked again, should the
// mediation be taken up.
func (s *State) leaveRoom() {
	for _, t := range s.Tasks {
		if t.Kind == TaskHear {
			*s.Room.hearing(t.Who) = Hearing{}
		}
	}
	s.dropKinds(roomTasks...)
	s.Room.Proposal, s.Room.PauseAsk, s.Room.PauseYes, s.Room.Held, s.Room.Unsent = nil, false, nil, nil, nil
}

// news begins the week after which both get a word when nothing happened (rules 2.1).
func (s *State) news(at time.Time) {
	s.dropKinds(TaskNews)
	if s.inRoom() {
		s.add(s.open(TaskNews, at))
	}
}

// mediated adds what happened in mediation (rules 2).
func (s *State) mediated(e Event, b Body) {
	switch b := b.(type) {
	case MediatorAssigned:
		s.Room.Mediator = b.Mediator
		if !has(s.Room.Mediators, b.Mediator) {
			s.Room.Mediators = append(append([]string(nil), s.Room.Mediators...), b.Mediator)
		}
		s.news(e.Due)
	case MediatorReturned:
		s.Room.Mediator = ""
	case JointSent, JointHeld, JointHidden, PrivateSent, SendUndone, AccountsAsked:
		s.wrote(e, b)
	case AccountMissed:
		s.Room.hearing(b.Party).Missed = true
		s.drop(func(t Task) bool { return t.Kind == TaskHear && t.Who == b.Party })
	case HearingExtended:
		s.Room.hearing(b.Party).Extended = true
		s.change(func(t *Task) {
			if t.Kind == TaskHear && t.Who == b.Party {
				t.LastDay = b.Until
			}
		})
	case AnswerMissed:
		s.drop(func(t Task) bool { return t.Kind == TaskAsk && t.About == b.ID })
	case AdviceGiven:
		s.Room.Advised = true
		s.contact(e.Due)
		s.settle()
	case ProposalPut, ProposalAnswered, ProposalMissed, ProposalClosed:
		s.proposed(e, b)
	case LookSet:
		s.change(func(t *Task) {
			if t.Kind == TaskLook {
				t.LastDay = b.Until
			}
		})
	case NothingNew:
		s.news(e.Due)
	case PauseAsked, PauseAnswered, MediationPaused, PauseOver, NoResponse, MediationResumed, Concluded:
		s.halted(e, b)
	default: // notes, facts, signals and who left change nothing by themselves
	}
}

// contact is an act of the mediator that both parties hear of: the date to look again begins anew (rules 2.7). A
// private message is none: it would show in what the other sees (rules 2.2).
// It gives the main task as it was; none when that stays.
func (s *State) contact(at time.Time) (before Task) {
	s.Room.Contacted, s.Room.Unread = true, false
	if s.inRoom() {
		before, _ = s.Main()
		s.setMain(s.open(TaskLook, at))
		s.news(at)
	}
	return before
}

// wrote adds messages in the channels (rules 2.2, 2.3).
func (s *State) wrote(e Event, b Body) {
	switch b := b.(type) {
	case JointSent:
		switch {
		case b.Held != "":
			s.unhold(b.Held)
			s.news(e.Due)
		case e.Actor.Role == Consumer || e.Actor.Role == Shop:
			s.spoke(e.Actor.Role, "joint:", e.Due)
			s.news(e.Due)
		default:
			s.sent(Sent{ID: b.ID, By: e.Actor.ID, At: e.Due, Before: s.contact(e.Due)})
			for _, r := range b.Asks {
				s.askOf(r, "joint:"+b.ID+":"+string(r), DateOf(e.Due).DaysUntil(b.Until), e.Due)
			}
		}
	case JointHeld:
		s.Room.Held = append(append([]Held(nil), s.Room.Held...), Held{b.ID, e.Actor.Role, b.Text, b.Files})
		t := s.open(TaskHeld, e.Due)
		t.About = b.ID
		s.add(t)
		s.spoke(e.Actor.Role, "joint:", e.Due)
	case JointHidden:
		s.unhold(b.ID)
	case PrivateSent:
		if e.Actor.Role == b.Side {
			s.spoke(b.Side, "private:", e.Due)
			return
		}
		s.sent(Sent{ID: b.ID, By: e.Actor.ID, At: e.Due})
		if !b.Until.IsZero() {
			s.askOf(b.Side, "private:"+b.ID+":"+string(b.Side), DateOf(e.Due).DaysUntil(b.Until), e.Due)
		}
	case AccountsAsked:
		s.sent(Sent{ID: b.ID, By: e.Actor.ID, At: e.Due, Heard: true, Before: s.contact(e.Due)})
		for _, r := range []Role{Consumer, Shop} {
			h := s.Room.hearing(r)
			if h.Asked { // the mediation was stopped and taken up again
				continue
			}
			h.Asked = true
			t := s.open(TaskHear, e.Due)
			t.Who, t.About = r, string(r)
			s.add(t)
			if r == Consumer {
				s.awaitResponse(e.Due)
			}
		}
	case SendUndone:
		s.unsend(b.ID)
	default:
	}
}

func (s *State) unhold(id string) {
	var held []Held
	for _, h := range s.Room.Held {
		if h.ID != id {
			held = append(held, h)
		}
	}
	s.Room.Held = held
	s.drop(func(t Task) bool { return t.Kind == TaskHeld && t.About == id })
}

// spoke: a party's word in a channel answers what was asked there, and is its account when that was asked. A question
// that has not left yet is answered by nothing (rules 2.2).
func (s *State) spoke(r Role, channel string, at time.Time) {
	s.Room.Unread = true
	account, waits := s.Find(TaskHear, string(r))
	if h := s.Room.hearing(r); h.Asked && (!waits || !s.unread(account, at)) {
		h.Given = true
	}
	s.drop(func(t Task) bool {
		return t.Who == r && !s.unread(t, at) && (t.Kind == TaskHear || t.Kind == TaskResponse ||
			t.Kind == TaskAsk && strings.HasPrefix(t.About, channel))
	})
}

func (s *State) askOf(r Role, about string, days int, at time.Time) {
	t := s.open(TaskAsk, at)
	t.Who, t.About, t.Days = r, about, days
	s.add(t)
	if r == Consumer {
		s.awaitResponse(at)
	}
}

// awaitResponse begins to count how long the consumer does not respond (rules 2.7).
func (s *State) awaitResponse(at time.Time) {
	if _, ok := s.Find(TaskResponse, ""); !ok {
		s.add(s.open(TaskResponse, at))
	}
}

// proposed adds proposals and their blind answers (rules 2.5).
func (s *State) proposed(e Event, b Body) {
	switch b := b.(type) {
	case ProposalPut:
		s.contact(e.Due)
		s.settle()
		s.Room.Proposals = b.Version
		s.Room.Proposal = &Proposal{Offer: b.Offer, Version: b.Version, ConsumerDoes: b.ConsumerDoes}
		for _, r := range []Role{Consumer, Shop} {
			t := s.open(TaskConsider, e.Due)
			t.Who, t.About = r, ConsiderAbout(b.ID, r)
			s.add(t)
		}
	case ProposalAnswered:
		answer := "no"
		if b.Yes {
			answer = "yes"
		}
		s.setAnswer(e.Actor.Role, answer)
	case ProposalMissed:
		s.setAnswer(b.Party, "missed")
	case ProposalClosed:
		s.Room.Proposal = nil
		s.dropKinds(TaskConsider)
		if m, _ := s.Main(); m.Kind == TaskLook && !m.LastDay.After(DateOf(e.Due)) { // it ran out with the day to look again
			s.setMain(s.open(TaskLook, e.Due))
		}
		s.news(e.Due)
	default:
	}
}

// ConsiderAbout names the task of a party to answer a proposal.
func ConsiderAbout(id string, r Role) string { return id + ":" + string(r) }

func (s *State) setAnswer(r Role, answer string) {
	if s.Room.Proposal == nil {
		return
	}
	p := *s.Room.Proposal // the answers of a state that somebody else holds stay as they are
	if by := s.ProposalUntil(r); r == Consumer {
		p.ConsumerBy = by
	} else {
		p.ShopBy = by
	}
	*p.answer(r) = answer
	s.Room.Proposal = &p
	s.drop(func(t Task) bool {
		return t.Who == r && (t.Kind == TaskConsider || t.Kind == TaskResponse && answer != "missed")
	})
}

// halted adds pauses and ends of the mediation (rules 2.7).
func (s *State) halted(e Event, b Body) {
	switch b := b.(type) {
	case PauseAsked:
		s.Room.PauseAsk, s.Room.PauseYes = true, nil
	case PauseAnswered:
		if !b.Yes {
			s.Room.PauseAsk, s.Room.PauseYes = false, nil
			return
		}
		s.Room.PauseYes = append(append([]Role(nil), s.Room.PauseYes...), e.Actor.Role)
	case MediationPaused:
		s.Room.PauseAsk, s.Room.PauseYes, s.Room.PauseDone = false, nil, true
		t := s.open(TaskPause, e.Due)
		t.LastDay = b.Until
		s.setMain(t)
		s.settle()
		s.dropKinds(TaskNews, TaskResponse)
	case PauseOver, MediationResumed:
		s.setMain(s.open(TaskLook, e.Due))
		s.settle()
		s.news(e.Due)
	case NoResponse:
		s.leaveRoom()
		s.setMain(s.open(TaskReturn, e.Due))
	case Concluded:
		s.leaveRoom()
		s.dropOffers()
		s.Room.How = b.How
		s.Stage = Ruling
		s.setMain(s.open(TaskRequest, e.Due))
	default:
	}
}
