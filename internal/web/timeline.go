package web

import (
	"slices"
	"time"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// caseBase is where the pages of a case are for its viewer.
func caseBase(v registry.View) string {
	switch viewerKey(v.Viewer.Actor.Role) {
	case asConsumer:
		return "/zaak/" + v.Reference
	case asShop:
		return "/winkel/zaken/" + v.Reference
	}
	return "/staf/zaken/" + v.Reference
}

// failedKinds are the lines of the timeline that tell what went wrong.
var failedKinds = []string{
	"notice_deferred", "notice_bounced", "notice_bounced_last", "notice_cancelled", "notice_failed", "post_due",
	"letter_bounced_consumer", "letter_bounced_shop", "not_carried_out", "payment_failed", "payment_expired", "payment_canceled",
	"refund_failed", "no_adjudicator", "adjudicator_overdue",
}

// timeline tells what happened, newest first, in sentences as the viewer of the view says them.
func (q *request) timeline(v registry.View) c.TimelineView {
	out := c.TimelineView{Heading: q.T("case.timeline"), Items: make([]c.TimelineItem, 0, len(v.Timeline))}
	viewer, ruled := v.Viewer.Actor.Role, ruledSeq(v)
	for _, e := range v.Timeline {
		item := c.TimelineItem{
			Title: q.T("timeline."+e.Kind+q.afterRuling(e, ruled),
				"who", q.T("who."+seenFrom(viewer, e.Who)),
				"consumer", q.T("who."+seenFrom(viewer, procedure.Consumer)),
				"shop", q.T("who."+seenFrom(viewer, procedure.Shop)),
				"toconsumer", q.T("who."+seenFrom(viewer, procedure.Consumer)+".in"),
				"toshop", q.T("who."+seenFrom(viewer, procedure.Shop)+".in"),
				"date", q.day(e.Date)),
			When: q.moment(e.At), DateTime: e.At.Format(time.RFC3339),
			Text: q.beside(v, e), Quote: e.Text, Failed: slices.Contains(failedKinds, e.Kind),
		}
		if e.Kind == "opened" && v.Full && viewer == procedure.Consumer {
			item.Links = []c.Link{{Text: q.T("timeline.opened.link"), Href: caseBase(v) + "/klacht"}}
		}
		if l, ok := q.timelineLink(v, e); ok {
			item.Links = append(item.Links, l)
		}
		for _, f := range e.Files {
			item.Links = append(item.Links, q.fileLink(v, f))
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// ruledSeq gives the place of the ruling in the history; 0 when there is none.
func ruledSeq(v registry.View) int64 {
	for _, e := range v.Timeline {
		if e.Kind == "ruling_signed" {
			return e.Seq
		}
	}
	return 0
}

// afterRuling names the other sentence of a line for what comes after the ruling: then that is carried out, not an
// agreement.
func (q *request) afterRuling(e registry.Entry, ruled int64) string {
	if ruled > 0 && e.Seq > ruled && q.app.Text.Has(q.lang, "timeline."+e.Kind+".ruled") {
		return ".ruled"
	}
	return ""
}

// timelineName names who mediates or adjudicates; parties call a mediator by the first name.
func (q *request) timelineName(viewer procedure.Role, e registry.Entry) string {
	switch {
	case e.Name == "":
		return q.T("timeline.somebody")
	case e.Kind == "mediator_assigned" && viewerKey(viewer) != asStaff:
		return firstName(e.Name)
	}
	return e.Name
}

// timelineLink leads from a line to what it speaks of, for a party that may read it.
func (q *request) timelineLink(v registry.View, e registry.Entry) (c.Link, bool) {
	if !v.Full || viewerKey(v.Viewer.Actor.Role) == asStaff {
		return c.Link{}, false
	}
	path, key := "", ""
	switch e.Kind {
	case "joint_sent", "accounts_asked", "facts_noted", "advice_given":
		path, key = "/bemiddeling", "timeline.link.room"
	case "private_sent":
		path, key = "/bemiddeling/prive", "timeline.link.private"
	case "proposal_put":
		path, key = "/voorstel", "timeline.link.proposal"
	case "ruling_signed", "ruling_corrected":
		path, key = "/uitspraak", "timeline.link.ruling"
	case "ruling_requested", "claim_sent", "defence_given", "reply_given_reply", "reply_given_rejoinder", "reply_given_respond",
		"question_asked", "question_answered":
		path, key = "/uitspraak/dossier", "timeline.link.file"
	case "paid":
		if v.Viewer.Actor.Role != procedure.Consumer {
			return c.Link{}, false
		}
		path, key = "/betalingen", "timeline.link.receipt"
	default:
		return c.Link{}, false
	}
	return c.Link{Text: q.T(key), Href: caseBase(v) + path}, true
}

// seenFrom names a person as the viewer does: "U", "De klant", "De winkel", "De bemiddelaar", "De jurist", "Wij".
func seenFrom(viewer, who procedure.Role) string {
	switch who {
	case viewer:
		return "you"
	case procedure.Consumer:
		return "consumer"
	case procedure.Shop:
		return "shop"
	case procedure.Mediator, procedure.Administrator:
		return "mediator"
	case procedure.Adjudicator:
		return "adjudicator"
	default:
		return "us"
	}
}

// fileLink leads to a piece of evidence.
func (q *request) fileLink(v registry.View, d registry.Document) c.Link {
	return c.Link{Text: d.Number + ": " + d.Name, Href: caseBase(v) + "/bewijs/" + d.ID}
}

// beside gives our words under a line: the day that it brought, the offer, the ground, the end.
func (q *request) beside(v registry.View, e registry.Entry) string {
	viewer := v.Viewer.Actor.Role
	switch {
	case e.Offer != nil:
		return letter.OfferSentence(q.app.Text, q.lang, *e.Offer)
	case e.Kind == "refused":
		return q.T("ground." + string(e.Ground))
	case e.Kind == "ended":
		fact := v.Fact
		if !v.Full {
			fact = ""
		}
		return letter.OutcomeSentence(q.app.Text, q.lang, e.Outcome, fact)
	case e.Kind == "ruling_signed":
		return q.T("timeline.ruling_signed.text", "number", e.Number) + " " + letter.OutcomeSentence(q.app.Text, q.lang, e.Outcome, "")
	case e.Kind == "ruling_corrected":
		return q.T("timeline.ruling_corrected.text", "number", e.Number)
	case e.Kind == "paid" && viewer != procedure.Shop:
		return q.T("timeline.paid.text", "amount", text.Amount(q.lang, e.Amount), "number", e.Number)
	case e.Kind == "mediator_assigned", e.Kind == "adjudicator_declared":
		return q.T("timeline."+e.Kind+".text", "name", q.timelineName(viewer, e))
	case e.Kind == "shop_told":
		return q.T("timeline.shop_told." + e.How)
	case e.Date.IsZero():
		return ""
	}
	switch e.Kind {
	case "notice_accepted":
		return q.T("timeline.notice_accepted.text", "date", q.day(e.Date))
	case "message_sent":
		return q.T("timeline.message_sent.text", "date", q.day(e.Date))
	case "chosen_busy":
		return q.T("timeline.chosen_busy.text", "date", q.day(e.Date))
	case "agreement_made":
		return q.T("timeline.agreement_made.text", "date", q.day(e.Date))
	}
	return ""
}
