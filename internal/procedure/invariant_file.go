package procedure

import (
	"strings"
	"time"
)

// fileBook is what the checker knows of a ruling.
type fileBook struct {
	points       []ClaimPoint
	adjudicator  string
	declared     bool
	barred       []string
	challenged   [2]bool
	challenge    bool // one waits for its decision
	resume       span // what is taken up again
	stopped      time.Time
	from, ruleBy Date
	sent         bool
	unseen       [2]bool // something that the party has had no turn to answer
	leave        []Role
	extended     bool
	closed       bool
	ruled        bool
	number       string
	outcome      Outcome
	ruledAt      time.Time
	corrections  []string
	published    bool
	consumerDoes bool
	owed         int64 // cents that the ruling makes the shop pay the consumer, less the other way round
}

// byAdjudicator: after the fee is paid, the one who is assigned and has declared to have no interest acts, and nobody
// who mediated.
func (c *Checker) byAdjudicator() *Broken {
	switch f := &c.file; {
	case c.till.fee == "":
		return broken(invFeeFirst, "%s before the fee was paid", c.e.Body.eventType())
	case c.e.Actor.ID == "" || c.e.Actor.ID != f.adjudicator || !f.declared:
		return broken(invOnlyAssigned, "%s by %q, while %q adjudicates (declared %t)", c.e.Body.eventType(), c.e.Actor.ID, f.adjudicator, f.declared)
	case has(c.room.mediators, c.e.Actor.ID):
		return broken(invNoMediator, "%s by %q, who mediated", c.e.Body.eventType(), c.e.Actor.ID)
	}
	return nil
}

// newUntil is the last day for something new.
func (c *Checker) newUntil() Date { return c.file.from.AddDays(c.rules.NewUntilDay) }

// mayBring says whether a party may bring something in during the ruling.
func (c *Checker) mayBring(who Role) bool {
	f := &c.file
	switch {
	case f.from.IsZero() || c.main.kind == TaskFee:
		return true
	case f.closed || f.ruled || DateOf(c.e.Due).After(c.newUntil()):
		return false
	case !f.sent || has(f.leave, who) || has(inTurn, c.main.kind) && c.main.who == who:
		return true
	}
	for i := range c.beside {
		if c.beside[i].kind == TaskQuestion && c.beside[i].who == who {
			return true
		}
	}
	return false
}

func (c *Checker) judgeEvidence() *Broken {
	if has(inRuling, c.main.kind) && !c.mayBring(c.e.Actor.Role) {
		return broken(invAnswerDays, "%s adds evidence out of turn or too late", c.e.Actor.Role)
	}
	return nil
}

// judgeFile judges the events of the ruling.
func (c *Checker) judgeFile() *Broken {
	e, f := &c.e, &c.file
	switch b := e.Body.(type) {
	case RulingRequested:
		if b.Consents == "" || b.Text.ID == "" || len(b.Points) == 0 {
			return broken(invTable, "a ruling requested without consents or points")
		}
		return c.inDays("requested")
	case AdjudicatorAssigned:
		switch {
		case c.till.fee == "":
			return broken(invFeeFirst, "assigned before the fee was paid")
		case b.Adjudicator == "" || has(c.room.mediators, b.Adjudicator):
			return broken(invNoMediator, "%q is to adjudicate", b.Adjudicator)
		case has(f.barred, b.Adjudicator):
			return broken(invChallenge, "%q comes back", b.Adjudicator)
		}
	case AdjudicatorDeclared:
		if e.Actor.ID == "" || e.Actor.ID != f.adjudicator {
			return broken(invOnlyAssigned, "%q declares, %q is assigned", e.Actor.ID, f.adjudicator)
		}
	case WaitChosen:
		if c.find(TaskWait, "") == nil {
			return broken(invOnce, "an answer to what was not asked")
		}
	case Challenged:
		t := c.find(TaskChallenge, string(e.Actor.Role))
		if t == nil || !f.declared || f.challenged[side(e.Actor.Role)] || b.Text.ID == "" ||
			!t.last.IsZero() && !e.Due.Before(t.last.End()) {
			return broken(invChallenge, "%s challenges again, too late or without reasons", e.Actor.Role)
		}
	case ChallengeJudged:
		if !f.challenge || b.Reason.ID == "" {
			return broken(invChallenge, "a challenge judged that is not there, or without a reason")
		}
	default:
		if b := c.judgeHearing(); b != nil {
			return b
		}
		return c.judgeRuling()
	}
	return nil
}

// inDays: the days to ask for a ruling and to pay are not over.
func (c *Checker) inDays(what string) *Broken {
	if !c.main.last.IsZero() && !c.e.Due.Before(c.main.last.End()) {
		return broken(invNotLate, "%s after %s", what, c.main.last)
	}
	return nil
}

