package web

import (
	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// ledgerTable shows the money of a case: a line for each amount, and the sum over the three, which is zero (rules 3.8).
func (p *staffCasePage) ledgerTable(entries []procedure.Entry, v moneyView) c.TableView {
	t := c.TableView{
		ID: "ledger", Caption: p.T("office.ledger.h"), HideCaption: true, Stack: true,
		Columns: []c.TableColumn{
			{Text: p.T("office.ledger.what")},
			{Text: p.T("office.ledger.number")},
			{Text: p.T("word.customer"), Numeric: true},
			{Text: p.T("word.shop"), Numeric: true},
			{Text: p.T("office.ledger.us"), Numeric: true},
			{Text: p.T("office.ledger.sum"), Numeric: true},
		},
	}
	var all procedure.Entry
	row := func(what, number string, e procedure.Entry) {
		cells := []c.TableCell{{Text: what}, {Text: dash(number)}}
		for _, cents := range []int64{e.Consumer, e.Shop, e.Trustmark, e.Sum()} {
			cells = append(cells, c.TableCell{Text: text.Amount(p.lang, cents)})
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, e := range entries {
		row(p.T("office.ledger."+e.Kind), v.number(e), e)
		all.Consumer, all.Shop, all.Trustmark = all.Consumer+e.Consumer, all.Shop+e.Shop, all.Trustmark+e.Trustmark
	}
	row(p.T("office.ledger.total"), "", all)
	return t
}

// number is the number of a line: of the receipt, of what went back of it, of the ruling.
func (v moneyView) number(e procedure.Entry) string {
	receipt := func(payment string) string {
		for _, x := range v.Payments {
			if x.ID == payment {
				return x.Receipt
			}
		}
		return ""
	}
	switch e.Kind {
	case "payment":
		return receipt(e.ID)
	case "refund":
		for _, r := range v.Refunds {
			if r.ID == e.ID {
				return creditNumber(receipt(r.Payment))
			}
		}
	case "ruling":
		return e.ID
	}
	return ""
}
