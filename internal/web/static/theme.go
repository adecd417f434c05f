package static

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Tokens are the values that a house style may set. An empty value keeps the
// default. Colours are written #rrggbb. Colours of error, success, warning and
// focus are not among them: they mean the same everywhere.
type Tokens struct {
	// Brand is the colour of header, buttons and steps; BrandStrong of a
	// button under the pointer.
	Brand, BrandStrong string
	Link               string
	// Text is the colour of text, Muted that of secondary text.
	Text, Muted string
	// Surface is the ground of panels, Line the colour of rules.
	Surface, Line string
	// Radius is the roundness of corners in CSS pixels, 0 to 24. It has no
	// empty value: 0 makes corners square.
	Radius int
	// Font is a list of font names, the first that a device has is used.
	Font string
}

// DefaultTokens are the values of the style sheet itself.
func DefaultTokens() Tokens {
	return Tokens{
		Brand: "#0b4f6c", BrandStrong: "#083a50", Link: "#0b5a8a",
		Text: "#17212b", Muted: "#4a5662", Surface: "#eef4f7", Line: "#c9d2d9",
		Radius: 6, Font: "Source Sans 3, Helvetica Neue, arial, sans-serif",
	}
}

// ContrastError is a pair of colours that people cannot tell apart well
// enough. Over and Under are names of tokens ("brand", "surface") or "white".
type ContrastError struct {
	Over, Under    string
	Ratio, Minimum float64
}

func (e *ContrastError) Error() string {
	return fmt.Sprintf("%s on %s has a contrast of %.2f to 1; it must be at least %g to 1",
		e.Over, e.Under, e.Ratio, e.Minimum)
}

// TokenError is a token whose value cannot be read, or that breaks a rule
// other than contrast.
type TokenError struct {
	Token, Value, Want string
}

func (e *TokenError) Error() string {
	return fmt.Sprintf("%s = %q: %s", e.Token, e.Value, e.Want)
}

// Theme makes the style sheet of a house style. When values cannot be read or
// the contrast is too low it gives all *TokenError and *ContrastError joined,
// and no style sheet. No tokens give an empty style sheet.
func Theme(t Tokens) (string, error) {
	if t == (Tokens{}) {
		return "", nil
	}
	t = t.orDefault()
	p, err := t.palette()
	if err != nil {
		return "", err
	}
	font, err := fontStack(t.Font)
	if t.Radius < 0 || t.Radius > 24 {
		err = errors.Join(err, &TokenError{"radius", strconv.Itoa(t.Radius), "must be a whole number from 0 to 24"})
	}
	if err := errors.Join(err, p.check()); err != nil {
		return "", err
	}

	var b strings.Builder
	b.WriteString(":root{")
	for _, d := range []struct {
		name  string
		value rgb
	}{
		{"brand", p.brand},
		{"brand-strong", p.brandStrong},
		{"link", p.link},
		{"link-hover", p.link.mix(black, 0.25)},
		{"text", p.text},
		{"muted", p.muted},
		{"surface", p.surface},
		{"tint", p.tint()},
		{"line", p.line},
	} {
		fmt.Fprintf(&b, "--app-%s:%s;", d.name, d.value)
	}
	fmt.Fprintf(&b, "--app-radius:%dpx;--app-font:%s}\n", t.Radius, font)
	// A later sheet wins over the one for paper, so paper is said again.
	b.WriteString("@media print{:root{--app-text:#000;--app-muted:#000}}\n")
	return b.String(), nil
}

func (t Tokens) orDefault() Tokens {
	d := DefaultTokens()
	for _, f := range []struct{ value, def *string }{
		{&t.Brand, &d.Brand},
		{&t.BrandStrong, &d.BrandStrong},
		{&t.Link, &d.Link},
		{&t.Text, &d.Text},
		{&t.Muted, &d.Muted},
		{&t.Surface, &d.Surface},
		{&t.Line, &d.Line},
		{&t.Font, &d.Font},
	} {
		if *f.value == "" {
			*f.value = *f.def
		}
	}
	return t
}

// palette is the colours of Tokens, read.
type palette struct {
	brand, brandStrong, link, text, muted, surface, line rgb
}

