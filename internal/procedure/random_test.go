package procedure

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// dice gives a number from 0 to n-1: bytes of the fuzzer, or draws of rapid.
type dice func(n int) int

// given is one input to a dispute: who said what when.
type given struct {
	at time.Time
	a  Actor
	c  Command
}

var (
	anyRole   = []Role{Consumer, Shop, Mediator, Adjudicator, Quality, Administrator, System, Public, "nobody"}
	anyTask   = []TaskKind{TaskNotice, TaskAnswer, TaskChoice, TaskResume, TaskConfirm, TaskRemedy, TaskObject, TaskGoOn, TaskOffer, "", "nonsense"}
	anyLetter = []string{"notice", "choice", ClosingLetter, "", "m04"}
	anyOffer  = []string{"o0", "o1", "o2", "o3", "", "shop"}
)

func pick[T any](d dice, list []T) T { return list[d(len(list))] }

// likely gives a step that the people of a dispute could really take: mostly moves that are open to them.
func likely(d dice, s State, now time.Time) (Actor, Command) {
	if letters := waiting(s, now); len(letters) > 0 && d(2) == 0 {
		return Post, RecordAccepted{pick(d, letters)}
	}
	if s.chosen() && d(3) == 0 { // a mail filter presses the buttons
		return consumerLink, Choose{Choice: pick(d, Choices)}
	}
	if d(2) == 0 {
		if a, c := onward(d, s, now); c != nil {
			return a, c
		}
	}
	a := somebody(d, s, pick(d, []Role{Consumer, Consumer, Shop, Shop, Mediator, Mediator, Administrator, Adjudicator, System}))
	moves := Open(s, a, now)
	if len(moves) == 0 {
		return a, Withdraw{}
	}
	m := pick(d, moves)
	if _, gone := m.Command.(Withdraw); gone && d(8) > 0 { // most people stay
		m = pick(d, moves)
	}
	if t, _ := s.Main(); d(3) == 0 {
		for _, open := range moves { // what the main task waits for
			if has(open.Main, t.Kind) && len(open.Main) < 4 {
				m = open
			}
		}
	}
	if d(4) == 0 {
		a.Proof = m.Proof
	}
	return a, fill(d, s, a, m.Command, now)
}

// somebody gives a person of a role: the one of the case, or now and then another.
func somebody(d dice, s State, r Role) Actor {
	a := Actor{Role: r, ID: pick(d, []string{"x", "y", "x"}), Proof: ByCode}
	switch {
	case r == Mediator && s.Room.Mediator != "" && d(8) > 0:
		a.ID = s.Room.Mediator
	case r == Administrator && s.Room.Mediator != "" && d(2) > 0:
		a.ID = s.Room.Mediator
	case r == Adjudicator:
		a.ID = pick(d, []string{"j1", "j2", "j3"})
		if s.File.Adjudicator != "" && d(8) > 0 {
			a.ID = s.File.Adjudicator
		}
	}
	return a
}

