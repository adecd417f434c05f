package past

import (
	"strconv"

	p "wederhoor/internal/procedure"
)

const day = 24

// turn plans what the one whose turn it is does, and when.
func (g *game) turn(t p.Task) {
	switch t.Kind {
	case p.TaskAnswer, p.TaskExtension:
		g.shopAnswers()
	case p.TaskChoice:
		g.consumerChooses()
	case p.TaskResume:
		if g.chance(0.1) {
			g.in(day, 20*day, func() { g.do(consumer, p.Resume{}) })
		}
	case p.TaskMediator, p.TaskLook:
		g.mediates()
	case p.TaskPerform, p.TaskConfirm, p.TaskRemedy, p.TaskObject, p.TaskJudge, p.TaskGoOn:
		g.carriesOut(t)
	case p.TaskRequest:
		if g.chance(0.3) {
			g.in(day, 15*day, g.requests)
		}
	case p.TaskAssign, p.TaskDeclare, p.TaskForward, p.TaskDefence, p.TaskReply, p.TaskRejoinder, p.TaskStudy, p.TaskRule:
		g.pleads(t)
	default:
	}
}

func (g *game) shopAnswers() {
	if !g.chance(g.c.Shop.Answers) {
		return
	}
	switch n := g.r.Float64(); {
	case n < g.c.Shop.Solves:
		g.in(4, 5*day, func() { g.do(shop, p.SaySolved{Text: g.text("solved", p.Shop)}) })
	case n < g.c.Shop.Solves+0.1:
		g.in(4, 6*day, func() { g.do(shop, p.Contest{Text: g.text("contest", p.Shop)}) })
	default:
		g.in(4, 6*day, func() {
			g.do(shop, p.SendMessage{MessageSent: p.MessageSent{Text: g.text("message", p.Shop)}})
			g.acted = false // the message is the answer; the days go on
		})
	}
}

// consumerChooses answers as the shop has earned it; a third of the people never answers a question in an e-mail.
func (g *game) consumerChooses() {
	choice := p.ChooseHelp
	switch n := g.r.Float64(); {
	case g.s.SolvedSaid && n < 0.85, n < 0.2:
		choice = p.ChooseSolved
	case n < 0.4 && !g.s.Final():
		choice = p.ChooseBusy
	case n > 0.7:
		return
	}
	g.in(2, 6*day, func() { g.do(consumer, p.Choose{Choice: choice}) })
}

func (g *game) mediates() {
	room := &g.s.Room
	switch {
	case room.Mediator == "":
		g.in(4, 3*day, func() {
			g.do(g.mediator(), p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: g.c.Staff.Mediator}})
		})
	case !room.Consumer.Asked || !room.Shop.Asked:
		g.in(2, 2*day, func() {
			g.do(g.mediator(), p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: g.id("a"), Text: g.text("joint", p.Mediator)}})
		})
	case room.Proposals == 0 && g.chance(0.6):
		g.in(3*day, 10*day, g.proposes)
	default:
		g.in(8*day, 16*day, func() {
			for _, a := range []p.Actor{consumer, shop} {
				g.do(a, p.SendJoint{JointSent: p.JointSent{ID: g.id("j"), Text: g.text("joint", a.Role)}})
			}
			g.do(g.mediator(), p.Conclude{Concluded: p.Concluded{How: "no_agreement", Reason: g.text("conclusion", p.Mediator)}})
		})
	}
}

// proposes puts a compromise to both, who have told their story.
func (g *game) proposes() {
	for _, a := range []p.Actor{consumer, shop} {
		g.do(a, p.SendJoint{JointSent: p.JointSent{ID: g.id("j"), Text: g.text("joint", a.Role)}})
	}
	o := p.Offer{
		ID: g.id("o"), Remedy: "part_refund", Amount: max(g.c.Amount/2, 5_00), Due: p.DateOf(g.now).AddDays(12),
		Text: g.text("proposal", p.Mediator),
	}
	if !g.do(g.mediator(), p.Propose{ProposalPut: p.ProposalPut{Offer: o}}) {
		return
	}
	for _, a := range []p.Actor{consumer, shop} {
		if !g.chance(0.85) {
			g.do(a, p.DeclineProposal{ID: o.ID})
			return
		}
		g.do(a, p.AcceptProposal{ID: o.ID})
	}
}

func (g *game) carriesOut(t p.Task) {
	carries := g.chance(g.c.Shop.Carries)
	switch t.Kind {
	case p.TaskPerform:
		if carries && g.chance(0.5) {
			g.in(day, 8*day, func() { g.do(shop, p.ReportDone{Text: g.text("done", p.Shop)}) })
		}
	case p.TaskConfirm:
		answer := "not"
		if carries {
			answer = "done"
		}
		if g.chance(0.8) {
			g.in(2, 4*day, func() { g.do(consumer, p.AnswerCompliance{Answer: answer}) })
		}
	case p.TaskRemedy:
		if carries {
			g.in(day, 5*day, func() { g.do(shop, p.GiveProof{Text: g.text("proof", p.Shop)}) })
		}
	case p.TaskGoOn:
		if g.chance(0.4) {
			g.in(day, 9*day, func() { g.do(consumer, p.GoOn{}) })
		}
	default: // nobody objects
	}
}

func (g *game) requests() {
	points := []p.ClaimPoint{{ID: "1", Remedy: "refund", Amount: max(g.c.Amount, 10_00), Text: g.text("claim", p.Consumer)}}
	b := p.RulingRequested{Consents: "2026-11", Text: g.text("consents", p.Consumer), Points: points}
	id := g.id("tr_")
	if g.do(consumer, p.RequestRuling{RulingRequested: b}) && g.do(consumer, p.StartPayment{ID: id}) {
		g.do(p.Till, p.RecordPayment{ID: id, Status: p.PaymentPaid, Cents: g.s.Rules().FeeCents, At: g.now, Receipt: g.c.ID})
	}
}

func (g *game) pleads(t p.Task) {
	switch t.Kind {
	case p.TaskAssign:
		g.in(4, 4*day, func() {
			g.do(g.office(), p.AssignAdjudicator{AdjudicatorAssigned: p.AdjudicatorAssigned{Adjudicator: g.c.Staff.Adjudicator}})
		})
	case p.TaskDeclare:
		g.in(4, 2*day, func() { g.do(g.adjudicator(), p.Declare{}) })
	case p.TaskForward:
		g.in(1, day, func() { g.do(g.adjudicator(), p.SendClaim{}) })
	case p.TaskDefence:
		if g.chance(g.c.Shop.Answers) {
			g.in(2*day, 12*day, func() {
				g.do(shop, p.Defend{DefenceGiven: p.DefenceGiven{
					Text: g.text("defence", p.Shop), Points: []p.PointAnswer{{ID: "1", Agree: "no", Text: g.text("defence", p.Shop)}},
				}})
			})
		}
	case p.TaskReply:
		g.in(day, 6*day, func() { g.do(consumer, p.SendReply{Text: g.text("reply", p.Consumer)}) })
	case p.TaskRejoinder:
		g.in(day, 6*day, func() { g.do(shop, p.SendReply{}) })
	case p.TaskStudy:
		g.in(3*day, 10*day, func() { g.do(g.adjudicator(), p.CloseFile{}) })
	default:
		g.in(3*day, 12*day, g.rules)
	}
}

func (g *game) rules() {
	amount := g.s.File.Points[0].Amount
	b := p.RulingSigned{Number: "P-" + g.c.ID, Outcome: p.RuledDismissed, FeeBy: p.Consumer, Text: g.text("ruling", p.Adjudicator)}
	d := p.PointDecision{ID: "1", Decision: "denied", Text: b.Text}
	if g.chance(0.6) {
		b.Outcome, b.FeeBy, d.Decision, d.Amount = p.RuledUpheld, p.Shop, "granted", amount
		due := p.DateOf(g.now).AddDays(14)
		b.Orders = []p.Order{{Who: p.Shop, Remedy: "refund", Amount: amount, Due: due}, {Who: p.Shop, Remedy: "refund", Amount: g.s.Rules().FeeCents, Due: due, Fee: true}}
	}
	b.Points = []p.PointDecision{d}
	g.do(g.adjudicator(), p.SignRuling{RulingSigned: b})
}

func (g *game) id(of string) string { return of + g.c.ID + "-" + strconv.Itoa(len(g.log)) }
