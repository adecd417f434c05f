package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wederhoor/internal/fault"
	"wederhoor/internal/text"
)

// The codes of this door, beside those of fault. The catalogue has the words of all under "api.err.".
const (
	codeScope   fault.Code = "scope"   // the token may not do this
	codeInvalid fault.Code = "invalid" // a value is not right; errors says which
	codeUnread  fault.Code = "unread"  // the body is not JSON
	codeMethod  fault.Code = "method"  // another method is meant
	codeKind    fault.Code = "kind"    // not application/json
)

// Problem is an answer to what could not be done: RFC 9457, with our code.
type Problem struct {
	Type   string   `json:"type" doc:"Where the code is explained."`
	Title  string   `json:"title" doc:"The HTTP status in words."`
	Status int      `json:"status" doc:"The HTTP status."`
	Code   string   `json:"code" doc:"What was not right, for a program. It never changes."`
	Detail string   `json:"detail" doc:"What was not right and what to do, for a person."`
	Errors []Detail `json:"errors,omitempty" doc:"Each value that is not right."`
}

// Detail is one value that is not right.
type Detail struct {
	Location string `json:"location,omitempty" doc:"Where it stands, such as body.members[3].domains."`
	Code     string `json:"code,omitempty" doc:"What is wrong with it, for a program."`
	Message  string `json:"message" doc:"The same for a person, in English."`
}

// Error gives the sentence.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType gives the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statusOf gives the HTTP status of a code.
func statusOf(c fault.Code) int {
	switch c {
	case fault.SignIn:
		return http.StatusUnauthorized
	case codeScope, fault.Forged, fault.CodeNeeded:
		return http.StatusForbidden
	case fault.NotFound, fault.LinkOld:
		return http.StatusNotFound
	case codeMethod:
		return http.StatusMethodNotAllowed
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooBig:
		return http.StatusRequestEntityTooLarge
	case codeKind:
		return http.StatusUnsupportedMediaType
	case codeInvalid, fault.Refused, fault.BadCode, fault.CodeSpent:
		return http.StatusUnprocessableEntity
	case codeUnread:
		return http.StatusBadRequest
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Full, fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Server:
	}
	return http.StatusInternalServerError
}

// codeOf gives the code of a status that huma found by itself.
func codeOf(status int) fault.Code {
	switch status {
	case http.StatusBadRequest:
		return codeUnread
	case http.StatusUnauthorized:
		return fault.SignIn
	case http.StatusForbidden:
		return codeScope
	case http.StatusNotFound:
		return fault.NotFound
	case http.StatusMethodNotAllowed:
		return codeMethod
	case http.StatusRequestEntityTooLarge:
		return fault.TooBig
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return codeKind
	case http.StatusUnprocessableEntity:
		return codeInvalid
	case http.StatusRequestTimeout:
		return codeUnread
	}
	return fault.Server
}

// problem makes the answer to a code in the language of the request.
func problem(w words, c fault.Code, errs ...Detail) *Problem {
	s := statusOf(c)
	return &Problem{Type: Prefix + "/#" + string(c), Title: http.StatusText(s), Status: s, Code: string(c), Detail: w.say(c), Errors: errs}
}

// words says codes in a language.
type words struct {
	text *text.Catalog
	lang text.Lang
}

func (w words) say(c fault.Code) string {
	if w.text == nil {
		return string(c)
	}
	return w.text.T(w.lang, "api.err."+string(c))
}

type wordsKey struct{}

func wordsOf(ctx context.Context) words {
	w, _ := ctx.Value(wordsKey{}).(words)
	return w
}

// huma makes its own errors, of validation and of bodies, by these two.
func init() {
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		var w words
		if ctx != nil {
			w = wordsOf(ctx.Context())
		}
		return problem(w, codeOf(status), details(status, errs)...)
	}
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return problem(words{}, codeOf(status), details(status, errs)...)
	}
}

// details keeps what huma found wrong with the request; of our own mistakes nothing is said.
func details(status int, errs []error) []Detail {
	if status >= http.StatusInternalServerError || status < http.StatusBadRequest {
		return nil
	}
	var out []Detail
	for _, err := range errs {
		if err == nil {
			continue
		}
		d := Detail{Message: err.Error()}
		if e, ok := err.(huma.ErrorDetailer); ok {
			x := e.ErrorDetail()
			d = Detail{Location: x.Location, Message: x.Message} // not the value: it may be personal
		}
		out = append(out, d)
	}
	return out
}
