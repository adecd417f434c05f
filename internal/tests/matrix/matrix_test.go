// Package matrix tries every route as every kind of person on cases that are theirs, somebody else's and closed. It is
// generated from the route table: a route that is added is tried without another word.
package matrix

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
	"wederhoor/internal/web"
)

// person is somebody with a browser, and the cases of which they may read everything.
type person struct {
	name string
	*world.Browser
	may map[string]bool // case number
}

type scene struct {
	w      *world.World
	cases  map[string]*world.Case
	people []person
}

// newScene makes two running cases, a closed one and one that staff still judge, and everybody around them.
func newScene(t *testing.T) *scene {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	s := &scene{w: w, cases: map[string]*world.Case{
		"one":    w.Open("1001", "een@voorbeeld.example"),
		"two":    w.Open("1003", "twee@voorbeeld.example"),
		"closed": w.Open("1001", "dicht@voorbeeld.example"),
		"held":   w.Open("1001", "wacht@voorbeeld.example", procedure.GroundBusiness),
	}}
	for name, c := range s.cases {
		if name != "held" {
			c.Say(c.Consumer(procedure.ByBrowser))
			c.Say(c.ShopViewer())
		}
	}
	c := s.cases["closed"]
	c.Act(c.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	add := func(name string, may ...string) *world.Browser {
		p := person{name: name, Browser: w.Browser(name), may: map[string]bool{}}
		for _, m := range may {
			p.may[s.cases[m].Reference] = true
		}
		s.people = append(s.people, p)
		return p.Browser
	}
	add("nobody")
	for name, c := range s.cases {
		add("consumer "+name, name).AsConsumer(c)
	}
	add("shop 1001", "one", "closed").AsShop("klantenservice@delindeboom.example")
	add("shop 1003", "two").AsShop("bestel@cafezoe.example")
	add("shop 1002").AsShop("info@luchtkasteel.example")
	add("mediator", "one", "two", "closed", "held").AsStaff("sanne@keurmerk.example")
	add("administrator", "one", "two", "closed", "held").AsStaff("bas@keurmerk.example")
	return s
}

var pathValue = regexp.MustCompile(`\{(\w+)\}`)

// path fills in a pattern for a case.
func path(pattern string, c *world.Case) string {
	return pathValue.ReplaceAllStringFunc(strings.TrimSuffix(pattern, "{$}"), func(v string) string {
		switch strings.Trim(v, "{}") {
		case "reference":
			return c.Reference
		case "token":
			return c.Token()
		case "slug":
			return "de-lindeboom-lampen"
		default:
			return "geen-idee"
		}
	})
}

// secrets are what only those may get who may read the case.
func secrets(c *world.Case, k *registry.Complaint) []string {
	return []string{c.Marker(), k.Story, k.Order, c.Email, c.Phone()}
}

func TestNobodyReadsWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, r := range s.w.House.App.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, c := range s.cases {
			target := path(r.Pattern, c)
			for _, p := range s.people {
				if err := p.Visit(target); err != nil {
					t.Fatalf("%s: %s: %v", p.name, target, err)
				}
				if p.Status >= 500 {
					t.Errorf("%s: GET %s gives %d", p.name, r.Pattern, p.Status)
				}
				s.leaks(t, p, "GET "+r.Pattern)
			}
		}
	}
}

// leaks looks for the secrets of every case in what a person got.
func (s *scene) leaks(t *testing.T, p person, what string) {
	t.Helper()
	for name, c := range s.cases {
		if p.may[c.Reference] {
			continue
		}
		for _, secret := range secrets(c, c.View().Complaint) {
			if strings.Contains(p.Body, secret) {
				t.Errorf("%s gets %q of case %s by %s (%s)", p.name, secret, name, what, p.At.Path)
			}
		}
	}
}

