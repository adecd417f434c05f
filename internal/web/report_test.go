package web_test

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// newReported is a world in January, with complaints of the year before.
func newReported(t *testing.T) *watched {
	t.Helper()
	w := world.New(t, time.Date(2025, 11, 3, 8, 0, 0, 0, time.UTC))
	w.House.App.Insight = w.House.Quality
	m := &watched{mediated: &mediated{t: t, w: w}}
	for range 7 {
		w.Advance(26 * time.Hour)
		m.cases = append(m.cases, w.Open("1001", "klant@voorbeeld.example"))
	}
	for _, k := range m.cases[:2] {
		k.Act(k.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	}
	w.Advance(70 * 24 * time.Hour)
	m.kim, m.bas, m.jet, m.staff, m.shop = w.Browser("kim"), w.Browser("bas"), w.Browser("jet"), w.Browser("staff"), w.Browser("shop")
	m.kim.AsStaff("kim@keurmerk.example")
	m.bas.AsStaff("bas@keurmerk.example")
	m.jet.AsStaff("jet@recht.example")
	m.staff.AsStaff("sanne@keurmerk.example")
	m.shop.AsShop(shopEmail)
	return m
}

func (m *watched) write(b *world.Browser, words ...string) {
	m.t.Helper()
	m.must(b.Visit("/staf/jaarverslag/2025"))
	for i := 0; i < len(words); i += 2 {
		m.must(b.Fill(words[i], words[i+1]))
	}
	m.must(b.Press("Bekijk het verslag"))
}

// unprinted is a page without the day of today, which its printed form shows at the end.
func unprinted(page string) string {
	before, _, _ := strings.Cut(page, "Gedrukt op")
	return before
}

func (m *watched) fetch(b *world.Browser, path string) string {
	m.t.Helper()
	m.must(b.Visit(path))
	if b.Status != http.StatusOK {
		m.t.Fatalf("%s: %d", path, b.Status)
	}
	return b.Body
}

// TestReport: a report is drawn up, looked at, published by one person, and stays as it is.
func TestReport(t *testing.T) {
	t.Parallel()
	m := newReported(t)
	visitor := m.w.Browser("visitor")
	unpublished := []string{"", ".json", ".csv", ".pdf", ".xml", "."}
	for _, end := range unpublished {
		if m.must(visitor.Visit("/jaarverslag/2025" + end)); visitor.Status != http.StatusNotFound {
			t.Errorf("2025%s before it is published: %d", end, visitor.Status)
		}
	}
	m.must(visitor.Visit("/jaarverslag"))
	m.see(visitor, "Er is nog geen jaarverslag")
	for name, b := range map[string]*world.Browser{"mediator": m.staff, "adjudicator": m.jet, "shop": m.shop, "visitor": visitor} {
		for _, path := range []string{"/staf/jaarverslag", "/staf/jaarverslag/2025"} {
			if err := b.Visit(path); err != nil || strings.Contains(b.Text(), "Cijfers van nu") || strings.Contains(b.Text(), "Nog niet gepubliceerd") {
				t.Errorf("%s sees %s: %v", name, path, err)
			}
		}
	}

	m.must(m.kim.Visit("/staf/jaarverslag"))
	m.see(m.kim, "Loopt nog", "Nog niet gepubliceerd")
	m.must(m.kim.Click("2026"))
	m.see(m.kim, "2026 is nog niet voorbij")
	m.write(m.kim, "problemen_nl", "Pakketten kwamen niet aan.")
	m.see(m.kim, "Schrijf deze tekst ook in het Engels", "Pakketten kwamen niet aan.")
	m.must(m.kim.Fill("problemen_en", "Parcels did not arrive."), m.kim.Fill("advies_nl", "Volg uw pakketten."), m.kim.Press("Bekijk het verslag"))
	m.see(m.kim, "Schrijf deze tekst ook in het Engels")
	m.must(m.kim.Fill("advies_en", "Track your parcels."), m.kim.Press("Bekijk het verslag"))
	m.see(m.kim, "Zo ziet iedereen het verslag", "In 2025 kregen wij 7 klachten", "Volg uw pakketten.")
	m.must(m.kim.Press("Wijzig de teksten"))
	m.see(m.kim, "Volg uw pakketten.")
	m.must(m.kim.Press("Bekijk het verslag"), m.kim.Press("Publiceer dit verslag"))
	m.see(m.kim, "Het jaarverslag is gepubliceerd", "door Kim Kwaliteit")

	page := m.fetch(visitor, "/jaarverslag/2025")
	m.see(visitor, "In 2025 kregen wij 7 klachten", "Pakketten kwamen niet aan.", "2 van 2")
	data := m.fetch(visitor, "/jaarverslag/2025.json")
	m.fetch(visitor, "/jaarverslag/2025?lang=en")
	m.see(visitor, "we received 7 complaints", "Parcels did not arrive.", "2 of 2")
	m.fetch(visitor, "/jaarverslag?lang=nl")
	m.see(visitor, "Jaarverslag 2025", "In 2025 kregen wij 7 klachten")

	// A case of the year changes: what was published stays, and what is new is seen by those who draw it up alone.
	k := m.cases[2]
	k.Act(k.Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	m.w.Advance(time.Hour)
	if again := m.fetch(visitor, "/jaarverslag/2025.json"); again != data {
		t.Error("the data of a published year changed")
	}
	if again := unprinted(m.fetch(visitor, "/jaarverslag/2025")); again != unprinted(page) {
		t.Error("the page of a published year changed")
	}

	m.write(m.bas)
	m.see(m.bas, "Schrijf waarom u dit jaar opnieuw publiceert")
	m.write(m.kim, "reden_nl", "Een soort stond er verkeerd.", "reden_en", "A kind was wrong.")
	m.must(m.bas.Fill("reden_nl", "Een tikfout."), m.bas.Fill("reden_en", "A slip."), m.bas.Press("Bekijk het verslag"))
	m.must(m.kim.Press("Publiceer dit verslag"))
	m.see(m.kim, "Het jaarverslag is gepubliceerd")
	m.must(m.bas.Press("Publiceer dit verslag"))
	m.see(m.bas, "Iemand anders publiceerde dit jaar intussen", "Een tikfout.")
	m.fetch(visitor, "/jaarverslag/2025")
	m.see(visitor, "Gewijzigd op", "Een soort stond er verkeerd.")
}

// points are those of the directive, as the page and the document head them (Directive 2013/11/EU art. 7(2)).
var points = []string{
	"a. Hoeveel klachten kregen wij?", "b. Welke problemen zagen wij vaak?", "c. Welke klachten konden wij niet behandelen?",
	"d. Hoe eindigden de zaken?", "e. Welke zaken stopten onderweg?", "f. Hoelang duurde het?", "g. Is gedaan wat moest?",
	"h. Werken wij samen met anderen?",
}

// flat gives the figures of the JSON by the names that the CSV has for them.
func flat(path, key string, x any, out map[string]string) {
	switch x := x.(type) {
	case map[string]any:
		for _, name := range []string{"category", "ground", "outcome"} {
			if s, ok := x[name].(string); ok {
				key = s
			}
		}
		for name, below := range x {
			flat(strings.TrimPrefix(path+"."+name, "."), key, below, out)
		}
	case []any:
		for _, below := range x {
			flat(path, key, below, out)
		}
	case float64:
		out[path+" "+key] = strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		out[path+" "+key] = map[bool]string{true: "1", false: "0"}[x]
	case nil:
		out[path+" "+key] = ""
	}
}

// TestReportRoles: who may not draw up a report cannot publish one either, and nobody the running year.
func TestReportRoles(t *testing.T) {
	t.Parallel()
	m := newReported(t)
	form := url.Values{"stap": {"publiceer"}, "version": {"0"}, "problemen_nl": {"Geen."}, "problemen_en": {"None."}}
	for name, b := range map[string]*world.Browser{"mediator": m.staff, "adjudicator": m.jet, "shop": m.shop, "visitor": m.w.Browser("visitor")} {
		if err := b.Post("/staf/jaarverslag/2025", form); err != nil || strings.Contains(b.Text(), "Cijfers van nu") {
			t.Errorf("%s: %d %v", name, b.Status, err)
		}
	}
	for _, year := range []string{"2026", "2027", "1999", "20x5"} {
		if m.must(m.kim.Post("/staf/jaarverslag/"+year, form)); m.kim.Status != http.StatusNotFound {
			t.Errorf("%s: %d", year, m.kim.Status)
		}
	}
	// Who did not see the figures publishes nothing: they are shown first.
	m.must(m.kim.Post("/staf/jaarverslag/2025", form))
	m.see(m.kim, "De cijfers zijn veranderd terwijl u keek")
	list, err := m.w.House.Clerk.Reports(t.Context())
	if m.must(err); len(list) != 0 {
		t.Errorf("published: %v", list)
	}
}

// BenchmarkReport makes a published report as page, data and document.
func BenchmarkReport(b *testing.B) {
	w := world.New(b, time.Date(2025, 11, 3, 8, 0, 0, 0, time.UTC))
	w.House.App.Insight = w.House.Quality
	for range 7 {
		w.Advance(26 * time.Hour)
		w.Open("1001", "klant@voorbeeld.example")
	}
	w.Advance(70 * 24 * time.Hour)
	kim, visitor := w.Browser("kim"), w.Browser("visitor")
	kim.AsStaff("kim@keurmerk.example")
	for _, err := range []error{
		kim.Visit("/staf/jaarverslag/2025"), kim.Fill("problemen_nl", "Geen."), kim.Fill("problemen_en", "None."),
		kim.Press("Bekijk het verslag"), kim.Press("Publiceer dit verslag"),
	} {
		if err != nil {
			b.Fatal(err)
		}
	}
	for _, end := range []string{"", ".json", ".csv", ".pdf"} {
		b.Run("2025"+end, func(b *testing.B) {
			for b.Loop() {
				if err := visitor.Visit("/jaarverslag/2025" + end); err != nil || visitor.Status != http.StatusOK {
					b.Fatal(visitor.Status, err)
				}
			}
		})
	}
}

// TestReportSaysOneThing: page, JSON, CSV and document have the same numbers, and the document is tagged.
func TestReportSaysOneThing(t *testing.T) {
	t.Parallel()
	m := newReported(t)
	m.write(m.kim, "problemen_nl", "Geen.", "problemen_en", "None.")
	m.must(m.kim.Press("Publiceer dit verslag"))
	visitor := m.w.Browser("visitor")
	var r registry.YearReport
	if err := json.Unmarshal([]byte(m.fetch(visitor, "/jaarverslag/2025.json")), &r); err != nil {
		t.Fatal(err)
	}
	facts, now, err := m.w.House.Quality.Figures(t.Context())
	m.must(err)
	y := insight.FiguresOfYear(facts, 2025, now)
	if r.Format != registry.ReportFormat || r.Figures.Received != y.Received || y.Received != 7 || r.Figures.Ended != y.Ended || r.Figures.Stopped.N != y.Stopped.N {
		t.Errorf("the report says %+v, the facts %+v", r.Figures, y)
	}
	read := csv.NewReader(strings.NewReader(m.fetch(visitor, "/jaarverslag/2025.csv")))
	read.Comma = ';'
	lines, err := read.ReadAll()
	m.must(err)
	values := map[string]string{}
	for _, l := range lines {
		values[l[3]+" "+l[4]] = l[5]
	}
	for field, n := range map[string]int{"received ": 7, "discontinued.n ": y.Stopped.N, "resolved.n ": y.Solved, "refused.n ": 0} {
		if values[field] != strconv.Itoa(n) {
			t.Errorf("%s in the CSV is %q, not %d", field, values[field], n)
		}
	}
	var tree struct {
		Figures any `json:"figures"`
	}
	m.must(json.Unmarshal([]byte(m.fetch(visitor, "/jaarverslag/2025.json")), &tree))
	figures := map[string]string{}
	flat("", "", tree.Figures, figures)
	delete(values, "field key") // the heading
	if len(figures) < 40 || !maps.Equal(figures, values) {
		t.Errorf("the JSON says\n%v\nand the CSV\n%v", figures, values)
	}
	title := "Jaarverslag 2025 van " + r.Organisation
	m.fetch(visitor, "/jaarverslag/2025")
	m.see(visitor, append(points, title, "2 van 2", "Klachten 7", "100,0 %", "0,0 % (0 van 7)")...)
	body := m.fetch(visitor, "/jaarverslag/2025.pdf")
	for lang, words := range map[string]string{"nl": body, "en": m.fetch(visitor, "/jaarverslag/2025.pdf?lang=en")} {
		if !strings.Contains(words, "/Lang("+lang+")") {
			t.Errorf("the document does not say that it is in %s", lang)
		}
	}
	m.fetch(visitor, "/jaarverslag?lang=nl")
	if again := m.fetch(visitor, "/jaarverslag/2025.pdf"); again != body {
		t.Error("the same report gives another document")
	}
	name := filepath.Join(t.TempDir(), "r.pdf")
	m.must(os.WriteFile(name, []byte(body), 0o600))
	for tool, want := range map[string][]string{
		"pdfinfo":   {"Tagged:          yes", "Title:           " + title},
		"pdftotext": append([]string{"In 2025 kregen wij 7 klachten", "100,0 %", "0,0 % (0 van 7)"}, points...),
	} {
		args := []string{name}
		if tool == "pdftotext" {
			args = append(args, "-")
		}
		out, err := exec.CommandContext(t.Context(), tool, args...).Output()
		if err != nil {
			t.Skipf("%s: %v", tool, err)
		}
		for _, w := range want {
			if !strings.Contains(string(out), w) {
				t.Errorf("%s does not say %q:\n%s", tool, w, out)
			}
		}
	}
}

// TestAbout: nothing is claimed that is not set, and the length is that of the latest report.
func TestAbout(t *testing.T) {
	t.Parallel()
	m := newReported(t)
	visitor := m.w.Browser("visitor")
	m.fetch(visitor, "/over-ons")
	m.see(visitor, "Ga er niet van uit dat wij op die lijst staan", "klaar is. Een uitspraak komt hoogstens 90 dagen", "Hier staan nog geen namen", "hoogstens € 25.000")
	m.fetch(visitor, "/over-ons?lang=en")
	m.see(visitor, "Do not assume that we are on that list")
	m.fetch(visitor, "/hoe-het-werkt?lang=nl")
	m.see(visitor, "Over ons", "Jaarverslagen")
}

// TestMemberFigures: not unless they are chosen, and not below ten.
func TestMemberFigures(t *testing.T) {
	t.Parallel()
	m := newReported(t)
	visitor := m.w.Browser("visitor")
	const page = "/leden/de-lindeboom-lampen"
	m.fetch(visitor, page)
	m.notSee(visitor, "12 maanden")
	m.w.House.App.Settings.Members.PublicFigures = true
	for range 4 { // 7 with 2 withdrawn, and these: 9
		m.w.Open("1001", "klant@voorbeeld.example")
	}
	m.fetch(visitor, page)
	m.see(visitor, "te weinig zaken voor een cijfer")
	m.w.Open("1001", "klant@voorbeeld.example")
	m.fetch(visitor, page)
	m.see(visitor, "Klachten in 12 maanden 10", "Opgelost, van wat voorbij is", "1.000 tot 10.000")
	m.notSee(visitor, "te weinig zaken")
}
