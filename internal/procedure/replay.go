package procedure

import "time"

// EvolveUnder is Evolve for a dispute that is looked at as if it had been opened under the rules given, whatever
// version it names. It is for trying rules on past disputes; what is stored is folded with Evolve.
func EvolveUnder(r Rules, s State, e Event) State {
	s = Evolve(s, e)
	if _, ok := e.Body.(Opened); ok {
		s.under = &r
		first, _ := s.Main()
		s.setMain(s.open(first.Kind, e.Due)) // its term was counted by the version that is named
	}
	return s
}

// DueTask gives the task that Due speaks of, with the instant, and whether it is a reminder of it that is due; false
// when time changes nothing.
func DueTask(s State) (t Task, at time.Time, reminder, ok bool) { return s.next() }

// EndUnder gives the instant at which time would end a task whose term begins at an instant, under rules; zero when
// those do not say how long it is.
func EndUnder(r Rules, t Task, begun time.Time) time.Time {
	s := State{under: &r}
	t.Begun, t.LastDay = time.Time{}, Date{}
	s.begin(&t, begun)
	switch row := termOf[t.Kind]; {
	case t.LastDay.IsZero():
		return time.Time{}
	case row.expires != nil:
		return row.expires(&r, t)
	default:
		return t.LastDay.End()
	}
}
