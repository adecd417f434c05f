package replay

import p "wederhoor/internal/procedure"

// follows says that an event was brought by the same command as the one in front of it.
func follows(before, e p.Event) bool {
	if e.Actor.ID != before.Actor.ID || e.Actor.Role != before.Actor.Role || !e.Due.Equal(before.Due) {
		return false
	}
	switch b := before.Body.(type) {
	case p.RefusedOn, p.NotCarriedOut, p.ComplianceAnswered, p.RulingSigned:
		return is[p.EndedAs](e)
	case p.LetterBounced:
		return is[p.NoticeFailed](e)
	case p.OfferClosed:
		return b.How == "replaced" && is[p.OfferMade](e)
	case p.ProposalClosed:
		return b.How == "replaced" && is[p.ProposalPut](e)
	case p.AgreementMade, p.Paid:
		return is[p.RefundDue](e)
	case p.Contested, p.Resumed:
		return is[p.ChoiceAsked](e)
	case p.WithdrawnBy, p.WaitChosen:
		return is[p.RefundDue](e) || is[p.EndedAs](e)
	case p.RefundDue:
		return b.Why == "inadmissible" && is[p.RulingSigned](e) || (b.Why == "withdrawn" || b.Why == "waited") && is[p.EndedAs](e)
	case p.ChoiceUndone, p.Reopened:
		return is[p.Chosen](e)
	case p.Chosen:
		return b.Choice == p.ChooseSolved && is[p.EndedAs](e)
	case p.ComplianceJudged:
		return is[p.EndedAs](e) || is[p.NotCarriedOut](e)
	case p.ShopConfirmed, p.MadeUpJudged, p.ConsumerFailed:
		return is[p.EndedAs](e) || is[p.ConsumerFailed](e)
	case p.ProposalAnswered:
		return is[p.AgreementMade](e) || is[p.ProposalClosed](e)
	case p.PauseAnswered:
		return is[p.MediationPaused](e)
	case p.MediationLeft:
		return is[p.Concluded](e)
	default:
		return false
	}
}

func is[T p.Body](e p.Event) bool {
	_, ok := e.Body.(T)
	return ok
}

// given gives who gave the command that brought events, and the command, to be given to a state; nil when no command
// brings them. The proof that was asked for then has been given.
func given(events []p.Event, s *p.State) (p.Actor, p.Command) {
	a, first := events[0].Actor, events[0]
	a.Proof = p.ByCode
	for _, of := range []func([]p.Event) p.Command{early, agreed, mediated, ruled} {
		if command := of(events); command != nil {
			return a, command
		}
	}
	switch b := first.Body.(type) {
	case p.Chosen, p.ChoiceUndone, p.Reopened, p.ChoicesLapsed:
		command, confirmed := choice(events)
		if !confirmed {
			a.Proof = p.ByLink
		}
		return a, command
	case p.RefundDue:
		switch r, ok := s.Money.RefundByID(b.ID); {
		case len(events) > 1:
			return a, p.SignRuling{RulingSigned: events[1].Body.(p.RulingSigned)}
		case ok && r.Status == p.RefundBad:
			return a, p.RetryRefund{ID: b.ID}
		default:
			return a, p.ApproveRefund{Payment: b.Payment}
		}
	default:
		return a, nil
	}
}

// choice gives what the consumer did with the choice, and whether from a browser that was confirmed by a code.
func choice(events []p.Event) (p.Command, bool) {
	if len(events) > 1 && !is[p.Chosen](events[0]) {
		events = events[1:] // the one before it was undone, or the case reopened, by choosing again
	}
	switch b := events[0].Body.(type) {
	case p.Chosen:
		return p.Choose{Choice: b.Choice, Note: b.Note}, b.Confirmed
	case p.ChoicesLapsed:
		return p.Choose{Choice: b.Second}, false
	case p.Reopened:
		return p.Reopen{}, true
	default:
		return p.UndoChoice{}, true
	}
}

// early gives the commands of the intake, of stage 1 and of the mail.
func early(events []p.Event) p.Command {
	switch b := events[0].Body.(type) {
	case p.Admitted:
		return p.Admit{Reason: b.Reason}
	case p.RefusedOn:
		if events[0].Rule == "1.2" {
			return p.JudgeNotOurs{Reason: b.Reason}
		}
		return p.Refuse(b)
	case p.LetterBounced:
		return p.RecordBounced{LetterBounced: b}
	case p.ShopTold:
		return p.TellShop{ShopTold: b}
	case p.AddressSet:
		return p.SetAddress{AddressSet: b}
	case p.MessageSent:
		return p.SendMessage{MessageSent: b}
	case p.EvidenceAdded:
		return p.AddEvidence{EvidenceAdded: b}
	case p.SolvedSaid:
		return p.SaySolved(b)
	case p.SolvedDenied:
		return p.DenySolved{}
	case p.Contested:
		return p.Contest(b)
	case p.NotOursSaid:
		return p.SayNotOurs{Text: b.Text}
	case p.NotOursRejected:
		return p.JudgeNotOurs{Ours: true, Reason: b.Reason}
	case p.Resumed:
		return p.Resume{}
	case p.WithdrawnBy:
		return p.Withdraw(b)
	case p.NoteAdded:
		return p.AddNote(b)
	default:
		return nil
	}
}

