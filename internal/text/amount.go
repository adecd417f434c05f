package text

import (
	"errors"
	"strconv"
	"strings"
)

const noBreak = "\u00a0"

// maxCents bounds what ParseAmount accepts: a thousand million euros, in cents.
const maxCents = 100_000_000_000

// ErrAmount says that a text is no amount of money.
var ErrAmount = errors.New("not an amount of money")

// Amount writes cents as money: "€ 1.250,00", in English "€ 1,250.00". The
// space after the sign does not break.
func Amount(l Lang, cents int64) string {
	minus, abs := "", uint64(cents)
	if cents < 0 {
		minus, abs = "-", -abs
	}
	_, decimal := marks(l)
	rest := strconv.FormatUint(abs%100, 10)
	if len(rest) == 1 {
		rest = "0" + rest
	}
	return "€" + noBreak + minus + grouped(l, abs/100) + decimal + rest
}

// AmountRound writes cents as Amount does, whole euros without their zeros:
// "€ 25".
func AmountRound(l Lang, cents int64) string {
	_, decimal := marks(l)
	return strings.TrimSuffix(Amount(l, cents), decimal+"00")
}

// Number writes a quantity with its thousands apart: "1.250", in English
// "1,250".
func Number(l Lang, n int64) string {
	if n < 0 {
		return "-" + grouped(l, -uint64(n))
	}
	return grouped(l, uint64(n))
}

func marks(l Lang) (thousands, decimal string) {
	if l == EN {
		return ",", "."
	}
	return ".", ","
}

func grouped(l Lang, n uint64) string {
	s := strconv.FormatUint(n, 10)
	if len(s) <= 3 {
		return s
	}
	thousands, _ := marks(l)
	var b strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// ParseAmount reads an amount of money as people type it in either language,
// in cents: "45", "45,00", "45,-", "€ 1.250,50", "1,250.50", "EUR 45". One
// mark with three figures after it parts thousands ("1.250" is 1250 euros),
// since nobody pays a tenth of a cent. Negative amounts, more than two
// decimals and more than a thousand million euros are refused with ErrAmount.
func ParseAmount(s string) (int64, error) {
	s = strip(s)
	whole, rest, ok := parts(s)
	if !ok || whole == "" || len(whole) > 10 {
		return 0, ErrAmount
	}
	euros, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, ErrAmount
	}
	var cents int64
	if rest != "" {
		if cents, err = strconv.ParseInt((rest + "0")[:2], 10, 64); err != nil {
			return 0, ErrAmount
		}
	}
	if total := euros*100 + cents; total <= maxCents {
		return total, nil
	}
	return 0, ErrAmount
}

// strip takes away the sign of the euro, spaces, and the dash of "45,-".
func strip(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, sign := range []string{"€", "euro", "eur"} {
		if cut, ok := strings.CutPrefix(s, sign); ok {
			s = cut
			break
		}
		if cut, ok := strings.CutSuffix(s, sign); ok {
			s = cut
			break
		}
	}
	s = strings.TrimSpace(s)
	for _, dash := range []string{",-", ",--", ",–", ",—", ".-", ".--"} {
		if cut, ok := strings.CutSuffix(s, dash); ok {
			return cut
		}
	}
	return s
}

// parts splits at the decimal mark, and takes the marks of thousands out of
// what is before it.
func parts(s string) (whole, rest string, ok bool) {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return s, "", onlyDigits(s)
	}
	mark := s[last : last+1]
	before, after := s[:last], s[last+1:]
	if len(after) == 3 && !strings.ContainsAny(before, other(mark)) {
		whole, ok = ungroup(s, mark)
		return whole, "", ok
	}
	if len(after) == 0 || len(after) > 2 || !onlyDigits(after) || strings.Contains(before, mark) {
		return "", "", false
	}
	if !strings.Contains(before, other(mark)) {
		return before, after, onlyDigits(before)
	}
	whole, ok = ungroup(before, other(mark))
	return whole, after, ok
}

func other(mark string) string {
	if mark == "," {
		return "."
	}
	return ","
}

// ungroup joins "1.250.000"; each group after the first has three figures.
func ungroup(s, mark string) (string, bool) {
	groups := strings.Split(s, mark)
	for i, g := range groups {
		first := i == 0 && len(g) >= 1 && len(g) <= 3 && g[0] != '0'
		if !onlyDigits(g) || !first && (i == 0 || len(g) != 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
