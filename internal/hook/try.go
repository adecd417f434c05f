package hook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// try sends a message once and stores what became of it. False when it was not taken: what waits behind it waits on.
func (s *Sender) try(ctx context.Context, h db.Webhook, d db.Delivery) (taken bool, err error) {
	mine := int64(0)
	err = s.write(ctx, func(tx *store.Tx) error { // counted before it is made, so that a crash under it makes no second series
		var err error
		mine, err = tx.ClaimDelivery(ctx, db.ClaimDeliveryParams{ID: d.ID, NextTry: s.Clerk.Now().Add(claimFor).UnixMilli(), Tries: d.Tries})
		return err
	})
	if err != nil || mine == 0 {
		return false, err
	}
	status, words := s.send(ctx, h, d)
	if ctx.Err() != nil {
		return false, nil // we are leaving: it is tried again
	}
	now := s.Clerk.Now()
	switch {
	case words == "":
		return true, s.end(ctx, d, Delivered, "")
	case status == http.StatusGone:
		return false, s.stop(ctx, h, d, Gone, words)
	case d.Tries >= int64(len(steps)):
		return false, s.stop(ctx, h, d, Failed, words)
	}
	next := now.Add(steps[d.Tries]).UnixMilli()
	return false, s.write(ctx, func(tx *store.Tx) error {
		return errors.Join(
			tx.FailDelivery(ctx, db.FailDeliveryParams{ID: d.ID, NextTry: next, Error: words}),
			tx.HoldDeliveries(ctx, db.HoldDeliveriesParams{Webhook: h.ID, Until: next}),
		)
	})
}

func (s *Sender) end(ctx context.Context, d db.Delivery, status, words string) error {
	return s.write(ctx, func(tx *store.Tx) error {
		_, err := tx.EndDelivery(ctx, db.EndDeliveryParams{ID: d.ID, Status: status, Error: words, Done: store.Int(s.Clerk.Now().UnixMilli())})
		return err
	})
}

// stop ends a webhook that nobody answers; what waits for it is dropped.
func (s *Sender) stop(ctx context.Context, h db.Webhook, d db.Delivery, reason, words string) error {
	s.Log.Warn("a webhook is not called any more", "webhook", h.ID, "reason", reason, "last", words)
	at := store.Int(s.Clerk.Now().UnixMilli())
	return s.write(ctx, func(tx *store.Tx) error {
		_, err := tx.EndDelivery(ctx, db.EndDeliveryParams{ID: d.ID, Status: Lost, Error: words, Done: at})
		_, err2 := tx.DisableWebhook(ctx, db.DisableWebhookParams{ID: h.ID, Disabled: at, Reason: reason})
		return errors.Join(err, err2, tx.DropDeliveries(ctx, db.DropDeliveriesParams{Webhook: h.ID, Done: at}))
	})
}

// send makes the call. words is "" when the receiver took the message, else why not, without anything of its answer.
func (s *Sender) send(ctx context.Context, h db.Webhook, d db.Delivery) (status int, words string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.Url, bytes.NewReader(d.Payload))
	if err != nil {
		return 0, "the address cannot be called"
	}
	now := s.Clerk.Now()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Wederhoor-Webhooks/1")
	req.Header.Set("Webhook-Id", d.ID)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	req.Header.Set("Webhook-Signature", s.Key.sign(h.ID, d.ID, now, d.Payload))
	res, err := s.client.Do(req)
	if err != nil {
		return 0, why(err)
	}
	_, err = io.Copy(io.Discard, io.LimitReader(res.Body, answerMax))
	if err = errors.Join(err, res.Body.Close()); err != nil {
		s.Log.Debug("answer of a webhook", "webhook", h.ID, "cause", err.Error())
	}
	switch c := res.StatusCode; {
	case c >= 200 && c < 300:
		return c, ""
	case c >= 300 && c < 400:
		return c, fmt.Sprintf("answered %d: we follow no redirects", c)
	default:
		return c, fmt.Sprintf("answered %d", c)
	}
}

// why names a failure without what a network behind the receiver could tell by it.
func why(err error) string {
	var (
		slow net.Error
		name *net.DNSError
	)
	switch {
	case errors.Is(err, ErrAddress):
		return ErrAddress.Error()
	case errors.As(err, &name):
		return "the name was not found"
	case errors.As(err, &slow) && slow.Timeout():
		return "no answer within " + strconv.Itoa(int(answerIn/time.Second)) + " seconds"
	}
	return "no connection"
}
