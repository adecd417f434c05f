package text

import (
	"errors"
	"html"
	"net/url"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// firstMark is the character that stands for the first field of LetterData;
// the next ones follow it. It lies in the private use area of Unicode, which
// clean takes out of every value.
const firstMark = '\uE100'

// mostInSubject bounds one value in a subject, in characters: a subject that
// runs on for lines hides the case number.
const mostInSubject = 48

// letterValues are the fields of LetterData in their order, cleaned.
type letterValues []string

func valuesOf(d LetterData) letterValues {
	fields := reflect.ValueOf(d)
	out := make(letterValues, fields.NumField())
	for i := range out {
		if f := fields.Field(i); f.Kind() == reflect.String {
			out[i] = clean(f.String())
		}
	}
	return out
}

// marked gives the data with a mark in the place of each value that is there;
// what is empty once cleaned is empty.
func (d LetterData) marked() LetterData {
	fields := reflect.ValueOf(&d).Elem()
	for i := range fields.NumField() {
		switch f := fields.Field(i); {
		case f.Kind() != reflect.String:
		case clean(f.String()) == "":
			f.SetString("")
		default:
			f.SetString(string(firstMark + rune(i)))
		}
	}
	return d
}

// oneStop takes the full stop away behind a value that has its own: "Koffie B.V." closes a sentence by itself.
func (v letterValues) oneStop(body string) string {
	for i, value := range v {
		if strings.HasSuffix(value, ".") {
			mark := string(firstMark + rune(i))
			body = strings.ReplaceAll(strings.ReplaceAll(body, mark+".", mark), mark+"**.", mark+"**")
		}
	}
	return body
}

// everything is data with all fields filled in and all conditions the same.
func everything(conditions bool) LetterData {
	var d LetterData
	fields := reflect.ValueOf(&d).Elem()
	for i := range fields.NumField() {
		if f := fields.Field(i); f.Kind() == reflect.String {
			f.SetString("x")
		} else {
			f.SetBool(conditions)
		}
	}
	return d
}

// clean makes one line of a value: control characters and line ends become
// spaces; what could turn the reading direction of the words around it, and
// private characters, go.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Co, r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return strings.TrimSpace(s)
}

// raw puts the values in the place of their marks as they are.
func (v letterValues) raw(s string) string { return v.fill(s, func(x string) string { return x }) }

// html puts the values in the place of their marks as text of HTML.
func (v letterValues) html(s string) string { return v.fill(s, html.EscapeString) }

// subject puts the values in the place of their marks, long ones cut.
func (v letterValues) subject(s string) string {
	return v.fill(s, func(x string) string {
		if utf8.RuneCountInString(x) <= mostInSubject {
			return x
		}
		return strings.TrimSpace(string([]rune(x)[:mostInSubject-1])) + "…"
	})
}

func (v letterValues) fill(s string, as func(string) string) string {
	var b strings.Builder
	b.Grow(len(s) + 256)
	for {
		at := strings.IndexByte(s, 0xEE) // first byte of every mark
		if at < 0 {
			b.WriteString(s)
			return b.String()
		}
		mark, size := utf8.DecodeRuneInString(s[at:])
		b.WriteString(s[:at])
		if i := int(mark - firstMark); i >= 0 && i < len(v) {
			b.WriteString(as(v[i]))
		}
		s = s[at+size:]
	}
}

var errLink = errors.New("a button or link without an address of the web")

// checkLinks sees that every button and link leads somewhere.
func (v letterValues) checkLinks(blocks []block) error {
	for _, b := range blocks {
		for _, address := range b.addresses() {
			u, err := url.Parse(v.raw(address))
			if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Contains(v.raw(address), " ") {
				return errLink
			}
		}
	}
	return nil
}
