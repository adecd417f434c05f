package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"wederhoor/internal/document"
	"wederhoor/internal/fault"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// Report gives a published yearly report as PDF: the words of its page, with the hash of its data on each page. The same
// report gives the same bytes.
func (x *Papers) Report(_ context.Context, r registry.ReportText, lang text.Lang) ([]byte, error) {
	s := x.sheet(lang, "")
	hash := sha256.Sum256(r.Data)
	s.doc.Title, s.doc.Subject, s.doc.Footer = r.Title, r.Title, r.Title+" – "+s.House.Site
	s.doc.Hash, s.doc.Created = hex.EncodeToString(hash[:]), r.At
	s.add(document.Heading{Level: 1, Text: r.Title})
	s.paragraph(r.Intro)
	s.facts(factsOf(r.Rows)...)
	s.facts(factsOf(r.Short)...)
	for _, part := range r.Parts {
		s.reportPart(part)
	}
	var out bytes.Buffer
	if err := document.Write(&out, s.doc); err != nil {
		return nil, fault.Wrap(fault.Server, fmt.Errorf("report of %s: %w", strconv.Itoa(r.Year), err))
	}
	return out.Bytes(), nil
}

func (s *sheet) reportPart(part registry.ReportPart) {
	s.heading(2, part.Title)
	for _, w := range part.Words {
		s.paragraph(w)
	}
	s.facts(factsOf(part.Lines)...)
	if t := part.Table; t != nil {
		right := make([]bool, len(t.Head))
		for i := range right {
			right[i] = i > 0
		}
		s.add(document.Table{Caption: t.Caption, Head: t.Head, Rows: t.Rows, Right: right})
	}
	for _, w := range part.Notes {
		s.paragraph(w)
	}
}

func factsOf(lines []registry.ReportLine) []document.Fact {
	out := make([]document.Fact, 0, len(lines))
	for _, l := range lines {
		out = append(out, document.Fact{Name: l.Name, Value: l.Value})
	}
	return out
}
