package letter

import (
	"strings"
	"testing"

	p "wederhoor/internal/procedure"
)

func TestLettersOfTheRuling(t *testing.T) {
	t.Parallel()
	x := atRuling(t)
	x.seat(visser)
	x.want("m61-adjudicator consumer challenge", "m61-adjudicator shop challenge")
	x.act(shop, p.ChallengeAdjudicator{Text: words})
	x.want("m68-challenge consumer")
	x.act(chief, p.JudgeChallenge{ChallengeJudged: p.ChallengeJudged{Reason: words}})
	x.want("m69-challenge-judged consumer", "m69-challenge-judged shop")
	x.act(visser, p.SendClaim{})
	x.want("m15-statement-shop shop defence", "m15-statement-consumer consumer")
	x.act(shop, p.AddEvidence{EvidenceAdded: p.EvidenceAdded{Files: []p.Ref{words}}})
	x.want("m70-file-changed consumer")
	x.act(shop, p.Defend{DefenceGiven: defended})
	x.want("m15b-reply consumer reply")
	x.act(consumer, p.SendReply{Text: words})
	x.want("m15c-rejoinder shop rejoinder")
	x.act(shop, p.SendReply{Text: words})
	x.want("m77-file-ready adjudicator", "m70-file-changed consumer")
	x.act(consumer, p.AskLeave{Text: words})
	x.want("m71-leave-asked shop", "m71-leave-asked-jurist adjudicator")
	x.act(visser, p.JudgeLeave{LeaveJudged: p.LeaveJudged{Party: p.Consumer, Granted: true}})
	x.want("m72-leave-judged consumer")
	x.act(consumer, p.AddEvidence{EvidenceAdded: p.EvidenceAdded{Files: []p.Ref{words}}})
	x.want("m15d-respond shop respond")
	x.act(shop, p.SendReply{})
	x.want("m77-file-ready adjudicator")
	x.act(visser, p.AskQuestion{QuestionAsked: p.QuestionAsked{ID: "v", To: []p.Role{p.Shop}, Text: words}})
	x.want("m73-question shop question", "m73-question-other consumer")
	x.act(shop, p.AnswerQuestion{QuestionAnswered: p.QuestionAnswered{ID: p.QuestionAbout("v", p.Shop), Text: words}})
	x.want("m15d-respond consumer respond")
	x.wait(12)
	x.want("m77-file-ready adjudicator")
	x.act(visser, p.ExtendRuling{Reason: words})
	x.want("m76-ruling-extended consumer", "m76-ruling-extended shop")
	x.act(visser, p.CloseFile{})
	x.want("m75-file-closed consumer", "m75-file-closed shop")
	x.act(visser, p.SignRuling{RulingSigned: p.RulingSigned{
		Number: "2026-0001", Outcome: p.RuledUpheld, Points: []p.PointDecision{{ID: "1", Decision: "granted", Amount: 8995, Text: words}},
		Orders: []p.Order{
			{Who: p.Shop, Remedy: "refund", Amount: 8995, Due: p.DateOf(x.now).AddDays(14)},
			{Who: p.Shop, Remedy: "repair", Due: p.DateOf(x.now).AddDays(20)},
			{Who: p.Consumer, Remedy: "return_goods", Due: p.DateOf(x.now).AddDays(20)},
			{Who: p.Shop, Remedy: "refund", Amount: 2500, Due: p.DateOf(x.now).AddDays(14), Fee: true},
		}, Text: words,
	}})
	x.want("m16-ruling consumer", "m16-ruling shop")
	x.act(visser, p.CorrectRuling{RulingCorrected: p.RulingCorrected{Number: "2026-0001-H1", Text: words}})
	x.want("m16b-correction consumer", "m16b-correction shop")
	if d := x.compose(x.last("m16b-correction")); d.Agreement != "" {
		t.Errorf("a correction of words only: %q", d.Agreement)
	}
	fixed := p.OrderCorrected{N: 1, Order: x.s.File.Orders[0]}
	fixed.Amount = 7995
	x.act(visser, p.CorrectRuling{RulingCorrected: p.RulingCorrected{Number: "2026-0001-H2", Text: words, Orders: []p.OrderCorrected{fixed}}})
	x.want("m16b-correction consumer", "m16b-correction shop")
	if d := x.compose(x.last("m16b-correction")); !strings.Contains(d.Agreement, "€\u00a079,95") || !strings.Contains(d.Agreement, "De klant stuurt") {
		t.Errorf("what is to be done after the correction: %q", d.Agreement)
	}
	x.wait(23)
	x.want("m78-shop-confirm shop shop_confirm", "m17-compliance-consumer consumer confirm", "m17-compliance-shop shop")
	d := x.compose(x.last("m17-compliance-consumer"))
	if !strings.Contains(d.Agreement, "€\u00a079,95") || !strings.Contains(d.Agreement, "kosten van de uitspraak") || !strings.Contains(d.Agreement, "repareert") || strings.Contains(d.Agreement, "De klant") || !d.Ruled {
		t.Errorf("what the ruling orders: %+v", d)
	}
	if d.Date == "" || d.Date2 == "" {
		t.Error("the question names no day by which it was to be done, or none to answer")
	}
	x.act(shop, p.ConfirmShop{ShopConfirmed: p.ShopConfirmed{Answer: "not", Text: words}})
	x.want("m79-shop-said consumer make_up")
	if d := x.compose(x.last("m79-shop-said")); !strings.Contains(d.Agreement, "De klant stuurt het product terug") || d.Date == "" {
		t.Errorf("what the consumer has to do: %+v", d)
	}
	x.act(consumer, p.MakeUp{Text: words})
	x.want("m82-made-up shop counter")
	x.act(shop, p.CounterMadeUp{Text: words})
	x.want()
	x.act(mila, p.WeighMadeUp{Reason: words})
	x.want("m83-consumer-not-done consumer", "m83-consumer-not-done-shop shop")
	x.act(consumer, p.AnswerCompliance{Answer: "not", Text: words})
	x.want("m40-remedy-asked shop remedy")
	x.wait(12)
	x.want("m80-ruling-not-done consumer", "m80-ruling-not-done-shop shop", "m18-closed consumer", "m18-closed shop")
	if d := x.compose(x.last("m18-closed")); d.Fact != "De uitspraak is niet uitgevoerd. De klant deed niet wat de klant moest doen." || !d.Ruled {
		t.Errorf("the closing letter: %+v", d)
	}
}

