package procedure

import (
	"slices"
	"time"
)

// lawfulEvent is a row of the checker's table, written beside Moves and Terms and not made from them.
type lawfulEvent struct {
	by    []Role
	rules []string
	in    []TaskKind // main tasks during which it may happen; "" stands for ended
}

// lettered names the tasks whose term waits for a letter to their party.
var lettered = map[TaskKind]Role{
	TaskAnswer: Shop, TaskRemedy: Shop,
	TaskChoice: Consumer, TaskResume: Consumer, TaskConfirm: Consumer, TaskObject: Consumer, TaskGoOn: Consumer,
}

var lawfulEvents = func() map[string]lawfulEvent {
	var (
		clock  = []Role{System}
		notice = []TaskKind{TaskNotice, TaskPhone, TaskPost, TaskAnswer}
		free   = append(slices.Clone(notice), TaskChoice, TaskExtension, TaskResume)
		direct = append(slices.Clone(free), TaskNotOurs)
		during = []TaskKind{TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskJudge, TaskGoOn}
		open   = append(append(slices.Clone(direct), during...), TaskAdmission, TaskMediator)
		always = append(slices.Clone(open), "")
		offers = append(slices.Clone(direct), TaskMediator)
	)
	on := func(k ...TaskKind) []TaskKind { return k }
	rows := []struct {
		body  Body
		by    []Role
		rules []string
		in    []TaskKind
	}{
		{Opened{}, consumer, []string{"0.5"}, nil},
		{Admitted{}, append(slices.Clone(staff), System), []string{"0.4"}, on(TaskAdmission)},
		{RefusedOn{}, staff, []string{"0.4", "1.2"}, on(TaskAdmission, TaskNotOurs)},
		{LetterAccepted{}, clock, []string{"6.3"}, always},
		{LetterDeferred{}, clock, []string{"1.1"}, always},
		{LetterBounced{}, clock, []string{"1.1"}, always},
		{NoticeFailed{}, clock, []string{"1.1"}, on(TaskNotice)},
		{PostDue{}, clock, []string{"1.1"}, on(TaskPhone)},
		{ShopTold{}, staff, []string{"1.1"}, on(TaskPhone, TaskPost)},
		{AddressSet{}, staff, []string{"1.1"}, open},
		{Reminded{}, clock, []string{"1.1", "1.4", "4.2"}, on(TaskAnswer, TaskChoice, TaskConfirm)},
		{MessageSent{}, parties, []string{"1.2"}, append(slices.Clone(direct), during...)},
		{EvidenceAdded{}, parties, []string{"1.2"}, open},
		{OfferMade{}, parties, []string{"1.2"}, append(slices.Clone(free), TaskMediator)},
		{OfferClosed{}, append(slices.Clone(parties), System), []string{"1.2"}, offers},
		{AgreementMade{}, parties, []string{"1.2"}, offers},
		{SolvedSaid{}, shop, []string{"1.2"}, free},
		{SolvedDenied{}, consumer, []string{"1.2"}, direct},
		{Contested{}, shop, []string{"1.2"}, free},
		{NotOursSaid{}, shop, []string{"1.2"}, notice},
		{NotOursRejected{}, staff, []string{"1.2"}, on(TaskNotOurs)},
		{ChoiceAsked{}, []Role{System, Shop, Consumer}, []string{"1.1", "1.2", "1.3.2", "1.4"}, append(slices.Clone(notice), TaskExtension, TaskResume)},
		{Chosen{}, consumer, []string{"1.3"}, direct},
		{ChoiceUndone{}, consumer, []string{"1.3"}, on(TaskExtension, TaskMediator)},
		{ChoicesLapsed{}, consumer, []string{"1.3"}, on(TaskExtension, TaskMediator, "")},
		{PausedNoAnswer{}, clock, []string{"1.4"}, on(TaskChoice)},
		{Resumed{}, consumer, []string{"1.4"}, on(TaskResume)},
		{Reopened{}, consumer, []string{"1.3", "1.3.1"}, on("")},
		{WithdrawnBy{}, consumer, []string{"1.2"}, append(slices.Clone(direct), TaskAdmission, TaskMediator)},
		{ComplianceAsked{}, clock, []string{"4.1"}, on(TaskPerform)},
		{DoneReported{}, shop, []string{"4.1"}, on(TaskPerform, TaskConfirm)},
		{ComplianceAnswered{}, consumer, []string{"4.1"}, on(TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskGoOn)},
		{NotConfirmed{}, clock, []string{"4.2"}, on(TaskConfirm)},
		{ProofGiven{}, shop, []string{"4.3"}, on(TaskRemedy)},
		{ProofStands{}, clock, []string{"4.3"}, on(TaskObject)},
		{ProofObjected{}, consumer, []string{"4.3"}, on(TaskObject)},
		{ComplianceJudged{}, staff, []string{"4.3"}, on(TaskJudge)},
		{NotCarriedOut{}, append(slices.Clone(staff), System), []string{"4.3"}, on(TaskJudge, TaskRemedy)},
		{WentOn{}, consumer, []string{"4.4"}, on(TaskGoOn)},
		{TermExtended{}, staff, []string{"6.5"}, on(TaskAnswer, TaskChoice, TaskExtension, TaskResume, TaskConfirm, TaskRemedy, TaskObject, TaskGoOn)},
		{EndedAs{}, append(slices.Clone(staff), Consumer, System), []string{"0.4", "1.2", "1.3", "1.4", "4.1", "4.2", "4.3", "4.4"}, open},
	}
	m := make(map[string]lawfulEvent, len(rows))
	for _, r := range rows {
		m[r.body.eventType()] = lawfulEvent{r.by, r.rules, r.in}
	}
	return m
}()

