package procedure

import "time"

// addFile enters the events of the ruling.
func (c *Checker) addFile(at time.Time) {
	f := &c.file
	switch b := c.e.Body.(type) {
	case RulingRequested:
		f.points = b.Points
	case AdjudicatorAssigned:
		f.adjudicator, f.declared = b.Adjudicator, false
		c.open(TaskDeclare, at)
	case AdjudicatorDeclared:
		if b.Interest {
			c.unseat(at)
			return
		}
		c.declared(at)
	case AdjudicatorSilent:
		c.unseat(at)
	case NoAdjudicator:
		c.dropKind(TaskSeek)
		c.put(TaskWait, Consumer, "", at)
	case WaitChosen:
		c.addWait(b, at)
	case Challenged:
		f.challenged[side(c.e.Actor.Role)], f.challenge = true, true
		c.drop(func(t *span) bool { return t.kind == TaskChallenge && t.who == c.e.Actor.Role })
		c.stop(at)
		c.open(TaskJudgeChallenge, at)
	case ChallengeJudged:
		f.challenge = false
		if b.Granted {
			c.unseat(at)
			c.dropKind(TaskChallenge)
			c.put(TaskSeek, System, "", at)
			return
		}
		c.goOn(at)
	case AdjudicatorOverdue:
		c.stop(at)
		f.resume, f.closed = c.task(TaskStudy, Adjudicator, "", at), false
		c.unseat(at)
		c.put(TaskSeek, System, "", at)
	default:
		c.addHearing(at)
		c.addRuling(at)
	}
}

func (c *Checker) addWait(b WaitChosen, at time.Time) {
	c.dropKind(TaskWait)
	if c.file.stopped.IsZero() {
		c.file.stopped = at
	}
	if b.Wait {
		c.put(TaskSeek, System, "", at)
		return
	}
	if c.till.fee != "" {
		c.owe(RefundDue{}.eventType())
	}
	c.owe(EndedAs{}.eventType())
}

// stop keeps what is to be taken up again: the file stands still.
func (c *Checker) stop(at time.Time) {
	if c.file.from.IsZero() {
		return
	}
	if c.file.resume.kind == "" {
		c.file.resume = c.main
		c.file.stopped = latest(at, c.file.stopped)
	}
	for i := range c.beside {
		if t := &c.beside[i]; t.kind == TaskQuestion {
			t.begun, t.last = time.Time{}, Date{}
		}
	}
}

func (c *Checker) unseat(at time.Time) {
	c.file.barred = append(c.file.barred, c.file.adjudicator)
	c.file.adjudicator, c.file.declared = "", false
	c.open(TaskAssign, at)
}

func (c *Checker) declared(at time.Time) {
	f := &c.file
	f.declared = true
	c.drop(func(t *span) bool { return t.kind == TaskSeek || t.kind == TaskWait || t.kind == TaskChallenge })
	for _, who := range parties {
		if !f.challenged[side(who)] {
			c.put(TaskChallenge, who, string(who), at)
		}
	}
	c.move(at)
	if f.resume.kind == "" {
		c.open(TaskForward, at)
		return
	}
	if least := DateOf(at).AddDays(c.rules.ReassignedDays); least.After(f.ruleBy) {
		f.ruleBy = least
	}
	c.again(at)
}

// move moves the days of the file by those for which it stood still, and lets its questions begin anew.
func (c *Checker) move(at time.Time) {
	f := &c.file
	if f.stopped.IsZero() {
		return
	}
	n := DateOf(f.stopped).DaysUntil(DateOf(at))
	f.from, f.ruleBy, f.stopped = f.from.AddDays(n), f.ruleBy.AddDays(n), time.Time{}
}

func (c *Checker) questionsAnew(at time.Time) {
	for i := range c.beside {
		if t := &c.beside[i]; t.kind == TaskQuestion && t.begun.IsZero() {
			t.run(c.rules, at)
		}
	}
}

// again takes the file up where it was left, with a whole term.
func (c *Checker) again(at time.Time) {
	t := c.file.resume
	c.file.resume = span{}
	c.questionsAnew(at)
	switch {
	case has(inTurn, t.kind):
		c.turn(t.kind, t.who, at)
	case t.kind == TaskStudy || t.kind == TaskRule:
		c.file.closed = false
		c.study(at)
	default:
		c.open(t.kind, at)
	}
}

// goOn takes the file up after a challenge that was rejected, with the days that were left.
func (c *Checker) goOn(at time.Time) {
	f := &c.file
	t := f.resume
	stood := DateOf(f.stopped).DaysUntil(DateOf(at))
	c.move(at)
	f.resume = span{}
	c.questionsAnew(at)
	switch {
	case t.kind == TaskStudy && f.unseen != [2]bool{}:
		c.study(at)
		return
	case t.kind == TaskStudy || t.kind == TaskRule:
		t.last = f.ruleBy
	case t.begun.IsZero():
		t.run(c.rules, at)
	case !t.last.IsZero():
		t.last = NextWorkday(t.last.AddDays(stood))
	}
	c.main = t
}

