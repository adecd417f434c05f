package chart_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	. "wederhoor/internal/web/chart"
)

func TestFunnelMarksByTheLimits(t *testing.T) {
	t.Parallel()
	curves := []Limit{{100, 10, 20}, {10000, 10, 20}}
	for _, c := range []struct {
		name               string
		m                  Member
		triangle, diamonds int
	}{
		{"below both", Member{Orders: 1000, Disputes: 9}, 0, 0},
		{"on the limit is not above it", Member{Orders: 1000, Disputes: 20}, 1, 0},
		{"between", Member{Orders: 1000, Disputes: 15}, 1, 0},
		{"above both", Member{Orders: 1000, Disputes: 21}, 0, 1},
		{"its own limits go first", Member{Orders: 1000, Disputes: 21, Limit95: 30, Limit998: 40}, 0, 0},
		{"too few disputes", Member{Orders: 100, Disputes: 2}, 0, 0},
		{"left of the curves", Member{Orders: 50, Disputes: 3}, 0, 1},
		{"right of the curves", Member{Orders: 100000, Disputes: 3000}, 0, 1},
	} {
		v := trustmark(0)
		v.Limits, c.m.Name = curves, "Winkel X"
		v.Members = []Member{c.m}
		out := render(t, Funnel(v))
		sound(t, out)
		doc := tree(t, out)
		if a, b := shapes(doc, "c-triangle"), shapes(doc, "c-diamond"); a != c.triangle || b != c.diamonds {
			t.Errorf("%s: %d triangles, %d diamonds", c.name, a, b)
		}
		if named := strings.Contains(words(pictures(doc)[0]), "Winkel X"); named != (c.diamonds == 1) {
			t.Errorf("%s: named is %v", c.name, named)
		}
		if inTable := len(find(doc, "td", "")) > 0; inTable != (c.triangle+c.diamonds == 1) {
			t.Errorf("%s: in the table is %v", c.name, inTable)
		}
	}
}

func TestFunnelWhole(t *testing.T) {
	t.Parallel()
	v := trustmark(400)
	v.Whole = true
	doc := tree(t, render(t, Funnel(v)))
	if rows := len(find(find(doc, "tbody", "")[0], "tr", "")); rows != len(v.Members) {
		t.Errorf("%d rows for %d members", rows, len(v.Members))
	}
	if strings.Contains(words(doc), v.Words.Others) {
		t.Error("says that others are elsewhere")
	}
}

// TestFunnelOwn holds the view of one member to showing nobody else.
func TestFunnelOwn(t *testing.T) {
	t.Parallel()
	v := ownView()
	for i := range v.Members {
		if !v.Members[i].Own {
			v.Members[i].Name = "geheim" + strconv.Itoa(i)
			v.Members[i].Href, v.Members[i].Source, v.Members[i].Ratio = "/geheim", "geheim", "geheim"
		}
	}
	for _, whole := range []bool{false, true} {
		v.Whole = whole
		out := render(t, Funnel(v))
		if strings.Contains(out, "geheim") {
			t.Error("shows another member")
		}
		doc := tree(t, out)
		if shapes(doc, "c-ring") != 1 || shapes(doc, "c-diamond")+shapes(doc, "c-triangle") != 1 {
			t.Error("not exactly one member stands out")
		}
		if !strings.Contains(words(pictures(doc)[0]), "Boekhoek") || len(find(find(doc, "tbody", "")[0], "tr", "")) != 1 {
			t.Error("the own member is not named")
		}
	}
	v.Members = v.Members[len(v.Members)-1:]
	sound(t, render(t, Funnel(v)))
}

func TestFunnelBeyondTheAxis(t *testing.T) {
	t.Parallel()
	v := trustmark(300)
	v.Members = append(v.Members, Member{Name: "Ramp", Orders: 300, Disputes: 200})
	out := render(t, Funnel(v))
	sound(t, out)
	if !strings.Contains(out, "Ramp 666,7") {
		t.Error("a member above the axis does not say how far")
	}
}

