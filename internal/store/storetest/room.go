package storetest

import (
	"errors"
	"fmt"
	"testing"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// channels: what is written in one table is in no other.
func channels(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertJointMessage(ctx, db.InsertJointMessageParams{Dispute: "d1", ID: "j", Author: "shop", Created: start, Salt: Secret(1), Body: []byte("joint")}),
			tx.InsertPrivateMessage(ctx, db.InsertPrivateMessageParams{Dispute: "d1", Side: "consumer", ID: "c", Author: "mediator", Account: "m1", Created: start, Salt: Secret(2), Body: []byte("private")}),
			tx.InsertPrivateMessage(ctx, db.InsertPrivateMessageParams{Dispute: "d1", Side: "shop", ID: "s", Author: "shop", Created: start, Salt: Secret(3), Body: []byte("other")}),
			tx.InsertStaffNote(ctx, db.InsertStaffNoteParams{Dispute: "d1", ID: "n", Account: "m1", Created: start, Salt: Secret(4), Body: []byte("note")}),
			tx.InsertMediationText(ctx, db.InsertMediationTextParams{Dispute: "d1", ID: "a", Kind: "advice", Author: "mediator", Created: start, Salt: Secret(5), Body: []byte("advice")}),
			tx.UpsertSavedReply(ctx, db.UpsertSavedReplyParams{ID: "r", Title: "one", BodyNl: "een", BodyEn: "one", Changed: start}),
			tx.UpsertSavedReply(ctx, db.UpsertSavedReplyParams{ID: "r", Title: "two", BodyNl: "twee", BodyEn: "two", Changed: start}),
			tx.MarkWriting(ctx, db.MarkWritingParams{Dispute: "d1", Account: "m1", Name: "A", At: start}),
			tx.MarkWriting(ctx, db.MarkWritingParams{Dispute: "d1", Account: "m1", Name: "A", At: start + 5}),
			tx.InsertConflict(ctx, db.InsertConflictParams{Account: "m1", Member: "1001", Created: start}),
			tx.InsertConflict(ctx, db.InsertConflictParams{Account: "m1", Member: "1001", Created: start}),
			tx.InsertSignal(ctx, db.InsertSignalParams{ID: "x", Member: "1001", Dispute: "d1", Kind: "fraud", At: start, Account: "m1", Text: "a"}),
		)
	})
	q := s.Queries()
	of := func(side string) string {
		rows := must(q.PrivateMessagesOf(ctx, db.PrivateMessagesOfParams{Dispute: "d1", Side: side}))(t)
		return line(len(rows), string(rows[0].Body))
	}
	equal(t, "joint", len(must(q.JointMessagesOf(ctx, "d1"))(t)), 1)
	equal(t, "of the consumer", of("consumer"), "1 private")
	equal(t, "of the shop", of("shop"), "1 other")
	equal(t, "notes", string(must(q.StaffNotesOf(ctx, "d1"))(t)[0].Body), "note")
	equal(t, "texts", len(must(q.MediationTextsOf(ctx, "d1"))(t)), 1)
	equal(t, "text", string(must(q.MediationTextByID(ctx, db.MediationTextByIDParams{Dispute: "d1", ID: "a"}))(t).Body), "advice")
	equal(t, "saved replies", must(q.SavedReplies(ctx))(t)[0].BodyNl, "twee")
	equal(t, "writing", len(must(q.WritingIn(ctx, db.WritingInParams{Dispute: "d1", Since: start + 4}))(t)), 1)
	equal(t, "no longer writing", len(must(q.WritingIn(ctx, db.WritingInParams{Dispute: "d1", Since: start + 5}))(t)), 0)
	equal(t, "conflict", must(q.HasConflict(ctx, db.HasConflictParams{Account: "m1", Member: "1001"}))(t), 1)
	equal(t, "conflicts", len(must(q.ConflictsOf(ctx, "m1"))(t)), 1)
	equal(t, "signals of a member", len(must(q.SignalsOfMember(ctx, "1001"))(t)), 1)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.DeleteSavedReply(ctx, "r")
		m, err2 := tx.DeleteConflict(ctx, db.DeleteConflictParams{Account: "m1", Member: "1001"})
		equal(t, "taken away", n+m, 2)
		return errors.Join(err, err2)
	})
}

