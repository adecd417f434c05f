package procedure

import (
	"errors"
	"reflect"
	"time"
)

// Move is a row of the table of moves: under which rule who may give which command where. The same row draws the
// button (Open), judges the command (Decide) and names the rule in the event.
type Move struct {
	Rule    string
	By      []Role
	Command Command    // its type
	In      []Stage    // nil: a dispute that does not exist yet
	Main    []TaskKind // main tasks during which it is possible; nil: all
	Proof   Proof      // how sure the program must be of who acts (rules 7.1)

	when func(s *State, a Actor, now time.Time) bool // further conditions for the button; nil: none
	do   func(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal)
}

var (
	consumer = []Role{Consumer}
	shop     = []Role{Shop}
	parties  = []Role{Consumer, Shop}
	staff    = []Role{Mediator, Administrator}
	system   = []Role{System}

	talking  = []Stage{Direct, Compliance}
	direct   = []Stage{Direct}
	agreed   = []Stage{Compliance}
	anywhere = []Stage{Admission, Direct, Mediation, Ruling, Compliance, Ended}
	running  = []Stage{Admission, Direct, Mediation, Ruling, Compliance}
	offering = []Stage{Direct, Mediation, Ruling}
	room     = []Stage{Mediation}
	ruling   = []Stage{Ruling}

	mediator    = []Role{Mediator, Administrator}
	adjudicator = []Role{Adjudicator}
	chief       = []Role{Administrator}

	withShop        = []TaskKind{TaskNotice, TaskPhone, TaskPost, TaskAnswer}
	beforeMediation = []TaskKind{TaskNotice, TaskPhone, TaskPost, TaskAnswer, TaskChoice, TaskExtension, TaskResume}
)

