package procedure

import "testing"

// People of stages 2 and 3.
var (
	mia   = Actor{Role: Mediator, ID: "mia", Proof: ByBrowser} // mediates
	moe   = Actor{Role: Mediator, ID: "moe", Proof: ByBrowser} // another mediator
	boss  = Actor{Role: Administrator, ID: "boss", Proof: ByBrowser}
	judge = Actor{Role: Adjudicator, ID: "judge", Proof: ByBrowser}
	peer  = Actor{Role: Adjudicator, ID: "peer", Proof: ByBrowser}
)

func assigned(id string) Assign { return Assign{MediatorAssigned: MediatorAssigned{Mediator: id}} }

func seat(id string) AssignAdjudicator {
	return AssignAdjudicator{AdjudicatorAssigned: AdjudicatorAssigned{id}}
}

func joint(id string) SendJoint { return SendJoint{JointSent: JointSent{ID: id, Text: text}} }

func private(id string, side Role) SendPrivate {
	return SendPrivate{PrivateSent{ID: id, Side: side, Text: text}}
}

// document brings one in.
var document = AddEvidence{EvidenceAdded{Files: []Ref{text}}}

// helped is a dispute on day 8 whose consumer chose mediation.
func helped(t testing.TB) *play {
	t.Helper()
	p := asked(t)
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	return p
}

// mediated is a dispute on day 9 whose mediator has asked both for their accounts, until day 16.
func mediated(t testing.TB) *play {
	t.Helper()
	p := helped(t)
	p.do(mia, assigned("mia"))
	p.at(9, "10:00")
	p.do(mia, AskAccounts{AccountsAsked{"a1", text}})
	return p
}

// heard is a dispute on day 10 in which both have given their accounts.
func heard(t testing.TB) *play {
	t.Helper()
	p := mediated(t)
	p.at(10, "10:00")
	p.do(consumerHere, private("c1", ""))
	p.do(shopHere, joint("s1"))
	return p
}

// concluded is a dispute on day 15 whose mediation brought no agreement; a ruling can be asked for until day 45.
func concluded(t testing.TB) *play {
	t.Helper()
	p := heard(t)
	p.at(15, "10:00")
	p.do(mia, Conclude{Concluded{"no_agreement", text}})
	p.wants(TaskRequest, 45)
	return p
}

// claim is one point of € 149.95.
func claim() RequestRuling {
	return RequestRuling{RulingRequested{Points: []ClaimPoint{{ID: "1", Remedy: "refund", Amount: 149_95, Text: text}}, Consents: "c1", Text: text}}
}

func (p *play) paid(id string) RecordPayment {
	return RecordPayment{ID: id, Status: "paid", Cents: 25_00, At: p.now, Receipt: "2026-1"}
}

// paidFor is a dispute on day 17 whose ruling was asked and paid for: day 0 of the file.
func paidFor(t testing.TB) *play {
	t.Helper()
	p := concluded(t)
	p.at(17, "10:00")
	p.do(consumerByCode, claim())
	p.do(consumerHere, StartPayment{"tr_1"})
	p.do(Till, p.paid("tr_1"))
	p.wants(TaskAssign, 24)
	return p
}

// seated is a dispute on day 21 whose adjudicator has declared.
func seated(t testing.TB) *play {
	t.Helper()
	p := paidFor(t)
	p.at(18, "10:00")
	p.do(boss, seat("judge"))
	p.wants(TaskDeclare, 23)
	p.at(21, "10:00")
	p.do(judge, Declare{})
	p.wants(TaskForward, 23)
	return p
}

// claimed is a dispute on day 21 whose claim went to the shop, which has until day 35.
func claimed(t testing.TB) *play {
	t.Helper()
	p := seated(t)
	p.do(judge, SendClaim{})
	p.wants(TaskDefence, 35)
	return p
}

// defended is a dispute on day 30 with the shop's defence; the consumer may reply until day 37.
func defended(t testing.TB) *play {
	t.Helper()
	p := claimed(t)
	p.at(30, "10:00")
	p.do(shopHere, Defend{DefenceGiven{[]PointAnswer{{ID: "1", Agree: "no", Text: text}}, text}})
	p.wants(TaskReply, 37)
	return p
}

// studied is a dispute on day 38 whose file lies before the adjudicator; nobody had more to say.
func studied(t testing.TB) *play {
	t.Helper()
	p := defended(t)
	p.at(38, "10:00")
	p.wants(TaskStudy, 107)
	return p
}

// ruledOn gives a ruling of an outcome, to be carried out in 14 days.
func (p *play) ruledOn(o Outcome) SignRuling {
	var orders []Order
	if o == RuledUpheld {
		due := DateOf(p.now).AddDays(14)
		orders = []Order{{Who: Shop, Remedy: "refund", Amount: 149_95, Due: due}, {Who: Shop, Remedy: "refund", Amount: 25_00, Due: due, Fee: true}}
	}
	return SignRuling{ruled(p.s, o, orders)}
}
