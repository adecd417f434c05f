package text

import (
	"errors"
	"math"
	"testing"
	"time"
)

func TestAmount(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		cents  int64
		nl, en string
	}{
		{0, "€\u00a00,00", "€\u00a00.00"},
		{4500, "€\u00a045,00", "€\u00a045.00"},
		{5, "€\u00a00,05", "€\u00a00.05"},
		{125000, "€\u00a01.250,00", "€\u00a01,250.00"},
		{100000000, "€\u00a01.000.000,00", "€\u00a01,000,000.00"},
		{-4510, "€\u00a0-45,10", "€\u00a0-45.10"},
		{math.MinInt64, "€\u00a0-92.233.720.368.547.758,08", "€\u00a0-92,233,720,368,547,758.08"},
	} {
		if got := Amount(NL, x.cents); got != x.nl {
			t.Errorf("%d: %q, want %q", x.cents, got, x.nl)
		}
		if got := Amount(EN, x.cents); got != x.en {
			t.Errorf("%d: %q, want %q", x.cents, got, x.en)
		}
	}
	if a, b := Number(NL, -1234567), Number(EN, 999); a != "-1.234.567" || b != "999" {
		t.Errorf("numbers: %q %q", a, b)
	}
}

func TestParseAmount(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"45": 4500, "45,00": 4500, "45.00": 4500, "45,5": 4550, "€ 45,00": 4500, "€\u00a045,00": 4500, "€45": 4500, " 45 euro ": 4500,
		"EUR 45,10": 4510, "45,-": 4500, "45,--": 4500, "45.-": 4500, "45,–": 4500, "€ 1.250,50": 125050, "1,250.50": 125050, "1.250": 125000,
		"1,250": 125000, "1.250.000": 125000000, "1.250.000,5": 125000050, "0,05": 5, "0": 0, "007": 700, "25000,01": 2500001, "1000000000": maxCents,
		"45 €": 4500, "1250,00": 125000,
	} {
		if got, err := ParseAmount(in); err != nil || got != want {
			t.Errorf("ParseAmount(%q) = %d, %v, want %d", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", " ", "€", "-45", "€ -45", "45,000,0", "0,250", "0.250", "1.25.000", "12.50,00", "1.250.5", "1,2,3", ",50", "45,", "45.", "45,001,",
		"1e3", "0x10", "vijf", "4 5", "45,00,00", "1.250,500", "1000000000,01", "99999999999999999999", "٤٥", "45€50", ".,", "1.,5", "1000.000",
	} {
		if got, err := ParseAmount(in); !errors.Is(err, ErrAmount) {
			t.Errorf("ParseAmount(%q) = %d, %v, want a refusal", in, got, err)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"45", "€ 1.250,50", "1,250.50", "45,-", "-1", "1.250", "0,05", "EUR 1", ",", "€\u00a01.000.000,00"} {
		f.Add(s, int64(125050))
	}
	f.Fuzz(func(t *testing.T, s string, cents int64) {
		if got, err := ParseAmount(s); err == nil && (got < 0 || got > maxCents) {
			t.Fatalf("ParseAmount(%q) = %d", s, got)
		}
		if cents < 0 || cents > maxCents {
			return
		}
		for _, l := range Langs() {
			if got, err := ParseAmount(Amount(l, cents)); err != nil || got != cents {
				t.Fatalf("%q read back: %d, %v", Amount(l, cents), got, err)
			}
		}
	})
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestDates(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 6, 12, 12, 31, 0, 0, time.UTC)
	for got, want := range map[string]string{
		Date(NL, at):                   "vrijdag 12 juni 2026",
		Date(EN, at):                   "Friday 12 June 2026",
		DateShort(NL, at):              "12 juni 2026",
		DateTime(NL, at):               "vrijdag 12 juni 2026, 14.31 uur",
		DateTime(EN, at):               "Friday 12 June 2026, 14:31",
		Clock(NL, day(2026, 1, 1)):     "01.00 uur",
		Clock(EN, day(2026, 7, 1)):     "02:00",
		Date("de", day(2026, 3, 1)):    "zondag 1 maart 2026",
		Date(NL, day(2027, 1, 1)):      "vrijdag 1 januari 2027",
		DateShort(EN, day(1900, 5, 2)): "2 May 1900",
		// Past midnight in Amsterdam, not yet in UTC.
		Date(NL, time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)): "vrijdag 1 januari 2027",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCountdown(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 28, 22, 59, 0, 0, time.UTC) // 23.59 in Amsterdam, the night before summer time
	for _, x := range []struct {
		days   int
		nl, en string
	}{
		{0, "vandaag", "today"},
		{1, "morgen", "tomorrow"},
		{2, "nog 2 dagen", "2 days left"},
		{-1, "1 dag te laat", "1 day late"},
		{-2, "2 dagen te laat", "2 days late"},
		{1500, "nog 1.500 dagen", "1,500 days left"},
	} {
		last := day(2026, 3, 28+x.days)
		if got := Countdown(NL, now, last); got != x.nl {
			t.Errorf("%d days: %q, want %q", x.days, got, x.nl)
		}
		if got := Countdown(EN, now, last); got != x.en {
			t.Errorf("%d days: %q, want %q", x.days, got, x.en)
		}
	}
	end := time.Date(2026, 3, 29, 21, 59, 59, 0, time.UTC) // the end of a last day, as an instant
	if got := Countdown(NL, now.Add(time.Minute), end); got != "vandaag" {
		t.Errorf("to an instant: %q", got)
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		d, m, y string
		want    time.Time
	}{
		{"12", "6", "2026", day(2026, 6, 12)},
		{" 01 ", "06", " 2026", day(2026, 6, 1)},
		{"1", "juni", "2026", day(2026, 6, 1)},
		{"1", "Jun.", "2026", day(2026, 6, 1)},
		{"1", "MRT", "2026", day(2026, 3, 1)},
		{"1", "okt", "2026", day(2026, 10, 1)},
		{"1", "October", "2026", day(2026, 10, 1)},
		{"1", "may", "2026", day(2026, 5, 1)},
		{"29", "2", "2028", day(2028, 2, 29)},
	} {
		if got, ok := ParseDay(x.d, x.m, x.y); !ok || !got.Equal(x.want) {
			t.Errorf("%q %q %q: %v %v", x.d, x.m, x.y, got, ok)
		}
	}
	for _, x := range [][3]string{
		{"29", "2", "2026"},
		{"0", "1", "2026"},
		{"32", "1", "2026"},
		{"1", "13", "2026"},
		{"1", "0", "2026"},
		{"1", "1", "26"},
		{"1", "1", "1899"},
		{"", "1", "2026"},
		{"1", "", "2026"},
		{"1", "1", ""},
		{"1", "ju", "2026"},
		{"1", "junix", "2026"},
		{"-1", "1", "2026"},
		{"1", "1", "20261"},
		{"1e1", "1", "2026"},
	} {
		if got, ok := ParseDay(x[0], x[1], x[2]); ok {
			t.Errorf("%q: %v", x, got)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("12", "juni", "2026")
	f.Add("31", "2", "0000")
	f.Fuzz(func(t *testing.T, d, m, y string) {
		if got, ok := ParseDay(d, m, y); ok && (got.Year() < 1900 || got.Year() > 9999 || got.Hour() != 0) {
			t.Fatalf("ParseDay(%q, %q, %q) = %v", d, m, y, got)
		}
	})
}
