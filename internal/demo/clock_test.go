package demo

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	t.Parallel()
	var c Clock
	if d := time.Since(c.Now()); d < -time.Second || d > time.Second {
		t.Errorf("a new clock differs by %s", d)
	}
	c.SetOffset(48 * time.Hour)
	if d := time.Until(c.Now()); d < 47*time.Hour || d > 49*time.Hour {
		t.Errorf("the clock is %s ahead, want 48h", d)
	}
	held := time.Date(2030, 1, 2, 3, 4, 5, 678_900_000, time.UTC)
	c.hold(held)
	if got := c.Now(); got != held.Truncate(time.Millisecond) {
		t.Errorf("held at %s, want %s", got, held)
	}
	c.release()
	if d := c.Now().Sub(held); d < -time.Second || d > time.Minute {
		t.Errorf("after release the clock is %s on", d)
	}
}

func TestKept(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if _, kept, err := Kept(folder, "base"); kept || err != nil {
		t.Errorf("an empty folder: %v, %v", kept, err)
	}
	check(t, os.WriteFile(filepath.Join(folder, "base"), nil, 0o600))
	if _, _, err := Kept(folder, "base"); !errors.Is(err, ErrHalfMade) {
		t.Errorf("a database without a clock: %v", err)
	}
	check(t, os.WriteFile(filepath.Join(folder, clockFile), []byte("36h0m0s\n"), 0o600))
	if ahead, kept, err := Kept(folder, "base"); ahead != 36*time.Hour || !kept || err != nil {
		t.Errorf("%s, %v, %v", ahead, kept, err)
	}
	check(t, os.WriteFile(filepath.Join(folder, clockFile), []byte("soon"), 0o600))
	if _, _, err := Kept(folder, "base"); err == nil {
		t.Error("a broken clock was read")
	}
}
