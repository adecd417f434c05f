// Package document draws documents as accessible PDF (rulings, agreements, case files) and packs a case file that can
// be verified offline. It knows no dispute: it draws the blocks of a Doc and hashes the files of a Bundle. What is in
// them, and every word a person reads, comes from the caller. It imports no other package of ours.
package document

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"
)

// Doc is a document: what it says and what is known about it. The same Doc gives the same bytes, so that a hash of the
// PDF can be kept.
type Doc struct {
	Title   string // for the window and for search; the visible heading is a Heading of level 1 among the blocks
	Lang    string // "nl" or "en"
	Subject string
	Author  string // who speaks: the trustmark; stands above the text of the first page
	Footer  string // case number and the like, on each page
	Hash    string // hex, of what the document says; short on each page, whole on the last. "" leaves it out

	Checkpoint []string  // the signed state of the log, on the last page in small print. Empty leaves it out
	Created    time.Time // goes into the PDF in UTC, seconds
	Words      Words
	Blocks     []Block
}

// Words are the words that the document itself needs.
type Words struct {
	Page  string // "pagina" in "pagina 1 van 3"
	Of    string // "van"
	Hash  string // what the hash is called: "kenmerk"
	Log   string // what the checkpoint is: "Stand van het logboek"
	Sign  string // "teken" in "[teken U+1F600 GRINNING FACE]", where no font has the sign
	Signs string // "tekens", for several after each other
}

// Block is a piece of the text.
type Block interface{ block() }

// Heading is a heading of level 1 (the document), 2 or 3. It never stands alone at the bottom of a page.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is text; line ends in it stay, an empty line begins a new paragraph.
type Paragraph struct{ Text string }

// List is a list with bullets, or with numbers from 1.
type List struct {
	Items    []string
	Numbered bool
}

// Table is a table; its head is repeated on each page that it reaches.
type Table struct {
	Caption string // "" for none
	Head    []string
	Rows    [][]string
	Right   []bool // columns that are set to the right, for amounts; may be shorter than Head
}

// Fact is a name and its value.
type Fact struct{ Name, Value string }

// Facts are names with their values: a table of two columns whose rows have the name as header.
type Facts struct{ Pairs []Fact }

// Quote is what somebody said, in their own words.
type Quote struct{ Who, When, Text string }

// Picture is a picture of the evidence, as JPEG or PNG. Alt says what it is, and stands below it too.
type Picture struct {
	Alt  string
	Data []byte
}

// Rule is a thin line between two parts.
type Rule struct{}

// PageBreak begins a new page.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (Facts) block()     {}
func (Quote) block()     {}
func (Picture) block()   {}
func (Rule) block()      {}
func (PageBreak) block() {}

// mostPages bounds a document, so that one case cannot fill the memory.
const mostPages = 2000

// ErrTooLong says that a document has more pages than fit.
var ErrTooLong = errors.New("the document has more than 2000 pages")

// Write draws the document as tagged PDF, without signature.
func Write(w io.Writer, d Doc) error { return WriteSigned(w, d, nil) }

// WriteSigned draws the document as tagged PDF and signs all of it. A nil signer leaves the signature out. A signature
// says when it was set, so a signed document has other bytes each time: sign once and keep it.
func WriteSigned(w io.Writer, d Doc, signer *Signer) error {
	if err := d.check(); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	f := newFlow(d)
	if err := f.draw(d); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	out, err := f.sheet.finish(d, signer)
	if err != nil {
		return fmt.Errorf("document: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	return nil
}

// check refuses what would give a document that is not accessible, or that does not say what it is.
func (d Doc) check() error {
	switch {
	case d.Title == "":
		return errors.New("no title")
	case d.Lang != "nl" && d.Lang != "en":
		return fmt.Errorf("language %q: want nl or en", d.Lang)
	case d.Created.IsZero():
		return errors.New("no time of creation")
	case d.Words.Page == "" || d.Words.Of == "" || d.Words.Sign == "" || d.Words.Signs == "":
		return errors.New("words are missing")
	case d.Hash != "" && d.Words.Hash == "" || len(d.Checkpoint) > 0 && d.Words.Log == "":
		return errors.New("the words for hash and log are missing")
	}
	if _, err := hex.DecodeString(d.Hash); err != nil {
		return fmt.Errorf("hash: %w", err)
	}
	for i, b := range d.Blocks {
		if err := checkBlock(b); err != nil {
			return fmt.Errorf("block %d: %w", i, err)
		}
	}
	return nil
}

func checkBlock(b Block) error {
	switch b := b.(type) {
	case Heading:
		if b.Level < 1 || b.Level > 3 {
			return fmt.Errorf("a heading of level %d", b.Level)
		}
		if b.Text == "" {
			return errors.New("an empty heading")
		}
	case Table:
		if len(b.Head) == 0 {
			return errors.New("a table without head")
		}
		for i, r := range b.Rows {
			if len(r) != len(b.Head) {
				return fmt.Errorf("row %d has %d cells, the head %d", i, len(r), len(b.Head))
			}
		}
	case Picture:
		if b.Alt == "" {
			return errors.New("a picture without words for who cannot see it")
		}
	case nil:
		return errors.New("no block")
	}
	return nil
}
