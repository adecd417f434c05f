package letter

import p "wederhoor/internal/procedure"

// ofRuling are the letters of stage 3 and of its money.
var ofRuling = map[string]row{
	typ(p.PaymentEnded{}): func(e p.Event, s p.State) []Letter {
		t, _ := s.Main()
		if t.Kind != p.TaskRequest && t.Kind != p.TaskFee || !t.LastDay.IsZero() && p.DateOf(e.Due).After(t.LastDay) {
			return nil // it was paid otherwise, or cannot be paid any more
		}
		return one("m14b-payment-failed", p.Consumer, "", Data{Task: t.Kind})
	},
	typ(p.Paid{}): paid,
	typ(p.RefundDue{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.RefundDue)
		if b.Why != "hand" && (e.Actor.Role == p.Mediator || e.Actor.Role == p.Administrator) {
			return nil // tried once more; the consumer has been told
		}
		return one("m65-refund", p.Consumer, "", Data{Cents: b.Cents, Why: b.Why})
	},

	typ(p.AdjudicatorAssigned{}): func(e p.Event, s p.State) []Letter {
		t, _ := s.Main()
		return toAdjudicator("m60-case-for-you", Data{Date: t.LastDay, About: e.Body.(p.AdjudicatorAssigned).Adjudicator}, s)
	},
	typ(p.AdjudicatorDeclared{}): func(e p.Event, s p.State) []Letter {
		if e.Body.(p.AdjudicatorDeclared).Interest {
			return nil // another one is sought within the same days
		}
		return append(presented(s), turnLetter(e, s)...)
	},
	typ(p.NoAdjudicator{}): func(p.Event, p.State) []Letter {
		return one("m66-no-adjudicator", p.Consumer, p.TaskWait, Data{})
	},
	typ(p.AdjudicatorOverdue{}): func(_ p.Event, s p.State) []Letter {
		return both("m67-adjudicator-sought", Data{Date: assignBy(s)})
	},
	typ(p.Challenged{}): func(e p.Event, _ p.State) []Letter {
		return one("m68-challenge", e.Actor.Role.Other(), "", Data{Task: p.TaskJudgeChallenge})
	},
	typ(p.ChallengeJudged{}): func(e p.Event, s p.State) []Letter {
		b := e.Body.(p.ChallengeJudged)
		letters := both("m69-challenge-judged", Data{Granted: b.Granted, Reason: b.Reason.ID, Date: assignBy(s)})
		return append(letters, turnLetter(e, s)...)
	},

	typ(p.ClaimSent{}): func(e p.Event, s p.State) []Letter {
		return also(turnLetter(e, s), Letter{Slug: "m15-statement-consumer", To: p.Consumer})
	},
	typ(p.DefenceGiven{}): func(e p.Event, s p.State) []Letter { return turnLetter(e, s) },
	typ(p.ReplyGiven{}): func(e p.Event, s p.State) []Letter {
		letters := turnLetter(e, s)
		if e.Body.(p.ReplyGiven).Text.ID == "" {
			return letters
		}
		return also(letters, Letter{Slug: "m70-file-changed", To: e.Actor.Role.Other(), Data: Data{Sender: e.Actor.Role}})
	},
	typ(p.TurnMissed{}): func(e p.Event, s p.State) []Letter {
		letters := turnLetter(e, s)
		if e.Body.(p.TurnMissed).Turn == p.TaskDefence { // the consumer was told that a reply might be asked
			letters = append(letters, Letter{Slug: "m84-no-defence", To: p.Consumer})
		}
		return letters
	},
	typ(p.EvidenceAdded{}): func(e p.Event, s p.State) []Letter {
		if s.Stage != p.Ruling || s.File.From.IsZero() || !isParty(e.Actor.Role) {
			return nil // before the ruling the pages show it
		}
		var letters []Letter
		if t, _ := s.Main(); t.Who != e.Actor.Role {
			letters = turnLetter(e, s)
		}
		return also(letters, Letter{Slug: "m70-file-changed", To: e.Actor.Role.Other(), Data: Data{Sender: e.Actor.Role}})
	},
	typ(p.LeaveAsked{}): func(e p.Event, s p.State) []Letter {
		d := Data{Sender: e.Actor.Role, Task: p.TaskLeave, About: string(e.Actor.Role)}
		return append(one("m71-leave-asked", e.Actor.Role.Other(), "", d), toAdjudicator("m71-leave-asked-jurist", d, s)...)
	},
	typ(p.LeaveJudged{}): func(e p.Event, s p.State) []Letter {
		b := e.Body.(p.LeaveJudged)
		d := Data{Granted: b.Granted, Reason: b.Reason.ID}
		if b.Granted {
			d.Date = s.NewUntil()
		}
		return one("m72-leave-judged", b.Party, "", d)
	},
	typ(p.QuestionAsked{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.QuestionAsked)
		var letters []Letter
		for _, to := range b.To {
			letters = append(letters, Letter{Slug: "m73-question", To: to, Task: p.TaskQuestion, Data: Data{Task: p.TaskQuestion, About: p.QuestionAbout(b.ID, to)}})
		}
		for _, to := range parties {
			letters = also(letters, Letter{Slug: "m73-question-other", To: to})
		}
		return letters
	},
	typ(p.QuestionAnswered{}): func(e p.Event, s p.State) []Letter {
		return also(turnLetter(e, s), Letter{Slug: "m74-question-answered", To: e.Actor.Role.Other(), Data: Data{Sender: e.Actor.Role}})
	},
	typ(p.QuestionMissed{}): func(e p.Event, s p.State) []Letter { return turnLetter(e, s) },
	typ(p.FileClosed{}): func(_ p.Event, s p.State) []Letter {
		return both("m75-file-closed", Data{Date: s.File.RuleBy})
	},
	typ(p.RulingExtended{}): func(e p.Event, _ p.State) []Letter {
		b := e.Body.(p.RulingExtended)
		return both("m76-ruling-extended", Data{Date: b.Until, Reason: b.Reason.ID})
	},
	typ(p.RulingSigned{}): func(_ p.Event, s p.State) []Letter {
		if s.Stage == p.Compliance {
			return both("m16-ruling", Data{Date: s.Agreement.Due})
		}
		return both("m16-ruling", Data{})
	},
	typ(p.RulingCorrected{}): func(e p.Event, _ p.State) []Letter {
		return both("m16b-correction", Data{Orders: len(e.Body.(p.RulingCorrected).Orders) > 0})
	},
}

