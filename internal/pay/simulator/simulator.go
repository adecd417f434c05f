// Package simulator is a payment provider to practise with: it speaks the part of Mollie's API v2 that package pay asks
// for, over HTTP, and has a page where a payer pays, fails, cancels or walks away. The demo and all tests use it through
// the real client, so that the code that handles money is the same everywhere.
//
// It stands for another organisation: it knows nothing of disputes, has its own words, and keeps its state in memory.
// Of our packages it may import pay, for the names of statuses and the way amounts are written.
package simulator

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"wederhoor/internal/pay"
)

// How long things last here, by the clock given.
const (
	openFor    = 15 * time.Minute // an open payment expires, as one by iDEAL does
	pendingFor = 24 * time.Hour   // a payment that was begun and never confirmed expires
	refundIn   = 24 * time.Hour   // a refund reaches the payer's bank
	keysFor    = time.Hour        // an idempotency key is remembered
)

// Config is what a simulator needs; the zero value works.
type Config struct {
	BaseURL string                            // where browsers find it, without a slash at the end; "" is the host they ask
	Key     pay.Key                           // "" accepts any test key
	Now     func() time.Time                  // nil is time.Now
	Seed    string                            // the same seed gives the same ids; "" gives ids that nobody can guess
	Notify  func(url string, form url.Values) // sends a webhook; nil posts it, see Post
}

// Simulator is an http.Handler. It may be used by many goroutines.
type Simulator struct {
	base   string
	key    string
	now    func() time.Time
	seed   string
	notify func(string, url.Values)
	mux    *http.ServeMux

	mu       sync.Mutex
	made     int // ids given out
	payments []*payment
	byID     map[string]*payment
	answers  map[string]answer // by idempotency key
	notices  []notice          // to be sent when the lock is free
	down     bool
	delay    time.Duration
	lose     int
}

// New makes a simulator without payments.
func New(c Config) *Simulator {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Seed == "" {
		c.Seed = rand.Text()
	}
	if c.Notify == nil {
		c.Notify = Post(warn)
	}
	s := &Simulator{
		base: strings.TrimSuffix(c.BaseURL, "/"), key: string(c.Key), now: c.Now, seed: c.Seed, notify: c.Notify,
		mux: http.NewServeMux(), byID: map[string]*payment{}, answers: map[string]answer{},
	}
	s.mux.HandleFunc("POST /v2/payments", s.api(s.createPayment))
	s.mux.HandleFunc("GET /v2/payments/{payment}", s.api(s.getPayment))
	s.mux.HandleFunc("POST /v2/payments/{payment}/refunds", s.api(s.createRefund))
	s.mux.HandleFunc("GET /v2/payments/{payment}/refunds", s.api(s.listRefunds))
	s.mux.HandleFunc("GET /v2/payments/{payment}/refunds/{refund}", s.api(s.getRefund))
	s.mux.HandleFunc("GET /v2/methods", s.api(s.listMethods))
	s.mux.HandleFunc("/v2/", s.api(func(*http.Request, []byte, time.Time) reply {
		return problem(http.StatusNotFound, "No such endpoint", "")
	}))
	s.mux.HandleFunc("GET /checkout/{payment}", s.showCheckout)
	s.mux.HandleFunc("POST /checkout/{payment}", s.doCheckout)
	return s
}

// ServeHTTP answers API calls below /v2/ and shows the pages below /checkout/.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// act lets time do its part, does something under the lock, and gives the webhooks that came of it. They are sent
// without the lock, because the receiver asks the API about the payment before it answers.
func (s *Simulator) act(f func(now time.Time)) []notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	s.settle(now)
	f(now)
	s.settle(now)
	out := s.notices
	s.notices = nil
	return out
}

func (s *Simulator) send(notices []notice) {
	for _, n := range notices {
		s.notify(n.to, url.Values{"id": {n.id}})
	}
}

// settle does what time owes: payments expire or are paid late, refunds arrive. Each carries the instant at which it was
// due, not the one at which somebody looked.
func (s *Simulator) settle(now time.Time) {
	for _, p := range s.payments {
		switch at := p.due(); {
		case p.status.Ended() || at.After(now):
		case p.payAt.IsZero():
			s.move(p, pay.Expired, at)
		default:
			s.move(p, pay.Paid, at)
		}
		for _, r := range p.refunds {
			if r.status == pay.RefundPending && !r.createdAt.Add(refundIn).After(now) {
				s.moveRefund(p, r, pay.RefundDone)
			}
		}
	}
	for key, a := range s.answers {
		if !a.at.Add(keysFor).After(now) {
			delete(s.answers, key)
		}
	}
}

// Tick lets time do its part now: whoever moves the clock calls it, so that webhooks come without a request.
func (s *Simulator) Tick() { s.send(s.act(func(time.Time) {})) }

// pause holds an answer up, until the asker has gone.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// address is where this simulator is found, for links.
func (s *Simulator) address(r *http.Request) string {
	switch {
	case s.base != "":
		return s.base
	case r.TLS != nil:
		return "https://" + r.Host
	default:
		return "http://" + r.Host
	}
}

// Payments gives all payments as they stand now, oldest first.
func (s *Simulator) Payments() []Payment {
	var out []Payment
	s.send(s.act(func(time.Time) {
		for _, p := range s.payments {
			out = append(out, p.copy())
		}
	}))
	return slices.Clip(out)
}
