// Package static serves the files that never change while the program runs:
// style sheet, font, logo. They are embedded, each under a name that carries
// the hash of its content, so that browsers may keep them for ever. It also
// makes the style sheet of a house style from its tokens (theme.go). It knows
// no dispute and no words, and imports the standard library only.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Prefix is where the files are served.
const Prefix = "/static/"

//go:embed *.css *.js *.svg *.png *.woff2 NOTICES.txt
var files embed.FS

// file is one file as it is sent.
type file struct {
	body        []byte
	contentType string
}

// byName maps a served name to its file; served maps the name of an embedded
// file to the name it is served under.
var byName, served = load()

// load reads the embedded files once. Reading an embedded file cannot fail but
// by a mistake in this package, which every test meets.
func load() (map[string]file, map[string]string) {
	names, err := fs.Glob(files, "*")
	if err != nil {
		panic("static: " + err.Error())
	}
	all, as := make(map[string]file), make(map[string]string)
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			panic("static: " + err.Error())
		}
		to := hashedName(name, body)
		all[to] = file{body: body, contentType: contentType(name)}
		as[name] = to
	}
	return all, as
}

// Hash is the part of a name that stands for its content: ten hexadecimal
// digits of SHA-256. build.mjs in internal/web/styles has the same rule.
func Hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:5])
}

// hashedName puts the hash before the extension, unless it is there already.
func hashedName(name string, body []byte) string {
	hash, ext := Hash(body), path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if strings.HasSuffix(stem, "."+hash) {
		return name
	}
	return stem + "." + hash + ext
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	default:
		return "text/plain; charset=utf-8"
	}
}

// CSS is the path of the style sheet of all pages.
func CSS() string {
	for name, to := range served {
		if path.Ext(name) == ".css" {
			return Prefix + to
		}
	}
	return ""
}

// Favicon is the path of the icon in the tab of a browser, an SVG.
func Favicon() string { return Prefix + served["favicon.svg"] }

// TouchIcon is the path of the icon on the home screen of a phone, a PNG of
// 180 by 180 pixels.
func TouchIcon() string { return Prefix + served["touch-icon.png"] }

// Logo is the path of the logo in the header, an SVG.
func Logo() string { return Prefix + served["logo.svg"] }

// Keys is the path of the script that lets staff who switched it on work with
// keys. No page needs it.
func Keys() string { return Prefix + served["keys.js"] }

// Draft is the path of the script that keeps the draft of a ruling while it is
// written. No page needs it: the buttons do the same.
func Draft() string { return Prefix + served["draft.js"] }

// MailLogo is the path of the logo in letters, a PNG of 144 by 144 pixels to
// be shown at 48.
func MailLogo() string { return Prefix + served["mail-logo.png"] }

// Notices is the path of the licences of what is served here.
func Notices() string { return Prefix + served["NOTICES.txt"] }

// NoticesText is the text of those licences, for THIRD_PARTY_NOTICES.
func NoticesText() (string, error) {
	body, err := files.ReadFile("NOTICES.txt")
	return string(body), err
}

// Handler serves the embedded files under Prefix, for GET and HEAD.
func Handler() http.Handler { return serve(byName) }

// ThemeHandler gives the path under which the theme of Theme is served, and
// the handler for that path. An empty theme gives an empty path.
func ThemeHandler(css string) (string, http.Handler) {
	if css == "" {
		return "", http.NotFoundHandler()
	}
	name := hashedName("theme.css", []byte(css))
	return Prefix + name, serve(map[string]file{name: {body: []byte(css), contentType: contentType(name)}})
}

// serve answers with files by their name after Prefix. The content of a name
// never changes, so it may be kept for a year and is never asked again.
func serve(files map[string]file) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.contentType)
		h.Set("Content-Length", strconv.Itoa(len(f.body)))
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.Method == http.MethodHead {
			return
		}
		// The reader is gone when this fails; there is no one to tell.
		_, _ = w.Write(f.body)
	})
}
