package insight

import (
	"sync"
	"time"

	"wederhoor/internal/procedure"
)

// Instants are kept as seconds since the first of January 2020 in Amsterdam, plus one; 0 is none. Earlier ones count as
// that moment, and parts of a second are dropped, which never moves one to another day. It lasts until 2156.

const yearOne = 2020

var epoch = procedure.Date{Year: yearOne, Month: time.January, Day: 1}.Start().Unix()

func secondOf(t time.Time) uint32 {
	if t.IsZero() {
		return 0
	}
	return uint32(min(max(t.Unix()-epoch, 0), 1<<32-2)) + 1
}

func instantOf(s uint32) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(epoch+int64(s)-1, 0).UTC()
}

// dayStarts are the seconds at which the days in Amsterdam begin, from day 0, the first of January 2020.
var dayStarts = sync.OnceValue(func() []uint32 {
	var starts []uint32
	for d := (procedure.Date{Year: yearOne, Month: time.January, Day: 1}); ; d = d.AddDays(1) {
		s := d.Start().Unix() - epoch + 1
		if s > 1<<32-1 {
			return append(starts, 1<<32-1)
		}
		starts = append(starts, uint32(s))
	}
})

// dayOf gives the number of the day in Amsterdam in which a second lies. In summer its days begin an hour before 24
// hours times their number.
func dayOf(starts []uint32, s uint32) int {
	if s == 0 {
		return 0
	}
	n := int((s - 1) / (24 * 60 * 60))
	if n+1 < len(starts) && s >= starts[n+1] {
		return n + 1
	}
	return n
}

// numberOf gives the number of a date; dateOf is its inverse.
func numberOf(d procedure.Date) int {
	return procedure.Date{Year: yearOne, Month: time.January, Day: 1}.DaysUntil(d)
}

func dateOf(n int) procedure.Date {
	return procedure.Date{Year: yearOne, Month: time.January, Day: 1 + n}.AddDays(0)
}

// ageOf gives the days in Amsterdam from one second to another: 0 when both lie in one day, or when the second lies
// before the first.
func ageOf(starts []uint32, from, until uint32) int {
	return max(dayOf(starts, until)-dayOf(starts, from), 0)
}

// spans tells in which of several spans of days that follow each other (months, weeks) a second lies.
type spans struct {
	first []procedure.Date // first day of each
	from  int              // number of the first day
	of    []uint16         // for each day: which span
	day   []uint32
}

func newSpans(firsts []procedure.Date, last procedure.Date) spans {
	s := spans{first: firsts, day: dayStarts()}
	if len(firsts) == 0 {
		return s
	}
	s.from = numberOf(firsts[0])
	for i, d := range firsts {
		end := numberOf(last) + 1
		if i+1 < len(firsts) {
			end = numberOf(firsts[i+1])
		}
		for n := numberOf(d); n < end; n++ {
			s.of = append(s.of, uint16(i))
		}
	}
	return s
}

// at gives the span of a second; false outside all of them.
func (s *spans) at(second uint32) (int, bool) {
	n := dayOf(s.day, second) - s.from
	if n < 0 || n >= len(s.of) {
		return 0, false
	}
	return int(s.of[n]), true
}

// monthsOf are the months of a period: the first begins with the period.
func monthsOf(from, until procedure.Date) spans {
	var firsts []procedure.Date
	for d := from; !d.After(until); d = monthOf(d).AddMonths(1) {
		firsts = append(firsts, d)
	}
	return newSpans(firsts, until)
}

// monthOf gives the first day of the month of a day.
func monthOf(d procedure.Date) procedure.Date {
	return procedure.Date{Year: d.Year, Month: d.Month, Day: 1}
}
