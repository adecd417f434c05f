package storetest

import (
	"errors"
	"fmt"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Run plays the whole suite; open gives an empty store, closed by whoever opened it.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	for _, part := range []struct {
		name string
		run  func(t *testing.T, s *store.Store)
	}{
		{"members", members},
		{"disputes", disputes},
		{"due", due},
		{"lists for staff", staffLists},
		{"search", search},
		{"parties", parties},
		{"events and texts", eventsAndTexts},
		{"documents", documents},
		{"links", links},
		{"drafts", drafts},
		{"codes", codes},
		{"accounts", accounts},
		{"sessions", sessions},
		{"small things", smallThings},
		{"letters in line", lettersInLine},
		{"letters whose claim lapses", lettersLapse},
		{"letters cancelled and revived", lettersCancelled},
		{"queries of the clerk", clerk},
		{"channels", channels},
		{"channels are erased", kept},
		{"money", money},
		{"rulings", rulings},
		{"queue of mediators and adjudicators", desks},
		{"desks of staff", savedViews},
		{"lists of the desk, narrowed", deskLists},
		{"files of mediation", roomFiles},
		{"signals", signals},
		{"measures", measures},
		{"tokens of programs", tokens},
		{"webhooks", webhooks},
		{"outbox of webhooks", deliveries},
		{"how disputes stand for programs", feeds},
		{"members that changed", memberChanges},
		{"errors", wrapped},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.run(t, open(t))
		})
	}
}

func member(n int) db.UpsertMemberParams {
	name := fmt.Sprintf("Café Zoë %d", n)
	return db.UpsertMemberParams{
		ID: fmt.Sprint(n), Slug: fmt.Sprintf("cafe-%d", n), Name: name, Domains: "zoe.example", Status: "active",
		Emails: fmt.Sprintf("Bestel%d@zoe.example,info@zoe.example", n), Since: "2019-01-07", StatusSince: start,
		OrdersPerYear: store.Int(100), Search: store.Fold(name + " zoe.example 100%"), Updated: start,
	}
}

