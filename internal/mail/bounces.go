package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

const (
	// tagLength is in characters of base32: 60 bits, which can only be guessed at one SMTP conversation a time.
	tagLength = 12
	// maxLocal is the longest part before the @ that servers must take (RFC 5321, 4.5.3.1.1), in bytes.
	maxLocal = 64
	// minKey is the shortest secret taken, in bytes.
	minKey = 16
)

// lowerBase32 survives servers that write every address in lower case.
var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ErrLetterID says that a letter's id is empty or too long to stand in a return address.
var ErrLetterID = errors.New("mail: letter id does not fit a return address")

// Bounces makes and reads the return addresses of letters: prefix+letter-tag@domain, where the tag is an HMAC of the
// letter's id. It is safe for concurrent use.
type Bounces struct {
	prefix string
	domain string
	key    []byte
}

// NewBounces says where delivery reports arrive. The prefix is the part before the +, the key is secret and at least
// 16 bytes; with another key the reports of letters sent before are no longer believed.
func NewBounces(prefix, domain string, key []byte) (*Bounces, error) {
	if len(key) < minKey {
		return nil, fmt.Errorf("mail: key for return addresses has %d bytes, want at least %d", len(key), minKey)
	}
	ascii, err := checkAddress(prefix + "@" + domain)
	if err != nil {
		return nil, fmt.Errorf("mail: return address: %w", err)
	}
	if ascii.utf8 || strings.Contains(prefix, "+") {
		return nil, fmt.Errorf("mail: return address prefix %q: want plain letters without +", prefix)
	}
	_, domain, _ = strings.Cut(ascii.address, "@")
	return &Bounces{prefix: strings.ToLower(prefix), domain: strings.ToLower(domain), key: append([]byte(nil), key...)}, nil
}

// Address is the return address (envelope sender) of a letter. It errs with ErrLetterID.
func (b *Bounces) Address(letter string) (string, error) {
	written := letter
	if !plainID(letter) {
		written = lowerBase32.EncodeToString([]byte(letter))
	}
	local := b.prefix + "+" + written + "-" + b.tag(letter)
	if letter == "" || len(local) > maxLocal {
		return "", fmt.Errorf("%w: %d bytes", ErrLetterID, len(letter))
	}
	return local + "@" + b.domain, nil
}

// Letter reads the letter's id from an address and checks its tag; false for every address that Address did not make.
// Upper case, and what servers put before a return address when they sign it themselves, are accepted.
func (b *Bounces) Letter(address string) (string, bool) {
	address = strings.ToLower(strings.Trim(strings.TrimSpace(address), "<>"))
	at := strings.LastIndexByte(address, '@')
	if at < 0 || strings.TrimSuffix(address[at+1:], ".") != b.domain {
		return "", false
	}
	local := address[:at]
	start := strings.LastIndex(local, b.prefix+"+")
	if start < 0 || (start > 0 && local[start-1] != '=') {
		return "", false
	}
	rest := local[start+len(b.prefix)+1:]
	cut := strings.LastIndexByte(rest, '-')
	if cut <= 0 || len(rest)-cut-1 != tagLength {
		return "", false
	}
	written, tag := rest[:cut], rest[cut+1:]
	if b.valid(written, tag) {
		return written, true
	}
	// An id with other letters than a-z is written in base32. The tag tells which of the two it is.
	coded, err := lowerBase32.DecodeString(written)
	if err != nil || !b.valid(string(coded), tag) {
		return "", false
	}
	return string(coded), true
}

func (b *Bounces) valid(letter, tag string) bool {
	return hmac.Equal([]byte(tag), []byte(b.tag(letter)))
}

func (b *Bounces) tag(letter string) string {
	mac := hmac.New(sha256.New, b.key)
	mac.Write([]byte("return address\x00" + letter))
	return lowerBase32.EncodeToString(mac.Sum(nil))[:tagLength]
}

// plainID is whether an id survives as it is in an address that servers may write in lower case.
func plainID(id string) bool {
	for i := 0; i < len(id); i++ {
		c := id[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