// turnSlugs are the letters that give a party its turn before the adjudicator (rules 3.4).
var turnSlugs = map[p.TaskKind]string{
	p.TaskDefence: "m15-statement-shop", p.TaskReply: "m15b-reply", p.TaskRejoinder: "m15c-rejoinder", p.TaskRespond: "m15d-respond",
}

// turnLetter tells whose turn an event opened: a party's, or the adjudicator's when the file came to their desk by
// what somebody else did. None when the main task was open before.
func turnLetter(e p.Event, s p.State) []Letter {
	t, ok := s.Main()
	if !ok || !t.Since.Equal(e.Due) {
		return nil
	}
	if slug, turn := turnSlugs[t.Kind]; turn {
		return one(slug, t.Who, t.Kind, Data{Task: t.Kind, Sender: t.Who.Other()})
	}
	if t.Kind == p.TaskStudy && e.Actor.Role != p.Adjudicator {
		return toAdjudicator("m77-file-ready", Data{Task: t.Kind}, s)
	}
	return nil
}

// presented names the adjudicator to both, with the days to challenge for who has not done so (rules 3.3).
func presented(s p.State) []Letter {
	var letters []Letter
	for _, to := range parties {
		l := Letter{Slug: "m61-adjudicator", To: to, Data: Data{About: string(to), Again: s.File.Sent}}
		if _, may := s.Find(p.TaskChallenge, string(to)); may {
			l.Task = p.TaskChallenge
		}
		letters = append(letters, l)
	}
	return letters
}

// assignBy gives the day by which there is an adjudicator; zero when none is sought.
func assignBy(s p.State) p.Date {
	if t, _ := s.Main(); t.Kind == p.TaskAssign {
		return t.LastDay
	}
	return p.Date{}
}

// paid thanks for the fee. Money that does not count goes back, and that letter says so (rules 3.2).
func paid(e p.Event, s p.State) []Letter {
	b := e.Body.(p.Paid)
	if !b.Counts {
		return nil
	}
	d := Data{Cents: b.Cents, Receipt: b.Receipt, Date: assignBy(s)}
	letters := one("m14-payment-received", p.Consumer, "", d)
	if !feeBefore(s) {
		return append(letters, Letter{Slug: "m14-ruling-requested-shop", To: p.Shop, Data: Data{Date: d.Date}})
	}
	letters = append(letters, Letter{Slug: "m64-ruling-goes-on", To: p.Shop})
	return append(letters, turnLetter(e, s)...)
}

// feeBefore says that the fee had been paid and given back for an agreement, so that the ruling goes on (rules 3.7).
func feeBefore(s p.State) bool {
	for _, r := range s.Money.Refunds {
		if r.Why == "agreed" {
			return true
		}
	}
	return false
}
