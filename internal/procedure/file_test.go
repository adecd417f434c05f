package procedure

import (
	"slices"
	"testing"
)

func TestAskingForARuling(t *testing.T) { // rules 3.1, 3.2
	t.Parallel()
	p := concluded(t)
	p.at(35, "12:00")
	if got := p.days(Reminded{}); got[len(got)-1] != 35 {
		t.Errorf("reminders on days %v", got)
	}
	bad := func(change func(*RulingRequested)) RequestRuling {
		c := claim()
		change(&c.RulingRequested)
		return c
	}
	p.refused(consumerHere, claim(), CodeAsked)
	p.refused(consumerByCode, bad(func(r *RulingRequested) { r.Consents = "" }), ConsentAsked)
	p.refused(consumerByCode, bad(func(r *RulingRequested) { r.Text = Ref{} }), ConsentAsked)
	p.refused(consumerByCode, bad(func(r *RulingRequested) { r.Points = nil }), BadValue)
	p.refused(consumerByCode, bad(func(r *RulingRequested) { r.Points = append(r.Points, r.Points[0]) }), BadValue)
	p.refused(consumerByCode, bad(func(r *RulingRequested) { r.Points[0].Amount = 0 }), BadAmount)
	p.refused(consumerByCode, bad(func(r *RulingRequested) { r.Points[0].Amount = 25_000_01 }), BadAmount)
	p.do(consumerByCode, claim())
	p.do(consumerByCode, claim()) // stated anew
	p.at(45, "23:59")
	p.wants(TaskRequest, 45)
	p.at(46, "00:00")
	p.ended(NotSolved)

	p = concluded(t)
	p.do(consumerHere, StopHere{})
	p.ended(NotSolved)
}

func TestPaymentAtTheLastMoment(t *testing.T) { // rules 3.2
	t.Parallel()
	for _, c := range []struct {
		paid   string // on day 46
		counts bool
	}{{"00:30", true}, {"01:00", true}, {"01:01", false}} {
		p := concluded(t)
		p.at(45, "23:50")
		p.do(consumerByCode, claim())
		p.do(consumerHere, StartPayment{"tr_1"})
		p.at(46, "00:10")
		p.wants(TaskRequest, 45) // the fate of the payment is awaited
		p.refused(consumerHere, StartPayment{"tr_2"}, NotNow)
		p.refused(consumerByCode, claim(), NotNow)
		p.at(48, "10:00")
		p.do(Till, RecordPayment{ID: "tr_1", Status: "paid", Cents: 25_00, At: p.instant(46, c.paid)})
		p.at(48, "10:01")
		if c.counts {
			p.wants(TaskAssign, 53)
			continue
		}
		p.ended(NotSolved)
		if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "late" {
			t.Errorf("%s: refunds %+v", c.paid, r)
		}
	}
	p := concluded(t)
	p.at(45, "23:50")
	p.do(consumerByCode, claim())
	p.do(consumerHere, StartPayment{"tr_1"})
	p.at(47, "10:00")
	p.do(Till, RecordPayment{ID: "tr_1", Status: "expired"})
	p.at(47, "10:00")
	p.ended(NotSolved)
	if e := p.log[len(p.log)-2]; !e.Due.Equal(p.now) {
		t.Errorf("ended at %s, in front of what it waited for", e.Due)
	}
	p.do(Till, p.paid("tr_1")) // and paid after all
	if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "late" {
		t.Errorf("refunds %+v", r)
	}
}

func TestMoneyThatIsNotTheFee(t *testing.T) { // rules 3.2, 3.8
	t.Parallel()
	p := concluded(t)
	p.do(consumerByCode, claim())
	p.do(consumerHere, StartPayment{"tr_1"})
	p.refused(consumerHere, StartPayment{"tr_1"}, Already)
	p.refused(Till, RecordPayment{ID: "tr_1", Status: "dreamt"}, BadValue)
	p.refused(Till, RecordPayment{ID: "tr_1", Status: "paid"}, BadAmount)
	p.do(Till, RecordPayment{ID: "tr_1", Status: "paid", Cents: 20_00, At: p.now})
	p.wants(TaskRequest, 45)
	if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "amount" || r[0].Cents != 20_00 {
		t.Errorf("refunds %+v", r)
	}
	p.do(Till, RecordRefund{ID: "tr_1-back", Failed: true})
	if Work(p.s) != WorkRefund {
		t.Error("a failed refund is work for staff")
	}
	p.refused(boss, RetryRefund{"tr_9-back"}, NotNow)
	p.do(boss, RetryRefund{"tr_1-back"})
	p.do(Till, RecordRefund{ID: "tr_1-back"})
	if n := len(p.do(Till, RecordRefund{ID: "tr_1-back"})); n != 0 {
		t.Errorf("refunded twice: %d events", n)
	}
	for _, e := range Ledger(p.s) {
		if e.Sum() != 0 {
			t.Errorf("%+v does not add up", e)
		}
	}
}

