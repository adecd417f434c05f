package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// The parts of the draft, in the order in which a ruling is written; the address of each.
const (
	partPoints = "punten"
	partFee    = "kosten"
	partOrders = "opdrachten"
	partFacts  = "feiten"
	partSides  = "kanten"
	partLaw    = "regels"
	partWhy    = "waarom"
	partShort  = "kort"
)

var draftParts = []string{partFacts, partSides, partLaw, partPoints, partWhy, partFee, partOrders, partShort}

const (
	mostRulingWords  = 20_000 // characters of a part
	mostShortWords   = 120    // words of the ruling in short
	mostRulingOrders = 12
)

func rulingDraftShow(p *filePage) error {
	part := p.PathValue("part")
	if !slices.Contains(draftParts, part) {
		return fault.New(fault.NotFound)
	}
	if !p.writing() {
		return p.notNow()
	}
	return p.desk(http.StatusOK, part)
}

// writing says that there is something to draft: the file is open to the adjudicator and there is no ruling yet.
func (p *filePage) writing() bool {
	return p.file.Ruling == nil && p.file.Declared && juristStep(procedure.Ruling, p.file.Status.Task) != "done"
}

// rulingDraftPost keeps a part of the draft and goes to the part whose button was pressed. What is not right yet is kept
// too: only what cannot be read at all, such as an amount, is asked again.
func rulingDraftPost(p *filePage) error {
	part := p.PathValue("part")
	if !slices.Contains(draftParts, part) || !p.writing() {
		return fault.New(fault.NotFound)
	}
	f, err := p.parse()
	if err != nil {
		return err
	}
	added := part == partLaw && p.addLaw(f, "law", "", f.get("wet"))
	k := keeping{Dirty: true}
	switch ok, err := p.keepPart(part, f, &k); {
	case err != nil:
		return err
	case p.quiet():
		return p.answerQuietly(f, k, ok)
	case ok && added:
		return p.redirect(p.base + "/ontwerp/" + part + "?done=jurist_law#desk")
	case ok:
		return p.redirect(p.goTo(f.get("to"), part))
	}
	return p.deskWith(http.StatusUnprocessableEntity, part, &k)
}

// goTo gives the page after a button of the draft. A part is shown where it is written: its page begins with the file.
func (p *filePage) goTo(to, part string) string {
	switch {
	case to == "overview":
		return p.base + "?done=jurist_saved"
	case to == "sign":
		return p.base + "/tekenen?done=jurist_saved"
	case slices.Contains(draftParts, to):
		part = to
	}
	return p.base + "/ontwerp/" + part + "?done=jurist_saved#desk"
}

// juristNotes keeps the adjudicator's own notes, which are in no ruling.
func juristNotes(p *filePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	k := keeping{Dirty: true}
	switch ok, err := p.keepPart(partNotes, f, &k); {
	case err != nil:
		return err
	case p.quiet():
		return p.answerQuietly(f, k, ok)
	case ok:
		return p.done(p.base, "jurist_saved")
	}
	return p.deskWith(http.StatusUnprocessableEntity, "", &k)
}

// readPart puts what was typed in the draft.
func (p *filePage) readPart(part string, f *form, in *registry.RulingInput) {
	words := func(name string) string { return f.words(name, mostRulingWords, "") }
	switch part {
	case partShort:
		in.Text.Short = words("short")
	case partFacts:
		in.Text.Facts = words("facts")
	case partSides:
		in.Text.ConsumerSays, in.Text.ShopSays = words("consumer_says"), words("shop_says")
	case partLaw:
		in.Text.Law = words("law")
	case partWhy:
		in.Text.Why = words("why")
	case partPoints:
		p.readPoints(f, in)
	case partFee:
		in.FeeBy = ""
		if by := procedure.Role(f.get("fee_by")); slices.Contains(twoParties, by) {
			in.FeeBy = by
		}
	case partOrders:
		in.Orders = p.readOrders(f)
	case partNotes:
		in.Notes = words("notes")
	}
}

// pointDecisions are the answers to a point claimed.
var pointDecisions = []string{"granted", "partly", "denied"}

func (p *filePage) readPoints(f *form, in *registry.RulingInput) {
	in.Outcome = ""
	if f.get("handled") == "no" {
		in.Outcome = procedure.RuledInadmissible
	}
	in.Points = map[string]registry.PointInput{}
	for _, pt := range p.file.Points {
		d := registry.PointInput{Why: f.words("why-"+pt.ID, mostRulingWords, "")}
		if v := f.get("decision-" + pt.ID); slices.Contains(pointDecisions, v) {
			d.Decision = v
		}
		d.Amount = f.amount("amount-"+pt.ID, false)
		if d.Amount > pt.Amount {
			f.wrong("amount-"+pt.ID, "err.jurist.amount.more", "amount", text.Amount(p.lang, pt.Amount))
		}
		switch {
		case d.Decision == "denied":
			d.Amount = 0
		case d.Decision == "granted" && d.Amount == 0 && pt.Remedy.AsksMoney(): // all that was asked
			d.Amount = pt.Amount
		}
		for _, n := range f.all("evidence-" + pt.ID) {
			if _, ok := p.numbered(n); ok && !slices.Contains(d.Evidence, n) {
				d.Evidence = append(d.Evidence, n)
			}
		}
		in.Points[pt.ID] = d
	}
}

