package jobs_test

import (
	"strings"
	"testing"
	"time"

	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// put stores a letter of a dispute as the program never would.
func (y *yard) put(o registry.Opened, slug, address string) db.Letter {
	y.t.Helper()
	id := store.NewID(y.Now())
	y.must(y.store.Write(y.t.Context(), store.Act, func(tx *store.Tx) error {
		return tx.InsertLetter(y.t.Context(), db.InsertLetterParams{
			Dispute: o.ID, ID: id, Created: y.Now().UnixMilli(), Seq: 1, Slug: slug, Party: "consumer", Address: address,
			Lang: "nl", Data: []byte("{}"), State: registry.LetterWaiting, NotBefore: y.Now().UnixMilli(),
			MessageID: "<" + id + "@keurmerk.example>",
		})
	}))
	return y.letter(o.ID, slug, address)
}

// A letter that cannot be written is shown to staff and holds up nobody.
func TestLetterThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	o := y.open()
	y.drain()
	broken := y.put(o, "m99-no-such-letter", consumerOf(0))
	y.Advance(time.Minute)
	y.say(o, "Wij kijken ernaar.")
	before := len(y.box.To(consumerOf(0)))
	y.drain()
	broken = y.letter(o.ID, broken.Slug, "")
	if broken.State != registry.LetterParked || !strings.HasPrefix(broken.Error, "not written: ") {
		t.Errorf("%s: %s", broken.State, broken.Error)
	}
	if strings.Contains(broken.Error, consumerOf(0)) {
		t.Errorf("an address in the cause: %s", broken.Error)
	}
	if y.line.tries[broken.ID] != 0 || y.parked() != 1 {
		t.Errorf("tried %d times, %d parked", y.line.tries[broken.ID], y.parked())
	}
	if n := len(y.box.To(consumerOf(0))); n != before+1 {
		t.Errorf("%d letters came after it, want the one about the message", n-before)
	}
	y.Advance(48 * time.Hour)
	y.drain()
	if y.parked() != 1 || y.line.tries[broken.ID] != 0 {
		t.Error("it was tried again by itself")
	}
	y.must(y.clerk.Revive(t.Context(), staff, broken.ID)) // staff let it try again: as broken as before
	y.drain()
	if y.parked() != 1 {
		t.Error("it is not shown again")
	}
}

// What is no longer true when its turn comes does not leave.
func TestStaleLettersAreCancelled(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	o := y.open()
	y.pass(monday.Add(time.Hour))
	if got := y.letter(o.ID, "m03-notice", shopFirst).State; got != registry.LetterAccepted {
		t.Fatalf("notice %s", got)
	}
	y.line.Cut(true)
	reminded := false
	for day := 1; day < 7 && !reminded; day++ {
		y.pass(monday.Add(time.Duration(day) * 24 * time.Hour))
		for _, l := range y.letters() {
			reminded = reminded || l.Slug == "m04-reminder-first"
		}
	}
	if !reminded {
		t.Fatal("the shop was never reminded")
	}
	y.say(o, "Wij kijken ernaar.")
	y.line.Cut(false)
	y.pass(y.Now().Add(4 * time.Hour))
	reminder := y.letter(o.ID, "m04-reminder-first", shopFirst)
	if reminder.State != registry.LetterCancelled {
		t.Errorf("the reminder is %s: %s", reminder.State, reminder.Error)
	}
	for _, id := range y.mails(shopFirst) {
		if id == reminder.ID {
			t.Error("the reminder left after the shop had answered")
		}
	}
	for _, l := range y.letters() {
		if l.State != registry.LetterAccepted && l.State != registry.LetterCancelled {
			t.Errorf("%s to %s is %s", l.Slug, l.Address, l.State)
		}
	}
}

