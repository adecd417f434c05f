package pay_test

import (
	"regexp"
	"testing"

	"wederhoor/internal/pay"
)

func TestParseAmount(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int64{"0.00": 0, "0.01": 1, "25.00": 2500, "149.95": 14995, "999999999.99": 99999999999} {
		if got, err := pay.ParseAmount(s); err != nil || got != want {
			t.Errorf("%q: %d, %v", s, got, err)
		}
	}
	for _, s := range []string{
		"", "25", "25.", "25.0", "25.000", ".00", "025.00", "00.00", "+25.00", "-25.00", " 25.00", "25.00 ", "25,00",
		"2,500.00", "25.0a", "a5.00", "2.5.00", "1e3.00", "25.00\n", "1000000000.00", "９.00", "0x1.00",
	} {
		if got, err := pay.ParseAmount(s); err == nil {
			t.Errorf("%q is read as %d", s, got)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"25.00", "0.00", "01.00", "-1.00", "999999999.99", "1.0", ""} {
		f.Add(s)
	}
	form := regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.[0-9]{2}$`)
	f.Fuzz(func(t *testing.T, s string) {
		cents, err := pay.ParseAmount(s)
		if (err == nil) != form.MatchString(s) {
			t.Fatalf("%q: %v", s, err)
		}
		if err == nil && (cents < 0 || pay.FormatAmount(cents) != s) {
			t.Fatalf("%q became %d, written as %q", s, cents, pay.FormatAmount(cents))
		}
	})
}
