package anonym

import "regexp"

// titleForm is a form of address with what follows on the same line.
var titleForm = regexp.MustCompile(`(?:dhr|mw|mevr|mevrouw|mej|(?:de|den) heer|meneer|mijnheer|mr|mrs|ms|miss|drs|dr|ir|ing|prof|fam|familie|herr|frau|monteur|bezorger|medewerker|medewerkster)\.? `)

const mostNameWords = 5

// titles proposes names that the data of the case do not know, behind a form of address: "mevrouw A. Yılmaz".
func (s *search) titles() {
	f := s.f
	f.each(titleForm, func(m []int) bool {
		if !f.edge(m[0], isAlnum) {
			return false
		}
		if a, b := f.nameFrom(m[1]); a < b {
			s.add(a, b, Name, WhyTitle)
		}
		return true
	})
}

// nameFrom reads a name: capitalised words and initials, with particles between, another title before.
func (f *folded) nameFrom(at int) (a, b int) {
	a, b = at, at
	found := false
	for range mostNameWords {
		end := f.wordEnd(at)
		if end == at {
			break
		}
		word := f.text[at:end]
		switch {
		case innerWords[word] && (!f.upper[at] || len(word) > 1):
		case titleWords[word] && !found:
			a = end
		case f.upper[at] && !sentenceWords[word]:
			b, found = end, true
			for b+1 < len(f.text) && f.text[b] == '.' && isLetter(f.runeAt(b+1)) && f.upper[b+1] && f.wordEnd(b+1) == b+2 {
				b += 2
			}
			if b < len(f.text) && f.text[b] == '.' && (len(word) == 1 || b > end) {
				b++
			}
			_, b = f.halves(b, b)
			end = b
		default:
			return f.named(a, b, found)
		}
		at = end
		for at < len(f.text) && (f.text[at] == ' ' || f.text[at] == '.' && (titleWords[word] || len(word) == 1)) {
			at++
		}
		if at == end {
			break
		}
	}
	return f.named(a, b, found)
}

func (f *folded) named(a, b int, found bool) (int, int) {
	if !found {
		return 0, 0
	}
	return f.trimLeft(a, b), b
}

// innerWords are the particles that stand inside names only.
var innerWords = set(`van de der den het t ten ter te von zu du des del di da dos el al ben bin ibn abu d o v`)

// sentenceWords begin with a capital without being a name.
var sentenceWords = set(`ik u hij zij wij het een deze dit dat er ook dan toen daarna op als maar nu na bij i you he she we it they this
	that then after when but now on is heeft had was has consument verkoper webwinkel klant ondernemer winkel`)
