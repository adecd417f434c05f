package pay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"time"
	"unicode/utf8"
)

const (
	paymentsPath = "/payments"
	methodsPath  = "/methods"
)

var (
	paymentID = regexp.MustCompile(`^tr_[A-Za-z0-9]{4,64}$`)
	refundID  = regexp.MustCompile(`^re_[A-Za-z0-9]{4,64}$`)
	onceKey   = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)
	locale    = regexp.MustCompile(`^[a-z]{2}_[A-Z]{2}$`)
)

// Status is where a payment stands, an open string: one that we do not know is a payment that has not ended.
type Status string

// The statuses of today.
const (
	Open       Status = "open"       // made, nothing chosen yet
	Pending    Status = "pending"    // begun at the bank, not known yet
	Authorized Status = "authorized" // the money is reserved, not taken
	Paid       Status = "paid"
	Failed     Status = "failed"
	Canceled   Status = "canceled"
	Expired    Status = "expired"
)

// Ended says that a payment will not change its status any more.
func (s Status) Ended() bool {
	switch s {
	case Paid, Failed, Canceled, Expired:
		return true
	default:
		return false
	}
}

// Payment is the provider's word about one payment. Instants are UTC; one that the provider does not give is zero.
type Payment struct {
	ID                  string
	Status              Status
	AmountCents         int64
	AmountRefundedCents int64 // given back or on its way back
	Currency            string
	Case                string // as it was given to CreatePayment; empty for a payment that is not ours
	Attempt             string // likewise
	CheckoutURL         string // where the payer pays; empty when there is nothing left to pay
	CreatedAt           time.Time
	PaidAt              time.Time
	ExpiresAt           time.Time
	Method              string // an open string as "ideal"; empty until one is chosen
	Mode                string // "live" or "test"
}

// NewPayment is what CreatePayment needs.
type NewPayment struct {
	Cents          int64  // more than 0
	Description    string // on the payer's bank statement; at most 255 characters
	RedirectURL    string // where the payer returns to, whatever happened
	WebhookURL     string // where the provider tells that something changed; may be empty
	Locale         string // as "nl_NL"; may be empty
	Case           string // handed back with the payment
	Attempt        string // handed back with the payment
	IdempotencyKey string // the same for every try of the same payment: letters, digits, . _ : -
}

type metadata struct {
	Case    string `json:"case"`
	Attempt string `json:"attempt"`
}

// CreatePayment makes a payment at the provider. A second call with the same idempotency key gives the same payment,
// for an hour; after that the provider makes another, and the first expires by itself.
// Errors: ErrInput, ErrUnavailable, *Problem.
func (c *Client) CreatePayment(ctx context.Context, n NewPayment) (Payment, error) {
	if err := n.check(); err != nil {
		return Payment{}, err
	}
	type body struct {
		Amount      amount   `json:"amount"`
		Description string   `json:"description"`
		RedirectURL string   `json:"redirectUrl"`
		WebhookURL  string   `json:"webhookUrl,omitempty"`
		Locale      string   `json:"locale,omitempty"`
		Metadata    metadata `json:"metadata"`
	}
	var answer paymentAnswer
	err := c.do(ctx, call{method: http.MethodPost, path: paymentsPath, key: n.IdempotencyKey, body: body{
		Amount: euros(n.Cents), Description: n.Description, RedirectURL: n.RedirectURL, WebhookURL: n.WebhookURL,
		Locale: n.Locale, Metadata: metadata{Case: n.Case, Attempt: n.Attempt},
	}}, &answer)
	if err != nil {
		return Payment{}, err
	}
	p, err := c.payment(answer)
	if err != nil {
		return Payment{}, err
	}
	if p.AmountCents != n.Cents || p.Case != n.Case || p.Attempt != n.Attempt {
		return Payment{}, unreadable("another payment than the one asked for")
	}
	if p.Status == Open && p.CheckoutURL == "" {
		return Payment{}, unreadable("no page to pay on")
	}
	return p, nil
}

