package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/registry"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
)

var start = time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)

// yard is a sender with a clock and one receiver.
type yard struct {
	*testing.T
	store  *store.Store
	sender *Sender
	now    time.Time

	mu     sync.Mutex
	status int // what the receiver answers
	got    []call
}

type call struct {
	id, stamp, signature, body string
}

func newYard(t *testing.T, private bool) (*yard, string) {
	t.Helper()
	st, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	y := &yard{T: t, store: st, now: start, status: http.StatusOK}
	clerk := registry.New(st, func() time.Time { return y.now }, "keurmerk.example")
	y.sender = New(st, clerk, Key("key of the house"), private, slog.New(slog.DiscardHandler))
	srv := httptest.NewServer(http.HandlerFunc(y.receive))
	t.Cleanup(srv.Close)
	return y, srv.URL
}

func (y *yard) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		y.Error(err)
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.got = append(y.got, call{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), string(body)})
	if y.status >= 300 && y.status < 400 {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(y.status)
	if y.status == http.StatusTeapot { // an answer without end
		for range 10_000 {
			if _, err := w.Write(make([]byte, 1<<10)); err != nil {
				return
			}
		}
	}
}

func (y *yard) hook(id, url string, messages ...string) {
	y.Helper()
	y.write(func(tx *store.Tx) error {
		err := tx.InsertWebhook(y.Context(), db.InsertWebhookParams{ID: id, Url: url, Events: registry.HookOpened, Created: y.now.UnixMilli()})
		if err != nil {
			return err
		}
		return y.ask(tx, id, messages...)
	})
}

func (y *yard) ask(tx *store.Tx, id string, messages ...string) error {
	for _, m := range messages {
		if err := registry.AskHook(y.Context(), tx, id, registry.HookOpened, y.now, m, y.now); err != nil {
			return err
		}
	}
	return nil
}

func (y *yard) write(fn func(tx *store.Tx) error) {
	y.Helper()
	if err := y.store.Write(y.Context(), store.Act, fn); err != nil {
		y.Fatal(err)
	}
}

func (y *yard) round() {
	y.Helper()
	if err := y.sender.Round(y.Context()); err != nil {
		y.Fatal(err)
	}
}

func (y *yard) last(id string) db.Delivery {
	y.Helper()
	d, err := y.store.Queries().LastDelivery(y.Context(), id)
	if err != nil {
		y.Fatal(err)
	}
	return d
}

func (y *yard) webhook(id string) db.Webhook {
	y.Helper()
	h, err := y.store.Queries().WebhookByID(y.Context(), id)
	if err != nil {
		y.Fatal(err)
	}
	return h
}

// verify checks a message as a receiver does, by the words of Standard Webhooks and nothing of ours.
func verify(secret string, c call) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return err
	}
	m := hmac.New(sha256.New, key)
	fmt.Fprintf(m, "%s.%s.%s", c.id, c.stamp, c.body)
	for _, s := range strings.Fields(c.signature) {
		version, value, _ := strings.Cut(s, ",")
		got, err := base64.StdEncoding.DecodeString(value)
		if version == "v1" && err == nil && hmac.Equal(got, m.Sum(nil)) {
			return nil
		}
	}
	return fmt.Errorf("signature %q does not fit", c.signature)
}

func TestMessagesAreSignedAndInOrder(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, true)
	y.hook("a", url, "one", "two", "three")
	y.round()
	if len(y.got) != 3 {
		t.Fatalf("%d calls", len(y.got))
	}
	secret := y.sender.Key.Secret("a")
	if !strings.HasPrefix(secret, "whsec_") || secret == y.sender.Key.Secret("b") {
		t.Errorf("secret %q", secret)
	}
	ids := map[string]bool{}
	for _, c := range y.got {
		if err := verify(secret, c); err != nil {
			t.Error(err)
		}
		if verify(y.sender.Key.Secret("b"), c) == nil {
			t.Error("the secret of another webhook fits")
		}
		if c.stamp != fmt.Sprint(start.Unix()) {
			t.Errorf("stamp %s", c.stamp)
		}
		var m struct{ Type, Timestamp, Data string }
		if err := json.Unmarshal([]byte(c.body), &m); err != nil || m.Type != registry.HookOpened || m.Timestamp != "2026-08-03T08:00:00Z" {
			t.Errorf("%s: %v", c.body, err)
		}
		ids[c.id] = true
		c.body += " "
		if verify(secret, c) == nil {
			t.Error("a changed body fits")
		}
	}
	if len(ids) != 3 {
		t.Error("ids are not unique")
	}
	y.round()
	if len(y.got) != 3 {
		t.Error("sent twice")
	}
}

