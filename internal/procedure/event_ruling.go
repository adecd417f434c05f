package procedure

import "time"

// ClaimPoint is one thing that the consumer asks the adjudicator to decide (rules 3.2). Amount is in cents.
type ClaimPoint struct {
	ID     string `json:"id"` // 1, 2, 3 …
	Remedy Remedy `json:"remedy"`
	Amount int64  `json:"amount,omitempty"`
	Text   Ref    `json:"text,omitzero"`
}

// PointAnswer is the shop's answer to one point (rules 3.4).
type PointAnswer struct {
	ID    string `json:"id"`
	Agree string `json:"agree"` // yes, partly, no
	Text  Ref    `json:"text,omitzero"`
}

// PointDecision is what is decided about one point (rules 3.5). Amount is in cents.
type PointDecision struct {
	ID       string   `json:"id"`
	Decision string   `json:"decision"` // granted, partly, denied
	Amount   int64    `json:"amount,omitempty"`
	Evidence []string `json:"evidence,omitempty"` // numbers of the file: K1, W2
	Text     Ref      `json:"text"`
}

// Order is what a ruling orders a party to do (rules 3.5). Amount is in cents.
type Order struct {
	Who    Role   `json:"who"`
	Remedy Remedy `json:"remedy"`
	Amount int64  `json:"amount,omitempty"`
	Due    Date   `json:"due"`
	Fee    bool   `json:"fee,omitempty"` // paying back the fee: no order of the adjudicator's own making
	Text   Ref    `json:"text,omitzero"`
}

// OrderCorrected puts an order of the ruling right: its amount, its day or its words (rules 3.6).
type OrderCorrected struct {
	N int `json:"n"` // which order of the ruling, from 1
	Order
}

