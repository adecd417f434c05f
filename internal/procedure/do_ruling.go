package procedure

import "time"

// turns are the tasks in which a party speaks to the adjudicator (rules 3.4).
var turns = []TaskKind{TaskDefence, TaskReply, TaskRejoinder, TaskRespond}

// hearing are the tasks before the file is closed, from the declaration on.
var hearing = append([]TaskKind{TaskForward, TaskStudy}, turns...)

// theirs: the actor is the assigned adjudicator.
func theirs(s *State, a Actor, _ time.Time) bool {
	return a.ID != "" && a.ID == s.File.Adjudicator
}

func opened(s *State, a Actor, now time.Time) bool { return theirs(s, a, now) && s.File.Declared }

const mostPoints = 20

// doRequest asks for a ruling; it can be stated anew until it is paid (rules 3.2).
func doRequest(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(RequestRuling).RulingRequested
	if b.Consents == "" || b.Text.ID == "" {
		return nil, no(ConsentAsked)
	}
	if len(b.Points) == 0 || len(b.Points) > mostPoints {
		return nil, no(BadValue)
	}
	var sum int64
	seen := map[string]bool{}
	for _, p := range b.Points {
		switch {
		case p.ID == "" || seen[p.ID] || !has(Remedies, p.Remedy):
			return nil, no(BadValue)
		case p.Amount < 0, p.Remedy.AsksMoney() && p.Amount == 0:
			return nil, no(BadAmount)
		}
		seen[p.ID] = true
		sum += p.Amount
	}
	if sum > s.rules().MostCents {
		return nil, no(BadAmount)
	}
	return []Body{b}, nil
}

// doStopRequest: the consumer does not want a ruling (rules 3.1).
func doStopRequest(*State, Actor, Command, time.Time) ([]Body, *Refusal) {
	return []Body{EndedAs{NotSolved}}, nil
}

// doAssignAdjudicator never offers one who mediated, has stated a conflict or was barred (rules 3.3).
func doAssignAdjudicator(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	x := c.(AssignAdjudicator)
	switch {
	case x.Adjudicator == "":
		return nil, no(BadValue)
	case x.Adjudicator == s.File.Adjudicator:
		return nil, no(Already)
	case x.Conflict, has(s.Room.Mediators, x.Adjudicator), has(s.File.Barred, x.Adjudicator):
		return nil, no(HasConflict)
	}
	return []Body{x.AdjudicatorAssigned}, nil
}

func doDeclare(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	return []Body{c.(Declare).AdjudicatorDeclared}, nil
}

func mayWait(s *State, _ Actor, _ time.Time) bool {
	_, ok := s.Find(TaskWait, "")
	return ok
}

func doWait(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	out := []Body{WaitChosen(c.(ChooseWait))}
	if c.(ChooseWait).Wait {
		return out, nil
	}
	if p, ok := s.fee(); ok {
		out = append(out, s.refund(p, "waited"))
	}
	return append(out, EndedAs{Stopped}), nil
}

// mayChallenge: once, within its days, while somebody is assigned who has declared (rules 3.3).
func mayChallenge(s *State, a Actor, now time.Time) bool {
	t, ok := s.Find(TaskChallenge, string(a.Role))
	return ok && s.File.Declared && (t.LastDay.IsZero() || now.Before(t.LastDay.End()))
}

// challengeable refuses what ends the hearing while a party can still ask for another adjudicator (rules 3.3).
func (s *State) challengeable(now time.Time) *Refusal {
	for _, t := range s.Tasks {
		if t.Kind == TaskChallenge && (t.LastDay.IsZero() || now.Before(t.LastDay.End())) {
			return &Refusal{Code: Challengeable, Until: t.LastDay}
		}
	}
	return nil
}

func doChallenge(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(ChallengeAdjudicator).Text.ID == "" { // with reasons
		return nil, no(BadValue)
	}
	return []Body{Challenged(c.(ChallengeAdjudicator))}, nil
}

