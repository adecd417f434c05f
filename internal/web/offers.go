package web

import (
	"regexp"
	"strconv"

	"wederhoor/internal/fault"
	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// Offers are made, answered and accepted by both parties in the same way (rules 1.2): these parts are shared by the
// pages of the consumer and of the shop.

// offerRemedies are what can be offered; who pays for sending back is a question of its own.
var offerRemedies = []procedure.Remedy{"deliver", "resend", "repair", "refund", "part_refund", "explain", "other"}

// returnPayers answer who pays for sending back; none is no sending back.
var returnPayers = []string{"none", "shop", "consumer"}

// mostOfferWords bounds the free text beside an offer, in characters.
const mostOfferWords = 2000

var offerID = regexp.MustCompile(`^[a-z0-9]{16,40}$`)

// makeOffer makes the offer in the form. False without an error when the page is to be shown again.
func (q *request) makeOffer(v registry.View) (bool, error) {
	o, words := q.readOffer()
	if !q.form.ok() {
		return false, nil
	}
	err := q.app.Clerk.Act(q.Context(), v.Viewer, v.ID, q.form.version(), func(w *registry.Writing) procedure.Command {
		o.Text = w.Text(registry.KindOffer, words)
		return procedure.MakeOffer{Offer: o}
	})
	if r, ok := procedure.IsRefusal(err); ok && r.Code == procedure.Already {
		return true, nil // the button was pressed twice
	}
	return q.acted(err)
}

// acted sorts what an act gave back: done; to be shown again with the error on the form; or an error page.
func (q *request) acted(err error) (bool, error) {
	switch {
	case err == nil:
		return true, nil
	case q.again(err):
		return false, nil
	default:
		return false, err
	}
}

func (q *request) readOffer() (procedure.Offer, string) {
	f := q.form
	o := procedure.Offer{ID: f.get("offer"), Remedy: one(f, "remedy", offerRemedies, "err.offer.remedy")}
	if !offerID.MatchString(o.ID) {
		o.ID = registry.PublicID()
	}
	if o.Remedy.AsksMoney() {
		o.Amount = f.amount("amount", true)
	}
	o.Due, _ = f.date("due", true, false)
	if !o.Due.IsZero() && o.Due.Before(procedure.DateOf(q.app.Now())) {
		f.wrong("due", "err.offer.due")
	}
	if f.get("return") != "" {
		if r := one(f, "return", returnPayers, "err.offer.return"); r != "none" {
			o.Return = r
		}
	}
	missing := ""
	if o.Remedy == "other" || o.Remedy == "explain" {
		missing = "err.offer.words"
	}
	return o, f.words("words", mostOfferWords, missing)
}

// offerOf gives an open offer of a view. fault.Refused with the reason when it is no longer open.
func offerOf(v registry.View, id string) (registry.OfferView, error) {
	for _, o := range v.Offers {
		if o.ID == id {
			return o, nil
		}
	}
	return registry.OfferView{}, fault.Wrap(fault.Refused, &procedure.Refusal{Code: procedure.OfferGone, Rule: "1.2"})
}

// closeOffer declines or withdraws an offer, as the command says.
func (q *request) closeOffer(v registry.View, command procedure.Command) error {
	return q.app.Clerk.Act(q.Context(), v.Viewer, v.ID, q.form.version(), func(*registry.Writing) procedure.Command { return command })
}

// acceptOffer accepts an offer when the typed code fits. False without an error when the page is to be shown again.
func (q *request) acceptOffer(v registry.View, id string) (bool, error) {
	err := q.actByCode(v, "accept", id, func(*registry.Writing) procedure.Command { return procedure.AcceptOffer{ID: id} })
	switch {
	case err == nil:
		return true, nil
	case q.wrongCode(err):
		return false, nil
	default:
		return false, err
	}
}

// askAccept mails the code with which the viewer accepts this very offer.
func (q *request) askAccept(v registry.View, id string) error { return q.askActCode(v, "accept", id) }

// offerView gives an offer as the viewer reads it: whose it is, what it does, by when, until when it stands.
func (q *request) offerView(v registry.View, o registry.OfferView) c.OfferView {
	out := c.OfferView{
		ID:    "offer-" + o.ID,
		From:  q.T("offer.from."+seenFrom(v.Viewer.Actor.Role, o.By), "date", q.day(o.Until)),
		Title: letter.OfferSentence(q.app.Text, q.lang, o.Offer),
		Note:  o.Words,
	}
	if o.By == v.Viewer.Actor.Role {
		out.Past = true
	}
	return out
}

// questionPath is where something can be asked about an offer: to the other, or in mediation to everyone.
func questionPath(v registry.View) string {
	switch {
	case v.May(procedure.SendMessage{}):
		return "/bericht"
	case v.May(procedure.SendJoint{}):
		return "/bemiddeling"
	}
	return ""
}

// agreementText says what was agreed.
func (q *request) agreementText(o procedure.Offer) string {
	return letter.OfferSentence(q.app.Text, q.lang, o)
}

// versionField is the hidden version of the case that each form of a case carries.
func versionField(v registry.View) c.Hidden {
	return c.Hidden{Name: "version", Value: strconv.FormatInt(v.Version, 10)}
}

// offerNumber keeps an offer that is sent twice one offer.
func (q *request) offerNumber() c.Hidden {
	id := q.form.get("offer")
	if id == "" {
		id = registry.PublicID()
	}
	return c.Hidden{Name: "offer", Value: id}
}

func (q *request) offerAmount() c.InputView {
	return c.InputView{
		ID: "amount", Name: "amount", Label: q.T("offer.amount"), Hint: q.T("offer.amount.hint"), Error: q.form.errorOf("amount"),
		Value: q.form.get("amount"), Prefix: "€", Width: 10, InputMode: "decimal", NoSpell: true,
	}
}

func (q *request) offerRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "remedy", Name: "remedy", Legend: q.T("offer.remedy"), LegendSize: c.SizeS, Error: q.form.errorOf("remedy"), Value: q.form.get("remedy"),
	}
	for _, r := range offerRemedies {
		v.Items = append(v.Items, c.ChoiceItem{Value: string(r), Label: q.T("remedy." + string(r))})
	}
	return v
}