// judge looks at what only some events must hold.
func (c *checker) judge() *Broken {
	e := c.e
	if e.Actor.Role == Shop && !c.told {
		return broken(invTable, "the shop acts on a complaint that it was not told of")
	}
	switch b := e.Body.(type) {
	case RefusedOn:
		if !has(Grounds, b.Ground) || b.Reason.ID == "" {
			return broken(invTable, "refused without a ground of the list and a reason")
		}
	case TermExtended:
		if b.Task != c.main.kind || c.main.begun.IsZero() || !b.Until.After(c.main.last) || b.Reason.ID == "" {
			return broken(invTable, "term of %s extended to %s", b.Task, b.Until)
		}
	case OfferMade:
		if _, twice := c.offers[b.ID]; twice || b.By != e.Actor.Role {
			return broken(invOnce, "offer %s again, or in another's name", b.ID)
		}
		for _, o := range c.offers {
			if o.By == b.By {
				return broken(invOnce, "a second offer of %s beside the first", b.By)
			}
		}
	case OfferClosed:
		if _, ok := c.offers[b.ID]; !ok {
			return broken(invOnce, "offer %s closed that was not open", b.ID)
		}
	case AgreementMade:
		o, ok := c.offers[b.Offer]
		if !ok || o.By == e.Actor.Role || o.Due != b.Due {
			return broken(invTwoConsents, "agreement on %s without the offer of the other party", b.Offer)
		}
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
	case ChoiceAsked:
		return c.judgeAsked(b)
	case Chosen:
		return c.judgeChosen(b)
	case Reopened, ChoicesLapsed:
		return c.judgeBack()
	case EndedAs:
		return c.judgeEnd(b)
	default:
	}
	return nil
}

func (c *checker) judgeAsked(b ChoiceAsked) *Broken {
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

func (c *checker) judgeChosen(b Chosen) *Broken {
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

func (c *checker) judgeBack() *Broken {
	if c.main.kind != "" {
		return nil
	}
	if c.outcome != Solved || !c.reopen.IsZero() && !c.e.Due.Before(c.reopen.End()) {
		return broken(invReopen, "%s reopened on %s, could be until %s", c.outcome, DateOf(c.e.Due), c.reopen)
	}
	return nil
}

// judgeEnd wants each end behind the event that brings it.
func (c *checker) judgeEnd(b EndedAs) *Broken {
	ok := false
	switch cause := c.before.Body.(type) {
	case RefusedOn:
		ok = b.Outcome == Refused
	case WithdrawnBy:
		ok = b.Outcome == Withdrawn
	case Chosen:
		ok = b.Outcome == Solved && cause.Choice == ChooseSolved && c.e.Actor.Role == Consumer
	case NotConfirmed, ProofStands:
		ok = c.agreed(b)
	case ComplianceAnswered:
		ok = c.agreed(b) && cause.Answer == "done"
	case ComplianceJudged:
		ok = c.agreed(b) && cause.Carried
	default:
	}
	switch c.main.kind {
	case TaskResume:
		ok = ok || b.Outcome == NoAnswer && c.e.Actor == Clock
	case TaskGoOn:
		ok = ok || c.agreed(b)
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

func (c *checker) agreed(b EndedAs) bool {
	return b.Outcome == AgreedDirect || b.Outcome == AgreedMediation
}

// open puts a task in place of the main one; its term begins at once unless it waits for a letter.
func (c *checker) open(k TaskKind, at time.Time) {
	c.main = span{kind: k, since: at}
	if lettered[k] == "" {
		c.main.run(c.rules, at)
	}
}

// run begins the term of a task.
func (t *span) run(r Rules, at time.Time) {
	t.begun = at
	switch t.kind {
	case TaskAdmission:
		t.last = lastDay(at, r.AdmissionDays)
	case TaskNotice:
		t.last = DateOf(at).AddDays(r.NoticeDays)
	case TaskPhone:
		t.last = AddWorkdays(DateOf(at), r.PhoneWorkdays)
	case TaskPost:
		t.last = AddWorkdays(DateOf(at), 1)
	case TaskAnswer:
		t.last = lastDay(at, r.AnswerDays)
		if t.days > 0 {
			t.last = lastDay(at, t.days)
		}
	case TaskNotOurs:
		t.last = AddWorkdays(DateOf(at), r.NotOursWorkdays)
	case TaskChoice:
		t.last = lastDay(at, r.ChoiceDays-1)
	case TaskResume:
		t.last = lastDay(at, r.ResumeDays)
	case TaskMediator:
		t.last = AddWorkdays(DateOf(at), r.ContactWorkdays)
	case TaskConfirm:
		t.last = lastDay(at, r.ConfirmDays-1)
	case TaskRemedy:
		t.last = lastDay(at, r.RemedyDays)
	case TaskObject:
		t.last = lastDay(at, r.ObjectDays)
	case TaskJudge:
		t.last = AddWorkdays(DateOf(at), r.JudgeWorkdays)
	case TaskGoOn:
		t.last = lastDay(at, r.GoOnDays)
	default: // extension and perform have a fixed day
	}
}
