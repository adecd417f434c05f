package storetest

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// line puts values after each other with a space between.
func line(v ...any) string { return strings.TrimSpace(fmt.Sprintln(v...)) }

func parties(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 1)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.UpdatePartyEmail(ctx, db.UpdatePartyEmailParams{Dispute: "d0001", Role: "consumer", Email: "new@mail.example"})
		equal(t, "rows", n, 1)
		return err
	})
	p := must(s.Queries().PartyOf(ctx, db.PartyOfParams{Dispute: "d0001", Role: "consumer"}))(t)
	equal(t, "party", p.Email+" "+p.Lang+" "+string(p.Salt), "new@mail.example nl "+string(Secret(1)))
}

func eventsAndTexts(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 2)
	e := db.Event{Dispute: "d0001", Seq: 2, Due: start, Recorded: start + 5, ActorRole: "system", Actor: "clock", Type: "choice-asked.1", Payload: []byte{}}
	write(t, s, func(tx *store.Tx) error { return Append(ctx, tx, e) })
	q := s.Queries()
	rows := must(q.EventsOf(ctx, "d0001"))(t)
	equal(t, "events", fmt.Sprint(len(rows), rows[1].Seq, rows[1].Leaf, len(rows[1].Payload)), "2 2 2 0")
	equal(t, "by leaf", must(q.EventsByLeaf(ctx, db.EventsByLeafParams{FirstLeaf: 1, EndLeaf: 2}))(t)[0].Dispute, "d0002")
	equal(t, "count", must(q.CountEvents(ctx))(t), 3)
	equal(t, "outside of the log", must(q.CountEventsOutside(ctx, 2))(t), 1)
	equal(t, "texts", len(must(q.ContentsOf(ctx, "d0001"))(t)), 1)
	c := must(q.ContentByID(ctx, db.ContentByIDParams{Dispute: "d0001", ID: "text"}))(t)
	equal(t, "text", c.Kind, "complaint")
	equal(t, "hashes", len(must(q.LogHashes(ctx, db.LogHashesParams{FirstIdx: 1, EndIdx: 3}))(t)), 2)
	equal(t, "last hash", must(q.LastLogHash(ctx))(t), 3)
	equal(t, "a hash", len(must(q.LogHashByIndex(ctx, 3))(t)), 32)
}

func documents(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		var err error
		for n := range int64(3) {
			err = errors.Join(err, tx.InsertDocument(ctx, db.InsertDocumentParams{
				Dispute: "draft", ID: fmt.Sprint(n), Party: "consumer", Number: 3 - n, Name: "bon.pdf", MediaType: "application/pdf",
				Size: 5, Sha256: Secret(1), File: fmt.Sprintf("f%d", n), Created: start,
			}))
		}
		n, err2 := tx.DeleteDocument(ctx, db.DeleteDocumentParams{Dispute: "draft", ID: "1"})
		equal(t, "deleted", n, 1)
		return errors.Join(err, err2, tx.MoveDocuments(ctx, db.MoveDocumentsParams{Dispute: "d1", Dispute_2: "draft"}))
	})
	rows := must(s.Queries().DocumentsOf(ctx, "d1"))(t)
	equal(t, "moved, in order", line(len(rows), rows[0].ID, rows[1].ID), "2 2 0")
	equal(t, "by id", must(s.Queries().DocumentByID(ctx, db.DocumentByIDParams{Dispute: "d1", ID: "2"}))(t).File, "f2")
	equal(t, "left in the draft", len(must(s.Queries().DocumentsOf(ctx, "draft"))(t)), 0)
}

func links(t *testing.T, s *store.Store) {
	ctx := t.Context()
	p := db.InsertLinkParams{Hash: Secret(1), Dispute: "d1", Party: "shop", Letter: "l1", Purpose: "case", Created: start, Expires: start + day}
	write(t, s, func(tx *store.Tx) error { return tx.InsertLink(ctx, p) })
	p.Purpose = "other"
	write(t, s, func(tx *store.Tx) error { return tx.InsertLink(ctx, p) })
	equal(t, "stored once", must(s.Queries().LinkByHash(ctx, Secret(1)))(t).Purpose, "case")
	for now, want := range map[int64]int64{start: 0, start + day: 1} {
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.DeleteExpiredLinks(ctx, now)
			equal(t, "deleted", n, want)
			return errors.Join(err, tx.InsertLink(ctx, p))
		})
	}
}

