package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/pay"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// Till takes the fee at the payment provider and gives back what is due. What it is told by browsers and webhooks is a
// hint to ask the provider, whose own word alone is recorded (rules 3.2).
type Till struct {
	Clerk  *registry.Clerk
	Client *pay.Client
	Text   *text.Catalog
	Base   string // public address of this service
	Name   string // of the trustmark, for bank statements
	Log    *slog.Logger
}

// How often the till looks by itself at what is open.
const (
	lookAgain = time.Hour
	tillBatch = 50
	// neverMade is after how long a payment without an id at the provider counts as not begun: nobody was sent to it.
	neverMade = 15 * time.Minute
)

// NoticePath is where the provider sends its webhooks.
const NoticePath = "/betaling/melding"

// Checkout makes the payment at the provider and gives the address where to pay. Asked again it gives the same.
func (t *Till) Checkout(ctx context.Context, dispute, payment, back string, lang text.Lang) (string, error) {
	row, err := t.Clerk.Payment(ctx, dispute, payment)
	if err != nil {
		return "", err
	}
	if row.Checkout != "" && row.Status == procedure.PaymentOpen {
		return row.Checkout, nil
	}
	ref, err := t.Clerk.ReferenceOf(ctx, dispute)
	if err != nil {
		return "", err
	}
	locale := "nl_NL"
	if lang == text.EN {
		locale = "en_GB"
	}
	p, err := t.Client.CreatePayment(ctx, pay.NewPayment{
		Cents: row.Cents, Description: t.Text.T(lang, "payment.description", "case", ref), RedirectURL: t.Base + back,
		WebhookURL: t.Base + NoticePath, Locale: locale, Case: dispute, Attempt: payment, IdempotencyKey: payment,
	})
	if err != nil {
		t.problem(ctx, dispute, payment, err)
		return "", fault.Wrap(fault.Unavailable, err)
	}
	if p.CheckoutURL == "" {
		return "", fault.Wrap(fault.Unavailable, fmt.Errorf("payment %s has no page to pay on", p.ID))
	}
	return p.CheckoutURL, t.Clerk.PaymentMade(ctx, dispute, payment, p.ID, p.CheckoutURL)
}

func (t *Till) problem(ctx context.Context, dispute, payment string, cause error) {
	t.Log.Error("payment provider", "payment", payment, "cause", cause.Error())
	if err := t.Clerk.PaymentChecked(ctx, dispute, payment, cause.Error()); err != nil {
		t.Log.Error("payment not noted", "payment", payment, "cause", err.Error())
	}
}

// Check asks the provider about the open payments of a dispute.
func (t *Till) Check(ctx context.Context, dispute string) error {
	rows, err := t.Clerk.PaymentsOf(ctx, dispute)
	if err != nil {
		return err
	}
	var failed error
	for _, row := range rows {
		if row.Status == procedure.PaymentOpen {
			failed = errors.Join(failed, t.ask(ctx, row))
		}
	}
	return failed
}

// Notice handles a webhook. Whatever it holds, the answer is the same: an unknown id is nothing, a known one is asked
// about.
func (t *Till) Notice(ctx context.Context, r *http.Request) error {
	id, err := pay.WebhookID(r)
	if err != nil {
		return nil //nolint:nilerr // no webhook of the provider: 200, nothing
	}
	row, err := t.Clerk.PaymentByProvider(ctx, id)
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if row.Status == procedure.PaymentOpen {
		return t.ask(ctx, row)
	}
	return nil
}

