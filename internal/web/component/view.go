package component

import (
	"strconv"
	"strings"
)

// Link is a link with its words. Lang is set when the words are in another
// language than the page (the language switch); Hidden is read aloud after
// the words but not shown ("Wijzig" + " e-mailadres").
type Link struct {
	Text, Href, Lang, Hidden string
}

// NavLink is a link in a navigation; Current marks the page it is on.
type NavLink struct {
	Text, Href string
	Current    bool
}

// Hidden is a form field that people do not see: the case version, a token.
type Hidden struct {
	Name, Value string
}

// Option is one entry of a select.
type Option struct {
	Value, Text string
}

// Size is the size of a label or legend.
type Size string

// Sizes of labels and legends. The zero Size is body text.
const (
	SizeNormal Size = ""
	SizeS      Size = "s"
	SizeM      Size = "m"
	SizeL      Size = "l"
)

// itemID gives the id of the n-th item of a group, counted from 0. The first
// has the id of the group itself, so that "#"+ID leads from the error summary
// to a field in every component.
func itemID(id string, n int) string {
	if n == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(n+1)
}

// describedBy joins the ids of what explains a field; "" when nothing does.
func describedBy(ids ...string) string {
	var set []string
	for _, id := range ids {
		if id != "" {
			set = append(set, id)
		}
	}
	return strings.Join(set, " ")
}

// partID is the id of a part of a field, "" when the part has no text.
func partID(id, part, text string) string {
	if text == "" {
		return ""
	}
	return id + "-" + part
}

// classes joins the class names that are not empty.
func classes(names ...string) string { return describedBy(names...) }

// when gives name if on is true, else "".
func when(on bool, name string) string {
	if on {
		return name
	}
	return ""
}

// labelClass is the class of a label or legend in the given size.
func labelClass(base string, size Size) string {
	if size == SizeNormal {
		return base
	}
	return base + " " + base + "--" + string(size)
}

// paragraphs splits text at empty lines; single line breaks stay in it.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// span is a piece of text, strong or not.
type span struct {
	text   string
	strong bool
}

// spans splits text at pairs of "**". An unpaired "**" is ordinary text.
func spans(text string) []span {
	var out []span
	for {
		before, rest, found := strings.Cut(text, "**")
		inner, after, closed := strings.Cut(rest, "**")
		if !found || !closed || inner == "" {
			if text != "" {
				out = append(out, span{text: text})
			}
			return out
		}
		if before != "" {
			out = append(out, span{text: before})
		}
		out = append(out, span{text: inner, strong: true})
		text = after
	}
}

// pageTitle follows the rule for <title>: error prefix, page, case,
// organisation. Empty parts are left out.
func pageTitle(v LayoutView) string {
	var parts []string
	for _, p := range []string{v.Page, v.Case, v.Organisation} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return v.ErrorPrefix + strings.Join(parts, " – ")
}
