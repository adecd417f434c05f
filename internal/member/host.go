package member

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/idna"
)

// hosts turns names with letters beyond ASCII into the form that DNS knows, and refuses what no registry would give.
var hosts = idna.New(
	idna.MapForLookup(),
	idna.Transitional(false),
	idna.StrictDomainName(true),
	idna.VerifyDNSLength(true),
	idna.BidiRule(),
)

var (
	// ErrDomain says that a text is not a full domain name.
	ErrDomain = errors.New("not a domain name")
	// ErrEmail says that a text is not an e-mail address that every mail server can be asked for.
	ErrEmail = errors.New("not an e-mail address")
)

// Domain gives the domain name of a shop in lower case and ASCII, without "www.". The error wraps ErrDomain.
func Domain(s string) (string, error) {
	d, err := host(s)
	if err != nil {
		return "", err
	}
	if short, ok := strings.CutPrefix(d, "www."); ok && strings.Contains(short, ".") {
		return short, nil
	}
	return d, nil
}

func host(s string) (string, error) {
	d, err := hosts.ToASCII(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrDomain, err)
	}
	top := d[strings.LastIndexByte(d, '.')+1:]
	if top == d || strings.Trim(top, "0123456789") == "" {
		return "", ErrDomain // one word, or the number of a machine
	}
	return d, nil
}

// Email gives an e-mail address in lower case with its domain in ASCII. The error wraps ErrEmail.
//
// Only plain addresses are taken, without a name beside them, quoted parts or letters beyond ASCII before the @: a
// notice that starts a term (rules 1.1) must be deliverable by any server.
func Email(s string) (string, error) {
	s = strings.TrimSpace(s)
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || startsFormula(s) {
		return "", ErrEmail
	}
	local := s[:at]
	for _, part := range strings.Split(local, ".") {
		if part == "" {
			return "", ErrEmail
		}
	}
	for _, c := range []byte(local) {
		if !isLetterOrDigit(c) && !strings.ContainsRune(".!#$%&'*+/=?^_`{|}~-", rune(c)) {
			return "", ErrEmail
		}
	}
	d, err := host(s[at+1:])
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrEmail, err)
	}
	if at+1+len(d) > 254 {
		return "", ErrEmail
	}
	return strings.ToLower(local) + "@" + d, nil
}

func isLetterOrDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
