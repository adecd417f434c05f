package procedure

import (
	"strings"
	"time"
)

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
	if sum > s.Rules.MostCents {
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
	return ok && s.File.Declared && !has(s.File.Challenged, a.Role) &&
		(t.LastDay.IsZero() || now.Before(t.LastDay.End()))
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

func doJudgeLeave(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(JudgeLeave).LeaveJudged
	if _, ok := s.Find(TaskLeave, string(b.Party)); !ok {
		return nil, no(NotNow)
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
	if DateOf(now).After(s.NewUntil()) { // the answer is something new
		return nil, &Refusal{Code: NothingNewNow, Until: s.NewUntil()}
	}
	return []Body{b}, nil
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
func doCloseFile(s *State, _ Actor, _ Command, _ time.Time) ([]Body, *Refusal) {
	if len(s.File.NewFor) > 0 || !s.Has(TaskStudy) {
		return nil, no(NotAnswered)
	}
	for _, t := range s.Tasks {
		if t.Kind == TaskQuestion || t.Kind == TaskLeave {
			return nil, no(NotAnswered)
		}
	}
	return []Body{FileClosed{}}, nil
}

func mayExtendRuling(s *State, a Actor, now time.Time) bool {
	return opened(s, a, now) && !s.File.Extended
}

func doExtendRuling(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	reason := c.(ExtendRuling).Reason
	if reason.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{RulingExtended{Until: s.File.RuleBy.AddDays(s.Rules.RuleExtensionDays), Reason: reason}}, nil
}

// maySign: the file is closed; or, before the claim went to the shop, the request proves inadmissible.
func maySign(s *State, a Actor, now time.Time) bool {
	return opened(s, a, now) && (s.Has(TaskRule) || s.Has(TaskForward) || s.Has(TaskStudy))
}

// doSign rules. Each point has its decision; the fee follows the outcome (rules 3.5).
func doSign(s *State, _ Actor, c Command, now time.Time) ([]Body, *Refusal) {
	b := c.(SignRuling).RulingSigned
	if !s.File.Closed && !(s.Has(TaskForward) && b.Outcome == RuledInadmissible) {
		return nil, no(NotAnswered)
	}
	if r := s.goodRuling(&b, now); r != nil {
		return nil, r
	}
	out := []Body{b}
	if p, ok := s.fee(); ok && b.Outcome == RuledInadmissible && !s.File.Sent {
		out = append([]Body{s.refund(p, "inadmissible")}, out...) // before the ruling: after it nothing goes back
	}
	if len(ordersTo(b.Orders, Shop)) == 0 {
		out = append(out, EndedAs{b.Outcome})
	}
	return out, nil
}

func (s *State) goodRuling(b *RulingSigned, now time.Time) *Refusal {
	if !has(RuledOutcomes, b.Outcome) || b.Number == "" || b.Text.ID == "" {
		return no(BadValue)
	}
	decided := map[string]PointDecision{}
	for _, p := range b.Points {
		claimed, ok := s.point(p.ID)
		_, twice := decided[p.ID]
		switch {
		case !ok, twice, !has([]string{"granted", "partly", "denied"}, p.Decision):
			return no(BadValue)
		case p.Amount < 0, claimed.Amount > 0 && p.Amount > claimed.Amount: // not more than was asked
			return no(BadAmount)
		}
		decided[p.ID] = p
	}
	for _, p := range s.File.Points {
		if d, ok := decided[p.ID]; b.Outcome != RuledInadmissible && (!ok || d.Text.ID == "") {
			return no(PointMissing)
		}
	}
	if !fits(b.Outcome, decided) {
		return no(BadValue)
	}
	today := DateOf(now)
	for _, o := range b.Orders {
		switch {
		case o.Who != Consumer && o.Who != Shop, o.Amount < 0, !has(Remedies, o.Remedy):
			return no(BadValue)
		case o.Due.Before(today), o.Due.After(today.AddMonths(offerMonths)):
			return no(BadDate)
		}
	}
	return s.goodFee(b, now)
}

// point gives a point of the claim.
func (s *State) point(id string) (ClaimPoint, bool) {
	for _, p := range s.File.Points {
		if p.ID == id {
			return p, true
		}
	}
	return ClaimPoint{}, false
}

// fits says that the outcome is what the decisions add up to.
func fits(o Outcome, decided map[string]PointDecision) bool {
	n := map[string]int{}
	for _, d := range decided {
		n[d.Decision]++
	}
	switch o {
	case RuledUpheld:
		return len(decided) > 0 && n["granted"] == len(decided)
	case RuledDismissed:
		return len(decided) > 0 && n["denied"] == len(decided)
	case RuledPartly:
		return n["granted"]+n["partly"] > 0 && n["granted"] != len(decided)
	default:
		return n["granted"]+n["partly"] == 0
	}
}

// goodFee: upheld, the shop bears it; partly, the adjudicator decides; else the consumer (rules 3.5).
func (s *State) goodFee(b *RulingSigned, _ time.Time) *Refusal {
	switch b.Outcome {
	case RuledUpheld:
		b.FeeBy = Shop
	case RuledPartly:
		if b.FeeBy != Shop && b.FeeBy != Consumer {
			return no(BadValue)
		}
	default:
		b.FeeBy = Consumer
	}
	if orders := ordersTo(b.Orders, Shop); (b.Outcome == RuledUpheld || b.FeeBy == Shop) && len(orders) == 0 {
		return no(BadValue) // what the shop owes, the fee at least, is an order with a date
	}
	return nil
}

func ordersTo(orders []Order, who Role) []Order {
	var out []Order
	for _, o := range orders {
		if o.Who == who {
			out = append(out, o)
		}
	}
	return out
}

// mayCorrect: within CorrectionDays of the ruling, by who gave it (rules 3.6).
func mayCorrect(s *State, a Actor, now time.Time) bool {
	return theirs(s, a, now) && s.File.Ruled() &&
		now.Before(lastDay(s.File.RuledAt, s.Rules.CorrectionDays).End())
}

func doCorrect(s *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(CorrectRuling).RulingCorrected
	if b.Text.ID == "" || !strings.HasPrefix(b.Number, s.File.Number) || b.Number == s.File.Number {
		return nil, no(BadValue)
	}
	if has(s.File.CorrectedAs, b.Number) { // a request sent twice
		return nil, no(Already)
	}
	return []Body{b}, nil
}

func mayPublish(s *State, _ Actor, _ time.Time) bool { return s.File.Ruled() && !s.File.Published }

func doPublish(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	if c.(PublishRuling).Text.ID == "" {
		return nil, no(BadValue)
	}
	return []Body{RulingPublished(c.(PublishRuling))}, nil
}

func mayConfirmShop(s *State, _ Actor, _ time.Time) bool {
	_, ok := s.Find(TaskShopConfirm, "")
	return ok
}

func doConfirmShop(_ *State, _ Actor, c Command, _ time.Time) ([]Body, *Refusal) {
	b := c.(ConfirmShop).ShopConfirmed
	if !has([]string{"done", "partly", "not"}, b.Answer) {
		return nil, no(BadValue)
	}
	return []Body{b}, nil
}
