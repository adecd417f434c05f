package pay_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"wederhoor/internal/pay"
)

func webhook(method, kind, query string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, "/webhook"+query, body)
	r.Header.Set("Content-Type", kind)
	return r
}

const form = "application/x-www-form-urlencoded"

func TestWebhookID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ method, kind, query, body, want string }{
		{"POST", form, "", "id=tr_d0b0E3EA3v", "tr_d0b0E3EA3v"},
		{"POST", form + "; charset=utf-8", "", "id=tr_d0b0E3EA3v", "tr_d0b0E3EA3v"},
		{"POST", form, "?id=tr_other1", "id=tr_d0b0E3EA3v&status=paid", "tr_d0b0E3EA3v"},
		{"POST", form, "?id=tr_d0b0E3EA3v", "", ""},
		{"GET", form, "?id=tr_d0b0E3EA3v", "id=tr_d0b0E3EA3v", ""},
		{"PUT", form, "", "id=tr_d0b0E3EA3v", ""},
		{"POST", "application/json", "", `{"id":"tr_d0b0E3EA3v"}`, ""},
		{"POST", "", "", "id=tr_d0b0E3EA3v", ""},
		{"POST", form, "", "id=tr_d0b0E3EA3v&id=tr_other1", ""},
		{"POST", form, "", "id=re_d0b0E3EA3v", ""},
		{"POST", form, "", "id=tr_d0b0E3EA3v%0a", ""},
		{"POST", form, "", "id=tr_..%2f..%2fmethods", ""},
		{"POST", form, "", "id=", ""},
		{"POST", form, "", "id=%zz", ""},
		{"POST", form, "", "ID=tr_d0b0E3EA3v", ""},
		{"POST", form, "", "x=" + strings.Repeat("a", 2000) + "&id=tr_d0b0E3EA3v", ""},
	} {
		got, err := pay.WebhookID(webhook(c.method, c.kind, c.query, strings.NewReader(c.body)))
		if got != c.want || (c.want == "") != errors.Is(err, pay.ErrWebhook) {
			t.Errorf("%s %s %q: %q, %v", c.method, c.kind, c.body, got, err)
		}
	}
}

// endless counts how much of a body was read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestWebhookBodyIsBounded(t *testing.T) {
	t.Parallel()
	e := &endless{}
	if _, err := pay.WebhookID(webhook("POST", form, "", e)); !errors.Is(err, pay.ErrWebhook) || e.read > 4096 {
		t.Errorf("%v after %d bytes", err, e.read)
	}
}

func FuzzWebhookID(f *testing.F) {
	for _, s := range []string{"id=tr_d0b0E3EA3v", "id=tr_a&id=tr_b", "id=%74r_d0b0", ";id=tr_abcd", "id=tr_abcd%00", "&&=", "id"} {
		f.Add(s, form)
	}
	f.Add("{}", "application/json")
	pattern := regexp.MustCompile(`\Atr_[A-Za-z0-9]{4,64}\z`)
	f.Fuzz(func(t *testing.T, body, kind string) {
		id, err := pay.WebhookID(webhook("POST", kind, "", strings.NewReader(body)))
		if err == nil && !pattern.MatchString(id) || err != nil && (id != "" || !errors.Is(err, pay.ErrWebhook)) {
			t.Fatalf("%q: %q, %v", body, id, err)
		}
	})
}
