package procedure

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// broke changes a lawful history and wants Check to name the invariant.
func broke(t *testing.T, name string, log []Event, want int, change func([]Event) []Event) {
	t.Helper()
	if err := Check(log); err != nil {
		t.Fatalf("%s: broken from the start: %v", name, err)
	}
	log = change(slices.Clone(log))
	for i := range log { // sequences as a store would give them, unless they are what is tampered with
		if want != invSequence {
			log[i].Seq = int64(i + 1)
		}
	}
	err := Check(log)
	var b *Broken
	if !errors.As(err, &b) || b.Invariant != want {
		t.Errorf("%s: %v, want invariant %d", name, err, want)
	}
}

// find gives the index of the first event of a type.
func find(t *testing.T, log []Event, like Body) int {
	t.Helper()
	i := slices.IndexFunc(log, func(e Event) bool { return TypeOf(e.Body) == TypeOf(like) })
	if i < 0 {
		t.Fatalf("no %T", like)
	}
	return i
}

// without leaves the first event of a type out.
func without(t *testing.T, like Body) func([]Event) []Event {
	return func(log []Event) []Event {
		i := find(t, log, like)
		return slices.Delete(log, i, i+1)
	}
}

// with changes the first event of a type.
func with(t *testing.T, like Body, f func(*Event)) func([]Event) []Event {
	return func(log []Event) []Event {
		f(&log[find(t, log, like)])
		return log
	}
}

// more adds an event behind the last.
func more(a Actor, rule string, b Body) func([]Event) []Event {
	return func(log []Event) []Event {
		last := log[len(log)-1]
		return append(log, Event{Dispute: last.Dispute, Due: last.Recorded, Recorded: last.Recorded, Actor: a, Rule: rule, Body: b})
	}
}

