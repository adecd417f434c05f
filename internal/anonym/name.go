package anonym

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// person is one known name, taken apart.
type person struct {
	words     []string // folded, in order, particles among them
	particles []string
	initials  string // first letters of the words that are not particles
}

// newPerson takes a name apart. Forms of address are left out: "mevr. J. de Vries" is j, de, vries.
func newPerson(name string) person {
	var p person
	for _, w := range strings.FieldsFunc(foldText(name).text, func(r rune) bool { return !isAlnum(r) }) {
		switch {
		case titleWords[w]:
		case particles[w]:
			p.words, p.particles = append(p.words, w), append(p.particles, w)
		default:
			_, n := utf8.DecodeRuneInString(w)
			p.words, p.initials = append(p.words, w), p.initials+w[:n]
		}
	}
	return p
}

// phrase is a sequence of words of a name that is looked for.
type phrase struct {
	key   string
	words int
	given bool // begins with the first word of the name
	last  string
}

// phrases gives every sequence of words that ends in a word that tells something, the longest first. Names that are
// particles only ("Van Den") are looked for whole.
func (p person) phrases() []phrase {
	var out []phrase
	for size := len(p.words); size > 0; size-- {
		for from := 0; from+size <= len(p.words); from++ {
			part := p.words[from : from+size]
			last := part[size-1]
			telling := slices.ContainsFunc(part, func(w string) bool { return !particles[w] && utf8.RuneCountInString(w) > 1 || unspaced([]rune(w)[0]) })
			if !telling && (size < len(p.words) || p.initials != "") || particles[last] && size < len(p.words) {
				continue
			}
			for _, key := range spellings(strings.Join(part, " ")) {
				out = append(out, phrase{key: key, words: size, given: from == 0, last: last})
			}
		}
	}
	return out
}

// spellings gives the ways in which letters of a name are written.
func spellings(s string) []string {
	out := []string{s}
	for _, swap := range [][2]string{{"ij", "y"}, {"y", "ij"}} {
		if other := strings.ReplaceAll(s, swap[0], swap[1]); other != s {
			out = append(out, other)
		}
	}
	return out
}

// names proposes the known names and all parts of them.
func (s *search) names() {
	for _, name := range s.known.Names {
		p := newPerson(name)
		var found []hit
		for _, spelled := range germanSpellings(name, p) {
			for _, ph := range spelled.phrases() {
				for _, at := range s.f.findPhrase(ph.key) {
					h := hit{at[0], at[1], Name, WhyKnown}
					if ph.words == 1 && ordinary[ph.key] && !s.f.upper[h.a] {
						h.why = WhyOrdinary
					}
					found = append(found, s.widen(h, ph, p))
				}
			}
		}
		for _, at := range s.f.findInitials(p) {
			found = append(found, hit{at[0], at[1], Name, WhyKnown})
		}
		s.hits = append(s.hits, s.f.together(found)...)
	}
}

