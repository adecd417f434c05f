package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/text"
	c "wederhoor/internal/web/component"
)

// period is what the filter of a page of figures asks for.
type period struct {
	Period   string // a key of periods
	From, To procedure.Date
	Sector   string // "" for all
	Against  string // a key of comparisons

	months int  // of the calendar that the period spans; 0 for days of one's own
	whole  bool // it spans them wholly
}

// ownDates is the period between two days that somebody typed.
const ownDates = "eigen"

// periods are the periods to choose from, the first when none was chosen.
var periods = []string{"12-maanden", "deze-maand", "vorige-maand", "dit-kwartaal", "vorig-kwartaal", "dit-jaar", "vorig-jaar", ownDates}

// comparisons are what a period is compared with, the first when none was chosen.
var comparisons = []string{"jaar-eerder", "vorige-periode"}

// readAsked reads the filter from an address. Dates that are wrong leave the form with its errors.
func (d *insightDesk) readAsked(values url.Values) period {
	f := &form{q: d.request, values: values}
	a := period{Period: f.get("periode"), Against: f.get("vergelijk"), Sector: f.get("branche")}
	if !slices.Contains(periods, a.Period) {
		a.Period = periods[0]
	}
	if !slices.Contains(comparisons, a.Against) {
		a.Against = comparisons[0]
	}
	if !slices.Contains(d.facts.Sectors(), a.Sector) {
		a.Sector = ""
	}
	today := procedure.DateOf(d.now)
	if a.Period != ownDates {
		a.calendar(today)
		return a
	}
	a.From, _ = f.date("van", true, false)
	a.To, _ = f.date("tot", true, false)
	switch {
	case !f.ok():
	case a.From.After(today):
		f.wrong("van", "err.insight.future")
	case a.To.Before(a.From):
		f.wrong("tot", "err.insight.order")
	case a.To.After(today):
		a.To = today
	}
	if !f.ok() {
		d.form = f
	}
	return a
}

// calendar fills in the days of a period that goes by the calendar. One that is not over ends today.
func (a *period) calendar(today procedure.Date) {
	month := procedure.Date{Year: today.Year, Month: today.Month, Day: 1}
	quarter := month.AddMonths(-(int(today.Month) - 1) % 3)
	year := procedure.Date{Year: today.Year, Month: time.January, Day: 1}
	begin := func(first procedure.Date, months int) { a.From, a.To, a.months = first, today, months }
	past := func(next procedure.Date, months int) {
		a.From, a.To, a.months, a.whole = insight.LastMonths(next.AddDays(-1), months), next.AddDays(-1), months, true
	}
	switch a.Period {
	case "deze-maand":
		begin(month, 1)
	case "vorige-maand":
		past(month, 1)
	case "dit-kwartaal":
		begin(quarter, 3)
	case "vorig-kwartaal":
		past(quarter, 3)
	case "dit-jaar":
		begin(year, 12)
	case "vorig-jaar":
		past(year, 12)
	default:
		past(today.AddDays(1), 12)
	}
}

// filter is the period as a filter of figures.
func (a period) filter() insight.Filter {
	return insight.Filter{From: a.From, To: a.To, Sector: a.Sector}
}

// compared is the filter of what the period is compared with: as many days of the period before, or of a year earlier.
func (a period) compared() insight.Filter {
	f := a.filter()
	if a.Against == comparisons[0] {
		return f.YearBefore()
	}
	last := a.From.AddDays(-1)
	if a.months == 0 {
		f.From, f.To = a.From.AddDays(-a.From.DaysUntil(a.To)-1), last
		return f
	}
	f.From, f.To = a.From.AddMonths(-a.months), last
	if day := f.From.AddDays(a.From.DaysUntil(a.To)); !a.whole && day.Before(last) {
		f.To = day
	}
	return f
}

// values is the filter as it stands in addresses; what goes without saying is left out.
func (a period) values() url.Values {
	v := url.Values{}
	set := func(name, value, usual string) {
		if value != usual {
			v.Set(name, value)
		}
	}
	set("periode", a.Period, periods[0])
	set("vergelijk", a.Against, comparisons[0])
	set("branche", a.Sector, "")
	if a.Period == ownDates {
		for name, day := range map[string]procedure.Date{"van": a.From, "tot": a.To} {
			v.Set(name+"-day", strconv.Itoa(day.Day))
			v.Set(name+"-month", strconv.Itoa(int(day.Month)))
			v.Set(name+"-year", strconv.Itoa(day.Year))
		}
	}
	return v
}

// hidden carries the filter along in another form.
func (a period) hidden() []c.Hidden {
	values := a.values()
	var out []c.Hidden
	for _, name := range slices.Sorted(maps.Keys(values)) {
		out = append(out, c.Hidden{Name: name, Value: values.Get(name)})
	}
	return out
}

// spanWords writes a period: "1 juni 2025 tot en met 31 mei 2026".
func (q *request) spanWords(f insight.Filter) string {
	return q.T("insight.span", "from", text.DateShort(q.lang, f.From.Start()), "to", text.DateShort(q.lang, f.To.Start()))
}

func (d *insightDesk) pickPeriod() c.SelectView {
	v := c.SelectView{ID: "periode", Name: "periode", Label: d.T("insight.period"), LabelSize: c.SizeS, Value: d.asked.Period}
	for _, p := range periods {
		v.Options = append(v.Options, c.Option{Value: p, Text: d.T("insight.period." + p)})
	}
	return v
}

func (d *insightDesk) pickAgainst() c.SelectView {
	v := c.SelectView{ID: "vergelijk", Name: "vergelijk", Label: d.T("insight.against"), LabelSize: c.SizeS, Value: d.asked.Against}
	for _, p := range comparisons {
		v.Options = append(v.Options, c.Option{Value: p, Text: d.T("insight.against." + p)})
	}
	return v
}

func (d *insightDesk) pickSector() c.SelectView {
	v := c.SelectView{ID: "branche", Name: "branche", Label: d.T("insight.sector"), LabelSize: c.SizeS, Value: d.asked.Sector}
	v.Options = append(v.Options, c.Option{Value: "", Text: d.T("insight.sector.all")})
	for _, s := range d.facts.Sectors() {
		if s != "" {
			v.Options = append(v.Options, c.Option{Value: s, Text: d.sector(s)})
		}
	}
	return v
}

// dayField is a day of the filter: as typed, or as it was read.
func (d *insightDesk) dayField(name, legend, hint string, day procedure.Date) c.DateView {
	v := d.dateField(name, legend, hint)
	if d.form == nil && d.asked.Period == ownDates {
		v.Day, v.Month, v.Year = strconv.Itoa(day.Day), strconv.Itoa(int(day.Month)), strconv.Itoa(day.Year)
	}
	return v
}
