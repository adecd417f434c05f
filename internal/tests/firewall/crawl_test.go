package firewall

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	hrefs = regexp.MustCompile(`(?:href|src|action)="([^"#]+)`)
	// drawn is what differs each time that a page is drawn: the id of an offer that is not made yet.
	drawn = regexp.MustCompile(`name="offer" value="[^"]*"`)
)

// mostPages bounds what one person looks at; a site that grows past it must raise it knowingly.
const mostPages = 400

// crawl gives all that somebody can get by following links from where they begin: page by page, as text, documents and
// downloads among them.
func (s *scene) crawl(t *testing.T, who string) map[string]string {
	t.Helper()
	b := s.people[who]
	s.enter[who](b)
	out := map[string]string{}
	queue := append([]string(nil), s.starts[who]...)
	seen := map[string]bool{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		if len(seen) > mostPages {
			t.Fatalf("%s can follow more than %d links", who, mostPages)
		}
		now := s.w.Now()
		if err := b.Visit(at); err != nil {
			t.Fatal(err)
		}
		s.w.Set(now)
		if b.Status >= 500 {
			t.Errorf("%s: %s gives %d", who, at, b.Status)
		}
		kind := b.Header.Get("Content-Type")
		out[at] = textOf(t, kind, []byte(b.Body))
		if !strings.HasPrefix(kind, "text/html") {
			continue
		}
		for _, m := range hrefs.FindAllStringSubmatch(b.Body, -1) {
			if to := inside(b.At, strings.ReplaceAll(m[1], "&amp;", "&")); to != "" {
				queue = append(queue, to)
			}
		}
	}
	return out
}

// inside gives the path of a link that stays on the site and shows something of it.
func inside(at *url.URL, link string) string {
	u, err := at.Parse(link)
	if err != nil || u.Host != at.Host || strings.HasPrefix(u.Path, "/static") {
		return ""
	}
	q := u.Query()
	for _, drop := range []string{"done", "lang"} {
		q.Del(drop)
	}
	u.RawQuery = q.Encode()
	return u.RequestURI()
}

// textOf gives the words of a page, a PDF, or all files in a zip.
func textOf(t *testing.T, kind string, body []byte) string {
	t.Helper()
	switch {
	case strings.HasPrefix(kind, "application/pdf"):
		return pdfText(t, body)
	case strings.HasPrefix(kind, "application/zip"):
		r, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range r.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(f.Name, ".pdf") {
				b = []byte(pdfText(t, b))
			}
			all.WriteString(f.Name + "\n" + string(b) + "\n")
		}
		return all.String()
	}
	return drawn.ReplaceAllString(string(body), "")
}

func pdfText(t *testing.T, body []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(text) + string(body)
}
