package procedure

import (
	"fmt"
	"time"
)

// examples gives commands of a type that could be given in a state: one of each kind that can lead elsewhere.
func examples(s State, by Role, like Command, now time.Time) []Command {
	text := Ref{ID: "t"}
	switch like.(type) {
	case Refuse:
		return []Command{Refuse{GroundBusiness, text}}
	case RecordAccepted:
		return letters(s, now)
	case RecordBounced:
		return []Command{
			RecordBounced{LetterBounced{Party: Shop, Task: TaskNotice, Last: true}},
			RecordBounced{LetterBounced{Party: Shop, Task: TaskNotice, Later: true}},
			RecordBounced{LetterBounced{Party: Shop, Task: TaskNotice, Last: true, Later: true}},
		}
	case TellShop:
		return []Command{TellShop{ShopTold{How: "phone", At: now}}}
	case MakeOffer:
		if _, made := s.OfferBy(by); made {
			return nil
		}
		if s.Stage != Direct { // agree shows the way
			return nil
		}
		return []Command{MakeOffer{Offer{ID: string(by), By: by, Remedy: "explain", Due: DateOf(now)}}}
	case AcceptOffer:
		return []Command{AcceptOffer{string(by.Other())}}
	case Contest:
		return []Command{Contest{text}}
	case SayNotOurs:
		return []Command{SayNotOurs{text}}
	case JudgeNotOurs:
		return []Command{JudgeNotOurs{true, text}, JudgeNotOurs{false, text}}
	case Choose:
		return []Command{Choose{Choice: ChooseSolved}, Choose{Choice: ChooseBusy}, Choose{Choice: ChooseHelp}}
	case AnswerCompliance:
		return []Command{AnswerCompliance{Answer: "done"}, AnswerCompliance{Answer: "not"}}
	case GiveProof:
		return []Command{GiveProof{text}}
	case ObjectToProof:
		return []Command{ObjectToProof{text}}
	case JudgeProof:
		return []Command{JudgeProof{true, text}, JudgeProof{false, text}}
	case AddEvidence: // brings a turn of the other side, when it comes in the last word
		if s.Has(TaskRejoinder) && len(s.File.NewFor) == 0 {
			return []Command{AddEvidence{EvidenceAdded{Files: []Ref{text}}}}
		}
		return nil
	case OpenDispute, SendMessage, ExtendTerm: // these leave the task as it is
		return nil
	default:
		return laterExamples(s, by, like, now)
	}
}

// laterExamples gives the commands of mediation, the ruling and its money.
func laterExamples(s State, by Role, like Command, now time.Time) []Command {
	text := Ref{ID: "t"}
	switch like.(type) {
	case Assign:
		if by != Mediator {
			return nil
		}
		return []Command{Assign{MediatorAssigned: MediatorAssigned{Mediator: string(Mediator)}}}
	case AskAccounts:
		return []Command{AskAccounts{AccountsAsked{"a", text}}}
	case SendJoint:
		if isParty(by) {
			return []Command{SendJoint{JointSent: JointSent{ID: "j", Text: text}}}
		}
		return nil
	case Propose:
		return []Command{Propose{ProposalPut{Offer: Offer{ID: "p", Remedy: "explain", Due: DateOf(now).AddDays(20), Text: text}}}}
	case AcceptProposal:
		return []Command{AcceptProposal{ID: "p"}}
	case DeclineProposal:
		return []Command{DeclineProposal{ID: "p"}}
	case AnswerPause:
		return []Command{AnswerPause{true}}
	case Conclude:
		return []Command{Conclude{Concluded{"no_agreement", text}}}
	case RequestRuling:
		return []Command{RequestRuling{RulingRequested{[]ClaimPoint{{ID: "1", Remedy: "explain"}}, "c", text}}}
	case StartPayment:
		return []Command{StartPayment{fmt.Sprint(len(s.Money.Payments))}}
	case RecordPayment:
		return []Command{RecordPayment{ID: fmt.Sprint(len(s.Money.Payments) - 1), Status: PaymentPaid, Cents: s.rules().FeeCents, At: now}}
	case AssignAdjudicator:
		return []Command{AssignAdjudicator{AdjudicatorAssigned: AdjudicatorAssigned{string(Adjudicator)}}}
	case Declare:
		return []Command{Declare{}, Declare{AdjudicatorDeclared{Interest: true}}}
	case ChooseWait:
		return []Command{ChooseWait{true}, ChooseWait{false}}
	case ChallengeAdjudicator:
		return []Command{ChallengeAdjudicator{text}}
	case JudgeChallenge:
		return []Command{JudgeChallenge{ChallengeJudged{true, text}}, JudgeChallenge{ChallengeJudged{false, text}}}
	case Defend:
		return []Command{Defend{DefenceGiven{[]PointAnswer{{ID: "1", Agree: "no"}}, text}}}
	case SendReply:
		return []Command{SendReply{text}}
	case SignRuling:
		return rulings(now)
	case ConfirmShop:
		return []Command{ConfirmShop{ShopConfirmed{Answer: "done"}}, ConfirmShop{ShopConfirmed{Answer: "not"}}}
	case MakeUp:
		return []Command{MakeUp{text}}
	case CounterMadeUp:
		return []Command{CounterMadeUp{text}}
	case WeighMadeUp:
		return []Command{WeighMadeUp{true, text}, WeighMadeUp{false, text}}
	case SendClaim, CloseFile, AskPause, ResumeMediation, LeaveMediation, UndoChoice, Reopen, Resume, Withdraw, Admit, GoOn,
		StopHere, DenySolved, SaySolved, SetAddress, ReportDone, RecordDeferred:
		return []Command{like}
	default: // the rest leaves the task as it is
		return nil
	}
}

// rulings gives one that orders something and one that does not, and one before the shop has heard of the request.
func rulings(now time.Time) []Command {
	text := Ref{ID: "t"}
	sign := func(o Outcome, decision string, orders ...Order) Command {
		return SignRuling{RulingSigned{Number: "1", Outcome: o, Points: []PointDecision{{ID: "1", Decision: decision, Text: text}}, Orders: orders, Text: text}}
	}
	return []Command{
		sign(RuledUpheld, "granted", Order{Who: Shop, Remedy: "explain", Due: DateOf(now)},
			Order{Who: Shop, Remedy: "refund", Amount: CurrentRules().FeeCents, Due: DateOf(now), Fee: true}),
		sign(RuledDismissed, "denied", Order{Who: Consumer, Remedy: "return_goods", Due: DateOf(now)}),
		sign(RuledDismissed, "denied"),
		sign(RuledInadmissible, "denied"),
	}
}

// letters gives the acceptance of the letter that the main task waits for, of the notice, and of the question for the
// consumer's account.
func letters(s State, now time.Time) []Command {
	if t, ok := s.Find(TaskHear, string(Consumer)); ok && !t.Running() {
		return []Command{RecordAccepted{LetterAccepted{Party: Consumer, Task: TaskHear, About: t.About, At: now}}}
	}
	if t, ok := s.following(); ok && !t.Running() {
		return []Command{RecordAccepted{LetterAccepted{Party: t.Who, Task: t.Kind, At: now}}}
	}
	t, ok := s.Main()
	if !ok || t.Running() && !has(withShop, t.Kind) {
		return nil
	}
	kind := t.Kind
	if has(withShop, kind) {
		kind = TaskNotice
	}
	return []Command{RecordAccepted{LetterAccepted{Party: t.Who, Task: kind, At: now}}}
}
