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
	c "wederhoor/internal/web/component"
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
	in, _, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return err
	}
	p.readPart(part, f, &in)
	if !f.ok() {
		return p.desk(http.StatusUnprocessableEntity, part)
	}
	in.Outcome = p.outcome(in)
	if err := p.app.Clerk.KeepRulingDraft(p.Context(), p.file, in); err != nil {
		return err
	}
	return p.done(p.goTo(f.get("to"), part), "jurist_saved")
}

// goTo gives the page after a button of the draft.
func (p *filePage) goTo(to, part string) string {
	switch {
	case to == "overview":
		return p.base
	case to == "sign":
		return p.base + "/tekenen"
	case slices.Contains(draftParts, to):
		part = to
	}
	return p.base + "/ontwerp/" + part
}

// juristNotes keeps the adjudicator's own notes, which are in no ruling.
func juristNotes(p *filePage) error {
	f, err := p.parse()
	if err != nil {
		return err
	}
	in, _, err := p.app.Clerk.RulingDraft(p.Context(), p.file)
	if err != nil {
		return err
	}
	in.Notes = f.words("notes", mostRulingWords, "")
	if !f.ok() {
		return p.desk(http.StatusUnprocessableEntity, "")
	}
	if err := p.app.Clerk.KeepRulingDraft(p.Context(), p.file, in); err != nil {
		return err
	}
	return p.done(p.base, "jurist_saved")
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
		if pt.Amount > 0 && d.Amount > pt.Amount {
			f.wrong("amount-"+pt.ID, "err.jurist.amount.more", "amount", text.Amount(p.lang, pt.Amount))
		}
		switch {
		case d.Decision == "denied":
			d.Amount = 0
		case d.Decision == "granted" && d.Amount == 0: // all that was asked
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
	case procedure.RuledDismissed, procedure.RuledInadmissible:
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
	in.Notes = ""
	return in
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
		case d.Decision == "granted" && d.Amount < pt.Amount, d.Decision == "partly" && pt.Amount > 0 && d.Amount == pt.Amount:
			miss("jurist.lack.fit", "n", pt.ID)
		}
	}
	return out
}

func (p *filePage) lackingOrders(in registry.RulingInput) []draftLack {
	var out []draftLack
	miss := func(part, key string) { out = append(out, draftLack{part, p.T(key)}) }
	today := procedure.DateOf(p.app.Now())
	shops, past := 0, false
	for _, o := range in.Orders {
		if o.Who == procedure.Shop {
			shops++
		}
		past = past || o.Due.Before(today)
	}
	lost := in.Outcome == procedure.RuledDismissed || in.Outcome == procedure.RuledInadmissible
	switch {
	case in.Outcome == procedure.RuledPartly && in.FeeBy == "":
		miss(partFee, "jurist.lack.fee")
	case (in.Outcome == procedure.RuledUpheld || in.FeeBy == procedure.Shop) && shops == 0:
		miss(partOrders, "jurist.lack.order")
	case in.FeeBy == procedure.Shop && !p.ordersFee(in):
		miss(partOrders, "jurist.lack.feeorder")
	case lost && shops > 0:
		miss(partOrders, "jurist.lack.noorder")
	}
	if past {
		miss(partOrders, "jurist.lack.past")
	}
	return out
}

// ordersFee says that the shop is ordered to pay the fee back: as an order of its own, or within a larger amount.
func (p *filePage) ordersFee(in registry.RulingInput) bool {
	var ordered, granted int64
	for _, o := range in.Orders {
		if o.Who == procedure.Shop {
			ordered += o.Amount
			if o.Amount == p.file.Fee {
				return true
			}
		}
	}
	for _, d := range in.Points {
		granted += d.Amount
	}
	return ordered >= granted+p.file.Fee
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
	return len(in.Orders) > 0
}

// partState says in a word whether a part is filled in.
func (p *filePage) partState(part string, in registry.RulingInput) string {
	if p.filled(part, in) {
		return p.T("jurist.part.filled")
	}
	return p.T("jurist.part.empty")
}

// nextPart gives the part after this one; the last is followed by the page for signing.
func nextPart(part string) string {
	i := slices.Index(draftParts, part) + 1
	if i < len(draftParts) {
		return draftParts[i]
	}
	return "sign"
}

