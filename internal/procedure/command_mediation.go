package procedure

// The commands of stage 2.
type (
	// Assign gives the case to a mediator: taken, given or returned to the queue's proposal (rules 2.1).
	Assign struct {
		MediatorAssigned
		Conflict bool // the mediator stated a conflict with the shop
	}
	// ReturnCase puts the case back in the queue (rules 2.1).
	ReturnCase struct{ Note Ref }
	// SendJoint writes in the channel that both parties read (rules 2.2).
	SendJoint struct {
		JointSent
		Abusive bool // looks abusive: it waits for the mediator
	}
	// JudgeHeld lets a held message through, or hides it (rules 2.2).
	JudgeHeld struct {
		ID      string
		Release bool
		Reason  Ref
	}
	// SendPrivate writes in the channel of one party and the mediator (rules 2.2).
	SendPrivate struct{ PrivateSent }
	// UndoSend takes a message back that has not left (rules 2.2).
	UndoSend struct{ ID string }
	// AddNote writes an internal note (rules 2.2).
	AddNote struct{ Text Ref }
	// NoteFacts keeps the list of what is agreed (rules 2.2).
	NoteFacts struct{ Text Ref }
	// AskAccounts asks each party for its account (rules 2.3).
	AskAccounts struct{ AccountsAsked }
	// ExtendHearing gives a party more time for it (rules 2.3).
	ExtendHearing struct{ HearingExtended }
	// Advise gives advice to both (rules 2.4).
	Advise struct{ Text Ref }
	// Propose puts a compromise to both (rules 2.5).
	Propose struct{ ProposalPut }
	// WithdrawProposal takes it back (rules 2.5).
	WithdrawProposal struct{ ID string }
	// AcceptProposal is a blind yes, by code, with the name that was typed under it (rules 2.5).
	AcceptProposal struct {
		ID   string
		Name Ref
	}
	// DeclineProposal is a blind no (rules 2.5).
	DeclineProposal struct {
		ID     string
		Reason Ref
	}
	// RaiseSignal tells the quality manager of an abuse (rules 2.6).
	RaiseSignal struct{ SignalRaised }
	// SetLook says by when the mediator looks again (rules 2.7).
	SetLook struct{ Until Date }
	// AskPause asks both for a pause (rules 2.7).
	AskPause struct{ Text Ref }
	// AnswerPause is a party's answer to it (rules 2.7).
	AnswerPause struct{ Yes bool }
	// ResumeMediation takes a stopped mediation up again (rules 2.7).
	ResumeMediation struct{}
	// LeaveMediation leaves it (rules 2.7).
	LeaveMediation struct{ Reason Ref }
	// Conclude ends it without an agreement (rules 2.7).
	Conclude struct{ Concluded }
)

func (Assign) command()           {}
func (ReturnCase) command()       {}
func (SendJoint) command()        {}
func (JudgeHeld) command()        {}
func (SendPrivate) command()      {}
func (UndoSend) command()         {}
func (AddNote) command()          {}
func (NoteFacts) command()        {}
func (AskAccounts) command()      {}
func (ExtendHearing) command()    {}
func (Advise) command()           {}
func (Propose) command()          {}
func (WithdrawProposal) command() {}
func (AcceptProposal) command()   {}
func (DeclineProposal) command()  {}
func (RaiseSignal) command()      {}
func (SetLook) command()          {}
func (AskPause) command()         {}
func (AnswerPause) command()      {}
func (ResumeMediation) command()  {}
func (LeaveMediation) command()   {}
func (Conclude) command()         {}
