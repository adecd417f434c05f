package anonym

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The ends of names of streets. Weak ones end ordinary words too, so those must begin with a capital.
var (
	strongStreet = []string{
		"straat", "laan", "plein", "gracht", "kade", "singel", "dreef", "plantsoen", "steeg", "boulevard",
		"strasse", "str", "platz", "allee", "street", "avenue", "chaussee", "straatweg", "baan", "wegje", "straatje", "pleintje",
	}
	weakStreet = []string{
		"weg", "dijk", "hof", "park", "pad", "markt", "veld", "berg", "ring", "burg", "wal", "road", "lane", "way", "drive",
		"close", "square", "court", "place", "crescent", "terrace", "gardens", "kamp", "oord", "rede", "haven", "brug",
		"hoek", "horst", "donk", "akker", "weide", "zoom", "erf", "meent", "waard", "poort", "werf", "gasse", "damm", "ufer",
	}
	notStreets  = set(`onderweg halverwege deurweg straatwerk verzendweg baan str ring place drive way close court park hoek square haven`)
	frontStreet = set(`laan plein weg rue avenue via calle piazza straat place boulevard chemin quai allee plaza rua corso chaussee`)

	houseNumber = regexp.MustCompile(`^[,.]?[ \n]{0,2}(?:nr\.? ?|nummer |no\.? ?|huisnummer )?([0-9]{1,5}(?: ?[a-z])?(?: ?[-/] ?(?:[0-9]{1,4}[a-z]?|[ivx]{1,4}|hs|bis|[a-z]))?(?: (?:hs|huis|bis|rood|zwart|i{1,3}|iv|[1-9] ?hoog|bus ?[0-9]{1,4}|bte ?[0-9]{1,4}))?)(?:[^\pL\pN]|$)`)
	numberAhead = regexp.MustCompile(`(?:^|[^\pL\pN,.-])([0-9]{1,5}[a-z]?(?:-[0-9]{1,4})?,? )$`)
	notNumber   = regexp.MustCompile(`^ ?(?:%|euro|eur|uur|dagen|weken|maanden|stuks|keer|km|kg|meter|of |januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)`)
	inAddress   = regexp.MustCompile(`adres|address|woon|woning|wonende|gevestigd|postcode|living at|lives at|bezorgd|geleverd|delivered|aan huis|bezorging|pand`)
)

// mostPlaceWords is how many words a name of a street or a place goes on for.
const mostPlaceWords = 4

// addresses proposes known addresses and their parts, and streets with a number.
func (s *search) addresses() {
	for _, a := range s.known.Addresses {
		s.knownAddress(a)
	}
	f := s.f
	for at := 0; at < len(f.text); {
		if !isLetter(f.runeAt(at)) {
			_, n := utf8.DecodeRuneInString(f.text[at:])
			at += n
			continue
		}
		end := f.wordEnd(at)
		s.street(at, end)
		at = end
	}
}

// knownAddress looks for the whole of an address and for its parts: the street with and without its number, the
// postcode, the place.
func (s *search) knownAddress(address string) {
	parts := strings.FieldsFunc(address, func(r rune) bool { return r == ',' || r == '\n' || r == ';' })
	for _, part := range append([]string{address}, parts...) {
		folded := foldText(part).text
		for _, piece := range []string{folded, wordsOf(folded), wordsOf(postcodeText.ReplaceAllString(folded, " "))} {
			key := foldKey(piece, isAlnum)
			if utf8.RuneCountInString(key) < 4 || countries[key] || strings.Trim(key, "0123456789") == "" {
				continue
			}
			for _, at := range s.f.find(key, loose, true) {
				s.add(at[0], s.houseBehind(at[1]), Address, WhyKnown)
			}
		}
		for _, m := range postcodeText.FindAllString(folded, -1) {
			for _, at := range s.f.find(foldKey(m, isAlnum), loose, true) {
				s.add(at[0], at[1], Postcode, WhyKnown)
			}
		}
	}
}

