package replay

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wederhoor/internal/letter"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/simulate"
)

var start = time.Date(2026, time.January, 1, 8, 0, 0, 0, time.UTC)

// far is behind the end of every simulated case.
var far = start.AddDate(10, 0, 0)

// simulated gives the logs of made-up cases, one at a time.
func simulated(t testing.TB, cases int, seed uint64, each func([]p.Event)) {
	t.Helper()
	var log []p.Event
	done := func() {
		if len(log) > 0 {
			each(log)
		}
	}
	_, err := simulate.Run(simulate.Options{Cases: cases, Seed: seed, Now: start, Table: func(e p.Event, s p.State) []letter.Letter {
		if e.Seq == 1 {
			done()
			log = nil
		}
		log = append(log, e)
		return letter.For(e, s)
	}})
	if err != nil {
		t.Fatal(err)
	}
	done()
}

// Under the rules that it was kept under, every case goes as it went.
func TestSameRulesChangeNothing(t *testing.T) {
	t.Parallel()
	r := p.CurrentRules()
	simulated(t, 2000, 1, func(log []p.Event) {
		c := &retrial{log: log, old: r, rules: r, now: far, trace: true}
		c.past()
		c.play()
		v := c.verdict()
		if v.Group != Same || v.Diverged || c.kept > 0 || countedOtherwise(v) {
			t.Errorf("%s: %+v, kept %d", log[0].Dispute, v, c.kept)
		}
		for i, e := range log {
			if i >= len(c.events) || fmt.Sprintf("%+v", e.Body) != fmt.Sprintf("%+v", c.events[i].Body) || !e.Due.Equal(c.events[i].Due) {
				t.Errorf("%s: event %d %T was not as it was", log[0].Dispute, e.Seq, e.Body)
				break
			}
		}
		if len(c.events) != len(log) {
			t.Errorf("%s: %d events, were %d", log[0].Dispute, len(c.events), len(log))
		}
	})
}

// countedOtherwise says that one history of a case has more letters or reminders than the other.
func countedOtherwise(v Verdict) bool {
	return slices.ContainsFunc(slices.Concat(v.letters, v.reminders), func(t tally) bool { return t.Before != t.After })
}

// The same is so wherever both are cut.
func TestSameRulesChangeNothingUntilNow(t *testing.T) {
	t.Parallel()
	r := p.CurrentRules()
	simulated(t, 300, 2, func(log []p.Event) {
		for i := 1; i < len(log); i += 3 {
			cut := log[:i]
			now := cut[i-1].Recorded
			if log[i].Due.Equal(cut[i-1].Due) {
				continue // in the middle of a command
			}
			if v := Case(cut, r, r, now); v.Group != Same && v.Group != Running || v.Diverged {
				t.Errorf("%s cut after %d: %+v", log[0].Dispute, i, v)
			}
		}
	})
}

// trials are other rules: shorter ones and longer ones.
var trials = []struct {
	name   string
	longer bool
	change func(*p.Rules)
}{
	{"answer", false, func(r *p.Rules) { r.AnswerDays, r.AnswerReminders = 5, []int{2} }},
	{"choice", false, func(r *p.Rules) { r.ChoiceRemindDays, r.ChoiceDays, r.ResumeDays = 3, 7, 14 }},
	{"mediation", false, func(r *p.Rules) {
		r.HearDays, r.ProposalDays, r.ResponseDays, r.ResponseRemindDays = 4, 3, 10, []int{5}
	}},
	{"ruling", false, func(r *p.Rules) {
		r.RequestDays, r.RequestRemindDays, r.DefenceDays, r.ReplyDays, r.QuestionDays = 14, 7, 7, 4, 4
	}},
	{"adjudicator", false, func(r *p.Rules) { r.DeclareWorkdays, r.NoAdjudicatorDays, r.RuleByDay, r.ChallengeDays = 1, 7, 60, 2 }},
	{"carried out", false, func(r *p.Rules) {
		r.ConfirmDays, r.ConfirmRemindDays, r.RemedyDays, r.ObjectDays, r.GoOnDays = 7, 3, 3, 3, 10
	}},
	{"intake", false, func(r *p.Rules) {
		r.AdmissionDays, r.NoticeDays, r.PhoneWorkdays, r.ReopenDays, r.OfferDays = 3, 1, 1, 3, 2
	}},
	{"longer answer", true, func(r *p.Rules) { r.AnswerDays = 10 }},
	{"longer choice", true, func(r *p.Rules) { r.ChoiceDays, r.ResumeDays = 28, 90 }},
	{"longer mediation", true, func(r *p.Rules) { r.HearDays, r.ProposalDays, r.ResponseDays = 14, 14, 30 }},
	{"longer ruling", true, func(r *p.Rules) {
		r.RequestDays, r.DefenceDays, r.ReplyDays, r.OverdueDays, r.NoAdjudicatorDays = 60, 21, 14, 10, 30
	}},
	{"longer to carry out", true, func(r *p.Rules) { r.ComplianceDelay, r.ConfirmDays, r.RemedyDays, r.GoOnDays = 5, 21, 14, 60 }},
	{"longer notice", true, func(r *p.Rules) { r.NoticeDays, r.PhoneWorkdays, r.AdmissionDays = 4, 10, 30 }},
}

