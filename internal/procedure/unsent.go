package procedure

import (
	"slices"
	"strings"
	"time"
)

// Sent is a message of the mediator that has not left: it can be taken back for UndoSeconds, and until then no party
// knows of it (rules 2.2).
type Sent struct {
	ID     string
	By     string // account
	At     time.Time
	Heard  bool // it asked for the accounts
	Before Task // the main task as it was; none when the message did not change it
}

// opened says that the message asked for what the task waits for.
func (m Sent) opened(t Task) bool {
	switch t.Kind {
	case TaskAsk:
		return strings.Contains(t.About, ":"+m.ID+":")
	case TaskHear:
		return m.Heard && t.Since.Equal(m.At)
	case TaskResponse:
		return t.Since.Equal(m.At)
	default:
		return false
	}
}

// LeavesAt gives the instant at which a message that the mediator sent at an instant leaves, and the parties can read
// it (rules 2.2).
func (s State) LeavesAt(sent time.Time) time.Time {
	return sent.Add(time.Duration(s.rules().UndoSeconds) * time.Second)
}

// Recallable names the mediator's message that an event sent; "" for all that cannot be taken back (rules 2.2).
func Recallable(e Event) string {
	if e.Actor.Role == Consumer || e.Actor.Role == Shop {
		return ""
	}
	switch b := e.Body.(type) {
	case JointSent:
		if b.Held == "" { // a party's, let through
			return b.ID
		}
	case PrivateSent:
		return b.ID
	case AccountsAsked:
		return b.ID
	default:
	}
	return ""
}

// Unsent lists the messages that have not left at now and that the account may take back, the last one first.
func (s State) Unsent(account string, now time.Time) []Sent {
	var own []Sent
	for _, m := range slices.Backward(s.Room.Unsent) {
		if m.By == account && account != "" && now.Before(s.LeavesAt(m.At)) {
			own = append(own, m)
		}
	}
	return own
}

// AsRead gives the state as the parties may know it at now: as if what has not left had not been sent (rules 2.2).
func (s State) AsRead(now time.Time) State {
	for _, m := range slices.Backward(s.Room.Unsent) {
		if now.Before(s.LeavesAt(m.At)) {
			s.unsend(m.ID)
		}
	}
	return s
}

// sent adds a message that can be taken back, and forgets those that have left.
func (s *State) sent(m Sent) {
	var kept []Sent
	for _, old := range s.Room.Unsent {
		if m.At.Before(s.LeavesAt(old.At)) {
			kept = append(kept, old)
		}
	}
	s.Room.Unsent = append(kept, m)
}

// settle: an act that cannot be taken back has changed the main task; no message brings back what was before it.
func (s *State) settle() {
	unsent := slices.Clone(s.Room.Unsent)
	for i := range unsent {
		unsent[i].Before = Task{}
	}
	s.Room.Unsent = unsent
}

// unread says that a task was opened by a message that nobody can have read at an instant.
func (s *State) unread(t Task, at time.Time) bool {
	return slices.ContainsFunc(s.Room.Unsent, func(m Sent) bool { return m.opened(t) && at.Before(s.LeavesAt(m.At)) })
}

// unsend takes back what a message of the mediator had opened (rules 2.2).
func (s *State) unsend(id string) {
	i := slices.IndexFunc(s.Room.Unsent, func(m Sent) bool { return m.ID == id })
	if i < 0 {
		return
	}
	m := s.Room.Unsent[i]
	for _, t := range s.Tasks {
		if t.Kind == TaskHear && m.opened(t) {
			*s.Room.hearing(t.Who) = Hearing{}
		}
	}
	s.drop(func(t Task) bool { return (t.Kind == TaskHear || t.Kind == TaskAsk) && m.opened(t) })
	if !slices.ContainsFunc(s.Tasks, func(t Task) bool { return t.Who == Consumer && (t.Kind == TaskHear || t.Kind == TaskAsk) }) {
		s.dropKinds(TaskResponse)
	}
	s.Room.Unsent = slices.Delete(slices.Clone(s.Room.Unsent), i, i+1)
	if m.Before.Kind != "" {
		s.restore(m.Before, i)
	}
}

// restore puts back the main task from before a message; a later one that has not left either keeps it for when that
// is taken back too.
func (s *State) restore(before Task, from int) {
	for i := from; i < len(s.Room.Unsent); i++ {
		if s.Room.Unsent[i].Before.Kind != "" {
			s.Room.Unsent[i].Before = before
			return
		}
	}
	s.Room.Contacted = before.Kind != TaskMediator
	s.setMain(before)
}
