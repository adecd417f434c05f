package web

import (
	"reflect"
	"testing"
	"time"
)

func TestParseAdvance(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]time.Duration{
		"7d": 7 * 24 * time.Hour, "12h": 12 * time.Hour, "30m": 30 * time.Minute, "1w": 7 * 24 * time.Hour, " 2 D ": 48 * time.Hour,
		"": 0, "d": 0, "7": 0, "0d": 0, "-1d": 0, "+1d": 0, "1.5h": 0, "7y": 0, "1d2h": 0, "999999999w": 0, "٧d": 0,
	} {
		if got, ok := parseAdvance(in); got != want || ok != (want > 0) {
			t.Errorf("parseAdvance(%q) = %s, %v; want %s", in, got, ok, want)
		}
	}
}

func FuzzParseAdvance(f *testing.F) {
	for _, s := range []string{"7d", "12h", "", "99999w", "1ä"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := parseAdvance(s); ok != (d > 0) {
			t.Errorf("parseAdvance(%q) = %s, %v", s, d, ok)
		}
	})
}

func TestPieces(t *testing.T) {
	t.Parallel()
	text := "Ja: http://x/a?b=1\nNee: http://x/a.\nhttp://x/a"
	links := []string{"http://x/a", "http://x/a?b=1"}
	want := []piece{
		{Text: "Ja: "},
		{"http://x/a?b=1", "http://x/a?b=1"},
		{Text: "\nNee: "},
		{"http://x/a", "http://x/a"},
		{Text: ".\n"},
		{"http://x/a", "http://x/a"},
	}
	if got := pieces(text, links); !reflect.DeepEqual(got, want) {
		t.Errorf("pieces = %v, want %v", got, want)
	}
	if got := pieces("none", nil); !reflect.DeepEqual(got, []piece{{Text: "none"}}) {
		t.Errorf("pieces without links = %v", got)
	}
	if got := pieces("", links); got != nil {
		t.Errorf("pieces of nothing = %v", got)
	}
}
