package registry

import (
	"strconv"
	"time"

	"wederhoor/internal/anonym"
	p "wederhoor/internal/procedure"
)

// Hide is a piece of a text that is proposed to be hidden in the published ruling. The words for Kind and Why come
// from the catalogue: "anonym.word." + Kind, and Why as it is.
type Hide struct {
	Start, End int // bytes
	Kind       string
	Text       string
	Why        string
}

// PublishPart is a part of a ruling with what is proposed to be hidden in it. Key names its place: short, facts,
// consumer_says, shop_says, law, why, asked.1, point.1, order.1,
// correction.1.
type PublishPart struct {
	Key   string
	Text  string
	Hides []Hide
}

// Proposal gives the parts of a ruling as they would be published, with what the program proposes to hide (rules 3.6).
// It decides nothing: a person looks at each. asked and ordered write a point claimed and an order in words.
func (v View) Proposal(asked func(Point) string, ordered func(OrderView) string) []PublishPart {
	if v.File == nil || v.File.Ruling == nil || !isStaff(v.Viewer.Actor.Role) {
		return nil
	}
	r := v.File.Ruling
	parts := []PublishPart{
		{Key: "short", Text: r.Text.Short},
		{Key: "facts", Text: r.Text.Facts},
		{Key: "consumer_says", Text: r.Text.ConsumerSays},
		{Key: "shop_says", Text: r.Text.ShopSays},
	}
	for i, pt := range r.Points {
		n := strconv.Itoa(i + 1)
		parts = append(parts, PublishPart{Key: "asked." + n, Text: asked(pt.Point)}, PublishPart{Key: "point." + n, Text: pt.Why})
	}
	parts = append(parts, PublishPart{Key: "law", Text: r.Text.Law}, PublishPart{Key: "why", Text: r.Text.Why})
	for i, o := range r.Orders {
		parts = append(parts, PublishPart{Key: "order." + strconv.Itoa(i+1), Text: ordered(o)})
	}
	for i, k := range r.Corrections {
		words := k.Text
		for _, o := range k.Orders {
			words += "\n\n" + ordered(OrderView{Order: o.Order, Words: o.Words})
		}
		parts = append(parts, PublishPart{Key: "correction." + strconv.Itoa(i+1), Text: words})
	}
	known := v.known()
	var out []PublishPart
	for _, part := range parts {
		if part.Text != "" {
			part.Hides = hides(part.Text, known)
			out = append(out, part)
		}
	}
	return out
}

// StillToHide gives what the program would hide in a text that a person wrote or changed.
func (v View) StillToHide(text string) []Hide {
	if !isStaff(v.Viewer.Actor.Role) {
		return nil
	}
	return hides(text, v.known())
}

// Without gives the text with the pieces replaced by words.
func (x PublishPart) Without(pieces []Hide, word func(kind string) string) string {
	spans := make([]anonym.Span, 0, len(pieces))
	for _, h := range pieces {
		spans = append(spans, anonym.Span{Start: h.Start, End: h.End, Kind: anonym.Kind(h.Kind)})
	}
	return anonym.Apply(x.Text, spans, func(k anonym.Kind) string { return word(string(k)) })
}

func hides(text string, known anonym.Known) []Hide {
	var out []Hide
	for _, s := range anonym.Propose(text, known) {
		out = append(out, Hide{Start: s.Start, End: s.End, Kind: string(s.Kind), Text: s.Text, Why: s.Why})
	}
	return out
}

// known gathers what the data of the case say about the people in it.
func (v View) known() anonym.Known {
	// A shop can be one person; its number of the chamber of commerce is proposed too, and a person decides.
	k := anonym.Known{Shop: v.Shop.Name, Reference: v.Reference, SoleTraderKvK: true, Now: v.now}
	add := func(list *[]string, values ...string) {
		for _, s := range values {
			if s != "" {
				*list = append(*list, s)
			}
		}
	}
	if c := v.Consumer; c != nil {
		add(&k.Names, c.Name, c.Helper)
		add(&k.Emails, c.Email)
		add(&k.Phones, c.Phone)
	}
	if c := v.Complaint; c != nil {
		add(&k.Names, c.Helper)
		add(&k.OrderNumbers, c.Order)
	}
	add(&k.Phones, v.Shop.Phone)
	return k
}

// Preview gives the ruling as it would read if the draft were signed at an instant. It has no number yet.
func (f CaseFile) Preview(in RulingInput, now time.Time) RulingView {
	r := RulingView{
		Outcome: in.Outcome, At: now, Adjudicator: f.Adjudicator, Text: in.Text, FeeBy: in.FeeBy,
		CorrectTill: p.NextWorkday(p.DateOf(now).AddDays(f.state.Rules().CorrectionDays)),
	}
	for _, pt := range f.Points {
		d := in.Points[pt.ID]
		if in.Outcome == p.RuledInadmissible && d.Decision == "" {
			continue
		}
		r.Points = append(r.Points, DecidedPoint{Point: pt, Decision: d.Decision, Granted: d.Amount, Why: d.Why, Evidence: d.Evidence})
	}
	for _, o := range in.Orders {
		r.Orders = append(r.Orders, OrderView{Order: p.Order{Who: o.Who, Remedy: o.Remedy, Amount: o.Amount, Due: o.Due, Fee: o.Fee}, Words: o.Words})
	}
	return r
}

// Rules gives the terms under which the case was opened.
func (f CaseFile) Rules() p.Rules { return f.state.Rules() }
