package anonym

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The characters that may stand between those of a known value without making it another.
const (
	blanks = " \n"
	loose  = " \n-./,'_#()"
)

// mostBetween is how many of them, one after the other.
const mostBetween = 4

// foldKey gives a known value as it is looked for: folded, with only the characters that count.
func foldKey(value string, counts func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if counts(r) {
			return r
		}
		return -1
	}, foldText(value).text)
}

// find gives where the characters of key stand one after the other, with nothing but characters of between in between.
// whole asks that it is not part of a longer word or number.
func (f *folded) find(key, between string, whole bool) [][2]int {
	if key == "" {
		return nil
	}
	_, first := utf8.DecodeRuneInString(key)
	var out [][2]int
	for at := 0; ; {
		i := strings.Index(f.text[at:], key[:first])
		if i < 0 {
			return out
		}
		a := at + i
		b, ok := f.follow(a, key, between)
		if !ok || whole && !f.whole(a, b) {
			at = a + first
			continue
		}
		out = append(out, [2]int{a, b})
		at = b
	}
}

// follow reads key from a on and gives its end.
func (f *folded) follow(a int, key, between string) (int, bool) {
	at := a
	for i, r := range key {
		if i > 0 {
			at = f.skip(at, between)
		}
		n := utf8.RuneLen(r)
		if r == utf8.RuneError || !strings.HasPrefix(f.text[at:], key[i:i+n]) {
			return 0, false
		}
		at += n
	}
	return at, true
}

// skip goes over the characters that may stand between.
func (f *folded) skip(at int, between string) int {
	for range mostBetween {
		if at == len(f.text) || f.text[at] >= utf8.RuneSelf || strings.IndexByte(between, f.text[at]) < 0 {
			break
		}
		at++
	}
	return at
}

// each calls take with every match of a pattern and its groups, from left to right. Where take refuses, the search
// goes on one character further, so that a match that was none hides no other.
func (f *folded) each(p *regexp.Regexp, take func(m []int) bool) {
	for from := 0; from <= len(f.text); {
		m := p.FindStringSubmatchIndex(f.text[from:])
		if m == nil {
			return
		}
		for i := range m {
			if m[i] >= 0 {
				m[i] += from
			}
		}
		if take(m) {
			from = max(m[1], m[0]+1)
			continue
		}
		_, n := utf8.DecodeRuneInString(f.text[m[0]:])
		from = m[0] + max(n, 1)
	}
}