// takeUp goes on with the ruling after an agreement that was broken.
func (c *Checker) takeUp(at time.Time) {
	f := &c.file
	switch {
	case f.challenge:
		c.open(TaskJudgeChallenge, at)
	case f.declared:
		c.move(at)
		c.again(at)
	default:
		if f.resume.kind == TaskAssign || f.resume.kind == TaskDeclare {
			f.resume = span{}
		}
		f.adjudicator = ""
		c.open(TaskAssign, at)
		c.put(TaskSeek, System, "", at)
	}
}

// turn gives a party its turn; what is new for it it can answer in that.
func (c *Checker) turn(k TaskKind, who Role, at time.Time) {
	c.main = c.task(k, who, "", at)
	c.file.unseen[side(who)] = false
}

// desk lays the file before the adjudicator.
func (c *Checker) desk(k TaskKind, at time.Time) {
	c.open(k, at)
	c.main.last = c.file.ruleBy
}

// study gives the file to the adjudicator, but to a party first that has to answer something.
func (c *Checker) study(at time.Time) {
	switch f := &c.file; {
	case c.questioned():
		c.desk(TaskStudy, at)
	case f.unseen[0]:
		c.turn(TaskRespond, Consumer, at)
	case f.unseen[1]:
		c.turn(TaskRespond, Shop, at)
	default:
		c.desk(TaskStudy, at)
	}
}

func (c *Checker) questioned() bool {
	for i := range c.beside {
		if c.beside[i].kind == TaskQuestion {
			return true
		}
	}
	return false
}

// brought: the other party has to be able to answer it.
func (c *Checker) brought(who Role) { c.file.unseen[1-side(who)] = true }

func (c *Checker) addEvidence(at time.Time) {
	f := &c.file
	if f.from.IsZero() || f.ruled {
		return
	}
	who := c.e.Actor.Role
	c.brought(who)
	leave := f.leave[:0]
	for _, r := range f.leave {
		if r != who {
			leave = append(leave, r)
		}
	}
	f.leave = leave
	if c.main.kind == TaskStudy && !c.questioned() {
		c.study(at)
	}
}

func (c *Checker) addHearing(at time.Time) {
	f := &c.file
	switch b := c.e.Body.(type) {
	case ClaimSent:
		f.sent = true
		c.turn(TaskDefence, Shop, at)
	case DefenceGiven:
		if f.defenceBy = c.main.last; f.defenceBy.IsZero() { // its letter is still on its way
			f.defenceBy = NextWorkday(DateOf(at).AddDays(c.rules.DefenceDays))
		}
		c.brought(Shop)
		c.after(TaskDefence, at)
	case ReplyGiven:
		if b.Turn == TaskReply && b.Text.ID != "" {
			c.brought(Consumer)
		}
		c.after(b.Turn, at)
	case TurnMissed:
		c.after(b.Turn, at)
	case LeaveAsked:
		c.put(TaskLeave, Adjudicator, string(c.e.Actor.Role), at)
	case LeaveJudged:
		c.drop(func(t *span) bool { return t.kind == TaskLeave && t.about == string(b.Party) })
		if b.Granted {
			f.leave = append(f.leave, b.Party)
		}
	case QuestionAsked:
		for _, who := range b.To {
			c.put(TaskQuestion, who, b.ID+":"+string(who), at)
			c.beside[len(c.beside)-1].days = b.Days
		}
	case QuestionAnswered:
		c.brought(c.e.Actor.Role)
		c.answered(b.ID, at)
	case QuestionMissed:
		c.answered(b.ID, at)
	case FileClosed:
		f.closed = true
		f.leave = f.leave[:0]
		c.desk(TaskRule, at)
	default:
	}
}

func (c *Checker) answered(about string, at time.Time) {
	c.drop(func(t *span) bool { return t.kind == TaskQuestion && t.about == about })
	if c.main.kind == TaskStudy && !c.questioned() && c.file.unseen != [2]bool{} {
		c.study(at)
	}
}

// after gives the turn on.
func (c *Checker) after(k TaskKind, at time.Time) {
	switch {
	case k == TaskDefence && c.file.unseen[0]:
		c.turn(TaskReply, Consumer, at)
	case k == TaskReply && c.file.unseen[1]:
		c.turn(TaskRejoinder, Shop, at)
	default:
		c.study(at)
	}
}

func (c *Checker) addRuling(at time.Time) {
	f := &c.file
	switch b := c.e.Body.(type) {
	case RulingExtended:
		f.extended, f.ruleBy, c.main.last = true, b.Until, b.Until
	case RulingSigned:
		c.addSigned(b, at)
	case RulingCorrected:
		c.addCorrected(b)
	case RulingPublished:
		f.published = true
	default:
	}
}