// partText is a part that is one text, as typed or as kept.
func (p *filePage) partText(name, kept string, rows int) c.TextareaView {
	v := p.areaField(name, p.T("jurist.label."+name), p.T("jurist.label."+name+".hint"), rows)
	if p.form == nil {
		v.Value = kept
	}
	if name == "short" {
		v.Count = p.T("jurist.words", "n", len(strings.Fields(v.Value)), "most", mostShortWords)
	}
	return v
}

// typed gives what was typed in a field; where nothing was sent, what is kept.
func (p *filePage) typed(name, kept string) string {
	if p.form != nil {
		if _, sent := p.form.values[name]; sent {
			return p.form.get(name)
		}
	}
	return kept
}

func (p *filePage) decisionRadios(pt registry.Point, d registry.PointInput) c.RadiosView {
	name := "decision-" + pt.ID
	v := c.RadiosView{ID: name, Name: name, Legend: p.T("jurist.decision"), LegendSize: c.SizeS, Error: p.form.errorOf(name), Value: p.typed(name, d.Decision), Small: true}
	for _, x := range pointDecisions {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("jurist.decision." + x)})
	}
	return v
}

func (p *filePage) moneyField(name, label, hint string, kept int64) c.InputView {
	v := c.InputView{
		ID: name, Name: name, Label: label, LabelSize: c.SizeS, Hint: hint, Error: p.form.errorOf(name), Value: p.typed(name, ""),
		Prefix: "€", Width: 10, InputMode: "decimal", NoSpell: true,
	}
	if p.form == nil && kept > 0 {
		v.Value = strings.TrimSpace(strings.TrimPrefix(text.Amount(p.lang, kept), "€"))
	}
	return v
}

func (p *filePage) evidenceBoxes(pt registry.Point, d registry.PointInput) c.CheckboxesView {
	name := "evidence-" + pt.ID
	v := c.CheckboxesView{ID: name, Name: name, Legend: p.T("jurist.evidence"), LegendSize: c.SizeS, Values: d.Evidence, Small: true}
	if p.form != nil {
		v.Values = p.form.all(name)
	}
	for _, doc := range p.file.Documents {
		v.Items = append(v.Items, c.ChoiceItem{Value: doc.Number, Label: doc.Number + ": " + doc.Name})
	}
	return v
}

// feeRadios ask who bears the fee, when the outcome leaves a choice.
func (p *filePage) feeRadios(in registry.RulingInput) c.RadiosView {
	v := c.RadiosView{ID: "fee_by", Name: "fee_by", Legend: p.T("jurist.fee.legend"), LegendSize: c.SizeS, Value: p.typed("fee_by", string(in.FeeBy))}
	for _, r := range twoParties {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: p.T("jurist.fee." + string(r))})
	}
	return v
}

// draftOrder is one thing that somebody has to do, as typed or as kept.
type draftOrder struct {
	N     int
	Kept  registry.OrderInput
	Fresh bool // an empty row
}

// orderRows are the orders of the draft, the fee where the shop bears it, and an empty row. What a ruling orders is
// done within OrderDays (rules 3.5), so that day stands there already.
func (p *filePage) orderRows(in registry.RulingInput) []draftOrder {
	due := procedure.NextWorkday(procedure.DateOf(p.app.Now()).AddDays(p.file.Rules().OrderDays))
	var rows []draftOrder
	add := func(o registry.OrderInput, fresh bool) { rows = append(rows, draftOrder{len(rows), o, fresh}) }
	for _, o := range in.Orders {
		add(o, false)
	}
	final := p.final(in)
	if len(in.Orders) == 0 && final.Outcome != procedure.RuledInadmissible {
		for _, pt := range p.file.Points {
			if d := in.Points[pt.ID]; d.Decision == "granted" || d.Decision == "partly" {
				add(registry.OrderInput{Who: procedure.Shop, Remedy: pt.Remedy, Amount: d.Amount, Due: due}, false)
			}
		}
	}
	if final.FeeBy == procedure.Shop && !p.ordersFee(in) {
		add(registry.OrderInput{Who: procedure.Shop, Remedy: "refund", Amount: p.file.Fee, Due: due, Words: p.app.Text.T(text.NL, "jurist.fee.order")}, false)
	}
	for range 2 {
		if len(rows) < mostRulingOrders {
			add(registry.OrderInput{Due: due}, true)
		}
	}
	return rows
}

