package simulate

import (
	"time"

	"wederhoor/internal/procedure"
)

// what tells the kinds of things that are under way.
type what uint8

const (
	act     what = iota // somebody does a task, or lets it be
	mail                // a mail server has answered
	paying              // the consumer begins to pay
	webhook             // the provider says what became of a payment
	repay               // the provider says what became of a refund
	staffs              // work of staff that is no task
	reopen              // a consumer comes back
)

// item is one thing that is under way.
type item struct {
	at       time.Time
	what     what
	task     procedure.TaskKind
	about    string
	who      procedure.Role
	id       string // a payment's or a refund's
	status   string
	accepted procedure.LetterAccepted
	tries    int
}

// later puts something on the agenda, so many hours from now at the earliest and at the latest.
func (d *dispute) later(it item, least, most int) {
	minutes := least*60 + d.r.IntN((most-least)*60+1)
	it.at = d.now.Add(time.Duration(minutes) * time.Minute)
	d.agenda = append(d.agenda, it)
}

// first gives the place of what comes first; -1 when nothing is under way.
func (d *dispute) first() int {
	first := -1
	for i := range d.agenda {
		if first < 0 || d.agenda[i].at.Before(d.agenda[first].at) {
			first = i
		}
	}
	return first
}

func (d *dispute) take(i int) item {
	it := d.agenda[i]
	last := len(d.agenda) - 1
	d.agenda[i] = d.agenda[last]
	d.agenda = d.agenda[:last]
	return it
}

// planned says that somebody is about to do a task.
func (d *dispute) planned(t *procedure.Task) bool {
	for i := range d.agenda {
		it := &d.agenda[i]
		if it.what == act && it.task == t.Kind && it.about == t.About && it.who == t.Who {
			return true
		}
	}
	return false
}

// fire lets happen what is due on the agenda.
func (d *dispute) fire(it item) error {
	switch it.what {
	case act:
		t, ok := d.s.Find(it.task, it.about)
		if !ok || t.Who != it.who {
			return nil
		}
		err := d.act(t)
		d.plan(never) // staff come back to what is left; a party has had its say
		return err
	case mail:
		return d.delivered(it)
	case paying:
		return d.give(consumer(procedure.ByBrowser), procedure.StartPayment{ID: d.id("tr_")})
	case webhook:
		return d.webhook(it)
	case repay:
		return d.repaid(it)
	case staffs:
		return d.staffs(it)
	case reopen:
		return d.give(consumer(procedure.ByLink), procedure.Reopen{})
	default:
		return nil
	}
}
