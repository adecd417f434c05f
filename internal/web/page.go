package web

import (
	"errors"
	"strings"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
	"wederhoor/internal/web/static"
)

// layout gives the frame of a page of the public and of consumers. page is its name for the title.
func (q *request) layout(page string) c.LayoutView {
	org := q.app.Settings.Organisation
	v := c.LayoutView{
		Lang: string(q.lang), Page: page, Organisation: org.Name, HomeHref: "/",
		Assets: c.Assets{
			CSS: static.CSS(), Theme: "/theme.css", Favicon: static.Favicon(), Logo: static.Logo(),
			ThemeColour: q.app.Settings.Theme.Brand,
		},
		SkipLink: q.T("nav.skip"), HeaderLabel: q.T("nav.menu"),
		HeaderLinks: []c.Link{q.otherLang(), {Text: q.T("nav.help"), Href: "/hulp"}},
		Footer: c.FooterView{
			Label: q.T("footer.label"),
			Links: []c.Link{
				{Text: q.T("footer.how"), Href: "/hoe-het-werkt"},
				{Text: q.T("rulings.h1"), Href: "/uitspraken"},
				{Text: q.T("footer.privacy"), Href: "/privacy"},
				{Text: q.T("footer.accessibility"), Href: "/toegankelijkheid"},
				{Text: q.T("footer.rules"), Href: "/reglement"},
				{Text: q.T("about.h1"), Href: aboutPath},
			},
			Lines: []string{q.T("footer.help", "tel", org.Phone)},
		},
		Print: &c.PrintFooterView{
			Text: q.T("word.printed.on", "date", text.Date(q.lang, q.app.Now())), Address: q.app.Settings.Organisation.PublicURL,
		},
	}
	if q.app.Demo != nil {
		v.Demo = q.demoBar()
	}
	if q.form != nil && !q.form.ok() {
		v.ErrorPrefix = q.T("word.error")
	}
	return v
}

// caseLayout is layout for a page of a case.
func (q *request) caseLayout(page, reference string) c.LayoutView {
	v := q.layout(page)
	v.Case = reference
	v.Print.Text = q.T("word.printed", "date", text.Date(q.lang, q.app.Now()), "case", reference)
	return v
}

// otherLang is the link to the same page in the other language.
func (q *request) otherLang() c.Link {
	other := text.EN
	if q.lang == text.EN {
		other = text.NL
	}
	u := *q.URL
	values := u.Query()
	values.Del("done")
	values.Set("lang", string(other))
	return c.Link{Text: q.app.Text.T(other, "lang."+string(other)), Lang: string(other), Href: u.Path + "?" + values.Encode()}
}

// summary gives the errors of the form, above the H1.
func (q *request) summary() c.ErrorSummaryView {
	v := c.ErrorSummaryView{Title: q.T("err.title")}
	if q.form == nil {
		return v
	}
	for _, e := range q.form.errors {
		href := ""
		if e.Field != "" {
			href = "#" + e.Field
		}
		v.Errors = append(v.Errors, c.Link{Text: e.Text, Href: href})
	}
	return v
}

// help is the help block of every page, at the same place.
func (q *request) help(reference string) c.HelpView {
	tel := q.app.Settings.Organisation.Phone
	v := c.HelpView{Title: q.T("help.h"), Phone: tel, PhoneHref: "tel:" + strings.Join(strings.Fields(tel), "")}
	if reference == "" {
		v.Before, v.After = q.T("help.call.before"), q.T("help.call.after")
		return v
	}
	v.Before, v.After = q.T("help.call.before"), q.T("help.call.case", "case", reference)
	return v
}

// day writes a day with its weekday; "" for none.
func (q *request) day(d procedure.Date) string {
	if d.IsZero() {
		return ""
	}
	return text.Date(q.lang, d.Start())
}

// moment writes an instant as pages do: with the day of the week and the time in Amsterdam.
func (q *request) moment(t time.Time) string { return text.DateTime(q.lang, t) }

// errorWords gives the words of an error for a person: what to do now.
func (q *request) errorWords(err error) string {
	var f *fault.Error
	if r, ok := procedure.IsRefusal(err); ok {
		if r.Code == procedure.TooLate {
			return q.T("refusal.too_late", "date", q.day(r.Until), "tel", q.app.Settings.Organisation.Phone)
		}
		return q.T("refusal." + string(r.Code))
	}
	if errors.As(err, &f) {
		return q.T("err."+string(f.Code), f.Args...)
	}
	return q.T("err.server")
}

// again notes an error of the registry on the form, so that the page can be shown once more with all that was typed.
// False when it is no matter of what was typed: then it is answered as an error page.
func (q *request) again(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Refused, fault.Conflict, fault.BadCode, fault.CodeSpent, fault.CodeNeeded, fault.TooMany, fault.Full, fault.Unavailable:
	default:
		return false
	}
	if q.form == nil {
		return false
	}
	q.form.errors = append(q.form.errors, fieldError{Text: q.errorWords(err)})
	return true
}
