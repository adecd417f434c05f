// Package replay tries rules on past disputes: what would have ended otherwise, or earlier, had other terms held?
//
// What people did is kept at the instant at which they did it, and so is what came from outside; only time acts by the
// new terms. A letter that time sends moves with what sent it, and takes as long to arrive as it did. Where a deed is
// not possible any more, because its term would have passed, the dispute goes on without its people: what time alone
// brings is its end. Where a term that had passed would still run, nobody can know who would have used it: the dispute
// is counted as unknown from there, and nothing is made up (Verdict).
//
// It is pure: it knows procedure and letter, and no database, page or clock.
package replay

import (
	"time"

	p "wederhoor/internal/procedure"
)

// Group is how the two histories of a dispute compare.
type Group string

// The groups; each dispute is in one.
const (
	Same      Group = "same"      // the same end at the same instant
	Running   Group = "running"   // has not ended, and would not have
	Earlier   Group = "earlier"   // the same end, earlier
	Later     Group = "later"     // the same end, later
	Otherwise Group = "otherwise" // another end
	Unknown   Group = "unknown"   // nobody can know
)

// Groups lists them in the order in which they are told.
var Groups = []Group{Same, Running, Earlier, Later, Otherwise, Unknown}

// Why says for what reason the end of a dispute cannot be known.
type Why string

// The reasons.
const (
	Longer Why = "longer" // a term that time ended would still run: who would have used it?
	Waits  Why = "waits"  // somebody acted on what time had brought, and it would not have been there yet
	Open   Why = "open"   // time alone brings no end, or not by now
)

// End is an outcome with the fact that stands beside it: what became of what was to be carried out (rules 4).
type End string

// Verdict is what became of one dispute.
type Verdict struct {
	Group    Group
	From, To End       // "" while running, and To when it is unknown
	Diverged bool      // a deed was not possible any more; its people do nothing from there
	At       time.Time // of the deed that was not possible any more, or from which it is unknown; else zero
	Task     p.TaskKind
	Why      Why // of what is unknown

	Saved         int // days by which it ends earlier; negative when later
	Before, After int // days from the opening to the end, where both have ended; else -1

	letters, reminders counts // nothing is counted in what is unknown
}

// Case replays the events of one dispute, oldest first. old are the rules under which it was kept, and now is where
// both histories are cut.
func Case(log []p.Event, old, changed p.Rules, now time.Time) Verdict {
	c := &retrial{log: log, old: old, rules: changed, now: now}
	c.past()
	c.play()
	return c.verdict()
}

// retrial is a dispute as it went and as it would have gone.
type retrial struct {
	log        []p.Event
	old, rules p.Rules
	now        time.Time

	was     p.State // as it went, up to now
	wasSent sent
	inputs  []item // what people did and what came from outside, in order
	facts   []fact // letters that move with what sent them

	s        p.State // as it would have gone
	sent     sent
	mail     []item // letters on their way
	behind   []p.Task
	diverged time.Time
	lost     p.TaskKind // whose deed was not possible any more
	unknown  Why
	from     time.Time // it is unknown
	kept     int       // deeds that the old rules refuse too, and that were taken as they stand

	letters, reminders counts
	events             []p.Event // as it would have gone; only when trace
	trace              bool
}

// play lets the new history go, as far as it can be known.
func (c *retrial) play() {
	for c.unknown == "" {
		it, ok := c.next()
		limit := c.now
		if ok && it.rec.Before(limit) {
			limit = it.rec
		}
		if due, timed := p.Due(c.s); timed && !due.After(limit) {
			if !c.time(due) {
				return
			}
			continue
		}
		if !ok || it.rec.After(c.now) {
			return
		}
		c.take(it)
		if it.mark {
			c.compare(it)
			continue
		}
		c.act(it)
	}
}

// time lets time act up to an instant; false when it changes nothing, which ends the play.
func (c *retrial) time(due time.Time) bool {
	_, events := p.CatchUp(c.s, due)
	for _, e := range events {
		c.add(e)
	}
	return len(events) > 0
}

// add adds an event to the new history, and hands its letters to the mail.
func (c *retrial) add(e p.Event) {
	e.Dispute, e.Seq = c.log[0].Dispute, c.s.Version+1
	c.s = p.EvolveUnder(c.rules, c.s, e)
	c.count(e, c.s, 1)
	if c.trace {
		c.events = append(c.events, e)
	}
	for _, o := range c.sent.note(&c.s) {
		c.post(o)
	}
}

// compare holds the new history against the end of a term in the old one.
func (c *retrial) compare(it item) {
	t, open := same(c.s, it.task)
	switch {
	case !open || !c.diverged.IsZero():
	case !nobodys(t) && c.longer(t, it.task):
		c.unknown, c.from, c.lost = Longer, it.at, t.Kind
	case t.Kind != p.TaskNews: // a word to both, on which nothing rests
		c.behind = append(c.behind, t)
	}
}

// same gives the task of the new history that is the given one of the old.
func same(s p.State, t p.Task) (p.Task, bool) {
	for _, x := range s.Tasks {
		if x.Kind == t.Kind && x.Who == t.Who && x.About == t.About {
			return x, true
		}
	}
	return p.Task{}, false
}

