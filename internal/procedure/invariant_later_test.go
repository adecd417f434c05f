package procedure

import (
	"slices"
	"testing"
	"time"
)

func TestCheckFindsBrokenMediations(t *testing.T) {
	t.Parallel()
	talked := heard(t)
	asked := mediated(t)
	put := heard(t)
	put.do(mia, Propose{ProposalPut{Offer: put.offer("p1", 30)}})
	half := heard(t)
	half.do(mia, Propose{ProposalPut{Offer: half.offer("p1", 30)}})
	half.do(shopByCode, AcceptProposal{ID: "p1"})
	deal := heard(t)
	deal.do(mia, Propose{ProposalPut{Offer: deal.offer("p1", 30)}})
	deal.do(shopByCode, AcceptProposal{ID: "p1"})
	deal.do(consumerByCode, AcceptProposal{ID: "p1"})

	broke(t, "advice before both were heard", asked.log, invHeardFirst, more(mia, "2.4", AdviceGiven{text}))
	broke(t, "a proposal before both were heard", asked.log, invHeardFirst, more(mia, "2.5", ProposalPut{Offer: Offer{ID: "p1", By: Mediator, Text: text}, Version: 1}))
	broke(t, "silence before its day", asked.log, invNotEarly, more(Clock, "2.3", AccountMissed{Party: Shop}))
	broke(t, "not cooperating after an account", talked.log, invHeardFirst, more(mia, "2.7", Concluded{"not_cooperating", text}))
	broke(t, "advice of another mediator", talked.log, invTable, more(moe, "2.4", AdviceGiven{text}))
	broke(t, "advice of the adjudicator", talked.log, invTable, more(judge, "2.4", AdviceGiven{text}))
	broke(t, "the other's channel", talked.log, invPrivate, more(shopHere, "2.2", PrivateSent{ID: "s9", Side: Consumer, Text: text}))
	broke(t, "taken back after it has left", talked.log, invTable, more(mia, "2.2", SendUndone{"a1"}))
	broke(t, "agreed on a lone yes", half.log, invTwoConsents, more(shopByCode, "2.5", AgreementMade{Offer: "p1", Due: half.date(30)}))
	broke(t, "answered twice", half.log, invOnce, more(shopByCode, "2.5", ProposalAnswered{ID: "p1"}))
	broke(t, "a lone answer shows", half.log, invBlind, more(consumerHere, "2.5", ProposalClosed{ID: "p1", How: "not_agreed"}))
	broke(t, "both answered, and nobody hears of it", half.log, invBlind, more(consumerHere, "2.5", ProposalAnswered{ID: "p1"}))
	broke(t, "agreed on another day", deal.log, invTwoConsents, with(t, AgreementMade{}, func(e *Event) {
		e.Body = AgreementMade{Offer: "p1", Due: deal.date(31)}
	}))
	broke(t, "an answer to the version before", put.log, invTwoConsents, more(shopByCode, "2.5", ProposalAnswered{ID: "p0", Yes: true}))
	broke(t, "paused by one", talked.log, invTwoConsents, func(log []Event) []Event {
		log = more(mia, "2.7", PauseAsked{text})(log)
		log = more(shopHere, "2.7", PauseAnswered{true})(log)
		return more(shopHere, "2.7", MediationPaused{Until: talked.date(24)})(log)
	})
	broke(t, "looks again in a month", talked.log, invSomebodysTurn, more(mia, "2.7", LookSet{talked.date(40)}))
	broke(t, "left without an end", talked.log, invTable, more(shopHere, "2.7", MediationLeft{}))
	broke(t, "stopped by time at once", talked.log, invNotEarly, more(Clock, "2.7", NoResponse{}))
}

