package web

import (
	"maps"
	"strconv"
	"strings"

	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

// fill gives the fields of a step as they were answered, so that a page is always drawn from a form.
func (a *answers) fill(step string, l text.Lang) map[string][]string {
	if typed, ok := a.Typed[step]; ok {
		return maps.Clone(typed)
	}
	v := map[string][]string{}
	put := func(name, value string) {
		if value != "" {
			v[name] = []string{value}
		}
	}
	switch step {
	case "told":
		put("told", a.Told)
		fillDate(v, "told_on", a.ToldOn, a.ToldMonth)
		put("told_how", a.ToldHow)
		put("told_text", a.ToldText)
		put("elsewhere", a.Elsewhere)
		put("paid_back", ticked(a.PaidBack))
	case "problem":
		put("category", a.Category)
	case "order":
		put("order", a.Order)
		fillDate(v, "purchase", a.Purchase, a.MonthOnly)
		put("product", a.Product)
		put("paid", typedAmount(l, a.Paid))
		put("paid_with", a.PaidWith)
		put("business", a.Business)
	case "story":
		put("story", a.Story)
		put("first", a.First)
		put("then", a.Then)
	case "wish":
		put("remedy", a.Remedy)
		put("amount", typedAmount(l, a.Amount))
		put("wish", a.Wish)
	case "you":
		put("name", a.Name)
		put("salutation", a.Salutation)
		put("email", a.Email)
		put("phone", a.Phone)
		put("lang", a.Lang)
		put("helper", a.Helper)
		put("helper_mail", a.HelperMail)
		put("helper_ok", ticked(a.HelperOK))
	case "check":
		put("nonetheless", ticked(a.Nonetheless))
	}
	return v
}

func fillDate(v map[string][]string, name string, d procedure.Date, monthOnly bool) {
	if d.IsZero() {
		return
	}
	if !monthOnly {
		v[name+"-day"] = []string{strconv.Itoa(d.Day)}
	}
	v[name+"-month"] = []string{strconv.Itoa(int(d.Month))}
	v[name+"-year"] = []string{strconv.Itoa(d.Year)}
}

func ticked(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

// typedAmount writes cents as people type them: without the sign, which stands before the field.
func typedAmount(l text.Lang, cents int64) string {
	if cents == 0 {
		return ""
	}
	return strings.TrimPrefix(text.Amount(l, cents), "€\u00a0")
}

// keepTyped keeps a step that is not finished as it was typed. Only the fields that the step shows are kept, each
// bounded, so that a draft cannot be made a store of something else.
func (a *answers) keepTyped(step string, f *form) {
	const most = 2 * storyMost
	kept := map[string][]string{}
	for _, name := range stepFields[step] {
		if v := f.get(name); v != "" {
			kept[name] = []string{string([]rune(v)[:min(len([]rune(v)), most)])}
		}
	}
	if a.Typed == nil {
		a.Typed = map[string]map[string][]string{}
	}
	a.Typed[step] = kept
}

// stepFields are the names of the fields of each step.
var stepFields = map[string][]string{
	"told": {
		"told", "told_on-day", "told_on-month", "told_on-year", "told_how", "told_text", "elsewhere", "paid_back",
	},
	"problem": {"category"},
	"order": {
		"order", "purchase-day", "purchase-month", "purchase-year", "product", "paid", "paid_with", "business",
	},
	"story": {"story", "first", "then"},
	"wish":  {"remedy", "amount", "wish"},
	"you":   {"name", "salutation", "email", "phone", "lang", "helper", "helper_mail", "helper_ok"},
	"check": {"nonetheless"},
}