func TestWithdrawingTheRequest(t *testing.T) { // rules 3.2
	t.Parallel()
	for day, back := range map[int]int{17: 1, 31: 1, 32: 0} { // paid on day 17
		p := paidFor(t)
		p.at(day, "12:00")
		p.do(consumerByCode, Withdraw{text})
		p.ended(Withdrawn)
		if n := p.count(RefundDue{}); n != back {
			t.Errorf("withdrawn on day %d: %d refunds", day, n)
		}
	}
	p := studied(t)
	p.do(judge, CloseFile{})
	p.do(judge, p.ruledOn(RuledUpheld))
	p.refused(consumerByCode, Withdraw{text}, NotNow)
}

func TestWhoAdjudicates(t *testing.T) { // rules 3.3
	t.Parallel()
	p := paidFor(t)
	p.refused(boss, seat("mia"), HasConflict) // mediated
	p.refused(boss, AssignAdjudicator{AdjudicatorAssigned{"judge"}, true}, HasConflict)
	p.refused(judge, seat("judge"), NotYours)
	p.do(boss, seat("judge"))
	p.refused(boss, seat("judge"), Already)
	p.refused(peer, Declare{}, NotNow)
	p.refused(judge, SendClaim{}, NotNow)
	p.do(judge, Declare{AdjudicatorDeclared{Interest: true, Note: text}})
	p.wants(TaskAssign, 24)
	p.refused(boss, seat("judge"), HasConflict)
	p.do(boss, seat("peer"))
	p.at(23, "00:00") // three working days of silence
	p.wants(TaskAssign, 30)
	p.refused(boss, seat("peer"), HasConflict)
}

func TestNoAdjudicatorIsFound(t *testing.T) { // rules 3.3
	t.Parallel()
	p := paidFor(t)
	p.at(38, "23:59")
	p.refused(consumerHere, ChooseWait{true}, NotNow)
	p.at(39, "00:00") // 21 days after the payment have passed
	p.do(consumerHere, ChooseWait{true})
	p.at(61, "00:00")
	if got := p.days(NoAdjudicator{}); !slices.Equal(got, []int{39, 61}) {
		t.Errorf("asked on days %v", got)
	}
	p.at(62, "10:00")
	p.do(boss, seat("judge"))
	p.do(judge, Declare{})
	if p.s.File.From != p.date(17+23) || p.s.File.RuleBy != p.date(107+23) {
		t.Errorf("stood still from day 39 to 62: from %s, ruling by %s", p.s.File.From, p.s.File.RuleBy)
	}
	if _, waits := p.s.Find(TaskWait, ""); waits {
		t.Error("still asked whether to wait")
	}

	p = paidFor(t)
	p.at(39, "10:00")
	p.do(consumerHere, ChooseWait{false})
	p.ended(Stopped)
	if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "waited" {
		t.Errorf("refunds %+v", r)
	}
}

func TestChallenges(t *testing.T) { // rules 3.3
	t.Parallel()
	p := seated(t)
	p.at(28, "23:59") // 5 days from day 21 is a Saturday
	p.refused(shopHere, ChallengeAdjudicator{}, BadValue)
	p.do(shopHere, ChallengeAdjudicator{text})
	p.refused(consumerHere, ChallengeAdjudicator{text}, NotNow) // one at a time
	p.refused(mia, JudgeChallenge{ChallengeJudged{Granted: true, Reason: text}}, NotYours)
	p.refused(boss, JudgeChallenge{ChallengeJudged{Granted: true}}, BadValue)
	p.do(boss, JudgeChallenge{ChallengeJudged{Reason: text}})
	p.refused(shopHere, ChallengeAdjudicator{text}, NotNow)
	late := seated(t)
	late.at(29, "00:00")
	late.refused(consumerHere, ChallengeAdjudicator{text}, NotNow)
}