// TestLettersOfMoney: what does not count goes back, each with one letter and its reason (rules 3.2, 3.8).
func TestLettersOfMoney(t *testing.T) {
	t.Parallel()
	x := inMediation(t)
	x.heard()
	x.act(mila, p.Conclude{Concluded: p.Concluded{How: "unfounded", Reason: words}})
	x.act(consumer, p.RequestRuling{RulingRequested: claimed})
	x.took()
	x.act(consumer, p.StartPayment{ID: "p0"})
	x.act(p.Till, p.RecordPayment{ID: "p0", Status: "failed"})
	x.want("m14b-payment-failed consumer")
	x.act(consumer, p.StartPayment{ID: "p2"})
	x.pay("p1", "m14-payment-received consumer", "m14-ruling-requested-shop shop")
	x.act(p.Till, p.RecordPayment{ID: "p2", Status: p.PaymentPaid, Cents: 2500, At: x.now})
	x.want("m65-refund consumer")
	d := x.compose(x.last("m65-refund"))
	if d.Amount != "€\u00a025,00" || d.How != "U had al betaald. Deze tweede betaling was niet nodig." {
		t.Errorf("refund: %+v", d)
	}
	x.act(p.Till, p.RecordRefund{ID: "p2-back", Failed: true})
	x.act(chief, p.RetryRefund{ID: "p2-back"})
	x.act(p.Till, p.RecordRefund{ID: "p2-back"})
	x.want()
	d = x.compose(x.last("m14-payment-received"))
	if d.Fee != "€\u00a025" || d.VAT != "€\u00a04,34 (21%)" || d.Receipt != "2026-00042" || d.Date == "" {
		t.Errorf("receipt: %+v", d)
	}
	x.act(consumer, p.Withdraw{})
	x.want("m65-refund consumer", "m31-withdrawn consumer", "m31-withdrawn-shop shop")
}