func drafts(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		err := tx.InsertDraft(ctx, db.InsertDraftParams{ID: "a", Member: "1001", Answers: []byte("{}"), Lang: "nl", Created: start, Changed: start, Stage: "shop"})
		n, err2 := tx.UpdateDraft(ctx, db.UpdateDraftParams{ID: "a", Answers: []byte("{1}"), Changed: start + 5})
		equal(t, "rows", n, 1)
		_, err3 := tx.RemindDraft(ctx, db.RemindDraftParams{ID: "a", ToldReminder: store.Int(7)})
		return errors.Join(err, err2, err3)
	})
	equal(t, "not yet", len(must(s.Queries().DraftsToRemind(ctx, db.DraftsToRemindParams{Now: 6, MaxRows: 9}))(t)), 0)
	equal(t, "to remind", len(must(s.Queries().DraftsToRemind(ctx, db.DraftsToRemindParams{Now: 7, MaxRows: 9}))(t)), 1)
	d := must(s.Queries().DraftByID(ctx, "a"))(t)
	equal(t, "draft", d.Member+string(d.Answers), "1001{1}")
	equal(t, "told", d.ToldReminder, store.Int(7))
	old := db.DraftsChangedBeforeParams{Changed: start + 5, Limit: 9}
	equal(t, "not before", len(must(s.Queries().DraftsChangedBefore(ctx, old))(t)), 0)
	old.Changed++
	equal(t, "before", len(must(s.Queries().DraftsChangedBefore(ctx, old))(t)), 1)
	for _, want := range []int64{1, 0} {
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.DeleteDraft(ctx, "a")
			equal(t, "deleted", n, want)
			return err
		})
	}
}

func codes(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		var err error
		for n := range int64(2) {
			err = errors.Join(err, tx.InsertCode(ctx, db.InsertCodeParams{
				ID: fmt.Sprint("c", n), Purpose: "open", Subject: "a@mail.example", Browser: Secret(1), Created: start + n, Expires: start + n + 10,
			}))
		}
		tries, err2 := tx.TryCode(ctx, "c1")
		again, err3 := tx.TryCode(ctx, "c1")
		equal(t, "tries", tries*10+again, 12)
		return errors.Join(err, err2, err3)
	})
	latest := must(s.Queries().LatestCode(ctx, db.LatestCodeParams{Purpose: "open", Subject: "a@mail.example"}))(t)
	equal(t, "latest", latest.ID, "c1")
	for _, want := range []int64{1, 0} {
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.UseCode(ctx, db.UseCodeParams{ID: "c1", Used: store.Int(start + 3)})
			equal(t, "used", n, want)
			return err
		})
	}
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.DeleteExpiredCodes(ctx, start+10)
		equal(t, "deleted", n, 1)
		return err
	})
}

func accounts(t *testing.T, s *store.Store) {
	ctx := t.Context()
	p := db.InsertAccountParams{ID: "a1", Kind: "shop", Member: "1001", Name: "Jan", Email: "jan@shop.example", Roles: "owner", Lang: "nl", Created: start}
	write(t, s, func(tx *store.Tx) error {
		other := db.UpsertAccountParams(p)
		other.ID, other.Name = "a2", "Jan de Boer"
		second := db.UpsertAccountParams(p)
		second.ID, second.Member = "a3", "1002"
		staff := db.UpsertAccountParams(p)
		staff.ID, staff.Kind, staff.Member = "a4", "staff", ""
		return errors.Join(tx.InsertAccount(ctx, p), tx.UpsertAccount(ctx, other), tx.UpsertAccount(ctx, second), tx.UpsertAccount(ctx, staff))
	})
	q := s.Queries()
	equal(t, "keeps its id", must(q.AccountByID(ctx, "a1"))(t).Name, "Jan de Boer")
	rows := must(q.AccountsByEmail(ctx, db.AccountsByEmailParams{Kind: "shop", Email: "jan@shop.example"}))(t)
	equal(t, "by address", line(len(rows), rows[0].Member, rows[1].Member), "2 1001 1002")
	equal(t, "staff", must(q.StaffAccounts(ctx))(t)[0].ID, "a4")
}

func sessions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 2)
	x := must(s.Queries().SessionByHash(ctx, Secret(1)))(t)
	equal(t, "session", line(x.Seen-start, x.Expires-start, x.Lang), line(1, 1+30*day, "nl"))
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.DeleteExpiredSessions(ctx, start+1+30*day)
		equal(t, "expired", n, 1)
		return errors.Join(err, tx.DeleteSession(ctx, Secret(2)))
	})
	_, err := s.Queries().SessionByHash(ctx, Secret(2))
	equal(t, "gone", errors.Is(err, sql.ErrNoRows), true)
}

