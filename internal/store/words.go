package store

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The states of a letter. A letter in one of the first three is open: it still has to go.
const (
	LetterWaiting   = "waiting"
	LetterClaimed   = "claimed"  // a sender holds it
	LetterDeferred  = "deferred" // the mail server asked to come back later
	LetterAccepted  = "accepted"
	LetterBounced   = "bounced"
	LetterParked    = "parked" // for staff to look at
	LetterCancelled = "cancelled"
)

// Fold gives a text in the form in which it is stored for searching: lower case, without accents.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var likeEscape = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// LikeText makes what a person typed fit for SearchMembers and for the pattern of SearchDisputes: as typed, every character
// meaning itself. For members Fold comes first.
func LikeText(s string) string { return likeEscape.Replace(s) }

// Until gives the end of the texts that begin with s: they sort from s up to it. Nothing begins with "".
func Until(s string) string {
	if s == "" {
		return ""
	}
	return s + "\U0010FFFF"
}

// idEncoding keeps the order of what it encodes.
var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an id of 26 characters that nobody can guess (80 random bits) and that sorts by the instant at which it
// was made, to the millisecond: rows that are stored together lie together, which makes writing to a big database
// more than twice as fast as with ids in random order.
func NewID(now time.Time) string {
	var b [16]byte
	ms := now.UnixMilli()
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	_, _ = rand.Read(b[6:]) // crypto/rand never fails: it ends the program instead
	return idEncoding.EncodeToString(b[:])
}
