package anonym

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func brackets(k Kind) string { return "[" + string(k) + "]" }

func TestPropose(t *testing.T) {
	t.Parallel()
	anna := Known{
		Names: []string{"Anna de Vries", "Jan-Willem van den Berg"}, Shop: "Fietsen de Vries", Now: now, SoleTraderKvK: true,
		Emails: []string{"anna.devries@post.example"}, Phones: []string{"06-12345678"}, Reference: "WH-2026-00042",
		Addresses: []string{"Dorpsstraat 12a, 1234 AB Ons Dorp"}, OrderNumbers: []string{"F2026/0099"},
	}
	for name, c := range map[string]struct{ in, want string }{
		"whole name":               {"Anna de Vries kocht een fiets.", "[name] kocht een fiets."},
		"first name":               {"Het pakket was voor Anna.", "Het pakket was voor [name]."},
		"surname":                  {"Mevrouw De Vries belde.", "Mevrouw [name] belde."},
		"surname without particle": {"familie Vries", "familie [name]"},
		"initials":                 {"A. de Vries en J.W. v.d. Berg", "[name] en [name]"},
		"initials together":        {"Getekend: JW van den Berg.", "Getekend: [name]."},
		"letters only":             {"Namens A.d.V. en A.V.", "Namens [name] en [name]"},
		"first name and letter":    {"Anna de V. schreef", "[name] schreef"},
		"capitals":                 {"ANNA DE VRIES", "[name]"},
		"small":                    {"van anna devries", "van [name]"},
		"accents":                  {"Ánna dè Vriès", "[name]"},
		"owner":                    {"Anna's fiets, Vries' fiets, Annas fiets", "[name] fiets, [name] fiets, [name] fiets"},
		"hyphen":                   {"de heer Jan Willem", "de heer [name]"},
		"other half":               {"mevrouw De Vries-Jansen en Smit-de Vries", "mevrouw [name] en [name]"},
		"shop stays":               {"Fietsen de Vries leverde aan De Vries.", "Fietsen de Vries leverde aan [name]."},
		"shop beside name":         {"Anna Fietsen De Vries", "[name] Fietsen De Vries"},
		"not inside words":         {"De Annalen van Vriesland, hannah", "De Annalen van Vriesland, hannah"},
		"line end":                 {"Anna\nde\nVries en De Vri-\nes", "[name] en [name]"},
		"invisible":                {"An\u200bna de\u00a0Vri\u00ades", "[name]"},
		"wide":                     {"Ａｎｎａ 𝐝𝐞 𝓥𝓻𝓲𝓮𝓼", "[name]"},
		"look alike":               {"Аnnа de Vriеs", "[name]"}, // two Cyrillic a, one e
		"handle":                   {"@annadevries88", "@[name]88"},
		"other person":             {"dhr. P. Ypma en mevrouw Smit-Bos belden", "dhr. [name] en mevrouw [name] belden"},

		"e-mail":           {"mail naar Anna.DeVries@post.example, of info@fietsen.example.", "mail naar [email], of [email]."},
		"e-mail broken":    {"anna.devries@\npost.example", "[email]"},
		"e-mail spelled":   {"piet [at] post.example", "[email]"},
		"phone forms":      {"06 1234 5678, +31 6 12 34 56 78, 0031612345678, +31 (0)6-12345678", "[phone], [phone], [phone], [phone]"},
		"phone unknown":    {"020-7654321, (010) 123 45 67, 0182 123456", "[phone], [phone], [phone]"},
		"phone abroad":     {"tel. 0470 12 34 56 en +49 171 1234567", "tel. [phone] en [phone]"},
		"no phone":         {"Op 01-02-2024 10 stuks, 0800-1234, artikel 0612", "Op 01-02-2024 10 stuks, 0800-1234, artikel 0612"},
		"date, then phone": {"01-02-2024 0698765432", "01-02-2024 [phone]"},

		"address":         {"Dorpsstraat 12a, 1234 AB Ons Dorp.", "[address]."},
		"address parts":   {"in de dorpsstraat, postcode 1234ab", "in de [address], postcode [postcode]"},
		"street":          {"op Kerkplein 3-II woont", "op [address] woont"},
		"street of names": {"Laan van Meerdervoort 50 bis en Prins Hendrikkade 33 hs", "[address] en [address]"},
		"foreign":         {"12 Baker Street, Hauptstr. 5, 10115 Berlin, 12 rue de la Paix", "[address], [address], [address]"},
		"postcode":        {"postcode 2512 CP en 2512cp", "postcode [postcode] en [postcode]"},
		"no postcode":     {"In 2024 is 1500 KM gereden, 1200 eu, in 2023 de", "In 2024 is 1500 KM gereden, 1200 eu, in 2023 de"},
		"no street":       {"onderweg 3 dagen; de straat 2 keer; op weg 1", "onderweg 3 dagen; de straat 2 keer; op weg 1"},

		"iban":        {"NL91 ABNA 0417 1643 00, NL91ABNA0417164300, DE89370400440532013000", "[iban], [iban], [iban]"},
		"no iban":     {"DE89370400440532013001", "DE89370400440532013001"},
		"kvk":         {"KvK-nummer 12345678 en nr. 87654321", "KvK-nummer [kvk] en nr. [kvk]"},
		"no kvk":      {"lot 12345678", "lot 12345678"},
		"bsn":         {"BSN 111222333, BSN 123456789", "BSN [bsn], BSN 123456789"},
		"order":       {"bestelnummer 778812, order #A-99/12, factuur F2026/0099", "bestelnummer [order], order #[order], factuur [order]"},
		"track":       {"Track & Trace: 3SABCD1234567", "Track & Trace: [order]"},
		"no order":    {"De order van 2024, factuur 12-03-2024, bestelling 150 euro", "De order van 2024, factuur 12-03-2024, bestelling 150 euro"},
		"reference":   {"Zaak wh 2026 00042", "Zaak [reference]"},
		"birth":       {"geboren op 3 mei 2012, geb. 01-02-85", "geboren op [birth], geb. [birth]"},
		"long ago":    {"op 12 maart 1985, op March 12, 1985 en 1985-03-12", "op [birth], op [birth] en [birth]"},
		"no birth":    {"op 12 maart 2026, de wet van 6 juni 2001", "op 12 maart 2026, de wet van 6 juni 2001"},
		"plate":       {"12-ABC-3, kenteken XX99XX, auto 1 ABC 23", "[plate], kenteken [plate], auto [plate]"},
		"no plate":    {"op 1-mei-24 en model AB1234, 12-12-12", "op 1-mei-24 en model AB1234, 12-12-12"},
		"link":        {"zie https://winkel.example/order/9?k=1 op www.winkel.example.", "zie [url] op www.winkel.example."},
		"nothing":     {"", ""},
		"not UTF-8":   {"\xff Anna \xc3", "\xff [name] \xc3"},
		"only spaces": {" \n\u00a0", " \n\u00a0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spans := Propose(c.in, anna)
			if got := Apply(c.in, spans, brackets); got != c.want {
				t.Errorf("Propose(%q)\n got %q\nwant %q\n%s", c.in, got, c.want, cmp.Diff(nil, spans))
			}
		})
	}
}

func TestProposeNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"José Müller", "Jose Mueller en JOSÉ muller en josé müller", "[name] en [name] en [name]"},
		{"Jan Mueller", "de heer Müller", "de heer [name]"},
		{"Ĳsbrand van Dijk", "IJsbrand van Dyk", "[name]"},
		{"dhr. J. Bakker", "de bakker, J. Bakker", "de [name], [name]"},
		{"Wang Li", "Li en li", "[name] en [name]"},
		{"王伟", "客户王伟说", "客户[name]说"},
		{"Анна Иванова", "Анна Иванова", "[name]"},
		{"Şükrü Yıldız", "SUKRU YILDIZ", "[name]"},
		{"O'Brien", "mr O’Brien, OBrien", "mr [name], [name]"},
		{"Fatima el Amrani", "mevrouw El Amrani; f. el-amrani", "mevrouw [name]; [name]"},
		{"", "niets", "niets"},
		{"van de", "van de winkel van de", "[name] winkel [name]"},
	} {
		if got := Apply(c.in, Propose(c.in, Known{Names: []string{c.name}}), brackets); got != c.want {
			t.Errorf("%q in %q: got %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	k := Known{Names: []string{"Mark Wit"}, Now: now}
	spans := Propose("Mark zei dat de wit gelakte deur van dhr. Bos op 1 mei 1990 bleef.", k)
	want := []Span{
		{0, 4, Name, "Mark", WhyKnown, "anonym.word.name"},
		{16, 19, Name, "wit", WhyOrdinary, "anonym.word.name"},
		{42, 45, Name, "Bos", WhyTitle, "anonym.word.name"},
		{49, 59, Birth, "1 mei 1990", WhyOld, "anonym.word.birth"},
	}
	if diff := cmp.Diff(want, spans); diff != "" {
		t.Error(diff)
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in    string
		spans []Span
		want  string
	}{
		"none":           {"tekst é", nil, "tekst é"},
		"order":          {"a b c", []Span{{Start: 4, End: 5, Kind: Name}, {Start: 0, End: 1, Kind: Order}}, "[order] b [name]"},
		"overlap":        {"abcdef", []Span{{Start: 0, End: 2, Kind: Name}, {Start: 1, End: 5, Kind: Email}}, "[email]f"},
		"touching":       {"abcd", []Span{{Start: 0, End: 2, Kind: Name}, {Start: 2, End: 4, Kind: Order}}, "[name][order]"},
		"inside a rune":  {"é!", []Span{{Start: 1, End: 2, Kind: Name}}, "[name]!"},
		"begin of rune":  {"aé!", []Span{{Start: 0, End: 2, Kind: Name}}, "[name]!"},
		"outside":        {"abc", []Span{{Start: -5, End: 1, Kind: Name}, {Start: 2, End: 99, Kind: Name}, {Start: 7, End: 9}}, "[name]b[name]"},
		"the wrong way":  {"abc", []Span{{Start: 2, End: 1, Kind: Name}}, "abc"},
		"not UTF-8":      {"\xff\xfe\x80", []Span{{Start: 1, End: 2, Kind: Name}}, "\xff[name]\x80"},
		"all of nothing": {"", []Span{{Start: 0, End: 1, Kind: Name}}, ""},
	} {
		if got := Apply(c.in, c.spans, brackets); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