func smallThings(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		p := db.UpsertSurveyParams{Dispute: "d1", Party: "shop", Understood: 1, Story: 2, Fair: 3, Remark: "", At: start}
		err := tx.UpsertSurvey(ctx, p)
		p.Fair = 5
		err = errors.Join(err, tx.UpsertSurvey(ctx, p), tx.SetMeta(ctx, db.SetMetaParams{Name: "a", Value: "1"}),
			tx.SetMeta(ctx, db.SetMetaParams{Name: "a", Value: "2"}),
			tx.InsertAccess(ctx, db.InsertAccessParams{Dispute: "d1", Account: "a1", At: start, What: "case"}))
		for want := int64(1); want <= 3; want++ {
			n, err := tx.Bump(ctx, db.BumpParams{Name: "open", Bucket: 7})
			equal(t, "counted", n, want)
			if err != nil {
				return err
			}
		}
		return err
	})
	q := s.Queries()
	equal(t, "survey", must(q.SurveysOf(ctx, "d1"))(t)[0].Fair, 5)
	equal(t, "meta", must(q.GetMeta(ctx, "a"))(t), "2")
	equal(t, "access", must(q.AccessOf(ctx, "d1"))(t)[0].What, "case")
	equal(t, "counter", must(q.CounterOf(ctx, db.CounterOfParams{Name: "open", Bucket: 7}))(t), 3)
	equal(t, "no counter", must(q.CounterOf(ctx, db.CounterOfParams{Name: "open", Bucket: 8}))(t), 0)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.DeleteOldCounters(ctx, 8)
		equal(t, "deleted", n, 1)
		return err
	})
}

func clerk(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 3)
	change(t, s, "d0003", func(p *db.UpdateDisputeParams) { p.Told = 0 })
	for n := range int64(2) {
		change(t, s, fmt.Sprintf("d%04d", n+1), func(p *db.UpdateDisputeParams) {
			p.ShopTurn, p.ShopTask, p.ShopDue = "shop", "answer", store.Int(start+n+1+7*day)
		})
	}
	q := s.Queries()
	equal(t, "of the shop", ids(must(q.DisputesOfShop(ctx, db.DisputesOfShopParams{Member: "1001", MaxRows: 9}))(t)), "[d0001 d0002]")
	counts := must(q.CountShop(ctx, db.CountShopParams{Member: "1001", Soon: start + 2 + 7*day, Now: start + 1 + 7*day}))(t)
	equal(t, "counts", fmt.Sprint(counts), "[{direct shop 2 2 1}]")
	write(t, s, func(tx *store.Tx) error {
		err := tx.InsertDocument(ctx, db.InsertDocumentParams{Dispute: "d0001", ID: "1", Sha256: Secret(1), File: "f"})
		files, err2 := tx.DocumentsBare(ctx, "d0001")
		equal(t, "files", fmt.Sprint(files), "[f]")
		n, err3 := tx.DocumentsErase(ctx, "d0001")
		m, err4 := tx.ContentsErase(ctx, "d0001")
		equal(t, "erased", n+m, 2)
		return errors.Join(err, err2, err3, err4)
	})
}

func wrapped(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 1)
	c := Complaint{ID: "d0001", Now: start, Secret: Secret(9)}
	err := s.Write(ctx, store.Act, func(tx *store.Tx) error { return fmt.Errorf("again: %w", Submit(ctx, tx, c)) })
	equal(t, "the same key twice", errors.Is(err, store.ErrConflict), true)
	err = s.Write(ctx, store.Act, func(tx *store.Tx) error {
		_, err := tx.DraftByID(ctx, "nothing")
		return err
	})
	equal(t, "no such row", errors.Is(err, store.ErrNotFound), true)
	err = s.Read(ctx, func(q *db.Queries) error {
		_, err := q.DraftByID(ctx, "nothing")
		return err
	})
	equal(t, "no such row, reading", errors.Is(err, store.ErrNotFound) && errors.Is(err, sql.ErrNoRows), true)
	err = s.Read(ctx, func(q *db.Queries) error { return q.InsertDraft(ctx, db.InsertDraftParams{ID: "x"}) })
	equal(t, "readers cannot write", err != nil, true)
}
