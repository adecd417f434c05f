package procedure

import (
	"cmp"
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // the rules name Europe/Amsterdam; a machine without zone files must count the same days
)

// Amsterdam is the time zone in which every term of the procedure is counted (rules 6.1).
var Amsterdam = mustZone("Europe/Amsterdam")

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zone is embedded by time/tzdata, so this is a broken build
	}
	return loc
}

// Date is a civil day without time or zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ErrDate says that a text is not a day of the calendar.
var ErrDate = errors.New("not a date of the form YYYY-MM-DD")

// ParseDate reads "2006-01-02" and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%q: %w", s, ErrDate)
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// DateOf gives the Amsterdam day in which the instant lies.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Amsterdam).Date()
	return Date{y, m, d}
}

// String gives "2006-01-02", or "" for the zero date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// IsZero says that no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// Start gives the first instant of the day in Amsterdam.
func (d Date) Start() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Amsterdam)
}

// End gives the first instant after the day in Amsterdam: a term whose last day is d has passed from then on.
// The last instant at which one can still act is a hair before it, 23:59:59 (rules 6.1).
func (d Date) End() time.Time { return d.AddDays(1).Start() }

// AddDays gives the day n days later (n may be negative).
func (d Date) AddDays(n int) Date {
	year, month, day := time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC).Date()
	return Date{year, month, day}
}

// AddMonths gives the same day n months later, or the last day of that month where it has no such day.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 12, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// Before says that d comes before o.
func (d Date) Before(o Date) bool {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day)) < 0
}

// After says that d comes after o.
func (d Date) After(o Date) bool { return o.Before(d) }

// DaysUntil counts the days from d to o; negative when o lies before d.
func (d Date) DaysUntil(o Date) int { return int(o.noon().Sub(d.noon()).Hours() / 24) }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// MarshalText writes "2006-01-02", or nothing for the zero date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	p, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = p
	return nil
}
