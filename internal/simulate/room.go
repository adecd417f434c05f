package simulate

import (
	"time"

	"wederhoor/internal/procedure"
)

// mediates is the mediator's next step.
func (d *dispute) mediates() error {
	room := &d.s.Room
	if room.Mediator == "" {
		return d.give(staff, procedure.Assign{MediatorAssigned: procedure.MediatorAssigned{Mediator: "m" + string(rune('1'+d.r.IntN(5)))}, Conflict: d.chance(3)})
	}
	m := d.mediator()
	if len(room.Held) > 0 {
		return d.give(m, procedure.JudgeHeld{ID: room.Held[0].ID, Release: d.chance(50), Reason: text})
	}
	if !room.Consumer.Asked || !room.Shop.Asked {
		if err := d.give(m, procedure.AskAccounts{AccountsAsked: procedure.AccountsAsked{ID: d.id("a"), Text: text}}); err != nil || !d.chance(5) {
			return err
		}
		d.forward(d.now.Add(time.Duration(d.r.IntN(40)) * time.Second))
		id := "a"
		if n := len(room.Unsent); n > 0 {
			id = room.Unsent[d.r.IntN(n)].ID
		}
		return d.give(m, procedure.UndoSend{ID: id})
	}
	if !room.Heard() || d.chance(35) {
		return d.writes(m)
	}
	switch n := d.r.IntN(100); {
	case n < 20:
		return d.give(m, procedure.Advise{Text: text})
	case n < 60 && room.Proposals < 3:
		p := procedure.ProposalPut{Offer: d.offer(), ConsumerDoes: d.chance(20)}
		return d.give(m, procedure.Propose{ProposalPut: p})
	case n < 64:
		return d.give(m, procedure.AskPause{Text: text})
	case n < 67:
		return d.give(m, procedure.RaiseSignal{SignalRaised: procedure.SignalRaised{Kind: "fraud", Text: text}})
	case n < 69:
		return d.give(m, procedure.Refuse{Ground: procedure.GroundBusiness, Reason: text})
	case n < 71:
		return d.give(m, procedure.ReturnCase{Note: text})
	case room.Proposal != nil:
		return nil // the answers come first
	default:
		how := "no_agreement"
		if room.Shop.Missed && !room.Shop.Given {
			how = "not_cooperating"
		} else if d.chance(15) {
			how = "unfounded"
		}
		return d.give(m, procedure.Conclude{Concluded: procedure.Concluded{How: how, Reason: text}})
	}
}

// writes is a word of the mediator while it waits.
func (d *dispute) writes(m procedure.Actor) error {
	until := procedure.DateOf(d.now).AddDays(1 + d.r.IntN(10))
	switch n := d.r.IntN(10); {
	case n < 2:
		return d.give(m, procedure.SendPrivate{PrivateSent: procedure.PrivateSent{ID: d.id("p"), Side: d.somePartys(), Text: text, Until: until}})
	case n < 4:
		return d.give(m, procedure.SendJoint{JointSent: procedure.JointSent{ID: d.id("j"), Text: text, Asks: []procedure.Role{d.somePartys()}, Until: until}})
	case n < 5:
		return d.give(m, procedure.SetLook{Until: procedure.DateOf(d.now).AddDays(d.r.IntN(8))})
	case n < 6:
		p := d.somePartys()
		t, _ := d.s.Find(procedure.TaskHear, string(p))
		return d.give(m, procedure.ExtendHearing{HearingExtended: procedure.HearingExtended{Party: p, Until: t.LastDay.AddDays(5), Reason: text}})
	case n < 7:
		return d.give(m, procedure.AddNote{Text: text})
	default:
		return nil
	}
}

func (d *dispute) somePartys() procedure.Role {
	if d.chance(50) {
		return procedure.Consumer
	}
	return procedure.Shop
}

// talks is a party in mediation.
func (d *dispute) talks(t procedure.Task) error {
	a := party(t.Who)
	switch n := d.r.IntN(100); {
	case n < 3:
		return d.give(a, procedure.LeaveMediation{Reason: text})
	case n < 6:
		return d.give(a, procedure.MakeOffer{Offer: d.offer()})
	case n < 12:
		return d.give(a, procedure.AnswerPause{Yes: d.chance(80)})
	default:
	}
	switch t.Kind {
	case procedure.TaskConsider:
		id := "none"
		if p := d.s.Room.Proposal; p != nil {
			id = p.ID
		}
		if d.chance(65) {
			return d.give(a, procedure.AcceptProposal{ID: id})
		}
		return d.give(a, procedure.DeclineProposal{ID: id, Reason: text})
	case procedure.TaskReturn:
		return d.give(a, procedure.ResumeMediation{})
	default:
		if d.chance(40) {
			return d.give(a, procedure.SendPrivate{PrivateSent: procedure.PrivateSent{ID: d.id("p"), Text: text}})
		}
		return d.give(a, procedure.SendJoint{JointSent: procedure.JointSent{ID: d.id("j"), Text: text}, Abusive: d.chance(4)})
	}
}
