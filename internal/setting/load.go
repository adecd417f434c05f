package setting

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

const maxFile = 1 << 20 // bytes

// Load gives the defaults, overridden by the file at path (none when path is ""), overridden by the variables in
// environ, which has the form of os.Environ. An empty variable counts as not set.
//
// It is strict: an unknown key or variable, a value of the wrong kind and a value that Validate refuses are all
// reported together, in an *Error. A file that cannot be read gives the error of the system.
func Load(path string, environ []string) (Settings, error) {
	var raw []byte
	if path != "" {
		var err error
		if raw, err = readFile(path); err != nil {
			return Settings{}, err
		}
	}
	s, sources, problems := parse(path, raw, environ)
	if len(problems) == 0 {
		problems = s.problems()
		for i, p := range problems {
			src := sources.of(p.Key)
			problems[i].File, problems[i].Line, problems[i].Env = src.file, src.line, src.env
		}
	}
	if len(problems) > 0 {
		slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
		return Settings{}, &Error{problems}
	}
	return s, nil
}

func readFile(path string) (raw []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the settings file cannot be opened: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("the settings file cannot be read: %w", err)
	}
	if len(raw) > maxFile {
		return nil, &Error{[]Problem{{File: path, Sentence: "is larger than 1 MB and cannot be a settings file"}}}
	}
	return raw, nil
}

// source says where a value came from.
type source struct {
	file string
	line int
	env  string
}

// sources maps paths such as "mail", "mail.host" and "staff[0].name" to where they were set.
type sources map[string]source

// of gives the source of a path, or of the nearest thing around it that has one.
func (s sources) of(path string) source {
	for path != "" {
		if src, ok := s[path]; ok {
			return src
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return source{}
}

// loader gathers all that is wrong instead of stopping at the first.
type loader struct {
	file     string
	settings Settings
	sources  sources
	problems []Problem
}

// parse reads a file and the environment over the defaults, without judging the values.
func parse(path string, raw []byte, environ []string) (Settings, sources, []Problem) {
	l := &loader{file: path, settings: Default(), sources: sources{}}
	l.document(raw)
	l.environment(environ)
	return l.settings, l.sources, l.problems
}

func (l *loader) document(raw []byte) {
	raw = []byte(strings.TrimPrefix(string(raw), "\ufeff"))
	var doc map[string]any
	if err := toml.Unmarshal(raw, &doc); err != nil {
		p := Problem{File: l.file, Sentence: "this cannot be read as TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
		var de *toml.DecodeError
		if errors.As(err, &de) {
			p.Line, _ = de.Position()
		}
		l.problems = append(l.problems, p)
		return
	}
	for path, line := range lines(raw) {
		l.sources[path] = source{file: l.file, line: line}
	}
	known := sections(&l.settings)
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		v := doc[name]
		i := slices.IndexFunc(known, func(s section) bool { return s.name == name })
		if i < 0 {
			l.unknownSection(name, v)
			continue
		}
		if known[i].list {
			l.list(known[i], v)
			continue
		}
		table, ok := v.(map[string]any)
		if !ok {
			l.bad(name, "must be a section: write ["+name+"] on a line of its own and its keys below")
			continue
		}
		l.table(name, known[i].value, table)
	}
}

func (l *loader) bad(path, sentence string) {
	src := l.sources.of(path)
	l.problems = append(l.problems, Problem{File: src.file, Line: src.line, Env: src.env, Key: path, Sentence: sentence})
}

// table sets the keys of one struct and reports those that it does not have.
func (l *loader) table(path string, into reflect.Value, table map[string]any) {
	known := keys(path, into)
	for _, key := range slices.Sorted(maps.Keys(table)) {
		i := slices.IndexFunc(known, func(f field) bool { return f.key == key })
		if i < 0 {
			l.unknownKey(path, key, known)
			continue
		}
		if err := known[i].setTOML(table[key]); err != nil {
			l.bad(known[i].path, err.Error())
		}
	}
}

func (l *loader) list(sec section, v any) {
	blocks, ok := v.([]any)
	if !ok {
		l.bad(sec.name, "is a list: write [["+sec.name+"]] with two brackets on each side, once for each")
		return
	}
	if len(blocks) == 0 {
		return
	}
	sec.value.Set(reflect.MakeSlice(sec.value.Type(), len(blocks), len(blocks)))
	for i, block := range blocks {
		path := fmt.Sprintf("%s[%d]", sec.name, i)
		if table, ok := block.(map[string]any); ok {
			l.table(path, sec.value.Index(i), table)
		} else {
			l.bad(path, "must be a block with keys, but here stands "+describe(block))
		}
	}
}

func (l *loader) unknownKey(path, key string, known []field) {
	here := make([]string, len(known))
	for i, f := range known {
		here[i] = f.key
	}
	sentence := "is not a setting"
	if near := nearest(key, here); near != "" {
		sentence += fmt.Sprintf("; did you mean %q?", near)
	} else if other := l.sectionsWith(key); len(other) > 0 {
		sentence += fmt.Sprintf("; %q belongs below [%s]", key, strings.Join(other, "] or ["))
	} else {
		sentence += "; here these can be set: " + strings.Join(here, ", ")
	}
	l.bad(path+"."+printable(key), sentence)
}

func (l *loader) unknownSection(name string, v any) {
	names := make([]string, 0, 16)
	for _, s := range sections(&l.settings) {
		names = append(names, s.name)
	}
	sentence := "is not a section"
	near := nearest(name, names)
	_, table := v.(map[string]any)
	if other := l.sectionsWith(name); !table && len(other) > 0 {
		sentence = "stands outside its section; write it below [" + strings.Join(other, "] or [") + "]"
	} else if near != "" {
		sentence += fmt.Sprintf("; did you mean %q?", near)
	} else {
		sentence += "; these can be set: " + strings.Join(names, ", ")
	}
	l.bad(printable(name), sentence)
}

// sectionsWith names the sections that have the key.
func (l *loader) sectionsWith(key string) []string {
	var out []string
	for _, f := range fields(&l.settings) {
		if f.key == key {
			out = append(out, f.section)
		}
	}
	return out
}
