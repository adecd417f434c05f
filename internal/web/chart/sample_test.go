package chart_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	. "wederhoor/internal/web/chart"
	"wederhoor/internal/web/component"
)

// Samples of every chart. They are rendered by the tests, and written as a page when SAMPLE_DIR is set, to be looked at.

// dutch writes numbers as 1.234,5.
func dutch(v float64, decimals int) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(v, 'f', decimals, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if part != "" {
		whole += "," + part
	}
	return whole
}

func percent(share float64) string { return dutch(share*100, 0) + "%" }

func frame(id, title, subtitle string) Frame {
	return Frame{
		ID: id, Title: title, Subtitle: subtitle, Table: "Toon als tabel", Caption: title + " (tabel)",
		CSV:   component.Link{Text: "Download (csv)", Href: "/insight/" + id + ".csv", Hidden: title},
		Empty: "Er zijn nog geen zaken in deze periode.",
	}
}

// Names and words that try to break out, or never break.
const (
	evil = `<script>alert("x")</script>&'`
	long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)

// limit stands in for the true limits: wide enough for samples.
func limit(orders float64) Limit {
	const mean = 0.9
	expected := mean * orders / 1000
	spread := math.Sqrt(expected + 0.13*expected*expected)
	return Limit{orders, (expected + 1.96*spread + 0.8) / orders * 1000, (expected + 3.1*spread + 2.3) / orders * 1000}
}

// trustmark makes members of log-normal size with disputes at a rate of 0.9 per 1,000, and a few that are far worse.
func trustmark(n int) FunnelView {
	r := rand.New(rand.NewPCG(4, 17))
	v := FunnelView{
		Frame: frame("funnel", "3 leden hebben veel meer klachten dan je door toeval mag verwachten",
			"Elk teken is een lid. Hoe verder naar rechts, hoe groter de winkel. Boven de rode lijn (99,8%) is toeval niet aannemelijk."),
		Mean: 0.9, Least: 3, Number: dutch,
		Words: FunnelWords{
			Orders: "Bestellingen in 12 maanden (log-schaal)", Rate: "Klachten per 1.000 bestellingen", Mean: "gemiddeld", Limit95: "95%", Limit998: "99,8%",
			Dot: "lid", Triangle: "boven de 95%-lijn", Diamond: "boven de 99,8%-lijn", Beyond: "hoger dan de grafiek",
			MemberColumn: "Lid", OrdersColumn: "Bestellingen", DisputesColumn: "Klachten", RateColumn: "Per 1.000", LimitColumn: "Grens 99,8%",
			RatioColumn: "Verhouding (ondergrens)", MarkColumn: "Teken", Others: "De andere leden staan in het csv-bestand.", None: "Geen lid is boven een lijn.",
		},
	}
	v.Table = "Toon als tabel: leden boven een lijn"
	for i := range n {
		orders := math.Round(math.Exp(6.2 + 1.5*r.NormFloat64()))
		expected := orders * 0.9 / 1000 * math.Exp(0.35*r.NormFloat64()-0.06)
		v.Members = append(v.Members, Member{Name: "Winkel " + strconv.Itoa(i+1), Href: "/members/" + strconv.Itoa(i+1), Orders: max(orders, 12), Disputes: poisson(r, expected)})
	}
	for _, m := range []Member{{Name: "Snelmode24", Orders: 2100, Disputes: 14}, {Name: "Fonkelgadgets", Orders: 5200, Disputes: 27}, {Name: "Tuinparadijs Oost", Orders: 19000, Disputes: 64}} {
		m.Href, m.Source, m.Ratio = "/members/x", "opgave 2025", "4,1 (2,6)"
		if n > 3 {
			v.Members = append(v.Members, m)
		}
	}
	for i := range 121 {
		v.Limits = append(v.Limits, limit(10*math.Pow(12000, float64(i)/120)))
	}
	return v
}

func poisson(r *rand.Rand, mean float64) int {
	n := 0
	for p := r.Float64(); p > math.Exp(-mean); n++ {
		p *= r.Float64()
	}
	return n
}

