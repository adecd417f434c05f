package account

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"time"

	"wederhoor/internal/store"
)

var tokenEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// tokenBytes makes tokens of 160 bits.
const tokenBytes = 20

// newToken gives a random token of 160 bits; only its hash is stored.
func newToken() string {
	b := make([]byte, tokenBytes)
	_, _ = rand.Read(b) // crypto/rand never fails: it ends the program instead
	return tokenEncoding.EncodeToString(b)
}

// sessionTime is how many characters of a session's token tell when it was made.
const sessionTime = 10

// newSessionToken gives a token of 160 random bits behind the instant at which it was made, so that sessions begun
// together lie together in the database: a commit then writes one page for many of them instead of one for each.
func newSessionToken(now time.Time) string { return store.NewID(now)[:sessionTime] + newToken() }

// sessionKey is what is stored of a session's token: when it was made, and its hash.
func sessionKey(token string) []byte {
	return append([]byte(token[:min(sessionTime, len(token))]), Hash(token)...)
}

// Hash is what is stored of a token.
func Hash(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

// Secret is the key from which codes and link tokens are derived, so that neither is stored and each attempt of
// the same letter carries the same one.
type Secret []byte

// LinkToken gives the token of a letter's link: 160 bits that only this program can make.
func (s Secret) LinkToken(letter string) string {
	return tokenEncoding.EncodeToString(s.mac("link", letter)[:tokenBytes])
}

// Code gives the six digits of a code.
func (s Secret) Code(id string) string {
	n := binary.BigEndian.Uint64(s.mac("code", id)) % 1_000_000
	return fmt.Sprintf("%06d", n)
}

// Key derives a key for another use, such as the return addresses of letters.
func (s Secret) Key(use string) []byte { return s.mac("key", use) }

func (s Secret) mac(use, what string) []byte {
	m := hmac.New(sha256.New, s)
	m.Write([]byte(use))
	m.Write([]byte{0})
	m.Write([]byte(what))
	return m.Sum(nil)
}

// Digits keeps the digits of what a person typed as a code: spaces and hyphens are ignored, paste is allowed.
func Digits(s string) string {
	var out []byte
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			out = append(out, s[i])
		}
	}
	return string(out)
}
