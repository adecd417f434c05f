package evidence

import (
	"encoding/binary"
	"errors"
	"image"
	"io"
)

// turn is the EXIF orientation of a photo, 1 to 8: how its pixels must be
// mirrored and turned to stand upright. It is the one thing of EXIF that is
// used, and then EXIF is gone.
type turn int

const upright turn = 1

// orientationTag is the TIFF tag "Orientation".
const orientationTag = 0x0112

// orientation walks a JPEG's segments up to the picture data. What is absent
// or odd counts as upright; only trouble with reading is an error.
func orientation(r io.Reader) (turn, error) {
	var b [4]byte
	if _, err := io.ReadFull(r, b[:2]); err != nil {
		return upright, ended(err)
	}
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return upright, ended(err)
		}
		marker, size := b[1], int(binary.BigEndian.Uint16(b[2:]))
		if b[0] != 0xff || size < 2 || marker == 0xda {
			return upright, nil
		}
		if marker != 0xe1 {
			if _, err := io.CopyN(io.Discard, r, int64(size-2)); err != nil {
				return upright, ended(err)
			}
			continue
		}
		segment := make([]byte, size-2)
		if _, err := io.ReadFull(r, segment); err != nil {
			return upright, ended(err)
		}
		if t, ok := exifOrientation(segment); ok {
			return t, nil
		}
	}
}

// ended forgives a file that stops early: the decoder says what is broken.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func exifOrientation(segment []byte) (turn, bool) {
	const intro = "Exif\x00\x00"
	if len(segment) < len(intro)+8 || string(segment[:len(intro)]) != intro {
		return upright, false
	}
	tiff := segment[len(intro):]
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright, true
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return upright, true
	}
	entries := tiff[at+2:]
	for n := order.Uint16(tiff[at:]); n > 0 && len(entries) >= 12; n-- {
		if order.Uint16(entries) == orientationTag {
			if t := turn(order.Uint16(entries[8:])); t >= 1 && t <= 8 {
				return t, true
			}
			return upright, true
		}
		entries = entries[12:]
	}
	return upright, true
}

// turned gives the picture standing upright. It expects the plain pixels that
// plainPixels makes for every turn but upright.
func turned(img image.Image, t turn) image.Image {
	if t == upright {
		return img
	}
	switch src := img.(type) {
	case *image.RGBA:
		dst := image.NewRGBA(turnedBounds(src.Rect, t))
		copyTurned(dst.Pix, dst.Stride, src.Pix, src.Stride, src.Rect, t)
		return dst
	case *image.NRGBA:
		dst := image.NewNRGBA(turnedBounds(src.Rect, t))
		copyTurned(dst.Pix, dst.Stride, src.Pix, src.Stride, src.Rect, t)
		return dst
	}
	return img
}

func turnedBounds(r image.Rectangle, t turn) image.Rectangle {
	if t >= 5 {
		return image.Rect(0, 0, r.Dy(), r.Dx())
	}
	return image.Rect(0, 0, r.Dx(), r.Dy())
}

// copyTurned copies 4-byte pixels to where they belong.
func copyTurned(dst []byte, dstStride int, src []byte, srcStride int, r image.Rectangle, t turn) {
	w, h := r.Dx(), r.Dy()
	// Pixel (x, y) goes to offset start + x*dx + y*dy.
	var start, dx, dy int
	right, down := (w-1)*4, (h-1)*dstStride
	switch t {
	case 2: // mirrored left-right
		start, dx, dy = right, -4, dstStride
	case 3: // upside down
		start, dx, dy = right+down, -4, -dstStride
	case 4: // mirrored top-bottom
		start, dx, dy = down, 4, -dstStride
	case 5: // mirrored over the main diagonal
		start, dx, dy = 0, dstStride, 4
	case 6: // needs a quarter turn clockwise
		start, dx, dy = (h-1)*4, dstStride, -4
	case 7: // mirrored over the other diagonal
		start, dx, dy = (h-1)*4+(w-1)*dstStride, -dstStride, -4
	case 8: // needs a quarter turn anticlockwise
		start, dx, dy = (w-1)*dstStride, -dstStride, 4
	case upright:
		start, dx, dy = 0, 4, dstStride
	}
	for y := range h {
		row := src[y*srcStride:]
		to := start + y*dy
		for x := range w {
			copy(dst[to:to+4], row[x*4:x*4+4])
			to += dx
		}
	}
}
