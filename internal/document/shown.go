package document

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"
)

// shown turns text of a person into text that can be drawn, with "\n" as the only line end. What no font has, what
// cannot be seen (control signs, joiners, marks of direction) and what is written from right to left is named in its
// place, so that nothing is lost silently: one such sign with its name, several after each other by their numbers.
func (w Words) shown(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	var b strings.Builder
	var hidden []string // numbers of signs that are not drawn and not yet written
	var last rune
	flush := func() {
		switch len(hidden) {
		case 0:
		case 1:
			b.WriteString("[" + w.Sign + " " + hidden[0] + nameOf(last) + "]")
		default:
			b.WriteString("[" + w.Signs + " " + strings.Join(hidden, " ") + "]")
		}
		hidden = hidden[:0]
	}
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			hidden, last = append(hidden, fmt.Sprintf("0x%02X", s[0])), -1
		case r == '\r' || r == '\n' || r == '\u2028' || r == '\u2029':
			flush()
			b.WriteByte('\n')
		case r == '\t':
			flush()
			b.WriteString("    ")
		case unicode.Is(unicode.Zs, r):
			flush()
			b.WriteRune(spaceFor(r))
		case drawn(r):
			flush()
			b.WriteRune(r)
		default:
			hidden, last = append(hidden, fmt.Sprintf("U+%04X", r)), r
		}
		s = s[n:]
	}
	flush()
	return b.String()
}

// oneLine is shown text without line ends, for titles and footers.
func (w Words) oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(w.shown(s), func(r rune) bool { return r == '\n' }), " ")
}

// plain says that text is ASCII that can be drawn as it is, which most text is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < ' ' && c != '\n') || c > '~' {
			return false
		}
	}
	return true
}

// nameOf gives the name that Unicode has for a sign, after a space; "" when it has none.
func nameOf(r rune) string {
	name := runenames.Name(r)
	if name == "" || strings.Contains(name, "Private Use") || strings.Contains(name, "private use") {
		return ""
	}
	return " " + strings.ToUpper(strings.Trim(name, "<>"))
}

// spaceFor keeps the spaces at which no line may end; all other spaces are drawn as the common one.
func spaceFor(r rune) rune {
	if r == '\u00a0' || r == '\u202f' {
		return '\u00a0'
	}
	return ' '
}

// drawn says that a sign can be drawn so that a reader sees it where it was typed.
func drawn(r rune) bool {
	if !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == '\u2800' || r == '\ufffc' { // the last two are drawn as nothing
		return false
	}
	switch p, _ := bidi.LookupRune(r); p.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return false // we do not order or join it, so drawing it would say something else
	default:
	}
	all := faces()
	return all[regular].has(r) || all[wider].has(r)
}
