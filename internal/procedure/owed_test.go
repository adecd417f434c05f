package procedure

import (
	"strings"
	"testing"
)

// What the consumer has to do is followed up (rules 4.1, 4.2, 4.3).

func returns(day int) Order {
	return Order{Who: Consumer, Remedy: "return_goods", Due: monday.AddDays(day)}
}

// onlyConsumer is a dispute whose ruling orders the consumer alone to do something, by day 52.
func onlyConsumer(t testing.TB) *play {
	t.Helper()
	p := studied(t)
	p.do(judge, CloseFile{})
	b := p.ruledOn(RuledDismissed).RulingSigned
	b.Orders = []Order{returns(52)}
	p.do(judge, SignRuling{b})
	return p
}

// follows wants an open task beside the main one, to a day; 0: none.
func (p *play) follows(k TaskKind, day int) {
	p.t.Helper()
	t, ok := p.s.following()
	if !ok || t.Kind != k || day > 0 && t.LastDay != p.date(day) {
		p.t.Fatalf("followed up: %+v, want %s to day %d", t, k, day)
	}
}

func TestARulingForTheConsumerAlone(t *testing.T) {
	t.Parallel()
	p := onlyConsumer(t)
	if p.s.Stage != Compliance || !p.s.Has(TaskRest) {
		t.Fatalf("%s: %v", p.s.Stage, p.s.Tasks)
	}
	if st := StatusOf(p.s, p.now); st.Task != TaskOwed || st.Turn != TurnConsumer || st.LastDay != p.date(52) {
		t.Errorf("status %+v", st)
	}
	p.at(54, "00:00") // two days after it
	p.follows(TaskShopConfirm, 67)
	p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "done"}})
	p.at(54, "00:00")
	p.ended(RuledDismissed)
	if p.s.ConsumerDid != "done" || p.s.Compliance != "" {
		t.Errorf("did %q, the shop %q", p.s.ConsumerDid, p.s.Compliance)
	}
}

func TestAConsumerWhoDoesNotDoIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		play func(*play)
		did  string
	}{
		"the shop is silent": {func(p *play) { p.at(68, "00:00") }, "not_confirmed"},
		"no proof": {func(p *play) {
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not", Text: text}})
			p.follows(TaskMakeUp, 63)
			p.refused(shopHere, ConfirmShop{ShopConfirmed{Answer: "not"}}, NotNow)
			p.refused(consumerHere, MakeUp{}, BadValue)
			p.at(64, "00:00")
		}, "not_carried_out"},
		"after all": {func(p *play) {
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "partly", Text: text}})
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "done"}})
		}, "done"},
		"proof": {func(p *play) {
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not", Text: text}})
			p.do(consumerHere, MakeUp{text})
			p.follows(TaskCounter, 63)
			p.at(64, "00:00")
		}, "proof"},
		"proof that holds": {func(p *play) {
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not", Text: text}})
			p.do(consumerHere, MakeUp{text})
			p.refused(shopHere, CounterMadeUp{}, BadValue)
			p.do(shopHere, CounterMadeUp{text})
			if Work(p.s) != TaskWeigh {
				p.t.Errorf("work %s", Work(p.s))
			}
			p.refused(mia, WeighMadeUp{Carried: true}, BadValue)
			p.do(mia, WeighMadeUp{true, text})
		}, "judged"},
		"proof that does not": {func(p *play) {
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not", Text: text}})
			p.do(consumerHere, MakeUp{text})
			p.do(shopHere, CounterMadeUp{text})
			p.do(mia, WeighMadeUp{false, text})
		}, "not_carried_out"},
	} {
		p := onlyConsumer(t)
		p.at(54, "00:00")
		c.play(p)
		p.at(p.day0.DaysUntil(DateOf(p.now)), "23:59")
		if p.s.Stage != Ended || p.s.Outcome != RuledDismissed || p.s.ConsumerDid != c.did {
			t.Errorf("%s: %s %s, did %q", name, p.s.Stage, p.s.Outcome, p.s.ConsumerDid)
		}
		if p.count(NotCarriedOut{}) != 0 || p.s.Compliance != "" {
			t.Errorf("%s: it counts against the shop", name)
		}
	}
}

func TestBothHaveSomethingToDo(t *testing.T) {
	t.Parallel()
	p := upheldFor(t, returns(60)) // the shop by day 52
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	if !p.s.Has(TaskRest) {
		t.Fatalf("the consumer's word ends it: %v", p.s.Tasks)
	}
	p.at(62, "00:00")
	p.follows(TaskShopConfirm, 77)
	p.at(69, "00:00")
	if n := p.count(Reminded{}); p.log[len(p.log)-1].Body != (Reminded{Task: TaskShopConfirm, N: 1}) {
		t.Errorf("the shop is not reminded (%d)", n)
	}
	p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "done"}})
	if p.s.Stage == Ended {
		t.Error("the shop closes a case") // rules 1.2
	}
	p.at(69, "00:00")
	p.ended(RuledUpheld)

	p = upheldFor(t, returns(52)) // the shop does not do its part: nothing is asked of the consumer any more
	p.at(54, "00:00")
	p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not", Text: text}})
	p.do(consumerHere, AnswerCompliance{Answer: "not", Text: text})
	p.at(75, "00:00")
	p.ended(RuledUpheld)
	if p.s.Compliance != "not_carried_out" || p.count(NotCarriedOut{}) != 1 {
		t.Errorf("the shop's part: %q", p.s.Compliance)
	}

	p = upheldFor(t, returns(52)) // what the consumer did is known first
	p.at(54, "00:00")
	p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "done"}})
	p.wants(TaskConfirm, 67)
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(RuledUpheld)
}

// pursued gives histories in which what the consumer had to do is followed up to the end by time.
func pursued(t testing.TB) (logs [][]Event) {
	t.Helper()
	for _, answer := range []string{"", "not", "not, shown", "not, shown, judged"} {
		p := onlyConsumer(t)
		p.at(54, "00:00")
		if answer != "" {
			p.do(shopHere, ConfirmShop{ShopConfirmed{Answer: "not", Text: text}})
		}
		if strings.Contains(answer, "shown") {
			p.do(consumerHere, MakeUp{text})
		}
		if strings.Contains(answer, "judged") {
			p.do(shopHere, CounterMadeUp{text})
			p.do(mia, WeighMadeUp{true, text})
		}
		p.at(80, "00:00")
		logs = append(logs, p.log)
	}
	return logs
}
