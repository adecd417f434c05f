package text

import "golang.org/x/text/language"

// Lang is a language the service speaks. Every catalogue exists in all of
// them, complete.
type Lang string

// The languages. NL is the one used when nothing else is known.
const (
	NL Lang = "nl"
	EN Lang = "en"
)

// Langs lists the languages, the default first.
func Langs() []Lang { return []Lang{NL, EN} }

// ParseLang reads a language from a stored value, an address or a form field.
// Everything that is not exactly a known language is NL.
func ParseLang(s string) Lang {
	if Lang(s) == EN {
		return EN
	}
	return NL
}

// tag is the language as the plural rules of Unicode know it.
func (l Lang) tag() language.Tag {
	if l == EN {
		return language.English
	}
	return language.Dutch
}
