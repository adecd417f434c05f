// Package matrix tries every route as every kind of person on cases that are theirs, somebody else's and closed. It is
// generated from the route table: a route that is added is tried without another word.
package matrix

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wederhoor/internal/tests/world"
	"wederhoor/internal/web"
)

var pathValue = regexp.MustCompile(`([a-z]*)/\{(\w+)\}`)

// path fills in a pattern for a case: with what the case really has there, where it has something.
func path(pattern string, k *item) string {
	return pathValue.ReplaceAllStringFunc(strings.TrimSuffix(pattern, "{$}"), func(v string) string {
		m := pathValue.FindStringSubmatch(v)
		value := k.ids[m[1]]
		switch m[2] {
		case "reference":
			value = k.Reference
		case "token":
			value = k.Token()
		case "slug":
			value = "de-lindeboom-lampen"
		}
		if value == "" {
			value = "geen-idee"
		}
		return m[1] + "/" + value
	})
}

// routes gives the routes with a method; with cases only those that are about one.
func (s *scene) routes(method string) []web.Route {
	return slices.DeleteFunc(s.w.House.App.Routes(), func(r web.Route) bool { return r.Method != method })
}

// about gives the cases on which a route is tried: one is enough where its address names none.
func (s *scene) about(r web.Route) []*item {
	if strings.Contains(r.Pattern, "{") {
		return s.cases
	}
	return s.cases[:1]
}

func TestNobodyReadsWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	seen := map[string]bool{}
	for _, r := range s.routes(http.MethodGet) {
		for _, k := range s.about(r) {
			target := path(r.Pattern, k)
			for _, q := range s.visible(k) {
				if err := q.Visit(target); err != nil {
					t.Fatalf("%s: %s: %v", q.name, target, err)
				}
				if q.Status >= 500 {
					t.Errorf("%s: GET %s gives %d", q.name, r.Pattern, q.Status)
				}
				if _, key, missing := strings.Cut(q.Body, "‹"); missing {
					t.Errorf("%s: GET %s shows a text that is not in the catalogue: %.60s", q.name, r.Pattern, key)
				}
				s.leaks(t, q, "GET "+r.Pattern, seen)
			}
		}
	}
	for _, k := range s.cases {
		for _, x := range k.secrets { // or a leak would not be found
			if !slices.ContainsFunc(x.may, func(who string) bool { return seen[who+" "+x.text] }) {
				t.Errorf("nobody ever saw %q of case %s", x.text, k.name)
			}
		}
	}
}

// leaks looks for the secrets of every case in what a person got, and notes what they may have seen.
func (s *scene) leaks(t *testing.T, q person, what string, seen map[string]bool) {
	t.Helper()
	for _, k := range s.cases {
		for _, x := range k.secrets {
			switch {
			case !strings.Contains(q.Body, x.text):
			case slices.Contains(x.may, q.name):
				seen[q.name+" "+x.text] = true
			default:
				t.Errorf("%s gets %q of case %s by %s (%s)", q.name, x.text, k.name, what, q.At.Path)
			}
		}
	}
}

// TestForeignAndUnknownAnswerAlike: what is not yours answers exactly as what does not exist.
func TestForeignAndUnknownAnswerAlike(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	unknown := "2222-2222"
	for _, r := range s.routes(http.MethodGet) {
		if !strings.Contains(r.Pattern, "{reference}") {
			continue
		}
		for _, name := range []string{foreign, "room", "file", "ruled"} {
			k := s.get(name)
			for _, q := range s.visible(k) {
				if q.may[k.Reference] && fits(q, r.Who) {
					continue
				}
				theirs := s.answer(t, q, path(r.Pattern, k), k.Reference)
				missing := s.answer(t, q, strings.ReplaceAll(path(r.Pattern, k), k.Reference, unknown), unknown)
				if theirs != missing {
					t.Errorf("%s: GET %s tells the case %s from an unknown one:\n%.300s\n%.300s", q.name, r.Pattern, name, theirs, missing)
				}
			}
		}
	}
}

