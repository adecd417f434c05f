package procedure

import (
	"fmt"
	"time"
)

// fillRoom fills the commands of mediation; nil for others.
func fillRoom(d dice, s State, c Command, ref Ref, now time.Time) Command {
	id := fmt.Sprintf("m%d", s.Version)
	until := func() Date { return DateOf(now).AddDays(1 + d(8)) }
	party := pick(d, parties)
	proposal := pick(d, anyOffer)
	if s.Room.Proposal != nil && d(6) > 0 {
		proposal = s.Room.Proposal.ID
	}
	switch c.(type) {
	case Assign:
		return Assign{MediatorAssigned: MediatorAssigned{Mediator: pick(d, []string{"x", "x", "y", ""})}, Conflict: d(8) == 0}
	case ReturnCase:
		return ReturnCase{ref}
	case SendJoint:
		j := SendJoint{JointSent: JointSent{ID: id, Text: ref, Held: pick(d, []string{"", "", "m9"})}, Abusive: d(3) == 0}
		if d(2) == 0 {
			j.Asks, j.Until = parties[d(2):], until()
		}
		return j
	case JudgeHeld:
		if len(s.Room.Held) > 0 {
			id = pick(d, s.Room.Held).ID
		}
		return JudgeHeld{id, d(2) == 0, ref}
	case SendPrivate:
		p := PrivateSent{ID: id, Side: party, Text: ref}
		if d(2) == 0 {
			p.Until = until()
		}
		return SendPrivate{p}
	case UndoSend:
		if len(s.Room.Unsent) > 0 && d(6) > 0 {
			id = pick(d, s.Room.Unsent).ID
		}
		return UndoSend{id}
	case AddNote:
		return AddNote{ref}
	case NoteFacts:
		return NoteFacts{ref}
	case AskAccounts:
		return AskAccounts{AccountsAsked{id, ref}}
	case ExtendHearing:
		x := HearingExtended{party, until(), ref}
		if t, ok := s.Find(TaskHear, string(party)); ok && t.Running() {
			x.Until = t.LastDay.AddDays(d(9))
		}
		return ExtendHearing{x}
	case Advise:
		return Advise{ref}
	case Propose:
		p := ProposalPut{Offer: Offer{ID: id, Remedy: pick(d, Remedies), Due: DateOf(now).AddDays(d(30)), Text: ref, Return: pick(d, []string{"", "shop"})}}
		if p.Remedy.AsksMoney() {
			p.Amount = int64(1 + d(90)*100)
		}
		p.ConsumerDoes = d(4) == 0
		return Propose{p}
	case WithdrawProposal:
		return WithdrawProposal{proposal}
	case AcceptProposal:
		return AcceptProposal{ID: proposal}
	case DeclineProposal:
		return DeclineProposal{proposal, ref}
	case RaiseSignal:
		return RaiseSignal{SignalRaised{pick(d, append([]string{"whim"}, SignalKinds...)), ref}}
	case SetLook:
		return SetLook{DateOf(now).AddDays(d(10) - 1)}
	case AskPause:
		return AskPause{ref}
	case AnswerPause:
		return AnswerPause{d(4) > 0}
	case LeaveMediation:
		return LeaveMediation{ref}
	case Conclude:
		return Conclude{Concluded{pick(d, append([]string{"whim"}, ConcludedHows...)), ref}}
	default:
		return nil
	}
}

