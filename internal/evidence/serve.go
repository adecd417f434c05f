package evidence

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Meta is what is known of a kept file when it is handed out.
type Meta struct {
	Name      string // as Check gave it
	MediaType string // as Check gave it
	Size      int64  // bytes
}

// Serve hands a file out, as an attachment and never inline: whatever it
// holds, a browser does not run it on our address. Whether the viewer may have
// it is the caller's to decide, before. rc is read to its end on GET, is not
// closed, and an error means that the answer was cut short.
func Serve(w http.ResponseWriter, r *http.Request, meta Meta, rc io.Reader) error {
	h := w.Header()
	h.Set("Content-Type", contentType(meta.MediaType))
	h.Set("Content-Disposition", disposition(meta.Name))
	h.Set("Content-Length", strconv.FormatInt(meta.Size, 10))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Download-Options", "noopen")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Accept-Ranges", "none")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	n, err := io.Copy(w, rc)
	if err != nil {
		return fmt.Errorf("serve evidence: %w", err)
	}
	if n != meta.Size {
		return fmt.Errorf("serve evidence: %d bytes of %d", n, meta.Size)
	}
	return nil
}

// contentType lets only the types of this package pass.
func contentType(mediaType string) string {
	switch mediaType {
	case JPEG, PNG, PDF, Email:
		return mediaType
	case Text:
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// disposition writes the header of RFC 6266: the plain name for old clients,
// the real one in UTF-8. The name is cleaned again, so that no row of the
// database can break the header.
func disposition(name string) string {
	name = cleanName(name, "")
	return `attachment; filename="` + asciiName(name) + `"; filename*=UTF-8''` + percentName(name)
}

func asciiName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case r >= 0x300 && r <= 0x36f: // an accent, apart from its letter
		case r < ' ' || r > '~' || slices.Contains([]rune{'"', '\\', '%', ';'}, r):
			b.WriteByte('_')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// percentName escapes all but the attr-char of RFC 5987.
func percentName(name string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"
	var b strings.Builder
	for _, c := range []byte(name) {
		if strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}
