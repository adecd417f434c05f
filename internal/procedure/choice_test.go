package procedure

import (
	"slices"
	"testing"
	"time"
)

func TestExtensionUntil(t *testing.T) { // rules 1.3.2
	t.Parallel()
	for _, c := range []struct {
		name    string
		promise int // day; -1: none
		want    int // chosen on day 8
	}{
		{"nothing promised", -1, 15},
		{"promised for tomorrow", 9, 9},
		{"promised for today", 8, 15},
		{"promised for a day that has passed", 3, 15},
		{"promised for a Saturday", 12, 14},
		{"promised 21 days on", 29, 29},
		{"promised longer on", 60, 29},
	} {
		p := noticed(t, monday)
		if c.promise >= 0 {
			p.do(shopHere, SendMessage{MessageSent{Text: text, Promise: p.date(c.promise)}})
		}
		p.at(8, "12:00")
		p.do(consumerLink, Choose{Choice: ChooseBusy})
		if m, _ := p.s.Main(); m.LastDay != p.date(c.want) {
			t.Errorf("%s: until day %d, want %d", c.name, p.day0.DaysUntil(m.LastDay), c.want)
		}
		p.at(c.want, "23:59")
		p.wants(TaskExtension, c.want)
		p.at(c.want+1, "00:00")
		if !p.s.Has(TaskChoice) {
			t.Errorf("%s: not asked again", c.name)
		}
	}
}

func TestOfferIsAPromise(t *testing.T) { // rules 1.3.2
	t.Parallel()
	p := noticed(t, monday)
	p.do(shopHere, MakeOffer{p.offer("o1", 11)})
	p.at(8, "12:00")
	p.do(consumerLink, Choose{Choice: ChooseBusy})
	p.wants(TaskExtension, 11)
}

func TestUndoAndChange(t *testing.T) { // rules 1.3
	t.Parallel()
	p := asked(t)
	p.refused(consumerLink, UndoChoice{}, NotNow)
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	if n := len(p.do(consumerHere, Choose{Choice: ChooseBusy})); n != 0 {
		t.Errorf("the same choice again brought %d events", n)
	}
	p.refused(shopHere, UndoChoice{}, NotYours)
	p.at(9, "12:00")
	p.do(consumerLink, UndoChoice{})
	p.wants(TaskChoice, 21) // as it was
	if p.s.Extensions != 0 {
		t.Error("the extension counts though it was undone")
	}
	p.at(20, "12:00")
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.at(24, "12:00")
	p.do(consumerHere, UndoChoice{})
	p.wants(TaskChoice, 31) // at least 7 days to choose again
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	p.wants(TaskExtension, 31)
	p.do(consumerHere, Choose{Choice: ChooseSolved})
	p.ended(Solved)
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	if p.s.Stage != Mediation || p.s.Extensions != 0 {
		t.Errorf("stage %s, extensions %d", p.s.Stage, p.s.Extensions)
	}
}

func TestUndoBeforeTheLetterCame(t *testing.T) { // rules 1.3, 6.3
	t.Parallel()
	p := noticed(t, monday)
	p.held = true
	p.at(8, "09:00")
	p.do(consumerLink, Choose{Choice: ChooseHelp})
	p.do(Post, RecordAccepted{LetterAccepted{Letter: "choice", Party: Consumer, Task: TaskChoice, At: p.now}})
	p.do(consumerLink, UndoChoice{})
	p.wants(TaskChoice, 21) // else no letter would ever begin it
}

func TestNextStepClosesTheWayBack(t *testing.T) { // rules 1.3
	t.Parallel()
	p := asked(t)
	p.do(consumerHere, Choose{Choice: ChooseBusy})
	p.at(16, "12:00")
	p.wants(TaskChoice, 29)
	p.refused(consumerHere, UndoChoice{}, NotNow)
	if p.s.Extensions != 1 || p.s.Asked != 2 {
		t.Errorf("extensions %d, asked %d", p.s.Extensions, p.s.Asked)
	}
}

