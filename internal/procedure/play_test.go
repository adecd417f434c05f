package procedure

import (
	"errors"
	"testing"
	"time"
)

// People of the tests.
var (
	consumerByCode = Actor{Role: Consumer, ID: "c", Proof: ByCode}
	consumerHere   = Actor{Role: Consumer, ID: "c", Proof: ByBrowser}
	consumerLink   = Actor{Role: Consumer, ID: "c", Proof: ByLink}
	shopHere       = Actor{Role: Shop, ID: "s", Proof: ByBrowser}
	shopByCode     = Actor{Role: Shop, ID: "s", Proof: ByCode}
	mediatorHere   = Actor{Role: Mediator, ID: "m", Proof: ByBrowser}
)

var text = Ref{ID: "text", Hash: "hash"}

// play is one dispute in a test. Time moves by at; mail servers accept every letter at once unless held.
type play struct {
	t    testing.TB
	day0 Date
	now  time.Time
	s    State
	log  []Event
	held bool // letters wait
}

// monday is day 0 of most tests: no holiday lies in the 80 days after it, one change of the clock does.
var monday = Date{2026, time.September, 7}

// confirmed opens a dispute on day 0 at 10:00 without any letter having been accepted.
func confirmed(t testing.TB, day0 Date, grounds ...Ground) *play {
	t.Helper()
	p := &play{t: t, day0: day0, s: State{ID: "d1"}, held: true}
	p.now = p.instant(0, "10:00")
	p.do(consumerByCode, OpenDispute{Opened{
		Member: "m1", Rules: CurrentRules().Version, Calendar: CalendarVersion, Category: "not_received",
		Remedy: "refund", Amount: 149_95, Purchase: day0.AddDays(-40), Told: day0.AddDays(-20),
		Grounds: grounds, Addresses: 2, Complaint: text,
	}})
	return p
}

// noticed is a dispute of which the shop got the notice on day 0.
func noticed(t testing.TB, day0 Date) *play {
	t.Helper()
	p := confirmed(t, day0)
	p.held = false
	p.deliver()
	return p
}

// asked is a dispute on day 8, with the choice asked; the shop was silent.
func asked(t testing.TB) *play {
	t.Helper()
	p := noticed(t, monday)
	p.at(8, "09:00")
	p.wants(TaskChoice, 21)
	return p
}

func (p *play) instant(day int, clock string) time.Time {
	p.t.Helper()
	c, err := time.Parse("15:04", clock)
	if err != nil {
		p.t.Fatal(err)
	}
	d := p.day0.AddDays(day)
	return time.Date(d.Year, d.Month, d.Day, c.Hour(), c.Minute(), 0, 0, Amsterdam)
}

// at moves time to a day and hour; letters that time opens are accepted when they are due.
func (p *play) at(day int, clock string) {
	p.t.Helper()
	to := p.instant(day, clock)
	if to.Before(p.now) {
		p.t.Fatalf("day %d %s lies before %s", day, clock, p.now)
	}
	for {
		due, ok := Due(p.s)
		if !ok || due.After(to) {
			break
		}
		if due.After(p.now) {
			p.now = due
		}
		n := len(p.log)
		p.catchUp()
		if len(p.log) == n {
			p.t.Fatalf("due at %s, and nothing happens", due)
		}
		p.deliver()
	}
	p.now = to
}

func (p *play) catchUp() {
	p.t.Helper()
	s, events := CatchUp(p.s, p.now)
	p.s = s
	p.log = append(p.log, events...)
	p.check()
}

// deliver accepts every letter that a term waits for.
func (p *play) deliver() {
	p.t.Helper()
	if p.held {
		return
	}
	for _, l := range waiting(p.s, p.now) {
		p.store(Decide(&p.s, Post, RecordAccepted{l}, p.now))
	}
}