func (n NewPayment) check() error {
	switch {
	case n.Cents <= 0 || len(FormatAmount(n.Cents)) > maxWhole+3:
		return input("amount of %d cents", n.Cents)
	case n.Description == "" || utf8.RuneCountInString(n.Description) > 255:
		return input("description must have 1 to 255 characters")
	case !absolute(n.RedirectURL):
		return input("redirect must be an http address")
	case n.WebhookURL != "" && !absolute(n.WebhookURL):
		return input("webhook must be an http address")
	case n.Locale != "" && !locale.MatchString(n.Locale):
		return input("locale is not as nl_NL")
	case n.Case == "" || len(n.Case)+len(n.Attempt) > 512:
		return input("case must be given, case and attempt in 512 bytes")
	case !onceKey.MatchString(n.IdempotencyKey):
		return input("idempotency key is needed: 1 to 64 letters, digits, . _ : -")
	}
	return nil
}

func absolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// GetPayment asks the provider about a payment. Errors: ErrUnknown (also for an id that can be none: nothing is sent
// then), ErrUnavailable, *Problem.
func (c *Client) GetPayment(ctx context.Context, id string) (Payment, error) {
	if !paymentID.MatchString(id) {
		return Payment{}, ErrUnknown
	}
	var answer paymentAnswer
	if err := c.do(ctx, call{method: http.MethodGet, path: paymentsPath + "/" + id}, &answer); err != nil {
		return Payment{}, err
	}
	if answer.ID != id {
		return Payment{}, unreadable("another payment than the one asked for")
	}
	return c.payment(answer)
}

// paymentAnswer is the payment object of the API, as far as we read it.
type paymentAnswer struct {
	Resource       string          `json:"resource"`
	ID             string          `json:"id"`
	Mode           string          `json:"mode"`
	Status         Status          `json:"status"`
	Amount         amount          `json:"amount"`
	AmountRefunded *amount         `json:"amountRefunded"`
	Method         string          `json:"method"`
	Metadata       json.RawMessage `json:"metadata"`
	CreatedAt      time.Time       `json:"createdAt"`
	PaidAt         time.Time       `json:"paidAt"`
	ExpiresAt      time.Time       `json:"expiresAt"`
	Links          struct {
		Checkout struct {
			Href string `json:"href"`
		} `json:"checkout"`
	} `json:"_links"`
}

// payment reads a payment object; what cannot be true is not believed in part.
func (c *Client) payment(a paymentAnswer) (Payment, error) {
	if a.Resource != "payment" || !paymentID.MatchString(a.ID) || a.Status == "" || a.CreatedAt.IsZero() {
		return Payment{}, unreadable("no payment")
	}
	if a.Mode != c.mode {
		return Payment{}, unreadable("a payment of mode %q with a key of mode %q", a.Mode, c.mode)
	}
	cents, err := a.Amount.cents()
	if err != nil {
		return Payment{}, readable(err)
	}
	p := Payment{
		ID: a.ID, Status: a.Status, AmountCents: cents, Currency: Currency, Method: a.Method, Mode: a.Mode,
		CheckoutURL: a.Links.Checkout.Href,
		CreatedAt:   a.CreatedAt.UTC(), PaidAt: a.PaidAt.UTC(), ExpiresAt: a.ExpiresAt.UTC(),
	}
	if a.AmountRefunded != nil {
		if p.AmountRefundedCents, err = a.AmountRefunded.cents(); err != nil {
			return Payment{}, readable(err)
		}
	}
	if p.CheckoutURL != "" {
		if u, err := url.Parse(p.CheckoutURL); err != nil || !safe(u) {
			return Payment{}, unreadable("a page to pay on that is not https")
		}
	}
	var m metadata
	if readObject(a.Metadata, &m) {
		p.Case, p.Attempt = m.Case, m.Attempt
	}
	return p, nil
}

// readable keeps ErrUnknown as it is; any other mistake in an answer means that it cannot be read.
func readable(err error) error {
	if errors.Is(err, ErrUnknown) {
		return err
	}
	return unreadable("%w", err)
}

// readObject reads what a caller of the API left with an object. Metadata may be anything; what is not of our shape was
// not left by us.
func readObject(raw json.RawMessage, into any) bool {
	return bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) && json.Unmarshal(raw, into) == nil
}
