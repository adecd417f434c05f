// Package api is the door for other programs: members in, the state of cases out, webhooks (docs/api.md). It knows
// tokens and JSON; what it may show and change, the registry decides. It takes no cookies and knows no pages.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"golang.org/x/time/rate"

	"wederhoor/internal/fault"
	"wederhoor/internal/hook"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/text"
)

// Prefix is the path under which everything here lies.
const Prefix = "/api/v1"

// answerIn bounds the work on one request.
const answerIn = time.Minute

// Config is what the door is made with.
type Config struct {
	Store  *store.Store
	Clerk  *registry.Clerk
	Tokens *Tokens
	Hooks  *hook.Sender
	Text   *text.Catalog
	Log    *slog.Logger
	// Requests is how many requests a token may make in a minute; 0 for no limit.
	Requests int
	// PrivateHooks allows webhooks to addresses that are not on the public internet.
	PrivateHooks bool
}

// API is the door.
type API struct {
	Config
	mux    *http.ServeMux
	limits sync.Map // id of a token → *rate.Limiter
}

// New makes the door.
func New(c Config) (*API, error) {
	a := &API{Config: c, mux: http.NewServeMux()}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Wederhoor", Version: "1",
				Description: "Members of the trustmark in, the state of cases out, webhooks. Every request carries a token: Authorization: Bearer wh_…",
			},
			Servers: []*huma.Server{{URL: Prefix}},
			Components: &huma.Components{
				Schemas:         huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{scheme: {Type: "http", Scheme: "bearer", Description: "A token of `wederhoor tokens create`."}},
			},
			Tags: []*huma.Tag{{Name: "members"}, {Name: "cases"}, {Name: "webhooks"}},
		},
		Formats: huma.DefaultFormats, DefaultFormat: "application/json", RejectUnknownQueryParameters: true,
	}
	h := humago.NewWithPrefix(a.mux, Prefix, config)
	h.UseMiddleware(func(ctx huma.Context, next func(huma.Context)) { a.admit(h, ctx, next) })
	a.members(h)
	a.cases(h)
	a.webhooks(h)
	if err := a.documents(h.OpenAPI()); err != nil {
		return nil, err
	}
	return a, nil
}

// documents serves the description of the door, as OpenAPI 3.1 and as a page of text.
func (a *API) documents(o *huma.OpenAPI) error {
	asJSON, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("describe the API: %w", err)
	}
	asYAML, err := o.YAML()
	if err != nil {
		return fmt.Errorf("describe the API: %w", err)
	}
	serve := func(path, kind string, body func(r *http.Request) []byte) {
		a.mux.HandleFunc("GET "+Prefix+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			a.write(w, body(r))
		})
	}
	serve("/openapi.json", "application/openapi+json", func(*http.Request) []byte { return asJSON })
	serve("/openapi.yaml", "application/openapi+yaml", func(*http.Request) []byte { return asYAML })
	serve("/{$}", "text/plain; charset=utf-8", func(r *http.Request) []byte {
		w := a.wordsFor(r)
		return []byte(w.text.T(w.lang, "api.page"))
	})
	return nil
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), wordsKey{}, a.wordsFor(r)), answerIn)
	defer cancel()
	r = r.WithContext(ctx)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Vary", "Accept-Language")
	defer func() {
		if p := recover(); p != nil {
			a.Log.Error("panic", "pattern", r.Pattern, "cause", fmt.Sprint(p), "stack", string(debug.Stack()))
			a.refuse(w, r, fault.Server)
		}
	}()
	_, pattern := a.mux.Handler(r) // what it answers itself is plain text
	switch {
	case pattern != "":
		a.mux.ServeHTTP(w, r)
	case a.methods(r) != "":
		w.Header().Set("Allow", a.methods(r))
		a.refuse(w, r, codeMethod)
	default:
		a.refuse(w, r, fault.NotFound)
	}
}

// methods gives the methods that the address of a request knows.
func (a *API) methods(r *http.Request) string {
	var out []string
	for _, m := range []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete} {
		try := r.Clone(r.Context())
		try.Method = m
		if _, pattern := a.mux.Handler(try); pattern != "" {
			out = append(out, m)
		}
	}
	return strings.Join(out, ", ")
}