// nobodys says that nobody can use the days of a task: they are there to wait. Of an agreement the day stands; what
// moves is the day of the question.
func nobodys(t p.Task) bool { return t.Who == p.System || t.Kind == p.TaskPerform }

// longer says that somebody would have more time for a task than there was, where it is still open at the end of the
// old one. A term that begins later because what is before it is longer gives nobody more time.
func (c *retrial) longer(t, was p.Task) bool {
	if t.Begun.Equal(was.Begun) {
		return true
	}
	would, did := p.EndUnder(c.rules, t, was.Begun), p.EndUnder(c.old, was, was.Begun)
	return would.After(did)
}

// act gives a deed again, at its instant, to the new history.
func (c *retrial) act(it item) {
	first := it.events[0]
	switch b := first.Body.(type) {
	case p.Opened, p.LetterAccepted, p.LetterDeferred:
		c.add(first)
		return
	case p.TermExtended: // a day that was named is kept; a term that is as long without it needs none
		c.extend(first, b.Task, "", b.Until)
		return
	case p.HearingExtended:
		c.extend(first, p.TaskHear, string(b.Party), b.Until)
		return
	default:
	}
	actor, command := given(it.events, &c.s)
	if !c.diverged.IsZero() && actor.ID != p.Till.ID { // what was paid before is still settled
		return
	}
	events := decided(c.s, actor, command, it.at)
	for _, e := range events {
		c.add(e)
	}
	if len(events) == 0 && it.moved && c.diverged.IsZero() {
		c.refused(it)
	}
}

// decided gives the events of a command; none when it is refused.
func decided(s p.State, a p.Actor, command p.Command, at time.Time) []p.Event {
	if command == nil {
		return nil
	}
	if x, ok := command.(p.Propose); ok { // under a longer term the mediator would have named a later day
		if stands := s.ProposalStands(at); x.Due.Before(stands) {
			x.Due = stands
			command = x
		}
	}
	events, err := p.Decide(&s, a, command, at)
	if err != nil { // a refusal: there is no other error
		return nil
	}
	return events
}

// extend keeps the day to which a term was extended.
func (c *retrial) extend(e p.Event, k p.TaskKind, about string, until p.Date) {
	if !c.diverged.IsZero() {
		return
	}
	for _, t := range c.s.Tasks {
		if t.Kind == k && t.About == about && t.Running() && until.After(t.LastDay) {
			c.add(e)
			return
		}
	}
}

// refused is what follows when a deed that changed whose turn it was is not possible in the new history.
func (c *retrial) refused(it item) {
	if c.brought(it) {
		return
	}
	before := p.Fold(c.log[:it.place])
	if actor, command := given(it.events, &before); len(decided(before, actor, command, it.at)) == 0 {
		c.kept++ // the rules as this program has them refuse it too; what was recorded, holds
		for _, e := range it.events {
			c.add(e)
		}
		return
	}
	for _, t := range c.behind {
		if _, open := same(c.s, t); open {
			c.unknown, c.from, c.lost = Waits, it.at, t.Kind
			return
		}
	}
	c.diverged, c.lost = it.at, it.task.Kind
	c.deliverAll(it.rec)
}

// brought says that time has brought already what a deed was to bring.
func (c *retrial) brought(it item) bool {
	switch b := it.events[0].Body.(type) {
	case p.Admitted:
		return c.s.Told
	case p.ClaimSent:
		return c.s.File.Sent
	case p.ReplyGiven:
		if b.Text.ID == "" && c.s.Stage == it.stage { // nothing to add, as who lets a turn pass
			return true
		}
	default:
	}
	t, _ := c.s.Main()
	return c.s.Stage == it.stage && c.s.Outcome == it.outcome && t.Kind == it.after
}

// verdict compares the two ends.
func (c *retrial) verdict() Verdict {
	v := Verdict{
		From: end(c.was), To: end(c.s), Diverged: !c.diverged.IsZero(), At: c.diverged, Task: c.lost,
		Before: -1, After: -1,
	}
	ended, would := c.was.Stage == p.Ended, c.s.Stage == p.Ended
	switch {
	case c.unknown != "":
		v.Group, v.Why, v.At, v.To = Unknown, c.unknown, c.from, ""
		return v
	case !would && (ended || v.Diverged):
		v.Group, v.Why, v.To = Unknown, Open, ""
		return v
	case !would:
		v.Group = Running
	case !ended || v.From != v.To:
		v.Group = Otherwise
	case c.s.EndedAt.Before(c.was.EndedAt):
		v.Group = Earlier
	case c.s.EndedAt.After(c.was.EndedAt):
		v.Group = Later
	default:
		v.Group = Same
	}
	if ended && would {
		opened, was, is := p.DateOf(c.was.Opened), p.DateOf(c.was.EndedAt), p.DateOf(c.s.EndedAt)
		v.Before, v.After, v.Saved = opened.DaysUntil(was), opened.DaysUntil(is), is.DaysUntil(was)
	}
	v.letters, v.reminders = c.letters, c.reminders
	return v
}

func end(s p.State) End {
	switch {
	case s.Stage != p.Ended:
		return ""
	case s.Compliance != "":
		return End(string(s.Outcome) + " (" + s.Compliance + ")")
	default:
		return End(s.Outcome)
	}
}
