// Package paper makes documents of a dispute: the ruling, the agreement, the whole case, and the case as a file that can
// be checked without us. It takes what a viewer may see, a registry.View or a registry.CaseFile, and turns it into
// blocks; it never looks for more than is in it, so that nothing leaks by a document that no page shows. Words come
// from the catalogue, drawing from document. It knows no store, no page and no clock: a document carries the instant of
// the last thing that it tells, so that it is the same each time it is made.
package paper

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"wederhoor/internal/document"
	"wederhoor/internal/evidence"
	"wederhoor/internal/fault"
	p "wederhoor/internal/procedure"
	"wederhoor/internal/registry"
	"wederhoor/internal/text"
)

// Papers makes the documents. Parties stand in them by role and name, never as "you": a paper is read by others too.
type Papers struct {
	Clerk *registry.Clerk // hands out, by a view, the files and the proof that belong to it
	Files *evidence.Store
	Text  *text.Catalog
	House House
	Key   note.Signer // of the log: document.LogKey
	Check string      // the public key by which a case file is checked
}

// House is the trustmark as documents name it.
type House struct{ Name, Phone, Site string }

// Ruling gives the ruling as PDF; for n from 1 its correction n. Both parties and the adjudicator get the same bytes. A
// fault.NotFound when there is none.
func (x *Papers) Ruling(ctx context.Context, f registry.CaseFile, n int, lang text.Lang) ([]byte, error) {
	if f.Ruling == nil || n < 0 || n > len(f.Ruling.Corrections) {
		return nil, fault.New(fault.NotFound)
	}
	at, err := x.Clerk.RulingLogged(ctx, f, n)
	if err != nil {
		return nil, fmt.Errorf("ruling: %w", err)
	}
	s := x.sheet(lang, f.Reference)
	if n == 0 {
		s.rulingDoc(f)
	} else {
		s.correctionDoc(f, n)
	}
	return s.draw(at)
}

// Agreement gives the agreement as PDF. A fault.NotFound when there is none, or when a ruling took its place.
func (x *Papers) Agreement(ctx context.Context, v registry.View, lang text.Lang) ([]byte, error) {
	if !v.Full || !agreed(v) {
		return nil, fault.New(fault.NotFound)
	}
	at, err := x.Clerk.Logged(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("agreement: %w", err)
	}
	s := x.sheet(lang, v.Reference)
	s.agreementDoc(v)
	return s.draw(at)
}

// Case gives all that the viewer may see as PDF.
func (x *Papers) Case(ctx context.Context, v registry.View, lang text.Lang) ([]byte, error) {
	s, at, _, err := x.caseSheet(ctx, v, lang)
	if err != nil {
		return nil, err
	}
	return s.draw(at)
}

// caseSheet lays out the whole case.
func (x *Papers) caseSheet(ctx context.Context, v registry.View, lang text.Lang) (*sheet, registry.Logged, []registry.StoredDocument, error) {
	if !v.Full || v.Complaint == nil || v.Consumer == nil {
		return nil, registry.Logged{}, nil, fault.New(fault.NotFound)
	}
	at, err := x.Clerk.Logged(ctx, v)
	if err != nil {
		return nil, at, nil, fmt.Errorf("case: %w", err)
	}
	docs, err := x.Clerk.StoredDocuments(ctx, v)
	if err != nil {
		return nil, at, nil, fmt.Errorf("case: %w", err)
	}
	s := x.sheet(lang, v.Reference)
	if err := s.caseDoc(ctx, v, docs); err != nil {
		return nil, at, nil, err
	}
	return s, at, docs, nil
}

// sheet is a document being laid out.
type sheet struct {
	*Papers
	lang      text.Lang
	reference string
	doc       document.Doc
}

func (x *Papers) sheet(lang text.Lang, reference string) *sheet {
	s := &sheet{Papers: x, lang: text.ParseLang(string(lang)), reference: reference}
	s.doc = document.Doc{
		Lang: string(s.lang), Author: x.House.Name,
		Words: document.Words{
			Page: s.T("paper.page"), Of: s.T("paper.of"), Hash: s.T("paper.hash"), Log: s.T("paper.log"),
			Sign: s.T("paper.sign"), Signs: s.T("paper.signs"),
		},
	}
	return s
}

