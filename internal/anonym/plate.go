package anonym

import (
	"regexp"
	"strings"
)

// plateForms are six letters and digits, in three groups or together.
var (
	plateForms = []*regexp.Regexp{
		regexp.MustCompile(`[a-z0-9]{1,3}-[a-z0-9]{1,3}-[a-z0-9]{1,3}`),
		regexp.MustCompile(`[a-z0-9]{1,3} [a-z0-9]{1,3} [a-z0-9]{1,3}`),
		regexp.MustCompile(`[a-z0-9]{6}`),
	}
	plateNear = regexp.MustCompile(`kenteken|nummerplaat|number plate|license plate|licence plate|registration|voertuig|\bauto\b|bestelauto|\bcar\b|vehicle|scooter|motor|bromfiets|brommer|caravan|aanhanger|camper|\brdw\b|\bbus\b`)
)

// sidecodes are the forms of Dutch plates (RDW 1 to 14), X for a letter and 9 for a digit.
var sidecodes = map[string]bool{
	"XX-99-99": true, "99-99-XX": true, "99-XX-99": true, "XX-99-XX": true, "XX-XX-99": true, "99-XX-XX": true,
	"99-XXX-9": true, "9-XXX-99": true, "XX-999-X": true, "X-999-XX": true, "XXX-99-X": true, "X-99-XXX": true,
	"9-XX-999": true, "999-XX-9": true,
}

// plates proposes Dutch licence plates. Without their dashes they look like product codes, so then a word for a vehicle
// must stand near.
func (s *search) plates() {
	for _, form := range plateForms {
		s.f.each(form, func(m []int) bool { return s.plate(m[0], m[1]) })
	}
}

func (s *search) plate(a, b int) bool {
	f := s.f
	written := f.text[a:b]
	text := strings.ReplaceAll(written, " ", "-")
	if !f.plateEdges(a, b) || !f.oneCase(a, b) || !isPlate(text) {
		return false
	}
	near := plateNear.MatchString(f.near(a, b, wordsNear, 25))
	if !near && (!strings.Contains(written, "-") || monthInside(text)) {
		return false
	}
	if strings.Contains(written, " ") && !f.anyUpper(a, b) { // "op 12 en 13"
		return false
	}
	why := WhyForm
	if near {
		why = WhyNear
	}
	s.add(a, b, Plate, why)
	return true
}

// plateEdges says that neither a word nor a longer code goes on beside a plate.
func (f *folded) plateEdges(a, b int) bool {
	if !f.whole(a, b) || a > 1 && f.text[a-1] == '-' && isAlnum(f.runeBefore(a-1)) {
		return false
	}
	goesOn := b+1 < len(f.text) && f.text[b] == '-' && isAlnum(f.runeAt(b+1))
	return !goesOn
}

// isPlate says that a text is a plate of one of the forms, its groups marked or not.
func isPlate(text string) bool {
	form := strings.Map(func(r rune) rune {
		switch {
		case isDigit(r):
			return '9'
		case r == '-':
			return '-'
		}
		return 'X'
	}, text)
	if strings.Contains(text, "-") {
		return sidecodes[form]
	}
	for code := range sidecodes {
		if strings.ReplaceAll(code, "-", "") == form {
			return true
		}
	}
	return false
}

// monthInside tells "1-mei-24" and "10-jan-5" from a plate.
func monthInside(text string) bool {
	for _, part := range strings.Split(text, "-") {
		if _, ok := months[part]; ok {
			return true
		}
	}
	return false
}

// oneCase says that the letters of a piece are all capitals or all small.
func (f *folded) oneCase(a, b int) bool {
	upper, lower := false, false
	for i := a; i < b; i++ {
		if isLetter(rune(f.text[i])) {
			upper, lower = upper || f.upper[i], lower || !f.upper[i]
		}
	}
	return !upper || !lower
}

func (f *folded) anyUpper(a, b int) bool {
	for i := a; i < b; i++ {
		if f.upper[i] {
			return true
		}
	}
	return false
}
