package web

import (
	"net/http"
	"strconv"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

const aboutPath = "/over-ons"

// aboutRoutes is the page of Directive 2013/11/EU art. 7(1).
func (a *App) aboutRoutes() []Route {
	return []Route{{Method: http.MethodGet, Pattern: aboutPath, Who: Everyone, handle: aboutShow}}
}

// aboutPart is a point of the directive.
type aboutPart struct {
	ID, Title string
	Words     []string
	Rows      []c.SummaryRow
	List      []string
	People    []aboutPerson
	Links     []c.Link
}

type aboutPerson struct {
	Name string
	Rows []c.SummaryRow
}

func aboutShow(q *request) error {
	length, err := q.aboutLength()
	if err != nil {
		return err
	}
	part := func(id string, words ...string) aboutPart {
		return aboutPart{ID: id, Title: q.T("about.h." + id), Words: filled(words...)}
	}
	args := q.ruleArgs()
	set := q.app.Settings.About
	parts := []aboutPart{q.aboutContact(), part("list", q.orElse(set.Listed, set.ListedEn, q.T("about.list.unset"))), q.aboutPeople()}
	parts = append(parts,
		part("impartial", q.orElse(set.Expertise, set.ExpertiseEn, ""), q.T("about.impartial", args...), q.orElse(set.Impartial, set.ImpartialEn, "")),
		part("networks", q.orElse(set.Networks, set.NetworksEn, q.T("about.networks.none"))),
		part("kinds", q.T("about.kinds", args...)),
	)
	rules := part("rules", q.T("about.rules", args...))
	rules.List, rules.Links = q.groundWords(), []c.Link{{Text: q.T("footer.rules"), Href: "/reglement"}, {Text: q.T("nav.how"), Href: "/hoe-het-werkt"}}
	parts = append(
		parts, rules, part("languages", q.T("about.languages")), part("basis", q.T("about.basis")), part("first", q.T("about.first", args...)),
		part("leave", q.T("about.leave")), part("costs", q.T("about.costs")), length, part("effect", q.T("about.effect", args...)), part("force", q.T("about.force")),
	)
	return q.render(http.StatusOK, aboutPage(q, parts))
}

// orElse gives the setting in the language of the page; other words when it is not set.
func (q *request) orElse(nl, en, other string) string {
	if s := q.both(registry.BothWords{NL: nl, EN: en}); s != "" {
		return s
	}
	return other
}

func (q *request) aboutContact() aboutPart {
	org := q.app.Settings.Organisation
	p := aboutPart{ID: "contact", Title: q.T("about.h.contact")}
	mail := org.ReplyTo
	if mail == "" {
		mail = q.app.Settings.Mail.FromAddress
	}
	hours := org.PhoneHours
	if q.lang == text.EN {
		hours = org.PhoneHoursEn
	}
	phone := org.Phone
	if phone != "" && hours != "" {
		phone += " (" + hours + ")"
	}
	for _, r := range []c.SummaryRow{
		{Key: q.T("about.name"), Value: org.Name},
		{Key: q.T("member.address"), Value: org.Address},
		{Key: q.T("word.phone"), Value: phone},
		{Key: q.T("word.email"), Value: mail},
		{Key: q.T("member.site"), Value: org.PublicURL},
	} {
		if r.Value == "" {
			continue
		}
		if r.Value == mail {
			r.Body = c.Anchor(c.Link{Text: mail, Href: "mailto:" + mail})
		}
		p.Rows = append(p.Rows, r)
	}
	return p
}

// aboutPeople are those who decide, as they are set.
func (q *request) aboutPeople() aboutPart {
	p := aboutPart{ID: "people", Title: q.T("about.h.people")}
	for _, x := range q.app.Settings.People {
		p.People = append(p.People, aboutPerson{x.Name, []c.SummaryRow{
			{Key: q.T("about.role"), Value: q.orElse(x.Role, x.RoleEn, "")},
			{Key: q.T("about.appointed"), Value: q.orElse(x.Appointed, x.AppointedEn, "")},
			{Key: q.T("about.term"), Value: q.orElse(x.Term, x.TermEn, "")},
		}})
	}
	if len(p.People) == 0 {
		p.Words = []string{q.T("about.people.unset")}
	}
	return p
}

// aboutLength is how long a case takes, as the latest published report says.
func (q *request) aboutLength() (aboutPart, error) {
	rules := procedure.CurrentRules()
	p := aboutPart{ID: "length", Title: q.T("about.h.length"), Words: []string{q.T("about.length.none", "mediation", rules.MediationDays, "ruling", rules.RuleByDay)}}
	list, err := q.app.Clerk.Reports(q.Context())
	if err != nil || len(list) == 0 {
		return p, err
	}
	r, _, err := q.app.Clerk.ReportOfYear(q.Context(), list[0].Year)
	if err != nil {
		return p, err
	}
	p.Links = []c.Link{{Text: q.T("report.h1", "year", strconv.Itoa(r.Year), "trustmark", r.Organisation), Href: reportPath(r.Year)}}
	if s := r.Figures.Solved; s.Mean != nil && s.Median != nil {
		p.Words = []string{q.T("about.length", "year", strconv.Itoa(r.Year), "mean", q.reportDecimal(*s.Mean), "median", q.reportCount(*s.Median), "n", s.N)}
	}
	return p, nil
}

// aboutVersion is the version of the rules of which the page tells.
func (q *request) aboutVersion() string {
	return q.T("about.version", "version", procedure.CurrentRules().Version)
}
