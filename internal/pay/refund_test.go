package pay_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"wederhoor/internal/pay"
)

func TestRefund(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paid(t, "k")
	r, err := w.client.Refund(t.Context(), newRefund(p.ID, "k-back", 2500))
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != pay.RefundPending || r.Cents != 2500 || r.Payment != p.ID || r.Key != "k-back" || !r.CreatedAt.Equal(begin) {
		t.Errorf("got %+v", r)
	}
	if got := w.get(t, p.ID); got.Status != pay.Paid || got.AmountRefundedCents != 2500 {
		t.Errorf("payment: %+v", got)
	}
	before := w.told()
	w.advance(25 * time.Hour)
	got, err := w.client.GetRefund(t.Context(), p.ID, r.ID)
	if err != nil || got.Status != pay.RefundDone || !got.Status.Ended() || got.Status.Undone() {
		t.Errorf("after a day: %+v, %v", got, err)
	}
	if w.told() != before+1 {
		t.Error("a refund that arrives is told once")
	}
}

func TestRefundStatuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, status := range []pay.RefundStatus{
		pay.RefundQueued, pay.RefundPending, pay.RefundProcessing, pay.RefundDone, pay.RefundFailed, pay.RefundCanceled,
	} {
		p := w.paid(t, "k-"+string(status))
		r, err := w.client.Refund(t.Context(), newRefund(p.ID, "back-"+string(status), 2500))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.SetRefund(p.ID, r.ID, status); err != nil && status != r.Status {
			t.Fatal(err)
		}
		list, err := w.client.ListRefunds(t.Context(), p.ID)
		if err != nil || len(list) != 1 || list[0].Status != status {
			t.Errorf("%s: %+v, %v", status, list, err)
		}
		want := int64(2500)
		if status.Undone() {
			want = 0
		}
		if got := w.get(t, p.ID).AmountRefundedCents; got != want {
			t.Errorf("%s: %d refunded", status, got)
		}
	}
}

func TestRefundOfMoreThanWasPaidIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paid(t, "k")
	for _, part := range []struct {
		key   string
		cents int64
		ok    bool
	}{{"b1", 1500, true}, {"b2", 1001, false}, {"b3", 1000, true}, {"b4", 1, false}} {
		_, err := w.client.Refund(t.Context(), newRefund(p.ID, part.key, part.cents))
		var problem *pay.Problem
		if part.ok != (err == nil) || !part.ok && (!errors.As(err, &problem) || problem.Field != "amount") {
			t.Errorf("%s: %v", part.key, err)
		}
	}
	open := w.create(t, "open")
	var problem *pay.Problem
	if _, err := w.client.Refund(t.Context(), newRefund(open.ID, "b5", 100)); !errors.As(err, &problem) || problem.Field != "" {
		t.Errorf("refund of a payment that was not paid: %v", err)
	}
}

// TestRefundOnceHoweverLongTheOutage: the provider forgets idempotency keys after an hour; we must not pay twice.
func TestRefundOnceHoweverLongTheOutage(t *testing.T) {
	t.Parallel()
	for _, away := range []time.Duration{0, time.Minute, 2 * time.Hour, 72 * time.Hour} {
		w := newWorld(t)
		p := w.paid(t, "k")
		list, err := w.client.ListRefunds(t.Context(), p.ID)
		if err != nil || len(list) != 0 {
			t.Fatal(list, err)
		}
		loseRefunds := connectLosing(t, w)
		if _, err := loseRefunds.Refund(t.Context(), newRefund(p.ID, "back", 1000)); !errors.Is(err, pay.ErrUnavailable) {
			t.Fatalf("answers lost: %v", err)
		}
		w.advance(away)
		r, err := w.client.Refund(t.Context(), newRefund(p.ID, "back", 1000))
		if err != nil || r.Key != "back" {
			t.Errorf("after %v: %+v, %v", away, r, err)
		}
		if got := w.Payments()[0]; len(got.Refunds) != 1 || got.RefundedCents != 1000 {
			t.Errorf("after %v: %+v", away, got.Refunds)
		}
		if _, err := w.client.Refund(t.Context(), newRefund(p.ID, "back", 999)); err == nil {
			t.Errorf("after %v: the same key for another amount", away)
		}
	}
}

// connectLosing gives a client that asks and never hears the answer to a POST.
func connectLosing(t *testing.T, w *world) *pay.Client {
	t.Helper()
	c, err := pay.New(pay.Config{
		BaseURL: w.url + "/v2", Key: testKey, Wait: w.waits.wait,
		Transport: losing{&http.Transport{DisableKeepAlives: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type losing struct{ http.RoundTripper }

func (l losing) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.RoundTripper.RoundTrip(r)
	if err != nil || r.Method != http.MethodPost {
		return response, err
	}
	return nil, errors.Join(errors.New("the cable was cut"), response.Body.Close())
}

// TestUndoneRefundIsAnsweredAsItIs: the money is not back at the payer, and asking again with the same key says so.
func TestUndoneRefundIsAnsweredAsItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paid(t, "k")
	first, err := w.client.Refund(t.Context(), newRefund(p.ID, "back", 2500))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetRefund(p.ID, first.ID, pay.RefundFailed); err != nil {
		t.Fatal(err)
	}
	again, err := w.client.Refund(t.Context(), newRefund(p.ID, "back", 2500))
	if err != nil || again.ID != first.ID || !again.Status.Undone() {
		t.Errorf("same key: %+v, %v", again, err)
	}
	second, err := w.client.Refund(t.Context(), newRefund(p.ID, "back-2", 2500))
	if err != nil || second.ID == first.ID || second.Status != pay.RefundPending {
		t.Errorf("new key: %+v, %v", second, err)
	}
}
