// Package jobs does what nobody waits for: it sends letters, stores what time has caused, and erases what may not be
// kept. It knows the registry and the mail server; it decides nothing about a dispute.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"wederhoor/internal/registry"
)

// idle is the longest that the worker sleeps: what no wake-up announced is seen after it.
const idle = 30 * time.Second

// Worker sends letters and keeps time.
type Worker struct {
	Clerk  *registry.Clerk
	Post   *Post
	Keeper *Keeper
	Till   *Till // nil when no payment provider is set
	Watch  Watch // nil when nobody looks at figures
	Log    *slog.Logger

	wake chan struct{}
	turn sync.Mutex // held by who works: a claim of one must not lapse under the clock of another
}

// Watch looks for signals about members after what has happened.
type Watch interface {
	Round(ctx context.Context) error
}

// NewWorker gives a worker; Wake may be called from anywhere.
func NewWorker(c *registry.Clerk, p *Post, k *Keeper, log *slog.Logger) *Worker {
	return &Worker{Clerk: c, Post: p, Keeper: k, Log: log, wake: make(chan struct{}, 1)}
}

// Wake says that there may be work.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until the context ends. What it could not do is logged and tried again: a failing mail server or a full
// disk stops nothing for good.
func (w *Worker) Run(ctx context.Context) {
	if err := w.release(ctx); err != nil {
		w.Log.Error("claims of an earlier run", "cause", err.Error())
	}
	for ctx.Err() == nil {
		if err := w.Drain(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("worker", "cause", err.Error())
		}
		timer := time.NewTimer(w.pause(ctx))
		select {
		case <-ctx.Done():
		case <-w.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// pause gives how long nothing is due.
func (w *Worker) pause(ctx context.Context) time.Duration {
	at, ok, err := w.Next(ctx)
	if err != nil || !ok {
		return idle
	}
	return max(min(at.Sub(w.Clerk.Now()), idle), 100*time.Millisecond)
}

// Next gives the next instant at which something is due: a deadline, a letter, a look at money that is under way.
func (w *Worker) Next(ctx context.Context) (time.Time, bool, error) {
	due, ok, err := w.Clerk.NextDue(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	post, waits, err := w.Clerk.NextLetter(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	if waits && (!ok || post.Before(due)) {
		due, ok = post, true
	}
	if w.Till == nil {
		return due, ok, nil
	}
	money, open, err := w.Till.Next(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	if open && (!ok || money.Before(due)) {
		due, ok = money, true
	}
	return due, ok, nil
}

// Drain does all that is due now: deadlines first, then letters, and again what those brought, until nothing is.
func (w *Worker) Drain(ctx context.Context) error {
	w.turn.Lock()
	defer w.turn.Unlock()
	kept := w.Keeper.Round(ctx) // first: it may ask for letters
	var failed error
	for ctx.Err() == nil {
		swept, err := w.Clerk.Sweep(ctx)
		failed = errors.Join(failed, err)
		sent, err := w.Post.Round(ctx)
		failed = errors.Join(failed, err)
		looked := 0
		if w.Till != nil {
			looked, err = w.Till.Round(ctx)
			failed = errors.Join(failed, err)
		}
		if swept+sent+looked == 0 || failed != nil {
			break
		}
	}
	if w.Watch != nil && ctx.Err() == nil {
		failed = errors.Join(failed, w.Watch.Round(ctx))
	}
	return errors.Join(kept, failed)
}

func (w *Worker) release(ctx context.Context) error {
	w.turn.Lock()
	defer w.turn.Unlock()
	return w.Clerk.Release(ctx)
}
