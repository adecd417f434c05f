package text

import (
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// blockKind is what a piece of a letter's body is.
type blockKind int

const (
	paragraph blockKind = iota
	list
	button
	code
)

// block is a piece of a letter's body. A letter uses little of Markdown:
// paragraphs, one level of list, bold and links; and two lines of its own,
// [[button: label | address]] and [[code: text]].
type block struct {
	kind    blockKind
	items   [][]span // one for a paragraph, one per item of a list
	label   string   // of a button; the text of a code
	address string   // of a button
}

type span struct {
	words   string
	bold    bool
	address string // of a link; empty: none
}

func (b block) addresses() []string {
	if b.kind == button {
		return []string{b.address}
	}
	var out []string
	for _, item := range b.items {
		for _, s := range item {
			if s.address != "" {
				out = append(out, s.address)
			}
		}
	}
	return out
}

var markdown = goldmark.New().Parser()

func parseBody(body string) ([]block, error) {
	var out []block
	var words []string
	flush := func() error {
		more, err := parseMarkdown(strings.Join(words, "\n"))
		out, words = append(out, more...), nil
		return err
	}
	for line := range strings.SplitSeq(body, "\n") {
		inner, ok := strings.CutPrefix(strings.TrimSpace(line), "[[")
		inner, end := strings.CutSuffix(inner, "]]")
		if !ok || !end {
			words = append(words, line)
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		b, err := parseLine(inner)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	err := flush()
	return out, err
}

// parseLine reads what stands between [[ and ]].
func parseLine(inner string) (block, error) {
	kind, rest, _ := strings.Cut(inner, ":")
	label, address, isButton := strings.Cut(rest, "|")
	label, address = strings.TrimSpace(label), strings.TrimSpace(address)
	switch {
	case kind == "button" && isButton && label != "":
		return block{kind: button, label: label, address: address}, nil
	case kind == "code" && !isButton:
		return block{kind: code, label: label}, nil
	}
	return block{}, fmt.Errorf("[[%s]]: not a button or code", inner)
}

func parseMarkdown(s string) ([]block, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	src := []byte(s)
	var out []block
	root := markdown.Parse(gmtext.NewReader(src))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		b := block{}
		switch n.Kind() {
		case ast.KindParagraph:
			line, err := spans(n, src, span{})
			if err != nil {
				return nil, err
			}
			b.items = [][]span{line}
		case ast.KindList:
			b.kind = list
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				if item.ChildCount() != 1 {
					return nil, errors.New("item of a list: one line expected")
				}
				line, err := spans(item.FirstChild(), src, span{})
				if err != nil {
					return nil, err
				}
				b.items = append(b.items, line)
			}
		default:
			return nil, fmt.Errorf("%s: not used in letters", n.Kind())
		}
		out = append(out, b)
	}
	return out, nil
}

// spans flattens what stands in a line; as holds what the nodes around say.
func spans(parent ast.Node, src []byte, as span) ([]span, error) {
	var out []span
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		inner := as
		switch n := n.(type) {
		case *ast.Text:
			inner.words = string(n.Segment.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				inner.words += " "
			}
			out = append(out, inner)
			continue
		case *ast.Emphasis:
			inner.bold = true
		case *ast.Link:
			inner.address = string(n.Destination)
		default:
			return nil, fmt.Errorf("%s: not used in letters", n.Kind())
		}
		more, err := spans(n, src, inner)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}
