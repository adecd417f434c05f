package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"
)

// ErrHeader says that a header would not stand on its own line: somebody tries to add one, or a value is broken.
var ErrHeader = errors.New("mail: header refused")

// ErrEmpty says that a message has no plain text. Every letter can be read without HTML (screens.md, E-mail).
var ErrEmpty = errors.New("mail: message without plain text")

// Message is one letter to one recipient, ready to be written as MIME.
type Message struct {
	// Letter is the id of the letter; it stands, tagged, in the return address.
	Letter string
	// MessageID is the same at every attempt, with or without angle brackets.
	MessageID string
	From      Address
	To        string
	// ReplyTo is where a person's answer goes; empty is From.
	ReplyTo string
	Subject string
	Text    string
	// HTML may be empty: then the letter is plain text only.
	HTML string
	// Lang is the language of the letter, such as nl.
	Lang string
	// Case is the reference that groups the letters of one dispute in a mail program; empty groups nothing.
	Case string
	// Headers are further headers. Those that Message writes itself, and those that ask for a receipt, are refused.
	Headers map[string]string
}

// reserved headers are written here, or would follow the reader around.
var reserved = map[string]bool{
	"from": true, "sender": true, "to": true, "cc": true, "bcc": true, "reply-to": true, "subject": true, "date": true,
	"message-id": true, "references": true, "in-reply-to": true, "return-path": true, "mime-version": true,
	"auto-submitted": true, "dkim-signature": true, "received": true, "x-auto-response-suppress": true,
	"disposition-notification-to": true, "return-receipt-to": true, "x-confirm-reading-to": true,
}

// Render writes the message as MIME with the Date now, signed when a key is given. It errs with ErrHeader, ErrAddress
// or ErrEmpty, and the message is then never to be sent.
func (m Message) Render(now time.Time, key *DKIM) ([]byte, error) {
	id, err := m.check()
	if err != nil {
		return nil, err
	}
	to, err := checkAddress(m.To)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithCharset(gomail.CharsetUTF8),
		gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(&netmail.Address{Name: m.From.Name, Address: m.From.Email})
	msg.ToMailAddress(&netmail.Address{Address: to.address})
	if m.ReplyTo != "" {
		msg.ReplyToMailAddress(&netmail.Address{Address: m.ReplyTo})
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(now)
	msg.SetMessageIDWithValue(id)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	// Asks Exchange for no holiday notes. It must not say All: that would stop the delivery reports too.
	msg.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply")
	if m.Lang != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, m.Lang)
	}
	if m.Case != "" {
		_, domain, _ := strings.Cut(m.From.Email, "@")
		msg.SetGenHeader("References", "<case."+m.Case+"@"+domain+">")
	}
	for _, name := range sortedKeys(m.Headers) {
		msg.SetGenHeader(gomail.Header(name), m.Headers[name])
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if key != nil {
		msg.SetDKIM(key.signer(now))
	}
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("mail: write message: %w", err)
	}
	return out.Bytes(), nil
}

// check refuses what could start a header of its own and gives the Message-ID without brackets.
func (m Message) check() (string, error) {
	if strings.TrimSpace(m.Text) == "" {
		return "", ErrEmpty
	}
	id := strings.TrimSuffix(strings.TrimPrefix(m.MessageID, "<"), ">")
	left, right, ok := strings.Cut(id, "@")
	if !ok || !isASCII(id) || !dotAtom(left) || !dotAtom(right) {
		return "", fmt.Errorf("%w: Message-ID", ErrHeader)
	}
	if err := m.checkSender(); err != nil {
		return "", err
	}
	lines := []struct{ name, value string }{
		{"Subject", m.Subject}, {"From", m.From.Name}, {"To", m.To}, {"Content-Language", m.Lang}, {"References", m.Case},
	}
	for name, value := range m.Headers {
		if !fieldName(name) || reserved[strings.ToLower(name)] || strings.HasPrefix(strings.ToLower(name), "content-") {
			return "", fmt.Errorf("%w: name of an extra header", ErrHeader)
		}
		lines = append(lines, struct{ name, value string }{name, value})
	}
	for _, l := range lines {
		if !oneLine(l.value) {
			return "", fmt.Errorf("%w: %s", ErrHeader, l.name)
		}
	}
	if m.Case != "" && (!isASCII(m.Case) || !dotAtom(m.Case)) {
		return "", fmt.Errorf("%w: References", ErrHeader)
	}
	return id, nil
}

// checkSender looks at the addresses that come from settings, so that a mistake there is not held against a recipient.
func (m Message) checkSender() error {
	addresses := []string{m.From.Email}
	if m.ReplyTo != "" {
		addresses = append(addresses, m.ReplyTo)
	}
	for _, address := range addresses {
		if !isASCII(address) {
			return fmt.Errorf("%w: letters outside ASCII", errSender)
		}
		if _, err := checkAddress(address); err != nil {
			return fmt.Errorf("%w: %w", errSender, err)
		}
	}
	return nil
}

var errSender = errors.New("mail: our own address")

// oneLine is whether a value has no line break, no other control character and is UTF-8.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(c rune) bool {
		return unicode.IsControl(c) || c == '\u2028' || c == '\u2029'
	})
}

func fieldName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return s != ""
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
