package letter

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

// Facts are what a letter is composed of when it is sent.
type Facts struct {
	Lang        text.Lang
	Now         time.Time
	House       House
	Case        string          // reference
	State       procedure.State // caught up to Now
	Name        string          // salutation
	Shop        string
	Customer    string
	Order       string
	Reason      string // the text that Data.Reason refers to
	Mediator    string // name of who mediates now; "" for nobody
	Adjudicator string // name of who adjudicates now; "" for nobody
	Address     string // of the recipient, where a letter names it
	Links       Links
	Log         string // signed checkpoint of the log, for the footer
}

// House is the trustmark as letters name it.
type House struct {
	Trustmark  string
	Phone      string
	Domain     string
	VATPercent int // in the fee, in percent; 0: none is named
}

// Links are the addresses that the buttons of a letter lead to.
type Links struct {
	Page    string    // the case, or where to act
	Survey  string    // the three questions
	Buttons [3]string // of a letter with answers to choose from
}

// Stale says that a letter that has not left yet no longer tells the truth, so that it must not leave: the
// reminder of what has been answered, the question that was withdrawn (invariant 27).
func Stale(slug string, d Data, s procedure.State) bool {
	switch slug {
	case "m03-notice":
		return !s.Has(procedure.TaskNotice) && !s.Has(procedure.TaskPhone) && !s.Has(procedure.TaskPost)
	case "m04-reminder-first", "m05-reminder-last":
		return s.ShopAnswered || !s.Has(procedure.TaskAnswer)
	case "m06-choice", "m07-choice-reminder", "m38-choice-lapsed":
		return !s.Has(procedure.TaskChoice)
	case "m08-extension-consumer", "m08-extension-shop":
		return !s.Has(procedure.TaskExtension)
	case "m17-compliance-consumer", "m39-compliance-reminder":
		return !s.Has(procedure.TaskConfirm)
	case "m17-compliance-shop":
		return s.DoneReported || !s.Has(procedure.TaskConfirm)
	case "m22-offer":
		_, open := s.OfferByID(d.About)
		return !open
	case "m24-shop-says-solved":
		return !s.SolvedSaid
	case "m28-paused", "m28-paused-shop":
		return !s.Has(procedure.TaskResume)
	case "m33-not-ours-rejected":
		return d.Task == procedure.TaskAnswer && !s.Has(procedure.TaskAnswer)
	case "m40-remedy-asked":
		return !s.Has(procedure.TaskRemedy)
	case "m41-proof-shown":
		return !s.Has(procedure.TaskObject)
	}
	return staleLater(slug, d, s)
}

// Compose gives the words' data of a letter to a party. Dates of terms that the letter itself begins are computed
// as of now, so that the letter names the day that will hold when it is accepted (rules 1.1).
func Compose(c *text.Catalog, slug string, to procedure.Role, task procedure.TaskKind, d Data, f Facts) text.LetterData {
	tr := func(key string) string { return c.T(f.Lang, key) }
	out := text.LetterData{
		Trustmark: f.House.Trustmark, Phone: f.House.Phone, Domain: f.House.Domain,
		Case: f.Case, Name: f.Name, Shop: f.Shop, Customer: f.Customer, Order: f.Order,
		Reason: f.Reason, Address: f.Address, Link: f.Links.Page, Checkpoint: f.Log,
		Mediator: f.Mediator, Adjudicator: f.Adjudicator,
		Reopen: d.Reopen, Final: d.Final, Contested: d.Contested, HasPromise: !f.State.Promise.IsZero(),
		ToShop: to == procedure.Shop, Ruled: d.Ruled, Both: d.Both, Again: d.Again, Granted: d.Granted,
		Advised: f.State.Room.Advised, ToRuling: f.State.AgreedIn == procedure.Mediation || f.State.AgreedIn == procedure.Ruling,
	}
	out.Other = f.Shop
	if to == procedure.Shop {
		out.Other = f.Customer
	}
	if d.Sender != "" {
		out.Sender = senderName(c, d.Sender, f)
	}
	if f.State.Case.Category != "" {
		out.Problem = tr("category." + string(f.State.Case.Category))
		out.Wish = WishSentence(c, f.Lang, f.State.Case.Remedy, f.State.Case.Amount)
	}
	if d.Offer != nil {
		out.Offer = OfferSentence(c, f.Lang, *d.Offer)
		out.Agreement = out.Offer
	}
	switch {
	case d.Orders:
		out.Agreement = OrdersSentence(c, f.Lang, f.State.File.Orders, procedure.Shop, procedure.Consumer)
	case d.Owes:
		out.Agreement = OwedSentence(c, f.Lang, f.State)
	case d.Ruled:
		out.Agreement = OrdersSentence(c, f.Lang, f.State.File.Orders, procedure.Shop)
	}
	if _, open := f.State.OfferBy(procedure.Shop); open {
		out.OpenOffer = true
	}
	if d.Ground != "" {
		out.Ground, out.Help = tr("ground."+string(d.Ground)), tr("groundhelp."+string(d.Ground))
	}
	ends(c, &out, to, d, f)
	money(c, &out, d, f)
	dates(&out, slug, to, task, d, f)
	if f.Links.Buttons[0] != "" {
		out.Link1, out.Link2, out.Link3 = f.Links.Buttons[0], f.Links.Buttons[1], f.Links.Buttons[2]
	}
	if to == procedure.Adjudicator {
		return names(out)
	}
	return out
}

