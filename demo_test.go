package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wederhoor/internal/setting"
	"wederhoor/internal/web"
)

// site is a demo with its pages, and without a listener.
type site struct {
	*testing.T
	http.Handler
}

// seeded makes the demo once: its two years of cases take half a minute under the race detector. Who opens a site gets a
// copy. The folder is removed when the tests have run.
var seeded = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "wederhoor-demo")
	if err != nil {
		return "", err
	}
	s := setting.Default()
	s.Server.Listen, s.Organisation.PublicURL = "127.0.0.1:0", "http://localhost:8080"
	d, err := openDemo(context.Background(), s, slog.New(slog.DiscardHandler), dir, io.Discard)
	if err != nil {
		return dir, err
	}
	return dir, d.close()
})

var seedUsed atomic.Bool

func TestMain(m *testing.M) {
	code := m.Run()
	if seedUsed.Load() {
		dir, _ := seeded() // an error failed the tests already
		if err := os.RemoveAll(dir); err != nil && code == 0 {
			code = 1
		}
	}
	os.Exit(code)
}

// copied puts a copy of the demo in a new folder.
func copied(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	seedUsed.Store(true)
	dir, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(folder, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// openSite opens the demo of a folder.
func openSite(t *testing.T, s setting.Settings, folder string) site {
	t.Helper()
	s.Server.Listen = "127.0.0.1:0"
	s.Organisation.PublicURL = "http://localhost:8080"
	d, err := openDemo(t.Context(), s, slog.New(slog.DiscardHandler), folder, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	return site{t, d.house.App.Handler()}
}

func (s site) do(method, path, accept string, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	r := httptest.NewRequestWithContext(s.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept", accept)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func (s site) get(path string) *httptest.ResponseRecorder {
	s.Helper()
	return s.do(http.MethodGet, path, "text/html", nil)
}

func (s site) mails(query string) []web.DemoMail {
	s.Helper()
	var out []web.DemoMail
	if err := json.Unmarshal(s.get("/demo/mail.json"+query).Body.Bytes(), &out); err != nil {
		s.Fatal(err)
	}
	return out
}

// TestDemoLinks opens every link of every letter, before and after a journey through time.
func TestDemoLinks(t *testing.T) {
	t.Parallel()
	s := openSite(t, setting.Default(), copied(t))
	seen := map[string]bool{}
	follow := func() {
		mails := s.mails("")
		for _, m := range mails {
			if mails[0].At.Sub(m.At) > 29*24*time.Hour {
				continue // its link has had its time, and leads to where a new one is asked for
			}
			if len(m.Links) == 0 && !strings.Contains(m.Text, "030 555 01 00") {
				t.Errorf("letter %d (%s) leads nowhere", m.Number, m.Subject)
			}
			for _, l := range m.Links {
				path, ours := strings.CutPrefix(l, "http://localhost:8080")
				if !ours {
					t.Errorf("letter %d (%s) leads away: %s", m.Number, m.Subject, l)
					continue
				}
				if seen[path] {
					continue
				}
				seen[path] = true
				if w := s.get(path); w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
					t.Errorf("letter %d (%s): GET %s answers %d", m.Number, m.Subject, path, w.Code)
				}
			}
		}
	}
	follow()
	if len(seen) < 50 {
		t.Errorf("only %d links", len(seen))
	}
	w := s.do(http.MethodPost, "/demo/clock", "application/json", url.Values{"advance": {"1d"}})
	if w.Code != http.StatusOK {
		t.Fatalf("the clock answers %d: %s", w.Code, w.Body)
	}
	follow()
}

func TestDemoPages(t *testing.T) {
	t.Parallel()
	s := openSite(t, setting.Default(), copied(t))
	for path, words := range map[string]string{
		"/demo": "Emily Clarke", "/demo?lang=en": "Your first five minutes", "/demo/mail": "Postbus", "/demo/mail/1": "sandbox",
		"/demo/mail/1/html": `<base target="_top">`, "/demo/clock": "7 dagen vooruit", "/": "Proefomgeving",
		"/demo/mail?aan=emily.clarke@post.example": "emily.clarke@post.example", "/demo/mail?pagina=2": "51 tot en met",
	} {
		if w := s.get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), words) {
			t.Errorf("%s answers %d, or without %q", path, w.Code, words)
		}
	}
	for _, path := range []string{"/demo/mail/0", "/demo/mail/100000", "/demo/mail/1x/html"} {
		if w := s.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	frame := s.get("/demo/mail/1/html").Header().Get("Content-Security-Policy")
	if !strings.Contains(frame, "default-src 'none'") || !strings.Contains(frame, "sandbox") || strings.Contains(frame, "script") {
		t.Errorf("policy of a letter: %s", frame)
	}
	all, emily := s.mails(""), s.mails("?aan=emily.clarke@post.example")
	if len(emily) == 0 || len(emily) >= len(all) {
		t.Errorf("%d letters to Emily of %d", len(emily), len(all))
	}
	for i := 1; i < len(all); i++ {
		if all[i].Number >= all[i-1].Number {
			t.Fatal("the newest letter is not first")
		}
	}
}

func TestDemoPersonas(t *testing.T) {
	t.Parallel()
	s := openSite(t, setting.Default(), copied(t))
	page := s.get("/demo").Body.String()
	n := 0
	for _, part := range strings.Split(page, `action="/demo/als/`)[1:] {
		persona, _, _ := strings.Cut(part, `"`)
		w := s.do(http.MethodPost, "/demo/als/"+persona, "text/html", nil)
		if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
			t.Errorf("%s answers %d", persona, w.Code)
			continue
		}
		n++
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, w.Header().Get("Location"), nil)
		r.AddCookie(w.Result().Cookies()[0])
		in := httptest.NewRecorder()
		s.ServeHTTP(in, r)
		if in.Code != http.StatusOK {
			t.Errorf("%s is not let in: %s answers %d", persona, w.Header().Get("Location"), in.Code)
		}
	}
	if n < 30 {
		t.Errorf("%d people to step into", n)
	}
	for _, persona := range []string{"niemand", "klant-XXXX-XXXX", "winkel-0", "winkel-", "klant"} {
		if w := s.do(http.MethodPost, "/demo/als/"+persona, "text/html", nil); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", persona, w.Code)
		}
	}
}

