package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	p "wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// Past is a case of before the program was there, with its whole history.
type Past struct {
	Member    db.Member
	Person    Person
	Complaint Complaint
	// Play gives the events. The words that they refer to are stored by text, with who wrote them.
	Play func(id string, text func(kind string, by p.Role, words string) p.Ref) []p.Event
}

// Load stores cases with their history and sends no letter about them: for the demo and for measuring. They are in the
// log, and count, as all others. It gives their references.
func (c *Clerk) Load(ctx context.Context, cases []Past) ([]string, error) {
	var out []string
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		out = make([]string, 0, len(cases))
		for _, k := range cases {
			reference, err := loadPast(ctx, tx, k)
			if err != nil {
				return err
			}
			out = append(out, reference)
		}
		return nil
	})
	return out, outside(err)
}

func loadPast(ctx context.Context, tx *store.Tx, k Past) (string, error) {
	reference, err := freeReference(ctx, tx)
	if err != nil {
		return "", err
	}
	id := newID()
	words := map[p.Role]*Writing{}
	events := k.Play(id, func(kind string, by p.Role, text string) p.Ref {
		if words[by] == nil {
			words[by] = &Writing{author: by}
		}
		return words[by].Text(kind, text)
	})
	f := file{row: db.Dispute{ID: id, Reference: reference}, state: p.State{ID: id}}
	for _, e := range events {
		if err := insertEvent(ctx, tx, e); err != nil {
			return "", err
		}
		f.state = p.Evolve(f.state, e)
		f.events = append(f.events, e)
		if err := project(ctx, tx, f.state, e); err != nil {
			return "", err
		}
	}
	for _, w := range words {
		if err := w.store(ctx, tx, f.state); err != nil {
			return "", err
		}
	}
	if err := insertRow(ctx, tx, f.state, reference, Opening{Member: k.Member, Complaint: k.Complaint, Person: k.Person}); err != nil {
		return "", err
	}
	if err := updateRow(ctx, tx, &f, f.state.Version); err != nil {
		return "", err
	}
	return reference, keepFact(ctx, tx, &f, reference)
}

// freeReference gives a case number that no dispute has: of the 27 thousand million there are, two among a million
// disputes are the same more often than not.
func freeReference(ctx context.Context, tx *store.Tx) (string, error) {
	for {
		reference := newReference()
		_, err := tx.DisputeByReference(ctx, reference)
		switch {
		case errors.Is(store.Wrap(err), store.ErrNotFound):
			return reference, nil
		case err != nil:
			return "", fmt.Errorf("case number: %w", store.Wrap(err))
		}
	}
}

// Words gives the complaint as it is stored.
func (k Complaint) Words() (string, error) {
	b, err := json.Marshal(k)
	if err != nil {
		return "", fmt.Errorf("complaint: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// PastIntake is a complaint that somebody began to write, on a day, and how many of IntakeSteps it passed.
type PastIntake struct {
	Day    p.Date
	Passed int
}

// LoadIntake counts the steps of complaints that were written, or only begun, before.
func (c *Clerk) LoadIntake(ctx context.Context, begun []PastIntake) error {
	err := c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		for _, b := range begun {
			for _, step := range IntakeSteps[:b.Passed] {
				if err := countStepOn(ctx, tx, b.Day, step); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return outside(err)
}

// PastMeasure is a measure that was in force and ended because things got better.
type PastMeasure struct {
	Member                   string
	Step                     MeasureStep
	Reason, Decision, Review string // why it was proposed, why it came, and what the review found
	Cases                    []string
	Proposed, Started, Ended time.Time
}

// LoadMeasure stores a measure with its history, and sends no letter about it.
func (c *Clerk) LoadMeasure(ctx context.Context, v Viewer, m PastMeasure) error {
	cases, err := json.Marshal(m.Cases)
	if err != nil {
		return fmt.Errorf("cases: %w", err)
	}
	err = c.store.Write(ctx, store.Act, func(tx *store.Tx) error {
		w := &measureWriting{c: c, tx: tx, v: v, id: newID(), now: m.Proposed}
		row := db.InsertMeasureParams{
			ID: w.id, Member: m.Member, Step: string(m.Step), Reason: m.Reason, Cases: string(cases), Account: v.Actor.ID,
			Created: m.Proposed.UnixMilli(), ReactUntil: p.DateOf(m.Started).AddDays(-1).String(), Review: p.DateOf(m.Ended).String(),
		}
		if err := tx.InsertMeasure(ctx, row); err != nil {
			return fmt.Errorf("measure: %w", store.Wrap(err))
		}
		w.note(ctx, stepProposed, "")
		w.note(ctx, stepTold, "")
		w.now = m.Started
		w.note(ctx, stepStarted, m.Decision)
		w.now = m.Ended
		w.note(ctx, stepReviewed, m.Review)
		w.note(ctx, stepEnded, "")
		kept, err := tx.MeasureByID(ctx, w.id)
		if err != nil {
			return fmt.Errorf("measure: %w", store.Wrap(err))
		}
		kept.State, kept.Outcome, kept.Started, kept.Ended = MeasureEnded, OutcomeImproved, instant(m.Started), instant(m.Ended)
		w.keep(ctx, kept)
		return w.err
	})
	return outside(err)
}