func TestCheckFindsBrokenRulings(t *testing.T) {
	t.Parallel()
	open := concluded(t)
	open.do(consumerByCode, claim())
	paid := paidFor(t)
	waits := seated(t)
	sent := claimed(t)
	answered := defended(t)
	desk := studied(t)
	closed := studied(t)
	closed.do(judge, CloseFile{})
	signed := studied(t)
	signed.do(judge, CloseFile{})
	signed.do(judge, signed.ruledOn(RuledDismissed))
	upheld := studied(t)
	upheld.do(judge, CloseFile{})
	upheld.do(judge, upheld.ruledOn(RuledUpheld))
	sign := more(judge, "3.5", closed.ruledOn(RuledUpheld).RulingSigned)

	broke(t, "assigned before the fee", open.log, invTable, more(boss, "3.3", AdjudicatorAssigned{"judge"}))
	broke(t, "the mediator is to rule", paid.log, invNoMediator, more(boss, "3.3", AdjudicatorAssigned{"mia"}))
	broke(t, "another declares", paid.log, invOnlyAssigned, func(log []Event) []Event {
		return more(peer, "3.3", AdjudicatorDeclared{})(more(boss, "3.3", AdjudicatorAssigned{"judge"})(log))
	})
	broke(t, "the claim sent by another", waits.log, invOnlyAssigned, more(peer, "3.4", ClaimSent{}))
	broke(t, "the defence missed a day early", sent.log, invAnswerDays, func(log []Event) []Event {
		return append(log, Event{
			Dispute: "d1", Due: sent.date(34).End(), Recorded: sent.date(35).End(), Actor: Clock, Rule: "3.4",
			Body: TurnMissed{TaskDefence, Shop},
		})
	})
	broke(t, "the shop speaks in the consumer's turn", answered.log, invAnswerDays, more(shopHere, "3.4", ReplyGiven{Turn: TaskReply, Text: text}))
	broke(t, "evidence out of turn", desk.log, invAnswerDays, more(shopHere, "1.2", EvidenceAdded{[]Ref{text}}))
	broke(t, "closed before an answer", answered.log, invTable, more(judge, "3.5", FileClosed{}))
	broke(t, "closed with a question open", desk.log, invSeen, func(log []Event) []Event {
		return more(judge, "3.5", FileClosed{})(more(judge, "3.5", QuestionAsked{ID: "q1", To: []Role{Shop}, Text: text})(log))
	})
	broke(t, "ruled on an open file", desk.log, invTable, sign)
	broke(t, "ruled by another", closed.log, invOnlyAssigned, more(peer, "3.5", closed.ruledOn(RuledUpheld).RulingSigned))
	broke(t, "ruled by staff", closed.log, invOnlyAssigned, more(mia, "3.5", closed.ruledOn(RuledUpheld).RulingSigned))
	broke(t, "a point left out", closed.log, invTable, more(judge, "3.5", RulingSigned{Number: "1", Outcome: RuledDismissed, FeeBy: Consumer, Text: text}))
	broke(t, "ruled too late", closed.log, invRuleBy, func(log []Event) []Event {
		e := sign(log)
		at := closed.date(130).Start()
		e[len(e)-1].Due, e[len(e)-1].Recorded = at, at
		return e
	})
	broke(t, "a second ruling", upheld.log, invOneRuling, sign)
	broke(t, "a ruling after the end", signed.log, invOneRuling, sign)
	broke(t, "extended twice", desk.log, invRuleBy, func(log []Event) []Event {
		log = more(judge, "3.4", RulingExtended{Until: desk.date(137), Reason: text})(log)
		return more(judge, "3.4", RulingExtended{Until: desk.date(167), Reason: text})(log)
	})
	broke(t, "extended without a reason", desk.log, invRuleBy, more(judge, "3.4", RulingExtended{Until: desk.date(137)}))
	broke(t, "the ruling changed", signed.log, invRulingStays, more(judge, "3.6", RulingCorrected{Number: "2026-1", Text: text}))
	broke(t, "corrected by another", signed.log, invOnlyAssigned, more(peer, "3.6", RulingCorrected{Number: "2026-1-1", Text: text}))
	broke(t, "the challenged comes back", sent.log, invChallenge, func(log []Event) []Event {
		log = more(shopHere, "3.3", Challenged{text})(log)
		log = more(boss, "3.3", ChallengeJudged{Granted: true, Reason: text})(log)
		return more(boss, "3.3", AdjudicatorAssigned{"judge"})(log)
	})
	broke(t, "challenged twice", sent.log, invChallenge, func(log []Event) []Event {
		log = more(shopHere, "3.3", Challenged{text})(log)
		log = more(boss, "3.3", ChallengeJudged{Reason: text})(log)
		return more(shopHere, "3.3", Challenged{text})(log)
	})
}