// The events of stage 3.
type (
	// RulingRequested states what is asked, point by point, and the consents to a ruling that binds (rules 3.2,
	// Directive 2013/11/EU art. 10).
	RulingRequested struct {
		Points   []ClaimPoint `json:"points"`
		Consents string       `json:"consents"` // version of the texts that were ticked
		Text     Ref          `json:"text"`     // those texts, word for word, with the explanation
	}
	// AdjudicatorAssigned says to whom the case is given; the file stays closed to them until they declare (rules 3.3).
	AdjudicatorAssigned struct {
		Adjudicator string `json:"adjudicator"` // account
	}
	// AdjudicatorDeclared is the declaration of interests (rules 3.3, art. 6).
	AdjudicatorDeclared struct {
		Interest bool `json:"interest"`
		Note     Ref  `json:"note,omitzero"`
	}
	// AdjudicatorSilent: no declaration in time; another one is sought (rules 3.3).
	AdjudicatorSilent struct{}
	// NoAdjudicator: none in time; the consumer chooses (rules 3.3).
	NoAdjudicator struct{}
	// WaitChosen is that choice: wait, or the fee back (rules 3.3).
	WaitChosen struct {
		Wait bool `json:"wait"`
	}
	// Challenged is a party's challenge of the adjudicator (rules 3.3).
	Challenged struct {
		Text Ref `json:"text"`
	}
	// ChallengeJudged is the administrator's decision (rules 3.3).
	ChallengeJudged struct {
		Granted bool `json:"granted"`
		Reason  Ref  `json:"reason"`
	}
	// ClaimSent sends the claim to the shop (rules 3.4).
	ClaimSent struct {
		ByTime bool `json:"by_time,omitempty"`
	}
	// DefenceGiven is the shop's defence, point by point (rules 3.4).
	DefenceGiven struct {
		Points []PointAnswer `json:"points"`
		Text   Ref           `json:"text,omitzero"`
	}
	// ReplyGiven is what a party brings forward in its turn after the defence: the consumer's reply, the shop's last
	// word, an answer to something new (rules 3.4).
	ReplyGiven struct {
		Turn TaskKind `json:"turn"`
		Text Ref      `json:"text,omitzero"` // none: nothing to add
	}
	// TurnMissed says that a party let its turn pass (rules 3.4).
	TurnMissed struct {
		Turn  TaskKind `json:"turn"`
		Party Role     `json:"party"`
	}
	// LeaveAsked asks leave to bring in something late (rules 3.4).
	LeaveAsked struct {
		Text Ref `json:"text"`
	}
	// LeaveJudged is the adjudicator's answer to it (rules 3.4).
	LeaveJudged struct {
		Party   Role `json:"party"`
		Granted bool `json:"granted"`
		Reason  Ref  `json:"reason,omitzero"`
	}
	// QuestionAsked is a question of the adjudicator, seen by both (rules 3.5).
	QuestionAsked struct {
		ID   string `json:"id"`
		To   []Role `json:"to"`
		Text Ref    `json:"text"`
		Days int    `json:"days,omitempty"` // fewer than the rules', so that the answer can be answered in time
	}
	// QuestionAnswered is the answer to it, seen by both (rules 3.5).
	QuestionAnswered struct {
		ID   string `json:"id"`
		Text Ref    `json:"text"`
	}
	// QuestionMissed says that a question was not answered in time (rules 3.5).
	QuestionMissed struct {
		ID    string `json:"id"`
		Party Role   `json:"party"`
	}
	// FileClosed: nothing more comes in; the adjudicator rules (rules 3.5).
	FileClosed struct{}
	// RulingExtended moves the day of the ruling once, with a reason that both get (rules 3.4).
	RulingExtended struct {
		Until  Date `json:"until"`
		Reason Ref  `json:"reason"`
	}
	// AdjudicatorOverdue: another one is sought (rules 3.4).
	AdjudicatorOverdue struct{}
	// RulingSigned is the ruling (rules 3.5).
	RulingSigned struct {
		Number  string          `json:"number"`
		Outcome Outcome         `json:"outcome"`
		Points  []PointDecision `json:"points"`
		Orders  []Order         `json:"orders,omitempty"`
		FeeBy   Role            `json:"fee_by"` // who bears the fee; FeeReturned: nobody
		Text    Ref             `json:"text"`   // its parts
	}
	// RulingCorrected is a second document about an obvious error (rules 3.6).
	RulingCorrected struct {
		Number string           `json:"number"`
		Text   Ref              `json:"text"`
		Orders []OrderCorrected `json:"orders,omitempty"` // those that change; none: words only
	}
	// RulingPublished is the anonymised text that a person checked (rules 3.6).
	RulingPublished struct {
		Text Ref `json:"text"`
	}
	// ShopConfirmed is the shop's word about what the consumer had to do (rules 4.1).
	ShopConfirmed struct {
		Answer string `json:"answer"` // done, partly, not
		Text   Ref    `json:"text,omitzero"`
	}
	// ShopAsked asks the shop whether the consumer did what was agreed or ordered (rules 4.1).
	ShopAsked struct{}
	// ShopSilent: the shop did not answer; a fact beside the end (rules 4.2).
	ShopSilent struct{}
	// MadeUp is the consumer's word or proof that it was done after all (rules 4.3).
	MadeUp struct {
		Text Ref `json:"text"`
	}
	// MadeUpStands says that the shop did not object in time (rules 4.3).
	MadeUpStands struct{}
	// MadeUpDisputed makes staff judge (rules 4.3).
	MadeUpDisputed struct {
		Text Ref `json:"text"`
	}
	// MadeUpJudged is the judgement of staff (rules 4.3).
	MadeUpJudged struct {
		Carried bool `json:"carried"`
		Reason  Ref  `json:"reason"`
	}
	// ConsumerFailed: the consumer neither did it nor showed it; a fact beside the end, no signal (rules 4.3).
	ConsumerFailed struct{}

	// PaymentStarted is an attempt to pay the fee (rules 3.2). Cents.
	PaymentStarted struct {
		ID    string `json:"id"`
		Cents int64  `json:"cents"`
	}
	// PaymentEnded is an attempt that brought nothing: failed, expired, canceled (rules 3.2).
	PaymentEnded struct {
		ID  string `json:"id"`
		How string `json:"how"`
	}
	// Paid is money that came in by the provider's own word (rules 3.2). Counts: it is the fee.
	Paid struct {
		ID      string    `json:"id"`
		Cents   int64     `json:"cents"`
		At      time.Time `json:"at"`
		Counts  bool      `json:"counts"`
		Receipt string    `json:"receipt,omitempty"`
	}
	// RefundAsked is a refund by hand that waits for a second person (rules 3.8).
	RefundAsked struct {
		Payment string `json:"payment"`
		Reason  Ref    `json:"reason"`
	}
	// RefundDue is money to give back: second, late, amount, withdrawn, waited, agreed, inadmissible, hand (rules 3.8).
	RefundDue struct {
		ID      string `json:"id"`
		Payment string `json:"payment"`
		Cents   int64  `json:"cents"`
		Why     string `json:"why"`
	}
	// Refunded is money given back, by the provider's own word (rules 3.8).
	Refunded struct {
		ID string `json:"id"`
	}
	// RefundFailed is a refund that the provider could not make: work for staff (rules 3.8).
	RefundFailed struct {
		ID string `json:"id"`
	}
)