func TestChallengeRejectedGivesTheDaysBack(t *testing.T) { // rules 3.3
	t.Parallel()
	p := claimed(t) // defence until day 35
	p.at(24, "10:00")
	p.do(consumerHere, ChallengeAdjudicator{text})
	p.at(28, "10:00")
	p.do(boss, JudgeChallenge{ChallengeJudged{Reason: text}})
	p.wants(TaskDefence, 39)
	if p.s.File.From != p.date(21) {
		t.Errorf("the file is from %s", p.s.File.From)
	}
	p.at(40, "00:00")
	p.wants(TaskStudy, 111)
}

func TestHearingInTurn(t *testing.T) { // rules 3.4
	t.Parallel()
	p := seated(t)
	p.do(consumerHere, document) // both, before the claim has gone to the shop
	p.do(shopHere, document)
	p.at(24, "00:00") // the claim goes by itself
	p.wants(TaskDefence, 38)
	p.refused(consumerHere, document, NotNow)
	p.do(shopHere, document)
	p.refused(shopHere, Defend{DefenceGiven{Text: text}}, PointMissing)
	p.refused(shopHere, Defend{DefenceGiven{Points: []PointAnswer{{ID: "1", Agree: "maybe"}}}}, BadValue)
	p.at(38, "20:00")
	p.do(shopHere, Defend{DefenceGiven{Points: []PointAnswer{{ID: "1", Agree: "no"}}}})
	p.wants(TaskReply, 45)
	p.refused(shopHere, SendReply{text}, NotNow)
	p.do(consumerHere, SendReply{text})
	p.wants(TaskRejoinder, 45)
	p.do(shopHere, SendReply{text})
	p.wants(TaskStudy, 107) // words of the last turn need no answer
}

func TestNothingToAdd(t *testing.T) { // rules 3.4
	t.Parallel()
	p := defended(t)
	p.do(consumerHere, SendReply{})
	p.wants(TaskStudy, 107)
	p = defended(t)
	p.do(consumerHere, document)
	p.do(consumerHere, SendReply{}) // but a document
	p.wants(TaskRejoinder, 37)
}

func TestLeaveForSomethingLate(t *testing.T) { // rules 3.4
	t.Parallel()
	p := studied(t)
	p.refused(consumerHere, document, NotNow)
	p.refused(consumerHere, AskLeave{}, BadValue)
	p.do(consumerHere, AskLeave{text})
	p.refused(consumerHere, AskLeave{text}, NotNow)
	p.refused(judge, CloseFile{}, NotAnswered)
	p.refused(judge, JudgeLeave{LeaveJudged{Party: Shop, Granted: true}}, NotNow)
	p.refused(judge, JudgeLeave{LeaveJudged{Party: Consumer}}, BadValue) // a no has a reason
	p.do(judge, JudgeLeave{LeaveJudged{Party: Consumer, Granted: true}})
	p.do(consumerHere, document)
	p.wants(TaskRespond, 45)
	if m, _ := p.s.Main(); m.Who != Shop {
		t.Errorf("%s may respond", m.Who)
	}
	p.refused(consumerHere, document, NotNow) // leave is for one time
	p.at(46, "00:00")
	p.wants(TaskStudy, 107)

	p = studied(t)
	p.at(70, "23:59") // day 53 of the file
	p.do(shopHere, AskLeave{text})
	p.do(judge, JudgeLeave{LeaveJudged{Party: Shop, Granted: true}})
	p.at(71, "00:00")
	p.refused(shopHere, document, NotNow)
	if r := p.refused(consumerHere, AskLeave{text}, NothingNewNow); r.Until != p.date(70) {
		t.Errorf("leave could be asked until %s", r.Until)
	}
	p.refused(judge, AskQuestion{QuestionAsked{ID: "q1", To: []Role{Shop}, Text: text}}, NothingNewNow)
}

