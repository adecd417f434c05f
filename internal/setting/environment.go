package setting

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ofPlatform are the variables that container platforms make of the names of services beside the program
// (WEDERHOOR_PORT=tcp://10.0.0.1:80); nobody typed them.
var (
	ofPlatform  = regexp.MustCompile(`^WEDERHOOR_(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$`)
	platformURL = regexp.MustCompile(`^(?:tcp|udp|sctp)://`)
)

// environment overrides single keys: WEDERHOOR_MAIL_HOST sets mail.host; lists are split at commas.
//
// A variable that begins with WEDERHOOR_ and sets nothing is refused: it is a slip, and what it was to set would
// silently be something else. Left alone are only those that container platforms make.
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
			l.unknownVariable(name, value, names)
			continue
		}
		l.sources[known[i].path] = source{env: name}
		if err := known[i].setText(value); err != nil {
			l.bad(known[i].path, err.Error())
		}
	}
}

func (l *loader) unknownVariable(name, value string, names []string) {
	if ofPlatform.MatchString(name) || strings.HasSuffix(name, "_PORT") && platformURL.MatchString(value) {
		return
	}
	rest := strings.TrimPrefix(name, envPrefix)
	sentence := "sets nothing; \"wederhoor config\" prints all that can be set"
	if near := nearest(rest, trimAll(names)); near != "" {
		sentence = fmt.Sprintf("sets nothing; did you mean %s%s?", envPrefix, near)
	}
	for _, s := range sections(&l.settings) {
		if s.list && strings.HasPrefix(rest, strings.ToUpper(s.name)+"_") {
			sentence = "cannot be set by the environment: write [[" + s.name + "]] in the settings file"
		}
	}
	l.problems = append(l.problems, Problem{Env: printable(name), Sentence: sentence})
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
