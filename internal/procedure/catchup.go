package procedure

import "time"

// CatchUp emits what time alone has caused up to and including now, each event stamped with the instant at which
// it was due and recorded at now (rules 6.4). It never passes a term that has not begun (rules 6.3). Equal facts
// give equal history, whenever and however often it is called: only Recorded differs.
func CatchUp(s State, now time.Time) (State, []Event) {
	if due, ok := Due(s); !ok || due.After(now) { // nothing, as a rule
		return s, nil
	}
	return s.catchUp(now)
}

func (s State) catchUp(now time.Time) (State, []Event) {
	var out []Event
	var last Task
	for {
		t, due, reminder, ok := s.next()
		if !ok || due.After(now) || t == last { // an end that ends nothing would come for ever
			return s, out
		}
		last = t
		row := termOf[t.Kind]
		bodies := []Body{Reminded{Task: t.Kind, N: t.Reminded + 1}}
		if !reminder {
			bodies = row.ends(&s, t)
		}
		for _, b := range bodies {
			e := s.stamp(b, Clock, row.Rule, due, now)
			s = Evolve(s, e)
			out = append(out, e)
		}
	}
}

// Due gives the earliest instant at which time changes the dispute; false when time changes nothing.
func Due(s State) (time.Time, bool) {
	_, at, _, ok := s.next()
	return at, ok
}

// next gives the task whose alarm comes first; of equal alarms the task opened first.
func (s *State) next() (first Task, at time.Time, reminder, ok bool) {
	for i := range s.Tasks {
		due, r, set := s.alarm(&s.Tasks[i])
		if set && (!ok || due.Before(at)) {
			first, at, reminder, ok = s.Tasks[i], due, r, true
		}
	}
	return first, at, reminder, ok
}

// stamp makes the next event. Recorded never decreases, even when the machine's clock goes back (rules 6.4).
func (s *State) stamp(b Body, a Actor, rule string, due, now time.Time) Event {
	if now.Before(s.Recorded) {
		now = s.Recorded
	}
	return Event{
		Dispute: s.ID, Seq: s.Version + 1, Due: due, Recorded: now,
		Actor: a, Rule: rule, Body: b,
	}
}
