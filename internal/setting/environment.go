package setting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// environment overrides single keys: WEDERHOOR_MAIL_HOST sets mail.host; lists are split at commas.
//
// A variable that names a section but no key of it, or nearly names a key, is refused as a slip. Others that begin
// with WEDERHOOR_ are left alone: container platforms make such names from the names of services.
func (l *loader) environment(environ []string) {
	known := fields(&l.settings)
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = f.env
	}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || value == "" {
			continue
		}
		i := slices.Index(names, name)
		if i < 0 {
			l.unknownVariable(name, names)
			continue
		}
		l.sources[known[i].path] = source{env: name}
		if err := known[i].setText(value); err != nil {
			l.bad(known[i].path, err.Error())
		}
	}
}

func (l *loader) unknownVariable(name string, names []string) {
	rest := strings.TrimPrefix(name, envPrefix)
	near, sentence := nearest(rest, trimAll(names)), "sets nothing"
	if near != "" {
		sentence += fmt.Sprintf("; did you mean %s%s?", envPrefix, near)
	}
	for _, s := range sections(&l.settings) {
		if !strings.HasPrefix(rest, strings.ToUpper(s.name)+"_") {
			continue
		}
		if s.list {
			sentence = "cannot be set by the environment: write [[" + s.name + "]] in the settings file"
		}
		l.problems = append(l.problems, Problem{Env: printable(name), Sentence: sentence})
		return
	}
	if near != "" && distance(rest, near) <= 2 {
		l.problems = append(l.problems, Problem{Env: printable(name), Sentence: sentence})
	}
}

func trimAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.TrimPrefix(n, envPrefix)
	}
	return out
}

// printable gives a key or name as it can stand in a message on one line.
func printable(s string) string {
	q := strconv.Quote(s)
	if q[1:len(q)-1] == s && s != "" && !strings.ContainsAny(s, " .[]") {
		return s
	}
	return q
}