func TestDemoClock(t *testing.T) {
	t.Parallel()
	s := openSite(t, setting.Default(), copied(t))
	before := time.Now()
	for range 2 {
		w := s.do(http.MethodPost, "/demo/clock", "application/json", url.Values{"advance": {"7d"}})
		var answer struct{ Now time.Time }
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		before = before.Add(7 * 24 * time.Hour)
		if d := answer.Now.Sub(before); d < -time.Second || d > time.Minute {
			t.Errorf("the clock says %s, %s too much", answer.Now, d)
		}
	}
	w := s.do(http.MethodPost, "/demo/clock", "text/html", url.Values{"advance": {"next"}})
	if w.Code != http.StatusSeeOther {
		t.Errorf("a form answers %d", w.Code)
	}
	for _, bad := range []string{"", "7", "d", "-7d", "0d", "7y", "1.5d", "99999w", "61w", "9999999999d"} {
		for accept, status := range map[string]int{"application/json": 422, "text/html": 422} {
			if w := s.do(http.MethodPost, "/demo/clock", accept, url.Values{"advance": {bad}}); w.Code != status {
				t.Errorf("advance=%q answers %d", bad, w.Code)
			}
		}
	}
}

// lines is what is written while the demo runs.
type lines struct {
	bytes.Buffer

	ready chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("is ready")) {
		close(l.ready)
	}
	return l.Buffer.Write(p)
}

