package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// breakLines breaks shown text into lines no wider than most, in points. A line keeps the space at its end, so that
// who reads the text without the page finds its words apart. A word that is wider than a line is broken where it must.
func breakLines(s string, w weight, size, most float64) []string {
	var out []string
	for _, para := range strings.SplitAfter(s, "\n") {
		// Where a line ends, a space that nobody sees keeps the words apart.
		if p, ends := strings.CutSuffix(para, "\n"); ends {
			para = strings.TrimRight(p, " ") + " "
		}
		out = append(out, breakLine(para, w, size, most)...)
	}
	return out
}

func breakLine(s string, w weight, size, most float64) []string {
	var out []string
	line, used := "", 0.0
	for s != "" {
		word := s[:wordEnd(s)]
		s = s[len(word):]
		bare := width(strings.TrimRight(word, " "), w, size)
		if used+bare > most && line != "" {
			out = append(out, line)
			line, used = "", 0
		}
		for bare > most {
			n := fitting(word, w, size, most)
			out = append(out, word[:n])
			bare -= width(word[:n], w, size)
			word = word[n:]
		}
		line += word
		used += width(word, w, size)
	}
	return append(out, line)
}

// wordEnd gives where the first word of a line ends, with the spaces after it: at a space, or after a hyphen or slash
// within a word.
func wordEnd(s string) int {
	var last rune
	for i, r := range s {
		switch {
		case last == ' ' && r != ' ' && i > 0:
			return i
		case (last == '-' || last == '/' || last == '–' || last == '—') && unicode.IsLetter(r) && i > 1:
			return i
		}
		last = r
	}
	return len(s)
}

// fitting gives how many bytes of a word fit in a line: at least one sign, with the marks that belong to it.
func fitting(word string, w weight, size, most float64) int {
	n, used := 0, 0.0
	for i, r := range word {
		next := i + utf8.RuneLen(r)
		used += width(word[i:next], w, size)
		if n > 0 && !unicode.Is(unicode.M, r) && used > most {
			return n
		}
		n = next
	}
	return n
}

// piece is a part of a line in one face.
type piece struct {
	face weight
	text string
}

// pieces splits a line by the faces that draw it. A space stays with what is before it.
func pieces(line string, w weight) []piece {
	var out []piece
	for _, r := range line {
		f := faceOf(r, w)
		if n := len(out) - 1; n >= 0 && (out[n].face == f || r == ' ' && faces()[out[n].face].has(r)) {
			out[n].text += string(r)
			continue
		}
		out = append(out, piece{f, string(r)})
	}
	return out
}

// widest gives the widths of the widest line and of the widest word of a text, in points.
func widest(s string, w weight, size float64) (line, word float64) {
	for _, l := range strings.Split(s, "\n") {
		line = max(line, width(l, w, size))
		for l != "" {
			n := wordEnd(l)
			word = max(word, width(strings.TrimRight(l[:n], " "), w, size))
			l = l[n:]
		}
	}
	return line, word
}
