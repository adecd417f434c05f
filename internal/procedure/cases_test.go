package procedure

import (
	"slices"
	"testing"
)

// The scripts of the cases that the pure core can play (numbers as in the list of cases; day 0 is a Monday).

func TestCase1PaidNothingDelivered(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.wants(TaskAnswer, 7)
	p.at(8, "00:00")
	if got := p.days(Reminded{}); !slices.Equal(got, []int{3, 6}) {
		t.Errorf("reminders on days %v", got)
	}
	if got := p.days(ChoiceAsked{}); !slices.Equal(got, []int{8}) {
		t.Errorf("asked on days %v", got)
	}
	p.at(8, "11:00")
	p.do(consumerLink, Choose{Choice: ChooseHelp, Note: text})
	p.wants(TaskMediator, 11)
	if p.s.Stage != Mediation || p.s.ShopAnswered || Work(p.s) != TaskMediator {
		t.Errorf("stage %s, answered %t, work %s", p.s.Stage, p.s.ShopAnswered, Work(p.s))
	}
	p.at(40, "11:00") // a target for staff ends nothing
	p.wants(TaskMediator, 11)
}

func TestCase2SolvedByTheNotice(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(1, "14:00")
	p.do(shopHere, MakeOffer{Offer{ID: "o1", Remedy: "resend", Due: p.date(5), Text: text}})
	p.refused(consumerLink, AcceptOffer{"o1"}, CodeAsked)
	p.refused(shopByCode, AcceptOffer{"o1"}, NotNow)
	p.at(1, "20:00")
	p.do(consumerByCode, AcceptOffer{"o1"})
	p.wants(TaskPerform, 5)
	p.at(7, "09:00")
	p.wants(TaskConfirm, 21) // asked on day 7, on the 14th day after it is not confirmed: last day the 13th, a Sunday
	p.do(consumerHere, AnswerCompliance{Answer: "done"})
	p.ended(AgreedDirect)
	if p.s.Compliance != "done" || p.count(ChoiceAsked{}) != 0 || p.count(Reminded{}) != 0 {
		t.Errorf("compliance %q, asked %d, reminded %d", p.s.Compliance, p.count(ChoiceAsked{}), p.count(Reminded{}))
	}
}

func TestCase3SolvedTooEarly(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(2, "10:00")
	p.do(shopHere, SendMessage{MessageSent{Text: text, Promise: p.date(12)}})
	p.at(8, "10:00")
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	p.ended(Solved)
	if p.s.ReopenUntil != p.date(22) {
		t.Errorf("can be reopened until %s", p.s.ReopenUntil)
	}
	p.at(19, "10:00")
	p.do(consumerLink, Reopen{})
	p.wants(TaskChoice, 32) // 13 days on, without a letter
	p.do(consumerLink, Choose{Choice: ChooseHelp})
	p.wants(TaskMediator, 23) // day 19 is a Saturday: Monday, Tuesday, Wednesday
	if p.s.Stage != Mediation {
		t.Errorf("stage %s", p.s.Stage)
	}
}

func TestCase4WorkingOnItTwice(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(3, "10:00")
	p.do(shopHere, SendMessage{MessageSent{Text: text, Promise: p.date(18)}})
	p.at(8, "10:00")
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	p.wants(TaskExtension, 18) // the promised day
	p.at(19, "10:00")
	p.wants(TaskChoice, 32)
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	p.wants(TaskExtension, 28) // 7 days on is day 26, a Saturday
	p.at(29, "00:00")
	if !p.s.Final() || !p.log[len(p.log)-2].Body.(ChoiceAsked).Final {
		t.Error("after two extensions only solved and help are left")
	}
	p.refused(consumerHere, Choose{Choice: ChooseBusy}, NoExtensions)
	p.at(30, "10:00")
	p.do(consumerHere, Choose{Choice: ChooseSolved})
	p.ended(Solved)
	if p.s.Asked != 3 {
		t.Errorf("asked %d times", p.s.Asked)
	}
}

func TestCase6NoAnswer(t *testing.T) {
	t.Parallel()
	p := asked(t)
	p.at(15, "00:00")
	if got := p.days(Reminded{}); !slices.Equal(got, []int{3, 6, 15}) {
		t.Errorf("reminders on days %v", got)
	}
	p.at(21, "23:59")
	p.wants(TaskChoice, 21)
	p.at(22, "00:00")
	p.wants(TaskResume, 84) // 60 days on is day 82, a Saturday
	p.at(50, "10:00")
	p.do(consumerLink, Resume{})
	p.wants(TaskChoice, 63)
	p.do(consumerLink, Choose{Choice: ChooseHelp})
	if p.s.Stage != Mediation || p.s.Asked != 1 || p.s.Resumes != 1 {
		t.Errorf("stage %s, asked %d, resumes %d", p.s.Stage, p.s.Asked, p.s.Resumes)
	}
}

func TestCase6NeverResumed(t *testing.T) {
	t.Parallel()
	p := asked(t)
	p.at(84, "23:59")
	p.wants(TaskResume, 84)
	p.at(85, "00:00")
	p.ended(NoAnswer)
	p.refused(consumerHere, Reopen{}, NotNow)
	p.refused(consumerHere, Choose{Choice: ChooseSolved}, NotNow)
}

