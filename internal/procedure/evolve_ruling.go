package procedure

import "time"

// ruled adds what happened in stage 3 (rules 3).
func (s *State) ruled(e Event, b Body) {
	switch b := b.(type) {
	case RulingRequested:
		s.File.Points, s.File.Consents, s.File.RequestedAt = b.Points, b.Consents, e.Due
	case AdjudicatorAssigned, AdjudicatorDeclared, AdjudicatorSilent, NoAdjudicator, WaitChosen, Challenged,
		ChallengeJudged, AdjudicatorOverdue:
		s.seated(e, b)
	case ClaimSent:
		s.File.Sent = true
		s.turn(TaskDefence, Shop, e.Due)
	case DefenceGiven, ReplyGiven, TurnMissed, LeaveAsked, LeaveJudged, QuestionAsked, QuestionAnswered, QuestionMissed:
		s.heard(e, b)
	case FileClosed:
		s.File.Closed, s.File.Leave = true, nil
		s.desk(TaskRule, e.Due)
	case RulingExtended:
		s.File.Extended, s.File.RuleBy = true, b.Until
		s.change(func(t *Task) {
			if t.Kind == TaskStudy || t.Kind == TaskRule {
				t.LastDay = b.Until
			}
		})
	case RulingSigned:
		s.signed(e, b)
	case RulingCorrected:
		s.File.Corrections++
		s.File.CorrectedAs = append(append([]string(nil), s.File.CorrectedAs...), b.Number)
		s.File.Published = false // what was published lacks the correction: a person looks again
		s.corrected(b)
	case RulingPublished:
		s.File.Published = true
	default:
	}
}

// seated adds who adjudicates (rules 3.3).
func (s *State) seated(e Event, b Body) {
	switch b := b.(type) {
	case AdjudicatorAssigned:
		s.File.Adjudicator, s.File.Declared = b.Adjudicator, false
		s.setMain(s.open(TaskDeclare, e.Due))
	case AdjudicatorDeclared:
		if b.Interest {
			s.unseat(e.Due)
			return
		}
		s.declared(e.Due)
	case AdjudicatorSilent:
		s.unseat(e.Due)
	case NoAdjudicator:
		s.dropKinds(TaskSeek)
		s.add(s.open(TaskWait, e.Due))
	case WaitChosen:
		s.dropKinds(TaskWait)
		if s.File.Paused.IsZero() {
			s.File.Paused = e.Due // the days of the file stand still while one is sought
		}
		if b.Wait { // and asked again when there is none by then
			s.add(s.open(TaskSeek, e.Due))
		}
	case Challenged:
		s.File.Challenged = append(append([]Role(nil), s.File.Challenged...), e.Actor.Role)
		s.drop(func(t Task) bool { return t.Kind == TaskChallenge && t.About == string(e.Actor.Role) })
		s.suspend(e.Due)
		s.File.ChallengeOpen = true
		s.setMain(s.open(TaskJudgeChallenge, e.Due))
	case ChallengeJudged:
		s.File.ChallengeOpen = false
		if b.Granted {
			s.unseat(e.Due)
			s.dropKinds(TaskChallenge)
			s.add(s.open(TaskSeek, e.Due))
			return
		}
		s.goOnWith(e.Due)
	case AdjudicatorOverdue:
		s.suspend(e.Due)
		s.File.Resume = Task{Kind: TaskStudy, Who: Adjudicator}
		s.File.Closed = false
		s.unseat(e.Due)
		s.add(s.open(TaskSeek, e.Due))
	default:
	}
}

// suspend keeps the main task, to be taken up again; questions stand still with it.
func (s *State) suspend(at time.Time) {
	if t, ok := s.Main(); ok && s.File.Resume.Kind == "" {
		s.File.Resume = t
		s.File.Paused = later(at, s.File.Paused)
	}
	s.change(func(t *Task) {
		if t.Kind == TaskQuestion {
			t.Begun, t.LastDay = time.Time{}, Date{}
		}
	})
}

// standsStill says that a task waits for the file to be taken up again, not for its letter.
func (s *State) standsStill(t Task) bool { return t.Kind == TaskQuestion && s.File.Resume.Kind != "" }

// questionsAnew begins the terms of the questions that stood still, whole.
func (s *State) questionsAnew(at time.Time) {
	s.change(func(t *Task) {
		if t.Kind == TaskQuestion && !t.Running() {
			s.begin(t, at)
		}
	})
}

// unseat makes staff look for another adjudicator.
func (s *State) unseat(at time.Time) {
	s.File.Barred = append(append([]string(nil), s.File.Barred...), s.File.Adjudicator)
	s.File.Adjudicator, s.File.Declared = "", false
	s.setMain(s.open(TaskAssign, at))
}

