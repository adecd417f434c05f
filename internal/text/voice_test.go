package text

import (
	"regexp"
	"strings"
	"testing"
)

// sentenceEnd is a mark that ends a sentence, or the end of a line. The point
// in "14.31" and "E. de Vries" ends none.
var sentenceEnd = regexp.MustCompile(`[.?!:]\s+|\n+`)

func sentences(s string) []string {
	s = regexp.MustCompile(`\b([A-Z])\. `).ReplaceAllString(s, "$1 ")
	return sentenceEnd.Split(s, -1)
}

// Words that the rules for writing forbid (texts.md 0): the informal "you",
// words that take sides, and words of offices.
var forbidden = map[Lang]*regexp.Regexp{
	NL: regexp.MustCompile(`(?i)\b(je|jij|jou|jouw|jullie|bewering|slachtoffer|dader|in gebreke|helaas|oeps|dossier|wederpartij|restitueren|crediteren|conform|middels|derhalve|indien|niet-ontvankelijk|verzenden|binnen \d+ dagen)\b`),
	EN: regexp.MustCompile(`(?i)\b(oops|unfortunately|victim|culprit|dossier|pursuant|herewith)\b`),
}

func checkVoice(t *testing.T, l Lang, s string) {
	t.Helper()
	if found := forbidden[l].FindString(s); found != "" {
		t.Errorf("%q is not our voice, in: %s", found, s)
	}
	if strings.Contains(s, "!") {
		t.Errorf("exclamation mark: %s", s)
	}
}

func TestCatalogVoice(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, l := range Langs() {
		for _, key := range c.Keys(l) {
			m := c.messages[l][key]
			for _, s := range []string{m.plain, m.one.source(), m.other.source()} {
				checkVoice(t, l, s)
				for _, sentence := range sentences(s) {
					if n := len(strings.Fields(sentence)); n > 20 {
						t.Errorf("%s %s: sentence of %d words: %s", l, key, n, sentence)
					}
				}
			}
		}
	}
}

// source gives a form as it stands in the file.
func (f form) source() string {
	var b strings.Builder
	for _, p := range f {
		b.WriteString(p.words)
		if p.name != "" {
			b.WriteString("{" + p.name + "}")
		}
	}
	return b.String()
}