// TestReceiverDownForThreeDays: the same message is tried for more than three days, later each time; then the webhook
// ends, and what waited behind it is dropped.
func TestReceiverDownForThreeDays(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, true)
	y.status = http.StatusServiceUnavailable
	y.hook("a", url, "one", "two")
	for y.now.Before(start.Add(96 * time.Hour)) {
		y.round()
		if y.webhook("a").Disabled.Valid {
			break
		}
		y.now = y.now.Add(y.sender.pause(t.Context())) // at most half a minute: time goes on as it does for the loop
		at, err := y.store.Queries().NextDelivery(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if next := time.UnixMilli(at); next.After(y.now) {
			y.now = next
		}
	}
	took := y.now.Sub(start)
	if took < 72*time.Hour || took > 80*time.Hour {
		t.Errorf("ended after %s", took)
	}
	if len(y.got) != len(steps)+1 {
		t.Errorf("%d tries", len(y.got))
	}
	for i, c := range y.got {
		if c.id != y.got[0].id || c.body != y.got[0].body {
			t.Errorf("try %d is another message", i)
		}
		if i > 0 && c.stamp == y.got[i-1].stamp {
			t.Errorf("try %d has the instant of the one before", i)
		}
		if err := verify(y.sender.Key.Secret("a"), c); err != nil {
			t.Error(err)
		}
	}
	if h := y.webhook("a"); h.Reason != Failed {
		t.Errorf("reason %q", h.Reason)
	}
	if d := y.last("a"); d.Status != Dropped {
		t.Errorf("behind it: %s", d.Status)
	}
	if n, err := y.sender.Ended(t.Context()); err != nil || n != 1 {
		t.Errorf("%d ended: %v", n, err)
	}
	y.status = http.StatusOK
	y.now = y.now.Add(time.Hour)
	y.round()
	if len(y.got) != len(steps)+1 {
		t.Error("called after its end")
	}
}

// TestReceiverComesBack: after two days nothing is lost and the order is kept.
func TestReceiverComesBack(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, true)
	y.status = http.StatusInternalServerError
	y.hook("a", url, "one", "two")
	for day := range 2 {
		for range 48 {
			y.now = y.now.Add(30 * time.Minute)
			y.round()
		}
		if d := y.last("a"); d.Status != Waiting || day == 0 && d.Tries != 0 {
			t.Fatalf("day %d: %s after %d tries", day, d.Status, d.Tries)
		}
	}
	y.mu.Lock()
	y.status, y.got = http.StatusNoContent, nil
	y.mu.Unlock()
	y.now = y.now.Add(16 * time.Hour)
	y.round()
	if len(y.got) != 2 || !strings.Contains(y.got[0].body, `"one"`) || !strings.Contains(y.got[1].body, `"two"`) {
		t.Errorf("%+v", y.got)
	}
}

// TestNewMessageWaitsBehindAFailedOne: what is asked for after a message was not taken does not overtake it.
func TestNewMessageWaitsBehindAFailedOne(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, true)
	y.status = http.StatusInternalServerError
	y.hook("a", url, "one")
	y.round()
	y.mu.Lock()
	y.status, y.got = http.StatusNoContent, nil
	y.mu.Unlock()
	y.write(func(tx *store.Tx) error { return y.ask(tx, "a", "two") })
	y.round()
	if len(y.got) != 0 {
		t.Errorf("it overtook: %+v", y.got)
	}
	y.now = y.now.Add(steps[0])
	y.round()
	if len(y.got) != 2 || !strings.Contains(y.got[0].body, `"one"`) || !strings.Contains(y.got[1].body, `"two"`) {
		t.Errorf("%+v", y.got)
	}
}

