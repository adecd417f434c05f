package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/fault"
	"wederhoor/internal/jobs"
	"wederhoor/internal/registry"
)

// World is a trustmark with its clock: what the demo plays with.
type World struct {
	Folder   string // where the clock is kept between starts
	Clock    *Clock
	Clerk    *registry.Clerk
	Accounts *account.Service
	Worker   *jobs.Worker
	// Keep checks and stores a file, as an upload is.
	Keep func(ctx context.Context, name string, r io.Reader) (registry.File, error)
	// Pay pays a payment of a dispute at the simulator.
	Pay func(ctx context.Context, dispute, payment string) error

	once       sync.Once
	references map[string]bool // of the history
}

// MostAdvance bounds one journey; 60 weeks is longer than any term but that of keeping.
const MostAdvance = 60 * 7 * 24 * time.Hour

// ErrAdvance says that the clock cannot be moved so far, or not in this direction.
var ErrAdvance = errors.New("the clock moves forward only, by at most 60 weeks at once")

// Advance moves the clock forward and gives the demo's instant after it. The journey goes on when the person who asked
// for it has gone: half of one would be a day on which letters were late.
func (w *World) Advance(ctx context.Context, d time.Duration) (time.Time, error) {
	if d <= 0 || d > MostAdvance {
		return w.Clock.Now(), fault.Wrap(fault.Refused, ErrAdvance)
	}
	err := Travel(context.WithoutCancel(ctx), w.Clock, w.Worker, d)
	return w.Clock.Now(), errors.Join(err, w.save())
}

// Next gives the next instant at which time changes something; false when nothing waits for time.
func (w *World) Next(ctx context.Context) (time.Time, bool, error) { return w.Worker.Next(ctx) }

// clockFile holds how far the clock of the demo is ahead. It is written when all cases are there, so a folder with a
// database and without it was left half made.
const clockFile = "clock"

func (w *World) save() error {
	err := os.WriteFile(filepath.Join(w.Folder, clockFile), []byte(w.Clock.Offset().String()+"\n"), 0o600)
	if err != nil {
		return fmt.Errorf("clock of the demo: %w", err)
	}
	return nil
}

// ErrHalfMade says that a first start in a folder was broken off.
var ErrHalfMade = errors.New("the demo in this folder was not finished: start it with --fresh to begin anew")

// Kept looks into a folder of a demo: whether one is kept there, and how far its clock is ahead.
func Kept(folder, database string) (ahead time.Duration, kept bool, err error) {
	raw, err := os.ReadFile(filepath.Join(folder, clockFile))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(folder, database)); err == nil {
			return 0, false, ErrHalfMade
		}
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("clock of the demo: %w", err)
	}
	ahead, err = time.ParseDuration(strings.TrimSpace(string(raw)))
	if err != nil {
		return 0, false, fmt.Errorf("clock of the demo: %w", err)
	}
	return ahead, true, nil
}
