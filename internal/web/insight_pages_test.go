package web_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/insight"
	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/tests/world"
)

// figured is a trustmark of which the quality manager looks at the figures.
type figured struct {
	*watched
	visitor *world.Browser
}

func newFigured(t *testing.T) *figured {
	t.Helper()
	w := world.New(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	m := &figured{watched: &watched{mediated: &mediated{t: t, w: w}}}
	m.kim, m.staff, m.shop, m.visitor = w.Browser("kim"), w.Browser("staff"), w.Browser("shop"), w.Browser("visitor")
	m.sign()
	return m
}

// sign signs everybody in, again after time has passed.
func (m *figured) sign() {
	m.t.Helper()
	m.kim.AsStaff("kim@keurmerk.example")
	m.staff.AsStaff("sanne@keurmerk.example")
	m.shop.AsShop(shopEmail)
}

// member adds a member that may be chosen freely.
func (m *figured) member(id, name, sector string, orders int64) {
	m.t.Helper()
	one := member.Member{
		ExternalID: id, Name: name, Domains: []string{"winkel" + id + ".example"}, Emails: []string{"post@winkel" + id + ".example"},
		Sector: sector, Since: procedure.Date{Year: 2015, Month: 1, Day: 1}, OrdersPerYear: &orders, OrdersSource: member.Measured,
	}
	if orders == 0 {
		one.OrdersPerYear, one.OrdersSource = nil, ""
	}
	if _, err := m.w.House.Clerk.ImportMembers(m.t.Context(), []member.Member{one}, nil); err != nil {
		m.t.Fatal(err)
	}
}

var figurePages = []string{
	"/staf/inzicht", "/staf/inzicht/evaluatie", "/staf/inzicht/uitleg", "/staf/inzicht/notities",
	"/staf/inzicht/zaken", "/staf/inzicht/zaken?lijst=zelf", "/staf/inzicht/zaken?lijst=opgelost", "/staf/inzicht/zaken?lijst=stil",
	"/staf/inzicht/zaken?lijst=nageleefd",
}

// broken is what no reader may meet: a number that is none, a text that is missing, a verb of the printer.
var broken = regexp.MustCompile(`NaN|[+-]?Inf\b|%!|\bnil\b|\{[a-z]+\}|\b(insight|eval|own|measure|signal)\.[a-z]+`)

// whole looks at a page in both languages.
func (m *figured) whole(b *world.Browser, path string) {
	m.t.Helper()
	for _, lang := range []string{"en", "nl"} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		m.must(b.Visit(path + sep + "lang=" + lang))
		if b.Status != http.StatusOK {
			m.t.Errorf("%s (%s): %d", path, lang, b.Status)
		}
		if bad := broken.FindString(b.Text()); bad != "" {
			m.t.Errorf("%s (%s) says %q", path, lang, bad)
		}
	}
}

