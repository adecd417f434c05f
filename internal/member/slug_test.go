package member_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wederhoor/internal/member"
)

func TestSlug(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, id, want string }{
		{"De Lindeboom Lampen", "1001", "de-lindeboom-lampen"},
		{"Café Zoë Koffie B.V.", "1003", "cafe-zoe-koffie-b-v"},
		{`Jansen "De Fietser" & Zn.`, "1005", "jansen-de-fietser-zn"},
		{"Ångström Elektronik", "1006", "angstrom-elektronik"},
		{"Boekhandel 't Hoekje", "1008", "boekhandel-t-hoekje"},
		{"Oude Winkel (gestopt)", "1009", "oude-winkel-gestopt"},
		{"Straße Ørsted Łódź Æon", "1", "strasse-orsted-lodz-aeon"},
		{"東京", "A 7/b", "lid-a-7-b"},
		{"", "", "lid-e3b0c44298fc1c14"},
		{strings.Repeat("lang ", 30), "1", "lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang"},
	}
	for _, tt := range tests {
		if got := member.Slug(tt.name, tt.id); got != tt.want {
			t.Errorf("Slug(%q, %q) = %q, want %q", tt.name, tt.id, got, tt.want)
		}
	}
}

func TestUniqueSlug(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for _, tt := range []struct{ name, id, want string }{
		{"Winkel", "7", "winkel"},
		{"Winkel 8", "9", "winkel-8"},
		{"Winkel", "8", "winkel-2c624232cdd221771294dfbb310aca00"[:23]},
		{"Winkel", "10", "winkel-10"},
	} {
		got := member.UniqueSlug(tt.name, tt.id, func(s string) bool { return taken[s] })
		if got != tt.want || taken[got] {
			t.Errorf("UniqueSlug(%q, %q) = %q, want %q", tt.name, tt.id, got, tt.want)
		}
		taken[got] = true
	}
}

func TestSlugShape(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	rapid.Check(t, func(t *rapid.T) {
		name, id := rapid.String().Draw(t, "name"), rapid.StringN(0, 64, -1).Draw(t, "id")
		if s := member.Slug(name, id); !shape.MatchString(s) || len(s) > 64 {
			t.Fatalf("Slug(%q, %q) = %q", name, id, s)
		}
	})
}

func TestDomainAndEmail(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"WWW.Winkel.example": "winkel.example", "münchen.example": "xn--mnchen-3ya.example", "www.nl": "www.nl",
		"a.example.": "a.example", "-a.example": "", "a..example": "", "a b.example": "", "nl": "", "1.2.3.4": "",
		"a.example:80": "", strings.Repeat("a", 64) + ".example": "", "xn--a.example": "",
	} {
		if got, err := member.Domain(in); got != want || (err == nil) != (want != "") {
			t.Errorf("Domain(%q) = %q, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{
		" Info@Winkel.example": "info@winkel.example", "a+b@www.a.example": "a+b@www.a.example",
		"info@münchen.example": "info@xn--mnchen-3ya.example", "@a.example": "", "a@": "", "a": "", ".a@a.example": "",
		"a..b@a.example": "", "é@a.example": "", `"a b"@a.example`: "", "a@b@c.example": "", "=a@a.example": "",
		"a@a.example\r\nBcc: b@b.example": "", strings.Repeat("a", 65) + "@a.example": "", "a@localhost": "",
	} {
		if got, err := member.Email(in); got != want || (err == nil) != (want != "") {
			t.Errorf("Email(%q) = %q, %v", in, got, err)
		}
	}
}
