package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	trials "wederhoor/internal/trial"
)

// onTrial puts the signals of insight on trial with made-up members, and prints what they found.
func (c simulateCommand) onTrial() error {
	begun := time.Now()
	bar := progress(int64(c.Runs), "runs")
	res, err := trials.Run(trials.Options{
		Members: c.Members, Months: c.Months, Seed: c.Seed, Runs: c.Runs,
		Done: func() { _ = bar.Add(1) }, // a bar that cannot be drawn stops nothing
	})
	_ = bar.Finish()
	if err != nil {
		return badInput{fmt.Errorf("--members, --months and --runs: %w", err)}
	}
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(res)
	}
	if err := res.Print(os.Stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(os.Stderr, "%.1f seconds\n", time.Since(begun).Seconds())
	return err
}
