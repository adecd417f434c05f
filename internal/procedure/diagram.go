package procedure

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
)

// edge is a way from one main task, or the beginning, to another, or to an end.
type edge struct{ from, to, label string }

const beginning = "[*]"

// edges walks the tables: from an opened dispute it gives every command of Moves and lets every term of Terms end,
// until nothing new comes. So the pictures show what the program does, and nothing that somebody wrote beside it.
var edges = sync.OnceValue(func() []edge {
	w := walk{seen: map[string]bool{}, found: map[edge]bool{}}
	start := time.Date(2026, time.September, 7, 8, 0, 0, 0, time.UTC) // a Monday; which one makes no difference
	for _, grounds := range [][]Ground{nil, {GroundBusiness}} {
		open := Opened{Rules: CurrentRules().Version, Category: "other", Remedy: "refund", Amount: 1, Addresses: 1, Grounds: grounds}
		w.command(State{ID: "d"}, Actor{Role: Consumer, Proof: ByCode}, OpenDispute{open}, start)
	}
	for len(w.queue) > 0 {
		p := w.queue[0]
		w.queue = w.queue[1:]
		w.visit(p.s, p.now)
	}
	var out []edge
	for e := range w.found {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b edge) int {
		return strings.Compare(a.from+"\x00"+a.to+"\x00"+a.label, b.from+"\x00"+b.to+"\x00"+b.label)
	})
	return out
})

type place struct {
	s   State
	now time.Time
}

type walk struct {
	seen  map[string]bool
	found map[edge]bool
	queue []place
}

// visit tries everything that can happen in a state.
func (w *walk) visit(s State, now time.Time) {
	if due, ok := Due(s); ok {
		after, events := CatchUp(s, due)
		w.add(s, after, events[0].Rule+" time", due)
	}
	for i := range Moves {
		for _, role := range Moves[i].By {
			for _, c := range examples(s, role, Moves[i].Command, now) {
				w.command(s, Actor{Role: role, ID: string(role), Proof: ByCode}, c, now)
			}
		}
	}
}

func (w *walk) command(s State, a Actor, c Command, now time.Time) {
	events, err := Decide(s, a, c, now)
	if err != nil || len(events) == 0 {
		return
	}
	after := s
	for _, e := range events {
		after = Evolve(after, e)
	}
	who := string(a.Role)
	if has(staff, a.Role) {
		who = "staff"
	}
	w.add(s, after, fmt.Sprintf("%s %s (%s)", events[0].Rule, nameOf(c), who), now)
}

// nameOf names a command with the answer in it, where that decides where it leads.
func nameOf(c Command) string {
	name := reflect.TypeOf(c).Name()
	switch c := c.(type) {
	case Choose:
		return name + " " + string(c.Choice)
	case AnswerCompliance:
		return name + " " + c.Answer
	case JudgeNotOurs:
		return fmt.Sprintf("%s ours=%t", name, c.Ours)
	case JudgeProof:
		return fmt.Sprintf("%s carried=%t", name, c.Carried)
	case RecordBounced:
		if c.Later {
			return name + " later"
		}
	default:
	}
	return name
}

// add notes a way and goes on from its end, unless an equal state was seen.
func (w *walk) add(s, after State, label string, now time.Time) {
	from, to := nodeOf(s), nodeOf(after)
	if from != to {
		w.found[edge{from, to, label}] = true
	}
	last := Choice("")
	if after.Last != nil {
		last = after.Last.Choice
	}
	t, _ := after.Main()
	_, theirs := after.OfferBy(Shop)
	_, ours := after.OfferBy(Consumer)
	key := fmt.Sprint(to, after.Stage, t.Running(), t.Reminded, last, after.Final(), after.Contested, after.NotOursDone,
		after.AgreedIn, theirs, ours, after.Stage == Compliance && t.LastDay.Before(DateOf(now)))
	if !w.seen[key] {
		w.seen[key] = true
		w.queue = append(w.queue, place{after, now})
	}
}

func nodeOf(s State) string {
	if s.Stage == "" {
		return beginning
	}
	if t, ok := s.Main(); ok {
		return string(t.Kind)
	}
	return string(s.Outcome)
}