// runOnce starts a demo in a folder, stops it when it is ready, and gives what it wrote.
func runOnce(t *testing.T, settings setting.Settings, folder string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &lines{ready: make(chan struct{})}
	done := make(chan error, 1)
	go func() { done <- runDemo(ctx, settings, slog.New(slog.DiscardHandler), folder, out) }()
	select {
	case <-out.ready:
	case err := <-done:
		t.Fatal(err)
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestRunDemo starts and stops a demo, starts it again on what is there three days later, and keeps its letters.
func TestRunDemo(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new")
	settings := setting.Default()
	settings.Server.Listen = "127.0.0.1:0"
	var before []web.DemoMail
	t.Run("first", func(t *testing.T) { // the site of a subtest is closed at its end
		runOnce(t, settings, folder)
		before = openSite(t, settings, folder).mails("")
	})
	if err := os.WriteFile(filepath.Join(folder, "clock"), []byte("72h"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := runOnce(t, settings, folder); strings.Contains(out, "Making") {
		t.Error("the second start made the cases again")
	}
	t.Cleanup(func() {
		if err := removeDemo(folder); err != nil { // --fresh knows all that a demo makes
			t.Error(err)
		}
	})
	s := openSite(t, settings, folder)
	if page := s.get("/demo").Body.String(); strings.Count(page, "/demo/als/klant-") != 26 {
		t.Errorf("%d cases after starting again", strings.Count(page, "/demo/als/klant-"))
	}
	if len(before) < 150 {
		t.Errorf("%d letters after the first start", len(before))
	}
	if w := s.do(http.MethodPost, "/demo/clock", "application/json", url.Values{"advance": {"1h"}}); w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body) // what fell due while it was stopped is done by now
	}
	keptLetters(t, before, s.mails(""))
}

// keptLetters checks that the letters of the first start are there once, and that those which came are of the three days
// between: how many differs with the day of the week on which the demo was made.
func keptLetters(t *testing.T, before, after []web.DemoMail) {
	t.Helper()
	times := map[string]int{}
	for _, m := range after {
		times[m.MessageID]++
	}
	for id, n := range times {
		if n != 1 {
			t.Errorf("letter %s is there %d times", id, n)
		}
	}
	var last time.Time
	for _, m := range before {
		if times[m.MessageID] == 0 {
			t.Errorf("letter %d (%s) of the first start is gone", m.Number, m.Subject)
		}
		delete(times, m.MessageID)
		if m.At.After(last) {
			last = m.At
		}
	}
	for _, m := range after {
		if since := m.At.Sub(last); times[m.MessageID] != 0 && (since < 0 || since > 75*time.Hour) {
			t.Errorf("letter %d (%s) came %s after the last of the first start", m.Number, m.Subject, since)
		}
	}
	if n := len(times); n == 0 || n > len(before)/3 {
		t.Errorf("%d letters came in three days, beside %d", n, len(before))
	}
	t.Logf("%d letters, and %d in three days", len(before), len(times))
}

func TestRunDemoRefuses(t *testing.T) {
	t.Parallel()
	var taken net.ListenConfig
	l, err := taken.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // of a test
	file := filepath.Join(t.TempDir(), "file")
	half := t.TempDir()
	for _, path := range []string{file, filepath.Join(half, "wederhoor.db")} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct{ listen, folder, words string }{
		"port":   {l.Addr().String(), t.TempDir(), "Is another demo running?"},
		"folder": {"127.0.0.1:0", filepath.Join(file, "x"), "cannot be made"},
		"half":   {"127.0.0.1:0", half, "--fresh"},
	} {
		s := setting.Default()
		s.Server.Listen = c.listen
		err := runDemo(t.Context(), s, slog.New(slog.DiscardHandler), c.folder, io.Discard)
		var bad badInput
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestServeHasNoDemo holds the demo out of the real program.
func TestServeHasNoDemo(t *testing.T) {
	t.Parallel()
	for _, r := range new(web.App).Routes() {
		if strings.HasPrefix(r.Pattern, "/demo") || r.Who == web.DemoPlayer {
			t.Errorf("%s %s is in serve", r.Method, r.Pattern)
		}
	}
}
