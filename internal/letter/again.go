package letter

import p "wederhoor/internal/procedure"

// againSlugs are the letters that begin a task and need no more than what is to be carried out.
var againSlugs = map[p.TaskKind]string{
	p.TaskResume: "m28-paused", p.TaskConfirm: "m17-compliance-consumer", p.TaskRemedy: "m40-remedy-asked",
	p.TaskObject: "m41-proof-shown", p.TaskGoOn: "m42-not-carried-out", p.TaskShopConfirm: "m78-shop-confirm",
	p.TaskMakeUp: "m79-shop-said", p.TaskCounter: "m82-made-up",
	p.TaskReturn: "m56-mediation-stopped", p.TaskFee: "m63-fee-due", p.TaskWait: "m66-no-adjudicator",
	p.TaskHear: "m51-account-asked", p.TaskConsider: "m11-proposal", p.TaskQuestion: "m73-question",
	p.TaskChallenge: "m61-adjudicator", p.TaskDefence: "m15-statement-shop", p.TaskReply: "m15b-reply",
	p.TaskRejoinder: "m15c-rejoinder", p.TaskRespond: "m15d-respond",
}

// again writes anew what a failed address kept from a party: the letters whose terms wait for it (rules 1.1).
func again(e p.Event, s p.State) []Letter {
	to := e.Body.(p.AddressSet).Party
	if to == p.Shop && (s.Has(p.TaskPhone) || s.Has(p.TaskPost)) {
		return []Letter{notice}
	}
	var letters []Letter
	for _, t := range s.Tasks {
		if t.Who == to && !t.Running() {
			letters = append(letters, openingOf(t, s)...)
		}
	}
	if len(letters) == 0 && to == p.Consumer {
		return one("m02-confirmation", to, "", Data{})
	}
	return letters
}

// openingOf gives the letter that begins the term of a task.
func openingOf(t p.Task, s p.State) []Letter {
	d := Data{Task: t.Kind, About: t.About, Final: s.Final(), Ruled: s.File.Ruled(), Both: s.ConsumerDoes, Offer: s.Agreement}
	switch t.Kind {
	case p.TaskAnswer:
		return []Letter{notice}
	case p.TaskChoice:
		d.Contested = s.Contested
		return one("m06-choice", t.Who, t.Kind, d)
	case p.TaskOffer:
		o, ok := s.OfferByID(t.About)
		if !ok {
			return nil
		}
		return one("m22-offer", t.Who, t.Kind, Data{About: o.ID, Sender: o.By, Offer: &o})
	case p.TaskAsk:
		return one("m10-message", t.Who, t.Kind, Data{About: t.About, Sender: p.Mediator})
	case p.TaskResponse:
		if asked(t.Who, s) {
			return nil // begins with what was asked
		}
		return one("m55-response-reminder", t.Who, t.Kind, Data{Task: t.Kind})
	case p.TaskRequest:
		if s.Agreement != nil {
			return one("m62-ruling-possible", t.Who, t.Kind, Data{})
		}
		return one("m13-mediation-ended", t.Who, t.Kind, Data{How: s.Room.How, Task: t.Kind})
	case p.TaskQuestion:
		if s.File.Resume.Kind != "" {
			return nil // it stands still with the file
		}
	case p.TaskShopConfirm, p.TaskMakeUp, p.TaskCounter:
		d = owed(s)
		d.Task = t.Kind
	case p.TaskConfirm:
		d.Date = s.Agreement.Due
	case p.TaskChallenge:
		d.Again = s.File.Sent
	case p.TaskConsider:
		d.Again = s.Room.Proposals > 1
	case p.TaskRespond:
		d.Sender = t.Who.Other()
	default: // nothing more to say
	}
	slug, ok := againSlugs[t.Kind]
	if !ok {
		return nil // it waits for no letter
	}
	return one(slug, t.Who, t.Kind, d)
}

// asked says that the mediator waits for an account or an answer of the party.
func asked(of p.Role, s p.State) bool {
	for _, t := range s.Tasks {
		if t.Who == of && !t.Running() && (t.Kind == p.TaskHear || t.Kind == p.TaskAsk) {
			return true
		}
	}
	return false
}
