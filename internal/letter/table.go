package letter

import (
	"maps"

	p "wederhoor/internal/procedure"
)

// table holds the letters of all events. An event that is not in it sends none; a test holds the list of those.
var table = func() map[string]row {
	all := map[string]row{}
	for _, part := range []map[string]row{ofDirect, ofMediation, ofRuling} {
		maps.Copy(all, part)
	}
	return all
}()

// ofDirect are the letters of the intake, of stage 1, and of what becomes of an agreement.
var ofDirect = map[string]row{
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
	typ(p.AgreementMade{}): agreed,
	typ(p.SolvedSaid{}):    func(p.Event, p.State) []Letter { return one("m24-shop-says-solved", p.Consumer, "", Data{}) },
	typ(p.Contested{}): func(_ p.Event, s p.State) []Letter {
		if s.Has(p.TaskAnswer) || s.Has(p.TaskNotice) || s.Has(p.TaskPhone) || s.Has(p.TaskPost) || s.Has(p.TaskExtension) {
			return nil // the choice is asked at once, and its letter says why
		}
		return one("m10-message", p.Consumer, "", Data{Sender: p.Shop})
	},
	typ(p.NotOursSaid{}): func(p.Event, p.State) []Letter {
		return one("m32-not-ours-asked", p.Consumer, "", Data{Task: p.TaskNotOurs})
	},
	typ(p.NotOursRejected{}): func(e p.Event, s p.State) []Letter {
		d := Data{Reason: e.Body.(p.NotOursRejected).Reason.ID}
		if s.Has(p.TaskAnswer) { // else it was said during the choice, and what stood open goes on
			d.Task = p.TaskAnswer
		}
		return []Letter{
			{Slug: "m33-not-ours-rejected", To: p.Shop, Task: d.Task, Data: d},
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
	typ(p.Resumed{}): func(p.Event, p.State) []Letter { return one("m29-resumed-shop", p.Shop, "", Data{}) },
	typ(p.Reopened{}): func(_ p.Event, s p.State) []Letter {
		var d Data
		if s.Has(p.TaskAnswer) { // back to the shop's days (rules 1.3.1)
			d.Task = p.TaskAnswer
		}
		return one("m30-reopened-shop", p.Shop, "", d)
	},

	typ(p.ComplianceAsked{}): func(e p.Event, s p.State) []Letter {
		d := carriedBy(s)
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
		d := carried(s)
		d.Reason = b.Text.ID
		return one("m40-remedy-asked", p.Shop, p.TaskRemedy, d)
	},
	typ(p.ShopAsked{}): func(_ p.Event, s p.State) []Letter {
		return one("m78-shop-confirm", p.Shop, p.TaskShopConfirm, owed(s))
	},
	typ(p.ShopConfirmed{}): func(e p.Event, s p.State) []Letter {
		b := e.Body.(p.ShopConfirmed)
		if b.Answer == "done" {
			return nil
		}
		d := owed(s)
		d.Reason = b.Text.ID
		return one("m79-shop-said", p.Consumer, p.TaskMakeUp, d)
	},
	typ(p.MadeUp{}): func(_ p.Event, s p.State) []Letter {
		return one("m82-made-up", p.Shop, p.TaskCounter, owed(s))
	},
	typ(p.MadeUpJudged{}): func(e p.Event, s p.State) []Letter {
		if e.Body.(p.MadeUpJudged).Carried {
			return nil // the closing letter says so
		}
		return consumerShop("m83-consumer-not-done", owed(s))
	},
	typ(p.ConsumerFailed{}): func(_ p.Event, s p.State) []Letter {
		return consumerShop("m83-consumer-not-done", owed(s))
	},
	typ(p.ProofGiven{}): func(_ p.Event, s p.State) []Letter {
		return one("m41-proof-shown", p.Consumer, p.TaskObject, carried(s))
	},
	typ(p.NotCarriedOut{}): func(_ p.Event, s p.State) []Letter {
		if s.File.Ruled() { // nothing is left to go on to; the end follows
			return consumerShop("m80-ruling-not-done", carried(s))
		}
		return []Letter{
			{Slug: "m42-not-carried-out", To: p.Consumer, Task: p.TaskGoOn, Data: carried(s)},
			{Slug: "m42-not-carried-out-shop", To: p.Shop, Data: carried(s)},
		}
	},
	typ(p.WentOn{}): wentOn,
	typ(p.TermExtended{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.TermExtended)
		return both("m48-term-extended", Data{Date: b.Until, Reason: b.Reason.ID, Task: b.Task})
	},
	typ(p.EndedAs{}): ended,
}

var notice = Letter{Slug: "m03-notice", To: p.Shop, Task: p.TaskNotice}

func typ(b p.Body) string { return p.TypeOf(b) }

// carried is what is to be carried out, of an agreement or of a ruling.
func carried(s p.State) Data {
	return Data{Offer: s.Agreement, Ruled: s.File.Ruled(), Both: s.ConsumerDoes}
}

// owed is what the consumer has to do by an agreement or a ruling.
func owed(s p.State) Data { return Data{Offer: s.Agreement, Ruled: s.File.Ruled(), Owes: true} }

// carriedBy is the same with the day by which.
func carriedBy(s p.State) Data {
	d := carried(s)
	d.Date = s.Agreement.Due
	return d
}

// agreed tells both, and an adjudicator who was at work that the case rests.
func agreed(_ p.Event, s p.State) []Letter {
	letters := both("m12a-agreement", carriedBy(s))
	if s.File.Declared {
		letters = append(letters, toAdjudicator("m81-work-stopped", Data{}, s)...)
	}
	return letters
}

// wentOn takes a broken agreement to mediation, to the request for a ruling, or back to the ruling (rules 4.4, 3.7).
func wentOn(e p.Event, s p.State) []Letter {
	switch {
	case s.Stage == p.Mediation:
		return consumerShop("m26-mediation-asked", Data{Task: p.TaskMediator})
	case s.Has(p.TaskRequest):
		return []Letter{
			{Slug: "m62-ruling-possible", To: p.Consumer, Task: p.TaskRequest},
			{Slug: "m62-ruling-possible-shop", To: p.Shop, Data: Data{Task: p.TaskRequest}},
		}
	case s.Has(p.TaskFee):
		return []Letter{
			{Slug: "m63-fee-due", To: p.Consumer, Task: p.TaskFee},
			{Slug: "m63-fee-due-shop", To: p.Shop, Data: Data{Task: p.TaskFee}},
		}
	default:
		return append(both("m64-ruling-goes-on", Data{}), turnLetter(e, s)...)
	}
}

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
	case b.Task == p.TaskAnswer && b.N < len(s.Rules().AnswerReminders):
		return one("m04-reminder-first", p.Shop, "", Data{Task: b.Task})
	case b.Task == p.TaskAnswer:
		return one("m05-reminder-last", p.Shop, "", Data{Task: b.Task})
	case b.Task == p.TaskChoice:
		return one("m07-choice-reminder", p.Consumer, "", Data{Task: b.Task, Final: s.Final(), Contested: s.Contested})
	case b.Task == p.TaskConfirm:
		d := carried(s)
		d.Task = b.Task
		return one("m39-compliance-reminder", p.Consumer, "", d)
	case b.Task == p.TaskShopConfirm:
		d := owed(s)
		d.Task, d.Again = b.Task, true
		return one("m78-shop-confirm", p.Shop, "", d)
	case b.Task == p.TaskResponse:
		return one("m55-response-reminder", p.Consumer, "", Data{Task: b.Task})
	case b.Task == p.TaskRequest:
		return one("m13b-request-reminder", p.Consumer, "", Data{Task: b.Task})
	case b.Task == p.TaskFee:
		return one("m63b-fee-reminder", p.Consumer, "", Data{Task: b.Task})
	}
	return nil
}

// ended writes the closing letter to both; the shop that was never told of a complaint hears nothing (rules 0.4). An
// adjudicator who was at work hears that nothing is to be done any more.
func ended(e p.Event, s p.State) []Letter {
	b := e.Body.(p.EndedAs)
	d := Data{Outcome: b.Outcome, Fact: s.Compliance, Did: s.ConsumerDid, Ground: s.Ground, Ruled: s.File.Ruled()}
	toShop := d
	d.Reopen = b.Outcome == p.Solved
	var letters []Letter
	switch b.Outcome {
	case p.Refused:
		return nil // the refusal said so, with its ground
	case p.Withdrawn:
		letters = one("m31-withdrawn", p.Consumer, "", d)
		if s.Told {
			letters = consumerShop("m31-withdrawn", d)
		}
	default:
		letters = []Letter{{Slug: "m18-closed", To: p.Consumer, Data: d}, {Slug: "m18-closed", To: p.Shop, Data: toShop}}
	}
	if s.File.Declared && !s.File.Ruled() && b.Outcome != p.AgreedRuling { // an agreement said so already
		letters = append(letters, toAdjudicator("m81-work-stopped", Data{}, s)...)
	}
	return letters
}
