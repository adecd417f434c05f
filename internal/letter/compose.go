package letter

import (
	"strings"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

// Facts are what a letter is composed of when it is sent.
type Facts struct {
	Lang     text.Lang
	Now      time.Time
	House    House
	Case     string          // reference
	State    procedure.State // caught up to Now
	Name     string          // salutation
	Shop     string
	Customer string
	Order    string
	Reason   string // the text that Data.Reason refers to
	Address  string // of the recipient, where a letter names it
	Links    Links
	Log      string // signed checkpoint of the log, for the footer
}

// House is the trustmark as letters name it.
type House struct {
	Trustmark string
	Phone     string
	Domain    string
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
		return !s.Has(procedure.TaskAnswer)
	case "m40-remedy-asked":
		return !s.Has(procedure.TaskRemedy)
	case "m41-proof-shown":
		return !s.Has(procedure.TaskObject)
	}
	return false
}

// Compose gives the words' data of a letter to a party. Dates of terms that the letter itself begins are computed
// as of now, so that the letter names the day that will hold when it is accepted (rules 1.1).
func Compose(c *text.Catalog, slug string, to procedure.Role, task procedure.TaskKind, d Data, f Facts) text.LetterData {
	tr := func(key string) string { return c.T(f.Lang, key) }
	out := text.LetterData{
		Trustmark: f.House.Trustmark, Phone: f.House.Phone, Domain: f.House.Domain,
		Case: f.Case, Name: f.Name, Shop: f.Shop, Customer: f.Customer, Order: f.Order,
		Reason: f.Reason, Address: f.Address, Link: f.Links.Page, Checkpoint: f.Log,
		Reopen: d.Reopen, Final: d.Final, Contested: d.Contested, HasPromise: !f.State.Promise.IsZero(),
	}
	out.Other = f.Shop
	if to == procedure.Shop {
		out.Other = f.Customer
	}
	if d.Sender != "" {
		out.Sender = f.Shop
		if d.Sender == procedure.Consumer {
			out.Sender = f.Customer
		}
	}
	if f.State.Case.Category != "" {
		out.Problem = tr("category." + string(f.State.Case.Category))
		out.Wish = WishSentence(c, f.Lang, f.State.Case.Remedy, f.State.Case.Amount)
	}
	if d.Offer != nil {
		out.Offer = OfferSentence(c, f.Lang, *d.Offer)
		out.Agreement = out.Offer
	}
	if d.Ground != "" {
		out.Ground, out.Help = tr("ground."+string(d.Ground)), tr("groundhelp."+string(d.Ground))
	}
	if d.Outcome != "" {
		out.Outcome = OutcomeSentence(c, f.Lang, d.Outcome, d.Fact)
	}
	dates(&out, slug, task, d, f)
	if f.Links.Buttons[0] != "" {
		out.Link1, out.Link2, out.Link3 = f.Links.Buttons[0], f.Links.Buttons[1], f.Links.Buttons[2]
	}
	return out
}

// dates fills in the days that a letter names.
func dates(out *text.LetterData, slug string, task procedure.TaskKind, d Data, f Facts) {
	day := func(x procedure.Date) string {
		if x.IsZero() {
			return ""
		}
		return text.Date(f.Lang, x.Start())
	}
	date := d.Date
	if kind := cmpTask(task, d.Task); kind != "" && date.IsZero() {
		if kind == procedure.TaskNotice {
			kind = procedure.TaskAnswer
		}
		date, _ = f.State.WouldEnd(kind, d.About, f.Now)
	}
	out.Date = day(date)
	switch slug {
	case "m06-choice", "m07-choice-reminder":
		out.Date2 = day(f.State.ResumeUntil(f.Now))
	case "m28-paused":
		out.Date2 = out.Date
	case "m18-closed":
		out.Date = day(procedure.DateOf(f.State.EndedAt).AddMonths(12 * f.State.Rules.KeepYears))
		out.Date2 = day(f.State.ReopenWould(f.Now))
		out.Link = f.Links.Survey
		out.Link1 = f.Links.Page
	case "m43-reached":
		out.Date2 = day(d.Date)
		answer, _ := f.State.WouldEnd(procedure.TaskAnswer, "", f.Now)
		out.Date = day(answer)
	}
}

func cmpTask(a, b procedure.TaskKind) procedure.TaskKind {
	if a != "" {
		return a
	}
	return b
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
	parts := []string{c.T(l, "offer.does."+string(o.Remedy), "amount", text.Amount(l, o.Amount), "date", text.Date(l, o.Due.Start()))}
	if o.Return != "" {
		parts = append(parts, c.T(l, "offer.return."+o.Return))
	}
	return strings.Join(parts, " ")
}

// OutcomeSentence says how a dispute ended, with the fact beside an agreement (rules 4.2).
func OutcomeSentence(c *text.Catalog, l text.Lang, o procedure.Outcome, fact string) string {
	s := c.T(l, "outcome."+string(o))
	if fact != "" {
		s += " " + c.T(l, "fact."+fact)
	}
	return s
}
