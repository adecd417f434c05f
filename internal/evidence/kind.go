package evidence

import (
	"bytes"
	"errors"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// The media types that are kept. Nothing else ever leaves Check or Serve.
const (
	JPEG  = "image/jpeg"
	PNG   = "image/png"
	PDF   = "application/pdf"
	Email = "message/rfc822"
	Text  = "text/plain"
)

// headBytes is how much of a file is looked at to find its type.
const headBytes = 4096

type kind int

const (
	noKind kind = iota
	jpegKind
	pngKind
	gifKind
	webpKind
	pdfKind
	textKind // also e-mail, which is told apart once the whole file is read
)

// textTypes are what mimetype calls files that are simply text; all others it
// derives from text (HTML, SVG, scripts, RTF …) are programs or documents.
var textTypes = []string{"text/plain", "text/csv", "text/tab-separated-values", "message/rfc822"}

// kindOf finds what a file is by its first bytes; its name and what the
// browser says of it have no part in it. It refuses what is not allowed.
func kindOf(head []byte) (kind, error) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return jpegKind, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return pngKind, nil
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return gifKind, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return webpKind, nil
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return pdfKind, nil
	}
	found := mimetype.Detect(head)
	for _, t := range textTypes {
		if found.Is(t) {
			return textKind, nil
		}
	}
	// A BOM-less text in an old code page can look binary to mimetype, and a
	// file that merely looks like text to us is judged as a whole later.
	if found.Is("application/octet-stream") && !bytes.ContainsRune(head, 0) {
		return textKind, nil
	}
	return noKind, &Refused{Why: Type, Seen: found.String()}
}

// markup are the beginnings that make a browser take a file for a page.
var markup = [][]byte{
	[]byte("<!doctype"), []byte("<html"), []byte("<head"), []byte("<body"), []byte("<script"),
	[]byte("<iframe"), []byte("<svg"), []byte("<?xml"), []byte("<?php"), []byte("<object"), []byte("<embed"),
}

// hasMarkup tells whether one of the markup beginnings stands in b.
func hasMarkup(b []byte) bool {
	low := bytes.ToLower(b)
	for _, m := range markup {
		if bytes.Contains(low, m) {
			return true
		}
	}
	return false
}

// hasScript looks for the beginning of a script in any mix of cases, without
// a copy of b.
func hasScript(b []byte) bool {
	const tag = "<script"
	for {
		at := bytes.IndexByte(b, '<')
		if at < 0 || len(b)-at < len(tag) {
			return false
		}
		b = b[at:]
		if strings.EqualFold(string(b[:len(tag)]), tag) {
			return true
		}
		b = b[1:]
	}
}

// sniffBytes is how far browsers look to guess a type.
const sniffBytes = 1445

func first(b []byte, n int) []byte { return b[:min(n, len(b))] }

func last(b []byte, n int) []byte { return b[max(0, len(b)-n):] }

func broken(cause string) error { return &Refused{Why: Broken, cause: errors.New(cause)} }
