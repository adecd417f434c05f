package jobs_test

import (
	"slices"
	"testing"
	"time"

	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
)

// mostTries bounds the attempts for one letter in 72 hours: the pause doubles from a minute to four hours.
const mostTries = 30

// pass lets time go on from due instant to due instant, as the worker does, until an instant.
func (y *yard) pass(until time.Time) {
	y.t.Helper()
	for rounds := 0; ; rounds++ {
		y.drain()
		at, ok, err := y.worker.Next(y.t.Context())
		y.must(err)
		if !ok || at.After(until) {
			y.Set(until)
			return
		}
		if rounds > 10_000 {
			y.t.Fatal("the worker does not get on")
		}
		if at.After(y.Now()) {
			y.Set(at)
		}
	}
}

// The mail server is away for three days. No letter is lost, none leaves twice, letters to one recipient leave in the
// order in which they were written, and neither the time without the server nor its return brings a storm.
func TestMailServerAwayForThreeDays(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.line.Cut(true)
	for range 6 {
		y.open()
		y.pass(y.Now().Add(2 * time.Hour))
	}
	for _, c := range y.cases[:3] {
		y.say(c, "Wij kijken ernaar.")
	}
	y.pass(monday.Add(72 * time.Hour))
	if n := y.box.Len(); n != 0 {
		t.Fatalf("%d mails arrived at a server that is away", n)
	}
	if n := y.parked(); n != 0 {
		t.Errorf("%d letters are parked, though each can still be sent", n)
	}
	waiting := y.letters()
	heads := map[string]bool{}
	for _, l := range waiting {
		heads[l.Address] = true
		if n := y.line.tries[l.ID]; n > mostTries {
			t.Errorf("%s to %s was tried %d times", l.Slug, l.Address, n)
		}
	}
	if n := y.line.attempts(); n > mostTries*len(heads) || n < 20 {
		t.Errorf("%d attempts for %d recipients", n, len(heads))
	}

	y.line.Cut(false)
	before := y.line.attempts()
	y.pass(y.Now().Add(4 * time.Hour)) // the longest pause
	left := map[string][]string{}
	for _, l := range y.letters() {
		switch l.State {
		case registry.LetterAccepted:
			left[l.Address] = append(left[l.Address], l.ID)
		case registry.LetterCancelled:
		default:
			t.Errorf("%s to %s is %s", l.Slug, l.Address, l.State)
		}
	}
	sent := 0
	for address, ids := range left {
		got := y.mails(address)
		sent += len(got)
		if want := y.inOrder(ids); !slices.Equal(got, want) {
			t.Errorf("to %s arrived %v, want %v", address, got, want)
		}
	}
	if n := y.line.attempts() - before; n != sent || y.box.Len() != sent {
		t.Errorf("%d attempts for %d letters, %d mails arrived", n, sent, y.box.Len())
	}
	for n, c := range y.cases {
		if got := y.letter(c.ID, "m03-notice", shopFirst); got.State != registry.LetterAccepted {
			t.Errorf("notice of case %d: %s", n, got.State)
		}
	}
	if len(left[shopFirst]) < len(y.cases) || len(left) != len(y.cases)+1 {
		t.Errorf("letters to %d recipients, %d to the shop", len(left), len(left[shopFirst]))
	}
}

// inOrder puts letters in the order in which they were written: by instant, then by their place in the dispute.
func (y *yard) inOrder(ids []string) []string {
	y.t.Helper()
	rows := y.letters()
	rows = slices.DeleteFunc(rows, func(l db.Letter) bool { return !slices.Contains(ids, l.ID) })
	slices.SortStableFunc(rows, func(a, b db.Letter) int {
		if a.Created != b.Created {
			return int(a.Created - b.Created)
		}
		return int(a.Seq - b.Seq)
	})
	out := make([]string, 0, len(rows))
	for _, l := range rows {
		out = append(out, l.ID)
	}
	return out
}

// An outage takes no day from anybody: the shop's days begin when the mail server has taken the notice (rules 1.1).
func TestOutageTakesNoDayFromTheShop(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.line.Cut(true)
	o := y.open()
	y.pass(monday.Add(72 * time.Hour))
	y.line.Cut(false)
	y.pass(y.Now().Add(4 * time.Hour))
	notice := y.letter(o.ID, "m03-notice", shopFirst)
	accepted := time.UnixMilli(notice.AcceptedAt.Int64)
	if notice.State != registry.LetterAccepted || accepted.Before(monday.Add(72*time.Hour)) {
		t.Fatalf("notice %s at %s", notice.State, accepted)
	}
	v, err := y.clerk.View(t.Context(), staff, o.ID)
	y.must(err)
	if got := v.Status.LastDay.End(); got.Before(accepted.Add(7 * 24 * time.Hour).Truncate(24 * time.Hour)) {
		t.Errorf("the shop has until %s after a notice of %s", got, accepted)
	}
}
