package web_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"wederhoor/internal/member"
	"wederhoor/internal/tests/world"
)

// importing is an administrator with a world of members.
func importing(t *testing.T) *bench {
	t.Helper()
	w := world.New(t, time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC))
	b := &bench{t: t, w: w, bas: w.Browser("bas"), mediator: w.Browser("sanne")}
	b.bas.AsStaff("bas@keurmerk.example")
	b.mediator.AsStaff("sanne@keurmerk.example")
	return b
}

func (b *bench) list() string {
	b.t.Helper()
	raw, err := os.ReadFile(world.Members("members.csv"))
	b.ok(err)
	return string(raw)
}

// upload chooses a file of members and looks at what it would change.
func (b *bench) upload(csv string, status int) {
	b.t.Helper()
	b.visit(b.bas, "/staf/leden/import", 200)
	b.bas.Attach("file", world.File{Name: "leden.csv", Body: []byte(csv)})
	b.press(b.bas, "Bekijk wat er verandert", status)
}

func TestImportIsLookedAtFirst(t *testing.T) {
	t.Parallel()
	b := importing(t)
	list := strings.Replace(b.list(), "De Lindeboom Lampen", "De Lindeboom Licht", 1)                           // changed
	list = strings.Replace(list, "2018-05-22;;900", "2018-05-22;2026-12-31;900", 1)                             // ended
	list = list[:strings.Index(list, "1016;")] + "1099;Nieuw;nieuw.example;a@nieuw.example;;;;;2026-08-01;;;\n" // missing and new
	b.upload(list, 200)
	b.sees(b.bas, "Er is nog niets veranderd", "De Lindeboom Lampen", "De Lindeboom Licht", "2026-12-31", "1099", "Geen Volume Vermeld", "leden.csv")
	if m, err := b.w.House.Clerk.MemberByID(t.Context(), "1001"); err != nil || m.Name != "De Lindeboom Lampen" {
		t.Errorf("changed by looking: %+v %v", m, err)
	}
	b.press(b.bas, "Lees het bestand in", 200)
	b.sees(b.bas, "De leden zijn ingelezen", "Nieuw 1", "Veranderd 1", "Einde lidmaatschap 1", "Gelijk 13", "Fout 0")
	if m, err := b.w.House.Clerk.MemberByID(t.Context(), "1001"); err != nil || m.Name != "De Lindeboom Licht" {
		t.Errorf("not changed: %+v %v", m, err)
	}
	if m, err := b.w.House.Clerk.MemberByID(t.Context(), "1016"); err != nil || m.Until.Valid {
		t.Errorf("who is not in the file stays: %+v %v", m, err)
	}
	b.visit(b.bas, "/staf/leden/import?lang=en", 200)
	b.sees(b.bas, "File with members")
	b.visit(b.bas, "/staf/leden/import/controle", 200) // nothing waits: back to the file
	b.sees(b.bas, "File with members")
}

// TestImportOfWhatWasLookedAt: when members changed between looking and doing, or another file was looked at, nothing is done.
func TestImportOfWhatWasLookedAt(t *testing.T) {
	t.Parallel()
	b := importing(t)
	list := strings.Replace(b.list(), "De Lindeboom Lampen", "De Lindeboom Licht", 1)
	b.upload(list, 200)
	in, err := member.Read(strings.NewReader(strings.Replace(b.list(), "De Lindeboom Lampen", "De Lindeboom Verlichting", 1)))
	b.ok(err)
	_, err = b.w.House.Clerk.ImportMembers(t.Context(), in.Members, nil)
	b.ok(err)
	b.press(b.bas, "Lees het bestand in", 409)
	b.sees(b.bas, "De leden zijn intussen veranderd", "De Lindeboom Verlichting")
	if m, err := b.w.House.Clerk.MemberByID(t.Context(), "1001"); err != nil || m.Name != "De Lindeboom Verlichting" {
		t.Errorf("%+v %v", m, err)
	}
	b.press(b.bas, "Lees het bestand in", 200)
	b.sees(b.bas, "Veranderd 1")

	b.upload(list, 200)
	other := b.w.Browser("bas elsewhere")
	other.AsStaff("bas@keurmerk.example")
	b.visit(other, "/staf/leden/import", 200)
	other.Attach("file", world.File{Name: "other.csv", Body: []byte(b.list())})
	b.ok(other.Press("Bekijk wat er verandert"))
	b.press(b.bas, "Lees het bestand in", 422)
	b.sees(b.bas, "Dit bestand hebben wij niet meer")
	b.press(other, "Lees het bestand in", 200)
	b.upload(list, 200)
	b.w.Set(b.w.Now().Add(2 * time.Hour))
	b.press(b.bas, "Lees het bestand in", 422)
	b.sees(b.bas, "Dit bestand hebben wij niet meer")
}

