package anonym

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as it is compared: lower case, no accents, one form of every letter, digit, space and dash. It
// remembers where each of its bytes comes from.
type folded struct {
	source string
	text   string
	start  []int  // for each byte of text: where its character begins in the source
	end    []int  // and where it ends, with the marks and invisible characters behind it
	upper  []bool // it was a capital
	hidden []bool // an invisible character stood before it
}

// foldText folds a text of any length, valid UTF-8 or not.
func foldText(source string) *folded {
	f := &folded{source: source}
	var b strings.Builder
	b.Grow(len(source))
	var parts []byte
	last := 0 // where the bytes of the character before begin
	hidden := false
	for i, r := range source {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, n = utf8.DecodeRuneInString(source[i:])
		}
		if r < utf8.RuneSelf {
			parts = append(parts[:0], foldASCII(byte(r)))
		} else {
			parts = norm.NFKD.AppendString(parts[:0], string(r))
		}
		before := b.Len()
		for _, p := range string(parts) {
			foldRune(&b, p)
		}
		if b.Len() == before { // nothing to compare: it belongs to the character before
			hidden = hidden || unicode.Is(unicode.Cf, r)
			for j := last; j < before; j++ {
				f.end[j] = i + n
			}
			continue
		}
		last = before
		symbol := r >= utf8.RuneSelf && !unicode.IsLetter(r) // such as a letter in a circle: words may end beside it
		hidden = hidden || symbol
		for range b.Len() - before {
			f.start, f.end = append(f.start, i), append(f.end, i+n)
			f.upper, f.hidden = append(f.upper, unicode.IsUpper(r) || unicode.IsTitle(r)), append(f.hidden, hidden)
			hidden = false
		}
		hidden = symbol
	}
	f.text = b.String()
	return f
}

func foldASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// foldRune writes what one decomposed rune is compared as; nothing for accents and invisible characters.
func foldRune(b *strings.Builder, r rune) {
	switch {
	case r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		b.WriteByte('\n')
	case r == '\n' || r == ' ':
		b.WriteRune(r)
	case r < utf8.RuneSelf && r > ' ':
		b.WriteByte(foldASCII(byte(r)))
	case unicode.IsSpace(r) || r == 0x3164 || r == 0x115f || r == 0x1160:
		b.WriteByte(' ')
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc):
	case unicode.Is(unicode.Pd, r) || r == 0x2212 || r == 0x2043:
		b.WriteByte('-')
	case strings.ContainsRune("‘’‚‛′´`ʹʻʼʽ", r):
		b.WriteByte('\'')
	default:
		if alike, ok := lookalikes[r]; ok {
			b.WriteString(alike)
			return
		}
		if d, ok := digit(r); ok {
			b.WriteByte(d)
			return
		}
		r = unicode.ToLower(r)
		if alike, ok := lookalikes[r]; ok {
			b.WriteString(alike)
			return
		}
		b.WriteRune(r)
	}
}

// digit gives the ASCII digit of a decimal digit of any script.
func digit(r rune) (byte, bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte('0' + (r-rune(t.Lo))%10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte('0' + (r-rune(t.Lo))%10), true
		}
	}
	return 0, false
}

// lookalikes are letters that no accent can be taken off, and letters of other scripts that look like Latin ones.
var lookalikes = func() map[rune]string {
	out := map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ŋ': "n", 'ħ': "h",
		'ŧ': "t", 'ƒ': "f", 'ɑ': "a", 'ɡ': "g", 'ɩ': "i", '․': ".", '。': ".", '·': ".", '∕': "/", '⁄': "/",
	}
	const others, latin = "авекмнорстухіјѕԁһӏԛԝαβεζηικμνορτυχ", "abekmhopctyxijsdhlqwabezhikmvoptyx"
	at := 0
	for _, r := range others {
		out[r] = latin[at : at+1]
		at++
	}
	return out
}()

// origin gives where a piece of the folded text stands in the source.
func (f *folded) origin(a, b int) (start, end int) { return f.start[a], f.end[b-1] }

// runeAt gives the character that begins at a; utf8.RuneError beyond the text.
func (f *folded) runeAt(a int) rune {
	r, _ := utf8.DecodeRuneInString(f.text[a:])
	return r
}

func (f *folded) runeBefore(b int) rune {
	r, _ := utf8.DecodeLastRuneInString(f.text[:b])
	return r
}

// edge says that no word goes on at i: nothing, or another kind of character, stands on one of its sides.
func (f *folded) edge(i int, inWord func(rune) bool) bool {
	if i <= 0 || i >= len(f.text) || f.hidden[i] {
		return true
	}
	before, after := f.runeBefore(i), f.runeAt(i)
	return !inWord(before) || !inWord(after) || unspaced(before) || unspaced(after)
}

// whole says that a piece is not part of a longer word or number.
func (f *folded) whole(a, b int) bool { return f.edge(a, isAlnum) && f.edge(b, isAlnum) }

// unspaced says that a script writes words without spaces.
func unspaced(r rune) bool {
	return r > 0xe00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}

func isAlnum(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) }

func isLetter(r rune) bool { return r != utf8.RuneError && unicode.IsLetter(r) }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// near gives the folded text around a piece, up to so many bytes before and behind, cut at the blank line.
func (f *folded) near(a, b, before, behind int) string {
	left, right := f.text[max(0, a-before):a], f.text[b:min(len(f.text), b+behind)]
	if i := strings.LastIndex(left, "\n\n"); i >= 0 {
		left = left[i:]
	}
	if i := strings.Index(right, "\n\n"); i >= 0 {
		right = right[:i]
	}
	return left + "\x00" + right
}

func (f *folded) trimRight(a, b int) int {
	return a + len(strings.TrimRightFunc(f.text[a:b], func(r rune) bool { return !isAlnum(r) }))
}

func (f *folded) trimLeft(a, b int) int {
	return b - len(strings.TrimLeftFunc(f.text[a:b], func(r rune) bool { return !isAlnum(r) }))
}
