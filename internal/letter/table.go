package letter

import p "wederhoor/internal/procedure"

// The letters of the events. An event that is not here sends none; a test holds the list of those.
var table = map[string]row{
	typ(p.Opened{}): func(e p.Event, s p.State) []Letter {
		if s.Stage == p.Admission {
			return one("m36-admission-asked", p.Consumer, "", Data{Task: p.TaskAdmission})
		}
		return []Letter{{Slug: "m02-confirmation", To: p.Consumer}, notice}
	},
	typ(p.Admitted{}): func(p.Event, p.State) []Letter {
		return []Letter{{Slug: "m37-admitted", To: p.Consumer}, notice}
	},
	typ(p.RefusedOn{}): refused,

	typ(p.NoticeFailed{}): func(p.Event, p.State) []Letter { return one("m35-notice-failed", p.Consumer, "", Data{}) },
	typ(p.ShopTold{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.ShopTold)
		return one("m43-reached", p.Consumer, "", Data{How: b.How, Date: p.DateOf(b.At), Task: p.TaskAnswer})
	},
	typ(p.LetterAccepted{}): noticed,
	typ(p.AddressSet{}):     again,
	typ(p.Reminded{}):       reminded,

	typ(p.MessageSent{}): func(e p.Event, _ p.State) []Letter {
		return one("m10-message", e.Actor.Role.Other(), "", Data{Sender: e.Actor.Role})
	},
	typ(p.OfferMade{}): func(e p.Event, _ p.State) []Letter {
		o := e.Body.(p.OfferMade).Offer
		return one("m22-offer", o.By.Other(), p.TaskOffer, Data{About: o.ID, Sender: o.By, Offer: &o})
	},
	typ(p.OfferClosed{}): func(e p.Event, _ p.State) []Letter {
		if e.Body.(p.OfferClosed).How != "declined" {
			return nil
		}
		return one("m23-offer-declined", e.Actor.Role.Other(), "", Data{Sender: e.Actor.Role})
	},
	typ(p.AgreementMade{}): func(e p.Event, s p.State) []Letter {
		return both("m12a-agreement", Data{Offer: s.Agreement, Date: e.Body.(p.AgreementMade).Due})
	},
	typ(p.SolvedSaid{}): func(p.Event, p.State) []Letter { return one("m24-shop-says-solved", p.Consumer, "", Data{}) },
	typ(p.Contested{}): func(_ p.Event, s p.State) []Letter {
		if s.Has(p.TaskAnswer) || s.Has(p.TaskNotice) || s.Has(p.TaskPhone) || s.Has(p.TaskPost) || s.Has(p.TaskExtension) {
			return nil // the choice is asked at once, and its letter says why
		}
		return one("m10-message", p.Consumer, "", Data{Sender: p.Shop})
	},
	typ(p.NotOursSaid{}): func(p.Event, p.State) []Letter {
		return one("m32-not-ours-asked", p.Consumer, "", Data{Task: p.TaskNotOurs})
	},
	typ(p.NotOursRejected{}): func(e p.Event, _ p.State) []Letter {
		d := Data{Reason: e.Body.(p.NotOursRejected).Reason.ID, Task: p.TaskAnswer}
		return []Letter{
			{Slug: "m33-not-ours-rejected", To: p.Shop, Task: p.TaskAnswer, Data: d},
			{Slug: "m33-not-ours-rejected-consumer", To: p.Consumer, Data: d},
		}
	},

	typ(p.ChoiceAsked{}): func(e p.Event, s p.State) []Letter {
		b := e.Body.(p.ChoiceAsked)
		return one("m06-choice", p.Consumer, p.TaskChoice, Data{Final: b.Final, Contested: b.Contested && !b.Resumed})
	},
	typ(p.Chosen{}): func(e p.Event, _ p.State) []Letter {
		switch b := e.Body.(p.Chosen); b.Choice {
		case p.ChooseBusy:
			d := Data{Date: b.Until}
			return []Letter{
				{Slug: "m08-extension-consumer", To: p.Consumer, Data: d},
				{Slug: "m08-extension-shop", To: p.Shop, Data: d},
			}
		case p.ChooseHelp:
			return consumerShop("m26-mediation-asked", Data{Task: p.TaskMediator})
		case p.ChooseSolved: // the closing letter follows
		}
		return nil
	},
	typ(p.ChoiceUndone{}): func(p.Event, p.State) []Letter { return consumerShop("m27-choice-undone", Data{Task: p.TaskChoice}) },
	typ(p.ChoicesLapsed{}): func(p.Event, p.State) []Letter {
		return []Letter{
			{Slug: "m38-choice-lapsed", To: p.Consumer, Data: Data{Task: p.TaskChoice}},
			{Slug: "m27-choice-undone-shop", To: p.Shop},
		}
	},
	typ(p.PausedNoAnswer{}): func(p.Event, p.State) []Letter {
		return []Letter{
			{Slug: "m28-paused", To: p.Consumer, Task: p.TaskResume},
			{Slug: "m28-paused-shop", To: p.Shop},
		}
	},
	typ(p.Resumed{}):  func(p.Event, p.State) []Letter { return one("m29-resumed-shop", p.Shop, "", Data{}) },
	typ(p.Reopened{}): func(p.Event, p.State) []Letter { return one("m30-reopened-shop", p.Shop, "", Data{}) },

	typ(p.ComplianceAsked{}): func(e p.Event, s p.State) []Letter {
		d := Data{Offer: s.Agreement, Date: s.Agreement.Due}
		letters := one("m17-compliance-consumer", p.Consumer, p.TaskConfirm, d)
		if e.Body.(p.ComplianceAsked).ShopToo {
			letters = append(letters, Letter{Slug: "m17-compliance-shop", To: p.Shop, Data: d})
		}
		return letters
	},
	typ(p.ComplianceAnswered{}): func(e p.Event, s p.State) []Letter {
		b := e.Body.(p.ComplianceAnswered)
		if b.Answer == "done" {
			return nil
		}
		return one("m40-remedy-asked", p.Shop, p.TaskRemedy, Data{Reason: b.Text.ID, Offer: s.Agreement})
	},
	typ(p.ProofGiven{}): func(_ p.Event, s p.State) []Letter {
		return one("m41-proof-shown", p.Consumer, p.TaskObject, Data{Offer: s.Agreement})
	},
	typ(p.NotCarriedOut{}): func(_ p.Event, s p.State) []Letter {
		d := Data{Offer: s.Agreement}
		return []Letter{
			{Slug: "m42-not-carried-out", To: p.Consumer, Task: p.TaskGoOn, Data: d},
			{Slug: "m42-not-carried-out-shop", To: p.Shop, Data: d},
		}
	},
	typ(p.WentOn{}): func(p.Event, p.State) []Letter {
		return consumerShop("m26-mediation-asked", Data{Task: p.TaskMediator})
	},
	typ(p.TermExtended{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.TermExtended)
		return both("m48-term-extended", Data{Date: b.Until, Reason: b.Reason.ID, Task: b.Task})
	},
	typ(p.EndedAs{}): ended,
}

