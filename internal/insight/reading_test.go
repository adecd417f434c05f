package insight

import (
	"time"

	"wederhoor/internal/procedure"
)

// reading reads a fact from events by following a few words along, without the state machine of procedure.
type reading struct {
	f       Fact
	where   procedure.Stage // the stage now
	agreed  procedure.Stage // where the agreement was made
	waits   string          // what the shop's first days wait for: notice, answer (they run), not_ours, "" (over)
	resumes string          // what waits held when solved was said or "not ours"
	by      procedure.Date  // last day of the shop's days
	ruled   bool
	chosen  []procedure.Chosen
	at      []time.Time
	since   time.Time // when it began to wait for a letter: one that a mail server took earlier counts from here
	visible bool      // the shop has done something that shows
}

func readFact(log []procedure.Event) Fact {
	var r reading
	for _, e := range log {
		r.read(e)
	}
	r.f.Stage = r.where
	if len(r.chosen) > 0 {
		r.f.Choice, r.f.Chose = r.chosen[0].Choice, r.at[0]
	}
	r.f.Pending = r.where == procedure.Admission || r.where == procedure.Direct && r.waits == "not_ours"
	if !r.f.Ordered {
		r.f.Compliance = ""
	}
	return r.f
}

func (r *reading) read(e procedure.Event) {
	if e.Actor.Role == procedure.Shop {
		switch e.Body.(type) {
		case procedure.PrivateSent, procedure.ProposalAnswered, procedure.PauseAnswered, procedure.JointHeld:
		default:
			r.visible = true
			if r.f.Answered.IsZero() {
				r.f.Answered = e.Due
			}
		}
	}
	switch b := e.Body.(type) {
	case procedure.Opened:
		r.f.Dispute, r.f.Member, r.f.Rules, r.f.Category = e.Dispute, b.Member, b.Rules, b.Category
		r.f.Amount, r.f.Opened, r.where, r.waits, r.since = b.Amount, e.Due, procedure.Direct, "notice", e.Due
		if len(b.Grounds) > 0 {
			r.where, r.waits = procedure.Admission, ""
		}
	case procedure.Admitted:
		r.where, r.waits, r.since = procedure.Direct, "notice", e.Due
	case procedure.NoticeFailed, procedure.PostDue:
		r.since = e.Due
	case procedure.RefusedOn:
		r.f.Ground = b.Ground
	case procedure.LetterAccepted, procedure.LetterBounced, procedure.ShopTold, procedure.NotOursSaid, procedure.NotOursRejected,
		procedure.TermExtended:
		r.told(e)
	case procedure.ChoiceAsked:
		if r.f.Asked.IsZero() {
			r.f.Asked, r.f.Silent = e.Due, !r.visible
		}
		r.waits = ""
	case procedure.Chosen:
		r.chosen, r.at = append(r.chosen, b), append(r.at, e.Due)
		r.resumes, r.waits = r.waits, ""
		if b.Choice == procedure.ChooseHelp {
			r.enter(procedure.Mediation, e.Due)
		}
	case procedure.ChoiceUndone, procedure.ChoicesLapsed, procedure.Reopened:
		last := len(r.chosen) - 1
		if r.chosen[last].Choice == procedure.ChooseHelp {
			r.f.Mediated = time.Time{}
		}
		r.chosen, r.at = r.chosen[:last], r.at[:last]
		if r.waits = r.resumes; r.waits == "answer" && !e.Due.Before(r.by.End()) {
			r.waits = ""
		}
		r.where, r.f.Outcome, r.f.Ended, r.f.EndedIn, r.f.Settled, r.f.SettledIn = procedure.Direct, "", time.Time{}, "", time.Time{}, ""
	default:
		r.readOn(e)
	}
}

func (r *reading) enter(stage procedure.Stage, at time.Time) {
	r.where, r.waits = stage, ""
	if stage == procedure.Mediation && r.f.Mediated.IsZero() {
		r.f.Mediated = at
	}
}

// told follows the shop's days.
func (r *reading) told(e procedure.Event) {
	begin := func(at time.Time, days int) {
		r.waits, r.by = "answer", procedure.NextWorkday(procedure.DateOf(at).AddDays(days))
		if r.f.Told.IsZero() {
			r.f.Told = at
		}
	}
	switch b := e.Body.(type) {
	case procedure.LetterAccepted:
		at := b.At
		if at.Before(r.since) {
			at = r.since
		}
		if b.Task == procedure.TaskNotice && r.waits == "notice" || b.Task == procedure.TaskAnswer && r.waits == "ours" {
			begin(at, 7)
		}
	case procedure.LetterBounced:
		if b.Task == procedure.TaskNotice && b.Later && r.waits == "answer" && !r.visible {
			r.waits, r.since, r.f.Told = "notice", e.Due, time.Time{}
		}
	case procedure.ShopTold:
		begin(b.At, 7)
	case procedure.TermExtended:
		if b.Task == procedure.TaskAnswer {
			r.by = b.Until
		}
	case procedure.NotOursSaid:
		r.resumes, r.waits = r.waits, "not_ours"
	case procedure.NotOursRejected:
		if r.waits = ""; r.resumes != "" {
			r.waits, r.since = "ours", e.Due
		}
	default:
	}
}

// readOn follows the later stages.
func (r *reading) readOn(e procedure.Event) {
	switch b := e.Body.(type) {
	case procedure.AgreementMade:
		r.f.Settled, r.f.SettledIn, r.agreed = e.Due, r.where, r.where
		r.f.Ordered, r.f.Compliance, r.where = true, "", procedure.Compliance
	case procedure.Concluded:
		r.enter(procedure.Ruling, e.Due)
	case procedure.Paid:
		if b.Counts && r.f.Claimed.IsZero() {
			r.f.Claimed = e.Due
		}
	case procedure.RulingSigned:
		r.f.Settled, r.f.SettledIn, r.ruled = e.Due, procedure.Ruling, true
		r.f.Ordered = false
		for _, o := range b.Orders {
			r.where, r.f.Compliance = procedure.Compliance, ""
			r.f.Ordered = r.f.Ordered || o.Who == procedure.Shop
		}
	case procedure.ComplianceAnswered:
		if b.Answer == "done" {
			r.f.Compliance = "done"
		}
	case procedure.NotConfirmed:
		r.f.Compliance = "not_confirmed"
	case procedure.ProofStands:
		r.f.Compliance = "proof"
	case procedure.ComplianceJudged:
		if b.Carried {
			r.f.Compliance = "judged"
		}
	case procedure.NotCarriedOut:
		r.f.Compliance = "not_carried_out"
		if r.f.Broken.IsZero() {
			r.f.Broken = e.Due
		}
		if !r.ruled {
			r.f.Settled, r.f.SettledIn = time.Time{}, ""
		}
	case procedure.WentOn:
		r.f.Settled, r.f.SettledIn = time.Time{}, ""
		if r.agreed == procedure.Direct {
			r.enter(procedure.Mediation, e.Due)
		} else {
			r.enter(procedure.Ruling, e.Due)
		}
	case procedure.EndedAs:
		r.f.EndedIn = r.where
		if r.f.SettledIn != "" {
			r.f.EndedIn = r.f.SettledIn
		}
		if b.Outcome == procedure.Solved {
			r.f.Settled, r.f.SettledIn, r.f.EndedIn = e.Due, procedure.Direct, procedure.Direct
		}
		r.f.Ended, r.f.Outcome, r.where = e.Due, b.Outcome, procedure.Ended
	default:
	}
}
