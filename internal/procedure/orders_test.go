package procedure

import (
	"slices"
	"testing"
)

// upheldFor is a dispute on day 38 whose consumer was proved right: € 149.95 and the fee by day 52, and what more is
// ordered.
func upheldFor(t testing.TB, more ...Order) *play {
	t.Helper()
	p := studied(t)
	p.do(judge, CloseFile{})
	b := p.ruledOn(RuledUpheld).RulingSigned
	b.Orders = append(b.Orders, more...)
	p.do(judge, SignRuling{b})
	return p
}

func TestNobodyIsGrantedMoreThanWasClaimed(t *testing.T) { // rules 3.5
	t.Parallel()
	p := concluded(t)
	p.at(17, "10:00")
	c := claim()
	c.Points = append(c.Points, ClaimPoint{ID: "2", Remedy: "explain", Text: text}, ClaimPoint{ID: "3", Remedy: "other", Amount: 30_00, Text: text})
	p.do(consumerByCode, c)
	p.do(consumerHere, StartPayment{"tr_1"})
	p.do(Till, p.paid("tr_1"))
	p.do(boss, seat("judge"))
	p.do(judge, Declare{})
	p.do(judge, SendClaim{})
	p.do(shopHere, Defend{DefenceGiven{Points: []PointAnswer{{ID: "1", Agree: "no"}, {ID: "2", Agree: "no"}, {ID: "3", Agree: "no"}}}})
	p.do(consumerHere, SendReply{})
	p.at(24, "10:00")
	p.do(judge, CloseFile{})
	b := p.ruledOn(RuledUpheld).RulingSigned
	b.Orders[0].Amount += 30_00
	p.refused(judge, SignRuling{b}, OrderMissing) // nobody would see to the explanation
	b.Orders = append(b.Orders, Order{Who: Shop, Remedy: "explain", Due: b.Orders[0].Due})
	with := func(change func(*RulingSigned)) SignRuling {
		x := b
		x.Points, x.Orders = slices.Clone(b.Points), slices.Clone(b.Orders)
		change(&x)
		return SignRuling{x}
	}
	p.refused(judge, with(func(b *RulingSigned) { b.Points[1].Amount, b.Orders[0].Amount = 500_00, 679_95 }), BadAmount)
	p.refused(judge, with(func(b *RulingSigned) { b.Points[2].Amount, b.Orders[0].Amount = 30_01, 179_96 }), BadAmount)
	p.refused(judge, with(func(b *RulingSigned) { b.Points[2].Amount = 20_00 }), OrdersDiffer)
	p.do(judge, SignRuling{b})
}

func TestWhoLosesHasNothingOrdered(t *testing.T) { // rules 3.5
	t.Parallel()
	p := studied(t)
	p.do(judge, CloseFile{})
	b := p.ruledOn(RuledDismissed).RulingSigned
	b.Orders = []Order{{Who: Shop, Remedy: "explain", Due: p.date(52)}}
	p.refused(judge, SignRuling{b}, OrdersDiffer)
	b = p.ruledOn(RuledInadmissible).RulingSigned
	b.Orders = []Order{{Who: Consumer, Remedy: "return_goods", Due: p.date(52)}}
	p.refused(judge, SignRuling{b}, OrdersDiffer)
}

