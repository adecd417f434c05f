package web

import (
	"strconv"
	"strings"

	"wederhoor/internal/registry"
	c "wederhoor/internal/web/component"
)

// importFigures counts what an import would do, or did.
func (d *staffDesk) importFigures(v importDone) c.FiguresView {
	n := func(key string, n int) c.Figure {
		return c.Figure{Label: d.T("import.count." + key), Number: strconv.Itoa(n)}
	}
	return c.FiguresView{Items: []c.Figure{
		n("new", v.New), n("changed", v.Changed), n("ended", v.Ended), n("same", v.Same), n("bad", v.Bad),
	}}
}

// counts gives the numbers of a plan.
func (v checking) counts() importDone {
	n := func(k registry.ChangeKind) int { return len(v.Plan.Of(k)) }
	return importDone{
		New: n(registry.MemberNew), Changed: n(registry.MemberChanged), Ended: n(registry.MemberEnded),
		Same: n(registry.MemberSame), Bad: v.File.in.BadRows,
	}
}

// importList is one list of the preview, cut to what can be read.
type importList struct {
	ID, Title, Words string
	Table            c.TableView
	More             int    // rows that are not shown
	Closed           string // what opens a list that is long and of less matter; "" for one that is open
}

// importColumns says what each column of the file holds.
func (d *staffDesk) importColumns() c.SummaryListView {
	var v c.SummaryListView
	for name := range strings.SplitSeq(importColumn, ", ") {
		v.Rows = append(v.Rows, c.SummaryRow{Key: name, Value: d.T("import.column." + name)})
	}
	return v
}

// importLists are the lists of the preview that have something in them.
func (d *staffDesk) importLists(v checking) []importList {
	var out []importList
	add := func(id string, rows [][]c.TableCell, columns ...string) {
		if len(rows) == 0 {
			return
		}
		l := importList{ID: id, Title: d.T("import." + id + ".h"), Words: d.T("import." + id + ".body")}
		if len(columns) == 2 && len(rows) > importOpen {
			l.Closed = d.T("import.open", "n", len(rows))
		}
		if len(rows) > importShown {
			rows, l.More = rows[:importShown], len(rows)-importShown
		}
		l.Table = c.TableView{ID: id, Caption: l.Title, HideCaption: true, Rows: rows, Stack: len(columns) > 2}
		for _, k := range columns {
			l.Table.Columns = append(l.Table.Columns, c.TableColumn{Text: d.T("import.col." + k)})
		}
		out = append(out, l)
	}
	add("bad", d.badRows(v), "line", "field", "wrong")
	add("taken", takenRows(v), "number", "domain", "owner")
	add("ended", d.changeRows(v.Plan.Of(registry.MemberEnded)), "number", "name", "field", "old", "new")
	add("changed", d.changeRows(v.Plan.Of(registry.MemberChanged)), "number", "name", "field", "old", "new")
	add("new", memberRows(v.Plan.Of(registry.MemberNew)), "number", "name")
	add("missing", memberRows(v.Plan.Of(registry.MemberMissing)), "number", "name")
	return out
}

func (d *staffDesk) badRows(v checking) [][]c.TableCell {
	var out [][]c.TableCell
	for _, p := range v.File.in.Problems {
		out = append(out, []c.TableCell{{Text: strconv.Itoa(p.Line)}, {Text: d.field(p.Column)}, {Text: d.problemWords(p)}})
	}
	return out
}

func takenRows(v checking) [][]c.TableCell {
	var out [][]c.TableCell
	for _, t := range v.Plan.Taken {
		out = append(out, []c.TableCell{{Text: t.Member}, {Text: t.Domain}, {Text: t.Owner}})
	}
	return out
}

func memberRows(list []registry.MemberChange) [][]c.TableCell {
	var out [][]c.TableCell
	for _, x := range list {
		out = append(out, []c.TableCell{{Text: x.ID}, {Text: x.Name}})
	}
	return out
}

// changeRows gives a row for each field that gets another value.
func (d *staffDesk) changeRows(list []registry.MemberChange) [][]c.TableCell {
	var out [][]c.TableCell
	for _, x := range list {
		for _, f := range x.Fields {
			out = append(out, []c.TableCell{{Text: x.ID}, {Text: x.Name}, {Text: d.field(f.Field)}, {Text: dash(glance(f.Old))}, {Text: dash(glance(f.New))}})
		}
	}
	return out
}