// declared opens the file to the adjudicator, or takes it up where another one left it, with terms that begin anew
// and days that have moved (rules 3.3).
func (s *State) declared(at time.Time) {
	s.File.Declared, s.File.DeclaredAt = true, at
	s.dropKinds(TaskSeek, TaskWait, TaskChallenge)
	for _, r := range []Role{Consumer, Shop} {
		if !has(s.File.Challenged, r) {
			t := s.open(TaskChallenge, at)
			t.Who, t.About = r, string(r)
			s.add(t)
		}
	}
	s.moveDays(at)
	if s.File.Resume.Kind == "" {
		s.setMain(s.open(TaskForward, at))
		return
	}
	if least := DateOf(at).AddDays(s.rules().ReassignedDays); least.After(s.File.RuleBy) {
		s.File.RuleBy = least
	}
	s.anew(at)
}

// moveDays moves the days of the file by the time that it stood still.
func (s *State) moveDays(at time.Time) {
	if s.File.Paused.IsZero() {
		return
	}
	n := DateOf(s.File.Paused).DaysUntil(DateOf(at))
	s.File.From, s.File.RuleBy, s.File.Paused = s.File.From.AddDays(n), s.File.RuleBy.AddDays(n), time.Time{}
}

// takeUpFile goes on with a ruling after a broken agreement (rules 3.7, 4.4). A challenge that was open is decided
// first; where nobody adjudicated, somebody is found first, and the days of the file stand still until then.
func (s *State) takeUpFile(at time.Time) {
	s.Stage = Ruling
	switch {
	case s.File.ChallengeOpen:
		s.setMain(s.open(TaskJudgeChallenge, at))
	case s.File.Declared:
		s.moveDays(at)
		s.anew(at)
	default:
		if k := s.File.Resume.Kind; k == TaskAssign || k == TaskDeclare {
			s.File.Resume = Task{}
		}
		s.File.Adjudicator = ""
		s.setMain(s.open(TaskAssign, at))
		s.add(s.open(TaskSeek, at))
	}
}

// anew takes the suspended task up with its whole term (rules 3.3).
func (s *State) anew(at time.Time) {
	t := s.File.Resume
	s.File.Resume = Task{}
	s.questionsAnew(at)
	switch {
	case has(turns, t.Kind):
		s.turn(t.Kind, t.Who, at)
	case t.Kind == TaskStudy, t.Kind == TaskRule:
		s.File.Closed = false
		s.study(at)
	default:
		s.setMain(s.open(t.Kind, at))
	}
}

// goOnWith takes the suspended task up with the days that were left of it: the challenge was rejected.
func (s *State) goOnWith(at time.Time) {
	t := s.File.Resume
	stood := DateOf(s.File.Paused).DaysUntil(DateOf(at))
	s.moveDays(at)
	s.File.Resume = Task{}
	s.questionsAnew(at)
	switch {
	case t.Kind == TaskStudy && len(s.File.NewFor) > 0: // something came in meanwhile
		s.study(at)
		return
	case t.Kind == TaskStudy || t.Kind == TaskRule:
		t.LastDay = s.File.RuleBy
	case !t.Running(): // its letter may have been accepted meanwhile
		s.begin(&t, at)
	case !t.LastDay.IsZero():
		t.LastDay = NextWorkday(t.LastDay.AddDays(stood))
	}
	s.setMain(t)
}

// turn gives a party its turn; all that came in so far it can see and answer in it.
func (s *State) turn(k TaskKind, who Role, at time.Time) {
	t := s.open(k, at)
	t.Who = who
	s.setMain(t)
	var rest []Role
	for _, r := range s.File.NewFor {
		if r != who {
			rest = append(rest, r)
		}
	}
	s.File.NewFor = rest
}

// brought notes that something came in which the other has yet to answer.
func (s *State) brought(by Role) {
	if o := by.Other(); !s.File.newFor(o) {
		s.File.NewFor = append(append([]Role(nil), s.File.NewFor...), o)
	}
}

// after gives the turn on: to the reply, the last word, an answer to something new, or the adjudicator (rules 3.4).
func (s *State) after(k TaskKind, at time.Time) {
	switch {
	case k == TaskDefence && s.File.newFor(Consumer):
		s.turn(TaskReply, Consumer, at)
	case k == TaskReply && s.File.newFor(Shop):
		s.turn(TaskRejoinder, Shop, at)
	default:
		s.study(at)
	}
}

// study puts the file on the adjudicator's desk, unless one side has not been able to answer something. What comes in
// while a question is open is answered when all of them are.
func (s *State) study(at time.Time) {
	switch {
	case s.questioned():
		s.desk(TaskStudy, at)
	case s.File.newFor(Consumer):
		s.turn(TaskRespond, Consumer, at)
	case s.File.newFor(Shop):
		s.turn(TaskRespond, Shop, at)
	default:
		s.desk(TaskStudy, at)
	}
}

func (s *State) desk(k TaskKind, at time.Time) {
	t := s.open(k, at)
	t.LastDay = s.File.RuleBy
	s.setMain(t)
}

