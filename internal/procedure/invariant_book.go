package procedure

import (
	"slices"
	"strings"
	"time"
)

// lawfulEvent is a row of the checker's table, written beside Moves and Terms and not made from them.
type lawfulEvent struct {
	by    []Role
	rules []string
	in    uint64 // main tasks during which it may happen, as bits
}

// lettered names the tasks whose term waits for a letter to their party.
var lettered = func() map[TaskKind]bool {
	m := map[TaskKind]bool{}
	for _, k := range []TaskKind{
		TaskAnswer, TaskRemedy, TaskChoice, TaskResume, TaskConfirm, TaskObject, TaskGoOn, TaskOffer, TaskReturn, TaskHear,
		TaskAsk, TaskConsider, TaskResponse, TaskRequest, TaskFee, TaskDefence, TaskReply, TaskRejoinder, TaskRespond, TaskWait,
		TaskChallenge, TaskQuestion, TaskShopConfirm, TaskMakeUp, TaskCounter,
	} {
		m[k] = true
	}
	return m
}()

// whose names who has a task; the ones that are now one party's and now the other's are not in it.
var whose = map[TaskKind]Role{
	TaskAdmission: Mediator, TaskNotice: System, TaskPhone: Mediator, TaskPost: Mediator, TaskAnswer: Shop,
	TaskNotOurs: Mediator, TaskChoice: Consumer, TaskExtension: Shop, TaskResume: Consumer,
	TaskMediator: Mediator, TaskLook: Mediator, TaskPause: System, TaskReturn: Consumer, TaskNews: System, TaskHeld: Mediator, TaskResponse: Consumer,
	TaskRequest: Consumer, TaskFee: Consumer, TaskAssign: Mediator, TaskDeclare: Adjudicator, TaskJudgeChallenge: Administrator,
	TaskForward: Adjudicator, TaskDefence: Shop, TaskReply: Consumer, TaskRejoinder: Shop, TaskStudy: Adjudicator,
	TaskRule: Adjudicator, TaskSeek: System, TaskWait: Consumer, TaskLeave: Adjudicator, TaskShopConfirm: Shop,
	TaskRest: System, TaskOwed: Consumer, TaskMakeUp: Consumer, TaskCounter: Shop, TaskWeigh: Mediator,
	TaskPerform: Shop, TaskConfirm: Consumer, TaskRemedy: Shop, TaskObject: Consumer, TaskJudge: Mediator, TaskGoOn: Consumer,
	TaskReach: Mediator,
}

// The main tasks of each part of the procedure.
var (
	inNotice  = []TaskKind{TaskNotice, TaskPhone, TaskPost, TaskAnswer}
	inFree    = append(slices.Clone(inNotice), TaskChoice, TaskExtension, TaskResume)
	inDirect  = append(slices.Clone(inFree), TaskNotOurs)
	inAgreed  = []TaskKind{TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskJudge, TaskGoOn, TaskRest}
	inTalk    = []TaskKind{TaskMediator, TaskLook} // the mediation runs
	inRoom    = append(slices.Clone(inTalk), TaskPause, TaskReturn)
	inTurn    = []TaskKind{TaskDefence, TaskReply, TaskRejoinder, TaskRespond}
	inHearing = append(slices.Clone(inTurn), TaskForward, TaskStudy)
	inPaid    = append(slices.Clone(inHearing), TaskRule, TaskAssign, TaskDeclare, TaskJudgeChallenge)
	inRuling  = append(slices.Clone(inPaid), TaskRequest, TaskFee)
	inOpen    = slices.Concat([]TaskKind{TaskAdmission}, inDirect, inAgreed, inRoom, inRuling)
	inAlways  = append(slices.Clone(inOpen), "")
	inBehind  = append(slices.Clone(inAgreed), "") // behind a ruling
	inOffers  = slices.Concat(inDirect, inRoom, inRuling)
)

var kindBit = func() map[TaskKind]uint64 {
	m := map[TaskKind]uint64{}
	for i, k := range inAlways {
		m[k] = 1 << i
	}
	return m
}()

func bits(kinds []TaskKind) (mask uint64) {
	for _, k := range kinds {
		mask |= kindBit[k]
	}
	return mask
}

