package procedure

import (
	"slices"
	"testing"
)

// agreement is a dispute with an agreement made on day 1, to be carried out by day 8.
func agreement(t testing.TB) *play {
	t.Helper()
	p := noticed(t, monday)
	p.at(1, "12:00")
	p.do(shopHere, MakeOffer{p.offer("o1", 8)})
	p.do(consumerByCode, AcceptOffer{"o1"})
	p.wants(TaskPerform, 8)
	return p
}

func TestAskedWhetherItWasDone(t *testing.T) { // rules 4.1
	t.Parallel()
	p := agreement(t)
	p.refused(consumerHere, AnswerCompliance{Answer: "not"}, NotNow) // its day has not passed
	p.at(9, "00:00")
	p.wants(TaskPerform, 8)
	p.refused(consumerHere, AnswerCompliance{Answer: "maybe"}, BadValue)
	p.at(9, "23:59")
	p.wants(TaskPerform, 8)
	p.at(10, "00:00") // two days after it
	p.wants(TaskConfirm, 23)
	if asked := p.log[len(p.log)-2].Body.(ComplianceAsked); !asked.ShopToo {
		t.Error("the shop is asked too")
	}
}

func TestSaidNotDoneOnTheDayAfter(t *testing.T) { // rules 4.1, 4.3
	t.Parallel()
	p := agreement(t)
	p.at(9, "00:00")
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.wants(TaskRemedy, 16)
}

func TestShopReportsItDone(t *testing.T) { // rules 4.1
	t.Parallel()
	p := agreement(t)
	p.refused(consumerHere, ReportDone{text}, NotYours)
	p.do(shopHere, ReportDone{text})
	p.refused(shopHere, ReportDone{text}, NotNow)
	p.at(10, "00:00")
	if asked := p.log[len(p.log)-2].Body.(ComplianceAsked); asked.ShopToo {
		t.Error("a shop that has reported it is not asked again")
	}
	p.wants(TaskConfirm, 23) // the shop's word alone ends nothing
}

func TestAnsweringNeedsMoreThanALink(t *testing.T) { // rules 7.1
	t.Parallel()
	p := agreement(t)
	p.at(10, "12:00")
	p.refused(consumerLink, AnswerCompliance{Answer: "done"}, CodeAsked) // this end cannot be undone
}

func TestNobodyConfirms(t *testing.T) { // rules 4.2
	t.Parallel()
	p := agreement(t)
	p.at(23, "23:59")
	p.wants(TaskConfirm, 23)
	if got := p.days(Reminded{}); !slices.Equal(got, []int{17}) {
		t.Errorf("reminders on days %v", got)
	}
	p.at(24, "00:00")
	p.ended(AgreedDirect)
	if p.s.Compliance != "not_confirmed" {
		t.Errorf("fact %q", p.s.Compliance)
	}
}

func TestPartlyOrNot(t *testing.T) { // rules 4.3
	t.Parallel()
	for _, answer := range []string{"partly", "not"} {
		p := agreement(t)
		p.at(10, "12:00")
		p.do(consumerHere, AnswerCompliance{Answer: answer, Text: text})
		p.wants(TaskRemedy, 17)
		p.refused(consumerHere, AnswerCompliance{Answer: answer}, NotNow)
		p.refused(consumerHere, GiveProof{text}, NotYours)
		p.refused(shopHere, GiveProof{}, BadValue)
		p.at(18, "00:00")     // neither done nor proof
		p.wants(TaskGoOn, 49) // day 48 is a Sunday
		if p.s.Compliance != "not_carried_out" || p.count(NotCarriedOut{}) != 1 {
			t.Errorf("fact %q", p.s.Compliance)
		}
	}
}

func TestDoneAfterAll(t *testing.T) { // rules 4.1, 4.3
	t.Parallel()
	p := agreement(t)
	p.at(10, "12:00")
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.at(12, "12:00")
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(AgreedDirect)
	if p.s.Compliance != "done" {
		t.Errorf("fact %q", p.s.Compliance)
	}
}

// proven is a dispute in which the shop has sent proof on day 11.
func proven(t testing.TB) *play {
	t.Helper()
	p := agreement(t)
	p.at(10, "12:00")
	p.do(consumerHere, AnswerCompliance{Answer: "partly", Text: text})
	p.at(11, "12:00")
	p.do(shopHere, GiveProof{text})
	p.wants(TaskObject, 18)
	return p
}