func TestCheckFindsBrokenMoney(t *testing.T) {
	t.Parallel()
	open := concluded(t)
	open.do(consumerByCode, claim())
	open.do(consumerHere, StartPayment{"tr_1"})
	paid := paidFor(t)
	ruling := studied(t)
	ruling.do(judge, CloseFile{})
	ruling.do(judge, ruling.ruledOn(RuledDismissed))
	gone := paidFor(t)
	gone.at(20, "10:00")
	gone.do(consumerByCode, Withdraw{text})
	due := func(a Actor, why string) func([]Event) []Event {
		return more(a, "3.8", RefundDue{ID: "tr_1-back", Payment: "tr_1", Cents: 25_00, Why: why})
	}
	paidOut := more(Till, "3.2", Paid{ID: "tr_1", Cents: 25_00, At: paid.now, Counts: true})

	broke(t, "a refund of nothing", open.log, invRefundPaid, due(boss, "hand"))
	broke(t, "a refund without a reason", paid.log, invRefundPaid, due(boss, "kindness"))
	broke(t, "a refund by one person", paid.log, invRefundPaid, due(boss, "hand"))
	broke(t, "more than was paid", gone.log, invRefundPaid, with(t, RefundDue{}, func(e *Event) {
		e.Body = RefundDue{ID: "tr_1-back", Payment: "tr_1", Cents: 50_00, Why: "withdrawn"}
	}))
	broke(t, "a second refund", gone.log, invOneRefund, more(boss, "3.8", RefundDue{ID: "again", Payment: "tr_1", Cents: 25_00, Why: "hand"}))
	broke(t, "withdrawn in time, and the fee stays", gone.log, invGoesBack, without(t, RefundDue{}))
	broke(t, "the fee back after the ruling", ruling.log, invFeeStays, due(boss, "hand"))
	broke(t, "paid twice", paid.log, invOnce, paidOut)
	broke(t, "a second payment that counts", func() []Event {
		p := concluded(t)
		p.do(consumerByCode, claim())
		p.do(consumerHere, StartPayment{"tr_1"})
		p.do(consumerHere, StartPayment{"tr_2"})
		p.do(Till, p.paid("tr_1"))
		return p.log
	}(), invGoesBack, more(Till, "3.2", Paid{ID: "tr_2", Cents: 25_00, At: paid.now, Counts: true}))
	broke(t, "second money that stays", func() []Event {
		p := concluded(t)
		p.do(consumerByCode, claim())
		p.do(consumerHere, StartPayment{"tr_1"})
		p.do(consumerHere, StartPayment{"tr_2"})
		p.do(Till, p.paid("tr_1"))
		p.do(Till, p.paid("tr_2"))
		return p.log
	}(), invGoesBack, without(t, RefundDue{}))
	broke(t, "another amount that counts", open.log, invGoesBack, more(Till, "3.2", Paid{ID: "tr_1", Cents: 24_00, At: open.now, Counts: true}))
	broke(t, "refunded twice", func() []Event {
		p := paidFor(t)
		p.do(consumerByCode, Withdraw{text})
		p.do(Till, RecordRefund{ID: "tr_1-back"})
		return p.log
	}(), invOneRefund, more(Till, "3.8", Refunded{"tr_1-back"}))
	broke(t, "closed while a payment is open", open.log, invGoesBack, func(log []Event) []Event {
		at := open.date(45).End()
		log = append(log, Event{Dispute: "d1", Due: open.date(35).Start(), Recorded: at, Actor: Clock, Rule: "3.1", Body: Reminded{TaskRequest, 1}})
		return append(log, Event{Dispute: "d1", Due: at, Recorded: at, Actor: Clock, Rule: "3.1", Body: EndedAs{NotSolved}})
	})
}

// A history and a state that is not its fold are told apart.
func TestCompareFindsAnotherState(t *testing.T) {
	t.Parallel()
	p := studied(t)
	p.do(shopHere, AskLeave{text})
	for name, change := range map[string]func(*State){
		"a task is missing":        func(s *State) { s.dropKinds(TaskLeave) },
		"a task too many":          func(s *State) { s.add(Task{Kind: TaskSeek, Who: System, Begun: p.now, LastDay: p.date(40)}) },
		"another day":              func(s *State) { s.change(func(t *Task) { t.LastDay = t.LastDay.AddDays(1) }) },
		"begun at another instant": func(s *State) { s.change(func(t *Task) { t.Begun = t.Begun.Add(time.Second) }) },
		"another adjudicator":      func(s *State) { s.File.Adjudicator = "peer" },
		"nothing is new":           func(s *State) { s.File.NewFor = []Role{Consumer} },
		"another day of ruling":    func(s *State) { s.File.RuleBy = p.date(140) },
		"no fee":                   func(s *State) { s.Money.Fee = "" },
		"money made":               func(s *State) { s.Money.Payments = append(slices.Clone(s.Money.Payments), s.Money.Payments[0]) },
		"the shop was silent":      func(s *State) { s.ShopAnswered = false },
	} {
		c, s := NewChecker(), State{}
		for _, e := range p.log {
			if b := c.Add(e); b != nil {
				t.Fatal(b)
			}
			s = Evolve(s, e)
		}
		if b := c.Compare(s); b != nil {
			t.Fatalf("%s: %v", name, b)
		}
		change(&s)
		if c.Compare(s) == nil {
			t.Errorf("%s: not found", name)
		}
	}
}