func TestQuestionsOfTheAdjudicator(t *testing.T) { // rules 3.5
	t.Parallel()
	p := studied(t)
	ask := func(id string, to ...Role) AskQuestion { return AskQuestion{QuestionAsked{ID: id, To: to, Text: text}} }
	p.refused(judge, ask("q1"), BadValue)
	p.refused(judge, ask("q1", Mediator), BadValue)
	p.refused(judge, ask("q1", Shop, Shop), BadValue)
	p.do(judge, ask("q1", Consumer, Shop))
	p.refused(judge, ask("q1", Shop), Already)
	p.refused(judge, CloseFile{}, NotAnswered)
	p.refused(shopHere, AnswerQuestion{QuestionAnswered{QuestionAbout("q1", Consumer), text}}, NotNow)
	p.refused(shopHere, AnswerQuestion{QuestionAnswered{QuestionAbout("q1", Shop), Ref{}}}, BadValue)
	p.do(shopHere, document) // who is asked may show something
	p.do(shopHere, AnswerQuestion{QuestionAnswered{QuestionAbout("q1", Shop), text}})
	p.wants(TaskStudy, 107) // the consumer has not answered yet
	p.at(46, "00:00")
	p.wants(TaskRespond, 53)
	if m, _ := p.s.Main(); m.Who != Consumer || p.count(QuestionMissed{}) != 1 {
		t.Errorf("%s may respond, %d missed", m.Who, p.count(QuestionMissed{}))
	}
}

func TestQuestionsStandStillWithTheFile(t *testing.T) { // rules 3.3
	t.Parallel()
	p := seated(t)
	p.do(judge, SendClaim{})
	p.do(shopHere, Defend{DefenceGiven{Points: []PointAnswer{{ID: "1", Agree: "no"}}}})
	p.do(consumerHere, SendReply{})
	p.do(judge, AskQuestion{QuestionAsked{ID: "q1", To: []Role{Shop}, Text: text}})
	p.at(24, "10:00")
	p.do(consumerHere, ChallengeAdjudicator{text})
	p.at(30, "10:00") // 7 days have passed since it was asked
	if p.count(QuestionMissed{}) != 0 {
		t.Error("missed while the file stood still")
	}
	p.do(boss, JudgeChallenge{ChallengeJudged{Reason: text}})
	if q, _ := p.s.Find(TaskQuestion, QuestionAbout("q1", Shop)); q.LastDay != p.date(37) {
		t.Errorf("to be answered by %s", q.LastDay)
	}
}

func TestRulings(t *testing.T) { // rules 3.5
	t.Parallel()
	p := studied(t)
	p.refused(judge, p.ruledOn(RuledDismissed), NotAnswered) // the file is not closed
	p.refused(peer, CloseFile{}, NotNow)
	p.do(judge, CloseFile{})
	p.refused(shopHere, document, NotNow)
	p.refused(shopHere, AskLeave{text}, NotNow)
	good := p.ruledOn(RuledUpheld)
	for name, c := range map[string]struct {
		change func(*RulingSigned)
		want   Code
	}{
		"no number":              {func(b *RulingSigned) { b.Number = "" }, BadValue},
		"no outcome":             {func(b *RulingSigned) { b.Outcome = Solved }, BadValue},
		"a point left out":       {func(b *RulingSigned) { b.Points = nil }, PointMissing},
		"a point without words":  {func(b *RulingSigned) { b.Points[0].Text = Ref{} }, PointMissing},
		"less than was asked":    {func(b *RulingSigned) { b.Points[0].Amount-- }, BadAmount},
		"denied, with an amount": {func(b *RulingSigned) { b.Points[0].Decision = "denied" }, BadAmount},
		"paid more than granted": {func(b *RulingSigned) { b.Orders[0].Amount++ }, OrdersDiffer},
		"paid less than granted": {func(b *RulingSigned) { b.Orders[0].Amount-- }, OrdersDiffer},
		"paid twice":             {func(b *RulingSigned) { b.Orders = append(b.Orders, b.Orders[0]) }, OrdersDiffer},
		"a refund of nothing":    {func(b *RulingSigned) { b.Orders[0].Amount = 0 }, BadAmount},
		"the fee left out":       {func(b *RulingSigned) { b.Orders = b.Orders[:1] }, OrdersDiffer},
		"the fee typed":          {func(b *RulingSigned) { b.Orders[1].Fee = false }, OrdersDiffer},
		"another fee":            {func(b *RulingSigned) { b.Orders[1].Amount = 30_00 }, OrdersDiffer},
		"the fee twice":          {func(b *RulingSigned) { b.Orders = append(b.Orders, b.Orders[1]) }, OrdersDiffer},
		"the consumer's fee":     {func(b *RulingSigned) { b.Orders[1].Who = Consumer }, OrdersDiffer},
		"a point nobody claimed": {func(b *RulingSigned) { b.Points[0].ID = "7" }, BadValue},
		"a point decided twice":  {func(b *RulingSigned) { b.Points = append(b.Points, b.Points[0]) }, BadValue},
		"more than was asked":    {func(b *RulingSigned) { b.Points[0].Amount++ }, BadAmount},
		"denied, and upheld":     {func(b *RulingSigned) { b.Points[0].Decision, b.Points[0].Amount = "denied", 0 }, BadValue},
		"nothing is to be done":  {func(b *RulingSigned) { b.Orders = nil }, BadValue},
		"done yesterday":         {func(b *RulingSigned) { b.Orders[0].Due = p.date(37) }, BadDate},
		"in a year":              {func(b *RulingSigned) { b.Orders[0].Due = p.date(400) }, BadDate},
		"by the mediator":        {func(b *RulingSigned) { b.Orders[0].Who = Mediator }, BadValue},
	} {
		b := good.RulingSigned
		b.Points, b.Orders = slices.Clone(b.Points), slices.Clone(b.Orders)
		c.change(&b)
		if r := p.refused(judge, SignRuling{b}, c.want); r.Rule != "3.5" {
			t.Errorf("%s: rule %s", name, r.Rule)
		}
	}
	p.refused(peer, good, NotNow)
	p.do(judge, good)
	p.wants(TaskPerform, 52)
	p.refused(judge, good, NotNow)
}

