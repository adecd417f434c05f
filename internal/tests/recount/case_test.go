package recount_test

import (
	"slices"
	"time"

	p "wederhoor/internal/procedure"
)

// kase is what a plain reader of a case's events notes. Instants are zero for what did not happen.
type kase struct {
	id, reference, member, category, rules string
	sector                                 string // of the member
	amount                                 int64

	opened, told, answered, asked, mediated, claimed, ended, broken time.Time

	silent  bool     // the choice was asked while the shop had said nothing
	choices []chosen // in order
	stage   p.Stage  // where it is
	made    p.Stage  // where the last agreement or ruling was made
	outcome p.Outcome
	ground  p.Ground
	endedIn p.Stage

	solvedAt time.Time // by what stands now
	solvedIn p.Stage
	agreed   bool // there is an agreement, or a ruling with an order to the shop, since the last of either
	did      string
	ruled    bool

	admission bool      // staff look whether it can be handled
	notOurs   bool      // staff look whose order it is
	held      bool      // notOurs when the last choice was made
	waits     time.Time // since when the notice to the shop is under way
	surveys   map[p.Role][3]int
}

// chosen is a choice of the consumer.
type chosen struct {
	choice p.Choice
	at     time.Time
	gone   bool // undone, lapsed, or taken up again
}

// read goes through the events of a case, oldest first.
func read(events []p.Event) *kase {
	k := &kase{surveys: map[p.Role][3]int{}}
	for _, e := range events {
		k.take(e)
	}
	return k
}

// heard says that both parties learn of the event.
func heard(b p.Body) bool {
	switch b.(type) {
	case p.PrivateSent, p.ProposalAnswered, p.PauseAnswered, p.JointHeld:
		return false
	default:
		return true
	}
}

