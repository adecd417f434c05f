package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/pay/simulator"
)

const key = "test_abcdefghijklmnopqrstuvwxyz1234"

var begin = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// world is a simulator behind real HTTP with a clock and an owner of payments who hears of changes.
type world struct {
	*simulator.Simulator
	url    string
	client *http.Client

	mu    sync.Mutex
	clock time.Time
	told  []string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{clock: begin}
	w.Simulator = simulator.New(simulator.Config{Key: key, Seed: t.Name(), Now: w.now, Notify: w.hear})
	server := httptest.NewServer(w.Simulator)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.client = &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) hear(to string, form url.Values) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, to+" "+form.Encode())
}

func (w *world) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.told
	w.told = nil
	return out
}

func (w *world) advance(d time.Duration) {
	w.mu.Lock()
	w.clock = w.clock.Add(d)
	w.mu.Unlock()
	w.Tick()
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) json(t testing.TB) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(a.body), &out); err != nil {
		t.Fatalf("%v in %q", err, a.body)
	}
	return out
}

// ask sends a request; headers are name, value pairs.
func (w *world) ask(t testing.TB, method, path, body string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: string(text)}
}

// press fills in the page and presses a button.
func (w *world) press(t testing.TB, id, query string, form url.Values) answer {
	t.Helper()
	return w.ask(t, http.MethodPost, "/checkout/"+id+query, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

const order = `{"amount":{"currency":"EUR","value":"25.00"},"description":"Uitspraak <b>WH-1</b>","locale":"nl_NL",
	"redirectUrl":"https://shop.example/terug?x=1&y=2","webhookUrl":"https://shop.example/hook","metadata":{"case":"d1","attempt":"1"}}`

func (w *world) create(t testing.TB) string {
	t.Helper()
	a := w.ask(t, http.MethodPost, "/v2/payments", order)
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
	return a.json(t)["id"].(string)
}
