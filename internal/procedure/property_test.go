package procedure

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func drawn(t *rapid.T) dice {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "d") }
}

// checkAll judges a history that grows: each call what is new in it.
func checkAll(t rapid.TB) func([]Event) {
	c, s := NewChecker(), State{}
	seen := 0
	return func(log []Event) {
		t.Helper()
		for _, e := range log[seen:] {
			if b := c.Add(e); b != nil {
				show(t, log, b)
			}
			s = Evolve(s, e)
		}
		seen = len(log)
		if b := c.Compare(s); b != nil {
			show(t, log, b)
		}
	}
}

// show prints a history and fails.
func show(t rapid.TB, log []Event, err error) {
	t.Helper()
	for _, e := range log {
		t.Logf("%3d %s %s %s %T %+v", e.Seq, e.Due.In(Amsterdam).Format("2006-01-02 15:04:05"), e.Rule, e.Actor.Role, e.Body, e.Body)
	}
	t.Fatal(err)
}

// equalFacts compares two histories but for the instants at which they were recorded.
func equalFacts(a, b []Event) error {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		x.Recorded, y.Recorded = time.Time{}, time.Time{}
		if !reflect.DeepEqual(x, y) {
			return fmt.Errorf("event %d: %+v and %+v", i+1, x, y)
		}
	}
	if len(a) != len(b) {
		return fmt.Errorf("%d events and %d", len(a), len(b))
	}
	return nil
}

// Looking every hour, every 12 hours or never gives the same history (rules 6.4).
func TestCatchUpSweptOftenSeldomOrNever(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		_, inputs := journey(rt, drawn(rt), rapid.IntRange(1, 25).Draw(rt, "steps"), func([]Event) {})
		never := replay(inputs, 0)
		for _, every := range []time.Duration{time.Hour, 12 * time.Hour} {
			if err := equalFacts(never, replay(inputs, every)); err != nil {
				rt.Fatalf("swept every %s: %v", every, err)
			}
		}
	})
}

// A clock that goes back fires nothing twice, and looking twice changes nothing (rules 6.4).
func TestClockThatGoesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		log, _ := journey(rt, drawn(rt), rapid.IntRange(1, 25).Draw(rt, "steps"), func([]Event) {})
		at := log[len(log)-1].Recorded.AddDate(0, 0, rapid.IntRange(0, 200).Draw(rt, "on"))
		s, _ := CatchUp(Fold(log), at)
		back := at.Add(-time.Duration(rapid.IntRange(0, 5000).Draw(rt, "back")) * time.Hour)
		for _, when := range []time.Time{at, back, at} {
			if again, events := CatchUp(s, when); len(events) > 0 || !reflect.DeepEqual(again, s) {
				rt.Fatalf("fired again at %s: %+v", when, events)
			}
		}
	})
}

// Two futures of one state do not touch each other, nor the state: the clerk decides again after a lost race, and pages
// catch up in memory.
func TestFuturesOfOneStateAreApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := drawn(rt)
		log, _ := journey(rt, d, rapid.IntRange(0, 25).Draw(rt, "steps"), func([]Event) {})
		now := log[len(log)-1].Recorded
		s, events := CatchUp(Fold(log), now)
		log = append(log, events...)
		var futures []State
		var histories [][]Event
		for range 6 {
			a, c := likely(d, s, now)
			decided, _ := Decide(&s, a, c, now)
			future := s
			for _, e := range decided {
				future = Evolve(future, e)
			}
			future, more := CatchUp(future, now.AddDate(0, 0, 30))
			futures = append(futures, future)
			histories = append(histories, slices.Concat(log, decided, more))
		}
		for i, future := range futures {
			if !reflect.DeepEqual(future, Fold(histories[i])) {
				rt.Fatalf("another future changed this one: %+v", future)
			}
		}
		if !reflect.DeepEqual(s, Fold(log)) {
			rt.Fatal("a future changed the state that it came from")
		}
	})
}

// The fold of the stored events is the state that the clerk went on with.
func TestFoldIsWhatCatchUpGives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		log, _ := journey(rt, drawn(rt), rapid.IntRange(1, 25).Draw(rt, "steps"), checkAll(rt))
		s, events := CatchUp(Fold(log), log[len(log)-1].Recorded.AddDate(0, 6, 0))
		all := append(append([]Event(nil), log...), events...)
		if !reflect.DeepEqual(Fold(all), s) {
			rt.Fatal("the fold differs")
		}
		checkAll(rt)(all)
		if due, ok := Due(s); ok && !due.After(log[len(log)-1].Recorded.AddDate(0, 6, 0)) {
			rt.Fatalf("due at %s, and caught up later", due)
		}
	})
}

