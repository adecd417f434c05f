package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"wederhoor/internal/fault"
	"wederhoor/internal/hook"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

// mostHooks is how many webhooks a party may have.
const mostHooks = 10

// testEvent is the event of a test message.
const testEvent = "webhook.test"

// Webhook is an address that is called when something changes.
type Webhook struct {
	ID       string    `json:"id"`
	URL      string    `json:"url"`
	Events   []string  `json:"events" nullable:"false"`
	Created  string    `json:"created" format:"date-time"`
	Disabled *string   `json:"disabled" format:"date-time" nullable:"true" doc:"Since when it is not called any more. Make a new one to go on."`
	Reason   string    `json:"reason,omitempty" enum:"failed,gone,revoked" doc:"Why: nobody took a message in three days, the receiver answered 410, its token was revoked."`
	Last     *LastCall `json:"last,omitempty" doc:"The newest message."`
}

// NewWebhook is a webhook with its secret, which is shown once.
type NewWebhook struct {
	Webhook
	Secret string `json:"secret" doc:"Key of the signatures (Standard Webhooks). It is not shown again."`
}

// LastCall is what became of the newest message.
type LastCall struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Status string `json:"status" enum:"waiting,delivered,failed,dropped"`
	Tries  int64  `json:"tries"`
	Error  string `json:"error,omitempty" doc:"Why the last try failed."`
}

type hookPath struct {
	ID string `path:"id" maxLength:"40"`
}

func (a *API) webhooks(h huma.API) {
	const path = "/webhooks"
	huma.Register(h, operation(http.MethodGet, path, "list-webhooks", "webhooks", WebhooksManage, "List webhooks", ""), handle(a, a.listHooks))
	create := operation(http.MethodPost, path, "create-webhook", "webhooks", WebhooksManage, "Create a webhook",
		"The token must also have the scope to read what it asks for: cases:read or members:read.", http.StatusUnprocessableEntity)
	create.DefaultStatus = http.StatusCreated
	huma.Register(h, create, handle(a, a.createHook))
	huma.Register(h, operation(http.MethodDelete, path+"/{id}", "delete-webhook", "webhooks", WebhooksManage, "Delete a webhook", "", http.StatusNotFound), handle(a, a.deleteHook))
	test := operation(http.MethodPost, path+"/{id}/test", "test-webhook", "webhooks", WebhooksManage, "Send a test message",
		"It goes the way of all messages. What became of it stands in last.", http.StatusNotFound)
	test.DefaultStatus = http.StatusAccepted
	huma.Register(h, test, handle(a, a.testHook))
}

func (a *API) hookOf(ctx context.Context, h db.Webhook) (Webhook, error) {
	out := Webhook{ID: h.ID, URL: h.Url, Events: strings.Fields(h.Events), Created: moment(h.Created), Reason: h.Reason}
	if h.Disabled.Valid {
		at := moment(h.Disabled.Int64)
		out.Disabled = &at
	}
	d, err := a.Store.Queries().LastDelivery(ctx, h.ID)
	switch err = store.Wrap(err); {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return out, fault.Wrap(fault.Server, err)
	default:
		out.Last = &LastCall{ID: d.ID, Type: d.Type, Status: d.Status, Tries: d.Tries, Error: d.Error}
	}
	return out, nil
}

type hooksOut struct {
	Body struct {
		Webhooks []Webhook `json:"webhooks" nullable:"false"`
	}
}

func (a *API) listHooks(ctx context.Context, t Token, _ *struct{}) (*hooksOut, error) {
	rows, err := a.Store.Queries().WebhooksOf(ctx, t.Member)
	if err != nil {
		return nil, fault.Wrap(fault.Server, err)
	}
	out := &hooksOut{}
	out.Body.Webhooks = []Webhook{}
	for _, h := range rows {
		w, err := a.hookOf(ctx, h)
		if err != nil {
			return nil, err
		}
		out.Body.Webhooks = append(out.Body.Webhooks, w)
	}
	return out, nil
}

