package pay

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"wederhoor/internal/fault"
)

var (
	// ErrUnknown: the provider has no such payment or refund, or not one that we can have made. A webhook with such an
	// id changes nothing.
	ErrUnknown = errors.New("pay: the provider does not know it")
	// ErrUnavailable: the provider could not be reached or gave no answer that can be read. What was asked may have been
	// done; asking again with the same idempotency key is safe. A person sees fault.Unavailable.
	ErrUnavailable = errors.New("pay: the provider gave no answer")
	// ErrInput: we asked for something that the API can never do. Nothing was sent.
	ErrInput = errors.New("pay: wrong input")
)

// Problem is a refusal by the provider (4xx). Its words are the provider's, shortened; they are for the log.
type Problem struct {
	Status int    // of HTTP
	Title  string // as "Unprocessable Entity"
	Detail string
	Field  string // of the request that is wrong; may be empty
}

func (p *Problem) Error() string {
	s := fmt.Sprintf("pay: the provider refused (%d %s)", p.Status, p.Title)
	if p.Detail != "" {
		s += ": " + p.Detail
	}
	if p.Field != "" {
		s += " [" + p.Field + "]"
	}
	return s
}

// problem reads a refusal. A body that is no error object still is a refusal.
func (c *Client) problem(status int, body []byte) *Problem {
	var said struct {
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Field  string `json:"field"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		said.Detail = "the answer is no error object"
	}
	if said.Title == "" {
		said.Title = http.StatusText(status)
	}
	return &Problem{Status: status, Title: c.clean(said.Title), Detail: c.clean(said.Detail), Field: c.clean(said.Field)}
}

// clean makes words of the provider fit for one line of a log.
func (c *Client) clean(s string) string {
	const longest = 200
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, c.secret.redact(s))
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return s
}

func unavailable(cause error) error {
	return fault.Wrap(fault.Unavailable, fmt.Errorf("%w: %w", ErrUnavailable, cause))
}

func input(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrInput, fmt.Errorf(format, args...))
}
