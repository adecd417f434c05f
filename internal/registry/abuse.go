package registry

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wederhoor/internal/store"
)

// Abusive says that a text seems to hold abuse or a threat (rules 2.2, the house rules of the room). It looks at whole
// words and a few fixed phrases, so that no name or place is taken for one, and sees through digits and signs in place
// of letters, letters drawn out and letters with spaces between. It never decides: a person does.
func Abusive(text string) bool {
	words := foldedWords(text)
	for _, w := range slices.Concat(words, spelled(words)) {
		if abuse[w] || abuse[squeezed(w)] {
			return true
		}
	}
	line := " " + strings.Join(words, " ") + " "
	for _, p := range threats {
		if strings.Contains(line, " "+p+" ") {
			return true
		}
	}
	return false
}

// foldedWords parts a text in words as they are compared. A digit is read as a letter only beside letters.
func foldedWords(text string) []string {
	raw := strings.FieldsFunc(store.Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune("013457@$", r)
	})
	out := make([]string, 0, len(raw))
	for _, w := range raw {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			out = append(out, unleet.Replace(w))
		}
	}
	return out
}

// spelled gives the words that were written with spaces between their letters.
func spelled(words []string) []string {
	var out []string
	word := ""
	for _, w := range slices.Concat(words, []string{""}) {
		if utf8.RuneCountInString(w) == 1 {
			word += w
			continue
		}
		if word != "" {
			out = append(out, word)
		}
		word = ""
	}
	return out
}

// unleet reads signs that stand for letters.
var unleet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// squeezed leaves one of each run of three or more of the same letter.
func squeezed(w string) string {
	var b strings.Builder
	runes := []rune(w)
	for i := 0; i < len(runes); {
		n := 1
		for i+n < len(runes) && runes[i+n] == runes[i] {
			n++
		}
		b.WriteRune(runes[i])
		if n == 2 {
			b.WriteRune(runes[i])
		}
		i += n
	}
	return b.String()
}

// abuse are words that are abuse whatever stands around them, as store.Fold writes them. Words that are also the name
// of a thing, an animal, an illness or a person are left out: people write about those here.
var abuse = wordSet(`
	kut kutwijf kutwinkel kutzooi klootzak klootzakken kloothommel lul lulhannes eikel hufter hufters
	hoer hoeren hoerenzoon kankerhoer kankerlijer kankerlijers kankerwinkel kankerzooi tyfuslijer
	teringlijer teringwinkel pleurislijer mongool mongolen debiel debielen idioot idioten imbeciel imbecielen sukkel
	sukkels schoft schoften smeerlap smeerlappen viezerik trut trutten slet sletten mafkees mafkezen achterlijk
	achterlijke flikker flikkers nikker nikkers rotwijf rotzak rotzakken godverdomme
	gvd kelerelijer oprotten flapdrol
	fuck fucking fucker fuckers motherfucker asshole assholes arsehole bitch bitches cunt cunts
	dickhead wanker wankers moron morons idiot idiots retard retards scumbag scumbags slut sluts whore whores
	bollocks twat twats shithead bullshit faggot nigger
`)

// threats are phrases that threaten.
var threats = []string{
	"ik weet je te vinden", "ik weet u te vinden", "ik weet waar je woont", "ik weet waar u woont", "ik maak je af",
	"ik maak je kapot", "ik maak u kapot", "ik maak jullie kapot", "je gaat eraan", "jullie gaan eraan", "val dood",
	"rot op", "sodemieter op", "lik mijn reet", "krijg de kanker", "krijg de tering", "krijg de tyfus", "krijg de klere", "steek ik in brand",
	"i know where you live", "i will find you", "i will kill you", "go to hell", "drop dead", "screw you", "piss off",
}

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
