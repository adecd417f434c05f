package procedure

import "time"

// CalendarVersion names the list of holidays with which a deadline was counted; it is stored with each deadline.
const CalendarVersion = "nl-atw-1"

// Holiday says whether the day is a generally recognised Dutch holiday or equated with one
// (Algemene termijnenwet art. 3; rules 6.2).
func Holiday(d Date) bool {
	switch {
	case d.Month == time.January && d.Day == 1,
		d.Month == time.May && d.Day == 5,
		d.Month == time.December && (d.Day == 25 || d.Day == 26):
		return true
	case d == kingsDay(d.Year):
		return true
	}
	easter := Easter(d.Year)
	switch easter.DaysUntil(d) {
	case -2, // Good Friday
		0,  // Easter
		1,  // Easter Monday
		39, // Ascension
		49, // Pentecost
		50: // Pentecost Monday
		return true
	}
	return false
}

// kingsDay is 27 April, or the day before where that is a Sunday.
func kingsDay(year int) Date {
	d := Date{year, time.April, 27}
	if d.Weekday() == time.Sunday {
		return d.AddDays(-1)
	}
	return d
}

// Easter gives Easter Sunday of the Gregorian calendar, by Gauss's reckoning with the corrections for the lunar
// and the solar drift of the centuries.
func Easter(year int) Date {
	golden := year % 19
	century := year / 100
	lunar := (8*century + 13) / 25
	moon := (15 - lunar + century - century/4) % 30
	weekday := (4 + century - century/4) % 7
	full := (19*golden + moon) % 30
	sunday := (2*(year%4) + 4*(year%7) + 6*full + weekday) % 7
	days := full + sunday
	switch {
	case full == 29 && sunday == 6:
		days -= 7
	case full == 28 && sunday == 6 && (11*moon+11)%30 < 19:
		days -= 7
	}
	return Date{year, time.March, 22}.AddDays(days)
}

// Workday says that the day is no Saturday, Sunday or holiday.
func Workday(d Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !Holiday(d)
}

// NextWorkday gives the day itself when it is a workday, else the first one after it (rules 6.2).
func NextWorkday(d Date) Date {
	for !Workday(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkdays gives the n-th workday after d.
func AddWorkdays(d Date, n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if Workday(d) {
			n--
		}
	}
	return d
}

// lastDay counts a person's term of n days from the day of the instant (day 0) and moves its end to a workday
// (rules 6.1, 6.2).
func lastDay(from time.Time, n int) Date { return NextWorkday(DateOf(from).AddDays(n)) }
