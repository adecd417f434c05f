package anonym

import (
	"regexp"
	"slices"
	"strings"
)

var (
	dutchPostcode   = regexp.MustCompile(`[1-9][0-9]{3}[ \n]{0,2}[a-z]{2}`)
	dutchAhead      = regexp.MustCompile(`^[0-9]{4} ?[a-z]{2}(?:[^a-z]|$)`)
	foreignPostcode = regexp.MustCompile(`(?:[a-z]{1,2}-)?[1-9][0-9]{3,4}|0[0-9]{4}`)
	britishPostcode = regexp.MustCompile(`[a-z]{1,2}[0-9][0-9a-z]? [0-9][abd-hjlnp-uw-z]{2}`)
	postcodeNear    = regexp.MustCompile(`(?:postcode|post code|postal code|zip code|zipcode|zip|plz|huisnummer|adres|address)[^0-9a-z]{0,4}(?:is |van |of )?$`)
	notPostcode     = set(`kg km cm mm ml cl dl gb mb tb kb hz kw wh ah pk eu xl pm am sa sd ss gr mg mw va db`)
	yearWords       = set(`de en in is op af te al er om of we he to ik je ze na en as at it or by an so no up if go do my ie nu zo wo vr za zo ma di`)
)

// postcodes proposes Dutch, British and, behind a street or their own name, other postcodes, with their place.
func (s *search) postcodes() {
	f := s.f
	f.each(dutchPostcode, func(m []int) bool {
		a, b := m[0], m[1]
		letters := f.text[b-2 : b]
		if !f.whole(a, b) || letters == "sa" || letters == "sd" || letters == "ss" {
			return false
		}
		sure := s.inAddress(a)
		capitals, tight := f.upper[b-2] && f.upper[b-1], b-a == 6
		odd := notPostcode[letters] || yearWords[letters] && (f.text[a:a+2] == "19" || f.text[a:a+2] == "20") && !tight
		if !sure && (odd || !capitals && !tight) {
			return false
		}
		s.placed(a, b, Postcode)
		return true
	})
	f.each(britishPostcode, func(m []int) bool {
		if !f.whole(m[0], m[1]) || !f.upper[m[0]] || !f.upper[m[1]-1] {
			return false
		}
		if start := f.capitalsBefore(m[0]); start < m[0] {
			s.add(start, m[1], Address, WhyForm)
		} else {
			s.add(m[0], m[1], Postcode, WhyForm)
		}
		return true
	})
	f.each(foreignPostcode, func(m []int) bool {
		a, b := m[0], m[1]
		if !f.whole(a, b) || dutchAhead.MatchString(f.text[a:]) {
			return false
		}
		place := f.placeEnd(b) > b
		country := strings.IndexByte(f.text[a:b], '-') > 0 && f.upper[a]
		named := postcodeNear.MatchString(f.text[max(0, a-30):a])
		if !named && (!place || !country && !s.inAddress(a)) {
			return false
		}
		s.placed(a, b, Postcode)
		return true
	})
}

// inAddress says that an address, or the word postcode, stands right before a.
func (s *search) inAddress(a int) bool {
	f := s.f
	if postcodeNear.MatchString(f.text[max(0, a-30):a]) {
		return true
	}
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.kind == Address && h.b <= a && a-h.b <= 4 && strings.Trim(f.text[h.b:a], " \n,.-") == ""
	})
}

// placed proposes a postcode, or the whole address when street or place stand beside it.
func (s *search) placed(a, b int, kind Kind) {
	f := s.f
	end := f.placeEnd(b)
	start := a
	for _, h := range s.hits {
		if h.kind == Address && h.b <= a && a-h.b <= 4 && strings.Trim(f.text[h.b:a], " \n,.-") == "" {
			start = h.a
		}
	}
	if start < a || end > b {
		kind = Address
	}
	s.add(start, end, kind, WhyForm)
}

// placeEnd gives the end of the name of a place behind b, on the same line; b when there is none.
func (f *folded) placeEnd(b int) int {
	end, at := b, b
	for i := range mostPlaceWords {
		between := " '-"
		if i == 0 {
			between = ", '-"
		}
		start := f.skip(at, between)
		stop := f.wordEnd(start)
		if start == at || start == stop {
			break
		}
		word := f.text[start:stop]
		if !particles[word] {
			if !f.upper[start] || sentenceWords[word] {
				break
			}
			end = stop
		}
		at = stop
	}
	return end
}
