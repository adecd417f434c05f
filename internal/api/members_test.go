package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"wederhoor/internal/api"
)

type memberBody struct {
	ID            string   `json:"external_id"`
	Name          string   `json:"name"`
	Domains       []string `json:"domains"`
	Emails        []string `json:"emails"`
	Since         string   `json:"member_since"`
	Until         *string  `json:"member_until"`
	OrdersPerYear *int64   `json:"orders_per_year"`
	OrdersSource  string   `json:"orders_source"`
	Status        string   `json:"status"`
}

type result struct {
	ID      string `json:"external_id"`
	Result  string
	Changes []struct{ Field, Old, New string }
}

func TestPutMember(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("", api.MembersRead, api.MembersWrite)
	var r result
	d.want(201, &r, "PUT", "/members/9001", token, aMember)
	if r.ID != "9001" || r.Result != "new" {
		t.Errorf("%+v", r)
	}
	d.want(200, &r, "PUT", "/members/9001", token, aMember)
	if r.Result != "same" {
		t.Errorf("done twice: %+v", r)
	}
	d.want(200, &r, "PUT", "/members/9001", token, strings.Replace(aMember, `"Nieuw"`, `"Nieuwer"`, 1))
	if r.Result != "changed" || fmt.Sprint(r.Changes) != "[{name Nieuw Nieuwer}]" {
		t.Errorf("%+v", r)
	}
	d.want(200, &r, "PUT", "/members/9001", token, aMember[:len(aMember)-1]+`,"member_until":"2026-12-31"}`)
	if r.Result != "ended" || len(r.Changes) != 2 {
		t.Errorf("%+v", r)
	}
	var m memberBody
	d.want(200, &m, "GET", "/members/9001", token, "")
	if m.Name != "Nieuw" || m.Until == nil || *m.Until != "2026-12-31" || m.Status != "active" || m.OrdersPerYear != nil {
		t.Errorf("%+v", m)
	}
	// What was got can be put back as it is, but for what measures set.
	got := d.want(200, nil, "GET", "/members/1001", token, "")
	var whole map[string]any
	if err := json.Unmarshal([]byte(got.body), &whole); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"external_id", "status", "status_since", "updated"} {
		delete(whole, k)
	}
	again, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	d.want(200, &r, "PUT", "/members/1001", token, string(again))
	if r.Result != "same" {
		t.Errorf("%+v of %s", r, again)
	}
}

func TestMembersAreHeldToTheRulesOfTheFile(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("", api.MembersRead, api.MembersWrite)
	for body, want := range map[string]string{
		strings.Replace(aMember, "Nieuw", "=SUM(A1)", 1):                              "body.name formula",
		strings.Replace(aMember, "nieuw.example", "https://x.example/", 1):            "body.domains domain",
		strings.Replace(aMember, `["nieuw.example"]`, `[]`, 1):                        "body.domains missing",
		strings.Replace(aMember, "a@nieuw.example", "nobody", 1):                      "body.emails email",
		strings.Replace(aMember, "2026-01-01", "2026-13-01", 1):                       "body.member_since ",
		aMember[:len(aMember)-1] + `,"orders_per_year":5}`:                            "body.orders_source source-missing",
		aMember[:len(aMember)-1] + `,"orders_per_year":-5,"orders_source":"stated"}`:  "body.orders_per_year orders-minus",
		aMember[:len(aMember)-1] + `,"member_until":"2020-01-01"}`:                    "body.member_until ends-before",
		aMember[:len(aMember)-1] + `,"orders_source":"heard"}`:                        "body.orders_source ",
		aMember[:len(aMember)-1] + `,"status":"suspended"}`:                           "body.status ",
		strings.Replace(aMember, "nieuw.example", "delindeboom.example", 1):           "body.domains domain-taken",
		strings.Replace(aMember, `"a@nieuw.example"`, `"a@b.example\r\nBcc: all"`, 1): "body.emails email",
	} {
		p := d.refused(d.ask("PUT", "/members/9001", token, body), 422, "invalid")
		if len(p.Errors) == 0 || p.Errors[0].Location+" "+p.Errors[0].Code != want || p.Errors[0].Message == "" {
			t.Errorf("%s: %+v, want %q", body, p.Errors, want)
		}
	}
	d.refused(d.ask("PUT", "/members/a%20b", token, aMember), 422, "invalid")
	d.refused(d.ask("GET", "/members/9001", token, ""), 404, "notfound")
}

