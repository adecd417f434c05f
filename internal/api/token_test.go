package api

import (
	"strings"
	"testing"
)

func aToken() string {
	body := tokenMark + random(idChars*5/8) + "_" + random(secretBytes)
	return body + checksum(body)
}

func TestParseToken(t *testing.T) {
	t.Parallel()
	good := aToken()
	id, secret, ok := parseToken(good)
	if !ok || len(id) != idChars || len(secret) != secretChars {
		t.Fatalf("%q: %q %q %v", good, id, secret, ok)
	}
	bare := tokenMark + strings.Repeat("a", idChars) + strings.Repeat("b", secretChars+1)
	upper := strings.ToUpper(good[:tokenChars-sumChars])
	for what, s := range map[string]string{
		"nothing": "", "short": good[:len(good)-1], "long": good + "a", "another mark": "xx" + good[2:], "upper case": strings.ToUpper(good),
		"a letter changed": good[:30] + flip(good[30]) + good[31:], "no middle": bare + checksum(bare), "upper with its sum": upper + checksum(upper),
		"spaces": " " + good[1:],
	} {
		if _, _, ok := parseToken(s); ok {
			t.Errorf("%s: %q is a token", what, s)
		}
	}
	if aToken() == good {
		t.Error("twice the same")
	}
}

func flip(b byte) string {
	if b == 'a' {
		return "b"
	}
	return "a"
}

// FuzzParseToken: what is taken for a token has its form and its checksum, and nothing else is.
func FuzzParseToken(f *testing.F) {
	f.Add(aToken())
	f.Add("wh_")
	f.Add("wh_aaaaaaaaaaaaaaaa_")
	f.Add(strings.Repeat("\xff", tokenChars))
	f.Fuzz(func(t *testing.T, s string) {
		id, secret, ok := parseToken(s)
		if !ok {
			if id != "" && secret != "" && len(s) == tokenChars && checksum(s[:tokenChars-sumChars]) == s[tokenChars-sumChars:] && len(id) == idChars &&
				strings.Trim(id+secret, "abcdefghijklmnopqrstuvwxyz234567") == "" {
				t.Errorf("%q was refused", s)
			}
			return
		}
		body := tokenMark + id + "_" + secret
		if body+checksum(body) != s {
			t.Errorf("%q is not what it was read as", s)
		}
	})
}