// TestForeignAndUnknownAnswerAlike: what is not yours answers exactly as what does not exist.
func TestForeignAndUnknownAnswerAlike(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	unknown := "2222-2222"
	for _, r := range s.w.House.App.Routes() {
		if r.Method != http.MethodGet || !strings.Contains(r.Pattern, "{reference}") {
			continue
		}
		for _, p := range s.people {
			c := s.cases["two"]
			if p.may[c.Reference] {
				continue
			}
			foreign := s.answer(t, p, path(r.Pattern, c), c.Reference)
			missing := s.answer(t, p, strings.ReplaceAll(path(r.Pattern, c), c.Reference, unknown), unknown)
			if foreign != missing {
				t.Errorf("%s: GET %s tells a foreign case from an unknown one:\n%.300s\n%.300s", p.name, r.Pattern, foreign, missing)
			}
		}
	}
}

func (s *scene) answer(t *testing.T, p person, target, reference string) string {
	t.Helper()
	if err := p.Visit(target); err != nil {
		t.Fatal(err)
	}
	return http.StatusText(p.Status) + " " + strings.ReplaceAll(p.Text(), reference, "REF")
}

// TestGetChangesNothing opens every route as everybody by GET and HEAD.
func TestGetChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	before, mails := s.w.Dump(), s.w.Mail.Len()
	for _, r := range s.w.House.App.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, c := range s.cases {
			for _, p := range s.people {
				for _, open := range []func(string) error{p.Visit, p.Head} {
					if err := open(path(r.Pattern, c)); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if after := s.w.Dump(); after != before || s.w.Mail.Len() != mails {
			t.Fatalf("GET %s changed something", r.Pattern)
		}
	}
}

// TestPostsOfStrangersChangeNothing posts to every route of a case as everybody whose case it is not.
func TestPostsOfStrangersChangeNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	form := url.Values{
		"version": {"0"}, "text": {"x"}, "reason": {"x"}, "choice": {"solved"}, "keus": {"solved"}, "answer": {"done"}, "code": {"123456"},
		"remedy": {"refund"}, "amount": {"1"}, "ground": {"business"}, "ours": {"no"}, "how": {"phone"}, "carried": {"yes"},
	}
	for _, r := range s.w.House.App.Routes() {
		if r.Method != http.MethodPost || !strings.Contains(r.Pattern, "{reference}") {
			continue
		}
		for _, c := range s.cases {
			before := c.View().Version
			for _, p := range s.people {
				if p.may[c.Reference] && r.Who != web.Everyone && fits(p.name, r.Who) {
					continue
				}
				if err := p.Post(path(r.Pattern, c), form); err != nil {
					t.Fatal(err)
				}
				if p.Status >= 500 {
					t.Errorf("%s: POST %s gives %d", p.name, r.Pattern, p.Status)
				}
				s.leaks(t, p, "POST "+r.Pattern)
			}
			if after := c.View().Version; after != before {
				t.Errorf("POST %s by a stranger changed the case", r.Pattern)
			}
		}
	}
}

// fits says whether the route is for this kind of person.
func fits(name string, w web.Who) bool {
	kind, _, _ := strings.Cut(name, " ")
	switch w {
	case web.CaseConsumer, web.LinkHolder:
		return kind == "consumer"
	case web.ShopPerson:
		return kind == "shop"
	case web.StaffPerson:
		return kind == "mediator" || kind == "administrator"
	default:
		return true
	}
}

// TestOtherSitesCannotPost: a form on another site, a sibling of ours, or without an origin that is ours.
func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, r := range s.w.House.App.Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		for _, site := range []string{"cross-site", "same-site"} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, world.Base+path(r.Pattern, s.cases["one"]), strings.NewReader("a=b"))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", site)
			if got := s.w.Serve(req); got != http.StatusForbidden {
				t.Errorf("POST %s from %s gives %d", r.Pattern, site, got)
			}
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, world.Base+path(r.Pattern, s.cases["one"]), strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", "null")
		if got := s.w.Serve(req); got != http.StatusForbidden {
			t.Errorf("POST %s from a null origin gives %d", r.Pattern, got)
		}
	}
}