func (k *kase) take(e p.Event) {
	at := e.Due
	if e.Actor.Role == p.Shop && heard(e.Body) && k.answered.IsZero() {
		k.answered = at
	}
	switch b := e.Body.(type) {
	case p.Opened:
		k.id, k.member, k.category, k.rules, k.amount, k.opened = e.Dispute, b.Member, string(b.Category), b.Rules, b.Amount, at
		k.stage, k.waits = p.Direct, at
		if len(b.Grounds) > 0 {
			k.stage, k.admission = p.Admission, true
		}
	case p.Admitted:
		k.stage, k.admission, k.waits = p.Direct, false, at
	case p.RefusedOn:
		k.ground = b.Ground
	case p.NotOursSaid:
		k.notOurs = true
	case p.NotOursRejected:
		k.notOurs = false
	case p.LetterAccepted:
		if b.Task == p.TaskNotice && k.told.IsZero() && k.stage == p.Direct {
			k.told = latest(b.At, k.waits)
		}
	case p.ShopTold:
		if k.told.IsZero() {
			k.told = b.At
		}
	case p.NoticeFailed, p.PostDue:
		k.waits = at
	case p.LetterBounced:
		quiet := k.answered.IsZero() && k.asked.IsZero() && k.stage == p.Direct && k.first() == ""
		if b.Task == p.TaskNotice && b.Later && quiet { // it did not come after all: the days begin anew
			k.told, k.waits = time.Time{}, at
		}
	case p.ChoiceAsked:
		if k.asked.IsZero() {
			k.asked, k.silent = at, k.answered.IsZero()
		}
	case p.Chosen:
		k.choices = append(k.choices, chosen{choice: b.Choice, at: at})
		k.held, k.notOurs = k.notOurs, false
		if b.Choice == p.ChooseHelp {
			k.enter(p.Mediation, at)
		}
	case p.ChoiceUndone, p.ChoicesLapsed, p.Reopened:
		k.back()
	case p.AgreementMade:
		k.made, k.solvedAt, k.solvedIn, k.agreed, k.did = k.stage, at, k.stage, true, ""
		k.stage, k.notOurs = p.Compliance, false
	case p.WentOn:
		if k.made == p.Direct {
			k.enter(p.Mediation, at)
		} else {
			k.stage = p.Ruling
		}
	case p.Concluded:
		k.stage = p.Ruling
	case p.Paid:
		if b.Counts {
			if k.claimed.IsZero() {
				k.claimed = at
			}
			k.stage = p.Ruling
		}
	case p.RulingSigned:
		k.ruling(b, at)
	case p.NotCarriedOut:
		k.did = "not_carried_out"
		if k.broken.IsZero() {
			k.broken = at
		}
		if !k.ruled {
			k.solvedAt, k.solvedIn = time.Time{}, ""
		}
	case p.ComplianceAnswered:
		if b.Answer == "done" {
			k.did = "done"
		}
	case p.NotConfirmed:
		k.did = "not_confirmed"
	case p.ProofStands:
		k.did = "proof"
	case p.ComplianceJudged:
		if b.Carried {
			k.did = "judged"
		}
	case p.EndedAs:
		k.end(b.Outcome, at)
	default: // the rest changes no figure
	}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func (k *kase) enter(s p.Stage, at time.Time) {
	k.stage = s
	if k.mediated.IsZero() {
		k.mediated = at
	}
}

// back: a choice did not stand, and what followed from it did not happen.
func (k *kase) back() {
	if n := len(k.choices); n > 0 {
		k.choices[n-1].gone = true
	}
	k.stage, k.outcome, k.ended, k.endedIn = p.Direct, "", time.Time{}, ""
	k.solvedAt, k.solvedIn, k.mediated = time.Time{}, "", time.Time{}
	k.notOurs = k.held
}

func (k *kase) ruling(b p.RulingSigned, at time.Time) {
	k.made, k.solvedAt, k.solvedIn, k.ruled, k.agreed = p.Ruling, at, p.Ruling, true, false
	for _, o := range b.Orders {
		if o.Who == p.Shop {
			k.agreed = true
		}
	}
	if len(b.Orders) > 0 {
		k.stage, k.did = p.Compliance, ""
	}
}

func (k *kase) end(o p.Outcome, at time.Time) {
	k.endedIn = k.stage
	if o == p.Solved {
		k.solvedAt, k.solvedIn = at, k.stage
	} else if k.stage == p.Compliance && !k.solvedAt.IsZero() {
		k.endedIn = k.made
	}
	k.stage, k.outcome, k.ended, k.notOurs, k.admission = p.Ended, o, at, false, false
}

// first is the first choice that stood; "" for none.
func (k *kase) first() p.Choice {
	for _, c := range k.choices {
		if !c.gone {
			return c.choice
		}
	}
	return ""
}

// The words of the page of definitions.

// handled: it was not refused, and nobody looks whether it will be.
func (k *kase) handled() bool { return k.outcome != p.Refused && !k.admission && !k.notOurs }

// counts: it was not withdrawn either.
func (k *kase) counts() bool { return k.handled() && k.outcome != p.Withdrawn }

// beyond: it is past step 1.
func (k *kase) beyond() bool { return k.stage != p.Admission && k.stage != p.Direct }

func (k *kase) solved() bool { return !k.solvedAt.IsZero() }

// alone: shop and customer solved it in step 1.
func (k *kase) alone() bool { return k.solved() && k.solvedIn == p.Direct }

// knownSilent: it is known whether the shop let its days pass.
func (k *kase) knownSilent() bool {
	return (k.silent || !k.answered.IsZero()) && (!k.asked.IsZero() || k.beyond())
}

// compliance is what became of what was agreed or ruled last; "" where nothing was, or nothing is known.
func (k *kase) compliance() string {
	if !k.agreed {
		return ""
	}
	return k.did
}

func (k *kase) endedByRuling() bool {
	return slices.Contains([]p.Outcome{p.RuledUpheld, p.RuledPartly, p.RuledDismissed, p.RuledInadmissible}, k.outcome)
}

func (k *kase) endedByAgreement() bool {
	return slices.Contains([]p.Outcome{p.AgreedDirect, p.AgreedMediation, p.AgreedRuling}, k.outcome)
}

// fate is what became of it: each case has one.
func (k *kase) fate() string {
	switch {
	case k.solved():
		return string(k.solvedIn)
	case k.ended.IsZero():
		return "running"
	case slices.Contains([]p.Outcome{p.Withdrawn, p.Refused, p.NoAnswer, p.Stopped}, k.outcome):
		return string(k.outcome)
	}
	return "not_solved"
}

// took is how many days of the calendar passed from the complaint until an instant.
func (k *kase) took(until time.Time) int { return days(k.opened, until) }
