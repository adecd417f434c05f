package storetest

import (
	"errors"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

func tokens(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertToken(ctx, db.InsertTokenParams{ID: "b", Name: "second", Hash: Secret(2), Scopes: "cases:read", Member: "1001", Created: start + 1}),
			tx.InsertToken(ctx, db.InsertTokenParams{ID: "a", Name: "first", Hash: Secret(1), Scopes: "members:read members:write", Created: start}),
			tx.TouchToken(ctx, db.TouchTokenParams{ID: "a", LastUsed: store.Int(start + 5)}),
		)
	})
	q := s.Queries()
	list := must(q.Tokens(ctx))(t)
	equal(t, "in order", line(len(list), list[0].Name, list[0].LastUsed.Int64-start, list[1].Name, list[1].LastUsed.Valid), "2 first 5 second false")
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.RevokeToken(ctx, db.RevokeTokenParams{ID: "a", Revoked: store.Int(start + 9)})
		m, err2 := tx.RevokeToken(ctx, db.RevokeTokenParams{ID: "a", Revoked: store.Int(start + 10)})
		equal(t, "revoked once", line(n, m), "1 0")
		return errors.Join(err, err2)
	})
	one := must(q.TokenByID(ctx, "a"))(t)
	equal(t, "token", line(string(one.Hash), one.Revoked.Int64-start), line(string(Secret(1)), 9))
}

func webhooks(t *testing.T, s *store.Store) {
	ctx := t.Context()
	hook := func(id, member, token string) db.InsertWebhookParams {
		return db.InsertWebhookParams{ID: id, Url: "https://x.example/", Events: "case.opened", Member: member, Token: token, Created: start}
	}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertWebhook(ctx, hook("h1", "", "a")), tx.InsertWebhook(ctx, hook("h2", "1001", "b")), tx.InsertWebhook(ctx, hook("h3", "1001", "b")))
	})
	q := s.Queries()
	equal(t, "of the trustmark", len(must(q.WebhooksOf(ctx, ""))(t)), 1)
	equal(t, "of a member", len(must(q.WebhooksOf(ctx, "1001"))(t)), 2)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.DisableWebhook(ctx, db.DisableWebhookParams{ID: "h2", Disabled: store.Int(start), Reason: "failed"})
		m, err2 := tx.DisableWebhook(ctx, db.DisableWebhookParams{ID: "h2", Disabled: store.Int(start), Reason: "revoked"})
		_, err3 := tx.DisableWebhook(ctx, db.DisableWebhookParams{ID: "h3", Disabled: store.Int(start), Reason: "revoked"})
		d, err4 := tx.DeleteWebhook(ctx, db.DeleteWebhookParams{ID: "h3", Member: ""})
		equal(t, "disabled once, deleted by its owner only", line(n, m, d), "1 0 0")
		return errors.Join(err, err2, err3, err4)
	})
	equal(t, "ended by silence", must(q.CountDisabledWebhooks(ctx))(t), 1)
	ended := must(q.EndedWebhooks(ctx, 10))(t)
	equal(t, "and which", line(len(ended), ended[0].ID, ended[0].Member, ended[0].Ended == start), "1 h2 1001 true")
	equal(t, "still called, of a token", len(must(q.WebhooksOfToken(ctx, "b"))(t)), 0)
	equal(t, "by id", must(q.WebhookByID(ctx, "h2"))(t).Reason, "failed")
}

func deliveries(t *testing.T, s *store.Store) {
	ctx := t.Context()
	message := func(id, hook string, at int64) db.InsertDeliveryParams {
		return db.InsertDeliveryParams{ID: id, Webhook: hook, Type: "case.opened", Payload: []byte("{}"), Created: at, NextTry: at}
	}
	equal(t, "nothing waits", must(s.Queries().NextDelivery(ctx))(t), -1)
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertDelivery(ctx, message("z", "h1", start)), tx.InsertDelivery(ctx, message("a", "h1", start)),
			tx.InsertDelivery(ctx, message("m", "h2", start)), tx.InsertDelivery(ctx, message("later", "h2", start+day)))
	})
	q := s.Queries()
	due := func(now, most int64) string {
		var out []any
		for _, d := range must(q.DueDeliveries(ctx, db.DueDeliveriesParams{Now: now, MaxRows: most}))(t) {
			out = append(out, d.ID)
		}
		return line(out...)
	}
	equal(t, "due, in order of asking", due(start, 9), "z a m")
	equal(t, "due, bounded", due(start+day, 2), "z a")
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.ClaimDelivery(ctx, db.ClaimDeliveryParams{ID: "z", NextTry: start + 60, Tries: 0})
		m, err2 := tx.ClaimDelivery(ctx, db.ClaimDeliveryParams{ID: "z", NextTry: start + 60, Tries: 0})
		equal(t, "claimed once", line(n, m), "1 0")
		return errors.Join(err, err2, tx.FailDelivery(ctx, db.FailDeliveryParams{ID: "z", NextTry: start + 90, Error: "answered 500"}),
			tx.HoldDeliveries(ctx, db.HoldDeliveriesParams{Webhook: "h1", Until: start + 90}))
	})
	equal(t, "what waits behind a failed one", due(start+89, 9), "m")
	write(t, s, func(tx *store.Tx) error { return tx.InsertDelivery(ctx, message("new", "h1", start+1)) })
	equal(t, "what comes behind a failed one", due(start+89, 9), "m")
	equal(t, "next", must(q.NextDelivery(ctx))(t), start)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.EndDelivery(ctx, db.EndDeliveryParams{ID: "z", Status: "delivered", Done: store.Int(start + 90)})
		m, err2 := tx.EndDelivery(ctx, db.EndDeliveryParams{ID: "z", Status: "failed", Done: store.Int(start + 91)})
		equal(t, "ended once", line(n, m), "1 0")
		return errors.Join(err, err2, tx.DropDeliveries(ctx, db.DropDeliveriesParams{Webhook: "h2", Done: store.Int(start + 95)}))
	})
	equal(t, "left", due(start+2*day, 9), "a new")
	last := must(q.LastDelivery(ctx, "h2"))(t)
	equal(t, "last of a webhook", line(last.ID, last.Status), "later dropped")
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.CleanDeliveries(ctx, store.Int(start+91))
		equal(t, "forgotten", n, 1)
		return err
	})
}

