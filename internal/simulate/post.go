package simulate

import (
	"fmt"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
)

// letters sends what an event brings: a letter for each term that waits for one, the notice, and the closing letter.
// Each of those terms must have exactly one letter in the table; no letter may wait for a term that is not there, go
// out twice, or go to a shop that was not told of the complaint (invariant 27).
func (d *dispute) letters(e *procedure.Event, before []procedure.Task) error {
	table := d.w.o.Table(*e, d.s)
	d.res.Letters += len(table)
	if why := d.wrong(table); why != "" {
		return &procedure.Broken{Seq: e.Seq, Invariant: 27, Why: procedure.TypeOf(e.Body) + ": " + why}
	}
	if _, bounced := e.Body.(procedure.LetterBounced); bounced {
		return nil // the letter itself goes on to the next address
	}
	set, mended := e.Body.(procedure.AddressSet)
	for i := range d.s.Tasks {
		t := &d.s.Tasks[i]
		waits := !t.Running() || t.Kind == procedure.TaskNotice
		if !waits || stood(before, t) && (!mended || t.Who != set.Party) {
			continue
		}
		if t.Kind == procedure.TaskResponse { // begins with the letter of what is asked
			continue
		}
		if n := inTable(table, t); n != 1 {
			why := fmt.Sprintf("%s opens %s of %s about %q, and %d letters begin it", procedure.TypeOf(e.Body), t.Kind, t.Who, t.About, n)
			return &procedure.Broken{Seq: e.Seq, Invariant: 27, Why: why}
		}
		l := procedure.LetterAccepted{Letter: string(t.Kind), Party: t.Who, Task: t.Kind, About: t.About}
		if t.Kind == procedure.TaskNotice {
			l.Party = procedure.Shop
		}
		d.send(l)
	}
	if end, ok := e.Body.(procedure.EndedAs); ok && end.Outcome == procedure.Solved {
		d.send(procedure.LetterAccepted{Letter: procedure.ClosingLetter, Party: procedure.Consumer})
		if d.chance(8) {
			d.later(item{what: reopen}, 1, 24*15)
		}
	}
	return nil
}

// stood says that a task was there, and waited, before the event. One that waits again after its letter failed stood
// there too: it is sent anew when the address is mended.
func stood(before []procedure.Task, t *procedure.Task) bool {
	for i := range before {
		if b := &before[i]; b.Kind == t.Kind && b.About == t.About && b.Who == t.Who && b.Since.Equal(t.Since) {
			return true
		}
	}
	return false
}

// wrong says what is wrong with the letters of an event; "" when nothing is.
func (d *dispute) wrong(table []letter.Letter) string {
	for i, l := range table {
		if l.To == procedure.Shop && !d.s.Told {
			return l.Slug + " to a shop that was not told"
		}
		for _, o := range table[:i] {
			if o.Slug == l.Slug && o.To == l.To && o.Task == l.Task && o.Data.About == l.Data.About {
				return l.Slug + " twice to the " + string(l.To)
			}
		}
		if l.Task == "" || l.Task == procedure.TaskNotice {
			continue
		}
		if t, ok := d.s.Find(l.Task, l.Data.About); !ok || t.Who != l.To {
			if t, ok = d.s.Main(); !ok || t.Kind != l.Task || t.Who != l.To {
				return fmt.Sprintf("%s is to begin %s of %s about %q, which is not there", l.Slug, l.Task, l.To, l.Data.About)
			}
		}
	}
	return ""
}

// inTable counts the letters that begin a term; the notice sent anew begins the shop's days (rules 1.1).
func inTable(table []letter.Letter, t *procedure.Task) int {
	to, n := t.Who, 0
	if t.Kind == procedure.TaskNotice {
		to = procedure.Shop
	}
	for _, l := range table {
		begins := l.Task == t.Kind || t.Kind == procedure.TaskAnswer && l.Task == procedure.TaskNotice
		if begins && l.To == to && (l.Data.About == t.About || t.About == "") {
			n++
		}
	}
	return n
}

// send hands a letter to the mail server, which takes it at once, later, or not at all.
func (d *dispute) send(l procedure.LetterAccepted) {
	d.deliver(item{what: mail, accepted: l}, d.now)
}

func (d *dispute) deliver(it item, from time.Time) {
	at, down := d.w.up(from.Add(time.Duration(1+d.r.IntN(20)) * time.Minute))
	if down {
		d.res.Faults.Outages++
	}
	it.at = at
	d.agenda = append(d.agenda, it)
}

// delivered is the answer of the mail server.
func (d *dispute) delivered(it item) error {
	l := it.accepted
	l.At = d.now
	switch n := d.r.IntN(1000); {
	case n < 30 && it.tries < 3: // later
		it.tries++
		d.deliver(it, d.now.Add(time.Duration(d.r.IntN(30))*time.Hour))
		return d.give(procedure.Post, procedure.RecordDeferred{LetterDeferred: procedure.LetterDeferred{Letter: l.Letter, Party: l.Party}})
	case n < 50: // refused, by one address or by all
		d.res.Faults.Bounced++
		last := d.chance(40)
		b := procedure.LetterBounced{Letter: l.Letter, Party: l.Party, Task: l.Task, Position: l.Position, Last: last}
		if !last {
			it.accepted.Position++
			d.deliver(it, d.now)
		}
		return d.give(procedure.Post, procedure.RecordBounced{LetterBounced: b})
	case n < 56: // accepted, and reported as failed some days later
		d.res.Faults.Bounced++
		if err := d.give(procedure.Post, procedure.RecordAccepted{LetterAccepted: l}); err != nil {
			return err
		}
		d.forward(d.now.Add(time.Duration(d.r.IntN(60)) * time.Hour))
		b := procedure.LetterBounced{Letter: l.Letter, Party: l.Party, Task: l.Task, Last: d.chance(50), Later: true}
		if !b.Last {
			it.accepted.Position++
			d.deliver(it, d.now)
		}
		return d.give(procedure.Post, procedure.RecordBounced{LetterBounced: b})
	case n < 66: // twice
		if err := d.give(procedure.Post, procedure.RecordAccepted{LetterAccepted: l}); err != nil {
			return err
		}
	default:
	}
	return d.give(procedure.Post, procedure.RecordAccepted{LetterAccepted: l})
}