// Moves is the table of moves.
var Moves = []Move{
	{Rule: "0.5", By: consumer, Command: OpenDispute{}, Proof: ByCode, do: doOpen},
	{Rule: "0.4", By: staff, Command: Admit{}, In: []Stage{Admission}, Proof: ByBrowser, do: doAdmit},
	{Rule: "0.4", By: staff, Command: Refuse{}, In: []Stage{Admission}, Proof: ByBrowser, do: doRefuse},

	{Rule: "6.3", By: system, Command: RecordAccepted{}, In: anywhere, do: doAccepted},
	{Rule: "1.1", By: system, Command: RecordDeferred{}, In: anywhere, do: doDeferred},
	{Rule: "1.1", By: system, Command: RecordBounced{}, In: anywhere, do: doBounced},
	{Rule: "1.1", By: staff, Command: TellShop{}, In: direct, Main: []TaskKind{TaskPhone, TaskPost}, Proof: ByBrowser, do: doTell},
	{Rule: "1.1", By: staff, Command: SetAddress{}, In: running, Proof: ByBrowser, when: hasFailed, do: doAddress},

	{Rule: "1.2", By: parties, Command: SendMessage{}, In: talking, Proof: ByBrowser, do: doMessage},
	{Rule: "1.2", By: parties, Command: AddEvidence{}, In: running, Proof: ByBrowser, when: mayAdd, do: doEvidence},
	{Rule: "1.2", By: parties, Command: MakeOffer{}, In: offering, Proof: ByBrowser, when: mayOffer, do: doOffer},
	{Rule: "1.2", By: parties, Command: WithdrawOffer{}, In: offering, Proof: ByBrowser, when: hasOwnOffer, do: doWithdrawOffer},
	{Rule: "1.2", By: parties, Command: DeclineOffer{}, In: offering, Proof: ByBrowser, when: hasOffer, do: doDecline},
	{Rule: "1.2", By: parties, Command: AcceptOffer{}, In: offering, Proof: ByCode, when: hasOffer, do: doAccept},
	{Rule: "1.2", By: shop, Command: SaySolved{}, In: direct, Proof: ByBrowser, when: notSaidSolved, do: doSaySolved},
	{Rule: "1.2", By: consumer, Command: DenySolved{}, In: direct, Proof: ByLink, when: saidSolved, do: doDenySolved},
	{Rule: "1.2", By: shop, Command: Contest{}, In: direct, Proof: ByBrowser, when: notContested, do: doContest},
	{Rule: "1.2", By: shop, Command: SayNotOurs{}, In: direct, Main: beforeMediation, Proof: ByBrowser, when: notOursOpen, do: doNotOurs},
	{Rule: "1.2", By: staff, Command: JudgeNotOurs{}, In: direct, Main: []TaskKind{TaskNotOurs}, Proof: ByBrowser, do: doJudgeNotOurs},
	{Rule: "1.2", By: consumer, Command: Withdraw{}, In: []Stage{Admission, Direct, Mediation, Ruling}, Proof: ByCode, do: doWithdraw},

	{Rule: "1.3", By: consumer, Command: Choose{}, In: []Stage{Direct, Mediation, Ended}, Proof: ByLink, when: mayChoose, do: doChoose},
	{Rule: "1.3", By: consumer, Command: UndoChoice{}, In: []Stage{Direct, Mediation}, Main: []TaskKind{TaskExtension, TaskMediator}, Proof: ByLink, when: madeChoice, do: doUndo},
	{Rule: "1.3.1", By: consumer, Command: Reopen{}, In: []Stage{Ended}, Proof: ByLink, when: mayReopen, do: doReopen},
	{Rule: "1.4", By: consumer, Command: Resume{}, In: direct, Main: []TaskKind{TaskResume}, Proof: ByLink, do: doResume},

	{Rule: "4.1", By: shop, Command: ReportDone{}, In: agreed, Main: []TaskKind{TaskPerform, TaskConfirm}, Proof: ByBrowser, when: notReported, do: doReport},
	{Rule: "4.1", By: consumer, Command: AnswerCompliance{}, In: agreed, Main: []TaskKind{TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskGoOn}, Proof: ByBrowser, do: doAnswerCompliance},
	{Rule: "4.3", By: shop, Command: GiveProof{}, In: agreed, Main: []TaskKind{TaskRemedy}, Proof: ByBrowser, do: doProof},
	{Rule: "4.3", By: consumer, Command: ObjectToProof{}, In: agreed, Main: []TaskKind{TaskObject}, Proof: ByBrowser, do: doObject},
	{Rule: "4.3", By: staff, Command: JudgeProof{}, In: agreed, Main: []TaskKind{TaskJudge}, Proof: ByBrowser, do: doJudgeProof},
	{Rule: "4.4", By: consumer, Command: GoOn{}, In: agreed, Main: []TaskKind{TaskGoOn}, Proof: ByBrowser, do: doGoOn},
	{Rule: "4.4", By: consumer, Command: StopHere{}, In: agreed, Main: []TaskKind{TaskGoOn}, Proof: ByBrowser, do: doStopHere},

	{Rule: "2.1", By: staff, Command: Assign{}, In: room, Proof: ByBrowser, when: mayAssign, do: doAssign},
	{Rule: "2.1", By: staff, Command: ReturnCase{}, In: room, Proof: ByBrowser, when: mayReturn, do: doReturn},
	{Rule: "2.2", By: []Role{Consumer, Shop, Mediator, Administrator}, Command: SendJoint{}, In: room, Proof: ByBrowser, when: mayJoint, do: doJoint},
	{Rule: "2.2", By: []Role{Consumer, Shop, Mediator, Administrator}, Command: SendPrivate{}, In: room, Proof: ByBrowser, when: mayJoint, do: doPrivate},
	{Rule: "2.2", By: mediator, Command: JudgeHeld{}, In: room, Proof: ByBrowser, when: hasHeld, do: doJudgeHeld},
	{Rule: "2.2", By: mediator, Command: UndoSend{}, In: room, Proof: ByBrowser, when: mayUndoSend, do: doUndoSend},
	{Rule: "2.2", By: mediator, Command: NoteFacts{}, In: room, Proof: ByBrowser, when: mineHere, do: doFacts},
	{Rule: "2.2", By: staff, Command: AddNote{}, In: running, Proof: ByBrowser, do: doNote},
	{Rule: "2.3", By: mediator, Command: AskAccounts{}, In: room, Proof: ByBrowser, when: notAsked, do: doAskAccounts},
	{Rule: "2.3", By: mediator, Command: ExtendHearing{}, In: room, Proof: ByBrowser, when: mayExtendHearing, do: doExtendHearing},
	{Rule: "2.4", By: mediator, Command: Advise{}, In: room, Proof: ByBrowser, when: mineHere, do: doAdvise},
	{Rule: "2.5", By: mediator, Command: Propose{}, In: room, Proof: ByBrowser, when: mineHere, do: doPropose},
	{Rule: "2.5", By: mediator, Command: WithdrawProposal{}, In: room, Proof: ByBrowser, when: hasProposal, do: doWithdrawProposal},
	{Rule: "2.5", By: parties, Command: AcceptProposal{}, In: room, Proof: ByCode, when: hasProposal, do: doAcceptProposal},
	{Rule: "2.5", By: parties, Command: DeclineProposal{}, In: room, Proof: ByBrowser, when: hasProposal, do: doDeclineProposal},
	{Rule: "2.6", By: mediator, Command: RaiseSignal{}, In: room, Proof: ByBrowser, when: mine, do: doSignal},
	{Rule: "2.7", By: mediator, Command: SetLook{}, In: room, Main: []TaskKind{TaskLook}, Proof: ByBrowser, when: mine, do: doSetLook},
	{Rule: "2.7", By: mediator, Command: AskPause{}, In: room, Proof: ByBrowser, when: mayPause, do: doAskPause},
	{Rule: "2.7", By: parties, Command: AnswerPause{}, In: room, Main: []TaskKind{TaskLook}, Proof: ByBrowser, when: pauseAsked, do: doAnswerPause},
	{Rule: "2.7", By: consumer, Command: ResumeMediation{}, In: room, Main: []TaskKind{TaskReturn}, Proof: ByLink, do: doResumeMediation},
	{Rule: "2.7", By: parties, Command: LeaveMediation{}, In: room, Main: []TaskKind{TaskMediator, TaskLook, TaskPause}, Proof: ByBrowser, do: doLeave},
	{Rule: "2.7", By: mediator, Command: Conclude{}, In: room, Proof: ByBrowser, when: mineHere, do: doConclude},
	{Rule: "2.7", By: mediator, Command: Refuse{}, In: room, Proof: ByBrowser, when: mineHere, do: doRefuse},

	{Rule: "3.1", By: consumer, Command: StopHere{}, In: ruling, Main: []TaskKind{TaskRequest}, Proof: ByBrowser, do: doStopRequest},
	{Rule: "3.2", By: consumer, Command: RequestRuling{}, In: ruling, Main: []TaskKind{TaskRequest}, Proof: ByCode, when: mayRequest, do: doRequest},
	{Rule: "3.2", By: consumer, Command: StartPayment{}, In: ruling, Main: []TaskKind{TaskRequest, TaskFee}, Proof: ByBrowser, when: mayPay, do: doStartPayment},
	{Rule: "3.2", By: system, Command: RecordPayment{}, In: anywhere, do: doPayment},
	{Rule: "3.3", By: staff, Command: AssignAdjudicator{}, In: ruling, Main: []TaskKind{TaskAssign, TaskDeclare}, Proof: ByBrowser, do: doAssignAdjudicator},
	{Rule: "3.3", By: adjudicator, Command: Declare{}, In: ruling, Main: []TaskKind{TaskDeclare}, Proof: ByBrowser, when: theirs, do: doDeclare},
	{Rule: "3.3", By: consumer, Command: ChooseWait{}, In: ruling, Proof: ByBrowser, when: mayWait, do: doWait},
	{Rule: "3.3", By: parties, Command: ChallengeAdjudicator{}, In: ruling, Main: append([]TaskKind{TaskRule}, hearing...), Proof: ByBrowser, when: mayChallenge, do: doChallenge},
	{Rule: "3.3", By: chief, Command: JudgeChallenge{}, In: ruling, Main: []TaskKind{TaskJudgeChallenge}, Proof: ByBrowser, do: doJudgeChallenge},
	{Rule: "3.4", By: adjudicator, Command: SendClaim{}, In: ruling, Main: []TaskKind{TaskForward}, Proof: ByBrowser, when: opened, do: doSendClaim},
	{Rule: "3.4", By: shop, Command: Defend{}, In: ruling, Main: []TaskKind{TaskDefence}, Proof: ByBrowser, do: doDefend},
	{Rule: "3.4", By: parties, Command: SendReply{}, In: ruling, Proof: ByBrowser, when: myTurn, do: doReply},
	{Rule: "3.4", By: parties, Command: AskLeave{}, In: ruling, Main: hearing, Proof: ByBrowser, when: mayAskLeave, do: doAskLeave},
	{Rule: "3.4", By: adjudicator, Command: JudgeLeave{}, In: ruling, Main: hearing, Proof: ByBrowser, when: mayJudgeLeave, do: doJudgeLeave},
	{Rule: "3.4", By: adjudicator, Command: ExtendRuling{}, In: ruling, Main: []TaskKind{TaskStudy, TaskRule}, Proof: ByBrowser, when: mayExtendRuling, do: doExtendRuling},
	{Rule: "3.5", By: adjudicator, Command: AskQuestion{}, In: ruling, Main: []TaskKind{TaskStudy}, Proof: ByBrowser, when: opened, do: doAskQuestion},
	{Rule: "3.5", By: parties, Command: AnswerQuestion{}, In: ruling, Proof: ByBrowser, when: mayAnswerQuestion, do: doAnswerQuestion},
	{Rule: "3.5", By: adjudicator, Command: CloseFile{}, In: ruling, Main: append([]TaskKind{TaskStudy}, turns...), Proof: ByBrowser, when: opened, do: doCloseFile},
	{Rule: "3.5", By: adjudicator, Command: SignRuling{}, In: ruling, Proof: ByBrowser, when: maySign, do: doSign},
	{Rule: "3.6", By: adjudicator, Command: CorrectRuling{}, In: []Stage{Compliance, Ended}, Proof: ByBrowser, when: mayCorrect, do: doCorrect},
	{Rule: "3.6", By: staff, Command: PublishRuling{}, In: []Stage{Compliance, Ended}, Proof: ByBrowser, when: mayPublish, do: doPublish},
	{Rule: "3.8", By: staff, Command: AskRefund{}, In: anywhere, Proof: ByBrowser, when: mayAskRefund, do: doAskRefund},
	{Rule: "3.8", By: staff, Command: ApproveRefund{}, In: anywhere, Proof: ByBrowser, when: refundAsked, do: doApproveRefund},
	{Rule: "3.8", By: staff, Command: RetryRefund{}, In: anywhere, Proof: ByBrowser, when: mayRetry, do: doRetry},
	{Rule: "3.8", By: system, Command: RecordRefund{}, In: anywhere, do: doRefunded},

	{Rule: "4.1", By: shop, Command: ConfirmShop{}, In: agreed, Proof: ByBrowser, when: mayConfirmShop, do: doConfirmShop},
	{Rule: "4.3", By: consumer, Command: MakeUp{}, In: agreed, Proof: ByBrowser, when: mayMakeUp, do: doMakeUp},
	{Rule: "4.3", By: shop, Command: CounterMadeUp{}, In: agreed, Proof: ByBrowser, when: mayCounter, do: doCounter},
	{Rule: "4.3", By: staff, Command: WeighMadeUp{}, In: agreed, Proof: ByBrowser, when: mayWeigh, do: doWeigh},

	{Rule: "6.5", By: staff, Command: ExtendTerm{}, In: running, Proof: ByBrowser, when: mayExtend, do: doExtend},
}

var movesOf = func() map[reflect.Type][]*Move {
	m := make(map[reflect.Type][]*Move)
	for i := range Moves {
		t := reflect.TypeOf(Moves[i].Command)
		m[t] = append(m[t], &Moves[i])
	}
	return m
}()

// Open lists the moves that an actor may make at now: the buttons of the page. The caller has caught up.
// A move that asks more proof than the actor has is listed: the page asks for the code first.
func Open(s State, a Actor, now time.Time) []Move {
	var out []Move
	for i := range Moves {
		if Moves[i].open(&s, a, now) {
			out = append(out, Moves[i])
		}
	}
	return out
}

// May says whether the actor may give a command of this type now, leaving the proof aside.
func May(s State, a Actor, c Command, now time.Time) bool {
	for _, m := range movesOf[reflect.TypeOf(c)] {
		if m.open(&s, a, now) {
			return true
		}
	}
	return false
}

// ProofFor gives the proof that a command asks.
func ProofFor(c Command) Proof {
	p := ByLink
	for _, m := range movesOf[reflect.TypeOf(c)] {
		p = max(p, m.Proof)
	}
	return p
}

// Decide judges a command by the table and gives the events that it brings, or a *Refusal. It changes nothing,
// and the state is a pointer only because it is large. It has been caught up to now (CatchUp).
func Decide(s *State, a Actor, c Command, now time.Time) ([]Event, error) {
	var refusal *Refusal
	for _, m := range movesOf[reflect.TypeOf(c)] {
		if !has(m.By, a.Role) {
			if refusal == nil {
				refusal = &Refusal{Code: NotYours, Rule: m.Rule}
			}
			continue
		}
		if !m.open(s, a, now) {
			refusal = s.whyNot(m, now)
			continue
		}
		if a.Proof < m.Proof {
			return nil, &Refusal{Code: CodeAsked, Rule: m.Rule}
		}
		bodies, r := m.do(s, a, c, now)
		if r != nil {
			r.Rule = m.Rule
			return nil, r
		}
		return s.events(bodies, a, m.Rule, now), nil
	}
	if refusal == nil { // a command that no table knows
		refusal = no(NotNow)
	}
	return nil, refusal
}