func TestProof(t *testing.T) { // rules 4.3
	t.Parallel()
	p := proven(t)
	p.at(19, "00:00")
	p.ended(AgreedDirect)
	if p.s.Compliance != "proof" {
		t.Errorf("fact %q", p.s.Compliance)
	}

	p = proven(t)
	p.refused(consumerHere, ObjectToProof{}, BadValue)
	p.refused(mediatorHere, JudgeProof{Carried: true, Reason: text}, NotNow)
	p.do(consumerHere, ObjectToProof{text})
	p.wants(TaskJudge, 18) // 5 working days
	p.refused(mediatorHere, JudgeProof{Carried: true}, BadValue)
	p.at(30, "12:00") // staff are late: nothing happens by itself
	p.wants(TaskJudge, 18)
	p.do(mediatorHere, JudgeProof{Carried: true, Reason: text})
	p.ended(AgreedDirect)
	if p.s.Compliance != "judged" {
		t.Errorf("fact %q", p.s.Compliance)
	}

	p = proven(t)
	p.do(consumerHere, ObjectToProof{text})
	p.do(mediatorHere, JudgeProof{Carried: false, Reason: text})
	p.wants(TaskGoOn, 42) // day 41 is a Sunday
}

// brokenAgreement is a dispute of which the agreement was not carried out, on day 18.
func brokenAgreement(t testing.TB) *play {
	t.Helper()
	p := agreement(t)
	p.at(10, "12:00")
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.at(18, "12:00")
	p.wants(TaskGoOn, 49)
	return p
}

func TestBrokenAgreement(t *testing.T) { // rules 4.4
	t.Parallel()
	p := brokenAgreement(t)
	p.refused(consumerLink, GoOn{}, CodeAsked)
	p.refused(shopHere, GoOn{}, NotYours)
	p.do(consumerHere, GoOn{})
	p.wants(TaskMediator, 23)
	if p.s.Stage != Mediation {
		t.Errorf("stage %s", p.s.Stage)
	}
	p.refused(consumerHere, UndoChoice{}, NotNow)

	p = brokenAgreement(t)
	p.do(consumerHere, StopHere{})
	p.ended(AgreedDirect)

	p = brokenAgreement(t)
	p.at(49, "23:59")
	p.wants(TaskGoOn, 49)
	p.at(50, "00:00")
	p.ended(AgreedDirect)
	if p.s.Compliance != "not_carried_out" {
		t.Errorf("fact %q", p.s.Compliance)
	}
}

func TestAgreementDuringMediation(t *testing.T) { // rules 1.2, 5.1
	t.Parallel()
	p := asked(t)
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.do(consumerHere, MakeOffer{p.offer("o1", 12)})
	p.do(shopByCode, AcceptOffer{"o1"})
	p.wants(TaskPerform, 12)
	if StatusOf(p.s, p.now).Step != StepMediation {
		t.Error("step")
	}
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(AgreedMediation)
}

func TestExtendingATerm(t *testing.T) { // rules 6.5
	t.Parallel()
	p := noticed(t, monday)
	p.refused(shopHere, ExtendTerm{Until: p.date(9), Reason: text}, NotYours)
	p.refused(mediatorHere, ExtendTerm{Until: p.date(9)}, BadValue)
	p.refused(mediatorHere, ExtendTerm{Until: p.date(7), Reason: text}, BadDate)
	p.refused(mediatorHere, ExtendTerm{Until: p.date(31), Reason: text}, BadDate)
	p.at(4, "12:00")
	p.do(mediatorHere, ExtendTerm{Until: p.date(12), Reason: text}) // a Saturday
	p.wants(TaskAnswer, 14)
	p.at(14, "23:59")
	if got := p.days(Reminded{}); !slices.Equal(got, []int{3, 13}) {
		t.Errorf("reminders on days %v", got)
	}
	p.at(15, "00:00")
	p.wants(TaskChoice, 28)
	p.do(mediatorHere, ExtendTerm{Until: p.date(45), Reason: text})
	p.wants(TaskChoice, 45)

	staffs := noticed(t, monday)
	staffs.do(shopHere, SayNotOurs{text})
	staffs.refused(mediatorHere, ExtendTerm{Until: staffs.date(20), Reason: text}, NotNow) // never their own
	agreed := agreement(t)
	agreed.refused(mediatorHere, ExtendTerm{Until: agreed.date(20), Reason: text}, NotNow) // the date is the parties'
	waits := confirmed(t, monday)
	waits.refused(mediatorHere, ExtendTerm{Until: waits.date(20), Reason: text}, NotNow)
}
