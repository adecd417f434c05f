package evidence

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanName(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, mediaType, want string }{
		{"foto.jpg", JPEG, "foto.jpg"},
		{"Factuur café 12-3.PDF", PDF, "Factuur café 12-3.pdf"},
		{"cafe\u0301.pdf", PDF, "café.pdf"},
		{`C:\Users\jan\foto.png`, PNG, "foto.png"},
		{"../../etc/passwd", Text, "passwd.txt"},
		{"a\r\nSet-Cookie: x=1.pdf", PDF, "a Set-Cookie- x=1.pdf"},
		{"factuur\u202Efdp.exe", PDF, "factuurfdp.pdf"},
		{"on\u200Bzicht\u2066baar\u2069\ufeff.txt", Text, "onzichtbaar.txt"},
		{"a\x00b.txt", Text, "ab.txt"},
		{"slecht\xff\xfe.txt", Text, "slecht.txt"},
		{"収据 2026.png", PNG, "収据 2026.png"},
		{"quote\"; filename=evil.exe", PDF, "quote-; filename=evil.pdf"},
		{".htaccess", Text, "htaccess.txt"},
		{"", JPEG, "document.jpg"},
		{"...", PDF, "document.pdf"},
		{"con.txt", Text, "document-con.txt"},
		{"v1.2", PDF, "v1.2.pdf"},
		{"gesprek met dhr. Jansen", Text, "gesprek met dhr. Jansen.txt"},
		{"foto.jpg.svg.html", JPEG, "foto.jpg"},
		{"IMG.HEIC", "", "IMG.HEIC"},
		{strings.Repeat("é", 300) + ".jpg", JPEG, strings.Repeat("é", 96) + ".jpg"},
	}
	for _, c := range cases {
		if got := cleanName(c.name, c.mediaType); got != c.want {
			t.Errorf("cleanName(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("a\u202Eb.pdf.exe", PDF)
	f.Add("CON", "")
	f.Fuzz(func(t *testing.T, name, mediaType string) {
		got := cleanName(name, mediaType)
		if got == "" || utf8.RuneCountInString(got) > maxName || strings.ContainsAny(got, "/\\\"<>:|?*") {
			t.Errorf("cleanName(%q) = %q", name, got)
		}
		for _, r := range got {
			if !unicode.IsPrint(r) || r == utf8.RuneError && !strings.ContainsRune(name, r) {
				t.Errorf("cleanName(%q) holds %U", name, r)
			}
		}
		if again := cleanName(got, mediaType); again != got {
			t.Errorf("cleanName(%q) = %q, cleaned again %q", name, got, again)
		}
	})
}
