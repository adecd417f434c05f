package registry_test

import (
	"bytes"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// TestFormArrivesTwice: the same form acts once, until its sender has done something else (invariant 23).
func TestFormArrivesTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.mediated()
	anna := d.staffAt("anna", p.Mediator)
	if err := d.Assign(t.Context(), d.seenBy(anna, id), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	me := consumer(id, p.ByCode)
	send := func(form string) {
		t.Helper()
		err := d.Act(registry.WithForm(t.Context(), form), me, id, 0, func(w *registry.Writing) p.Command {
			return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Side: p.Consumer, Text: w.Private(p.Consumer, "hoort u mij?")}}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	count := func() int { return len(d.seenBy(me, id).Room.Consumer) }
	before := count()
	for i, step := range []struct {
		form string
		want int
	}{{"a", 1}, {"a", 1}, {"b", 2}, {"a", 3}, {"a", 3}, {"", 4}, {"", 5}} {
		if send(step.form); count()-before != step.want {
			t.Errorf("step %d, form %q: %d messages, want %d", i, step.form, count()-before, step.want)
		}
	}
}

// TestNumbersTellNothing: what a party gets numbered does not show that the other did something (rules 2.2).
func TestNumbersTellNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.mediated()
	anna := d.staffAt("anna", p.Mediator)
	if err := d.Assign(t.Context(), d.seenBy(anna, id), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	before := d.seenBy(shop("1001"), id)
	for range 3 {
		d.do(consumer(id, p.ByCode), id, func(w *registry.Writing) p.Command {
			return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Side: p.Consumer, Text: w.Private(p.Consumer, "geheim")}}
		})
		d.do(anna, id, func(w *registry.Writing) p.Command { return p.AddNote{Text: w.Text(registry.KindNote, "notitie")} })
	}
	if v := d.seenBy(shop("1001"), id); v.Version != before.Version {
		t.Errorf("version %d, it was %d", v.Version, before.Version)
	}
	d.now = d.now.Add(time.Hour)
	d.do(consumer(id, p.ByCode), id, func(w *registry.Writing) p.Command {
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, "voor ons allemaal")}}
	})
	after := d.seenBy(shop("1001"), id)
	if after.Version != before.Version+1 {
		t.Errorf("version %d after one message, it was %d", after.Version, before.Version)
	}
	size, _, err := d.store.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := d.Leaves(t.Context(), after, size)
	if err != nil || len(leaves) < 5 {
		t.Fatal(len(leaves), err)
	}
	places := map[string]bool{}
	for _, l := range leaves {
		place := string(bytes.Split(l.Record, []byte("\n"))[2])
		if len(place) != 32 || places[place] {
			t.Errorf("place %q", place)
		}
		places[place] = true
	}
}