// A button that is shown works: some well-formed command of its type is not refused as not now or not yours; and what
// no button shows is refused as exactly that.
func TestOpenAndDecideAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := drawn(rt)
		log, _ := journey(rt, d, rapid.IntRange(0, 25).Draw(rt, "steps"), func([]Event) {})
		s, now := Fold(log), log[len(log)-1].Recorded
		s, _ = CatchUp(s, now)
		for _, role := range anyRole {
			a := somebody(d, s, role)
			shown := map[reflect.Type]bool{}
			for _, m := range Open(s, a, now) {
				shown[reflect.TypeOf(m.Command)] = true
			}
			for _, m := range Moves {
				typ := reflect.TypeOf(m.Command)
				if shown[typ] != May(s, a, m.Command, now) {
					rt.Fatalf("Open and May differ on %s for %s", typ, role)
				}
				if obeyed, err := tried(s, a, m.Command, now); obeyed != shown[typ] {
					rt.Fatalf("%s for %s: shown %t, %v; %+v", typ, role, shown[typ], err, s)
				}
			}
		}
	})
}

// tried says whether some command of a type gets past not_now and not_yours.
func tried(s State, a Actor, like Command, now time.Time) (bool, error) {
	var last error
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		_, err := Decide(&s, a, fill(r.IntN, s, a, like, now), now)
		refusal, refused := IsRefusal(err)
		if !refused || refusal.Code != NotNow && refusal.Code != NotYours && refusal.Code != TooLate {
			return true, err
		}
		last = err
	}
	return false, last
}

// More proof never takes a move away, and less is answered by asking for a code.
func TestProofThatIsMissing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := drawn(rt)
		log, _ := journey(rt, d, rapid.IntRange(0, 25).Draw(rt, "steps"), func([]Event) {})
		s, now := Fold(log), log[len(log)-1].Recorded
		s, _ = CatchUp(s, now)
		a, c := likely(d, s, now)
		a.Proof = ByLink
		_, err := Decide(&s, a, c, now)
		if r, ok := IsRefusal(err); May(s, a, c, now) && ProofFor(c) > ByLink && (!ok || r.Code != CodeAsked) {
			rt.Fatalf("%T with a link only: %v", c, err)
		}
	})
}

func TestEncodeAndDecode(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	known := 0
	remember := func(log []Event) {
		new := log[min(known, len(log)):]
		known = len(log)
		for _, e := range new {
			typ, payload, err := Encode(e.Body)
			if err != nil {
				t.Fatal(err)
			}
			back, err := DecodeBody(typ, payload)
			if err != nil {
				t.Fatal(err)
			}
			if typ2, again, err := Encode(back); err != nil || typ2 != typ || string(again) != string(payload) {
				t.Fatalf("%s: %s came back as %s (%v)", typ, payload, again, err)
			}
			seen[typ] = true
		}
	}
	for seed := range uint64(1100) {
		known = 0
		journey(t, rand.New(rand.NewPCG(seed, 7)).IntN, 90, remember)
	}
	for _, log := range pursued(t) { // what takes weeks of silence, which chance seldom gives
		known = 0
		remember(log)
	}
	for _, b := range Bodies() {
		if !seen[TypeOf(b)] {
			t.Errorf("no journey met %s", TypeOf(b))
		}
		zero, err := DecodeBody(TypeOf(b), []byte("{}"))
		if err != nil || !reflect.DeepEqual(zero, b) {
			t.Errorf("zero %s: %+v, %v", TypeOf(b), zero, err)
		}
	}
	if _, err := DecodeBody("unheard-of.1", nil); !errors.Is(err, ErrUnknownEvent) {
		t.Errorf("unknown type: %v", err)
	}
	if _, err := DecodeBody("ended.1", []byte(`{"outcome":`)); err == nil {
		t.Error("broken JSON was read")
	}
}

func TestRecordTellsEventsApart(t *testing.T) {
	t.Parallel()
	at := time.UnixMilli(1_700_000_000_123).UTC()
	base := string(Record("d1", Place("n", 1), at, at, Consumer, "c", "0.5", "opened.1", []byte("{}")))
	want := "wederhoor event v2\nd1\n" + Place("n", 1) + "\n1700000000123\n1700000000123\nconsumer c\n0.5\nopened.1\n{}\n"
	if base != want {
		t.Fatalf("record is %q", base)
	}
}