func ownView() FunnelView {
	v := trustmark(1200)
	v.Frame = frame("own", "Uw winkel krijgt bijna drie keer zoveel klachten als gemiddeld", "De ring is uw winkel. Elke stip is een ander lid. Andere leden zijn niet herkenbaar.")
	v.Anonymous = true
	v.Words.Own, v.Words.Diamond, v.Words.Triangle, v.Words.Dot, v.Words.Others = "uw winkel", "", "", "ander lid", ""
	v.Members = append(v.Members, Member{Name: "Boekhoek", Orders: 9200, Disputes: 24, Own: true, Source: "uw opgave", Ratio: "2,9 (1,9)"})
	return v
}

func weeks(n int) ControlView {
	r := rand.New(rand.NewPCG(1, 9))
	v := ControlView{
		Frame:      frame("control", "Sinds week 21 komen er meer klachten binnen dan normaal", "Nieuwe klachten per week. Zwart is wat we verwachten, rood gestreept de bovengrens. De onderste lijn telt kleine stijgingen bij elkaar op."),
		ClimbLimit: 12, Number: dutch,
		Notes: []Note{{At: 6, Words: "voorjaarsactie"}, {At: 20, Words: "nieuwe bezorger"}, {At: 22, Words: "Pinksteren"}},
		Words: ControlWords{
			Count: "Nieuwe klachten per week", Expected: "verwacht", Upper: "bovengrens", Climb: "Opgetelde stijging (CUSUM)", ClimbLimit: "signaal",
			Dot: "week", Diamond: "buiten wat normaal is", PeriodColumn: "Week", CountColumn: "Aantal", ExpectedColumn: "Verwacht", ClimbColumn: "CUSUM",
			SignalColumn: "Signaal", NoteColumn: "Wat er was", Signal: "ja",
		},
	}
	climb := 0.0
	for i := range n {
		expected := 23 + 2*math.Sin(float64(i)/8)
		mean := expected
		if i >= n-7 {
			mean *= 1.5
		}
		count := float64(poisson(r, mean))
		climb = max(0, climb+count-expected*1.15)
		v.Points = append(v.Points, Point{Label: "week " + strconv.Itoa(i+1), Count: count, Expected: expected, Upper: expected + 3*math.Sqrt(expected), Climb: climb})
		if climb >= v.ClimbLimit {
			climb = 0
		}
	}
	return v
}

func curve(label string, most, half, until float64) Curve {
	c := Curve{Label: label, Until: until}
	for day := 1.0; day <= 90; day++ {
		c.Steps = append(c.Steps, Step{day, most * (1 - math.Exp2(-day/half))})
	}
	return c
}

func times() SurvivalView {
	return SurvivalView{
		Frame: frame("times", "De helft van de klachten is na 9 dagen voorbij", "Hoeveel procent van de klachten klaar is op welke dag. Lopende klachten tellen mee zo lang ze lopen."),
		Curves: []Curve{
			curve("alle klachten", 0.98, 9, 0), curve("zelf opgelost", 1, 5, 0), curve("bemiddeling", 0.97, 21, 0), curve("uitspraak", 0.9, 40, 74),
		},
		Number: dutch,
		Words: SurvivalWords{
			Share: "Deel dat klaar is", Days: "Dagen sinds de klacht", Median: "de helft is klaar", Ninety: "90% is klaar", CurveColumn: "Welke klachten",
			DayColumn: func(d float64) string { return "Dag " + dutch(d, 0) }, MedianColumn: "De helft, dag", NinetyColumn: "90%, dag", Percent: percent, NotReached: "nog niet",
		},
	}
}

