package letter

import (
	"slices"

	p "wederhoor/internal/procedure"
)

// ofMediation are the letters of stage 2. What passes between one party and the mediator brings the other nothing,
// and how a proposal ended brings both the same (rules 2.2, 2.5).
var ofMediation = map[string]row{
	typ(p.MediatorAssigned{}): func(_ p.Event, s p.State) []Letter {
		if len(s.Room.Mediators) == 1 && !s.Room.Contacted {
			return both("m09-mediation-started", Data{Task: p.TaskLook})
		}
		return both("m49-mediator-changed", Data{Task: p.TaskLook})
	},

	typ(p.JointHidden{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.JointHidden)
		return one("m50-message-hidden", b.By, "", Data{Reason: b.Reason.ID})
	},
	typ(p.JointSent{}): joint,
	typ(p.PrivateSent{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.PrivateSent)
		if isParty(e.Actor.Role) {
			return nil // the mediator's queue shows it
		}
		d := Data{Sender: p.Mediator, About: "private:" + b.ID + ":" + string(b.Side)} // leads to the private page
		if b.Until.IsZero() {
			return one("m10-message", b.Side, "", d)
		}
		return one("m10-message", b.Side, p.TaskAsk, d)
	},
	typ(p.AccountsAsked{}): func(_ p.Event, s p.State) []Letter {
		var letters []Letter // after a stop only who has not given its account is asked again
		for _, l := range toEach("m51-account-asked", p.TaskHear, func(to p.Role) Data { return Data{About: string(to)} }) {
			if _, asked := s.Find(p.TaskHear, string(l.To)); asked {
				letters = append(letters, l)
			}
		}
		return letters
	},
	typ(p.HearingExtended{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.HearingExtended)
		return both("m48-term-extended", Data{Date: b.Until, Reason: b.Reason.ID, Task: p.TaskHear})
	},

	typ(p.AdviceGiven{}): func(p.Event, p.State) []Letter { return both("m52-advice", Data{}) },
	typ(p.ProposalPut{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.ProposalPut)
		return toEach("m11-proposal", p.TaskConsider, func(to p.Role) Data {
			return Data{About: p.ConsiderAbout(b.ID, to), Again: b.Version > 1}
		})
	},
	typ(p.ProposalClosed{}): func(e p.Event, _ p.State) []Letter {
		switch e.Body.(p.ProposalClosed).How {
		case "not_agreed":
			return both("m12b-not-agreed", Data{Task: p.TaskLook})
		case "withdrawn":
			return both("m53-proposal-withdrawn", Data{Task: p.TaskLook})
		}
		return nil // replaced: the letter of the new one says so
	},

	typ(p.NothingNew{}): func(e p.Event, s p.State) []Letter {
		for _, t := range s.Tasks {
			if t.Kind == p.TaskConsider && t.Running() && !e.Due.Before(t.LastDay.End()) {
				return nil // the proposal ends at this instant, and that is news
			}
		}
		return both("m54-weekly-word", Data{Task: p.TaskLook})
	},
	typ(p.NoResponse{}): func(p.Event, p.State) []Letter {
		return []Letter{
			{Slug: "m56-mediation-stopped", To: p.Consumer, Task: p.TaskReturn},
			{Slug: "m56-mediation-stopped-shop", To: p.Shop},
		}
	},
	typ(p.MediationResumed{}): func(p.Event, p.State) []Letter {
		return one("m57-mediation-resumed-shop", p.Shop, "", Data{Task: p.TaskLook})
	},
	typ(p.PauseAsked{}): func(p.Event, p.State) []Letter { return both("m58-pause-asked", Data{}) },
	typ(p.MediationPaused{}): func(e p.Event, _ p.State) []Letter {
		return both("m59-mediation-paused", Data{Date: e.Body.(p.MediationPaused).Until})
	},
	typ(p.PauseOver{}): func(p.Event, p.State) []Letter { return both("m59b-pause-over", Data{Task: p.TaskLook}) },
	typ(p.Concluded{}): func(e p.Event, _ p.State) []Letter {
		d := Data{How: e.Body.(p.Concluded).How, Task: p.TaskRequest}
		return []Letter{
			{Slug: "m13-mediation-ended", To: p.Consumer, Task: p.TaskRequest, Data: d},
			{Slug: "m13-mediation-ended-shop", To: p.Shop, Data: d},
		}
	},
}

// joint tells of a message in the channel that all read: a party's to the other party, the mediator's to both.
func joint(e p.Event, _ p.State) []Letter {
	b := e.Body.(p.JointSent)
	by := e.Actor.Role
	if b.Held != "" {
		by = b.By // the mediator let it through
	}
	if isParty(by) {
		return one("m10-message", by.Other(), "", Data{Sender: by})
	}
	var letters []Letter
	for _, to := range parties {
		l := Letter{Slug: "m10-message", To: to, Data: Data{Sender: p.Mediator, About: "joint:" + b.ID + ":" + string(to)}}
		if slices.Contains(b.Asks, to) {
			l.Task = p.TaskAsk
		}
		letters = append(letters, l)
	}
	return letters
}

// toEach makes a letter for each party that begins its own task.
func toEach(slug string, task p.TaskKind, data func(to p.Role) Data) []Letter {
	var letters []Letter
	for _, to := range parties {
		d := data(to)
		d.Task = task
		letters = append(letters, Letter{Slug: slug, To: to, Task: task, Data: d})
	}
	return letters
}
