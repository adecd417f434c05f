package procedure

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestMessagesTakenBackOneByOne: a second message does not send the first, and each brings back what was before it, in
// whatever order they are taken back (rules 2.2).
func TestMessagesTakenBackOneByOne(t *testing.T) {
	t.Parallel()
	for name, back := range map[string][]string{"the last first": {"m2", "a1"}, "the first first": {"a1", "m2"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := helped(t)
			p.do(mia, assigned("mia"))
			p.do(mia, AskAccounts{AccountsAsked{"a1", text}})
			p.now = p.now.Add(5 * time.Second)
			p.do(mia, SendJoint{JointSent: JointSent{ID: "m2", Text: text, Asks: []Role{Consumer}, Until: p.date(15)}})
			p.now = p.now.Add(5 * time.Second)
			p.do(mia, SendPrivate{PrivateSent{ID: "m3", Side: Shop, Text: text}})
			p.wants(TaskLook, 15)
			p.now = p.now.Add(15 * time.Second)
			for _, id := range back {
				p.do(mia, UndoSend{id})
				p.refused(mia, UndoSend{id}, TooLateNow)
			}
			p.wants(TaskMediator, 11)
			if p.s.Room.Contacted || p.s.Room.Consumer.Asked || len(p.s.besides(func(t Task) bool { return t.Kind != TaskNews })) > 0 {
				t.Errorf("left of what was taken back: %+v %v", p.s.Room, p.s.Tasks)
			}
			p.now = p.now.Add(15 * time.Second)
			p.refused(mia, UndoSend{"m3"}, NotNow)
		})
	}
}

// TestWhatCannotBeTakenBackStays: after a proposal no message brings back the main task from before it.
func TestWhatCannotBeTakenBackStays(t *testing.T) { // rules 2.2
	t.Parallel()
	p := heard(t)
	p.do(mia, joint("m1"))
	p.now = p.now.Add(time.Second)
	p.do(mia, Advise{text})
	advised, _ := p.s.Main()
	p.do(mia, UndoSend{"m1"})
	if main, _ := p.s.Main(); main != advised || !p.s.Room.Contacted {
		t.Errorf("the main task is %+v, after the advice %+v", main, advised)
	}
}

// TestAnotherMediatorsMessage cannot be taken back.
func TestAnotherMediatorsMessage(t *testing.T) { // rules 2.2
	t.Parallel()
	p := heard(t)
	p.do(mia, joint("m1"))
	p.do(mia, assigned("bob"))
	bob := mia
	bob.ID = "bob"
	p.refused(bob, UndoSend{"m1"}, NotNow)
	p.refused(mia, UndoSend{"m1"}, NotNow)
}

// TestWhatHasNotLeftDoesNotShow: until a message leaves, no party can see anything of it, or of what it asks.
func TestWhatHasNotLeftDoesNotShow(t *testing.T) { // rules 2.2
	t.Parallel()
	tried := map[string]int{}
	for seed := range uint64(2500) {
		r := rand.New(rand.NewPCG(seed, 22))
		log, _ := journey(t, r.IntN, 20+r.IntN(60), func([]Event) {})
		s, now := Fold(log), log[len(log)-1].Recorded
		s, _ = CatchUp(s, now)
		if s.Stage != Mediation {
			continue
		}
		staff := Actor{Role: Mediator, ID: s.Room.Mediator, Proof: ByBrowser}
		after := s
		for n, c := range []Command{
			AskAccounts{AccountsAsked{"n0", text}},
			SendJoint{JointSent: JointSent{ID: "n1", Text: text, Asks: []Role{Consumer, Shop}, Until: DateOf(now).AddDays(5)}},
			SendPrivate{PrivateSent{ID: "n2", Side: Consumer, Text: text, Until: DateOf(now).AddDays(5)}},
			SendJoint{JointSent: JointSent{ID: "n3", Text: text}},
		} {
			at := now.Add(time.Duration(n) * time.Second)
			decided, err := Decide(&after, staff, c, at)
			if err != nil || len(decided) != 1 { // something fell due meanwhile
				continue
			}
			after = Evolve(after, decided[0])
			tried[fmt.Sprintf("%T", c)]++
			for _, who := range parties {
				if was, is := seen(s.AsRead(at), who, at), seen(after.AsRead(at), who, at); was != is {
					t.Fatalf("seed %d: %T shows to %s\n%s\n%s", seed, c, who, was, is)
				}
			}
		}
	}
	if len(tried) != 3 {
		t.Errorf("tried %v", tried)
	}
}

// TestHeldMessageHasADay: a held message is the first work of its mediator, to be judged on the next workday.
func TestHeldMessageHasADay(t *testing.T) { // rules 2.2
	t.Parallel()
	for _, release := range []bool{true, false} {
		p := heard(t)
		p.do(consumerHere, SendJoint{JointSent: JointSent{ID: "c9", Text: text}, Abusive: true})
		held, ok := p.s.Find(TaskHeld, "c9")
		if !ok || Work(p.s) != TaskHeld || held.LastDay != AddWorkdays(DateOf(p.now), 1) {
			t.Fatalf("work %q, %+v", Work(p.s), held)
		}
		p.do(mia, JudgeHeld{ID: "c9", Release: release, Reason: text})
		if _, waits := p.s.Find(TaskHeld, "c9"); waits || Work(p.s) == TaskHeld {
			t.Errorf("still to be judged: %v", p.s.Tasks)
		}
	}
}
