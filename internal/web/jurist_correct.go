package web

import (
	"strconv"
	"strings"

	"wederhoor/internal/letter"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// The orders on the page of a correction: each with its amount, its day and its words, as they stand (rules 3.6).

func fixName(field string, i int) string { return "order-" + field + "-" + strconv.Itoa(i+1) }

// orderSaid says an order as it stands.
func (p *filePage) orderSaid(o registry.OrderView) string {
	return letter.OrderWords(p.app.Text, p.lang, o.Order, o.Words, o.From)
}

func (p *filePage) fixAmount(i int, o registry.OrderView) c.InputView {
	v := p.moneyField(fixName("amount", i), p.T("jurist.order.amount"), "", o.Amount)
	v.Value = p.typed(v.Name, p.amountTyped(o.Amount))
	return v
}

// amountTyped is an amount as a person types it.
func (p *filePage) amountTyped(cents int64) string {
	return strings.Trim(text.Amount(p.lang, cents), "€\u00a0 ")
}

func (p *filePage) fixDue(i int, o registry.OrderView) c.DateView {
	v := p.dateField(fixName("due", i), p.T("jurist.order.due"), "")
	v.Day = p.typed(v.Name+"-day", strconv.Itoa(o.Due.Day))
	v.Month = p.typed(v.Name+"-month", strconv.Itoa(int(o.Due.Month)))
	v.Year = p.typed(v.Name+"-year", strconv.Itoa(o.Due.Year))
	return v
}

func (p *filePage) fixWords(i int, o registry.OrderView) c.TextareaView {
	v := p.areaField(fixName("words", i), p.T("jurist.order.words"), "", 2)
	v.Value = p.typed(v.Name, o.Words)
	return v
}

// readFixes gives the orders that were changed; a field that was not sent leaves what it is about as it is.
func (p *filePage) readFixes(f *form) []registry.OrderFix {
	if p.file.Ruling == nil || !p.file.OrdersOpen() {
		return nil
	}
	var out []registry.OrderFix
	today := procedure.DateOf(p.app.Now())
	for i, o := range p.file.Ruling.Orders {
		x := registry.OrderFix{N: i + 1, Amount: o.Amount, Due: o.Due, Words: o.Words}
		if _, sent := f.values[fixName("amount", i)]; sent && o.Amount > 0 && !o.Fee {
			x.Amount = f.amount(fixName("amount", i), true)
		}
		if _, sent := f.values[fixName("due", i)+"-day"]; sent {
			x.Due, _ = f.date(fixName("due", i), true, false)
			if !x.Due.IsZero() && x.Due != o.Due && x.Due.Before(today) {
				f.wrong(fixName("due", i), "err.offer.due")
			}
		}
		if _, sent := f.values[fixName("words", i)]; sent && !o.Fee {
			x.Words = f.words(fixName("words", i), mostWords, "")
		}
		if x.Amount != o.Amount || x.Due != o.Due || x.Words != o.Words {
			out = append(out, x)
		}
	}
	return out
}