// head names the document: its title, what stands on each page, and the instant of the last thing that it tells.
func (s *sheet) head(title, footer, hash string, at time.Time) {
	s.doc.Title, s.doc.Subject, s.doc.Footer = title, s.T("word.case", "case", s.reference), footer
	s.doc.Hash, s.doc.Created = hash, at
	s.add(document.Heading{Level: 1, Text: title})
}

// seal puts the state of the log on the document.
func (s *sheet) seal(at registry.Logged) (checkpoint string, err error) {
	if checkpoint, err = document.Checkpoint(s.Key, at.Size, at.Root); err != nil {
		return "", fmt.Errorf("document of %s: %w", s.reference, err)
	}
	for _, l := range strings.Split(checkpoint, "\n") {
		if l != "" {
			s.doc.Checkpoint = append(s.doc.Checkpoint, l)
		}
	}
	return checkpoint, nil
}

func (s *sheet) draw(at registry.Logged) ([]byte, error) {
	if _, err := s.seal(at); err != nil {
		return nil, fault.Wrap(fault.Server, err)
	}
	var out bytes.Buffer
	if err := document.Write(&out, s.doc); err != nil {
		return nil, fault.Wrap(fault.Server, fmt.Errorf("document of %s: %w", s.reference, err))
	}
	return out.Bytes(), nil
}

// T is a text of the catalogue in the language of the document.
func (s *sheet) T(key string, args ...any) string { return s.Text.T(s.lang, key, args...) }

func (s *sheet) add(b ...document.Block) { s.doc.Blocks = append(s.doc.Blocks, b...) }

func (s *sheet) heading(level int, words string) {
	s.add(document.Heading{Level: level, Text: words})
}

// part adds a heading with the text below it, when there is text.
func (s *sheet) part(level int, heading, words string) {
	if strings.TrimSpace(words) == "" {
		return
	}
	s.heading(level, heading)
	s.add(document.Paragraph{Text: words})
}

func (s *sheet) paragraph(words string) {
	if strings.TrimSpace(words) != "" {
		s.add(document.Paragraph{Text: words})
	}
}

// quote is what somebody wrote; what was erased is said to be.
func (s *sheet) quote(who string, at time.Time, words string) {
	if strings.TrimSpace(words) == "" {
		words = s.T("paper.erased")
	}
	s.add(document.Quote{Who: who, When: s.moment(at), Text: words})
}

// facts adds the rows that have a value.
func (s *sheet) facts(rows ...document.Fact) {
	var out []document.Fact
	for _, r := range rows {
		if strings.TrimSpace(r.Value) != "" {
			out = append(out, r)
		}
	}
	if len(out) > 0 {
		s.add(document.Facts{Pairs: out})
	}
}

func (s *sheet) day(d p.Date) string {
	if d.IsZero() {
		return ""
	}
	return text.Date(s.lang, d.Start())
}

func (s *sheet) moment(t time.Time) string { return text.DateTime(s.lang, t) }

// short is a moment of the past in a table.
func (s *sheet) short(t time.Time) string {
	return text.DateShort(s.lang, t) + ", " + text.Clock(s.lang, t)
}

// who names a role as it begins a sentence.
func (s *sheet) who(r p.Role) string { return s.T("who." + roleWord(r)) }

func (s *sheet) whoIn(r p.Role) string { return s.T("who." + roleWord(r) + ".in") }

func roleWord(r p.Role) string {
	switch r {
	case p.Consumer:
		return "consumer"
	case p.Shop:
		return "shop"
	case p.Mediator, p.Administrator:
		return "mediator"
	case p.Adjudicator:
		return "adjudicator"
	case p.Quality, p.System, p.Public:
	}
	return "us"
}

func isStaff(r p.Role) bool { return r == p.Mediator || r == p.Administrator || r == p.Quality }
