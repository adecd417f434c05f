package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/store"
)

const (
	seed     = 20261123
	browsers = 8
	overdue  = 200 // cases whose deadline passed while the program was off
	patience = time.Minute
)

// TestKilled kills the program again and again and looks at what is left.
func TestKilled(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 8
	}
	p := newProgram(t)
	p.run("members", "import", memberList(t))
	slugs, owed := prepare(t, p)
	l := &ledger{acked: map[string]string{}, open: map[string]bool{}, arrived: map[string]int{}, news: make(chan struct{})}
	rng := rand.New(rand.NewPCG(seed, seed))

	first := time.Now()
	l.begun = first.UnixMilli()
	p.start()
	halt := make(chan struct{})
	all := consumers(t, p, l, slugs, browsers, halt)
	for n := range kills {
		// The instant is the test: anywhere from the middle of a start to some way into the load, and every other time
		// the very moment at which somebody is told that their complaint was sent.
		time.Sleep(time.Duration(30+rng.IntN(1000)) * time.Millisecond)
		if n%2 == 1 {
			l.nextAck(2 * time.Second)
		}
		p.kill()
		l.collect(p.box)
		p.start()
	}
	close(halt)
	all.Wait()
	if t.Failed() {
		t.Fatal(p.said())
	}
	again := settle(t, p, l)
	p.stop()

	if out := p.run("verify"); !strings.Contains(out, "Every event is as it was stored.") {
		t.Errorf("verify: %s", out)
	}
	st := open(t, p)
	checkComplaints(t, st, l)
	checkLetters(t, st, l)
	checkDeadlines(t, st, owed, first)
	t.Logf("%d kills: %d complaints acknowledged, %d more stored whose answer was lost, %d requests sent again; %d mails of %d letters, %d parked and sent by staff",
		kills, len(l.acked), len(l.open), l.again, l.mails(), len(l.arrived), again)
}

// settle waits until every letter has left. What is unknown twice is parked; staff send what never arrived once more.
// It gives how many those were.
func settle(t *testing.T, p *program, l *ledger) (revived int) {
	t.Helper()
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 3*patience) // a deferred letter waits a minute
		defer cancel()
		if err := p.wait(ctx); err != nil {
			t.Fatalf("%v\n%s", err, p.said())
		}
		st := open(t, p)
		for {
			at, err := st.Queries().NextLetterAt(ctx)
			if err != nil {
				stuck, count := st.Queries().CountLettersByState(t.Context())
				t.Fatalf("letters are still waiting: %v; %v %v\n%s", err, stuck, count, p.said())
			}
			if at < 0 {
				break
			}
			time.Sleep(20 * time.Millisecond) // between two looks
		}
		l.collect(p.box)
		n := revive(t, st, l)
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return revived
		}
		revived += n
		p.stop() // the program looks at its outbox when it starts
		p.start()
	}
}

// memberList writes members of its own to import: enough of them that notices do not wait for each other.
func memberList(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("external_id;name;domains;emails;phone;address;kvk;sector;member_since;member_until;orders_per_year;orders_source\n")
	for i := range 100 {
		fmt.Fprintf(&b, "%d;Winkel %d;winkel%d.example;klachten@winkel%d.example;;;;;2014-03-01;;;\n", 5000+i, i, i, i)
	}
	path := filepath.Join(t.TempDir(), "members.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens the program's database beside it.
func open(t *testing.T, p *program) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), p.folder, store.Options{Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() }) // closed twice at most, which is no error
	return st
}
