package member

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wederhoor/internal/procedure"
)

const (
	maxID      = 64 // characters
	maxName    = 200
	maxText    = 300
	maxDomains = 100
	maxEmails  = 20
	maxOrders  = 1_000_000_000_000
	firstYear  = 1900
)

// checker judges rows. It remembers what earlier rows have claimed.
type checker struct {
	ids     map[string]int // external id → line
	domains map[string]int // domain → line

	// of the row at hand
	line     int
	fields   [columnCount]string
	problems []Problem
}

func newChecker() *checker {
	return &checker{ids: map[string]int{}, domains: map[string]int{}}
}

func (c *checker) row(raw row, order []column) (Member, []Problem) {
	c.line, c.problems = raw.line, nil
	switch {
	case raw.code == CodeRowLong:
		c.wholeRow(raw.code, "this line is longer than 64 kB and was not read")
	case raw.code == CodeQuote:
		c.wholeRow(raw.code, "a quotation mark is not closed, or text follows a closed one: "+
			"put the whole field between quotation marks and write each one inside it twice")
	case len(raw.fields) < len(order):
		c.wholeRow(CodeColumns, fmt.Sprintf("this row has %d of the %d columns: fill the others in or leave them empty "+
			"between semicolons", len(raw.fields), len(order)))
	case len(raw.fields) > len(order) && strings.TrimSpace(strings.Join(raw.fields[len(order):], "")) != "":
		c.wholeRow(CodeColumns, fmt.Sprintf("this row has %d columns where the header has %d: put a field with a "+
			"semicolon in it between quotation marks", len(raw.fields), len(order)))
	default:
		for i, col := range order {
			c.fields[col] = raw.fields[i]
		}
		return c.member(), c.problems
	}
	return Member{}, c.problems
}

func (c *checker) member() Member {
	m := Member{
		ExternalID:   c.externalID(),
		Name:         c.text(colName, maxName, true),
		Domains:      c.domainList(),
		Emails:       c.emailList(),
		Phone:        c.phone(),
		Address:      c.text(colAddress, maxText, false),
		KvK:          c.text(colKvK, maxID, false),
		Sector:       c.text(colSector, maxName, false),
		OrdersSource: c.source(),
	}
	since := c.date(colSince, true)
	m.Until = c.date(colUntil, false)
	if since != nil {
		m.Since = *since
		if m.Until != nil && m.Until.Before(*since) {
			c.bad(colUntil, CodeEndsBefore, m.Until.String(),
				fmt.Sprintf("the membership ends (%s) before it begins (%s)", m.Until, since))
		}
	}
	m.OrdersPerYear = c.orders()
	if m.OrdersPerYear != nil && c.value(colSource) == "" {
		c.bad(colSource, CodeSourceMissing, "",
			"a number of orders needs its source: write measured, stated or estimated")
	}
	return m
}

func (c *checker) bad(col column, code, value, sentence string) {
	c.problems = append(c.problems, Problem{
		Line: c.line, Column: col.String(), Code: code, Value: value, Sentence: sentence,
	})
}

// twice reports a value that an earlier row has.
func (c *checker) twice(col column, code, value string, other int, what string) {
	c.problems = append(c.problems, Problem{
		Line: c.line, Column: col.String(), Code: code, Value: value, Other: other,
		Sentence: fmt.Sprintf("%s %s is already used on line %d", what, quote(value), other),
	})
}

func (c *checker) wholeRow(code, sentence string) {
	c.problems = append(c.problems, Problem{Line: c.line, Code: code, Sentence: sentence})
}

// value gives a field in NFC, trimmed.
func (c *checker) value(col column) string {
	return strings.TrimSpace(norm.NFC.String(c.fields[col]))
}

// text gives a field that people will read. An address over several lines becomes one line.
func (c *checker) text(col column, most int, must bool) string {
	// A tab before a formula hides it, so the formula is looked for before anything is trimmed.
	raw := c.fields[col]
	s := c.value(col)
	if col == colAddress {
		s = oneLine(s)
	}
	switch {
	case s == "" && must:
		c.bad(col, CodeMissing, "", "this field is empty and must be filled")
	case s == "":
	case strings.HasPrefix(raw, "\t") || startsFormula(s):
		c.bad(col, CodeFormula, s, fmt.Sprintf("%s begins with = + - @ or a tab and would run as a formula in a "+
			"spreadsheet: write it without that sign", quote(raw)))
	case strings.ContainsFunc(s, hidden):
		c.bad(col, CodeControl, s, fmt.Sprintf("%s has a line break or an invisible control character in it: take it out",
			quote(s)))
	case utf8.RuneCountInString(s) > most:
		c.bad(col, CodeLong, s, fmt.Sprintf("%s is longer than %d characters", quote(s), most))
	}
	return s
}