// examples gives commands of a type that could be given in a state: one of each kind that can lead elsewhere.
func examples(s State, by Role, like Command, now time.Time) []Command {
	text := Ref{ID: "t"}
	switch like.(type) {
	case Refuse:
		return []Command{Refuse{GroundBusiness, text}}
	case RecordAccepted:
		return letters(s, now)
	case RecordBounced:
		return []Command{
			RecordBounced{LetterBounced{Party: Shop, Task: TaskNotice, Last: true}},
			RecordBounced{LetterBounced{Party: Shop, Task: TaskNotice, Later: true}},
			RecordBounced{LetterBounced{Party: Shop, Task: TaskNotice, Last: true, Later: true}},
		}
	case TellShop:
		return []Command{TellShop{ShopTold{How: "phone", At: now}}}
	case MakeOffer:
		if _, made := s.OfferBy(by); made {
			return nil
		}
		return []Command{MakeOffer{Offer{ID: string(by), By: by, Remedy: "explain", Due: DateOf(now)}}}
	case AcceptOffer:
		return []Command{AcceptOffer{string(by.Other())}}
	case Contest:
		return []Command{Contest{text}}
	case SayNotOurs:
		return []Command{SayNotOurs{text}}
	case JudgeNotOurs:
		return []Command{JudgeNotOurs{true, text}, JudgeNotOurs{false, text}}
	case Choose:
		return []Command{Choose{Choice: ChooseSolved}, Choose{Choice: ChooseBusy}, Choose{Choice: ChooseHelp}}
	case AnswerCompliance:
		return []Command{AnswerCompliance{Answer: "done"}, AnswerCompliance{Answer: "not"}}
	case GiveProof:
		return []Command{GiveProof{text}}
	case ObjectToProof:
		return []Command{ObjectToProof{text}}
	case JudgeProof:
		return []Command{JudgeProof{true, text}, JudgeProof{false, text}}
	case OpenDispute, SendMessage, AddEvidence, ExtendTerm: // these leave the task as it is
		return nil
	default:
		return []Command{like}
	}
}

// letters gives the acceptance of the letter that the main task waits for, and of the notice.
func letters(s State, now time.Time) []Command {
	t, ok := s.Main()
	if !ok || t.Running() && !has(withShop, t.Kind) {
		return nil
	}
	kind := t.Kind
	if has(withShop, kind) {
		kind = TaskNotice
	}
	return []Command{RecordAccepted{LetterAccepted{Party: t.Who, Task: kind, At: now}}}
}

// stageOfTask says in which stage a main task lies; Ended for an outcome.
func stageOfTask(node string) Stage {
	switch TaskKind(node) {
	case TaskAdmission:
		return Admission
	case TaskNotice, TaskPhone, TaskPost, TaskAnswer, TaskNotOurs, TaskChoice, TaskExtension, TaskResume:
		return Direct
	case TaskMediator:
		return Mediation
	case TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskJudge, TaskGoOn:
		return Compliance
	default:
		return Ended
	}
}

// length gives the numbers of a term under the rules: n days or working days; 0 where the day is fixed otherwise.
func length(k TaskKind, r Rules) (n int, working bool) {
	switch k {
	case TaskAdmission:
		return r.AdmissionDays, false
	case TaskNotice:
		return r.NoticeDays, false
	case TaskPhone, TaskReach:
		return r.PhoneWorkdays, true
	case TaskPost:
		return 1, true
	case TaskAnswer:
		return r.AnswerDays, false
	case TaskNotOurs:
		return r.NotOursWorkdays, true
	case TaskChoice:
		return r.ChoiceDays, false
	case TaskExtension:
		return r.ExtensionDays, false
	case TaskResume:
		return r.ResumeDays, false
	case TaskMediator:
		return r.ContactWorkdays, true
	case TaskConfirm:
		return r.ConfirmDays, false
	case TaskRemedy:
		return r.RemedyDays, false
	case TaskObject:
		return r.ObjectDays, false
	case TaskJudge:
		return r.JudgeWorkdays, true
	case TaskGoOn:
		return r.GoOnDays, false
	case TaskOffer:
		return r.OfferDays, false
	default:
		return 0, false
	}
}
