package text

import "testing"

func TestOneFullStop(t *testing.T) {
	t.Parallel()
	f, err := cut("Naar {shop}. De winkel")
	if err != nil {
		t.Fatal(err)
	}
	m := &message{other: f}
	for name, want := range map[string]string{
		"Café Zoë Koffie B.V.": "Naar Café Zoë Koffie B.V. De winkel",
		"De Lindeboom":         "Naar De Lindeboom. De winkel",
	} {
		if got := m.text(NL, []any{"shop", name}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