// wordsFor gives the language of a request: English for programs, Dutch for who asks for it first.
func (a *API) wordsFor(r *http.Request) words {
	l := text.EN
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(r.Header.Get("Accept-Language"))), string(text.NL)) {
		l = text.NL
	}
	return words{a.Text, l}
}

// refuse answers outside of huma's routes.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, c fault.Code) {
	p := problem(wordsOf(r.Context()), c)
	var body bytes.Buffer
	if err := json.NewEncoder(&body).Encode(p); err != nil {
		a.Log.Error("answer", "cause", err.Error())
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	a.write(w, body.Bytes())
}

// write answers; that a client has gone is no matter of ours.
func (a *API) write(w http.ResponseWriter, b []byte) {
	if _, err := w.Write(b); err != nil {
		a.Log.Debug("answer not delivered", "cause", err.Error())
	}
}

// scheme is the name of the tokens in the description.
const scheme = "token"

// needs says in the description, and to admit, which scope an operation asks.
func needs(s Scope) []map[string][]string { return []map[string][]string{{scheme: {string(s)}}} }

type tokenKey struct{}

// admit lets a request in whose token is good, may do this, and is not too busy.
func (a *API) admit(h huma.API, ctx huma.Context, next func(huma.Context)) {
	deny := func(p *Problem) {
		ctx.SetHeader("Content-Type", p.ContentType(""))
		ctx.SetStatus(p.Status)
		if err := h.Marshal(ctx.BodyWriter(), "application/json", p); err != nil {
			a.Log.Debug("answer not delivered", "cause", err.Error())
		}
	}
	w := wordsOf(ctx.Context())
	kind, raw, _ := strings.Cut(ctx.Header("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		raw = ""
	}
	t, err := a.Tokens.Check(ctx.Context(), strings.TrimSpace(raw))
	if err != nil {
		if fault.CodeOf(err) == fault.SignIn {
			ctx.SetHeader("WWW-Authenticate", `Bearer realm="api"`)
		} else {
			a.Log.Error("token", "cause", err.Error())
		}
		deny(problem(w, fault.CodeOf(err)))
		return
	}
	if wait := a.wait(t.ID); wait > 0 {
		ctx.SetHeader("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		deny(problem(w, fault.TooMany))
		return
	}
	for _, s := range ctx.Operation().Security[0][scheme] {
		if !t.May(Scope(s)) {
			deny(problem(w, codeScope, Detail{Code: s, Message: "this token does not have the scope " + s}))
			return
		}
	}
	next(huma.WithValue(ctx, tokenKey{}, t))
}

// wait gives how long a token has to wait for its next request; 0 for not at all.
func (a *API) wait(token string) time.Duration {
	if a.Requests == 0 {
		return 0
	}
	l, ok := a.limits.Load(token)
	if !ok {
		l, _ = a.limits.LoadOrStore(token, rate.NewLimiter(rate.Limit(float64(a.Requests)/60), a.Requests))
	}
	limiter, now := l.(*rate.Limiter), a.Clerk.Now()
	if limiter.AllowN(now, 1) {
		return 0
	}
	return time.Duration((1 - limiter.TokensAt(now)) / float64(limiter.Limit()) * float64(time.Second))
}

// handle runs a handler for the token of the request, and turns its errors into answers.
func handle[I, O any](a *API, h func(ctx context.Context, t Token, in *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		t, ok := ctx.Value(tokenKey{}).(Token)
		if !ok {
			return nil, problem(wordsOf(ctx), fault.SignIn)
		}
		out, err := h(ctx, t, in)
		if err == nil {
			return out, nil
		}
		var p *Problem
		if errors.As(err, &p) {
			return nil, p
		}
		code := fault.CodeOf(err)
		if statusOf(code) >= http.StatusInternalServerError {
			a.Log.Error("api", "cause", err.Error())
		}
		return nil, problem(wordsOf(ctx), code)
	}
}

// operation describes a route.
func operation(method, path, id, tag string, s Scope, summary, description string, statuses ...int) huma.Operation {
	all := append([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable}, statuses...)
	switch method {
	case http.MethodPost, http.MethodPut, http.MethodPatch: // a body can be unreadable, too long, or something else than JSON
		all = append(all, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	slices.Sort(all)
	return huma.Operation{
		Method: method, Path: path, OperationID: id, Tags: []string{tag}, Summary: summary, Description: description, Security: needs(s),
		Errors: slices.Compact(all),
	}
}
