package store

import (
	"strings"
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

// LikeText makes what a person typed fit for SearchMembers and for the name of SearchDisputes: as typed, every character
// meaning itself. For members Fold comes first.
func LikeText(s string) string { return likeEscape.Replace(s) }
