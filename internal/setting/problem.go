package setting

import (
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with the settings, and what to do about it.
type Problem struct {
	File     string // "" when the value is a default or from the environment
	Line     int    // in the file, from 1
	Env      string // the variable that set the value, if one did
	Key      string // "mail.port", "staff[0].email"; "" when it concerns no key
	Sentence string // English; never holds a secret
}

// String gives the problem on one line.
func (p Problem) String() string {
	var b strings.Builder
	switch {
	case p.Env != "":
		b.WriteString("environment variable " + p.Env + ": ")
	case p.File != "" && p.Line > 0:
		fmt.Fprintf(&b, "%s line %d: ", p.File, p.Line)
	case p.File != "":
		b.WriteString(p.File + ": ")
	}
	if p.Key != "" {
		b.WriteString(p.Key + " ")
	}
	b.WriteString(p.Sentence)
	return b.String()
}

// Error is all that is wrong with the settings, in the order of the file.
type Error struct{ Problems []Problem }

// Error gives one line a problem.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
