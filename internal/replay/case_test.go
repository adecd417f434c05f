package replay

import (
	"reflect"
	"slices"
	"testing"
	"time"

	p "wederhoor/internal/procedure"
)

// monday is when the cases here are opened: no holiday comes in the weeks after it but Easter.
var monday = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)

func day(n int) time.Time { return monday.AddDate(0, 0, n) }

var (
	buyer  = p.Actor{Role: p.Consumer, ID: "c", Proof: p.ByCode}
	seller = p.Actor{Role: p.Shop, ID: "s", Proof: p.ByCode}
	clerk  = p.Actor{Role: p.Mediator, ID: "m", Proof: p.ByCode}
	why    = p.Ref{ID: "t", Hash: "h"}
)

// history makes the log of a case under the present rules.
type history struct {
	t   *testing.T
	s   p.State
	log []p.Event
}

func opened(t *testing.T, grounds ...p.Ground) *history {
	t.Helper()
	h := &history{t: t, s: p.State{ID: "a"}}
	h.give(day(0), buyer, p.OpenDispute{Opened: p.Opened{
		Member: "1", Rules: p.CurrentRules().Version, Calendar: p.CalendarVersion, Category: "faulty", Remedy: "repair",
		Grounds: grounds, Addresses: 1, Complaint: why,
	}})
	return h
}

// notified is a case whose notice was accepted at once.
func notified(t *testing.T) *history {
	t.Helper()
	h := opened(t)
	h.accepted(day(0), p.TaskNotice, p.Shop, "")
	return h
}

// asked is a case in which the choice is asked, on day 8, because the shop said nothing; its letter came in two hours.
func asked(t *testing.T) *history {
	t.Helper()
	h := notified(t)
	h.until(day(8))
	h.accepted(p.DateOf(day(8)).Start().Add(2*time.Hour), p.TaskChoice, p.Consumer, "")
	return h
}

func (h *history) add(events []p.Event) {
	for _, e := range events {
		h.s = p.Evolve(h.s, e)
	}
	h.log = append(h.log, events...)
}

func (h *history) until(at time.Time) {
	_, events := p.CatchUp(h.s, at)
	h.add(events)
}

func (h *history) give(at time.Time, a p.Actor, command p.Command) {
	h.t.Helper()
	h.until(at)
	events, err := p.Decide(&h.s, a, command, at)
	if err != nil {
		h.t.Fatalf("%T: %v", command, err)
	}
	h.add(events)
}

func (h *history) accepted(at time.Time, task p.TaskKind, who p.Role, about string) {
	h.t.Helper()
	h.give(at, p.Post, p.RecordAccepted{LetterAccepted: p.LetterAccepted{Party: who, Task: task, About: about, At: at}})
}

// offered is a case with an agreement to be carried out by day 10, of which nobody says whether it was.
func offered(t *testing.T) *history {
	t.Helper()
	h := notified(t)
	h.give(day(1), seller, p.MakeOffer{Offer: p.Offer{ID: "o", Remedy: "repair", Due: p.DateOf(day(10))}})
	h.give(day(2), buyer, p.AcceptOffer{ID: "o"})
	h.until(day(12))
	h.accepted(day(12), p.TaskConfirm, p.Consumer, "")
	h.until(day(60))
	return h
}

// silent is a case that pauses without a choice and is never taken up.
func silent(t *testing.T) *history {
	t.Helper()
	h := asked(t)
	h.until(day(25))
	h.accepted(day(25), p.TaskResume, p.Consumer, "")
	h.until(day(200))
	return h
}