var notice = Letter{Slug: "m03-notice", To: p.Shop, Task: p.TaskNotice}

func typ(b p.Body) string { return p.TypeOf(b) }

func refused(e p.Event, s p.State) []Letter {
	b := e.Body.(p.RefusedOn)
	d := Data{Ground: b.Ground, Reason: b.Reason.ID}
	letters := one("m34-refused", p.Consumer, "", d)
	if s.Told { // else the shop has never heard of it
		letters = append(letters, Letter{Slug: "m34-refused-shop", To: p.Shop, Data: d})
	}
	return letters
}

// noticed tells the consumer that the shop's term runs after all, when they were told that the notice failed.
func noticed(e p.Event, s p.State) []Letter {
	if b := e.Body.(p.LetterAccepted); b.Task != p.TaskNotice || !s.NoticeFailed || !s.Has(p.TaskAnswer) {
		return nil
	}
	return one("m44-noticed", p.Consumer, "", Data{Task: p.TaskAnswer})
}

// reminded writes to whose task it is.
func reminded(e p.Event, s p.State) []Letter {
	switch b := e.Body.(p.Reminded); {
	case b.Task == p.TaskAnswer && b.N < len(s.Rules.AnswerReminders):
		return one("m04-reminder-first", p.Shop, "", Data{Task: b.Task})
	case b.Task == p.TaskAnswer:
		return one("m05-reminder-last", p.Shop, "", Data{Task: b.Task})
	case b.Task == p.TaskChoice:
		return one("m07-choice-reminder", p.Consumer, "", Data{Task: b.Task, Final: s.Final(), Contested: s.Contested})
	case b.Task == p.TaskConfirm:
		return one("m39-compliance-reminder", p.Consumer, "", Data{Task: b.Task, Offer: s.Agreement})
	}
	return nil
}

// again writes anew what a failed address kept from a party: the letters whose terms wait for it (rules 1.1).
func again(e p.Event, s p.State) []Letter {
	to := e.Body.(p.AddressSet).Party
	if to == p.Shop && (s.Has(p.TaskPhone) || s.Has(p.TaskPost)) {
		return []Letter{notice}
	}
	var letters []Letter
	for _, t := range s.Tasks {
		if t.Who != to || t.Running() {
			continue
		}
		d := Data{Final: s.Final(), Offer: s.Agreement, Task: t.Kind}
		switch t.Kind {
		case p.TaskChoice:
			d.Contested = s.Contested
			letters = append(letters, Letter{"m06-choice", to, t.Kind, d})
		case p.TaskResume:
			letters = append(letters, Letter{"m28-paused", to, t.Kind, d})
		case p.TaskConfirm:
			d.Date = s.Agreement.Due
			letters = append(letters, Letter{"m17-compliance-consumer", to, t.Kind, d})
		case p.TaskRemedy:
			letters = append(letters, Letter{"m40-remedy-asked", to, t.Kind, d})
		case p.TaskObject:
			letters = append(letters, Letter{"m41-proof-shown", to, t.Kind, d})
		case p.TaskGoOn:
			letters = append(letters, Letter{"m42-not-carried-out", to, t.Kind, d})
		case p.TaskOffer:
			if o, ok := s.OfferByID(t.About); ok {
				letters = append(letters, Letter{"m22-offer", to, t.Kind, Data{About: o.ID, Sender: o.By, Offer: &o}})
			}
		case p.TaskAnswer:
			letters = append(letters, notice)
		default: // the other tasks wait for no letter
		}
	}
	if len(letters) == 0 && to == p.Consumer {
		return one("m02-confirmation", to, "", Data{})
	}
	return letters
}

// ended writes the closing letter to both; the shop that was never told of a complaint hears nothing (rules 0.4).
func ended(e p.Event, s p.State) []Letter {
	b := e.Body.(p.EndedAs)
	d := Data{Outcome: b.Outcome, Fact: s.Compliance, Ground: s.Ground}
	toShop := d
	d.Reopen = b.Outcome == p.Solved
	switch b.Outcome {
	case p.Refused:
		return nil // the refusal said so, with its ground
	case p.Withdrawn:
		if !s.Told {
			return one("m31-withdrawn", p.Consumer, "", d)
		}
		return consumerShop("m31-withdrawn", d)
	default:
		return []Letter{{Slug: "m18-closed", To: p.Consumer, Data: d}, {Slug: "m18-closed", To: p.Shop, Data: toShop}}
	}
}
