package registry

import (
	"slices"
	"strings"

	p "wederhoor/internal/procedure"
)

// timeline gives what happened, newest first, in entries whose sentences are in the catalogue. Texts are in it only
// for a viewer who may read them (rules 7.1).
func (b *builder) timeline(full bool, docs []Document) []Entry {
	var out []Entry
	for _, e := range b.f.events {
		entry := Entry{Seq: e.Seq, At: e.Due, Who: e.Actor.Role, Rule: e.Rule}
		text, ok := b.line(e, &entry)
		if !ok {
			continue
		}
		if full {
			entry.Text = b.texts[text.ID]
			entry.Files = filesOf(e, docs)
		} else {
			entry.Offer = nil
		}
		out = append(out, entry)
	}
	slices.Reverse(out)
	return out
}

func filesOf(e p.Event, docs []Document) []Document {
	b, ok := e.Body.(p.EvidenceAdded)
	if !ok {
		return nil
	}
	var out []Document
	for _, f := range b.Files {
		for _, d := range docs {
			if d.ID == f.ID {
				out = append(out, d)
			}
		}
	}
	return out
}

// line fills in an entry and gives its text; false when the event is no line of its own for this viewer.
func (b *builder) line(e p.Event, out *Entry) (p.Ref, bool) {
	typ := p.TypeOf(e.Body)
	out.Kind, _, _ = strings.Cut(strings.ReplaceAll(typ, "-", "_"), ".")
	staff := isStaff(b.v.Actor.Role)
	switch x := e.Body.(type) {
	case p.LetterAccepted, p.LetterDeferred, p.LetterBounced:
		return p.Ref{}, b.post(e, out)
	case p.Opened:
		return p.Ref{}, true
	case p.Admitted:
		if x.ByTime {
			out.Kind = "admitted_by_time"
		}
		return x.Reason, b.v.Actor.Role != p.Shop
	case p.RefusedOn:
		out.Ground = x.Ground
		return x.Reason, true
	case p.ShopTold:
		out.How, out.Date = x.How, p.DateOf(x.At)
		if !staff {
			x.Note = p.Ref{}
		}
		return x.Note, true
	case p.AddressSet:
		out.Kind = "address_set_" + string(x.Party)
		return p.Ref{}, staff || b.v.Actor.Role == x.Party
	case p.Reminded:
		out.Kind = "reminded_" + string(x.Task)
		return p.Ref{}, true
	case p.MessageSent:
		out.Date = x.Promise
		return x.Text, true
	case p.OfferMade:
		out.Offer = &x.Offer
		return x.Text, true
	case p.OfferClosed:
		out.Kind = "offer_" + x.How
		return p.Ref{}, true
	case p.AgreementMade:
		out.Date = x.Due
		return p.Ref{}, true
	case p.SolvedSaid:
		return x.Text, true
	case p.Contested:
		return x.Text, true
	case p.NotOursSaid:
		return x.Text, true
	case p.NotOursRejected:
		return x.Reason, true
	case p.Chosen:
		out.Kind, out.Choice, out.Date = "chosen_"+string(x.Choice), x.Choice, x.Until
		return x.Note, true
	case p.WithdrawnBy:
		return x.Reason, true
	case p.DoneReported:
		return x.Text, true
	case p.ComplianceAnswered:
		out.Kind = "compliance_" + x.Answer
		return x.Text, true
	case p.ProofGiven:
		return x.Text, true
	case p.ProofObjected:
		return x.Text, true
	case p.ComplianceJudged:
		if x.Carried {
			out.Kind = "compliance_judged_done"
		}
		return x.Reason, true
	case p.TermExtended:
		out.Date = x.Until
		return x.Reason, true
	case p.EndedAs:
		out.Outcome = x.Outcome
		return p.Ref{}, true
	default:
		return p.Ref{}, true
	}
}

// post says which words of mail servers are lines: the notice to the shop is for everyone to see; an address of
// one's own that failed is for that party and staff (rules 1.1).
func (b *builder) post(e p.Event, out *Entry) bool {
	staff := isStaff(b.v.Actor.Role)
	switch x := e.Body.(type) {
	case p.LetterAccepted:
		if x.Task != p.TaskNotice {
			return false
		}
		out.Kind = "notice_accepted"
		s := b.after(e.Seq)
		if t, ok := s.Main(); ok && t.Kind == p.TaskAnswer {
			out.Date = t.LastDay
		}
		return true
	case p.LetterDeferred:
		out.Kind = "notice_deferred"
		return x.Party == p.Shop
	case p.LetterBounced:
		switch {
		case x.Task == p.TaskNotice && x.Later:
			out.Kind = "notice_cancelled"
		case x.Task == p.TaskNotice && !x.Last:
			out.Kind = "notice_bounced"
		case x.Task == p.TaskNotice:
			out.Kind = "notice_bounced_last"
		default:
			out.Kind = "letter_bounced_" + string(x.Party)
			return staff || x.Party == p.Consumer && b.v.Actor.Role == p.Consumer
		}
		return true
	default:
		return false
	}
}

// after gives the state as it was after an event.
func (b *builder) after(seq int64) p.State {
	var s p.State
	for _, e := range b.f.events {
		if e.Seq > seq {
			break
		}
		s = p.Evolve(s, e)
	}
	return s
}
