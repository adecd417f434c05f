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
	w.agree(s, now)
	for i := range Moves {
		for _, role := range Moves[i].By {
			for _, c := range examples(s, role, Moves[i].Command, now) {
				w.command(s, Actor{Role: role, ID: string(role), Proof: ByCode}, c, now)
			}
		}
	}
}

// agree makes and accepts an offer in the stages after the first at once: to walk on with open offers there would show
// every way many times over.
func (w *walk) agree(s State, now time.Time) {
	if s.Stage != Mediation && s.Stage != Ruling {
		return
	}
	offer := Offer{ID: string(Shop), Remedy: "explain", Due: DateOf(now)}
	made, err := Decide(&s, Actor{Role: Shop, ID: string(Shop), Proof: ByCode}, MakeOffer{offer}, now)
	if err != nil {
		return
	}
	open := s
	for _, e := range made {
		open = Evolve(open, e)
	}
	w.command(open, Actor{Role: Consumer, ID: string(Consumer), Proof: ByCode}, AcceptOffer{offer.ID}, now)
}

func (w *walk) command(s State, a Actor, c Command, now time.Time) {
	events, err := Decide(&s, a, c, now)
	if r, ok := IsRefusal(err); ok && r.Code == Challengeable { // those days pass
		s.dropKinds(TaskChallenge)
		events, err = Decide(&s, a, c, now)
	}
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
	case ConfirmShop:
		return name + " " + c.Answer
	case WeighMadeUp:
		return fmt.Sprintf("%s carried=%t", name, c.Carried)
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
	case Declare:
		return fmt.Sprintf("%s interest=%t", name, c.Interest)
	case ChooseWait:
		return fmt.Sprintf("%s wait=%t", name, c.Wait)
	case JudgeChallenge:
		return fmt.Sprintf("%s granted=%t", name, c.Granted)
	case RecordPayment:
		return name + " " + c.Status
	case SignRuling:
		return name + " " + strings.TrimPrefix(string(c.Outcome), "ruled_")
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
	t, _ := after.Main()
	past := stageOfTask(to) == Compliance && t.LastDay.Before(DateOf(now))
	key := fmt.Sprint(to, after.Stage, t.Running(), t.Reminded, after.AgreedIn, past, t.Who, directKey(after), roomKey(after), fileKey(after))
	if !w.seen[key] {
		w.seen[key] = true
		after.dropKinds(TaskNews) // it comes every week and leads nowhere
		w.queue = append(w.queue, place{after, now})
	}
}

// directKey tells apart what leads to other places in stage 1, and where its choice can still be changed.
func directKey(s State) string {
	if s.Stage != Admission && s.Stage != Direct && s.Stage != Ended && !s.Has(TaskMediator) {
		return ""
	}
	last := Choice("")
	if s.Last != nil {
		last = s.Last.Choice
	}
	_, theirs := s.OfferBy(Shop)
	_, ours := s.OfferBy(Consumer)
	return fmt.Sprint(last, s.Final(), s.Contested, s.NotOursDone, theirs, ours, s.NotOursFrom.Kind)
}

// roomKey tells apart what leads to other places in a mediation.
func roomKey(s State) string {
	if s.Stage != Mediation {
		return ""
	}
	answers := ""
	if p := s.Room.Proposal; p != nil {
		answers = "put " + p.Consumer + p.Shop
	}
	response, _ := s.Find(TaskResponse, "")
	return fmt.Sprint(s.Room.Mediator != "", s.Room.Consumer, s.Room.Shop, answers, s.Room.PauseAsk, s.Room.PauseYes,
		s.Room.PauseDone, response.Running(), response.Reminded)
}

// fileKey tells apart what leads to other places in a ruling.
func fileKey(s State) string {
	if s.Stage != Ruling && s.AgreedIn != Ruling {
		return ""
	}
	_, wait := s.Find(TaskWait, "")
	owed, _ := s.following()
	f := s.File
	return fmt.Sprint(len(f.Points) > 0, f.Declared, f.Resume.Kind, f.Sent, f.NewFor, len(f.Challenged) > 0, f.ChallengeOpen,
		f.Ruled(), s.Money.Fee != "", s.Money.open(), wait, owed.Kind, owed.Running(), owed.Reminded)
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

// stageOfTask says in which stage a main task lies; Ended for an outcome.
func stageOfTask(node string) Stage {
	switch TaskKind(node) {
	case TaskAdmission:
		return Admission
	case TaskNotice, TaskPhone, TaskPost, TaskAnswer, TaskNotOurs, TaskChoice, TaskExtension, TaskResume:
		return Direct
	case TaskMediator, TaskLook, TaskPause, TaskReturn:
		return Mediation
	case TaskRequest, TaskFee, TaskAssign, TaskDeclare, TaskJudgeChallenge, TaskForward, TaskDefence, TaskReply,
		TaskRejoinder, TaskRespond, TaskStudy, TaskRule:
		return Ruling
	case TaskPerform, TaskConfirm, TaskRemedy, TaskObject, TaskJudge, TaskGoOn, TaskRest:
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
	case TaskHeld:
		return 1, true
	case TaskConfirm:
		return r.ConfirmDays, false
	case TaskRemedy, TaskMakeUp:
		return r.RemedyDays, false
	case TaskObject, TaskCounter:
		return r.ObjectDays, false
	case TaskJudge, TaskWeigh:
		return r.JudgeWorkdays, true
	case TaskGoOn:
		return r.GoOnDays, false
	case TaskOffer:
		return r.OfferDays, false
	default:
		return laterLength(k, r)
	}
}

// laterLength gives the numbers of the terms of mediation and the ruling.
func laterLength(k TaskKind, r Rules) (n int, working bool) {
	switch k {
	case TaskLook:
		return r.LookDays, false
	case TaskPause:
		return r.PauseDays, false
	case TaskReturn:
		return r.ResumeDays, false
	case TaskNews:
		return r.NewsDays, false
	case TaskHear:
		return r.HearDays, false
	case TaskConsider:
		return r.ProposalDays, false
	case TaskResponse:
		return r.ResponseDays, false
	case TaskRequest, TaskFee:
		return r.RequestDays, false
	case TaskAssign:
		return r.AssignWorkdays, true
	case TaskDeclare:
		return r.DeclareWorkdays, true
	case TaskJudgeChallenge, TaskLeave:
		return r.ChallengeWorkdays, true
	case TaskForward:
		return r.ForwardWorkdays, true
	case TaskDefence:
		return r.DefenceDays, false
	case TaskReply, TaskRejoinder, TaskRespond:
		return r.ReplyDays, false
	case TaskStudy, TaskRule: // a day of the file
		return r.RuleByDay, false
	case TaskSeek:
		return r.NoAdjudicatorDays, false
	case TaskChallenge:
		return r.ChallengeDays, false
	case TaskQuestion:
		return r.QuestionDays, false
	case TaskShopConfirm:
		return r.ConfirmDays, false
	default:
		return 0, false
	}
}
