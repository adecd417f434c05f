package member

import (
	"strconv"
	"strings"
)

// Entry is a member as another program gives it: the same texts as the columns of the file, before they are judged.
type Entry struct {
	ExternalID, Name    string
	Domains, Emails     []string
	Phone, Address, KvK string
	Sector              string
	Since, Until        string // YYYY-MM-DD; "" for none
	OrdersPerYear       *int64
	OrdersSource        string
}

// Judge holds entries to what Read holds the rows of a file to. The line of a problem is the place of the entry in
// the list, from 1; lines gives that place for each member whose entry is good.
func Judge(list []Entry) (_ *Import, lines []int) {
	out := &Import{Rows: len(list)}
	check := newChecker()
	for i, e := range list {
		check.line, check.problems = i+1, nil
		check.fields = e.fields()
		m := check.member()
		if len(check.problems) > 0 {
			out.BadRows++
			out.Problems = append(out.Problems, check.problems...)
			continue
		}
		out.Members = append(out.Members, m)
		lines = append(lines, i+1)
	}
	return out, lines
}

func (e Entry) fields() [columnCount]string {
	orders := ""
	if e.OrdersPerYear != nil {
		orders = strconv.FormatInt(*e.OrdersPerYear, 10)
	}
	return [columnCount]string{
		colExternalID: e.ExternalID, colName: e.Name, colDomains: strings.Join(e.Domains, ","), colEmails: strings.Join(e.Emails, ","),
		colPhone: e.Phone, colAddress: e.Address, colKvK: e.KvK, colSector: e.Sector, colSince: e.Since, colUntil: e.Until,
		colOrders: orders, colSource: e.OrdersSource,
	}
}

// Entry gives a member in the form in which programs exchange it.
func (m Member) Entry() Entry {
	e := Entry{
		ExternalID: m.ExternalID, Name: m.Name, Domains: m.Domains, Emails: m.Emails, Phone: m.Phone, Address: m.Address,
		KvK: m.KvK, Sector: m.Sector, Since: m.Since.String(), OrdersPerYear: m.OrdersPerYear, OrdersSource: m.OrdersSource,
	}
	if m.Until != nil {
		e.Until = m.Until.String()
	}
	return e
}