// sheet reads a file of figures.
func (m *figured) sheet(path string) [][]string {
	m.t.Helper()
	m.must(m.kim.Visit(path))
	if m.kim.Status != http.StatusOK || !strings.HasPrefix(m.kim.Body, "\ufeff") {
		m.t.Fatalf("%s: %d, %.20q", path, m.kim.Status, m.kim.Body)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(m.kim.Body, "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll() // refuses rows of different lengths
	if err != nil {
		m.t.Fatalf("%s: %v", path, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if bad := broken.FindString(cell); bad != "" {
				m.t.Errorf("%s says %q", path, cell)
			}
		}
	}
	if len(rows) == 0 || slices.Contains(rows[0], "") {
		m.t.Errorf("%s has no headings: %q", path, rows)
	}
	return rows
}

// TestFiguresOfNothing: a trustmark without a single case, and one with one, get pages that say so.
func TestFiguresOfNothing(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	for cases := range 2 {
		if cases == 1 {
			m.w.Open("1001", "klant@voorbeeld.example")
		}
		for _, path := range figurePages {
			m.whole(m.kim, path)
		}
		m.whole(m.shop, "/winkel/cijfers")
		m.whole(m.visitor, "/leden/de-lindeboom-lampen")
		m.whole(m.kim, "/staf/leden/1001")
		m.must(m.kim.Visit("/staf/inzicht"))
		m.see(m.kim, fmt.Sprintf("Nieuwe klachten %d", cases), "16 leden")
		for _, link := range m.kim.Links() {
			if strings.HasPrefix(link, "/staf/inzicht/") && strings.Contains(link, ".csv") {
				m.sheet(link)
			}
		}
	}
}

// TestFilterOfFigures: days that are no period come back as they were typed, with what to do, on the page that was asked.
func TestFilterOfFigures(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	m.w.Open("1001", "klant@voorbeeld.example")
	for name, c := range map[string]struct {
		days [6]string
		want string
	}{
		"no such day":  {[6]string{"31", "2", "2026", "1", "3", "2026"}, "Die dag bestaat niet"},
		"the future":   {[6]string{"1", "1", "2031", "1", "2", "2031"}, "ligt in de toekomst"},
		"upside down":  {[6]string{"1", "3", "2026", "1", "2", "2026"}, "De laatste dag ligt vóór de eerste dag"},
		"nothing":      {[6]string{}, ""},
		"half a day":   {[6]string{"1", "", "2026", "1", "3", "2026"}, ""},
		"not a number": {[6]string{"een", "maart", "dit jaar", "1", "3", "2026"}, ""},
	} {
		for _, page := range []string{"/staf/inzicht", "/staf/inzicht/evaluatie"} {
			m.must(m.kim.Visit(page))
			m.must(m.kim.Pick("periode", "Eigen datums"))
			for i, field := range []string{"van-day", "van-month", "van-year", "tot-day", "tot-month", "tot-year"} {
				m.must(m.kim.Fill(field, c.days[i]))
			}
			m.must(m.kim.Press("Toon de cijfers"))
			if m.kim.Status != http.StatusUnprocessableEntity || m.kim.Path() != page {
				t.Errorf("%s: %d at %s", name, m.kim.Status, m.kim.Path())
			}
			m.see(m.kim, "Er is nog iets niet goed", c.want)
			for _, typed := range c.days {
				if typed != "" && !strings.Contains(m.kim.Body, `value="`+typed+`"`) {
					t.Errorf("%s on %s: %q is lost", name, page, typed)
				}
			}
			for i, field := range []string{"van-day", "van-month", "van-year", "tot-day", "tot-month", "tot-year"} {
				m.must(m.kim.Fill(field, [6]string{"1", "1", "2026", "2", "3", "2026"}[i]))
			}
			m.must(m.kim.Press("Toon de cijfers"))
			if m.kim.Status != http.StatusOK || m.kim.Path() != page {
				t.Errorf("%s, mended: %d at %s", name, m.kim.Status, m.kim.Path())
			}
			m.see(m.kim, "1 januari 2026 tot en met 2 maart 2026")
		}
	}
	// What is no choice of the form is as if nothing was chosen.
	m.must(m.kim.Visit("/staf/inzicht?periode=ooit&branche=niets&vergelijk=met-de-maan"))
	m.see(m.kim, "3 maart 2025 tot en met 2 maart 2026")
	m.must(m.kim.Visit("/staf/inzicht/zaken?lijst=geheim"))
	if m.kim.Status != http.StatusNotFound {
		t.Errorf("a list that is none: %d", m.kim.Status)
	}
	// A period goes along to the other pages.
	m.must(m.kim.Visit("/staf/inzicht?periode=dit-jaar&branche=wonen"), m.kim.Click("Evaluatie"))
	m.see(m.kim, "1 januari 2026 tot en met 2 maart 2026", "Wonen")
	m.must(m.kim.Click("Uitleg"), m.kim.Click("Leden"))
	m.must(m.kim.Visit("/staf/inzicht?periode=dit-jaar"), m.kim.Click("Hoe wij dit berekenen"))
	if got := m.kim.At.RawQuery; got != "periode=dit-jaar" {
		t.Errorf("the period is lost on the way: %q", got)
	}
}

// TestFiguresAgree: a number on the page, the list behind it and its file are the same cases.
func TestFiguresAgree(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	m.member("7001", `=HYPERLINK("http://kwaad.example";"Klik")`, "wonen", 900)
	m.member("7002", "Winkel zonder volume", "wonen", 0)
	for i := range 8 {
		m.w.Advance(30 * time.Hour)
		m.cases = append(m.cases, m.w.Open([]string{"1001", "7001", "7002"}[i%3], fmt.Sprintf("klant%d@voorbeeld.example", i)))
	}
	m.cases[0].Act(m.cases[0].Consumer(procedure.ByCode), func(*registry.Writing) procedure.Command { return procedure.Withdraw{} })
	m.w.Advance(45 * 24 * time.Hour)
	m.sign()

	for list, want := range map[string]int{"nieuw": 8, "zelf": 0, "opgelost": 0, "stil": 7, "nageleefd": 0} {
		m.whole(m.kim, "/staf/inzicht/zaken?lijst="+list)
		m.must(m.kim.Visit("/staf/inzicht/zaken?lijst=" + list))
		if want > 0 {
			m.see(m.kim, fmt.Sprintf("%d zaken, de nieuwste eerst", want))
		}
		m.notSee(m.kim, "@voorbeeld.example", "Klant ")
		if rows := m.sheet("/staf/inzicht/zaken.csv?lijst=" + list); len(rows) != want+1 {
			t.Errorf("%s: %d rows, want %d", list, len(rows)-1, want)
		}
	}
	m.must(m.kim.Visit("/staf/inzicht"))
	m.see(m.kim, "Nieuwe klachten 8", "7 van 7")
	links := m.kim.Links()
	links = append(links, "/staf/inzicht/zaken.csv")
	for _, name := range []string{"trechter", "verdeling", "eindes", "weken", "doorlooptijd", "cohorten", "oorzaken", "maatregelen"} {
		links = append(links, "/staf/inzicht/"+name+".csv")
	}
	for _, name := range []string{"stappen", "oplostijd", "keuzes", "invullen", "meningen", "spreiding", "maanden", "vergelijking"} {
		links = append(links, "/staf/inzicht/evaluatie/"+name+".csv")
	}
	files := map[string]bool{}
	for _, link := range links {
		if strings.Contains(link, ".csv") {
			files[link] = true
		}
	}
	for link := range files {
		for _, row := range m.sheet(link) {
			for _, cell := range row {
				if _, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: a spreadsheet would run %q", link, cell)
				}
			}
		}
	}
	submitted := 0
	for _, row := range m.sheet("/staf/inzicht/eindes.csv")[1:] {
		if row[0] == "Ingediend" {
			submitted, _ = strconv.Atoi(row[1])
		}
	}
	if submitted != 8 {
		t.Errorf("%d submitted in the file", submitted)
	}
	for _, path := range []string{"/staf/inzicht?branche=wonen", "/staf/inzicht/evaluatie?branche=wonen", "/staf/inzicht?periode=deze-maand", "/staf/inzicht/evaluatie?periode=vorig-jaar"} {
		m.whole(m.kim, path)
	}
	// Bad days ask again, and give no file.
	m.must(m.kim.Visit("/staf/inzicht/weken.csv?periode=eigen&van-day=31&van-month=2&van-year=2026"))
	if m.kim.Status != http.StatusUnprocessableEntity {
		t.Errorf("a file of no period: %d", m.kim.Status)
	}
}

// TestSignalsOfASector: the page of a sector shows what is open there, and says that there is more.
func TestSignalsOfASector(t *testing.T) {
	t.Parallel()
	m := newWatched(t) // has signals about a member in the sector wonen
	const here, more = "Geld ontvangen, niets geleverd", "Bekijk alle 3 open signalen"
	m.must(m.kim.Visit("/staf/inzicht"))
	m.see(m.kim, here, more)
	m.must(m.kim.Visit("/staf/inzicht?branche=wonen"))
	m.see(m.kim, here, more)
	m.must(m.kim.Visit("/staf/inzicht?branche=reizen"))
	m.see(m.kim, "Over leden in deze branche staat geen signaal open", more, ". 1 lid. ")
	m.notSee(m.kim, here)
}

// TestManySignals: none of the open signals is out of reach, however many there are.
func TestManySignals(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	var found []insight.Found
	for i := range registry.PageSize + 7 {
		found = append(found, insight.Found{Member: fmt.Sprint("lid-", i), Kind: insight.SignalSilent, Cases: []string{fmt.Sprint("zaak-", i)}, At: m.w.Now()})
	}
	m.must(m.w.House.Clerk.RaiseFound(t.Context(), found))
	links := regexp.MustCompile(`href="/staf/inzicht/signalen/[a-z0-9]+"`)
	seen := map[string]bool{}
	for _, page := range []string{"", "?pagina=2"} {
		m.must(m.kim.Visit("/staf/inzicht/signalen" + page))
		for _, link := range links.FindAllString(m.kim.Body, -1) {
			seen[link] = true
		}
	}
	if len(seen) != len(found) {
		t.Errorf("%d of %d signals are on the pages", len(seen), len(found))
	}
	m.must(m.kim.Visit("/staf/inzicht"))
	m.see(m.kim, "Bekijk alle 57 open signalen")
	m.must(m.kim.Visit("/staf/inzicht/signalen?pagina=9")) // nothing there, and not because there are none
	m.see(m.kim, "Vorige pagina")
	m.notSee(m.kim, "Er staan geen signalen open")
}

// TestChartNotes: notes are made by those who watch over members, kept short, and one day may have two.
func TestChartNotes(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	const path = "/staf/inzicht/notities"
	try := func(day, month, year, words string, status int, want ...string) {
		t.Helper()
		m.must(m.kim.Visit(path), m.kim.Fill("dag-day", day), m.kim.Fill("dag-month", month), m.kim.Fill("dag-year", year), m.kim.Fill("tekst", words), m.kim.Press("Bewaar de notitie"))
		if m.kim.Status != status {
			t.Errorf("%s-%s-%s %q: %d", day, month, year, words, m.kim.Status)
		}
		m.see(m.kim, want...)
		if status == http.StatusUnprocessableEntity && words != "" && !strings.Contains(m.kim.Body, `value="`+words+`"`) {
			t.Errorf("%q is lost", words)
		}
	}
	try("", "", "", "", http.StatusUnprocessableEntity, "Er is nog iets niet goed")
	try("30", "2", "2026", "Kortingsweek", http.StatusUnprocessableEntity, "Die dag bestaat niet")
	try("27", "2", "2026", "", http.StatusUnprocessableEntity)
	try("27", "2", "2026", strings.Repeat("ij", 40), http.StatusUnprocessableEntity)
	try("27", "2", "2026", "Kortingsweek", http.StatusOK, "Kortingsweek", "27 februari 2026", "Kim Kwaliteit")
	try("27", "2", "2026", "<b>Staking</b> bij de post", http.StatusOK, "<b>Staking</b> bij de post", "Kortingsweek")

	m.must(m.staff.Visit(path))
	m.see(m.staff, "Kortingsweek")
	if slices.Contains(m.staff.Fields(), "tekst") {
		t.Error("a mediator can write notes")
	}
	m.must(m.staff.Post(path, map[string][]string{"dag-day": {"1"}, "dag-month": {"3"}, "dag-year": {"2026"}, "tekst": {"Van een ander"}}))
	m.must(m.kim.Visit(path))
	m.notSee(m.kim, "Van een ander")
	drop := regexp.MustCompile(path + `/[a-z0-9]+/weg`).FindString(m.kim.Body)
	for range 2 { // the second time it is gone, which is what was asked
		m.must(m.kim.Visit(path))
		m.must(m.kim.Post(drop, nil))
		if m.kim.Status != http.StatusOK || strings.Count(m.kim.Text(), "Geschreven door") != 1 {
			t.Errorf("%d, notes are left: %s", m.kim.Status, m.kim.Text())
		}
	}
}

// TestOwnFigures: a member sees its own figures and its sector as a whole, and no other member.
func TestOwnFigures(t *testing.T) {
	t.Parallel()
	m := newFigured(t)
	var others []string
	for i := range 12 {
		id := strconv.Itoa(7100 + i)
		m.member(id, "Buurwinkel "+id, "wonen", 5000)
		others = append(others, id, "Buurwinkel "+id)
	}
	for i := range 30 {
		m.w.Advance(10 * time.Hour)
		id := "1001"
		if i%3 > 0 {
			id = strconv.Itoa(7100 + i%12)
		}
		m.w.Open(id, fmt.Sprintf("klant%d@voorbeeld.example", i))
	}
	m.w.Advance(30 * 24 * time.Hour)
	m.sign()
	m.whole(m.shop, "/winkel/cijfers")
	m.must(m.shop.Visit("/winkel/cijfers"))
	m.see(m.shop, "De Lindeboom Lampen")
	for _, s := range others {
		if strings.Contains(m.shop.Body, s) {
			t.Errorf("a shop reads %q", s)
		}
	}
	m.must(m.shop.Visit("/winkel/cijfers?winkel=7100"))
	if strings.Contains(m.shop.Body, "Buurwinkel") {
		t.Error("a shop asks for the figures of another and gets them")
	}
	for name, b := range map[string]*world.Browser{"nobody": m.visitor, "staff": m.staff} {
		m.must(b.Visit("/winkel/cijfers"))
		if strings.Contains(b.Text(), "Lindeboom") {
			t.Errorf("%s reads the figures of a shop", name)
		}
	}
}
