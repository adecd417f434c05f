// Package world is a whole trustmark for tests: the real house on SQLite in a folder of its own, real SMTP, a clock that
// only moves when told, and browsers that fill in forms as they were rendered.
package world

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"wederhoor/internal/house"
	"wederhoor/internal/mail"
	"wederhoor/internal/mail/mailbox"
	"wederhoor/internal/mail/mailtest"
	"wederhoor/internal/member"
	"wederhoor/internal/pay/simulator"
	"wederhoor/internal/setting"
)

// Base is the public address of the trustmark.
const Base = "http://wederhoor.test"

// World is a trustmark and everybody around it.
type World struct {
	T     testing.TB
	House *house.House
	Mail  *mailtest.Server
	Site  http.Handler
	Kassa *simulator.Simulator // the payment provider

	mu       sync.Mutex
	now      time.Time
	browsers map[string]*Browser
}

// Now gives the world's instant.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Set moves the clock to an instant without doing what is due.
func (w *World) Set(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t.UTC().Truncate(time.Millisecond)
}

// Members gives the path of a file of members in the test data.
func Members(name string) string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "member", "testdata", name)
}

// Settings gives the settings of a world in a folder.
func Settings(folder string) setting.Settings {
	s := setting.Default()
	s.Organisation.Name, s.Organisation.PublicURL = "Keurmerk Voorbeeld", Base
	s.Organisation.Phone, s.Organisation.ReplyTo = "030 123 45 67", "hulp@keurmerk.example"
	s.Database.Folder, s.Evidence.Folder = folder, filepath.Join(folder, "evidence")
	s.Mail.FromAddress, s.Mail.TLS = "klachten@keurmerk.example", "none"
	s.Mail.BounceDomain, s.Mail.BounceListen = "bounce.keurmerk.example", "127.0.0.1:0"
	s.Limits.Letters, s.Limits.SignIns = 0, 0
	s.Staff = []setting.Staff{
		{Name: "Sanne Bemiddelaar", Email: "sanne@keurmerk.example", Roles: []string{setting.Mediator}},
		{Name: "Bas Beheer", Email: "bas@keurmerk.example", Roles: []string{setting.Administrator}},
		{Name: "Mo Bemiddelaar", Email: "mo@keurmerk.example", Roles: []string{setting.Mediator}},
		{Name: "Kim Kwaliteit", Email: "kim@keurmerk.example", Roles: []string{setting.Quality}},
		{Name: "mr. Jet Jurist", Email: "jet@recht.example", Roles: []string{setting.Adjudicator}},
		{Name: "mr. Joris Jurist", Email: "joris@recht.example", Roles: []string{setting.Adjudicator}},
	}
	return s
}

// New makes a world with the members of the shared data at an instant.
func New(t testing.TB, now time.Time) *World {
	t.Helper()
	w := &World{T: t, browsers: map[string]*Browser{}}
	w.Set(now)
	w.Mail = mailtest.Start(t, w.Now, mailbox.Options{})
	s := Settings(t.TempDir())
	s.Mail.Host, s.Mail.Port = w.Mail.Host, w.Mail.Port
	s.Payment.Key, s.Payment.BaseURL = testKey, w.kassa()
	h, err := house.Build(t.Context(), s, w.Now, slog.New(slog.NewTextHandler(logTo{t}, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	w.House, w.Site = h, h.App.Handler()
	f, err := os.Open(Members("members.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	in, err := member.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Clerk.ImportMembers(t.Context(), in.Members, nil); err != nil {
		t.Fatal(err)
	}
	return w
}

// Work does all that is due now.
func (w *World) Work() {
	w.T.Helper()
	if err := w.House.Worker.Drain(context.WithoutCancel(w.T.Context())); err != nil {
		w.T.Fatal(err)
	}
}

// Advance moves the clock forward, stopping wherever something is due.
func (w *World) Advance(d time.Duration) {
	w.T.Helper()
	w.To(w.Now().Add(d))
}

// To moves the clock forward to an instant, stopping wherever something is due.
func (w *World) To(target time.Time) {
	w.T.Helper()
	for range 100_000 {
		w.Work()
		at, ok, err := w.House.Worker.Next(w.T.Context())
		if err != nil {
			w.T.Fatal(err)
		}
		if !ok || at.After(target) {
			break
		}
		w.Set(later(at, w.Now().Add(time.Second)))
	}
	w.Set(target)
	w.Work()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Browser gives the browser of somebody; a new name is a new browser without cookies.
func (w *World) Browser(name string) *Browser {
	if w.browsers[name] == nil {
		w.browsers[name] = newBrowser(w)
	}
	return w.browsers[name]
}

type logTo struct{ t testing.TB }

func (l logTo) Write(b []byte) (int, error) {
	l.t.Log(strings.TrimRight(string(b), "\n"))
	return len(b), nil
}

// envelope is how a delivery report of a mail arrives: from nobody, to the return address of the letter.
func envelope(m mailbox.Mail) mail.Envelope { return mail.Envelope{To: m.From} }

// Serve hands one request to the site and gives the status.
func (w *World) Serve(r *http.Request) int {
	rec := httptest.NewRecorder()
	r.RemoteAddr, r.RequestURI = "192.0.2.66:1", r.URL.RequestURI()
	w.Site.ServeHTTP(rec, r)
	return rec.Code
}