func TestTwoChoicesFromUnconfirmedBrowsers(t *testing.T) { // rules 1.3
	t.Parallel()
	for _, c := range []struct {
		name     string
		first    Actor
		second   Actor
		between  time.Duration
		lapse    bool
		choices  [2]Choice
		wantTask TaskKind
	}{
		{"a filter", consumerLink, consumerLink, time.Second, true, [2]Choice{ChooseBusy, ChooseHelp}, TaskChoice},
		{"just within", consumerLink, consumerLink, 10 * time.Minute, true, [2]Choice{ChooseHelp, ChooseBusy}, TaskChoice},
		{"solved first", consumerLink, consumerLink, time.Minute, true, [2]Choice{ChooseSolved, ChooseHelp}, TaskChoice},
		{"later", consumerLink, consumerLink, 10*time.Minute + 1, false, [2]Choice{ChooseBusy, ChooseHelp}, TaskMediator},
		{"the person corrects a filter", consumerLink, consumerHere, time.Minute, false, [2]Choice{ChooseBusy, ChooseHelp}, TaskMediator},
		{"a filter after the person", consumerHere, consumerLink, time.Minute, false, [2]Choice{ChooseBusy, ChooseHelp}, TaskMediator},
		{"the same twice", consumerLink, consumerLink, time.Minute, false, [2]Choice{ChooseHelp, ChooseHelp}, TaskMediator},
	} {
		p := asked(t)
		p.do(c.first, Choose{Choice: c.choices[0]})
		p.now = p.now.Add(c.between)
		p.do(c.second, Choose{Choice: c.choices[1]})
		if p.s.CodeNeeded != c.lapse || !p.s.Has(c.wantTask) {
			t.Errorf("%s: code needed %t, tasks %v", c.name, p.s.CodeNeeded, p.s.Tasks)
		}
		if !c.lapse {
			continue
		}
		for _, choice := range Choices {
			p.refused(consumerLink, Choose{Choice: choice}, CodeAsked)
		}
		p.do(consumerHere, Choose{Choice: ChooseHelp})
		if p.s.CodeNeeded || p.s.Stage != Mediation || p.s.Extensions != 0 {
			t.Errorf("%s: code needed %t, stage %s", c.name, p.s.CodeNeeded, p.s.Stage)
		}
	}
}

func TestReopen(t *testing.T) { // rules 1.3.1
	t.Parallel()
	p := asked(t)
	p.do(consumerLink, Choose{Choice: ChooseSolved}) // letter accepted on day 8
	p.refused(shopHere, Reopen{}, NotYours)
	p.at(22, "23:59")
	if st := StatusOf(p.s, p.now); st.Turn != TurnClosed || !st.CanOpen || st.Reopen != p.date(22) {
		t.Errorf("status %+v", st)
	}
	at22 := *p
	p.do(consumerLink, Reopen{})
	p.wants(TaskChoice, 35)
	if p.s.Asked != 1 || p.count(ChoiceAsked{}) != 1 {
		t.Error("a reopened case is not asked by letter")
	}
	at22.log = slices.Clip(at22.log)
	at22.at(23, "00:00")
	if r := at22.refused(consumerLink, Reopen{}, TooLate); r.Until != p.date(22) {
		t.Errorf("could be done until %s", r.Until)
	}
	at22.refused(consumerLink, Choose{Choice: ChooseHelp}, NotNow)
}

func TestReopenMovesOffDaysOfRest(t *testing.T) { // rules 1.3.1, 6.2
	t.Parallel()
	p := noticed(t, monday)
	p.at(5, "12:00") // a Saturday; 14 days on is one too
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	if p.s.ReopenUntil != p.date(21) {
		t.Errorf("until day %d", p.day0.DaysUntil(p.s.ReopenUntil))
	}
	p = asked(t)
	p.held = true // the closing letter is not accepted: the term has not begun
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	p.at(70, "12:00")
	if p.s.ReopenWould(p.now) != p.date(84) {
		t.Errorf("would be until %s", p.s.ReopenWould(p.now))
	}
	p.do(consumerLink, Reopen{})
}

