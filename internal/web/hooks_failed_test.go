package web_test

import (
	"errors"
	"strings"
	"testing"

	"wederhoor/internal/hook"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// TestEndedWebhooks: staff see which programs are not told of changes any more; who revoked a token knows it.
func TestEndedWebhooks(t *testing.T) {
	t.Parallel()
	b := importing(t)
	b.visit(b.mediator, "/staf/webhooks", 200)
	b.sees(b.mediator, "Alle programma’s die bericht willen, antwoorden")
	b.visit(b.mediator, "/staf", 200)
	b.hides(b.mediator, "Programma’s zonder antwoord")

	ctx, at := t.Context(), b.w.Now().UnixMilli()
	b.ok(b.w.House.Store.Write(ctx, store.Act, func(tx *store.Tx) error {
		var errs []error
		for _, h := range []struct{ id, url, member, reason string }{
			{"a", "https://admin.example:8443/secret/path?key=geheim", "", hook.Failed},
			{"b", "https://winkel.example/hook", "1001", hook.Gone},
			{"c", "https://ingetrokken.example/", "1002", hook.Revoked},
			{"d", "https://nog.example/", "1003", ""},
		} {
			errs = append(errs, tx.InsertWebhook(ctx, db.InsertWebhookParams{ID: h.id, Url: h.url, Member: h.member, Created: at}))
			if h.reason != "" {
				_, err := tx.DisableWebhook(ctx, db.DisableWebhookParams{ID: h.id, Disabled: store.Int(at), Reason: h.reason})
				errs = append(errs, err)
			}
		}
		errs = append(errs, tx.InsertDelivery(ctx, db.InsertDeliveryParams{
			ID: "m", Webhook: "a", Type: "case.opened", Payload: []byte("{}"), Created: at, NextTry: at,
		}))
		_, err := tx.EndDelivery(ctx, db.EndDeliveryParams{ID: "m", Status: hook.Lost, Error: "answered 503", Done: store.Int(at)})
		return errors.Join(append(errs, err)...)
	}))
	b.visit(b.mediator, "/staf", 200)
	b.ok(b.mediator.Click("Programma’s zonder antwoord"))
	b.sees(
		b.mediator, "admin.example:8443", "Drie dagen lang nam niemand een bericht aan", "answered 503",
		"winkel.example", "De Lindeboom Lampen (1001)", "De ontvanger zei dat dit adres niet meer bestaat",
	)
	for _, word := range []string{"ingetrokken.example", "nog.example", "geheim", "secret/path"} {
		if strings.Contains(b.mediator.Body, word) {
			t.Errorf("the page tells %q", word)
		}
	}
	b.visit(b.mediator, "/staf/webhooks?lang=en", 200)
	b.sees(b.mediator, "Programs that no longer answer", "For three days nobody took a message")
	shop := b.w.Browser("shop")
	shop.AsShop(shopEmail)
	b.ok(shop.Visit("/staf/webhooks"))
	b.hides(shop, "admin.example")
}
