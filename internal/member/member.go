// Package member knows the shops that belong to the trustmark, as the trustmark's own administration lists them.
//
// Here that list is read, checked and written as CSV, and a shop gets the name under which it has a public page. The
// package is pure text: it may use procedure's types and nothing else of the house, and it knows no database, network
// or clock. What is already stored, and which members are suspended, is the business of those who call it.
package member

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"wederhoor/internal/procedure"
)

// Where the number of orders a year comes from. No number may have no source.
const (
	Measured  = "measured"  // counted by the shop's system
	Stated    = "stated"    // told by the shop
	Estimated = "estimated" // guessed by the trustmark
)

// Member is one shop as the trustmark's administration has it ("Members and measures" in the procedure).
//
// Texts are trimmed, in Unicode form NFC and free of control characters; domains and e-mail addresses are in lower
// case and in ASCII (IDN), each once, in the order given: notices go to the addresses in that order (rules 1.1).
type Member struct {
	ExternalID    string // key in the trustmark's administration; never changes
	Name          string
	Domains       []string // at least one, without "www."
	Emails        []string // at least one
	Phone         string   // as written, may be empty
	Address       string   // one line, may be empty
	KvK           string   // number in the trade register, may be empty
	Sector        string   // may be empty
	Since         procedure.Date
	Until         *procedure.Date // last day of membership; nil while it has no end
	OrdersPerYear *int64          // nil when not known
	OrdersSource  string          // Measured, Stated, Estimated or ""
}

// column is one column of the file, in the order in which Write puts them.
type column int

const (
	colExternalID column = iota
	colName
	colDomains
	colEmails
	colPhone
	colAddress
	colKvK
	colSector
	colSince
	colUntil
	colOrders
	colSource
	columnCount
)

var columnNames = [columnCount]string{
	"external_id", "name", "domains", "emails", "phone", "address", "kvk", "sector",
	"member_since", "member_until", "orders_per_year", "orders_source",
}

func (c column) String() string { return columnNames[c] }

// Write writes the members as the CSV that Read reads: UTF-8, semicolons, line feeds, a header line first.
// Its errors are those of w.
func Write(w io.Writer, members []Member) error {
	b := bufio.NewWriter(w)
	writeRow(b, columnNames[:])
	for _, m := range members {
		until, orders := "", ""
		if m.Until != nil {
			until = m.Until.String()
		}
		if m.OrdersPerYear != nil {
			orders = strconv.FormatInt(*m.OrdersPerYear, 10)
		}
		writeRow(b, []string{
			m.ExternalID, m.Name, strings.Join(m.Domains, ","), strings.Join(m.Emails, ","), m.Phone, m.Address,
			m.KvK, m.Sector, m.Since.String(), until, orders, m.OrdersSource,
		})
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write members: %w", err)
	}
	return nil
}

// writeRow leaves errors to the Flush of its caller: a bufio.Writer keeps the first one.
func writeRow(b *bufio.Writer, fields []string) {
	for i, f := range fields {
		if i > 0 {
			_ = b.WriteByte(';')
		}
		if strings.ContainsAny(f, ";\"\r\n") {
			f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
		_, _ = b.WriteString(f)
	}
	_ = b.WriteByte('\n')
}