func TestExtensionsKeepCountingOverAReopening(t *testing.T) { // rules 1.3.1
	t.Parallel()
	p := asked(t)
	for _, n := range []int{16, 24} {
		p.do(consumerLink, Choose{Choice: ChooseBusy})
		p.at(n, "12:00")
	}
	p.do(consumerLink, Choose{Choice: ChooseSolved})
	p.do(consumerLink, Reopen{})
	p.refused(consumerHere, Choose{Choice: ChooseBusy}, NoExtensions)
	p.do(consumerLink, Choose{Choice: ChooseHelp})
	p.refused(consumerHere, Choose{Choice: ChooseBusy}, NoExtensions)
}

func TestOnlySolvedIsReopened(t *testing.T) { // rules 1.3.1
	t.Parallel()
	withdrawn := asked(t)
	withdrawn.do(consumerByCode, Withdraw{})
	withdrawn.ended(Withdrawn)
	withdrawn.refused(consumerByCode, Reopen{}, NotNow)
	done := noticed(t, monday)
	done.do(shopHere, MakeOffer{done.offer("o", 3)})
	done.do(consumerByCode, AcceptOffer{"o"})
	done.do(consumerHere, AnswerCompliance{Answer: "done"})
	done.ended(AgreedDirect)
	done.refused(consumerByCode, Reopen{}, NotNow)
}

func TestPauseAndResumeAgain(t *testing.T) { // rules 1.4
	t.Parallel()
	p := asked(t)
	p.at(22, "12:00")
	p.do(consumerLink, Resume{})
	p.wants(TaskChoice, 35)
	p.refused(consumerLink, Resume{}, NotNow)
	p.at(36, "00:00")
	p.wants(TaskResume, 98) // day 96 is a Saturday
	p.do(consumerLink, Resume{})
	if p.s.Asked != 1 || p.s.Resumes != 2 || p.s.Extensions != 0 {
		t.Errorf("asked %d, resumes %d", p.s.Asked, p.s.Resumes)
	}
	p.do(consumerLink, Choose{Choice: ChooseBusy})
}

func TestChoiceWaitsForItsLetter(t *testing.T) { // rules 6.3
	t.Parallel()
	p := noticed(t, monday)
	p.held = true
	p.at(40, "12:00") // an outage of the mail server takes no day from the consumer
	p.wants(TaskChoice, -1)
	if last, ok := p.s.WouldEnd(TaskChoice, "", p.now); !ok || last != p.date(53) {
		t.Errorf("would end on %s", last)
	}
	if got := p.s.ResumeUntil(p.now); got != p.date(114) {
		t.Errorf("could be resumed until day %d", p.day0.DaysUntil(got))
	}
	p.held = false
	p.deliver()
	p.wants(TaskChoice, 53)
	p.at(47, "00:00")
	if got := p.days(Reminded{}); !slices.Equal(got, []int{3, 6, 47}) {
		t.Errorf("reminders on days %v", got)
	}
}

func TestWithdraw(t *testing.T) { // rules 1.2
	t.Parallel()
	p := asked(t)
	p.refused(shopByCode, Withdraw{}, NotYours)
	p.do(consumerHere, Choose{Choice: ChooseHelp})
	p.do(consumerByCode, Withdraw{Reason: text})
	p.ended(Withdrawn)
	p.refused(consumerByCode, Withdraw{}, NotNow)
}

func TestSilenceOfTheShopNeverEndsACase(t *testing.T) { // rules 1.5
	t.Parallel()
	p := noticed(t, monday)
	p.held = true
	p.at(1000, "12:00")
	p.wants(TaskChoice, -1)
	if p.s.ShopAnswered {
		t.Error("a silent shop has answered")
	}
}
