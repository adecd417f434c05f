package replay

import (
	"cmp"
	"encoding/json"
	"slices"

	p "wederhoor/internal/procedure"
)

// Result adds up the verdicts on many disputes. The zero value is empty. It keeps counts and references only, never a
// dispute, so that it stays small however many there are.
type Result struct {
	Cases    int
	In       map[Group]int
	Diverged int // a deed was not possible any more, whatever came of it
	Moves    map[Move]int
	Unknown  map[Reason]int

	Saved   Spread // days by which those that end earlier do
	Delayed Spread // days by which those that end later do
	Before  Spread // days to the end of those that have ended and would have, as it was
	After   Spread // and as it would have been

	Letters    map[string]Count // by slug; not of what is unknown
	Reminders  map[string]Count // by task, likewise
	References map[Group][]string
}

// Move is another end: from what to what. "" is still running.
type Move struct{ From, To End }

// Reason is why, and at which task, an end cannot be known.
type Reason struct {
	Why  Why
	Task p.TaskKind
}

// Add adds a verdict. reference is kept for the lists; "" keeps none. Of what did not change none is kept.
func (r *Result) Add(v Verdict, reference string) {
	r.ready()
	r.Cases++
	r.In[v.Group]++
	if v.Diverged {
		r.Diverged++
	}
	switch v.Group {
	case Unknown:
		r.Unknown[Reason{v.Why, v.Task}]++
	case Otherwise:
		r.Moves[Move{v.From, v.To}]++
	case Earlier:
		r.Saved.Add(v.Saved, 1)
	case Later:
		r.Delayed.Add(-v.Saved, 1)
	case Same, Running:
		reference = ""
	}
	if v.Before >= 0 {
		r.Before.Add(v.Before, 1)
		r.After.Add(v.After, 1)
	}
	for _, t := range v.letters {
		r.Letters[t.kind] = t.plus(r.Letters[t.kind])
	}
	for _, t := range v.reminders {
		r.Reminders[t.kind] = t.plus(r.Reminders[t.kind])
	}
	if reference != "" {
		r.References[v.Group] = append(r.References[v.Group], reference)
	}
}

// Merge adds another result.
func (r *Result) Merge(o *Result) {
	r.ready()
	r.Cases += o.Cases
	r.Diverged += o.Diverged
	plus(r.In, o.In)
	plus(r.Moves, o.Moves)
	plus(r.Unknown, o.Unknown)
	r.Saved.merge(o.Saved)
	r.Delayed.merge(o.Delayed)
	r.Before.merge(o.Before)
	r.After.merge(o.After)
	for k, n := range o.Letters {
		r.Letters[k] = n.plus(r.Letters[k])
	}
	for k, n := range o.Reminders {
		r.Reminders[k] = n.plus(r.Reminders[k])
	}
	for g, list := range o.References {
		r.References[g] = append(r.References[g], list...)
		slices.Sort(r.References[g])
	}
}

func (r *Result) ready() {
	if r.In == nil {
		r.In, r.Moves, r.Unknown = map[Group]int{}, map[Move]int{}, map[Reason]int{}
		r.Letters, r.Reminders = map[string]Count{}, map[string]Count{}
		r.References = map[Group][]string{}
	}
}

func (c Count) plus(o Count) Count { return Count{c.Before + o.Before, c.After + o.After} }

func plus[K comparable](to, from map[K]int) {
	for k, n := range from {
		to[k] += n
	}
}

// Spread counts how often each number of days came.
type Spread map[int]int

// Add counts a number of days n times.
func (s *Spread) Add(days, n int) {
	if *s == nil {
		*s = Spread{}
	}
	(*s)[days] += n
}

func (s *Spread) merge(o Spread) {
	for days, n := range o {
		s.Add(days, n)
	}
}

// N gives how many were counted.
func (s Spread) N() int {
	n := 0
	for _, k := range s {
		n += k
	}
	return n
}

// Within gives the least number of days within which so many percent are; 50 is the median. 0 when nothing was counted.
func (s Spread) Within(percent int) int {
	days := make([]int, 0, len(s))
	for d := range s {
		days = append(days, d)
	}
	slices.Sort(days)
	n, seen := s.N(), 0
	for _, d := range days {
		if seen += s[d]; seen*100 >= n*percent {
			return d
		}
	}
	return 0
}

// MarshalJSON writes how many, the median and the 90th percentile.
func (s Spread) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Cases  int `json:"cases"`
		Median int `json:"median"`
		P90    int `json:"p90"`
	}{s.N(), s.Within(50), s.Within(90)})
}

// Moved is a row of the table of other ends.
type Moved struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Cases int    `json:"cases"`
}

// MovedRows gives the table of other ends, the most frequent first.
func (r *Result) MovedRows() []Moved {
	rows := make([]Moved, 0, len(r.Moves))
	for m, n := range r.Moves {
		rows = append(rows, Moved{m.From.told(), m.To.told(), n})
	}
	slices.SortFunc(rows, func(a, b Moved) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return rows
}

// NotKnown is a row of the table of what cannot be known.
type NotKnown struct {
	Why   Why    `json:"why"`
	Task  string `json:"task"`
	Cases int    `json:"cases"`
}

// UnknownRows gives the table of what cannot be known, the most frequent first.
func (r *Result) UnknownRows() []NotKnown {
	rows := make([]NotKnown, 0, len(r.Unknown))
	for k, n := range r.Unknown {
		rows = append(rows, NotKnown{k.Why, string(k.Task), n})
	}
	slices.SortFunc(rows, func(a, b NotKnown) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Why, b.Why), cmp.Compare(a.Task, b.Task))
	})
	return rows
}

// MarshalJSON writes the result for machines; lists of references only when they were kept.
func (r *Result) MarshalJSON() ([]byte, error) {
	r.ready()
	in := map[Group]int{}
	for _, g := range Groups {
		in[g] = r.In[g]
	}
	return json.Marshal(struct {
		Cases      int                `json:"cases"`
		Groups     map[Group]int      `json:"groups"`
		Diverged   int                `json:"diverged"`
		Otherwise  []Moved            `json:"otherwise"`
		Unknown    []NotKnown         `json:"unknown"`
		Saved      Spread             `json:"days_saved"`
		Delayed    Spread             `json:"days_later"`
		Before     Spread             `json:"days_before"`
		After      Spread             `json:"days_after"`
		Letters    map[string]Count   `json:"letters"`
		Reminders  map[string]Count   `json:"reminders"`
		References map[Group][]string `json:"references,omitempty"`
	}{
		r.Cases, in, r.Diverged, r.MovedRows(), r.UnknownRows(), r.Saved, r.Delayed, r.Before, r.After,
		r.Letters, r.Reminders, r.References,
	})
}

// told is how an end is told in a table.
func (e End) told() string {
	if e == "" {
		return "running"
	}
	return string(e)
}
