package web

import (
	"slices"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
)

// answers are what a consumer has filled in so far; they are stored as JSON with the draft.
type answers struct {
	Told        string         `json:"told,omitempty"` // yes, no
	ToldOn      procedure.Date `json:"told_on,omitzero"`
	ToldMonth   bool           `json:"told_month,omitempty"` // only the month is known
	ToldHow     string         `json:"told_how,omitempty"`
	ToldText    string         `json:"told_text,omitempty"`
	Elsewhere   string         `json:"elsewhere,omitempty"` // none, bank, court, other
	PaidBack    bool           `json:"paid_back,omitempty"`
	Category    string         `json:"category,omitempty"`
	Order       string         `json:"order,omitempty"`
	Purchase    procedure.Date `json:"purchase,omitzero"`
	MonthOnly   bool           `json:"month_only,omitempty"`
	Product     string         `json:"product,omitempty"`
	Paid        int64          `json:"paid,omitempty"` // cents
	PaidWith    string         `json:"paid_with,omitempty"`
	Business    string         `json:"business,omitempty"` // yes, no
	Story       string         `json:"story,omitempty"`
	First       string         `json:"first,omitempty"`
	Then        string         `json:"then,omitempty"`
	Remedy      string         `json:"remedy,omitempty"`
	Amount      int64          `json:"amount,omitempty"` // cents
	Wish        string         `json:"wish,omitempty"`
	Name        string         `json:"name,omitempty"`
	Salutation  string         `json:"salutation,omitempty"`
	Email       string         `json:"email,omitempty"`
	Phone       string         `json:"phone,omitempty"`
	Lang        string         `json:"lang,omitempty"`
	Helper      string         `json:"helper,omitempty"`
	HelperMail  string         `json:"helper_mail,omitempty"`
	HelperOK    bool           `json:"helper_ok,omitempty"`
	Done        []string       `json:"done,omitempty"`    // steps that were answered
	Counted     []string       `json:"counted,omitempty"` // steps that were counted as passed
	Nonetheless bool           `json:"nonetheless,omitempty"`
	Sent        bool           `json:"sent,omitempty"` // waits for the code
	Same        bool           `json:"same,omitempty"` // found when it was sent: the same complaint is there already

	// Typed is what was kept of steps that are not finished, as it was typed: by step, then by field.
	Typed map[string]map[string][]string `json:"typed,omitempty"`
}

// step is one page of the intake: one question (screens.md 2).
type step struct {
	name  string // in the path, and in the catalogue under "intake." + name
	parse func(f *form, a *answers)
}

// steps are the seven pages, in order; the seventh is the check of all answers.
var steps = []step{
	{"told", parseTold},
	{"problem", parseProblem},
	{"order", parseOrder},
	{"story", parseStory},
	{"wish", parseWish},
	{"you", parseYou},
	{"check", func(*form, *answers) {}},
}

const (
	storyMost = 2000
	lineMost  = 200
	noteMost  = 1000
)

func stepIndex(name string) int {
	for i, s := range steps {
		if s.name == name {
			return i
		}
	}
	return -1
}

func (a *answers) did(step string) {
	if !a.has(step) {
		a.Done = append(a.Done, step)
	}
}

func (a *answers) has(step string) bool {
	return slices.Contains(a.Done, step)
}

// next gives the first step that was not answered yet; the check when all were.
func (a *answers) next() string {
	for _, s := range steps[:len(steps)-1] {
		if !a.has(s.name) {
			return s.name
		}
	}
	return steps[len(steps)-1].name
}

var (
	yesNo      = []string{"yes", "no"}
	elsewheres = []string{"none", "bank", "court", "other"}
	tellHows   = []string{"email", "form", "phone", "chat", "other"}
	payWiths   = []string{"ideal", "card", "paypal", "klarna", "invoice", "other"}
)