const proposalEnds = "proposal-closed.1|agreement-made.1"

// either says whether a type is one of those between bars.
func either(types, typ string) bool {
	a, b, _ := strings.Cut(types, "|")
	return typ == a || typ == b
}

var lawfulEvents = func() map[string]lawfulEvent {
	clock := []Role{System}
	chief := []Role{Administrator}
	judge := []Role{Adjudicator}
	both := append(slices.Clone(parties), staff...)
	on := func(k ...TaskKind) []TaskKind { return k }
	under := func(r ...string) []string { return r }
	rows := []struct {
		body  Body
		by    []Role
		rules []string
		in    []TaskKind
	}{
		{Opened{}, consumer, under("0.5"), nil},
		{Admitted{}, append(slices.Clone(staff), System), under("0.4"), on(TaskAdmission)},
		{RefusedOn{}, staff, under("0.4", "1.2", "2.7"), append(slices.Clone(inTalk), TaskAdmission, TaskNotOurs)},
		{LetterAccepted{}, clock, under("6.3"), inAlways},
		{LetterDeferred{}, clock, under("1.1"), inAlways},
		{LetterBounced{}, clock, under("1.1"), inAlways},
		{NoticeFailed{}, clock, under("1.1"), on(TaskNotice)},
		{PostDue{}, clock, under("1.1"), on(TaskPhone)},
		{ShopTold{}, staff, under("1.1"), on(TaskPhone, TaskPost)},
		{AddressSet{}, staff, under("1.1"), inOpen},
		{Reminded{}, clock, under("1.1", "1.4", "4.2", "2.7", "3.1", "3.7"), slices.Concat(inTalk, inAgreed, on(TaskAnswer, TaskChoice, TaskRequest, TaskFee))},
		{MessageSent{}, parties, under("1.2"), append(slices.Clone(inDirect), inAgreed...)},
		{EvidenceAdded{}, parties, under("1.2"), inOpen},
		{OfferMade{}, parties, under("1.2"), slices.Concat(inFree, inRoom, inRuling)},
		{OfferClosed{}, append(slices.Clone(parties), System), under("1.2"), inOffers},
		{AgreementMade{}, parties, under("1.2", "2.5"), inOffers},
		{SolvedSaid{}, shop, under("1.2"), inFree},
		{SolvedDenied{}, consumer, under("1.2"), inDirect},
		{Contested{}, shop, under("1.2"), inFree},
		{NotOursSaid{}, shop, under("1.2"), inFree},
		{NotOursRejected{}, staff, under("1.2"), on(TaskNotOurs)},
		{ChoiceAsked{}, []Role{System, Shop, Consumer}, under("1.1", "1.2", "1.3.2", "1.4"), append(slices.Clone(inNotice), TaskExtension, TaskResume)},
		{Chosen{}, consumer, under("1.3"), inDirect},
		{ChoiceUndone{}, consumer, under("1.3"), on(TaskExtension, TaskMediator)},
		{ChoicesLapsed{}, consumer, under("1.3"), on(TaskExtension, TaskMediator, "")},
		{PausedNoAnswer{}, clock, under("1.4"), on(TaskChoice)},
		{Resumed{}, consumer, under("1.4"), on(TaskResume)},
		{Reopened{}, consumer, under("1.3", "1.3.1"), on("")},
		{WithdrawnBy{}, consumer, under("1.2"), slices.Concat(on(TaskAdmission), inDirect, inRoom, inRuling)},
		{ComplianceAsked{}, clock, under("4.1"), on(TaskPerform)},
		{DoneReported{}, shop, under("4.1"), on(TaskPerform, TaskConfirm)},
		{ComplianceAnswered{}, consumer, under("4.1"), on(TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskGoOn)},
		{NotConfirmed{}, clock, under("4.2"), on(TaskConfirm)},
		{ProofGiven{}, shop, under("4.3"), on(TaskRemedy)},
		{ProofStands{}, clock, under("4.3"), on(TaskObject)},
		{ProofObjected{}, consumer, under("4.3"), on(TaskObject)},
		{ComplianceJudged{}, staff, under("4.3"), on(TaskJudge)},
		{NotCarriedOut{}, append(slices.Clone(staff), System), under("4.3"), on(TaskJudge, TaskRemedy)},
		{WentOn{}, consumer, under("4.4"), on(TaskGoOn)},
		{TermExtended{}, staff, under("6.5"), on(TaskAnswer, TaskChoice, TaskExtension, TaskResume, TaskConfirm, TaskRemedy, TaskObject, TaskGoOn, TaskReturn, TaskRequest, TaskFee)},
		{EndedAs{}, []Role{Mediator, Administrator, Adjudicator, Consumer, System}, under("0.4", "1.2", "1.3", "1.4", "2.7", "3.1", "3.3", "3.5", "3.7", "4.1", "4.2", "4.3", "4.4"), inOpen},

		{MediatorAssigned{}, staff, under("2.1"), inRoom},
		{MediatorReturned{}, staff, under("2.1"), inRoom},
		{JointSent{}, both, under("2.2"), append(slices.Clone(inTalk), TaskPause)},
		{JointHeld{}, parties, under("2.2"), append(slices.Clone(inTalk), TaskPause)},
		{JointHidden{}, staff, under("2.2"), inRoom},
		{PrivateSent{}, both, under("2.2"), append(slices.Clone(inTalk), TaskPause)},
		{SendUndone{}, staff, under("2.2"), inRoom},
		{NoteAdded{}, staff, under("2.2"), inOpen},
		{FactsNoted{}, staff, under("2.2"), inTalk},
		{AccountsAsked{}, staff, under("2.3"), inTalk},
		{AccountMissed{}, clock, under("2.3"), inRoom},
		{HearingExtended{}, staff, under("2.3"), inRoom},
		{AnswerMissed{}, clock, under("2.2"), inRoom},
		{AdviceGiven{}, staff, under("2.4"), inTalk},
		{ProposalPut{}, staff, under("2.5"), inTalk},
		{ProposalAnswered{}, parties, under("2.5"), append(slices.Clone(inTalk), TaskPause)},
		{ProposalMissed{}, clock, under("2.5"), append(slices.Clone(inTalk), TaskPause)},
		{ProposalClosed{}, append(slices.Clone(both), System), under("2.5"), append(slices.Clone(inTalk), TaskPause)},
		{SignalRaised{}, staff, under("2.6"), inRoom},
		{LookSet{}, staff, under("2.7"), on(TaskLook)},
		{PauseAsked{}, staff, under("2.7"), on(TaskLook)},
		{PauseAnswered{}, parties, under("2.7"), on(TaskLook)},
		{MediationPaused{}, parties, under("2.7"), on(TaskLook)},
		{PauseOver{}, clock, under("2.7"), on(TaskPause)},
		{NothingNew{}, clock, under("2.1"), inTalk},
		{NoResponse{}, clock, under("2.7"), inTalk},
		{MediationResumed{}, consumer, under("2.7"), on(TaskReturn)},
		{MediationLeft{}, parties, under("2.7"), append(slices.Clone(inTalk), TaskPause)},
		{Concluded{}, both, under("2.7"), append(slices.Clone(inTalk), TaskPause)},

		{RulingRequested{}, consumer, under("3.2"), on(TaskRequest)},
		{AdjudicatorAssigned{}, staff, under("3.3"), on(TaskAssign, TaskDeclare)},
		{AdjudicatorDeclared{}, judge, under("3.3"), on(TaskDeclare)},
		{AdjudicatorSilent{}, clock, under("3.3"), on(TaskDeclare)},
		{NoAdjudicator{}, clock, under("3.3"), on(TaskAssign, TaskDeclare)},
		{WaitChosen{}, consumer, under("3.3"), on(TaskAssign, TaskDeclare)},
		{Challenged{}, parties, under("3.3"), append(slices.Clone(inHearing), TaskRule)},
		{ChallengeJudged{}, chief, under("3.3"), on(TaskJudgeChallenge)},
		{ClaimSent{}, append(slices.Clone(judge), System), under("3.4"), on(TaskForward)},
		{DefenceGiven{}, shop, under("3.4"), on(TaskDefence)},
		{ReplyGiven{}, parties, under("3.4"), on(TaskReply, TaskRejoinder, TaskRespond)},
		{TurnMissed{}, clock, under("3.4"), inTurn},
		{LeaveAsked{}, parties, under("3.4"), inHearing},
		{LeaveJudged{}, judge, under("3.4"), inHearing},
		{QuestionAsked{}, judge, under("3.5"), on(TaskStudy)},
		{QuestionAnswered{}, parties, under("3.5"), inPaid},
		{QuestionMissed{}, clock, under("3.5"), inPaid},
		{FileClosed{}, judge, under("3.5"), on(TaskStudy)},
		{RulingExtended{}, judge, under("3.4"), on(TaskStudy, TaskRule)},
		{AdjudicatorOverdue{}, clock, under("3.4"), on(TaskStudy, TaskRule)},
		{RulingSigned{}, judge, under("3.5"), on(TaskForward, TaskRule)},
		{RulingCorrected{}, judge, under("3.6"), inBehind},
		{RulingPublished{}, staff, under("3.6"), inBehind},
		{ShopAsked{}, clock, under("4.1"), inAgreed},
		{ShopConfirmed{}, shop, under("4.1"), inAgreed},
		{ShopSilent{}, clock, under("4.2"), inAgreed},
		{MadeUp{}, consumer, under("4.3"), inAgreed},
		{MadeUpStands{}, clock, under("4.3"), inAgreed},
		{MadeUpDisputed{}, shop, under("4.3"), inAgreed},
		{MadeUpJudged{}, staff, under("4.3"), inAgreed},
		{ConsumerFailed{}, clock, under("4.3"), inAgreed},
		{PaymentStarted{}, consumer, under("3.2"), on(TaskRequest, TaskFee)},
		{PaymentEnded{}, clock, under("3.2"), inAlways},
		{Paid{}, clock, under("3.2"), inAlways},
		{RefundAsked{}, staff, under("3.8"), inAlways},
		{RefundDue{}, []Role{System, Mediator, Administrator, Consumer, Shop, Adjudicator}, under("1.2", "3.2", "3.3", "3.5", "3.8"), inAlways},
		{Refunded{}, clock, under("3.8"), inAlways},
		{RefundFailed{}, clock, under("3.8"), inAlways},
	}
	m := make(map[string]lawfulEvent, len(rows))
	for _, r := range rows {
		m[r.body.eventType()] = lawfulEvent{r.by, r.rules, bits(r.in)}
	}
	return m
}()

