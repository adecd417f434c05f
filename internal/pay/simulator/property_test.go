package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wederhoor/internal/pay"
	"wederhoor/internal/pay/simulator"
)

// TestMoneyIsNeverCreated plays commands in any order through the real client, with answers lost and time passing, and
// looks after each: what goes back is at most what was paid, an ended payment stays as it ended, and a key gives money
// back once (invariants 18, 19, 23).
func TestMoneyIsNeverCreated(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		defer m.server.Close()
		t.Repeat(map[string]func(*rapid.T){
			"create": m.create, "control": m.control, "refund": m.refund, "finish": m.finish, "time": m.time, "lose": m.lose,
			"": m.check,
		})
	})
}

type machine struct {
	*simulator.Simulator
	server *httptest.Server
	client *pay.Client
	clock  time.Time
	ids    []string
	keys   int
	ended  map[string]string // by id of a payment or refund, the status it ended with
}

func newMachine(t *rapid.T) *machine {
	m := &machine{clock: begin, ended: map[string]string{}}
	m.Simulator = simulator.New(simulator.Config{
		Seed: "property", Now: func() time.Time { return m.clock }, Notify: func(string, url.Values) {},
	})
	m.server = httptest.NewServer(m.Simulator)
	transport := &http.Transport{DisableKeepAlives: true}
	client, err := pay.New(pay.Config{BaseURL: m.server.URL + "/v2", Key: key, Wait: noWait, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	m.client = client
	return m
}

func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func (m *machine) pick(t *rapid.T) string {
	if len(m.ids) == 0 {
		t.Skip("no payment yet")
	}
	return rapid.SampledFrom(m.ids).Draw(t, "payment")
}

func (m *machine) create(t *rapid.T) {
	m.keys++
	p, err := m.client.CreatePayment(t.Context(), pay.NewPayment{
		Cents: rapid.Int64Range(1, 3000).Draw(t, "cents"), Description: "x", RedirectURL: "https://shop.example/",
		WebhookURL: "https://shop.example/hook", Case: "d1", IdempotencyKey: fmt.Sprintf("p%d", m.keys),
	})
	switch {
	case err == nil:
		m.ids = append(m.ids, p.ID)
	case !errors.Is(err, pay.ErrUnavailable):
		t.Fatal(err)
	}
}

func (m *machine) control(t *rapid.T) {
	id := m.pick(t)
	acts := []func(string) error{
		m.Pay, m.Pay, m.Pay, m.Fail, m.Cancel, m.Expire, m.Pend, m.Authorize,
		func(id string) error { return m.PayLate(id, m.clock.Add(time.Hour)) },
	}
	if err := rapid.SampledFrom(acts).Draw(t, "act")(id); err != nil && !errors.Is(err, simulator.ErrControl) {
		t.Fatal(err)
	}
}

func (m *machine) refund(t *rapid.T) {
	n := pay.NewRefund{
		Payment: m.pick(t), Cents: rapid.Int64Range(1, 3000).Draw(t, "cents"), Description: "x",
		IdempotencyKey: rapid.SampledFrom([]string{"r1", "r2", "r3"}).Draw(t, "key"),
	}
	n.IdempotencyKey += n.Payment[3:]
	_, err := m.client.Refund(t.Context(), n)
	var problem *pay.Problem
	if err != nil && !errors.Is(err, pay.ErrUnavailable) && !errors.As(err, &problem) {
		t.Fatal(err)
	}
}

func (m *machine) finish(t *rapid.T) {
	id := m.pick(t)
	for _, p := range m.Payments() {
		if p.ID != id || len(p.Refunds) == 0 {
			continue
		}
		r := rapid.SampledFrom(p.Refunds).Draw(t, "refund")
		to := rapid.SampledFrom([]pay.RefundStatus{pay.RefundQueued, pay.RefundProcessing, pay.RefundDone, pay.RefundFailed, pay.RefundCanceled}).Draw(t, "to")
		if err := m.SetRefund(id, r.ID, to); err != nil && !errors.Is(err, simulator.ErrControl) {
			t.Fatal(err)
		}
	}
}

func (m *machine) time(t *rapid.T) {
	m.clock = m.clock.Add(time.Duration(rapid.IntRange(1, 2000).Draw(t, "minutes")) * time.Minute)
	m.Tick()
}

func (m *machine) lose(t *rapid.T) { m.Lose(rapid.IntRange(0, 4).Draw(t, "answers")) }

func (m *machine) check(t *rapid.T) {
	for _, p := range m.Payments() {
		var back int64
		keys := map[string]int{}
		for _, r := range p.Refunds {
			m.stays(t, r.ID, string(r.Status), r.Status.Ended())
			keys[string(r.Metadata)]++
			if !r.Status.Undone() {
				back += r.Cents
			}
		}
		if back != p.RefundedCents || back > p.Cents || p.Status != pay.Paid && back > 0 {
			t.Fatalf("%s %s: %d of %d cents went back", p.ID, p.Status, back, p.Cents)
		}
		for key, n := range keys {
			if n > 1 {
				t.Fatalf("%s: %d refunds under the key %q", p.ID, n, key)
			}
		}
		m.stays(t, p.ID, string(p.Status), p.Status.Ended())
	}
}

// stays holds what has ended to how it ended.
func (m *machine) stays(t *rapid.T, id, status string, ended bool) {
	if was, ok := m.ended[id]; ok && was != status {
		t.Fatalf("%s ended as %s and became %s", id, was, status)
	}
	if ended {
		m.ended[id] = status
	}
}
