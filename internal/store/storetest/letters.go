package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// claim takes letters until an instant and gives their ids, sorted.
func claim(t *testing.T, s *store.Store, now, until int64) []string {
	t.Helper()
	out := []string{}
	write(t, s, func(tx *store.Tx) error {
		rows, err := tx.ClaimLetters(t.Context(), db.ClaimLettersParams{NotBefore: now, ClaimedUntil: until, Limit: 100})
		for _, l := range rows {
			out = append(out, l.ID)
			equal(t, "state of "+l.ID, l.State, store.LetterClaimed)
		}
		return err
	})
	slices.Sort(out)
	return out
}

func mark(t *testing.T, s *store.Store, id, state string, notBefore int64) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error {
		l, err := tx.LetterByID(t.Context(), id)
		if err != nil {
			return err
		}
		return tx.MarkLetter(t.Context(), db.MarkLetterParams{
			ID: id, State: state, Attempts: l.Attempts + 1, Unknown: l.Unknown, NotBefore: notBefore, AcceptedAt: l.AcceptedAt,
		})
	})
}

// lettersInLine: letters to one address leave one after the other, whatever dispute they are of.
func lettersInLine(t *testing.T, s *store.Store) {
	equal(t, "no letter", must(s.Queries().NextLetterAt(t.Context()))(t), -1)
	submit(t, s, 1, 4) // each a letter (0) to shop@shop.example and one (1) to the consumer
	now, until := start+100, start+200
	equal(t, "first claim", fmt.Sprint(claim(t, s, now, until)), "[d0001-0 d0001-1 d0002-1 d0003-1 d0004-1]")
	equal(t, "the others are claimed or wait for them", fmt.Sprint(claim(t, s, now, until)), "[]")
	mark(t, s, "d0001-0", store.LetterDeferred, now+50)
	equal(t, "counted", fmt.Sprint(must(s.Queries().CountLettersByState(t.Context()))(t)), "[{deferred 1}]")
	equal(t, "a deferred letter holds up its line", fmt.Sprint(claim(t, s, now, until)), "[]")
	equal(t, "when it may go", must(s.Queries().NextLetterAt(t.Context()))(t), now+50)
	equal(t, "it goes again", fmt.Sprint(claim(t, s, now+50, until)), "[d0001-0]")
	for i, state := range []string{store.LetterAccepted, store.LetterBounced, store.LetterParked} {
		id := fmt.Sprintf("d%04d-0", i+1)
		mark(t, s, id, state, 0)
		equal(t, "after "+state, fmt.Sprint(claim(t, s, now+60, until)), fmt.Sprintf("[d%04d-0]", i+2))
	}
	l := must(s.Queries().LetterByMessageID(t.Context(), "<d0001-0@wederhoor.example>"))(t)
	equal(t, "attempts", l.Attempts, 2)
	equal(t, "letters of a dispute", len(must(s.Queries().LettersOf(t.Context(), "d0001"))(t)), 2)
	equal(t, "parked", must(s.Queries().ParkedLetters(t.Context(), 9))(t)[0].ID, "d0003-0")
	counts := must(s.Queries().CountLettersByState(t.Context()))(t)
	equal(t, "counts", fmt.Sprint(counts), "[{parked 1}]")
	submit(t, s, 5, 5)
	equal(t, "a new one waits behind the claimed one", fmt.Sprint(claim(t, s, now+70, until)), "[d0005-1]")
}

// lettersLapse: a claim without an answer is repeated once, then parked, and the line goes on.
func lettersLapse(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertLetter(ctx, LetterTo("d1", 0, "a@shop.example", start)), tx.InsertLetter(ctx, LetterTo("d1", 1, "a@shop.example", start)))
	})
	lapse := func(now int64) {
		write(t, s, func(tx *store.Tx) error { return errors.Join(tx.ParkLapsed(ctx, now), tx.RequeueLapsed(ctx, now)) })
	}
	equal(t, "claimed", fmt.Sprint(claim(t, s, start, start+10)), "[d1-0]")
	lapse(start + 9)
	equal(t, "not lapsed yet", fmt.Sprint(claim(t, s, start+9, start+20)), "[]")
	equal(t, "when to look", must(s.Queries().NextLetterAt(ctx))(t), start+10)
	lapse(start + 10)
	equal(t, "sent a second time", fmt.Sprint(claim(t, s, start+10, start+20)), "[d1-0]")
	equal(t, "unknown once", must(s.Queries().LetterByID(ctx, "d1-0"))(t).Unknown, 1)
	lapse(start + 20)
	equal(t, "never a third time", fmt.Sprint(claim(t, s, start+20, start+30)), "[d1-1]")
	equal(t, "parked", must(s.Queries().LetterByID(ctx, "d1-0"))(t).State, store.LetterParked)
}

func lettersCancelled(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		var err error
		for n := range 3 {
			l := LetterTo("d1", n, "a@shop.example", start)
			l.Task = []string{"notice", "choice", ""}[n]
			err = errors.Join(err, tx.InsertLetter(ctx, l))
		}
		for task, want := range map[string]int{"notice": 1, "choice": 1, "nothing": 0} {
			n, err := tx.CancelLetters(ctx, db.CancelLettersParams{Dispute: "d1", Task: task})
			equal(t, "cancelled", n, want)
			if err != nil {
				return err
			}
		}
		return err
	})
	equal(t, "the line goes on", fmt.Sprint(claim(t, s, start, start+10)), "[d1-2]")
	mark(t, s, "d1-2", store.LetterParked, 0)
	revive := func(want int64) {
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.ReviveLetter(ctx, db.ReviveLetterParams{ID: "d1-2", NotBefore: start})
			equal(t, "revived", n, want)
			return err
		})
	}
	revive(1)
	revive(0)
	equal(t, "goes again", fmt.Sprint(claim(t, s, start, start+10)), "[d1-2]")
	err := s.Write(ctx, store.Act, func(tx *store.Tx) error { return tx.MarkLetter(ctx, db.MarkLetterParams{ID: "nothing"}) })
	equal(t, "no such letter", errors.Is(err, store.ErrNotFound), true)
}
