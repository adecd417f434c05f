package static

import (
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, h http.Handler, method, target string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w
}

func TestFilesAreServed(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		CSS():       "text/css; charset=utf-8",
		Favicon():   "image/svg+xml",
		TouchIcon(): "image/png",
		Logo():      "image/svg+xml",
		MailLogo():  "image/png",
		Keys():      "text/javascript; charset=utf-8",
		Notices():   "text/plain; charset=utf-8",
	} {
		w := get(t, Handler(), http.MethodGet, target)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: status %d, %d bytes", target, w.Code, w.Body.Len())
		}
		if got := w.Header().Get("Content-Type"); got != want {
			t.Errorf("%s: type %q, want %q", target, got, want)
		}
		if got := w.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", target, got)
		}
		if !strings.Contains(target, Hash(w.Body.Bytes())) {
			t.Errorf("%s does not carry the hash of its content", target)
		}
		if head := get(t, Handler(), http.MethodHead, target); head.Code != http.StatusOK || head.Body.Len() != 0 {
			t.Errorf("HEAD %s: status %d, %d bytes", target, head.Code, head.Body.Len())
		}
	}
}

func TestOthersAreRefused(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/static/", "/static/static.go", "/static/logo.svg", "/static/..%2fstatic.go", "/x"} {
		if w := get(t, Handler(), http.MethodGet, target); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", target, w.Code)
		}
	}
	if w := get(t, Handler(), http.MethodPost, CSS()); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d, want 405", w.Code)
	}
}

// There is one style sheet, its name is true, and all it asks for is here.
func TestStyleSheet(t *testing.T) {
	t.Parallel()
	sheets := 0
	for name, to := range served {
		if path.Ext(name) != ".css" {
			continue
		}
		sheets++
		if name != to {
			t.Errorf("%s does not carry the hash of its content; run: make css", name)
		}
	}
	if sheets != 1 {
		t.Fatalf("%d style sheets, want 1", sheets)
	}
	css := get(t, Handler(), http.MethodGet, CSS()).Body.String()
	urls := regexp.MustCompile(`url\(["']?([^"')]+)["']?\)`).FindAllStringSubmatch(css, -1)
	if len(urls) < 2 {
		t.Errorf("style sheet asks for %d files, want its fonts", len(urls))
	}
	for _, u := range urls {
		if w := get(t, Handler(), http.MethodGet, Prefix+u[1]); w.Code != http.StatusOK {
			t.Errorf("style sheet asks for %q: status %d", u[1], w.Code)
		}
	}
	for _, word := range []string{"GDS Transport", "GOV.UK", "crest", "@import"} {
		if strings.Contains(css, word) {
			t.Errorf("style sheet contains %q", word)
		}
	}
	if !strings.Contains(css, "Copyright (C) 2017 Crown Copyright (Government Digital Service)") {
		t.Error("style sheet lacks the notice of govuk-frontend")
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	text, err := NoticesText()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Copyright (C) 2017 Crown Copyright (Government Digital Service)",
		"Permission is hereby granted, free of charge",
		"SIL OPEN FONT LICENSE Version 1.1",
		"Reserved Font Name",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("notices lack %q", want)
		}
	}
}

func TestThemeHandler(t *testing.T) {
	t.Parallel()
	css, err := Theme(Tokens{Brand: "#5a1a4a", BrandStrong: "#3d1132"})
	if err != nil {
		t.Fatal(err)
	}
	target, h := ThemeHandler(css)
	if w := get(t, h, http.MethodGet, target); w.Body.String() != css {
		t.Errorf("%s: got %q", target, w.Body.String())
	}
	other, _ := ThemeHandler(css + " ")
	if other == target {
		t.Error("two themes have the same path")
	}
	if empty, h := ThemeHandler(""); empty != "" || get(t, h, http.MethodGet, target).Code != http.StatusNotFound {
		t.Errorf("no theme has the path %q", empty)
	}
}
