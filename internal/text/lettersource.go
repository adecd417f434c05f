package text

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
)

// letterSource is one file of letters/: a head between two lines of dashes,
// with subject, preheader and title, and under it the body.
type letterSource struct {
	subject, preheader, title, body *template.Template
}

// letterText is a letterSource with its conditions decided and marks in the
// place of the values.
type letterText struct {
	subject, preheader, title, body string
}

func parseLetter(file string) (*letterSource, error) {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(file, "\r\n", "\n"), "---\n")
	head, body, found := strings.Cut(rest, "\n---\n")
	if !ok || !found {
		return nil, errors.New("head between lines of dashes expected")
	}
	src := &letterSource{}
	fields := map[string]**template.Template{"subject": &src.subject, "preheader": &src.preheader, "title": &src.title}
	for line := range strings.SplitSeq(head, "\n") {
		name, value, _ := strings.Cut(line, ":")
		field, known := fields[name]
		if !known || *field != nil {
			return nil, fmt.Errorf("head: %q: unknown or twice", name)
		}
		var err error
		if *field, err = parseTemplate(name, strings.TrimSpace(value)); err != nil {
			return nil, err
		}
	}
	for name, field := range fields {
		if *field == nil {
			return nil, fmt.Errorf("head: no %s", name)
		}
	}
	var err error
	src.body, err = parseTemplate("body", body)
	return src, err
}

func parseTemplate(name, s string) (*template.Template, error) {
	if strings.TrimSpace(s) == "" {
		return nil, fmt.Errorf("%s: no text", name)
	}
	return template.New(name).Option("missingkey=error").Parse(s)
}

func (s *letterSource) execute(d LetterData) (letterText, error) {
	var out letterText
	for _, f := range []struct {
		from *template.Template
		to   *string
	}{{s.subject, &out.subject}, {s.preheader, &out.preheader}, {s.title, &out.title}, {s.body, &out.body}} {
		var b strings.Builder
		if err := f.from.Execute(&b, d); err != nil {
			return letterText{}, err
		}
		*f.to = b.String()
	}
	return out, nil
}
