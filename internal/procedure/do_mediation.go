package procedure

import "time"

// mine: the actor mediates this case.
func mine(s *State, a Actor, _ time.Time) bool {
	return a.ID != "" && a.ID == s.Room.Mediator
}

// mayReturn: the mediator gives the case back; an administrator may take it away.
func mayReturn(s *State, a Actor, _ time.Time) bool {
	return s.Room.Mediator != "" && (a.Role == Administrator || a.ID == s.Room.Mediator)
}

// mayAssign: anybody of staff takes a case that nobody has; only its mediator or an administrator gives it on.
func mayAssign(s *State, a Actor, _ time.Time) bool {
	return s.Room.Mediator == "" || a.Role == Administrator || a.ID == s.Room.Mediator
}

// doAssign never gives a case to one who stated a conflict.
func doAssign(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	x := c.(Assign)
	switch {
	case x.Mediator == "":
		return nil, no(BadValue)
	case x.Conflict, x.Mediator == s.File.Adjudicator:
		return nil, no(HasConflict)
	case x.Mediator == s.Room.Mediator:
		return nil, no(Already)
	}
	return []Body{x.MediatorAssigned}, nil
}

func doReturn(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{MediatorReturned(c.(ReturnCase))}, nil
}

// mayJoint: the parties and the mediator of the case write to each other while it runs.
func mayJoint(s *State, a Actor, now time.Time) bool {
	if s.Has(TaskReturn) {
		return false
	}
	return a.Role == Consumer || a.Role == Shop || mine(s, a, now)
}

func doJoint(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	x := c.(SendJoint)
	b := x.JointSent
	if b.Text.ID == "" || b.ID == "" {
		return nil, no(BadValue)
	}
	if a.Role == Consumer || a.Role == Shop {
		b = JointSent{ID: b.ID, Text: b.Text} // only the mediator asks, or lets a held message through
		b.Files = x.Files
		if x.Abusive {
			return []Body{JointHeld{ID: b.ID, Text: b.Text, Files: b.Files}}, nil
		}
		return []Body{b}, nil
	}
	b.Held, b.By = "", ""
	if r := s.asked(b.Asks, b.Until, now); r != nil {
		return nil, r
	}
	return []Body{b}, nil
}

// askDays bounds how far on the mediator may ask for an answer.
const askDays = 14

// asked judges a question of the mediator: of whom, and by when.
func (s *State) asked(of []Role, until Date, now time.Time) *Refusal {
	if !goodParties(of) {
		return no(BadValue)
	}
	if len(of) > 0 && !s.inRoom() { // nobody is asked while the mediation rests
		return no(NotNow)
	}
	today := DateOf(now)
	if (len(of) > 0) != !until.IsZero() {
		return no(BadDate)
	}
	if !until.IsZero() && (!until.After(today) || until.After(today.AddDays(askDays))) {
		return no(BadDate)
	}
	return nil
}

// goodParties: the consumer, the shop or both, each once.
func goodParties(of []Role) bool {
	for i, r := range of {
		if r != Consumer && r != Shop || has(of[:i], r) {
			return false
		}
	}
	return true
}

func hasHeld(s *State, a Actor, now time.Time) bool { return len(s.Room.Held) > 0 && mine(s, a, now) }

func doJudgeHeld(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	x := c.(JudgeHeld)
	for _, h := range s.Room.Held {
		if h.ID != x.ID {
			continue
		}
		if x.Release {
			return []Body{JointSent{ID: h.ID + "r", Text: h.Text, Held: h.ID, By: h.By, Files: h.Files}}, nil
		}
		return []Body{JointHidden{ID: h.ID, By: h.By, Reason: x.Reason}}, nil
	}
	return nil, no(Already)
}

func doPrivate(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(SendPrivate).PrivateSent
	if a.Role == Consumer || a.Role == Shop {
		b.Side, b.Until = a.Role, Date{} // nobody writes in the other's channel
	}
	if b.Text.ID == "" || b.ID == "" || b.Side != Consumer && b.Side != Shop {
		return nil, no(BadValue)
	}
	var of []Role
	if !b.Until.IsZero() {
		of = []Role{b.Side}
	}
	if r := s.asked(of, b.Until, now); r != nil {
		return nil, r
	}
	return []Body{b}, nil
}