// ask asks the provider about a payment and records its word.
func (t *Till) ask(ctx context.Context, row registry.PaymentRow) error {
	if row.Provider == "" {
		if t.Clerk.Now().Sub(time.UnixMilli(row.Created)) < neverMade {
			return t.Clerk.PaymentChecked(ctx, row.Dispute, row.ID, row.Problem)
		}
		return t.Clerk.RecordPayment(ctx, row.Dispute, procedure.RecordPayment{ID: row.ID, Status: "failed"})
	}
	p, err := t.Client.GetPayment(ctx, row.Provider)
	if err != nil {
		t.problem(ctx, row.Dispute, row.ID, err)
		return nil // asked again in an hour
	}
	if p.Case != row.Dispute || p.Attempt != row.ID || p.Currency != pay.Currency || p.Mode != t.Client.Mode() {
		t.problem(ctx, row.Dispute, row.ID, fmt.Errorf("payment %s is not the one that was made", p.ID))
		return nil
	}
	said := procedure.RecordPayment{ID: row.ID, Cents: p.AmountCents, At: p.PaidAt}
	switch p.Status {
	case pay.Paid:
		said.Status = procedure.PaymentPaid
	case pay.Failed, pay.Expired, pay.Canceled:
		said.Status = string(p.Status)
	case pay.Open, pay.Pending, pay.Authorized:
		return t.Clerk.PaymentChecked(ctx, row.Dispute, row.ID, "")
	default: // an open string: not ended
		return t.Clerk.PaymentChecked(ctx, row.Dispute, row.ID, "unknown status")
	}
	if err := t.Clerk.RecordPayment(ctx, row.Dispute, said); err != nil {
		return err
	}
	t.Log.Info("payment", "payment", row.ID, "status", said.Status, "cents", said.Cents)
	return nil
}

// Round looks at all that is open and not looked at for an hour, and gives back what is due. It tells how many it
// looked at.
func (t *Till) Round(ctx context.Context) (int, error) {
	before := t.Clerk.Now().Add(-lookAgain)
	payments, err := t.Clerk.OpenPayments(ctx, before, tillBatch)
	if err != nil {
		return 0, err
	}
	refunds, err := t.Clerk.OpenRefunds(ctx, before, tillBatch)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, row := range payments {
		failed = errors.Join(failed, t.ask(ctx, row))
	}
	for _, row := range refunds {
		failed = errors.Join(failed, t.giveBack(ctx, row))
	}
	if failed != nil {
		return 0, failed
	}
	return len(payments) + len(refunds), nil
}

// giveBack asks the provider to give money back, or how far it is. Asked twice it gives back once: the key is that of
// the refund and its attempt.
func (t *Till) giveBack(ctx context.Context, row registry.RefundRow) error {
	paid, err := t.Clerk.Payment(ctx, row.Dispute, row.Payment)
	if err != nil {
		return err
	}
	var r pay.Refund
	if row.Provider == "" {
		r, err = t.Client.Refund(ctx, pay.NewRefund{
			Payment: paid.Provider, Cents: row.Cents, Description: t.Name, IdempotencyKey: fmt.Sprintf("%s.%d", row.ID, row.Attempt),
		})
	} else {
		r, err = t.Client.GetRefund(ctx, paid.Provider, row.Provider)
	}
	var refusal *pay.Problem
	switch {
	case errors.As(err, &refusal):
		if err := t.Clerk.RefundSent(ctx, row, row.Provider, refusal.Error()); err != nil {
			return err
		}
		return t.refunded(ctx, row, true)
	case err != nil:
		t.Log.Error("payment provider", "refund", row.ID, "cause", err.Error())
		return t.Clerk.RefundSent(ctx, row, row.Provider, err.Error())
	}
	if err := t.Clerk.RefundSent(ctx, row, r.ID, ""); err != nil {
		return err
	}
	if r.Status == pay.RefundDone || r.Status.Undone() {
		return t.refunded(ctx, row, r.Status != pay.RefundDone)
	}
	return nil
}

func (t *Till) refunded(ctx context.Context, row registry.RefundRow, failed bool) error {
	t.Log.Info("refund", "refund", row.ID, "cents", row.Cents, "failed", failed)
	return t.Clerk.RecordRefund(ctx, row.Dispute, procedure.RecordRefund{ID: row.ID, Failed: failed})
}

// Next gives when the till must look again; false when nothing is open.
func (t *Till) Next(ctx context.Context) (time.Time, bool, error) {
	at, ok, err := t.Clerk.NextMoney(ctx)
	return at.Add(lookAgain), ok, err
}
