package insight

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"wederhoor/internal/procedure"
)

// drawFacts draws facts of three years, as unlikely as they come: what a fact says of one thing is not held to what it
// says of another, but for what makes it solved, ended or running.
func drawFacts(t *rapid.T) plain {
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the night in which an hour is lost
	now = now.Add(time.Duration(rapid.IntRange(0, 500*24*60).Draw(t, "minutes")) * time.Minute)
	if rapid.Bool().Draw(t, "edge") { // when a cohort grows old enough, or nearly
		d := procedure.DateOf(now)
		d = procedure.Date{Year: d.Year, Month: d.Month, Day: 1}.AddDays(rapid.SampledFrom(CohortDays[:]).Draw(t, "old") - rapid.IntRange(0, 2).Draw(t, "before"))
		now = d.Start().UTC()
	}
	p := plain{now: now}
	for i := range rapid.IntRange(1, 14).Draw(t, "members") {
		m := Member{ID: fmt.Sprintf("m%02d", i), Sector: rapid.SampledFrom([]string{"", "food", "food", "food", "toys"}).Draw(t, "sector")}
		if rapid.Bool().Draw(t, "late") {
			m.Since = procedure.DateOf(now.AddDate(0, 0, -rapid.IntRange(0, 900).Draw(t, "since")))
		}
		if rapid.IntRange(0, 3).Draw(t, "left") == 0 {
			m.Until = procedure.DateOf(now.AddDate(0, 0, -rapid.IntRange(0, 300).Draw(t, "until")))
		}
		m.Orders = rapid.SampledFrom([]int64{0, 100, 50_000}).Draw(t, "orders")
		p.members = append(p.members, m)
	}
	for i := range rapid.IntRange(0, 60).Draw(t, "facts") {
		p.facts = append(p.facts, drawFact(t, int64(i*7+1), p.members, now))
	}
	return p
}

func drawFact(t *rapid.T, n int64, members []Member, now time.Time) Fact {
	f := Fact{
		N: n, Dispute: fmt.Sprint("d", n), Reference: rapid.SampledFrom([]string{"K74Q-2M9X", "", "odd"}).Draw(t, "reference"),
		Member: rapid.SampledFrom(members).Draw(t, "member").ID, Category: rapid.SampledFrom(procedure.Categories[:4]).Draw(t, "category"),
		Rules:  rapid.SampledFrom([]string{"2026-11", "trial"}).Draw(t, "rules"),
		Amount: rapid.SampledFrom([]int64{0, 4999, 1 << 40, -1}).Draw(t, "amount"),
		Opened: now.Add(-time.Duration(rapid.IntRange(0, 1000*24*60*60).Draw(t, "opened")) * time.Second),
		Silent: rapid.Bool().Draw(t, "silent"), Pending: rapid.IntRange(0, 9).Draw(t, "pending") == 0,
		Ordered: rapid.Bool().Draw(t, "ordered"), Compliance: rapid.SampledFrom(compliant).Draw(t, "compliance"),
		Choice: rapid.SampledFrom(choices).Draw(t, "choice"),
	}
	if rapid.IntRange(0, 2).Draw(t, "edge") == 0 { // where days, and years, meet
		day := procedure.DateOf(f.Opened)
		if rapid.Bool().Draw(t, "new year") {
			day = procedure.Date{Year: day.Year, Month: 1, Day: 1}
		}
		f.Opened = day.Start().Add(-time.Duration(rapid.IntRange(0, 1).Draw(t, "second")) * time.Second).UTC()
	}
	after := func(what string) time.Time { // within 300 days, and before now
		most := min(int(now.Sub(f.Opened).Seconds()), 300*24*60*60)
		if rapid.Bool().Draw(t, what) {
			return time.Time{}
		}
		return f.Opened.Add(time.Duration(rapid.IntRange(0, most).Draw(t, what)) * time.Second)
	}
	f.Told, f.Answered, f.Asked, f.Chose = after("told"), after("answered"), after("asked"), after("chose")
	f.Mediated, f.Claimed, f.Broken = after("mediated"), after("claimed"), after("broken")
	if rapid.IntRange(0, 3).Draw(t, "at once") == 0 {
		f.Mediated = f.Chose
	}
	if f.Settled = after("settled"); !f.Settled.IsZero() {
		f.SettledIn = rapid.SampledFrom(anyStage).Draw(t, "settled in")
	}
	f.Stage = rapid.SampledFrom(stages[1:6]).Draw(t, "stage")
	if f.Ended = after("ended"); !f.Ended.IsZero() {
		f.Stage, f.EndedIn = procedure.Ended, rapid.SampledFrom(stages[1:6]).Draw(t, "ended in")
		f.Outcome = rapid.SampledFrom(procedure.Outcomes).Draw(t, "outcome")
		if f.Outcome == procedure.Refused {
			f.Ground = rapid.SampledFrom(procedure.Grounds).Draw(t, "ground")
		}
		if slices.Contains([]procedure.Outcome{procedure.Withdrawn, procedure.Refused, procedure.Stopped}, f.Outcome) {
			f.Settled, f.SettledIn = time.Time{}, ""
		}
		if isRuled(f) && f.Settled.IsZero() { // a ruling always settles
			f.Settled, f.SettledIn = f.Ended, procedure.Ruling
		}
		for side := range f.Survey {
			one := func() int8 { return int8(rapid.IntRange(0, 5).Draw(t, "answer")) }
			f.Survey[side] = Answers{one(), one(), one()}
		}
	}
	return f
}

func drawFilter(t *rapid.T) Filter {
	var f Filter
	if rapid.Bool().Draw(t, "period") {
		from := procedure.Date{Year: 2025, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 700).Draw(t, "from"))
		f.From, f.To = from, from.AddDays(rapid.IntRange(0, 500).Draw(t, "to"))
		if rapid.Bool().Draw(t, "whole year") {
			f.From, f.To = procedure.Date{Year: from.Year, Month: 1, Day: 1}, procedure.Date{Year: from.Year, Month: 12, Day: 31}
		}
	}
	f.Sector = rapid.SampledFrom([]string{"", "", "food", "none"}).Draw(t, "f sector")
	f.Rules = rapid.SampledFrom([]string{"", "", "trial"}).Draw(t, "f rules")
	f.Category = rapid.SampledFrom([]string{"", "", "faulty"}).Draw(t, "f category")
	f.Member = rapid.SampledFrom([]string{"", "", "", "m00"}).Draw(t, "f member")
	return f
}

// view puts the facts in a set in order, and some of them once more with changes before and after publishing.
func (p plain) view(t *rapid.T) *View {
	s := NewSet()
	for _, m := range p.members {
		s.PutMember(m)
	}
	for _, f := range p.facts {
		first := f
		if rapid.Bool().Draw(t, "changed") { // what was known of it before
			first.Settled, first.SettledIn, first.Ended, first.Outcome = time.Time{}, "", time.Time{}, ""
			first.Member, first.Amount, first.Survey = p.members[0].ID, 1<<50, [2]Answers{{1, 2, 3}, {}}
		}
		if err := s.Put(first); err != nil {
			t.Fatal(err)
		}
		if rapid.IntRange(0, 9).Draw(t, "publish") == 0 {
			s.Publish()
		}
	}
	s.Publish()
	for _, f := range p.facts {
		if err := s.Put(f); err != nil {
			t.Fatal(err)
		}
		s.SetSurvey(f.N, procedure.Consumer, f.Survey[0])
		s.SetSurvey(f.N, procedure.Shop, f.Survey[1])
	}
	s.Publish()
	return s.View()
}