func doJudgeChallenge(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(JudgeChallenge).ChallengeJudged
	if b.Reason.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

func doSendClaim(*State, Actor, Command, time.Time) ([]Body, *Refusal) {
	return []Body{ClaimSent{}}, nil
}

// doDefend answers each point claimed (rules 3.4).
func doDefend(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(Defend).DefenceGiven
	answered := map[string]bool{}
	for _, p := range b.Points {
		if !has([]string{"yes", "partly", "no"}, p.Agree) {
			return nil, no(BadValue)
		}
		answered[p.ID] = true
	}
	for _, p := range s.File.Points {
		if !answered[p.ID] {
			return nil, no(PointMissing)
		}
	}
	return []Body{b}, nil
}

// myTurn: the main task is the actor's turn to speak.
func myTurn(s *State, a Actor, _ time.Time) bool {
	t, ok := s.Main()
	return ok && t.Who == a.Role && has(turns, t.Kind) && t.Kind != TaskDefence
}

func doReply(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	t, _ := s.Main()
	return []Body{ReplyGiven{Turn: t.Kind, Text: c.(SendReply).Text}}, nil
}

// mayBring: whose turn it is, whose leave was given, who was asked, or anybody before the claim has gone to the shop
// may bring in something, until the last day for something new (rules 3.4).
func (s *State) mayBring(who Role, now time.Time) bool {
	if s.Has(TaskRequest) || s.Has(TaskFee) {
		return who == Consumer || s.Told
	}
	if s.File.Closed || s.File.Ruled() || !s.File.From.IsZero() && DateOf(now).After(s.NewUntil()) {
		return false
	}
	if !s.File.Sent || has(s.File.Leave, who) {
		return true
	}
	for _, t := range s.Tasks {
		if t.Who == who && (has(turns, t.Kind) || t.Kind == TaskQuestion) {
			return true
		}
	}
	return false
}

// mayAskLeave: the file is open, and it is not one's turn anyway.
func mayAskLeave(s *State, a Actor, now time.Time) bool {
	_, asked := s.Find(TaskLeave, string(a.Role))
	return s.File.Sent && !s.File.Closed && !asked && !s.mayBring(a.Role, now) && !DateOf(now).After(s.NewUntil())
}

func doAskLeave(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(AskLeave).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{LeaveAsked(c.(AskLeave))}, nil
}

func mayJudgeLeave(s *State, a Actor, now time.Time) bool {
	if !opened(s, a, now) {
		return false
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskLeave {
			return true
		}
	}
	return false
}

func doJudgeLeave(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(JudgeLeave).LeaveJudged
	if _, ok := s.Find(TaskLeave, string(b.Party)); !ok {
		return nil, no(NotNow)
	}
	if b.Granted && DateOf(now).After(s.NewUntil()) { // nothing can be brought in with it
		return nil, &Refusal{Code: NothingNewNow, Until: s.NewUntil()}
	}
	if !b.Granted && b.Reason.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}

func doAskQuestion(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(AskQuestion).QuestionAsked
	if b.ID == "" || b.Text.ID == "" || len(b.To) == 0 || !goodParties(b.To) {
		return nil, no(BadValue)
	}
	for _, r := range b.To {
		if _, open := s.Find(TaskQuestion, QuestionAbout(b.ID, r)); open { // a request sent twice
			return nil, no(Already)
		}
	}
	days, ok := s.QuestionDays(now)
	if !ok { // the answer is something new, which the other side can answer
		return nil, &Refusal{Code: NothingNewNow, Until: s.NewUntil()}
	}
	if b.Days = 0; days != s.rules().QuestionDays {
		b.Days = days
	}
	return []Body{b}, nil
}

// leastQuestionDays is the shortest time for an answer: a question that leaves less is not asked any more.
const leastQuestionDays = 3

// QuestionDays gives the days to answer a question that is asked at now: those of the rules, or fewer, so that the answer
// is there on the last day for something new, and the other side can answer it in its own time by the last day for that
// (rules 3.4). False when no time is left for it.
func (s State) QuestionDays(now time.Time) (int, bool) {
	for n := s.rules().QuestionDays; n >= leastQuestionDays; n-- {
		last := lastDay(now, n)
		if !NextWorkday(last.AddDays(s.rules().ReplyDays)).After(s.AnswersUntil()) {
			return n, true
		}
	}
	return 0, false
}

// QuestionAbout names the task of a party to answer a question of the adjudicator (rules 3.5).
func QuestionAbout(id string, r Role) string { return id + ":" + string(r) }

func mayAnswerQuestion(s *State, a Actor, _ time.Time) bool {
	for _, t := range s.Tasks {
		if t.Kind == TaskQuestion && t.Who == a.Role {
			return true
		}
	}
	return false
}

func doAnswerQuestion(s *State, a Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(AnswerQuestion).QuestionAnswered
	for _, t := range s.Tasks {
		if t.Kind == TaskQuestion && t.Who == a.Role && t.About == b.ID {
			if b.Text.ID == "" {
				return nil, no(BadValue)
			}
			return []Body{b}, nil
		}
	}
	return nil, no(NotNow)
}

// doCloseFile: never while one side has not seen something or could not answer it (rules 3.4, art. 9).
func doCloseFile(s *State, _ Actor, _ Command, now time.Time) ([]Body, *Refusal) {
	if len(s.File.NewFor) > 0 || !s.Has(TaskStudy) {
		return nil, no(NotAnswered)
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskQuestion || t.Kind == TaskLeave {
			return nil, no(NotAnswered)
		}
	}
	if r := s.challengeable(now); r != nil {
		return nil, r
	}
	return []Body{FileClosed{}}, nil
}
