package simulate

import (
	"errors"
	"slices"

	"wederhoor/internal/procedure"
)

// failure makes the shortest history that still breaks the same invariant: commands are left out as long as it does.
func (d *dispute) failure(err error) error {
	f := &Failure{Seed: d.w.o.Seed, Case: d.n, Broken: err, Inputs: d.inputs}
	want := invariantOf(err)
	if want == 0 {
		f.History, _ = replay(d.s.ID, d.inputs)
		return f
	}
	history, found := replay(d.s.ID, f.Inputs)
	if invariantOf(found) != want { // it takes a race or a sweep to show; the whole story is told
		f.History = history
		return f
	}
	f.Inputs = shrink(f.Inputs, func(in []Input) bool {
		_, found := replay(d.s.ID, in)
		return invariantOf(found) == want
	})
	f.History, f.Broken = replay(d.s.ID, f.Inputs)
	return f
}

// shrink leaves out commands, many at first and then single ones, as long as the rest still shows the mistake.
func shrink(inputs []Input, shows func([]Input) bool) []Input {
	for size := max(len(inputs)/2, 1); size > 0; size /= 2 {
		for i := 0; i+size <= len(inputs); {
			if less := slices.Concat(inputs[:i], inputs[i+size:]); shows(less) {
				inputs = less
				continue
			}
			i += size
		}
	}
	return inputs
}

func invariantOf(err error) int {
	var b *procedure.Broken
	if errors.As(err, &b) {
		return b.Invariant
	}
	return 0
}

// replay gives commands to the pure core again and judges each step; what is refused is left out.
func replay(id string, inputs []Input) (log []procedure.Event, err error) {
	s := procedure.State{ID: id}
	check := procedure.NewChecker()
	for _, in := range inputs {
		caught, events := procedure.CatchUp(s, in.At)
		if in.Command != nil {
			decided, err := procedure.Decide(&caught, in.Actor, in.Command, in.At)
			if err == nil {
				events = append(events, decided...)
			}
		}
		for _, e := range events {
			log = append(log, e)
			if b := check.Add(e); b != nil {
				return log, b
			}
			s = procedure.Evolve(s, e)
		}
		if len(events) > 0 {
			if b := check.Compare(s); b != nil {
				return log, b
			}
		}
	}
	return log, nil
}