func (RulingRequested) eventType() string     { return "ruling-requested.1" }
func (AdjudicatorAssigned) eventType() string { return "adjudicator-assigned.1" }
func (AdjudicatorDeclared) eventType() string { return "adjudicator-declared.1" }
func (AdjudicatorSilent) eventType() string   { return "adjudicator-silent.1" }
func (NoAdjudicator) eventType() string       { return "no-adjudicator.1" }
func (WaitChosen) eventType() string          { return "wait-chosen.1" }
func (Challenged) eventType() string          { return "challenged.1" }
func (ChallengeJudged) eventType() string     { return "challenge-judged.1" }
func (ClaimSent) eventType() string           { return "claim-sent.1" }
func (DefenceGiven) eventType() string        { return "defence-given.1" }
func (ReplyGiven) eventType() string          { return "reply-given.1" }
func (TurnMissed) eventType() string          { return "turn-missed.1" }
func (LeaveAsked) eventType() string          { return "leave-asked.1" }
func (LeaveJudged) eventType() string         { return "leave-judged.1" }
func (QuestionAsked) eventType() string       { return "question-asked.1" }
func (QuestionAnswered) eventType() string    { return "question-answered.1" }
func (QuestionMissed) eventType() string      { return "question-missed.1" }
func (FileClosed) eventType() string          { return "file-closed.1" }
func (RulingExtended) eventType() string      { return "ruling-extended.1" }
func (AdjudicatorOverdue) eventType() string  { return "adjudicator-overdue.1" }
func (RulingSigned) eventType() string        { return "ruling-signed.1" }
func (RulingCorrected) eventType() string     { return "ruling-corrected.1" }
func (RulingPublished) eventType() string     { return "ruling-published.1" }
func (ShopConfirmed) eventType() string       { return "shop-confirmed.1" }
func (ShopAsked) eventType() string           { return "shop-asked.1" }
func (ShopSilent) eventType() string          { return "shop-silent.1" }
func (MadeUp) eventType() string              { return "made-up.1" }
func (MadeUpStands) eventType() string        { return "made-up-stands.1" }
func (MadeUpDisputed) eventType() string      { return "made-up-disputed.1" }
func (MadeUpJudged) eventType() string        { return "made-up-judged.1" }
func (ConsumerFailed) eventType() string      { return "consumer-failed.1" }
func (PaymentStarted) eventType() string      { return "payment-started.1" }
func (PaymentEnded) eventType() string        { return "payment-ended.1" }
func (Paid) eventType() string                { return "paid.1" }
func (RefundAsked) eventType() string         { return "refund-asked.1" }
func (RefundDue) eventType() string           { return "refund-due.1" }
func (Refunded) eventType() string            { return "refunded.1" }
func (RefundFailed) eventType() string        { return "refund-failed.1" }
