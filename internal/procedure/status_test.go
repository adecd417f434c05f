package procedure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestStatusSaysWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		play func() *play
		turn Turn
		step Step
		task TaskKind
		work TaskKind
	}{
		"admission":  {func() *play { return confirmed(t, monday, GroundTooOld) }, TurnUs, StepSent, TaskAdmission, TaskAdmission},
		"notice":     {func() *play { return confirmed(t, monday) }, TurnShop, StepDirect, TaskNotice, ""},
		"answer":     {func() *play { return noticed(t, monday) }, TurnShop, StepDirect, TaskAnswer, ""},
		"choice":     {func() *play { return asked(t) }, TurnConsumer, StepDirect, TaskChoice, ""},
		"compliance": {func() *play { return agreement(t) }, TurnShop, StepDirect, TaskPerform, ""},
		"mediation": {func() *play {
			p := asked(t)
			p.do(consumerHere, Choose{Choice: ChooseHelp})
			return p
		}, TurnUs, StepMediation, TaskMediator, TaskMediator},
		"withdrawn from mediation": {func() *play {
			p := asked(t)
			p.do(consumerHere, Choose{Choice: ChooseHelp})
			p.do(consumerByCode, Withdraw{})
			return p
		}, TurnClosed, StepMediation, "", ""},
		"refused": {func() *play {
			p := confirmed(t, monday, GroundTooOld)
			p.do(mediatorHere, Refuse{GroundTooOld, text})
			return p
		}, TurnClosed, StepSent, "", ""},
	} {
		p := c.play()
		st := StatusOf(p.s, p.now)
		if st.Turn != c.turn || st.Step != c.step || st.Task != c.task || Work(p.s) != c.work {
			t.Errorf("%s: turn %s, step %d, task %s, work %s", name, st.Turn, st.Step, st.Task, Work(p.s))
		}
	}
}

func TestWouldEnd(t *testing.T) { // rules 1.1
	t.Parallel()
	p := confirmed(t, monday)
	if d, ok := p.s.WouldEnd(TaskAnswer, "", p.instant(1, "12:00")); !ok || d != p.date(8) {
		t.Errorf("notice on its way: %s", d)
	}
	p.at(4, "12:00")
	if d, ok := p.s.WouldEnd(TaskAnswer, "", p.now); !ok || d != p.date(11) || !p.s.Has(TaskPhone) {
		t.Errorf("during %v: %s", p.s.Tasks, d)
	}
	p = noticed(t, monday)
	if d, ok := p.s.WouldEnd(TaskAnswer, "", p.instant(3, "12:00")); !ok || d != p.date(7) {
		t.Errorf("running: %s", d)
	}
	if _, ok := p.s.WouldEnd(TaskChoice, "", p.now); ok {
		t.Error("a choice that was not asked ends")
	}
}

// Whatever happened, a dispute ends, and every refund is made, when letters arrive, staff and adjudicators do their work,
// the provider answers and the parties fall silent.
func TestEveryDisputeEnds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 5))
		log, _ := journey(t, r.IntN, r.IntN(100), func([]Event) {})
		s, now := Fold(log), log[len(log)-1].Recorded
		for round := 0; s.Stage != Ended || owesMoney(s); round++ {
			if round > 150 {
				checkAll(t)(log)
				t.Fatalf("seed %d: after %s still %+v, %+v", seed, now, s.Tasks, s.Money)
			}
			now = now.AddDate(0, 0, 3)
			var inputs []given
			for _, l := range waiting(s, now) {
				if _, unreached := s.Find(TaskReach, string(l.Party)); !unreached {
					inputs = append(inputs, given{now, Post, RecordAccepted{l}})
				}
			}
			for _, role := range StatusOf(s, now).Unreach {
				inputs = append(inputs, given{now, mediatorHere, SetAddress{AddressSet{Party: role, Note: text}}})
			}
			s, log = obey(s, log, append(inputs, duties(s, now)...), now)
		}
		checkAll(t)(log)
	}
}

func owesMoney(s State) bool {
	return slices.ContainsFunc(s.Money.Refunds, func(r Refund) bool { return r.Status != RefundDone })
}

// duties is what staff, the adjudicator and the payment provider do, without delay.
func duties(s State, now time.Time) []given {
	var out []given
	by := func(a Actor, c Command) { out = append(out, given{now, a, c}) }
	chief := Actor{Role: Administrator, ID: "a", Proof: ByBrowser}
	staff := Actor{Role: Mediator, ID: s.Room.Mediator, Proof: ByBrowser}
	judge := Actor{Role: Adjudicator, ID: s.File.Adjudicator, Proof: ByBrowser}
	for _, p := range s.Money.Payments {
		if p.Status == PaymentOpen {
			by(Till, RecordPayment{ID: p.ID, Status: "expired"})
		}
	}
	for _, r := range s.Money.Refunds {
		by(chief, RetryRefund{r.ID})
		by(Till, RecordRefund{ID: r.ID})
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskLeave {
			by(judge, JudgeLeave{LeaveJudged{Party: Role(t.About), Reason: text}})
		}
	}
	switch t, _ := s.Main(); t.Kind {
	case TaskPhone, TaskPost:
		by(mediatorHere, TellShop{ShopTold{How: "phone", At: now}})
	case TaskNotOurs:
		by(mediatorHere, JudgeNotOurs{Ours: true, Reason: text})
	case TaskJudge:
		by(mediatorHere, JudgeProof{Carried: false, Reason: text})
	case TaskMediator, TaskLook:
		if s.Room.Mediator == "" {
			by(chief, Assign{MediatorAssigned: MediatorAssigned{Mediator: "m"}})
		}
		by(staff, AskAccounts{AccountsAsked{"asked", text}})
		by(staff, Conclude{Concluded{How: "no_agreement", Reason: text}})
	case TaskAssign:
		by(chief, AssignAdjudicator{AdjudicatorAssigned: AdjudicatorAssigned{fmt.Sprintf("judge %d", s.Version)}})
	case TaskDeclare:
		by(judge, Declare{})
	case TaskJudgeChallenge:
		by(chief, JudgeChallenge{ChallengeJudged{Reason: text}})
	case TaskStudy:
		by(judge, CloseFile{})
	case TaskRule:
		by(judge, SignRuling{ruled(s, RuledDismissed, nil)})
	default:
	}
	return out
}

// ruled decides every point of the claim in the same way.
func ruled(s State, o Outcome, orders []Order) RulingSigned {
	b := RulingSigned{Number: "2026-1", Outcome: o, Orders: orders, Text: text, FeeBy: Consumer}
	for _, p := range s.File.Points {
		d := PointDecision{ID: p.ID, Decision: "denied", Text: text}
		if b.FeeBy = Consumer; o == RuledUpheld {
			b.FeeBy = Shop
			d.Decision, d.Amount = "granted", p.Amount
		}
		b.Points = append(b.Points, d)
	}
	return b
}

// obey gives what can be obeyed, and lets time do the rest.
func obey(s State, log []Event, inputs []given, now time.Time) (State, []Event) {
	caught, events := CatchUp(s, now)
	s, log = caught, append(log, events...)
	for _, in := range inputs {
		decided, err := Decide(&s, in.a, in.c, in.at)
		if err != nil {
			continue
		}
		log = slices.Concat(log, decided)
		for _, e := range decided {
			s = Evolve(s, e)
		}
	}
	return s, log
}
