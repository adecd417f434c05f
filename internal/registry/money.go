package registry

import (
	"context"
	"fmt"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Refund is money that goes or went back. Amounts are in cents.
type Refund struct {
	Cents       int64
	Why, Status string
}

// PaymentRow is a payment as the till knows it.
type PaymentRow = db.Payment

// RefundRow is a refund as the till knows it.
type RefundRow = db.Refund

// The states of a refund row between the dispute's "due" and "done".
const refundSent = "sent"

// StartPayment begins an attempt to pay the fee of a dispute and gives its id. The till makes the payment at the
// provider afterwards: what happens in between is found again by the id (rules 3.2).
func (c *Clerk) StartPayment(ctx context.Context, v Viewer, dispute string, version int64) (string, error) {
	id := newID()
	err := c.Act(ctx, v, dispute, version, func(*Writing) p.Command { return p.StartPayment{ID: id} })
	return id, err
}

// Payment gives a payment of a dispute. A fault.NotFound when there is none.
func (c *Clerk) Payment(ctx context.Context, dispute, id string) (PaymentRow, error) {
	row, err := c.store.Queries().PaymentByID(ctx, db.PaymentByIDParams{Dispute: dispute, ID: id})
	return row, outside(store.Wrap(err))
}

// PaymentByProvider gives the payment that the provider knows by an id. A fault.NotFound when there is none.
func (c *Clerk) PaymentByProvider(ctx context.Context, provider string) (PaymentRow, error) {
	row, err := c.store.Queries().PaymentByProvider(ctx, provider)
	return row, outside(store.Wrap(err))
}

// Payments lists the payments of a dispute, oldest first; of staff and the consumer only.
func (c *Clerk) Payments(ctx context.Context, v View) ([]PaymentRow, []RefundRow, error) {
	if role := v.Viewer.Actor.Role; role != p.Consumer && !isStaff(role) || !v.Full {
		return nil, nil, fault.New(fault.NotFound)
	}
	rows, err := c.store.Queries().PaymentsOf(ctx, v.ID)
	if err != nil {
		return nil, nil, outside(store.Wrap(err))
	}
	back, err := c.store.Queries().RefundsOf(ctx, v.ID)
	return rows, back, outside(store.Wrap(err))
}

// PaymentsOf lists the payments of a dispute for the till, oldest first.
func (c *Clerk) PaymentsOf(ctx context.Context, dispute string) ([]PaymentRow, error) {
	rows, err := c.store.Queries().PaymentsOf(ctx, dispute)
	return rows, outside(store.Wrap(err))
}

// ReferenceOf gives the case number of a dispute, for the till and for bank statements.
func (c *Clerk) ReferenceOf(ctx context.Context, dispute string) (string, error) {
	row, err := c.store.Queries().DisputeByID(ctx, dispute)
	return row.Reference, outside(store.Wrap(err))
}

// OpenPayments lists payments of which the provider was last asked before an instant.
func (c *Clerk) OpenPayments(ctx context.Context, before time.Time, most int) ([]PaymentRow, error) {
	rows, err := c.store.Queries().OpenPayments(ctx, db.OpenPaymentsParams{Before: before.UnixMilli(), MaxRows: int64(most)})
	if err != nil {
		return nil, fmt.Errorf("open payments: %w", err)
	}
	return rows, nil
}

// OpenRefunds lists refunds that the till has not seen the end of and last looked at before an instant.
func (c *Clerk) OpenRefunds(ctx context.Context, before time.Time, most int) ([]RefundRow, error) {
	rows, err := c.store.Queries().OpenRefunds(ctx, db.OpenRefundsParams{Before: before.UnixMilli(), MaxRows: int64(most)})
	if err != nil {
		return nil, fmt.Errorf("open refunds: %w", err)
	}
	return rows, nil
}

// NextMoney gives the last look at what was looked at longest ago; false when nothing is open.
func (c *Clerk) NextMoney(ctx context.Context) (time.Time, bool, error) {
	at, err := c.store.Queries().NextMoney(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next money: %w", err)
	}
	return millis(at), at >= 0, nil
}

// PaymentMade stores the provider's id and the address where to pay.
func (c *Clerk) PaymentMade(ctx context.Context, dispute, id, provider, checkout string) error {
	return c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		return tx.PaymentMade(ctx, db.PaymentMadeParams{
			Dispute: dispute, ID: id, Provider: provider, Checkout: checkout, Checked: c.now().UnixMilli(),
		})
	})
}

// PaymentChecked notes that the provider was asked; problem says why it could not be, without personal data.
func (c *Clerk) PaymentChecked(ctx context.Context, dispute, id, problem string) error {
	return c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		return tx.PaymentChecked(ctx, db.PaymentCheckedParams{Dispute: dispute, ID: id, Checked: c.now().UnixMilli(), Problem: problem})
	})
}

// RefundSent notes the provider's id of a refund, or the problem that keeps it from being made.
func (c *Clerk) RefundSent(ctx context.Context, r RefundRow, provider, problem string) error {
	state := r.Status
	if provider != "" {
		state = refundSent
	}
	return c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		return tx.RefundState(ctx, db.RefundStateParams{
			Dispute: r.Dispute, ID: r.ID, Provider: provider, Status: state, Checked: c.now().UnixMilli(), Problem: problem,
		})
	})
}

// RecordPayment stores what the provider says of a payment. Said twice, it acts once. A payment that counts gets its
// receipt number in the same transaction, so that numbers have no gaps (rules 3.2).
func (c *Clerk) RecordPayment(ctx context.Context, dispute string, said p.RecordPayment) error {
	return c.record(ctx, dispute, said)
}

// RecordRefund stores what the provider says of a refund.
func (c *Clerk) RecordRefund(ctx context.Context, dispute string, said p.RecordRefund) error {
	return c.record(ctx, dispute, said)
}

func (c *Clerk) record(ctx context.Context, dispute string, said p.Command) error {
	err := c.store.Write(ctx, store.Clock, func(tx *store.Tx) error {
		f, err := load(ctx, tx.Queries, dispute)
		if err != nil {
			return err
		}
		now := c.now()
		if err := c.catchUp(ctx, tx, &f, now); err != nil {
			return err
		}
		events, err := p.Decide(&f.state, p.Till, said, now)
		if err != nil {
			return refused(err)
		}
		for i, e := range events {
			if b, ok := e.Body.(p.Paid); ok && b.Counts {
				if b.Receipt, err = nextNumber(ctx, tx, "receipt", p.DateOf(now).Year); err != nil {
					return err
				}
				events[i].Body = b
			}
		}
		return c.append(ctx, tx, &f, events, nil)
	})
	c.wake()
	return outside(err)
}
