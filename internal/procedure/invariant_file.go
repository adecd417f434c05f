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
	orders       []Order
	most         int64 // cents that were claimed in what was not denied
	defenceBy    Date  // last day of the defence's term, once it was given
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
		if b.Granted && DateOf(e.Due).After(c.newUntil()) {
			return broken(invAnswerDays, "leave for something new after %s", c.newUntil())
		}
		return c.byAdjudicator()
	case QuestionAsked:
		for _, who := range b.To {
			if c.find(TaskQuestion, b.ID+":"+string(who)) != nil {
				return broken(invOnce, "question %s twice", b.ID)
			}
		}
		if b := c.judgeQuestion(b); b != nil {
			return b
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
	return c.judgeChallenges()
}

// judgeChallenges: nobody who could still ask for another adjudicator is passed by.
func (c *Checker) judgeChallenges() *Broken {
	for i := range c.beside {
		if t := &c.beside[i]; t.kind == TaskChallenge && (t.last.IsZero() || c.e.Due.Before(t.last.End())) {
			return broken(invChallenge, "closed or ruled while the %s can still challenge", t.who)
		}
	}
	return nil
}

// judgeRuling judges the ruling and what comes after it.
func (c *Checker) judgeRuling() *Broken {
	e, f := &c.e, &c.file
	switch b := e.Body.(type) {
	case RulingExtended:
		if f.extended || DateOf(e.Due).After(f.ruleBy) || b.Until != f.ruleBy.AddDays(c.rules.RuleExtensionDays) || b.Reason.ID == "" {
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
		return c.judgeCorrected(b)
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
	case early && (c.till.fee != "" || b.FeeBy != FeeReturned), !early && b.FeeBy == FeeReturned:
		return broken(invGoesBack, "inadmissible before the shop heard of it, and the fee stays, or the other way round")
	case !early && !c.e.Due.Before(c.overdue(&c.main)):
		return broken(invRuleBy, "ruled on %s, to be ruled by %s", DateOf(c.e.Due), c.main.last)
	case b.Number == "" || b.Text.ID == "" || b.FeeBy == "":
		return broken(invTable, "a ruling without its number, its text or who bears the fee")
	}
	if b := c.judgeOrders(b); b != nil {
		return b
	}
	if b := c.judgeChallenges(); b != nil && !early {
		return b
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
