package procedure

import (
	"testing"
	"time"
)

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// easterByJones reckons Easter in another way than the program does (Meeus/Jones/Butcher).
func easterByJones(y int) Date {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{y, time.Month(n / 31), n%31 + 1}
}

func TestEasterAgreesWithAnotherReckoning(t *testing.T) {
	t.Parallel()
	for y := 1900; y <= 2100; y++ {
		if got, want := Easter(y), easterByJones(y); got != want || got.Weekday() != time.Sunday {
			t.Errorf("Easter(%d) = %s, want %s", y, got, want)
		}
	}
}

func TestEasterOfKnownYears(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"1900-04-15", "1913-03-23", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24",
		"2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2038-04-25",
		"2049-04-18", "2076-04-19", "2100-03-28",
	} {
		if d := day(t, want); Easter(d.Year) != d {
			t.Errorf("Easter(%d) = %s, want %s", d.Year, Easter(d.Year), d)
		}
	}
}

func TestHolidaysOfAYear(t *testing.T) {
	t.Parallel()
	years := map[int][]string{
		2026: {
			"2026-01-01", "2026-04-03", "2026-04-05", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14",
			"2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26",
		},
		2025: { // 27 April is a Sunday: the King's day is the 26th
			"2025-01-01", "2025-04-18", "2025-04-20", "2025-04-21", "2025-04-26", "2025-05-05", "2025-05-29",
			"2025-06-08", "2025-06-09", "2025-12-25", "2025-12-26",
		},
		2008: { // Ascension on 1 May
			"2008-01-01", "2008-03-21", "2008-03-23", "2008-03-24", "2008-04-26", "2008-05-01", "2008-05-05",
			"2008-05-11", "2008-05-12", "2008-12-25", "2008-12-26",
		},
	}
	for y, list := range years {
		want := map[Date]bool{}
		for _, s := range list {
			want[day(t, s)] = true
		}
		for d := (Date{y, time.January, 1}); d.Year == y; d = d.AddDays(1) {
			if Holiday(d) != want[d] {
				t.Errorf("Holiday(%s) = %t", d, Holiday(d))
			}
		}
	}
}

func TestKingsDayIsNeverASunday(t *testing.T) {
	t.Parallel()
	for y := 1900; y <= 2100; y++ {
		d := Date{y, time.April, 27}
		if d.Weekday() == time.Sunday {
			if Holiday(d) && Easter(y) != d || !Holiday(d.AddDays(-1)) {
				t.Errorf("%d: the King's day must be the 26th", y)
			}
		} else if !Holiday(d) {
			t.Errorf("%d: the King's day must be the 27th", y)
		}
	}
}

func TestNextWorkday(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-09-04": "2026-09-04", // Friday
		"2026-09-05": "2026-09-07", // Saturday
		"2026-09-06": "2026-09-07", // Sunday
		"2026-12-25": "2026-12-28", // Friday, Christmas, and the weekend with Boxing day in it
		"2026-04-03": "2026-04-07", // Good Friday to the Tuesday after Easter
		"2026-05-14": "2026-05-15", // Ascension; the Friday after it is a workday
		"2027-12-31": "2027-12-31",
		"2028-01-01": "2028-01-03",
	} {
		if got := NextWorkday(day(t, in)); got != day(t, want) {
			t.Errorf("NextWorkday(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-07", 0, "2026-09-07"},
		{"2026-09-07", 5, "2026-09-14"},
		{"2026-09-11", 1, "2026-09-14"},
		{"2026-09-12", 1, "2026-09-14"},
		{"2026-12-23", 3, "2026-12-29"}, // 24, 28, 29
		{"2026-04-02", 5, "2026-04-13"}, // Good Friday and Easter Monday do not count
	} {
		if got := AddWorkdays(day(t, c.from), c.n); got != day(t, c.want) {
			t.Errorf("AddWorkdays(%s, %d) = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

// The last instant of a term is 23:59:59 in Amsterdam, whatever the clocks do that night (case 18).
func TestEndOfDayOverTheChangesOfTheClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		last string
		end  string // first instant after it, UTC
		long time.Duration
	}{
		{"2026-09-07", "2026-09-07T22:00:00Z", 24 * time.Hour},
		{"2026-12-28", "2026-12-28T23:00:00Z", 24 * time.Hour},
		{"2026-03-28", "2026-03-28T23:00:00Z", 24 * time.Hour},
		{"2026-03-29", "2026-03-29T22:00:00Z", 23 * time.Hour}, // to summer time
		{"2026-10-24", "2026-10-24T22:00:00Z", 24 * time.Hour},
		{"2026-10-25", "2026-10-25T23:00:00Z", 25 * time.Hour}, // to winter time
	} {
		d := day(t, c.last)
		want, err := time.Parse(time.RFC3339, c.end)
		if err != nil {
			t.Fatal(err)
		}
		if !d.End().Equal(want) || d.End().Sub(d.Start()) != c.long {
			t.Errorf("%s ends %s after %s", d, d.End().UTC(), d.End().Sub(d.Start()))
		}
		if hair := d.End().Add(-time.Second); DateOf(hair) != d || hair.In(Amsterdam).Format("15:04:05") != "23:59:59" {
			t.Errorf("one second before the end of %s is %s", d, hair.In(Amsterdam))
		}
		if DateOf(d.End()) != d.AddDays(1) {
			t.Errorf("%s does not end where the next day begins", d)
		}
	}
}

func TestPersonsTermMovesOffDaysOfRest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string // instant in Amsterdam
		n    int
		want string
	}{
		{"2026-09-07T10:00:00+02:00", 7, "2026-09-14"},
		{"2026-09-07T00:00:00+02:00", 7, "2026-09-14"},
		{"2026-09-07T23:59:59+02:00", 7, "2026-09-14"},
		{"2026-09-05T12:00:00+02:00", 7, "2026-09-14"}, // ends on a Saturday
		{"2026-12-18T12:00:00+01:00", 7, "2026-12-28"}, // case 18: 25 December
		{"2026-03-27T12:00:00+01:00", 2, "2026-03-30"}, // over the change to summer time, off the Sunday
		{"2026-10-23T12:00:00+02:00", 3, "2026-10-26"},
	} {
		from, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := lastDay(from, c.n); got != day(t, c.want) {
			t.Errorf("%d days from %s end on %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-01x", "2026-01-01T00:00:00Z"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %s", bad, d)
		}
	}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2028-02-29", 12, "2029-02-28"},
	} {
		if got := day(t, c.from).AddMonths(c.n); got != day(t, c.want) {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.n, got, c.want)
		}
	}
	a, b := day(t, "2026-03-28"), day(t, "2026-03-30")
	if !a.Before(b) || a.After(b) || a.Before(a) || a.DaysUntil(b) != 2 || b.DaysUntil(a) != -2 {
		t.Error("order of days")
	}
	var zero Date
	if err := zero.UnmarshalText([]byte("2026-02-30")); err == nil {
		t.Error("a day that does not exist was read")
	}
	if text, err := zero.MarshalText(); err != nil || len(text) != 0 || !zero.IsZero() {
		t.Error("the zero date is nothing")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-02-28", "2028-02-29", "", "0000-01-01", "9999-12-31", "2026-2-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Fatalf("%q was read as %s", s, d)
		}
		if !Workday(NextWorkday(d)) || NextWorkday(d).Before(d) || d.DaysUntil(NextWorkday(d)) > 5 {
			t.Fatalf("next workday of %s is %s", d, NextWorkday(d))
		}
	})
}
