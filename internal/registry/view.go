package registry

import (
	"time"

	"wederhoor/internal/procedure"
)

// Viewer is who looks or acts.
type Viewer struct {
	Actor   procedure.Actor
	Name    string   // of staff, for the access log and for pages
	Dispute string   // consumer: the one dispute that is theirs
	Members []string // shop: the members for which the person was signed in
}

// Person is a party as another may see it.
type Person struct {
	Name, Email, Phone string
	Lang               string
	Helper             string // who helps the consumer
}

// Complaint is what the consumer sent.
type Complaint struct {
	Category procedure.Category `json:"-"`
	Remedy   procedure.Remedy   `json:"-"`
	Amount   int64              `json:"-"` // cents asked
	Purchase procedure.Date     `json:"-"`
	Told     procedure.Date     `json:"-"`

	Order      string   `json:"order,omitempty"`
	Product    string   `json:"product"`
	PaidCents  int64    `json:"paid_cents,omitempty"`
	PaidWith   string   `json:"paid_with,omitempty"`
	Story      string   `json:"story"`
	Steps      []string `json:"steps,omitempty"` // what happened first, and then
	Wish       string   `json:"wish,omitempty"`
	TellHow    string   `json:"tell_how,omitempty"`
	TellText   string   `json:"tell_text,omitempty"`
	Elsewhere  string   `json:"elsewhere,omitempty"`
	MonthOnly  bool     `json:"month_only,omitempty"`
	Salutation string   `json:"salutation,omitempty"`
	Helper     string   `json:"helper,omitempty"`
}

// Entry is a line of the timeline. Kind names its sentence in the catalogue.
type Entry struct {
	Seq     int64
	Kind    string // "timeline." + Kind
	At      time.Time
	Who     procedure.Role
	Text    string // what was written, when the viewer may read it
	Date    procedure.Date
	Offer   *procedure.Offer
	Choice  procedure.Choice
	Outcome procedure.Outcome
	Ground  procedure.Ground
	How     string
	Files   []Document
	Rule    string
	Name    string // of who mediates or adjudicates
	Amount  int64  // cents
	Number  string // of a ruling, a receipt
}

// Document is a piece of evidence.
type Document struct {
	ID        string
	Number    string // K1, W2
	Party     procedure.Role
	Name      string
	MediaType string
	Size      int64
	Added     time.Time
}

// OfferView is an open offer with the last day on which it can be accepted.
type OfferView struct {
	procedure.Offer
	Words string // free text beside it
	Until procedure.Date
}

// Consent is the yes of a party to an agreement, to this text in this version (rules 2.5).
type Consent struct {
	By      procedure.Role
	At      time.Time
	Name    string // as it was typed under the yes; "" when none was asked
	Offered bool   // the yes lay in making the offer (rules 1.2)
	Version int    // of the mediator's proposal; 0 for an offer of a party
}

// Delivery is the proof of one letter: to whom, and what the mail servers said.
type Delivery struct {
	Slug      string
	Party     procedure.Role
	Address   string // staff only
	State     string // waiting, claimed, accepted, deferred, bounced, parked, cancelled
	Created   time.Time
	Accepted  time.Time
	Error     string // staff only
	Reference string // in lists
	ID        string
}

// View is a dispute as one viewer may see it. It is made by one function, and pages, letters and downloads get a
// dispute only through it, so that what is not in it cannot leak.
type View struct {
	ID        string
	Reference string
	Version   int64 // how many of its events the viewer may know of
	Viewer    Viewer
	Full      bool // more than status and choice: the viewer proved who they are (rules 7.1)

	Shop     ShopFacts
	Status   procedure.Status
	Stage    procedure.Stage
	Opened   time.Time
	Changed  time.Time
	Final    bool           // no extension is left
	BusyTill procedure.Date // last day of an extension chosen now
	Choice   procedure.Choice
	Asked    bool // the choice is open
	Code     bool // the choice asks a code
	Contest  bool
	SaidDone bool // the shop thinks that it is solved
	Grounds  []procedure.Ground
	Ground   procedure.Ground
	Fact     string // beside an agreement: how it was carried out
	Did      string // the same of what the consumer had to do

	Consumer  *Person
	Complaint *Complaint
	Category  procedure.Category
	Timeline  []Entry
	Offers    []OfferView
	Agreement *procedure.Offer
	Consents  []Consent // to the agreement, the consumer's first
	Documents []Document
	Letters   []Delivery
	KeptUntil procedure.Date

	Room   *Room     // mediation, from the day that it began; nil before
	File   *CaseFile // the ruling, from the day that it can be asked for; nil before
	Refund []Refund  // money that went or goes back; the consumer's and staff's

	state procedure.State
	now   time.Time
	upTo  int64 // the last event that the viewer may know of
}

// ShopFacts is the member as everybody may see it.
type ShopFacts struct {
	ID, Name, Slug, Domain, Phone string
	Status                        string
}

// May says whether the viewer may give a command of this type now; the page draws the button from it.
func (v View) May(c procedure.Command) bool {
	return procedure.May(v.state, v.Viewer.Actor, c, v.now)
}

// NeedsCode says that the command asks a code that the viewer has not typed for it.
func (v View) NeedsCode(c procedure.Command) bool {
	return procedure.ProofFor(c) > v.Viewer.Actor.Proof
}

// WouldEnd gives the last day of a task, counted from now when it has not begun.
func (v View) WouldEnd(k procedure.TaskKind, about string) (procedure.Date, bool) {
	return v.state.WouldEnd(k, about, v.now)
}

// ProposalStands gives the last day on which a proposal of now can be answered (rules 2.5).
func (v View) ProposalStands() procedure.Date { return v.state.ProposalStands(v.now) }

// FeeBackNow says that stopping now gives the fee of the ruling back (rules 3.2, 3.3).
func (v View) FeeBackNow() bool { return v.state.FeeBackNow(v.now) }

// FeeBackOnAgreement says that an agreement of now gives the fee of the ruling back (rules 3.7).
func (v View) FeeBackOnAgreement() bool { return v.state.FeeBackOnAgreement(v.now) }

// FeeBackUntil gives the last day on which stopping gives the fee of the ruling back (rules 3.2).
func (v View) FeeBackUntil() (procedure.Date, bool) { return v.state.FeeBackUntil() }

// NewUntil gives the last day on which something new can come into the file of the ruling; zero before it is paid for
// (rules 3.4).
func (v View) NewUntil() procedure.Date {
	if v.state.File.From.IsZero() {
		return procedure.Date{}
	}
	return v.state.NewUntil()
}

// OpenPayment gives the payment of which the fate is awaited; "" for none. Only its consumer hears of it.
func (v View) OpenPayment() string {
	if v.Viewer.Actor.Role != procedure.Consumer || !v.Full {
		return ""
	}
	for _, x := range v.state.Money.Payments {
		if x.Status == procedure.PaymentOpen {
			return x.ID
		}
	}
	return ""
}

// Ledger lists the money of the dispute for staff (rules 3.8).
func (v View) Ledger() []procedure.Entry {
	if !isStaff(v.Viewer.Actor.Role) || !v.Full {
		return nil
	}
	return procedure.Ledger(v.state)
}

// Now is the instant of the view.
func (v View) Now() time.Time { return v.now }
