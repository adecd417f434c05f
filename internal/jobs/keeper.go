package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/evidence"
	"wederhoor/internal/registry"
)

// Keeper erases what may not be kept: drafts after their days (rules 0.3), private channels of mediation
// (rules 5.2), spent codes, links and sessions, and files that no row refers to any more.
type Keeper struct {
	Clerk    *registry.Clerk
	Accounts *account.Service
	Files    *evidence.Store
	Log      *slog.Logger

	last time.Time
}

// every is how often the keeper looks: erasure is counted in days.
const every = time.Hour

// Round erases what is due, at most once an hour of the clock it was given.
func (k *Keeper) Round(ctx context.Context) error {
	now := k.Clerk.Now()
	if now.Sub(k.last) < every && !now.Before(k.last) {
		return nil
	}
	for more := k.last.IsZero(); more; { // once at start
		var err error
		if more, err = k.Clerk.FillFacts(ctx); err != nil {
			return err
		}
	}
	if err := k.remind(ctx); err != nil {
		return err
	}
	files, err := k.Clerk.EraseDrafts(ctx)
	for _, id := range files {
		if e := k.Files.Delete(id); e != nil {
			err = errors.Join(err, fmt.Errorf("file of a draft: %w", e))
		}
	}
	if len(files) > 0 {
		k.Log.Info("drafts erased", "files", len(files))
	}
	rooms, sent, e := k.Clerk.EraseRooms(ctx)
	for _, id := range sent {
		if gone := k.Files.Delete(id); gone != nil {
			err = errors.Join(err, fmt.Errorf("file of a private channel: %w", gone))
		}
	}
	if rooms > 0 {
		k.Log.Info("private channels erased", "disputes", rooms)
	}
	err = errors.Join(err, e, k.Accounts.Clean(ctx), k.Files.DropPartial(ctx, now.Add(-24*time.Hour)))
	if err == nil {
		k.last = now
	}
	return err
}

// remind writes to those who asked to be reminded of telling the shop (rules 0.4).
func (k *Keeper) remind(ctx context.Context) error {
	due, err := k.Clerk.DueReminders(ctx)
	if err != nil {
		return err
	}
	for _, d := range due {
		until := d.Until.End().Add(-time.Second)
		l := account.DraftLetter(account.CodeLetter{To: d.Email, Lang: d.Lang, Shop: d.Shop}, d.ID, k.Clerk.Now(), until)
		l.Slug = "m45-remind-tell-shop"
		if err := k.Accounts.Send(ctx, l); err != nil {
			return fmt.Errorf("reminder: %w", err)
		}
		if err := k.Clerk.RemindOfShop(ctx, d.ID, false); err != nil {
			return err
		}
	}
	return nil
}
