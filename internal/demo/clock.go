// Package demo is the trustmark that one can play with: a clock to move, members and cases in different states. It
// drives the same clerk, worker and mail as a real one; nothing of it can be reached in serve.
package demo

import (
	"context"
	"fmt"
	"sync"
	"time"

	"wederhoor/internal/jobs"
)

// Clock is a clock that can be moved forward.
type Clock struct {
	journey sync.Mutex // held while travelling

	mu     sync.Mutex
	offset time.Duration
	fixed  time.Time // the instant while travelling; zero when the clock runs
}

// Now gives the demo's instant, in UTC and whole milliseconds.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fixed.IsZero() {
		return c.fixed
	}
	return time.Now().Add(c.offset).UTC().Truncate(time.Millisecond)
}

// Offset gives how far the clock is ahead of the machine's.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

// SetOffset puts the clock so far ahead of the machine's.
func (c *Clock) SetOffset(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset, c.fixed = d, time.Time{}
}

func (c *Clock) hold(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed = t.UTC().Truncate(time.Millisecond)
}

func (c *Clock) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fixed.IsZero() {
		c.offset = time.Until(c.fixed)
		c.fixed = time.Time{}
	}
}

// mostSteps bounds one journey through time, so that a letter that can never leave cannot hold the clock for ever.
const mostSteps = 20_000

// Travel moves the clock forward by d, stopping at every instant at which something is due, so that letters leave
// and arrive on the day they would have. Journeys follow one another: a second one waits for the first.
func Travel(ctx context.Context, c *Clock, w *jobs.Worker, d time.Duration) error {
	c.journey.Lock()
	defer c.journey.Unlock()
	start := c.Now()
	c.hold(start)
	defer c.release()
	return c.travelTo(ctx, w, start.Add(d))
}

// travelTo moves a clock that is held to an instant; to one that has passed it only does what is due.
func (c *Clock) travelTo(ctx context.Context, w *jobs.Worker, target time.Time) error {
	stuck := time.Second
	for range mostSteps {
		if err := w.Drain(ctx); err != nil {
			return fmt.Errorf("travel: %w", err)
		}
		at, ok, err := w.Next(ctx)
		if err != nil {
			return fmt.Errorf("travel: %w", err)
		}
		if !ok || at.After(target) {
			break
		}
		if now := c.Now(); at.After(now) {
			stuck = time.Second
		} else { // it could not be done now: ever longer steps, or it would hold the clock
			at = now.Add(stuck)
			stuck *= 2
		}
		if !at.Before(target) {
			break
		}
		c.hold(at)
	}
	if target.After(c.Now()) {
		c.hold(target)
	}
	if err := w.Drain(ctx); err != nil {
		return fmt.Errorf("travel: %w", err)
	}
	return nil
}