// waiting lists the letters for which something waits.
func waiting(s State, now time.Time) []LetterAccepted {
	var out []LetterAccepted
	for _, t := range s.Tasks {
		switch {
		case t.Kind == TaskNotice:
			out = append(out, LetterAccepted{Letter: "notice", Party: Shop, Task: TaskNotice, At: now})
		case !t.Running():
			out = append(out, LetterAccepted{Letter: string(t.Kind), Party: t.Who, Task: t.Kind, About: t.About, At: now})
		}
	}
	if s.Stage == Ended && s.ReopenUntil.IsZero() {
		out = append(out, LetterAccepted{Letter: ClosingLetter, Party: Consumer, At: now})
	}
	return out
}

// do gives a command that must be obeyed.
func (p *play) do(a Actor, c Command) []Event {
	p.t.Helper()
	p.catchUp()
	events, err := Decide(&p.s, a, c, p.now)
	p.store(events, err)
	p.deliver()
	return events
}

// refused gives a command that must be refused with the code.
func (p *play) refused(a Actor, c Command, want Code) Refusal {
	p.t.Helper()
	p.catchUp()
	_, err := Decide(&p.s, a, c, p.now)
	r, ok := IsRefusal(err)
	if !ok || r.Code != want {
		p.t.Fatalf("%T by %s: %v, want %s", c, a.Role, err, want)
	}
	if r.Rule == "" {
		p.t.Fatalf("%T by %s: refused by no rule", c, a.Role)
	}
	return *r
}

func (p *play) store(events []Event, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", p.now, err)
	}
	for _, e := range events {
		p.s = Evolve(p.s, e)
	}
	p.log = append(p.log, events...)
	p.check()
}

func (p *play) check() {
	p.t.Helper()
	if err := Check(p.log); err != nil {
		var b *Broken
		if !errors.As(err, &b) {
			p.t.Fatal(err)
		}
		for _, e := range p.log {
			p.t.Logf("%3d %s %s %s %T %+v", e.Seq, e.Due.In(Amsterdam).Format("2006-01-02 15:04"), e.Rule, e.Actor.Role, e.Body, e.Body)
		}
		p.t.Fatal(err)
	}
}

// wants holds the main task and its last day (-1: its term has not begun or it has none).
func (p *play) wants(k TaskKind, last int) {
	p.t.Helper()
	t, ok := p.s.Main()
	if !ok || t.Kind != k {
		p.t.Fatalf("%s: task %q, outcome %q, want %s", p.now, t.Kind, p.s.Outcome, k)
	}
	if last < 0 {
		if !t.LastDay.IsZero() {
			p.t.Fatalf("%s: %s until %s, want no day", p.now, k, t.LastDay)
		}
		return
	}
	if want := p.day0.AddDays(last); t.LastDay != want {
		p.t.Fatalf("%s: %s until %s (day %d), want day %d", p.now, k, t.LastDay, p.day0.DaysUntil(t.LastDay), last)
	}
}

func (p *play) ended(o Outcome) {
	p.t.Helper()
	if p.s.Stage != Ended || p.s.Outcome != o || len(p.s.Tasks) != 0 {
		p.t.Fatalf("%s: stage %s outcome %q tasks %v, want %s", p.now, p.s.Stage, p.s.Outcome, p.s.Tasks, o)
	}
}

// count says how many events of a type there are.
func (p *play) count(like Body) int {
	n := 0
	for _, e := range p.log {
		if TypeOf(e.Body) == TypeOf(like) {
			n++
		}
	}
	return n
}

// days lists the days on which events of a type were due.
func (p *play) days(like Body) []int {
	var out []int
	for _, e := range p.log {
		if TypeOf(e.Body) == TypeOf(like) {
			out = append(out, p.day0.DaysUntil(DateOf(e.Due)))
		}
	}
	return out
}

func (p *play) date(n int) Date { return p.day0.AddDays(n) }

// offer gives a refund to be done by a day.
func (p *play) offer(id string, due int) Offer {
	return Offer{ID: id, Remedy: "refund", Amount: 50_00, Due: p.date(due), Text: text}
}