func TestAnswersThatAreNotTaken(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		http.StatusFound: "answered 302: we follow no redirects", http.StatusBadRequest: "answered 400", http.StatusTeapot: "answered 418",
		http.StatusTemporaryRedirect: "answered 307: we follow no redirects",
	} {
		y, url := newYard(t, true)
		y.status = status
		y.hook("a", url, "one")
		y.round()
		if d := y.last("a"); d.Status != Waiting || d.Error != want || d.Tries != 1 {
			t.Errorf("%d: %s %q after %d", status, d.Status, d.Error, d.Tries)
		}
		if len(y.got) != 1 {
			t.Errorf("%d: %d calls", status, len(y.got))
		}
	}
	y, url := newYard(t, true)
	y.status = http.StatusGone
	y.hook("a", url, "one", "two")
	y.round()
	if h := y.webhook("a"); h.Reason != Gone || len(y.got) != 1 || y.last("a").Status != Dropped {
		t.Errorf("gone: %+v, %d calls", h, len(y.got))
	}
}

// TestPrivateAddressesAreNotCalled: what leads to this machine is refused when the connection is made, whatever its
// name, and says nothing about what lies there.
func TestPrivateAddressesAreNotCalled(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, false)
	y.hook("number", url, "one")
	y.hook("name", strings.Replace(url, "127.0.0.1", "localhost", 1), "one")
	y.hook("mapped", strings.Replace(url, "127.0.0.1", "[::ffff:127.0.0.1]", 1), "one")
	y.round()
	for _, id := range []string{"number", "name", "mapped"} {
		if d := y.last(id); d.Status != Waiting || d.Error != ErrAddress.Error() {
			t.Errorf("%s: %s %q", id, d.Status, d.Error)
		}
	}
	if len(y.got) != 0 {
		t.Error("it was called")
	}
}

func TestSlowReceiver(t *testing.T) {
	t.Parallel()
	y, _ := newYard(t, true)
	y.sender.client.Timeout = 20 * time.Millisecond
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer srv.Close()
	y.hook("a", srv.URL, "one")
	y.round()
	if d := y.last("a"); d.Error != "no answer within 10 seconds" {
		t.Errorf("%q", d.Error)
	}
}

// TestDeletedAndOld: messages of a deleted webhook are dropped, old ones are forgotten.
func TestDeletedAndOld(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, true)
	y.hook("a", url, "one")
	y.write(func(tx *store.Tx) error {
		_, err := tx.DeleteWebhook(t.Context(), db.DeleteWebhookParams{ID: "a"})
		return err
	})
	y.round()
	if d := y.last("a"); d.Status != Dropped || len(y.got) != 0 {
		t.Errorf("%s, %d calls", d.Status, len(y.got))
	}
	y.now = y.now.Add(31 * 24 * time.Hour)
	y.round()
	if _, err := y.store.Queries().LastDelivery(t.Context(), "a"); store.Wrap(err) == nil {
		t.Error("kept for ever")
	}
}

func TestCrashUnderATry(t *testing.T) {
	t.Parallel()
	y, url := newYard(t, true)
	y.hook("a", url, "one")
	d := y.last("a")
	y.write(func(tx *store.Tx) error { // claimed by a process that ended
		_, err := tx.ClaimDelivery(t.Context(), db.ClaimDeliveryParams{ID: d.ID, NextTry: y.now.Add(claimFor).UnixMilli(), Tries: 0})
		return err
	})
	y.round()
	if len(y.got) != 0 {
		t.Error("sent while another may be sending it")
	}
	y.now = y.now.Add(claimFor)
	y.round()
	if len(y.got) != 1 || y.got[0].id != d.ID {
		t.Errorf("%+v", y.got)
	}
}
