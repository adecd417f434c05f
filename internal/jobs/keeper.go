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

// Keeper erases what may not be kept: drafts after their days (rules 0.3), spent codes, links and sessions, and files
// that no row refers to any more.
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
	files, err := k.Clerk.EraseDrafts(ctx)
	for _, id := range files {
		if e := k.Files.Delete(id); e != nil {
			err = errors.Join(err, fmt.Errorf("file of a draft: %w", e))
		}
	}
	if len(files) > 0 {
		k.Log.Info("drafts erased", "files", len(files))
	}
	err = errors.Join(err, k.Accounts.Clean(ctx), k.Files.DropPartial(ctx, now.Add(-24*time.Hour)))
	if err == nil {
		k.last = now
	}
	return err
}