func TestControlMarksAndResets(t *testing.T) {
	t.Parallel()
	v := weeks(4)
	v.ClimbLimit = 10
	v.Points = []Point{
		{Label: "1", Count: 20, Expected: 20, Upper: 33, Climb: 2},
		{Label: "2", Count: 34, Expected: 20, Upper: 33, Climb: 12},
		{Label: "3", Count: 21, Expected: 20, Upper: 33, Climb: 1},
		{Label: "4", Count: 20, Expected: 20, Upper: 33, Climb: 0, Signal: true},
	}
	out := render(t, Control(v))
	sound(t, out)
	doc := tree(t, out)
	if n := shapes(doc, "c-diamond"); n != 3 {
		t.Errorf("%d diamonds: one above the limit, one marked, one where the sum gives a signal", n)
	}
	var sum []string
	follow(t, attr(find(doc, "path", "c-sum")[0], "d"), func(x, y float64) { sum = append(sum, strconv.Itoa(int(x))+","+strconv.Itoa(int(y))) })
	if len(sum) != 5 || strings.Split(sum[1], ",")[0] != strings.Split(sum[2], ",")[0] || !strings.HasSuffix(sum[2], ","+strings.Split(sum[4], ",")[1]) {
		t.Errorf("the sum does not fall to 0 where it gave a signal: %v", sum)
	}
	if n := strings.Count(words(find(doc, "tbody", "")[0]), v.Words.Signal); n != 2 {
		t.Errorf("%d signals in the table", n)
	}
}