// kept: a private channel is erased when its days are over, and nothing else with it.
func kept(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 2)
	change(t, s, "d0001", func(p *db.UpdateDisputeParams) { p.RoomUntil = store.Int(start + 5) })
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertPrivateMessage(ctx, db.InsertPrivateMessageParams{Dispute: "d0001", Side: "shop", ID: "s", Salt: Secret(1), Body: []byte("x")}),
			tx.InsertMediationText(ctx, db.InsertMediationTextParams{Dispute: "d0001", ID: "r", Kind: "reason", Salt: Secret(1), Body: []byte("x")}),
			tx.InsertMediationText(ctx, db.InsertMediationTextParams{Dispute: "d0001", ID: "a", Kind: "advice", Salt: Secret(1), Body: []byte("x")}))
	})
	q := s.Queries()
	equal(t, "not yet", len(must(q.RoomsToErase(ctx, store.Int(start+4)))(t)), 0)
	equal(t, "due", fmt.Sprint(must(q.RoomsToErase(ctx, store.Int(start+5)))(t)), "[d0001]")
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.ErasePrivateMessages(ctx, "d0001")
		m, err2 := tx.EraseReasons(ctx, "d0001")
		equal(t, "erased", n+m, 2)
		return errors.Join(err, err2, tx.RoomErased(ctx, "d0001"))
	})
	equal(t, "advice stays", len(must(q.MediationTextsOf(ctx, "d0001"))(t)), 1)
	equal(t, "once", len(must(q.RoomsToErase(ctx, store.Int(start+9)))(t)), 0)
}

func money(t *testing.T, s *store.Store) {
	ctx := t.Context()
	q := s.Queries()
	equal(t, "nothing open", must(q.NextMoney(ctx))(t), -1)
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertPayment(ctx, db.InsertPaymentParams{Dispute: "d1", ID: "p1", Cents: 2500, Created: start, Checked: start + 1}),
			tx.InsertPayment(ctx, db.InsertPaymentParams{Dispute: "d1", ID: "p2", Cents: 2500, Created: start + 2, Checked: start + 2}),
			tx.PaymentMade(ctx, db.PaymentMadeParams{Dispute: "d1", ID: "p1", Provider: "tr_1", Checkout: "https://pay", Checked: start + 3}),
			tx.PaymentState(ctx, db.PaymentStateParams{Dispute: "d1", ID: "p2", Status: "expired"}),
			tx.PaymentChecked(ctx, db.PaymentCheckedParams{Dispute: "d1", ID: "p1", Checked: start + 9, Problem: "unreachable"}),
			tx.InsertRefund(ctx, db.InsertRefundParams{Dispute: "d1", ID: "b1", Payment: "p1", Cents: 2500, Why: "second", Created: start}),
			tx.RefundState(ctx, db.RefundStateParams{Dispute: "d1", ID: "b1", Provider: "re_1", Status: "failed", Checked: start + 4}),
		)
	})
	equal(t, "open", len(must(q.OpenPayments(ctx, db.OpenPaymentsParams{Before: start + 9, MaxRows: 5}))(t)), 1)
	equal(t, "looked at", len(must(q.OpenPayments(ctx, db.OpenPaymentsParams{Before: start + 8, MaxRows: 5}))(t)), 0)
	equal(t, "next", must(q.NextMoney(ctx))(t), start+9)
	equal(t, "by provider", must(q.PaymentByProvider(ctx, "tr_1"))(t).Problem, "unreachable")
	_, err := q.PaymentByProvider(ctx, "")
	equal(t, "without an id", errors.Is(store.Wrap(err), store.ErrNotFound), true)
	equal(t, "by id", must(q.PaymentByID(ctx, db.PaymentByIDParams{Dispute: "d1", ID: "p2"}))(t).Status, "expired")
	equal(t, "all", len(must(q.PaymentsOf(ctx, "d1"))(t)), 2)
	write(t, s, func(tx *store.Tx) error {
		return tx.InsertRefund(ctx, db.InsertRefundParams{Dispute: "d1", ID: "b1", Payment: "p1", Cents: 2500, Why: "second", Created: start})
	})
	r := must(q.RefundByID(ctx, db.RefundByIDParams{Dispute: "d1", ID: "b1"}))(t)
	equal(t, "tried again", line(r.Status, r.Attempt, r.Provider), "due 2")
	equal(t, "open refunds", len(must(q.OpenRefunds(ctx, db.OpenRefundsParams{Before: start, MaxRows: 5}))(t)), 1)
	equal(t, "refunds", len(must(q.RefundsOf(ctx, "d1"))(t)), 1)
}

