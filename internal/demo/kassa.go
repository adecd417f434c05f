package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"wederhoor/internal/jobs"
	"wederhoor/internal/pay"
	"wederhoor/internal/pay/simulator"
	"wederhoor/internal/text"
)

// Key is the key with which the demo speaks to its payment simulator: it opens nothing.
const Key = "test_wederhoordemosimulator000000"

// Checkout is a payment provider on this machine that takes no money. It speaks the API of the real one.
type Checkout struct {
	Simulator *simulator.Simulator
	API       string // address of the API

	server *http.Server
	done   chan error
}

// OpenCheckout starts the simulator on a free port of the loopback address. base is where browsers find its pages;
// notify gets its webhooks.
func OpenCheckout(ctx context.Context, base string, now func() time.Time, notify func(to string, form url.Values)) (*Checkout, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("payment simulator of the demo: %w", err)
	}
	c := &Checkout{
		Simulator: simulator.New(simulator.Config{BaseURL: base, Key: pay.Key(Key), Now: now, Notify: notify}),
		API:       "http://" + l.Addr().String() + "/v2", done: make(chan error, 1),
	}
	c.server = &http.Server{Handler: c.Simulator, ReadHeaderTimeout: 5 * time.Second}
	go func() { c.done <- c.server.Serve(l) }()
	return c, nil
}

// Pay makes a payment at the simulator by the till, as a person's button does, and pays it.
func (c *Checkout) Pay(ctx context.Context, till *jobs.Till, dispute, payment string) error {
	if _, err := till.Checkout(ctx, dispute, payment, "/", text.NL); err != nil {
		return err
	}
	all := c.Simulator.Payments()
	if err := c.Simulator.Pay(all[len(all)-1].ID); err != nil {
		return fmt.Errorf("payment simulator of the demo: %w", err)
	}
	return till.Check(ctx, dispute)
}

// Close stops it.
func (c *Checkout) Close() error {
	err := c.server.Close()
	if served := <-c.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