func TestWhoBearsTheFee(t *testing.T) { // rules 3.5
	t.Parallel()
	for _, c := range []struct {
		outcome Outcome
		says    Role
		bears   Role
	}{
		{RuledUpheld, Consumer, Shop},
		{RuledPartly, Shop, Shop},
		{RuledPartly, Consumer, Consumer},
		{RuledDismissed, Shop, Consumer},
		{RuledInadmissible, Shop, Consumer},
	} {
		p := studied(t)
		p.do(judge, CloseFile{})
		b := p.ruledOn(RuledUpheld).RulingSigned
		b.Outcome, b.FeeBy = c.outcome, c.says
		switch c.outcome {
		case RuledPartly:
			b.Points[0].Decision = "partly"
			if c.bears == Consumer {
				b.Orders = b.Orders[:1]
			}
		case RuledDismissed, RuledInadmissible:
			b.Points[0].Decision, b.Points[0].Amount, b.Orders = "denied", 0, nil
		default:
		}
		p.do(judge, SignRuling{b})
		if p.s.File.FeeBy != c.bears || p.count(RefundDue{}) != 0 {
			t.Errorf("%+v: %s bears it, %d refunds", c, p.s.File.FeeBy, p.count(RefundDue{}))
		}
	}
}

func TestInadmissibleBeforeTheShopHeardOfIt(t *testing.T) { // rules 3.5, 3.7
	t.Parallel()
	p := seated(t)
	p.refused(judge, p.ruledOn(RuledDismissed), NotAnswered)
	p.do(judge, p.ruledOn(RuledInadmissible))
	if p.s.File.FeeBy != FeeReturned {
		t.Errorf("%s bears the fee that went back", p.s.File.FeeBy)
	}
	p.ended(RuledInadmissible)
	if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "inadmissible" {
		t.Errorf("refunds %+v", r)
	}
}

func TestDayOfTheRuling(t *testing.T) { // rules 3.4
	t.Parallel()
	p := studied(t)
	late := studied(t)
	late.at(108, "00:00") // the day of the ruling is over
	late.refused(judge, ExtendRuling{text}, NotNow)
	p.refused(judge, ExtendRuling{}, BadValue)
	p.at(107, "23:59")
	p.do(judge, ExtendRuling{text})
	p.wants(TaskStudy, 137)
	p.refused(judge, ExtendRuling{text}, NotNow) // once
	p.do(judge, CloseFile{})
	p.wants(TaskRule, 137)
	p.at(142, "23:59")
	p.wants(TaskRule, 137)
	p.at(143, "00:00") // 5 days late
	p.wants(TaskAssign, 150)
	p.refused(judge, p.ruledOn(RuledDismissed), NotNow)
	p.refused(boss, seat("judge"), HasConflict)
	p.at(150, "10:00")
	p.do(boss, seat("peer"))
	p.do(peer, Declare{})
	p.wants(TaskStudy, 171)                     // 21 days at least
	p.refused(peer, CloseFile{}, Challengeable) // the parties have 5 days
	p.at(158, "10:00")
	p.do(peer, CloseFile{})
	p.do(peer, p.ruledOn(RuledDismissed))
}

