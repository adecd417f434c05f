package procedure

import "time"

func doOpen(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	o := c.(OpenDispute).Opened
	if _, ok := RulesOf(o.Rules); !ok || o.Addresses < 0 || o.Amount < 0 {
		return nil, no(BadValue)
	}
	return []Body{o}, nil
}

func doAdmit(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{Admitted{Reason: c.(Admit).Reason}}, nil
}

func doRefuse(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	r := c.(Refuse)
	if !has(Grounds, r.Ground) || r.Reason.ID == "" { // art. 5(4): with the reason
		return nil, no(BadValue)
	}
	return []Body{RefusedOn(r), EndedAs{Refused}}, nil
}

func doAccepted(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(RecordAccepted).LetterAccepted
	if !s.plausible(b.At, now) {
		b.At = now
	}
	return []Body{b}, nil
}

func doDeferred(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{c.(RecordDeferred).LetterDeferred}, nil
}

// doBounced makes a notice that no address accepts work for staff at once (rules 1.1).
func doBounced(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(RecordBounced).LetterBounced
	out := []Body{b}
	if b.Task != TaskNotice || !b.Last || s.ShopAnswered {
		return out, nil
	}
	if s.Has(TaskNotice) || (b.Later && s.Has(TaskAnswer)) {
		out = append(out, NoticeFailed{})
	}
	return out, nil
}

func doTell(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(TellShop).ShopTold
	if b.How != "phone" && b.How != "post" {
		return nil, no(BadValue)
	}
	// The shop's days begin with it: they cannot begin before the day on which it was staff's to tell it.
	if !s.plausible(b.At, now) || DateOf(b.At).Before(s.FailedOn) {
		return nil, no(BadDate)
	}
	return []Body{b}, nil
}

func hasFailed(s *State, _ Actor, _ time.Time) bool {
	for _, t := range s.Tasks {
		if t.Kind == TaskReach || t.Kind == TaskPhone || t.Kind == TaskPost {
			return true
		}
	}
	return false
}

func doAddress(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(SetAddress).AddressSet
	_, reach := s.Find(TaskReach, string(b.Party))
	untold := b.Party == Shop && (s.Has(TaskPhone) || s.Has(TaskPost))
	if !reach && !untold {
		return nil, no(NotNow)
	}
	return []Body{b}, nil
}

