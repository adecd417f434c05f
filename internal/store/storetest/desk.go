package storetest

import (
	"errors"
	"fmt"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// savedViews: each account has its own, and its own switch for keys.
func savedViews(t *testing.T, s *store.Store) {
	ctx := t.Context()
	keep := func(account, id, name string, at int64) db.KeepViewParams {
		return db.KeepViewParams{Account: account, ID: id, Name: name, Query: "view=mine", Created: at}
	}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.KeepView(ctx, keep("m1", "b", "second", start+2)), tx.KeepView(ctx, keep("m1", "a", "first", start+1)),
			tx.KeepView(ctx, keep("m1", "b", "renamed", start+9)), tx.KeepView(ctx, keep("m2", "a", "theirs", start)),
			tx.KeysOn(ctx, db.KeysOnParams{Account: "m1", Since: start}), tx.KeysOn(ctx, db.KeysOnParams{Account: "m1", Since: start + 1}),
		)
	})
	q := s.Queries()
	rows := must(q.SavedViews(ctx, "m1"))(t)
	equal(t, "in order of saving", line(len(rows), rows[0].Name, rows[1].Name, rows[1].Query), "2 first renamed view=mine")
	equal(t, "keys", line(must(q.HasKeys(ctx, "m1"))(t), must(q.HasKeys(ctx, "m2"))(t)), "1 0")
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.DropView(ctx, db.DropViewParams{Account: "m1", ID: "a"})
		m, err2 := tx.KeysOff(ctx, "m1")
		equal(t, "dropped", line(n, m), "1 1")
		return errors.Join(err, err2)
	})
	equal(t, "of the other", must(q.SavedViews(ctx, "m2"))(t)[0].Name, "theirs")
	equal(t, "keys off", must(q.HasKeys(ctx, "m1"))(t), 0)
}

func deskLists(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error { return tx.UpsertMember(ctx, member(1001)) })
	submit(t, s, 1, 5)
	for n, stage := range []string{"mediation", "mediation", "ruling", "mediation", "ended"} {
		change(t, s, fmt.Sprintf("d%04d", n+1), func(p *db.UpdateDisputeParams) {
			p.Stage, p.Work, p.TurnDue, p.Waits = stage, "look", store.Int(start+int64(n)), int64(n%2)
			switch n {
			case 1:
				p.Mediator, p.Work = "m1", "mediator"
			case 3:
				p.TurnDue.Valid = false
			case 4:
				p.Ended = store.Int(start)
			}
		})
	}
	q := s.Queries()
	open := func(p db.DeskOpenParams) string {
		p.MaxRows = 9
		return ids(must(q.DeskOpen(ctx, p))(t))
	}
	all := db.DeskOpenParams{Wants: -1, After: -1, Until: -1}
	equal(t, "all that run", open(all), "[d0001 d0002 d0003 d0004]")
	for what, c := range map[string]struct {
		want string
		set  func(p *db.DeskOpenParams)
	}{
		"stage":             {"[d0001 d0002 d0004]", func(p *db.DeskOpenParams) { p.Stage = "mediation" }},
		"waiting":           {"[d0002 d0004]", func(p *db.DeskOpenParams) { p.Wants = 1 }},
		"mediator":          {"[d0002]", func(p *db.DeskOpenParams) { p.Mediator = "m1" }},
		"nobody":            {"[d0001 d0004]", func(p *db.DeskOpenParams) { p.Mediator, p.Stage = "-", "mediation" }},
		"nobody and m1":     {"[]", func(p *db.DeskOpenParams) { p.Mediator, p.OnlyOf = "-", "m1" }},
		"a span":            {"[d0002]", func(p *db.DeskOpenParams) { p.After, p.Until = start, start+1 }},
		"until":             {"[d0001 d0002]", func(p *db.DeskOpenParams) { p.Until = start + 1 }},
		"number of a shop":  {"[d0001 d0002 d0003 d0004]", func(p *db.DeskOpenParams) { p.Shop, p.Member = "1001", "1001" }},
		"a part of a name":  {"[d0001 d0002 d0003 d0004]", func(p *db.DeskOpenParams) { p.Shop, p.Member = store.LikeText(store.Fold("zoë")), "zoë" }},
		"nobody's name":     {"[]", func(p *db.DeskOpenParams) { p.Shop, p.Member = store.LikeText("%_"), "%_" }},
		"another category":  {"[]", func(p *db.DeskOpenParams) { p.Category = "no such" }},
		"two that both fit": {"[d0002]", func(p *db.DeskOpenParams) { p.Wants, p.Mediator = 1, "m1" }},
	} {
		p := all
		c.set(&p)
		equal(t, what, open(p), c.want)
	}
	work := func(p db.DeskWorkParams) string {
		p.MaxRows = 9
		return ids(must(q.DeskWork(ctx, p))(t))
	}
	equal(t, "all work", work(db.DeskWorkParams{After: -1, Until: -1}), "[d0001 d0002 d0003 d0005 d0004]")
	equal(t, "of a kind", work(db.DeskWorkParams{Work: "mediator", After: -1, Until: -1}), "[d0002]")
	equal(t, "nobody's work", work(db.DeskWorkParams{Work: "look", Mediator: "-", After: -1, Until: start}), "[d0001]")
	equal(t, "work of a shop", work(db.DeskWorkParams{Shop: "other", Member: "other", After: -1, Until: -1}), "[]")
}

// roomFiles: a file of one channel is not among those of another, and only those of private channels are erased.
func roomFiles(t *testing.T, s *store.Store) {
	ctx := t.Context()
	file := func(channel, id string, n int64) db.InsertRoomFileParams {
		return db.InsertRoomFileParams{
			Dispute: "d1", Channel: channel, ID: id, Author: "consumer", Number: n, Name: id + ".pdf", MediaType: "application/pdf",
			Size: 5, Sha256: Secret(1), Salt: Secret(2), File: "f-" + id, Created: start,
		}
	}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertRoomFile(ctx, file("joint", "a", 0)), tx.InsertRoomFile(ctx, file("consumer", "c", 1)),
			tx.InsertRoomFile(ctx, file("consumer", "b", 0)), tx.InsertRoomFile(ctx, file("shop", "d", 0)))
	})
	q := s.Queries()
	of := func(channel string) string {
		var out []any
		for _, f := range must(q.RoomFilesOf(ctx, db.RoomFilesOfParams{Dispute: "d1", Channel: channel}))(t) {
			out = append(out, f.Name)
		}
		return line(out...)
	}
	equal(t, "joint", of("joint"), "a.pdf")
	equal(t, "of the consumer, in order", of("consumer"), "b.pdf c.pdf")
	equal(t, "of the shop", of("shop"), "d.pdf")
	equal(t, "evidence", len(must(q.DocumentsOf(ctx, "d1"))(t)), 0)
	write(t, s, func(tx *store.Tx) error {
		files, err := tx.PrivateFilesOf(ctx, "d1")
		n, err2 := tx.ErasePrivateFiles(ctx, "d1")
		equal(t, "erased", line(len(files), n), "3 3")
		return errors.Join(err, err2)
	})
	equal(t, "what both read stays", line(of("joint"), of("consumer"), of("shop")), "a.pdf")
}
