package replay

import (
	"maps"

	"wederhoor/internal/letter"
	p "wederhoor/internal/procedure"
)

// Count is how often something went out as it was, and how often it would have.
type Count struct {
	Before int `json:"before"`
	After  int `json:"after"`
}

// tally counts one kind of letter or reminder.
type tally struct {
	kind string
	Count
}

// counts are few: a list is quicker than a map.
type counts []tally

func (c *counts) add(kind string, side int) {
	for i := range *c {
		if (*c)[i].kind == kind {
			(*c)[i].count(side)
			return
		}
	}
	*c = append(*c, tally{kind: kind})
	(*c)[len(*c)-1].count(side)
}

// count adds one to what was (below 0) or to what would be.
func (t *tally) count(side int) {
	if side < 0 {
		t.Before++
	} else {
		t.After++
	}
}

// differ gives the kinds of which one history has more.
func differ(m map[string]Count) map[string]Count {
	out := maps.Clone(m)
	maps.DeleteFunc(out, func(_ string, c Count) bool { return c.Before == c.After })
	return out
}

// count counts the letters that an event sends, and the reminder that it is. s is the state after it.
func (c *retrial) count(e p.Event, s p.State, side int) {
	for _, l := range letter.For(e, s) {
		c.letters.add(l.Slug, side)
	}
	if b, ok := e.Body.(p.Reminded); ok {
		c.reminders.add(string(b.Task), side)
	}
}
