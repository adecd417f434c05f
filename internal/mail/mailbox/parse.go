package mailbox

import (
	"bytes"
	"io"
	"net/textproto"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mail in other character sets than UTF-8
	"golang.org/x/net/html"
)

// parse reads a mail; of a broken one it keeps what can be read.
func parse(raw []byte) Mail {
	m := Mail{Raw: raw, Headers: map[string][]string{}}
	entity, err := message.Read(bytes.NewReader(raw))
	if entity == nil {
		m.Text = string(raw)
		return m
	}
	for f := entity.Header.Fields(); f.Next(); {
		value, textErr := f.Text()
		if textErr != nil {
			value = f.Value()
		}
		m.Headers[canonical(f.Key())] = append(m.Headers[canonical(f.Key())], value)
	}
	m.Sender, m.ReplyTo, m.Subject = m.Header("From"), m.Header("Reply-To"), m.Header("Subject")
	m.MessageID = strings.Trim(m.Header("Message-Id"), "<>")
	if err == nil || message.IsUnknownCharset(err) || message.IsUnknownEncoding(err) {
		m.parts(entity, 0)
	}
	m.Links = links(m.Text, m.HTML)
	return m
}

func (m *Mail) parts(e *message.Entity, depth int) {
	if parts := e.MultipartReader(); parts != nil && depth < 6 {
		for {
			part, _ := parts.NextPart()
			if part == nil {
				return
			}
			m.parts(part, depth+1)
		}
	}
	// What was read before an error is kept.
	content, _ := io.ReadAll(e.Body)
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	switch kind, _, _ := e.Header.ContentType(); kind {
	case "text/html":
		m.HTML += text
	case "text/plain", "":
		m.Text += text
	}
}

var bareLink = regexp.MustCompile(`https?://[^\s<>"]+`)

// links are the web addresses of both parts, each once.
func links(text, page string) []string {
	found := []string{}
	seen := map[string]bool{}
	add := func(link string) {
		if strings.HasPrefix(link, "http") && !seen[link] {
			seen[link] = true
			found = append(found, link)
		}
	}
	for _, link := range bareLink.FindAllString(text, -1) {
		add(strings.TrimRight(link, ".,;:!?)]'"))
	}
	// A tokenizer always ends: at the end of the page, or where it is beyond reading.
	for t := html.NewTokenizer(strings.NewReader(page)); t.Next() != html.ErrorToken; {
		for _, a := range t.Token().Attr {
			if a.Key == "href" {
				add(a.Val)
			}
		}
	}
	return found
}

func canonical(name string) string { return textproto.CanonicalMIMEHeaderKey(name) }