// lawful looks the event up in the checker's own table of who may bring what about where.
func (c *Checker) lawful() *Broken {
	typ := c.e.Body.eventType()
	if _, opens := c.e.Body.(Opened); opens != (c.before.Body == nil) {
		return broken(invTable, "a dispute begins with one opening")
	}
	row, ok := lawfulEvents[typ]
	switch {
	case !ok:
		return broken(invTable, "%s is not an event that the rules know", typ)
	case !has(row.by, c.e.Actor.Role):
		n := invTable
		switch c.e.Body.(type) {
		case EvidenceAdded:
			n = invEvidence
		case EndedAs:
			n = invShopCloses
		case RulingSigned:
			n = invOnlyAssigned
		default:
		}
		return broken(n, "%s by %s", typ, c.e.Actor.Role)
	case !has(row.rules, c.e.Rule):
		return broken(invTable, "%s under rule %s", typ, c.e.Rule)
	case c.before.Body == nil || row.in&kindBit[c.main.kind] != 0:
		return nil
	case c.afterOneRuling():
		return nil
	case c.main.kind == "":
		if c.file.ruled && typ == (RulingSigned{}).eventType() {
			return broken(invOneRuling, "a second ruling")
		}
		return broken(invEndHolds, "%s after the end", typ)
	case c.file.ruled && typ == (RulingSigned{}).eventType():
		return broken(invOneRuling, "a second ruling")
	default:
		return broken(invTable, "%s during %s", typ, c.main.kind)
	}
}