func parseTold(f *form, a *answers) {
	a.Told = one(f, "told", yesNo, "err.told")
	a.ToldOn, a.ToldMonth, a.ToldHow, a.ToldText = procedure.Date{}, false, "", ""
	if a.Told == "yes" {
		a.ToldOn, a.ToldMonth = f.date("told_on", true, true)
		if a.ToldOn.After(procedure.DateOf(f.q.app.Now())) {
			f.wrong("told_on", "err.date.future")
		}
		a.ToldHow = one(f, "told_how", tellHows, "err.told_how")
		a.ToldText = f.words("told_text", storyMost, "")
	}
	a.Elsewhere = one(f, "elsewhere", elsewheres, "err.elsewhere")
	a.PaidBack = a.Elsewhere == "bank" && f.get("paid_back") == "yes"
}

func parseProblem(f *form, a *answers) {
	before := a.Category
	a.Category = string(one(f, "category", procedure.Categories, "err.category"))
	if before != a.Category { // the wish fits the problem: ask it anew
		a.Remedy = ""
		a.Done = slices.DeleteFunc(a.Done, func(s string) bool { return s == "wish" })
	}
}

func parseOrder(f *form, a *answers) {
	a.Order = f.line("order", 80, "")
	a.Purchase, a.MonthOnly = f.date("purchase", true, true)
	if a.Purchase.After(procedure.DateOf(f.q.app.Now())) {
		f.wrong("purchase", "err.date.future")
	}
	a.Product = f.line("product", lineMost, "err.product")
	a.Paid = f.amount("paid", false)
	a.PaidWith = one(f, "paid_with", payWiths, "err.paid_with")
	a.Business = one(f, "business", yesNo, "err.business")
}

func parseStory(f *form, a *answers) {
	a.Story = f.words("story", storyMost, "err.required.story")
	a.First = f.words("first", lineMost, "")
	a.Then = f.words("then", lineMost, "")
}

func parseWish(f *form, a *answers) {
	a.Remedy = string(one(f, "remedy", procedure.RemediesFor(procedure.Category(a.Category)), "err.remedy"))
	a.Amount = 0
	if procedure.Remedy(a.Remedy).AsksMoney() {
		a.Amount = f.amount("amount", true)
	}
	a.Wish = f.words("wish", noteMost, "")
	if a.Remedy == "other" && a.Wish == "" {
		f.wrong("wish", "err.wish")
	}
}

func parseYou(f *form, a *answers) {
	a.Name = f.line("name", 100, "err.name")
	a.Salutation = f.line("salutation", 30, "")
	a.Email = f.email("email")
	a.Phone = f.line("phone", 30, "")
	a.Lang = one(f, "lang", []string{"nl", "en"}, "err.lang")
	a.Helper, a.HelperMail, a.HelperOK = f.line("helper", 100, ""), "", f.get("helper_ok") == "yes"
	if a.Helper != "" {
		a.HelperMail = f.email("helper_mail")
		if !a.HelperOK {
			f.wrong("helper_ok", "err.helper_ok")
		}
	}
}

// intake gives the facts on which the grounds for refusal are judged (rules 0.4).
func (a answers) intake(since, until procedure.Date, same bool, now time.Time) procedure.Intake {
	return procedure.Intake{
		Purchase: a.Purchase, Told: a.ToldOn, AmountCents: max(a.Amount, a.Paid),
		Business: a.Business == "yes", Court: a.Elsewhere == "court", PaidBack: a.PaidBack, Same: same,
		MemberSince: since, MemberUntil: until, Now: now,
	}
}

// complaint gives the complaint as it is kept.
func (a answers) complaint() registry.Complaint {
	c := registry.Complaint{
		Category: procedure.Category(a.Category), Remedy: procedure.Remedy(a.Remedy), Amount: a.Amount,
		Purchase: a.Purchase, Told: a.ToldOn, Order: a.Order, Product: a.Product, PaidCents: a.Paid,
		PaidWith: a.PaidWith, Story: a.Story, Wish: a.Wish, TellHow: a.ToldHow, TellText: a.ToldText,
		MonthOnly: a.MonthOnly, Salutation: a.Salutation, Elsewhere: a.Elsewhere,
	}
	for _, s := range []string{a.First, a.Then} {
		if s != "" {
			c.Steps = append(c.Steps, s)
		}
	}
	if a.Helper != "" {
		c.Helper = a.Helper + " <" + a.HelperMail + ">"
	}
	return c
}