func TestImportOfBadFiles(t *testing.T) {
	t.Parallel()
	b := importing(t)
	b.visit(b.bas, "/staf/leden/import", 200)
	b.press(b.bas, "Bekijk wat er verandert", 422)
	b.sees(b.bas, "Kies een bestand met leden")
	for csv, words := range map[string]string{
		"": "Dit bestand is leeg", "\xff\xfea": "geen UTF-8", "a;b\n": "noemt niet alle kolommen", "a,b\n": "puntkomma’s",
		strings.Repeat("x", 17<<20): "groter dan 16 MB",
	} {
		b.upload(csv, 422)
		b.sees(b.bas, words)
	}
	raw, err := os.ReadFile(world.Members("members-bad.csv"))
	b.ok(err)
	b.upload(string(raw), 200)
	b.sees(b.bas, "Foute rijen", "staat al op regel", "Fout 9")
	b.hides(b.bas, "‹")
	b.press(b.bas, "Lees het bestand in", 422)
	b.sees(b.bas, "Kruis aan dat de foute rijen overgeslagen worden")
	b.press(b.bas, "Lees het bestand in", 200, "skip", "yes")
	b.sees(b.bas, "De leden zijn ingelezen", "Fout 9")

	list := b.list()
	header, rest, _ := strings.Cut(list, "\n")
	row := "1077;Kaper;delindeboom.example;a@kaper.example;;;;;2026-08-01;;;"
	b.upload(header+"\n"+row+"\n", 200)
	b.sees(b.bas, "Domeinen van een ander lid", "delindeboom.example", "1001")
	b.hides(b.bas, "Lees het bestand in")
	if strings.Contains(rest, "1077") {
		t.Error("the number is used")
	}
}

// TestImportOfFilesAsProgramsMakeThem: with a byte order mark, quoted fields and CRLF; what a spreadsheet would run is
// refused, and a workbook is no list.
func TestImportOfFilesAsProgramsMakeThem(t *testing.T) {
	t.Parallel()
	b := importing(t)
	header, _, _ := strings.Cut(b.list(), "\n")
	header = strings.TrimSuffix(header, "\r")
	b.upload("\xef\xbb\xbf"+header+"\r\n"+
		`"3001";"Winkel; met ""komma""";"nieuw1.example";"a@nieuw1.example";"030 555 01 99";"Straat 1, 3500 AA Utrecht";;;"2026-08-01";;;`+"\r\n"+
		`3002;=HYPERLINK("http://x.example");nieuw2.example;a@nieuw2.example;;;;;2026-08-01;;;`+"\r\n"+
		"3003;Goed;nieuw3.example;a@nieuw3.example;;;;;01-08-2026;;;\r\n", 200)
	b.sees(b.bas, "Nieuw 1", "Fout 2", `Winkel; met "komma"`, "begint als een formule", "is geen dag", "Toon deze")
	b.press(b.bas, "Lees het bestand in", 200, "skip", "yes")
	if m, err := b.w.House.Clerk.MemberByID(t.Context(), "3001"); err != nil || m.Name != `Winkel; met "komma"` {
		t.Errorf("%+v %v", m, err)
	}
	b.upload("PK\x03\x04\xff\xfe\x00", 422)
	b.sees(b.bas, "geen UTF-8", "Wat er in het bestand staat", "orders_source")
}

func TestImportIsForAdministrators(t *testing.T) {
	t.Parallel()
	b := importing(t)
	for _, path := range []string{"/staf/leden/import", "/staf/leden/import/controle"} {
		b.visit(b.mediator, path, 404)
		b.ok(b.mediator.Post(path, nil))
		if b.mediator.Status != 404 {
			t.Errorf("%s: %d", path, b.mediator.Status)
		}
	}
}
