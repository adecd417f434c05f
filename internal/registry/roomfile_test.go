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

func fileCalled(name string) []registry.File {
	return []registry.File{{Name: name, MediaType: "text/plain", Stored: "stored-" + name, Size: 3, SHA256: [32]byte{1, 2, 3}}}
}

// TestFilesOfMessages: a file is in the view of who reads its message, it is no evidence, and it can be had from a view
// that holds it, from no other.
func TestFilesOfMessages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, bob := d.staffAt("anna", p.Mediator), d.staffAt("bob", p.Mediator)
	boss := d.staffAt("boss", p.Administrator)
	id := d.mediated()
	view := d.seenBy(anna, id)
	if err := d.Assign(t.Context(), view, 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	me := consumer(id, p.ByCode)
	d.do(me, id, func(w *registry.Writing) p.Command {
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, "zie"), Files: w.MessageFiles("", fileCalled("joint"))}}
	})
	d.do(me, id, func(w *registry.Writing) p.Command { // a party cannot put one in the channel of the other
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Text: w.Private(p.Consumer, "zie"), Files: w.MessageFiles(p.Shop, fileCalled("alone"))}}
	})
	held := ""
	d.do(shop("1001"), id, func(w *registry.Writing) p.Command {
		held = w.NewID()
		return p.SendJoint{JointSent: p.JointSent{ID: held, Text: w.Text(registry.KindJoint, "boos"), Files: w.MessageFiles("", fileCalled("held"))}, Abusive: true}
	})
	names := func(v registry.Viewer) string {
		files, err := d.StoredRoomFiles(t.Context(), d.seenBy(v, id))
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, f := range files {
			out += f.Name + string(f.Side) + " "
		}
		return out
	}
	for who, x := range map[string]struct {
		v    registry.Viewer
		want string
	}{
		"the consumer": {me, "joint aloneconsumer "}, "the shop": {shop("1001"), "joint held "},
		"the mediator": {anna, "joint held aloneconsumer "}, "another mediator": {bob, "joint held "}, "an administrator": {boss, "joint held "},
	} {
		if got := names(x.v); got != x.want {
			t.Errorf("%s gets %q, want %q", who, got, x.want)
		}
	}
	d.do(anna, id, func(*registry.Writing) p.Command { return p.JudgeHeld{ID: held, Release: true} })
	if got := names(me); got != "joint held aloneconsumer " {
		t.Errorf("let through: %q", got)
	}
	v := d.seenBy(anna, id)
	if len(v.Documents) != 0 {
		t.Errorf("evidence: %+v", v.Documents)
	}
	secret := d.seenBy(me, id).Room.Consumer
	last := secret[len(secret)-1].Files[0].ID
	if _, err := d.StoredRoomFile(t.Context(), d.seenBy(shop("1001"), id), last); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("the shop asks for a file of the consumer: %v", err)
	}
	if f, err := d.StoredRoomFile(t.Context(), d.seenBy(me, id), last); err != nil || f.Stored != "stored-alone" {
		t.Errorf("its own: %+v %v", f, err)
	}
}

// TestErasedFilesOfMessages: the rows of private files go with their channel, and their names come out to be erased.
func TestErasedFilesOfMessages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.mediated()
	d.do(shop("1001"), id, func(w *registry.Writing) p.Command {
		return p.SendPrivate{PrivateSent: p.PrivateSent{ID: w.NewID(), Text: w.Private(p.Shop, "zie"), Files: w.MessageFiles(p.Shop, fileCalled("alone"))}}
	})
	d.do(shop("1001"), id, func(w *registry.Writing) p.Command {
		return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, "zie"), Files: w.MessageFiles("", fileCalled("joint"))}}
	})
	d.do(shop("1001"), id, func(*registry.Writing) p.Command { return p.LeaveMediation{} })
	d.now = p.DateOf(d.now).AddDays(91).Start()
	n, files, err := d.EraseRooms(t.Context())
	if err != nil || n != 1 || len(files) != 1 || files[0] != "stored-alone" {
		t.Errorf("erased %d %q %v", n, files, err)
	}
	left, err := d.StoredRoomFiles(t.Context(), d.seenBy(shop("1001"), id))
	if err != nil || len(left) != 1 || left[0].Name != "joint" {
		t.Errorf("left: %+v %v", left, err)
	}
}

