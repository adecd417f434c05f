package simulate

import (
	"wederhoor/internal/procedure"
)

var anybody = []procedure.Role{
	procedure.Consumer, procedure.Shop, procedure.Mediator, procedure.Adjudicator, procedure.Quality,
	procedure.Administrator, procedure.System, procedure.Public, "nobody",
}

// absurd lets anybody do anything: the move of another, at a wrong moment, with arguments that make no sense.
func (d *dispute) absurd() error {
	d.res.Faults.Absurd++
	a := procedure.Actor{Role: anybody[d.r.IntN(len(anybody))], Proof: procedure.Proof(d.r.IntN(3))}
	a.ID = []string{"x", d.s.Room.Mediator, d.s.File.Adjudicator, "chief"}[d.r.IntN(4)]
	today := procedure.DateOf(d.now)
	var c procedure.Command
	switch d.r.IntN(24) {
	case 0:
		c = procedure.MakeOffer{Offer: procedure.Offer{ID: "o1", By: procedure.Shop, Remedy: "refund", Amount: -1, Due: today}}
	case 1:
		c = procedure.SignRuling{RulingSigned: d.ruling(procedure.RuledUpheld)}
	case 2:
		c = procedure.RecordPayment{ID: "tr_1", Status: "paid", Cents: 1, At: d.now}
	case 3:
		c = procedure.SendJoint{JointSent: procedure.JointSent{ID: d.id("j"), Text: text, Held: "j1", By: procedure.Shop}}
	case 4:
		c = procedure.SendPrivate{PrivateSent: procedure.PrivateSent{ID: d.id("p"), Side: procedure.Shop, Text: text}}
	case 5:
		c = procedure.AddEvidence{EvidenceAdded: procedure.EvidenceAdded{Files: []procedure.Ref{text}}}
	case 6:
		c = procedure.Advise{Text: text}
	case 7:
		c = procedure.Propose{ProposalPut: procedure.ProposalPut{Offer: d.offer()}}
	case 8:
		c = procedure.Conclude{Concluded: procedure.Concluded{How: "not_cooperating", Reason: text}}
	case 9:
		c = procedure.AskRefund{RefundAsked: procedure.RefundAsked{Payment: d.s.Money.Fee, Reason: text}}
	case 10:
		c = procedure.ApproveRefund{Payment: d.s.Money.Asked}
	case 11:
		c = procedure.ExtendTerm{Until: today.AddDays(d.r.IntN(40) - 5), Reason: text}
	case 12:
		c = procedure.RecordAccepted{LetterAccepted: procedure.LetterAccepted{Letter: "x", Party: procedure.Consumer, Task: procedure.TaskChoice, At: d.now.AddDate(0, 0, -20)}}
	default: // a bare move of the table
		c = procedure.Moves[d.r.IntN(len(procedure.Moves))].Command
	}
	if _, gone := c.(procedure.Withdraw); gone && d.r.IntN(10) > 0 { // most of them by mistake, and not confirmed
		a.Proof = procedure.ByLink
	}
	at := d.clock()
	d.inputs = append(d.inputs, Input{at, a, c})
	_, err := d.decide(a, c, at)
	return err
}
