package procedure

// The events of stage 2. What passes through a private channel, a note or a blind answer has types of its own, so
// that whoever makes a view decides about each by its type (rules 2.2).
type (
	// MediatorAssigned says who mediates (rules 2.1).
	MediatorAssigned struct {
		Mediator string `json:"mediator"` // account
		Note     Ref    `json:"note,omitzero"`
	}
	// MediatorReturned puts the case back in the queue (rules 2.1).
	MediatorReturned struct {
		Note Ref `json:"note,omitzero"`
	}
	// JointSent is a message in the channel that both parties read (rules 2.2).
	JointSent struct {
		ID    string `json:"id"`
		Text  Ref    `json:"text"`
		Asks  []Role `json:"asks,omitempty"` // of whom the mediator wants an answer
		Until Date   `json:"until,omitzero"` // by when
		Held  string `json:"held,omitempty"` // the held message that a mediator let through
		By    Role   `json:"by,omitempty"`   // its author, when it was held
		Files []Ref  `json:"files,omitempty"`
	}
	// JointHeld is a message for the joint channel that waits for the mediator's decision: it may be abusive
	// (rules 2.2).
	JointHeld struct {
		ID    string `json:"id"`
		Text  Ref    `json:"text"`
		Files []Ref  `json:"files,omitempty"`
	}
	// JointHidden says that the mediator did not let a held message through (rules 2.2).
	JointHidden struct {
		ID     string `json:"id"`
		By     Role   `json:"by,omitempty"` // its author
		Reason Ref    `json:"reason,omitzero"`
	}
	// PrivateSent is a message between one party and the mediator (rules 2.2).
	PrivateSent struct {
		ID    string `json:"id"`
		Side  Role   `json:"side"` // whose channel
		Text  Ref    `json:"text"`
		Until Date   `json:"until,omitzero"` // the mediator wants an answer by
		Files []Ref  `json:"files,omitempty"`
	}
	// SendUndone takes back a message of the mediator that has not left (rules 2.2).
	SendUndone struct {
		ID string `json:"id"`
	}
	// NoteAdded is an internal note of staff (rules 2.2).
	NoteAdded struct {
		Text Ref `json:"text"`
	}
	// FactsNoted is the mediator's list of what is agreed, not agreed and missing, for both (rules 2.2).
	FactsNoted struct {
		Text Ref `json:"text"`
	}
	// AccountsAsked asks each party for its account (rules 2.3).
	AccountsAsked struct {
		ID   string `json:"id"`
		Text Ref    `json:"text"`
	}
	// AccountMissed says that a party let the date of its account pass (rules 2.3).
	AccountMissed struct {
		Party Role `json:"party"`
	}
	// HearingExtended gives a party more time for its account, once (rules 2.3).
	HearingExtended struct {
		Party  Role `json:"party"`
		Until  Date `json:"until"`
		Reason Ref  `json:"reason"`
	}
	// AnswerMissed says that a party let the date of a question of the mediator pass (rules 2.2).
	AnswerMissed struct {
		Party Role   `json:"party"`
		ID    string `json:"id"`
	}
	// AdviceGiven is the mediator's advice to both; not binding (rules 2.4).
	AdviceGiven struct {
		Text Ref `json:"text"`
	}
	// ProposalPut is a compromise put to both (rules 2.5). By is the mediator.
	ProposalPut struct {
		Offer
		Version      int  `json:"version"`
		ConsumerDoes bool `json:"consumer_does,omitempty"` // the consumer has something to do as well
	}
	// ProposalAnswered is a blind answer (rules 2.5).
	ProposalAnswered struct {
		ID     string `json:"id"`
		Yes    bool   `json:"yes"`
		Reason Ref    `json:"reason,omitzero"` // for the mediator alone, once the proposal is closed
		Name   Ref    `json:"name,omitzero"`   // as typed under a yes; none in the first cases
	}
	// ProposalMissed says that a party let the date of a proposal pass; as blind as an answer (rules 2.5).
	ProposalMissed struct {
		ID    string `json:"id"`
		Party Role   `json:"party"`
	}
	// ProposalClosed says how a proposal ended without an agreement: not_agreed, withdrawn, replaced (rules 2.5).
	ProposalClosed struct {
		ID  string `json:"id"`
		How string `json:"how"`
	}
	// SignalRaised tells the quality manager of an abuse: fraud, not_delivering, law (rules 2.6).
	SignalRaised struct {
		Kind string `json:"kind"`
		Text Ref    `json:"text"`
	}
	// LookSet says by when the mediator looks again (rules 2.7).
	LookSet struct {
		Until Date `json:"until"`
	}
	// PauseAsked asks both whether the mediation may pause (rules 2.7).
	PauseAsked struct {
		Text Ref `json:"text,omitzero"`
	}
	// PauseAnswered is a party's answer to it; the other reads only whether there is a pause (rules 2.7).
	PauseAnswered struct {
		Yes bool `json:"yes"`
	}
	// MediationPaused: both agreed (rules 2.7).
	MediationPaused struct {
		Until Date `json:"until"`
	}
	// PauseOver takes the mediation up again (rules 2.7).
	PauseOver struct{}
	// NothingNew is the weekly word to both (rules 2.1).
	NothingNew struct{}
	// NoResponse stops a mediation to which the consumer does not respond (rules 2.7).
	NoResponse struct{}
	// MediationResumed takes a stopped mediation up again (rules 2.7).
	MediationResumed struct{}
	// MediationLeft says that a party left (rules 2.7).
	MediationLeft struct {
		Reason Ref `json:"reason,omitzero"`
	}
	// Concluded ends the mediation without an agreement: no_agreement, not_cooperating, left, unfounded. A ruling can
	// be asked for (rules 2.7, 3.1).
	Concluded struct {
		How    string `json:"how"`
		Reason Ref    `json:"reason,omitzero"`
	}
)

