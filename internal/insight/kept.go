package insight

import (
	"cmp"
	"sync"
	"time"

	"wederhoor/internal/procedure"
)

// kept holds what was counted on a View, or on a block of it. Neither ever changes, so what was counted once holds for
// the rest of the day: a page, its tables and the next visitor ask for the same. It goes with the View or the block.
//
// What a figure gives is therefore shared with others and is not to be changed.
type kept struct {
	most    int // how many answers are kept; 0: mostKept
	mu      sync.Mutex
	answers map[question]func() any
}

// question is what was asked. Figures know of now only which day it is.
type question struct {
	figure string
	Filter
	other any // what else was asked
	day   procedure.Date
}

// mostKept bounds what is kept of one View; a page asks some thirty questions. Of each block less is kept, since there
// are a hundred: a page asks five of each for its period, and five for what that is compared with.
const (
	mostKept = 256
	mostSums = 64
)

// keep answers a question, and counts only when it is asked for the first time. Who asks the same meanwhile waits for
// that answer.
func keep[T any](k *kept, q question, count func() T) T {
	k.mu.Lock()
	answer, known := k.answers[q]
	if !known {
		if k.answers == nil || len(k.answers) >= cmp.Or(k.most, mostKept) {
			k.answers = map[question]func() any{}
		}
		answer = sync.OnceValue(func() any { return count() })
		k.answers[q] = answer
	}
	k.mu.Unlock()
	return answer().(T)
}

// questionOf is a question about a filter on the day of now.
func questionOf(figure string, f Filter, now time.Time) question {
	return question{figure: figure, Filter: f, day: procedure.DateOf(now)}
}
