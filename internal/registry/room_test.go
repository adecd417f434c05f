package registry_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

const day = 24 * time.Hour

// staffAt makes an account of staff and gives its viewer.
func (d *desk) staffAt(id string, role p.Role) registry.Viewer {
	d.t.Helper()
	err := d.store.Write(d.t.Context(), store.Act, func(tx *store.Tx) error {
		return tx.InsertAccount(d.t.Context(), db.InsertAccountParams{
			ID: id, Kind: "staff", Name: "Naam " + id, Email: id + "@keurmerk.example", Roles: string(role), Lang: "nl",
		})
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return registry.Viewer{Actor: p.Actor{Role: role, ID: id, Proof: p.ByBrowser}, Name: "Naam " + id}
}

func (d *desk) do(v registry.Viewer, id string, c func(w *registry.Writing) p.Command) {
	d.t.Helper()
	if err := d.Act(d.t.Context(), v, id, 0, c); err != nil {
		d.t.Fatal(err)
	}
	d.post()
}

func (d *desk) seenBy(v registry.Viewer, id string) registry.View {
	d.t.Helper()
	view, err := d.View(d.t.Context(), v, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return view
}

// mediated opens a case and brings it into mediation.
func (d *desk) mediated() string {
	d.t.Helper()
	o := d.open()
	d.post()
	d.do(shop("1001"), o.ID, func(w *registry.Writing) p.Command { return p.Contest{Text: w.Text(registry.KindContest, "nee")} })
	d.do(consumer(o.ID, p.ByCode), o.ID, func(w *registry.Writing) p.Command {
		return p.Choose{Choice: p.ChooseHelp, Note: w.Text(registry.KindToMediator, "alleen voor u")}
	})
	return o.ID
}

func TestAssignment(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, bert, chief := d.staffAt("anna", p.Mediator), d.staffAt("bert", p.Mediator), d.staffAt("chief", p.Administrator)
	d.staffAt("kim", p.Quality)
	first, second := d.mediated(), d.mediated()
	names := func() (out []string) {
		all, err := d.Mediators(t.Context(), d.seenBy(chief, second))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range all {
			out = append(out, a.ID)
		}
		return out
	}
	if err := d.Assign(t.Context(), d.seenBy(anna, first), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	if got := names(); !slices.Equal(got, []string{"bert", "anna"}) {
		t.Errorf("proposed %v: the one with the least comes first", got)
	}
	if err := d.Assign(t.Context(), d.seenBy(bert, first), 0, "bert", ""); !errors.Is(err, fault.New(fault.Refused)) {
		t.Errorf("a case was taken from its mediator: %v", err)
	}
	if err := d.StateConflict(t.Context(), bert, "1001", true); err != nil {
		t.Fatal(err)
	}
	if got := names(); !slices.Equal(got, []string{"anna", "bert"}) {
		t.Errorf("proposed %v: one with a conflict comes last", got)
	}
	if err := d.Assign(t.Context(), d.seenBy(chief, second), 0, "bert", ""); !errors.Is(err, fault.New(fault.Refused)) {
		t.Errorf("assigned with a conflict: %v", err)
	}
	if err := d.Assign(t.Context(), d.seenBy(chief, second), 0, "kim", ""); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("assigned to one who does not mediate: %v", err)
	}
	for list, want := range map[registry.ListOf]int{registry.ListMine: 1, registry.ListUnassigned: 1} {
		if rows, err := d.List(t.Context(), anna, list, 0); err != nil || len(rows) != want {
			t.Errorf("%s: %d rows %v", list, len(rows), err)
		}
	}
}

// TestTakenBack: what is taken back in time was never sent and never seen.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.staffAt("anna", p.Mediator)
	id := d.mediated()
	if err := d.Assign(t.Context(), d.seenBy(anna, id), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	d.post()
	say := func(words string) {
		d.t.Helper()
		err := d.Act(t.Context(), anna, id, 0, func(w *registry.Writing) p.Command {
			return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, words)}}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	say("vergissing")
	if rows, err := d.Claim(t.Context(), 10); err != nil || len(rows) != 0 {
		t.Fatalf("%d letters leave at once %v", len(rows), err)
	}
	if v := d.seenBy(shop("1001"), id); len(v.Room.Joint) != 0 {
		t.Error("seen before it left")
	}
	say("ook een vergissing") // does not send the first
	unsent := d.seenBy(anna, id).Room.Unsent
	if len(unsent) != 2 {
		t.Fatalf("%d messages can be taken back", len(unsent))
	}
	undo := unsent[1].ID
	for _, m := range unsent {
		d.do(anna, id, func(*registry.Writing) p.Command { return p.UndoSend{ID: m.ID} })
	}
	d.now = d.now.Add(time.Hour)
	if v := d.seenBy(shop("1001"), id); len(v.Room.Joint) != 0 {
		t.Error("seen after it was taken back")
	}
	say("goed bericht")
	d.now = d.now.Add(time.Minute)
	if v := d.seenBy(shop("1001"), id); len(v.Room.Joint) != 1 || v.Room.Joint[0].Text != "goed bericht" || v.Room.Joint[0].Name != "Naam" {
		t.Errorf("the room has %+v", v.Room.Joint)
	}
	if v := d.seenBy(anna, id); v.Room.Mediator != "Naam anna" || d.seenBy(shop("1001"), id).Room.Mediator != "Naam" {
		t.Errorf("staff know %q: parties know people of staff by their first name", v.Room.Mediator)
	}
	err := d.Act(t.Context(), anna, id, 0, func(*registry.Writing) p.Command { return p.UndoSend{ID: undo} })
	if !errors.Is(err, fault.New(fault.Refused)) {
		t.Errorf("taken back after it left: %v", err)
	}
}

// TestPrivateChannelsAreErased 90 days after mediation, and the log still verifies.
func TestPrivateChannelsAreErased(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.staffAt("anna", p.Mediator)
	id := d.mediated()
	d.do(shop("1001"), id, func(w *registry.Writing) p.Command {
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Text: w.Private(p.Shop, "geheim")}}
	})
	read := func() int {
		v := d.seenBy(anna, id)
		n := 0
		for _, m := range append(v.Room.Shop, v.Room.Consumer...) {
			if m.Text != "" {
				n++
			}
		}
		return n
	}
	if n := read(); n != 0 {
		t.Fatalf("%d private words before anybody mediates", n)
	}
	if err := d.Assign(t.Context(), d.seenBy(anna, id), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	if n := read(); n != 2 {
		t.Fatalf("%d private words", n)
	}
	d.do(shop("1001"), id, func(*registry.Writing) p.Command { return p.LeaveMediation{} })
	left := p.DateOf(d.now)
	for _, step := range []struct {
		at   time.Time
		want int
	}{{left.AddDays(90).End().Add(-time.Second), 2}, {left.AddDays(90).End(), 0}} {
		d.now = step.at
		if _, err := d.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.EraseRooms(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := read(); n != step.want {
			t.Errorf("%s: %d private words, want %d", step.at, n, step.want)
		}
	}
	record := func(e db.Event) ([]byte, error) {
		return p.Record(e.Dispute, p.Place(e.Nonce, e.Seq), time.UnixMilli(e.Due), time.UnixMilli(e.Recorded), p.Role(e.ActorRole), e.Actor, e.Rule, e.Type, e.Payload), nil
	}
	if rep, err := d.store.Verify(t.Context(), record); err != nil || rep.Found != 0 {
		t.Errorf("the log: %+v %v", rep, err)
	}
	d.now = d.now.Add(400 * day)
	if n, _, err := d.EraseRooms(t.Context()); err != nil || n != 0 {
		t.Errorf("erased once more: %d %v", n, err)
	}
}

// TestCollision: who began to write is named to others, for some minutes.
func TestCollision(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, bert := d.staffAt("anna", p.Mediator), d.staffAt("bert", p.Mediator)
	id := d.mediated()
	if err := d.MarkWriting(t.Context(), d.seenBy(anna, id)); err != nil {
		t.Fatal(err)
	}
	also := func(v registry.Viewer) int {
		names, err := d.AlsoWriting(t.Context(), d.seenBy(v, id))
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	if also(anna) != 0 || also(bert) != 1 {
		t.Error("the other is not named, or oneself is")
	}
	d.now = d.now.Add(6 * time.Minute)
	if also(bert) != 0 {
		t.Error("named long after")
	}
	if _, err := d.AlsoWriting(t.Context(), d.seenBy(shop("1001"), id)); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Error("a party learns who writes")
	}
}

func TestSavedReplies(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.staffAt("anna", p.Mediator)
	if err := d.KeepReply(t.Context(), anna, registry.SavedReply{Title: "Dank", Dutch: "Dank u", English: "Thank you"}); err != nil {
		t.Fatal(err)
	}
	all, err := d.SavedReplies(t.Context(), anna)
	if err != nil || len(all) != 1 || all[0].English != "Thank you" {
		t.Fatalf("%v %v", all, err)
	}
	if _, err := d.SavedReplies(t.Context(), shop("1001")); err == nil {
		t.Error("a shop reads saved replies")
	}
	if err := d.DropReply(t.Context(), anna, all[0].ID); err != nil {
		t.Fatal(err)
	}
}

// TestAdjudicatorSeesNamesFirst: before declaring there are names and nothing else, and no view ever.
func TestAdjudicatorSeesNamesFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	chief, eva := d.staffAt("chief", p.Administrator), d.staffAt("eva", p.Adjudicator)
	d.staffAt("anna", p.Mediator)
	id := d.mediated()
	if err := d.Assign(t.Context(), d.seenBy(chief, id), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	d.do(shop("1001"), id, func(*registry.Writing) p.Command { return p.LeaveMediation{} })
	ref := d.seenBy(chief, id).Reference
	if _, err := d.CaseFile(t.Context(), eva, ref); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("the file of a case that is not theirs: %v", err)
	}
	me := consumer(id, p.ByCode)
	d.do(me, id, func(w *registry.Writing) p.Command {
		return p.RequestRuling{RulingRequested: p.RulingRequested{
			Points:   []p.ClaimPoint{{ID: "1", Remedy: "refund", Amount: 100, Text: w.Text(registry.KindClaim, "geld")}},
			Consents: "1", Text: w.Text(registry.KindConsents, "{}"),
		}}
	})
	pay, err := d.StartPayment(t.Context(), me, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.RecordPayment(t.Context(), id, p.RecordPayment{ID: pay, Status: p.PaymentPaid, Cents: 2500, At: d.now}); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _, err := d.Payments(t.Context(), d.seenBy(me, id)); err != nil || len(rows) != 1 || rows[0].Receipt != "2026-0001" {
		t.Errorf("payments %+v %v", rows, err)
	}
	if _, _, err := d.Payments(t.Context(), d.seenBy(shop("1001"), id)); err == nil {
		t.Error("the shop sees payments")
	}
	if err := d.AssignAdjudicator(t.Context(), d.seenBy(chief, id), 0, "eva"); err != nil {
		t.Fatal(err)
	}
	f, err := d.CaseFile(t.Context(), eva, ref)
	if err != nil {
		t.Fatal(err)
	}
	if f.Complaint != nil || len(f.Points)+len(f.Answers)+len(f.Documents) > 0 || f.Consumer == "" {
		t.Errorf("before declaring: %+v", f)
	}
	d.do(eva, id, func(*registry.Writing) p.Command { return p.Declare{} })
	f, err = d.CaseFile(t.Context(), eva, ref)
	if err != nil || f.Complaint == nil || len(f.Points) != 1 {
		t.Errorf("after declaring: %+v %v", f, err)
	}
	if _, err := d.View(t.Context(), eva, id); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("an adjudicator got a view: %v", err)
	}
	if _, err := d.ByReference(t.Context(), eva, ref); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("an adjudicator got a view by case number: %v", err)
	}
	for name, err := range map[string]error{
		"queue":   second(d.Queue(t.Context(), eva, "", 0)),
		"cases":   second(d.Cases(t.Context(), eva, "", 0)),
		"list":    second(d.List(t.Context(), eva, registry.ListMine, 0)),
		"signals": second(d.LastJudged(t.Context(), eva)),
		"replies": second(d.SavedReplies(t.Context(), eva)),
	} {
		if err == nil {
			t.Errorf("an adjudicator gets %s", name)
		}
	}
	if b, err := json.Marshal(f); err != nil || len(b) == 0 {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }
