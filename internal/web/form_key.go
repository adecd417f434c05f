package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"

	"wederhoor/internal/registry"
)

// once lets what this form asks for be done once, however often it arrives: pressed twice, or sent again by a browser
// that lost the answer. The version of the page is in it, so that the same words from a newer page are new words.
func (q *request) once(values map[string][]string, files []registry.File) {
	if len(values["version"]) == 0 {
		return
	}
	h := sha256.New()
	part := func(s string) { _, _ = io.WriteString(h, fmt.Sprintf("%d:%s", len(s), s)) }
	part(q.URL.Path)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name == "code" {
			continue // the second try after a slip of the code is the same act
		}
		part(name)
		for _, v := range values[name] {
			part(v)
		}
	}
	for _, f := range files {
		part(f.Name)
		part(string(f.SHA256[:]))
	}
	q.Request = q.WithContext(registry.WithForm(q.Context(), hex.EncodeToString(h.Sum(nil))))
}
