package replay

import (
	"math"
	"time"

	p "wederhoor/internal/procedure"
)

// key names what a letter begins.
type key struct {
	task  p.TaskKind
	party p.Role
	about string
}

// closing stands for the letter from which the days to reopen run.
const closing p.TaskKind = "closing"

// opening is the n-th time that something was opened that waits for a letter.
type opening struct {
	key
	n  int
	at time.Time
}

// sent are the openings of a history, in order.
type sent struct{ list []opening }

// note adds what a state has newly opened and gives it.
func (x *sent) note(s *p.State) []opening {
	was := len(x.list)
	for _, t := range s.Tasks {
		switch {
		case t.Kind == p.TaskNotice:
			x.open(key{t.Kind, p.Shop, ""}, t.Since)
		case waits(t):
			x.open(key{t.Kind, t.Who, t.About}, t.Since)
		}
	}
	if s.Stage == p.Ended && s.Outcome == p.Solved {
		x.open(key{closing, p.Consumer, ""}, s.EndedAt)
	}
	return x.list[was:]
}

// waits says that a task waits for a letter of its own. The count of a consumer who does not respond has none: it
// begins with the letter of what is asked (rules 2.7).
func waits(t p.Task) bool {
	return !t.Running() && t.Kind != p.TaskResponse && p.TermOf(t.Kind).Letter
}

func (x *sent) open(k key, at time.Time) {
	n := 0
	for _, o := range x.list {
		if o.key == k {
			if o.at.Equal(at) {
				return
			}
			n++
		}
	}
	x.list = append(x.list, opening{k, n, at})
}

// last gives the last opening of a key.
func (x *sent) last(k key) (opening, bool) {
	for i := len(x.list) - 1; i >= 0; i-- {
		if x.list[i].key == k {
			return x.list[i], true
		}
	}
	return opening{}, false
}

// fact is what a mail server said of a letter.
type fact struct {
	opening           // that its letter belongs to, in the old history
	mended  time.Time // when its address was mended last, before it; it was sent anew then
	item    item
}

// base is from when a letter was on its way.
func (f *fact) base(opened time.Time) time.Time {
	if f.mended.After(opened) {
		return f.mended
	}
	return opened
}

// fact gives to which opening a letter belongs that a mail server speaks of; false when to none: then it stays where
// it is.
func (x *sent) fact(e p.Event, s *p.State, mend map[p.Role]time.Time) (fact, bool) {
	var k key
	switch b := e.Body.(type) {
	case p.LetterAccepted:
		k = key{b.Task, b.Party, b.About}
		if b.Letter == p.ClosingLetter && b.Task == "" {
			k.task = closing
		}
	case p.LetterBounced:
		k = key{b.Task, b.Party, ""}
		for _, t := range s.Tasks {
			if t.Kind == b.Task && t.Who == b.Party {
				k.about = t.About
			}
		}
	default:
		return fact{}, false
	}
	if k.task == p.TaskNotice {
		k.about = ""
	}
	o, ok := x.last(k)
	return fact{opening: o, mended: mend[k.party]}, ok && k.task != ""
}

// post puts the letters of an opening on their way: as long as they took, from when they are sent now. One that the
// old history never sent arrives at once.
func (c *retrial) post(o opening) {
	known := false
	for i := range c.facts {
		f := &c.facts[i]
		if f.key != o.key || f.n != o.n {
			continue
		}
		known = true
		c.mail = append(c.mail, f.item.by(f.base(o.at).Sub(f.base(f.at))))
	}
	if !known && o.task != closing && (!c.diverged.IsZero() || !c.opened(o)) {
		c.deliver(o.key, o.at)
	}
}

// opened says that the old history has the same opening at the same instant: what it says of its letter holds, also
// when it says nothing.
func (c *retrial) opened(o opening) bool {
	for i := range c.wasSent.list {
		if x := &c.wasSent.list[i]; x.key == o.key && x.n == o.n {
			return x.at.Equal(o.at)
		}
	}
	return false
}

// deliver makes a letter arrive at an instant.
func (c *retrial) deliver(k key, at time.Time) {
	e := p.Event{
		Due: at, Recorded: at, Actor: p.Post, Rule: "6.3",
		Body: p.LetterAccepted{Party: k.party, Task: k.task, About: k.about, At: at},
	}
	c.mail = append(c.mail, item{at: at, rec: at, seq: math.MaxInt64, events: []p.Event{e}})
}

// deliverAll makes every letter arrive that is waited for and not on its way: where people do nothing any more, only
// time is left to act.
func (c *retrial) deliverAll(at time.Time) {
	for _, t := range c.s.Tasks {
		if !waits(t) {
			continue
		}
		k, coming := key{t.Kind, t.Who, t.About}, false
		for _, it := range c.mail {
			b, ok := it.events[0].Body.(p.LetterAccepted)
			coming = coming || ok && key{b.Task, b.Party, b.About} == k
		}
		if !coming {
			c.deliver(k, at)
		}
	}
}

// by gives what a mail server said, moved in time.
func (it item) by(d time.Duration) item {
	if d == 0 {
		return it
	}
	it.at, it.rec = it.at.Add(d), it.rec.Add(d)
	e := it.events[0]
	e.Due, e.Recorded = it.at, it.rec
	if b, ok := e.Body.(p.LetterAccepted); ok {
		b.At = b.At.Add(d)
		e.Body = b
	}
	it.events = []p.Event{e}
	return it
}
