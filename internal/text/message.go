package text

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
)

// message is one parsed text. Without names and plural forms, which is what
// most are, it is the ready string.
type message struct {
	plain string
	one   form // nil when the message has no plural forms
	other form // nil when plain holds all
}

// form is a text cut at its names: words and names in turn.
type form []part

type part struct {
	words string
	name  string // empty: words only
}

type nameSet []string

func (s nameSet) minus(t nameSet) nameSet {
	return slices.DeleteFunc(slices.Clone(s), func(n string) bool { return slices.Contains(t, n) })
}

// compile cuts a message of the file into forms. Dutch and English know the
// forms one and other only.
func compile(m *i18n.Message) (*message, error) {
	if m.Zero+m.Two+m.Few+m.Many != "" {
		return nil, errors.New("only the forms one and other exist in this language")
	}
	if strings.TrimSpace(m.Other) == "" {
		return nil, errors.New("no text")
	}
	other, err := cut(m.Other)
	if err != nil {
		return nil, err
	}
	if m.One == "" {
		if len(other) == 1 && other[0].name == "" {
			return &message{plain: m.Other}, nil
		}
		return &message{other: other}, nil
	}
	one, err := cut(m.One)
	if err != nil {
		return nil, err
	}
	return &message{one: one, other: other}, nil
}

// cut reads "words {name} words".
func cut(s string) (form, error) {
	var f form
	for s != "" {
		open := strings.IndexAny(s, "{}")
		if open < 0 {
			return append(f, part{words: s}), nil
		}
		end := strings.IndexAny(s[open+1:], "{}")
		if s[open] == '}' || end < 0 || s[open+1+end] == '{' {
			return nil, fmt.Errorf("brace without its pair in %q", s)
		}
		name := s[open+1 : open+1+end]
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return nil, fmt.Errorf("name {%s}: small letters and digits only", name)
		}
		f = append(f, part{words: s[:open], name: name})
		s = s[open+end+2:]
	}
	return f, nil
}

// names lists the names in the message, sorted, each once.
func (m *message) names() nameSet {
	var out nameSet
	for _, f := range []form{m.one, m.other} {
		for _, p := range f {
			if p.name != "" {
				out = append(out, p.name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (m *message) text(l Lang, args []any) string {
	if m.other == nil {
		return m.plain
	}
	f := m.other
	if m.one != nil && isOne(l, value(args, "n")) {
		f = m.one
	}
	var b strings.Builder
	stop := false // the value before ended with a full stop: "Koffie B.V." closes a sentence by itself
	for _, p := range f {
		words := p.words
		if stop {
			words = strings.TrimPrefix(words, ".")
		}
		b.WriteString(words)
		if p.name == "" {
			continue
		}
		v := "‹" + p.name + "›"
		if x := value(args, p.name); x != nil {
			v = write(l, x)
		}
		b.WriteString(v)
		stop = strings.HasSuffix(v, ".")
	}
	return b.String()
}

// value finds the value of a name among the pairs; nil when it is not there.
func value(args []any, name string) any {
	for i := 0; i+1 < len(args); i += 2 {
		if n, ok := args[i].(string); ok && n == name {
			return args[i+1]
		}
	}
	return nil
}

func write(l Lang, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return Number(l, int64(v))
	case int64:
		return Number(l, v)
	default:
		return fmt.Sprint(v)
	}
}

func isOne(l Lang, n any) bool {
	var i int
	switch n := n.(type) {
	case int:
		i = n
	case int64:
		i = int(n)
	default:
		return false
	}
	// The rules look at the last digits only; the sign plays no part.
	return plural.Cardinal.MatchPlural(l.tag(), max(i, -i), 0, 0, 0, 0) == plural.One
}