// readOrders reads the rows in which somebody has to do something.
func (p *filePage) readOrders(f *form) []registry.OrderInput {
	var out []registry.OrderInput
	for i := range mostRulingOrders {
		n := "-" + strconv.Itoa(i)
		who := procedure.Role(f.get("who" + n))
		if !slices.Contains(twoParties, who) {
			continue
		}
		o := registry.OrderInput{
			Who: who, Remedy: one(f, "remedy"+n, procedure.Remedies, "err.jurist.remedy"), Amount: f.amount("amount"+n, false),
			Words: f.words("words"+n, mostWords, ""),
		}
		if o.Remedy.AsksMoney() && f.get("amount"+n) == "" {
			f.wrong("amount"+n, "err.amount")
		}
		o.Due, _ = f.date("due"+n, true, false)
		if !o.Due.IsZero() && o.Due.Before(procedure.DateOf(p.app.Now())) {
			f.wrong("due"+n, "err.offer.due")
		}
		out = append(out, o)
	}
	return out
}

// outcome is what the pointDecisions add up to; nobody chooses it, and nothing is filled in before there are pointDecisions.
func (p *filePage) outcome(in registry.RulingInput) procedure.Outcome {
	if in.Outcome == procedure.RuledInadmissible {
		return in.Outcome
	}
	n := map[string]int{}
	for _, pt := range p.file.Points {
		n[in.Points[pt.ID].Decision]++
	}
	switch all := len(p.file.Points); {
	case n[""] > 0 || all == 0:
		return ""
	case n["granted"] == all:
		return procedure.RuledUpheld
	case n["denied"] == all:
		return procedure.RuledDismissed
	}
	return procedure.RuledPartly
}

// feeBy says who bears the fee: it follows the outcome, and only partly upheld leaves a choice (rules 3.5).
func (p *filePage) feeBy(in registry.RulingInput) procedure.Role {
	switch in.Outcome {
	case procedure.RuledUpheld:
		return procedure.Shop
	case procedure.RuledPartly:
		return in.FeeBy
	case procedure.RuledInadmissible:
		if p.file.Status.Task == procedure.TaskForward { // before the shop heard of the request
			return procedure.FeeReturned
		}
		return procedure.Consumer
	case procedure.RuledDismissed:
		return procedure.Consumer
	default:
		return ""
	}
}

// final is the draft as it is signed: with what follows from the pointDecisions, and without what does not belong to them.
func (p *filePage) final(in registry.RulingInput) registry.RulingInput {
	in.Outcome = p.outcome(in)
	in.FeeBy = p.feeBy(in)
	if in.Outcome == procedure.RuledInadmissible {
		in.Points = nil
	}
	in.Orders = p.withFee(in)
	in.Notes = ""
	return in
}

// withFee gives the orders as typed, and paying back the fee where the shop bears it: an order of its own that nobody
// types, by the last day of what else the shop has to do (rules 3.5).
func (p *filePage) withFee(in registry.RulingInput) []registry.OrderInput {
	var out []registry.OrderInput
	fee := registry.OrderInput{Who: procedure.Shop, Remedy: "refund", Amount: p.file.Fee, Fee: true}
	for _, o := range in.Orders {
		if o.Fee {
			continue
		}
		out = append(out, o)
		if o.Who == procedure.Shop && o.Due.After(fee.Due) {
			fee.Due = o.Due
		}
	}
	if in.FeeBy != procedure.Shop {
		return out
	}
	if fee.Due.IsZero() {
		fee.Due = p.orderDay()
	}
	return append(out, fee)
}

// orderDay is the day by which something is done as a rule (rules 3.5).
func (p *filePage) orderDay() procedure.Date {
	return procedure.NextWorkday(procedure.DateOf(p.app.Now()).AddDays(p.file.Rules().OrderDays))
}

// draftLack is what keeps a draft from being signed, and the part in which to mend it.
type draftLack struct{ Part, Text string }

