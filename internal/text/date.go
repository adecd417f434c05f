package text

import (
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zone is known on a machine without zone files too
)

// amsterdam is the zone in which every date and time is written.
var amsterdam = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic("text: zone data is embedded and yet missing: " + err.Error())
	}
	return loc
}()

type calendarWords struct {
	days   [7]string // from Sunday, as time.Weekday
	months [12]string
}

var calendars = map[Lang]calendarWords{
	NL: {
		days:   [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	},
	EN: {
		days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	},
}

// Date writes the day in full: "vrijdag 12 juni 2026". It takes an instant, or
// a civil date as 00:00 UTC; the day is that of Europe/Amsterdam.
func Date(l Lang, t time.Time) string {
	t = t.In(amsterdam)
	return calendars[ParseLang(string(l))].days[t.Weekday()] + " " + DateShort(l, t)
}

// DateShort writes the day without the day of the week, for tables and facts
// of the past: "12 juni 2026". A deadline is always written with Date.
func DateShort(l Lang, t time.Time) string {
	t = t.In(amsterdam)
	month := calendars[ParseLang(string(l))].months[t.Month()-1]
	return strconv.Itoa(t.Day()) + " " + month + " " + strconv.Itoa(t.Year())
}

// Month writes the month without the day: "juni 2026", for a day of which no more is known.
func Month(l Lang, t time.Time) string {
	t = t.In(amsterdam)
	return calendars[ParseLang(string(l))].months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// DateTime writes day and time: "vrijdag 12 juni 2026, 14.31 uur".
func DateTime(l Lang, t time.Time) string {
	return Date(l, t) + ", " + Clock(l, t)
}

// Exact writes day and time to the second: "vrijdag 12 juni 2026, 14.31.05 uur".
func Exact(l Lang, t time.Time) string {
	at := t.In(amsterdam)
	if l == EN {
		return Date(l, t) + ", " + at.Format("15:04:05")
	}
	return Date(l, t) + ", " + at.Format("15.04.05") + " uur"
}

// Clock writes the time in Europe/Amsterdam: "14.31 uur", in English "14:31".
func Clock(l Lang, t time.Time) string {
	t = t.In(amsterdam)
	if l == EN {
		return t.Format("15:04")
	}
	return t.Format("15.04") + " uur"
}

// Countdown says how far off a last day is, seen from now: "nog 2 dagen",
// "vandaag", "morgen", "2 dagen te laat". It stands beside the date, never in
// its place. Both may be instants or civil dates (00:00 UTC).
func Countdown(l Lang, now, lastDay time.Time) string {
	n := int64(dayNumber(lastDay) - dayNumber(now))
	count := func(n int64, one, more string) string {
		if n == 1 {
			return "1 " + one
		}
		return Number(l, n) + " " + more
	}
	if l == EN {
		switch {
		case n < 0:
			return count(-n, "day late", "days late")
		case n == 0:
			return "today"
		case n == 1:
			return "tomorrow"
		}
		return count(n, "day left", "days left")
	}
	switch {
	case n < 0:
		return count(-n, "dag te laat", "dagen te laat")
	case n == 0:
		return "vandaag"
	case n == 1:
		return "morgen"
	}
	return "nog " + count(n, "dag", "dagen")
}

// dayNumber counts days of Europe/Amsterdam, so that neither summer time nor
// the hour plays a part.
func dayNumber(t time.Time) int {
	y, m, d := t.In(amsterdam).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads the three fields of a date as people fill them in: the month
// as a number or as a Dutch or English word, also shortened to three letters
// or more; the year in four figures. The civil date is given as 00:00 UTC; ok
// is false when there is no such day.
func ParseDay(day, month, year string) (date time.Time, ok bool) {
	d, okDay := figures(day, 2)
	m, okMonth := parseMonth(month)
	y, okYear := figures(year, 4)
	if !okDay || !okMonth || !okYear || y < 1900 {
		return time.Time{}, false
	}
	date = time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if date.Day() != d || date.Month() != time.Month(m) {
		return time.Time{}, false
	}
	return date, true
}

func figures(s string, most int) (int, bool) {
	s = strings.TrimSpace(s)
	if len(s) == 0 || len(s) > most || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func parseMonth(s string) (int, bool) {
	if n, ok := figures(s, 2); ok {
		return n, n >= 1 && n <= 12
	}
	word := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if word == "mrt" { // the one Dutch short form that is not a beginning
		return int(time.March), true
	}
	if len(word) < 3 {
		return 0, false
	}
	for _, c := range calendars {
		for i, name := range c.months {
			if strings.HasPrefix(strings.ToLower(name), word) {
				return i + 1, true
			}
		}
	}
	return 0, false
}
