package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wederhoor/internal/document"
	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// Bundle writes the case as a zip that can be checked without us: all that the viewer may see as PDF, the evidence, the
// ruling or the agreement as documents, the timeline for a program, and for each event that the viewer may know of the
// proof that it is in the log (docs/adr/0006-documents.md).
func (x *Papers) Bundle(ctx context.Context, v registry.View, lang text.Lang, w io.Writer) error {
	s, at, docs, err := x.caseSheet(ctx, v, lang)
	if err != nil {
		return err
	}
	b := document.Bundle{Name: v.Reference, Sign: x.Key}
	if b.Proof.Checkpoint, err = s.seal(at); err != nil {
		return fault.Wrap(fault.Server, err)
	}
	leaves, err := x.Clerk.Leaves(ctx, v, at.Size)
	if err != nil {
		return fmt.Errorf("case file of %s: %w", v.Reference, err)
	}
	for _, l := range leaves {
		b.Proof.Leaves = append(b.Proof.Leaves, document.Leaf(l))
	}
	if b.Timeline, err = s.timelineJSON(v); err != nil {
		return fault.Wrap(fault.Server, err)
	}
	names := document.NamesOf(string(s.lang))
	for _, d := range docs {
		b.Files = append(b.Files, document.BundleFile{
			Path: names.Evidence + "/" + fileName(d), Size: d.Size, SHA256: d.SHA256,
			Open: func() (io.ReadCloser, error) { return x.open(d) },
		})
	}
	sent, err := s.roomFiles(ctx, v)
	if err != nil {
		return err
	}
	b.Files = append(b.Files, sent...)
	more, err := s.documents(ctx, v, names.Documents)
	if err != nil {
		return err
	}
	b.Case, b.Readme, b.Files = s.doc, s.readme(names, len(sent) > 0), append(b.Files, more...)
	if err := document.WriteBundle(w, b); err != nil {
		return fault.Wrap(fault.Server, fmt.Errorf("case file of %s: %w", v.Reference, err))
	}
	return nil
}

// documents are the ruling with its corrections, or the agreement, each as the party can download it.
func (s *sheet) documents(ctx context.Context, v registry.View, folder string) ([]document.BundleFile, error) {
	var out []document.BundleFile
	add := func(name string, data []byte, err error) error {
		if err != nil {
			return err
		}
		out = append(out, document.BundleFile{
			Path: folder + "/" + name + ".pdf", Size: int64(len(data)), SHA256: sha256.Sum256(data),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
		})
		return nil
	}
	if f := v.File; f != nil && f.Ruling != nil {
		for n := range len(f.Ruling.Corrections) + 1 {
			name := f.Ruling.Number
			if n > 0 {
				name = f.Ruling.Corrections[n-1].Number
			}
			data, err := s.Ruling(ctx, *f, n, s.lang)
			if err := add(s.T("ruling.file.name")+"-"+name, data, err); err != nil {
				return nil, err
			}
		}
	}
	if agreed(v) {
		data, err := s.Agreement(ctx, v, s.lang)
		if err := add(s.T("agreement.file")+"-"+v.Reference, data, err); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// roomFiles are the files of the messages that the viewer may read, each channel in a folder of its own, so that nobody
// takes a private one for one that the other has read.
func (s *sheet) roomFiles(ctx context.Context, v registry.View) ([]document.BundleFile, error) {
	files, err := s.Clerk.StoredRoomFiles(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []document.BundleFile
	for i, f := range files {
		folder := "paper.room.folder.joint"
		if f.Side != "" {
			folder = "paper.room.folder." + string(f.Side)
		}
		d := registry.StoredDocument{Document: registry.Document{ID: f.ID, Number: strconv.Itoa(i + 1), Name: f.Name, Size: f.Size}, Stored: f.Stored, SHA256: f.SHA256}
		out = append(out, document.BundleFile{
			Path: s.T("paper.room.folder") + "/" + s.T(folder) + "/" + fileName(d), Size: d.Size, SHA256: d.SHA256,
			Open: func() (io.ReadCloser, error) { return s.open(d) },
		})
	}
	return out, nil
}

// readme says what is in the file and how it is checked.
func (s *sheet) readme(names document.Names, room bool) string {
	lines := []string{
		s.T("paper.readme.h", "case", s.reference, "trustmark", s.House.Name), "",
		names.Case + ": " + s.T("paper.readme.case"),
		names.Documents + ": " + s.T("paper.readme.documents"),
		names.Evidence + ": " + s.T("paper.readme.evidence"),
	}
	if room {
		lines = append(lines, s.T("paper.room.folder")+": "+s.T("paper.readme.room"))
	}
	return strings.Join(append(lines,
		names.Timeline+": "+s.T("paper.readme.timeline"),
		names.Proof+": "+s.T("paper.readme.proof"), "",
		s.T("paper.readme.check"), "",
		"wederhoor verify --key '"+s.Check+"' "+s.T("case.file.name")+"-"+s.reference+".zip", "",
		s.T("paper.readme.key"), "",
		s.Check, "",
		s.T("paper.readme.whose", "site", s.House.Site, "tel", s.House.Phone),
		s.T("paper.readme.letters"), "",
	), "\r\n")
}

// fileName is the name of a piece of evidence in the zip: its number, then its own name in signs that every system has.
func fileName(d registry.StoredDocument) string {
	const longest = 80
	var b strings.Builder
	for _, r := range norm.NFD.String(d.Name) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)), r == '.', r == '-':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // an accent, apart from its letter
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := b.String()
	ext := ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 5 {
		name, ext = name[:dot], name[dot:]
	}
	if len(name) > longest {
		name = name[:longest]
	}
	return d.Number + "-" + strings.Trim(name, "-.") + ext
}
