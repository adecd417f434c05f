package member

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const maxSlug = 60 // bytes, before a suffix

// letters spells the letters that no accent can be taken off.
var letters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ĳ", "ij", "ŋ", "n",
	"'", "", "’", "", "‘", "", "`", "", "´", "",
)

// Slug gives the name of a member in the address of its public page: "Ångström Elektronik" is "angstrom-elektronik".
// Only a-z, 0-9 and single hyphens come out, never nothing: a name without such letters gives "lid-" and the external
// id. Equal arguments always give an equal slug, but two members may share one; UniqueSlug tells them apart.
func Slug(name, externalID string) string {
	if s := fold(name); s != "" {
		return s
	}
	return "lid-" + key(externalID)
}

// UniqueSlug gives Slug, with the external id behind it when that is taken by another member.
//
// A stored slug is kept for good: call this for new members only, so that a link to a page works after a rename.
func UniqueSlug(name, externalID string, taken func(slug string) bool) string {
	s := Slug(name, externalID)
	if !taken(s) {
		return s
	}
	if longer := s + "-" + key(externalID); !taken(longer) {
		return longer
	}
	// Another shop may be called so; external ids differ, so their hashes do.
	sum := sha256.Sum256([]byte(externalID))
	return s + "-" + hex.EncodeToString(sum[:8])
}

func key(externalID string) string {
	if k := fold(externalID); k != "" {
		return k
	}
	sum := sha256.Sum256([]byte(externalID))
	return hex.EncodeToString(sum[:8])
}

func fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(letters.Replace(strings.ToLower(norm.NFC.String(s)))) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if r > unicode.MaxASCII || !isLetterOrDigit(byte(r)) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	out := b.String()
	if len(out) <= maxSlug {
		return out
	}
	out = out[:maxSlug]
	if i := strings.LastIndexByte(out, '-'); i > maxSlug/2 {
		out = out[:i]
	}
	return strings.TrimRight(out, "-")
}