func (s *scene) answer(t *testing.T, q person, target, reference string) string {
	t.Helper()
	if err := q.Visit(target); err != nil {
		t.Fatal(err)
	}
	return http.StatusText(q.Status) + " " + strings.ReplaceAll(q.Text(), reference, "REF")
}

// TestGetChangesNothing opens every route as everybody by GET, and as those for whom it is and nobody by HEAD.
func TestGetChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	before, mails := s.w.Dump(), s.w.Mail.Len()
	for _, r := range s.routes(http.MethodGet) {
		for _, k := range s.about(r) {
			for _, q := range s.visible(k) {
				if err := q.Visit(path(r.Pattern, k)); err != nil {
					t.Fatal(err)
				}
				if !fits(q, r.Who) && q.name != "nobody" {
					continue
				}
				if err := q.Head(path(r.Pattern, k)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if after := s.w.Dump(); after != before || s.w.Mail.Len() != mails {
			t.Fatalf("GET %s changed something", r.Pattern)
		}
	}
}

// anything fills in every form there is; it fits none of them wholly, but what it does not fit is refused the same way.
var anything = url.Values{
	"version": {"0"}, "text": {"x"}, "reason": {"x"}, "note": {"x"}, "choice": {"solved"}, "keus": {"solved"}, "answer": {"done"},
	"code": {"123456"}, "remedy": {"refund"}, "amount": {"1"}, "ground": {"business"}, "ours": {"no"}, "how": {"no_agreement"},
	"carried": {"yes"}, "interest": {"no"}, "granted": {"yes"}, "pauze": {"yes"}, "besluit": {"door"}, "stap": {"stuur"}, "name": {"x"},
	"agreed": {"x"}, "side": {"shop"}, "kind": {"fraud"}, "to": {"shop"}, "why": {"x"}, "shopdoes": {"x"}, "jurist": {"x"}, "read": {"yes"},
	"due-day": {"1"}, "due-month": {"12"}, "due-year": {"2026"}, "until-day": {"14"}, "until-month": {"8"}, "until-year": {"2026"},
}

// TestPostsOfStrangersChangeNothing posts to every route of a case as everybody who may not act in it.
func TestPostsOfStrangersChangeNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, r := range s.routes(http.MethodPost) {
		if !strings.Contains(r.Pattern, "{reference}") {
			continue
		}
		for _, k := range s.cases {
			before := s.w.Dump()
			for _, q := range s.visible(k) {
				if q.may[k.Reference] && fits(q, r.Who) && q.kind() != "quality" { // who reads and never acts
					continue
				}
				if err := q.Post(path(r.Pattern, k), anything); err != nil {
					t.Fatal(err)
				}
				if q.Status >= 500 {
					t.Errorf("%s: POST %s gives %d", q.name, r.Pattern, q.Status)
				}
				s.leaks(t, q, "POST "+r.Pattern, map[string]bool{})
			}
			if after := s.w.Dump(); after != before {
				t.Errorf("POST %s by a stranger changed the case %s", r.Pattern, k.name)
			}
		}
	}
}

// fits says whether the route is for this kind of person.
func fits(q person, w web.Who) bool {
	switch w {
	case web.CaseConsumer, web.LinkHolder:
		return q.kind() == "consumer"
	case web.ShopPerson:
		return q.kind() == "shop"
	case web.StaffPerson:
		return slices.Contains(staffNames, q.name)
	case web.Jurist:
		return q.kind() == "jurist"
	case web.Everyone, web.DraftOwner, web.DemoPlayer:
	}
	return false
}

// notices are the routes that others post to: what comes there is a hint to look, never believed.
var notices = []string{"/betaling/melding"}

// TestOtherSitesCannotPost: a form on another site, a sibling of ours, or without an origin that is ours.
func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, r := range s.routes(http.MethodPost) {
		if slices.Contains(notices, r.Pattern) {
			continue
		}
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "sec-fetch-site": "same-site", "Origin": "null"} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, world.Base+path(r.Pattern, s.cases[0]), strings.NewReader("a=b"))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set(name, value)
			if got := s.w.Serve(req); got != http.StatusForbidden {
				t.Errorf("POST %s with %s %s gives %d", r.Pattern, name, value, got)
			}
		}
	}
}
