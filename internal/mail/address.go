package mail

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// ErrAddress says that an e-mail address cannot be written to as it stands.
var ErrAddress = errors.New("mail: not an e-mail address")

// Address is a person or a post box with the name shown beside it.
type Address struct {
	Name  string
	Email string
}

// route is an address as servers want it: the domain in ASCII.
type route struct {
	address string
	local   string
	utf8    bool // the part before the @ needs SMTPUTF8
}

// CheckAddress errs with ErrAddress when no letter could be sent to an address: it is what forms ask before they
// take one. Quoted local parts and addresses of bare machines are refused; names with accents are not.
func CheckAddress(email string) error {
	_, err := checkAddress(email)
	return err
}

func checkAddress(email string) (route, error) {
	at := strings.LastIndexByte(email, '@')
	if at <= 0 || at == len(email)-1 || len(email) > 254 || !utf8.ValidString(email) {
		return route{}, ErrAddress
	}
	local, domain := email[:at], email[at+1:]
	if len(local) > maxLocal || !dotAtom(local) {
		return route{}, fmt.Errorf("%w: part before the @", ErrAddress)
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || ascii == "" || len(ascii) > 253 || strings.ContainsAny(ascii, " @") {
		return route{}, fmt.Errorf("%w: part after the @", ErrAddress)
	}
	return route{address: local + "@" + ascii, local: local, utf8: !isASCII(local)}, nil
}

// dotAtom is whether s is a run of the letters RFC 5322 allows without quotes, with single dots inside.
func dotAtom(s string) bool {
	if strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	for _, c := range s {
		switch {
		case c == utf8.RuneError, c <= ' ', c >= 0x7f && c < 0xa0, strings.ContainsRune(`()<>[]:;@\,"`, c):
			return false
		}
	}
	return s != ""
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
