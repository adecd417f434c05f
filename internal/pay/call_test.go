package pay_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/fault"
	"wederhoor/internal/pay"
)

const goodPayment = `{"resource":"payment","id":"tr_abcd1234","mode":"test","status":"open","createdAt":"2026-03-02T09:00:00+00:00",
	"amount":{"currency":"EUR","value":"25.00"},"metadata":{"case":"d1","attempt":"1"},"method":null,
	"_links":{"checkout":{"href":"https://pay.example/x","type":"text/html"}}}`

func say(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // the client may have gone, which is what some tests are about
}

// TestRetries: what is tried again, how often, and how long is waited before.
func TestRetries(t *testing.T) {
	t.Parallel()
	type script struct {
		status int
		after  string
	}
	cases := map[string]struct {
		post   bool
		script []script // before the good answer
		asked  int
		waits  string
		fails  error
	}{
		"good at once":              {asked: 1, waits: "[]"},
		"503 twice":                 {script: []script{{503, ""}, {500, ""}}, asked: 3, waits: "[250ms 500ms]"},
		"503 for ever":              {script: []script{{503, ""}, {503, ""}, {503, ""}}, asked: 3, waits: "[250ms 500ms]", fails: pay.ErrUnavailable},
		"429 asks for 2 s":          {script: []script{{429, "2"}}, asked: 2, waits: "[2s]"},
		"429 with a date":           {script: []script{{429, begin.Add(3 * time.Second).Format(http.TimeFormat)}}, asked: 2, waits: "[3s]"},
		"429 with a date gone by":   {script: []script{{429, begin.Add(-time.Hour).Format(http.TimeFormat)}}, asked: 2, waits: "[250ms]"},
		"429 with nonsense":         {script: []script{{429, "-5"}}, asked: 2, waits: "[250ms]"},
		"429 asks for an hour":      {script: []script{{429, "3600"}}, asked: 1, waits: "[]", fails: pay.ErrUnavailable},
		"429 for longer than time":  {script: []script{{429, "99999999999999999999"}}, asked: 2, waits: "[250ms]"},
		"404":                       {script: []script{{404, ""}}, asked: 1, waits: "[]", fails: pay.ErrUnknown},
		"410":                       {script: []script{{410, ""}}, asked: 1, waits: "[]", fails: pay.ErrUnknown},
		"post, 503 twice":           {post: true, script: []script{{503, ""}, {502, ""}}, asked: 3, waits: "[250ms 500ms]"},
		"post, still being done":    {post: true, script: []script{{409, ""}}, asked: 2, waits: "[250ms]"},
		"no content is no payment":  {script: []script{{204, ""}}, asked: 1, waits: "[]", fails: pay.ErrUnavailable},
		"not modified is no answer": {script: []script{{304, ""}}, asked: 1, waits: "[]", fails: pay.ErrUnavailable},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStub(t, func(n int, w http.ResponseWriter, _ *http.Request) {
				if n > len(c.script) {
					say(w, 200, goodPayment)
					return
				}
				w.Header().Set("Retry-After", c.script[n-1].after)
				w.WriteHeader(c.script[n-1].status)
			})
			waited := &waits{}
			client := connect(t, s.url, waited, 0)
			var err error
			if c.post {
				_, err = client.CreatePayment(t.Context(), newPayment("once"))
			} else {
				_, err = client.GetPayment(t.Context(), "tr_abcd1234")
			}
			if !errors.Is(err, c.fails) || c.fails == nil && err != nil {
				t.Errorf("got %v, want %v", err, c.fails)
			}
			if s.count() != c.asked || waited.String() != c.waits {
				t.Errorf("asked %d times, waited %v; want %d, %s", s.count(), waited, c.asked, c.waits)
			}
			for _, line := range s.asked {
				if c.post && line != "POST /payments once" {
					t.Errorf("asked %q: each try has the same key", line)
				}
			}
		})
	}
}

func TestRefusalsAreNotTriedAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 405, 415, 422} {
		s := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, status, "<h1>no JSON</h1>") })
		waited := &waits{}
		_, err := connect(t, s.url, waited, 0).CreatePayment(t.Context(), newPayment("k"))
		var problem *pay.Problem
		if !errors.As(err, &problem) || problem.Status != status || problem.Title != http.StatusText(status) || s.count() != 1 {
			t.Errorf("%d: %v, asked %d times", status, err, s.count())
		}
	}
	s := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 404, "") })
	_, err := connect(t, s.url, &waits{}, 0).CreatePayment(t.Context(), newPayment("k"))
	var problem *pay.Problem
	if !errors.As(err, &problem) {
		t.Errorf("no such place to make payments: %v", err)
	}
}

func TestDownAndUpAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetDown(true)
	_, err := w.client.CreatePayment(t.Context(), newPayment("k"))
	if !errors.Is(err, pay.ErrUnavailable) || fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("down: %v", err)
	}
	var problem *pay.Problem
	if errors.As(err, &problem) {
		t.Error("an outage is no refusal")
	}
	w.SetDown(false)
	w.create(t, "k")
	if n := len(w.Payments()); n != 1 {
		t.Errorf("%d payments", n)
	}
}

// TestTimeout: each try has its time; waiting in between is injected.
func TestTimeout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetDelay(time.Hour)
	_, err := w.connect(t, 40*time.Millisecond).CreatePayment(t.Context(), newPayment("k"))
	if !errors.Is(err, pay.ErrUnavailable) || w.waits.String() != "[250ms 500ms]" {
		t.Errorf("got %v, waited %v", err, w.waits)
	}
	w.SetDelay(0)
	w.create(t, "k")
	if n := len(w.Payments()); n != 1 {
		t.Errorf("%d payments", n)
	}
}

// TestSlowBody: the time of a try covers its body too.
func TestSlowBody(t *testing.T) {
	t.Parallel()
	s := newStub(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		say(w, 200, `{"resource":`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	_, err := connect(t, s.url, &waits{}, 500*time.Millisecond).GetPayment(t.Context(), "tr_abcd1234")
	if !errors.Is(err, pay.ErrUnavailable) || s.count() != 3 {
		t.Errorf("got %v after %d tries", err, s.count())
	}
}

// TestAnswersThatAreNotBelieved: nothing of such an answer is used.
func TestAnswersThatAreNotBelieved(t *testing.T) {
	t.Parallel()
	swap := func(old, now string) string {
		if !strings.Contains(goodPayment, old) {
			t.Fatalf("%q is not in the good answer", old)
		}
		return strings.Replace(goodPayment, old, now, 1)
	}
	for name, body := range map[string]string{
		"empty":             "",
		"no JSON":           "<html>Welcome to this hotel's network</html>",
		"cut off":           goodPayment[:80],
		"two values":        goodPayment + goodPayment,
		"list":              "[" + goodPayment + "]",
		"null":              "null",
		"other thing":       swap(`"payment"`, `"order"`),
		"other id":          swap(`tr_abcd1234`, `tr_abcd9999`),
		"id with a path":    swap(`tr_abcd1234`, `tr_/../x`),
		"live":              swap(`"test"`, `"live"`),
		"no status":         swap(`"open"`, `""`),
		"amount is number":  swap(`"25.00"`, `25.00`),
		"amount is rounded": swap(`"25.00"`, `"25"`),
		"negative":          swap(`"25.00"`, `"-25.00"`),
		"no date":           swap(`"2026-03-02T09:00:00+00:00"`, `null`),
		"bad date":          swap(`"2026-03-02T09:00:00+00:00"`, `"yesterday"`),
		"page over http":    swap(`https://pay.example/x`, `http://pay.example/x`),
		"page is a script":  swap(`https://pay.example/x`, `javascript:alert(1)`),
		"huge and blank":    goodPayment + strings.Repeat(" ", 2<<20),
		"huge":              swap(`"method":null`, `"method":"`+strings.Repeat("a", 2<<20)+`"`),
	} {
		s := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 200, body) })
		p, err := connect(t, s.url, &waits{}, 0).GetPayment(t.Context(), "tr_abcd1234")
		if !errors.Is(err, pay.ErrUnavailable) || p != (pay.Payment{}) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		if len(err.Error()) > 400 {
			t.Errorf("%s: the error has %d bytes", name, len(err.Error()))
		}
	}
	dollars := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 200, swap(`EUR`, `USD`)) })
	if _, err := connect(t, dollars.url, &waits{}, 0).GetPayment(t.Context(), "tr_abcd1234"); !errors.Is(err, pay.ErrUnknown) {
		t.Errorf("dollars: %v", err)
	}
}

