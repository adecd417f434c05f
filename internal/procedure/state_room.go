package procedure

import "time"

// Room is what mediation has brought (rules 2).
type Room struct {
	Mediator  string   // account of who mediates now; "" for nobody
	Mediators []string // all who ever did; none of them may rule (rules 3.3)
	Contacted bool     // the parties have heard of the mediator
	Consumer  Hearing
	Shop      Hearing
	Proposal  *Proposal // the open one
	Proposals int       // versions so far
	Advised   bool
	Held      []Held // messages that wait for the mediator's decision
	PauseDone bool   // there was a pause
	PauseAsk  bool
	PauseYes  []Role
	Unsent    []Sent // the mediator's messages that have not left, in order
	Unread    bool   // a party wrote after the mediator's last act; for staff only
	How       string
	LeftAt    time.Time // when the mediation ended, the last time that it did: private channels are kept from then (rules 5.2)
}

// Hearing is how far a party has been heard (rules 2.3).
type Hearing struct {
	Asked, Given, Missed, Extended bool
}

// Done says that the party has spoken or let its date pass.
func (h Hearing) Done() bool { return h.Given || h.Missed }

// Proposal is an open proposal with its blind answers (rules 2.5). No view may show the answers.
type Proposal struct {
	Offer
	Version      int
	ConsumerDoes bool
	Consumer     string // "", yes, no, missed
	Shop         string
	ConsumerBy   Date // last day that the party had, once it has answered
	ShopBy       Date
}

// Held is a message that waits for the mediator's decision (rules 2.2).
type Held struct {
	ID    string
	By    Role
	Text  Ref
	Files []Ref
}

// Heard says that both parties have given their accounts or let the date pass (rules 2.3).
func (r Room) Heard() bool { return r.Consumer.Done() && r.Shop.Done() }

func (r *Room) hearing(of Role) *Hearing {
	if of == Consumer {
		return &r.Consumer
	}
	return &r.Shop
}

// answer gives the place of a party's answer.
func (p *Proposal) answer(of Role) *string {
	if of == Consumer {
		return &p.Consumer
	}
	return &p.Shop
}

// ProposalUntil gives the last day that the party has, or had, to answer the open proposal; zero while its term has not
// begun. It says nothing of the other (rules 2.5).
func (s State) ProposalUntil(of Role) Date {
	p := s.Room.Proposal
	if p == nil {
		return Date{}
	}
	if t, ok := s.Find(TaskConsider, ConsiderAbout(p.ID, of)); ok {
		return t.LastDay
	}
	switch of {
	case Consumer:
		return p.ConsumerBy
	case Shop:
		return p.ShopBy
	default: // nobody else learns of an answer
		return Date{}
	}
}

// Answered says that the party has answered the open proposal; for that party's own pages only.
func (r Room) Answered(of Role) bool { return r.Proposal != nil && *r.Proposal.answer(of) != "" }

// File is what the ruling has brought (rules 3).
type File struct {
	Points        []ClaimPoint
	Consents      string
	RequestedAt   time.Time
	From          Date // day 0 of the file: the paid request, moved by what made its terms begin anew
	Adjudicator   string
	Declared      bool // no interest; the file is open to the adjudicator
	DeclaredAt    time.Time
	Barred        []string // accounts that may not be assigned (again)
	Challenged    []Role   // who used their challenge
	ChallengeOpen bool     // a challenge waits for its decision
	Resume        Task     // the main task that is taken up again after a challenge, an overdue or a broken agreement
	Paused        time.Time
	Sent          bool // the claim went to the shop
	DefenceBy     Date // last day of the defence's term, kept when it was given before; zero until then
	NewFor        []Role
	Leave         []Role // may bring in something late
	Extended      bool
	RuleBy        Date
	Closed        bool
	Number        string
	Outcome       Outcome
	RuledAt       time.Time
	FeeBy         Role
	Decided       []PointDecision
	Orders        []Order  // as they are corrected
	OrdersFrom    []string // the number of the correction that each is from; "" for the ruling itself
	Corrections   int
	CorrectedAs   []string // their numbers
	Published     bool
	Questions     int
}

// Ruled says that the ruling was given.
func (f File) Ruled() bool { return f.Number != "" }

// newFor says that something came in that the party has not had its turn to answer (rules 3.4).
func (f File) newFor(r Role) bool { return has(f.NewFor, r) }

// AnswersUntil gives the last day on which what came in can be answered (rules 3.4).
func (s State) AnswersUntil() Date { return s.NewUntil().AddDays(s.rules().ReplyDays) }

// NewUntil gives the last day on which something new may come in (rules 3.4).
func (s State) NewUntil() Date { return s.File.From.AddDays(s.rules().NewUntilDay) }

// Money is what was paid and given back (rules 3.2, 3.8). Amounts are in cents.
type Money struct {
	Payments []Payment
	Refunds  []Refund
	Fee      string    // the payment that counts as the fee; "" when none does, or when it was given back
	Asked    string    // a refund by hand that waits for a second person: the payment
	AskedBy  string    // the account that asked
	Settled  time.Time // when the fate of the last attempt became known; what awaited it ends then at the earliest
}

// Payment is an attempt to pay.
type Payment struct {
	ID      string
	Cents   int64 // asked; once paid: what came in
	Started time.Time
	Status  string // open, paid, failed, expired, canceled
	PaidAt  time.Time
	Receipt string
}

// Refund is money that goes back.
type Refund struct {
	ID, Payment string
	Cents       int64
	Why         string
	Status      string // due, done, failed
}

// open says that the fate of a payment is awaited.
func (m Money) open() bool {
	for _, p := range m.Payments {
		if p.Status == PaymentOpen {
			return true
		}
	}
	return false
}

// PaymentByID gives a payment.
func (m Money) PaymentByID(id string) (Payment, bool) {
	for _, p := range m.Payments {
		if p.ID == id {
			return p, true
		}
	}
	return Payment{}, false
}

// RefundByID gives a refund.
func (m Money) RefundByID(id string) (Refund, bool) {
	for _, r := range m.Refunds {
		if r.ID == id {
			return r, true
		}
	}
	return Refund{}, false
}

// refunded says that money of a payment goes or went back.
func (m Money) refunded(payment string) bool {
	for _, r := range m.Refunds {
		if r.Payment == payment {
			return true
		}
	}
	return false
}

// The states of a payment and of a refund.
const (
	PaymentOpen = "open"
	PaymentPaid = "paid"
	RefundIsDue = "due"
	RefundDone  = "done"
	RefundBad   = "failed"
)
