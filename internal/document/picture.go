package document

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures of screens

	"golang.org/x/image/draw"
)

// Bounds of a picture: what may be decoded, and how large it is in the document.
const (
	mostPictureBytes  = 32 << 20
	mostPicturePixels = 25_000_000
	longestSide       = 1600 // pixels; more is not seen on paper
	highestPicture    = 330  // points
)

// ErrPicture says that a picture cannot be drawn: too large, damaged, or of another kind.
var ErrPicture = errors.New("the picture cannot be drawn")

// picture is a JPEG as it goes into the file.
type picture struct {
	data          []byte
	width, height int // pixels
	gray          bool
}

// readPicture reads a picture and makes it smaller where it has more pixels than can be seen.
func readPicture(data []byte) (picture, error) {
	if len(data) > mostPictureBytes {
		return picture{}, fmt.Errorf("%w: %d bytes", ErrPicture, len(data))
	}
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if kind != "jpeg" && kind != "png" { // other packages may have registered more
		return picture{}, fmt.Errorf("%w: of kind %s", ErrPicture, kind)
	}
	if conf.Width < 1 || conf.Height < 1 || conf.Width > mostPicturePixels/conf.Height {
		return picture{}, fmt.Errorf("%w: %d × %d pixels", ErrPicture, conf.Width, conf.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	p := picture{data: data, width: conf.Width, height: conf.Height, gray: conf.ColorModel == color.GrayModel}
	plain := kind == "jpeg" && (p.gray || conf.ColorModel == color.YCbCrModel)
	if plain && max(p.width, p.height) <= longestSide {
		return p, nil
	}
	return encodePicture(src)
}

// encodePicture writes a picture anew, on white and no larger than it can be seen.
func encodePicture(src image.Image) (picture, error) {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	if long := max(w, h); long > longestSide {
		w, h = max(1, w*longestSide/long), max(1, h*longestSide/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), src, src.Bounds(), draw.Over, nil)
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, out, &jpeg.Options{Quality: 88}); err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return picture{data: buf.Bytes(), width: w, height: h}, nil
}

// picture lays out a picture with its words below it.
func (f *flow) picture(b Picture) ([]part, error) {
	p, err := readPicture(b.Data)
	if err != nil {
		return nil, err
	}
	scale := min((right-left)/float64(p.width), highestPicture/float64(p.height), 72.0/96)
	w, h := float64(p.width)*scale, float64(p.height)*scale
	alt := f.words.oneLine(b.Alt)
	n := f.at.add("Figure")
	n.alt = alt
	below := &node{tag: "Caption", parent: n}
	caption := f.textPart(below, left, right-left, alt, small)
	caption.after = gap + 4
	return []part{{before: 4, first: h, after: 4, keep: true, draw: func() error {
		f.sheet.picture(n, p, left, f.sheet.y, w, h)
		n.kids = append(n.kids, kid{node: below})
		f.sheet.y += h
		return nil
	}}, caption}, nil
}
