package pay_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/pay"
	"wederhoor/internal/pay/simulator"
)

const testKey = "test_abcdefghijklmnopqrstuvwxyz1234"

var begin = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// world is a simulator behind real HTTP, a client of it, and a clock.
type world struct {
	*simulator.Simulator
	client *pay.Client
	url    string
	waits  *waits

	mu       sync.Mutex
	clock    time.Time
	webhooks []string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{clock: begin, waits: &waits{}}
	w.Simulator = simulator.New(simulator.Config{
		Key: testKey, Seed: t.Name(), Now: w.now,
		Notify: func(_ string, form url.Values) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.webhooks = append(w.webhooks, form.Get("id"))
		},
	})
	server := httptest.NewServer(w.Simulator)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.client = w.connect(t, 0)
	return w
}

// connect makes a client that never uses a connection twice, so that a lost answer costs one try and not two.
func (w *world) connect(t testing.TB, timeout time.Duration) *pay.Client {
	t.Helper()
	return connect(t, w.url+"/v2", w.waits, timeout)
}

func connect(t testing.TB, base string, w *waits, timeout time.Duration) *pay.Client {
	t.Helper()
	c, err := pay.New(pay.Config{
		BaseURL: base, Key: testKey, Timeout: timeout, Wait: w.wait,
		Now: func() time.Time { return begin }, Transport: &http.Transport{DisableKeepAlives: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) advance(d time.Duration) {
	w.mu.Lock()
	w.clock = w.clock.Add(d)
	w.mu.Unlock()
	w.Tick()
}

func (w *world) told() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.webhooks)
}

// waits records how long the client would have waited, and waits not at all.
type waits struct {
	mu   sync.Mutex
	list []time.Duration
}

func (w *waits) wait(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.list = append(w.list, d)
	return ctx.Err()
}

func (w *waits) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return fmt.Sprint(w.list)
}

func newPayment(key string) pay.NewPayment {
	return pay.NewPayment{
		Cents: 2500, Description: "Uitspraak WH-2026-0001", RedirectURL: "https://shop.example/terug",
		WebhookURL: "https://shop.example/webhook", Locale: "nl_NL", Case: "d1", Attempt: "1", IdempotencyKey: key,
	}
}

func (w *world) create(t testing.TB, key string) pay.Payment {
	t.Helper()
	p, err := w.client.CreatePayment(t.Context(), newPayment(key))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) paid(t testing.TB, key string) pay.Payment {
	t.Helper()
	p := w.create(t, key)
	if err := w.Pay(p.ID); err != nil {
		t.Fatal(err)
	}
	return w.get(t, p.ID)
}

func (w *world) get(t testing.TB, id string) pay.Payment {
	t.Helper()
	p, err := w.client.GetPayment(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newRefund(payment, key string, cents int64) pay.NewRefund {
	return pay.NewRefund{Payment: payment, Cents: cents, Description: "Terug WH-2026-0001", IdempotencyKey: key}
}

// stub is a provider that says what it is told to; it counts what it was asked.
type stub struct {
	mu    sync.Mutex
	asked []string // method, path and idempotency key
	url   string
}

func newStub(t testing.TB, answer func(n int, w http.ResponseWriter, r *http.Request)) *stub {
	t.Helper()
	s := &stub{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Idempotency-Key"))
		n := len(s.asked)
		s.mu.Unlock()
		answer(n, w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *stub) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}