func doMessage(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(SendMessage).MessageSent
	if a.Role != Shop {
		b.Promise = Date{}
	}
	if !b.Promise.IsZero() && b.Promise.Before(DateOf(now)) {
		return nil, no(BadDate)
	}
	if b.Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

// mayAdd: before the complaint is admitted the shop hears nothing and does nothing (rules 0.4).
// During the ruling who may bring something in is the order of the hearing (rules 3.4).
func mayAdd(s *State, a Actor, now time.Time) bool {
	if s.Stage == Ruling {
		return s.mayBring(a.Role, now)
	}
	return s.Told || a.Role != Shop
}

func doEvidence(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(AddEvidence).EvidenceAdded
	if len(b.Files) == 0 {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

// offerMonths bounds how far on an offer may be carried out.
const offerMonths = 6

func mayOffer(s *State, _ Actor, _ time.Time) bool { return !s.Has(TaskNotOurs) }

func doOffer(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	o := c.(MakeOffer).Offer
	o.By = a.Role
	if r := s.goodOffer(o, now); r != nil {
		return nil, r
	}
	if _, ok := s.OfferByID(o.ID); ok { // a request sent twice
		return nil, no(Already)
	}
	if p := s.Room.Proposal; p != nil && p.ID == o.ID { // an agreement names one text
		return nil, no(Already)
	}
	var out []Body
	if old, ok := s.OfferBy(a.Role); ok {
		out = append(out, OfferClosed{ID: old.ID, How: "replaced"})
	}
	return append(out, OfferMade{o}), nil
}

// goodOffer judges the terms of an offer or a proposal.
func (s *State) goodOffer(o Offer, now time.Time) *Refusal {
	today := DateOf(now)
	switch {
	case !has(Remedies, o.Remedy), o.ID == "", o.Return != "" && o.Return != "shop" && o.Return != "consumer":
		return no(BadValue)
	case o.Remedy.AsksMoney() && o.Amount <= 0, !o.Remedy.AsksMoney() && o.Amount != 0,
		o.Amount > s.rules().MostCents:
		return no(BadAmount)
	case o.Due.Before(today), o.Due.After(today.AddMonths(offerMonths)):
		return no(BadDate)
	}
	return nil
}

func hasOffer(s *State, a Actor, _ time.Time) bool {
	_, ok := s.OfferBy(a.Role.Other())
	return ok
}

func hasOwnOffer(s *State, a Actor, _ time.Time) bool {
	_, ok := s.OfferBy(a.Role)
	return ok
}

func doWithdrawOffer(s *State, a Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	o, ok := s.OfferByID(c.(WithdrawOffer).ID)
	if !ok || o.By != a.Role {
		return nil, no(OfferGone)
	}
	return []Body{OfferClosed{ID: o.ID, How: "withdrawn"}}, nil
}

func doDecline(s *State, a Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	o, ok := s.OfferByID(c.(DeclineOffer).ID)
	if !ok || o.By == a.Role {
		return nil, no(OfferGone)
	}
	return []Body{OfferClosed{ID: o.ID, How: "declined"}}, nil
}

// doAccept makes the agreement: offering was one consent, this is the other (rules 1.2).
func doAccept(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	o, ok := s.OfferByID(c.(AcceptOffer).ID)
	switch {
	case !ok:
		return nil, no(OfferGone)
	case o.By == a.Role:
		return nil, no(OwnOffer)
	case o.Due.Before(DateOf(now)): // its date has passed: nothing is left to agree on
		return nil, no(OfferGone)
	}
	return append([]Body{AgreementMade{Offer: o.ID, Due: o.Due}}, s.feeBackOnAgreement(now)...), nil
}

func notSaidSolved(s *State, _ Actor, _ time.Time) bool { return !s.SolvedSaid && !s.Has(TaskNotOurs) }
func saidSolved(s *State, _ Actor, _ time.Time) bool    { return s.SolvedSaid }
func notContested(s *State, _ Actor, _ time.Time) bool  { return !s.Contested && !s.Has(TaskNotOurs) }
func notOursOpen(s *State, _ Actor, _ time.Time) bool   { return !s.NotOursDone }

func doSaySolved(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{SolvedSaid{Text: c.(SaySolved).Text}}, nil
}

func doDenySolved(*State, Actor, Command, time.Time) ([]Body, *Refusal) {
	return []Body{SolvedDenied{}}, nil
}

// doContest asks the consumer at once while the shop's time still runs (rules 1.2, 1.3).
func doContest(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	text := c.(Contest).Text
	if text.ID == "" { // finally, with reasons
		return nil, no(BadValue)
	}
	out := []Body{Contested{Text: text}}
	if t, _ := s.Main(); has(withShop, t.Kind) || t.Kind == TaskExtension {
		out = append(out, ChoiceAsked{Final: s.Final(), Contested: true})
	}
	return out, nil
}

func doNotOurs(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	text := c.(SayNotOurs).Text
	if text.ID == "" {
		return nil, no(BadValue)
	}
	left := s.rules().AnswerDays
	if t, _ := s.Main(); t.Running() && !has([]TaskKind{TaskNotice, TaskPhone, TaskPost}, t.Kind) {
		left = DateOf(now).DaysUntil(t.LastDay)
	}
	return []Body{NotOursSaid{Text: text, Left: left}}, nil
}

func doJudgeNotOurs(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	j := c.(JudgeNotOurs)
	if j.Reason.ID == "" {
		return nil, no(BadValue)
	}
	if !j.Ours {
		return []Body{RefusedOn{Ground: GroundNotOurs, Reason: j.Reason}, EndedAs{Refused}}, nil
	}
	return []Body{NotOursRejected{Reason: j.Reason, Days: max(s.NotOursLeft, s.rules().NotOursLeastDays)}}, nil
}

// doWithdraw ends the complaint; a request for a ruling with the fee back while it goes back (rules 3.2, 3.3).
func doWithdraw(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	out := []Body{WithdrawnBy{Reason: c.(Withdraw).Reason}}
	if p, ok := s.fee(); ok && s.FeeBackNow(now) {
		out = append(out, s.refund(p, "withdrawn"))
	}
	return append(out, EndedAs{Withdrawn}), nil
}

// mayExtend: a term of a person runs; staff never extend their own.
func mayExtend(s *State, _ Actor, _ time.Time) bool {
	t, ok := s.Main()
	return ok && t.Running() && !t.LastDay.IsZero() && (t.Who == Consumer || t.Who == Shop) && t.Kind != TaskPerform &&
		!has(turns, t.Kind) // those belong to the adjudicator's file, whose days are the law's
}

func doExtend(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	x := c.(ExtendTerm)
	t, _ := s.Main()
	today := DateOf(now)
	if !x.Until.After(t.LastDay) || x.Until.After(today.AddDays(s.rules().MostExtendDays)) {
		return nil, no(BadDate)
	}
	if x.Reason.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{TermExtended{Task: t.Kind, Until: NextWorkday(x.Until), Reason: x.Reason}}, nil
}