// What holds whatever the rules that are tried: shorter terms leave nothing open that had passed, longer ones cut
// nobody off; what is told of a case fits together; and the new history is a lawful one to fold.
func TestProperties(t *testing.T) {
	t.Parallel()
	old := p.CurrentRules()
	var logs [][]p.Event
	simulated(t, 800, 3, func(log []p.Event) { logs = append(logs, log) })
	for _, trial := range trials {
		t.Run(trial.name, func(t *testing.T) {
			t.Parallel()
			r := p.CurrentRules()
			trial.change(&r)
			if x, bad := Check(r); bad {
				t.Fatal(x)
			}
			var res Result
			for _, log := range logs {
				c := &retrial{log: log, old: old, rules: r, now: far, trace: true}
				c.past()
				c.play()
				v := c.verdict()
				res.Add(v, "")
				switch {
				case c.kept > 0:
					t.Errorf("%s: a deed that the rules refuse was kept", log[0].Dispute)
				case trial.longer && v.Diverged:
					t.Errorf("%s: a longer term cut somebody off: %+v", log[0].Dispute, v)
				case !trial.longer && v.Why != "" && v.Why != Open:
					t.Errorf("%s: a shorter term left something open: %+v", log[0].Dispute, v)
				case v.Group == Same && (v.From != v.To || v.Saved != 0),
					v.Group == Earlier && v.Saved < 0, v.Group == Later && v.Saved > 0,
					v.Group == Otherwise && v.From == v.To,
					v.Group == Unknown && (v.Why == "" || v.letters != nil):
					t.Errorf("%s: does not fit together: %+v", log[0].Dispute, v)
				}
				lawful(t, c.events)
			}
			sum := 0
			for _, g := range Groups {
				sum += res.In[g]
			}
			if sum != len(logs) || res.Cases != sum {
				t.Errorf("%d of %d cases are in a group", sum, len(logs))
			}
			if res.In[Same] == len(logs) {
				t.Error("nothing changed at all")
			}
			t.Logf("%v diverged %d unknown %v", res.In, res.Diverged, res.UnknownRows())
		})
	}
}

// lawful wants the new history in order: numbers that count, instants that do not decrease, nothing but money and
// papers behind an end.
func lawful(t *testing.T, events []p.Event) {
	t.Helper()
	for i, e := range events {
		if e.Seq != int64(i+1) {
			t.Errorf("%s: event %d has the number %d", e.Dispute, i+1, e.Seq)
		}
		if i > 0 && e.Actor == p.Clock && events[i-1].Actor == p.Clock && e.Due.Before(events[i-1].Due) {
			t.Errorf("%s: event %d is due before the one in front of it", e.Dispute, e.Seq)
		}
	}
}

// BenchmarkCase is one simulated case, replayed under other rules.
func BenchmarkCase(b *testing.B) {
	old, r := p.CurrentRules(), p.CurrentRules()
	trials[1].change(&r)
	var logs [][]p.Event
	simulated(b, 1000, 1, func(log []p.Event) { logs = append(logs, log) })
	var res Result
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		res.Add(Case(logs[i%len(logs)], old, r, far), "")
	}
	b.ReportMetric(float64(res.Cases)/b.Elapsed().Seconds(), "cases/s")
}