var (
	postcodeText = regexp.MustCompile(`[0-9]{4} ?[a-z]{2}\b|\b[0-9]{4,5}\b`)
	countries    = set(`nederland netherlands thenetherlands belgie belgium duitsland germany deutschland france frankrijk spain`)
)

// wordsOf leaves the words that hold a digit out: "dorpsstraat 12a" is "dorpsstraat".
func wordsOf(s string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(s), func(w string) bool { return strings.ContainsAny(w, "0123456789") }), " ")
}

// houseBehind adds the number of a house that stands right behind its street.
func (s *search) houseBehind(b int) int {
	m := houseNumber.FindStringSubmatchIndex(s.f.text[b:])
	if m == nil || notNumber.MatchString(s.f.text[b+m[3]:]) {
		return b
	}
	return b + m[3]
}

// street proposes the street whose name ends, or begins, with the word from a to b.
func (s *search) street(a, b int) {
	f := s.f
	word := f.text[a:b]
	if frontStreet[word] && s.frontStreet(a, b) {
		return
	}
	strong := endsIn(word, strongStreet)
	ends := strong || endsIn(word, weakStreet) && f.upper[a]
	if !ends || notStreets[word] && (!f.upper[a] || a == 0) {
		return
	}
	start := f.capitalsBefore(a)
	if start == a && slices.Contains(strongStreet, word) && !f.upper[a] {
		return // "de straat 3": no name
	}
	if number := f.numberBefore(start); number < start && start < a { // 12 Baker Street
		s.add(number, s.houseBehind(b), Address, WhyForm)
		return
	}
	dot := b
	if word == "str" || strings.HasSuffix(word, "str") {
		dot = f.skip(b, ".")
	}
	if end := s.houseBehind(dot); end > dot {
		s.add(start, end, Address, WhyForm)
	} else if start < a || word != "straat" {
		s.bareStreet(start, dot)
	}
}

// bareStreet proposes a street without a number where the words before it speak of an address.
func (s *search) bareStreet(a, b int) {
	if s.f.upper[a] && inAddress.MatchString(s.f.near(a, b, 30, 0)) {
		s.add(a, b, Address, WhyNear)
	}
}

// frontStreet proposes a street that begins with its kind: "Laan van Meerdervoort 50", "12 rue de la Paix".
func (s *search) frontStreet(a, b int) bool {
	f := s.f
	end, found := b, false
	for range mostPlaceWords + 2 {
		start := f.skip(end, " '-")
		stop := f.wordEnd(start)
		if start == end || start == stop || !f.upper[start] && !particles[f.text[start:stop]] {
			break
		}
		found = found || f.upper[start]
		end = stop
	}
	if !found {
		return false
	}
	if number := f.numberBefore(a); number < a {
		s.add(number, end, Address, WhyForm)
		return true
	}
	if stop := s.houseBehind(end); stop > end {
		s.add(a, stop, Address, WhyForm)
		return true
	}
	return false
}

// numberBefore gives where the number of a house begins that stands right before a; a when there is none.
func (f *folded) numberBefore(a int) int {
	const most = 16
	from := max(0, a-most)
	if m := numberAhead.FindStringSubmatchIndex(f.text[from:a]); m != nil {
		return from + m[2]
	}
	return a
}

// capitalsBefore goes back over the capitalised words, and particles between them, that a name of a street begins with.
func (f *folded) capitalsBefore(a int) int {
	best, at := a, a
	for range mostPlaceWords {
		if at == 0 || strings.IndexByte(" -'.", f.text[at-1]) < 0 {
			break
		}
		start := f.wordStart(at - 1)
		word := f.text[start : at-1]
		if f.text[at-1] == '\'' || f.text[at-1] == '.' && len(word) > 3 {
			break
		}
		switch {
		case word == "":
			return best
		case f.upper[start] && !sentenceWords[word] && !particles[word]:
			best = start
		case !particles[word]:
			return best
		}
		at = start
	}
	return best
}

func endsIn(word string, ends []string) bool {
	return slices.ContainsFunc(ends, func(e string) bool { return strings.HasSuffix(word, e) })
}
