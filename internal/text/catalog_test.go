package text

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestSameKeysAndNames(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	if len(c.Keys(NL)) == 0 {
		t.Fatal("no texts")
	}
	for _, pair := range [][2]Lang{{NL, EN}, {EN, NL}} {
		for _, key := range c.Keys(pair[0]) {
			other, ok := c.messages[pair[1]][key]
			if !ok {
				t.Errorf("%s has %s, %s has not", pair[0], key, pair[1])
				continue
			}
			if a, b := c.messages[pair[0]][key].names(), other.names(); !slices.Equal(a, b) {
				t.Errorf("%s: %s has the names %v, %s %v", key, pair[0], a, pair[1], b)
			}
		}
	}
}

func overlay(nl string) fstest.MapFS {
	return fstest.MapFS{"nl/own.toml": {Data: []byte(nl)}}
}

func TestText(t *testing.T) {
	t.Parallel()
	c := &Catalog{messages: map[Lang]map[string]*message{}}
	for l, toml := range map[Lang]string{
		NL: "\"a.plain\" = \"Klaar\"\n\"a.name\" = \"{shop} wacht op {shop}\"\n[a.n]\none = \"{n} dag\"\nother = \"{n} dagen\"\n",
		EN: "\"a.plain\" = \"Done\"\n\"a.name\" = \"{shop} waits\"\n[a.n]\none = \"{n} day\"\nother = \"{n} days\"\n",
	} {
		m, err := readMessages(fstest.MapFS{string(l) + "/a.toml": {Data: []byte(toml)}, string(l) + "/empty.toml": {Data: []byte("# nothing yet\n")}}, l)
		if err != nil {
			t.Fatal(err)
		}
		c.messages[l] = m
	}
	for _, x := range []struct {
		l    Lang
		key  string
		args []any
		want string
	}{
		{NL, "a.plain", nil, "Klaar"},
		{EN, "a.plain", []any{"shop", "x"}, "Done"},
		{"de", "a.plain", nil, "Klaar"},
		{NL, "a.name", []any{"shop", "{n} <b>"}, "{n} <b> wacht op {n} <b>"},
		{NL, "a.name", []any{"shop"}, "‹shop› wacht op ‹shop›"},
		{NL, "a.name", []any{7, "x"}, "‹shop› wacht op ‹shop›"},
		{NL, "a.n", []any{"n", 1}, "1 dag"},
		{NL, "a.n", []any{"n", int64(0)}, "0 dagen"},
		{NL, "a.n", []any{"n", 1250}, "1.250 dagen"},
		{EN, "a.n", []any{"n", int64(1)}, "1 day"},
		{EN, "a.n", []any{"n", 101}, "101 days"},
		{EN, "a.n", []any{"n", "1"}, "1 days"},
		{EN, "a.n", []any{"n", true}, "true days"},
		{NL, "a.none", nil, "‹a.none›"},
		{EN, "a.none", nil, "‹a.none›"},
	} {
		if got := c.T(x.l, x.key, x.args...); got != x.want {
			t.Errorf("T(%s, %s, %v) = %q, want %q", x.l, x.key, x.args, got, x.want)
		}
	}
	if !c.Has(NL, "a.n") || c.Has(NL, "a.none") {
		t.Error("Has")
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	c, err := Load(overlay(`"case.h1.c" = "Over {shop}"`))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.T(NL, "case.h1.c", "shop", "X"); got != "Over X" {
		t.Errorf("own text: %q", got)
	}
	if got := c.T(EN, "case.h1.c", "shop", "X"); got != "Your complaint about X" {
		t.Errorf("the other language changed: %q", got)
	}
	for toml, want := range map[string]string{
		`"case.h9" = "x"`:                              `unknown key "case.h9"`,
		`"case.h1.c" = "{customer}"`:                   "unknown name {customer}",
		`"case.h1.c" = "{shop"`:                        "brace",
		`"case.h1.c" = "{{.shop}}"`:                    "brace",
		`"case.h1.c" = "{Shop}"`:                       "small letters",
		`"case.h1.c" = " "`:                            "no text",
		"\n\n\"case.h1.c\" = ":                         "line 3",
		"\"case.h1.c\" = \"a\"\n\"case.h1.c\" = \"b\"": "line 2",
		"[case.h1.c]\nfew = \"a\"\nother = \"b\"":      "only the forms",
	} {
		if _, err := Load(overlay(toml)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", toml, err, want)
		}
	}
	twice := overlay(`"case.h1.c" = "a"`)
	twice["nl/second.toml"] = &fstest.MapFile{Data: []byte(`"case.h1.c" = "b"`)}
	if _, err := Load(twice); err == nil || !strings.Contains(err.Error(), "own.toml already") {
		t.Errorf("the same key in two files: %v", err)
	}
}

func TestParseLang(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Lang{"nl": NL, "en": EN, "": NL, "EN": NL, "de": NL, "en-GB": NL} {
		if got := ParseLang(in); got != want {
			t.Errorf("ParseLang(%q) = %s", in, got)
		}
	}
}

func BenchmarkT(b *testing.B) {
	c := catalog(b)
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.T(NL, "case.next")
		}
	})
	b.Run("names", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.T(NL, "case.next.none", "date", "vrijdag 12 juni 2026")
		}
	})
}
