package simulate

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
)

var start = time.Date(2026, time.January, 1, 8, 0, 0, 0, time.UTC)

// shown fails with the shortest history.
func shown(t testing.TB, err error) {
	t.Helper()
	var f *Failure
	if errors.As(err, &f) {
		var b bytes.Buffer
		_ = f.Print(&b) // a buffer takes all
		t.Fatal(b.String())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestManyCases(t *testing.T) {
	t.Parallel()
	res, err := Run(Options{Cases: 5000, Seed: 1, Now: start})
	shown(t, err)
	for _, o := range procedure.Outcomes {
		if res.Ends[o] == 0 {
			t.Errorf("no case ended as %s", o)
		}
	}
	total := 0
	for _, n := range res.Ends {
		total += n
	}
	if total != res.Cases {
		t.Errorf("%d of %d cases have ended", total, res.Cases)
	}
	f := res.Faults
	if f.Absurd == 0 || f.Repeated == 0 || f.Crashed == 0 || f.Raced == 0 || f.Outages == 0 || f.Bounced == 0 || f.Webhooks == 0 || f.Skewed == 0 {
		t.Errorf("a fault was never played: %+v", f)
	}
}

func TestSameSeedSameHash(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		res, err := Run(Options{Cases: 300, Seed: seed, Now: start})
		shown(t, err)
		return res.Hash
	}
	if a, b := run(7), run(7); a != b {
		t.Errorf("hash %s, and then %s", a, b)
	}
	if run(7) == run(8) {
		t.Error("two seeds, one hash")
	}
}

func TestResultIsPrinted(t *testing.T) {
	t.Parallel()
	res, err := Run(Options{Cases: 100, Seed: 3, Now: start})
	shown(t, err)
	var b bytes.Buffer
	if err := res.Print(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"100 cases", "ends:", "solved", "hash " + res.Hash} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// BenchmarkCase is one case from its complaint to its end.
func BenchmarkCase(b *testing.B) {
	b.ReportAllocs()
	res, err := Run(Options{Cases: b.N, Seed: 1, Now: start})
	shown(b, err)
	b.ReportMetric(float64(res.Events)/float64(b.N), "events/case")
}

// A table that forgets its letters is found at the first event, and told with what led to it.
func TestFailureIsTold(t *testing.T) {
	t.Parallel()
	_, err := Run(Options{Cases: 10, Seed: 1, Now: start, Table: func(procedure.Event, procedure.State) []letter.Letter { return nil }})
	var f *Failure
	var b *procedure.Broken
	if !errors.As(err, &f) || !errors.As(err, &b) || b.Invariant != 27 || f.Seed != 1 || len(f.Inputs) == 0 {
		t.Fatalf("%v", err)
	}
	var out bytes.Buffer
	if err := f.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"seed 1, case 0", "commands:", "OpenDispute", "history:", "Opened"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// What is left out of the commands of a failure is what it does not need.
func TestShrinkLeavesWhatIsNeeded(t *testing.T) {
	t.Parallel()
	w := newWorld(Options{Cases: 1, Seed: 1, Now: start, Table: letter.For})
	d := w.dispute(0, &Result{Ends: map[procedure.Outcome]int{}, Days: map[procedure.Stage][]int{}})
	if err := d.play(); err != nil {
		t.Fatal(err)
	}
	log, err := replay(d.s.ID, d.inputs)
	if err != nil || len(log) == 0 {
		t.Fatalf("%d events, %v", len(log), err)
	}
	less := shrink(d.inputs, func(in []Input) bool {
		log, _ := replay(d.s.ID, in)
		for _, e := range log {
			if _, asked := e.Body.(procedure.ChoiceAsked); asked {
				return true
			}
		}
		return false
	})
	if len(less) > 3 { // the complaint, the letter, and a look at the clock
		t.Errorf("left: %+v", less)
	}
}