func TestCorrectedOrders(t *testing.T) { // rules 3.6
	t.Parallel()
	p := upheldFor(t, Order{Who: Consumer, Remedy: "return_goods", Due: monday.AddDays(52)})
	number := 0
	fix := func(list ...OrderCorrected) CorrectRuling {
		number++
		return CorrectRuling{RulingCorrected{Number: p.s.File.Number + "-H" + string(rune('0'+number)), Text: text, Orders: list}}
	}
	order := func(n int, change func(*Order)) OrderCorrected {
		x := OrderCorrected{n, p.s.File.Orders[n-1]}
		change(&x.Order)
		return x
	}
	for name, c := range map[string]struct {
		list []OrderCorrected
		want Code
	}{
		"nothing changes":    {[]OrderCorrected{order(1, func(*Order) {})}, BadValue},
		"an order more":      {[]OrderCorrected{{4, Order{Who: Shop, Remedy: "explain", Due: p.date(52)}}}, BadValue},
		"no order":           {[]OrderCorrected{{0, p.s.File.Orders[0]}}, BadValue},
		"twice":              {[]OrderCorrected{order(1, func(o *Order) { o.Amount-- }), order(1, func(o *Order) { o.Amount -= 2 })}, BadValue},
		"another party":      {[]OrderCorrected{order(3, func(o *Order) { o.Who = Shop })}, BadValue},
		"another remedy":     {[]OrderCorrected{order(1, func(o *Order) { o.Remedy = "part_refund" })}, BadValue},
		"the fee no fee":     {[]OrderCorrected{order(2, func(o *Order) { o.Fee = false })}, BadValue},
		"another fee":        {[]OrderCorrected{order(2, func(o *Order) { o.Amount++ })}, BadAmount},
		"no amount left":     {[]OrderCorrected{order(1, func(o *Order) { o.Amount = 0 })}, BadAmount},
		"an amount from air": {[]OrderCorrected{order(3, func(o *Order) { o.Amount = 1 })}, BadAmount},
		"more than claimed":  {[]OrderCorrected{order(1, func(o *Order) { o.Amount++ })}, OrdersDiffer},
		"a day that is over": {[]OrderCorrected{order(1, func(o *Order) { o.Due = p.date(37) })}, BadDate},
		"in a year":          {[]OrderCorrected{order(1, func(o *Order) { o.Due = p.date(400) })}, BadDate},
	} {
		if r := p.refused(judge, fix(c.list...), c.want); r.Rule != "3.6" {
			t.Errorf("%s: rule %s", name, r.Rule)
		}
	}
	number = 0
	p.do(judge, fix(order(1, func(o *Order) { o.Amount, o.Due = 94_95, p.date(60) }), order(3, func(o *Order) { o.Due = p.date(55) })))
	p.wants(TaskPerform, 60)
	if o := p.s.Agreement; o.Amount != 94_95+25_00 || o.Due != p.date(60) {
		t.Errorf("to be carried out: %+v", o)
	}
	if from := p.s.File.OrdersFrom; !slices.Equal(from, []string{"2026-1-H1", "", "2026-1-H1"}) {
		t.Errorf("orders from %q", from)
	}
	if owed, _ := p.s.Find(TaskOwed, ""); owed.LastDay != p.date(55) {
		t.Errorf("the consumer has until %s", owed.LastDay)
	}
	for _, e := range Ledger(p.s) {
		if e.Kind == "ruling" && e.Shop != -94_95 && e.Shop != -25_00 {
			t.Errorf("ledger %+v", e)
		}
	}
	p.do(judge, fix()) // words only
	p.do(shopHere, ReportDone{text})
	p.refused(judge, fix(order(1, func(o *Order) { o.Amount = 90_00 })), OrdersStand)
	p.do(judge, fix())
}

func TestOrdersStandOnceTheyWereAskedAfter(t *testing.T) { // rules 3.6
	t.Parallel()
	due := monday.AddDays(40)
	p := studied(t)
	p.do(judge, CloseFile{})
	b := p.ruledOn(RuledUpheld).RulingSigned
	b.Orders[0].Due, b.Orders[1].Due = due, due
	p.do(judge, SignRuling{b})
	p.at(42, "00:00")
	p.wants(TaskConfirm, 56)
	p.refused(judge, CorrectRuling{RulingCorrected{"2026-1-H1", text, []OrderCorrected{{1, Order{Who: Shop, Remedy: "refund", Amount: 1_00, Due: due}}}}}, OrdersStand)
}

func TestLastQuestions(t *testing.T) { // rules 3.4, 3.5
	t.Parallel()
	ask := AskQuestion{QuestionAsked{ID: "q1", To: []Role{Shop}, Text: text}}
	for _, c := range []struct {
		day, answer int // 0: refused
	}{{63, 70}, {64, 70}, {65, 70}, {66, 70}, {67, 70}, {68, 0}, {70, 0}} { // day 70 is day 53 of the file, a Monday
		p := studied(t)
		p.at(c.day, "23:00")
		if c.answer == 0 {
			if r := p.refused(judge, ask, NothingNewNow); r.Until != p.date(70) {
				t.Errorf("day %d: until %s", c.day, r.Until)
			}
			continue
		}
		p.do(judge, ask)
		q, _ := p.s.Find(TaskQuestion, QuestionAbout("q1", Shop))
		if q.LastDay != p.date(c.answer) {
			t.Errorf("asked on day %d, to be answered by %s, not day %d", c.day, q.LastDay, c.answer)
		}
		p.at(c.answer, "23:30")
		p.do(shopHere, AnswerQuestion{QuestionAnswered{QuestionAbout("q1", Shop), text}})
		p.wants(TaskRespond, 77) // day 60 of the file
	}
}

// The other side's days can end on a holiday: then the question has a day less, so that its answer is answered by the last
// day for that (rules 3.4, 6.2).
func TestLastQuestionBeforeAHoliday(t *testing.T) {
	t.Parallel()
	s := State{under: allRules[currentRules], File: File{From: Date{2026, 10, 26}}} // day 53 is Friday 18 December, day 60 is Christmas
	for day, want := range map[int]int{9: 7, 10: 7, 11: 6, 14: 3, 15: 0} {
		if n, ok := s.QuestionDays(Date{2026, 12, day}.Start()); n != want || ok != (want > 0) {
			t.Errorf("asked on 2026-12-%d: %d days, %t", day, n, ok)
		}
	}
}
