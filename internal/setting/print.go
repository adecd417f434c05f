package setting

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

const introduction = `Settings of Wederhoor. This is TOML: one key a line, texts between quotation marks, after # a remark.
A key that is left out has its default. An unknown key or a wrong value is refused with its line.
A variable of the environment goes before this file; an empty one counts as not set, lists are split at commas.
Folders and files are found from the folder in which the program is started.`

// Print writes the settings as a complete file that Load reads back to the same: each key with its explanation, its
// default, the variable that sets it, and its value. With secretsHidden, a secret that is set is left out, and a
// remark says so. Its errors are those of w.
func Print(w io.Writer, s Settings, secretsHidden bool) error {
	b := &strings.Builder{}
	comment(b, introduction)
	for _, sec := range sections(&s) {
		b.WriteString("\n")
		comment(b, sec.help)
		if sec.list {
			printList(b, sec)
			continue
		}
		fmt.Fprintf(b, "[%s]\n", sec.name)
		for _, f := range keys(sec.name, sec.value) {
			b.WriteString("\n")
			printField(b, f, secretsHidden)
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("print settings: %w", err)
	}
	return nil
}

func printField(b *strings.Builder, f field, secretsHidden bool) {
	comment(b, f.help)
	var facts []string
	if len(f.choices) > 0 {
		facts = append(facts, "Choices: "+strings.Join(f.choices, ", ")+".")
	}
	if f.min != "" {
		facts = append(facts, "From "+f.min+" to "+f.max+".")
	}
	if f.def != "" {
		facts = append(facts, "Default: "+f.def+".")
	} else {
		facts = append(facts, "Default: empty.")
	}
	comment(b, strings.Join(append(facts, "Environment: "+f.env), " "))
	if f.secret && secretsHidden && !f.value.IsZero() {
		fmt.Fprintf(b, "# %s is set, and not shown here.\n", f.key)
		return
	}
	fmt.Fprintf(b, "%s = %s\n", f.key, literal(f.value))
}

// printList explains the keys of the blocks once, then writes the blocks; an example when there are none.
func printList(b *strings.Builder, sec section) {
	sample := keys(sec.name+"[]", reflect.New(sec.value.Type().Elem()).Elem())
	for _, f := range sample {
		text := f.key + ": " + f.help
		if len(f.choices) > 0 {
			text += " Choices: " + strings.Join(f.choices, ", ") + "."
		}
		comment(b, text)
	}
	if sec.value.Len() == 0 {
		fmt.Fprintf(b, "#\n# [[%s]]\n", sec.name)
		for _, f := range sample {
			if err := f.setText(f.example); err != nil {
				panic(f.path + ": the example in the struct tag is wrong: " + err.Error())
			}
			fmt.Fprintf(b, "# %s = %s\n", f.key, literal(f.value))
		}
		return
	}
	for i := range sec.value.Len() {
		fmt.Fprintf(b, "\n[[%s]]\n", sec.name)
		for _, f := range keys(sec.name+"[]", sec.value.Index(i)) {
			fmt.Fprintf(b, "%s = %s\n", f.key, literal(f.value))
		}
	}
}

// comment writes a text as remarks of at most 100 characters a line.
func comment(b *strings.Builder, text string) {
	const width = 98
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && len(line)+1+len(word) > width {
				fmt.Fprintf(b, "# %s\n", line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		fmt.Fprintf(b, "# %s\n", line)
	}
}

// literal gives a value as TOML writes it.
func literal(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		s := strconv.FormatFloat(v.Float(), 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = quoteTOML(v.Index(i).String())
		}
		return "[" + strings.Join(items, ", ") + "]"
	default:
		return quoteTOML(v.String())
	}
}

func quoteTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
