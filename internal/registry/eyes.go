package registry

import (
	"strings"
	"time"

	p "wederhoor/internal/procedure"
)

// eyes decides which events of a dispute somebody may know of. All that leaves the registry about what happened, the
// timeline, the version of a page, the instant of the last change, goes by it, so that a private word, a note or a
// blind answer leaves no trace for others (rules 2.2, 2.5).
type eyes struct {
	v      Viewer
	events []p.Event
	state  p.State
	now    time.Time
}

func (v Viewer) account() string {
	if isStaff(v.Actor.Role) || v.Actor.Role == p.Adjudicator {
		return v.Actor.ID
	}
	return ""
}

// private says that the viewer may read the channel of a side with the mediator: that side and the mediator of the case,
// as its parties are told; nobody of staff while nobody mediates, and no administrator (rules 2.2).
func (y eyes) private(side p.Role) bool {
	switch y.v.Actor.Role {
	case p.Consumer, p.Shop:
		return y.v.Actor.Role == side
	case p.Mediator, p.Administrator:
		return y.v.Actor.ID != "" && y.state.Room.Mediator == y.v.Actor.ID
	case p.Adjudicator, p.Quality, p.System, p.Public:
	}
	return false
}

// sees says that the viewer may know of an event.
func (y eyes) sees(e p.Event) bool {
	role := y.v.Actor.Role
	if role == p.Adjudicator {
		return inFile(e)
	}
	staff := isStaff(role)
	if !staff && y.held(e) {
		return false
	}
	switch b := e.Body.(type) {
	case p.PrivateSent:
		return y.private(b.Side)
	case p.NoteAdded, p.MediatorReturned, p.SignalRaised, p.LookSet, p.SendUndone, p.RefundAsked, p.RefundFailed:
		return staff
	case p.ProposalAnswered, p.PauseAnswered:
		return role == e.Actor.Role // not even staff: nobody learns of a lone yes (rules 2.5)
	case p.ProposalMissed:
		return role == b.Party
	case p.AccountMissed:
		return staff || role == b.Party
	case p.AnswerMissed:
		if strings.HasPrefix(b.ID, "private:") {
			return y.private(b.Party)
		}
		return staff || role == b.Party
	case p.JointHeld:
		return staff || role == e.Actor.Role
	case p.JointHidden:
		return staff || role == y.authorOfHeld(b.ID)
	case p.AdjudicatorAssigned, p.AdjudicatorSilent:
		return staff
	case p.AdjudicatorDeclared:
		return staff || !b.Interest
	case p.PaymentStarted, p.PaymentEnded, p.RefundDue, p.Refunded, p.NoAdjudicator, p.WaitChosen:
		return staff || role == p.Consumer
	case p.Paid:
		return staff || role == p.Consumer || b.Counts
	case p.Reminded:
		return staff || b.Task != p.TaskResponse && b.Task != p.TaskRequest && b.Task != p.TaskFee || role == p.Consumer
	default:
		return staff || forBoth(e.Body)
	}
}

// forBoth names the events that both parties know of. What is named neither here nor in sees is seen by staff only, so
// that a new event leaks nothing until somebody has thought about it.
func forBoth(b p.Body) bool {
	switch b.(type) {
	case p.Opened, p.Admitted, p.RefusedOn, p.LetterAccepted, p.LetterDeferred, p.LetterBounced, p.NoticeFailed, p.PostDue,
		p.ShopTold, p.AddressSet, p.MessageSent, p.EvidenceAdded, p.OfferMade, p.OfferClosed, p.AgreementMade, p.SolvedSaid,
		p.SolvedDenied, p.Contested, p.NotOursSaid, p.NotOursRejected, p.ChoiceAsked, p.Chosen, p.ChoiceUndone,
		p.ChoicesLapsed, p.PausedNoAnswer, p.Resumed, p.Reopened, p.WithdrawnBy, p.ComplianceAsked, p.DoneReported,
		p.ComplianceAnswered, p.NotConfirmed, p.ProofGiven, p.ProofStands, p.ProofObjected, p.ComplianceJudged,
		p.NotCarriedOut, p.WentOn, p.TermExtended, p.EndedAs:
		return true
	case p.MediatorAssigned, p.JointSent, p.FactsNoted, p.AccountsAsked, p.HearingExtended, p.AdviceGiven, p.ProposalPut,
		p.ProposalClosed, p.PauseAsked, p.MediationPaused, p.PauseOver, p.NothingNew, p.NoResponse, p.MediationResumed,
		p.MediationLeft, p.Concluded:
		return true
	case p.RulingRequested, p.Challenged, p.ChallengeJudged, p.ClaimSent, p.DefenceGiven, p.ReplyGiven, p.TurnMissed,
		p.LeaveAsked, p.LeaveJudged, p.QuestionAsked, p.QuestionAnswered, p.QuestionMissed, p.FileClosed, p.RulingExtended,
		p.AdjudicatorOverdue, p.RulingSigned, p.RulingCorrected, p.RulingPublished, p.ShopConfirmed,
		p.ShopAsked, p.ShopSilent, p.MadeUp, p.MadeUpStands, p.MadeUpDisputed, p.MadeUpJudged, p.ConsumerFailed:
		return true
	default:
		return false
	}
}

// held says that a message of the mediator has not left yet, or never did (rules 2.2).
func (y eyes) held(e p.Event) bool {
	id := p.Recallable(e)
	return id != "" && (y.now.Before(y.state.LeavesAt(e.Due)) || y.undone(id))
}

func (y eyes) undone(id string) bool {
	for _, e := range y.events {
		if u, ok := e.Body.(p.SendUndone); ok && u.ID == id {
			return true
		}
	}
	return false
}

func (y eyes) authorOfHeld(id string) p.Role {
	for _, e := range y.events {
		if h, ok := e.Body.(p.JointHeld); ok && h.ID == id {
			return e.Actor.Role
		}
	}
	return ""
}

// last gives the sequence and the instant of the last event that the viewer may know of, and how many of those that
// are stored the viewer may know of: the version of a page. The sequence itself would show that there were others.
func (y eyes) last(stored int64) (seq, version int64, at time.Time) {
	for _, e := range y.events {
		if !y.sees(e) || quiet(e) {
			continue
		}
		seq, at = e.Seq, e.Recorded
		if e.Seq <= stored {
			version++
		}
	}
	return min(seq, stored), version, at
}

// quiet says that an event is the post's own book-keeping, no change that people look for.
func quiet(e p.Event) bool {
	switch e.Body.(type) {
	case p.LetterAccepted, p.LetterDeferred:
		return true
	default:
		return false
	}
}

// inFile names the events that the adjudicator may know of: the complaint, the answers of stage 1, evidence and what
// was said in stage 3; nothing of mediation, no offer, no choice (rules 2.2). What is not named is not seen.
func inFile(e p.Event) bool {
	switch b := e.Body.(type) {
	case p.Opened, p.MessageSent, p.EvidenceAdded, p.SolvedSaid, p.SolvedDenied, p.Contested,
		p.RulingRequested, p.Challenged, p.ChallengeJudged, p.ClaimSent, p.DefenceGiven, p.ReplyGiven, p.TurnMissed,
		p.LeaveAsked, p.LeaveJudged, p.QuestionAsked, p.QuestionAnswered, p.QuestionMissed, p.FileClosed,
		p.RulingExtended, p.RulingSigned, p.RulingCorrected, p.RulingPublished:
		return true
	case p.AdjudicatorDeclared:
		return !b.Interest
	default:
		return false
	}
}
