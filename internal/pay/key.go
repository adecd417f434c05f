package pay

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
)

// Key is the secret with which we speak to the provider. However it is printed, logged or encoded, it shows nothing.
type Key string

const hidden = "(key)"

// Format prints no key for any verb.
func (Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, hidden) } // fmt has no way to hear of a failed write

// LogValue logs no key.
func (Key) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText encodes no key.
func (Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// secret holds the key in closures, because fmt prints unexported fields without asking their Format.
type secret struct {
	sign   func(*http.Request)
	redact func(string) string
}

func hide(k Key) secret {
	return secret{
		sign:   func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+string(k)) },
		redact: func(s string) string { return strings.ReplaceAll(s, string(k), hidden) },
	}
}
