package simulate

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"wederhoor/internal/procedure"
)

// Input is a command as it was given; without one, time was looked at.
type Input struct {
	At      time.Time
	Actor   procedure.Actor
	Command procedure.Command
}

// dispute plays one case.
type dispute struct {
	w      *world
	res    *Result
	n      int // number of the case
	r      *rand.Rand
	now    time.Time
	s      procedure.State
	due    time.Time // when time changes the case next; timed: it does
	timed  bool
	check  *procedure.Checker
	hash   hash
	agenda []item
	inputs []Input
	ids    int // made up so far
	stage  procedure.Stage
	since  time.Time // in the stage
	events int
	pack   packOfPeople
}

// packOfPeople says how the people of a case are.
type packOfPeople struct {
	consumerSilent, shopSilent int // percent of what is asked that is left unanswered
}

func (w *world) dispute(n int, res *Result) *dispute {
	r := rand.New(rand.NewPCG(w.o.Seed, uint64(n)+1))
	d := &dispute{w: w, res: res, n: n, r: r, check: procedure.NewChecker(), hash: newHash()}
	d.agenda, d.inputs = w.agenda[:0], w.inputs[:0] // one case is played at a time
	d.s.ID = "case-" + strconv.Itoa(n)
	d.pack = packOfPeople{consumerSilent: d.pickInt(5, 10, 20, 60), shopSilent: d.pickInt(5, 15, 40, 95)}
	minutes := Months * 30 * 24 * 60
	d.now = w.o.Now.Add(time.Duration(r.IntN(minutes)) * time.Minute)
	return d
}

func (d *dispute) pickInt(of ...int) int { return of[d.r.IntN(len(of))] }

// chance says yes in so many of a hundred cases.
func (d *dispute) chance(percent int) bool { return d.r.IntN(100) < percent }

func (d *dispute) id(of string) string {
	d.ids++
	return of + strconv.Itoa(d.ids)
}

// most is how many steps a case may take; the longest lawful ones take a fifth of it.
const most = 4000

var errEndless = errors.New("the case does not end")