func TestCase7NoticeBouncesToTheSecondAddress(t *testing.T) {
	t.Parallel()
	p := confirmed(t, monday)
	p.do(Post, RecordBounced{LetterBounced{Letter: "notice", Party: Shop, Task: TaskNotice, Position: 0}})
	p.wants(TaskNotice, 2)
	p.at(0, "14:00")
	p.do(Post, RecordAccepted{LetterAccepted{Letter: "notice", Party: Shop, Task: TaskNotice, Position: 1, At: p.now}})
	p.wants(TaskAnswer, 7)
	if m, _ := p.s.Main(); !m.Begun.Equal(p.now) || p.s.NoticeTries != 1 || p.s.NoticeFailed {
		t.Errorf("begun %s, %d tries", m.Begun, p.s.NoticeTries)
	}
}

func TestCase7AllAddressesBounce(t *testing.T) {
	t.Parallel()
	p := confirmed(t, monday)
	p.do(Post, RecordBounced{LetterBounced{Letter: "notice", Party: Shop, Task: TaskNotice, Position: 0}})
	p.do(Post, RecordBounced{LetterBounced{Letter: "notice", Party: Shop, Task: TaskNotice, Position: 1, Last: true}})
	p.wants(TaskPhone, 7) // 5 working days
	if Work(p.s) != TaskPhone || !p.s.NoticeFailed {
		t.Error("not work for staff")
	}
	p.at(2, "16:00")
	p.refused(shopHere, TellShop{ShopTold{How: "phone", At: p.now}}, NotYours)
	p.refused(mediatorHere, TellShop{ShopTold{How: "dove", At: p.now}}, BadValue)
	p.refused(mediatorHere, TellShop{ShopTold{How: "phone", At: p.now.AddDate(0, 0, 1)}}, BadDate)
	p.refused(mediatorHere, TellShop{ShopTold{How: "phone", At: p.s.Opened.Add(-1)}}, BadDate)
	p.do(mediatorHere, TellShop{ShopTold{How: "phone", At: p.now.Add(-1), Note: text}})
	p.wants(TaskAnswer, 9)
}

func TestCase8Contested(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(2, "11:00")
	p.do(shopHere, AddEvidence{EvidenceAdded{Files: []Ref{text}}})
	p.do(shopHere, Contest{text})
	p.wants(TaskChoice, 15)
	if got := p.days(ChoiceAsked{}); !slices.Equal(got, []int{2}) {
		t.Errorf("asked on days %v", got)
	}
}

func TestCase13OutOfScope(t *testing.T) {
	t.Parallel()
	p := confirmed(t, monday, GroundBusiness, GroundTooOld)
	p.wants(TaskAdmission, 21)
	for _, m := range Open(p.s, shopByCode, p.now) {
		t.Errorf("the shop may give %T before it has heard of the complaint", m.Command)
	}
	p.at(9, "10:00")
	p.refused(mediatorHere, Refuse{Ground: GroundBusiness}, BadValue)
	p.refused(mediatorHere, Refuse{Ground: "dislike", Reason: text}, BadValue)
	p.do(mediatorHere, Refuse{Ground: GroundBusiness, Reason: text})
	p.ended(Refused)
	if p.s.Told || p.s.Ground != GroundBusiness {
		t.Errorf("told %t, ground %s", p.s.Told, p.s.Ground)
	}
}

func TestCase13AdmittedByTime(t *testing.T) {
	t.Parallel()
	p := confirmed(t, monday, GroundNoMember)
	p.at(22, "00:00")
	p.wants(TaskNotice, 24)
	if e := p.log[len(p.log)-1]; e.Actor != Clock || !e.Body.(Admitted).ByTime {
		t.Errorf("admitted by %s", e.Actor.Role)
	}
}

func TestCase14NotOurs(t *testing.T) {
	t.Parallel()
	p := noticed(t, monday)
	p.at(1, "10:00")
	p.do(shopHere, SayNotOurs{text})
	p.wants(TaskNotOurs, 8)
	p.at(3, "10:00")
	p.do(mediatorHere, JudgeNotOurs{Ours: false, Reason: text})
	p.ended(Refused)
	if p.s.Ground != GroundNotOurs {
		t.Errorf("ground %s", p.s.Ground)
	}
}

func TestCase18Holiday(t *testing.T) {
	t.Parallel()
	friday := Date{2026, 12, 18}
	p := noticed(t, friday)
	p.wants(TaskAnswer, 10) // 25 December → Monday the 28th
	p.at(11, "00:00")
	if got := p.days(Reminded{}); !slices.Equal(got, []int{6, 9}) {
		t.Errorf("reminders on days %v, counted from the moved day", got)
	}
	p.wants(TaskChoice, 24)
}

func TestCase18SummerAndWinterTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day0 Date
		end  string
	}{
		{Date{2026, 3, 23}, "2026-03-30T22:00:00Z"},
		{Date{2026, 10, 19}, "2026-10-26T23:00:00Z"},
	} {
		p := noticed(t, c.day0)
		p.wants(TaskAnswer, 7)
		due := p.date(7).End()
		if got := due.UTC().Format("2006-01-02T15:04:05Z"); got != c.end {
			t.Errorf("ends at %s, want %s", got, c.end)
		}
		p.now = due.Add(-1)
		p.catchUp()
		for p.count(Reminded{}) < 2 {
			t.Fatal("reminders are missing")
		}
		p.wants(TaskAnswer, 7)
		p.now = due
		p.catchUp()
		p.wants(TaskChoice, -1)
	}
}
