package anonym

import (
	"regexp"
	"strconv"
	"time"
)

const monthNames = `(januari|january|januar|jan|februari|february|februar|feb|maart|march|marz|maerz|mrt|mar|april|apr|mei|may|mai|juni|june|jun|juli|july|jul|augustus|august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|december|dezember|dec|dez)`

const (
	dateGap  = `[ \n]{0,2}[./ -][ \n]{0,2}`
	dayWords = `(?:st|nd|rd|th|e|ste|de)?`
)

var (
	dateForm  = regexp.MustCompile(`^(?:[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[-/. ]?[01][0-9][-/. ]?[0-3][0-9])(?:[^0-9]|$)`)
	dayFirst  = regexp.MustCompile(`([0-9]{1,2})` + dateGap + `([0-9]{1,2})` + dateGap + `([0-9]{4}|[0-9]{2})`)
	yearFirst = regexp.MustCompile(`([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})`)
	dayMonth  = regexp.MustCompile(`([0-9]{1,2})` + dayWords + `[ \n-]{1,2}(?:of )?` + monthNames + `\.?,?[ \n'-]{1,2}([0-9]{4}|[0-9]{2})`)
	monthDay  = regexp.MustCompile(monthNames + `\.? ([0-9]{1,2})` + dayWords + `,?[ \n]{1,2}([0-9]{4})`)
	yearAlone = regexp.MustCompile(`(?:geboren in|geboortejaar|bouwjaar van de consument|born in|year of birth|birth year)[ :]{1,3}(?:is |was )?(?:` + monthNames + ` )?((?:19|20)[0-9]{2})`)
	birthNear = regexp.MustCompile(`gebor|geboorte|\bgeb\b|\bborn\b|birth|\bdob\b|verjaar|jarig|geburt`)
	lawBefore = regexp.MustCompile(`(?:\bwet|besluit|richtlijn|verordening|arrest|hoge raad|\bhr|hof|rechtbank|directive|regulation|\bact|hvj ?eu|stb\.|court)(?: van| of| d\.d\.|,|:)? *$`)
)

// adultYears is how long ago a day must be before it may be one of birth without being called so.
const adultYears = 16

// births proposes dates that are called dates of birth, and dates so long ago that they may be.
func (s *search) births() {
	for _, form := range []struct {
		p                *regexp.Regexp
		day, month, year int // groups
	}{{dayFirst, 1, 2, 3}, {yearFirst, 3, 2, 1}, {dayMonth, 1, 2, 3}, {monthDay, 2, 1, 3}} {
		s.f.each(form.p, func(m []int) bool {
			group := func(n int) string { return s.f.text[m[2*n]:m[2*n+1]] }
			return s.birth(m[0], m[1], group(form.day), group(form.month), group(form.year))
		})
	}
	s.f.each(yearAlone, func(m []int) bool {
		n := len(m) - 2
		if !s.f.whole(m[n], m[n+1]) {
			return false
		}
		s.add(m[n], m[n+1], Birth, WhyNear)
		return true
	})
}

func (s *search) birth(a, b int, day, month, year string) bool {
	f := s.f
	if !f.numberEdges(a, b) {
		return false
	}
	short := len(year) == 2
	at, ok := date(day, month, year)
	if !ok {
		return false
	}
	if birthNear.MatchString(f.near(a, b, wordsNear, 30)) {
		s.add(a, b, Birth, WhyNear)
		return true
	}
	if short || s.known.Now.IsZero() || !at.Before(s.known.Now.AddDate(-adultYears, 0, 0)) || lawBefore.MatchString(f.text[max(0, a-30):a]) {
		return true
	}
	s.add(a, b, Birth, WhyOld)
	return true
}

// date gives the day that was written; a day and a month that are the other way round are put right.
func date(day, month, year string) (time.Time, bool) {
	d, errDay := strconv.Atoi(day)
	y, errYear := strconv.Atoi(year)
	m, named := months[month]
	var errMonth error
	if !named {
		m, errMonth = strconv.Atoi(month)
	}
	if m > 12 && d <= 12 {
		d, m = m, d
	}
	if errDay != nil || errYear != nil || errMonth != nil || d < 1 || d > 31 || m < 1 || m > 12 {
		return time.Time{}, false
	}
	if len(year) == 4 && (y < 1900 || y > 2100) {
		return time.Time{}, false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC), true
}
