// Package insight counts: which members cause more complaints than chance explains, and what the procedure achieves.
// It is pure: numbers in, numbers out. It knows no names, no words of the parties, no database and no clock.
package insight

import (
	"slices"
	"time"

	"wederhoor/internal/procedure"
)

// Fact is what the figures know of one dispute. It is made from its events alone, so that a recount gives the same.
// All instants are UTC; zero means that it has not happened.
type Fact struct {
	N         int64 // place of its opening in the log: unique, in order of opening
	Dispute   string
	Reference string
	Member    string // external id
	Category  procedure.Category
	Rules     string // version of the rules
	Amount    int64  // cents

	Opened   time.Time
	Told     time.Time        // the shop's days began (rules 1.1); zero again when the notice proves not to have come
	Answered time.Time        // the shop's first answer
	Silent   bool             // the choice was asked while the shop had said nothing (rules 1.1)
	Asked    time.Time        // the choice was asked for the first time (rules 1.3)
	Choice   procedure.Choice // the first that stood: neither undone, changed nor reopened; "" while there is none
	Chose    time.Time
	Mediated time.Time // mediation began for the first time (rules 2.1); not when the choice for it was undone
	Claimed  time.Time // a ruling was asked for and paid for the first time (rules 3.2)

	Settled   time.Time       // solved, agreed or ruled; zero again when it was reopened, or an agreement was broken
	SettledIn procedure.Stage // where: direct, mediation, ruling
	Stage     procedure.Stage // where it is now
	Outcome   procedure.Outcome
	Ground    procedure.Ground // of a refusal
	Ended     time.Time
	EndedIn   procedure.Stage // where it ended: of an agreement or a ruling where it was made; compliance of a broken agreement
	Pending   bool            // staff decide whether it can be handled, or whose order it is (rules 0.4, 1.2)

	Ordered    bool      // by what was agreed or ruled last, the shop has or had something to carry out (rules 4)
	Compliance string    // what became of that: "", done, proof, judged, not_confirmed, not_carried_out
	Broken     time.Time // an agreement or a ruling was not carried out, for the first time (rules 4.3)

	Survey [2]Answers // of the consumer and of the shop; from the survey, not from events
}

// Answers are a party's answers to the three questions, 1 to 5; 0 when not answered (rules 5.1).
type Answers struct{ Understood, Story, Fair int8 }

// Counts says whether the dispute counts for its member and in the figures: one that was withdrawn, refused, not the
// shop's, or that staff still look at does not.
func (f Fact) Counts() bool {
	return f.Outcome != procedure.Withdrawn && f.Outcome != procedure.Refused && !f.Pending
}

// Undelivered says that the money was taken and nothing came, or came back.
func (f Fact) Undelivered() bool { return f.Category == "not_received" || f.Category == "no_refund" }

// Running says that the dispute has not ended.
func (f Fact) Running() bool { return f.Ended.IsZero() }

// FactOf makes the fact of a dispute from its events, oldest first. N, Reference and Survey are the caller's.
func FactOf(events []procedure.Event) Fact {
	var (
		f Fact
		s procedure.State
	)
	for _, e := range events {
		before := s
		s = procedure.Evolve(s, e)
		f.add(e, before, s)
	}
	main, _ := s.Main()
	f.Dispute, f.Member, f.Rules = s.ID, s.Member, s.Rules().Version
	f.Category, f.Amount = s.Case.Category, s.Case.Amount
	f.Opened, f.Stage, f.Outcome, f.Ended, f.Ground = s.Opened, s.Stage, s.Outcome, s.EndedAt, s.Ground
	if f.Ordered { // a ruling that orders nothing leaves the word about a broken agreement before it in the state
		f.Compliance = s.Compliance
	}
	f.Pending = main.Kind == procedure.TaskAdmission || main.Kind == procedure.TaskNotOurs
	return f
}

// add takes one event in, with the state before and after it.
func (f *Fact) add(e procedure.Event, before, after procedure.State) {
	if main, ok := after.Main(); ok && main.Kind == procedure.TaskAnswer && main.Running() {
		f.Told = first(f.Told, main.Begun)
	}
	if after.ShopAnswered && !before.ShopAnswered {
		f.Answered = e.Due
	}
	switch b := e.Body.(type) {
	case procedure.LetterBounced:
		if before.Has(procedure.TaskAnswer) && after.Has(procedure.TaskNotice) { // its days begin anew (rules 1.1)
			f.Told = time.Time{}
		}
	case procedure.ChoiceAsked:
		f.Silent = f.Silent || f.Asked.IsZero() && !before.ShopAnswered
		f.Asked = first(f.Asked, e.Due)
	case procedure.Chosen:
		if f.Choice == "" {
			f.Choice, f.Chose = b.Choice, e.Due
		}
	case procedure.ChoiceUndone, procedure.ChoicesLapsed, procedure.Reopened:
		f.takenBack(before, after)
	case procedure.AgreementMade:
		f.settle(e.Due, before.Stage)
		f.Ordered = true
	case procedure.RulingSigned:
		f.settle(e.Due, procedure.Ruling)
		f.Ordered = slices.ContainsFunc(b.Orders, func(o procedure.Order) bool { return o.Who == procedure.Shop })
	case procedure.NotCarriedOut:
		f.Broken = first(f.Broken, e.Due)
		if !before.File.Ruled() { // a ruling stands, whatever the shop does
			f.unsettle()
		}
	case procedure.Paid:
		if b.Counts { // money that goes back asks for nothing (rules 3.2)
			f.Claimed = first(f.Claimed, e.Due)
		}
	case procedure.EndedAs:
		f.end(e.Due, b.Outcome, before)
	default: // the rest shows in the state, or changes no figure
	}
	if after.Stage == procedure.Mediation {
		f.Mediated = first(f.Mediated, e.Due)
	}
}

// takenBack forgets a choice that the consumer undid, changed or reopened, with what had followed from it.
func (f *Fact) takenBack(before, after procedure.State) {
	if before.Last == nil {
		return
	}
	if before.Last.At.Equal(f.Chose) { // a later one than the first leaves the first as it was
		f.Choice, f.Chose = "", time.Time{}
	}
	if after.Stage == procedure.Direct {
		f.Mediated = time.Time{}
	}
	f.unsettle()
}

func (f *Fact) settle(at time.Time, in procedure.Stage) { f.Settled, f.SettledIn = at, in }

func (f *Fact) unsettle() { f.Settled, f.SettledIn, f.EndedIn = time.Time{}, "", "" }

// end notes where the dispute ended; an agreement or a ruling ends where it was made.
func (f *Fact) end(at time.Time, o procedure.Outcome, before procedure.State) {
	f.EndedIn = before.Stage
	switch {
	case o == procedure.Solved:
		f.settle(at, before.Stage)
	case before.Stage == procedure.Compliance && f.SettledIn != "":
		f.EndedIn = f.SettledIn
	}
}

func first(have, now time.Time) time.Time {
	if have.IsZero() {
		return now
	}
	return have
}
