package procedure

import (
	"fmt"
	"time"
)

// Command is what somebody wants to do; the interface is sealed.
//
//sumtype:decl
type Command interface{ command() }

type (
	// OpenDispute opens a dispute (rules 0.5).
	OpenDispute struct{ Opened }
	// Admit sends an examined complaint on (rules 0.4).
	Admit struct{ Reason Ref }
	// Refuse ends a complaint on a ground (rules 0.4).
	Refuse struct {
		Ground Ground
		Reason Ref
	}
	// RecordAccepted stores that a mail server took a letter (rules 6.3).
	RecordAccepted struct{ LetterAccepted }
	// RecordDeferred stores that a mail server asked to come back later (rules 1.1).
	RecordDeferred struct{ LetterDeferred }
	// RecordBounced stores that an address refused a letter (rules 1.1).
	RecordBounced struct{ LetterBounced }
	// TellShop stores when and how staff told the shop (rules 1.1).
	TellShop struct{ ShopTold }
	// SetAddress stores that staff repaired a party's address (rules 1.1).
	SetAddress struct{ AddressSet }
	// SendMessage writes to the other party (rules 1.2).
	SendMessage struct{ MessageSent }
	// AddEvidence puts files in the case (rules 1.2).
	AddEvidence struct{ EvidenceAdded }
	// MakeOffer makes an offer (rules 1.2).
	MakeOffer struct{ Offer }
	// WithdrawOffer takes one's own offer back (rules 1.2).
	WithdrawOffer struct{ ID string }
	// DeclineOffer says no to an offer (rules 1.2).
	DeclineOffer struct{ ID string }
	// AcceptOffer is the second consent (rules 1.2).
	AcceptOffer struct{ ID string }
	// SaySolved is the shop's "I think this is solved" (rules 1.2).
	SaySolved struct{ Text Ref }
	// DenySolved is the consumer's no to it (rules 1.2).
	DenySolved struct{}
	// Contest is the shop's final answer (rules 1.2).
	Contest struct{ Text Ref }
	// SayNotOurs says that the order is not the shop's (rules 1.2).
	SayNotOurs struct{ Text Ref }
	// JudgeNotOurs is the decision of staff about that (rules 1.2).
	JudgeNotOurs struct {
		Ours   bool // the order is the shop's
		Reason Ref
	}
	// Choose is one of the three choices (rules 1.3).
	Choose struct {
		Choice Choice
		Note   Ref
	}
	// UndoChoice takes the last choice back (rules 1.3).
	UndoChoice struct{}
	// Resume takes a paused case up (rules 1.4).
	Resume struct{}
	// Reopen takes a case up that ended as solved (rules 1.3.1).
	Reopen struct{}
	// Withdraw stops the complaint (rules 1.2).
	Withdraw struct{ Reason Ref }
	// ReportDone says that the shop did what was agreed (rules 4.1).
	ReportDone struct{ Text Ref }
	// AnswerCompliance says whether it was done: done, partly, not (rules 4.1).
	AnswerCompliance struct {
		Answer string
		Text   Ref
	}
	// GiveProof shows that it was done (rules 4.3).
	GiveProof struct{ Text Ref }
	// ObjectToProof says that the proof does not show it (rules 4.3).
	ObjectToProof struct{ Text Ref }
	// JudgeProof is the judgement of staff (rules 4.3).
	JudgeProof struct {
		Carried bool
		Reason  Ref
	}
	// GoOn takes a broken agreement to the next stage (rules 4.4).
	GoOn struct{}
	// StopHere leaves a broken agreement as it is (rules 4.4).
	StopHere struct{}
	// ExtendTerm gives the one whose turn it is more time (rules 6.5).
	ExtendTerm struct {
		Until  Date
		Reason Ref
	}
)

func (OpenDispute) command()      {}
func (Admit) command()            {}
func (Refuse) command()           {}
func (RecordAccepted) command()   {}
func (RecordDeferred) command()   {}
func (RecordBounced) command()    {}
func (TellShop) command()         {}
func (SetAddress) command()       {}
func (SendMessage) command()      {}
func (AddEvidence) command()      {}
func (MakeOffer) command()        {}
func (WithdrawOffer) command()    {}
func (DeclineOffer) command()     {}
func (AcceptOffer) command()      {}
func (SaySolved) command()        {}
func (DenySolved) command()       {}
func (Contest) command()          {}
func (SayNotOurs) command()       {}
func (JudgeNotOurs) command()     {}
func (Choose) command()           {}
func (UndoChoice) command()       {}
func (Resume) command()           {}
func (Reopen) command()           {}
func (Withdraw) command()         {}
func (ReportDone) command()       {}
func (AnswerCompliance) command() {}
func (GiveProof) command()        {}
func (ObjectToProof) command()    {}
func (JudgeProof) command()       {}
func (GoOn) command()             {}
func (StopHere) command()         {}
func (ExtendTerm) command()       {}

// Code names why a command was refused; the catalogue has its words under "refusal." + code.
type Code string

// The codes.
const (
	NotNow       Code = "not_now"       // no move of the table allows it here
	NotYours     Code = "not_yours"     // not for this role
	TooLate      Code = "too_late"      // it could be done until Until
	CodeAsked    Code = "code_needed"   // a code must be typed first
	NoExtensions Code = "no_extensions" // only solved and help are left (rules 1.3.2)
	OfferGone    Code = "offer_gone"    // withdrawn, replaced or lapsed
	OwnOffer     Code = "own_offer"
	BadAmount    Code = "bad_amount"
	BadDate      Code = "bad_date"
	BadValue     Code = "bad_value"
	Already      Code = "already"

	HasConflict   Code = "conflict"       // of interests, or has mediated (rules 2.1, 3.3)
	NotHeard      Code = "not_heard"      // both must have spoken or let their date pass first (rules 2.3)
	TooLateNow    Code = "too_late_now"   // it has left
	NothingNewNow Code = "nothing_new"    // after the last day for something new (rules 3.4)
	NotAnswered   Code = "not_answered"   // one side could not answer yet (rules 3.4)
	Challengeable Code = "challengeable"  // a party can still ask for another adjudicator (rules 3.3)
	OrderMissing  Code = "order_missing"  // what is granted needs an order (rules 3.5)
	OrdersDiffer  Code = "orders_differ"  // what the shop pays is not what was granted and the fee (rules 3.5)
	OrdersStand   Code = "orders_stand"   // an order that was asked after or carried out is not corrected (rules 3.6)
	PointMissing  Code = "point_missing"  // each point claimed needs a decision (rules 3.5)
	ConsentAsked  Code = "consent_needed" // art. 10
	SamePerson    Code = "same_person"    // two different persons (rules 3.8)
)

// Refusal is why Decide says no. Nothing has changed.
type Refusal struct {
	Code  Code
	Rule  string
	Until Date // TooLate: the last day
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused by rule %s: %s", r.Rule, r.Code) }

func no(c Code) *Refusal { return &Refusal{Code: c} }

// plausible says whether an instant lies between the opening of the dispute and now.
func (s State) plausible(at, now time.Time) bool {
	return !at.Before(s.Opened) && !at.After(now)
}
