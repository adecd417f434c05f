package setting

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const envPrefix = "WEDERHOOR_"

// field is one key of the file, bound to its place in a Settings.
type field struct {
	section, key string
	path         string // "mail.host"; staff: "staff[0].name"
	env          string // "" where the environment cannot set it
	help, def    string
	example      string
	choices      []string
	min, max     string // bounds of a number, "" for none
	secret       bool
	value        reflect.Value
}

// section is one [section] or, when list is valid, one [[section]] with its blocks.
type section struct {
	name, help string
	value      reflect.Value
	list       bool
}

func sections(s *Settings) []section {
	v := reflect.ValueOf(s).Elem()
	out := make([]section, v.NumField())
	for i := range out {
		tag := v.Type().Field(i).Tag
		out[i] = section{tag.Get("toml"), tag.Get("help"), v.Field(i), v.Field(i).Kind() == reflect.Slice}
	}
	return out
}

// fields gives the keys of all sections that stand once; the blocks of lists are not among them.
func fields(s *Settings) []field {
	var out []field
	for _, sec := range sections(s) {
		if !sec.list {
			out = append(out, keys(sec.name, sec.value)...)
		}
	}
	return out
}

// listFields gives the keys of all blocks of lists.
func listFields(s *Settings) []field {
	var out []field
	for _, sec := range sections(s) {
		if !sec.list {
			continue
		}
		for i := range sec.value.Len() {
			out = append(out, keys(fmt.Sprintf("%s[%d]", sec.name, i), sec.value.Index(i))...)
		}
	}
	return out
}

// keys gives the keys of the struct v, which stands at path.
func keys(path string, v reflect.Value) []field {
	out := make([]field, v.NumField())
	for i := range out {
		tag := v.Type().Field(i).Tag
		f := field{
			section: path, key: tag.Get("toml"), path: path + "." + tag.Get("toml"),
			help: tag.Get("help"), def: tag.Get("default"), example: tag.Get("example"),
			min: tag.Get("min"), max: tag.Get("max"), secret: tag.Get("secret") == "true", value: v.Field(i),
		}
		if c := tag.Get("choices"); c != "" {
			f.choices = strings.Split(c, ",")
		}
		if !strings.Contains(path, "[") {
			f.env = envPrefix + strings.ToUpper(path+"_"+f.key)
		}
		out[i] = f
	}
	return out
}

// kindError says that a value has the wrong form; its text completes "mail.port …".
type kindError struct{ want, got string }

func (e *kindError) Error() string {
	if e.got == "" {
		return "must be " + e.want
	}
	return "must be " + e.want + ", but here stands " + e.got
}

// setText sets the field from a text: a default or a variable of the environment.
func (f field) setText(s string) error {
	if !utf8.ValidString(s) {
		return &kindError{"UTF-8 text", ""}
	}
	switch f.value.Kind() {
	case reflect.String:
		f.value.SetString(s)
	case reflect.Bool:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return &kindError{"true or false", ""}
		}
		f.value.SetBool(b)
	case reflect.Int:
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil {
			return &kindError{"a whole number", ""}
		}
		f.value.SetInt(n)
	case reflect.Float64:
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return &kindError{"a number, with a point", ""}
		}
		f.value.SetFloat(x)
	case reflect.Slice:
		f.setList(splitList(s))
	default:
		panic(f.path + ": a setting of kind " + f.value.Kind().String())
	}
	return nil
}

func splitList(s string) []string {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// setList leaves an empty list nil, so that settings that mean the same are equal.
func (f field) setList(list []string) {
	if len(list) == 0 {
		list = nil
	}
	f.value.Set(reflect.ValueOf(list))
}

// setTOML sets the field from a value that the TOML decoder gave.
func (f field) setTOML(v any) error {
	switch f.value.Kind() {
	case reflect.String:
		s, ok := v.(string)
		if !ok {
			return &kindError{`a text between quotation marks`, describe(v)}
		}
		f.value.SetString(s)
	case reflect.Bool:
		b, ok := v.(bool)
		if !ok {
			return &kindError{"true or false, without quotation marks", describe(v)}
		}
		f.value.SetBool(b)
	case reflect.Int:
		n, ok := v.(int64)
		if !ok || n != int64(int32(n)) {
			return &kindError{"a whole number, without quotation marks", describe(v)}
		}
		f.value.SetInt(n)
	case reflect.Float64:
		switch x := v.(type) {
		case float64:
			f.value.SetFloat(x)
		case int64:
			f.value.SetFloat(float64(x))
		default:
			return &kindError{"a number, without quotation marks", describe(v)}
		}
	case reflect.Slice:
		items, ok := v.([]any)
		if !ok {
			return &kindError{`a list of texts, such as ["a", "b"]`, describe(v)}
		}
		list := make([]string, len(items))
		for i, item := range items {
			if list[i], ok = item.(string); !ok {
				return &kindError{`a list of texts, such as ["a", "b"]`, describe(item) + " in it"}
			}
		}
		f.setList(list)
	default:
		panic(f.path + ": a setting of kind " + f.value.Kind().String())
	}
	return nil
}

// describe names the kind of a TOML value. It never shows the value: that may be a password.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int64:
		if v != int64(int32(v)) {
			return "a number far too large"
		}
		return "a whole number"
	case float64:
		return "a broken number"
	case []any:
		return "a list"
	case map[string]any:
		return "a section"
	default:
		return "a date or a time"
	}
}