// onward gives what the main task waits for, so that journeys come far.
func onward(d dice, s State, now time.Time) (Actor, Command) {
	t, _ := s.Main()
	by := func(r Role, like Command) (Actor, Command) {
		a := somebody(d, s, r)
		return a, fill(d, s, a, like, now)
	}
	if owed, ok := s.following(); ok && d(2) == 0 {
		switch owed.Kind {
		case TaskShopConfirm:
			return by(Shop, ConfirmShop{})
		case TaskMakeUp:
			return by(Consumer, MakeUp{})
		case TaskCounter:
			return by(Shop, CounterMadeUp{})
		case TaskWeigh:
			return by(Mediator, WeighMadeUp{})
		default:
		}
	}
	switch t.Kind {
	case TaskChoice:
		return consumerHere, Choose{Choice: ChooseHelp}
	case TaskMediator:
		if s.Room.Mediator == "" {
			return by(Mediator, Assign{})
		}
		return by(Mediator, AskAccounts{})
	case TaskLook:
		switch {
		case len(s.Room.Held) > 0:
			return by(Mediator, JudgeHeld{})
		case !s.Room.Consumer.Asked:
			return by(Mediator, AskAccounts{})
		case !s.Room.Consumer.Done():
			return by(Consumer, SendPrivate{})
		case !s.Room.Shop.Done():
			return by(Shop, SendJoint{})
		case s.Room.PauseAsk:
			return by(pick(d, parties), AnswerPause{})
		case s.Room.Proposal != nil:
			return by(pick(d, parties), pick(d, []Command{AcceptProposal{}, DeclineProposal{}}))
		default:
			return by(Mediator, pick(d, []Command{Conclude{}, Conclude{}, Propose{}, AskPause{}}))
		}
	case TaskReturn:
		return by(Consumer, ResumeMediation{})
	case TaskRequest, TaskFee:
		switch {
		case t.Kind == TaskRequest && len(s.File.Points) == 0:
			return by(Consumer, RequestRuling{})
		case !s.Money.open():
			return by(Consumer, StartPayment{})
		default:
			return by(System, RecordPayment{})
		}
	case TaskAssign:
		return by(Mediator, AssignAdjudicator{})
	case TaskDeclare:
		return by(Adjudicator, Declare{})
	case TaskJudgeChallenge:
		return by(Administrator, JudgeChallenge{})
	case TaskForward:
		return by(Adjudicator, pick(d, []Command{SendClaim{}, SendClaim{}, SendClaim{}, SignRuling{}}))
	case TaskDefence:
		return by(Shop, Defend{})
	case TaskReply, TaskRejoinder, TaskRespond:
		return by(t.Who, SendReply{})
	case TaskStudy:
		for _, q := range s.Tasks {
			switch q.Kind {
			case TaskQuestion:
				if d(3) == 0 { // it may be missed
					return Actor{}, nil
				}
				return by(q.Who, AnswerQuestion{})
			case TaskLeave:
				return by(Adjudicator, JudgeLeave{})
			default:
			}
		}
		return by(Adjudicator, pick(d, []Command{CloseFile{}, CloseFile{}, AskQuestion{}}))
	case TaskRule:
		return by(Adjudicator, SignRuling{})
	case TaskGoOn:
		return by(Consumer, GoOn{})
	default:
		return Actor{}, nil
	}
}

// absurd gives anything by anybody.
func absurd(d dice, s State, now time.Time) (Actor, Command) {
	a := somebody(d, s, pick(d, anyRole))
	a.Proof = Proof(d(4))
	return a, fill(d, s, a, pick(d, Moves).Command, now)
}

// fill gives a command its arguments: good ones as a rule, bad ones at times.
func fill(d dice, s State, a Actor, c Command, now time.Time) Command {
	ref := text
	if d(8) == 0 {
		ref = Ref{}
	}
	instant := func() time.Time { return now.Add(time.Duration(d(200)-180) * time.Hour) }
	date := func() Date { return DateOf(now).AddDays(d(40) - 3) }
	party := pick(d, []Role{Consumer, Shop})
	offer := pick(d, anyOffer)
	if len(s.Offers) > 0 && d(3) > 0 {
		offer = pick(d, s.Offers).ID
	}
	switch c.(type) {
	case OpenDispute:
		return OpenDispute{opening(d, now)}
	case Admit:
		return Admit{ref}
	case Refuse:
		return Refuse{pick(d, append([]Ground{"absurd"}, Grounds...)), ref}
	case RecordAccepted:
		return RecordAccepted{LetterAccepted{pick(d, anyLetter), party, pick(d, anyTask), pick(d, []string{"", "", offer}), d(3), instant()}}
	case RecordDeferred:
		return RecordDeferred{LetterDeferred{pick(d, anyLetter), party, d(3)}}
	case RecordBounced:
		return RecordBounced{LetterBounced{pick(d, anyLetter), party, pick(d, anyTask), d(3), d(2) == 0, d(2) == 0}}
	case TellShop:
		return TellShop{ShopTold{pick(d, []string{"phone", "post", ""}), instant(), ref}}
	case SetAddress:
		return SetAddress{AddressSet{party, ref}}
	case SendMessage:
		return SendMessage{MessageSent{ref, pick(d, []Date{{}, date()})}}
	case AddEvidence:
		return AddEvidence{EvidenceAdded{[]Ref{text, text}[:d(3)]}}
	case MakeOffer:
		o := Offer{ID: fmt.Sprintf("o%d", d(4)), By: a.Role, Remedy: pick(d, Remedies), Due: date(), Text: ref}
		if o.Remedy.AsksMoney() || d(6) == 0 {
			o.Amount = int64(d(200)-10) * 25_00
		}
		return MakeOffer{o}
	case WithdrawOffer:
		return WithdrawOffer{offer}
	case DeclineOffer:
		return DeclineOffer{offer}
	case AcceptOffer:
		return AcceptOffer{offer}
	case SaySolved:
		return SaySolved{ref}
	case Contest:
		return Contest{ref}
	case SayNotOurs:
		return SayNotOurs{ref}
	case JudgeNotOurs:
		return JudgeNotOurs{d(2) == 0, ref}
	case Choose:
		return Choose{pick(d, append([]Choice{"absurd"}, Choices...)), ref}
	case Withdraw:
		return Withdraw{ref}
	case ReportDone:
		return ReportDone{ref}
	case AnswerCompliance:
		return AnswerCompliance{pick(d, []string{"done", "partly", "not", "", "not", "partly"}), ref}
	case GiveProof:
		return GiveProof{ref}
	case ObjectToProof:
		return ObjectToProof{ref}
	case JudgeProof:
		return JudgeProof{d(2) == 0, ref}
	case ExtendTerm:
		return ExtendTerm{date(), ref}
	default:
		if c := fillRoom(d, s, c, ref, now); c != nil {
			return c
		}
		if c := fillFile(d, s, a, c, ref, now); c != nil {
			return c
		}
		return c
	}
}