// TestNamesUnderAYes: a name is known to both once there is an agreement, with the instants, and to nobody before.
func TestNamesUnderAYes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.staffAt("anna", p.Mediator)
	id := d.mediated()
	me := consumer(id, p.ByCode)
	if err := d.Assign(t.Context(), d.seenBy(anna, id), 0, "anna", ""); err != nil {
		t.Fatal(err)
	}
	d.do(anna, id, func(w *registry.Writing) p.Command {
		return p.AskAccounts{AccountsAsked: p.AccountsAsked{ID: w.NewID(), Text: w.Text(registry.KindJoint, "vertel")}}
	})
	d.now = d.now.Add(time.Minute)
	d.post()
	for _, v := range []registry.Viewer{me, shop("1001")} {
		d.do(v, id, func(w *registry.Writing) p.Command {
			return p.SendJoint{JointSent: p.JointSent{ID: w.NewID(), Text: w.Text(registry.KindJoint, "verhaal")}}
		})
	}
	offer := ""
	d.do(anna, id, func(w *registry.Writing) p.Command {
		offer = w.NewID()
		return p.Propose{ProposalPut: p.ProposalPut{Offer: p.Offer{
			ID: offer, Remedy: "refund", Amount: 100, Due: p.DateOf(d.now).AddDays(14), Text: w.Text(registry.KindProposal, `{"why":"zo"}`),
		}}}
	})
	yes := func(v registry.Viewer, name string) time.Time {
		d.now = d.now.Add(time.Hour)
		d.do(v, id, func(w *registry.Writing) p.Command {
			return p.AcceptProposal{ID: offer, Name: w.Text(registry.KindConsentName, name)}
		})
		return d.now
	}
	first := yes(me, "N. de Klant")
	for _, v := range []registry.Viewer{me, shop("1001"), anna} {
		if c := d.seenBy(v, id).Consents; c != nil {
			t.Errorf("%s knows of %+v", v.Actor.Role, c)
		}
	}
	by := shop("1001")
	by.Actor.Proof = p.ByCode
	second := yes(by, "W. de Winkel")
	for _, v := range []registry.Viewer{me, shop("1001"), anna} {
		got := d.seenBy(v, id).Consents
		if len(got) != 2 || got[0].Name != "N. de Klant" || got[1].Name != "W. de Winkel" || got[0].Version != 1 ||
			!got[0].At.Equal(first) || !got[1].At.Equal(second) {
			t.Errorf("%s: %+v", v.Actor.Role, got)
		}
	}
}

// TestAnswersWithoutAName: events of before names were kept can still be read.
func TestAnswersWithoutAName(t *testing.T) {
	t.Parallel()
	b, err := p.DecodeBody("proposal-answered.1", []byte(`{"id":"p1","yes":true}`))
	if err != nil || b.(p.ProposalAnswered).Name != (p.Ref{}) {
		t.Errorf("%+v %v", b, err)
	}
	typ, payload, err := p.Encode(p.ProposalAnswered{ID: "p1", Yes: true})
	if err != nil || typ != "proposal-answered.1" || !json.Valid(payload) || string(payload) != `{"id":"p1","yes":true}` {
		t.Errorf("%s %s %v", typ, payload, err)
	}
}

// TestShareOut: who will have the least gets the next one; nobody with a conflict, and nothing is given by it.
func TestShareOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.staffAt("anna", p.Mediator)
	d.staffAt("bob", p.Mediator)
	var views []registry.View
	for range 3 {
		views = append(views, d.seenBy(anna, d.mediated()))
	}
	shares, err := d.ShareOut(t.Context(), views)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, s := range shares {
		got[s.To.ID]++
	}
	if got["anna"]+got["bob"] != 3 || got["anna"] == 0 || got["bob"] == 0 {
		t.Errorf("shared out %v", got)
	}
	if err := d.store.Write(t.Context(), store.Act, func(tx *store.Tx) error {
		return tx.InsertConflict(t.Context(), db.InsertConflictParams{Account: "bob", Member: "1001"})
	}); err != nil {
		t.Fatal(err)
	}
	if shares, err = d.ShareOut(t.Context(), views); err != nil {
		t.Fatal(err)
	}
	for _, s := range shares {
		if s.To.ID != "anna" {
			t.Errorf("to %q, who has a conflict", s.To.ID)
		}
	}
	if m := d.seenBy(anna, views[0].ID).Room.MediatorID; m != "" {
		t.Errorf("given to %s by the proposal", m)
	}
}

// TestSavedViewsHaveABound, and one of the same name is replaced.
func TestSavedViewsHaveABound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.staffAt("anna", p.Mediator)
	for n := range registry.MostViews {
		if err := d.KeepView(t.Context(), anna, string(rune('a'+n)), "view=mine"); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.KeepView(t.Context(), anna, "z", "view=mine"); !errors.Is(err, fault.New(fault.TooMany)) {
		t.Errorf("one too many: %v", err)
	}
	if err := d.KeepView(t.Context(), anna, "a", "view=late"); err != nil {
		t.Error(err)
	}
	all, err := d.SavedViews(t.Context(), anna)
	late := slices.IndexFunc(all, func(v registry.SavedView) bool { return v.Name == "a" && v.Query == "view=late" })
	if err != nil || len(all) != registry.MostViews || late < 0 {
		t.Errorf("%+v %v", all, err)
	}
	if err := d.KeepView(t.Context(), shop("1001"), "a", "view=late"); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("a shop keeps a view: %v", err)
	}
}