// IsRefusal gives the refusal in an error chain.
func IsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

func (s *State) events(bodies []Body, a Actor, rule string, now time.Time) []Event {
	out := make([]Event, 0, len(bodies))
	for i, b := range bodies {
		e := s.stamp(b, a, rule, now, now)
		e.Seq += int64(i)
		out = append(out, e)
	}
	return out
}

func (m *Move) open(s *State, a Actor, now time.Time) bool {
	if !has(m.By, a.Role) || !has(m.In, s.Stage) && (m.In != nil || s.Stage != "") {
		return false
	}
	if m.Main != nil {
		t, ok := s.Main()
		if !ok || !has(m.Main, t.Kind) {
			return false
		}
	}
	return m.when == nil || m.when(s, a, now)
}

// whyNot tells a person who came too late until when it could be done.
func (s *State) whyNot(m *Move, now time.Time) *Refusal {
	if _, ok := m.Command.(Reopen); ok && s.Stage == Ended && s.Outcome == Solved && !s.CanReopen(now) {
		return &Refusal{Code: TooLate, Rule: m.Rule, Until: s.ReopenUntil}
	}
	if _, ok := m.Command.(AskLeave); ok && s.File.Sent && !s.File.Closed && DateOf(now).After(s.NewUntil()) {
		return &Refusal{Code: NothingNewNow, Rule: m.Rule, Until: s.NewUntil()}
	}
	return &Refusal{Code: NotNow, Rule: m.Rule}
}

func has[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
