package anonym

import (
	"regexp"
	"strings"
)

const between = `[ \n.()/-]{0,3}`

var (
	telNear      = regexp.MustCompile(`tel|phone|bel|call|gsm|mobiel|mobile|nummer|number|whatsapp|app|sms|fax`)
	nationalForm = regexp.MustCompile(`(?:(?:\+|00)` + between + `31` + between + `(?:0` + between + `)?|0)[1-9](?:` + between + `[0-9]){8}`)
	foreignForm  = regexp.MustCompile(`(?:\+|00)[1-9][0-9]{0,2}(?:` + between + `[0-9]){7,12}`)
	localForm    = regexp.MustCompile(`0(?:` + between + `[0-9]){7,11}`)
	firstGroup   = regexp.MustCompile(`^(?:0[1-9][0-9]{8}|06|0[1-9][0-9]{1,2})(?:[^0-9]|$)|^0[1-9][0-9]{4,8}[^0-9]`)
	prefixForm   = regexp.MustCompile(`(?:(?:\+|00)` + between + `[0-9]{2,3}` + between + `(?:0` + between + `)?|\(?0[ ()\n.-]{0,3})$`)
)

// subscriber is how many of the last digits tell a phone number, whatever prefix is written before them.
const subscriber = 9

// phones proposes phone numbers: known ones by their last digits, others by their form. Numbers that begin with 0800
// and 0900 belong to companies.
func (s *search) phones() {
	f := s.f
	for _, p := range s.known.Phones {
		key := foldKey(p, isDigit)
		if key = key[max(0, len(key)-subscriber):]; len(key) < 6 {
			continue
		}
		for _, at := range f.find(key, loose, false) {
			s.add(f.prefix(at[0]), at[1], Phone, WhyKnown)
		}
	}
	for _, form := range []struct {
		p    *regexp.Regexp
		good func(a, b int) bool
	}{
		{nationalForm, func(a, _ int) bool {
			return f.text[a] != '0' || f.text[a+1] == '0' || firstGroup.MatchString(f.text[a:])
		}},
		{foreignForm, func(a, _ int) bool { return f.text[a] == '+' || !strings.HasPrefix(f.text[a:], "000") }},
		{localForm, func(a, b int) bool {
			return telNear.MatchString(f.near(a, b, 25, 0)) && !dateForm.MatchString(f.text[a:b])
		}},
	} {
		f.each(form.p, func(m []int) bool {
			a, b := m[0], m[1]
			if !f.numberEdges(a, b) || company(f.text[a:b]) || !form.good(a, b) {
				return false
			}
			if a > 0 && f.text[a-1] == '(' && strings.IndexByte(f.text[a:b], ')') > 0 {
				a--
			}
			s.add(a, b, Phone, WhyForm)
			return true
		})
	}
}

func company(number string) bool {
	return strings.HasPrefix(number, "0800") || strings.HasPrefix(number, "0900") || strings.HasPrefix(number, "0906")
}

// prefix goes from the digits of a subscriber back over the area or country before them.
func (f *folded) prefix(a int) int {
	const most = 16
	from := max(0, a-most)
	if m := prefixForm.FindStringIndex(f.text[from:a]); m != nil && (from+m[0] == 0 || !isDigit(f.runeBefore(from+m[0]))) {
		return from + m[0]
	}
	return a
}

// numberEdges says that no digits go on before a or at b, not even behind a sign that keeps them together.
func (f *folded) numberEdges(a, b int) bool {
	if !f.edge(a, isAlnum) || !f.edge(b, isAlnum) {
		return false
	}
	if a > 1 && strings.IndexByte("-/.,", f.text[a-1]) >= 0 && isDigit(f.runeBefore(a-1)) {
		return false
	}
	goesOn := b+1 < len(f.text) && strings.IndexByte("-/", f.text[b]) >= 0 && isDigit(rune(f.text[b+1]))
	return !goesOn
}
