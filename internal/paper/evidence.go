package paper

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io"

	"wederhoor/internal/document"
	"wederhoor/internal/evidence"
	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
)

// Bounds of the pictures in a document: the file with the evidence has them all.
const (
	mostPictures = 12
	mostPixels   = 60_000_000 // together
	onePicture   = 24_000_000 // pixels
	pictureBytes = 16 << 20
)

// evidence lists the pieces of evidence with what each can be recognised by, and shows the pictures.
func (s *sheet) evidence(ctx context.Context, docs []registry.StoredDocument) error {
	s.heading(2, s.T("ruling.file.proof"))
	if len(docs) == 0 {
		s.paragraph(s.T("ruling.file.noproof"))
		return nil
	}
	t := document.Table{Head: []string{s.T("paper.number"), s.T("paper.what"), s.T("paper.of_whom"), s.T("paper.added")}}
	var prints []document.Fact
	for _, d := range docs {
		t.Rows = append(t.Rows, []string{d.Number, d.Name, s.who(d.Party), s.short(d.Added)})
		prints = append(prints, document.Fact{Name: d.Number, Value: hex.EncodeToString(d.SHA256[:])})
	}
	s.add(t)
	s.heading(3, s.T("paper.prints"))
	s.paragraph(s.T("paper.prints.text"))
	s.add(document.Facts{Pairs: prints})
	return s.pictures(ctx, docs)
}

// pictures shows the pictures, as many as fit; of the others it says that they are not here.
func (s *sheet) pictures(ctx context.Context, docs []registry.StoredDocument) error {
	var show []document.Block
	var left []string
	room := mostPixels
	for _, d := range docs {
		if d.MediaType != evidence.JPEG && d.MediaType != evidence.PNG {
			continue
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("pictures of %s: %w", s.reference, err)
		}
		if len(show) == mostPictures || d.Size > pictureBytes {
			left = append(left, d.Number)
			continue
		}
		data, err := s.read(d)
		if err != nil {
			return err
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width*c.Height > min(onePicture, room) {
			left = append(left, d.Number)
			continue
		}
		room -= c.Width * c.Height
		show = append(show, document.Picture{Alt: d.Number + ": " + d.Name, Data: data})
	}
	if len(show)+len(left) == 0 {
		return nil
	}
	s.heading(3, s.T("paper.pictures"))
	s.add(show...)
	if len(left) > 0 {
		words := left[0]
		for _, n := range left[1:] {
			words += ", " + n
		}
		s.paragraph(s.T("paper.pictures.left", "numbers", words))
	}
	return nil
}

// read reads a piece of evidence whole.
func (s *sheet) read(d registry.StoredDocument) ([]byte, error) {
	rc, err := s.open(d)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(rc, d.Size+1))
	if err = errors.Join(err, rc.Close()); err != nil {
		return nil, fault.Wrap(fault.Server, fmt.Errorf("evidence %s of %s: %w", d.Number, s.reference, err))
	}
	return data, nil
}

func (x *Papers) open(d registry.StoredDocument) (io.ReadCloser, error) {
	rc, err := x.Files.Open(d.Stored)
	if err != nil {
		return nil, fault.Wrap(fault.Server, fmt.Errorf("evidence %s: %w", d.ID, err))
	}
	return rc, nil
}
