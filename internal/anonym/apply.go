package anonym

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Apply gives the text with each span replaced by the word for its kind, such as "[naam]". Spans may come in any order
// and overlap, as a person chose them: overlapping ones become one word, that of the longest. A span that cuts a
// character takes all of it; what lies outside the text is left out.
func Apply(text string, spans []Span, words func(Kind) string) string {
	var b strings.Builder
	done := 0
	for _, s := range joined(text, spans) {
		b.WriteString(text[done:s.Start])
		b.WriteString(words(s.Kind))
		done = s.End
	}
	b.WriteString(text[done:])
	return b.String()
}

// joined gives the spans in order, inside the text, on rune boundaries and without overlap.
func joined(text string, spans []Span) []Span {
	in := make([]Span, 0, len(spans))
	for _, s := range spans {
		s.Start, s.End = max(0, s.Start), min(len(text), s.End)
		if s.Start >= s.End {
			continue
		}
		s.Start, s.End = runeStart(text, s.Start), runeEnd(text, s.End)
		in = append(in, s)
	}
	slices.SortStableFunc(in, func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var out []Span
	longest := 0
	for _, s := range in {
		n := len(out)
		if n == 0 || s.Start >= out[n-1].End {
			out, longest = append(out, s), s.End-s.Start
			continue
		}
		if size := s.End - s.Start; size > longest {
			out[n-1].Kind, longest = s.Kind, size
		}
		out[n-1].End = max(out[n-1].End, s.End)
	}
	return out
}

// runeStart gives the begin of the character that the byte at i is part of.
func runeStart(text string, i int) int {
	for j := i; j >= 0 && i-j < utf8.UTFMax; j-- {
		if utf8.RuneStart(text[j]) {
			if _, n := utf8.DecodeRuneInString(text[j:]); j+n > i {
				return j
			}
			return i
		}
	}
	return i
}

// runeEnd gives the end of the character that the byte before i is part of.
func runeEnd(text string, i int) int {
	start := runeStart(text, i-1)
	_, n := utf8.DecodeRuneInString(text[start:])
	return max(i, start+n)
}
