package anonym

import (
	"strings"
	"testing"
)

// BenchmarkPropose measures a ruling of about 50 kB, and texts that were made to be slow.
func BenchmarkPropose(b *testing.B) {
	for name, text := range map[string]string{
		"ruling": strings.Repeat(rulings, 8)[:50_000], "letters": strings.Repeat("a", 50_000), "digits": strings.Repeat("0 ", 25_000),
		"links": strings.Repeat("a.b/", 12_500), "titles": strings.Repeat("Mr A. ", 8_000), "iban": strings.Repeat("NL9", 16_000),
		"streets": strings.Repeat("Laan van ", 6_000), "names": strings.Repeat("Bakker-", 7_000), "breaks": strings.Repeat("J\n", 25_000),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Propose(text, samira)
			}
		})
	}
}
