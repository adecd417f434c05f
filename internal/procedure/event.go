package procedure

import "time"

// Event is one thing that happened in a dispute. It is never changed.
type Event struct {
	Dispute  string
	Seq      int64     // 1, 2, 3 …
	Due      time.Time // when it happened, or when time caused it
	Recorded time.Time // when it was stored; never decreases within a dispute
	Actor    Actor
	Rule     string // number in docs/rules.md
	Body     Body
}

// Ref points to free text or a file beside the event: an id, and a salted hash whose salt lies with the content,
// so that erasing the content leaves a log that still verifies and says nothing.
type Ref struct {
	ID   string `json:"id,omitempty"`
	Hash string `json:"hash,omitempty"`
}

// Body is the typed payload of an event; the interface is sealed.
//
//sumtype:decl
type Body interface{ eventType() string }

type (
	// Opened begins a dispute with a member: the consumer's address was confirmed (rules 0.1, 0.5).
	Opened struct {
		Member    string   `json:"member"`
		Rules     string   `json:"rules"`
		Calendar  string   `json:"calendar"`
		Category  Category `json:"category"`
		Remedy    Remedy   `json:"remedy"`
		Amount    int64    `json:"amount,omitempty"` // cents
		Purchase  Date     `json:"purchase"`
		Told      Date     `json:"told,omitzero"`
		Grounds   []Ground `json:"grounds,omitempty"`
		Addresses int      `json:"addresses"` // how many addresses the shop has
		Complaint Ref      `json:"complaint"`
	}
	// Admitted sends an examined complaint on to the shop (rules 0.4).
	Admitted struct {
		ByTime bool `json:"by_time,omitempty"`
		Reason Ref  `json:"reason,omitzero"`
	}
	// RefusedOn ends a complaint on a ground of the closed list (rules 0.4, 1.2).
	RefusedOn struct {
		Ground Ground `json:"ground"`
		Reason Ref    `json:"reason,omitzero"`
	}
	// LetterAccepted says that a mail server took a letter; it begins the terms that wait for it (rules 6.3).
	LetterAccepted struct {
		Letter   string    `json:"letter"` // slug
		Party    Role      `json:"party"`
		Task     TaskKind  `json:"task,omitempty"`
		About    string    `json:"about,omitempty"` // the offer
		Position int       `json:"position"`        // which of the party's addresses, from 0
		At       time.Time `json:"at"`
	}
	// LetterDeferred says that a mail server asked to come back later (timeline only).
	LetterDeferred struct {
		Letter   string `json:"letter"`
		Party    Role   `json:"party"`
		Position int    `json:"position"`
	}
	// LetterBounced says that an address refused a letter, at once or by a later report (rules 1.1).
	LetterBounced struct {
		Letter   string   `json:"letter"`
		Party    Role     `json:"party"`
		Task     TaskKind `json:"task,omitempty"`
		Position int      `json:"position"`
		Last     bool     `json:"last"`            // no address is left to try
		Later    bool     `json:"later,omitempty"` // it was accepted before
	}
	// NoticeFailed makes the notice work for staff (rules 1.1).
	NoticeFailed struct{}
	// PostDue says that the shop was not reached by phone either: a registered letter (rules 1.1).
	PostDue struct{}
	// ShopTold records when and how staff told the shop (rules 1.1).
	ShopTold struct {
		How  string    `json:"how"` // phone, post
		At   time.Time `json:"at"`
		Note Ref       `json:"note,omitzero"`
	}
	// AddressSet says that staff put a working address in place of one that failed (rules 1.1).
	AddressSet struct {
		Party Role `json:"party"`
		Note  Ref  `json:"note,omitzero"`
	}
	// Reminded says that a reminder of a task was due.
	Reminded struct {
		Task TaskKind `json:"task"`
		N    int      `json:"n"` // 1, 2
	}
	// MessageSent is a message that both parties read (rules 1.2).
	MessageSent struct {
		Text    Ref  `json:"text"`
		Promise Date `json:"promise,omitzero"` // the shop's answer: by when
	}
	// EvidenceAdded puts a file in the case (rules 1.2).
	EvidenceAdded struct {
		Files []Ref `json:"files"`
	}
	// OfferMade is one consent to a text (rules 1.2).
	OfferMade struct{ Offer }
	// OfferClosed says how an offer ended without an agreement: withdrawn, declined, replaced, lapsed.
	OfferClosed struct {
		ID  string `json:"id"`
		How string `json:"how"`
	}
	// AgreementMade is the second consent to the same text (rules 1.2).
	AgreementMade struct {
		Offer string `json:"offer"`
		Due   Date   `json:"due"`
	}
	// SolvedSaid is the shop's "I think this is solved" (rules 1.2).
	SolvedSaid struct {
		Text Ref `json:"text"`
	}
	// SolvedDenied is the consumer's no to it; nothing changes (rules 1.2).
	SolvedDenied struct{}
	// Contested is the shop's final answer (rules 1.2).
	Contested struct {
		Text Ref `json:"text"`
	}
	// NotOursSaid makes staff decide whether the order is the shop's; the clock stands (rules 1.2).
	NotOursSaid struct {
		Text Ref `json:"text"`
		Left int `json:"left"` // days left of the shop's term
	}
	// NotOursRejected lets the clock go on (rules 1.2).
	NotOursRejected struct {
		Reason Ref `json:"reason"`
		Days   int `json:"days"` // of the shop's term from the letter on
	}
	// ChoiceAsked asks the consumer how it stands (rules 1.3).
	ChoiceAsked struct {
		Final     bool `json:"final,omitempty"` // no extension is left
		Contested bool `json:"contested,omitempty"`
		Resumed   bool `json:"resumed,omitempty"`
	}
	// Chosen is the consumer's choice (rules 1.3).
	Chosen struct {
		Choice    Choice `json:"choice"`
		Confirmed bool   `json:"confirmed"`       // from a browser confirmed by code
		Until     Date   `json:"until,omitzero"`  // busy: last day of the extension
		Note      Ref    `json:"note,omitzero"`   // help: what the mediator must know
		Early     bool   `json:"early,omitempty"` // said before the choice was asked
	}
	// ChoiceUndone brings the choice back as it was (rules 1.3).
	ChoiceUndone struct{}
	// ChoicesLapsed: two different choices from unconfirmed browsers; a code is asked from now on (rules 1.3).
	ChoicesLapsed struct {
		Second Choice `json:"second"`
	}
	// PausedNoAnswer stops the case until the consumer resumes it (rules 1.4).
	PausedNoAnswer struct{}
	// Resumed takes a paused case up again (rules 1.4).
	Resumed struct{}
	// Reopened takes a case that ended as solved up again (rules 1.3.1).
	Reopened struct{}
	// WithdrawnBy is the consumer's withdrawal (rules 1.2).
	WithdrawnBy struct {
		Reason Ref `json:"reason,omitzero"`
	}
	// ComplianceAsked asks whether an agreement was carried out (rules 4.1).
	ComplianceAsked struct {
		ShopToo bool `json:"shop_too"`
	}
	// DoneReported is the shop's word that it has done what was agreed (rules 4.1).
	DoneReported struct {
		Text Ref `json:"text"`
	}
	// ComplianceAnswered is the consumer's answer (rules 4.1).
	ComplianceAnswered struct {
		Answer string `json:"answer"` // done, partly, not
		Text   Ref    `json:"text,omitzero"`
	}
	// NotConfirmed says that nobody answered; a fact beside the end (rules 4.2).
	NotConfirmed struct{}
	// ProofGiven is the shop's proof that it did what it had to (rules 4.3).
	ProofGiven struct {
		Text Ref `json:"text"`
	}
	// ProofStands says that nobody objected in time (rules 4.3).
	ProofStands struct{}
	// ProofObjected makes staff judge (rules 4.3).
	ProofObjected struct {
		Text Ref `json:"text"`
	}
	// ComplianceJudged is the judgement of staff (rules 4.3).
	ComplianceJudged struct {
		Carried bool `json:"carried"`
		Reason  Ref  `json:"reason"`
	}
	// NotCarriedOut is a signal to the quality manager and lets the consumer go on (rules 4.3, 4.4).
	NotCarriedOut struct{}
	// WentOn takes a broken agreement to the next stage (rules 4.4).
	WentOn struct{}
	// TermExtended is the overruling of a term by staff, with a reason that both get (rules 6.5).
	TermExtended struct {
		Task   TaskKind `json:"task"`
		Until  Date     `json:"until"`
		Reason Ref      `json:"reason"`
	}
	// EndedAs ends the dispute (rules 5.1).
	EndedAs struct {
		Outcome Outcome `json:"outcome"`
	}
)