// heard adds what the parties bring forward in turn (rules 3.4, 3.5).
func (s *State) heard(e Event, b Body) {
	switch b := b.(type) {
	case DefenceGiven:
		s.File.DefenceBy, _ = s.WouldEnd(TaskDefence, "", e.Due)
		s.brought(Shop)
		s.after(TaskDefence, e.Due)
	case ReplyGiven:
		if b.Turn == TaskReply && b.Text.ID != "" {
			s.brought(Consumer)
		}
		s.after(b.Turn, e.Due)
	case TurnMissed:
		s.after(b.Turn, e.Due)
	case LeaveAsked:
		t := s.open(TaskLeave, e.Due)
		t.About = string(e.Actor.Role)
		s.add(t)
	case LeaveJudged:
		s.drop(func(t Task) bool { return t.Kind == TaskLeave && t.About == string(b.Party) })
		if b.Granted {
			s.File.Leave = append(append([]Role(nil), s.File.Leave...), b.Party)
		}
	case QuestionAsked:
		s.File.Questions++
		for _, r := range b.To {
			t := s.open(TaskQuestion, e.Due)
			t.Who, t.About, t.Days = r, QuestionAbout(b.ID, r), b.Days
			s.add(t)
		}
	case QuestionAnswered:
		s.brought(e.Actor.Role)
		s.answeredOne(b.ID, e.Due)
	case QuestionMissed:
		s.answeredOne(b.ID, e.Due)
	default:
	}
}

// answeredOne takes an answered question away; when it was the last, the other may answer what was said.
func (s *State) answeredOne(about string, at time.Time) {
	s.drop(func(t Task) bool { return t.Kind == TaskQuestion && t.About == about })
	s.answerable(at)
}

// answerable gives the other side its turn once something came in and no question is open.
func (s *State) answerable(at time.Time) {
	if !s.questioned() && s.Has(TaskStudy) && len(s.File.NewFor) > 0 {
		s.study(at)
	}
}

// filed adds evidence that came in since the file was complete, also while an agreement is being carried out
// (rules 3.4).
func (s *State) filed(e Event) {
	if e.Actor.Role != Consumer && e.Actor.Role != Shop || s.File.From.IsZero() || s.File.Ruled() {
		return
	}
	s.brought(e.Actor.Role)
	var leave []Role
	for _, r := range s.File.Leave { // leave is for one time
		if r != e.Actor.Role {
			leave = append(leave, r)
		}
	}
	s.File.Leave = leave
	s.answerable(e.Due)
}

// questioned says that a question of the adjudicator is open.
func (s *State) questioned() bool {
	for _, t := range s.Tasks {
		if t.Kind == TaskQuestion {
			return true
		}
	}
	return false
}

// signed adds the ruling; what it orders is to be carried out (rules 3.5, 4.1).
func (s *State) signed(e Event, b RulingSigned) {
	s.File.Number, s.File.Outcome, s.File.RuledAt = b.Number, b.Outcome, e.Due
	s.File.FeeBy, s.File.Decided, s.File.Closed = b.FeeBy, b.Points, true
	s.File.Orders, s.File.OrdersFrom = b.Orders, make([]string, len(b.Orders))
	s.dropOffers()
	s.Tasks = s.besides(func(t Task) bool { return t.Kind == TaskReach })
	if len(b.Orders) == 0 {
		return // EndedAs follows
	}
	s.Stage, s.AgreedIn, s.Agreement = Compliance, Ruling, s.ordered()
	s.ConsumerDoes = len(ordersTo(b.Orders, Consumer)) > 0
	s.DoneReported, s.Compliance = false, ""
	s.owed(e.Due)
	if len(ordersTo(b.Orders, Shop)) == 0 {
		s.rest(e.Due)
		return
	}
	t := s.open(TaskPerform, e.Due)
	t.LastDay = s.Agreement.Due
	s.setMain(t)
}

// ordered sums up what is to be carried out: what the shop has to do, or what the consumer has to where it is only that.
func (s *State) ordered() *Offer {
	orders := ordersTo(s.File.Orders, Shop)
	if len(orders) == 0 {
		orders = ordersTo(s.File.Orders, Consumer)
	}
	o := Offer{ID: s.File.Number, By: Adjudicator, Remedy: orders[0].Remedy, Due: lastDue(orders)}
	for _, x := range orders {
		if o.Amount += x.Amount; x.Amount > 0 {
			o.Remedy = "refund"
		}
	}
	return &o
}

// corrected puts orders right: from then on they are to be carried out as corrected (rules 3.6).
func (s *State) corrected(b RulingCorrected) {
	if len(b.Orders) == 0 {
		return
	}
	s.File.Orders = append([]Order(nil), s.File.Orders...)
	s.File.OrdersFrom = append([]string(nil), s.File.OrdersFrom...)
	for _, x := range b.Orders {
		s.File.Orders[x.N-1], s.File.OrdersFrom[x.N-1] = x.Order, b.Number
	}
	s.Agreement = s.ordered()
	s.change(func(t *Task) {
		switch t.Kind {
		case TaskPerform:
			t.LastDay = s.Agreement.Due
		case TaskOwed:
			t.LastDay = s.owedBy()
		default:
		}
	})
}
