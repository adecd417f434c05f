package simulator

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"wederhoor/internal/pay"
)

const maxRequest = 64 << 10 // bytes

// answer is what was said to a request with an idempotency key.
type answer struct {
	request [sha256.Size]byte
	status  int
	body    []byte
	at      time.Time
}

var testKey = regexp.MustCompile(`^test_[A-Za-z0-9]+$`)

// api makes a handler of a function that works under the lock.
func (s *Simulator) api(f func(r *http.Request, body []byte, now time.Time) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		var out reply
		var delay time.Duration
		lost := false
		notices := s.act(func(now time.Time) {
			switch {
			case s.down:
				out = problem(http.StatusServiceUnavailable, "The service is temporarily unavailable", "")
			case err != nil:
				out = problem(http.StatusBadRequest, "The request could not be read", "")
			case !s.known(r):
				out = problem(http.StatusUnauthorized, "Missing authentication, or failed to authenticate", "")
			default:
				out = s.once(r, body, now, f)
			}
			delay = s.delay
			if lost = s.lose > 0; lost {
				s.lose--
			}
		})
		pause(r.Context(), delay)
		if lost {
			s.send(notices)
			panic(http.ErrAbortHandler) // cuts the connection
		}
		out.write(w)
		s.send(notices) // after the answer: who asked may be holding what the webhook needs
	}
}

// known says whether the request carries the key.
func (s *Simulator) known(r *http.Request) bool {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || s.key == "" {
		return ok && testKey.MatchString(key)
	}
	return subtle.ConstantTimeCompare([]byte(key), []byte(s.key)) == 1
}

// once answers a POST with a key that was used before as it was answered then.
func (s *Simulator) once(r *http.Request, body []byte, now time.Time, f func(*http.Request, []byte, time.Time) reply) reply {
	key := r.Header.Get("Idempotency-Key")
	if r.Method != http.MethodPost || key == "" {
		return f(r, body, now)
	}
	request := sha256.Sum256(append([]byte(r.URL.Path+"\n"), body...))
	if earlier, ok := s.answers[key]; ok {
		if earlier.request != request {
			return problem(http.StatusBadRequest, "The idempotency key was used for another request", "")
		}
		return reply{status: earlier.status, body: earlier.body, replayed: true}
	}
	out := f(r, body, now)
	s.answers[key] = answer{request: request, status: out.status, body: out.body, at: now}
	return out
}

func (s *Simulator) createPayment(r *http.Request, body []byte, now time.Time) reply {
	var in struct {
		Amount      money           `json:"amount"`
		Description string          `json:"description"`
		RedirectURL string          `json:"redirectUrl"`
		WebhookURL  string          `json:"webhookUrl"`
		Locale      string          `json:"locale"`
		Metadata    json.RawMessage `json:"metadata"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return problem(http.StatusBadRequest, "The request is not valid JSON", "")
	}
	cents, refused := in.Amount.cents()
	switch {
	case refused != "":
		return problem(http.StatusUnprocessableEntity, refused, "amount")
	case cents > maxCents:
		return problem(http.StatusUnprocessableEntity, "The amount is higher than the maximum", "amount")
	case in.Description == "" || utf8.RuneCountInString(in.Description) > 255:
		return problem(http.StatusUnprocessableEntity, "The description is missing or too long", "description")
	case !absolute(in.RedirectURL):
		return problem(http.StatusUnprocessableEntity, "The redirect URL is invalid", "redirectUrl")
	case in.WebhookURL != "" && !absolute(in.WebhookURL):
		return problem(http.StatusUnprocessableEntity, "The webhook URL is invalid", "webhookUrl")
	case in.Locale != "" && !localePattern.MatchString(in.Locale):
		return problem(http.StatusUnprocessableEntity, "The locale is invalid", "locale")
	case len(in.Metadata) > 1024:
		return problem(http.StatusUnprocessableEntity, "The metadata is too long", "metadata")
	}
	p := &payment{
		id: s.newID("tr_"), status: pay.Open, cents: cents, description: in.Description, redirectURL: in.RedirectURL,
		webhookURL: in.WebhookURL, locale: in.Locale, metadata: bytes.Clone(in.Metadata), createdAt: now,
	}
	s.payments = append(s.payments, p)
	s.byID[p.id] = p
	return answered(http.StatusCreated, s.paymentJSON(r, p))
}

func (s *Simulator) getPayment(r *http.Request, _ []byte, _ time.Time) reply {
	p, ok := s.byID[r.PathValue("payment")]
	if !ok {
		return noPayment()
	}
	return answered(http.StatusOK, s.paymentJSON(r, p))
}

var localePattern = regexp.MustCompile(`^[a-z]{2}_[A-Z]{2}$`)

func absolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

func noPayment() reply {
	return problem(http.StatusNotFound, "No payment exists with this id", "")
}