func TestCases(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make   func(t *testing.T) *history
		change func(*p.Rules)
		now    time.Time // zero: long after
		want   Verdict   // without its counts
	}{
		"nothing changed": {
			silent, func(*p.Rules) {},
			time.Time{},
			Verdict{Group: Same, From: End(p.NoAnswer), To: End(p.NoAnswer)},
		},
		"time ends it earlier": { // 28 April, a day after the King's, and not 26 May, two days after Pentecost
			silent, func(r *p.Rules) { r.ResumeDays = 30 },
			time.Time{},
			Verdict{Group: Earlier, From: End(p.NoAnswer), To: End(p.NoAnswer), Saved: 28},
		},
		"letters of time move with it": { // asked on 6 March, paused on the 20th, its letter on the 23rd, 60 days: 22 May
			silent, func(r *p.Rules) { r.AnswerDays, r.AnswerReminders = 3, []int{2, 1} },
			time.Time{},
			Verdict{Group: Earlier, From: End(p.NoAnswer), To: End(p.NoAnswer), Saved: 4},
		},
		"a last day that is moved all the same": { // 23 May is a Saturday, and then it is Pentecost
			silent, func(r *p.Rules) { r.AnswerDays, r.AnswerReminders = 4, []int{3, 1} },
			time.Time{},
			Verdict{Group: Same, From: End(p.NoAnswer), To: End(p.NoAnswer)},
		},
		"a deed in time is kept": {
			func(t *testing.T) *history {
				h := asked(t)
				h.give(day(12), buyer, p.Withdraw{})
				return h
			}, func(r *p.Rules) { r.ChoiceDays = 9 },
			time.Time{},
			Verdict{Group: Same, From: End(p.Withdrawn), To: End(p.Withdrawn)},
		},
		"a deed that is too late": {
			func(t *testing.T) *history {
				h := asked(t)
				h.give(day(19), buyer, p.Choose{Choice: p.ChooseSolved})
				return h
			}, func(r *p.Rules) { r.ChoiceDays, r.ResumeDays = 9, 1 },
			time.Time{},
			Verdict{Group: Otherwise, From: End(p.Solved), To: End(p.NoAnswer), Diverged: true, At: day(19), Task: p.TaskChoice},
		},
		"an offer that had lapsed": {
			func(t *testing.T) *history {
				h := notified(t)
				h.give(day(1), seller, p.MakeOffer{Offer: p.Offer{ID: "o", Remedy: "repair", Due: p.DateOf(day(20))}})
				h.accepted(day(1), p.TaskOffer, p.Consumer, "o")
				h.give(day(7), buyer, p.AcceptOffer{ID: "o"})
				h.give(day(9), buyer, p.AnswerCompliance{Answer: "done"})
				return h
			}, func(r *p.Rules) { r.OfferDays = 3 },
			time.Time{},
			Verdict{Group: Otherwise, From: "agreement_direct (done)", To: End(p.NoAnswer), Diverged: true, At: day(7), Task: p.TaskAnswer},
		},
		"declining what had lapsed changes nothing": {
			func(t *testing.T) *history {
				h := notified(t)
				h.give(day(1), seller, p.MakeOffer{Offer: p.Offer{ID: "o", Remedy: "repair", Due: p.DateOf(day(20))}})
				h.accepted(day(1), p.TaskOffer, p.Consumer, "o")
				h.give(day(7), buyer, p.DeclineOffer{ID: "o"})
				h.give(day(9), buyer, p.Withdraw{})
				return h
			}, func(r *p.Rules) { r.OfferDays = 3 },
			time.Time{},
			Verdict{Group: Same, From: End(p.Withdrawn), To: End(p.Withdrawn)},
		},
		"reopened too late": {
			func(t *testing.T) *history {
				h := asked(t)
				h.give(day(9), buyer, p.Choose{Choice: p.ChooseSolved})
				h.give(day(9), p.Post, p.RecordAccepted{LetterAccepted: p.LetterAccepted{Letter: p.ClosingLetter, Party: p.Consumer, At: day(9)}})
				h.give(day(20), buyer, p.Reopen{})
				h.give(day(21), buyer, p.Withdraw{})
				return h
			}, func(r *p.Rules) { r.ReopenDays = 7 },
			time.Time{},
			Verdict{Group: Otherwise, From: End(p.Withdrawn), To: End(p.Solved), Diverged: true, At: day(20), Saved: 12},
		},
		"a longer term that had passed": {
			silent, func(r *p.Rules) { r.ChoiceDays = 21 },
			time.Time{},
			Verdict{Group: Unknown, Why: Longer, From: End(p.NoAnswer), Task: p.TaskChoice, At: p.DateOf(day(22)).Start()},
		},
		"a longer term that was not used up": {
			func(t *testing.T) *history {
				h := asked(t)
				h.give(day(12), buyer, p.Withdraw{})
				return h
			}, func(r *p.Rules) { r.ChoiceDays = 21 },
			time.Time{},
			Verdict{Group: Same, From: End(p.Withdrawn), To: End(p.Withdrawn)},
		},
		"days that are nobody's": {
			offered, func(r *p.Rules) { r.ComplianceDelay = 5 },
			time.Time{},
			Verdict{Group: Later, From: "agreement_direct (not_confirmed)", To: "agreement_direct (not_confirmed)", Saved: -3},
		},
		"what somebody acted on comes later": {
			func(t *testing.T) *history {
				h := opened(t)
				h.give(day(3), clerk, p.TellShop{ShopTold: p.ShopTold{How: "phone", At: day(3)}})
				h.until(day(150))
				return h
			}, func(r *p.Rules) { r.NoticeDays = 6 }, day(30),
			Verdict{Group: Unknown, Why: Waits, Task: p.TaskNotice, At: day(3)},
		},
		"what staff did time had done": {
			func(t *testing.T) *history {
				h := opened(t, p.GroundTooOld)
				h.give(day(15), clerk, p.Admit{Reason: why})
				h.accepted(day(15), p.TaskNotice, p.Shop, "")
				h.give(day(21), buyer, p.Withdraw{})
				return h
			}, func(r *p.Rules) { r.AdmissionDays = 10 },
			time.Time{},
			Verdict{Group: Same, From: End(p.Withdrawn), To: End(p.Withdrawn)},
		},
		"running": {
			asked, func(r *p.Rules) { r.ResumeDays = 30 }, day(14),
			Verdict{Group: Running},
		},
		"running, and would have ended": {
			func(t *testing.T) *history {
				h := asked(t)
				h.until(day(25))
				h.accepted(day(25), p.TaskResume, p.Consumer, "")
				return h
			}, func(r *p.Rules) { r.ResumeDays = 10 }, day(50),
			Verdict{Group: Otherwise, To: End(p.NoAnswer)},
		},
		"too late, and not at its end by now": {
			func(t *testing.T) *history {
				h := asked(t)
				h.give(day(19), buyer, p.Choose{Choice: p.ChooseHelp})
				return h
			}, func(r *p.Rules) { r.ChoiceDays = 9 }, day(40),
			Verdict{Group: Unknown, Why: Open, Diverged: true, At: day(19), Task: p.TaskChoice},
		},
		"a term that staff extended": {
			func(t *testing.T) *history {
				h := asked(t)
				h.give(day(9), clerk, p.ExtendTerm{Until: p.DateOf(day(30)), Reason: why})
				h.give(day(28), buyer, p.Withdraw{})
				return h
			}, func(r *p.Rules) { r.ChoiceDays = 9 },
			time.Time{},
			Verdict{Group: Same, From: End(p.Withdrawn), To: End(p.Withdrawn)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.now.IsZero() {
				c.now = far
			}
			old, r := p.CurrentRules(), p.CurrentRules()
			c.change(&r)
			h := c.make(t)
			log := slices.DeleteFunc(slices.Clone(h.log), func(e p.Event) bool { return e.Due.After(c.now) })
			got := Case(log, old, r, c.now)
			got.letters, got.reminders, got.Before, got.After = nil, nil, 0, 0
			if c.want.Group == Otherwise {
				got.Saved, c.want.Saved = 0, 0
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// resting is a mediation that rested from day 12 for 14 days and that the consumer left on day 40.
func resting(t *testing.T) *history {
	t.Helper()
	h := asked(t)
	h.give(day(9), buyer, p.Choose{Choice: p.ChooseHelp})
	h.give(day(10), clerk, p.Assign{MediatorAssigned: p.MediatorAssigned{Mediator: clerk.ID}})
	h.give(day(10).Add(time.Hour), clerk, p.SendJoint{JointSent: p.JointSent{ID: "j", Text: why}})
	h.give(day(11), clerk, p.AskPause{Text: why})
	h.give(day(11).Add(time.Hour), seller, p.AnswerPause{Yes: true})
	h.give(day(12), buyer, p.AnswerPause{Yes: true})
	h.give(day(40), buyer, p.LeaveMediation{})
	h.accepted(day(40), p.TaskRequest, p.Consumer, "")
	h.until(day(100))
	return h
}

// A rest that both agreed to is as long as the rules say.
func TestRest(t *testing.T) {
	t.Parallel()
	old, r := p.CurrentRules(), p.CurrentRules()
	for _, n := range []int{14, 5, 20} {
		r.PauseDays = n
		c := &retrial{log: resting(t).log, old: old, rules: r, now: far, trace: true}
		c.past()
		c.play()
		if v := c.verdict(); v.Group != Same || v.From != End(p.NotSolved) || v.Diverged {
			t.Errorf("%d days: %+v", n, v)
		}
		i := slices.IndexFunc(c.events, is[p.PauseOver])
		if want := p.DateOf(day(12)).AddDays(n).End(); i < 0 || !c.events[i].Due.Equal(want) {
			t.Errorf("%d days: the rest is over at event %d, want %s", n, i, want)
		}
	}
}

// What the rules refuse in the old history as well is taken as it was recorded: another program wrote it.
func TestWhatWasRecordedHolds(t *testing.T) {
	t.Parallel()
	h := asked(t)
	at := day(9)
	h.until(at)
	for _, b := range []p.Body{p.SolvedDenied{}, p.EndedAs{Outcome: p.Stopped}} { // nobody can do either here
		h.add([]p.Event{{Dispute: "a", Seq: h.s.Version + 1, Due: at, Recorded: at, Actor: buyer, Rule: "1.2", Body: b}})
	}
	old, r := p.CurrentRules(), p.CurrentRules()
	r.ResumeDays = 30
	if v := Case(h.log, old, r, far); v.Group != Same || v.From != End(p.Stopped) {
		t.Errorf("%+v", v)
	}
}

// Reminders are counted, and the letters that go with them.
func TestReminders(t *testing.T) {
	t.Parallel()
	old, r := p.CurrentRules(), p.CurrentRules()
	r.AnswerReminders = []int{2}
	var res Result
	res.Add(Case(silent(t).log, old, r, far), "")
	if got, want := differ(res.Reminders), (map[string]Count{"answer": {2, 1}}); !reflect.DeepEqual(got, want) {
		t.Errorf("reminders: %v, want %v", got, want)
	}
	if got, want := differ(res.Letters), (map[string]Count{"m04-reminder-first": {1, 0}}); !reflect.DeepEqual(got, want) {
		t.Errorf("letters: %v, want %v", got, want)
	}
}

// A case of which nothing is known yet does no harm.
func TestNoEvents(t *testing.T) {
	t.Parallel()
	if v := Case(nil, p.CurrentRules(), p.CurrentRules(), far); v.Group != Running {
		t.Errorf("%+v", v)
	}
}
