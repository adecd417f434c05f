package registry

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"wederhoor/internal/store"
)

// alphabet is what references are written in: no 0 O 1 I L, which people mix up (rules 0.5). Its 31 characters are
// a prime number, so that the check character finds every single wrong character and every swap of neighbours.
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const referenceLen = 8

// newReference gives a random case number with its check character, "K74Q-2M9X"; it is not a counter (rules 0.5).
func newReference() string {
	var b [referenceLen]byte
	for i := range b[:referenceLen-1] {
		b[i] = alphabet[below(len(alphabet))]
	}
	b[referenceLen-1] = check(string(b[:referenceLen-1]))
	return string(b[:4]) + "-" + string(b[4:])
}

// below gives a random number under n ≤ 256, without the bias of a remainder.
func below(n int) int {
	var b [1]byte
	for {
		_, _ = rand.Read(b[:]) // never fails: crypto/rand aborts the program instead
		if int(b[0]) < 256-256%n {
			return int(b[0]) % n
		}
	}
}

func check(body string) byte {
	sum := 0
	for i := range len(body) {
		sum += (i + 1) * strings.IndexByte(alphabet, body[i])
	}
	return alphabet[sum%len(alphabet)]
}

// ParseReference reads a case number as people type it: lower case, spaces, with or without the hyphen. False when
// its check character does not fit, which tells a typing mistake from an unknown case.
func ParseReference(s string) (string, bool) {
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch {
		case r == ' ' || r == '-' || r == '–' || r == '\u00a0':
		case r < 128 && strings.IndexByte(alphabet, byte(r)) >= 0:
			b.WriteRune(r)
		default:
			return "", false
		}
	}
	t := b.String()
	if len(t) != referenceLen || check(t[:referenceLen-1]) != t[referenceLen-1] {
		return "", false
	}
	return t[:4] + "-" + t[4:], true
}

// newID gives an id that sorts by when it was made, so that rows of one moment lie side by side in the database and
// share the pages that a commit writes. The machine's clock is good enough: nothing but the order depends on it.
func newID() string { return store.NewID(time.Now()) }

// PublicID gives an id in the form that pages and links may show; for callers that make rows of their own.
func PublicID() string { return newID() }

func messageID(letter, domain string) string { return fmt.Sprintf("<%s@%s>", letter, domain) }
