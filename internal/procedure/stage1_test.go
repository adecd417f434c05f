package procedure

import (
	"slices"
	"testing"
	"time"
)

func TestNoticeNotAccepted(t *testing.T) { // rules 1.1
	t.Parallel()
	p := confirmed(t, monday)
	p.do(Post, RecordDeferred{LetterDeferred{Letter: "notice", Party: Shop}})
	p.at(2, "23:59")
	p.wants(TaskNotice, 2)
	p.at(3, "00:00")
	p.wants(TaskPhone, 10) // 5 working days from Thursday
	p.at(11, "00:00")
	p.wants(TaskPost, 14)
	p.at(13, "12:00")
	p.do(mediatorHere, TellShop{ShopTold{How: "post", At: p.instant(11, "15:00"), Note: text}})
	p.wants(TaskAnswer, 18) // 7 days from the posting
	p.held = false
	p.at(19, "00:00")
	p.wants(TaskChoice, 32)
}

func TestNoticeAcceptedAfterAll(t *testing.T) { // rules 1.1
	t.Parallel()
	for _, from := range []TaskKind{TaskNotice, TaskPhone, TaskPost} {
		p := confirmed(t, monday)
		days := map[TaskKind]int{TaskNotice: 1, TaskPhone: 4, TaskPost: 11}
		p.at(days[from], "12:00")
		if !p.s.Has(from) {
			t.Fatalf("not at %s", from)
		}
		p.do(Post, RecordAccepted{LetterAccepted{Letter: "notice", Party: Shop, Task: TaskNotice, At: p.now}})
		p.wants(TaskAnswer, p.day0.DaysUntil(NextWorkday(p.date(days[from]+7))))
	}
}

func TestAddressRepairedByPhone(t *testing.T) { // rules 1.1
	t.Parallel()
	p := confirmed(t, monday)
	p.do(Post, RecordBounced{LetterBounced{Letter: "notice", Party: Shop, Task: TaskNotice, Last: true}})
	p.wants(TaskPhone, 7)
	p.do(mediatorHere, SetAddress{AddressSet{Party: Shop, Note: text}})
	p.refused(mediatorHere, SetAddress{AddressSet{Party: Consumer}}, NotNow)
	p.held = false
	p.at(1, "08:00")
	p.do(Post, RecordAccepted{LetterAccepted{Letter: "notice", Party: Shop, Task: TaskNotice, At: p.now}})
	p.wants(TaskAnswer, 8)
}

func TestLaterFailureReport(t *testing.T) { // rules 1.1
	t.Parallel()
	later := RecordBounced{LetterBounced{Letter: "notice", Party: Shop, Task: TaskNotice, Later: true}}
	last := later
	last.Last = true

	p := noticed(t, monday)
	p.held = true
	p.at(5, "12:00")
	p.do(Post, later)
	p.wants(TaskNotice, 7) // the next address
	p.do(Post, RecordAccepted{LetterAccepted{Letter: "notice", Party: Shop, Task: TaskNotice, Position: 1, At: p.now}})
	p.wants(TaskAnswer, 14) // the 7 days begin anew; day 12 is a Saturday
	p.at(12, "12:00")
	p.do(Post, last)
	p.wants(TaskPhone, 18) // no address is left

	p = noticed(t, monday)
	p.do(shopHere, SendMessage{MessageSent{Text: text}})
	p.do(Post, last)
	p.wants(TaskAnswer, 7) // the shop has answered: it was reached

	p = asked(t)
	p.do(Post, last)
	p.wants(TaskChoice, 21) // too late: the choice was asked
}

