package web

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
	"wederhoor/internal/web/chart"
	c "wederhoor/internal/web/component"
)

// quantity writes a number with so many decimals, as the language does: 1.234,5 or 1,234.5.
func (q *request) quantity(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s
	}
	out := text.Number(q.lang, n)
	if rest != "" {
		mark := ","
		if q.lang == text.EN {
			mark = "."
		}
		out += mark + rest
	}
	if v < 0 && strings.Trim(s, "0.") != "" {
		out = "−" + out
	}
	return out
}

// count writes a whole number.
func (q *request) count(n int) string { return text.Number(q.lang, int64(n)) }

// percent writes a share from 0 to 1 in whole hundredths. What is not nothing and not all is not written so.
func (q *request) percent(v float64) string {
	switch {
	case v > 0 && v < 0.005:
		return q.T("insight.percent.under", "n", 1)
	case v < 1 && v > 0.995:
		return q.T("insight.percent.over", "n", 99)
	}
	return q.T("insight.percent", "n", q.quantity(v*100, 0))
}

// share writes a share, or that there is too little to say: with less than 5 it says nothing.
func (q *request) share(s insight.Share) string {
	if s.Few() {
		return q.T("insight.few")
	}
	return q.percent(s.Value())
}

// shareOf writes of how many a share is: "781 van 1.312".
func (q *request) shareOf(s insight.Share) string { return q.T("insight.of", "n", s.N, "all", s.Of) }

// shareWords writes a share with its numbers: "60 % (781 van 1.312)".
func (q *request) shareWords(s insight.Share) string {
	if s.Of == 0 {
		return q.T("insight.nothing")
	}
	return q.T("insight.share", "share", q.share(s), "of", q.shareOf(s))
}

// between writes the interval of a share: "8 % tot 17 %".
func (q *request) between(i insight.Interval) string {
	return q.T("insight.between", "low", q.percent(i.Low), "high", q.percent(i.High))
}

// daysWords writes a number of days.
func (q *request) daysWords(n int) string { return q.T("insight.days", "n", n) }

// quantile writes the day of a quantile.
func (q *request) quantile(x insight.Quantile, few bool) string {
	if few || !x.Ok {
		return q.T("insight.few")
	}
	return q.daysWords(x.Day)
}

// changeWords writes a change of a count: "+ 8 %".
func (q *request) changeWords(now, before int) string {
	if before < fewOf {
		return q.T("insight.change.unknown")
	}
	change := math.Round((float64(now)/float64(before) - 1) * 100)
	switch {
	case change > 0:
		return q.T("insight.change.more", "n", int(change))
	case change < 0:
		return q.T("insight.change.less", "n", int(-change))
	}
	return q.T("insight.change.none")
}

// fewOf is below how many nothing is said.
const fewOf = 5

// monthWords names a month.
func (q *request) monthWords(d procedure.Date) string { return text.Month(q.lang, d.Start()) }

// monthLabel names a month of a period, or its first day when the period begins within it.
func (q *request) monthLabel(d procedure.Date) string {
	if d.Day == 1 {
		return q.monthWords(d)
	}
	return q.T("insight.month.from", "date", text.DateShort(q.lang, d.Start()))
}

// plate is the frame of a chart of these pages, with its data at base/id.csv.
func (d *insightDesk) plate(base, id, title string) chart.Frame {
	return chart.Frame{
		ID: id, Title: title, Subtitle: d.T("insight.how." + id), Table: d.T("insight.table"), Caption: d.T("insight.data." + id),
		CSV: c.Link{Text: d.T("insight.csv"), Href: d.link(base + "/" + id + ".csv"), Hidden: " " + d.T("insight.data."+id)}, Empty: d.T("insight.empty"),
	}
}

// emptyOf says why a chart has nothing to show: there are no disputes at all, or what key says.
func (d *insightDesk) emptyOf(disputes int, key string) string {
	if disputes == 0 {
		return d.T("insight.empty")
	}
	return d.T(key)
}

// raw writes a number for a spreadsheet: no marks between thousands.
func (q *request) raw(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if q.lang == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// rawShare writes a share for a spreadsheet, in hundredths; "" when there is none.
func (q *request) rawShare(s insight.Share) string {
	if s.Of == 0 {
		return ""
	}
	return q.raw(s.Value()*100, 1)
}

// sendSheet gives data as a table for a spreadsheet: UTF-8, semicolons, and nothing that is read as a formula.
func (d *staffDesk) sendSheet(name string, lines [][]string) error {
	var b strings.Builder
	b.WriteString("\ufeff") // by which spreadsheets know the letters
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	for _, line := range lines {
		safe := make([]string, len(line))
		for i, s := range line {
			safe[i] = harmlessCell(s)
		}
		if err := w.Write(safe); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	h := d.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+procedure.DateOf(d.app.Now()).String()+`.csv"`)
	if _, err := d.w.Write([]byte(b.String())); err != nil {
		d.app.Log.Debug("table not delivered", "cause", err.Error())
	}
	return nil
}

// harmlessCell is harmless for what is not a plain number: "-3" may stay.
func harmlessCell(s string) string {
	if _, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err == nil {
		return s
	}
	return harmless(s)
}
