package registry

import "testing"

func TestAbusive(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Wat een klootzak bent u.":               true,
		"KL00TZAKKEN!":                           true,
		"kuuuut zeg":                             true,
		"k u t winkel":                           true,
		"I know where you live.":                 true,
		"You are an idiot":                       true,
		"Ik maak je kapot":                       true,
		"ÍDÍÓÓT, wat doet u":                     true,
		"krijg de tyfus":                         true,
		"Ik krijg de indruk dat u niet luistert": false,
		"Mijn vrouw heeft kanker":                false,
		"1 2 3 4 5 x k u":                        false,
		"":                                       false,
		"Ik ben boos en teleurgesteld.":          false,
		"De hoes is kapot.":                      false,
		"Het kutterskussen uit Scunthorpe kwam niet aan.": false,
		"De Lullofsstraat 12, Kankerveen":                 false,
		"Ik wil mijn geld terug, € 45,00, voor 1 mei":     false,
		"Plan A of plan B, u mag kiezen.":                 false,
		"Maat M, kleur 3 of 4; x y z":                     false,
	} {
		if got := Abusive(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func FuzzAbusive(f *testing.F) {
	f.Add("k u t")
	f.Add("a\x00b ẞ ǅ")
	f.Fuzz(func(t *testing.T, s string) {
		if Abusive(s) && !Abusive(s+" en nog iets") {
			t.Errorf("%q: more words make it better", s)
		}
	})
}
