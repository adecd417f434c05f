package document

import (
	_ "embed" // the fonts
	"fmt"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

var (
	//go:embed fonts/SourceSans3-Regular.ttf
	regularTTF []byte
	//go:embed fonts/SourceSans3-Semibold.ttf
	semiboldTTF []byte
	//go:embed fonts/DejaVuSans.ttf
	widerTTF []byte
)

// weight is the face that text is set in.
type weight int

const (
	regular weight = iota
	semibold
	wider // for signs that the other two do not have
	weights
)

// face is one font: which signs it has, and how wide they are.
type face struct {
	name string // in the PDF
	ttf  []byte
	// advance is the width in thousandths of the size, as the PDF tells it to readers; -1 where the font has no sign.
	// Only the basic plane: fpdf writes two bytes a sign.
	advance [1 << 16]int16
}

// faces are read once, at the first document.
var faces = sync.OnceValue(func() *[weights]face {
	out := &[weights]face{
		regular:  {name: "SourceSans3-Regular", ttf: regularTTF},
		semibold: {name: "SourceSans3-Semibold", ttf: semiboldTTF},
		wider:    {name: "DejaVuSans", ttf: widerTTF},
	}
	for i := range out {
		if err := out[i].read(); err != nil {
			panic(err) // the file is part of the program
		}
	}
	return out
})

func (f *face) read() error {
	parsed, err := sfnt.Parse(f.ttf)
	if err != nil {
		return fmt.Errorf("font %s: %w", f.name, err)
	}
	var buf sfnt.Buffer
	em := int(parsed.UnitsPerEm())
	for r := range rune(len(f.advance)) {
		f.advance[r] = -1
		g, err := parsed.GlyphIndex(&buf, r)
		if err != nil {
			return fmt.Errorf("font %s, U+%04X: %w", f.name, r, err)
		}
		if g == 0 {
			continue
		}
		// At a size of one em the advance is in units of the font.
		a, err := parsed.GlyphAdvance(&buf, g, fixed.I(em), font.HintingNone)
		if err != nil {
			return fmt.Errorf("font %s, U+%04X: %w", f.name, r, err)
		}
		f.advance[r] = int16(math.Round(float64(a) / 64 * 1000 / float64(em)))
	}
	return nil
}

func (f *face) has(r rune) bool { return r >= 0 && int(r) < len(f.advance) && f.advance[r] >= 0 }

// faceOf gives the face that a sign of the text is drawn with.
func faceOf(r rune, w weight) weight {
	all := faces()
	switch {
	case all[w].has(r):
		return w
	case all[wider].has(r):
		return wider
	default:
		return regular
	}
}

// width gives the width of a line of shown text in points.
func width(s string, w weight, size float64) float64 {
	all := faces()
	sum := 0
	for _, r := range s {
		if f := &all[faceOf(r, w)]; f.has(r) {
			sum += int(f.advance[r])
		}
	}
	return float64(sum) * size / 1000
}