func members(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.UpsertMember(ctx, member(1001)), tx.UpsertMember(ctx, member(1002)))
	})
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.SetMemberStatus(ctx, db.SetMemberStatusParams{ID: "1001", Status: "suspended", StatusSince: start + 1})
		equal(t, "rows", n, 1)
		m := member(1001)
		m.Phone = "030 555 01 01"
		return errors.Join(err, tx.UpsertMember(ctx, m))
	})
	q := s.Queries()
	m := must(q.MemberBySlug(ctx, "cafe-1001"))(t)
	equal(t, "status after a second import", m.Status, "suspended")
	equal(t, "phone after a second import", m.Phone, "030 555 01 01")
	equal(t, "by id", must(q.MemberByID(ctx, "1002"))(t).OrdersPerYear, store.Int(100))
	for text, want := range map[string]int{"": 2, "zoe": 2, "cafe zoe 1002": 1, "%": 2, "_": 0, `\`: 0, "nobody": 0} {
		like := store.LikeText(store.Fold(text))
		found := must(q.SearchMembers(ctx, db.SearchMembersParams{Text: like, MaxRows: 10}))(t)
		equal(t, "found for "+text, len(found), want)
	}
	equal(t, "second page", len(must(q.SearchMembers(ctx, db.SearchMembersParams{MaxRows: 1, Skip: 2}))(t)), 0)
	equal(t, "all", len(must(q.AllMembers(ctx))(t)), 2)
	equal(t, "by address", len(must(q.MembersByEmail(ctx, "bestel1002@ZOE.example"))(t)), 1)
}

func disputes(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 2)
	d := must(s.Queries().DisputeByReference(ctx, "W-d0001"))(t)
	p := db.UpdateDisputeParams{
		ID: d.ID, Version: 2, Version_2: 1, Stage: "ended", Turn: "", Outcome: "solved", Changed: start + 9, Ended: store.Int(start + 9),
	}
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.UpdateDispute(ctx, p)
		equal(t, "first writer", n, 1)
		return err
	})
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.UpdateDispute(ctx, p)
		equal(t, "second writer with the same version", n, 0)
		return err
	})
	d = must(s.Queries().DisputeByID(ctx, "d0001"))(t)
	equal(t, "version", d.Version, 2)
	equal(t, "due", d.NextDue.Valid, false)
	equal(t, "ended", d.Ended, store.Int(start+9))
	equal(t, "count", must(s.Queries().CountDisputes(ctx))(t), 2)
	same := db.SameComplaintsParams{Member: "1001", OrderNumber: "ORDER-d0001", Email: "consumer-d0001@mail.example"}
	outcomes := must(s.Queries().SameComplaints(ctx, same))(t)
	equal(t, "same complaints", fmt.Sprint(outcomes), "[solved]")
	same.Email = "shop-d0001@mail.example"
	equal(t, "same of another role", len(must(s.Queries().SameComplaints(ctx, same))(t)), 0)
	equal(t, "by e-mail", len(must(s.Queries().DisputesByEmail(ctx, "consumer-d0002@mail.example"))(t)), 1)
}

func due(t *testing.T, s *store.Store) {
	ctx := t.Context()
	equal(t, "nothing due", must(s.Queries().NextDue(ctx))(t), -1)
	submit(t, s, 1, 5)
	equal(t, "next", must(s.Queries().NextDue(ctx))(t), start+1+7*day)
	p := db.DueDisputesParams{NextDue: store.Int(start + 3 + 7*day), Limit: 10}
	equal(t, "due", fmt.Sprint(must(s.Queries().DueDisputes(ctx, p))(t)), "[d0001 d0002 d0003]")
	p.Limit = 2
	equal(t, "due, bounded", fmt.Sprint(must(s.Queries().DueDisputes(ctx, p))(t)), "[d0001 d0002]")
}

// change gives a dispute another row, one version on.
func change(t *testing.T, s *store.Store, id string, fn func(p *db.UpdateDisputeParams)) {
	t.Helper()
	d := must(s.Queries().DisputeByID(t.Context(), id))(t)
	p := db.UpdateDisputeParams{
		ID: id, Version: d.Version + 1, Version_2: d.Version, Stage: d.Stage, Turn: d.Turn, Task: d.Task, Work: d.Work,
		Outcome: d.Outcome, Told: d.Told, Answered: d.Answered, NextDue: d.NextDue, TurnDue: d.TurnDue, Changed: d.Changed, Ended: d.Ended,
	}
	fn(&p)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.UpdateDispute(t.Context(), p)
		equal(t, "rows", n, 1)
		return err
	})
}

func ids(rows []db.Dispute) string {
	var out []string
	for _, d := range rows {
		out = append(out, d.ID)
	}
	return fmt.Sprint(out)
}

func staffLists(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 4)
	for id, work := range map[string]string{"d0001": "notice", "d0002": "refusal", "d0003": "notice"} {
		change(t, s, id, func(p *db.UpdateDisputeParams) { p.Work = work })
	}
	change(t, s, "d0001", func(p *db.UpdateDisputeParams) { p.TurnDue.Valid = false })
	q := s.Queries()
	equal(t, "of a kind", ids(must(q.StaffQueue(ctx, db.StaffQueueParams{Work: "notice", MaxRows: 10}))(t)), "[d0003 d0001]")
	equal(t, "all", ids(must(q.StaffQueueAll(ctx, db.StaffQueueAllParams{MaxRows: 10}))(t)), "[d0002 d0003 d0001]")
	equal(t, "no work is no queue", len(must(q.StaffQueue(ctx, db.StaffQueueParams{MaxRows: 10}))(t)), 0)
	equal(t, "counted up to a bound", must(q.FewOfWork(ctx, db.FewOfWorkParams{Work: "notice", Most: 9}))(t), 2)
	equal(t, "the bound", must(q.FewOfWork(ctx, db.FewOfWorkParams{Work: "notice", Most: 1}))(t), 1)
	equal(t, "no work is not counted", must(q.FewOfWork(ctx, db.FewOfWorkParams{Most: 9}))(t), 0)
	for after, next := range map[string]string{"": "[notice]", "notice": "[refusal]", "refusal": "[]"} {
		equal(t, "kind after "+after, fmt.Sprint(must(q.NextWork(ctx, after))(t)), next)
	}
	equal(t, "latest", ids(must(q.LatestDisputes(ctx, db.LatestDisputesParams{MaxRows: 2, Skip: 1}))(t)), "[d0003 d0002]")
}

func search(t *testing.T, s *store.Store) {
	submit(t, s, 1, 3)
	for _, c := range []struct {
		what, want string
		p          db.SearchDisputesParams
	}{
		{"reference", "[d0002]", db.SearchDisputesParams{Exact: "W-d0002"}},
		{"e-mail", "[d0003]", db.SearchDisputesParams{Email: "consumer-d0003@mail.example"}},
		{"member", "[d0003 d0002 d0001]", db.SearchDisputesParams{Exact: "1001"}},
		{"how a name begins", "[d0003 d0002 d0001]", db.SearchDisputesParams{Name: "nOOr d", NameEnd: store.Until("nOOr d")}},
		{"all of a name", "[d0001]", db.SearchDisputesParams{Name: "Noor d0001", NameEnd: store.Until("Noor d0001")}},
		{"how its last word begins", "[d0003 d0002 d0001]", db.SearchDisputesParams{Surname: "D00", SurnameEnd: store.Until("D00"), Pattern: "D00"}},
		{"with what comes before", "[d0002]", db.SearchDisputesParams{Surname: "d0002", SurnameEnd: store.Until("d0002"), Pattern: store.LikeText("OOR d0002")}},
		{"after something else", "[]", db.SearchDisputesParams{Surname: "d0002", SurnameEnd: store.Until("d0002"), Pattern: store.LikeText("Piet d0002")}},
		{"a sign that would match all", "[]", db.SearchDisputesParams{
			Name: "%", NameEnd: store.Until("%"), Surname: "%", SurnameEnd: store.Until("%"), Pattern: store.LikeText("%"),
		}},
		{"nothing", "[]", db.SearchDisputesParams{}},
	} {
		c.p.MaxRows = 10
		equal(t, c.what, ids(must(s.Queries().SearchDisputes(t.Context(), c.p))(t)), c.want)
	}
}