// names leaves to an adjudicator no more than the letter itself says: a case that is not open to them yet stays shut
// (rules 3.3), and nothing of mediation reaches them (rules 2.2).
func names(d text.LetterData) text.LetterData {
	return text.LetterData{
		Trustmark: d.Trustmark, Phone: d.Phone, Domain: d.Domain, Case: d.Case, Name: d.Name, Shop: d.Shop,
		Customer: d.Customer, Sender: d.Sender, Date: d.Date, Link: d.Link, Checkpoint: d.Checkpoint,
	}
}

// senderName names who wrote, as it begins a sentence.
func senderName(c *text.Catalog, who procedure.Role, f Facts) string {
	switch who {
	case procedure.Consumer:
		return f.Customer
	case procedure.Mediator:
		return cmp.Or(f.Mediator, c.T(f.Lang, "letter.mediator"))
	case procedure.Shop, procedure.Adjudicator, procedure.Quality, procedure.Administrator, procedure.System, procedure.Public:
	}
	return f.Shop
}

// ends says how the mediation or the dispute ended, as the reader hears it.
func ends(c *text.Catalog, out *text.LetterData, to procedure.Role, d Data, f Facts) {
	as := ".consumer"
	if to == procedure.Shop {
		as = ".shop"
	}
	if slices.Contains(concludedHows, d.How) {
		out.How = c.T(f.Lang, "concluded."+d.How+as)
	}
	if d.Outcome == "" {
		return
	}
	out.Outcome = c.T(f.Lang, "outcome."+string(d.Outcome)+as)
	if d.Fact != "" {
		out.Fact = factSentence(c, f.Lang, d.Outcome, d.Fact)
	}
	if d.Did != "" {
		out.Fact = strings.TrimSpace(out.Fact + " " + c.T(f.Lang, "fact.owed."+d.Did))
	}
}

var concludedHows = append([]string{"left"}, procedure.ConcludedHows...)

// money fills in the price of a ruling, what was paid with the VAT in it, and what goes back and why.
func money(c *text.Catalog, out *text.LetterData, d Data, f Facts) {
	out.Fee = text.AmountRound(f.Lang, f.State.Rules().FeeCents)
	if d.Cents == 0 {
		return
	}
	out.Amount, out.Receipt = text.Amount(f.Lang, d.Cents), d.Receipt
	if f.House.VATPercent > 0 {
		out.VAT = text.Amount(f.Lang, VATIn(d.Cents, f.House.VATPercent)) + " (" + strconv.Itoa(f.House.VATPercent) + "%)"
	}
	if d.Why != "" {
		out.How = c.T(f.Lang, "refund.why."+d.Why)
	}
}

// VATIn gives the VAT that is in an amount, in cents, half a cent rounded up.
func VATIn(cents int64, percent int) int64 {
	whole := int64(100 + percent)
	return (2*cents*int64(percent) + whole) / (2 * whole)
}