func (MediatorAssigned) eventType() string { return "mediator-assigned.1" }
func (MediatorReturned) eventType() string { return "mediator-returned.1" }
func (JointSent) eventType() string        { return "joint-sent.1" }
func (JointHeld) eventType() string        { return "joint-held.1" }
func (JointHidden) eventType() string      { return "joint-hidden.1" }
func (PrivateSent) eventType() string      { return "private-sent.1" }
func (SendUndone) eventType() string       { return "send-undone.1" }
func (NoteAdded) eventType() string        { return "note-added.1" }
func (FactsNoted) eventType() string       { return "facts-noted.1" }
func (AccountsAsked) eventType() string    { return "accounts-asked.1" }
func (AccountMissed) eventType() string    { return "account-missed.1" }
func (HearingExtended) eventType() string  { return "hearing-extended.1" }
func (AnswerMissed) eventType() string     { return "answer-missed.1" }
func (AdviceGiven) eventType() string      { return "advice-given.1" }
func (ProposalPut) eventType() string      { return "proposal-put.1" }
func (ProposalAnswered) eventType() string { return "proposal-answered.1" }
func (ProposalMissed) eventType() string   { return "proposal-missed.1" }
func (ProposalClosed) eventType() string   { return "proposal-closed.1" }
func (SignalRaised) eventType() string     { return "signal-raised.1" }
func (LookSet) eventType() string          { return "look-set.1" }
func (PauseAsked) eventType() string       { return "pause-asked.1" }
func (PauseAnswered) eventType() string    { return "pause-answered.1" }
func (MediationPaused) eventType() string  { return "mediation-paused.1" }
func (PauseOver) eventType() string        { return "pause-over.1" }
func (NothingNew) eventType() string       { return "nothing-new.1" }
func (NoResponse) eventType() string       { return "no-response.1" }
func (MediationResumed) eventType() string { return "mediation-resumed.1" }
func (MediationLeft) eventType() string    { return "mediation-left.1" }
func (Concluded) eventType() string        { return "concluded.1" }