func TestFileThatComesToTheDeskLate(t *testing.T) { // rules 3.4, 6.3
	t.Parallel()
	p := defended(t)
	p.held = true
	p.do(Post, RecordBounced{LetterBounced{Letter: "m15b", Party: Consumer, Task: TaskReply, Last: true, Later: true}})
	p.at(200, "10:00")
	p.wants(TaskReply, -1) // no term runs against a consumer who cannot be reached
	p.do(consumerHere, SendReply{})
	p.wants(TaskStudy, 107)
	p.at(205, "23:59")
	p.wants(TaskStudy, 107) // not overdue on arrival
	p.at(206, "00:00")
	p.wants(TaskAssign, 213)
}

func TestCorrections(t *testing.T) { // rules 3.6
	t.Parallel()
	p := studied(t)
	p.do(judge, CloseFile{})
	p.do(judge, p.ruledOn(RuledDismissed)) // on day 38
	fix := func(n string) CorrectRuling { return CorrectRuling{RulingCorrected{Number: "2026-1" + n, Text: text}} }
	p.refused(peer, fix("-1"), NotNow)
	p.refused(judge, fix(""), BadValue)
	p.do(judge, fix("-1"))
	p.refused(judge, fix("-1"), Already)
	p.refused(mia, PublishRuling{}, BadValue)
	p.do(mia, PublishRuling{text})
	p.refused(mia, PublishRuling{text}, NotNow)
	p.at(52, "23:59")
	p.do(judge, fix("-2"))
	p.at(53, "00:00")
	p.refused(judge, fix("-3"), NotNow)
	if Work(p.s) != WorkPublish {
		t.Errorf("work %s: what was published lacks the correction", Work(p.s))
	}
	p.do(mia, PublishRuling{text})
	if Work(p.s) != "" {
		t.Errorf("work %s", Work(p.s))
	}
}

func TestAgreementDuringTheRuling(t *testing.T) { // rules 3.7
	t.Parallel()
	settle := func(p *play) {
		p.do(shopHere, MakeOffer{p.offer("o1", 60)})
		p.do(consumerByCode, AcceptOffer{"o1"})
	}
	for name, c := range map[string]struct {
		play func(testing.TB) *play
		back int
	}{
		"nobody assigned":   {paidFor, 1},
		"assigned":          {seated, 1},
		"before defence":    {claimed, 1},
		"after the defence": {defended, 1}, // it came in on day 30, and was due on day 35
		"last day of it":    {func(t testing.TB) *play { p := defended(t); p.at(35, "23:59"); return p }, 1},
		"the day after it":  {func(t testing.TB) *play { p := defended(t); p.at(36, "00:00"); return p }, 0},
		"on the desk":       {studied, 0},
		"not paid":          {concluded, 0},
	} {
		p := c.play(t)
		settle(p)
		p.wants(TaskPerform, 60)
		if n := p.count(RefundDue{}); n != c.back {
			t.Errorf("%s: %d refunds", name, n)
		}
	}
	p := claimed(t) // challenged while the defence ran
	p.at(24, "10:00")
	p.do(shopHere, ChallengeAdjudicator{text})
	settle(p)
	if p.count(RefundDue{}) != 1 {
		t.Error("the fee stays")
	}
}

// brokenInRuling makes an agreement on what day it is, which is not carried out, and goes on.
func brokenInRuling(p *play) {
	day := p.day0.DaysUntil(DateOf(p.now))
	p.do(shopHere, MakeOffer{p.offer("o1", day+2)})
	p.do(consumerByCode, AcceptOffer{"o1"})
	p.at(day+5, "10:00")
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.at(day+16, "10:00")
	p.do(consumerHere, GoOn{})
}

