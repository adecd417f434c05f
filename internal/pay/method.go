package pay

import (
	"context"
	"net/http"
	"net/url"
)

// Method is a way to pay.
type Method struct {
	ID   string // an open string as "ideal"
	Name string // in the language asked for
}

// ListMethods gives the ways in which an amount can be paid, in the provider's order. The locale is as "nl_NL".
// Errors: ErrInput, ErrUnavailable, *Problem.
func (c *Client) ListMethods(ctx context.Context, cents int64, in string) ([]Method, error) {
	if cents <= 0 || !locale.MatchString(in) {
		return nil, input("methods for %d cents in %q", cents, in)
	}
	var answer struct {
		Count    *int `json:"count"`
		Embedded struct {
			Methods []struct {
				ID          string `json:"id"`
				Description string `json:"description"`
			} `json:"methods"`
		} `json:"_embedded"`
	}
	query := url.Values{"amount[value]": {FormatAmount(cents)}, "amount[currency]": {Currency}, "locale": {in}}
	if err := c.do(ctx, call{method: http.MethodGet, path: methodsPath, query: query}, &answer); err != nil {
		return nil, err
	}
	if answer.Count == nil {
		return nil, unreadable("no list of methods")
	}
	methods := make([]Method, 0, len(answer.Embedded.Methods))
	for _, m := range answer.Embedded.Methods {
		methods = append(methods, Method{ID: m.ID, Name: m.Description})
	}
	return methods, nil
}
