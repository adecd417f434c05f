package evidence

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

const (
	maxSide     = 4000 // pixels; a photographed page stays readable
	jpegQuality = 88
)

// codec opens one kind of picture. bytesPerPixel is the most that decoding
// costs, taken from the decoder's own buffers (progressive JPEG keeps 32-bit
// coefficients of three planes; 16-bit PNG keeps 8 bytes a pixel, twice when
// interlaced).
type codec struct {
	config        func(io.Reader) (image.Config, error)
	decode        func(io.Reader) (image.Image, error)
	bytesPerPixel int64
}

func codecOf(k kind) codec {
	switch k {
	case jpegKind:
		return codec{jpeg.DecodeConfig, jpeg.Decode, 16}
	case pngKind:
		return codec{png.DecodeConfig, png.Decode, 16}
	case gifKind:
		return codec{gif.DecodeConfig, gif.Decode, 2} // Decode stops after the first frame
	case webpKind:
		return codec{webp.DecodeConfig, webp.Decode, 12}
	case noKind, pdfKind, textKind:
	}
	return codec{}
}

// picture makes a photo anew from its pixels: metadata, comments, further
// frames and whatever was glued to the file are gone. Size is judged by the
// header, before a decoder takes memory for it.
func (c *Checker) picture(ctx context.Context, k kind, s *spool) (Clean, error) {
	dec := codecOf(k)
	config, err := withSpool(s, dec.config)
	if err != nil {
		return Clean{}, err
	}
	if config.Width <= 0 || config.Height <= 0 {
		return Clean{}, broken("picture without pixels")
	}
	pixels := int64(config.Width) * int64(config.Height)
	if pixels > c.limits.Pixels {
		return Clean{}, &Refused{Why: TooBig, cause: fmt.Errorf("%d x %d pixels", config.Width, config.Height)}
	}
	turn := upright
	if k == jpegKind {
		if turn, err = withSpool(s, orientation); err != nil {
			return Clean{}, err
		}
	}
	// The decoded picture, a copy of at most its size in 4 bytes a pixel, the
	// same turned, and the new file.
	done, err := c.take(ctx, pixels*(dec.bytesPerPixel+8)+c.limits.Bytes)
	if err != nil {
		return Clean{}, err
	}
	defer done()

	img, err := withSpool(s, dec.decode)
	if err != nil {
		return Clean{}, err
	}
	// Decoding does not look at the context; the person may have gone meanwhile.
	if err := ctx.Err(); err != nil {
		return Clean{}, err
	}
	lossless := k == pngKind || k == gifKind || !opaque(img)
	img = turned(plainPixels(img, turn), turn)
	return c.encode(img, lossless)
}

// encode gives a PNG when asked and when that stays within the limit, and
// otherwise a JPEG on white.
func (c *Checker) encode(img image.Image, lossless bool) (Clean, error) {
	var out bytes.Buffer
	clean := Clean{Width: img.Bounds().Dx(), Height: img.Bounds().Dy()}
	if lossless {
		enc := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := enc.Encode(&limitedWriter{&out, c.limits.Bytes}, img); err == nil {
			clean.MediaType = PNG
		} else if !errors.Is(err, errOverLimit) {
			return Clean{}, fmt.Errorf("encode png: %w", err)
		}
	}
	if clean.MediaType == "" {
		out.Reset()
		err := jpeg.Encode(&limitedWriter{&out, c.limits.Bytes}, onWhite(img), &jpeg.Options{Quality: jpegQuality})
		if errors.Is(err, errOverLimit) {
			return Clean{}, &Refused{Why: TooBig, cause: err}
		}
		if err != nil {
			return Clean{}, fmt.Errorf("encode jpeg: %w", err)
		}
		clean.MediaType = JPEG
	}
	// Pixels can be chosen so that the new file spells markup again.
	if hasScript(out.Bytes()) {
		return Clean{}, &Refused{Why: Script}
	}
	clean.Bytes = out.Bytes()
	return clean, nil
}

// withSpool runs a decoder over the spooled file. What a decoder cannot read,
// or panics on, is a broken picture; trouble with the disk is not.
func withSpool[T any](s *spool, decode func(io.Reader) (T, error)) (result T, err error) {
	r, err := s.open()
	if err != nil {
		return result, err
	}
	watched := &watchedReader{r: r}
	defer func() {
		if p := recover(); p != nil {
			err = &Refused{Why: Broken, cause: fmt.Errorf("decoder panicked: %v", p)}
		}
	}()
	result, err = decode(bufio.NewReaderSize(watched, 32<<10))
	switch {
	case watched.err != nil:
		return result, watched.err
	case err != nil:
		return result, &Refused{Why: Broken, cause: err}
	}
	return result, nil
}

type watchedReader struct {
	r   io.Reader
	err error
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// plainPixels brings a picture within maxSide and, unless it is a JPEG-like
// picture that can be encoded as it is, into 8 bits a colour: no palettes,
// whose unused entries can carry anything.
func plainPixels(img image.Image, t turn) image.Image {
	b := img.Bounds()
	w, h := fit(b.Dx(), b.Dy())
	small := w != b.Dx() || h != b.Dy()
	if !small && t == upright {
		switch img.(type) {
		case *image.YCbCr, *image.Gray, *image.NRGBA:
			return img
		}
	}
	to := image.Rect(0, 0, w, h)
	var dst draw.Image = image.NewNRGBA(to)
	if opaque(img) {
		dst = image.NewRGBA(to)
	}
	if small {
		draw.ApproxBiLinear.Scale(dst, to, img, b, draw.Src, nil)
	} else {
		draw.Draw(dst, to, img, b.Min, draw.Src)
	}
	return dst
}

// fit gives the size within maxSide with the same shape, never 0.
func fit(w, h int) (int, int) {
	long := max(w, h)
	if long <= maxSide {
		return w, h
	}
	return max(1, (w*maxSide+long/2)/long), max(1, (h*maxSide+long/2)/long)
}

func onWhite(img image.Image) image.Image {
	if opaque(img) {
		return img
	}
	b := img.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(dst, dst.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(dst, dst.Bounds(), img, b.Min, draw.Over)
	return dst
}

var errOverLimit = errors.New("new file is over the limit")

// limitedWriter stops an encoder whose file grows over the limit.
type limitedWriter struct {
	w    io.Writer
	left int64
}

func (l *limitedWriter) Write(p []byte) (int, error) {
	if int64(len(p)) > l.left {
		return 0, errOverLimit
	}
	l.left -= int64(len(p))
	return l.w.Write(p)
}