func TestCheckFindsBrokenHistories(t *testing.T) {
	t.Parallel()
	solved := asked(t)
	solved.do(consumerHere, Choose{Choice: ChooseSolved})
	deal := agreement(t)
	choice := asked(t)
	earlier := func(e *Event) { e.Due = e.Due.Add(-time.Second) }

	broke(t, "a message after the end", solved.log, invEndHolds, more(consumerHere, "1.2", MessageSent{Text: text}))
	broke(t, "withdrawn after the end", solved.log, invEndHolds, more(consumerByCode, "1.2", WithdrawnBy{}))
	broke(t, "the choice asked a second early", choice.log, invShopsTerm, with(t, ChoiceAsked{}, earlier))
	broke(t, "the choice asked a second late", choice.log, invShopsTerm, with(t, ChoiceAsked{}, func(e *Event) {
		e.Due, e.Recorded = e.Due.Add(time.Second), e.Recorded.Add(time.Second)
	}))
	broke(t, "a reminder in front of what was due before it", wasOff(t).log, invNotLate, func(log []Event) []Event {
		i := find(t, log, OfferClosed{})
		log[i], log[i+1] = log[i+1], log[i]
		return log
	})
	broke(t, "a reminder a second early", choice.log, invNotEarly, with(t, Reminded{}, earlier))
	broke(t, "recorded before it was due", choice.log, invNotEarly, with(t, Reminded{}, func(e *Event) { e.Due = e.Recorded.Add(1) }))
	broke(t, "the choice asked without a notice", choice.log, invTable, without(t, LetterAccepted{}))
	broke(t, "paused at once", choice.log, invNotEarly, more(Clock, "1.4", PausedNoAnswer{}))
	broke(t, "time after the end", solved.log, invEndHolds, more(Clock, "1.4", PausedNoAnswer{}))
	broke(t, "a gap", choice.log, invSequence, without(t, Reminded{}))
	broke(t, "another dispute", choice.log, invSequence, with(t, Reminded{}, func(e *Event) { e.Dispute = "d2" }))
	broke(t, "recorded backwards", choice.log, invRecorded, with(t, ChoiceAsked{}, func(e *Event) {
		e.Due, e.Recorded = e.Due.AddDate(0, 0, -30), e.Recorded.AddDate(0, 0, -30)
	}))
	broke(t, "opened twice", choice.log, invTable, more(consumerByCode, "0.5", choice.log[0].Body))
	broke(t, "not opened", choice.log, invTable, without(t, Opened{}))
	broke(t, "one reminder twice", choice.log, invOnce, func(log []Event) []Event {
		i := find(t, log, Reminded{})
		return slices.Insert(log, i, log[i])
	})
	broke(t, "contested twice", choice.log, invOnce, func(log []Event) []Event {
		return more(shopHere, "1.2", Contested{text})(more(shopHere, "1.2", Contested{text})(log))
	})
	broke(t, "chosen by the shop", solved.log, invTable, with(t, Chosen{}, func(e *Event) { e.Actor = shopHere }))
	broke(t, "under another rule", solved.log, invTable, with(t, Chosen{}, func(e *Event) { e.Rule = "1.4" }))
	broke(t, "evidence by staff", choice.log, invEvidence, more(mediatorHere, "1.2", EvidenceAdded{[]Ref{text}}))
	broke(t, "agreed alone", deal.log, invTwoConsents, with(t, AgreementMade{}, func(e *Event) { e.Actor = shopByCode }))
	broke(t, "agreed on another day", deal.log, invTwoConsents, with(t, AgreementMade{}, func(e *Event) {
		e.Body = AgreementMade{Offer: "o1", Due: deal.date(20)}
	}))
	broke(t, "agreed on nothing", deal.log, invTwoConsents, without(t, OfferMade{}))
	broke(t, "silence is solved", choice.log, invSilence, more(consumerHere, "1.3", EndedAs{Solved}))
	broke(t, "solved by time", choice.log, invNotEarly, more(Clock, "1.4", EndedAs{Solved}))
	broke(t, "closed by the shop", choice.log, invShopCloses, more(shopByCode, "1.3", EndedAs{Solved}))
	broke(t, "chosen solved without its end", solved.log, invTable, without(t, EndedAs{}))
	broke(t, "asked once more", choice.log, invTable, more(Clock, "1.1", ChoiceAsked{}))
	broke(t, "refused without a reason", confirmed(t, monday, GroundTooOld).log, invTable, func(log []Event) []Event {
		log = more(mediatorHere, "0.4", RefusedOn{Ground: GroundTooOld})(log)
		return more(mediatorHere, "0.4", EndedAs{Refused})(log)
	})
	broke(t, "the shop acts before it was told", confirmed(t, monday, GroundTooOld).log, invTable,
		more(shopHere, "1.2", EvidenceAdded{[]Ref{text}}))

	late := *solved
	late.log = slices.Clone(late.log)
	late.at(30, "12:00")
	broke(t, "reopened too late", late.log, invReopen, func(log []Event) []Event {
		last := log[len(log)-1]
		return append(log, Event{Dispute: last.Dispute, Due: late.now, Recorded: late.now, Actor: consumerHere, Rule: "1.3.1", Body: Reopened{}})
	})
	broke(t, "reopened what was withdrawn", func() []Event {
		p := asked(t)
		p.do(consumerByCode, Withdraw{})
		return p.log
	}(), invReopen, more(consumerHere, "1.3.1", Reopened{}))
	broke(t, "a fourth question", func() []Event {
		p := asked(t)
		for _, n := range []int{16, 24} {
			p.do(consumerHere, Choose{Choice: ChooseBusy})
			p.at(n, "12:00")
		}
		return p.log
	}(), invAsked, more(consumerHere, "1.3", Chosen{Choice: ChooseBusy, Until: monday.AddDays(30)}))
	broke(t, "asked as after a resume", func() []Event {
		p := asked(t)
		p.at(30, "12:00")
		return p.log
	}(), invAsked, more(consumerHere, "1.4", ChoiceAsked{Resumed: true}))

	if err := Check(nil); err != nil {
		t.Errorf("nothing happened: %v", err)
	}
}

// Each event that exists has its row in the checker's table, and no other.
func TestCheckKnowsEveryEvent(t *testing.T) {
	t.Parallel()
	for _, b := range Bodies() {
		if _, ok := lawfulEvents[TypeOf(b)]; !ok {
			t.Errorf("%s is in no row", TypeOf(b))
		}
	}
	if len(lawfulEvents) != len(Bodies()) {
		t.Errorf("%d rows for %d events", len(lawfulEvents), len(Bodies()))
	}
}
