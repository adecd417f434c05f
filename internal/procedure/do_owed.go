package procedure

import "time"

// What the consumer has to do by an agreement or a ruling is followed up beside what the shop has to do: the shop is
// asked, the consumer may do it after all or show it, the shop may object, staff judge (rules 4.1, 4.3). Its outcome is
// a fact beside the end (State.ConsumerDid) and never one about the member.

// followUp are the tasks of it, in their order.
var followUp = []TaskKind{TaskOwed, TaskShopConfirm, TaskMakeUp, TaskCounter, TaskWeigh}

// following gives the open one of them.
func (s *State) following() (Task, bool) {
	for _, t := range s.Tasks {
		if has(followUp, t.Kind) {
			return t, true
		}
	}
	return Task{}, false
}

// settled is what follows when the shop's part is done, or counts as done: the end, unless what the consumer has to do
// is still followed up (TaskRest).
func (s *State) settled() []Body {
	if _, open := s.following(); open {
		return nil
	}
	return []Body{s.endCarried()}
}

// mayConfirmShop: the shop was asked, or says that it was done after all.
func mayConfirmShop(s *State, _ Actor, _ time.Time) bool {
	t, ok := s.following()
	return ok && has([]TaskKind{TaskShopConfirm, TaskMakeUp, TaskCounter}, t.Kind)
}

func doConfirmShop(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(ConfirmShop).ShopConfirmed
	if !has([]string{"done", "partly", "not"}, b.Answer) {
		return nil, no(BadValue)
	}
	if t, _ := s.following(); t.Kind != TaskShopConfirm && b.Answer != "done" { // partly or not is asked once
		return nil, no(NotNow)
	}
	return []Body{b}, nil
}

func mayMakeUp(s *State, _ Actor, _ time.Time) bool  { return s.followed(TaskMakeUp) }
func mayCounter(s *State, _ Actor, _ time.Time) bool { return s.followed(TaskCounter) }
func mayWeigh(s *State, _ Actor, _ time.Time) bool   { return s.followed(TaskWeigh) }

func (s *State) followed(k TaskKind) bool {
	t, ok := s.following()
	return ok && t.Kind == k
}

func doMakeUp(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(MakeUp).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{MadeUp(c.(MakeUp))}, nil
}

func doCounter(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(CounterMadeUp).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{MadeUpDisputed(c.(CounterMadeUp))}, nil
}

func doWeigh(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(WeighMadeUp).Reason.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{MadeUpJudged(c.(WeighMadeUp))}, nil
}