func TestPatchMember(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("", api.MembersRead, api.MembersWrite)
	var (
		r result
		m memberBody
	)
	patch := func(body, result string) {
		t.Helper()
		d.want(200, &r, "PATCH", "/members/1004", token, body)
		d.want(200, &m, "GET", "/members/1004", token, "")
		if r.Result != result {
			t.Errorf("%s: %+v", body, r)
		}
	}
	patch(`{"orders_per_year":1200,"orders_source":"measured"}`, "changed")
	if *m.OrdersPerYear != 1200 || m.OrdersSource != "measured" {
		t.Errorf("%+v", m)
	}
	patch(`{"orders_per_year":1200,"orders_source":"measured"}`, "same")
	patch(`{"member_until":"2027-06-30"}`, "ended")
	if *m.OrdersPerYear != 1200 || *m.Until != "2027-06-30" {
		t.Errorf("what is absent stays: %+v", m)
	}
	patch(`{"member_until":null}`, "changed")
	patch(`{"orders_per_year":null}`, "changed")
	if m = (memberBody{}); m.Until != nil {
		t.Error("reset")
	}
	d.want(200, &m, "GET", "/members/1004", token, "")
	if m.Until != nil || m.OrdersPerYear != nil || m.OrdersSource != "" {
		t.Errorf("null takes away: %+v", m)
	}
	patch(`{}`, "same")
	d.refused(d.ask("PATCH", "/members/1004", token, `{"orders_per_year":7}`), 422, "invalid")
	d.refused(d.ask("PATCH", "/members/1004", token, `{"orders_per_year":"7"}`), 422, "invalid")
	d.refused(d.ask("PATCH", "/members/1004", token, `{"member_until":"1990-01-01"}`), 422, "invalid")
	d.refused(d.ask("PATCH", "/members/1004", token, `{"status":"expelled"}`), 422, "invalid")
	d.refused(d.ask("PATCH", "/members/none", token, `{"member_until":null}`), 404, "notfound")
}

type batch struct {
	DryRun                         bool `json:"dry_run"`
	New, Changed, Ended, Same, Bad int
	Results                        []result
	Problems                       []struct {
		Line                 int
		Field, Code, Message string
	}
}

