// Package storetest is the conformance suite of the store: it runs on any database that the store can open. It may
// import the store and the testing package, nothing else of the program.
package storetest

import (
	"context"
	"fmt"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// day is a day in milliseconds; start an instant to count from.
const (
	day   = int64(24 * 60 * 60 * 1000)
	start = int64(1_780_000_000_000)
)

// Complaint is a complaint as the intake stores it: the rows of one submission.
type Complaint struct {
	ID      string
	Member  string
	Address string // the shop's
	Now     int64  // Unix ms
	Secret  []byte // unique
}

// Submit stores a complaint: its row, the consumer, an event with its leaf, its fact, the text, two letters and a session.
func Submit(ctx context.Context, tx *store.Tx, c Complaint) error {
	err := tx.InsertDispute(ctx, db.InsertDisputeParams{
		ID: c.ID, Reference: "W-" + c.ID, Member: c.Member, Rules: "1", Version: 1, Stage: "direct", Turn: "shop",
		Task: "answer", Category: "faulty", Amount: 4999, OrderNumber: "ORDER-" + c.ID, ConsumerName: "Noor " + c.ID,
		Told: 1, NextDue: store.Int(c.Now + 7*day), TurnDue: store.Int(c.Now + 7*day), Opened: c.Now, Changed: c.Now,
	})
	if err != nil {
		return err
	}
	for _, role := range []string{"consumer", "shop"} {
		err := tx.InsertParty(ctx, db.InsertPartyParams{
			Dispute: c.ID, Role: role, Name: "Noor " + c.ID, Email: role + "-" + c.ID + "@mail.example", Lang: "nl", Salt: c.Secret,
		})
		if err != nil {
			return err
		}
	}
	event := db.Event{
		Dispute: c.ID, Seq: 1, Due: c.Now, Recorded: c.Now, ActorRole: "consumer", Actor: "consumer", Rule: "0.5",
		Type: "opened.1", Payload: []byte(`{"member":"1001","category":"faulty","remedy":"repair","amount":4999}`),
	}
	if err := Append(ctx, tx, event); err != nil {
		return err
	}
	err = tx.UpsertFact(ctx, db.UpsertFactParams{
		Dispute: c.ID, Stamp: tx.LogSize(), Reference: "W-" + c.ID, Member: c.Member, Category: "faulty", Rules: "1", Amount: 4999, Opened: c.Now,
	})
	if err != nil {
		return err
	}
	err = tx.InsertContent(ctx, db.InsertContentParams{
		Dispute: c.ID, ID: "text", Kind: "complaint", Author: "consumer", Created: c.Now, Salt: c.Secret,
		Body: []byte("The lamp went out on the second day, and nobody answers my letters about it any more."),
	})
	if err != nil {
		return err
	}
	for i, to := range []string{c.Address, "consumer-" + c.ID + "@mail.example"} {
		if err := tx.InsertLetter(ctx, LetterTo(c.ID, i, to, c.Now)); err != nil {
			return err
		}
	}
	return tx.InsertSession(ctx, db.InsertSessionParams{
		Hash: c.Secret, Kind: "consumer", Subject: c.ID, Party: "consumer", Confirmed: store.Int(c.Now), Lang: "nl",
		Created: c.Now, Seen: c.Now, Expires: c.Now + 30*day,
	})
}

// LetterTo makes the nth letter of a dispute to an address.
func LetterTo(dispute string, n int, address string, now int64) db.InsertLetterParams {
	id := fmt.Sprintf("%s-%d", dispute, n)
	return db.InsertLetterParams{
		Dispute: dispute, ID: id, Created: now, Seq: int64(n), Slug: "m01", Party: "shop", Address: address, Lang: "nl",
		Data: []byte(`{"offer":""}`), Task: "notice", State: store.LetterWaiting, NotBefore: now,
		MessageID: "<" + id + "@wederhoor.example>",
	}
}

// Append stores an event with its leaf.
func Append(ctx context.Context, tx *store.Tx, e db.Event) error {
	record, err := Leaf(e)
	if err != nil {
		return err
	}
	if e.Leaf, err = tx.AppendLeaf(record); err != nil {
		return err
	}
	return tx.InsertEvent(ctx, db.InsertEventParams(e))
}

// Leaf is the record that the suite logs for an event: all of it but the leaf's own number.
func Leaf(e db.Event) ([]byte, error) {
	return fmt.Appendf(nil, "%q %d %d %d %q %q %q %q %q",
		e.Dispute, e.Seq, e.Due, e.Recorded, e.ActorRole, e.Actor, e.Rule, e.Type, e.Payload), nil
}

// Secret makes 32 bytes that differ for each number.
func Secret(n int) []byte { return fmt.Appendf(nil, "%032d", n) }

// write runs fn in a write that must succeed.
func write(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), store.Act, fn); err != nil {
		t.Fatal(err)
	}
}

// submit stores complaints numbered from first to last.
func submit(t *testing.T, s *store.Store, first, last int) {
	t.Helper()
	for n := first; n <= last; n++ {
		c := Complaint{ID: fmt.Sprintf("d%04d", n), Member: "1001", Address: "shop@shop.example", Now: start + int64(n), Secret: Secret(n)}
		write(t, s, func(tx *store.Tx) error { return Submit(t.Context(), tx, c) })
	}
}

// equal compares what a query gave with what it had to give.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// must gives a value, and ends the test on an error.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
