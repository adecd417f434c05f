//go:build mutants

package mutants

// later are mistakes in mediation, the ruling and its money.
var later = []mutant{
	in("moves.go", "a link accepts a proposal", "Command: AcceptProposal{}, In: room, Proof: ByCode", "Command: AcceptProposal{}, In: room, Proof: ByLink"),
	in("moves.go", "a ruling is asked for without a code", "Main: []TaskKind{TaskRequest}, Proof: ByCode, when: mayRequest", "Main: []TaskKind{TaskRequest}, Proof: ByLink, when: mayRequest"),
	in("moves.go", "staff judge a challenge", "{Rule: \"3.3\", By: chief, Command: JudgeChallenge{}", "{Rule: \"3.3\", By: staff, Command: JudgeChallenge{}"),
	in("moves.go", "the adjudicator mediates", "{Rule: \"2.4\", By: mediator, Command: Advise{}", "{Rule: \"2.4\", By: []Role{Mediator, Administrator, Adjudicator}, Command: Advise{}"),

	in("do_mediation.go", "a mediator with a conflict", "case x.Conflict, x.Mediator == s.File.Adjudicator:", "case x.Mediator == s.File.Adjudicator:"),
	in("do_mediation.go", "any mediator acts in any case", "return a.ID != \"\" && a.ID == s.Room.Mediator", "return a.ID != \"\" && s.Room.Mediator != \"\""),
	in("do_mediation.go", "a party releases its own held message", "b = JointSent{ID: b.ID, Text: b.Text} // only the mediator asks, or lets a held message through", "_ = b.Held"),
	in("do_mediation.go", "the shop writes in the consumer's channel", "b.Side, b.Until = a.Role, Date{} // nobody", "b.Until = Date{} // nobody"),
	in("do_mediation.go", "a message that has left is taken back", "s.Room.Sent != nil && now.Before(s.SentAt())", "s.Room.Sent != nil"),
	in("do_mediation.go", "advice before both were heard", "if !s.Room.Heard() {\n\t\treturn nil, no(NotHeard)\n\t}\n\tif c.(Advise)", "if c.(Advise)"),
	in("do_mediation.go", "a proposal before both were heard", "b := c.(Propose).ProposalPut\n\tif !s.Room.Heard() {", "b := c.(Propose).ProposalPut\n\tif s.Room.Mediator == \"\" {"),
	in("do_mediation.go", "more time for an account without end", "b.Until.After(t.LastDay.AddDays(s.Rules.HearExtensionDays))", "b.Until.IsZero()"),
	in("do_mediation.go", "a yes and a no are an agreement", "case b.Yes && other == \"yes\":", "case b.Yes || other == \"yes\":"),
	in("do_mediation.go", "a lone no shows at once", "case other == \"\":\n\t\treturn []Body{b}, nil", "case other == \"\" && b.Yes:\n\t\treturn []Body{b}, nil"),
	in("do_mediation.go", "a yes to the version before", "case p.ID != b.ID:\n\t\treturn nil, no(OfferGone)", "case p.ID == \"\":\n\t\treturn nil, no(OfferGone)"),
	in("do_mediation.go", "not cooperating although it spoke", "(!s.Room.Shop.Missed || s.Room.Shop.Given)", "s.Room.Shop.Given"),
	in("do_mediation.go", "paused by one party", "if c.(AnswerPause).Yes && has(s.Room.PauseYes, a.Role.Other()) {", "if c.(AnswerPause).Yes {"),
	in("do_mediation.go", "the mediator looks again next month", "until.After(today.AddDays(s.Rules.LookDays))", "until.IsZero()"),
	in("do_mediation.go", "asked while the mediation rests", "if len(of) > 0 && !s.inRoom() {", "if len(of) > 2 && !s.inRoom() {"),

	in("evolve.go", "a blind answer makes a shop that has answered", "case PrivateSent, ProposalAnswered, PauseAnswered, JointHeld:", "case PrivateSent, PauseAnswered, JointHeld:"),
	in("evolve_mediation.go", "a private message shows in the day to look again", "\t\ts.sent(Sent{ID: b.ID, At: e.Due})", "\t\ts.contact(e.Due, Sent{ID: b.ID, At: e.Due})"),
	in("evolve_mediation.go", "an answer to what could not be read yet", "t.Since.Equal(s.Room.Sent.At) && at.Before(s.SentAt())", "t.Since.Equal(s.Room.Sent.At) && at.Before(s.Room.Sent.At)"),
	in("evolve_mediation.go", "a proposal's answers live on", "s.Room.Proposal = &Proposal{Offer: b.Offer, Version: b.Version, ConsumerDoes: b.ConsumerDoes}", "old := \"\"\n\t\tif s.Room.Proposal != nil {\n\t\t\told = s.Room.Proposal.Shop\n\t\t}\n\t\ts.Room.Proposal = &Proposal{Offer: b.Offer, Version: b.Version, ConsumerDoes: b.ConsumerDoes, Shop: old + \"yes\"}"),
	in("evolve_mediation.go", "two futures share their answers", "p := *s.Room.Proposal // the answers of a state that somebody else holds stay as they are\n\t*p.answer(r) = answer\n\ts.Room.Proposal = &p", "*s.Room.Proposal.answer(r) = answer"),
	in("evolve_mediation.go", "an account asked and not given can never be asked again", "\t\t\t*s.Room.hearing(t.Who) = Hearing{}\n\t\t}\n\t}\n\ts.dropKinds(roomTasks...)", "\t\t\t_ = t\n\t\t}\n\t}\n\ts.dropKinds(roomTasks...)"),
	in("evolve_mediation.go", "offers outlive the mediation", "s.dropOffers()\n\t\ts.Room.How = b.How", "s.Room.How = b.How"),
	in("term.go", "the consumer is never found not to respond", "ends:   func(*State, Task) []Body { return []Body{NoResponse{}} },", "ends:   nil,"),

	in("do_ruling.go", "a former mediator rules", "has(s.Room.Mediators, x.Adjudicator), ", ""),
	in("do_ruling.go", "the challenged adjudicator comes back", ", has(s.File.Barred, x.Adjudicator):", ":"),
	in("do_ruling.go", "another adjudicator rules", "return a.ID != \"\" && a.ID == s.File.Adjudicator", "return a.ID != \"\" && s.File.Adjudicator != \"\""),
	in("evolve_ruling.go", "challenged twice", "if !has(s.File.Challenged, r) {", "if r != \"\" {"),
	in("do_ruling.go", "closed while one side could not answer", "if len(s.File.NewFor) > 0 || !s.Has(TaskStudy) {", "if s.File.Closed {"),
	in("do_ruling.go", "closed while a question is open", "if t.Kind == TaskQuestion || t.Kind == TaskLeave {", "if t.Kind == TaskLeave {"),
	in("do_ruling.go", "something new on the 54th day", "!s.File.From.IsZero() && DateOf(now).After(s.NewUntil())", "!s.File.From.IsZero() && DateOf(now).After(s.NewUntil().AddDays(1))"),
	in("do_sign.go", "ruled on an open file", "!s.File.Closed && !early {", "s.File.Ruled() && !early {"),
	in("do_sign.go", "more than was asked", "claimed.Amount > 0 && p.Amount > claimed.Amount", "claimed.Amount < 0"),
	in("do_sign.go", "a point without a decision", "b.Outcome != RuledInadmissible && (!ok || d.Text.ID == \"\")", "b.Outcome != RuledInadmissible && ok && d.Text.ID == \"\""),
	in("do_sign.go", "dismissed, and the shop pays the fee", "default:\n\t\tb.FeeBy = Consumer", "default:\n\t\tb.FeeBy = Shop"),
	in("do_sign.go", "the ruling is extended twice", "opened(s, a, now) && !s.File.Extended", "opened(s, a, now)"),
	in("do_sign.go", "the ruling is corrected a month on", "now.Before(lastDay(s.File.RuledAt, s.Rules.CorrectionDays).End())", "!now.IsZero()"),
	in("do_sign.go", "inadmissible, and the fee stays", "b.Outcome == RuledInadmissible && !s.File.Sent {", "b.Outcome == RuledInadmissible && s.File.Sent {"),

	in("evolve_ruling.go", "a document in the last word is not answered", "func (s *State) brought(by Role) {\n", "func (s *State) brought(by Role) {\n\tif s.Has(TaskRejoinder) {\n\t\treturn\n\t}\n"),
	in("evolve_ruling.go", "a challenge takes the days away", "t.LastDay = NextWorkday(t.LastDay.AddDays(stood))", "_ = stood"),
	in("evolve_ruling.go", "the days of the file stand still for nothing", "s.File.From.AddDays(n), s.File.RuleBy.AddDays(n), time.Time{}", "s.File.From.AddDays(n), s.File.RuleBy, time.Time{}"),
	in("evolve_ruling.go", "the next adjudicator is overdue on arrival", "least.After(s.File.RuleBy) {\n\t\ts.File.RuleBy = least", "least.After(s.File.RuleBy) {\n\t\t_ = least"),
	in("evolve_ruling.go", "a challenge is forgotten over an agreement", "case s.File.ChallengeOpen:\n", "case s.File.ChallengeOpen && s.File.Closed:\n"),
	in("evolve_ruling.go", "questions run while the file stands still", "t.Begun, t.LastDay = time.Time{}, Date{}", "_ = t.LastDay"),
	in("evolve_ruling.go", "nobody asks again whether to wait", "if b.Wait { // and asked", "if !b.Wait { // and asked"),
	in("term.go", "a file is overdue before it came", "if came := DateOf(t.Since); came.After(from) {", "if came := DateOf(t.Since); came.IsZero() {"),
	in("term.go", "closed while a payment is open", "row.awaits && s.Money.open():", "row.awaits && len(s.Money.Payments) > 9:"),
	in("term.go", "13 days for the defence", "Kind: TaskDefence, Who: Shop, Letter: true, last: days(func(r Rules) int { return r.DefenceDays })", "Kind: TaskDefence, Who: Shop, Letter: true, last: days(func(r Rules) int { return r.DefenceDays - 1 })"),

	in("do_money.go", "a payment that comes twice acts twice", "if !ok || p.Status == PaymentPaid {\n\t\treturn nil, nil", "if !ok {\n\t\treturn nil, nil"),
	in("do_money.go", "a second payment is kept", "case s.Money.Fee != \"\":\n\t\treturn \"second\"", "case s.Money.Fee == x.ID:\n\t\treturn \"second\""),
	in("do_money.go", "any amount is the fee", "case x.Cents != p.Cents:", "case x.Cents < 0:"),
	in("do_money.go", "late money counts", "case !t.LastDay.IsZero() && x.At.After(", "case t.LastDay.IsZero() && x.At.After("),
	in("do_money.go", "a payment is begun after the last day", "return t.LastDay.IsZero() || now.Before(t.LastDay.End())", "return t.LastDay.IsZero() || !now.IsZero()"),
	in("do_money.go", "the fee goes back after the defence", "early := !s.File.Sent ||", "early := s.File.Sent ||"),
	in("do_money.go", "one person gives money back", "s.Money.Asked != \"\" && a.ID != s.Money.AskedBy", "s.Money.Asked != \"\""),
	in("do_money.go", "the fee of a running case is given back by hand", "(p.ID != s.Money.Fee || s.Stage == Ended)", "(p.ID != \"\")"),
	in("do_money.go", "a refund is made twice", "case !ok || r.Status == RefundDone, x.Failed", "case !ok, x.Failed"),
	in("do.go", "the fee goes back a month after the payment", "!DateOf(now).After(lastDay(p.PaidAt, s.Rules.FeeBackDays))", "!DateOf(now).After(lastDay(p.PaidAt, 3*s.Rules.FeeBackDays))"),
	in("evolve_choice.go", "a broken agreement goes on without its fee", "case s.Money.Fee == \"\":\n\t\ts.Stage = Ruling", "case s.Money.Fee == \"none\":\n\t\ts.Stage = Ruling"),
	in("ledger.go", "a refund makes money", "Consumer: r.Cents, Trustmark: -r.Cents", "Consumer: r.Cents, Trustmark: 0"),

	bySimulation("do_choice.go", "a ruling that was not carried out never ends", "return []Body{NotCarriedOut{}, s.endCarried()}", "return []Body{NotCarriedOut{}}"),
	bySimulation("term.go", "who does not resume a mediation keeps it for ever", "ends: func(*State, Task) []Body { return []Body{EndedAs{Stopped}} },", "ends: nil,"),
	bySimulation("evolve_money.go", "a refund tried again is a second one", "s.refundState(b.ID, RefundIsDue)\n\t\treturn", "s.refundState(b.ID, RefundIsDue)"),
}

// bySimulation is a mistake that the simulation must find.
func bySimulation(file, name, old, changed string) mutant {
	return mutant{name: name, file: "internal/procedure/" + file, old: old, new: changed, packages: []string{"./internal/simulate"}}
}