func months() LineView {
	v := LineView{
		Frame:    frame("line", "Na het gesprek in maart kreeg Fonkelgadgets minder klachten", "Klachten per 1.000 bestellingen, per maand. Het vlak is waar het echte niveau waarschijnlijk ligt."),
		Notes:    []Note{{At: 14, Words: "gesprek met het lid"}},
		Decimals: 1, Number: dutch,
		Pieces: []Piece{
			{First: 8, Last: 13, Level: 5.2, Low: 4.0, High: 6.6, Words: "vóór: 5,2 (4,0 tot 6,6)"},
			{First: 15, Last: 20, Level: 2.1, Low: 1.4, High: 3.1, Words: "ná: 2,1 (1,4 tot 3,1)"},
		},
		Words: LineWords{Value: "Klachten per 1.000 bestellingen", Number: "dit lid", Other: "de branche", Level: "niveau in 6 maanden, met onzekerheid", PeriodColumn: "Maand", NumberColumn: "Dit lid", OtherColumn: "Branche", NoteColumn: "Wat er was"},
	}
	names := []string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}
	for i, n := range []float64{3.1, 3.6, 2.8, 4, 4.2, 3.9, 4.4, 4.1, 5, 4.6, 5.6, 6.1, 5.3, 4.8, 4.2, 2.9, 2.2, 1.9, 1.6, 2.3, 1.8, 1.5, 2, 1.7} {
		v.Values = append(v.Values, Value{Label: fmt.Sprintf("%s %d", names[i%12], 2025+i/12), Number: n, Other: 1.1 + 0.2*math.Sin(float64(i)/3)})
	}
	return v
}

func pareto() BarsView {
	v := BarsView{
		Frame:       frame("pareto", "8 leden geven samen 13% van alle klachten", "Aantal klachten per lid, tussen haakjes het aandeel opgeteld. Veel klachten kunnen ook komen door veel bestellingen."),
		LabelColumn: "Lid", ValueColumn: "Klachten (opgeteld)", MarkedKey: "ook boven de grens in de trechtergrafiek", BeforeKey: "vorig jaar",
	}
	for _, b := range []struct {
		name   string
		n, was float64
		share  string
		marked bool
	}{
		{"Tuinparadijs Oost", 64, 41, "4,9%", true},
		{"Fonkelgadgets", 27, 30, "6,9%", true},
		{"Boekhoek", 17, 12, "8,2%", false},
		{"Sportgigant NL", 15, 22, "9,4%", false},
		{"Snelmode24", 14, math.NaN(), "10,4%", true},
		{"Witgoedwereld", 12, 12, "11,4%", false},
		{"Petshop Kwispel", 11, 3, "12,2%", false},
		{"Lampenlicht", 10, 9, "13,0%", false},
	} {
		v.Bars = append(v.Bars, Bar{Label: b.name, Href: "/members/x", Value: b.n, Text: dutch(b.n, 0) + " (" + b.share + ")", Marked: b.marked, Before: b.was, BeforeText: dutch(b.was, 0)})
	}
	return v
}

func endings() BarsView {
	return BarsView{
		Frame:       frame("ends", "6 van de 10 klachten lossen winkel en klant zelf op", "Waar eindigden de zaken van dit jaar? ‘Geen antwoord’ telt niet als opgelost."),
		LabelColumn: "Waar", ValueColumn: "Zaken", BeforeColumn: "Vorig jaar", BeforeKey: "vorig jaar",
		Bars: []Bar{
			{Label: "Ingediend", Value: 1312, Text: "1.312 (100%)", Before: 1215, BeforeText: "1.215"},
			{Label: "Zelf opgelost (stap 1)", Value: 781, Text: "781 (60%)", Tone: ToneGood, Before: 690, BeforeText: "690"},
			{Label: "Opgelost in bemiddeling (stap 2)", Value: 327, Text: "327 (25%)", Tone: ToneGood, Before: 330, BeforeText: "330"},
			{Label: "Bindende uitspraak (stap 3)", Value: 41, Text: "41 (3%)", Tone: ToneJudge, Before: 52, BeforeText: "52"},
			{Label: "Gestopt", Value: 70, Text: "70 (5%)", Tone: ToneMuted, Before: 82, BeforeText: "82"},
			{Label: "Geen antwoord", Value: 48, Text: "48 (4%)", Tone: ToneAlert, Before: 61, BeforeText: "61"},
			{Label: "Loopt nog", Value: 45, Text: "45 (3%)", Tone: ToneMuted},
		},
	}
}

