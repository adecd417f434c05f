package pay

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// ErrWebhook: the request is none that the provider sends.
var ErrWebhook = errors.New("pay: no webhook of the provider")

// maxWebhook is the most that a webhook may weigh, in bytes; a real one has 20 to 80.
const maxWebhook = 1024

// WebhookID reads from a webhook the one thing in it: the id of a payment about which the provider is to be asked
// (GetPayment). Anybody can send such a request, so nothing else in it is looked at, and the id proves nothing.
// Error: ErrWebhook. The answer to the sender is the same in all cases (proof: unknown id, 200, nothing).
func WebhookID(r *http.Request) (string, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method != http.MethodPost || err != nil || kind != "application/x-www-form-urlencoded" {
		return "", fmt.Errorf("%w: no form", ErrWebhook)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWebhook+1))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrWebhook, err)
	}
	if len(body) > maxWebhook {
		return "", fmt.Errorf("%w: longer than %d bytes", ErrWebhook, maxWebhook)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", fmt.Errorf("%w: no form", ErrWebhook) // the cause quotes what a stranger sent
	}
	if ids := form["id"]; len(ids) == 1 && paymentID.MatchString(ids[0]) {
		return ids[0], nil
	}
	return "", fmt.Errorf("%w: no id of a payment", ErrWebhook)
}