func TestCreateBelievesOnlyWhatWasAsked(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"other amount":  strings.Replace(goodPayment, "25.00", "2.50", 1),
		"other case":    strings.Replace(goodPayment, `"d1"`, `"d2"`, 1),
		"other attempt": strings.Replace(goodPayment, `"attempt":"1"`, `"attempt":"2"`, 1),
		"no page":       strings.Replace(goodPayment, `"checkout"`, `"dashboard"`, 1),
	} {
		s := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 201, body) })
		if _, err := connect(t, s.url, &waits{}, 0).CreatePayment(t.Context(), newPayment("k")); !errors.Is(err, pay.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMetadataOfOthers: a payment that somebody made otherwise under the same account is read, and has no case.
func TestMetadataOfOthers(t *testing.T) {
	t.Parallel()
	for _, meta := range []string{`null`, `"order 12"`, `12`, `[]`, `{}`, `{"case":7}`, `{"order":"1"}`} {
		body := strings.Replace(goodPayment, `{"case":"d1","attempt":"1"}`, meta, 1)
		body = strings.Replace(body, `"open"`, `"something-new"`, 1)
		s := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 200, body) })
		p, err := connect(t, s.url, &waits{}, 0).GetPayment(t.Context(), "tr_abcd1234")
		if err != nil || p.Case != "" || p.Attempt != "" || p.AmountCents != 2500 || p.Status.Ended() {
			t.Errorf("%s: %+v, %v", meta, p, err)
		}
	}
}

func TestPartOfAListIsNoList(t *testing.T) {
	t.Parallel()
	refund := `{"resource":"refund","id":"re_abcd1234","paymentId":"tr_abcd1234","status":"pending","amount":{"currency":"EUR","value":"1.00"}}`
	for name, body := range map[string]string{
		"more pages":    `{"count":1,"_embedded":{"refunds":[` + refund + `]},"_links":{"next":{"href":"https://x.example/"}}}`,
		"wrong count":   `{"count":2,"_embedded":{"refunds":[` + refund + `]}}`,
		"no count":      `{"_embedded":{"refunds":[]}}`,
		"other payment": `{"count":1,"_embedded":{"refunds":[` + strings.Replace(refund, "tr_abcd1234", "tr_abcd9999", 1) + `]}}`,
		"error as list": `{"count":1,"_embedded":{"refunds":[{}]}}`,
	} {
		s := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 200, body) })
		client := connect(t, s.url, &waits{}, 0)
		if _, err := client.Refund(t.Context(), newRefund("tr_abcd1234", "k", 100)); !errors.Is(err, pay.ErrUnavailable) || s.count() != 1 {
			t.Errorf("%s: %v; asked %d times", name, err, s.count())
		}
	}
}

// TestRedirectsAreNotFollowed: neither to another host nor to the same, and the key goes nowhere.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	other := newStub(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, 200, goodPayment) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := newStub(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.url+"/payments/tr_abcd1234", status)
		})
		client := connect(t, s.url, &waits{}, 0)
		if _, err := client.GetPayment(t.Context(), "tr_abcd1234"); !errors.Is(err, pay.ErrUnavailable) {
			t.Errorf("%d: %v", status, err)
		}
		if _, err := client.CreatePayment(t.Context(), newPayment("k")); !errors.Is(err, pay.ErrUnavailable) {
			t.Errorf("%d: %v", status, err)
		}
	}
	if n := other.count(); n != 0 {
		t.Errorf("the other host was asked %d times", n)
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	t.Parallel()
	echo := newStub(t, func(n int, w http.ResponseWriter, r *http.Request) {
		said := fmt.Sprintf(`{"title":"%[1]s","detail":"%[1]s %[2]s\u001b[31m\nforged log line","field":"%[1]s"}`,
			r.Header.Get("Authorization"), strings.Repeat("x", 5000))
		say(w, []int{503, 429, 500, 422}[(n-1)%4], said)
	})
	client := connect(t, echo.url, &waits{}, 0)
	for range 3 {
		_, err := client.GetPayment(t.Context(), "tr_abcd1234")
		if err == nil {
			t.Fatal("no error")
		}
		text := fmt.Sprintf("%v %+v %#v %s", err, err, err, err)
		if strings.Contains(text, testKey) || strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 900 {
			t.Errorf("the error says %q", text)
		}
	}
	gone := newStub(t, nil)
	dead := connect(t, "http://127.0.0.1:1/"+strings.TrimPrefix(gone.url, "http://"), &waits{}, 0)
	_, err := dead.GetPayment(t.Context(), "tr_abcd1234")
	if !errors.Is(err, pay.ErrUnavailable) || strings.Contains(err.Error(), "tr_abcd1234") {
		t.Errorf("got %v", err)
	}
}