func TestReminders(t *testing.T) { // rules 1.1, 6.2
	t.Parallel()
	for _, c := range []struct {
		name    string
		day0    Date
		answers int // day on which the shop writes; -1: never
		want    []int
	}{
		{"silent", monday, -1, []int{3, 6}},
		{"answers on day 2", monday, 2, nil},
		{"answers on day 4", monday, 4, []int{3}},
		{"answers on day 6", monday, 6, []int{3, 6}},
		{"counted from the moved day", Date{2026, time.September, 12}, -1, []int{5, 8}}, // a Saturday
	} {
		p := noticed(t, c.day0)
		if c.answers >= 0 {
			p.at(c.answers, "12:00")
			p.do(shopHere, SendMessage{MessageSent{Text: text}})
		}
		p.at(8, "12:00")
		if got := p.days(Reminded{}); !slices.Equal(got, c.want) {
			t.Errorf("%s: reminders on days %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAnyActOfTheShopIsAnAnswer(t *testing.T) { // rules 1.1
	t.Parallel()
	for _, c := range []Command{
		SendMessage{MessageSent{Text: text}},
		AddEvidence{EvidenceAdded{Files: []Ref{text}}},
		MakeOffer{Offer{ID: "o", Remedy: "explain", Due: monday.AddDays(3)}},
		SaySolved{text},
		Contest{text},
		SayNotOurs{text},
	} {
		p := noticed(t, monday)
		p.at(1, "12:00")
		p.do(shopHere, c)
		if !p.s.ShopAnswered || !p.s.ShopActed.Equal(p.now) {
			t.Errorf("%T is no answer", c)
		}
	}
}

func TestAmountsAndDaysOfOffers(t *testing.T) { // rules 1.2
	t.Parallel()
	p := noticed(t, monday)
	good := p.offer("o1", 5)
	for name, c := range map[string]struct {
		with func(*Offer)
		want Code
	}{
		"no amount":               {func(o *Offer) { o.Amount = 0 }, BadAmount},
		"less than nothing":       {func(o *Offer) { o.Amount = -1 }, BadAmount},
		"too much":                {func(o *Offer) { o.Amount = 25_000_01 }, BadAmount},
		"money with a repair":     {func(o *Offer) { o.Remedy = "repair" }, BadAmount},
		"yesterday":               {func(o *Offer) { o.Due = p.date(-1) }, BadDate},
		"in more than six months": {func(o *Offer) { o.Due = p.day0.AddMonths(6).AddDays(1) }, BadDate},
		"no date":                 {func(o *Offer) { o.Due = Date{} }, BadDate},
		"nameless":                {func(o *Offer) { o.ID = "" }, BadValue},
		"unheard of":              {func(o *Offer) { o.Remedy = "dance" }, BadValue},
		"return at whose cost":    {func(o *Offer) { o.Return = "nobody" }, BadValue},
	} {
		o := good
		c.with(&o)
		if r := p.refused(shopHere, MakeOffer{o}, c.want); r.Rule != "1.2" {
			t.Errorf("%s: rule %s", name, r.Rule)
		}
	}
	good.Due = p.date(0)
	good.Return = "shop"
	p.do(shopHere, MakeOffer{good})
	p.refused(shopHere, MakeOffer{good}, Already)
}

func TestOffers(t *testing.T) { // rules 1.2
	t.Parallel()
	p := noticed(t, monday)
	p.at(1, "12:00")
	p.do(shopHere, MakeOffer{p.offer("o1", 20)})
	p.do(consumerHere, MakeOffer{p.offer("o2", 20)})
	p.refused(shopByCode, AcceptOffer{"o1"}, OwnOffer)
	p.refused(consumerByCode, AcceptOffer{"o2"}, OwnOffer)
	p.refused(shopHere, WithdrawOffer{"o2"}, OfferGone)
	p.refused(shopHere, DeclineOffer{"o1"}, OfferGone)
	p.refused(consumerByCode, AcceptOffer{"o9"}, OfferGone)
	p.do(shopHere, MakeOffer{p.offer("o3", 20)}) // in place of o1
	p.refused(consumerByCode, AcceptOffer{"o1"}, OfferGone)
	p.do(shopHere, DeclineOffer{"o2"})
	p.refused(consumerHere, WithdrawOffer{"o2"}, NotNow)
	if _, ok := p.s.OfferByID("o3"); !ok || len(p.s.Offers) != 1 {
		t.Fatalf("offers %v", p.s.Offers)
	}
	p.at(8, "23:59") // stands 7 days from day 1
	p.do(consumerByCode, AcceptOffer{"o3"})
	p.wants(TaskPerform, 20)
	if p.s.Agreement.ID != "o3" || p.s.AgreedIn != Direct || len(p.s.Offers) != 0 {
		t.Errorf("agreement %+v", p.s.Agreement)
	}
}

func TestOfferLapses(t *testing.T) { // rules 1.2, 6.3
	t.Parallel()
	p := noticed(t, monday)
	p.at(1, "12:00")
	p.do(shopHere, MakeOffer{p.offer("o1", 40)})
	p.at(9, "00:00")
	p.refused(consumerByCode, AcceptOffer{"o1"}, NotNow)
	if e := p.log[len(p.log)-1]; p.count(OfferClosed{}) != 1 || p.date(8).End() != p.instant(9, "00:00") {
		t.Errorf("last event %+v", e)
	}

	p = noticed(t, monday) // its letter was never accepted: the offer stands
	p.held = true
	p.do(shopHere, MakeOffer{p.offer("o1", 40)})
	p.at(30, "12:00")
	p.do(consumerByCode, AcceptOffer{"o1"})
	p.wants(TaskPerform, 40)
}

func TestOfferEndsWithItsStageOrItsDay(t *testing.T) { // rules 1.2
	t.Parallel()
	p := asked(t)
	p.do(shopHere, MakeOffer{p.offer("o1", 30)})
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.refused(consumerByCode, AcceptOffer{"o1"}, NotNow)

	p = noticed(t, monday)
	p.do(shopHere, MakeOffer{p.offer("o1", 2)})
	p.at(3, "00:00")
	if p.count(OfferClosed{}) != 1 || p.instant(3, "00:00") != p.log[len(p.log)-1].Due {
		t.Errorf("it does not stand longer than until what it promises was to be done: %+v", p.log[len(p.log)-1])
	}
	p.refused(consumerByCode, AcceptOffer{"o1"}, NotNow)

	p = noticed(t, monday) // its letter came after that day: there is nothing left to agree on
	p.held = true
	p.do(shopHere, MakeOffer{p.offer("o1", 2)})
	p.at(4, "12:00")
	p.refused(consumerByCode, AcceptOffer{"o1"}, OfferGone)
}

func TestShopThinksItIsSolved(t *testing.T) { // rules 1.2
	t.Parallel()
	p := noticed(t, monday)
	p.at(2, "12:00")
	p.refused(consumerHere, SaySolved{text}, NotYours)
	p.refused(consumerLink, DenySolved{}, NotNow)
	p.do(shopHere, SaySolved{text})
	p.refused(shopHere, SaySolved{text}, NotNow)
	p.do(consumerLink, DenySolved{})
	p.wants(TaskAnswer, 7) // no changes nothing
	p.do(shopHere, SaySolved{text})
	p.at(8, "00:00")
	p.wants(TaskChoice, 21) // silence neither
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	p.ended(Solved)
}

func TestSolvedBeforeItIsAsked(t *testing.T) { // rules 1.2, 1.3
	t.Parallel()
	p := noticed(t, monday)
	p.at(2, "12:00")
	p.refused(consumerLink, Choose{Choice: ChooseHelp}, NotNow)
	p.refused(consumerLink, Choose{Choice: ChooseBusy}, NotNow)
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	p.ended(Solved)
	if c := p.log[len(p.log)-3].Body.(Chosen); !c.Early {
		t.Errorf("%+v is not early", c)
	}
	p.at(3, "12:00")
	p.refused(consumerHere, Choose{Choice: ChooseHelp}, NotNow) // nobody cuts the shop's days short
	p.do(consumerLink, Reopen{})
	p.wants(TaskAnswer, 7)
}

func TestContestedIsAskedAtOnce(t *testing.T) { // rules 1.2, 1.3
	t.Parallel()
	p := noticed(t, monday)
	p.refused(shopHere, Contest{}, BadValue)
	p.do(shopHere, Contest{text})
	p.wants(TaskChoice, 14) // asked on day 0; the 13th day is a Sunday
	p.refused(shopHere, Contest{text}, NotNow)

	p = asked(t)
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	p.at(10, "12:00")
	p.do(shopHere, Contest{text})
	p.wants(TaskChoice, 23)

	p = asked(t)
	p.do(shopHere, Contest{text}) // asked already
	p.wants(TaskChoice, 21)
	if p.s.Asked != 1 {
		t.Errorf("asked %d times", p.s.Asked)
	}
}

func TestNotOurs(t *testing.T) { // rules 1.2
	t.Parallel()
	for _, c := range []struct {
		says int // day
		last int // last day of the shop after a rejection two days on
	}{
		{1, 9}, // 6 days were left: days 3 to 9
		{4, 9}, // 3 days left
		{5, 9}, // 2 days left: days 7 to 9
		{6, 10},
		{7, 11}, // none left, 2 at least: days 9 to 11
	} {
		p := noticed(t, monday)
		p.at(c.says, "12:00")
		p.refused(shopHere, SayNotOurs{}, BadValue)
		p.do(shopHere, SayNotOurs{text})
		if m, _ := p.s.Main(); m.LastDay != AddWorkdays(p.date(c.says), 5) {
			t.Errorf("staff decide until %s", m.LastDay)
		}
		p.refused(shopHere, MakeOffer{p.offer("o1", 20)}, NotNow)
		p.at(c.says+2, "12:00")
		p.refused(mediatorHere, JudgeNotOurs{Ours: true}, BadValue)
		p.held = true
		p.do(mediatorHere, JudgeNotOurs{Ours: true, Reason: text})
		p.wants(TaskAnswer, -1) // begins with the letter
		p.held = false
		p.deliver()
		p.wants(TaskAnswer, c.last)
		p.refused(shopHere, SayNotOurs{text}, NotNow)
	}
	p := confirmed(t, monday) // before the notice was accepted: all of its days are left
	p.do(shopHere, SayNotOurs{text})
	p.held = false
	p.do(mediatorHere, JudgeNotOurs{Ours: true, Reason: text})
	p.wants(TaskAnswer, 7)
	p = noticed(t, monday)
	p.do(shopHere, SayNotOurs{text})
	p.at(30, "12:00") // the clock stands
	p.wants(TaskNotOurs, 7)
}

func TestConsumersLetterBounces(t *testing.T) { // rules 1.1, 6.3
	t.Parallel()
	p := asked(t)
	p.at(10, "12:00")
	p.held = true
	p.do(Post, RecordBounced{LetterBounced{Letter: "choice", Party: Consumer, Task: TaskChoice, Last: true, Later: true}})
	p.wants(TaskChoice, -1)
	if Work(p.s) != TaskReach || !slices.Equal(StatusOf(p.s, p.now).Unreach, []Role{Consumer}) {
		t.Error("not work for staff")
	}
	p.at(60, "12:00") // no term runs meanwhile
	p.wants(TaskChoice, -1)
	p.do(mediatorHere, SetAddress{AddressSet{Party: Consumer, Note: text}})
	p.held = false
	p.deliver()
	p.wants(TaskChoice, 73)
	if Work(p.s) != "" {
		t.Error("still work for staff")
	}
}

func TestShopsLetterBounces(t *testing.T) { // rules 1.1
	t.Parallel()
	p := noticed(t, monday)
	p.at(3, "12:00")
	p.do(Post, RecordBounced{LetterBounced{Letter: "m04", Party: Shop, Last: true}})
	p.wants(TaskAnswer, 7) // a reminder that fails gives the shop no time: it was told
	p.do(mediatorHere, SetAddress{AddressSet{Party: Shop, Note: text}})
	p.wants(TaskAnswer, 7)
}

func TestMessages(t *testing.T) { // rules 1.2
	t.Parallel()
	p := noticed(t, monday)
	p.refused(consumerLink, SendMessage{MessageSent{Text: text}}, CodeAsked)
	p.refused(mediatorHere, SendMessage{MessageSent{Text: text}}, NotYours)
	p.refused(consumerHere, SendMessage{}, BadValue)
	p.refused(shopHere, SendMessage{MessageSent{Text: text, Promise: p.date(-1)}}, BadDate)
	p.refused(shopHere, AddEvidence{}, BadValue)
	p.do(consumerHere, SendMessage{MessageSent{Text: text, Promise: p.date(9)}})
	if !p.s.Promise.IsZero() {
		t.Error("a promise of the consumer binds the shop")
	}
	p.do(shopHere, SendMessage{MessageSent{Text: text, Promise: p.date(9)}})
	p.do(shopHere, SendMessage{MessageSent{Text: text}})
	if p.s.Promise != p.date(9) {
		t.Errorf("promised by %s", p.s.Promise)
	}
}

func TestStaleLetterBeginsNoTermEarly(t *testing.T) { // rules 6.3
	t.Parallel()
	p := asked(t)
	p.held = true
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	p.at(16, "12:00") // asked again on day 16
	p.wants(TaskChoice, -1)
	p.do(Post, RecordAccepted{LetterAccepted{Letter: "choice", Party: Consumer, Task: TaskChoice, At: p.instant(9, "12:00")}})
	p.wants(TaskChoice, 29) // from when it was asked, not from the letter before
}

// wasOff is a dispute in which the program slept from day 1 to day 30.
func wasOff(t testing.TB) *play {
	t.Helper()
	p := noticed(t, monday)
	p.at(1, "12:00")
	p.do(consumerHere, MakeOffer{p.offer("o1", 40)}) // stands until the end of day 8
	p.do(mediatorHere, ExtendTerm{Until: p.date(14), Reason: text})
	p.now = p.instant(30, "12:00")
	p.catchUp()
	return p
}

// A server that was off does what was due, in order, when it is back (rules 6.4).
func TestServerThatWasOff(t *testing.T) {
	t.Parallel()
	p := wasOff(t)
	var got []int
	for _, e := range p.log {
		if e.Actor == Clock {
			got = append(got, p.day0.DaysUntil(DateOf(e.Due)))
			if !e.Recorded.Equal(p.now) {
				t.Errorf("recorded at %s", e.Recorded)
			}
		}
	}
	if want := []int{9, 10, 13, 15}; !slices.Equal(got, want) || !p.s.Has(TaskChoice) {
		t.Errorf("due on days %v, want %v", got, want)
	}
}