func (r draftOrder) name(field string) string { return field + "-" + strconv.Itoa(r.N) }

func (p *filePage) orderWho(r draftOrder) c.RadiosView {
	name := r.name("who")
	kept := string(r.Kept.Who)
	if kept == "" {
		kept = "none"
	}
	v := c.RadiosView{ID: name, Name: name, Legend: p.T("jurist.order.who"), LegendSize: c.SizeS, Value: p.typed(name, kept), Small: true, Inline: true}
	for _, x := range []string{"shop", "consumer", "none"} {
		v.Items = append(v.Items, c.ChoiceItem{Value: x, Label: p.T("jurist.order.who." + x)})
	}
	return v
}

func (p *filePage) orderRemedy(r draftOrder) c.SelectView {
	name := r.name("remedy")
	v := c.SelectView{
		ID: name, Name: name, Label: p.T("jurist.order.remedy"), LabelSize: c.SizeS, Error: p.form.errorOf(name),
		Value: p.typed(name, string(r.Kept.Remedy)), Options: []c.Option{{Text: p.T("jurist.order.remedy.none")}},
	}
	for _, x := range procedure.Remedies {
		v.Options = append(v.Options, c.Option{Value: string(x), Text: p.T("remedy." + string(x))})
	}
	return v
}

func (p *filePage) orderDue(r draftOrder) c.DateView {
	v := p.dateField(r.name("due"), p.T("jurist.order.due"), "")
	if p.form == nil {
		v.Day, v.Month, v.Year = strconv.Itoa(r.Kept.Due.Day), strconv.Itoa(int(r.Kept.Due.Month)), strconv.Itoa(r.Kept.Due.Year)
	}
	return v
}

func (p *filePage) orderWords(r draftOrder) c.TextareaView {
	v := p.areaField(r.name("words"), p.T("jurist.order.words"), p.T("jurist.order.words.hint"), 2)
	if p.form == nil {
		v.Value = r.Kept.Words
	}
	return v
}

// orderTitle heads a row: its number, or that it is an empty one.
func (p *filePage) orderTitle(r draftOrder) string {
	if r.Fresh {
		return p.T("jurist.order.fresh", "n", r.N+1)
	}
	return p.T("jurist.order.n", "n", r.N+1)
}

// partName names the part to which a button leads.
func (p *filePage) partName(part string) string {
	if part == "sign" {
		return p.T("jurist.part.sign")
	}
	return p.T("jurist.part." + part)
}

func (p *filePage) pointWhy(pt registry.Point, d registry.PointInput) c.TextareaView {
	v := p.areaField("why-"+pt.ID, p.T("jurist.point.why"), "", 5)
	if p.form == nil {
		v.Value = d.Why
	}
	return v
}

// handledRadios ask whether the complaint can be handled at all; nothing is chosen beforehand.
func (p *filePage) handledRadios(in registry.RulingInput) c.RadiosView {
	value := ""
	switch {
	case p.form != nil:
		value = p.form.get("handled")
	case in.Outcome == procedure.RuledInadmissible:
		value = "no"
	case in.Outcome != "" || len(in.Points) > 0:
		value = "yes"
	}
	return p.yesNo("handled", "jurist.handled", value)
}

// keptText is what was kept of a part, for the hints.
func (p *filePage) keptText(v deskView) string {
	t := v.Draft.Text
	switch v.Part {
	case partShort:
		return t.Short
	case partFacts:
		return t.Facts
	case partSides:
		return t.ConsumerSays + "\n" + t.ShopSays
	case partLaw:
		return t.Law
	case partWhy:
		return t.Why
	case partPoints:
		var all []string
		for _, pt := range p.file.Points {
			all = append(all, v.Draft.Points[pt.ID].Why)
		}
		return strings.Join(all, "\n")
	}
	return ""
}

// hintWords say what could be plainer.
func (p *filePage) hintWords(h plainHint) string {
	if h.Hard != "" {
		return p.T("jurist.hint.word", "word", h.Hard, "plain", h.Plain)
	}
	return p.T("jurist.hint.long", "n", h.Words, "sentence", h.Sentence)
}