// startsFormula looks for the signs, also in their wide form, that make a spreadsheet run a field (CSV formulas).
func startsFormula(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@＝＋－＠", first)
}

func oneLine(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.Trim(strings.TrimSpace(p), ","))
	}
	if len(parts) < 2 {
		return s
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

// hidden finds characters that break headers of letters or turn the direction of the text after them.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

func (c *checker) externalID() string {
	before := len(c.problems)
	id := c.text(colExternalID, maxID, true)
	if len(c.problems) > before {
		return id
	}
	if strings.ContainsFunc(id, unicode.IsSpace) {
		c.bad(colExternalID, CodeIDSpace, id, fmt.Sprintf("the external id %s has a space in it", quote(id)))
		return id
	}
	if other, ok := c.ids[id]; ok {
		c.twice(colExternalID, CodeIDTwice, id, other, "the external id")
		return id
	}
	c.ids[id] = c.line
	return id
}

// list splits a field with several values at its commas.
func (c *checker) list(col column) []string {
	parts := strings.Split(c.value(col), ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

func (c *checker) domainList() []string {
	values := c.list(colDomains)
	if len(values) == 0 {
		c.bad(colDomains, CodeMissing, "", "a member needs at least one domain, such as winkel.example")
	}
	if len(values) > maxDomains {
		c.bad(colDomains, CodeLong, "", fmt.Sprintf("%d domains are more than the %d that fit", len(values), maxDomains))
		return nil
	}
	var out []string
	for _, v := range values {
		d, err := Domain(v)
		switch other, used := c.domains[d]; {
		case err != nil:
			c.bad(colDomains, CodeDomain, v, fmt.Sprintf("%s is not a domain: write only the name, such as winkel.example, "+
				"without https:// or a path", quote(v)))
		case used && other != c.line:
			c.twice(colDomains, CodeDomainTwice, d, other, "the domain")
		case !used:
			c.domains[d] = c.line
			out = append(out, d)
		}
	}
	return out
}

func (c *checker) emailList() []string {
	values := c.list(colEmails)
	if len(values) == 0 {
		c.bad(colEmails, CodeMissing, "", "a member needs at least one e-mail address, or no complaint can reach it")
	}
	if len(values) > maxEmails {
		c.bad(colEmails, CodeLong, "", fmt.Sprintf("%d addresses are more than the %d that fit", len(values), maxEmails))
		return nil
	}
	var out []string
	for _, v := range values {
		e, err := Email(v)
		if err != nil {
			c.bad(colEmails, CodeEmail, v, fmt.Sprintf("%s is not an e-mail address: write only the address, such as "+
				"info@winkel.example", quote(v)))
		} else if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func (c *checker) phone() string {
	s := c.value(colPhone)
	odd := strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789 +-()./", r) })
	if s != "" && (odd || !strings.ContainsRune("+(0123456789", rune(s[0])) || len(s) > maxID) {
		c.bad(colPhone, CodePhone, s, fmt.Sprintf("%s is not a phone number: write digits, such as 030 123 45 01 or "+
			"+31 30 123 45 01", quote(s)))
	}
	return s
}

func (c *checker) date(col column, must bool) *procedure.Date {
	s := c.value(col)
	if s == "" {
		if must {
			c.bad(col, CodeMissing, "", "this field is empty and must hold a day, such as 2020-02-29")
		}
		return nil
	}
	d, err := procedure.ParseDate(s)
	if err != nil || d.Year < firstYear {
		c.bad(col, CodeDate, s, fmt.Sprintf("%s is not a day of the calendar: write year-month-day, such as 2020-02-29",
			quote(s)))
		return nil
	}
	return &d
}

func (c *checker) orders() *int64 {
	s := c.value(colOrders)
	if s == "" {
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil || n > maxOrders:
		c.bad(colOrders, CodeOrders, s, fmt.Sprintf("%s is not a number of orders: write a whole number in digits only, "+
			"such as 5200, or nothing when it is not known", quote(s)))
	case n < 0:
		c.bad(colOrders, CodeOrdersMinus, s, fmt.Sprintf("a number of orders cannot be below zero, as %s is", quote(s)))
	default:
		return &n
	}
	return nil
}

func (c *checker) source() string {
	s := strings.ToLower(c.value(colSource))
	switch s {
	case "", Measured, Stated, Estimated:
	default:
		c.bad(colSource, CodeSource, s, fmt.Sprintf("%s is not a source: write measured, stated or estimated", quote(s)))
	}
	return s
}
