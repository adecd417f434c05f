// Package simulate plays many disputes on the pure core, from the complaint to the end, with people who fall silent or
// do absurd things and machines that fail, and judges every history against the invariants after each step. It is
// seeded: the same seed gives the same histories on every machine, told by one hash. It knows procedure and letter, and
// no database, mail server or page; all of its time is made up.
package simulate

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
)

// Options say what to play.
type Options struct {
	Cases int
	Seed  uint64
	Now   time.Time // when the first complaint can come; they come in the Months after it
	Table Table     // which letter goes to whom; nil: letter.For
	Done  func(int) // told now and then how many cases have ended; may be nil
}

// Months is how long complaints come in.
const Months = 14

// Table gives the letters of an event, from the state after it.
type Table func(procedure.Event, procedure.State) []letter.Letter

// Result is what a simulation brought.
type Result struct {
	Cases, Events, Letters int
	Commands, Refused      int // given, and refused by the rules
	Faults                 Faults
	Ends                   map[procedure.Outcome]int
	Days                   map[procedure.Stage][]int // days that cases spent in a stage, sorted
	Cents                  int64                     // what the trustmark holds at the end
	Hash                   string                    // of all histories, in order
}

// Faults counts what went wrong on purpose.
type Faults struct {
	Absurd, Repeated, Crashed, Raced, Outages, Bounced, Webhooks, Skewed int
}

// Failure is a broken invariant, with the shortest history found that shows it.
type Failure struct {
	Seed    uint64
	Case    int
	Broken  error
	History []procedure.Event
	Inputs  []Input
}

func (f *Failure) Error() string {
	return fmt.Sprintf("seed %d, case %d: %v", f.Seed, f.Case, f.Broken)
}

func (f *Failure) Unwrap() error { return f.Broken }

// Print writes the commands that lead to the broken invariant, and the history.
func (f *Failure) Print(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%v\n\ncommands:\n", f); err != nil {
		return err
	}
	for _, in := range f.Inputs {
		if _, err := fmt.Fprintf(w, "  %s %s %q %T %+v\n", in.At.In(procedure.Amsterdam).Format("2006-01-02 15:04:05"), in.Actor.Role, in.Actor.ID, in.Command, in.Command); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(w, "\nhistory:"); err != nil {
		return err
	}
	for _, e := range f.History {
		if _, err := fmt.Fprintf(w, "  %3d %s %s %s %T %+v\n", e.Seq, e.Due.In(procedure.Amsterdam).Format("2006-01-02 15:04:05"), e.Rule, e.Actor.Role, e.Body, e.Body); err != nil {
			return err
		}
	}
	return nil
}

// Run plays the cases one after the other. The error is a *Failure at the first broken invariant.
func Run(o Options) (Result, error) {
	res := Result{Cases: o.Cases, Ends: map[procedure.Outcome]int{}, Days: map[procedure.Stage][]int{}}
	if o.Table == nil {
		o.Table = letter.For
	}
	w := newWorld(o)
	h := newHash()
	for i := range o.Cases {
		d := w.dispute(i, &res)
		if err := d.play(); err != nil {
			return res, d.failure(err)
		}
		d.tally()
		w.agenda, w.inputs = d.agenda, d.inputs
		h.add(d.hash.sum)
		if o.Done != nil && i%1000 == 999 {
			o.Done(i + 1)
		}
	}
	for st := range res.Days {
		slices.Sort(res.Days[st])
	}
	res.Hash = hex.EncodeToString(h.bytes())
	return res, nil
}

// Print writes a result as a table for people.
func (r Result) Print(w io.Writer) error {
	lines := []string{fmt.Sprintf("%d cases, %d events, %d commands (%d refused), %d letters", r.Cases, r.Events, r.Commands, r.Refused, r.Letters)}
	f := r.Faults
	lines = append(lines, fmt.Sprintf("faults: %d absurd commands, %d repeated, %d lost before commit, %d races, %d letters in an outage, %d bounced, %d false webhooks, %d with a wrong clock",
		f.Absurd, f.Repeated, f.Crashed, f.Raced, f.Outages, f.Bounced, f.Webhooks, f.Skewed), "", "ends:")
	for _, o := range procedure.Outcomes {
		if n := r.Ends[o]; n > 0 {
			lines = append(lines, fmt.Sprintf("  %-20s %7d  %5.1f %%", o, n, 100*float64(n)/float64(r.Cases)))
		}
	}
	lines = append(lines, "", "days in a stage: median, 90 % within")
	for _, st := range []procedure.Stage{procedure.Admission, procedure.Direct, procedure.Mediation, procedure.Ruling, procedure.Compliance} {
		if days := r.Days[st]; len(days) > 0 {
			lines = append(lines, fmt.Sprintf("  %-12s %4d %4d  (%d cases)", st, days[len(days)/2], days[len(days)*9/10], len(days)))
		}
	}
	lines = append(lines, "", fmt.Sprintf("the trustmark holds € %d.%02d", r.Cents/100, r.Cents%100), "hash "+r.Hash)
	for _, l := range lines {
		if _, err := fmt.Fprintln(w, l); err != nil {
			return err
		}
	}
	return nil
}

// world is what all cases share: when mail servers are down.
type world struct {
	o       Options
	outages []span
	agenda  []item // room that the cases share, one after the other
	inputs  []Input
}

type span struct{ from, to time.Time }

func newWorld(o Options) *world {
	w := &world{o: o}
	r := rand.New(rand.NewPCG(o.Seed, 0x5eed))
	for at := o.Now; at.Before(o.Now.AddDate(4, 0, 0)); {
		at = at.Add(time.Duration(2+r.IntN(40)) * 24 * time.Hour)
		long := time.Duration(1+r.IntN(72)) * time.Hour
		w.outages = append(w.outages, span{at, at.Add(long)})
		at = at.Add(long)
	}
	return w
}

// up gives the first instant from at on at which mail servers work, and whether that is another.
func (w *world) up(at time.Time) (time.Time, bool) {
	i, found := slices.BinarySearchFunc(w.outages, at, func(s span, at time.Time) int { return cmp.Compare(s.from.UnixNano(), at.UnixNano()) })
	if !found {
		i--
	}
	if i >= 0 && at.Before(w.outages[i].to) {
		return w.outages[i].to, true
	}
	return at, false
}
