package procedure

import "time"

// The commands of stage 3.
type (
	// RequestRuling asks for a ruling (rules 3.2).
	RequestRuling struct{ RulingRequested }
	// StartPayment begins an attempt to pay the fee (rules 3.2).
	StartPayment struct{ ID string }
	// RecordPayment stores what the provider says of an attempt: paid, failed, expired, canceled (rules 3.2).
	RecordPayment struct {
		ID      string
		Status  string
		Cents   int64
		At      time.Time // paid: when
		Receipt string
	}
	// AskRefund proposes a refund by hand (rules 3.8).
	AskRefund struct{ RefundAsked }
	// ApproveRefund is the second person's yes to it (rules 3.8).
	ApproveRefund struct{ Payment string }
	// RecordRefund stores what the provider says of a refund (rules 3.8).
	RecordRefund struct {
		ID     string
		Failed bool
	}
	// RetryRefund tries a failed refund again (rules 3.8).
	RetryRefund struct{ ID string }

	// AssignAdjudicator gives the case to an adjudicator (rules 3.3).
	AssignAdjudicator struct {
		AdjudicatorAssigned
		Conflict bool // stated with the shop
	}
	// Declare is the adjudicator's declaration of interests (rules 3.3).
	Declare struct{ AdjudicatorDeclared }
	// ChooseWait waits for an adjudicator, or takes the fee back (rules 3.3).
	ChooseWait struct{ Wait bool }
	// ChallengeAdjudicator challenges the adjudicator (rules 3.3).
	ChallengeAdjudicator struct{ Text Ref }
	// JudgeChallenge decides about it (rules 3.3).
	JudgeChallenge struct{ ChallengeJudged }
	// SendClaim sends the claim to the shop (rules 3.4).
	SendClaim struct{}
	// Defend gives the defence (rules 3.4).
	Defend struct{ DefenceGiven }
	// SendReply speaks in one's turn; without a text there is nothing to add (rules 3.4).
	SendReply struct{ Text Ref }
	// AskLeave asks leave to bring something in late (rules 3.4).
	AskLeave struct{ Text Ref }
	// JudgeLeave decides about it (rules 3.4).
	JudgeLeave struct{ LeaveJudged }
	// AskQuestion asks one or both parties (rules 3.5).
	AskQuestion struct{ QuestionAsked }
	// AnswerQuestion answers it (rules 3.5).
	AnswerQuestion struct{ QuestionAnswered }
	// CloseFile closes the file (rules 3.5).
	CloseFile struct{}
	// ExtendRuling moves the day of the ruling (rules 3.4).
	ExtendRuling struct{ Reason Ref }
	// SignRuling rules (rules 3.5).
	SignRuling struct{ RulingSigned }
	// CorrectRuling corrects an obvious error (rules 3.6).
	CorrectRuling struct{ RulingCorrected }
	// PublishRuling publishes the anonymised text (rules 3.6).
	PublishRuling struct{ Text Ref }
	// ConfirmShop says whether the consumer did what was agreed or ordered (rules 4.1).
	ConfirmShop struct{ ShopConfirmed }
	// MakeUp says or shows that the consumer did it after all (rules 4.3).
	MakeUp struct{ Text Ref }
	// CounterMadeUp objects to that (rules 4.3).
	CounterMadeUp struct{ Text Ref }
	// WeighMadeUp is the judgement of staff (rules 4.3).
	WeighMadeUp struct {
		Carried bool
		Reason  Ref
	}
)

func (RequestRuling) command()        {}
func (StartPayment) command()         {}
func (RecordPayment) command()        {}
func (AskRefund) command()            {}
func (ApproveRefund) command()        {}
func (RecordRefund) command()         {}
func (RetryRefund) command()          {}
func (AssignAdjudicator) command()    {}
func (Declare) command()              {}
func (ChooseWait) command()           {}
func (ChallengeAdjudicator) command() {}
func (JudgeChallenge) command()       {}
func (SendClaim) command()            {}
func (Defend) command()               {}
func (SendReply) command()            {}
func (AskLeave) command()             {}
func (JudgeLeave) command()           {}
func (AskQuestion) command()          {}
func (AnswerQuestion) command()       {}
func (CloseFile) command()            {}
func (ExtendRuling) command()         {}
func (SignRuling) command()           {}
func (CorrectRuling) command()        {}
func (PublishRuling) command()        {}
func (ConfirmShop) command()          {}
func (MakeUp) command()               {}
func (CounterMadeUp) command()        {}
func (WeighMadeUp) command()          {}
