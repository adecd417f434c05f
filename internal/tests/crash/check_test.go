package crash

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"wederhoor/internal/house"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// collect counts the mails that arrived since the last time, by Message-ID.
func (l *ledger) collect(box *mailbox.Box) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range box.All() {
		if m.Number > l.last {
			l.last = m.Number
			l.arrived[m.MessageID]++
		}
	}
}

func (l *ledger) mails() (n int) {
	for _, times := range l.arrived {
		n += times
	}
	return n
}

// came gives how often a letter arrived. Message-IDs stand in the header with their angle brackets or without.
func (l *ledger) came(x db.Letter) int {
	return l.arrived[x.MessageID] + l.arrived[trim(x.MessageID)]
}

func trim(id string) string {
	if len(id) > 2 && id[0] == '<' {
		return id[1 : len(id)-1]
	}
	return id
}

// revive lets staff send the parked letters that never arrived; it gives how many.
func revive(t *testing.T, st *store.Store, l *ledger) (n int) {
	t.Helper()
	clerk := registry.New(st, house.Now, "127.0.0.1")
	staff := registry.Viewer{Actor: procedure.Actor{Role: procedure.Mediator, ID: "sanne", Proof: procedure.ByBrowser}}
	parked, err := st.Queries().ParkedLetters(t.Context(), 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range parked {
		if l.came(x) > 0 {
			continue
		}
		if err := clerk.Revive(t.Context(), staff, x.ID); err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// prepare opens cases in the past whose deadlines then pass while the program is off. It gives the slugs of all
// members, and what time owes each of those cases.
func prepare(t *testing.T, p *program) (slugs []string, owed map[string][]procedure.Event) {
	t.Helper()
	st := open(t, p)
	members, err := st.Queries().AllMembers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		slugs = append(slugs, m.Slug)
	}
	past := house.Now().AddDate(0, 0, -10)
	clerk := registry.New(st, func() time.Time { return past }, "127.0.0.1")
	owed = map[string][]procedure.Event{}
	for i := range overdue {
		o, err := clerk.Open(t.Context(), registry.Opening{
			Member:    members[i%len(members)],
			Complaint: registry.Complaint{Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: procedure.DateOf(past).AddDays(-30), Told: procedure.DateOf(past).AddDays(-10), Story: "De lamp kwam kapot aan."},
			Person:    registry.Person{Name: "Anna de Boer", Email: fmt.Sprintf("eerder-%d@voorbeeld.example", i), Lang: "nl"},
		})
		if err != nil {
			t.Fatal(err)
		}
		owed[o.ID] = nil
	}
	for {
		letters, err := clerk.Claim(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range letters {
			if err := clerk.Record(t.Context(), x.ID, registry.Sent{State: registry.LetterAccepted}); err != nil {
				t.Fatal(err)
			}
		}
		if len(letters) == 0 {
			break
		}
	}
	for id := range owed {
		_, owed[id] = procedure.CatchUp(procedure.Fold(eventsOf(t, st, id)), house.Now())
		if len(owed[id]) == 0 {
			t.Fatalf("time owes nothing to case %s", id)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return slugs, owed
}

func eventsOf(t *testing.T, st *store.Store, id string) (out []procedure.Event) {
	t.Helper()
	rows, err := st.Queries().EventsOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		body, err := procedure.DecodeBody(r.Type, r.Payload)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, procedure.Event{
			Dispute: r.Dispute, Seq: r.Seq, Due: time.UnixMilli(r.Due).UTC(), Recorded: time.UnixMilli(r.Recorded).UTC(),
			Actor: procedure.Actor{Role: procedure.Role(r.ActorRole), ID: r.Actor}, Rule: r.Rule, Body: body,
		})
	}
	return out
}

// checkComplaints looks whether every complaint that was acknowledged is there, once, with its events, and nothing
// that nobody sent.
func checkComplaints(t *testing.T, st *store.Store, l *ledger) {
	t.Helper()
	ctx := context.Background()
	if len(l.acked) < 2*browsers {
		t.Errorf("only %d complaints were acknowledged: there was no load", len(l.acked))
	}
	look := func(email, reference string) {
		cases, err := st.Queries().DisputesByEmail(ctx, email)
		if err != nil {
			t.Fatal(err)
		}
		if len(cases) != 1 || reference != "" && cases[0].Reference != reference {
			t.Errorf("%s: %d cases, want one, %s", email, len(cases), reference)
			return
		}
		events := eventsOf(t, st, cases[0].ID)
		opened := 0
		for i, e := range events {
			if e.Seq != int64(i+1) {
				t.Errorf("case %s: event %d has number %d", cases[0].Reference, i+1, e.Seq)
			}
			if _, ok := e.Body.(procedure.Opened); ok {
				opened++
			}
		}
		if opened != 1 || cases[0].Version != int64(len(events)) {
			t.Errorf("case %s: version %d, %d events, opened %d times", cases[0].Reference, cases[0].Version, len(events), opened)
		}
	}
	for email, reference := range l.acked {
		look(email, reference)
	}
	for email := range l.open { // the answer was lost, and the page said afterwards that it was sent
		look(email, "")
	}
	n, err := st.Queries().CountDisputes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(len(l.acked) + len(l.open) + overdue); n != want {
		t.Errorf("%d cases are stored, want %d", n, want)
	}
}

// checkLetters looks whether every letter of every case arrived, once or twice under one Message-ID, and no mail came
// a third time.
func checkLetters(t *testing.T, st *store.Store, l *ledger) {
	t.Helper()
	ctx := context.Background()
	for id, times := range l.arrived {
		if times > 2 {
			t.Errorf("mail %s came %d times", id, times)
		}
	}
	cases, err := st.Queries().LatestDisputes(ctx, db.LatestDisputesParams{MaxRows: 1_000_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		letters, err := st.Queries().LettersOf(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, slug := range []string{"m02-confirmation", "m03-notice"} {
			if n := count(letters, slug); n != 1 {
				t.Errorf("case %s has %d letters %s", c.Reference, n, slug)
			}
		}
		for _, x := range letters {
			if n := l.came(x); n < 1 && x.AcceptedAt.Int64 >= l.begun {
				t.Errorf("case %s: letter %s (%s, %s) came %d times", c.Reference, x.Slug, x.ID, x.State, n)
			}
		}
	}
}

func count(letters []db.Letter, slug string) (n int) {
	for _, x := range letters {
		if x.Slug == slug {
			n++
		}
	}
	return n
}

// checkDeadlines looks whether what time owed was stored, once, at the instants at which it was due, and soon.
func checkDeadlines(t *testing.T, st *store.Store, owed map[string][]procedure.Event, start time.Time) {
	t.Helper()
	for id, want := range owed {
		got := slices.DeleteFunc(eventsOf(t, st, id), func(e procedure.Event) bool {
			return e.Actor.Role != procedure.Clock.Role || e.Actor.ID != procedure.Clock.ID || e.Recorded.Before(start.Truncate(time.Millisecond))
		})
		got = got[:min(len(got), len(want))]
		if len(got) < len(want) {
			t.Errorf("case %s: %d events by time, want %d", id, len(got), len(want))
			continue
		}
		for i := range want {
			g, w := got[i], want[i]
			if fmt.Sprintf("%T", g.Body) != fmt.Sprintf("%T", w.Body) || !g.Due.Equal(w.Due) || g.Rule != w.Rule || g.Seq != w.Seq {
				t.Errorf("case %s: event %d is %T of rule %s due %s, want %T of %s due %s", id, g.Seq, g.Body, g.Rule, g.Due, w.Body, w.Rule, w.Due)
			}
			if late := g.Recorded.Sub(start); late > patience {
				t.Errorf("case %s: stored %s after the start", id, late)
			}
		}
	}
}
