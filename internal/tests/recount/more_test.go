package recount_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store/db"
)

// TestSignals: what was taken back, refused, or is not the shop's raises nothing, and is in no signal.
func TestSignals(t *testing.T) {
	t.Parallel()
	w := newTown(t, 11, time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), 0)
	const shop = "3005" // of unknown volume: three cases of nothing received are enough
	found := func() (cases []string) {
		w.t.Helper()
		rows, err := w.House.Store.Queries().OpenSignalsOf(t.Context(), db.OpenSignalsOfParams{Member: shop, Kind: "undelivered"})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			var ids []string
			if err := json.Unmarshal([]byte(r.Cases), &ids); err != nil {
				t.Fatal(err)
			}
			cases = append(cases, ids...)
		}
		slices.Sort(cases)
		return cases
	}
	open := func(grounds ...p.Ground) *kase {
		w.Advance(time.Hour)
		return &kase{id: w.open(shop, "not_received", grounds...).ID, member: shop}
	}
	do := func(k *kase, by p.Role, d deed) {
		t.Helper()
		if !w.try(k, by, func(x *registry.Writing) p.Command { return d(x.Text(registry.KindMessage, "Een reden.")) }) {
			t.Fatalf("%s may not", by)
		}
	}
	gone := open()
	do(gone, p.Consumer, func(r p.Ref) p.Command { return p.Withdraw{Reason: r} })
	refused := open(p.GroundNoMember)
	do(refused, p.Mediator, func(r p.Ref) p.Command { return p.Refuse{Ground: p.GroundNoMember, Reason: r} })
	other := open()
	do(other, p.Shop, func(r p.Ref) p.Command { return p.SayNotOurs{Text: r} })
	looked := open(p.GroundNoMember) // staff still look at it
	first, second := open(), open()
	w.Advance(26 * time.Hour) // a night, in which all members are looked at
	if got := found(); len(got) > 0 {
		t.Fatalf("two cases that count, of six, raise a signal: %v", got)
	}
	third := open()
	want := []string{first.id, second.id, third.id}
	slices.Sort(want)
	if got := found(); !slices.Equal(got, want) {
		t.Errorf("the signal rests on %v, not on %v", got, want)
	}
	do(other, p.Mediator, func(r p.Ref) p.Command { return p.JudgeNotOurs{Reason: r} })
	do(looked, p.Mediator, func(r p.Ref) p.Command { return p.Admit{Reason: r} }) // from here on it counts
	w.Advance(26 * time.Hour)
	want = append(want, looked.id)
	slices.Sort(want)
	if got := found(); !slices.Equal(got, want) {
		t.Errorf("the signal rests on %v, not on %v", got, want)
	}
	b := w.read()
	if n := b.count(span{from: b.today() - 10, to: b.today(), member: shop}, (*kase).counts); n != 4 {
		t.Errorf("%d cases count", n)
	}
	w.shopPages(b, shop)
}

// TestErased: what was erased by the rules of keeping still counts, and nothing else changes with it.
func TestErased(t *testing.T) {
	t.Parallel()
	w := newTown(t, 13, time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC), 120)
	k := &kase{id: w.open("3001", "faulty").ID, member: "3001"}
	step := func(by p.Role, command func(x *registry.Writing) p.Command) {
		t.Helper()
		if !w.try(k, by, command) {
			t.Fatalf("%s may not", by)
		}
	}
	w.Advance(9 * 24 * time.Hour)
	step(p.Consumer, func(*registry.Writing) p.Command { return p.Choose{Choice: p.ChooseHelp} })
	w.Advance(time.Hour)
	step(p.Mediator, func(*registry.Writing) p.Command {
		return p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: w.staff.Mediator}}
	})
	step(p.Consumer, func(x *registry.Writing) p.Command {
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: x.NewID(), Side: p.Consumer, Text: x.Private(p.Consumer, "Alleen voor u.")}}
	})
	words := func() int {
		rows, err := w.House.Store.Queries().PrivateMessagesOf(t.Context(), db.PrivateMessagesOfParams{Dispute: k.id, Side: string(p.Consumer)})
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	if words() != 1 {
		t.Fatal("nothing was said in private")
	}
	step(p.Shop, func(*registry.Writing) p.Command { return p.LeaveMediation{} })
	for range 8 { // long after the mediation the room is erased
		w.Set(w.Now().Add(26 * 24 * time.Hour))
		w.Work()
	}
	w.To(w.Now().Add(25 * time.Hour))
	if words() != 0 {
		t.Fatal("nothing was erased")
	}
	b := w.read()
	if n := b.count(span{from: b.today() - 400, to: b.today(), member: "3001"}, func(x *kase) bool { return x.id == k.id && !x.mediated.IsZero() }); n != 1 {
		t.Fatal("the case is not counted")
	}
	for _, a := range []asked{{period: "12-maanden", against: "jaar-eerder"}, {period: "dit-jaar", against: "vorige-periode", sector: b.members["3001"].Sector}} {
		w.insightPage(b, a)
		w.evaluationPage(b, a)
		w.funnel(b, a)
	}
	w.shopPages(b, "3001")
}
