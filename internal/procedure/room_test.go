package procedure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestWhoMediates(t *testing.T) { // rules 2.1
	t.Parallel()
	p := helped(t)
	p.refused(mia, AskAccounts{AccountsAsked{"a1", text}}, NotNow) // nobody has it yet
	p.refused(mia, Assign{MediatorAssigned: MediatorAssigned{Mediator: "moe"}, Conflict: true}, HasConflict)
	p.refused(shopHere, assigned("mia"), NotYours)
	p.do(moe, assigned("mia"))
	p.refused(moe, assigned("moe"), NotNow)
	p.refused(mia, assigned("mia"), Already)
	p.do(mia, assigned("moe"))
	p.do(boss, ReturnCase{text})
	p.refused(moe, joint("m1"), NotNow)
	p.do(moe, assigned("moe"))
	p.at(11, "23:59")
	p.wants(TaskMediator, 11) // a target for staff ends nothing
	p.do(moe, joint("m1"))
	p.wants(TaskLook, 18)
	if !slices.Equal(p.s.Room.Mediators, []string{"mia", "moe"}) {
		t.Errorf("mediators %v", p.s.Room.Mediators)
	}
}

func TestWeeklyWord(t *testing.T) { // rules 2.1
	t.Parallel()
	p := mediated(t)
	p.at(13, "12:00")
	p.do(consumerHere, joint("c1"))
	p.at(40, "12:00")
	if got := p.days(NothingNew{}); !slices.Equal(got, []int{21, 29, 37}) {
		t.Errorf("a word on days %v", got)
	}
}

func TestChoiceCanBeChangedUntilTheMediatorWrites(t *testing.T) { // rules 1.3, 2.1
	t.Parallel()
	p := helped(t)
	p.do(mia, assigned("mia"))
	p.do(mia, private("m1", Consumer)) // one side alone has heard: mediation has not begun for both
	p.do(consumerHere, UndoChoice{})
	p.wants(TaskChoice, 21)
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.do(mia, assigned("mia"))
	p.do(mia, joint("m2"))
	p.refused(consumerHere, UndoChoice{}, NotNow)
	p.now = p.now.Add(29 * time.Second)
	p.do(mia, UndoSend{"m2"}) // it never left
	p.wants(TaskMediator, 11)
	p.do(consumerHere, UndoChoice{})
}

func TestMessageTakenBack(t *testing.T) { // rules 2.2
	t.Parallel()
	p := mediated(t)
	p.now = p.now.Add(20 * time.Second)
	p.do(consumerHere, joint("c1")) // cannot be an answer to what has not left
	if p.s.Room.Consumer.Given {
		t.Error("an account before the question was there to be read")
	}
	p.do(mia, UndoSend{"a1"})
	p.wants(TaskMediator, 11)
	if p.s.Room.Consumer.Asked || len(p.s.besides(func(t Task) bool { return t.Kind == TaskHear })) > 0 {
		t.Errorf("still asked: %v", p.s.Tasks)
	}
	p.do(mia, AskAccounts{AccountsAsked{"a2", text}})
	p.now = p.now.Add(30 * time.Second)
	p.refused(mia, UndoSend{"a2"}, NotNow) // it has left
	p.do(consumerHere, joint("c2"))
	if !p.s.Room.Consumer.Given {
		t.Error("no account")
	}
}

func TestQuestionsOfTheMediator(t *testing.T) { // rules 2.2
	t.Parallel()
	p := heard(t)
	ask := func(id string, until int, of ...Role) SendJoint {
		return SendJoint{JointSent: JointSent{ID: id, Text: text, Asks: of, Until: p.date(until)}}
	}
	p.refused(mia, ask("m1", 25, Consumer), BadDate)  // 14 days at most
	p.refused(mia, ask("m1", 10, Consumer), BadDate)  // not today
	p.refused(mia, ask("m1", 14, Mediator), BadValue) // only parties
	p.refused(mia, ask("m1", 14, Shop, Shop), BadValue)
	p.do(mia, ask("m1", 14, Consumer, Shop))
	p.do(mia, SendPrivate{PrivateSent{ID: "m2", Side: Shop, Text: text, Until: p.date(15)}})
	p.now = p.now.Add(time.Minute)
	p.do(shopHere, joint("s2")) // answers the one that all read, not the private one
	p.at(16, "12:00")
	if got := p.days(AnswerMissed{}); !slices.Equal(got, []int{15, 16}) {
		t.Errorf("missed on days %v", got)
	}
	for _, e := range p.log {
		if b, ok := e.Body.(AnswerMissed); ok && b.ID == "joint:m1:shop" {
			t.Error("an answer was missed that was given")
		}
	}
}

