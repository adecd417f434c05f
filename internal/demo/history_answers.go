package demo

import (
	"context"
	"fmt"
	"math/rand/v2"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// answered is the chance that a party of the history answered the three questions.
const answered = 0.3

// pastAnswers answers the three questions for some of the parties whose case has ended: better by who got something.
func (w *World) pastAnswers(ctx context.Context, r *rand.Rand, references []string, staff string) error {
	desk := registry.Viewer{Actor: procedure.Actor{Role: procedure.Administrator, ID: staff, Proof: procedure.ByBrowser}}
	for _, ref := range references {
		if r.Float64() > answered {
			continue
		}
		v, err := w.Clerk.ByReference(ctx, desk, ref)
		if err != nil {
			return fmt.Errorf("history: %w", err)
		}
		if v.Stage != procedure.Ended {
			continue
		}
		for _, who := range []procedure.Role{procedure.Consumer, procedure.Shop} {
			best := 5 // of 1 to 5
			if who == procedure.Consumer && v.Status.Outcome == procedure.NoAnswer || who == procedure.Shop && v.Status.Outcome == procedure.RuledUpheld {
				best = 3
			}
			if r.IntN(2) == 0 {
				continue
			}
			v.Viewer.Actor.Role = who
			grade := func() int { return max(1, best-r.IntN(3)) }
			if err := w.Clerk.SaveSurvey(ctx, v, registry.Survey{Understood: grade(), Story: grade(), Fair: grade()}); err != nil {
				return fmt.Errorf("history: %w", err)
			}
		}
	}
	return nil
}

// stopsAt is how many of a hundred who do not finish their complaint stop at a step.
var stopsAt = map[string]int{"told": 34, "problem": 8, "order": 17, "story": 15, "wish": 4, "you": 11, "check": 3, registry.StepConfirmed: 8}

// unfinished is how many complaints were begun and not sent, for each that was.
const unfinished = 0.6

// pastIntake counts the steps of the form: of the complaints that were sent, and of others that were begun around then.
func (w *World) pastIntake(ctx context.Context, r *rand.Rand, sent []procedure.Date) error {
	var begun []registry.PastIntake
	for _, day := range sent {
		begun = append(begun, registry.PastIntake{Day: day, Passed: len(registry.IntakeSteps)})
		if r.Float64() > unfinished {
			continue
		}
		at := r.IntN(100)
		for i, step := range registry.IntakeSteps {
			if at -= stopsAt[step]; at < 0 {
				begun = append(begun, registry.PastIntake{Day: day, Passed: i})
				break
			}
		}
	}
	if err := w.Clerk.LoadIntake(ctx, begun); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}
