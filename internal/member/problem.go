package member

import (
	"fmt"
	"strconv"
)

// Codes of what can be wrong with a row or a file. They never change, so that a page can translate them.
const (
	CodeColumns       = "columns"        // too few or too many
	CodeQuote         = "quote"          // a quotation mark that is not closed, or text behind a closed one
	CodeRowLong       = "row-long"       // a line of more than 64 kB
	CodeMissing       = "missing"        // a field that must be filled is empty
	CodeControl       = "control"        // control characters, or marks that turn the direction of text
	CodeLong          = "long"           // more characters or values than fit
	CodeFormula       = "formula"        // a spreadsheet would run it
	CodeIDSpace       = "id-space"       // external id with a space in it
	CodeIDTwice       = "id-twice"       // external id of an earlier row
	CodeDomain        = "domain"         // not a domain name
	CodeDomainTwice   = "domain-twice"   // domain name of an earlier row
	CodeEmail         = "email"          // not an e-mail address
	CodePhone         = "phone"          // not a phone number
	CodeDate          = "date"           // not a day as YYYY-MM-DD
	CodeEndsBefore    = "ends-before"    // the end lies before the begin
	CodeOrders        = "orders"         // not a whole number
	CodeOrdersMinus   = "orders-minus"   // a number below zero
	CodeSource        = "source"         // not one of the three sources
	CodeSourceMissing = "source-missing" // a number of orders without its source
	CodeEncoding      = "encoding"       // file: not UTF-8
	CodeEmpty         = "empty"          // file: nothing in it
	CodeHeader        = "header"         // file: columns unknown, missing or doubled
	CodeSeparator     = "separator"      // file: separated by something else than semicolons
)

// Problem says what is wrong with one field of one row.
type Problem struct {
	Line     int    // in the file, the header is line 1; of a row over several lines the first
	Column   string // name in the header; empty when the whole row is wrong
	Code     string
	Value    string // what stood there
	Other    int    // line of the earlier row for CodeIDTwice and CodeDomainTwice, else 0
	Sentence string // English, for the command line
}

// String gives the problem on one line: "line 18, domains: …".
func (p Problem) String() string {
	if p.Column == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Sentence)
	}
	return fmt.Sprintf("line %d, %s: %s", p.Line, p.Column, p.Sentence)
}

// FileError says why a file cannot be read at all; nothing of it was taken.
type FileError struct {
	Line     int // 0 when it concerns no line
	Code     string
	Sentence string // English, for the command line; of a header with several faults one line each
}

// Error gives the sentence, with the line before it.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Sentence
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Sentence)
}

// quote shows a value inside a sentence: control characters visible, shortened to what can be taken in at a glance.
func quote(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) > most {
		r = append(r[:most-1], '…')
	}
	return strconv.Quote(string(r))
}