// play opens the case and goes on until it has ended, nothing is under way and every refund is made.
func (d *dispute) play() error {
	if err := d.open(); err != nil {
		return err
	}
	for range most {
		i := d.first()
		due, timed := d.due, d.timed
		switch {
		case i < 0 && !timed:
			if d.s.Stage != procedure.Ended || owes(d.s) {
				return fmt.Errorf("%w: nothing is under way, stage %s, tasks %v, money %v", errEndless, d.s.Stage, d.s.Tasks, d.s.Money)
			}
			return nil
		case i < 0 || timed && due.Before(d.agenda[i].at) && d.chance(60): // the sweeper, up to a minute late
			at := due.Add(time.Duration(d.r.IntN(60)) * time.Second)
			if i >= 0 && at.After(d.agenda[i].at) {
				at = d.agenda[i].at
			}
			d.forward(at)
			if err := d.sweep(d.now); err != nil {
				return err
			}
		default:
			it := d.take(i)
			d.forward(it.at)
			if err := d.fire(it); err != nil {
				return err
			}
		}
		if d.chance(10) {
			if err := d.absurd(); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("%w: stage %s, tasks %v", errEndless, d.s.Stage, d.s.Tasks)
}

func owes(s procedure.State) bool {
	for _, r := range s.Money.Refunds {
		if r.Status != procedure.RefundDone {
			return true
		}
	}
	return false
}

func (d *dispute) forward(to time.Time) {
	if to.After(d.now) {
		d.now = to
	}
}

// clock gives what the machine's clock shows: now and then an hour off.
func (d *dispute) clock() time.Time {
	switch d.r.IntN(60) {
	case 0:
		d.res.Faults.Skewed++
		return d.now.Add(time.Hour)
	case 1:
		d.res.Faults.Skewed++
		return d.now.Add(-time.Hour)
	default:
		return d.now
	}
}

// sweep lets time do what is due.
func (d *dispute) sweep(at time.Time) error {
	d.inputs = append(d.inputs, Input{At: at, Actor: procedure.Clock})
	_, events := procedure.CatchUp(d.s, at)
	return d.commit(events)
}

// give gives a command as the program does: what time owes comes first, then the decision, then the commit of both.
// Now and then the machine fails before the commit, another node was faster, or the answer is lost and the command is
// given once more.
func (d *dispute) give(a procedure.Actor, c procedure.Command) error {
	at := d.clock()
	switch d.r.IntN(50) {
	case 0: // decided, and lost before the commit: it is given again a little later
		d.res.Faults.Crashed++
		stale, _ := procedure.CatchUp(d.s, at)
		_, _ = procedure.Decide(&stale, a, c, at) // what it brings is lost; that it changes nothing is judged by the next
		d.forward(d.now.Add(time.Duration(d.r.IntN(600)) * time.Second))
		at = d.now
	case 1:
		if err := d.race(a, c, at); err != nil {
			return err
		}
	default:
	}
	d.inputs = append(d.inputs, Input{at, a, c})
	done, err := d.decide(a, c, at)
	if err != nil {
		return err
	}
	if done && d.r.IntN(30) == 0 {
		return d.repeat(a, c, at)
	}
	return nil
}

// decide gives a command, and says whether it was obeyed.
func (d *dispute) decide(a procedure.Actor, c procedure.Command, at time.Time) (bool, error) {
	d.res.Commands++
	var events []procedure.Event
	s := &d.s
	if d.timed && !d.due.After(at) {
		s = new(procedure.State)
		*s, events = procedure.CatchUp(d.s, at)
	}
	decided, err := procedure.Decide(s, a, c, at)
	if err != nil {
		if _, ok := procedure.IsRefusal(err); !ok {
			return false, err
		}
		d.res.Refused++
		return false, d.commit(events)
	}
	return len(decided) > 0, d.commit(append(events, decided...))
}

// race lets two nodes decide on one state. The store takes the version that fits; the other is decided anew on what
// has come of it, by the caller.
func (d *dispute) race(a procedure.Actor, c procedure.Command, at time.Time) error {
	d.res.Faults.Raced++
	stale, owed := procedure.CatchUp(d.s, at)
	lost, err := procedure.Decide(&stale, a, c, at)
	if err := d.absurd(); err != nil {
		return err
	}
	if err != nil || len(lost)+len(owed) == 0 {
		return nil
	}
	first := append(owed, lost...)[0]
	if first.Seq <= d.s.Version {
		return nil // another event has this number: the store refuses
	}
	if d.s.Version+1 != first.Seq {
		return fmt.Errorf("a stale decision begins at %d, the case is at %d", first.Seq, d.s.Version)
	}
	return nil
}

// repeat gives a command again whose answer was lost. The program knows the request by its key; where the command
// names what it is about, the rules themselves must see that it was done (invariant 23).
func (d *dispute) repeat(a procedure.Actor, c procedure.Command, at time.Time) error {
	switch c.(type) {
	case procedure.MakeOffer, procedure.AcceptOffer, procedure.DeclineOffer, procedure.WithdrawOffer, procedure.Choose,
		procedure.Contest, procedure.SayNotOurs, procedure.Withdraw, procedure.Propose, procedure.AcceptProposal,
		procedure.DeclineProposal, procedure.Conclude, procedure.StartPayment, procedure.RecordPayment, procedure.RecordRefund,
		procedure.AssignAdjudicator, procedure.Declare, procedure.ChallengeAdjudicator, procedure.JudgeChallenge,
		procedure.SendClaim, procedure.Defend, procedure.CloseFile, procedure.SignRuling, procedure.ExtendRuling,
		procedure.AnswerQuestion, procedure.Assign, procedure.AskAccounts, procedure.PublishRuling, procedure.CorrectRuling:
	default:
		return nil
	}
	d.res.Faults.Repeated++
	d.inputs = append(d.inputs, Input{at, a, c})
	before := d.s.Version
	again, err := d.decide(a, c, at)
	if err != nil {
		return err
	}
	if again {
		return fmt.Errorf("%T acted twice: at version %d and %d", c, before, d.s.Version)
	}
	return nil
}

// commit stores events: it judges each, adds it to the state, sends its letters, and sees what people do next.
func (d *dispute) commit(events []procedure.Event) error {
	if len(events) == 0 {
		return nil
	}
	for i := range events {
		e := &events[i]
		if b := d.check.Add(*e); b != nil {
			return b
		}
		before := d.s.Tasks
		d.s = procedure.Evolve(d.s, *e)
		d.hash.event(e)
		if err := d.letters(e, before); err != nil {
			return err
		}
		d.money(e)
		d.entered(e)
	}
	d.events += len(events)
	d.due, d.timed = procedure.Due(d.s)
	if b := d.check.Compare(d.s); b != nil {
		return b
	}
	d.plan(events[0].Due)
	return nil
}

// entered counts the days of a stage when it is left.
func (d *dispute) entered(e *procedure.Event) {
	if d.s.Stage == d.stage {
		return
	}
	if d.stage != "" && d.stage != procedure.Ended {
		days := int(e.Due.Sub(d.since).Hours() / 24)
		d.res.Days[d.stage] = append(d.res.Days[d.stage], days)
	}
	d.stage, d.since = d.s.Stage, e.Due
}

// tally adds the case to the result.
func (d *dispute) tally() {
	d.res.Events += d.events
	d.res.Ends[d.s.Outcome]++
	for _, e := range procedure.Ledger(d.s) {
		d.res.Cents += e.Trustmark
	}
}
