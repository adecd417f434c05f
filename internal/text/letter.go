package text

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// LetterData is what a letter may speak of. All fields are ready to print, in
// the language of the reader (dates by Date, amounts by Amount); a field that
// plays no part is empty. Fields may hold what people typed: nothing in them
// is ever read as markup.
type LetterData struct {
	Trustmark   string // name of the trustmark
	Phone       string // its telephone number, in groups
	Domain      string // where its service is, without https://
	Case        string // reference of the case
	Name        string // the reader, as in "Beste {Name},"
	Shop        string
	Customer    string
	Other       string // the other party, as seen by the reader
	Order       string // order number
	Problem     string
	Wish        string
	Code        string
	Time        string // until when a code or link works
	Date        string // the day the letter is about, with the day of the week
	Date2       string // the second one: until when it can be resumed or reopened
	Agreement   string
	Outcome     string
	Reason      string
	Offer       string
	Ground      string // of a refusal
	Sender      string // who wrote, as seen by the reader
	Help        string // where to go instead
	Address     string // of the reader, for a letter that names it
	Link        string
	Link1       string
	Link2       string
	Link3       string
	Checkpoint  string // of the log, small in the footer
	Mediator    string // name of who mediates; may be empty where a letter has other words for it
	Adjudicator string // name of who adjudicates; as Mediator
	How         string // how the mediation ended, why money goes back: a sentence
	Fact        string // what became of an agreement or a ruling: a sentence
	Fee         string // price of a ruling
	Amount      string // paid, or going back
	VAT         string // in Amount, with its rate
	Receipt     string // number of the receipt
	Cases       string // numbers of the cases that a measure rests on
	Skip        string // why a lighter measure was not taken first

	Reopen     bool // reopening is still possible
	Final      bool // last extension: only solved and help are offered
	Contested  bool // the shop says that it does not agree
	HasPromise bool // the shop promised a date
	OpenOffer  bool // an offer of the shop is open
	ToShop     bool // the reader is the shop
	Ruled      bool // it is about what a ruling orders, not an agreement
	Both       bool // the customer has something to do as well
	Again      bool // it comes after an earlier one of its kind
	Granted    bool // what was asked is granted
	Advised    bool // the mediator gave advice
	ToRuling   bool // the way on leads to a ruling, not to mediation
}

// Rendered is a letter ready to be sent. Subject and Preheader are one line
// without control characters; HTML is a whole document; Plain holds the same
// words with each address on a line of its own.
type Rendered struct {
	Subject   string
	Preheader string
	HTML      string
	Plain     string
}

// ErrNoLetter says that there is no letter with that slug.
var ErrNoLetter = errors.New("no such letter")

// ErrValue says that a letter lacks a value that it turns on: a last day, an
// agreement. Such a letter must not leave.
var ErrValue = errors.New("a value of the letter is empty")

// Letter writes the letter with the slug. It fails with ErrNoLetter, with
// ErrValue when a value that the letter cannot do without is empty, and when a
// button has no address of the web to lead to.
func (c *Catalog) Letter(l Lang, slug string, d LetterData) (Rendered, error) {
	l = ParseLang(string(l))
	src, ok := c.letters[l][slug]
	if !ok {
		return Rendered{}, fmt.Errorf("letter %q: %w", slug, ErrNoLetter)
	}
	out, err := c.render(l, src, d)
	if err != nil {
		return Rendered{}, fmt.Errorf("letter %s/%s: %w", l, slug, err)
	}
	return out, nil
}

// Slugs lists all letters, sorted.
func Slugs() []string { return slices.Clone(ownSlugs) }

var ownSlugs = func() []string {
	letters, err := readLetters(own, NL)
	if err != nil {
		panic("text: " + err.Error()) // embedded, so a test has seen it
	}
	return slices.Sorted(maps.Keys(letters))
}()

// render fills a letter in. The words of the template are read as markup while
// every value is a mark of one character; only after that come the values, so
// that nothing a person typed can become markup.
func (c *Catalog) render(l Lang, src *letterSource, d LetterData) (Rendered, error) {
	v := valuesOf(d)
	text, err := src.execute(d.marked())
	if err != nil {
		return Rendered{}, err
	}
	if strings.Contains(text.body, "****") { // nothing between the marks of bold
		return Rendered{}, ErrValue
	}
	text.body = v.oneStop(text.body)
	blocks, err := parseBody(text.body)
	if err != nil {
		return Rendered{}, err
	}
	if err := v.checkLinks(blocks); err != nil {
		return Rendered{}, err
	}
	frame := c.frame(l, d)
	frame.Title, frame.Subject, frame.Preheader = v.raw(text.title), v.subject(text.subject), v.raw(text.preheader)
	html, err := frame.html(v.html(htmlOf(blocks)))
	if err != nil {
		return Rendered{}, err
	}
	return Rendered{
		Subject:   frame.Subject,
		Preheader: frame.Preheader,
		HTML:      html,
		Plain:     frame.plain(v.raw(plainOf(blocks))),
	}, nil
}

// readLetters reads all letters of one language and writes each with all
// values, once with all conditions true and once false, so that a mistake in a
// letter is found at the start and not when it must be sent.
func readLetters(fsys fs.FS, l Lang) (map[string]*letterSource, error) {
	files, err := fs.Glob(fsys, "letters/"+string(l)+"/*.md")
	if err != nil {
		return nil, fmt.Errorf("letters of %s: %w", l, err)
	}
	out := map[string]*letterSource{}
	for _, name := range files {
		buf, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("letter %s: %w", name, err)
		}
		src, err := parseLetter(string(buf))
		if err != nil {
			return nil, fmt.Errorf("letter %s: %w", name, err)
		}
		for _, d := range []LetterData{everything(true), everything(false)} {
			text, err := src.execute(d.marked())
			if err != nil {
				return nil, fmt.Errorf("letter %s: %w", name, err)
			}
			if _, err := parseBody(text.body); err != nil {
				return nil, fmt.Errorf("letter %s: %w", name, err)
			}
		}
		out[strings.TrimSuffix(path.Base(name), ".md")] = src
	}
	return out, nil
}
