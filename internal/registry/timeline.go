package registry

import (
	"slices"
	"strings"

	p "wederhoor/internal/procedure"
)

// timeline gives what happened, newest first, in entries whose sentences are in the catalogue. Texts are in it only
// for a viewer who may read them (rules 7.1).
func (b *builder) timeline(full bool, docs []Document) []Entry {
	var out []Entry
	eyes := b.eyes()
	for _, e := range b.f.events {
		if !eyes.sees(e) {
			continue
		}
		entry := Entry{Seq: e.Seq, At: e.Due, Who: e.Actor.Role, Rule: e.Rule}
		text, ok := b.line(e, &entry)
		if !ok {
			continue
		}
		if full {
			entry.Text = b.texts[text.ID]
			entry.Files = filesOf(e, docs)
		} else {
			entry.Offer = nil
		}
		out = append(out, entry)
	}
	slices.Reverse(out)
	return out
}

func filesOf(e p.Event, docs []Document) []Document {
	b, ok := e.Body.(p.EvidenceAdded)
	if !ok {
		return nil
	}
	var out []Document
	for _, f := range b.Files {
		for _, d := range docs {
			if d.ID == f.ID {
				out = append(out, d)
			}
		}
	}
	return out
}

// line fills in an entry and gives its text; false when the event is no line of its own for this viewer.
func (b *builder) line(e p.Event, out *Entry) (p.Ref, bool) {
	typ := p.TypeOf(e.Body)
	out.Kind, _, _ = strings.Cut(strings.ReplaceAll(typ, "-", "_"), ".")
	staff := isStaff(b.v.Actor.Role)
	switch x := e.Body.(type) {
	case p.LetterAccepted, p.LetterDeferred, p.LetterBounced:
		return p.Ref{}, b.post(e, out)
	case p.Opened:
		return p.Ref{}, true
	case p.Admitted:
		if x.ByTime {
			out.Kind = "admitted_by_time"
		}
		return x.Reason, b.v.Actor.Role != p.Shop
	case p.RefusedOn:
		out.Ground = x.Ground
		return x.Reason, true
	case p.ShopTold:
		out.How, out.Date = x.How, p.DateOf(x.At)
		if !staff {
			x.Note = p.Ref{}
		}
		return x.Note, true
	case p.AddressSet:
		out.Kind = "address_set_" + string(x.Party)
		return p.Ref{}, staff || b.v.Actor.Role == x.Party
	case p.Reminded:
		out.Kind = "reminded_" + string(x.Task)
		return p.Ref{}, true
	case p.MessageSent:
		out.Date = x.Promise
		return x.Text, true
	case p.OfferMade:
		out.Offer = &x.Offer
		return x.Text, true
	case p.OfferClosed:
		out.Kind = "offer_" + x.How
		return p.Ref{}, true
	case p.AgreementMade:
		out.Date = x.Due
		return p.Ref{}, true
	case p.SolvedSaid:
		return x.Text, true
	case p.Contested:
		return x.Text, true
	case p.NotOursSaid:
		return x.Text, true
	case p.NotOursRejected:
		return x.Reason, true
	case p.Chosen:
		out.Kind, out.Choice, out.Date = "chosen_"+string(x.Choice), x.Choice, x.Until
		return x.Note, true
	case p.WithdrawnBy:
		return x.Reason, true
	case p.DoneReported:
		return x.Text, true
	case p.ComplianceAnswered:
		out.Kind = "compliance_" + x.Answer
		return x.Text, true
	case p.ProofGiven:
		return x.Text, true
	case p.ProofObjected:
		return x.Text, true
	case p.ComplianceJudged:
		if x.Carried {
			out.Kind = "compliance_judged_done"
		}
		return x.Reason, true
	case p.TermExtended:
		out.Date = x.Until
		return x.Reason, true
	case p.EndedAs:
		out.Outcome = x.Outcome
		return p.Ref{}, true
	default:
		if ref, line, ok := b.roomLine(e, out); ok {
			return ref, line
		}
		if ref, line, ok := b.rulingLine(e, out); ok {
			return ref, line
		}
		return p.Ref{}, true
	}
}

// roomLine fills in an entry of mediation; false when the event is none.
func (b *builder) roomLine(e p.Event, out *Entry) (text p.Ref, line, ok bool) {
	switch x := e.Body.(type) {
	case p.MediatorAssigned:
		out.Name = b.names[x.Mediator]
		return x.Note, true, true // the note is loaded for staff alone
	case p.MediatorReturned:
		return x.Note, true, true
	case p.JointSent:
		if x.Held != "" {
			out.Who = x.By
		}
		return p.Ref{}, true, true
	case p.PrivateSent, p.JointHeld, p.AccountsAsked, p.FactsNoted, p.PauseAsked:
		return p.Ref{}, true, true
	case p.AccountMissed:
		out.Who = x.Party
		return p.Ref{}, true, true
	case p.AnswerMissed:
		out.Who = x.Party
		return p.Ref{}, true, true
	case p.NoteAdded:
		return x.Text, true, true
	case p.AdviceGiven:
		return p.Ref{}, true, true
	case p.HearingExtended:
		out.Date = x.Until
		return x.Reason, true, true
	case p.ProposalPut:
		o := x.Offer
		o.Text = p.Ref{}
		out.Offer = &o
		return p.Ref{}, true, true
	case p.ProposalClosed:
		out.Kind = "proposal_" + x.How
		return p.Ref{}, true, true
	case p.ProposalAnswered:
		out.Kind = "proposal_answered_no"
		if x.Yes {
			out.Kind = "proposal_answered_yes"
		}
		return p.Ref{}, true, true
	case p.PauseAnswered:
		out.Kind = "pause_answered_no"
		if x.Yes {
			out.Kind = "pause_answered_yes"
		}
		return p.Ref{}, true, true
	case p.SignalRaised:
		out.How = x.Kind
		return x.Text, true, true
	case p.LookSet:
		out.Date = x.Until
		return p.Ref{}, true, true
	case p.MediationPaused:
		out.Date = x.Until
		return p.Ref{}, true, true
	case p.MediationLeft:
		return x.Reason, true, true
	case p.Concluded:
		out.Kind = "concluded_" + x.How
		return x.Reason, true, true
	default:
		return p.Ref{}, false, false
	}
}

