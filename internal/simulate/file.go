package simulate

import (
	"strconv"

	"wederhoor/internal/procedure"
)

// pleads is a party in the ruling.
func (d *dispute) pleads(t procedure.Task) error {
	a := party(t.Who)
	switch t.Kind {
	case procedure.TaskRequest:
		return d.requests(a)
	case procedure.TaskFee:
		return d.give(a, procedure.StartPayment{ID: d.id("tr_")})
	case procedure.TaskWait:
		return d.give(a, procedure.ChooseWait{Wait: d.chance(50)})
	case procedure.TaskChallenge:
		if d.chance(12) {
			return d.give(a, procedure.ChallengeAdjudicator{Text: text})
		}
		return nil
	case procedure.TaskQuestion:
		return d.give(a, procedure.AnswerQuestion{QuestionAnswered: procedure.QuestionAnswered{ID: t.About, Text: text}})
	default:
	}
	if d.chance(25) {
		if err := d.give(a, procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: []procedure.Ref{text}}}); err != nil {
			return err
		}
	}
	if d.chance(3) {
		return d.give(consumer(procedure.ByCode), procedure.Withdraw{Reason: text})
	}
	if d.chance(6) { // meanwhile they settle
		if err := d.give(shop(procedure.ByBrowser), procedure.MakeOffer{Offer: d.offer()}); err != nil {
			return err
		}
	}
	if t.Kind == procedure.TaskDefence {
		b := procedure.DefenceGiven{Text: text}
		for _, p := range d.s.File.Points {
			b.Points = append(b.Points, procedure.PointAnswer{ID: p.ID, Agree: "no", Text: text})
		}
		return d.give(a, procedure.Defend{DefenceGiven: b})
	}
	reply := procedure.SendReply{Text: text}
	if d.chance(20) { // nothing to add
		reply.Text = procedure.Ref{}
	}
	return d.give(a, reply)
}

// requests asks for a ruling, or for none.
func (d *dispute) requests(a procedure.Actor) error {
	if d.chance(20) {
		return d.give(a, procedure.StopHere{})
	}
	b := procedure.RulingRequested{Consents: "1", Text: text}
	for i := range 1 + d.r.IntN(3) {
		b.Points = append(b.Points, procedure.ClaimPoint{ID: strconv.Itoa(i + 1), Remedy: "refund", Amount: int64(1+d.r.IntN(90)) * 100, Text: text})
	}
	if err := d.give(a, procedure.RequestRuling{RulingRequested: b}); err != nil {
		return err
	}
	d.later(item{what: paying}, 0, 20)
	if d.chance(5) { // in two tabs
		d.later(item{what: paying}, 0, 20)
	}
	return nil
}

// judges is the adjudicator.
func (d *dispute) judges(t procedure.Task) error {
	a := d.adjudicator()
	switch t.Kind {
	case procedure.TaskDeclare:
		return d.give(a, procedure.Declare{AdjudicatorDeclared: procedure.AdjudicatorDeclared{Interest: d.chance(7)}})
	case procedure.TaskForward:
		if d.chance(4) {
			return d.give(a, procedure.SignRuling{RulingSigned: d.ruling(procedure.RuledInadmissible)})
		}
		return d.give(a, procedure.SendClaim{})
	case procedure.TaskLeave:
		b := procedure.LeaveJudged{Party: procedure.Role(t.About), Granted: d.chance(60), Reason: text}
		if err := d.give(a, procedure.JudgeLeave{LeaveJudged: b}); err != nil || !b.Granted {
			return err
		}
		return d.give(party(b.Party), procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: []procedure.Ref{text}}})
	case procedure.TaskStudy:
		return d.studies(a)
	default:
		if d.chance(3) {
			return d.give(a, procedure.ExtendRuling{Reason: text})
		}
		return d.give(a, procedure.SignRuling{RulingSigned: d.ruling(procedure.RuledOutcomes[d.r.IntN(4)])})
	}
}

func (d *dispute) studies(a procedure.Actor) error {
	switch n := d.r.IntN(100); {
	case n < 15:
		to := []procedure.Role{d.somePartys()}
		if d.chance(40) {
			to = []procedure.Role{procedure.Consumer, procedure.Shop}
		}
		return d.give(a, procedure.AskQuestion{QuestionAsked: procedure.QuestionAsked{ID: d.id("q"), To: to, Text: text}})
	case n < 20:
		return d.give(a, procedure.ExtendRuling{Reason: text})
	case n < 28:
		return d.give(party(d.somePartys()), procedure.AskLeave{Text: text})
	default:
		return d.give(a, procedure.CloseFile{})
	}
}

func (d *dispute) ruling(o procedure.Outcome) procedure.RulingSigned {
	b := procedure.RulingSigned{Number: "R" + strconv.Itoa(d.n), Outcome: o, FeeBy: d.somePartys(), Text: text}
	due := procedure.DateOf(d.now).AddDays(14)
	sum := int64(0)
	for i, p := range d.s.File.Points {
		decided := procedure.PointDecision{ID: p.ID, Decision: "denied", Evidence: []string{"K1"}, Text: text}
		if o == procedure.RuledUpheld || o == procedure.RuledPartly && i == 0 {
			decided.Decision, decided.Amount = "granted", p.Amount
			if o == procedure.RuledPartly {
				decided.Decision, decided.Amount = "partly", p.Amount/2
			}
			sum += decided.Amount
			if !p.Remedy.AsksMoney() && !d.chance(3) { // now and then it is forgotten: refused
				b.Orders = append(b.Orders, procedure.Order{Who: procedure.Shop, Remedy: p.Remedy, Due: due})
			}
		}
		b.Points = append(b.Points, decided)
	}
	if o == procedure.RuledUpheld || o == procedure.RuledPartly {
		if d.chance(3) { // more than was claimed: refused
			sum += 1_00
		}
		if sum > 0 {
			b.Orders = append(b.Orders, procedure.Order{Who: procedure.Shop, Remedy: "refund", Amount: sum, Due: due})
		}
		if o == procedure.RuledUpheld || b.FeeBy == procedure.Shop {
			b.Orders = append(b.Orders, procedure.Order{Who: procedure.Shop, Remedy: "refund", Amount: d.s.Rules().FeeCents, Due: due, Fee: true})
		}
	}
	if o != procedure.RuledInadmissible && d.chance(20) {
		b.Orders = append(b.Orders, procedure.Order{Who: procedure.Consumer, Remedy: "return_goods", Due: due.AddDays(d.r.IntN(7))})
	}
	return b
}
