package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // reports in the character sets of old servers
)

// Kind is what arrived at a return address.
type Kind int

// The kinds of mail at a return address. Only KindDelivery may change anything.
const (
	// KindOther is mail that says nothing about delivery, such as a person's answer sent to the wrong address.
	KindOther Kind = iota
	// KindDelivery is a delivery report: Action and Status are filled in.
	KindDelivery
	// KindAutoReply is a holiday note, a receipt or another answer by a machine.
	KindAutoReply
	// KindLoop is mail that goes round: our own, or one that passed too many servers.
	KindLoop
)

func (k Kind) String() string {
	switch k {
	case KindDelivery:
		return "delivery"
	case KindAutoReply:
		return "auto-reply"
	case KindLoop:
		return "loop"
	case KindOther:
		return "other"
	}
	return "other"
}

// Action is what a server did with a letter (RFC 3464, 2.3.3).
type Action int

// The actions of a delivery report; the worst of several counts.
const (
	ActionNone Action = iota
	// Delivered: it reached the recipient's post box.
	Delivered
	// Relayed: it was handed on to where no reports come from.
	Relayed
	// Delayed: the server goes on trying.
	Delayed
	// Failed: it will not arrive.
	Failed
)

func (a Action) String() string {
	switch a {
	case Delivered:
		return "delivered"
	case Relayed:
		return "relayed"
	case Delayed:
		return "delayed"
	case Failed:
		return "failed"
	case ActionNone:
		return "none"
	}
	return "none"
}

// Report is what a mail at a return address says of one letter.
type Report struct {
	Kind Kind
	// Letter is the id of the letter, from a return address whose tag is right. Never empty without an error.
	Letter string
	Action Action
	// Status is the code of RFC 3463, such as 5.1.1; empty when none was given.
	Status string
	// Diagnostic is what the server said, one line, without addresses and links.
	Diagnostic string
	// MessageID is that of the letter, without brackets, when the report tells it. It is not verified.
	MessageID string
}

// Envelope is what the SMTP conversation said of a mail that arrived.
type Envelope struct {
	From string
	To   string
}

// ErrNoLetter says that a mail is for no return address that we made: it is a stranger's, or forged.
var ErrNoLetter = errors.New("mail: no letter of ours is named")

const (
	maxReport = 4 << 20 // bytes read of a mail; the rest is the letter itself
	maxWords  = 8 << 10 // bytes of words looked at
	maxDepth  = 6
	maxParts  = 64
	maxHops   = 50
)

// ParseReport reads a mail of which the envelope is not known, such as one from a file: the return address is then
// looked for in its headers.
func (b *Bounces) ParseReport(r io.Reader) (Report, error) {
	return b.Parse(Envelope{}, r)
}

// Parse reads a mail that arrived for a return address. It errs with ErrNoLetter, or when reading does; a mail that is
// broken or not understood is no error: what can be read of it counts, and the rest makes it KindOther.
func (b *Bounces) Parse(e Envelope, r io.Reader) (Report, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxReport))
	if err != nil {
		return Report{}, fmt.Errorf("mail: read report: %w", err)
	}
	m := open(raw)
	report := Report{}
	if report.Letter = b.letterOf(e, m); report.Letter == "" {
		return report, ErrNoLetter
	}
	report.MessageID = strings.Trim(strings.TrimSpace(m.original.Get("Message-Id")), "<>")
	if !isASCII(report.MessageID) || !oneLine(report.MessageID) {
		report.MessageID = ""
	}
	b.judge(e, m, &report)
	return report, nil
}

// letterOf looks where servers leave the address that a report was sent to, the surest first.
func (b *Bounces) letterOf(e Envelope, m *opened) string {
	if e.To != "" {
		letter, _ := b.Letter(e.To)
		return letter
	}
	for _, name := range []string{"X-Original-To", "Envelope-To", "Delivered-To", "To"} {
		for _, value := range m.header.Values(name) {
			for _, address := range strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune(" ,;<>\"\t\r\n", c) }) {
				if letter, ok := b.Letter(address); ok {
					return letter
				}
			}
		}
	}
	letter, _ := b.Letter(m.original.Get("Return-Path"))
	return letter
}