// rulingLine fills in an entry of the ruling; false when the event is none.
func (b *builder) rulingLine(e p.Event, out *Entry) (text p.Ref, line, ok bool) {
	switch x := e.Body.(type) {
	case p.AdjudicatorAssigned:
		out.Name = b.names[x.Adjudicator]
	case p.AdjudicatorDeclared:
		out.Name = b.names[e.Actor.ID]
		if x.Interest { // known to staff alone, its note too
			out.Kind = "adjudicator_interest"
			return x.Note, true, true
		}
	case p.WaitChosen:
		out.Kind = "wait_chosen_no"
		if x.Wait {
			out.Kind = "wait_chosen_yes"
		}
	case p.Challenged:
		return x.Text, true, true
	case p.ChallengeJudged:
		out.Kind = "challenge_rejected"
		if x.Granted {
			out.Kind = "challenge_granted"
		}
		return x.Reason, true, true
	case p.ReplyGiven:
		out.Kind = "reply_given_" + string(x.Turn)
	case p.TurnMissed:
		out.Kind, out.Who = "turn_missed_"+string(x.Turn), x.Party
	case p.LeaveJudged:
		out.Kind = "leave_refused"
		if x.Granted {
			out.Kind = "leave_granted"
		}
		return x.Reason, true, true
	case p.QuestionMissed:
		out.Who = x.Party
	case p.RulingExtended:
		out.Date = x.Until
		return x.Reason, true, true
	case p.RulingSigned:
		out.Number, out.Outcome = x.Number, x.Outcome
	case p.RulingCorrected:
		out.Number = x.Number
	case p.PaymentStarted:
		out.Amount = x.Cents
	case p.PaymentEnded:
		out.Kind = "payment_" + x.How
	case p.Paid:
		out.Amount, out.Number = x.Cents, x.Receipt
		if !x.Counts {
			out.Kind = "paid_not_counting"
		}
	case p.RefundDue:
		out.Kind, out.Amount = "refund_due_"+x.Why, x.Cents
	case p.RefundAsked:
		return x.Reason, true, true
	case p.ShopConfirmed:
		out.Kind = "shop_confirmed_" + x.Answer
		return x.Text, true, true
	case p.MadeUp:
		return x.Text, true, true
	case p.MadeUpDisputed:
		return x.Text, true, true
	case p.MadeUpJudged:
		if x.Carried {
			out.Kind = "made_up_judged_done"
		}
		return x.Reason, true, true
	case p.LeaveAsked:
		return x.Text, true, true
	case p.QuestionAsked, p.QuestionAnswered, p.DefenceGiven, p.ClaimSent, p.FileClosed, p.RulingRequested:
	default:
		return p.Ref{}, false, false
	}
	return p.Ref{}, true, true
}

// post says which words of mail servers are lines: the notice to the shop is for everyone to see; an address of
// one's own that failed is for that party and staff (rules 1.1).
func (b *builder) post(e p.Event, out *Entry) bool {
	staff := isStaff(b.v.Actor.Role)
	switch x := e.Body.(type) {
	case p.LetterAccepted:
		if x.Task != p.TaskNotice {
			return false
		}
		out.Kind = "notice_accepted"
		s := b.after(e.Seq)
		if t, ok := s.Main(); ok && t.Kind == p.TaskAnswer {
			out.Date = t.LastDay
		}
		return true
	case p.LetterDeferred:
		out.Kind = "notice_deferred"
		return x.Party == p.Shop
	case p.LetterBounced:
		switch {
		case x.Task == p.TaskNotice && x.Later:
			out.Kind = "notice_cancelled"
		case x.Task == p.TaskNotice && !x.Last:
			out.Kind = "notice_bounced"
		case x.Task == p.TaskNotice:
			out.Kind = "notice_bounced_last"
		default:
			out.Kind = "letter_bounced_" + string(x.Party)
			return staff || x.Party == p.Consumer && b.v.Actor.Role == p.Consumer
		}
		return true
	default:
		return false
	}
}

// after gives the state as it was after an event.
func (b *builder) after(seq int64) p.State {
	var s p.State
	for _, e := range b.f.events {
		if e.Seq > seq {
			break
		}
		s = p.Evolve(s, e)
	}
	return s
}