// mayUndoSend: a message of the mediator has not left (rules 2.2).
func mayUndoSend(s *State, a Actor, now time.Time) bool {
	return mine(s, a, now) && len(s.Unsent(a.ID, now)) > 0
}

func doUndoSend(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	for _, m := range s.Unsent(a.ID, now) {
		if m.ID == c.(UndoSend).ID {
			return []Body{SendUndone{ID: m.ID}}, nil
		}
	}
	return nil, no(TooLateNow)
}

func doNote(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(AddNote).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{NoteAdded(c.(AddNote))}, nil
}

func doFacts(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{FactsNoted(c.(NoteFacts))}, nil
}

func notAsked(s *State, a Actor, now time.Time) bool {
	return mineHere(s, a, now) && (!s.Room.Consumer.Asked || !s.Room.Shop.Asked)
}

// inRoom: the mediation runs; it does not pause, nor has it stopped.
func (s *State) inRoom() bool { return s.Has(TaskMediator) || s.Has(TaskLook) }

func doAskAccounts(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(AskAccounts).AccountsAsked
	if b.Text.ID == "" || b.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

func mayExtendHearing(s *State, a Actor, now time.Time) bool {
	if !mine(s, a, now) {
		return false
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskHear && t.Running() && !s.Room.hearing(t.Who).Extended {
			return true
		}
	}
	return false
}

func doExtendHearing(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(ExtendHearing).HearingExtended
	t, ok := s.Find(TaskHear, string(b.Party))
	switch {
	case !ok || !t.Running() || s.Room.hearing(b.Party).Extended:
		return nil, no(NotNow)
	case !b.Until.After(t.LastDay) || b.Until.After(t.LastDay.AddDays(s.rules().HearExtensionDays)):
		return nil, no(BadDate)
	case b.Reason.ID == "":
		return nil, no(BadValue)
	}
	b.Until = NextWorkday(b.Until)
	return []Body{b}, nil
}

func mineHere(s *State, a Actor, now time.Time) bool { return mine(s, a, now) && s.inRoom() }

// doAdvise and doPropose are refused before both have spoken or let their date pass (rules 2.3).
func doAdvise(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if !s.Room.Heard() {
		return nil, no(NotHeard)
	}
	if c.(Advise).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{AdviceGiven(c.(Advise))}, nil
}

func doPropose(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(Propose).ProposalPut
	if !s.Room.Heard() {
		return nil, no(NotHeard)
	}
	b.By, b.Version = Mediator, s.Room.Proposals+1
	if r := s.goodOffer(b.Offer, now); r != nil {
		return nil, r
	}
	if b.Due.Before(s.ProposalStands(now)) { // it stands all its days
		return nil, no(BadDate)
	}
	if b.Text.ID == "" {
		return nil, no(BadValue)
	}
	if _, ok := s.OfferByID(b.ID); ok { // an agreement names one text
		return nil, no(Already)
	}
	var out []Body
	if p := s.Room.Proposal; p != nil {
		if p.ID == b.ID {
			return nil, no(Already)
		}
		out = append(out, ProposalClosed{ID: p.ID, How: "replaced"})
	}
	return append(out, b), nil
}

// ProposalStands gives the last day on which a proposal of now can be answered: what it says cannot be due before it
// (rules 2.5).
func (s State) ProposalStands(now time.Time) Date { return lastDay(now, s.rules().ProposalDays) }

func hasProposal(s *State, a Actor, now time.Time) bool {
	if s.Room.Proposal == nil {
		return false
	}
	if a.Role == Consumer || a.Role == Shop {
		return !s.Room.Answered(a.Role)
	}
	return mine(s, a, now)
}

func doWithdrawProposal(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if s.Room.Proposal.ID != c.(WithdrawProposal).ID {
		return nil, no(OfferGone)
	}
	return []Body{ProposalClosed{ID: s.Room.Proposal.ID, How: "withdrawn"}}, nil
}

func doAcceptProposal(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	x := c.(AcceptProposal)
	return s.answerProposal(a, ProposalAnswered{ID: x.ID, Yes: true, Name: x.Name}, now)
}

func doDeclineProposal(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	x := c.(DeclineProposal)
	return s.answerProposal(a, ProposalAnswered{ID: x.ID, Reason: x.Reason}, now)
}

// answerProposal is blind: what follows is the same for every combination of answers but two times yes, and it
// comes only when the other has answered or let the date pass (rules 2.5).
func (s *State) answerProposal(a Actor, b ProposalAnswered, now time.Time) ([]Body, *Refusal) {
	p := s.Room.Proposal
	switch {
	case p.ID != b.ID:
		return nil, no(OfferGone)
	case b.Yes && p.Due.Before(DateOf(now)): // its date has passed: nothing is left to agree on
		return nil, no(OfferGone)
	}
	other := *p.answer(a.Role.Other())
	switch {
	case other == "":
		return []Body{b}, nil
	case b.Yes && other == "yes":
		return []Body{b, AgreementMade{Offer: p.ID, Due: p.Due}}, nil
	default:
		return []Body{b, ProposalClosed{ID: p.ID, How: "not_agreed"}}, nil
	}
}

// missedProposal is what the end of a party's time for a proposal brings (rules 2.5).
func (s *State) missedProposal(t Task) []Body {
	out := []Body{ProposalMissed{ID: t.About, Party: t.Who}}
	if p := s.Room.Proposal; p != nil && *p.answer(t.Who.Other()) != "" {
		out = append(out, ProposalClosed{ID: p.ID, How: "not_agreed"})
	}
	return out
}

// SignalKinds are the abuses that a mediator can report (rules 2.6).
var SignalKinds = []string{"fraud", "not_delivering", "law", "other"}

func doSignal(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(RaiseSignal).SignalRaised
	if !has(SignalKinds, b.Kind) || b.Text.ID == "" { // with reasons
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

func doSetLook(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	until, today := c.(SetLook).Until, DateOf(now)
	if until.Before(today) || until.After(today.AddDays(s.rules().LookDays)) {
		return nil, no(BadDate)
	}
	return []Body{LookSet{until}}, nil
}

func mayPause(s *State, a Actor, now time.Time) bool {
	if !mine(s, a, now) || !s.Has(TaskLook) || s.Room.PauseDone || s.Room.PauseAsk {
		return false
	}
	for _, t := range s.Tasks { // nobody is waited for
		if t.Kind == TaskHear || t.Kind == TaskAsk || t.Kind == TaskConsider {
			return false
		}
	}
	return true
}

func doAskPause(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{PauseAsked(c.(AskPause))}, nil
}

func pauseAsked(s *State, a Actor, _ time.Time) bool {
	return s.Room.PauseAsk && !has(s.Room.PauseYes, a.Role)
}

func doAnswerPause(s *State, a Actor, c Command, now time.Time) ([]Body, *Refusal) {
	out := []Body{PauseAnswered(c.(AnswerPause))}
	if c.(AnswerPause).Yes && has(s.Room.PauseYes, a.Role.Other()) {
		out = append(out, MediationPaused{Until: DateOf(now).AddDays(s.rules().PauseDays)})
	}
	return out, nil
}

func doResumeMediation(*State, Actor, Command, time.Time) ([]Body, *Refusal) {
	return []Body{MediationResumed{}}, nil
}

func doLeave(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{MediationLeft(c.(LeaveMediation)), Concluded{How: "left"}}, nil
}

// ConcludedHows are the ways in which a mediator ends a mediation without an agreement (rules 2.7).
var ConcludedHows = []string{"no_agreement", "not_cooperating", "unfounded"}

func doConclude(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(Conclude).Concluded
	switch {
	case !has(ConcludedHows, b.How), b.Reason.ID == "":
		return nil, no(BadValue)
	case b.How == "not_cooperating" && (!s.Room.Shop.Missed || s.Room.Shop.Given): // silent here too (rules 2.3)
		return nil, no(NotHeard)
	case b.How != "not_cooperating" && !s.Room.Heard():
		return nil, no(NotHeard)
	}
	return []Body{b}, nil
}
