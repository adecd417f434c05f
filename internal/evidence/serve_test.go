package evidence_test

import (
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wederhoor/internal/evidence"
)

func TestServe(t *testing.T) {
	t.Parallel()
	name := "Überweisung \"1\" 100%; 収\r\nX-Evil: 1\u202Efdp.pdf"
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, "/x", nil)
		meta := evidence.Meta{Name: name, MediaType: evidence.PDF, Size: 4}
		if err := evidence.Serve(w, r, meta, strings.NewReader("%PDF")); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"Content-Type":            "application/pdf",
			"Content-Length":          "4",
			"X-Content-Type-Options":  "nosniff",
			"Cache-Control":           "no-store",
			"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
			"X-Evil":                  "",
			"Content-Disposition": `attachment; filename="Uberweisung -1- 100__ _ X-Evil- 1fdp.pdf"; ` +
				`filename*=UTF-8''%C3%9Cberweisung%20-1-%20100%25%3B%20%E5%8F%8E%20X-Evil-%201fdp.pdf`,
		}
		for k, v := range want {
			if got := w.Header().Get(k); got != v {
				t.Errorf("%s: %q, want %q", k, got, v)
			}
		}
		kind, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
		if err != nil || kind != "attachment" || params["filename"] == "" {
			t.Errorf("disposition does not parse: %v", err)
		}
		if (method == http.MethodHead) != (w.Body.Len() == 0) {
			t.Errorf("%s gives %d bytes", method, w.Body.Len())
		}
	}
}

func TestServeUnknownType(t *testing.T) {
	t.Parallel()
	for _, mediaType := range []string{"text/html", "image/svg+xml", "", "text/plain\r\nX: y"} {
		w := httptest.NewRecorder()
		err := evidence.Serve(w, httptest.NewRequest(http.MethodGet, "/x", nil), evidence.Meta{Name: "a", MediaType: mediaType}, strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
			t.Errorf("%q is served as %q", mediaType, got)
		}
	}
}

func TestServeCutShort(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	meta := evidence.Meta{Name: "a.txt", MediaType: evidence.Text, Size: 10}
	if err := evidence.Serve(w, httptest.NewRequest(http.MethodGet, "/x", nil), meta, strings.NewReader("kort")); err == nil {
		t.Error("a short file is an error")
	}
}