func TestNobodyWritesForAnother(t *testing.T) { // rules 2.2
	t.Parallel()
	p := heard(t)
	p.do(shopHere, private("s2", Consumer))
	if b := p.log[len(p.log)-1].Body.(PrivateSent); b.Side != Shop {
		t.Errorf("the shop wrote to the %s", b.Side)
	}
	p.do(shopHere, SendJoint{JointSent: JointSent{ID: "s3", Text: text, Held: "x", By: Consumer, Asks: []Role{Consumer}, Until: p.date(14)}})
	if b := p.log[len(p.log)-1].Body.(JointSent); b.Held != "" || b.By != "" || len(b.Asks) > 0 || !b.Until.IsZero() {
		t.Errorf("the shop sent %+v", b)
	}
	p.refused(moe, joint("m1"), NotNow)
	p.refused(judge, joint("j1"), NotYours)
	p.refused(Actor{Role: Adjudicator, ID: "mia", Proof: ByBrowser}, Advise{text}, NotYours) // one person, another role
}

func TestHeldMessages(t *testing.T) { // rules 2.2
	t.Parallel()
	p := heard(t)
	rude := func(id string) SendJoint { return SendJoint{JointSent: JointSent{ID: id, Text: text}, Abusive: true} }
	p.do(shopHere, rude("s2"))
	p.do(consumerHere, rude("c2"))
	p.refused(moe, JudgeHeld{ID: "s2", Release: true}, NotNow)
	p.do(mia, JudgeHeld{ID: "s2", Release: true})
	p.refused(mia, JudgeHeld{ID: "s2", Release: true}, Already)
	p.do(mia, JudgeHeld{ID: "c2", Reason: text})
	sent := p.log[len(p.log)-2].Body.(JointSent)
	if sent.By != Shop || sent.Held != "s2" || p.count(JointHidden{}) != 1 || len(p.s.Room.Held) != 0 {
		t.Errorf("released %+v, held %v", sent, p.s.Room.Held)
	}
}

func TestAccounts(t *testing.T) { // rules 2.3
	t.Parallel()
	p := mediated(t)
	p.refused(mia, AskAccounts{AccountsAsked{"a2", text}}, NotNow)
	extend := func(day int, reason Ref) ExtendHearing {
		return ExtendHearing{HearingExtended{Shop, p.date(day), reason}}
	}
	p.refused(mia, extend(16, text), BadDate)
	p.refused(mia, extend(24, text), BadDate)
	p.refused(mia, extend(20, Ref{}), BadValue)
	p.do(mia, extend(20, text)) // a Sunday
	p.refused(mia, extend(23, text), NotNow)
	p.at(17, "00:00")
	if !p.s.Room.Consumer.Missed || p.s.Room.Shop.Done() {
		t.Errorf("consumer %+v, shop %+v", p.s.Room.Consumer, p.s.Room.Shop)
	}
	p.at(21, "23:59")
	p.refused(mia, Advise{text}, NotHeard)
	p.at(22, "00:00")
	p.do(mia, Advise{text})
	p.do(shopHere, joint("s1")) // too late is heard nevertheless
	p.refused(mia, Conclude{Concluded{"not_cooperating", text}}, NotHeard)
}

func TestNothingBeforeBothWereHeard(t *testing.T) { // rules 2.3
	t.Parallel()
	p := mediated(t)
	p.at(10, "10:00")
	propose := Propose{ProposalPut{Offer: p.offer("p1", 30)}}
	unfounded := Conclude{Concluded{"unfounded", text}}
	for _, c := range []Command{Advise{text}, propose, unfounded} {
		p.refused(mia, c, NotHeard)
	}
	p.do(consumerHere, joint("c1"))
	for _, c := range []Command{Advise{text}, propose, unfounded} {
		p.refused(mia, c, NotHeard)
	}
	p.do(shopHere, private("s1", ""))
	p.do(mia, Advise{text})
	p.do(mia, propose)
	p.do(mia, unfounded)
}

