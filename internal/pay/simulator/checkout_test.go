package simulator_test

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"wederhoor/internal/pay"
)

func TestButtons(t *testing.T) {
	t.Parallel()
	for act, want := range map[string]pay.Status{
		"pay": pay.Paid, "fail": pay.Failed, "cancel": pay.Canceled, "expire": pay.Expired, "later": pay.Pending,
	} {
		w := newWorld(t)
		id := w.create(t)
		for _, method := range []string{"bancontact", "bancontact", "ideal"} { // pressed twice, and once more in another tab
			if want == pay.Pending {
				method = "bancontact"
			}
			a := w.press(t, id, "", url.Values{"act": {act}, "method": {method}})
			if a.status != 303 || a.header.Get("Location") != "https://shop.example/terug?x=1&y=2" {
				t.Errorf("%s: %d %s", act, a.status, a.header.Get("Location"))
			}
		}
		if got := w.Payments()[0].Status; got != want {
			t.Errorf("%s: %s", act, got)
		}
		told := 1
		if want == pay.Pending {
			told = 0
		}
		if got := w.heard(); len(got) != told {
			t.Errorf("%s: heard %v", act, got)
		}
		if got := w.ask(t, "GET", "/v2/payments/"+id, "").json(t)["method"]; got != "bancontact" {
			t.Errorf("%s: method %v", act, got)
		}
	}
}

// TestPayLaterCanBeEnded: the page of a payment that was put off still has its buttons.
func TestPayLaterCanBeEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	w.press(t, id, "", url.Values{"act": {"later"}, "method": {"ideal"}})
	if a := w.ask(t, "GET", "/checkout/"+id, ""); !strings.Contains(a.body, "De bank is nog bezig") || !strings.Contains(a.body, "<form") {
		t.Error(a.body)
	}
	w.press(t, id, "", url.Values{"act": {"pay"}, "method": {"ideal"}})
	if a := w.ask(t, "GET", "/checkout/"+id, ""); !strings.Contains(a.body, "Deze betaling is betaald.") || strings.Contains(a.body, "<form") {
		t.Error(a.body)
	}
}

func TestPageAsksForAWayToPay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	for _, form := range []url.Values{{"act": {"pay"}}, {"act": {"pay"}, "method": {"gold"}}, {"act": {"later"}}} {
		a := w.press(t, id, "?lang=en", form)
		if a.status != 422 || !strings.Contains(a.body, `role="alert"`) || !strings.Contains(a.body, `href="#method-ideal"`) ||
			!strings.Contains(a.body, "<title>Something is not filled in: Practice payment</title>") {
			t.Errorf("%v: %d %s", form, a.status, a.body)
		}
	}
	for _, form := range []url.Values{{}, {"act": {"steal"}, "method": {"ideal"}}} {
		if a := w.press(t, id, "", form); a.status != 400 {
			t.Errorf("%v: %d", form, a.status)
		}
	}
	if got := w.Payments()[0].Status; got != pay.Open {
		t.Errorf("the payment is %s", got)
	}
	if a := w.press(t, id, "", url.Values{"act": {"cancel"}}); a.status != 303 {
		t.Errorf("breaking off needs no way to pay: %d", a.status)
	}
}

func TestLookingChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	for _, method := range []string{"GET", "HEAD"} {
		for _, query := range []string{"", "?act=pay&method=ideal", "?lang=en"} {
			if a := w.ask(t, method, "/checkout/"+id+query, ""); a.status != 200 {
				t.Errorf("%s %s: %d", method, query, a.status)
			}
		}
	}
	if got := w.Payments()[0].Status; got != pay.Open || w.heard() != nil {
		t.Errorf("the payment is %s", got)
	}
}

func TestPageInBothLanguages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	for query, want := range map[string][]string{
		"": {
			`<html lang="nl">`, "Dit is een simulator. Er wordt geen geld afgeschreven.", "€\u00a025,00", "iDEAL | Wero", "Bancontact", "Kaart",
			`<a href="?lang=en" lang="en" hreflang="en">English</a>`,
		},
		"?lang=en": {
			`<html lang="en">`, "This is a simulator. No money is taken.", "€\u00a025.00", "iDEAL | Wero", "Bancontact", "Card",
			`<a href="?lang=nl" lang="nl" hreflang="nl">Nederlands</a>`,
		},
	} {
		a := w.ask(t, "GET", "/checkout/"+id+query, "")
		for _, s := range append(want, "Uitspraak &lt;b&gt;WH-1&lt;/b&gt;", `href="https://shop.example/terug?x=1&amp;y=2"`) {
			if !strings.Contains(a.body, s) {
				t.Errorf("%q is not on the page %q", s, query)
			}
		}
		if strings.Contains(a.body, "<script") || strings.Contains(a.body, " style=") || strings.Contains(a.body, "<b>") {
			t.Error("script, style or foreign markup")
		}
		for name, value := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff",
		} {
			if got := a.header.Get(name); got != value {
				t.Errorf("%s: %q", name, got)
			}
		}
		if csp := a.header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'sha256-") {
			t.Errorf("policy %q", csp)
		}
		checkLabels(t, a.body)
	}
	for _, a := range []answer{
		w.ask(t, "GET", "/checkout/tr_unknown", ""), w.press(t, "tr_unknown", "", url.Values{"act": {"pay"}, "method": {"ideal"}}),
	} {
		if a.status != 404 || !strings.Contains(a.body, "Deze oefenbetaling bestaat niet") || !strings.Contains(a.body, "lang=en") {
			t.Errorf("unknown: %d %s", a.status, a.body)
		}
	}
	w.SetDown(true)
	if a := w.ask(t, "GET", "/checkout/"+id+"?lang=en", ""); a.status != 503 || !strings.Contains(a.body, "pretends to be broken") {
		t.Errorf("down: %d", a.status)
	}
}

// checkLabels: each input has a label, each id stands once, each button says something.
func checkLabels(t *testing.T, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, name string) string {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return ""
	}
	ids, inputs, labels, buttons := map[string]int{}, []string{}, map[string]bool{}, 0
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		switch n.Data {
		case "input":
			inputs = append(inputs, attr(n, "id"))
		case "label":
			labels[attr(n, "for")] = n.FirstChild != nil
		case "button":
			buttons++
			if n.FirstChild == nil || strings.TrimSpace(n.FirstChild.Data) == "" {
				t.Error("a button without words")
			}
		}
	}
	for _, id := range inputs {
		if !labels[id] || ids[id] != 1 {
			t.Errorf("input %q has no label of its own", id)
		}
	}
	if len(inputs) != 3 || buttons != 5 {
		t.Errorf("%d inputs, %d buttons", len(inputs), buttons)
	}
}