// judgeHearing judges what the parties and the adjudicator say before the file is closed.
func (c *Checker) judgeHearing() *Broken {
	e, f := &c.e, &c.file
	switch b := e.Body.(type) {
	case ClaimSent:
		if e.Actor == Clock && b.ByTime && c.till.fee != "" {
			return nil
		}
		return c.byAdjudicator()
	case DefenceGiven:
		for _, p := range f.points {
			if !answers(b.Points, p.ID) {
				return broken(invTable, "the defence leaves point %s out", p.ID)
			}
		}
	case ReplyGiven:
		if b.Turn != c.main.kind || e.Actor.Role != c.main.who {
			return broken(invAnswerDays, "%s speaks in the turn of %s", e.Actor.Role, c.main.who)
		}
	case LeaveAsked:
		if !f.sent || f.closed || c.find(TaskLeave, string(e.Actor.Role)) != nil || DateOf(e.Due).After(c.newUntil()) {
			return broken(invAnswerDays, "%s asks leave again, or too late", e.Actor.Role)
		}
	case LeaveJudged:
		if c.find(TaskLeave, string(b.Party)) == nil || !b.Granted && b.Reason.ID == "" {
			return broken(invOnce, "leave judged that was not asked, or without a reason")
		}
		return c.byAdjudicator()
	case QuestionAsked:
		for _, who := range b.To {
			if c.find(TaskQuestion, b.ID+":"+string(who)) != nil {
				return broken(invOnce, "question %s twice", b.ID)
			}
		}
		if DateOf(e.Due).After(c.newUntil()) {
			return broken(invAnswerDays, "a question after %s", c.newUntil())
		}
		return c.byAdjudicator()
	case QuestionAnswered:
		if t := c.find(TaskQuestion, b.ID); t == nil || t.who != e.Actor.Role {
			return broken(invOnce, "an answer to %s, which is not open", b.ID)
		}
	case FileClosed:
		if b := c.judgeAllSeen(); b != nil {
			return b
		}
		return c.byAdjudicator()
	default:
	}
	return nil
}

func answers(list []PointAnswer, id string) bool {
	for _, p := range list {
		if p.ID == id {
			return true
		}
	}
	return false
}

// judgeAllSeen: no side is left that could not answer something, and nothing is asked.
func (c *Checker) judgeAllSeen() *Broken {
	if c.file.unseen != [2]bool{} {
		return broken(invSeen, "closed while something is new for a party: %v", c.file.unseen)
	}
	for i := range c.beside {
		if k := c.beside[i].kind; k == TaskQuestion || k == TaskLeave {
			return broken(invSeen, "closed while %s of %s is open", k, c.beside[i].about)
		}
	}
	return nil
}

// judgeRuling judges the ruling and what comes after it.
func (c *Checker) judgeRuling() *Broken {
	e, f := &c.e, &c.file
	switch b := e.Body.(type) {
	case RulingExtended:
		if f.extended || b.Until != f.ruleBy.AddDays(c.rules.RuleExtensionDays) || b.Reason.ID == "" {
			return broken(invRuleBy, "extended again, too far or without a reason: %s", b.Until)
		}
		return c.byAdjudicator()
	case RulingSigned:
		return c.judgeSigned(b)
	case RulingCorrected:
		switch {
		case !f.ruled || b.Number == f.number || !strings.HasPrefix(b.Number, f.number) || b.Text.ID == "":
			return broken(invRulingStays, "%s in place of %s", b.Number, f.number)
		case has(f.corrections, b.Number):
			return broken(invOnce, "correction %s twice", b.Number)
		case e.Actor.ID != f.adjudicator:
			return broken(invOnlyAssigned, "corrected by %q", e.Actor.ID)
		case DateOf(e.Due).After(NextWorkday(DateOf(f.ruledAt).AddDays(c.rules.CorrectionDays))):
			return broken(invRulingStays, "corrected on %s", DateOf(e.Due))
		}
	case RulingPublished:
		if !f.ruled || f.published {
			return broken(invOnce, "published twice, or before there was a ruling")
		}
	default:
	}
	return nil
}

func (c *Checker) judgeSigned(b RulingSigned) *Broken {
	f := &c.file
	early := c.main.kind == TaskForward // before the shop heard of the request only its inadmissibility can be seen
	switch {
	case f.ruled:
		return broken(invOneRuling, "a second ruling")
	case early && b.Outcome != RuledInadmissible, !early && !f.closed:
		return broken(invSeen, "ruled as %s on a file that is not closed", b.Outcome)
	case early && c.till.fee != "":
		return broken(invGoesBack, "inadmissible before the shop heard of it, and the fee stays")
	case !early && !c.e.Due.Before(c.overdue(&c.main)):
		return broken(invRuleBy, "ruled on %s, to be ruled by %s", DateOf(c.e.Due), c.main.last)
	case b.Number == "" || b.Text.ID == "" || b.FeeBy == "":
		return broken(invTable, "a ruling without its number, its text or who bears the fee")
	}
	if b.Outcome != RuledInadmissible {
		for _, p := range f.points {
			n := 0
			for _, d := range b.Points {
				if d.ID == p.ID && d.Text.ID != "" {
					n++
				}
			}
			if n != 1 {
				return broken(invTable, "point %s is decided %d times", p.ID, n)
			}
		}
		if !early {
			if b := c.judgeAllSeen(); b != nil {
				return b
			}
		}
		return c.byAdjudicator()
	}
	if c.e.Actor.ID != f.adjudicator || !f.declared || has(c.room.mediators, c.e.Actor.ID) {
		return broken(invOnlyAssigned, "inadmissible, says %q", c.e.Actor.ID)
	}
	return nil
}

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
			t.run(&c.rules, at)
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
		t.run(&c.rules, at)
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
		f.corrections = append(f.corrections, b.Number)
	case RulingPublished:
		f.published = true
	default:
	}
}

func (c *Checker) addSigned(b RulingSigned, at time.Time) {
	f := &c.file
	f.ruled, f.closed, f.number, f.outcome, f.ruledAt = true, true, b.Number, b.Outcome, at
	f.consumerDoes = false
	var last Date
	for _, o := range b.Orders {
		if o.Who == Consumer {
			f.consumerDoes = true
			f.owed -= o.Amount
			continue
		}
		f.owed += o.Amount
		if o.Due.After(last) {
			last = o.Due
		}
	}
	c.closeOffers()
	c.reported = false
	c.drop(func(t *span) bool { return t.kind != TaskReach })
	if last.IsZero() {
		c.main = span{}
		c.owe(EndedAs{}.eventType())
		return
	}
	c.open(TaskPerform, at)
	c.main.last = last
}
