package static

import (
	"errors"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestDefaultTokensPass(t *testing.T) {
	t.Parallel()
	css, err := Theme(DefaultTokens())
	if err != nil {
		t.Fatal(err)
	}
	// The style sheet and DefaultTokens say the same.
	site := strings.ReplaceAll(get(t, Handler(), http.MethodGet, CSS()).Body.String(), ": ", ":")
	declared := regexp.MustCompile(`--app-(?:brand|brand-strong|link|text|muted|surface|tint|on-tint|line|radius):[^;}]+`)
	for _, d := range declared.FindAllString(strings.Split(css, "\n")[0], -1) {
		if !strings.Contains(site, d+";") {
			t.Errorf("the style sheet does not say %s", d)
		}
	}
}

// Every brand that is dark enough for white can be read on its own tint.
func TestTintCanBeRead(t *testing.T) {
	t.Parallel()
	for _, brand := range []string{"#0b4f6c", "#1d70b8", "#767676", "#000000", "#ff0000", "#c00000", "#0000ff", "#007a3d", "#5b3a8a", "#ffffff"} {
		c, ok := parseRGB(brand)
		if !ok {
			t.Fatal(brand)
		}
		p := palette{brand: c}
		if r := contrast(p.onTint(), p.tint()); r < 4.5 {
			t.Errorf("%s: %s on %s is %.2f", brand, p.onTint(), p.tint(), r)
		}
		if r := contrast(p.tint(), white); r > 1.5 {
			t.Errorf("%s: tint %s is dark", brand, p.tint())
		}
	}
}

func TestNoTokensNoTheme(t *testing.T) {
	t.Parallel()
	if css, err := Theme(Tokens{}); css != "" || err != nil {
		t.Errorf("got %q, %v", css, err)
	}
}

// failing lists the pairs and tokens that err names.
func failing(err error) []string {
	var out []string
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range many.Unwrap() {
			out = append(out, failing(e)...)
		}
		return out
	}
	var c *ContrastError
	var tok *TokenError
	switch {
	case errors.As(err, &c):
		out = append(out, c.Over+"/"+c.Under)
	case errors.As(err, &tok):
		out = append(out, tok.Token)
	}
	return out
}

func TestThemeRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tokens Tokens
		want   []string
	}{
		"pale brand":            {Tokens{Brand: "#ff9900"}, []string{"brand/white", "brand/surface"}},
		"brand on dark surface": {Tokens{Surface: "#0b4f6c"}, []string{"brand/surface", "link/surface", "text/surface", "muted/surface"}},
		"hover lighter":         {Tokens{BrandStrong: "#1a6f90"}, []string{"brand-strong"}},
		"hover same":            {Tokens{BrandStrong: "#0b4f6c"}, []string{"brand-strong"}},
		"pale link":             {Tokens{Link: "#77aaff"}, []string{"link/white", "link/surface"}},
		"grey text":             {Tokens{Text: "#666666"}, []string{"text/white", "text/surface"}},
		"pale muted":            {Tokens{Muted: "#999999"}, []string{"muted/white", "muted/surface"}},
		"not a colour":          {Tokens{Brand: "red", Line: "#12345g"}, []string{"brand", "line"}},
		"short colour":          {Tokens{Text: "#000"}, []string{"text"}},
		"style in colour":       {Tokens{Brand: "#000000}body{display:none"}, []string{"brand"}},
		"style in font":         {Tokens{Font: `a"}body{display:none`}, []string{"font"}},
		"empty font":            {Tokens{Font: "Arial,,serif"}, []string{"font"}},
		"radius":                {Tokens{Radius: 25}, []string{"radius"}},
		"radius below":          {Tokens{Radius: -1}, []string{"radius"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			css, err := Theme(c.tokens)
			if css != "" || err == nil {
				t.Fatalf("accepted: %q, %v", css, err)
			}
			if got := failing(err); !slices.Equal(got, c.want) {
				t.Errorf("names %v, want %v", got, c.want)
			}
			if err.Error() == "" {
				t.Error("no words")
			}
		})
	}
}

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"#000000", "#ffffff", 21},
		{"#ffffff", "#ffffff", 1},
		{"#777777", "#ffffff", 4.48},
		{"#767676", "#ffffff", 4.54},
	} {
		a, _ := parseRGB(c.a)
		b, _ := parseRGB(c.b)
		if got := contrast(a, b); math.Abs(got-c.want) > 0.01 {
			t.Errorf("contrast(%s, %s) = %.3f, want %.2f", c.a, c.b, got, c.want)
		}
		if contrast(a, b) != contrast(b, a) {
			t.Errorf("contrast(%s, %s) depends on the order", c.a, c.b)
		}
	}
}

func FuzzTheme(f *testing.F) {
	f.Add("#0b4f6c", "Arial, sans-serif", 4)
	f.Add("}", `"`, -1)
	f.Fuzz(func(t *testing.T, colour, font string, radius int) {
		css, err := Theme(Tokens{Brand: colour, Font: font, Radius: radius})
		if (err != nil) == (css != "") && (colour != "" || font != "" || radius != 0) {
			t.Fatalf("both or neither: %q, %v", css, err)
		}
		// One rule for the screen, one in a media query: no more braces.
		if n := strings.Count(css, "{"); err == nil && css != "" && (n != 3 || strings.Count(css, "}") != 3) {
			t.Fatalf("settings brought style of their own: %q", css)
		}
	})
}
