package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/api"
	"wederhoor/internal/hook"
	"wederhoor/internal/tests/world"
)

// door is the API of a whole trustmark, over real HTTP.
type door struct {
	*testing.T
	w      *world.World
	url    string
	tokens *api.Tokens
	hooks  *hook.Sender
}

// newDoor opens a door whose webhooks may lead to this machine.
func newDoor(t *testing.T, requests int) *door {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	h := w.House
	d := &door{T: t, w: w, tokens: h.Tokens, hooks: hook.New(h.Store, h.Clerk, h.Hooks.Key, true, slog.New(slog.DiscardHandler))}
	a, err := api.New(api.Config{
		Store: h.Store, Clerk: h.Clerk, Tokens: h.Tokens, Hooks: d.hooks, Text: h.Text, Log: slog.New(slog.DiscardHandler),
		Requests: requests, PrivateHooks: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.App.API = a
	srv := httptest.NewServer(h.App.Handler())
	t.Cleanup(srv.Close)
	d.url = srv.URL + api.Prefix
	return d
}

func (d *door) token(member string, scopes ...api.Scope) string {
	d.Helper()
	s, err := d.tokens.Create(d.Context(), "test", member, scopes)
	if err != nil {
		d.Fatal(err)
	}
	return s
}

// follow takes in what happened, and sends the webhooks.
func (d *door) follow() {
	d.Helper()
	if err := d.hooks.Round(d.Context()); err != nil {
		d.Fatal(err)
	}
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (d *door) ask(method, path, token, body string, header ...string) answer {
	d.Helper()
	req, err := http.NewRequestWithContext(d.Context(), method, d.url+path, strings.NewReader(body))
	if err != nil {
		d.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read whole
	b, err := io.ReadAll(res.Body)
	if err != nil {
		d.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(b)}
}

// want asks and wants a status; into, when given, gets the body.
func (d *door) want(status int, into any, method, path, token, body string) answer {
	d.Helper()
	a := d.ask(method, path, token, body)
	if a.status != status {
		d.Fatalf("%s %s: %d, want %d: %s", method, path, a.status, status, a.body)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(a.body), into); err != nil {
			d.Fatalf("%s %s: %v: %s", method, path, err, a.body)
		}
	}
	return a
}

type problemBody struct {
	Type, Title, Code, Detail string
	Status                    int
	Errors                    []struct{ Location, Code, Message string }
}

func (d *door) refused(a answer, status int, code string) problemBody {
	d.Helper()
	var p problemBody
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		d.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	if a.status != status || p.Status != status || p.Code != code || a.header.Get("Content-Type") != "application/problem+json" {
		d.Errorf("%d %s %s, want %d %s", a.status, a.header.Get("Content-Type"), a.body, status, code)
	}
	if p.Type != api.Prefix+"/#"+code || p.Title == "" || p.Detail == "" || strings.Contains(p.Detail, "‹") {
		d.Errorf("not a whole problem: %s", a.body)
	}
	return p
}

// call is one route with a request that would be good.
type call struct {
	method, path, body string
	scope              api.Scope
	good               int
}

const aMember = `{"name":"Nieuw","domains":["nieuw.example"],"emails":["a@nieuw.example"],"member_since":"2026-01-01"}`

func routes() []call {
	return []call{
		{"GET", "/members", "", api.MembersRead, 200},
		{"GET", "/members/1001", "", api.MembersRead, 200},
		{"PUT", "/members/9001", aMember, api.MembersWrite, 201},
		{"PATCH", "/members/1001", `{"member_until":"2027-01-01"}`, api.MembersWrite, 200},
		{"POST", "/members/batch", `{"members":[{"external_id":"9002",` + strings.ReplaceAll(aMember[1:], "nieuw", "ander") + `],"dry_run":true}`, api.MembersWrite, 200},
		{"GET", "/cases", "", api.CasesRead, 200},
		{"GET", "/cases/K74Q-2M9X", "", api.CasesRead, 404},
		{"GET", "/webhooks", "", api.WebhooksManage, 200},
		{"POST", "/webhooks", `{"url":"https://example.com/x","events":["case.opened"]}`, api.WebhooksManage, 403}, // cases:read too
		{"DELETE", "/webhooks/none", "", api.WebhooksManage, 404},
		{"POST", "/webhooks/none/test", "", api.WebhooksManage, 404},
	}
}

// TestEveryScopeOnEveryRoute: a route opens for its scope alone, and for nobody without a good token.
func TestEveryScopeOnEveryRoute(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	tokens := map[api.Scope]string{}
	for _, s := range api.Scopes() {
		tokens[s] = d.token("", s)
	}
	revoked := d.token("", api.Scopes()...)
	if _, err := d.tokens.Revoke(t.Context(), revoked[3:19]); err != nil {
		t.Fatal(err)
	}
	forged := revoked[:25] + strings.Repeat("a", len(revoked)-25)
	for _, r := range routes() {
		for _, bad := range []string{"", "x", forged, revoked} {
			a := d.ask(r.method, r.path, bad, r.body)
			d.refused(a, 401, "signin")
			if a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s: no WWW-Authenticate", r.method, r.path)
			}
		}
		for s, token := range tokens {
			a := d.ask(r.method, r.path, token, r.body)
			if s != r.scope {
				d.refused(a, 403, "scope")
			} else if a.status != r.good {
				t.Errorf("%s %s with %s: %d, want %d: %s", r.method, r.path, s, a.status, r.good, a.body)
			}
		}
	}
	for _, header := range []string{"Cookie", "X-Api-Key"} { // no other way in
		a := d.ask("GET", "/members", "", "", header, tokens[api.MembersRead])
		d.refused(a, 401, "signin")
	}
	a := d.ask("GET", "/members", "", "", "Authorization", "Basic "+tokens[api.MembersRead])
	d.refused(a, 401, "signin")
}

// TestDescription: the OpenAPI document is 3.1.0, names each route with its scope, and refers to nothing that is not in it.
func TestDescription(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	var doc struct {
		OpenAPI string
		Servers []struct{ URL string }
		Paths   map[string]map[string]struct {
			Security    []map[string][]string
			Summary     string
			OperationID string
			Responses   map[string]any
		}
		Components struct {
			Schemas         map[string]any
			SecuritySchemes map[string]struct{ Type, Scheme string }
		}
	}
	a := d.want(200, &doc, "GET", "/openapi.json", "", "")
	if doc.OpenAPI != "3.1.0" || len(doc.Servers) != 1 || doc.Servers[0].URL != api.Prefix || doc.Components.SecuritySchemes["token"].Scheme != "bearer" {
		t.Errorf("%+v", doc)
	}
	seen := 0
	ids := map[string]bool{}
	for _, r := range routes() {
		path := r.path
		for from, to := range map[string]string{"1001": "{external_id}", "9001": "{external_id}", "K74Q-2M9X": "{reference}", "none": "{id}"} {
			path = strings.ReplaceAll(path, from, to)
		}
		op, ok := doc.Paths[path][strings.ToLower(r.method)]
		if !ok || op.Summary == "" || op.OperationID == "" || ids[op.OperationID] || len(op.Security) != 1 || !slices.Equal(op.Security[0]["token"], []string{string(r.scope)}) {
			t.Errorf("%s %s: %+v", r.method, path, op)
		}
		answers := []string{"401", "403", "429", "503"}
		if r.method == "POST" || r.method == "PUT" || r.method == "PATCH" {
			answers = append(answers, "400", "413", "415")
		}
		for _, s := range answers {
			if op.Responses[s] == nil {
				t.Errorf("%s %s: no answer %s", r.method, path, s)
			}
		}
		ids[op.OperationID] = true
		seen++
	}
	all := 0
	for _, ops := range doc.Paths {
		all += len(ops)
	}
	if all != seen {
		t.Errorf("%d operations are described, %d are tested", all, seen)
	}
	for _, part := range strings.Split(a.body, `"$ref":"`)[1:] {
		name, ok := strings.CutPrefix(part[:strings.IndexByte(part, '"')], "#/components/schemas/")
		if !ok || doc.Components.Schemas[name] == nil {
			t.Errorf("leads nowhere: %.60s", part)
		}
	}
	y := d.want(200, nil, "GET", "/openapi.yaml", "", "")
	if !strings.Contains(y.body, "openapi: 3.1.0") || !strings.Contains(y.body, "/members/{external_id}:") {
		t.Errorf("%.200s", y.body)
	}
	if p := d.ask("GET", "/", "", "", "Accept-Language", "nl"); p.status != 200 || !strings.Contains(p.body, "Koppeling") {
		t.Errorf("%d %.80s", p.status, p.body)
	}
	if p := d.ask("GET", "/", "", ""); !strings.Contains(p.body, "The door for other programs") || !strings.HasPrefix(p.header.Get("Content-Type"), "text/plain") {
		t.Errorf("%d %.80s", p.status, p.body)
	}
}

func TestOtherRefusals(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("", api.Scopes()...)
	d.refused(d.ask("GET", "/nothing", token, ""), 404, "notfound")
	a := d.ask("DELETE", "/members/1001", token, "")
	d.refused(a, 405, "method")
	if allow := a.header.Get("Allow"); allow != "GET, PUT, PATCH" {
		t.Errorf("Allow: %s", allow)
	}
	d.refused(d.ask("PUT", "/members/1001", token, "{"), 400, "unread")
	d.refused(d.ask("PUT", "/members/1001", token, "<xml/>", "Content-Type", "application/xml"), 415, "kind")
	p := d.refused(d.ask("PUT", "/members/1001", token, `{"name":"x","shoe":1}`), 422, "invalid")
	if len(p.Errors) < 2 || strings.Contains(fmt.Sprint(p), "\"x\"") {
		t.Errorf("%+v", p)
	}
	d.refused(d.ask("GET", "/members?shoe=1", token, ""), 422, "invalid")
	d.refused(d.ask("GET", "/members?limit=0", token, ""), 422, "invalid")
	d.refused(d.ask("PUT", "/members/1001", token, `{"name":"`+strings.Repeat("x", 2<<20)+`"}`), 413, "toobig")
	nl := d.ask("GET", "/cases/none", token, "", "Accept-Language", "nl-NL,en;q=0.5")
	if p := d.refused(nl, 404, "notfound"); p.Detail != "Dit bestaat niet, of het is niet van u." {
		t.Errorf("%s", p.Detail)
	}
	res := d.ask("POST", "/webhooks/x/test", token, "", "Sec-Fetch-Site", "cross-site")
	if res.status != 403 {
		t.Errorf("from another site: %d", res.status)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 3)
	one, other := d.token("", api.MembersRead), d.token("", api.MembersRead)
	for range 3 {
		d.want(200, nil, "GET", "/members/1001", one, "")
	}
	a := d.ask("GET", "/members/1001", one, "")
	d.refused(a, 429, "toomany")
	if a.header.Get("Retry-After") != "20" {
		t.Errorf("Retry-After %s", a.header.Get("Retry-After"))
	}
	d.want(200, nil, "GET", "/members/1001", other, "")
	d.w.Set(d.w.Now().Add(20 * time.Second))
	d.want(200, nil, "GET", "/members/1001", one, "")
}

// TestSecretsAreNotStored: neither a token nor the secret of a webhook lies in the database.
func TestSecretsAreNotStored(t *testing.T) {
	t.Parallel()
	d := newDoor(t, 0)
	token := d.token("", api.Scopes()...)
	var made struct{ Secret string }
	d.want(201, &made, "POST", "/webhooks", token, `{"url":"https://example.com/x","events":["case.opened"]}`)
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := d.w.House.Store.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	dump, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(dump, []byte(token[20:60])) || bytes.Contains(dump, []byte(made.Secret[6:])) || !bytes.Contains(dump, []byte(token[3:19])) {
		t.Error("a secret lies in the database")
	}
	list := d.want(200, nil, "GET", "/webhooks", token, "")
	if strings.Contains(list.body, made.Secret) || strings.Contains(list.body, "secret") {
		t.Error("a secret is shown again")
	}
}