func opening(d dice, now time.Time) Opened {
	o := Opened{
		Member: "m", Rules: CurrentRules().Version, Calendar: CalendarVersion, Category: pick(d, Categories),
		Remedy: pick(d, Remedies), Amount: int64(d(100)), Purchase: DateOf(now).AddDays(-d(90)), Addresses: d(3), Complaint: text,
	}
	if d(4) == 0 {
		o.Grounds = []Ground{pick(d, Grounds)}
	}
	return o
}

// moved moves the clock: minutes, hours, days or weeks, and now and then back. At a brisk pace it is hours at most, so
// that people come far before their terms end.
func moved(d dice, now time.Time, brisk bool) time.Time {
	n := d(10)
	if brisk && n > 4 {
		n = 4
	}
	switch n {
	case 0:
		return now.Add(-time.Duration(d(90)) * time.Minute)
	case 1, 2:
		return now
	case 3, 4:
		return now.Add(time.Duration(d(120)) * time.Minute)
	case 5, 6:
		return now.Add(time.Duration(d(72)) * time.Hour)
	case 7, 8:
		return now.AddDate(0, 0, d(9))
	default:
		return now.AddDate(0, 0, d(70))
	}
}

// journey plays a dispute with the dice: steps inputs after its opening. It gives the history and the inputs that were
// obeyed. checked is called after each step with the history so far.
func journey(t rapid.TB, d dice, steps int, checked func([]Event)) (log []Event, inputs []given) {
	t.Helper()
	now := time.Date(2026, time.Month(1+d(24)), 1+d(28), d(24), d(60), d(60), 0, time.UTC)
	s := State{ID: "d1"}
	give := func(a Actor, c Command) {
		caught, events := CatchUp(s, now)
		watched := len(log)%5 == 0 // to look at all costs most of the time
		before := ""
		if watched {
			before = fmt.Sprintf("%+v", caught)
		}
		decided, err := Decide(&caught, a, c, now)
		if watched && before != fmt.Sprintf("%+v", caught) {
			t.Fatalf("Decide(%T) changed its state\n%s\n%+v", c, before, caught)
		}
		if _, ok := IsRefusal(err); err != nil && !ok {
			t.Fatalf("Decide(%T): %v is no refusal", c, err)
		}
		if err == nil && len(decided) > 0 {
			inputs = append(inputs, given{now, a, c})
		}
		log = append(append(log, events...), decided...)
		s = caught
		for _, e := range decided {
			s = Evolve(s, e)
		}
		checked(log)
	}
	for s.Stage == "" {
		give(consumerByCode, OpenDispute{opening(d, now)})
	}
	brisk := d(2) == 0
	for range steps {
		now = moved(d, now, brisk && d(12) > 0)
		if d(8) == 0 {
			give(absurd(d, s, now))
			continue
		}
		caught, _ := CatchUp(s, now)
		give(likely(d, caught, now))
	}
	return log, inputs
}

// replay gives the same inputs with a sweeper that looks every so often; zero: never.
func replay(inputs []given, every time.Duration) []Event {
	s := State{ID: "d1"}
	var log []Event
	add := func(events []Event) {
		log = append(log, events...)
		for _, e := range events {
			s = Evolve(s, e)
		}
	}
	var last time.Time
	for _, in := range inputs {
		if every > 0 && !last.IsZero() {
			for at := last.Add(every); at.Before(in.at); at = at.Add(every) {
				_, events := CatchUp(s, at)
				add(events)
			}
		}
		_, events := CatchUp(s, in.at)
		add(events)
		decided, err := Decide(&s, in.a, in.c, in.at)
		if err != nil {
			return log
		}
		add(decided)
		last = in.at
	}
	_, events := CatchUp(s, last.AddDate(1, 0, 0))
	add(events)
	return log
}
