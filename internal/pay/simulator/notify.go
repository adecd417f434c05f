package simulator

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// notice is a webhook to be sent: an id, no more.
type notice struct{ to, id string }

// tell notes that the owner of a payment is to hear that something changed.
func (s *Simulator) tell(p *payment) {
	if p.webhookURL != "" {
		s.notices = append(s.notices, notice{to: p.webhookURL, id: p.id})
	}
}

// Post gives a Notify that posts webhooks as the provider does: a form with an id. It waits for the answer, 10 seconds
// at most, and tries once; the provider itself repeats one that was not answered with 200 (see Resend). What went wrong
// is reported without the address, which may hold a secret.
func Post(report func(error)) func(to string, form url.Values) {
	client := &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(to string, form url.Values) {
		response, err := client.PostForm(to, form)
		if err != nil {
			var u *url.Error
			if errors.As(err, &u) {
				err = u.Err
			}
			report(fmt.Errorf("webhook not delivered: %w", err))
			return
		}
		if err := response.Body.Close(); err != nil {
			report(fmt.Errorf("webhook: %w", err))
		}
		if response.StatusCode != http.StatusOK {
			report(fmt.Errorf("webhook answered with status %d", response.StatusCode))
		}
	}
}

func warn(err error) { slog.Warn("payment simulator", "error", err) }