func (Opened) eventType() string             { return "opened.1" }
func (Admitted) eventType() string           { return "admitted.1" }
func (RefusedOn) eventType() string          { return "refused.1" }
func (LetterAccepted) eventType() string     { return "letter-accepted.1" }
func (LetterDeferred) eventType() string     { return "letter-deferred.1" }
func (LetterBounced) eventType() string      { return "letter-bounced.1" }
func (NoticeFailed) eventType() string       { return "notice-failed.1" }
func (PostDue) eventType() string            { return "post-due.1" }
func (ShopTold) eventType() string           { return "shop-told.1" }
func (AddressSet) eventType() string         { return "address-set.1" }
func (Reminded) eventType() string           { return "reminded.1" }
func (MessageSent) eventType() string        { return "message-sent.1" }
func (EvidenceAdded) eventType() string      { return "evidence-added.1" }
func (OfferMade) eventType() string          { return "offer-made.1" }
func (OfferClosed) eventType() string        { return "offer-closed.1" }
func (AgreementMade) eventType() string      { return "agreement-made.1" }
func (SolvedSaid) eventType() string         { return "solved-said.1" }
func (SolvedDenied) eventType() string       { return "solved-denied.1" }
func (Contested) eventType() string          { return "contested.1" }
func (NotOursSaid) eventType() string        { return "not-ours-said.1" }
func (NotOursRejected) eventType() string    { return "not-ours-rejected.1" }
func (ChoiceAsked) eventType() string        { return "choice-asked.1" }
func (Chosen) eventType() string             { return "chosen.1" }
func (ChoiceUndone) eventType() string       { return "choice-undone.1" }
func (ChoicesLapsed) eventType() string      { return "choices-lapsed.1" }
func (PausedNoAnswer) eventType() string     { return "paused.1" }
func (Resumed) eventType() string            { return "resumed.1" }
func (Reopened) eventType() string           { return "reopened.1" }
func (WithdrawnBy) eventType() string        { return "withdrawn.1" }
func (ComplianceAsked) eventType() string    { return "compliance-asked.1" }
func (DoneReported) eventType() string       { return "done-reported.1" }
func (ComplianceAnswered) eventType() string { return "compliance-answered.1" }
func (NotConfirmed) eventType() string       { return "not-confirmed.1" }
func (ProofGiven) eventType() string         { return "proof-given.1" }
func (ProofStands) eventType() string        { return "proof-stands.1" }
func (ProofObjected) eventType() string      { return "proof-objected.1" }
func (ComplianceJudged) eventType() string   { return "compliance-judged.1" }
func (NotCarriedOut) eventType() string      { return "not-carried-out.1" }
func (WentOn) eventType() string             { return "went-on.1" }
func (TermExtended) eventType() string       { return "term-extended.1" }
func (EndedAs) eventType() string            { return "ended.1" }

// TypeOf gives the stored name of a body's type with its version.
func TypeOf(b Body) string { return b.eventType() }
