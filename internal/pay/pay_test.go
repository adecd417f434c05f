package pay_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"wederhoor/internal/pay"
)

func TestNewRefusesWhatIsNotSafe(t *testing.T) {
	t.Parallel()
	const live = "live_abcdefghijklmnopqrstuvwxyz1234"
	for _, c := range []struct {
		base string
		key  pay.Key
		ok   bool
	}{
		{"", testKey, true},
		{"", live, true},
		{"https://api.mollie.com/v2/", live, true},
		{"http://127.0.0.1:8080/v2", testKey, true},
		{"http://localhost:8080/v2", testKey, true},
		{"http://[::1]:8080/v2", testKey, true},
		{"http://127.0.0.1:8080/v2", live, false},
		{"http://api.mollie.com/v2", testKey, false},
		{"http://localhost.example/v2", testKey, false},
		{"https://user:pass@api.mollie.com/v2", testKey, false},
		{"https://api.mollie.com/v2?x=y", testKey, false},
		{"https://api.mollie.com/v2#x", testKey, false},
		{"https:///v2", testKey, false},
		{"ftp://api.mollie.com/v2", testKey, false},
		{"api.mollie.com", testKey, false},
		{"http://[", testKey, false},
		{"", "", false},
		{"", "test_", false},
		{"", "prod_abcdefghijklmnopqrstuvwxyz", false},
		{"", testKey + "\n", false},
	} {
		client, err := pay.New(pay.Config{BaseURL: c.base, Key: c.key})
		if (err == nil) != c.ok {
			t.Errorf("%q: %v", c.base, err)
		}
		if err != nil && len(c.key) > len("test_") && strings.Contains(err.Error(), string(c.key)) {
			t.Errorf("the error shows the key: %v", err)
		}
		if err == nil && !strings.HasPrefix(string(c.key), client.Mode()) {
			t.Errorf("mode %s", client.Mode())
		}
	}
}

func TestKeyShowsNothing(t *testing.T) {
	t.Parallel()
	config := pay.Config{Key: testKey}
	client, err := pay.New(config)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(map[string]any{"key": config.Key})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("x", "key", config.Key, "client", client)
	text := slog.New(slog.NewTextHandler(&log, nil))
	text.Info("x", "key", config.Key, "config", fmt.Sprint(config))
	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{config, &config, config.Key, client, *client} {
			shown = append(shown, fmt.Sprintf(verb, value))
		}
	}
	all := strings.Join(shown, "\n") + string(encoded) + log.String()
	for _, bad := range []string{testKey, fmt.Sprintf("%x", testKey)} {
		if strings.Contains(all, bad) {
			t.Errorf("the key is shown in %s", all)
		}
	}
}
