package jobs

import (
	"context"
	"errors"
	"log/slog"

	"wederhoor/internal/mail"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
)

// Reports takes delivery reports that come after a letter was accepted. Only a real report of a final failure acts
// (rules 1.1); answers, holiday notes and loops do nothing, so that no mail can act on a case.
type Reports struct {
	Clerk *registry.Clerk
	Log   *slog.Logger
}

// Take records a failure. An error makes the sender come back later, so nothing is lost.
func (r *Reports) Take(ctx context.Context, rep mail.Report) error {
	if rep.Kind != mail.KindDelivery || rep.Action != mail.Failed || rep.Letter == "" {
		return nil
	}
	err := r.Clerk.Record(ctx, rep.Letter, registry.Sent{State: registry.LetterBounced, Cause: "report " + rep.Status, Later: true})
	if errors.Is(err, store.ErrNotFound) {
		r.Log.Info("report of an unknown letter", "letter", rep.Letter)
		return nil
	}
	return err
}
