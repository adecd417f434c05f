package anonym

import (
	"regexp"
	"strings"
)

var (
	emailForm = regexp.MustCompile(`[\pL\pN][\pL\pN._%+'-]{0,63}[ \n]{0,2}(?:@|[\[({]? ?(?:at|apenstaartje) ?[\])}]|-at-)[ \n]{0,2}[\pL\pN](?:[\pL\pN-]{0,62}(?:\.|[ \n]?[\[({] ?(?:dot|punt|\.) ?[\])}][ \n]?))+[\pL\pN-]{2,24}`)
	urlForm   = regexp.MustCompile(`(?:https?://|www\.)[^ \n<>"«»“”]{3,400}|[\pL\pN-]{1,63}(?:\.[\pL\pN-]{1,63}){1,4}[/?][^ \n<>"«»“”]{2,400}`)
	hostForm  = regexp.MustCompile(`^(?:https?://)?(?:www\.)?[^/?#@]*/?$`)
	fileForm  = regexp.MustCompile(`^(?:en|and|of|or)/`)
)

// emails proposes e-mail addresses: the known ones wherever their characters stand, others by their form.
func (s *search) emails() {
	f := s.f
	for _, e := range s.known.Emails {
		key := foldKey(e, func(r rune) bool { return r > ' ' && r != '�' })
		if len(key) < 3 {
			continue
		}
		for _, at := range f.find(key, blanks, false) {
			s.add(at[0], at[1], Email, WhyKnown)
		}
	}
	f.each(emailForm, func(m []int) bool {
		if !f.edge(m[0], isAlnum) {
			return false
		}
		s.add(m[0], m[1], Email, WhyForm)
		return true
	})
}

// urls proposes links that lead to more than a front page: they can hold the key to an order or a parcel.
func (s *search) urls() {
	f := s.f
	f.each(urlForm, func(m []int) bool {
		a, b := m[0], m[0]+len(strings.TrimRight(f.text[m[0]:m[1]], ".,;:!?)]}'-_"))
		if !f.edge(a, isAlnum) || b-a < 5 || !isURL(f.text[a:b]) {
			return false
		}
		if hostForm.MatchString(f.text[a:b]) && !s.named(a, b) {
			return false
		}
		s.add(a, b, URL, WhyForm)
		return true
	})
}

// isURL tells "winkel.nl/order/1" from "hij/zij" and "1.5/2".
func isURL(text string) bool {
	if strings.HasPrefix(text, "http") || strings.HasPrefix(text, "www.") {
		return true
	}
	host := text[:strings.IndexAny(text, "/?")]
	top := host[strings.LastIndexByte(host, '.')+1:]
	return len(top) >= 2 && strings.Trim(top, "abcdefghijklmnopqrstuvwxyz") == "" && !fileForm.MatchString(text)
}

// named says that a name was found inside a piece.
func (s *search) named(a, b int) bool {
	for _, h := range s.hits {
		if h.kind == Name && h.a >= a && h.b <= b {
			return true
		}
	}
	return false
}