// TestLettersOfABrokenAgreement: one made before the defence gives the fee back, and the ruling goes on when it is
// paid again (rules 3.7, 4.4).
func TestLettersOfABrokenAgreement(t *testing.T) {
	t.Parallel()
	x := atRuling(t)
	x.seat(visser)
	x.act(visser, p.SendClaim{})
	x.act(shop, p.MakeOffer{Offer: repairOffer})
	x.took()
	x.act(consumer, p.AcceptOffer{ID: "o1"})
	x.want("m12a-agreement consumer", "m12a-agreement shop", "m81-work-stopped adjudicator", "m65-refund consumer")
	x.wait(70)
	x.took()
	x.act(consumer, p.AnswerCompliance{Answer: "not"})
	x.wait(12)
	x.want("m40-remedy-asked shop remedy", "m42-not-carried-out consumer go_on", "m42-not-carried-out-shop shop")
	if d := x.compose(x.last("m42-not-carried-out")); !d.ToRuling {
		t.Error("the way on leads to mediation")
	}
	x.act(consumer, p.GoOn{})
	x.want("m63-fee-due consumer fee", "m63-fee-due-shop shop")
	x.wait(20)
	x.want("m63b-fee-reminder consumer")
	x.pay("p3", "m14-payment-received consumer", "m64-ruling-goes-on shop", "m15-statement-shop shop defence")
}

func TestLettersOfABrokenMediatedAgreement(t *testing.T) {
	t.Parallel()
	x := inMediation(t)
	x.heard()
	x.act(shop, p.MakeOffer{Offer: repairOffer})
	x.act(consumer, p.AcceptOffer{ID: "o1"})
	x.wait(75)
	x.act(consumer, p.AnswerCompliance{Answer: "not"})
	x.wait(12)
	x.took()
	x.act(consumer, p.GoOn{})
	x.want("m62-ruling-possible consumer request", "m62-ruling-possible-shop shop")
	x.wait(20)
	x.want("m13b-request-reminder consumer")
	x.act(consumer, p.StopHere{})
	x.want("m18-closed consumer", "m18-closed shop")
	if d := x.compose(x.last("m18-closed")); d.Outcome != "Het probleem is niet opgelost. Uw klant vroeg geen uitspraak." {
		t.Errorf("to the shop: %s", d.Outcome)
	}
}

func TestLettersWhenNobodyAdjudicates(t *testing.T) {
	t.Parallel()
	x := atRuling(t)
	x.act(chief, p.AssignAdjudicator{AdjudicatorAssigned: p.AdjudicatorAssigned{Adjudicator: "interested"}})
	x.took()
	x.act(p.Actor{Role: p.Adjudicator, ID: "interested", Proof: p.ByCode}, p.Declare{AdjudicatorDeclared: p.AdjudicatorDeclared{Interest: true}})
	x.want()
	x.wait(22)
	x.want("m66-no-adjudicator consumer wait")
	x.act(consumer, p.ChooseWait{Wait: true})
	x.want()
	x.seat(visser)
	x.want("m61-adjudicator consumer challenge", "m61-adjudicator shop challenge")
	x.wait(200) // everybody is silent
	got := x.took()
	if count(got, "m67-adjudicator-sought consumer") == 0 || count(got, "m67-adjudicator-sought shop") == 0 {
		t.Errorf("nobody hears that another one is sought: %q", got)
	}
}
