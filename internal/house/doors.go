package house

import (
	"context"
	"fmt"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/api"
	"wederhoor/internal/hook"
	"wederhoor/internal/web"
)

// doors makes what other programs come in by, and what tells them of changes.
func (h *House) doors(secret account.Secret, now func() time.Time) (err error) {
	s := h.Settings.API
	h.Hooks = hook.New(h.Store, h.Clerk, secret.Key("webhooks"), !s.PublicHooks, h.Log)
	h.Clerk.Wake = func() {
		h.Worker.Wake()
		h.Hooks.Wake()
	}
	h.Tokens = api.NewTokens(h.Store, now)
	h.App.API, err = api.New(api.Config{
		Store: h.Store, Clerk: h.Clerk, Tokens: h.Tokens, Hooks: h.Hooks, Text: h.Text, Log: h.Log,
		Requests: s.Requests, PrivateHooks: !s.PublicHooks,
	})
	return err
}

// hooksCheck tells of webhooks that nobody answers.
func (h *House) hooksCheck(ctx context.Context) web.Check {
	c := web.Check{Name: "webhooks"}
	n, err := h.Hooks.Ended(ctx)
	switch {
	case err != nil:
		c.Err = err
	case n > 0:
		c.Warning = fmt.Sprintf("%d webhooks are not called any more: nobody answered for three days", n)
	}
	return c
}