type hookIn struct {
	Body struct {
		URL    string   `json:"url" maxLength:"500" example:"https://example.com/wederhoor" doc:"https only, on the public internet; redirects are not followed."`
		Events []string `json:"events" nullable:"false" minItems:"1" maxItems:"4" enum:"case.opened,case.changed,case.ended,member.changed"`
	}
}

// askedBy gives the scope that an event asks for.
func askedBy(event string) Scope {
	if event == registry.HookMember {
		return MembersRead
	}
	return CasesRead
}

func (a *API) createHook(ctx context.Context, t Token, in *hookIn) (*struct{ Body NewWebhook }, error) {
	if err := hook.CheckURL(in.Body.URL, a.PrivateHooks); err != nil {
		return nil, problem(wordsOf(ctx), codeInvalid, Detail{Location: "body.url", Code: "url", Message: err.Error()})
	}
	var events []string
	for _, e := range registry.HookEvents() { // in this order, each once
		if !slices.Contains(in.Body.Events, e) {
			continue
		}
		if s := askedBy(e); !t.May(s) {
			return nil, problem(wordsOf(ctx), codeScope, Detail{Location: "body.events", Code: string(s), Message: e + " asks the scope " + string(s)})
		}
		events = append(events, e)
	}
	now := a.Clerk.Now()
	row := db.Webhook{ID: "hook_" + store.NewID(now), Url: in.Body.URL, Events: strings.Join(events, " "), Member: t.Member, Token: t.ID, Created: now.UnixMilli()}
	err := a.Store.Write(ctx, store.Act, func(tx *store.Tx) error {
		known, err := tx.WebhooksOf(ctx, t.Member)
		if err != nil {
			return err
		}
		if len(known) >= mostHooks {
			return problem(wordsOf(ctx), codeInvalid, Detail{Code: "many", Message: fmt.Sprintf("there are %d webhooks already, the most that fit: delete one first", mostHooks)})
		}
		return tx.InsertWebhook(ctx, db.InsertWebhookParams{ID: row.ID, Url: row.Url, Events: row.Events, Member: row.Member, Token: row.Token, Created: row.Created})
	})
	if err != nil {
		return nil, stored(err)
	}
	out, err := a.hookOf(ctx, row)
	if err != nil {
		return nil, err
	}
	return &struct{ Body NewWebhook }{NewWebhook{out, a.Hooks.Key.Secret(row.ID)}}, nil
}

// stored turns an error of writing into one with a code.
func stored(err error) error {
	if errors.Is(err, store.ErrFull) {
		return fault.Wrap(fault.Full, err)
	}
	return err
}

func (a *API) deleteHook(ctx context.Context, t Token, in *hookPath) (*struct{}, error) {
	err := a.Store.Write(ctx, store.Act, func(tx *store.Tx) error {
		n, err := tx.DeleteWebhook(ctx, db.DeleteWebhookParams{ID: in.ID, Member: t.Member})
		if err == nil && n == 0 {
			return fault.New(fault.NotFound)
		}
		return errors.Join(err, tx.DropDeliveries(ctx, db.DropDeliveriesParams{Webhook: in.ID, Done: store.Int(a.Clerk.Now().UnixMilli())}))
	})
	return nil, stored(err)
}

func (a *API) testHook(ctx context.Context, t Token, in *hookPath) (*struct{}, error) {
	now := a.Clerk.Now()
	err := a.Store.Write(ctx, store.Act, func(tx *store.Tx) error {
		h, err := tx.WebhookByID(ctx, in.ID)
		if errors.Is(store.Wrap(err), store.ErrNotFound) || err == nil && h.Member != t.Member {
			return fault.New(fault.NotFound)
		}
		if err != nil {
			return err
		}
		if h.Disabled.Valid {
			return problem(wordsOf(ctx), codeInvalid, Detail{Code: "disabled", Message: "this webhook is not called any more (" + h.Reason + "): make a new one"})
		}
		return registry.AskHook(ctx, tx, h.ID, testEvent, now, struct{}{}, now)
	})
	a.Hooks.Wake()
	return nil, stored(err)
}
