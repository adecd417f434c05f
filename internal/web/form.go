package web

import (
	"errors"
	"net/http"
	"net/mail"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wederhoor/internal/fault"
	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
)

// formBytes bounds forms without files.
const formBytes = 256 << 10

// form holds what was typed and what is not right about it. What was typed is never lost: a page with errors is
// drawn from the form again.
type form struct {
	q      *request
	values map[string][]string
	errors []fieldError
}

type fieldError struct {
	Field string // id of the input to which the summary links
	Text  string
}

// parse reads the form of a request.
func (q *request) parse() (*form, error) {
	if q.form != nil {
		return q.form, nil
	}
	q.Body = http.MaxBytesReader(q.w, q.Body, formBytes)
	if err := q.ParseForm(); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return nil, fault.Wrap(fault.TooBig, err)
		}
		return nil, fault.Wrap(fault.NotFound, err)
	}
	q.form = &form{q: q, values: q.PostForm}
	q.once(q.PostForm, nil)
	return q.form, nil
}

// get gives a value as typed, trimmed, without control characters but line ends, and with line ends as one.
func (f *form) get(name string) string {
	if f == nil || len(f.values[name]) == 0 {
		return ""
	}
	return clean(f.values[name][0])
}

func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

func (f *form) all(name string) []string {
	if f == nil {
		return nil
	}
	return f.values[name]
}

// wrong notes what is not right with a field; the first error of a field counts.
func (f *form) wrong(field, key string, args ...any) {
	if f.errorOf(field) == "" {
		f.errors = append(f.errors, fieldError{field, f.q.T(key, args...)})
	}
}

func (f *form) ok() bool { return len(f.errors) == 0 }

func (f *form) errorOf(field string) string {
	if f == nil {
		return ""
	}
	for _, e := range f.errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// line gives a text of one line of at most most characters.
func (f *form) line(name string, most int, missing string) string {
	v := strings.Join(strings.Fields(f.get(name)), " ")
	f.length(name, v, most, missing)
	return v
}

// words gives a text of several lines of at most most characters; missing is the key of the error when it is empty,
// "" when it may be.
func (f *form) words(name string, most int, missing string) string {
	v := f.get(name)
	f.length(name, v, most, missing)
	return v
}

func (f *form) length(name, v string, most int, missing string) {
	switch n := utf8.RuneCountInString(v); {
	case n == 0 && missing != "":
		f.wrong(name, missing)
	case n > most:
		f.wrong(name, "err.toolong", "most", most, "over", n-most)
	}
}

// one gives a value that must be one of those offered.
func one[T ~string](f *form, name string, from []T, missing string) T {
	v := T(f.get(name))
	for _, x := range from {
		if x == v {
			return v
		}
	}
	f.wrong(name, missing)
	return ""
}

// email gives a valid address in the form in which it is compared.
func (f *form) email(name string) string {
	v := f.get(name)
	a, err := mail.ParseAddress(v)
	if err != nil || a.Address != v || len(v) > 254 || !strings.Contains(v[strings.LastIndexByte(v, '@')+1:], ".") {
		f.wrong(name, "err.email")
	}
	return v
}

// amount gives cents; 0 with an error noted when it is no amount.
func (f *form) amount(name string, required bool) int64 {
	v := f.get(name)
	if v == "" && !required {
		return 0
	}
	cents, err := text.ParseAmount(v)
	if err != nil || cents <= 0 {
		f.wrong(name, "err.amount")
		return 0
	}
	return cents
}

// date gives the day typed in the three fields name-day, name-month, name-year. With monthEnough an empty day is the
// first of the month.
func (f *form) date(name string, required, monthEnough bool) (d procedure.Date, monthOnly bool) {
	day, month, year := f.get(name+"-day"), f.get(name+"-month"), f.get(name+"-year")
	if day == "" && month == "" && year == "" {
		if required {
			f.wrong(name, "err.date")
		}
		return procedure.Date{}, false
	}
	if day == "" && monthEnough {
		day, monthOnly = "1", true
	}
	y, err1 := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	dd, err3 := strconv.Atoi(day)
	if err := errors.Join(err1, err2, err3); err != nil || y < 1900 || y > 2200 {
		f.wrong(name, "err.date")
		return procedure.Date{}, false
	}
	d, err := procedure.ParseDate(pad(y, 4) + "-" + pad(m, 2) + "-" + pad(dd, 2))
	if err != nil { // 31 2 2026
		f.wrong(name, "err.date.none")
		return procedure.Date{}, false
	}
	return d, monthOnly
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// version gives the version of the case that the page showed.
func (f *form) version() int64 {
	n, err := strconv.ParseInt(f.get("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
