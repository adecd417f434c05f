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
	anywhere = []Stage{Admission, Direct, Mediation, Compliance, Ended}
	running  = []Stage{Admission, Direct, Mediation, Compliance}

	withShop = []TaskKind{TaskNotice, TaskPhone, TaskPost, TaskAnswer}
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
	{Rule: "1.2", By: parties, Command: MakeOffer{}, In: []Stage{Direct, Mediation}, Proof: ByBrowser, when: mayOffer, do: doOffer},
	{Rule: "1.2", By: parties, Command: WithdrawOffer{}, In: []Stage{Direct, Mediation}, Proof: ByBrowser, when: hasOwnOffer, do: doWithdrawOffer},
	{Rule: "1.2", By: parties, Command: DeclineOffer{}, In: []Stage{Direct, Mediation}, Proof: ByBrowser, when: hasOffer, do: doDecline},
	{Rule: "1.2", By: parties, Command: AcceptOffer{}, In: []Stage{Direct, Mediation}, Proof: ByCode, when: hasOffer, do: doAccept},
	{Rule: "1.2", By: shop, Command: SaySolved{}, In: direct, Proof: ByBrowser, when: notSaidSolved, do: doSaySolved},
	{Rule: "1.2", By: consumer, Command: DenySolved{}, In: direct, Proof: ByLink, when: saidSolved, do: doDenySolved},
	{Rule: "1.2", By: shop, Command: Contest{}, In: direct, Proof: ByBrowser, when: notContested, do: doContest},
	{Rule: "1.2", By: shop, Command: SayNotOurs{}, In: direct, Main: withShop, Proof: ByBrowser, when: notOursOpen, do: doNotOurs},
	{Rule: "1.2", By: staff, Command: JudgeNotOurs{}, In: direct, Main: []TaskKind{TaskNotOurs}, Proof: ByBrowser, do: doJudgeNotOurs},
	{Rule: "1.2", By: consumer, Command: Withdraw{}, In: []Stage{Admission, Direct, Mediation}, Proof: ByCode, do: doWithdraw},

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

// Decide judges a command by the table and gives the events that it brings, or a *Refusal. It changes nothing.
// The state has been caught up to now (CatchUp).
func Decide(s State, a Actor, c Command, now time.Time) ([]Event, error) {
	refusal := no(NotNow)
	for _, m := range movesOf[reflect.TypeOf(c)] {
		if !has(m.By, a.Role) {
			if refusal.Rule == "" {
				refusal = &Refusal{Code: NotYours, Rule: m.Rule}
			}
			continue
		}
		if !m.open(&s, a, now) {
			refusal = s.whyNot(m, now)
			continue
		}
		if a.Proof < m.Proof {
			return nil, &Refusal{Code: CodeAsked, Rule: m.Rule}
		}
		bodies, r := m.do(&s, a, c, now)
		if r != nil {
			r.Rule = m.Rule
			return nil, r
		}
		return s.events(bodies, a, m.Rule, now), nil
	}
	return nil, refusal
}

// IsRefusal gives the refusal in an error chain.
func IsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

func (s State) events(bodies []Body, a Actor, rule string, now time.Time) []Event {
	out := make([]Event, 0, len(bodies))
	for _, b := range bodies {
		e := s.stamp(b, a, rule, now, now)
		s = Evolve(s, e)
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
