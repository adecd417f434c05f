package simulator_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wederhoor/internal/pay"
)

// TestShapes: the objects are those of the API, field by field.
func TestShapes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.ask(t, "POST", "/v2/payments", order)
	id := a.json(t)["id"].(string)
	if !regexp.MustCompile(`^tr_[A-Za-z0-9]{22}$`).MatchString(id) {
		t.Errorf("id %q", id)
	}
	if got := a.header.Get("Content-Type"); a.status != 201 || got != "application/hal+json" {
		t.Errorf("%d %s", a.status, got)
	}
	link := func(path, kind string) map[string]any { return map[string]any{"href": w.url + path, "type": kind} }
	self := link("/v2/payments/"+id, "application/hal+json")
	want := map[string]any{
		"resource": "payment", "id": id, "mode": "test", "status": "open", "isCancelable": false, "method": nil,
		"amount":      map[string]any{"currency": "EUR", "value": "25.00"},
		"description": "Uitspraak <b>WH-1</b>", "locale": "nl_NL", "profileId": "pfl_simulator", "sequenceType": "oneoff",
		"redirectUrl": "https://shop.example/terug?x=1&y=2", "webhookUrl": "https://shop.example/hook",
		"metadata":  map[string]any{"case": "d1", "attempt": "1"},
		"createdAt": "2026-03-02T09:00:00+00:00", "expiresAt": "2026-03-02T09:15:00+00:00",
		"_links": map[string]any{"self": self, "checkout": link("/checkout/"+id, "text/html")},
	}
	if diff := cmp.Diff(want, a.json(t)); diff != "" {
		t.Error(diff)
	}
	if err := w.Pay(id); err != nil {
		t.Fatal(err)
	}
	back := w.ask(t, "POST", "/v2/payments/"+id+"/refunds", `{"amount":{"currency":"EUR","value":"10.00"},"description":"Terug"}`).json(t)
	rid := back["id"].(string)
	wantBack := map[string]any{
		"resource": "refund", "id": rid, "mode": "test", "status": "pending", "paymentId": id, "description": "Terug",
		"amount": map[string]any{"currency": "EUR", "value": "10.00"}, "metadata": nil, "createdAt": "2026-03-02T09:00:00+00:00",
		"_links": map[string]any{"self": link("/v2/payments/"+id+"/refunds/"+rid, "application/hal+json"), "payment": self},
	}
	if diff := cmp.Diff(wantBack, back); diff != "" {
		t.Error(diff)
	}
	delete(want, "isCancelable")
	delete(want, "expiresAt")
	want["status"], want["paidAt"] = "paid", "2026-03-02T09:00:00+00:00"
	want["amountRefunded"] = map[string]any{"currency": "EUR", "value": "10.00"}
	want["amountRemaining"] = map[string]any{"currency": "EUR", "value": "15.00"}
	want["_links"] = map[string]any{"self": self, "refunds": link("/v2/payments/"+id+"/refunds", "application/hal+json")}
	if diff := cmp.Diff(want, w.ask(t, "GET", "/v2/payments/"+id, "").json(t)); diff != "" {
		t.Error(diff)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	swap := func(old, now string) string { return strings.Replace(order, old, now, 1) }
	for name, c := range map[string]struct {
		method, path, body, auth string
		status                   int
		field                    string
	}{
		"no key":        {"POST", "/v2/payments", order, "", 401, ""},
		"wrong key":     {"POST", "/v2/payments", order, "Bearer test_other", 401, ""},
		"basic":         {"POST", "/v2/payments", order, "Basic " + key, 401, ""},
		"no JSON":       {"POST", "/v2/payments", "{", "Bearer " + key, 400, ""},
		"number":        {"POST", "/v2/payments", swap(`"25.00"`, `25.00`), "Bearer " + key, 400, ""},
		"no decimals":   {"POST", "/v2/payments", swap(`25.00`, `25`), "Bearer " + key, 422, "amount"},
		"nothing":       {"POST", "/v2/payments", swap(`25.00`, `0.00`), "Bearer " + key, 422, "amount"},
		"too much":      {"POST", "/v2/payments", swap(`25.00`, `50000.01`), "Bearer " + key, 422, "amount"},
		"dollars":       {"POST", "/v2/payments", swap(`EUR`, `USD`), "Bearer " + key, 422, "amount"},
		"redirect":      {"POST", "/v2/payments", swap(`https://shop.example/terug`, `javascript:x`), "Bearer " + key, 422, "redirectUrl"},
		"webhook":       {"POST", "/v2/payments", swap(`https://shop.example/hook`, `/hook`), "Bearer " + key, 422, "webhookUrl"},
		"locale":        {"POST", "/v2/payments", swap(`nl_NL`, `nl`), "Bearer " + key, 422, "locale"},
		"metadata":      {"POST", "/v2/payments", swap(`"d1"`, `"`+strings.Repeat("d", 1100)+`"`), "Bearer " + key, 422, "metadata"},
		"too long":      {"POST", "/v2/payments", swap(`"d1"`, `"`+strings.Repeat("d", 70000)+`"`), "Bearer " + key, 400, ""},
		"description":   {"POST", "/v2/payments", swap(`Uitspraak <b>WH-1</b>`, ``), "Bearer " + key, 422, "description"},
		"unknown":       {"GET", "/v2/payments/tr_unknown", "", "Bearer " + key, 404, ""},
		"refunds of no": {"GET", "/v2/payments/tr_unknown/refunds", "", "Bearer " + key, 404, ""},
		"refund of no":  {"POST", "/v2/payments/tr_unknown/refunds", "{}", "Bearer " + key, 404, ""},
		"get refund":    {"GET", "/v2/payments/tr_unknown/refunds/re_x", "", "Bearer " + key, 404, ""},
		"no place":      {"GET", "/v2/orders", "", "Bearer " + key, 404, ""},
		"methods":       {"GET", "/v2/methods?amount[value]=1&amount[currency]=EUR", "", "Bearer " + key, 400, "amount"},
	} {
		a := w.ask(t, c.method, c.path, c.body, "Authorization", c.auth)
		said := a.json(t)
		field, _ := said["field"].(string)
		if a.status != c.status || field != c.field || said["status"] != float64(c.status) || said["title"] != http.StatusText(c.status) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if n := len(w.Payments()); n != 0 {
		t.Errorf("%d payments", n)
	}
}

func TestIdempotency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.ask(t, "POST", "/v2/payments", order, "Idempotency-Key", "k1")
	again := w.ask(t, "POST", "/v2/payments", order, "Idempotency-Key", "k1")
	if first.body != again.body || again.status != 201 || first.header.Get("Idempotent-Replayed") != "" || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("again: %d %s", again.status, again.body)
	}
	id := first.json(t)["id"].(string)
	for _, path := range []string{"/v2/payments", "/v2/payments/" + id + "/refunds"} {
		if a := w.ask(t, "POST", path, order+" ", "Idempotency-Key", "k1"); a.status != 400 {
			t.Errorf("same key, other request: %d", a.status)
		}
	}
	w.advance(59 * time.Minute)
	if a := w.ask(t, "POST", "/v2/payments", order, "Idempotency-Key", "k1"); a.json(t)["id"] != id {
		t.Error("the key is remembered for an hour")
	}
	w.advance(time.Minute)
	if a := w.ask(t, "POST", "/v2/payments", order, "Idempotency-Key", "k1"); a.json(t)["id"] == id {
		t.Error("and not for longer")
	}
	if n := len(w.Payments()); n != 2 {
		t.Errorf("%d payments", n)
	}
}

func TestIDsComeFromTheSeed(t *testing.T) {
	t.Parallel()
	a, b := newWorld(t), newWorld(t)
	for range 3 {
		if x, y := a.create(t), b.create(t); x != y {
			t.Errorf("%s and %s", x, y)
		}
	}
	if all := a.Payments(); all[0].ID == all[1].ID || all[0].Status != pay.Open {
		t.Error("ids repeat")
	}
}
