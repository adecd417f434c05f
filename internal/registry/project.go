package registry

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// updateRow writes what lists need of the dispute, and fails when another writer was there first.
func updateRow(ctx context.Context, tx *store.Tx, f *file, version int64) error {
	s := f.state
	st := procedure.StatusOf(s, s.Recorded)
	shop := procedure.StatusFor(s, procedure.Shop, s.Recorded)
	n, err := tx.UpdateDispute(ctx, db.UpdateDisputeParams{
		ID: s.ID, Version: s.Version, Version_2: version,
		Stage: string(s.Stage), Turn: string(st.Turn), Work: string(procedure.Work(s)), Outcome: string(s.Outcome),
		NextDue: nextDue(s), TurnDue: turnDue(s), Changed: s.Recorded.UnixMilli(), Ended: instant(s.EndedAt),
		Task: string(st.Task), Told: flag(s.Told), Answered: flag(s.ShopAnswered),
		Mediator: mediatorOf(s), Adjudicator: s.File.Adjudicator,
		ShopTurn: string(shop.Turn), ShopTask: string(shop.Task), ShopDue: endOf(shop.LastDay), Waits: flag(waits(s)),
		RoomUntil: roomUntil(f), Unread: flag(s.Stage == procedure.Mediation && s.Room.Unread),
	})
	if err != nil {
		return fmt.Errorf("dispute row: %w", store.Wrap(err))
	}
	if n != 1 {
		return fmt.Errorf("dispute row at version %d: %w", version, store.ErrConflict)
	}
	return nil
}

// nextDue is when the sweeper must look; null when time changes nothing.
func nextDue(s procedure.State) sql.NullInt64 {
	at, ok := procedure.Due(s)
	if !ok {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: at.UnixMilli(), Valid: true}
}

// turnDue is the end of the last day of whose turn it is; null when its term has not begun.
func turnDue(s procedure.State) sql.NullInt64 {
	t, ok := s.Main()
	if !ok {
		return sql.NullInt64{}
	}
	if procedure.Work(s) == procedure.TaskHeld { // it is the first thing that staff have to do
		if held, waits := s.Find(procedure.TaskHeld, s.Room.Held[0].ID); waits {
			t = held
		}
	}
	return endOf(t.LastDay)
}

func endOf(d procedure.Date) sql.NullInt64 {
	if d.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: d.End().UnixMilli(), Valid: true}
}

// mediatorOf names the mediator while there is mediation; lists of a mediator's own work show no more.
func mediatorOf(s procedure.State) string {
	if s.Stage != procedure.Mediation {
		return ""
	}
	return s.Room.Mediator
}

// roomUntil is when the private channels of mediation are erased: their days count from its end, and a mediation that
// goes on begins them anew (rules 5.2). Once erased it stays so.
func roomUntil(f *file) sql.NullInt64 {
	s := f.state
	if s.Stage == procedure.Mediation || s.Room.LeftAt.IsZero() {
		return sql.NullInt64{}
	}
	until := procedure.DateOf(s.Room.LeftAt).AddDays(s.Rules().KeepRoomDays).End()
	if !f.row.RoomUntil.Valid && s.Recorded.After(until) {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: until.UnixMilli(), Valid: true}
}

// waits says that something is asked of a party.
func waits(s procedure.State) bool {
	for _, t := range s.Tasks {
		if (t.Who == procedure.Consumer || t.Who == procedure.Shop) && t.Kind != procedure.TaskChallenge {
			return true
		}
	}
	return false
}

func instant(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: true}
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// project keeps the rows that the till, the quality manager and the list of rulings read.
func project(ctx context.Context, tx *store.Tx, s procedure.State, e procedure.Event) error {
	at := e.Recorded.UnixMilli()
	var err error
	switch b := e.Body.(type) {
	case procedure.PaymentStarted:
		err = tx.InsertPayment(ctx, db.InsertPaymentParams{Dispute: s.ID, ID: b.ID, Cents: b.Cents, Created: at, Checked: at})
	case procedure.PaymentEnded:
		err = tx.PaymentState(ctx, db.PaymentStateParams{Dispute: s.ID, ID: b.ID, Status: b.How})
	case procedure.Paid:
		err = tx.PaymentState(ctx, db.PaymentStateParams{Dispute: s.ID, ID: b.ID, Status: procedure.PaymentPaid, Receipt: b.Receipt})
	case procedure.RefundDue:
		err = tx.InsertRefund(ctx, db.InsertRefundParams{Dispute: s.ID, ID: b.ID, Payment: b.Payment, Cents: b.Cents, Why: b.Why, Created: at})
	case procedure.Refunded:
		err = refundState(ctx, tx, s.ID, b.ID, procedure.RefundDone, at)
	case procedure.RefundFailed:
		err = refundState(ctx, tx, s.ID, b.ID, procedure.RefundBad, at)
	case procedure.SignalRaised:
		err = insertSignal(ctx, tx, s, e, b.Kind, b.Text.ID)
	case procedure.NotCarriedOut:
		err = insertSignal(ctx, tx, s, e, "not_carried_out", "")
	case procedure.RulingSigned:
		err = tx.DeleteRulingDrafts(ctx, s.ID)
	default:
		return nil
	}
	if err != nil {
		return fmt.Errorf("project %s: %w", procedure.TypeOf(e.Body), store.Wrap(err))
	}
	return nil
}

func refundState(ctx context.Context, tx *store.Tx, dispute, id, state string, at int64) error {
	r, err := tx.RefundByID(ctx, db.RefundByIDParams{Dispute: dispute, ID: id})
	if err != nil {
		return err
	}
	return tx.RefundState(ctx, db.RefundStateParams{Dispute: dispute, ID: id, Provider: r.Provider, Status: state, Checked: at, Problem: r.Problem})
}

func insertSignal(ctx context.Context, tx *store.Tx, s procedure.State, e procedure.Event, kind, text string) error {
	return tx.InsertSignal(ctx, db.InsertSignalParams{
		ID: newID(), Member: s.Member, Dispute: s.ID, Kind: kind, At: e.Due.UnixMilli(), Account: e.Actor.ID, Text: text,
	})
}
