package pay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	maxAnswer = 1 << 20                // bytes of an answer, after decompression
	firstWait = 250 * time.Millisecond // before the second try; doubled after each
	maxWait   = 5 * time.Second        // a provider that asks for more patience than this is asked again by the caller
)

// call is one question to the API.
type call struct {
	method string
	path   string // below the base
	query  url.Values
	body   any    // of a POST
	key    string // idempotency key of a POST, with which repeating is safe
}

// failure is why a try gave no answer.
type failure struct {
	err   error
	again bool          // the same question may be put once more
	after time.Duration // the provider asks for this much patience
}

// do puts the question until it is answered or the tries are used up, and reads the answer into the value.
func (c *Client) do(ctx context.Context, q call, into any) error {
	var body []byte
	if q.body != nil {
		var err error
		if body, err = json.Marshal(q.body); err != nil {
			return input("encode: %w", err)
		}
	}
	for try := 1; ; try++ {
		answer, failed := c.once(ctx, q, body)
		if failed == nil {
			if err := json.Unmarshal(answer, into); err != nil {
				return unreadable("the JSON: %w", err)
			}
			return nil
		}
		pause := max(firstWait<<(try-1), failed.after)
		if !failed.again || try == c.tries || pause > maxWait {
			return failed.err
		}
		if err := c.wait(ctx, pause); err != nil {
			return unavailable(err)
		}
	}
}

// once puts the question once.
func (c *Client) once(ctx context.Context, q call, body []byte) ([]byte, *failure) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := c.request(ctx, q, body)
	if err != nil {
		return nil, &failure{err: input("request: %w", err)}
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, &failure{err: unavailable(bare(err)), again: true}
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, &failure{err: unavailable(err), again: true}
	}
	if len(answer) > maxAnswer {
		return nil, &failure{err: unreadable("longer than %d bytes", maxAnswer)}
	}
	return answer, c.judge(q, response, answer)
}

func (c *Client) request(ctx context.Context, q call, body []byte) (*http.Request, error) {
	target := c.base + q.path
	if len(q.query) > 0 {
		target += "?" + q.query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, q.method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/hal+json")
	r.Header.Set("User-Agent", "Wederhoor")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", q.key)
	}
	c.secret.sign(r)
	return r, nil
}

// judge says what an answer means by its status; nil when it holds what was asked for.
func (c *Client) judge(q call, r *http.Response, body []byte) *failure {
	switch code := r.StatusCode; {
	case code >= 200 && code <= 299:
		return nil
	case code == http.StatusTooManyRequests || code >= 500:
		return &failure{
			err: unavailable(fmt.Errorf("status %d: %s", code, c.problem(code, body).Detail)), again: true,
			after: c.retryAfter(r.Header.Get("Retry-After")),
		}
	case code == http.StatusConflict && q.method == http.MethodPost: // our earlier try is still being worked on
		return &failure{err: c.problem(code, body), again: true}
	case (code == http.StatusNotFound || code == http.StatusGone) && q.path != paymentsPath && q.path != methodsPath:
		return &failure{err: ErrUnknown}
	case code >= 400:
		return &failure{err: c.problem(code, body)}
	default:
		return &failure{err: unreadable("status %d", code)}
	}
}

// retryAfter reads the header, in seconds or as a date; 0 when there is none or it makes no sense.
func (c *Client) retryAfter(header string) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(c.now()), 0)
	}
	return 0
}

// unreadable is for an answer that came and does not say what the API says.
func unreadable(format string, args ...any) error {
	return unavailable(fmt.Errorf("unreadable answer: %w", fmt.Errorf(format, args...)))
}

// bare takes the address out of an error of net/http: ids belong in the records of a case, not in a log.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
