package registry_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// feed gives the outbox of a webhook, in order.
func (d *desk) outbox(t *testing.T) string {
	t.Helper()
	rows, err := d.store.Queries().DueDeliveries(t.Context(), db.DueDeliveriesParams{Now: d.now.Add(time.Hour).UnixMilli(), MaxRows: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, r.Webhook+" "+r.Type)
	}
	return strings.Join(out, ", ")
}

func (d *desk) follow(t *testing.T) {
	t.Helper()
	for range 100 {
		more, err := d.Follow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
	t.Fatal("there is always more")
}

// TestFollowOnce: what happened stands in the outbox once, however often it is looked at and whatever fails between.
func TestFollowOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.follow(t)
	err := d.store.Write(t.Context(), store.Act, func(tx *store.Tx) error {
		all := strings.Join(registry.HookEvents(), " ")
		return errors.Join(
			tx.InsertWebhook(t.Context(), db.InsertWebhookParams{ID: "house", Url: "x", Events: all, Created: 1}),
			tx.InsertWebhook(t.Context(), db.InsertWebhookParams{ID: "shop", Url: "x", Events: all, Member: "1001", Created: 2}),
			tx.InsertWebhook(t.Context(), db.InsertWebhookParams{ID: "other", Url: "x", Events: all, Member: "1002", Created: 3}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	o := d.open(procedure.GroundTooOld)
	d.follow(t)
	want := "house case.opened"
	if got := d.outbox(t); got != want {
		t.Fatalf("staff judge first: %s", got)
	}
	d.follow(t)
	if got := d.outbox(t); got != want {
		t.Errorf("again: %s", got)
	}
	list, err := d.Standings(t.Context(), "1001", time.UnixMilli(0), 10)
	if err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	staff := registry.Viewer{Actor: procedure.Actor{Role: procedure.Administrator, ID: "bas", Proof: procedure.ByBrowser}}
	err = d.Act(t.Context(), staff, o.ID, 0, func(*registry.Writing) procedure.Command { return procedure.Admit{} })
	if err != nil {
		t.Fatal(err)
	}
	d.post()
	d.follow(t)
	want += ", house case.changed, shop case.opened"
	if got := d.outbox(t); got != want {
		t.Fatalf("told: %s", got)
	}
	err = d.Act(t.Context(), consumer(o.ID, procedure.ByCode), o.ID, 0, func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	if err != nil {
		t.Fatal(err)
	}
	d.follow(t)
	want += ", house case.ended, shop case.ended"
	if got := d.outbox(t); got != want {
		t.Errorf("%s", got)
	}
	list, err = d.Standings(t.Context(), "", time.UnixMilli(0), 10)
	if err != nil || len(list) != 1 || list[0].Outcome != procedure.Withdrawn || list[0].Ended.IsZero() {
		t.Errorf("%+v %v", list, err)
	}
}

func (d *desk) openAs(email string) {
	d.t.Helper()
	m, err := d.MemberByID(d.t.Context(), "1001")
	if err != nil {
		d.t.Fatal(err)
	}
	_, err = d.Open(d.t.Context(), registry.Opening{
		Member: m, Complaint: registry.Complaint{Category: "faulty", Remedy: "refund", Amount: 8995, Purchase: procedure.Date{Year: 2026, Month: 5, Day: 12}, Story: "Kapot."},
		Person: registry.Person{Name: "A. de Boer", Email: email, Lang: "nl"},
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// TestChangedIsUnique: no two disputes have the same instant of change, so that a page misses none.
func TestChangedIsUnique(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for n := range 7 {
		d.openAs(fmt.Sprintf("nr%d@voorbeeld.example", n)) // all at the same instant
	}
	d.follow(t)
	var (
		after = time.UnixMilli(0)
		seen  = map[string]bool{}
	)
	for range 10 {
		list, err := d.Standings(t.Context(), "", after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			if seen[s.Reference] || !s.Changed.After(after) {
				t.Errorf("%+v after %s", s, after)
			}
			seen[s.Reference], after = true, s.Changed
		}
	}
	if len(seen) != 7 {
		t.Errorf("%d of 7", len(seen))
	}
}

func TestPlanMembers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	since := procedure.Date{Year: 2020, Month: 1, Day: 1}
	rows := []member.Member{{ExternalID: "77", Name: "Nieuw", Domains: []string{"nieuw.example"}, Emails: []string{"a@nieuw.example"}, Since: since}}
	plan, err := d.PlanMembers(t.Context(), rows, true)
	if err != nil || len(plan.Of(registry.MemberNew)) != 1 || len(plan.Of(registry.MemberMissing)) == 0 || len(plan.Taken) != 0 {
		t.Fatalf("%+v %v", plan, err)
	}
	missing := len(plan.Of(registry.MemberMissing))
	if _, err := d.PutMembers(t.Context(), rows, "another"); err == nil {
		t.Error("on other members than were looked at")
	}
	if _, err := d.PutMembers(t.Context(), rows, plan.Base); err != nil {
		t.Fatal(err)
	}
	if _, err := d.PutMembers(t.Context(), rows, plan.Base); err == nil {
		t.Error("twice on the same base")
	}
	until := procedure.Date{Year: 2030, Month: 1, Day: 1}
	orders := int64(5)
	rows[0].Until, rows[0].OrdersPerYear, rows[0].OrdersSource = &until, &orders, member.Measured
	plan, err = d.PlanMembers(t.Context(), rows, false)
	if err != nil || len(plan.Changes) != 1 || plan.Changes[0].Kind != registry.MemberEnded {
		t.Fatalf("%+v %v", plan, err)
	}
	if got := fmt.Sprint(plan.Changes[0].Fields); got != "[{member_until  2030-01-01} {orders_per_year  5} {orders_source  measured}]" {
		t.Errorf("%s", got)
	}
	known, err := d.MembersFrom(t.Context(), "", 50)
	if err != nil {
		t.Fatal(err)
	}
	rows[0].Domains = strings.Split(known[0].Domains, ",")
	plan, err = d.PlanMembers(t.Context(), rows, true)
	if err != nil || len(plan.Taken) == 0 || plan.Taken[0].Owner != known[0].ID || len(plan.Of(registry.MemberMissing)) != missing {
		t.Errorf("%+v %v", plan, err)
	}
}
