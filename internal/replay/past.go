package replay

import (
	"cmp"
	"slices"
	"time"

	p "wederhoor/internal/procedure"
)

// item is something of the old history: a deed, a fact from outside, or a mark where time ended a term.
type item struct {
	at     time.Time // when it was done
	rec    time.Time // when it was stored; what time owes comes before it
	seq    int64
	place  int       // in the log
	events []p.Event // of one command
	mark   bool
	task   p.Task // mark: whose term ended; else the main task before it

	moved   bool // it changed stage, end or main task, to these
	stage   p.Stage
	outcome p.Outcome
	after   p.TaskKind
}

// past reads the old history: what was done in it, which of its letters belong to what, and where time ended a term.
func (c *retrial) past() {
	var (
		s    p.State
		mend = map[p.Role]time.Time{}
	)
	step := func(e p.Event) {
		s = p.Evolve(s, e)
		c.count(e, s, -1)
		c.wasSent.note(&s)
	}
	for i := 0; i < len(c.log); {
		e := c.log[i]
		if e.Actor.Role == p.System && e.Actor.ID == p.Clock.ID {
			if t, at, reminder, ok := p.DueTask(s); ok && !reminder && at.Equal(e.Due) {
				c.inputs = append(c.inputs, item{at: e.Due, rec: e.Due, seq: e.Seq, mark: true, task: t})
			}
			step(e)
			i++
			continue
		}
		n := 1
		for i+n < len(c.log) && follows(c.log[i+n-1], c.log[i+n]) {
			n++
		}
		it := item{at: e.Due, rec: e.Recorded, seq: e.Seq, place: i, events: c.log[i : i+n]}
		if set, ok := e.Body.(p.AddressSet); ok {
			mend[set.Party] = e.Due
		}
		f, moves := c.wasSent.fact(e, &s, mend)
		before := turn(s)
		it.task, _ = s.Main()
		for _, x := range it.events {
			step(x)
		}
		it.stage, it.outcome, it.after = s.Stage, s.Outcome, turn(s).kind
		it.moved = turn(s) != before
		if f.item = it; moves {
			c.facts = append(c.facts, f)
		} else {
			c.inputs = append(c.inputs, it)
		}
		i += n
	}
	for _, e := range c.owed(s) {
		step(e)
	}
	c.was = s
	slices.SortStableFunc(c.inputs, inOrder)
}

// owed is what time owes the old history at now.
func (c *retrial) owed(s p.State) []p.Event {
	_, events := p.CatchUp(s, c.now)
	return events
}

func inOrder(a, b item) int { return cmp.Or(a.rec.Compare(b.rec), cmp.Compare(a.seq, b.seq)) }

// standing is where a dispute stands.
type standing struct {
	stage   p.Stage
	outcome p.Outcome
	kind    p.TaskKind
}

func turn(s p.State) standing {
	t, _ := s.Main()
	return standing{s.Stage, s.Outcome, t.Kind}
}

// next gives the earliest of what was done and of the letters on their way.
func (c *retrial) next() (item, bool) {
	i := c.first()
	switch {
	case i >= 0 && (len(c.inputs) == 0 || inOrder(c.mail[i], c.inputs[0]) < 0):
		return c.mail[i], true
	case len(c.inputs) > 0:
		return c.inputs[0], true
	default:
		return item{}, false
	}
}

// first gives the place of the letter that arrives first; -1 when none is on its way.
func (c *retrial) first() int {
	first := -1
	for i := range c.mail {
		if first < 0 || inOrder(c.mail[i], c.mail[first]) < 0 {
			first = i
		}
	}
	return first
}

// take takes away what next gave.
func (c *retrial) take(it item) {
	if len(c.inputs) > 0 && c.inputs[0].seq == it.seq {
		c.inputs = c.inputs[1:]
		return
	}
	i := c.first()
	c.mail = slices.Delete(c.mail, i, i+1)
}
