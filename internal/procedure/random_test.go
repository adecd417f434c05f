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
	a := Actor{Role: pick(d, []Role{Consumer, Consumer, Shop, Shop, Mediator, Administrator}), ID: "x", Proof: ByCode}
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

// absurd gives anything by anybody.
func absurd(d dice, s State, now time.Time) (Actor, Command) {
	a := Actor{Role: pick(d, anyRole), ID: "x", Proof: Proof(d(4))}
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

// moved moves the clock: minutes, hours, days or weeks, and now and then back.
func moved(d dice, now time.Time) time.Time {
	switch d(10) {
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
		before := fmt.Sprintf("%+v", caught)
		decided, err := Decide(caught, a, c, now)
		if after := fmt.Sprintf("%+v", caught); after != before {
			t.Fatalf("Decide(%T) changed its state\n%s\n%s", c, before, after)
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
	for range steps {
		now = moved(d, now)
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
		decided, err := Decide(s, in.a, in.c, in.at)
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
