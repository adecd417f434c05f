package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Opening is a complaint whose address was confirmed, ready to become a dispute (rules 0.5).
type Opening struct {
	Draft     string // the draft that it replaces; "" when there is none
	Member    db.Member
	Complaint Complaint
	Grounds   []procedure.Ground
	Person    Person
	// Extra runs in the same transaction: the code is used and the browser confirmed with the case, or neither.
	Extra func(ctx context.Context, tx *store.Tx, dispute string) error
}

// Opened tells where the new dispute is.
type Opened struct{ ID, Reference string }

// Open opens a dispute. It is answered after the commit: the consumer's complaint, its events and its letters are
// durable, or nothing is.
func (c *Clerk) Open(ctx context.Context, o Opening) (Opened, error) {
	var out Opened
	body, err := json.Marshal(o.Complaint)
	if err != nil {
		return out, fmt.Errorf("complaint: %w", err)
	}
	addresses := Addresses(o.Member)
	err = c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		out = Opened{ID: newID(), Reference: newReference()}
		if o.Extra != nil {
			if err := o.Extra(ctx, tx, out.ID); err != nil {
				return err
			}
		}
		f := file{state: procedure.State{ID: out.ID}, consumer: strings.ToLower(o.Person.Email), lang: o.Person.Lang, shop: addresses}
		w := &Writing{author: procedure.Consumer}
		k := o.Complaint
		cmd := procedure.OpenDispute{Opened: procedure.Opened{
			Member: o.Member.ID, Rules: procedure.CurrentRules().Version, Calendar: procedure.CalendarVersion,
			Category: k.Category, Remedy: k.Remedy, Amount: k.Amount, Purchase: k.Purchase, Told: k.Told,
			Grounds: o.Grounds, Addresses: len(addresses), Complaint: w.stage(KindComplaint, "", body),
		}}
		events, err := procedure.Decide(&f.state, procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: procedure.ByCode}, cmd, c.now())
		if err != nil {
			return refused(err)
		}
		if err := c.append(ctx, tx, &f, events, w); err != nil {
			return err
		}
		if err := insertRow(ctx, tx, f.state, out.Reference, o); err != nil {
			return err
		}
		if err := keepFact(ctx, tx, &f, out.Reference); err != nil {
			return err
		}
		if o.Draft != "" {
			if err := c.countStep(ctx, tx, StepConfirmed); err != nil {
				return err
			}
		}
		return moveDraft(ctx, tx, o.Draft, out.ID)
	})
	if errors.Is(err, store.ErrConflict) { // a reference given out before: one in 27 billion
		return c.Open(ctx, o)
	}
	c.wake()
	return out, outside(err)
}

func insertRow(ctx context.Context, tx *store.Tx, s procedure.State, reference string, o Opening) error {
	st := procedure.StatusOf(s, s.Recorded)
	at := s.Opened.UnixMilli()
	err := tx.InsertDispute(ctx, db.InsertDisputeParams{
		ID: s.ID, Reference: reference, Member: s.Member, Rules: s.Rules().Version, Version: s.Version,
		Stage: string(s.Stage), Turn: string(st.Turn), Work: string(procedure.Work(s)), Outcome: "",
		Category: string(s.Case.Category), Amount: s.Case.Amount, OrderNumber: orderKey(o.Complaint.Order),
		ConsumerName: o.Person.Name, NextDue: nextDue(s), TurnDue: turnDue(s), Opened: at, Changed: at,
		Task: string(st.Task), Told: flag(s.Told),
		ShopTurn: string(st.Turn), ShopTask: string(st.Task), ShopDue: turnDue(s), Waits: flag(waits(s)),
	})
	if err != nil {
		return fmt.Errorf("dispute: %w", store.Wrap(err))
	}
	err = tx.InsertParty(ctx, db.InsertPartyParams{
		Dispute: s.ID, Role: string(procedure.Consumer), Name: o.Person.Name, Email: strings.ToLower(o.Person.Email),
		Phone: o.Person.Phone, Lang: o.Person.Lang, Extra: o.Person.Helper,
	})
	if err != nil {
		return fmt.Errorf("party: %w", store.Wrap(err))
	}
	return nil
}

func moveDraft(ctx context.Context, tx *store.Tx, draft, dispute string) error {
	if draft == "" {
		return nil
	}
	n, err := tx.DeleteDraft(ctx, draft)
	if err != nil {
		return fmt.Errorf("draft: %w", store.Wrap(err))
	}
	if n == 0 { // sent already, in another tab
		return fault.New(fault.CodeSpent)
	}
	if err := tx.MoveDocuments(ctx, db.MoveDocumentsParams{Dispute: dispute, Dispute_2: draft}); err != nil {
		return fmt.Errorf("documents: %w", store.Wrap(err))
	}
	return nil
}

// orderKey is the order number as the duplicate check compares it.
func orderKey(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

// Addresses gives a member's addresses for notices, in order.
func Addresses(m db.Member) []string {
	var out []string
	for _, a := range strings.Split(m.Emails, ",") {
		if a = strings.TrimSpace(a); a != "" {
			out = append(out, a)
		}
	}
	return out
}

// Same says whether the consumer has the same complaint already: open, or ended by agreement or ruling (rules 0.4).
func (c *Clerk) Same(ctx context.Context, member, order, email string) (bool, error) {
	if order == "" {
		return false, nil
	}
	rows, err := c.store.Queries().SameComplaints(ctx, db.SameComplaintsParams{
		Member: member, OrderNumber: orderKey(order), Email: strings.ToLower(email),
	})
	if err != nil {
		return false, fmt.Errorf("duplicate check: %w", err)
	}
	for _, o := range rows {
		switch procedure.Outcome(o) {
		case procedure.Withdrawn, procedure.Refused, procedure.Solved, procedure.NoAnswer:
		default:
			return true, nil
		}
	}
	return false, nil
}
