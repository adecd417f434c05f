package anonym

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

var (
	givenNames = []string{"Anna", "José", "Jan-Willem", "Şükrü", "Zoë", "Björn", "Li", "O'Neil", "Fatima", "Łukasz", "Anke", "Ĳsbrand"}
	surnames   = []string{"de Vries", "van den Berg", "Jansen", "el Amrani", "Çelik-de Boer", "Müller", "van 't Hoff", "Wójcik", "D'Angelo", "Nguyễn", "Bakker"}
	fillers    = strings.Fields("de het een fiets pakket bezorgd verkoper stelt dat niemand thuis was bij ontvangst is. Volgens factuur, (bijlage) geleverd: The seller says “nothing” – about it")
)

// writings are the ways in which text is written so that a simple search misses it.
var writings = map[string]func(t *rapid.T, s string) string{
	"plain": func(_ *rapid.T, s string) string { return s },
	"upper": func(_ *rapid.T, s string) string { return strings.ToUpper(s) },
	"lower": func(_ *rapid.T, s string) string { return strings.ToLower(s) },
	"apart": func(_ *rapid.T, s string) string { return norm.NFD.String(s) },
	"plain letters": func(_ *rapid.T, s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(s))
	},
	"wide": func(_ *rapid.T, s string) string {
		return strings.Map(func(r rune) rune {
			if '!' <= r && r <= '~' {
				return r + 0xfee0
			}
			return r
		}, s)
	},
	"bold": func(_ *rapid.T, s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case 'a' <= r && r <= 'z':
				return r - 'a' + 0x1d41a
			case 'A' <= r && r <= 'Z':
				return r - 'A' + 0x1d400
			case '0' <= r && r <= '9':
				return r - '0' + 0x1d7ce
			}
			return r
		}, s)
	},
	"marks": func(t *rapid.T, s string) string {
		return insert(t, s, []string{"\u0301", "\u0308", "\u0332"}, func(rune) bool { return true })
	},
	"invisible": func(t *rapid.T, s string) string {
		return insert(t, s, []string{"\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u202e"}, func(rune) bool { return true })
	},
	"other blanks": func(t *rapid.T, s string) string {
		blank := rapid.SampledFrom([]string{"\u00a0", "\n", "\r\n", "\t", "\u2009", "\u3000", "  ", "\u2028"}).Draw(t, "blank")
		return strings.ReplaceAll(s, " ", blank)
	},
}

// insert puts something behind characters, chosen by chance.
func insert(t *rapid.T, s string, what []string, where func(rune) bool) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		if where(r) && rapid.Bool().Draw(t, "insert") {
			b.WriteString(rapid.SampledFrom(what).Draw(t, "what"))
		}
	}
	return b.String()
}

// write draws a way of writing.
func write(t *rapid.T, s string) string {
	return writings[rapid.SampledFrom(slices.Sorted(mapKeys(writings))).Draw(t, "writing")](t, s)
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// story draws filler with pieces in between, each with a blank or a sign around it.
func story(t *rapid.T, pieces []string) string {
	var b strings.Builder
	for _, p := range pieces {
		for range rapid.IntRange(0, 4).Draw(t, "filler") {
			b.WriteString(rapid.SampledFrom(fillers).Draw(t, "word") + " ")
		}
		b.WriteString(rapid.SampledFrom([]string{"", "(", "\"", "„"}).Draw(t, "before"))
		b.WriteString(p)
		b.WriteString(rapid.SampledFrom([]string{" ", ", ", ". ", "\n", ") ", "\" ", "\u00a0", "! "}).Draw(t, "after"))
	}
	return b.String()
}

// plainly writes text as a reader takes it in; made for the tests, apart from how the program folds.
func plainly(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return strings.NewReplacer("ł", "l", "ı", "i", "i\u0307", "i").Replace(s)
}

func only(s string, keep func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if keep(r) {
			return r
		}
		return -1
	}, plainly(s))
}

// check asserts what holds for every answer.
func check(t interface{ Fatalf(string, ...any) }, text string, spans []Span) {
	if got := Apply(text, nil, brackets); got != text {
		t.Fatalf("Apply without spans: %q became %q", text, got)
	}
	end := 0
	for i, s := range spans {
		if s.Start < end && i > 0 || s.Start >= s.End || s.End > len(text) || s.Start < 0 {
			t.Fatalf("span %d of %q lies wrong: %+v", i, text, s)
		}
		if text[s.Start:s.End] != s.Text || !slices.Contains(Kinds, s.Kind) || s.Why == "" || s.Replacement == "" {
			t.Fatalf("span %d of %q: %+v", i, text, s)
		}
		if runeStart(text, s.Start) != s.Start || runeEnd(text, s.End) != s.End {
			t.Fatalf("span %d of %q cuts a character: %+v", i, text, s)
		}
		end = s.End
	}
}

func mask(Kind) string { return "■" }

func TestNoNameIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(givenNames).Draw(t, "given") + " " + rapid.SampledFrom(surnames).Draw(t, "surname")
		var pieces []string
		for range rapid.IntRange(1, 4).Draw(t, "pieces") {
			words := strings.Fields(name)
			from := rapid.IntRange(0, len(words)-1).Draw(t, "from")
			piece := strings.Join(words[from:rapid.IntRange(from+1, len(words)).Draw(t, "to")], " ")
			pieces = append(pieces, write(t, piece))
		}
		text := story(t, pieces)
		spans := Propose(text, Known{Names: []string{name}})
		check(t, text, spans)
		left := plainly(Apply(text, spans, mask))
		for _, word := range strings.FieldsFunc(plainly(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if utf8.RuneCountInString(word) < 2 || particles[word] {
				continue
			}
			if slices.Contains(strings.FieldsFunc(left, func(r rune) bool { return !unicode.IsLetter(r) }), word) {
				t.Fatalf("%q of %q is left in %q, which was %q", word, name, left, text)
			}
		}
	})
}

func TestNoBrokenNameIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"Jansen", "Vries", "Fatima", "Nguyen"}).Draw(t, "word")
		at := rapid.IntRange(1, len(word)-1).Draw(t, "at")
		text := story(t, []string{word[:at] + rapid.SampledFrom([]string{"-\n", "\n", "-\r\n", "\u00ad\n", "- \n"}).Draw(t, "break") + word[at:]})
		spans := Propose(text, Known{Names: []string{"Anna " + word}})
		check(t, text, spans)
		if left := Apply(text, spans, mask); !strings.Contains(left, "■") {
			t.Fatalf("%q is left in %q", word, left)
		}
	})
}

func TestNoAddressOrNumberIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		email := rapid.StringMatching(`[a-z]{1,8}([._+-][a-z0-9]{1,6})?@[a-z]{2,8}(-[a-z]{2,5})?\.(nl|example|co\.uk)`).Draw(t, "email")
		phone := rapid.StringMatching(`06[1-9][0-9]{7}`).Draw(t, "phone")
		iban := drawIBAN(t)
		written := []string{
			write(t, insert(t, email, []string{"\n", " ", "\u00a0"}, func(r rune) bool { return r == '@' || r == '.' })),
			write(t, rapid.SampledFrom([]string{"0", "+31 ", "+31(0)", "0031"}).Draw(t, "prefix")+spaced(t, phone[1:])),
			write(t, spaced(t, iban)),
		}
		text := story(t, written)
		spans := Propose(text, Known{Emails: []string{email}, Phones: []string{phone}})
		check(t, text, spans)
		left := Apply(text, spans, mask)
		if strings.Contains(only(left, func(r rune) bool { return !unicode.IsSpace(r) }), email) {
			t.Fatalf("%q is left in %q, which was %q", email, left, text)
		}
		if digits := only(left, unicode.IsDigit); strings.Contains(digits, phone[1:]) {
			t.Fatalf("%q is left in %q, which was %q", phone, left, text)
		}
		if strings.Contains(only(left, isAlnum), strings.ToLower(iban)) {
			t.Fatalf("%q is left in %q, which was %q", iban, left, text)
		}
	})
}

// spaced writes a number in groups.
func spaced(t *rapid.T, s string) string {
	return strings.TrimSpace(insert(t, s, []string{" ", " ", "-", "\n", "\u00a0", "."}, func(rune) bool { return rapid.IntRange(0, 3).Draw(t, "group") == 0 }))
}

// drawIBAN makes an account number whose check digits are right.
func drawIBAN(t *rapid.T) string {
	country := rapid.SampledFrom([]string{"NL", "DE", "BE", "FR", "GB", "NO", "MT"}).Draw(t, "country")
	rest := rapid.StringMatching(fmt.Sprintf(`[A-Z0-9]{%d}`, ibanLengths[strings.ToLower(country)]-4)).Draw(t, "account")
	for check := range 100 {
		if number := fmt.Sprintf("%s%02d%s", country, check, rest); mod97(strings.ToLower(number)) {
			return number
		}
	}
	t.Fatalf("no check digits for %s", rest)
	return ""
}

func FuzzPropose(f *testing.F) {
	f.Add("Anna de Vries, Dorpsstraat 12a, 1234 AB Ons Dorp, NL91 ABNA 0417 1643 00, 06-12345678", "Anna de Vries", "")
	f.Add("Аnna\u200b dé Vri-\r\nes geb. 1-2-1985 12-ABC-3", "Anna de Vries", "Vries Fietsen")
	f.Add("\xff\xfe a@b.nl https://a.nl/b?c BSN 111222333 ½ ﷺ Ⓐ", "ß", "a")
	f.Fuzz(func(t *testing.T, text, name, shop string) {
		known := Known{
			Names: []string{name}, Shop: shop, Emails: []string{name}, Phones: []string{name}, Addresses: []string{name},
			OrderNumbers: []string{name}, Reference: name, SoleTraderKvK: true, Now: now,
		}
		spans := Propose(text, known)
		check(t, text, spans)
		left := Apply(text, spans, mask)
		if !utf8.ValidString(left) && utf8.ValidString(text) {
			t.Fatalf("%q became %q, which is not UTF-8", text, left)
		}
		if shop != "" || !ascii(name) || particles[strings.ToLower(name)] || titleWords[strings.ToLower(name)] {
			return
		}
		for _, w := range strings.FieldsFunc(left, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if strings.EqualFold(w, name) && ascii(w) {
				t.Fatalf("%q is left in %q, which was %q", name, left, text)
			}
		}
	})
}

// ascii says that a text is two or more letters and nothing else.
func ascii(s string) bool {
	for _, c := range []byte(s) {
		if (c|0x20) < 'a' || (c|0x20) > 'z' {
			return false
		}
	}
	return len(s) > 1
}