// judge tells the kind of mail. A delivery report goes before the signs of an auto-reply, because reports carry those
// signs too; only words that look like a report do not.
func (b *Bounces) judge(e Envelope, m *opened, report *Report) {
	from := e.From
	if from == "" {
		from = m.header.Get("Return-Path")
	}
	_, ours := b.Letter(from)
	switch {
	case ours, len(m.header.Values("Received")) > maxHops:
		report.Kind = KindLoop
	case m.notification:
		report.Kind = KindAutoReply
	case m.isReport() && worst(m.groups(), report):
		report.Kind = KindDelivery
	case m.isAutoReply() && !m.fromServer():
		report.Kind = KindAutoReply
	case (m.isReport() || m.fromServer() || m.bounceSubject()) && plainBounce(m, report):
		report.Kind = KindDelivery
	case m.isAutoReply():
		report.Kind = KindAutoReply
	}
}

// opened is a mail taken apart, as far as it can be.
type opened struct {
	header       message.Header
	original     message.Header // of the letter that a report is about
	status       [][]byte       // message/delivery-status
	text         []byte         // the words, plain before HTML
	html         []byte
	notification bool // a receipt (RFC 8098) or a complaint (RFC 5965), never a report of delivery
	parts        int
	raw          []byte
}

// open takes a mail apart and keeps the good part of a broken one.
func open(raw []byte) *opened {
	m := &opened{raw: raw}
	entity, err := message.Read(bytes.NewReader(raw))
	if entity == nil {
		// A line in the header is no header: go on with the lines that are.
		entity, err = message.Read(bytes.NewReader(mended(raw)))
	}
	if entity == nil || (err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err)) {
		m.text = first(raw, maxWords)
		return m
	}
	m.header = entity.Header
	m.walk(entity, 0)
	if len(m.text) == 0 {
		m.text = stripTags(m.html)
	}
	if len(m.text) == 0 && len(m.status) == 0 {
		_, body, _ := bytes.Cut(normal(raw), []byte("\n\n"))
		m.text = first(body, maxWords)
	}
	return m
}

// walk reads the parts; a part that breaks off leaves what was read of it, and ends its parent.
func (m *opened) walk(e *message.Entity, depth int) {
	if m.parts++; depth > maxDepth || m.parts > maxParts {
		return
	}
	kind, params, _ := e.Header.ContentType()
	kind = strings.ToLower(kind)
	if kind == "multipart/report" {
		switch strings.ToLower(params["report-type"]) {
		case "disposition-notification", "feedback-report":
			m.notification = true
		}
	}
	if parts := e.MultipartReader(); parts != nil {
		for {
			part, err := parts.NextPart()
			if part == nil || (err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err)) {
				return
			}
			m.walk(part, depth+1)
		}
	}
	m.leaf(kind, e.Body)
}

func (m *opened) leaf(kind string, body io.Reader) {
	// What was read before an error is the good part.
	content, _ := io.ReadAll(body)
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		m.status = append(m.status, content)
	case "message/disposition-notification", "message/feedback-report":
		m.notification = true
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		if m.original.Len() == 0 {
			m.original = headerOf(content)
		}
	case "text/html":
		if len(m.html) == 0 {
			m.html = first(content, 8*maxWords)
		}
	case "text/plain", "":
		if len(m.text) < maxWords {
			m.text = append(append(m.text, first(content, maxWords-len(m.text))...), '\n')
		}
	}
}

// headerOf reads the header of a mail, or what can be read of it.
func headerOf(raw []byte) message.Header {
	head, _, _ := bytes.Cut(normal(raw), []byte("\n\n"))
	entity, _ := message.Read(bytes.NewReader(mended(append(head, '\n', '\n'))))
	if entity == nil {
		return message.Header{}
	}
	return entity.Header
}

// mended leaves out the lines of a header that are none.
func mended(raw []byte) []byte {
	head, body, _ := bytes.Cut(normal(raw), []byte("\n\n"))
	var out bytes.Buffer
	kept := false
	for line := range bytes.SplitSeq(head, []byte("\n")) {
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			if !kept {
				continue
			}
		} else {
			name, _, ok := bytes.Cut(line, []byte(":"))
			kept = ok && fieldName(string(name))
			if !kept {
				continue
			}
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	out.WriteByte('\n')
	out.Write(body)
	return out.Bytes()
}

func normal(raw []byte) []byte {
	return bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
}

func first(b []byte, n int) []byte {
	return b[:min(n, len(b))]
}
