package pay

import (
	"errors"
	"fmt"
)

// Currency is the only one in which we ask, take and give back.
const Currency = "EUR"

// maxWhole is the largest number of digits before the point that an amount may have: far above any fee, far below what
// an int64 of cents can hold.
const maxWhole = 9

// amount is how the provider writes money.
type amount struct {
	Currency string `json:"currency"`
	Value    string `json:"value"`
}

func euros(cents int64) amount { return amount{Currency: Currency, Value: FormatAmount(cents)} }

// cents reads an amount in euros; ErrUnknown for another currency, in which no payment of ours can be.
func (a amount) cents() (int64, error) {
	if a.Currency != Currency {
		return 0, fmt.Errorf("%w: not in euros", ErrUnknown)
	}
	return ParseAmount(a.Value)
}

// FormatAmount writes cents as the provider reads them: 2500 is "25.00". Cents are not negative.
func FormatAmount(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// ParseAmount reads what FormatAmount writes, and nothing else: no sign, no spaces, no leading zeros, always two
// decimals. A reader of money that guesses is wrong one day.
func ParseAmount(s string) (cents int64, err error) {
	point := len(s) - 3
	if point < 1 || point > maxWhole || s[point] != '.' || s[0] == '0' && point > 1 {
		return 0, errAmount
	}
	for i := range len(s) {
		if i == point {
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return 0, errAmount
		}
		cents = cents*10 + int64(s[i]-'0')
	}
	return cents, nil
}

var errAmount = errors.New(`pay: an amount is written as "25.00"`)