func TestProposalsAreBlind(t *testing.T) { // rules 2.5
	t.Parallel()
	for _, c := range []struct {
		first, second string // yes, no, or silent
		agreed        bool
		day           int // on which both hear of it
	}{
		{"yes", "yes", true, 13},
		{"yes", "no", false, 13},
		{"no", "yes", false, 13},
		{"no", "no", false, 13},
		{"yes", "silent", false, 18},
		{"no", "silent", false, 18},
		{"silent", "silent", false, 18},
	} {
		p := heard(t)
		p.do(mia, Propose{ProposalPut{Offer: p.offer("p1", 30)}})
		answer := func(a Actor, how string) {
			switch how {
			case "yes":
				p.do(a, AcceptProposal{ID: "p1"})
				p.refused(a, DeclineProposal{ID: "p1"}, NotNow) // an answer stands
			case "no":
				p.do(a, DeclineProposal{ID: "p1", Reason: text})
			default:
			}
		}
		p.at(11, "10:00")
		answer(shopByCode, c.first)
		if p.count(ProposalClosed{})+p.count(AgreementMade{}) > 0 {
			t.Errorf("%v: known after one answer", c)
		}
		p.at(13, "10:00")
		if c.first != "silent" && c.second != "silent" {
			if c.second == "yes" {
				p.do(consumerByCode, AcceptProposal{ID: "p1"})
			} else {
				p.do(consumerByCode, DeclineProposal{ID: "p1"})
			}
		}
		p.at(19, "10:00")
		if got := p.count(AgreementMade{}) == 1; got != c.agreed {
			t.Errorf("%v: agreed %t", c, got)
		}
		var got []int
		if c.agreed {
			got = p.days(AgreementMade{})
		} else {
			got = p.days(ProposalClosed{})
		}
		if !slices.Equal(got, []int{c.day}) {
			t.Errorf("%v: known on days %v", c, got)
		}
	}
}

func TestProposalsAreVersions(t *testing.T) { // rules 2.5
	t.Parallel()
	p := heard(t)
	p.refused(mia, Propose{ProposalPut{Offer: Offer{ID: "p1", Remedy: "refund", Due: p.date(20), Text: text}}}, BadAmount)
	p.refused(mia, Propose{ProposalPut{Offer: p.offer("p1", 12)}}, BadDate) // it stands seven days: nothing is due before
	p.do(mia, Propose{ProposalPut{Offer: p.offer("p1", 20)}})
	p.refused(mia, Propose{ProposalPut{Offer: p.offer("p1", 20)}}, Already)
	p.refused(shopHere, MakeOffer{p.offer("p1", 12)}, Already) // an agreement names one text
	p.refused(consumerHere, AcceptProposal{ID: "p1"}, CodeAsked)
	p.do(shopByCode, AcceptProposal{ID: "p1"})
	p.do(mia, Propose{ProposalPut{Offer: p.offer("p2", 20)}})
	p.refused(consumerByCode, AcceptProposal{ID: "p1"}, OfferGone)
	p.do(consumerByCode, AcceptProposal{ID: "p2"})
	if p.s.Stage != Mediation || p.s.Room.Proposal.Version != 2 {
		t.Errorf("the yes to the first version counts for the second: %+v", p.s.Room.Proposal)
	}
	p.do(mia, WithdrawProposal{"p2"})
	p.refused(shopByCode, AcceptProposal{ID: "p2"}, NotNow)
}

func TestConsumerDoesSomethingToo(t *testing.T) { // rules 2.5, 4.1
	t.Parallel()
	for _, c := range []struct {
		does   bool
		back   string
		wanted bool
	}{{false, "", false}, {true, "", true}, {false, "shop", true}} {
		p := heard(t)
		o := p.offer("p1", 20)
		o.Return = c.back
		p.do(mia, Propose{ProposalPut{Offer: o, ConsumerDoes: c.does}})
		p.do(shopByCode, AcceptProposal{ID: "p1"})
		p.do(consumerByCode, AcceptProposal{ID: "p1"})
		p.at(22, "10:00")
		if _, asked := p.s.Find(TaskShopConfirm, ""); asked != c.wanted {
			t.Errorf("%+v: the shop is asked %t", c, asked)
		}
		if c.wanted {
			p.refused(shopHere, ConfirmShop{ShopConfirmed{Answer: "maybe"}}, BadValue)
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not"}})
			p.refused(shopHere, ConfirmShop{ShopConfirmed{Answer: "not"}}, NotNow)
		}
		p.wants(TaskConfirm, 35)
	}
}