// No answer after the final dot: the letter may have arrived. It is sent once more under the same Message-ID; after
// the second time a person decides.
func TestUnknownTwiceIsParked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step    mailbox.Step
		arrived int
	}{"lost": {mailbox.HangUp(2), 0}, "arrived": {mailbox.LoseAnswer(2), 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			y.box.Script(shopFirst, c.step)
			o := y.open()
			y.drain()
			notice := y.letter(o.ID, "m03-notice", shopFirst)
			if notice.State != registry.LetterWaiting || notice.Unknown != 1 || y.parked() != 0 {
				t.Fatalf("after the first time: %s, unknown %d", notice.State, notice.Unknown)
			}
			y.pass(y.Now().Add(48 * time.Hour))
			notice = y.letter(o.ID, "m03-notice", shopFirst)
			if notice.State != registry.LetterParked || y.line.tries[notice.ID] != 2 || y.parked() != 1 {
				t.Errorf("after the second time: %s, tried %d times, %d parked", notice.State, y.line.tries[notice.ID], y.parked())
			}
			mails := y.box.To(shopFirst)
			if len(mails) != c.arrived {
				t.Fatalf("%d copies arrived, want %d", len(mails), c.arrived)
			}
			for _, m := range mails {
				if "<"+m.MessageID+">" != notice.MessageID {
					t.Errorf("a copy has Message-ID %s, want %s", m.MessageID, notice.MessageID)
				}
			}
			second := y.open() // the next letter to the same address is not held up
			y.drain()
			if got := y.letter(second.ID, "m03-notice", shopFirst).State; got != registry.LetterAccepted {
				t.Errorf("the letter behind it is %s", got)
			}
			y.must(y.clerk.Revive(t.Context(), staff, notice.ID))
			y.drain()
			if got := y.letter(o.ID, "m03-notice", shopFirst).State; got != registry.LetterAccepted || y.parked() != 0 {
				t.Errorf("revived by staff it is %s", got)
			}
		})
	}
}

// A sender that dies between claiming and recording leaves a letter unknown; dying twice parks it.
func TestSenderThatDiesTwice(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.open()
	for n, want := range []int{2, 2, 0} {
		rows, err := y.clerk.Claim(t.Context(), 10)
		y.must(err)
		if len(rows) != want {
			t.Fatalf("claim %d gives %d letters, want %d", n, len(rows), want)
		}
		y.Advance(11 * time.Minute) // the claim lapses
	}
	y.drain()
	if y.line.attempts() != 0 || y.parked() != 2 {
		t.Errorf("%d attempts, %d parked", y.line.attempts(), y.parked())
	}
}

// A mail server that says "later" is asked again, less and less often; one that refuses for good is not.
func TestLaterAndNever(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.box.Script(consumerOf(0), mailbox.Defer(3))
	y.box.Script(shopFirst, mailbox.Reject(550, "5.1.1", "no such user"))
	o := y.open()
	y.drain()
	if got := y.letter(o.ID, "m03-notice", shopFirst); got.State != registry.LetterBounced || y.line.tries[got.ID] != 1 {
		t.Errorf("refused notice: %s, tried %d times", got.State, y.line.tries[got.ID])
	}
	if got := y.letter(o.ID, "m03-notice", shopSecond).State; got != registry.LetterAccepted {
		t.Errorf("notice to the next address: %s", got)
	}
	start := y.Now()
	for minutes := range 8 { // 1, 2 and 4 minutes: at the 7th it is taken
		y.pass(start.Add(time.Duration(minutes) * time.Minute))
		y.drain()
		want := map[int]int{0: 1, 1: 2, 2: 2, 3: 3, 4: 3, 5: 3, 6: 3, 7: 4}[minutes]
		got := 0
		for _, l := range y.letters() {
			if l.Address == consumerOf(0) {
				got = max(got, y.line.tries[l.ID])
			}
		}
		if got != want {
			t.Errorf("after %d minutes %d attempts, want %d", minutes, got, want)
		}
	}
	if len(y.box.To(consumerOf(0))) == 0 {
		t.Error("it never arrived")
	}
}
