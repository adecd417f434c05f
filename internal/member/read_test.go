package member_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"wederhoor/internal/member"
	"wederhoor/internal/procedure"
)

const header = "external_id;name;domains;emails;phone;address;kvk;sector;member_since;member_until;orders_per_year;orders_source\n"

func readFile(t *testing.T, name string) *member.Import {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	got, err := member.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func readText(t *testing.T, text string) *member.Import {
	t.Helper()
	got, err := member.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestReadGoodFile(t *testing.T) {
	t.Parallel()
	got := readFile(t, "testdata/members.csv")
	if got.Rows != 16 || got.BadRows != 0 || len(got.Problems) != 0 || len(got.Members) != 16 {
		t.Fatalf("rows %d, bad %d, members %d, problems %v", got.Rows, got.BadRows, len(got.Members), got.Problems)
	}
	orders, until := int64(3100), procedure.Date{Year: 2026, Month: 3, Day: 31}
	want := member.Member{
		ExternalID: "1005", Name: `Jansen "De Fietser" & Zn.`, Domains: []string{"jansenfietsen.example"},
		Emails: []string{"verkoop@jansenfietsen.example"}, Phone: "0592-555105", Address: "Markt 3; 9401 GS Assen",
		KvK: "04111005", Sector: "sport", Since: procedure.Date{Year: 2012, Month: 11, Day: 30},
		OrdersPerYear: &orders, OrdersSource: member.Stated,
	}
	if diff := cmp.Diff(want, got.Members[4]); diff != "" {
		t.Error(diff)
	}
	if m := got.Members[0]; !cmp.Equal(m.Emails, []string{"klantenservice@delindeboom.example", "info@delindeboom.example"}) {
		t.Errorf("order of addresses: %v", m.Emails)
	}
	if m := got.Members[8]; m.Until == nil || *m.Until != until || *m.OrdersPerYear != 0 {
		t.Errorf("stopped member: %+v", m)
	}
	if m := got.Members[15]; m.OrdersPerYear != nil || m.OrdersSource != "" || m.Until != nil {
		t.Errorf("member without volume: %+v", m)
	}
}

func TestReadBadFile(t *testing.T) {
	t.Parallel()
	got := readFile(t, "testdata/members-bad.csv")
	if got.Rows != 25 || got.BadRows != 9 {
		t.Errorf("rows %d, bad %d", got.Rows, got.BadRows)
	}
	if diff := cmp.Diff(readFile(t, "testdata/members.csv").Members, got.Members); diff != "" {
		t.Errorf("good rows of the bad file:\n%s", diff)
	}
	want := []member.Problem{
		{Line: 18, Column: "domains", Code: member.CodeMissing, Sentence: "a member needs at least one domain, such as winkel.example"},
		{Line: 19, Column: "domains", Code: member.CodeDomainTwice, Value: "delindeboom.example", Other: 2, Sentence: `the domain "delindeboom.example" is already used on line 2`},
		{Line: 20, Column: "emails", Code: member.CodeEmail, Value: "geen-adres", Sentence: `"geen-adres" is not an e-mail address: write only the address, such as info@winkel.example`},
		{Line: 21, Column: "member_since", Code: member.CodeDate, Value: "31-02-2020", Sentence: `"31-02-2020" is not a day of the calendar: write year-month-day, such as 2020-02-29`},
		{Line: 22, Column: "member_until", Code: member.CodeEndsBefore, Value: "2019-01-01", Sentence: "the membership ends (2019-01-01) before it begins (2020-01-01)"},
		{Line: 23, Column: "orders_per_year", Code: member.CodeOrdersMinus, Value: "-5", Sentence: `a number of orders cannot be below zero, as "-5" is`},
		{Line: 24, Column: "external_id", Code: member.CodeIDTwice, Value: "1022", Other: 23, Sentence: `the external id "1022" is already used on line 23`},
		{Line: 25, Column: "name", Code: member.CodeFormula, Value: `=HYPERLINK("http://x")`, Sentence: `"=HYPERLINK(\"http://x\")" begins with = + - @ or a tab and would run as a formula in a spreadsheet: write it without that sign`},
		{Line: 26, Code: member.CodeColumns, Sentence: "this row has 3 of the 12 columns: fill the others in or leave them empty between semicolons"},
	}
	if diff := cmp.Diff(want, got.Problems); diff != "" {
		t.Error(diff)
	}
}

func TestReadRows(t *testing.T) {
	t.Parallel()
	// In each row one thing is wrong.
	tests := []struct {
		name, row, column, code string
	}{
		{"no id", `;N;a.example;a@a.example;;;;;2020-01-01;;;`, "external_id", member.CodeMissing},
		{"id with a space", `1 2;N;a.example;a@a.example;;;;;2020-01-01;;;`, "external_id", member.CodeIDSpace},
		{"no name", `1;" ";a.example;a@a.example;;;;;2020-01-01;;;`, "name", member.CodeMissing},
		{"formula plus", `1;+N;a.example;a@a.example;;;;;2020-01-01;;;`, "name", member.CodeFormula},
		{"formula minus", `1;-N;a.example;a@a.example;;;;;2020-01-01;;;`, "name", member.CodeFormula},
		{"formula at", `1;@N;a.example;a@a.example;;;;;2020-01-01;;;`, "name", member.CodeFormula},
		{"formula tab", "1;\tN;a.example;a@a.example;;;;;2020-01-01;;;", "name", member.CodeFormula},
		{"formula wide", "1;＝N;a.example;a@a.example;;;;;2020-01-01;;;", "name", member.CodeFormula},
		{"formula in address", `1;N;a.example;a@a.example;;=1;;;2020-01-01;;;`, "address", member.CodeFormula},
		{"line break in name", "1;\"N\nBcc: x\";a.example;a@a.example;;;;;2020-01-01;;;", "name", member.CodeControl},
		{"direction mark", "1;N\u202eX;a.example;a@a.example;;;;;2020-01-01;;;", "name", member.CodeControl},
		{"long name", "1;" + strings.Repeat("n", 201) + ";a.example;a@a.example;;;;;2020-01-01;;;", "name", member.CodeLong},
		{"web address", `1;N;https://a.example/;a@a.example;;;;;2020-01-01;;;`, "domains", member.CodeDomain},
		{"one word", `1;N;localhost;a@a.example;;;;;2020-01-01;;;`, "domains", member.CodeDomain},
		{"machine number", `1;N;127.0.0.1;a@a.example;;;;;2020-01-01;;;`, "domains", member.CodeDomain},
		{"no e-mail", `1;N;a.example;, ;;;;;2020-01-01;;;`, "emails", member.CodeMissing},
		{"e-mail with a name", `1;N;a.example;Jan <a@a.example>;;;;;2020-01-01;;;`, "emails", member.CodeEmail},
		{"e-mail header", "1;N;a.example;\"a@a.example\nBcc: b@b.example\";;;;;2020-01-01;;;", "emails", member.CodeEmail},
		{"phone", `1;N;a.example;a@a.example;bel ons;;;;2020-01-01;;;`, "phone", member.CodePhone},
		{"phone formula", `1;N;a.example;a@a.example;-1+1;;;;2020-01-01;;;`, "phone", member.CodePhone},
		{"no begin", `1;N;a.example;a@a.example;;;;;;;;`, "member_since", member.CodeMissing},
		{"no such day", `1;N;a.example;a@a.example;;;;;2021-02-29;;;`, "member_since", member.CodeDate},
		{"year slipped", `1;N;a.example;a@a.example;;;;;0202-01-01;;;`, "member_since", member.CodeDate},
		{"end is no day", `1;N;a.example;a@a.example;;;;;2020-01-01;nooit;;`, "member_until", member.CodeDate},
		{"orders with a point", `1;N;a.example;a@a.example;;;;;2020-01-01;;5.200;stated`, "orders_per_year", member.CodeOrders},
		{"orders too many", `1;N;a.example;a@a.example;;;;;2020-01-01;;99999999999999999999;stated`, "orders_per_year", member.CodeOrders},
		{"orders without source", `1;N;a.example;a@a.example;;;;;2020-01-01;;5;`, "orders_source", member.CodeSourceMissing},
		{"source unknown", `1;N;a.example;a@a.example;;;;;2020-01-01;;5;gokje`, "orders_source", member.CodeSource},
		{"too many columns", `1;N;a.example;a@a.example;;;;;2020-01-01;;;;x`, "", member.CodeColumns},
		{"text behind a quote", `1;"N"x;a.example;a@a.example;;;;;2020-01-01;;;`, "", member.CodeQuote},
		{"long line", "1;" + strings.Repeat("n", 70_000), "", member.CodeRowLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := readText(t, header+tt.row+"\n"+"2;Goed;goed.example;a@goed.example;;;;;2020-01-01;;;\n")
			if len(got.Problems) != 1 {
				t.Fatalf("problems: %v", got.Problems)
			}
			p := got.Problems[0]
			if p.Line != 2 || p.Column != tt.column || p.Code != tt.code || p.Sentence == "" {
				t.Errorf("got %+v", p)
			}
			if strings.ContainsAny(p.String(), "\n\t\u202e") {
				t.Errorf("not one clean line: %q", p.String())
			}
			if len(got.Members) != 1 || got.Members[0].Name != "Goed" {
				t.Errorf("the good row was lost: %+v", got.Members)
			}
		})
	}
}

func TestReadNormalises(t *testing.T) {
	t.Parallel()
	got := readText(t, header+
		`7; Cafe`+"\u0301"+` ;www.Café.example.,CAFÉ.example,B.example;Info@Café.EXAMPLE, info@xn--caf-dma.example;`+
		"+31 30 (123);\"Straat 1,\r\nHuis 2\r\n\n1234 AB Plaats\";;;2020-01-01;2020-01-01;;Stated\n\n;;;;;;;;;;;\n")
	if len(got.Problems) != 0 {
		t.Fatal(got.Problems)
	}
	day := procedure.Date{Year: 2020, Month: 1, Day: 1}
	want := []member.Member{{
		ExternalID: "7", Name: "Café", Domains: []string{"xn--caf-dma.example", "b.example"},
		Emails: []string{"info@xn--caf-dma.example"}, Phone: "+31 30 (123)",
		Address: "Straat 1, Huis 2, 1234 AB Plaats", Since: day, Until: &day, OrdersSource: member.Stated,
	}}
	if diff := cmp.Diff(want, got.Members); diff != "" {
		t.Error(diff)
	}
}

func TestReadColumnsInAnyOrder(t *testing.T) {
	t.Parallel()
	got := readText(t, "\ufeffMember_Since;name;external_id;emails;domains;phone;address;kvk;sector;member_until;orders_source; orders_per_year\r\n"+
		"2020-01-01;N;1;a@a.example;a.example;;;;;;stated;5\r\n")
	if len(got.Problems) != 0 || len(got.Members) != 1 || got.Members[0].ExternalID != "1" || *got.Members[0].OrdersPerYear != 5 {
		t.Errorf("%+v", got)
	}
}

// A quotation mark that is never closed costs its own row; the lines below keep their numbers.
func TestReadLostQuote(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(header)
	b.WriteString("1;\"Lost;a.example;a@a.example;;;;;2020-01-01;;;\n")
	for i := range 30 {
		id := string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		b.WriteString(id + ";N;" + id + ".example;a@a.example;;;;;2020-01-01;;;\n")
	}
	b.WriteString("99;\"Lost;z.example;a@a.example;;;;;2020-01-01;;;")
	got := readText(t, b.String())
	if len(got.Members) != 30 || len(got.Problems) != 2 || got.Problems[0].Line != 2 || got.Problems[1].Line != 33 {
		t.Errorf("%d members, problems %v", len(got.Members), got.Problems)
	}
	if got.Problems[0].Code != member.CodeQuote {
		t.Errorf("code %q", got.Problems[0].Code)
	}
}

func TestReadRowOverLinesKeepsNumbers(t *testing.T) {
	t.Parallel()
	got := readText(t, header+"1;N;a.example;a@a.example;;\"Straat 1\nPlaats\";;;2020-01-01;;;\n2;;b.example;a@b.example;;;;;2020-01-01;;;\n")
	if len(got.Members) != 1 || len(got.Problems) != 1 || got.Problems[0].Line != 4 {
		t.Errorf("%+v", got)
	}
}

func TestReadRefusesFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, code string
		line             int
		says             string
	}{
		{"empty", "", member.CodeEmpty, 0, "external_id;name"},
		{"only a mark", "\ufeff\n", member.CodeEmpty, 0, "external_id;name"},
		{"commas", strings.ReplaceAll(header, ";", ","), member.CodeSeparator, 1, "semicolon"},
		{"unknown", strings.Replace(header, "domains", "domeinen", 1), member.CodeHeader, 1, "in any order:\n  not known: \"domeinen\"\n  missing: domains"},
		{"twice", strings.TrimSpace(header) + ";name\n", member.CodeHeader, 1, "any order:\n  twice: name"},
		{"no header", "1;N;a.example\n", member.CodeHeader, 1, "names none of the columns: put this line above it\n  external_id;name;"},
		{
			"three missing", "external_id;name;domains;emails;phone;address;kvk;sector;member_since\n", member.CodeHeader, 1,
			"\n  missing: member_until\n  missing: orders_per_year\n  missing: orders_source",
		},
		{"windows", header + "1;Caf\xe9;a.example;a@a.example;;;;;2020-01-01;;;\n", member.CodeEncoding, 2, "CSV UTF-8"},
		{"windows in a quoted field", header + "1;\"N\nCaf\xe9\";a.example\n", member.CodeEncoding, 3, "CSV UTF-8"},
		{"utf-16", "\xff\xfee\x00x\x00", member.CodeEncoding, 1, "CSV UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := member.Read(strings.NewReader(tt.text))
			var fe *member.FileError
			if got != nil || !errors.As(err, &fe) {
				t.Fatalf("got %+v, %v", got, err)
			}
			if fe.Code != tt.code || fe.Line != tt.line || !strings.Contains(fe.Error(), tt.says) {
				t.Errorf("got %+v", fe)
			}
		})
	}
}

func TestReadPassesReaderErrors(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	if _, err := member.Read(io.MultiReader(strings.NewReader(header+"1;\"N\n"), iotest.ErrReader(boom))); !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
	if _, err := member.Read(iotest.ErrReader(boom)); !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
}

func TestReadByteByByte(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/members-bad.csv")
	if err != nil {
		t.Fatal(err)
	}
	got, err := member.Read(iotest.OneByteReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readFile(t, "testdata/members-bad.csv"), got); diff != "" {
		t.Error(diff)
	}
}
