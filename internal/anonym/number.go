package anonym

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// ibanLengths are the lengths of account numbers by country (ISO 13616).
var ibanLengths = map[string]int{
	"ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29, "by": 28, "ch": 21,
	"cr": 22, "cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18, "fo": 18, "fr": 27,
	"gb": 22, "ge": 22, "gi": 23, "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23, "iq": 23, "is": 26,
	"it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "lc": 32, "li": 21, "lt": 20, "lu": 20, "lv": 21, "mc": 27, "md": 24,
	"me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18, "no": 15, "pk": 24, "pl": 28, "ps": 29, "pt": 25, "qa": 29,
	"ro": 24, "rs": 22, "sa": 24, "sc": 31, "se": 24, "si": 19, "sk": 24, "sm": 27, "tn": 24, "tr": 26, "ua": 29, "va": 22,
	"vg": 24, "xk": 20,
}

var ibanStart = regexp.MustCompile(`[a-z]` + gap + `[a-z]` + gap + `[0-9]` + gap + `[0-9]`)

const gap = `[ \n.-]{0,2}`

// ibans proposes account numbers whose check digits are right, and Dutch ones that were typed wrong: those tell whose
// account was meant nearly as well.
func (s *search) ibans() {
	f := s.f
	f.each(ibanStart, func(m []int) bool {
		length, ok := ibanLengths[foldKey(f.text[m[0]:m[1]], isLetter)]
		if !ok {
			return false
		}
		number, b := f.take(m[0], length)
		switch {
		case number == "":
			return false
		case mod97(number):
			s.add(m[0], b, IBAN, WhyForm)
		case dutchIBAN.MatchString(number) && f.whole(m[0], b):
			s.add(m[0], b, IBAN, WhyForm)
		default:
			return false
		}
		return true
	})
}

var dutchIBAN = regexp.MustCompile(`^nl[0-9]{2}[a-z]{4}[0-9]{10}$`)

// take gives the next n letters and digits from a on, with little between them, and where they end.
func (f *folded) take(a, n int) (string, int) {
	var b strings.Builder
	at := a
	for i := range n {
		if i > 0 {
			at = f.skip(at, " \n.-")
		}
		if at == len(f.text) || f.text[at] >= utf8.RuneSelf || !isAlnum(rune(f.text[at])) {
			return "", 0
		}
		b.WriteByte(f.text[at])
		at++
	}
	return b.String(), at
}

// mod97 says that the check digits of an account number are right (ISO 7064).
func mod97(number string) bool {
	rest := 0
	for _, c := range []byte(number[4:] + number[:4]) {
		if c >= 'a' {
			rest = (rest*100 + int(c-'a') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}

var (
	bsnForm = regexp.MustCompile(`[0-9](?:[ .-]?[0-9]){7,8}`)
	bsnNear = regexp.MustCompile(`bsn|burgerservice|sofi|citizen service`)
	kvkForm = regexp.MustCompile(`[0-9](?:[ .-]?[0-9]){7}`)
	kvkNear = regexp.MustCompile(`kvk|k\.v\.k|k\.? ?v\.? ?k\b|kamer van koophandel|handelsregister|chamber of commerce|trade register|\bcoc\b`)
)

// wordsNear is how many bytes before or behind a number the word that says what it is may stand.
const wordsNear = 45

// personNumbers proposes numbers of persons (BSN): nine digits that pass the test of eleven, near their name.
func (s *search) personNumbers() {
	f := s.f
	f.each(bsnForm, func(m []int) bool {
		if !f.numberEdges(m[0], m[1]) || !elevenTest(foldKey(f.text[m[0]:m[1]], isDigit)) || !bsnNear.MatchString(f.near(m[0], m[1], wordsNear, 25)) {
			return false
		}
		s.add(m[0], m[1], BSN, WhyNear)
		return true
	})
}

// elevenTest is the check of a BSN of nine digits, or of eight with the nought left out.
func elevenTest(digits string) bool {
	digits = strings.Repeat("0", 9-len(digits)) + digits
	sum := -int(digits[8] - '0')
	for i := range 8 {
		sum += (9 - i) * int(digits[i]-'0')
	}
	return sum%11 == 0 && strings.Trim(digits, "0") != ""
}

// tradeNumbers proposes numbers of the chamber of commerce where the shop is one person; others are public.
func (s *search) tradeNumbers() {
	if !s.known.SoleTraderKvK {
		return
	}
	f := s.f
	f.each(kvkForm, func(m []int) bool {
		if !f.numberEdges(m[0], m[1]) || dateForm.MatchString(f.text[m[0]:m[1]]) || !kvkNear.MatchString(f.near(m[0], m[1], wordsNear, 25)) {
			return false
		}
		s.add(m[0], m[1], KvK, WhyNear)
		return true
	})
}

// orderForm is a word for a number that shop or carrier gave, and the number.
var (
	orderForm = regexp.MustCompile(`(?:bestelnummer|bestelnr|bestelling|bestelcode|ordernummer|ordernr|order|factuurnummer|factuurnr|factuur|invoice|track ?(?:&|and|en|\+) ?trace|trackingcode|tracking|pakketnummer|pakketcode|pakket|zendingnummer|zendingsnummer|zending|barcode|klantnummer|klantnr|customer|retournummer|retourcode|rma|parcel|shipment|polisnummer|garantienummer|serienummer|transactienummer|transaction|betaalkenmerk|kenmerk)` +
		`(?:[ -]?(?:nummer|number|nrs?|nos?|numbers|id|code|reference|ref|kenmerk)\b\.?)?(?:[ \n]?(?:\(|#|:|=|is|was|met nummer|met code|with number|met kenmerk|van de verkoper|nummer|,)){0,3}[ \n]{0,2}#?"?([a-z0-9](?:[a-z0-9]|[-/._][a-z0-9]){3,39})`)
	saysNumber = regexp.MustCompile(`nummer|number|nr|\bno\b|code|kenmerk|trace|[#:]`)
	yearForm   = regexp.MustCompile(`^(?:19|20)[0-9]{2}$`)
	moneyForm  = regexp.MustCompile(`^(?:,[0-9-]|[.,][0-9]{2}\b| ?euro| ?eur\b| ?€| dagen| stuks| days| werkdagen)`)
)

// orders proposes the known numbers of orders, the reference of the case, and numbers behind a word for them.
func (s *search) orders() {
	f := s.f
	for _, o := range s.known.OrderNumbers {
		s.number(o, Order)
	}
	s.number(s.known.Reference, Reference)
	f.each(orderForm, func(m []int) bool {
		a, b := m[2], m[3]
		called, text := f.text[m[0]:a], f.text[a:b]
		if !f.edge(m[0], isAlnum) || !f.whole(a, b) || !strings.ContainsAny(text, "0123456789") {
			return false
		}
		if !saysNumber.MatchString(called) && (len(text) < 5 || yearForm.MatchString(text)) {
			return false
		}
		if dateForm.MatchString(text) || moneyForm.MatchString(f.text[b:]) {
			return false
		}
		s.add(a, b, Order, WhyNear)
		return true
	})
}

// number proposes a known number wherever its letters and digits stand.
func (s *search) number(value string, kind Kind) {
	key := foldKey(value, isAlnum)
	if len(key) < 3 {
		return
	}
	for _, at := range s.f.find(key, loose, true) {
		s.add(at[0], at[1], kind, WhyKnown)
	}
}