func TestBatch(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("", api.MembersRead, api.MembersWrite)
	item := func(id, domain string) string {
		return `{"external_id":"` + id + `",` + strings.ReplaceAll(aMember[1:], "nieuw.example", domain)
	}
	send := func(rest string, items ...string) string {
		return `{"members":[` + strings.Join(items, ",") + `]` + rest + `}`
	}
	good, bad, taken := item("9001", "a.example"), strings.Replace(item("9002", "b.example"), "Nieuw", "=Nieuw", 1), item("9003", "fonkel.example")
	p := d.refused(d.ask("POST", "/members/batch", token, send("", good, bad, taken)), 422, "invalid")
	if len(p.Errors) != 2 || p.Errors[0].Location != "body.members[1].name" || p.Errors[1].Location != "body.members[2].domains" || p.Errors[1].Code != "domain-taken" {
		t.Errorf("%+v", p.Errors)
	}
	d.refused(d.ask("GET", "/members/9001", token, ""), 404, "notfound") // all or none

	var b batch
	d.want(200, &b, "POST", "/members/batch", token, send(`,"dry_run":true`, good, bad, taken))
	if !b.DryRun || b.New != 1 || b.Bad != 2 || len(b.Problems) != 2 {
		t.Errorf("%+v", b)
	}
	d.refused(d.ask("GET", "/members/9001", token, ""), 404, "notfound")

	d.want(200, &b, "POST", "/members/batch", token, send(`,"skip_bad":true`, good, bad, taken))
	if b.New != 1 || b.Bad != 2 || len(b.Results) != 1 || b.Problems[0].Line != 2 || b.Problems[1].Code != "domain-taken" {
		t.Errorf("%+v", b)
	}
	b = batch{}
	d.want(200, &b, "POST", "/members/batch", token, send("", good))
	if b.Same != 1 || b.New+b.Changed+b.Bad != 0 {
		t.Errorf("%+v", b)
	}
	// A domain that moves from one member of the list to another is free.
	b = batch{}
	d.want(200, &b, "POST", "/members/batch", token, send("", item("9001", "c.example"), item("9004", "a.example")))
	if b.New != 1 || b.Changed != 1 {
		t.Errorf("%+v", b)
	}
	// One who is left out keeps its domain, so that the next cannot have it either.
	b = batch{}
	d.want(200, &b, "POST", "/members/batch", token, send(`,"skip_bad":true`, item("9001", "fonkel.example"), item("9005", "c.example"), item("9006", "d.example")))
	if b.New != 1 || b.Bad != 2 || b.Results[0].ID != "9006" {
		t.Errorf("%+v", b)
	}
	d.refused(d.ask("POST", "/members/batch", token, `{"members":[]}`), 422, "invalid")

	many := make([]string, 4800)
	for i := range many {
		many[i] = item(fmt.Sprintf("m%04d", i), fmt.Sprintf("shop%d.example", i))
	}
	b = batch{}
	d.want(200, &b, "POST", "/members/batch", token, send("", many...))
	if b.New != 4800 {
		t.Errorf("%d new", b.New)
	}
	seen, after := 0, ""
	for range 100 {
		var page struct {
			Members []memberBody
			Next    string
		}
		d.want(200, &page, "GET", "/members?limit=200&after="+after, token, "")
		seen += len(page.Members)
		if after = page.Next; after == "" {
			break
		}
	}
	if seen != 16+3+4800 {
		t.Errorf("%d members", seen)
	}
}

// TestTokenOfAMember sees that member and no other: what is another's answers as what does not exist.
func TestTokenOfAMember(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("1001", api.MembersRead, api.CasesRead, api.WebhooksManage)
	if _, err := d.tokens.Create(t.Context(), "x", "1001", []api.Scope{api.MembersWrite}); err == nil {
		t.Error("a member can write members")
	}
	if _, err := d.tokens.Create(t.Context(), "x", "none", []api.Scope{api.MembersRead}); err == nil {
		t.Error("a token of nobody")
	}
	if _, err := d.tokens.Create(t.Context(), "x", "", nil); err == nil {
		t.Error("a token without a scope")
	}
	if _, err := d.tokens.Create(t.Context(), "x", "", []api.Scope{"all"}); err == nil {
		t.Error("an unknown scope")
	}
	var page struct {
		Members []memberBody
		Next    string
	}
	d.want(200, &page, "GET", "/members", token, "")
	if len(page.Members) != 1 || page.Members[0].ID != "1001" || page.Next != "" {
		t.Errorf("%+v", page)
	}
	d.want(200, &page, "GET", "/members?after=1001", token, "")
	if len(page.Members) != 0 {
		t.Errorf("%+v", page)
	}
	theirs, none := d.ask("GET", "/members/1002", token, ""), d.ask("GET", "/members/none", token, "")
	if theirs.body != none.body || theirs.status != 404 || none.status != 404 {
		t.Errorf("%s\n%s", theirs.body, none.body)
	}
	list, err := d.tokens.All(t.Context())
	if err != nil || len(list) != 1 || list[0].LastUsed.IsZero() || list[0].Member != "1001" {
		t.Errorf("%+v %v", list, err)
	}
}
