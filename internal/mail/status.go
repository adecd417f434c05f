package mail

import (
	"bytes"
	"regexp"
	"strings"
)

// fields is one group of lines of a delivery status (RFC 3464, 2.1): names in lower case.
type fields map[string]string

// groups are those of the delivery status; when the MIME of a report is broken they are looked for in its bytes.
func (m *opened) groups() []fields {
	var all []fields
	for _, status := range m.status {
		all = append(all, parseGroups(status)...)
	}
	if len(all) == 0 {
		all = parseGroups(m.raw)
	}
	perRecipient := all[:0]
	for _, g := range all {
		if g["action"] != "" || (g["final-recipient"] != "" && g["status"] != "") {
			perRecipient = append(perRecipient, g)
		}
	}
	return perRecipient
}

// parseGroups reads groups of fields that are parted by empty lines; lines that are no field are left out.
func parseGroups(content []byte) []fields {
	var all []fields
	current, last := fields{}, ""
	flush := func() {
		if len(current) > 0 {
			all = append(all, current)
		}
		current, last = fields{}, ""
	}
	for line := range bytes.SplitSeq(normal(content), []byte("\n")) {
		s := strings.ToValidUTF8(string(line), "")
		if strings.TrimSpace(s) == "" {
			flush()
			continue
		}
		if (s[0] == ' ' || s[0] == '\t') && last != "" {
			current[last] += " " + strings.TrimSpace(s)
			continue
		}
		name, value, ok := strings.Cut(s, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		if !ok || !fieldName(name) {
			last = ""
			continue
		}
		if _, twice := current[name]; !twice {
			current[name] = strings.TrimSpace(value)
		}
		last = name
	}
	flush()
	return all
}

// worst takes the worst of the recipients of a report: a letter that failed for one of those behind an address has
// not surely arrived (rules 1.1). False when the report tells no action.
func worst(groups []fields, report *Report) bool {
	for _, g := range groups {
		status := codeIn(g["status"])
		action := actionOf(g["action"], status)
		if action <= report.Action {
			continue
		}
		diagnostic := g["diagnostic-code"]
		if kind, text, ok := strings.Cut(diagnostic, ";"); ok && len(kind) < 16 {
			diagnostic = text
		}
		if status == "" {
			status = codeIn(diagnostic)
		}
		_, recipient, _ := strings.Cut(g["final-recipient"], ";")
		report.Action, report.Status = action, status
		report.Diagnostic = clean(diagnostic, strings.Trim(strings.TrimSpace(recipient), "<>"))
	}
	return report.Action != ActionNone
}

func actionOf(word, status string) Action {
	word, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(word)), " ")
	switch word {
	case "failed":
		return Failed
	case "delayed":
		return Delayed
	case "delivered":
		return Delivered
	case "relayed", "expanded":
		return Relayed
	}
	switch {
	case strings.HasPrefix(status, "5"):
		return Failed
	case strings.HasPrefix(status, "4"):
		return Delayed
	case strings.HasPrefix(status, "2"):
		return Delivered
	}
	return ActionNone
}

var threeNumbers = regexp.MustCompile(`(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:$|[^\d.]|\.(?:\s|$))`)

// codeIn is the first code of RFC 3463 in a text, or empty. Numbers with a fourth part are IP addresses.
func codeIn(text string) string {
	if m := threeNumbers.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
