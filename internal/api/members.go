package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wederhoor/internal/fault"
	"wederhoor/internal/member"
	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

const (
	batchBytes = 16 << 20 // of one batch
	batchIn    = time.Minute
)

// MemberBody is a member without its number.
type MemberBody struct {
	Name    string   `json:"name" example:"De Lindeboom Lampen"`
	Domains []string `json:"domains" nullable:"false" example:"[\"lindeboom.example\"]" doc:"Domain names without https:// and www, at least one. No two members have the same."`
	Emails  []string `json:"emails" nullable:"false" example:"[\"klacht@lindeboom.example\"]" doc:"Addresses for notices, in this order, at least one."`
	Phone   string   `json:"phone,omitempty" example:"030 555 01 01"`
	Address string   `json:"address,omitempty"`
	KvK     string   `json:"kvk,omitempty" doc:"Number in the trade register."`
	Sector  string   `json:"sector,omitempty"`
	Since   string   `json:"member_since" format:"date" example:"2019-01-07" doc:"First day of membership."`
	Until   *string  `json:"member_until,omitempty" format:"date" nullable:"true" doc:"Last day of membership. Absent or null: it goes on."`
	Orders  *int64   `json:"orders_per_year,omitempty" nullable:"true" example:"5200" doc:"Orders a year, with its source. Absent or null: not known."`
	Source  string   `json:"orders_source,omitempty" enum:"measured,stated,estimated," doc:"Where that number comes from."`
}

// MemberItem is a member with its number.
type MemberItem struct {
	ID string `json:"external_id" example:"1001" doc:"The trustmark's own number. It never changes."`
	MemberBody
}

// MemberFull is a member as it is stored.
type MemberFull struct {
	MemberItem
	Status      string `json:"status" enum:"active,suspended,expelled" doc:"Set by measures, never here."`
	StatusSince string `json:"status_since" format:"date-time"`
	Updated     string `json:"updated" format:"date-time"`
}

// MemberResult is what became of one member.
type MemberResult struct {
	ID      string        `json:"external_id"`
	Result  string        `json:"result" enum:"new,changed,ended,same" doc:"ended: it got a last day, or another one."`
	Changes []FieldChange `json:"changes,omitempty"`
}

// FieldChange is one field that got another value.
type FieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// MemberProblem is one value of a batch that is not right.
type MemberProblem struct {
	Line    int    `json:"line" doc:"Place of the member in the list, from 1."`
	Field   string `json:"field,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message" doc:"For a person, in English."`
}

func (b MemberBody) entry(id string) member.Entry {
	e := member.Entry{
		ExternalID: id, Name: b.Name, Domains: b.Domains, Emails: b.Emails, Phone: b.Phone, Address: b.Address, KvK: b.KvK,
		Sector: b.Sector, Since: b.Since, OrdersPerYear: b.Orders, OrdersSource: b.Source,
	}
	if b.Until != nil {
		e.Until = *b.Until
	}
	return e
}

func itemOf(e member.Entry) MemberItem {
	out := MemberItem{ID: e.ExternalID, MemberBody: MemberBody{
		Name: e.Name, Domains: e.Domains, Emails: e.Emails, Phone: e.Phone, Address: e.Address, KvK: e.KvK, Sector: e.Sector,
		Since: e.Since, Orders: e.OrdersPerYear, Source: e.OrdersSource,
	}}
	if e.Until != "" {
		out.Until = &e.Until
	}
	return out
}

func fullOf(m db.Member) MemberFull {
	return MemberFull{MemberItem: itemOf(registry.EntryOf(m)), Status: m.Status, StatusSince: moment(m.StatusSince), Updated: moment(m.Updated)}
}

