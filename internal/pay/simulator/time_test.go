package simulator_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wederhoor/internal/pay"
	"wederhoor/internal/pay/simulator"
)

const hook = "https://shop.example/hook id="

func TestExpiryByTheClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	w.advance(15*time.Minute - time.Second)
	if got := w.Payments()[0]; got.Status != pay.Open || w.heard() != nil {
		t.Errorf("too early: %s", got.Status)
	}
	w.advance(time.Hour)
	got := w.Payments()[0]
	if got.Status != pay.Expired || !got.EndedAt.Equal(begin.Add(15*time.Minute)) {
		t.Errorf("%s at %v", got.Status, got.EndedAt)
	}
	if diff := cmp.Diff([]string{hook + id}, w.heard()); diff != "" {
		t.Error(diff)
	}
	if err := w.Pay(id); !errors.Is(err, simulator.ErrControl) {
		t.Errorf("paid after it expired: %v", err)
	}
}

// TestPaidLate: the bank was busy; the instant of paying is the one at which it was due.
func TestPaidLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	late := begin.Add(3 * 24 * time.Hour)
	if err := w.PayLate(id, late); err != nil {
		t.Fatal(err)
	}
	w.advance(72*time.Hour - time.Second)
	if got := w.Payments()[0]; got.Status != pay.Pending || w.heard() != nil {
		t.Errorf("before: %s", got.Status)
	}
	w.advance(5 * time.Hour)
	if got := w.Payments()[0]; got.Status != pay.Paid || !got.EndedAt.Equal(late) || len(w.heard()) != 1 {
		t.Errorf("after: %s at %v", got.Status, got.EndedAt)
	}
}

func TestPendingEndsByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Pend(w.create(t)); err != nil {
		t.Fatal(err)
	}
	w.advance(23 * time.Hour)
	if got := w.Payments()[0].Status; got != pay.Pending {
		t.Errorf("after 23 hours: %s", got)
	}
	w.advance(time.Hour)
	if got := w.Payments()[0].Status; got != pay.Expired {
		t.Errorf("after a day: %s", got)
	}
}

func TestWebhooksRepeatedAndForged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.create(t)
	if err := w.Pay(id); err != nil {
		t.Fatal(err)
	}
	if err := w.Resend(id, 9); err != nil {
		t.Fatal(err)
	}
	if got := w.heard(); len(got) != 10 || len(slices.Compact(got)) != 1 || got[0] != hook+id {
		t.Errorf("heard %v", got)
	}
	w.Forge("https://shop.example/hook", "tr_somebodyElses")
	if diff := cmp.Diff([]string{hook + "tr_somebodyElses"}, w.heard()); diff != "" {
		t.Error(diff)
	}
	if err := w.Resend("tr_unknown", 1); !errors.Is(err, simulator.ErrControl) {
		t.Errorf("got %v", err)
	}
	if err := w.SetRefund(id, "re_unknown", pay.RefundFailed); !errors.Is(err, simulator.ErrControl) {
		t.Errorf("got %v", err)
	}
}

// TestReceiverMayAskWhileItIsTold: the receiver of a webhook asks the API before it answers, as it should.
func TestReceiverMayAskWhileItIsTold(t *testing.T) {
	t.Parallel()
	var provider *httptest.Server
	var s *simulator.Simulator
	heard := make(chan string, 4)
	owner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := pay.WebhookID(r)
		if err != nil {
			t.Error(err)
		}
		client, err := pay.New(pay.Config{BaseURL: provider.URL + "/v2", Key: key})
		if err != nil {
			t.Error(err)
			return
		}
		p, err := client.GetPayment(r.Context(), id)
		if err != nil {
			t.Error(err)
		}
		heard <- string(p.Status)
	}))
	defer owner.Close()
	s = simulator.New(simulator.Config{})
	provider = httptest.NewServer(s)
	defer provider.Close()
	client, err := pay.New(pay.Config{BaseURL: provider.URL + "/v2", Key: key})
	if err != nil {
		t.Fatal(err)
	}
	p, err := client.CreatePayment(t.Context(), pay.NewPayment{
		Cents: 2500, Description: "x", RedirectURL: owner.URL, WebhookURL: owner.URL, Case: "d1", IdempotencyKey: "k",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Pay(p.ID); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "paid" {
		t.Errorf("heard %s", got)
	}
}

func TestPostReportsWhatWentWrong(t *testing.T) {
	t.Parallel()
	var got []string
	answer := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got = append(got, r.Header.Get("Content-Type")+" "+string(body))
		w.WriteHeader(answer)
	}))
	var reported []string
	post := simulator.Post(func(err error) { reported = append(reported, err.Error()) })
	post(server.URL+"/geheim", url.Values{"id": {"tr_abcd"}})
	if diff := cmp.Diff([]string{"application/x-www-form-urlencoded id=tr_abcd"}, got); diff != "" || reported != nil {
		t.Error(diff, reported)
	}
	answer = http.StatusInternalServerError
	post(server.URL+"/geheim", url.Values{"id": {"tr_abcd"}})
	server.Close()
	post(server.URL+"/geheim", url.Values{"id": {"tr_abcd"}})
	if len(reported) != 2 || strings.Contains(strings.Join(reported, ""), "geheim") {
		t.Errorf("reported %q", reported)
	}
}
