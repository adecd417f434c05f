package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wederhoor/internal/registry"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func (a *API) cases(h huma.API) {
	huma.Register(h, operation(http.MethodGet, "/cases", "list-cases", "cases", CasesRead, "List how cases stand",
		"In the order in which they changed. Keep next and give it as cursor later: then only what changed since comes. A token of a member gets the cases of that member, from when the shop was told.",
		http.StatusUnprocessableEntity), handle(a, a.listCases))
	huma.Register(h, operation(http.MethodGet, "/cases/{reference}", "get-case", "cases", CasesRead, "Get how a case stands",
		"", http.StatusNotFound), handle(a, a.getCase))
}

type casesIn struct {
	Cursor string    `query:"cursor" maxLength:"20" pattern:"^[0-9a-z]*$" doc:"The next of an earlier answer."`
	Since  time.Time `query:"updated_since" doc:"Only what changed at this instant or later."`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type casesOut struct {
	Body struct {
		Cases []registry.StandingJSON `json:"cases" nullable:"false"`
		Next  string                  `json:"next" doc:"Cursor behind the last of these; the same as before when nothing changed."`
		More  bool                    `json:"more" doc:"There are more now."`
	}
}

// cursorBase is how cursors are written: they are instants in ms, and nobody's business.
const cursorBase = 36

func (a *API) listCases(ctx context.Context, t Token, in *casesIn) (*casesOut, error) {
	var after int64
	if in.Cursor != "" {
		n, err := strconv.ParseInt(in.Cursor, cursorBase, 64)
		if err != nil {
			return nil, problem(wordsOf(ctx), codeInvalid, Detail{Location: "query.cursor", Code: "cursor", Message: "this is no cursor of ours: take the next of an earlier answer"})
		}
		after = n
	}
	if !in.Since.IsZero() {
		after = max(after, in.Since.UnixMilli()-1)
	}
	rows, err := a.Clerk.Standings(ctx, t.Member, time.UnixMilli(after), in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &casesOut{}
	o := &out.Body
	o.Cases, o.More = []registry.StandingJSON{}, len(rows) > in.Limit
	for _, s := range rows[:min(in.Limit, len(rows))] {
		o.Cases = append(o.Cases, registry.StandingData(s))
		after = s.Changed.UnixMilli()
	}
	o.Next = strconv.FormatInt(after, cursorBase)
	return out, nil
}

func (a *API) getCase(ctx context.Context, t Token, in *struct {
	Reference string `path:"reference" maxLength:"20" example:"K74Q-2M9X"`
},
) (*struct{ Body registry.StandingJSON }, error) {
	s, err := a.Clerk.StandingOf(ctx, t.Member, in.Reference)
	if err != nil {
		return nil, err
	}
	return &struct{ Body registry.StandingJSON }{registry.StandingData(s)}, nil
}