func moment(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z") }

func resultOf(x registry.MemberChange) MemberResult {
	out := MemberResult{ID: x.ID, Result: string(x.Kind)}
	for _, f := range x.Fields {
		out.Changes = append(out.Changes, FieldChange(f))
	}
	return out
}

// MemberPath is the number in an address.
type MemberPath struct {
	ID string `path:"external_id" maxLength:"64" doc:"The trustmark's own number."`
}

type memberAnswer struct{ Body MemberFull }

type resultAnswer struct {
	Status int
	Body   MemberResult
}

func (a *API) members(h huma.API) {
	const path, one = "/members", "/members/{external_id}"
	put := operation(http.MethodPut, one, "put-member", "members", MembersWrite, "Put a member in place",
		"Adds the member or replaces what is stored; done twice it changes nothing more. The answer says what changed. The status is kept.",
		http.StatusUnprocessableEntity)
	put.Responses = map[string]*huma.Response{"201": {Description: "The member is new."}}
	huma.Register(h, put, handle(a, a.putMember))
	batch := operation(http.MethodPost, path+"/batch", "put-members", "members", MembersWrite, "Put many members in place",
		"All or none; with skip_bad the good ones. With dry_run nothing is changed, and the answer says what would be.",
		http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge)
	batch.MaxBodyBytes, batch.BodyReadTimeout = batchBytes, batchIn
	huma.Register(h, batch, handle(a, a.putMembers))
	huma.Register(h, operation(http.MethodGet, path, "list-members", "members", MembersRead, "List members",
		"By number. A token of a member gets that member only."), handle(a, a.listMembers))
	huma.Register(h, operation(http.MethodGet, one, "get-member", "members", MembersRead, "Get a member", "", http.StatusNotFound), handle(a, a.getMember))
	huma.Register(h, operation(http.MethodPatch, one, "change-member", "members", MembersWrite, "Change orders a year or the end of a membership",
		"What is absent stays; null takes it away. A number of orders needs its source.", http.StatusNotFound, http.StatusUnprocessableEntity), handle(a, a.changeMember))
}

func (a *API) putMember(ctx context.Context, t Token, in *struct {
	MemberPath
	Body MemberBody
},
) (*resultAnswer, error) {
	checked, _ := member.Judge([]member.Entry{in.Body.entry(in.ID)})
	if len(checked.Problems) > 0 {
		return nil, problem(wordsOf(ctx), codeInvalid, problems(checked.Problems, false)...)
	}
	list, err := a.Clerk.PutMembers(ctx, checked.Members, "")
	if err != nil {
		return nil, taken(ctx, err)
	}
	a.Log.Info("members by machine", "token", t.ID, "result", string(list[0].Kind))
	out := &resultAnswer{Status: http.StatusOK, Body: resultOf(list[0])}
	if list[0].Kind == registry.MemberNew {
		out.Status = http.StatusCreated
	}
	return out, nil
}

// taken turns a domain that somebody else has into an answer that says whose it is.
func taken(ctx context.Context, err error) error {
	var d *registry.TakenDomain
	if errors.As(err, &d) {
		return problem(wordsOf(ctx), codeInvalid, Detail{Location: "body.domains", Code: codeTaken, Message: takenWords(*d)})
	}
	return err
}

// codeTaken stands beside the codes of package member.
const codeTaken = "domain-taken"

func takenWords(d registry.TakenDomain) string {
	return fmt.Sprintf("the domain %s belongs to member %s: change that one first, or send both together", d.Domain, d.Owner)
}

// problems turns what is wrong with entries into details.
func problems(list []member.Problem, many bool) []Detail {
	var out []Detail
	for _, p := range list {
		at := "body." + p.Column
		switch {
		case many:
			at = "body.members[" + strconv.Itoa(p.Line-1) + "]." + p.Column
		case p.Column == "external_id":
			at = "path.external_id"
		}
		out = append(out, Detail{Location: strings.TrimSuffix(at, "."), Code: p.Code, Message: p.Sentence})
	}
	return out
}

type batchInput struct {
	Body struct {
		Members []MemberItem `json:"members" nullable:"false" minItems:"1" maxItems:"5000"`
		SkipBad bool         `json:"skip_bad,omitempty" doc:"Put the good ones in place although others are not right."`
		DryRun  bool         `json:"dry_run,omitempty" doc:"Only say what would change."`
	}
}

type batchOut struct {
	Body struct {
		DryRun   bool            `json:"dry_run"`
		New      int             `json:"new"`
		Changed  int             `json:"changed"`
		Ended    int             `json:"ended"`
		Same     int             `json:"same"`
		Bad      int             `json:"bad"`
		Results  []MemberResult  `json:"results" nullable:"false" doc:"Of each good member, in the order of the list."`
		Problems []MemberProblem `json:"problems" nullable:"false" doc:"With skip_bad or dry_run: what is not right."`
	}
}

func (a *API) putMembers(ctx context.Context, t Token, in *batchInput) (*batchOut, error) {
	b := in.Body
	entries := make([]member.Entry, len(b.Members))
	for i, m := range b.Members {
		entries[i] = m.entry(m.ID)
	}
	checked, lines := member.Judge(entries)
	good, bad, err := a.without(ctx, checked, lines)
	if err != nil {
		return nil, err
	}
	if len(bad) > 0 && !b.SkipBad && !b.DryRun {
		return nil, problem(wordsOf(ctx), codeInvalid, problems(bad, true)...)
	}
	var done []registry.MemberChange
	if b.DryRun {
		var plan registry.MemberPlan
		plan, err = a.Clerk.PlanMembers(ctx, good, false)
		done = plan.Changes
	} else {
		done, err = a.Clerk.PutMembers(ctx, good, "")
	}
	if err != nil {
		return nil, taken(ctx, err)
	}
	out := &batchOut{}
	o := &out.Body
	o.DryRun, o.Bad, o.Results, o.Problems = b.DryRun, len(entries)-len(good), []MemberResult{}, []MemberProblem{}
	for _, x := range done {
		o.Results = append(o.Results, resultOf(x))
		switch x.Kind {
		case registry.MemberNew:
			o.New++
		case registry.MemberChanged:
			o.Changed++
		case registry.MemberEnded:
			o.Ended++
		case registry.MemberSame:
			o.Same++
		case registry.MemberMissing:
		}
	}
	for _, p := range bad {
		o.Problems = append(o.Problems, MemberProblem{p.Line, p.Column, p.Code, p.Sentence})
	}
	a.Log.Info("members by machine", "token", t.ID, "new", o.New, "changed", o.Changed+o.Ended, "same", o.Same, "bad", o.Bad, "dry_run", b.DryRun)
	return out, nil
}

// without leaves out the members who have a domain of a stored one that is not in the list, until none is left: who
// is left out keeps the domains that are stored.
func (a *API) without(ctx context.Context, checked *member.Import, lines []int) ([]member.Member, []member.Problem, error) {
	good, bad := slices.Clone(checked.Members), slices.Clone(checked.Problems)
	at := slices.Clone(lines)
	for {
		plan, err := a.Clerk.PlanMembers(ctx, good, false)
		if err != nil {
			return nil, nil, err
		}
		if len(plan.Taken) == 0 {
			slices.SortStableFunc(bad, func(x, y member.Problem) int { return x.Line - y.Line })
			return good, bad, nil
		}
		for _, d := range plan.Taken {
			i := slices.IndexFunc(good, func(m member.Member) bool { return m.ExternalID == d.Member })
			if i < 0 {
				continue // another of its domains was found before
			}
			bad = append(bad, member.Problem{Line: at[i], Column: "domains", Code: codeTaken, Value: d.Domain, Sentence: takenWords(d)})
			good, at = slices.Delete(good, i, i+1), slices.Delete(at, i, i+1)
		}
	}
}

type membersOut struct {
	Body struct {
		Members []MemberFull `json:"members" nullable:"false"`
		Next    string       `json:"next,omitempty" doc:"Give it as after for the next page. Absent: this is the last."`
	}
}

func (a *API) listMembers(ctx context.Context, t Token, in *struct {
	After string `query:"after" maxLength:"64" doc:"Number after which to begin."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
},
) (*membersOut, error) {
	out := &membersOut{}
	out.Body.Members = []MemberFull{}
	if t.Member != "" {
		m, err := a.Clerk.MemberByID(ctx, t.Member)
		if err != nil {
			return nil, err
		}
		if m.ID > in.After {
			out.Body.Members = append(out.Body.Members, fullOf(m))
		}
		return out, nil
	}
	rows, err := a.Clerk.MembersFrom(ctx, in.After, in.Limit+1)
	if err != nil {
		return nil, err
	}
	if len(rows) > in.Limit {
		rows = rows[:in.Limit]
		out.Body.Next = rows[in.Limit-1].ID
	}
	for _, m := range rows {
		out.Body.Members = append(out.Body.Members, fullOf(m))
	}
	return out, nil
}

func (a *API) getMember(ctx context.Context, t Token, in *MemberPath) (*memberAnswer, error) {
	if t.Member != "" && t.Member != in.ID {
		return nil, fault.New(fault.NotFound)
	}
	m, err := a.Clerk.MemberByID(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &memberAnswer{fullOf(m)}, nil
}

// Optional is a value of which absent and null mean different things.
type Optional[T any] struct {
	Sent, Null bool
	Value      T
}

// UnmarshalJSON notes that the value was sent.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	o.Sent = true
	if bytes.Equal(bytes.TrimSpace(b), []byte("null")) {
		o.Null = true
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}

// Schema describes the value, or null.
func (o Optional[T]) Schema(r huma.Registry) *huma.Schema {
	s := *huma.SchemaFromType(r, typeOf[T]())
	s.Nullable = true
	return &s
}

type patchIn struct {
	MemberPath
	Body struct {
		Orders Optional[int64]  `json:"orders_per_year,omitempty" doc:"Orders a year."`
		Source Optional[string] `json:"orders_source,omitempty" doc:"measured, stated or estimated."`
		Until  Optional[string] `json:"member_until,omitempty" doc:"Last day of membership, YYYY-MM-DD."`
	}
}

func (a *API) changeMember(ctx context.Context, t Token, in *patchIn) (*resultAnswer, error) {
	b := in.Body
	x, err := a.Clerk.ChangeMember(ctx, in.ID, func(e member.Entry) (member.Member, error) {
		if b.Orders.Sent {
			e.OrdersPerYear, e.OrdersSource = nil, ""
			if !b.Orders.Null {
				e.OrdersPerYear = &b.Orders.Value
			}
		}
		if b.Source.Sent {
			e.OrdersSource = b.Source.Value
		}
		if b.Until.Sent {
			e.Until = b.Until.Value
		}
		checked, _ := member.Judge([]member.Entry{e})
		if len(checked.Problems) > 0 {
			return member.Member{}, problem(wordsOf(ctx), codeInvalid, problems(checked.Problems, false)...)
		}
		return checked.Members[0], nil
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, fault.Wrap(fault.NotFound, err)
	case errors.Is(err, store.ErrFull):
		return nil, fault.Wrap(fault.Full, err)
	case err != nil:
		return nil, err
	}
	a.Log.Info("members by machine", "token", t.ID, "result", string(x.Kind))
	return &resultAnswer{Status: http.StatusOK, Body: resultOf(x)}, nil
}
