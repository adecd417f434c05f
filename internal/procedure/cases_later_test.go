package procedure

import (
	"slices"
	"testing"
)

// The scripts of the cases that go through mediation or to a ruling.

func TestCase1ToTheEnd(t *testing.T) {
	t.Parallel()
	p := mediated(t)
	p.at(11, "10:00")
	p.do(consumerHere, joint("c1"))
	p.refused(mia, Conclude{Concluded{"not_cooperating", text}}, NotHeard)
	p.at(17, "09:00")
	if got := p.days(AccountMissed{}); !slices.Equal(got, []int{17}) {
		t.Errorf("the shop was silent on days %v", got)
	}
	p.do(mia, Conclude{Concluded{"not_cooperating", text}})
	p.wants(TaskRequest, 49) // day 47 is a Saturday
	p.do(consumerByCode, claim())
	p.do(consumerHere, StartPayment{"tr_1"})
	p.do(Till, p.paid("tr_1"))
	p.do(boss, seat("judge"))
	p.do(judge, Declare{})
	p.do(judge, SendClaim{})
	p.wants(TaskDefence, 31)
	p.at(32, "00:00") // no defence
	p.wants(TaskStudy, 107)
	p.do(judge, CloseFile{})
	p.do(judge, p.ruledOn(RuledUpheld))
	p.wants(TaskPerform, 46)
	if p.s.File.FeeBy != Shop || p.s.Agreement.Amount != 174_95 {
		t.Errorf("fee by %s, %d to pay", p.s.File.FeeBy, p.s.Agreement.Amount)
	}
	p.at(48, "10:00")
	p.wants(TaskConfirm, 63) // day 61 is a Saturday
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.at(57, "10:00")
	p.ended(RuledUpheld)
	if p.s.Compliance != "not_carried_out" || p.count(NotCarriedOut{}) != 1 || p.count(RefundDue{}) != 0 {
		t.Errorf("fact %q, %d refunds", p.s.Compliance, p.count(RefundDue{}))
	}
}

func TestCase3BlindCompromise(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(8, "10:00")
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	p.at(19, "10:00")
	p.do(consumerLink, Reopen{})
	p.do(consumerLink, Choose{Choice: ChooseHelp})
	p.do(mia, assigned("mia"))
	p.at(21, "10:00")
	p.do(mia, AskAccounts{AccountsAsked{"a1", text}})
	p.at(22, "10:00")
	p.do(consumerHere, joint("c1"))
	p.refused(mia, Propose{ProposalPut{Offer: p.offer("p1", 40)}}, NotHeard)
	p.do(shopHere, private("s1", ""))
	o := p.offer("p1", 40)
	o.Amount = 119_96 // 80 %
	p.do(mia, Propose{ProposalPut{Offer: o}})
	p.do(shopByCode, AcceptProposal{ID: "p1"})
	if p.count(ProposalClosed{}) != 0 || p.count(AgreementMade{}) != 0 {
		t.Error("a lone yes shows")
	}
	p.at(24, "10:00")
	p.do(consumerByCode, AcceptProposal{ID: "p1"})
	p.wants(TaskPerform, 40)
	if p.s.Agreement.Amount != 119_96 || p.s.AgreedIn != Mediation {
		t.Errorf("agreed %+v in %s", p.s.Agreement, p.s.AgreedIn)
	}
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(AgreedMediation)
}

func TestCase8DismissedAfterContest(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(2, "11:00")
	p.do(shopHere, Contest{text})
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.do(mia, assigned("mia"))
	p.do(mia, AskAccounts{AccountsAsked{"a1", text}})
	p.at(3, "11:00")
	p.do(consumerHere, joint("c1"))
	p.do(shopHere, joint("s1"))
	p.do(mia, Advise{text})
	p.do(mia, Conclude{Concluded{"no_agreement", text}})
	p.do(consumerByCode, claim())
	p.do(consumerHere, StartPayment{"tr_1"})
	p.do(Till, p.paid("tr_1"))
	p.do(boss, seat("judge"))
	p.do(judge, Declare{})
	p.do(judge, SendClaim{})
	p.do(shopHere, Defend{DefenceGiven{Points: []PointAnswer{{ID: "1", Agree: "no"}}}})
	p.do(consumerHere, SendReply{})
	p.at(10, "11:00")
	p.do(judge, CloseFile{})
	p.do(judge, p.ruledOn(RuledDismissed))
	p.ended(RuledDismissed)
	if p.s.File.FeeBy != Consumer || p.count(RefundDue{}) != 0 {
		t.Errorf("fee by %s, %d refunds", p.s.File.FeeBy, p.count(RefundDue{}))
	}
}

