package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"wederhoor/internal/simulate"
)

type simulateCommand struct {
	Cases int    `help:"How many cases to play." default:"10000"`
	Seed  uint64 `help:"The same seed plays the same cases." default:"1"`
	From  string `help:"Day from which complaints come in, for 14 months." default:"2026-01-01" placeholder:"YYYY-MM-DD"`

	Members int  `help:"Instead of cases: put the signals of insight on trial with so many made-up members, such as 4800." placeholder:"N"`
	Months  int  `help:"With --members: how long." default:"24"`
	Runs    int  `help:"With --members: how often, each with the next seed." default:"1"`
	JSON    bool `help:"With --members: the report as JSON." name:"json"`
}

// Run plays the cases and prints how they went. A broken invariant is printed with the shortest history that shows it,
// and is an error.
func (c simulateCommand) Run() error {
	if c.Members != 0 {
		return c.onTrial()
	}
	from, err := time.Parse("2006-01-02", c.From)
	if err != nil || c.Cases < 1 {
		return badInput{fmt.Errorf("--from is a day such as 2026-01-01, and --cases at least 1: %q, %d", c.From, c.Cases)}
	}
	debug.SetGCPercent(800) // short-lived states, little that stays: more room, less collecting
	bar := progress(int64(c.Cases), "cases")
	begun := time.Now()
	res, err := simulate.Run(simulate.Options{
		Cases: c.Cases, Seed: c.Seed, Now: from,
		Done: func(n int) { _ = bar.Set(n) }, // a bar that cannot be drawn stops nothing
	})
	_ = bar.Finish()
	var f *simulate.Failure
	if errors.As(err, &f) {
		if err := f.Print(os.Stdout); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if err := res.Print(os.Stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(os.Stdout, "%.1f seconds\n", time.Since(begun).Seconds())
	return err
}
