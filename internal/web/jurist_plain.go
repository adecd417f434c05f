package web

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// mostSentenceWords is how long a sentence may be before it gets a hint (texts.md 0).
const mostSentenceWords = 20

// plainWords are hard words, and what to write in their place (texts.md 0). They are Dutch because rulings are.
var plainWords = map[string]string{
	"dossier": "zaak", "wederpartij": "de winkel / de klant", "bemiddelingstraject": "bemiddeling", "bindend advies": "uitspraak",
	"verweer": "antwoord van de winkel", "verweerder": "de winkel", "eiser": "de klant", "gedaagde": "de winkel",
	"restitueren": "terugbetalen", "restitutie": "geld terug", "crediteren": "terugbetalen", "conform": "volgens",
	"middels": "met", "derhalve": "daarom", "indien": "als", "niet-ontvankelijk": "kan deze klacht niet behandelen",
	"documentatie": "bewijs", "stukken": "bewijs", "termijn": "uiterlijk, met de datum", "bewering": "zegt", "in gebreke": "deed niet wat moest",
	"teneinde": "om te", "alsmede": "en ook", "aangezien": "omdat", "inzake": "over", "betreffende": "over", "ingevolge": "volgens",
	"krachtens": "volgens", "jegens": "tegen", "mitsdien": "daarom", "voornoemde": "deze", "dienaangaande": "daarover",
	"gehouden tot": "moet", "dient te": "moet", "consument": "de klant", "non-conformiteit": "het product deugt niet", "retourneren": "terugsturen",
	"vordering": "wat de klant vraagt", "gegrond": "de klant krijgt gelijk", "ongegrond": "de klant krijgt geen gelijk",
}

// plainHint is something in a text that could be said more plainly: a sentence that is too long, or a hard word.
type plainHint struct {
	Sentence string // the long sentence
	Words    int    // of it
	Hard     string // the hard word
	Plain    string // what to write in its place
}

// mostHints bounds what is shown at once.
const mostHints = 8

var sentenceEnds = regexp.MustCompile(`[.?!:;]\s+|\n+`)

// plainHints gives what could be plainer in a text, long sentences first.
func plainHints(s string) []plainHint {
	var out []plainHint
	for _, sentence := range sentenceEnds.Split(abbreviations.Replace(s), -1) {
		if n := len(strings.Fields(sentence)); n > mostSentenceWords {
			out = append(out, plainHint{Sentence: strings.TrimSpace(sentence), Words: n})
		}
	}
	low := " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-'
	}), " ") + " "
	var hard []string
	for w := range plainWords {
		if strings.Contains(low, " "+w+" ") {
			hard = append(hard, w)
		}
	}
	slices.Sort(hard)
	for _, w := range hard {
		out = append(out, plainHint{Hard: w, Plain: plainWords[w]})
	}
	return out[:min(len(out), mostHints)]
}

// hintsOf gives the hints for a part of the ruling. What is written in short is read by both and by everybody after them:
// who is meant by "u" is not the same for each (rules 3.5).
func hintsOf(part, s string) []plainHint {
	hints := plainHints(s)
	if part != partShort {
		return hints
	}
	var out []plainHint
	for _, w := range []string{"u", "uw", "uzelf"} {
		if slices.Contains(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }), w) {
			out = append(out, plainHint{Hard: w, Plain: "de klant / de winkel"})
		}
	}
	return append(out, hints...)
}

// abbreviations have a point that ends no sentence.
var abbreviations = strings.NewReplacer("art. ", "art.\u00a0", "Art. ", "Art.\u00a0", "lid. ", "lid.\u00a0", "nr. ", "nr.\u00a0", "mr. ", "mr.\u00a0", "o.a. ", "o.a.\u00a0", "d.w.z. ", "d.w.z.\u00a0")