// lacks says what is missing; none: it can be signed.
func (p *filePage) lacks(in registry.RulingInput) []draftLack {
	in = p.final(in)
	var out []draftLack
	miss := func(part, key string, args ...any) { out = append(out, draftLack{part, p.T(key, args...)}) }
	texts := []struct{ part, key, words string }{
		{partFacts, "facts", in.Text.Facts},
		{partSides, "consumer_says", in.Text.ConsumerSays},
		{partSides, "shop_says", in.Text.ShopSays},
		{partLaw, "law", in.Text.Law},
		{partWhy, "why", in.Text.Why},
		{partShort, "short", in.Text.Short},
	}
	for _, t := range texts {
		optional := in.Outcome == procedure.RuledInadmissible && t.part != partWhy && t.part != partShort
		if t.words == "" && !optional {
			miss(t.part, "jurist.lack."+t.key)
		}
	}
	if n := len(strings.Fields(in.Text.Short)); n > mostShortWords {
		miss(partShort, "jurist.lack.long", "n", n, "most", mostShortWords)
	}
	if in.Outcome != procedure.RuledInadmissible {
		out = append(out, p.lackingPoints(in)...)
	}
	return append(out, p.lackingOrders(in)...)
}

func (p *filePage) lackingPoints(in registry.RulingInput) []draftLack {
	var out []draftLack
	miss := func(key string, args ...any) { out = append(out, draftLack{partPoints, p.T(key, args...)}) }
	for _, pt := range p.file.Points {
		d := in.Points[pt.ID]
		switch {
		case d.Decision == "":
			miss("jurist.lack.decision", "n", pt.ID)
		case d.Why == "":
			miss("jurist.lack.point", "n", pt.ID)
		}
		switch {
		case d.Decision == "partly" && pt.Remedy.AsksMoney() && d.Amount == 0:
			miss("jurist.lack.amount", "n", pt.ID)
		case pt.Remedy.AsksMoney() && (d.Decision == "granted" && d.Amount != pt.Amount || d.Decision == "partly" && d.Amount == pt.Amount):
			miss("jurist.lack.fit", "n", pt.ID)
		}
	}
	return out
}

// unordered gives the first point of which something other than money is granted, and for which the shop has no order.
func (p *filePage) unordered(in registry.RulingInput) string {
	var orders []procedure.Order
	for _, o := range in.Orders {
		orders = append(orders, procedure.Order{Who: o.Who, Remedy: o.Remedy, Fee: o.Fee})
	}
	for _, pt := range p.file.Points {
		d := in.Points[pt.ID]
		if !procedure.Ordered(pt.Remedy, procedure.PointDecision{Decision: d.Decision, Amount: d.Amount}, orders) {
			return pt.ID
		}
	}
	return ""
}

func (p *filePage) lackingOrders(in registry.RulingInput) []draftLack {
	var out []draftLack
	miss := func(part, key string, args ...any) { out = append(out, draftLack{part, p.T(key, args...)}) }
	today := procedure.DateOf(p.app.Now())
	shops, past := 0, false
	var pays, granted int64
	for _, d := range in.Points {
		granted += d.Amount
	}
	for _, o := range in.Orders {
		if o.Who == procedure.Shop && !o.Fee {
			shops++
			pays += o.Amount
		}
		past = past || o.Due.Before(today)
	}
	lost := in.Outcome == procedure.RuledDismissed || in.Outcome == procedure.RuledInadmissible
	switch {
	case in.Outcome == procedure.RuledPartly && in.FeeBy == "":
		miss(partFee, "jurist.lack.fee")
	case in.Outcome == procedure.RuledUpheld && shops == 0:
		miss(partOrders, "jurist.lack.order")
	case !lost && p.unordered(in) != "":
		miss(partOrders, "jurist.lack.unordered", "n", p.unordered(in))
	case lost && shops > 0, in.Outcome == procedure.RuledInadmissible && len(in.Orders) > 0:
		miss(partOrders, "jurist.lack.noorder")
	case pays != granted:
		miss(partOrders, "jurist.lack.sum", "pays", text.Amount(p.lang, pays), "granted", text.Amount(p.lang, granted))
	}
	if past {
		miss(partOrders, "jurist.lack.past")
	}
	return out
}

// filled says that a part has something in it.
func (p *filePage) filled(part string, in registry.RulingInput) bool {
	switch part {
	case partShort:
		return in.Text.Short != ""
	case partFacts:
		return in.Text.Facts != ""
	case partSides:
		return in.Text.ConsumerSays != "" && in.Text.ShopSays != ""
	case partLaw:
		return in.Text.Law != ""
	case partWhy:
		return in.Text.Why != ""
	case partPoints:
		return p.outcome(in) != ""
	case partFee:
		return p.feeBy(in) != ""
	}
	return len(p.withFee(p.final(in))) > 0
}

// partState says in a word whether a part is filled in.
func (p *filePage) partState(part string, in registry.RulingInput) string {
	if p.filled(part, in) {
		return p.T("jurist.part.filled")
	}
	return p.T("jurist.part.empty")
}
