package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

type formKey struct{}

// WithForm says that what is done in this context was asked by a form; form stands for all that was filled in, the
// version of the page with it. A form that arrives twice, by a double press or a lost answer, acts once, and the
// second time is answered as the first (invariant 23).
func WithForm(ctx context.Context, form string) context.Context {
	return context.WithValue(ctx, formKey{}, form)
}

// sentForm is the form that asks for an act, with what was kept of the last one of the same person.
type sentForm struct {
	form, act string
	last      db.FormSent
}

func formOf(ctx context.Context, tx *store.Tx, dispute string, a procedure.Actor, c procedure.Command) (sentForm, error) {
	form, _ := ctx.Value(formKey{}).(string)
	out := sentForm{form: form, act: fmt.Sprintf("%T", c)}
	if form == "" {
		return out, nil
	}
	var err error
	out.last, err = tx.FormSent(ctx, db.FormSentParams{Dispute: dispute, Actor: string(a.Role) + " " + a.ID})
	out.last.Dispute, out.last.Actor = dispute, string(a.Role)+" "+a.ID
	if err = store.Wrap(err); err != nil && !errors.Is(err, store.ErrNotFound) {
		return out, fmt.Errorf("form: %w", err)
	}
	return out, nil
}

// again says that the form did this act before, and that its sender has done nothing since.
func (s *sentForm) again(events []procedure.Event, a procedure.Actor) bool {
	if s.form == "" || s.form != s.last.Form || !slices.Contains(strings.Split(s.last.Acts, ","), s.act) {
		return false
	}
	for _, e := range events {
		if e.Seq > s.last.Seq && e.Actor.Role == a.Role && e.Actor.ID == a.ID {
			return false
		}
	}
	return true
}

// keep remembers the form with its last event.
func (s *sentForm) keep(ctx context.Context, tx *store.Tx, seq int64) error {
	if s.form == "" {
		return nil
	}
	acts := s.act
	if s.form == s.last.Form {
		acts = s.last.Acts + "," + s.act
	}
	err := tx.UpsertFormSent(ctx, db.UpsertFormSentParams{Dispute: s.last.Dispute, Actor: s.last.Actor, Form: s.form, Acts: acts, Seq: seq})
	if err != nil {
		return fmt.Errorf("form: %w", store.Wrap(err))
	}
	return nil
}