// germanSpellings gives the name, and the name with "ue" for "ü" and the like where it has such letters.
func germanSpellings(name string, p person) []person {
	out := []person{p}
	spelled := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ø", "oe", "Ø", "Oe", "å", "aa", "Å", "Aa").Replace(compose(name))
	if other := newPerson(spelled); !slices.Equal(other.words, p.words) {
		out = append(out, other)
	}
	plain := newPerson(strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü", "Ae", "Ä", "Oe", "Ö", "Ue", "Ü").Replace(name))
	if !slices.Equal(plain.words, p.words) {
		for i, w := range plain.words { // "Boer" is not "Bor": only names long enough to be told apart
			if utf8.RuneCountInString(w) < 5 && i < len(p.words) && len(plain.words) == len(p.words) {
				plain.words[i] = p.words[i]
			}
		}
		out = append(out, plain)
	}
	return out
}

// findPhrase gives where the words of key stand: whole words with little between them, also without anything between
// ("devries"), or broken by the end of a line.
func (f *folded) findPhrase(key string) [][2]int {
	_, first := utf8.DecodeRuneInString(key)
	var out [][2]int
	for at := 0; ; {
		i := strings.Index(f.text[at:], key[:first])
		if i < 0 {
			return out
		}
		a := at + i
		b, ok := f.readPhrase(a, key)
		if ok {
			b, ok = f.genitive(b)
		}
		if !ok || !f.nameEdge(a) {
			at = a + first
			continue
		}
		out = append(out, [2]int{a, b})
		at = b
	}
}

func (f *folded) readPhrase(a int, key string) (int, bool) {
	at := a
	for n, word := range strings.Split(key, " ") {
		if n > 0 {
			at = f.skip(at, loose)
		}
		long := utf8.RuneCountInString(word) >= 4
		for i, r := range word {
			if i > 0 && long {
				at = f.overLineEnd(at)
			}
			size := utf8.RuneLen(r)
			if !strings.HasPrefix(f.text[at:], word[i:i+size]) {
				return 0, false
			}
			at += size
		}
	}
	return at, true
}

// overLineEnd goes over the end of a line inside a word, with its hyphen.
func (f *folded) overLineEnd(at int) int {
	rest := strings.TrimLeft(f.text[at:min(len(f.text), at+1)], "-")
	next := at + 1 - len(rest)
	if at >= len(f.text) {
		return at
	}
	i := f.skip(next, " ")
	if i < len(f.text) && f.text[i] == '\n' {
		return f.skip(i, blanks)
	}
	return at
}

// genitive takes the s or apostrophe that makes a name an owner, and says whether the word ends there.
func (f *folded) genitive(b int) (int, bool) {
	for _, ending := range []string{"'s", "s", "'"} {
		if strings.HasPrefix(f.text[b:], ending) && f.nameEdge(b+len(ending)) && (ending != "'" || f.text[b-1] == 's') {
			return b + len(ending), true
		}
	}
	return b, f.nameEdge(b)
}

// nameEdge says that no name goes on at i; digits may stand against it, and so may a word that begins with a capital
// in the middle.
func (f *folded) nameEdge(i int) bool {
	return f.edge(i, isLetter) || f.upper[i] && !f.upper[i-1]
}

// widen takes what belongs to a name in the text, though it is not in the data: initials, its particles, the other
// half of a double name.
func (s *search) widen(h hit, ph phrase, p person) hit {
	f := s.f
	h.a, h.b = f.halves(h.a, h.b)
	if !ph.given || ph.words == len(p.words) && len(p.initials) < 2 {
		h.a = f.relative(f.leftOf(h.a, p))
	}
	if ph.given && ph.words < len(p.words) {
		h.b = f.rightOf(h.b, p)
	}
	return h
}

// mostHalves is how many names are tied together at most on one side of a known one.
const mostHalves = 3

// halves adds what is tied to a name with a hyphen: "-Jansen", "-de Boer", "Klaas-".
func (f *folded) halves(a, b int) (int, int) {
	for range mostHalves {
		b = f.half(b)
	}
	for range mostHalves {
		if a < 2 || f.text[a-1] != '-' || !isLetter(f.runeBefore(a-1)) {
			break
		}
		start := f.wordStart(a - 1)
		if !f.upper[start] {
			break
		}
		a = start
	}
	return a, b
}

// half gives the end of the other half of a name behind its hyphen at b; b when there is none.
func (f *folded) half(b int) int {
	if b >= len(f.text) || f.text[b] != '-' {
		return b
	}
	at := b + 1
	for range 3 {
		end := f.wordEnd(at)
		if end == at {
			break
		}
		if f.upper[at] && !particles[f.text[at:end]] {
			return end
		}
		if !particles[f.text[at:end]] {
			break
		}
		at = f.skip(end, " ")
	}
	return b
}

func (f *folded) wordEnd(i int) int {
	return i + len(f.text[i:]) - len(strings.TrimLeftFunc(f.text[i:], isLetter))
}

func (f *folded) wordStart(i int) int { return len(strings.TrimRightFunc(f.text[:i], isLetter)) }

// leftOf goes from a surname back over its particles and the initials before them.
func (f *folded) leftOf(a int, p person) int {
	for range p.particles {
		start, end := f.wordBefore(a)
		if start == end || !p.particle(f.text[start:end]) {
			break
		}
		a = start
	}
	for range 6 {
		start, end := f.wordBefore(a)
		word := f.text[start:end]
		single := utf8.RuneCountInString(word) == 1 && (f.text[end] == '.' || f.upper[start] && word != "u" && word != "i")
		several := len(word) > 1 && len(word) <= 4 && p.initials != "" && strings.HasPrefix(word, firstLetter(p.initials)) && f.capitals(start, end)
		if start == end || !single && !several {
			break
		}
		a = start
	}
	return a
}

// relative goes from a surname back over a given name that is not known, of somebody of the same house: a word with a
// capital that does not begin a sentence.
func (f *folded) relative(a int) int {
	start, end := f.wordBefore(a)
	word := f.text[start:end]
	if start == end || end != a-1 || len(word) < 2 || !f.upper[start] || sentenceWords[word] || particles[word] || titleWords[word] {
		return a
	}
	before := strings.TrimRight(f.text[:start], " \n\"'(")
	if before == "" || strings.IndexByte(".!?:;-", before[len(before)-1]) >= 0 {
		return a
	}
	return start
}

// rightOf goes from a given name on over particles to the initial of a surname: "Jan de V.".
func (f *folded) rightOf(b int, p person) int {
	at := b
	for range len(p.particles) + 1 {
		start := f.skip(at, " \n")
		end := f.wordEnd(start)
		if start == at || start == end {
			return b
		}
		word := f.text[start:end]
		if len(word) == 1 && f.upper[start] && strings.Contains(p.initials, word) && end < len(f.text) && f.text[end] == '.' {
			return end + 1
		}
		if !p.particle(word) {
			return b
		}
		at = end
	}
	return b
}

// wordBefore gives the word that stands before a, with no more than a dot, a slash and a blank between them; an empty
// piece when there is none.
func (f *folded) wordBefore(a int) (start, end int) {
	end = a
	for end > 0 && a-end < 3 && strings.IndexByte(" .\n/'", f.text[end-1]) >= 0 {
		end--
	}
	start = f.wordStart(end)
	if end == a || start < end && !f.nameEdge(start) {
		return a, a
	}
	return start, end
}

// particle says that a word is a particle of this name, whole or shortened.
func (p person) particle(word string) bool {
	if slices.Contains(p.particles, word) {
		return true
	}
	short := ""
	for _, w := range p.particles {
		short += w[:1]
		if word == w[:1] {
			return true
		}
	}
	return len(word) > 1 && word == short
}

func (f *folded) capitals(a, b int) bool {
	return !slices.Contains(f.upper[a:b], false)
}

func firstLetter(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// findInitials finds a name of which only letters are left: "J.d.V." and "J.V.".
func (f *folded) findInitials(p person) [][2]int {
	all := ""
	for _, w := range p.words {
		all += firstLetter(w)
	}
	var out [][2]int
	for _, letters := range []string{all, p.initials} {
		if utf8.RuneCountInString(letters) < 2 {
			continue
		}
		key := strings.Join(strings.Split(letters, ""), ".") + "."
		for _, at := range f.find(key, " ", false) {
			if f.nameEdge(at[0]) && f.upper[at[0]] && f.upper[at[1]-2] {
				out = append(out, at)
			}
		}
	}
	return out
}

// together makes one hit of the parts of one name that stand beside each other.
func (f *folded) together(hits []hit) []hit {
	slices.SortFunc(hits, func(a, b hit) int { return a.a - b.a })
	var out []hit
	for _, h := range hits {
		if n := len(out); n > 0 && h.a <= out[n-1].b+3 &&
			(h.a <= out[n-1].b || strings.Trim(f.text[out[n-1].b:h.a], " .'-") == "") {
			if out[n-1].why == WhyOrdinary {
				out[n-1].why = h.why
			}
			out[n-1].b = max(out[n-1].b, h.b)
			continue
		}
		out = append(out, h)
	}
	return out
}