func TestSurvivalReadsMedians(t *testing.T) {
	t.Parallel()
	v := times()
	v.Curves = []Curve{
		{Label: "snel", Steps: []Step{{3, 0.5}, {10, 0.95}}},
		{Label: "kort gevolgd", Steps: []Step{{5, 0.2}, {20, 0.4}}, Until: 25},
	}
	out := render(t, Survival(v))
	sound(t, out)
	doc := tree(t, out)
	if shapes(doc, "c-median") != 1 || shapes(doc, "c-ninety") != 1 {
		t.Error("marks what was not reached")
	}
	var rows []string
	for _, r := range find(find(doc, "tbody", "")[0], "tr", "") {
		var cells []string
		for _, c := range find(r, "td", "") {
			cells = append(cells, words(c))
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	if got := strings.Join(rows, "|"); got != "50% 95% 95% 95% 95% 3 10|20% 20% – – – nog niet nog niet" {
		t.Error(got)
	}
	dashes := map[string]bool{}
	for _, p := range find(pictures(doc)[0], "path", "c-curve") {
		dashes[attr(p, "class")] = true
	}
	if len(dashes) != 2 {
		t.Errorf("lines with the same dashes: %v", dashes)
	}
}

func TestLineStopsWhereNothingIsKnown(t *testing.T) {
	t.Parallel()
	v := months()
	v.Values[5].Number = math.NaN()
	out := render(t, Line(v))
	sound(t, out)
	doc := tree(t, out)
	if n := len(find(pictures(doc)[0], "path", "c-count")); n != 2 {
		t.Errorf("%d pieces of line", n)
	}
	if n := shapes(doc, "c-band"); n != 2 {
		t.Errorf("%d intervals", n)
	}
	if rows := find(find(doc, "tbody", "")[0], "tr", ""); len(rows) != 24 || !strings.Contains(words(rows[5]), "–") {
		t.Error("the table misses a month")
	}
}

func TestBarsAreTheTable(t *testing.T) {
	t.Parallel()
	v := endings()
	v.Bars[1].Marked, v.MarkedKey = true, "boven de grens"
	doc := tree(t, render(t, Bars(v)))
	rows := find(find(doc, "tbody", "")[0], "tr", "")
	if len(rows) != len(v.Bars) {
		t.Fatalf("%d rows", len(rows))
	}
	if w := attr(find(rows[1], "svg", "app-bars__bar")[0], "width"); w != "59.5%" {
		t.Errorf("781 of 1,312 is %s wide", w)
	}
	if w := attr(find(rows[1], "line", "c-was")[0], "x1"); w != "52.6%" {
		t.Errorf("690 of 1,312 is at %s", w)
	}
	if !strings.Contains(words(rows[1]), "781 (60%)") || !strings.Contains(words(rows[1]), "boven de grens") || len(find(rows[1], "path", "c-diamond")) != 1 {
		t.Errorf("the row says %q", words(rows[1]))
	}
	if len(find(rows[6], "line", "c-was")) != 0 {
		t.Error("a mark for a year that is not known")
	}
}

func TestCohortCells(t *testing.T) {
	t.Parallel()
	v := cohorts()
	v.Rows = []CohortRow{{Label: "mei", Cells: []CohortCell{{0, "0%"}, {1, "100%"}, {math.NaN(), "?"}}}}
	cells := find(tree(t, render(t, Cohort(v))), "td", "app-cohort__cell")
	for i, want := range []string{"app-cohort__cell--0", "app-cohort__cell--9", "", ""} {
		if class := attr(cells[i], "class"); strings.TrimSpace(strings.TrimPrefix(class, "app-cohort__cell")) != "" && !strings.HasSuffix(class, want) || want != "" && !strings.HasSuffix(class, want) {
			t.Errorf("cell %d has class %q", i, class)
		}
		if want == "" && !strings.Contains(words(cells[i]), v.Unknown) {
			t.Errorf("cell %d says %q", i, words(cells[i]))
		}
	}
}

// TestNothingToDraw gives every chart nothing, or only what cannot be drawn.
func TestNothingToDraw(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	f := frame("leeg", "Nog niets", "")
	for name, c := range map[string]templ.Component{
		"funnel without members": Funnel(FunnelView{Frame: f}),
		"funnel without orders":  Funnel(FunnelView{Frame: f, Members: []Member{{Name: "x"}, {Name: "y", Orders: nan}, {Name: "z", Orders: math.Inf(1)}}}),
		"control":                Control(ControlView{Frame: f}),
		"control of no numbers":  Control(ControlView{Frame: f, Points: []Point{{Count: nan}}}),
		"survival":               Survival(SurvivalView{Frame: f}),
		"survival of no numbers": Survival(SurvivalView{Frame: f, Curves: []Curve{{Steps: []Step{{nan, nan}}}}}),
		"line":                   Line(LineView{Frame: f}),
		"line of no numbers":     Line(LineView{Frame: f, Values: []Value{{Number: nan, Other: nan}}}),
		"bars":                   Bars(BarsView{Frame: f}),
		"cohort":                 Cohort(CohortView{Frame: f}),
	} {
		out := render(t, c)
		sound(t, out)
		if !strings.Contains(out, f.Empty) || strings.Contains(out, "<svg") || strings.Contains(out, "<table") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestOddNumbers draws what data can be at its worst: one point, all the same, zero, huge, not a number.
func TestOddNumbers(t *testing.T) {
	t.Parallel()
	odd := []float64{0, 1, -1, 0.001, 1e-9, 23, 1e6, 1e12, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64}
	r := rand.New(rand.NewPCG(2, 3))
	pick := func() float64 { return odd[r.IntN(len(odd))] }
	name := func() string { return []string{"", "Winkel", evil, long}[r.IntN(4)] }
	for range 400 {
		n := r.IntN(5)
		fun, con, sur, lin := trustmark(0), weeks(0), times(), months()
		con.ClimbLimit, sur.Days = pick(), pick()
		fun.Mean, fun.Members, fun.Limits = pick(), nil, nil
		sur.Curves, lin.Values = nil, nil
		con.Notes = append(con.Notes, Note{r.IntN(8) - 2, name()})
		bars := BarsView{Frame: frame("bars", "t", "s"), Most: pick()}
		for i := range n {
			fun.Members = append(fun.Members, Member{Name: name(), Orders: pick(), Disputes: r.IntN(1000) - 1, Own: r.IntN(4) == 0})
			fun.Limits = append(fun.Limits, Limit{pick(), pick(), pick()})
			con.Points = append(con.Points, Point{name(), pick(), pick(), pick(), pick(), i%2 == 0})
			sur.Curves = append(sur.Curves, Curve{Label: name(), Steps: []Step{{pick(), pick()}, {pick(), pick()}}, Until: pick()})
			lin.Values = append(lin.Values, Value{name(), pick(), pick()})
			lin.Pieces = append(lin.Pieces, Piece{r.IntN(4) - 1, r.IntN(4), pick(), pick(), pick(), name()})
			bars.Bars = append(bars.Bars, Bar{Label: name(), Value: pick(), Before: pick(), BeforeText: "x", Text: name()})
		}
		for _, c := range []templ.Component{Funnel(fun), Control(con), Survival(sur), Line(lin), Bars(bars)} {
			out := render(t, c)
			sound(t, out)
			if strings.Contains(out, "NaN") || strings.Contains(out, "Inf") {
				t.Fatal(out)
			}
		}
		if t.Failed() {
			t.Fatalf("%+v\n%+v\n%+v\n%+v", fun.Members, con, sur.Curves, lin.Values)
		}
	}
}

// TestFunnelIsSmall holds the plot of a large trustmark to its size and time (a generous one: machines differ).
func TestFunnelIsSmall(t *testing.T) {
	t.Parallel()
	v := trustmark(5000)
	begin := time.Now()
	out := render(t, Funnel(v))
	if took := time.Since(begin); took > 200*time.Millisecond {
		t.Errorf("took %v", took)
	}
	from, to := strings.Index(out, `<svg class="app-chart__svg"`), strings.LastIndex(out, "</svg>")
	if size := to - from; size > 40_000 {
		t.Errorf("%d bytes of picture for %d members", size, len(v.Members))
	}
}

func BenchmarkFunnel(b *testing.B) {
	for _, n := range []int{1200, 4800} {
		v := trustmark(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(render(b, Funnel(v)))))
			}
		})
	}
}

func BenchmarkControl(b *testing.B) {
	v := weeks(104)
	for b.Loop() {
		render(b, Control(v))
	}
}
