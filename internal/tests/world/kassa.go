package world

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"wederhoor/internal/pay"
	"wederhoor/internal/pay/simulator"
)

// testKey is the key at the simulator.
const testKey = "test_worldworldworldworldworldwo"

// ServeHTTP answers what browsers ask: the site, and at any other host the pages of the payment simulator.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if "http://"+r.Host == Base {
		w.Site.ServeHTTP(rw, r)
		return
	}
	w.Kassa.ServeHTTP(rw, r)
}

// kassa starts the payment simulator and gives the address of its API. Its webhooks reach the site as requests.
func (w *World) kassa() string {
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.Kassa.ServeHTTP(rw, r) }))
	w.T.Cleanup(srv.Close)
	w.Kassa = simulator.New(simulator.Config{BaseURL: srv.URL, Key: pay.Key(testKey), Now: w.Now, Seed: w.T.Name(), Notify: w.Webhook})
	return srv.URL + "/v2"
}

// Webhook posts a webhook to the site, as the provider or anybody else can.
func (w *World) Webhook(to string, form url.Values) {
	r, err := http.NewRequestWithContext(w.T.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		w.T.Error(err)
		return
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := w.Serve(r); got != http.StatusOK {
		w.T.Errorf("a webhook was answered with %d", got)
	}
}

// payment gives the n-th payment at the simulator, from 1; 0 is the last.
func (w *World) payment(n int) (simulator.Payment, bool) {
	all := w.Kassa.Payments()
	if n == 0 {
		n = len(all)
	}
	if n < 1 || n > len(all) {
		return simulator.Payment{}, false
	}
	return all[n-1], true
}
