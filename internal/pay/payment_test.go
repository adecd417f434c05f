package pay_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wederhoor/internal/pay"
)

func TestCreateAndPay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.create(t, "a1")
	want := pay.Payment{
		ID: p.ID, Status: pay.Open, AmountCents: 2500, Currency: "EUR", Case: "d1", Attempt: "1",
		CheckoutURL: w.url + "/checkout/" + p.ID, CreatedAt: begin, ExpiresAt: begin.Add(15 * time.Minute), Mode: "test",
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	w.advance(5 * time.Minute)
	if err := w.Pay(p.ID); err != nil {
		t.Fatal(err)
	}
	want.Status, want.PaidAt, want.CheckoutURL, want.ExpiresAt = pay.Paid, begin.Add(5*time.Minute), "", time.Time{}
	if diff := cmp.Diff(want, w.get(t, p.ID)); diff != "" {
		t.Error(diff)
	}
}

func TestEveryStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases := []struct {
		status   pay.Status
		ended    bool
		webhooks int
		act      func(id string) error
	}{
		{pay.Open, false, 0, func(string) error { return nil }},
		{pay.Pending, false, 0, w.Pend},
		{pay.Authorized, false, 1, w.Authorize},
		{pay.Paid, true, 1, w.Pay},
		{pay.Failed, true, 1, w.Fail},
		{pay.Canceled, true, 1, w.Cancel},
		{pay.Expired, true, 1, w.Expire},
	}
	for _, c := range cases {
		p := w.create(t, "key-"+string(c.status))
		before := w.told()
		if err := c.act(p.ID); err != nil {
			t.Fatal(err)
		}
		got := w.get(t, p.ID)
		if got.Status != c.status || got.Status.Ended() != c.ended {
			t.Errorf("%s: got %s, ended %t", c.status, got.Status, got.Status.Ended())
		}
		if got.PaidAt.IsZero() == (c.status == pay.Paid) {
			t.Errorf("%s: paid at %v", c.status, got.PaidAt)
		}
		if told := w.told() - before; told != c.webhooks {
			t.Errorf("%s: %d webhooks, want %d", c.status, told, c.webhooks)
		}
		if c.ended && w.Pay(p.ID) == nil {
			t.Errorf("%s: an ended payment was paid", c.status)
		}
	}
	if pay.Status("something-new").Ended() || pay.RefundStatus("something-new").Ended() {
		t.Error("a status that we do not know has not ended")
	}
}

func TestWrongInputIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases := map[string]func(*pay.NewPayment){
		"no amount":       func(n *pay.NewPayment) { n.Cents = 0 },
		"negative":        func(n *pay.NewPayment) { n.Cents = -2500 },
		"too much":        func(n *pay.NewPayment) { n.Cents = 100_000_000_000 },
		"no description":  func(n *pay.NewPayment) { n.Description = "" },
		"long":            func(n *pay.NewPayment) { n.Description = strings.Repeat("é", 256) },
		"no redirect":     func(n *pay.NewPayment) { n.RedirectURL = "" },
		"script":          func(n *pay.NewPayment) { n.RedirectURL = "javascript://x/%0aalert(1)" },
		"relative":        func(n *pay.NewPayment) { n.WebhookURL = "/webhook" },
		"locale":          func(n *pay.NewPayment) { n.Locale = "nl" },
		"no case":         func(n *pay.NewPayment) { n.Case = "" },
		"long attempt":    func(n *pay.NewPayment) { n.Attempt = strings.Repeat("a", 512) },
		"no key":          func(n *pay.NewPayment) { n.IdempotencyKey = "" },
		"header in a key": func(n *pay.NewPayment) { n.IdempotencyKey = "a\r\nX: y" },
	}
	for name, spoil := range cases {
		n := newPayment("k")
		spoil(&n)
		if _, err := w.client.CreatePayment(t.Context(), n); !errors.Is(err, pay.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, n := range map[string]pay.NewRefund{
		"no key":         newRefund("tr_abcd1234", "", 1),
		"no amount":      newRefund("tr_abcd1234", "k", 0),
		"no description": {Payment: "tr_abcd1234", Cents: 1, IdempotencyKey: "k"},
	} {
		if _, err := w.client.Refund(t.Context(), n); !errors.Is(err, pay.ErrInput) {
			t.Errorf("refund, %s: %v", name, err)
		}
	}
	if _, err := w.client.ListMethods(t.Context(), 0, "nl_NL"); !errors.Is(err, pay.ErrInput) {
		t.Errorf("methods: %v", err)
	}
	if n := len(w.Payments()); n != 0 {
		t.Errorf("%d payments were made", n)
	}
}

// TestLostAnswerMakesOnePayment: the provider did the work and the answer never came (invariant 23).
func TestLostAnswerMakesOnePayment(t *testing.T) {
	t.Parallel()
	for lost := range 4 {
		w := newWorld(t)
		w.Lose(lost)
		p, err := w.client.CreatePayment(t.Context(), newPayment("once"))
		if lost == 3 {
			if !errors.Is(err, pay.ErrUnavailable) {
				t.Errorf("all answers lost: %v", err)
			}
			p = w.create(t, "once") // the caller asks again later, with the same key
		} else if err != nil {
			t.Errorf("%d lost: %v", lost, err)
		}
		if all := w.Payments(); len(all) != 1 || all[0].ID != p.ID {
			t.Errorf("%d lost: %d payments", lost, len(all))
		}
	}
}

func TestSameKeyAtOnceMakesOnePayment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := w.client.CreatePayment(t.Context(), newPayment("once")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := len(w.Payments()); n != 1 {
		t.Errorf("%d payments", n)
	}
}

func TestSameKeyForAnotherPaymentIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.create(t, "once")
	n := newPayment("once")
	n.Case = "d2"
	var problem *pay.Problem
	if _, err := w.client.CreatePayment(t.Context(), n); !errors.As(err, &problem) || problem.Status != 400 {
		t.Errorf("got %v", err)
	}
}

func TestProblemNamesTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := newPayment("k")
	n.Cents = 5_000_001
	_, err := w.client.CreatePayment(t.Context(), n)
	var problem *pay.Problem
	if !errors.As(err, &problem) || problem.Status != 422 || problem.Field != "amount" || problem.Title == "" || problem.Detail == "" {
		t.Errorf("got %v", err)
	}
	if errors.Is(err, pay.ErrUnavailable) {
		t.Error("a refusal is an answer")
	}
}

// TestForgedIDs: what cannot be an id goes into no path; what could be one and is not ours is unknown.
func TestForgedIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine := w.paid(t, "k").ID
	counted := newStub(t, nil)
	nobody := connect(t, counted.url, &waits{}, 0)
	for _, id := range []string{
		"", "tr_", "tr_abc", "re_abcd1234", "tr_abcd/../methods", "../methods", "tr_abcd%2e%2e", "tr_abcd?x=y", "tr_abcd\n",
		"tr_abcdé", " tr_abcd", "TR_abcd", "tr_" + strings.Repeat("a", 65), "tr_abcd#x", mine + "\x00",
	} {
		if _, err := nobody.GetPayment(t.Context(), id); !errors.Is(err, pay.ErrUnknown) {
			t.Errorf("payment %q: %v", id, err)
		}
		if _, err := nobody.ListRefunds(t.Context(), id); !errors.Is(err, pay.ErrUnknown) {
			t.Errorf("refunds of %q: %v", id, err)
		}
		if _, err := nobody.GetRefund(t.Context(), mine, "x"+id); !errors.Is(err, pay.ErrUnknown) {
			t.Errorf("refund %q: %v", id, err)
		}
		if _, err := nobody.Refund(t.Context(), newRefund(id, "k", 1)); !errors.Is(err, pay.ErrUnknown) {
			t.Errorf("refund of %q: %v", id, err)
		}
	}
	if n := counted.count(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if _, err := w.client.GetPayment(t.Context(), "tr_nobodysPayment1"); !errors.Is(err, pay.ErrUnknown) {
		t.Errorf("somebody else's payment: %v", err)
	}
	if _, err := w.client.GetRefund(t.Context(), mine, "re_nobodys1"); !errors.Is(err, pay.ErrUnknown) {
		t.Errorf("somebody else's refund: %v", err)
	}
}

func TestListMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.client.ListMethods(t.Context(), 2500, "en_US")
	want := []pay.Method{{ID: "ideal", Name: "iDEAL | Wero"}, {ID: "bancontact", Name: "Bancontact"}, {ID: "creditcard", Name: "Card"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestGoneCallerIsUnavailable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := w.client.GetPayment(ctx, "tr_abcd1234")
	if !errors.Is(err, pay.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