// afterOneRuling: the end that a ruling without orders owes comes when no task is open.
func (c *Checker) afterOneRuling() bool {
	_, end := c.e.Body.(EndedAs)
	_, signed := c.cause.(RulingSigned)
	return end && signed && len(c.owed) > 0
}

// run begins the term of a task.
func (t *span) run(r *Rules, at time.Time) {
	t.begun = at
	defer t.stopAt(DateOf(at))
	if t.days > 0 {
		t.last = lastDay(at, t.days)
		return
	}
	switch t.kind {
	case TaskAdmission:
		t.last = lastDay(at, r.AdmissionDays)
	case TaskNotice:
		t.last = DateOf(at).AddDays(r.NoticeDays)
	case TaskPhone, TaskReach:
		t.last = AddWorkdays(DateOf(at), r.PhoneWorkdays)
	case TaskPost:
		t.last = AddWorkdays(DateOf(at), 1)
	case TaskAnswer:
		t.last = lastDay(at, r.AnswerDays)
	case TaskNotOurs:
		t.last = AddWorkdays(DateOf(at), r.NotOursWorkdays)
	case TaskChoice:
		t.last = lastDay(at, r.ChoiceDays-1)
	case TaskResume, TaskReturn:
		t.last = lastDay(at, r.ResumeDays)
	case TaskOffer:
		t.last = lastDay(at, r.OfferDays)
	case TaskMediator:
		t.last = AddWorkdays(DateOf(at), r.ContactWorkdays)
	case TaskLook:
		t.last = DateOf(at).AddDays(r.LookDays)
	case TaskNews:
		t.last = DateOf(at).AddDays(r.NewsDays)
	case TaskHear:
		t.last = lastDay(at, r.HearDays)
	case TaskConsider:
		t.last = lastDay(at, r.ProposalDays)
	case TaskResponse:
		t.last = lastDay(at, r.ResponseDays)
	case TaskRequest, TaskFee:
		t.last = lastDay(at, r.RequestDays)
	case TaskAssign:
		t.last = AddWorkdays(DateOf(at), r.AssignWorkdays)
	case TaskDeclare:
		t.last = AddWorkdays(DateOf(at), r.DeclareWorkdays)
	case TaskJudgeChallenge, TaskLeave:
		t.last = AddWorkdays(DateOf(at), r.ChallengeWorkdays)
	case TaskForward:
		t.last = AddWorkdays(DateOf(at), r.ForwardWorkdays)
	case TaskDefence:
		t.last = lastDay(at, r.DefenceDays)
	case TaskReply, TaskRejoinder, TaskRespond:
		t.last = lastDay(at, r.ReplyDays)
	case TaskSeek:
		t.last = DateOf(at).AddDays(r.NoAdjudicatorDays)
	case TaskChallenge:
		t.last = lastDay(at, r.ChallengeDays)
	case TaskQuestion:
		t.last = lastDay(at, r.QuestionDays)
	case TaskConfirm, TaskShopConfirm:
		t.last = lastDay(at, r.ConfirmDays-1)
	case TaskRemedy, TaskMakeUp:
		t.last = lastDay(at, r.RemedyDays)
	case TaskObject, TaskCounter:
		t.last = lastDay(at, r.ObjectDays)
	case TaskHeld:
		t.last = AddWorkdays(DateOf(at), 1)
	case TaskJudge, TaskWeigh:
		t.last = AddWorkdays(DateOf(at), r.JudgeWorkdays)
	case TaskGoOn:
		t.last = lastDay(at, r.GoOnDays)
	default: // extension, pause, perform, owed, rest, study and rule have a fixed day; an ask has days of its own
	}
}

// stopAt keeps an offer from standing after the day by which it would be carried out.
func (t *span) stopAt(today Date) {
	if t.done.IsZero() || !t.last.After(t.done) {
		return
	}
	t.last = t.done
	if t.last.Before(today) {
		t.last = today
	}
}

// task gives a task as it is when opened; its term begins at once unless it waits for a letter.
func (c *Checker) task(k TaskKind, who Role, about string, at time.Time) span {
	t := span{kind: k, who: who, about: about, since: at}
	if !lettered[k] {
		t.run(c.rules, at)
	}
	return t
}

// open puts a task in place of the main one.
func (c *Checker) open(k TaskKind, at time.Time) { c.main = c.task(k, whose[k], "", at) }

// put puts a task beside it.
func (c *Checker) put(k TaskKind, who Role, about string, at time.Time) {
	c.beside = append(c.beside, c.task(k, who, about, at))
}
