package text

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
)

//go:embed nl/*.toml en/*.toml letters/nl/*.md letters/en/*.md letters/frame.html
var own embed.FS

// Catalog is all texts in all languages, parsed once. It does not change
// after Load and may be used by any number of goroutines.
type Catalog struct {
	messages map[Lang]map[string]*message
	letters  map[Lang]map[string]*letterSource
}

// Load reads the embedded catalogues. The overlay (nil for none) has the same
// layout (nl/*.toml, en/*.toml, letters/nl/SLUG.md, letters/en/SLUG.md) and
// lays a trustmark's own texts over ours. It can only replace: a key or letter
// that we do not have is an error, because nothing would ever show it. Equal
// keys in two files of one layer are an error too.
func Load(overlay fs.FS) (*Catalog, error) {
	c := &Catalog{messages: map[Lang]map[string]*message{}, letters: map[Lang]map[string]*letterSource{}}
	for _, l := range Langs() {
		var err error
		if c.messages[l], err = readMessages(own, l); err != nil {
			return nil, err
		}
		if c.letters[l], err = readLetters(own, l); err != nil {
			return nil, err
		}
		if overlay == nil {
			continue
		}
		if err = c.lay(overlay, l); err != nil {
			return nil, fmt.Errorf("own texts: %w", err)
		}
	}
	return c, nil
}

// lay replaces our texts of one language by those of the overlay.
func (c *Catalog) lay(overlay fs.FS, l Lang) error {
	over, err := readMessages(overlay, l)
	if err != nil {
		return err
	}
	for key, m := range over {
		ours, known := c.messages[l][key]
		if !known {
			return fmt.Errorf("%s: unknown key %q", l, key)
		}
		if extra := m.names().minus(ours.names()); len(extra) > 0 {
			return fmt.Errorf("%s: key %q: unknown name {%s}", l, key, extra[0])
		}
		c.messages[l][key] = m
	}
	letters, err := readLetters(overlay, l)
	if err != nil {
		return err
	}
	for slug, src := range letters {
		if _, known := c.letters[l][slug]; !known {
			return fmt.Errorf("%s: unknown letter %q", l, slug)
		}
		c.letters[l][slug] = src
	}
	return nil
}

// readMessages merges the TOML files of one language.
func readMessages(fsys fs.FS, l Lang) (map[string]*message, error) {
	files, err := fs.Glob(fsys, string(l)+"/*.toml")
	if err != nil {
		return nil, fmt.Errorf("texts of %s: %w", l, err)
	}
	unmarshal := map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal}
	out := map[string]*message{}
	from := map[string]string{}
	for _, name := range files {
		buf, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("texts %s: %w", name, err)
		}
		file, err := i18n.ParseMessageFileBytes(buf, string(l)+".toml", unmarshal)
		if err != nil {
			return nil, fmt.Errorf("texts %s: %w", name, describe(err))
		}
		for _, m := range file.Messages {
			if first, twice := from[m.ID]; twice {
				return nil, fmt.Errorf("texts %s: key %q stands in %s already", name, m.ID, path.Base(first))
			}
			from[m.ID] = name
			if out[m.ID], err = compile(m); err != nil {
				return nil, fmt.Errorf("texts %s: key %q: %w", name, m.ID, err)
			}
		}
	}
	return out, nil
}

// describe adds the line to a syntax error of TOML.
func describe(err error) error {
	if syntax, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, _ := syntax.Position()
		return fmt.Errorf("line %d: %w", row, err)
	}
	return err
}

// Keys lists the keys of one language, sorted.
func (c *Catalog) Keys(l Lang) []string {
	return slices.Sorted(maps.Keys(c.messages[ParseLang(string(l))]))
}

// Has says whether the key exists. It is for keys built from data.
func (c *Catalog) Has(l Lang, key string) bool {
	_, ok := c.messages[ParseLang(string(l))][key]
	return ok
}

// T is the text of a key, with its {names} filled in from args, which are
// name, value pairs: T(NL, "case.h1.c", "shop", name). Whole numbers are
// written as quantities ("1.250"), so numbers that are names of something (a
// year, an order) are to be given as strings. A message with plural forms
// takes the form from the value of "n". The result is plain text: escaping is
// the work of the page. A key that does not exist gives "‹key›", a name
// without a value stays visible as "‹name›"; tests find both.
func (c *Catalog) T(l Lang, key string, args ...any) string {
	m, ok := c.messages[ParseLang(string(l))][key]
	if !ok {
		return "‹" + key + "›"
	}
	return m.text(l, args)
}