func (t Tokens) palette() (palette, error) {
	var p palette
	var errs []error
	for _, c := range []struct {
		name, value string
		to          *rgb
	}{
		{"brand", t.Brand, &p.brand},
		{"brand-strong", t.BrandStrong, &p.brandStrong},
		{"link", t.Link, &p.link},
		{"text", t.Text, &p.text},
		{"muted", t.Muted, &p.muted},
		{"surface", t.Surface, &p.surface},
		{"line", t.Line, &p.line},
	} {
		v, ok := parseRGB(c.value)
		if !ok {
			errs = append(errs, &TokenError{c.name, c.value, "must be a colour written as #rrggbb"})
		}
		*c.to = v
	}
	return p, errors.Join(errs...)
}

// tint is a light ground in the hue of the brand, for the row of the open case
// and for badges: half as saturated as a pure colour at most, 92% light.
func (p palette) tint() rgb {
	low, high := min(p.brand[0], p.brand[1], p.brand[2]), max(p.brand[0], p.brand[1], p.brand[2])
	if low == high {
		return white.mix(black, 0.08)
	}
	// Stretching the parts to the whole range gives the pure hue; the mix of
	// it with grey and white has the wanted saturation and lightness.
	var pure rgb
	for i, v := range p.brand {
		pure[i] = uint8(math.Round(float64(v-low) / float64(high-low) * 255))
	}
	grey := rgb{128, 128, 128}
	saturation := min(0.6*float64(high-low)/float64(high), 0.5)
	return grey.mix(pure, saturation).mix(white, 0.84)
}

// onTint is the brand, darkened until it can be read on its own tint.
func (p palette) onTint() rgb {
	c := p.brand
	for contrast(c, p.tint()) < 4.5 {
		c = c.mix(black, 0.1)
	}
	return c
}

// check holds the colours against each other: WCAG 1.4.3 and 1.4.11, and for
// text the stricter 1.4.6. The line is decoration and is not checked.
func (p palette) check() error {
	var errs []error
	for _, c := range []struct {
		over, under string
		a, b        rgb
		minimum     float64
	}{
		{"brand", "white", p.brand, white, 4.5},
		{"brand", "surface", p.brand, p.surface, 3},
		{"brand-strong", "white", p.brandStrong, white, 4.5},
		{"link", "white", p.link, white, 4.5},
		{"link", "surface", p.link, p.surface, 4.5},
		{"text", "white", p.text, white, 7},
		{"text", "surface", p.text, p.surface, 7},
		{"muted", "white", p.muted, white, 4.5},
		{"muted", "surface", p.muted, p.surface, 4.5},
	} {
		if r := contrast(c.a, c.b); r < c.minimum {
			errs = append(errs, &ContrastError{c.over, c.under, r, c.minimum})
		}
	}
	if p.brandStrong.luminance() >= p.brand.luminance() {
		errs = append(errs, &TokenError{"brand-strong", p.brandStrong.String(), "must be darker than brand"})
	}
	return errors.Join(errs...)
}

var fontName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 -]{0,40}$`)

// fontStack quotes names of fonts; anything but letters, digits, spaces and
// hyphens is refused, so that a setting cannot bring style of its own.
func fontStack(list string) (string, error) {
	var out []string
	for _, name := range strings.Split(list, ",") {
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		if !fontName.MatchString(name) {
			return "", &TokenError{"font", list, "must be names of fonts, parted by commas"}
		}
		switch name {
		case "serif", "sans-serif", "system-ui", "monospace":
			out = append(out, name)
		default:
			out = append(out, `"`+name+`"`)
		}
	}
	return strings.Join(out, ","), nil
}

// rgb is a colour, each part from 0 to 255.
type rgb [3]uint8

var (
	white = rgb{255, 255, 255}
	black = rgb{}
)

func parseRGB(s string) (rgb, bool) {
	hex, found := strings.CutPrefix(s, "#")
	if !found || len(hex) != 6 {
		return rgb{}, false
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return rgb{}, false
	}
	return rgb{uint8(n >> 16 & 0xff), uint8(n >> 8 & 0xff), uint8(n & 0xff)}, true
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// mix is c with the given share (0 to 1) of another colour in it.
func (c rgb) mix(other rgb, share float64) rgb {
	var out rgb
	for i := range out {
		out[i] = uint8(math.Round(float64(c[i])*(1-share) + float64(other[i])*share))
	}
	return out
}

// luminance is the relative luminance of WCAG 2, 0 to 1.
func (c rgb) luminance() float64 {
	var l [3]float64
	for i, v := range c {
		s := float64(v) / 255
		if s <= 0.04045 {
			l[i] = s / 12.92
		} else {
			l[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

// contrast is the contrast ratio of WCAG 2, 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}
