package document

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ErrPath says that a name could not be unpacked safely, or not beside the others.
var ErrPath = errors.New("the name cannot be used in a case file")

const (
	longestPath = 240 // bytes
	deepestPath = 4   // folders and file
)

// pathSet is the names of a case file: none leads out of its folder, none hides another on any system.
type pathSet struct {
	files, folders map[string]bool
}

func newPathSet() *pathSet { return &pathSet{map[string]bool{}, map[string]bool{}} }

// add takes a name or says why not.
func (s *pathSet) add(p string) error {
	if err := checkPath(p); err != nil {
		return err
	}
	key := strings.ToLower(p)
	if s.files[key] || s.folders[key] {
		return fmt.Errorf("%w: %q is there twice", ErrPath, p)
	}
	for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
		if s.files[dir] {
			return fmt.Errorf("%w: %q is below a file", ErrPath, p)
		}
		s.folders[dir] = true
	}
	s.files[key] = true
	return nil
}

func checkPath(p string) error {
	parts := strings.Split(p, "/")
	if p == "" || len(p) > longestPath || len(parts) > deepestPath || !utf8.ValidString(p) || !norm.NFC.IsNormalString(p) {
		return fmt.Errorf("%w: %q", ErrPath, p)
	}
	for _, part := range parts {
		if part == "" || strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") || strings.HasPrefix(part, " ") ||
			strings.ContainsAny(part, `\:<>"|?*`) || strings.ContainsFunc(part, isControl) || reserved(part) {
			return fmt.Errorf("%w: %q", ErrPath, p)
		}
	}
	return nil
}

// isControl tells signs that are not seen, or that change how the signs after them are shown.
func isControl(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// reserved tells names that Windows gives to devices, with any ending.
func reserved(part string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(part), ".")
	switch base = strings.TrimRight(base, " "); base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (base[:3] == "COM" || base[:3] == "LPT") && base[3] >= '0' && base[3] <= '9'
}