// fillFile fills the commands of the ruling and its money; nil for others.
func fillFile(d dice, s State, a Actor, c Command, ref Ref, now time.Time) Command {
	id := fmt.Sprintf("n%d", s.Version)
	payment := "p1"
	if n := len(s.Money.Payments); n > 0 {
		payment = s.Money.Payments[n-1-d(min(n, 2))].ID
	}
	refund := "r"
	if n := len(s.Money.Refunds); n > 0 {
		refund = pick(d, s.Money.Refunds).ID
	}
	switch c.(type) {
	case RequestRuling:
		r := RulingRequested{Consents: "c1", Text: ref}
		for i := range d(3) + 1 {
			r.Points = append(r.Points, ClaimPoint{ID: fmt.Sprint(i + 1), Remedy: pick(d, []Remedy{"refund", "repair"}), Amount: int64(d(9) * 10_00)})
		}
		return RequestRuling{r}
	case StartPayment:
		return StartPayment{pick(d, []string{id, id, payment})}
	case RecordPayment:
		return RecordPayment{
			ID: payment, Status: pick(d, []string{"paid", "paid", "paid", "failed", "expired", "open"}),
			Cents: pick(d, []int64{25_00, 25_00, 25_00, 25_00, 20_00, 0}), At: now.Add(-time.Duration(d(90)) * time.Minute), Receipt: "b1",
		}
	case AskRefund:
		return AskRefund{RefundAsked{payment, ref}}
	case ApproveRefund:
		if s.Money.Asked != "" {
			payment = s.Money.Asked
		}
		return ApproveRefund{payment}
	case RecordRefund:
		return RecordRefund{refund, d(3) == 0}
	case RetryRefund:
		return RetryRefund{refund}
	case AssignAdjudicator:
		return AssignAdjudicator{AdjudicatorAssigned{pick(d, []string{"j1", "j2", "j3", "j4", "x", ""})}, d(8) == 0}
	case Declare:
		return Declare{AdjudicatorDeclared{d(6) == 0, ref}}
	case ChooseWait:
		return ChooseWait{d(2) == 0}
	case ChallengeAdjudicator:
		return ChallengeAdjudicator{ref}
	case JudgeChallenge:
		return JudgeChallenge{ChallengeJudged{d(2) == 0, ref}}
	case Defend:
		b := DefenceGiven{Text: ref}
		for _, p := range s.File.Points {
			b.Points = append(b.Points, PointAnswer{p.ID, pick(d, []string{"yes", "partly", "no", "no"}), ref})
		}
		return Defend{b}
	case SendReply:
		return SendReply{ref}
	case AskLeave:
		return AskLeave{ref}
	case JudgeLeave:
		return JudgeLeave{LeaveJudged{pick(d, parties), d(3) > 0, ref}}
	case AskQuestion:
		return AskQuestion{QuestionAsked{ID: id, To: parties[d(2):], Text: ref}}
	case AnswerQuestion:
		about := id
		for _, t := range s.Tasks {
			if t.Kind == TaskQuestion && t.Who == a.Role {
				about = t.About
			}
		}
		return AnswerQuestion{QuestionAnswered{about, ref}}
	case ExtendRuling:
		return ExtendRuling{ref}
	case SignRuling:
		return SignRuling{signing(d, s, ref, now)}
	case CorrectRuling:
		b := RulingCorrected{Number: s.File.Number + pick(d, []string{"", "-1", "-2"}), Text: ref}
		if n := len(s.File.Orders); n > 0 && d(2) == 0 {
			x := OrderCorrected{d(n+1) + 1, s.File.Orders[d(n)]}
			x.Amount, x.Due = x.Amount+int64(d(3)-1)*5_00, x.Due.AddDays(d(3)-1)
			b.Orders = append(b.Orders, x)
		}
		return CorrectRuling{b}
	case PublishRuling:
		return PublishRuling{ref}
	case MakeUp:
		return MakeUp{ref}
	case CounterMadeUp:
		return CounterMadeUp{ref}
	case WeighMadeUp:
		return WeighMadeUp{d(2) == 0, ref}
	case ConfirmShop:
		return ConfirmShop{ShopConfirmed{pick(d, []string{"done", "partly", "not", "not", "whim"}), ref}}
	default:
		return nil
	}
}

// signing gives a ruling that fits the file as a rule.
func signing(d dice, s State, ref Ref, now time.Time) RulingSigned {
	b := RulingSigned{Number: fmt.Sprintf("R%d", s.Version), Outcome: pick(d, RuledOutcomes), FeeBy: pick(d, parties), Text: ref}
	sum := int64(0)
	for i, p := range s.File.Points {
		decision := map[Outcome]string{RuledUpheld: "granted", RuledDismissed: "denied", RuledInadmissible: "denied", RuledPartly: "partly"}[b.Outcome]
		amount := int64(0)
		if decision == "granted" || decision == "partly" && i == 0 {
			amount = p.Amount
		}
		if decision != "denied" && d(20) == 0 {
			amount++
		}
		sum += amount
		b.Points = append(b.Points, PointDecision{ID: p.ID, Decision: decision, Amount: amount, Text: ref})
	}
	if b.Outcome == RuledUpheld || b.Outcome == RuledPartly {
		if sum > 0 {
			b.Orders = append(b.Orders, Order{Who: Shop, Remedy: "refund", Amount: sum, Due: DateOf(now).AddDays(14)})
		}
		if b.Outcome == RuledUpheld || b.FeeBy == Shop {
			b.Orders = append(b.Orders, Order{Who: Shop, Remedy: "refund", Amount: 25_00, Due: DateOf(now).AddDays(14), Fee: d(8) > 0})
		}
	}
	if d(4) == 0 {
		b.Orders = append(b.Orders, Order{Who: Consumer, Remedy: "return_goods", Due: DateOf(now).AddDays(7 + d(14))})
	}
	return b
}
