package web

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/account"
	"wederhoor/internal/evidence"
	"wederhoor/internal/member"
	"wederhoor/internal/registry"
	"wederhoor/internal/setting"
	"wederhoor/internal/store"
	"wederhoor/internal/store/db"
	"wederhoor/internal/text"
)

// site is the public pages and the intake on a real database, with a browser.
type site struct {
	t      *testing.T
	app    *App
	store  *store.Store
	server *httptest.Server
	now    time.Time
}

type browser struct {
	*site
	client *http.Client
}

const shopCSV = `external_id;name;domains;emails;phone;address;kvk;sector;member_since;member_until;orders_per_year;orders_source
1001;De Lindeboom Lampen;delindeboom.example;klantenservice@delindeboom.example;030 123 45 01;Lijnmarkt 4, 3511 KH Utrecht;30111001;wonen;2014-03-01;;5200;measured
1002;Oud & Weg;weg.example;info@weg.example;;;;;2016-09-15;2020-01-31;;
`

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 6, 5, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return s.now }
	dir := t.TempDir()
	var err error
	if s.store, err = store.Open(t.Context(), dir, store.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
	})
	words, err := text.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := evidence.OpenStore(filepath.Join(dir, "files"), filepath.Join(dir, "files.key"), clock)
	if err != nil {
		t.Fatal(err)
	}
	settings := setting.Default()
	settings.Organisation.Name, settings.Organisation.PublicURL = "Keurmerk Voorbeeld", "http://localhost"
	settings.Organisation.Phone = "030 123 45 67"
	s.app = &App{
		Clerk:    registry.New(s.store, clock, "localhost"),
		Accounts: account.New(s.store, clock, account.Secret("0123456789abcdef0123456789abcdef"), "localhost"),
		Text:     words, Settings: settings, Files: files, Now: clock, Log: slog.New(slog.DiscardHandler),
		Checker: evidence.NewChecker(evidence.Options{Limits: evidence.Limits{Files: 3, Bytes: 100_000}}),
	}
	if err := s.app.Prepare(); err != nil {
		t.Fatal(err)
	}
	members, problems, err := member.Read(strings.NewReader(shopCSV))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	s.importMembers(members)
	mux := http.NewServeMux()
	for _, r := range append(s.app.publicRoutes(), s.app.intakeRoutes()...) {
		mux.Handle(r.Method+" "+r.Pattern, s.app.serve(r))
	}
	s.server = httptest.NewServer(s.app.guard(http.NewCrossOriginProtection(), mux))
	t.Cleanup(s.server.Close)
	return s
}
