package web

import (
	"testing"
	"time"

	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

func TestHarmlessCells(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "LB-1": "LB-1", "=1+1": "'=1+1", "+31": "'+31", "-3": "'-3", "@sum": "'@sum", "\tx": "'\tx", "é=": "é=", "'=": "'=",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestPlainAmount(t *testing.T) {
	t.Parallel()
	if got := plainAmount(text.NL, 123_45) + " " + plainAmount(text.EN, 123_45) + " " + plainAmount(text.NL, 0); got != "123,45 123.45 " {
		t.Error(got)
	}
}

func row(ref string, turn procedure.Turn, day int) registry.Row {
	r := registry.Row{Reference: ref, Turn: turn, Stage: procedure.Direct, Order: "LB-" + ref, Customer: "Anna de Boer"}
	if day > 0 {
		r.LastDay = procedure.Date{Year: 2026, Month: time.June, Day: day}
	}
	if turn == procedure.TurnClosed {
		r.Stage = procedure.Ended
	}
	return r
}

func TestInboxViews(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC)
	rows := []registry.Row{
		row("closed", procedure.TurnClosed, 0), row("waiting", procedure.TurnShop, 0), row("far", procedure.TurnShop, 17),
		row("late", procedure.TurnShop, 9), row("soon", procedure.TurnShop, 11), row("customer", procedure.TurnConsumer, 10),
	}
	sortRows(rows)
	for _, x := range []struct {
		v    inbox
		want string
	}{
		{inbox{}, "late customer soon far waiting closed "},
		{inbox{View: "turn"}, "late soon far waiting "},
		{inbox{View: "soon"}, "soon "},
		{inbox{View: "late"}, "late "},
		{inbox{View: "customer"}, "customer "},
		{inbox{View: "closed"}, "closed "},
		{inbox{View: "mediation"}, ""},
		{inbox{Search: "lb-far"}, "far "},
		{inbox{Search: "ANNA", View: "closed"}, "closed "},
		{inbox{Search: "niemand"}, ""},
	} {
		got := ""
		for _, r := range rows {
			if x.v.fits(r, now) {
				got += r.Reference + " "
			}
		}
		if got != x.want {
			t.Errorf("%+v gives %q, want %q", x.v, got, x.want)
		}
	}
}