// agreed gives the commands about offers and about what is carried out.
func agreed(events []p.Event) p.Command {
	switch b := events[0].Body.(type) {
	case p.OfferMade:
		return p.MakeOffer(b)
	case p.OfferClosed:
		switch {
		case len(events) > 1:
			return p.MakeOffer(events[1].Body.(p.OfferMade))
		case b.How == "withdrawn":
			return p.WithdrawOffer{ID: b.ID}
		default:
			return p.DeclineOffer{ID: b.ID}
		}
	case p.AgreementMade:
		return p.AcceptOffer{ID: b.Offer}
	case p.DoneReported:
		return p.ReportDone(b)
	case p.ComplianceAnswered:
		return p.AnswerCompliance(b)
	case p.ProofGiven:
		return p.GiveProof(b)
	case p.ProofObjected:
		return p.ObjectToProof(b)
	case p.ComplianceJudged:
		return p.JudgeProof(b)
	case p.WentOn:
		return p.GoOn{}
	case p.ShopConfirmed:
		return p.ConfirmShop{ShopConfirmed: b}
	case p.MadeUp:
		return p.MakeUp(b)
	case p.MadeUpDisputed:
		return p.CounterMadeUp(b)
	case p.MadeUpJudged:
		return p.WeighMadeUp(b)
	case p.EndedAs:
		return p.StopHere{}
	default:
		return nil
	}
}

// mediated gives the commands of mediation.
func mediated(events []p.Event) p.Command {
	switch b := events[0].Body.(type) {
	case p.MediatorAssigned:
		return p.Assign{MediatorAssigned: b}
	case p.MediatorReturned:
		return p.ReturnCase(b)
	case p.JointSent:
		if b.Held != "" {
			return p.JudgeHeld{ID: b.Held, Release: true}
		}
		return p.SendJoint{JointSent: b}
	case p.JointHeld:
		return p.SendJoint{JointSent: p.JointSent{ID: b.ID, Text: b.Text}, Abusive: true}
	case p.JointHidden:
		return p.JudgeHeld{ID: b.ID, Reason: b.Reason}
	case p.PrivateSent:
		return p.SendPrivate{PrivateSent: b}
	case p.SendUndone:
		return p.UndoSend(b)
	case p.FactsNoted:
		return p.NoteFacts(b)
	case p.AccountsAsked:
		return p.AskAccounts{AccountsAsked: b}
	case p.AdviceGiven:
		return p.Advise(b)
	case p.ProposalPut:
		return p.Propose{ProposalPut: b}
	case p.ProposalClosed:
		if len(events) > 1 {
			return p.Propose{ProposalPut: events[1].Body.(p.ProposalPut)}
		}
		return p.WithdrawProposal{ID: b.ID}
	case p.ProposalAnswered:
		if b.Yes {
			return p.AcceptProposal{ID: b.ID}
		}
		return p.DeclineProposal{ID: b.ID, Reason: b.Reason}
	case p.SignalRaised:
		return p.RaiseSignal{SignalRaised: b}
	case p.LookSet:
		return p.SetLook(b)
	case p.PauseAsked:
		return p.AskPause(b)
	case p.PauseAnswered:
		return p.AnswerPause(b)
	case p.MediationResumed:
		return p.ResumeMediation{}
	case p.MediationLeft:
		return p.LeaveMediation(b)
	case p.Concluded:
		return p.Conclude{Concluded: b}
	default:
		return nil
	}
}

// ruled gives the commands of the ruling and of its money.
func ruled(events []p.Event) p.Command {
	switch b := events[0].Body.(type) {
	case p.RulingRequested:
		return p.RequestRuling{RulingRequested: b}
	case p.PaymentStarted:
		return p.StartPayment{ID: b.ID}
	case p.PaymentEnded:
		return p.RecordPayment{ID: b.ID, Status: b.How}
	case p.Paid:
		return p.RecordPayment{ID: b.ID, Status: p.PaymentPaid, Cents: b.Cents, At: b.At, Receipt: b.Receipt}
	case p.RefundAsked:
		return p.AskRefund{RefundAsked: b}
	case p.Refunded:
		return p.RecordRefund{ID: b.ID}
	case p.RefundFailed:
		return p.RecordRefund{ID: b.ID, Failed: true}
	case p.AdjudicatorAssigned:
		return p.AssignAdjudicator{AdjudicatorAssigned: b}
	case p.AdjudicatorDeclared:
		return p.Declare{AdjudicatorDeclared: b}
	case p.WaitChosen:
		return p.ChooseWait(b)
	case p.Challenged:
		return p.ChallengeAdjudicator(b)
	case p.ChallengeJudged:
		return p.JudgeChallenge{ChallengeJudged: b}
	case p.ClaimSent:
		return p.SendClaim{}
	case p.DefenceGiven:
		return p.Defend{DefenceGiven: b}
	case p.ReplyGiven:
		return p.SendReply{Text: b.Text}
	case p.LeaveAsked:
		return p.AskLeave(b)
	case p.LeaveJudged:
		return p.JudgeLeave{LeaveJudged: b}
	case p.QuestionAsked:
		return p.AskQuestion{QuestionAsked: b}
	case p.QuestionAnswered:
		return p.AnswerQuestion{QuestionAnswered: b}
	case p.FileClosed:
		return p.CloseFile{}
	case p.RulingExtended:
		return p.ExtendRuling{Reason: b.Reason}
	case p.RulingSigned:
		return p.SignRuling{RulingSigned: b}
	case p.RulingCorrected:
		return p.CorrectRuling{RulingCorrected: b}
	case p.RulingPublished:
		return p.PublishRuling(b)
	default:
		return nil
	}
}