func rulings(t *testing.T, s *store.Store) {
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error {
		var err error
		for n := range int64(3) {
			err = errors.Join(err, tx.UpsertPublication(ctx, db.UpsertPublicationParams{
				Number: fmt.Sprintf("2026-000%d", n+1), Dispute: fmt.Sprintf("d%d", n), Member: "1001", Shop: "Café Zoë", Category: "faulty",
				Outcome: "ruled_upheld", Ruled: start + n, Published: start + 9, Search: store.Fold("Café Zoë 100%"), Body: []byte("{}"),
			}))
		}
		return errors.Join(err,
			tx.KeepRulingDraft(ctx, db.KeepRulingDraftParams{Dispute: "d1", Adjudicator: "a1", Body: []byte("1"), Changed: start}),
			tx.KeepRulingDraft(ctx, db.KeepRulingDraftParams{Dispute: "d1", Adjudicator: "a1", Body: []byte("2"), Changed: start}))
	})
	q := s.Queries()
	list := func(p db.PublicationsParams) int { return len(must(q.Publications(ctx, p))(t)) }
	equal(t, "all", list(db.PublicationsParams{MaxRows: 9}), 3)
	equal(t, "newest first", must(q.Publications(ctx, db.PublicationsParams{MaxRows: 1}))(t)[0].Number, "2026-0003")
	equal(t, "found", list(db.PublicationsParams{Text: store.LikeText(store.Fold("zoé")), MaxRows: 9}), 3)
	equal(t, "signs are letters", list(db.PublicationsParams{Text: store.LikeText("%%"), MaxRows: 9}), 0)
	equal(t, "another category", list(db.PublicationsParams{Category: "other", MaxRows: 9}), 0)
	equal(t, "this outcome", list(db.PublicationsParams{Outcome: "ruled_upheld", MaxRows: 2, Skip: 2}), 1)
	equal(t, "of a member", len(must(q.PublicationsOfMember(ctx, "1001"))(t)), 3)
	equal(t, "by number", must(q.PublicationByNumber(ctx, "2026-0002"))(t).Dispute, "d1")
	equal(t, "draft", string(must(q.RulingDraft(ctx, db.RulingDraftParams{Dispute: "d1", Adjudicator: "a1"}))(t).Body), "2")
	write(t, s, func(tx *store.Tx) error { return tx.DeleteRulingDrafts(ctx, "d1") })
	_, err := q.RulingDraft(ctx, db.RulingDraftParams{Dispute: "d1", Adjudicator: "a1"})
	equal(t, "no draft", errors.Is(store.Wrap(err), store.ErrNotFound), true)
}

func desks(t *testing.T, s *store.Store) {
	ctx := t.Context()
	submit(t, s, 1, 4)
	for n, stage := range []string{"mediation", "mediation", "ruling", "compliance"} {
		change(t, s, fmt.Sprintf("d%04d", n+1), func(p *db.UpdateDisputeParams) {
			p.Stage, p.Work, p.TurnDue, p.Waits = stage, "look", store.Int(start+int64(n)), int64(n%2)
			if n == 1 {
				p.Mediator = "m1"
			}
			if n == 2 {
				p.Adjudicator = "a1"
			}
		})
	}
	q := s.Queries()
	equal(t, "of a mediator", ids(must(q.DisputesOfMediator(ctx, db.DisputesOfMediatorParams{Mediator: "m1", MaxRows: 9}))(t)), "[d0002]")
	equal(t, "nobody's", ids(must(q.DisputesUnassigned(ctx, db.DisputesUnassignedParams{MaxRows: 9}))(t)), "[d0001]")
	equal(t, "of an adjudicator", ids(must(q.DisputesOfAdjudicator(ctx, db.DisputesOfAdjudicatorParams{Adjudicator: "a1", MaxRows: 9}))(t)), "[d0003]")
	equal(t, "of nobody", len(must(q.DisputesOfAdjudicator(ctx, db.DisputesOfAdjudicatorParams{MaxRows: 9}))(t)), 0)
	stage := func(stage string, waits int64) string {
		return ids(must(q.DisputesInStage(ctx, db.DisputesInStageParams{Stage: stage, Wants: waits, MaxRows: 9}))(t))
	}
	equal(t, "in mediation", stage("mediation", -1), "[d0001 d0002]")
	equal(t, "waiting", stage("mediation", 1), "[d0002]")
	equal(t, "due", ids(must(q.WorkDueBetween(ctx, db.WorkDueBetweenParams{After: store.Int(start), Until: store.Int(start + 2), MaxRows: 9}))(t)), "[d0002 d0003]")
	equal(t, "number due", must(q.FewDueBetween(ctx, db.FewDueBetweenParams{After: store.Int(start), Until: store.Int(start + 2), Most: 9}))(t), 2)
	equal(t, "number waiting", must(q.FewInStage(ctx, db.FewInStageParams{Stage: "mediation", Wants: 1, Most: 9}))(t), 1)
	equal(t, "number in mediation, up to a bound", must(q.FewInStage(ctx, db.FewInStageParams{Stage: "mediation", Wants: -1, Most: 1}))(t), 1)
	equal(t, "number of nobody", must(q.FewOfMediator(ctx, db.FewOfMediatorParams{Most: 9}))(t), 1)
	equal(t, "number of a mediator", must(q.FewOfMediator(ctx, db.FewOfMediatorParams{Mediator: "m1", Most: 9}))(t), 1)
	equal(t, "loads", fmt.Sprint(must(q.CountStage(ctx, "mediation"))(t)), "[{ 0 1} {m1 1 1}]")
	equal(t, "loads of adjudicators", fmt.Sprint(must(q.CountAdjudicators(ctx))(t)), "[{a1 1}]")
}