func (q *request) returnRadios() c.RadiosView {
	v := c.RadiosView{
		ID: "return", Name: "return", Legend: q.T("offer.return"), LegendSize: c.SizeS, Error: q.form.errorOf("return"), Value: q.form.get("return"),
	}
	if v.Value == "" {
		v.Value = "none"
	}
	for _, r := range returnPayers {
		v.Items = append(v.Items, c.ChoiceItem{Value: r, Label: q.T("offer.return.is." + r)})
	}
	return v
}

// dateField is a day in three fields, as typed.
func (q *request) dateField(name, legend, hint string) c.DateView {
	f := q.form
	return c.DateView{
		ID: name, Name: name, Legend: legend, LegendSize: c.SizeS, Hint: hint, Error: f.errorOf(name),
		DayLabel: q.T("word.day"), MonthLabel: q.T("word.month"), YearLabel: q.T("word.year"),
		Day: f.get(name + "-day"), Month: f.get(name + "-month"), Year: f.get(name + "-year"),
	}
}

// areaField is a text of several lines, as typed.
func (q *request) areaField(name, label, hint string, rows int) c.TextareaView {
	return c.TextareaView{
		ID: name, Name: name, Label: label, LabelSize: c.SizeS, Hint: hint, Error: q.form.errorOf(name), Value: q.form.get(name), Rows: rows,
	}
}

// codeField is the field for the six digits.
func (q *request) codeField() c.CodeView {
	return c.CodeView{
		ID: "code", Name: "code", Label: q.T("verify.code"), LabelSize: c.SizeS, Hint: q.T("code.hint"), Error: q.form.errorOf("code"),
		Value: q.form.get("code"),
	}
}

// feeOnAgreement says what becomes of the fee of the ruling when an offer is accepted now (rules 3.7).
func (q *request) feeOnAgreement(v registry.View) string {
	end := "stays"
	if v.FeeBackOnAgreement() {
		end = "back"
	}
	if v.Viewer.Actor.Role == procedure.Shop {
		end += ".shop"
	}
	return q.T("offer.accept.fee."+end, "fee", text.AmountRound(q.lang, procedure.CurrentRules().FeeCents))
}
