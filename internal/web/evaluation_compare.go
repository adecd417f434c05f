package web

import (
	"math"
	"slices"

	"wederhoor/internal/insight"
	c "wederhoor/internal/web/component"
)

// comparison sets two periods side by side, or two versions of the rules in the period.
type comparison struct {
	Old, New   string // in words
	RulesA     string // versions; "" compares periods
	RulesB     string
	Differ     []insight.Difference
	Better     int
	Worse      int
	Known      int  // figures that can be compared
	NothingYet bool // neither has a figure
}

// compare reads what is compared from the address: two versions of the rules when both are given, else periods.
func (d *insightDesk) compare() comparison {
	known := d.facts.Versions()
	version := func(name string) string {
		if v := d.URL.Query().Get(name); slices.Contains(known, v) {
			return v
		}
		return ""
	}
	a, b := d.asked.compared(), d.asked.filter()
	v := comparison{RulesA: version("regels-a"), RulesB: version("regels-b")}
	if v.RulesA == "" || v.RulesB == "" || v.RulesA == v.RulesB {
		v.Old, v.New = d.spanWords(a), d.spanWords(b)
	} else {
		a = b
		a.Rules, b.Rules = v.RulesA, v.RulesB
		v.Old, v.New = d.T("eval.rules.of", "version", v.RulesA), d.T("eval.rules.of", "version", v.RulesB)
	}
	v.Differ, v.NothingYet = insight.Compare(d.facts, a, b, d.now), true
	for _, x := range v.Differ {
		v.NothingYet = v.NothingYet && !x.Ok
		if !x.Ok || x.Few() {
			continue
		}
		v.Known++
		switch x.Finding {
		case insight.Better:
			v.Better++
		case insight.Worse:
			v.Worse++
		case insight.Unsure:
		}
	}
	return v
}

// compareTitle counts what is surely different.
func (d *insightDesk) compareTitle(v comparison) string {
	switch {
	case v.Known == 0:
		return d.T("eval.title.vergelijking.few")
	case v.Better+v.Worse == 0:
		return d.T("eval.title.vergelijking.none")
	case v.Worse == 0:
		return d.T("eval.title.vergelijking.better", "n", v.Better)
	case v.Better == 0:
		return d.T("eval.title.vergelijking.worse", "n", v.Worse)
	}
	return d.T("eval.title.vergelijking", "better", v.Better, "worse", v.Worse)
}

// estimate writes one figure with its interval and on how many it rests.
func (d *insightDesk) estimate(x insight.Difference, e insight.Estimate) string {
	switch {
	case !e.Ok || e.Few():
		return d.T("insight.few")
	case x.Days:
		return d.T("eval.estimate.days", "n", int(e.Value), "low", d.count(int(e.Low)), "high", d.count(int(e.High)), "of", d.count(e.Of))
	}
	return d.T("eval.estimate", "share", d.percent(e.Value), "low", d.percent(e.Low), "high", d.percent(e.High), "of", d.count(e.Of))
}

// findingWords says in a sentence what a difference means.
func (d *insightDesk) findingWords(x insight.Difference) string {
	if !x.Ok || x.Few() {
		return d.T("eval.finding.few")
	}
	if x.Finding == insight.Unsure {
		return d.T("eval.finding.unsure")
	}
	low, high := x.Low, x.High
	if x.Diff < 0 {
		low, high = -x.High, -x.Low
	}
	way := "more"
	if x.Diff < 0 {
		way = "less"
	}
	unit := "days."
	if !x.Days {
		unit, low, high = "points.", low*100, high*100
	}
	words := d.T("eval.finding."+unit+way, "low", d.quantity(math.Round(low), 0), "high", d.quantity(math.Round(high), 0))
	return d.T("eval.finding", "finding", d.T("eval.finding."+string(x.Finding)), "words", words)
}

// compareTable shows all figures side by side, with a sentence for each.
func (d *insightDesk) compareTable(v comparison) c.TableView {
	t := c.TableView{ID: "compare", Caption: d.T("insight.data.vergelijking"), HideCaption: true, Stack: true, Columns: []c.TableColumn{
		{Text: d.T("eval.figure")}, {Text: v.Old}, {Text: v.New}, {Text: d.T("eval.means")},
	}}
	for _, x := range v.Differ {
		t.Rows = append(t.Rows, []c.TableCell{{Text: d.T("eval.figure." + x.Key)}, {Text: d.estimate(x, x.A)}, {Text: d.estimate(x, x.B)}, {Text: d.findingWords(x)}})
	}
	return t
}

// comparePlot is the comparison as data.
func (d *insightDesk) comparePlot() (plotted, error) {
	v := d.compare()
	head := []string{d.T("eval.figure")}
	for _, name := range []string{v.Old, v.New} {
		head = append(head, name, d.T("insight.low"), d.T("insight.high"), d.T("eval.rests"))
	}
	sheet := [][]string{append(head, d.T("eval.difference"), d.T("insight.low"), d.T("insight.high"), d.T("eval.means"))}
	for _, x := range v.Differ {
		line := []string{d.T("eval.figure." + x.Key)}
		number := func(v float64, ok bool) string {
			switch {
			case !ok:
				return ""
			case x.Days:
				return d.raw(v, 0)
			}
			return d.raw(v*100, 1)
		}
		for _, e := range []insight.Estimate{x.A, x.B} {
			line = append(line, number(e.Value, e.Ok), number(e.Low, e.Ok), number(e.High, e.Ok), d.raw(float64(e.Of), 0))
		}
		sheet = append(sheet, append(line, number(x.Diff, x.Ok), number(x.Low, x.Ok), number(x.High, x.Ok), d.findingWords(x)))
	}
	return plotted{nil, sheet}, nil
}