func TestSignals(t *testing.T) { // rules 2.6
	t.Parallel()
	p := mediated(t)
	p.refused(mia, RaiseSignal{SignalRaised{"dislike", text}}, BadValue)
	p.refused(mia, RaiseSignal{SignalRaised{"fraud", Ref{}}}, BadValue)
	p.refused(moe, RaiseSignal{SignalRaised{"fraud", text}}, NotNow)
	before := p.s.Tasks
	p.do(mia, RaiseSignal{SignalRaised{"fraud", text}})
	if !slices.Equal(before, p.s.Tasks) {
		t.Error("a signal changes the case")
	}
}

func TestMediatorLooksAgain(t *testing.T) { // rules 2.7
	t.Parallel()
	p := mediated(t)
	p.wants(TaskLook, 16)
	p.refused(mia, SetLook{p.date(17)}, BadDate)
	p.refused(mia, SetLook{p.date(8)}, BadDate)
	p.do(mia, SetLook{p.date(12)})
	p.wants(TaskLook, 12)
	p.at(14, "10:00") // late: staff see it, and nothing happens by itself
	p.wants(TaskLook, 12)
	p.do(mia, private("m1", Shop))
	p.wants(TaskLook, 12) // a private word shows nowhere
	p.do(mia, joint("m2"))
	p.wants(TaskLook, 21)
}

func TestConsumerDoesNotRespond(t *testing.T) { // rules 2.7
	t.Parallel()
	p := mediated(t)
	p.do(shopHere, joint("s1"))
	p.at(30, "23:59")
	if got := p.days(Reminded{}); !slices.Equal(got[2:], []int{16, 23}) {
		t.Errorf("reminders on days %v", got)
	}
	p.wants(TaskLook, 16)
	p.at(31, "00:00")
	p.wants(TaskReturn, 91)
	p.refused(shopHere, joint("s2"), NotNow)
	p.refused(shopHere, LeaveMediation{}, NotNow)
	p.at(60, "10:00")
	p.do(consumerLink, ResumeMediation{})
	p.wants(TaskLook, 67)
	p.do(consumerHere, joint("c1"))
	p.at(99, "10:00")
	p.wants(TaskLook, 67)

	p = mediated(t)
	p.at(92, "00:00")
	p.ended(Stopped)
}

func TestResponseEndsTheCount(t *testing.T) { // rules 2.7
	t.Parallel()
	p := mediated(t)
	p.at(20, "10:00")
	p.do(consumerHere, private("c1", ""))
	p.at(60, "10:00")
	if p.s.Stage != Mediation || !p.s.Has(TaskLook) || len(p.days(Reminded{})) != 3 {
		t.Errorf("tasks %v, reminders %v", p.s.Tasks, p.days(Reminded{}))
	}
}

func TestAccountsAskedAgainAfterAStop(t *testing.T) { // rules 2.7
	t.Parallel()
	p := helped(t)
	p.do(mia, assigned("mia"))
	p.held = true // the shop's letter never arrives
	p.do(mia, AskAccounts{AccountsAsked{"a1", text}})
	p.do(Post, RecordAccepted{LetterAccepted{Letter: "m51", Party: Consumer, Task: TaskHear, About: string(Consumer), At: p.now}})
	p.at(31, "10:00")
	p.wants(TaskReturn, -1)
	p.do(consumerLink, ResumeMediation{})
	p.held = false
	p.do(mia, AskAccounts{AccountsAsked{"a2", text}})
	p.now = p.now.Add(time.Minute)
	p.do(shopHere, joint("s1"))
	p.do(mia, Advise{text})
}

func TestPause(t *testing.T) { // rules 2.7
	t.Parallel()
	p := mediated(t)
	p.refused(mia, AskPause{text}, NotNow) // somebody is waited for
	p = heard(t)
	p.do(mia, AskPause{text})
	p.refused(mia, AskPause{text}, NotNow)
	p.do(shopHere, AnswerPause{true})
	p.refused(shopHere, AnswerPause{true}, NotNow)
	p.do(consumerHere, AnswerPause{false})
	p.wants(TaskLook, 16)
	p.do(mia, AskPause{text})
	p.do(shopHere, AnswerPause{true})
	p.do(consumerHere, AnswerPause{true})
	p.wants(TaskPause, 24)
	p.refused(mia, Advise{text}, NotNow)
	p.refused(mia, SendJoint{JointSent: JointSent{ID: "m1", Text: text, Asks: []Role{Shop}, Until: p.date(14)}}, NotNow)
	p.at(25, "00:00")
	p.wants(TaskLook, 32)
	if p.count(NothingNew{}) != 0 {
		t.Error("a word every week while it rests")
	}
	p.refused(mia, AskPause{text}, NotNow) // once
}

