package setting

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

var (
	colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	// fontForm admits names and quotation marks only: the value stands in a stylesheet as it is.
	fontForm = regexp.MustCompile(`^('[A-Za-z0-9 -]+'|[A-Za-z-]+)(, ?('[A-Za-z0-9 -]+'|[A-Za-z-]+))*$`)
)

const white = "#ffffff"

// theme refuses colours that people cannot read (screens 0.2), and names the pair that fails.
func (c *checks) theme(t Theme) {
	well := true
	for _, f := range []struct{ key, value string }{
		{"brand", t.Brand},
		{"brand_strong", t.BrandStrong},
		{"link", t.Link},
		{"text", t.Text},
		{"muted", t.Muted},
		{"surface", t.Surface},
		{"line", t.Line},
	} {
		if !colourForm.MatchString(f.value) {
			c.bad("theme."+f.key, "must be a colour such as #0b4f6c, but is %q", f.value)
			well = false
		}
	}
	if !fontForm.MatchString(t.Font) {
		c.bad("theme.font", "must name fonts, with commas between them and single quotation marks around names of "+
			"several words, such as 'Source Sans 3', Arial, sans-serif")
	}
	if !well {
		return
	}
	for _, p := range []struct {
		key, colour, name, ground string
		least                     float64
	}{
		{"brand", t.Brand, "white", white, 4.5},
		{"brand", t.Brand, "theme.surface", t.Surface, 3},
		{"link", t.Link, "white", white, 4.5},
		{"link", t.Link, "theme.surface", t.Surface, 4.5},
		{"text", t.Text, "white", white, 7},
		{"text", t.Text, "theme.surface", t.Surface, 7},
		{"muted", t.Muted, "white", white, 4.5},
		{"muted", t.Muted, "theme.surface", t.Surface, 4.5},
	} {
		if got := contrast(p.colour, p.ground); got < p.least {
			c.bad("theme."+p.key, "is hard to read: %s on %s (%s) has a contrast of %s:1 and needs %g:1; take a darker "+
				"colour or a lighter background", p.colour, p.name, p.ground, floor(got), p.least)
		}
	}
	if luminance(t.BrandStrong) >= luminance(t.Brand) {
		c.bad("theme.brand_strong", "must be darker than theme.brand: %s is not darker than %s", t.BrandStrong, t.Brand)
	}
}

// floor cuts after two digits, so that 4.499 is not shown as the 4.5 that it misses.
func floor(ratio float64) string {
	return fmt.Sprintf("%.2f", math.Floor(ratio*100)/100)
}

// contrast is the ratio of WCAG 2.2 between two colours, 1 to 21.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2 of a colour #rrggbb, 0 to 1.
func luminance(colour string) float64 {
	n, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		panic("colour " + colour + " was not checked") // colourForm comes first
	}
	channel := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8) + 0.0722*channel(n)
}