func TestBrokenAgreementResumesTheRuling(t *testing.T) { // rules 3.7, 4.4
	t.Parallel()
	p := studied(t) // no fee went back
	brokenInRuling(p)
	p.wants(TaskStudy, 123) // 16 days on
	p.do(judge, CloseFile{})

	p = claimed(t) // the fee went back, and is due again
	p.at(24, "10:00")
	brokenInRuling(p)
	p.wants(TaskFee, 70)
	p.at(42, "10:00")
	p.do(consumerHere, StartPayment{"tr_2"})
	p.do(Till, p.paid("tr_2"))
	p.wants(TaskDefence, 56)
	if p.s.File.From != p.date(35) {
		t.Errorf("the file is from day %d", p.day0.DaysUntil(p.s.File.From))
	}

	p = claimed(t)
	brokenInRuling(p)
	p.at(70, "00:00")
	p.ended(AgreedRuling)

	p = concluded(t) // nothing was asked for yet
	brokenInRuling(p)
	p.wants(TaskRequest, 63) // day 61 is a Saturday

	p = claimed(t) // a challenge was open: it is decided first
	p.at(24, "10:00")
	p.do(shopHere, ChallengeAdjudicator{text})
	brokenInRuling(p)
	p.do(consumerHere, StartPayment{"tr_2"})
	p.do(Till, p.paid("tr_2"))
	p.wants(TaskJudgeChallenge, 44)
	p.do(boss, JudgeChallenge{ChallengeJudged{Reason: text}})
	if !p.s.Has(TaskDefence) {
		t.Errorf("tasks %v", p.s.Tasks)
	}

	p = paidFor(t) // nobody had been found
	brokenInRuling(p)
	p.do(consumerHere, StartPayment{"tr_2"})
	p.do(Till, p.paid("tr_2"))
	p.wants(TaskAssign, 39)
	if _, seeks := p.s.Find(TaskSeek, ""); !seeks {
		t.Error("nobody asks the consumer when nobody is found again")
	}
	p.do(boss, seat("judge"))
	p.do(judge, Declare{})
	p.wants(TaskForward, 36)
}

func TestWhatComesInWhileAnAgreementIsCarriedOut(t *testing.T) { // rules 3.4
	t.Parallel()
	p := studied(t)
	p.do(shopHere, MakeOffer{p.offer("o1", 40)})
	p.do(consumerByCode, AcceptOffer{"o1"})
	p.do(shopHere, document)
	p.at(43, "10:00")
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.at(53, "10:00")
	p.do(consumerHere, GoOn{})
	p.wants(TaskRespond, 60)
}

func TestRefundByHand(t *testing.T) { // rules 3.8
	t.Parallel()
	p := seated(t)
	p.refused(boss, AskRefund{RefundAsked{"tr_1", text}}, NotNow) // the case runs on it
	p.at(40, "10:00")
	p.do(consumerByCode, Withdraw{text}) // too late for the fee to go back by itself
	p.refused(boss, AskRefund{RefundAsked{"tr_1", Ref{}}}, BadValue)
	p.refused(boss, AskRefund{RefundAsked{"tr_9", text}}, BadValue)
	p.do(boss, AskRefund{RefundAsked{"tr_1", text}})
	p.refused(boss, ApproveRefund{"tr_1"}, NotNow) // two persons
	p.refused(mia, ApproveRefund{"tr_9"}, NotNow)
	p.do(mia, ApproveRefund{"tr_1"})
	p.refused(mia, ApproveRefund{"tr_1"}, NotNow)
	if r := p.s.Money.Refunds; len(r) != 1 || r[0].Why != "hand" || p.s.Money.Fee != "" {
		t.Errorf("refunds %+v", r)
	}
	ruled := studied(t)
	ruled.do(judge, CloseFile{})
	ruled.do(judge, ruled.ruledOn(RuledDismissed))
	ruled.refused(boss, AskRefund{RefundAsked{"tr_1", text}}, NotNow)
}

func TestStaffDoNotExtendTurns(t *testing.T) { // rules 6.5
	t.Parallel()
	p := claimed(t)
	p.refused(boss, ExtendTerm{Until: p.date(40), Reason: text}, NotNow)
	p = concluded(t)
	p.at(20, "10:00")
	p.do(boss, ExtendTerm{Until: p.date(46), Reason: text}) // a Friday
	p.wants(TaskRequest, 46)
}