func TestEndsOfMediation(t *testing.T) { // rules 2.7
	t.Parallel()
	for _, how := range []string{"no_agreement", "unfounded"} {
		p := heard(t)
		p.refused(mia, Conclude{Concluded{how, Ref{}}}, BadValue)
		p.refused(moe, Conclude{Concluded{how, text}}, NotNow)
		p.do(mia, Conclude{Concluded{how, text}})
		p.wants(TaskRequest, 42) // day 40 is a Saturday
	}
	for _, a := range []Actor{consumerHere, shopHere} {
		p := helped(t) // at any time
		p.do(a, LeaveMediation{text})
		p.wants(TaskRequest, 38)
		if p.s.Room.How != "left" {
			t.Errorf("ended as %q", p.s.Room.How)
		}
	}
	p := mediated(t)
	p.refused(mia, Refuse{"dislike", text}, BadValue)
	p.do(mia, Refuse{GroundBusiness, text})
	p.ended(Refused)
}

func TestOfferEndsWithTheMediation(t *testing.T) { // rules 1.2, 2.7
	t.Parallel()
	p := heard(t)
	p.do(shopHere, MakeOffer{p.offer("o1", 30)})
	p.do(mia, Conclude{Concluded{"no_agreement", text}})
	p.refused(consumerByCode, AcceptOffer{"o1"}, NotNow)
	p.do(shopHere, MakeOffer{p.offer("o2", 30)}) // and another can be made
	p.do(consumerByCode, AcceptOffer{"o2"})
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(AgreedRuling)
}

// What a party does in private changes nothing that the other sees: neither its status nor its buttons (rules 2.2, 2.5).
func TestPrivateActsDoNotShow(t *testing.T) {
	t.Parallel()
	tried := map[string]int{}
	for seed := range uint64(2500) {
		r := rand.New(rand.NewPCG(seed, 21))
		log, _ := journey(t, r.IntN, 20+r.IntN(60), func([]Event) {})
		s, now := Fold(log), log[len(log)-1].Recorded
		s, _ = CatchUp(s, now)
		if s.Stage != Mediation {
			continue
		}
		for _, who := range parties {
			a := Actor{Role: who, ID: "x", Proof: ByCode}
			staff := Actor{Role: Mediator, ID: s.Room.Mediator, Proof: ByBrowser}
			id := "none"
			if s.Room.Proposal != nil {
				id = s.Room.Proposal.ID
			}
			for _, c := range []given{
				{now, a, private("p1", who)},
				{now, a, SendJoint{JointSent: JointSent{ID: "j1", Text: text}, Abusive: true}},
				{now, a, AcceptProposal{ID: id}},
				{now, a, DeclineProposal{ID: id}},
				{now, a, AnswerPause{true}},
				{now, staff, private("p2", who)},
				{now, staff, SendPrivate{PrivateSent{ID: "p3", Side: who, Text: text, Until: DateOf(now).AddDays(5)}}},
			} {
				decided, err := Decide(&s, c.a, c.c, now)
				if err != nil || len(decided) != 1 { // more than one: both have answered, and both hear of it
					continue
				}
				tried[fmt.Sprintf("%T", c.c)]++
				if before, after := seen(s, who.Other(), now), seen(Evolve(s, decided[0]), who.Other(), now); before != after {
					t.Fatalf("seed %d: %T of %s shows\n%s\n%s", seed, c.c, who, before, after)
				}
			}
		}
	}
	if len(tried) != 5 {
		t.Errorf("tried %v", tried)
	}
}

// seen tells all that a party can see of where a case stands.
func seen(s State, who Role, now time.Time) string {
	st := StatusFor(s, who, now)
	text := fmt.Sprintf("%+v", st)
	for _, m := range Open(s, Actor{Role: who, ID: "x", Proof: ByCode}, now) {
		text += fmt.Sprintf(" %T", m.Command)
	}
	return text
}