// feeds: each dispute has a row for each audience; a page goes on behind the last that was seen.
func feeds(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 3)
	row := func(dispute, audience, stage string, changed int64) db.PutFeedParams {
		return db.PutFeedParams{
			Dispute: dispute, Audience: audience, Member: "1001", Reference: "W-" + dispute, Category: "faulty", Stage: stage, Turn: "shop",
			Task: "answer", Opened: start, Changed: changed,
		}
	}
	equal(t, "no row", must(s.Queries().LastFeed(ctx))(t), 0)
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.PutFeed(ctx, row("d1", "trustmark", "direct", 1)), tx.PutFeed(ctx, row("d1", "member", "direct", 2)),
			tx.PutFeed(ctx, row("d2", "trustmark", "direct", 3)), tx.PutFeed(ctx, row("d1", "trustmark", "ended", 4)))
	})
	q := s.Queries()
	list := must(q.FeedAfter(ctx, db.FeedAfterParams{MaxRows: 9}))(t)
	equal(t, "for the trustmark", line(len(list), list[0].Dispute, list[1].Dispute, list[1].Stage), "2 d2 d1 ended")
	equal(t, "behind the last", len(must(q.FeedAfter(ctx, db.FeedAfterParams{After: 3, MaxRows: 9}))(t)), 1)
	mine := must(q.FeedOfMemberAfter(ctx, db.FeedOfMemberAfterParams{Member: "1001", MaxRows: 9}))(t)
	equal(t, "for the member", line(len(mine), mine[0].Stage), "1 direct")
	equal(t, "for another", len(must(q.FeedOfMemberAfter(ctx, db.FeedOfMemberAfterParams{Member: "1002", MaxRows: 9}))(t)), 0)
	equal(t, "by reference", must(q.FeedByReference(ctx, db.FeedByReferenceParams{Reference: "W-d1", Audience: "trustmark"}))(t).Stage, "ended")
	equal(t, "both", len(must(q.FeedOf(ctx, "d1"))(t)), 2)
	equal(t, "last", must(q.LastFeed(ctx))(t), 4)
	write(t, s, func(tx *store.Tx) error {
		return tx.DropFeed(ctx, db.DropFeedParams{Dispute: "d1", Audience: "member"})
	})
	equal(t, "one is left", len(must(q.FeedOf(ctx, "d1"))(t)), 1)
	leaves := must(q.LeavesFrom(ctx, db.LeavesFromParams{Leaf: 1, MaxRows: 9}))(t)
	equal(t, "the log from a leaf on", line(len(leaves), leaves[0].Dispute, leaves[0].Leaf), "2 d0002 1")
}

// memberChanges: who writes a member notes it, however it is written.
func memberChanges(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.UpsertMember(ctx, member(1002)), tx.UpsertMember(ctx, member(1001)), tx.UpsertMember(ctx, member(1001)))
	})
	changed := func() string {
		var out []any
		for _, m := range must(s.Queries().MemberChanges(ctx, 9))(t) {
			out = append(out, m.Member)
		}
		return line(out...)
	}
	equal(t, "changed", changed(), "1001 1002")
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.DropMemberChange(ctx, "1001"), tx.DropMemberChange(ctx, "1002"))
	})
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.SetMemberStatus(ctx, db.SetMemberStatusParams{ID: "1002", Status: "suspended", StatusSince: start})
		m, err2 := tx.SetMemberStatus(ctx, db.SetMemberStatusParams{ID: "none", Status: "suspended", StatusSince: start})
		equal(t, "found", line(n, m), "1 0")
		return errors.Join(err, err2)
	})
	equal(t, "by a measure", changed(), "1002")
	page := must(s.Queries().MembersAfter(ctx, db.MembersAfterParams{After: "1001", MaxRows: 9}))(t)
	equal(t, "page", line(len(page), page[0].ID), "1 1002")
}
