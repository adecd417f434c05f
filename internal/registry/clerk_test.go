package registry_test

import (
	"errors"
	"testing"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

var monday = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)

// desk is a clerk on a database of its own, with a clock that only moves when told.
type desk struct {
	*registry.Clerk
	t     *testing.T
	store *store.Store
	now   time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: monday}
	var err error
	if d.store, err = store.Open(t.Context(), t.TempDir(), store.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.store.Close(); err != nil {
			t.Error(err)
		}
	})
	d.Clerk = registry.New(d.store, func() time.Time { return d.now }, "test.example")
	_, err = d.ImportMembers(t.Context(), []member.Member{{
		ExternalID: "1001", Name: "De Lindeboom Lampen", Domains: []string{"delindeboom.example"},
		Emails: []string{"eerste@delindeboom.example", "tweede@delindeboom.example"}, Since: procedure.Date{Year: 2014, Month: 3, Day: 1},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) open(grounds ...procedure.Ground) registry.Opened {
	d.t.Helper()
	m, err := d.MemberByID(d.t.Context(), "1001")
	if err != nil {
		d.t.Fatal(err)
	}
	o, err := d.Open(d.t.Context(), registry.Opening{
		Member: m, Grounds: grounds,
		Complaint: registry.Complaint{Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: procedure.Date{Year: 2026, Month: 5, Day: 12}, Order: "LB 20418", Story: "De lamp was kapot."},
		Person:    registry.Person{Name: "A. de Boer", Email: "Anna@voorbeeld.example", Lang: "nl"},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

// post claims letters, records that all were accepted, and gives what was claimed.
func (d *desk) post() []db.Letter {
	d.t.Helper()
	var all []db.Letter
	for {
		rows, err := d.Claim(d.t.Context(), 10)
		if err != nil {
			d.t.Fatal(err)
		}
		if len(rows) == 0 {
			return all
		}
		for _, l := range rows {
			if err := d.Record(d.t.Context(), l.ID, registry.Sent{State: registry.LetterAccepted}); err != nil {
				d.t.Fatal(err)
			}
		}
		all = append(all, rows...)
	}
}

// notices keeps the notices of what was claimed; letters to different people have no order.
func notices(rows []db.Letter) []db.Letter {
	var out []db.Letter
	for _, l := range rows {
		if l.Slug == "m03-notice" {
			out = append(out, l)
		}
	}
	return out
}

func slugs(rows []db.Letter) []string {
	var out []string
	for _, l := range rows {
		out = append(out, l.Slug+" "+l.Address)
	}
	return out
}

func (d *desk) sweep() {
	d.t.Helper()
	for {
		n, err := d.Sweep(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func consumer(id string, p procedure.Proof) registry.Viewer {
	return registry.Viewer{Actor: procedure.Actor{Role: procedure.Consumer, ID: "consumer", Proof: p}, Dispute: id}
}

func shop(members ...string) registry.Viewer {
	return registry.Viewer{Actor: procedure.Actor{Role: procedure.Shop, ID: "s1", Proof: procedure.ByBrowser}, Members: members}
}

var staff = registry.Viewer{Actor: procedure.Actor{Role: procedure.Mediator, ID: "m1", Proof: procedure.ByBrowser}, Name: "Sanne"}

func (d *desk) view(v registry.Viewer, id string) registry.View {
	d.t.Helper()
	out, err := d.View(d.t.Context(), v, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func TestShopsDaysRunFromTheAcceptedNotice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	if got := d.view(staff, o.ID).Status.Task; got != procedure.TaskNotice {
		t.Fatalf("task %s before the notice was accepted", got)
	}
	d.now = d.now.Add(3 * time.Hour)
	if got := slugs(notices(d.post())); len(got) != 1 || got[0] != "m03-notice eerste@delindeboom.example" {
		t.Fatalf("letters %q", got)
	}
	v := d.view(consumer(o.ID, procedure.ByBrowser), o.ID)
	if want := (procedure.Date{Year: 2026, Month: 6, Day: 8}); v.Status.Task != procedure.TaskAnswer || v.Status.LastDay != want {
		t.Fatalf("status %+v, want the answer until %s", v.Status, want)
	}
	d.now = procedure.Date{Year: 2026, Month: 6, Day: 9}.Start()
	d.sweep()
	if got := d.view(staff, o.ID).Status.Task; got != procedure.TaskChoice {
		t.Fatalf("task %s on day 8", got)
	}
}

func TestBounceGoesToTheNextAddressThenToStaff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	for _, want := range []string{"eerste@delindeboom.example", "tweede@delindeboom.example"} {
		rows, err := d.Claim(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(notices(rows)) != 1 {
			t.Fatalf("letters %q, want a notice to %s", slugs(rows), want)
		}
		for _, l := range rows {
			state := registry.LetterAccepted
			if l.Slug == "m03-notice" {
				state = registry.LetterBounced
				if l.Address != want {
					t.Fatalf("notice to %s, want %s", l.Address, want)
				}
			}
			if err := d.Record(t.Context(), l.ID, registry.Sent{State: state, Cause: "550"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := d.view(staff, o.ID).Status.Task; got != procedure.TaskPhone {
		t.Fatalf("task %s when no address is left", got)
	}
	rows, err := d.Queue(t.Context(), staff, string(procedure.TaskPhone), 0)
	if err != nil || len(rows) != 1 || rows[0].Reference != o.Reference {
		t.Fatalf("queue %v %v", rows, err)
	}
}

func TestReportAfterAcceptanceCancelsTheDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	notice := notices(d.post())[0]
	d.now = d.now.Add(24 * time.Hour)
	for range 2 { // a report that comes twice acts once
		if err := d.Record(t.Context(), notice.ID, registry.Sent{State: registry.LetterBounced, Later: true}); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.view(staff, o.ID).Status.Task; got != procedure.TaskNotice {
		t.Fatalf("task %s after the report", got)
	}
	if got := slugs(d.post()); len(got) != 1 || got[0] != "m03-notice tweede@delindeboom.example" {
		t.Fatalf("letters %q", got)
	}
	if got := d.view(staff, o.ID).Status.LastDay; got != (procedure.Date{Year: 2026, Month: 6, Day: 9}) {
		t.Fatalf("last day %s", got)
	}
}

func TestWhatIsNotYoursDoesNotExist(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o, held := d.open(), d.open(procedure.GroundBusiness)
	for name, v := range map[string]registry.Viewer{
		"other consumer": consumer("other", procedure.ByCode), "other shop": shop("1002"), "nobody": {},
		"public": {Actor: procedure.Actor{Role: procedure.Public}},
	} {
		if _, err := d.View(t.Context(), v, o.ID); !errors.Is(err, fault.New(fault.NotFound)) {
			t.Errorf("%s: view gives %v", name, err)
		}
		err := d.Act(t.Context(), v, o.ID, 0, func(w *registry.Writing) procedure.Command {
			return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, "hoi")}}
		})
		if !errors.Is(err, fault.New(fault.NotFound)) {
			t.Errorf("%s: act gives %v", name, err)
		}
	}
	if _, err := d.View(t.Context(), shop("1001"), held.ID); !errors.Is(err, fault.New(fault.NotFound)) {
		t.Errorf("the shop sees a complaint before it was admitted: %v", err)
	}
	if rows, err := d.ShopInbox(t.Context(), shop("1001"), 0); err != nil || len(rows) != 1 {
		t.Errorf("inbox %v %v, want the admitted one only", rows, err)
	}
}

// TestTextWithoutAName: a kind of text that no list names is not stored, and the act with it is not done.
func TestTextWithoutAName(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	err := d.Act(t.Context(), shop("1001"), o.ID, 0, func(w *registry.Writing) procedure.Command {
		return procedure.Contest{Text: w.Text("shop-contest", "nee")}
	})
	if !errors.Is(err, fault.New(fault.Server)) {
		t.Errorf("it was stored: %v", err)
	}
	if v := d.view(shop("1001"), o.ID); v.Contest {
		t.Error("the act was done")
	}
}

func TestLinkShowsStatusAndChoiceOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	v := d.view(consumer(o.ID, procedure.ByLink), o.ID)
	if v.Complaint != nil || v.Consumer != nil || v.Offers != nil || v.Documents != nil || v.Full {
		t.Fatalf("a link shows %+v", v)
	}
	for _, e := range v.Timeline {
		if e.Text != "" {
			t.Fatalf("a link shows the text %q", e.Text)
		}
	}
}

func TestLetterUnknownTwiceIsParked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open()
	for range 2 {
		d.now = d.now.Add(5 * time.Hour)
		rows, err := d.Claim(t.Context(), 10)
		if err != nil || len(rows) != 2 {
			t.Fatalf("claimed %d %v", len(rows), err)
		}
		for _, l := range rows {
			if err := d.Record(t.Context(), l.ID, registry.Sent{State: registry.LetterWaiting}); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.now = d.now.Add(50 * time.Hour)
	if rows, err := d.Claim(t.Context(), 10); err != nil || len(rows) != 0 {
		t.Fatalf("a third copy would leave: %v %v", slugs(rows), err)
	}
	parked, err := d.Parked(t.Context(), staff)
	if err != nil || len(parked) != 2 {
		t.Fatalf("parked %v %v", parked, err)
	}
}

func TestClaimOfADeadSenderIsSentOnceMore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open()
	for i, want := range []int{2, 2, 0} {
		rows, err := d.Claim(t.Context(), 10)
		if err != nil || len(rows) != want {
			t.Fatalf("claim %d: %d letters %v, want %d", i, len(rows), err, want)
		}
		if err := d.Release(t.Context()); err != nil { // the program died and started
			t.Fatal(err)
		}
	}
}

func TestReminderIsStaleOnceTheShopHasAnswered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	d.post()
	d.now = procedure.Date{Year: 2026, Month: 6, Day: 4}.Start().Add(time.Hour)
	d.sweep()
	rows, err := d.Claim(t.Context(), 10)
	if err != nil || len(rows) != 1 || rows[0].Slug != "m04-reminder-first" {
		t.Fatalf("claimed %q %v", slugs(rows), err)
	}
	err = d.Act(t.Context(), shop("1001"), o.ID, 0, func(w *registry.Writing) procedure.Command {
		return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, "Wij kijken ernaar.")}}
	})
	if err != nil {
		t.Fatal(err)
	}
	env, err := d.Envelope(t.Context(), rows[0])
	if err != nil || !env.Stale {
		t.Fatalf("the reminder is not stale: %v", err)
	}
}

func TestVersionOfThePage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	seen := d.view(consumer(o.ID, procedure.ByBrowser), o.ID).Version
	d.post() // the program's own facts are no conflict
	say := func(v registry.Viewer, version int64) error {
		return d.Act(t.Context(), v, o.ID, version, func(w *registry.Writing) procedure.Command {
			return procedure.SendMessage{MessageSent: procedure.MessageSent{Text: w.Text(registry.KindMessage, "x")}}
		})
	}
	if err := say(consumer(o.ID, procedure.ByBrowser), seen); err != nil {
		t.Fatal(err)
	}
	if err := say(shop("1001"), 1); !errors.Is(err, fault.New(fault.Conflict)) {
		t.Fatalf("an act on an unseen message: %v", err)
	}
}

func TestTimeIsStoredEvenWhenTheCommandIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	o := d.open()
	d.post()
	d.now = procedure.Date{Year: 2026, Month: 6, Day: 9}.Start()
	err := d.Act(t.Context(), shop("1001"), o.ID, 0, func(w *registry.Writing) procedure.Command {
		return procedure.GiveProof{Text: w.Text(registry.KindProof, "te vroeg")}
	})
	if !errors.Is(err, fault.New(fault.Refused)) {
		t.Fatalf("out of place, but: %v", err)
	}
	row, err := d.store.Queries().DisputeByID(t.Context(), o.ID)
	if err != nil || row.Task != string(procedure.TaskChoice) {
		t.Fatalf("stored task %q %v", row.Task, err)
	}
}

func TestLogVerifiesAndFindsAChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open()
	d.post()
	record := func(e db.Event) ([]byte, error) {
		return procedure.Record(e.Dispute, procedure.Place(e.Nonce, e.Seq), time.UnixMilli(e.Due), time.UnixMilli(e.Recorded), procedure.Role(e.ActorRole), e.Actor, e.Rule, e.Type, e.Payload), nil
	}
	rep, err := d.store.Verify(t.Context(), record)
	if err != nil || !rep.OK() || rep.Size == 0 {
		t.Fatalf("%+v %v", rep, err)
	}
	rep, err = d.store.Verify(t.Context(), func(e db.Event) ([]byte, error) {
		if e.Seq == 1 {
			e.Rule = "9.9"
		}
		return record(e)
	})
	if err != nil || rep.OK() {
		t.Fatalf("a changed rule is not found: %+v %v", rep, err)
	}
}

func TestReference(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ref := d.open().Reference
	for _, typed := range []string{ref, " " + ref + " ", ref[:4] + ref[5:], ref[:4] + " " + ref[5:]} {
		if got, ok := registry.ParseReference(typed); !ok || got != ref {
			t.Errorf("%q gives %q %v", typed, got, ok)
		}
	}
	wrong := []byte(ref)
	for i := range wrong {
		if wrong[i] == '-' {
			continue
		}
		c := []byte(ref)
		c[i] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"[(i+7)%31]
		if c[i] == ref[i] {
			continue
		}
		if _, ok := registry.ParseReference(string(c)); ok {
			t.Errorf("one wrong character is not found: %s for %s", c, ref)
		}
	}
}