func TestCase9PaymentTrouble(t *testing.T) {
	t.Parallel()
	p := concluded(t)
	p.at(17, "10:00")
	p.refused(consumerHere, StartPayment{"tr_1"}, NotNow) // it was not asked for yet
	p.do(consumerByCode, claim())
	for i, how := range []string{"expired", "failed"} {
		id := []string{"tr_1", "tr_2"}[i]
		p.do(consumerHere, StartPayment{id})
		p.do(Till, RecordPayment{ID: id, Status: how})
		p.wants(TaskRequest, 45)
	}
	p.do(consumerHere, StartPayment{"tr_3"})
	p.do(consumerHere, StartPayment{"tr_4"})
	if n := len(p.do(Till, p.paid("tr_of_another"))); n != 0 {
		t.Errorf("somebody else's payment brought %d events", n)
	}
	p.do(Till, p.paid("tr_3"))
	for range 10 {
		p.do(Till, p.paid("tr_3"))
	}
	p.do(Till, p.paid("tr_4"))
	p.do(Till, p.paid("tr_4"))
	if p.count(Paid{}) != 2 || p.count(RefundDue{}) != 1 || p.s.Money.Fee != "tr_3" {
		t.Errorf("%d paid, %d refunds, the fee is %q", p.count(Paid{}), p.count(RefundDue{}), p.s.Money.Fee)
	}
	if r := p.s.Money.Refunds[0]; r.Payment != "tr_4" || r.Cents != 25_00 || r.Why != "second" {
		t.Errorf("refund %+v", r)
	}
	p.do(Till, RecordRefund{ID: "tr_4-back"})
	p.wants(TaskAssign, 24)
}

func TestCase10SettledDuringTheRuling(t *testing.T) {
	t.Parallel()
	p := claimed(t)
	p.at(33, "10:00") // two days before the defence is due
	o := p.offer("o1", 50)
	o.Amount = 60_00
	p.do(shopHere, MakeOffer{o})
	p.do(consumerByCode, AcceptOffer{"o1"})
	p.wants(TaskPerform, 50)
	if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "agreed" || p.s.Money.Fee != "" {
		t.Errorf("refunds %+v", r)
	}
	p.do(Till, RecordRefund{ID: "tr_1-back"})
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(AgreedRuling)
}

func TestCase11Challenge(t *testing.T) {
	t.Parallel()
	p := claimed(t)
	p.at(24, "10:00") // day 3 after the declaration
	p.do(shopHere, ChallengeAdjudicator{text})
	p.wants(TaskJudgeChallenge, 29)
	p.refused(judge, CloseFile{}, NotNow)
	p.at(28, "10:00")
	p.do(boss, JudgeChallenge{ChallengeJudged{Granted: true, Reason: text}})
	p.wants(TaskAssign, 35)
	p.refused(boss, seat("judge"), HasConflict)
	p.at(30, "10:00")
	p.do(boss, seat("peer"))
	p.do(peer, Declare{})
	p.wants(TaskDefence, 44) // the defence begins anew
	if p.s.File.From != p.date(23) || p.s.File.RuleBy != p.date(113) {
		t.Errorf("the file stood still for 6 days: from %s, ruling by %s", p.s.File.From, p.s.File.RuleBy)
	}
	p.refused(shopHere, ChallengeAdjudicator{text}, NotNow)
	p.do(consumerHere, ChallengeAdjudicator{text}) // that was the shop's, not the consumer's
}

func TestCase12LateDocument(t *testing.T) {
	t.Parallel()
	p := defended(t)
	p.at(33, "10:00")
	p.do(consumerHere, SendReply{text})
	p.wants(TaskRejoinder, 42) // day 40 is a Saturday
	p.at(42, "20:00")
	p.do(shopHere, document)
	p.do(shopHere, SendReply{text})
	p.wants(TaskRespond, 49)
	if m, _ := p.s.Main(); m.Who != Consumer {
		t.Errorf("%s may respond", m.Who)
	}
	p.refused(judge, CloseFile{}, NotAnswered)
	p.refused(judge, p.ruledOn(RuledDismissed), NotNow)
	p.at(50, "00:00")
	p.wants(TaskStudy, 107)
	p.do(judge, CloseFile{})
}

// Case 15: what becomes of the member changes nothing in the case; the core does not even know of it.
func TestCase15ExpelledInTheMiddle(t *testing.T) {
	t.Parallel()
	p := studied(t)
	p.do(judge, CloseFile{})
	p.do(judge, p.ruledOn(RuledUpheld))
	p.wants(TaskPerform, 52)
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(RuledUpheld)
}