// dates fills in the days that a letter names.
func dates(out *text.LetterData, slug string, to procedure.Role, task procedure.TaskKind, d Data, f Facts) {
	day := func(x procedure.Date) string {
		if x.IsZero() {
			return ""
		}
		return text.Date(f.Lang, x.Start())
	}
	would := func(k procedure.TaskKind) string {
		date, _ := f.State.WouldEnd(k, "", f.Now)
		return day(date)
	}
	date := d.Date
	if kind := cmp.Or(task, d.Task); kind != "" && date.IsZero() {
		switch {
		case kind == procedure.TaskNotice:
			kind = procedure.TaskAnswer
		case kind == procedure.TaskLook && f.State.Has(procedure.TaskMediator): // the mediator has not written yet
			kind = procedure.TaskMediator
		}
		date, _ = f.State.WouldEnd(kind, d.About, f.Now)
		if (kind == procedure.TaskLook || kind == procedure.TaskMediator) && date.Before(procedure.DateOf(f.Now)) {
			date = procedure.Date{} // the mediator is late: no letter promises a day that is over
		}
	}
	out.Date = day(date)
	switch slug {
	case "m06-choice", "m07-choice-reminder":
		out.Date2 = day(f.State.ResumeUntil(f.Now))
	case "m28-paused", "m56-mediation-stopped":
		out.Date2 = out.Date
	case "m17-compliance-consumer", "m17-compliance-shop":
		out.Date2 = would(procedure.TaskConfirm)
	case "m18-closed", "m31-withdrawn", "m31-withdrawn-shop", "m34-refused", "m34-refused-shop":
		out.Date = day(procedure.DateOf(f.State.EndedAt).AddMonths(12 * f.State.Rules().KeepYears))
		out.Date2 = day(f.State.ReopenWould(f.Now))
		out.Link = f.Links.Survey
		out.Link1 = f.Links.Page
	case "m33-not-ours-rejected-consumer":
		out.Date2 = would(procedure.TaskChoice)
	case "m43-reached":
		out.Date2 = day(d.Date)
		out.Date = would(procedure.TaskAnswer)
	case "m69-challenge-judged":
		if t, _ := f.State.Main(); !d.Granted && t.Who == to {
			out.Date2 = day(t.LastDay)
		}
	}
}

// WishSentence says in words what the consumer asks, with the amount in it where money is asked.
func WishSentence(c *text.Catalog, l text.Lang, r procedure.Remedy, cents int64) string {
	w := c.T(l, "remedy."+string(r))
	if cents > 0 && r.AsksMoney() {
		w += " (" + text.Amount(l, cents) + ")"
	}
	return w
}

// OfferSentence says in words what is offered, by when, and who pays for sending back.
func OfferSentence(c *text.Catalog, l text.Lang, o procedure.Offer) string {
	key := "offer.does." + string(o.Remedy)
	if o.By == procedure.Mediator && o.Remedy == "other" {
		key = "proposal.does.other"
	}
	parts := []string{c.T(l, key, "amount", text.Amount(l, o.Amount), "date", text.Date(l, o.Due.Start()))}
	if o.Return != "" {
		parts = append(parts, c.T(l, "offer.return."+o.Return))
	}
	return strings.Join(parts, " ")
}

// OrderSentence says in words what a ruling orders a party to do, and by when.
func OrderSentence(c *text.Catalog, l text.Lang, o procedure.Order) string {
	does := string(o.Remedy)
	switch {
	case o.Fee:
		does = "fee"
	case o.Amount > 0:
		does = "pay"
	}
	return c.T(l, "order."+string(o.Who)+"."+does, "amount", text.Amount(l, o.Amount), "date", text.Date(l, o.Due.Start()))
}

// OrdersSentence says in words all that a ruling orders some parties to do.
func OrdersSentence(c *text.Catalog, l text.Lang, orders []procedure.Order, who ...procedure.Role) string {
	var parts []string
	for _, o := range orders {
		if slices.Contains(who, o.Who) {
			parts = append(parts, OrderSentence(c, l, o))
		}
	}
	return strings.Join(parts, " ")
}

// OrderWords says what a ruling orders in our sentence, with the words that its adjudicator added, and the correction
// that it is from, "" for none.
func OrderWords(c *text.Catalog, l text.Lang, o procedure.Order, words, from string) string {
	out := OrderSentence(c, l, o)
	if words != "" {
		out += " " + words
	}
	if from != "" {
		out += " (" + c.T(l, "order.corrected", "number", from) + ")"
	}
	return out
}

// OwedSentence says in words what the consumer has to do by a ruling or an agreement; for an agreement whose words say it,
// where those stand.
func OwedSentence(c *text.Catalog, l text.Lang, s procedure.State) string {
	if s.File.Ruled() {
		return OrdersSentence(c, l, s.File.Orders, procedure.Consumer)
	}
	return c.T(l, "agreement.owed", "date", text.Date(l, s.Agreement.Due.Start()))
}

// OutcomeSentence says how a dispute ended, with the fact beside an agreement or a ruling (rules 4.2), in words that
// are the same for everybody.
func OutcomeSentence(c *text.Catalog, l text.Lang, o procedure.Outcome, fact string) string {
	s := c.T(l, "outcome."+string(o))
	if fact != "" {
		s += " " + factSentence(c, l, o, fact)
	}
	return s
}

// factSentence says what became of an agreement or of a ruling.
func factSentence(c *text.Catalog, l text.Lang, o procedure.Outcome, fact string) string {
	if slices.Contains(procedure.RuledOutcomes, o) {
		return c.T(l, "fact.ruling."+fact)
	}
	return c.T(l, "fact."+fact)
}
