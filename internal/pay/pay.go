// Package pay asks the payment provider: a small client of Mollie's API v2 that creates a payment, reads it, gives it
// back and lists the ways to pay (rules 3.2). Only what the provider's API answers about an id is believed; a webhook
// brings no more than that id.
//
// It knows no dispute, no store and no page: a payment carries two words of its caller, the case and the attempt, and
// hands them back. Of our packages it may import fault. Nothing here logs, and the key is in no error.
package pay

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Mollie is where the provider's API lives.
const Mollie = "https://api.mollie.com/v2"

// Config is what a client needs. The zero value of all but Key is ready for production.
type Config struct {
	BaseURL   string                                     // "" is Mollie; https, or http on the loopback with a test key
	Key       Key                                        // "live_…" or "test_…"
	Timeout   time.Duration                              // of one try, its body included; 0 is 10 s
	Tries     int                                        // of one call; 0 is 3
	Transport http.RoundTripper                          // nil is a transport of our own
	Wait      func(context.Context, time.Duration) error // between two tries; nil waits by the clock
	Now       func() time.Time                           // only to read a Retry-After that is a date; nil is time.Now
}

// Client speaks to the provider. It may be used by many goroutines.
type Client struct {
	base    string
	mode    string // "live" or "test"
	timeout time.Duration
	tries   int
	http    *http.Client
	wait    func(context.Context, time.Duration) error
	now     func() time.Time
	secret  secret
}

var keyPattern = regexp.MustCompile(`^(live|test)_[A-Za-z0-9]{8,128}$`)

// New makes a client. It refuses a key or an address with which it could never be safe to start; it sends nothing.
func New(c Config) (*Client, error) {
	match := keyPattern.FindStringSubmatch(string(c.Key))
	if match == nil {
		return nil, errors.New(`pay: the key is not of the form "live_…" or "test_…"`)
	}
	if c.BaseURL == "" {
		c.BaseURL = Mollie
	}
	if err := checkBase(c.BaseURL, match[1]); err != nil {
		return nil, err
	}
	client := &Client{
		base:    strings.TrimSuffix(c.BaseURL, "/"),
		mode:    match[1],
		timeout: c.Timeout,
		tries:   c.Tries,
		wait:    c.Wait,
		now:     c.Now,
		secret:  hide(c.Key),
	}
	if client.timeout <= 0 {
		client.timeout = 10 * time.Second
	}
	if client.tries <= 0 {
		client.tries = 3
	}
	if client.wait == nil {
		client.wait = wait
	}
	if client.now == nil {
		client.now = time.Now
	}
	if c.Transport == nil {
		c.Transport = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout:   5 * time.Second,
			ResponseHeaderTimeout: client.timeout,
			MaxIdleConns:          8,
			IdleConnTimeout:       time.Minute,
			ForceAttemptHTTP2:     true,
		}
	}
	client.http = &http.Client{
		Transport: c.Transport,
		// The API never redirects. Whoever does must not see the key.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client, nil
}

// Mode is "live" or "test", as the key says. Payments of another mode are not believed.
func (c *Client) Mode() string { return c.mode }

func checkBase(base, mode string) error {
	u, err := url.Parse(base)
	if err != nil {
		return fmt.Errorf("pay: the address of the provider: %w", err)
	}
	if u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("pay: the address of the provider must be a host and a path, no more")
	}
	if !safe(u) {
		return fmt.Errorf("pay: the address of the provider must be https, or http on the loopback")
	}
	if u.Scheme == "http" && mode == "live" {
		return fmt.Errorf("pay: a live key goes over https only")
	}
	return nil
}

// safe says whether what goes to this address stays between us and its host.
func safe(u *url.URL) bool {
	if u.Host == "" {
		return false
	}
	if u.Scheme == "https" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
