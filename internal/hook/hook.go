// Package hook tells other programs what changed: it sends the messages that lie in the outbox of webhooks, signed as
// Standard Webhooks describes, and tries again when nobody takes them. What goes into a message is the registry's
// business. It knows no page, no person and no rule of the procedure.
package hook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// The reasons for which a webhook is not called any more.
const (
	Failed  = "failed"  // nobody took a message in three days
	Gone    = "gone"    // the receiver said so (410)
	Revoked = "revoked" // the token that made it was revoked
)

// The states of a message.
const (
	Waiting   = "waiting"
	Delivered = "delivered"
	Lost      = "failed"  // nobody took it
	Dropped   = "dropped" // it waited behind one that nobody took
)

// steps are the pauses between tries: twelve tries over a little more than three days.
var steps = []time.Duration{
	5 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 12 * time.Hour, 14 * time.Hour, 14 * time.Hour, 16 * time.Hour,
}

const (
	answerIn  = 10 * time.Second    // a receiver takes a message first and works on it afterwards
	answerMax = 4 << 10             // bytes of an answer that are read, so that a connection can be used again
	claimFor  = time.Minute         // after a crash under a try it is tried again
	keepFor   = 30 * 24 * time.Hour // what was delivered or lost
	atOnce    = 4                   // receivers that are called at the same time
	mostDue   = 100                 // messages that are looked at together
	idle      = 30 * time.Second    // what no wake-up announced is seen after it
	cleanEach = time.Hour
)

// Sender follows the log and sends what waits.
type Sender struct {
	Clerk *registry.Clerk
	Key   Key
	Log   *slog.Logger

	store  *store.Store
	client *http.Client
	wake   chan struct{}
	turn   sync.Mutex
	clean  time.Time
}

// New gives a sender. private lets it call addresses that are not on the public internet: for trying things out only.
func New(s *store.Store, c *registry.Clerk, key Key, private bool, log *slog.Logger) *Sender {
	d := &net.Dialer{Timeout: answerIn, Control: control}
	if private {
		d.Control = nil
	}
	return &Sender{
		Clerk: c, Key: key, Log: log, store: s, wake: make(chan struct{}, 1),
		client: &http.Client{
			Timeout: answerIn,
			Transport: &http.Transport{ // no proxy: it would be the one who connects
				DialContext: d.DialContext, TLSHandshakeTimeout: answerIn, ResponseHeaderTimeout: answerIn, ForceAttemptHTTP2: true,
				MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Wake says that there may be something to tell.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run tells until the context ends. What it could not do is logged and tried again.
func (s *Sender) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.Round(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("webhooks", "cause", err.Error())
		}
		timer := time.NewTimer(s.pause(ctx))
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
	s.client.CloseIdleConnections()
}

// pause gives how long no message is due.
func (s *Sender) pause(ctx context.Context) time.Duration {
	at, err := s.store.Queries().NextDelivery(ctx)
	if err != nil || at < 0 {
		return idle
	}
	return max(min(time.UnixMilli(at).Sub(s.Clerk.Now()), idle), 100*time.Millisecond)
}

// Round takes in what changed and sends all that is due.
func (s *Sender) Round(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	for more := true; more && ctx.Err() == nil; {
		var err error
		if more, err = s.Clerk.Follow(ctx); err != nil {
			return fmt.Errorf("follow: %w", err)
		}
	}
	for ctx.Err() == nil {
		due, err := s.store.Queries().DueDeliveries(ctx, db.DueDeliveriesParams{Now: s.Clerk.Now().UnixMilli(), MaxRows: mostDue})
		if err != nil {
			return fmt.Errorf("due messages: %w", store.Wrap(err))
		}
		if len(due) == 0 {
			break
		}
		if err := s.sendAll(ctx, due); err != nil {
			return err
		}
	}
	return s.tidy(ctx)
}

// sendAll sends the messages, those of one webhook in order and until one of them is not taken.
func (s *Sender) sendAll(ctx context.Context, due []db.Delivery) error {
	var order []string
	of := map[string][]db.Delivery{}
	for _, d := range due {
		if of[d.Webhook] == nil {
			order = append(order, d.Webhook)
		}
		of[d.Webhook] = append(of[d.Webhook], d)
	}
	var (
		wg   sync.WaitGroup
		errs = make([]error, len(order))
		free = make(chan struct{}, atOnce)
	)
	for i, id := range order {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			errs[i] = s.toHook(ctx, id, of[id])
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (s *Sender) toHook(ctx context.Context, id string, list []db.Delivery) error {
	h, err := s.store.Queries().WebhookByID(ctx, id)
	if err = store.Wrap(err); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("webhook: %w", err)
	}
	if err != nil || h.Disabled.Valid {
		return s.write(ctx, func(tx *store.Tx) error {
			return tx.DropDeliveries(ctx, db.DropDeliveriesParams{Webhook: id, Done: store.Int(s.Clerk.Now().UnixMilli())})
		})
	}
	for _, d := range list {
		taken, err := s.try(ctx, h, d)
		if err != nil || !taken {
			return err
		}
	}
	return nil
}

// tidy forgets messages of long ago.
func (s *Sender) tidy(ctx context.Context) error {
	now := s.Clerk.Now()
	if now.Sub(s.clean) < cleanEach && !now.Before(s.clean) {
		return nil
	}
	s.clean = now
	return s.write(ctx, func(tx *store.Tx) error {
		_, err := tx.CleanDeliveries(ctx, store.Int(now.Add(-keepFor).UnixMilli()))
		return err
	})
}

func (s *Sender) write(ctx context.Context, fn func(tx *store.Tx) error) error {
	if err := s.store.Write(ctx, store.Clock, fn); err != nil {
		return fmt.Errorf("outbox of webhooks: %w", err)
	}
	return nil
}

// Ended counts the webhooks that nobody answered and that are not called any more.
func (s *Sender) Ended(ctx context.Context) (int64, error) {
	n, err := s.store.Queries().CountDisabledWebhooks(ctx)
	if err != nil {
		return 0, fmt.Errorf("webhooks: %w", store.Wrap(err))
	}
	return n, nil
}
