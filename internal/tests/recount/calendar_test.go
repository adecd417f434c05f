package recount_test

import (
	"net/url"
	"strconv"
	"time"
)

var amsterdam = func() *time.Location {
	l, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return l
}()

// date is a day of the calendar: the number of days since the first of January 1970.
type date int

func dateOf(t time.Time) date {
	y, m, d := t.In(amsterdam).Date()
	return day(y, m, d)
}

func day(y int, m time.Month, d int) date {
	return date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (d date) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d date) String() string { return d.time().Format(time.DateOnly) }

// months is the same day so many months later; a month that has no such day gives its last.
func (d date) months(n int) date {
	t := d.time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	length := int(day(first.Year(), first.Month()+1, 1) - day(first.Year(), first.Month(), 1))
	return day(first.Year(), first.Month(), min(t.Day(), length))
}

func (d date) monday() date { return d - date((int(d.time().Weekday())+6)%7) }

func days(from, to time.Time) int { return int(dateOf(to) - dateOf(from)) }

// span is a period with both its days, and a sector; "" for all.
type span struct {
	from, to date
	sector   string
	rules    string
	member   string
}

func (s span) length() int { return int(s.to-s.from) + 1 }

func (s span) has(k *kase) bool {
	d := dateOf(k.opened)
	return d >= s.from && d <= s.to && (s.sector == "" || k.sector == s.sector) && (s.rules == "" || k.rules == s.rules) &&
		(s.member == "" || k.member == s.member)
}

// yearEarlier is the same period of a year before.
func (s span) yearEarlier() span {
	s.from, s.to = s.from.months(-12), (s.to+1).months(-12)-1
	s.rules = ""
	return s
}

// asked is what somebody chose in the filter of a page.
type asked struct {
	period, against, sector string
	from, to                date // of a period of one's own
}

func (a asked) query() url.Values {
	v := url.Values{"periode": {a.period}, "vergelijk": {a.against}}
	if a.sector != "" {
		v.Set("branche", a.sector)
	}
	if a.period == "eigen" {
		for name, d := range map[string]date{"van": a.from, "tot": a.to} {
			t := d.time()
			v.Set(name+"-day", strconv.Itoa(t.Day()))
			v.Set(name+"-month", strconv.Itoa(int(t.Month())))
			v.Set(name+"-year", strconv.Itoa(t.Year()))
		}
	}
	return v
}

// spans are the period and what it is compared with, on a day.
func (a asked) spans(today date) (now, was span) {
	t := today.time()
	month := day(t.Year(), t.Month(), 1)
	quarter := day(t.Year(), (t.Month()-1)/3*3+1, 1)
	year := day(t.Year(), 1, 1)
	now = span{sector: a.sector}
	length, over := 0, false // in months; whether the period is over
	set := func(from, to date, months int, past bool) { now.from, now.to, length, over = from, to, months, past }
	switch a.period {
	case "12-maanden":
		set((today + 1).months(-12), today, 12, true)
	case "deze-maand":
		set(month, today, 1, false)
	case "vorige-maand":
		set(month.months(-1), month-1, 1, true)
	case "dit-kwartaal":
		set(quarter, today, 3, false)
	case "vorig-kwartaal":
		set(quarter.months(-3), quarter-1, 3, true)
	case "dit-jaar":
		set(year, today, 12, false)
	case "vorig-jaar":
		set(year.months(-12), year-1, 12, true)
	default:
		set(a.from, min(a.to, today), 0, false)
	}
	if a.against == "jaar-eerder" {
		return now, now.yearEarlier()
	}
	was = span{sector: a.sector, to: now.from - 1}
	if length == 0 {
		was.from = now.from - date(now.length())
		return now, was
	}
	was.from = now.from.months(-length)
	if !over {
		was.to = min(was.to, was.from+date(now.length())-1)
	}
	return now, was
}

// iso is the day of an instant; "" for none.
func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return dateOf(t).String()
}