func causes() BarsView {
	return BarsView{
		Frame:       frame("causes", "Te late levering groeit vooral bij mode", "Oorzaak per branche, met het verschil met vorig jaar."),
		LabelColumn: "Oorzaak", ValueColumn: "Zaken", More: []string{"Verschil"}, BeforeKey: "vorig jaar",
		Bars: []Bar{
			{Group: "Mode", Label: "Niet of te laat geleverd", Value: 212, Text: "212", Before: 150, BeforeText: "150", More: []string{"+ 41%"}},
			{Group: "Mode", Label: "Geld niet terug", Value: 160, Text: "160", Before: 171, BeforeText: "171", More: []string{"− 6%"}},
			{Group: "Elektronica", Label: "Garantie geweigerd", Value: 141, Text: "141", Before: 130, BeforeText: "130", More: []string{"+ 8%"}},
			{Group: "Elektronica", Label: "Niet of te laat geleverd", Value: 88, Text: "88", Before: 90, BeforeText: "90", More: []string{"− 2%"}},
		},
	}
}

func cohorts() CohortView {
	v := CohortView{
		Frame:     frame("cohort", "Nieuwe klachten worden sneller opgelost dan een jaar geleden", "Per maand van indienen: welk deel binnen zoveel dagen is opgelost. Donkerder is meer. Een streepje: nog niet bekend."),
		RowColumn: "Ingediend in", CountColumn: "Zaken", Columns: []string{"7 dagen", "30 dagen", "60 dagen", "90 dagen"}, Unknown: "nog niet bekend",
	}
	for i, m := range []string{"juni 2025", "juli 2025", "augustus 2025", "september 2025", "oktober 2025", "november 2025", "december 2025", "januari 2026", "februari 2026", "maart 2026", "april 2026", "mei 2026"} {
		row := CohortRow{Label: m, Count: strconv.Itoa(96 + 7*(i%5))}
		for j, s := range []float64{0.28 + 0.015*float64(i), 0.55 + 0.012*float64(i), 0.74 + 0.008*float64(i), 0.87 + 0.006*float64(i)} {
			if 12-i >= []int{1, 1, 2, 3}[j] && (i < 11 || j == 0) {
				row.Cells = append(row.Cells, CohortCell{s, percent(s)})
			}
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// samples are all of them by name.
func samples() []templ.Component {
	one := trustmark(1)
	one.Frame = frame("one", "Eén lid met bestellingen", "")
	none := trustmark(0)
	none.Frame = frame("none", "Nog geen zaken", "Zo ziet een lege grafiek eruit.")
	short := weeks(52)
	short.Frame, short.ClimbLimit = frame("year", "Een rustig jaar, zonder som", "Nieuwe klachten per week in een jaar."), 0
	return []templ.Component{
		Funnel(trustmark(4800)), Bars(pareto()), Bars(endings()), Control(weeks(26)), Survival(times()), Cohort(cohorts()), Line(months()), Bars(causes()),
		Funnel(ownView()), Control(short), Funnel(one), Funnel(none),
	}
}

func group(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, p := range parts {
			if err := p.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// page is the gallery as a whole document.
func page(css string) templ.Component {
	l := component.LayoutView{
		Lang: "nl", Page: "Inzicht", Organisation: "Keurmerk Voorbeeld", HomeHref: "/", SkipLink: "Naar de inhoud", Wide: true,
		Assets: component.Assets{CSS: css, ThemeColour: "#0b4f6c"},
		Bar:    &component.BarView{Organisation: "Keurmerk Voorbeeld", HomeHref: "/", NavLabel: "Onderdelen", Nav: []component.NavLink{{Text: "Inzicht", Href: "/insight", Current: true}}},
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		grid := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return Grid().Render(templ.WithChildren(ctx, group(samples()...)), w)
		})
		main := group(component.PageHead(component.PageHeadView{Title: "Welke leden krijgen te veel klachten?"}), grid)
		return component.Layout(l).Render(templ.WithChildren(ctx, main), w)
	})
}
