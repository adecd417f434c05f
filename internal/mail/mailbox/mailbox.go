// Package mailbox is a post box that takes every mail by SMTP and keeps it in memory: the mail of the demo, and the
// other side in journeys. A mail can be seen as soon as its sender has got the answer 250.
//
// It imports the standard library and mail libraries only, and never sends anything.
package mailbox

import (
	"strings"
	"sync"
	"time"
)

// Mail is one mail as it arrived.
type Mail struct {
	// Number counts from 1 and is never used again, not even after Clear.
	Number int       `json:"number"`
	At     time.Time `json:"at"`
	// From is the envelope sender: the return address that a delivery report goes to.
	From string `json:"from"`
	// To is the envelope recipient.
	To string `json:"to"`
	// Sender is the From header as it is shown, ReplyTo where an answer goes.
	Sender    string `json:"sender"`
	ReplyTo   string `json:"replyTo,omitempty"`
	Subject   string `json:"subject"`
	MessageID string `json:"messageId"`
	Text      string `json:"text"`
	HTML      string `json:"html"`
	// Links are those of both parts, in order, each once.
	Links []string `json:"links"`
	// Headers are decoded, by canonical name.
	Headers map[string][]string `json:"headers"`
	Raw     []byte              `json:"-"`
}

// Header is the first value of a header, decoded; empty when there is none.
func (m Mail) Header(name string) string {
	if values := m.Headers[canonical(name)]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Box keeps mail. It is safe for concurrent use.
type Box struct {
	now  func() time.Time
	keep int

	mu     sync.RWMutex
	mails  []Mail
	last   int
	script map[string][]Step
}

// New makes an empty box with its clock. It forgets the oldest mail when it holds more than keep; 0 keeps 10,000.
func New(now func() time.Time, keep int) *Box {
	if keep <= 0 {
		keep = 10_000
	}
	return &Box{now: now, keep: keep, script: map[string][]Step{}}
}

// Add puts a mail into the box, as the SMTP server does.
func (b *Box) Add(from, to string, raw []byte) Mail {
	m := parse(raw)
	m.From, m.To = from, to
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	m.Number, m.At = b.last, b.now()
	b.mails = append(b.mails, m)
	if len(b.mails) > b.keep {
		b.mails = append([]Mail(nil), b.mails[len(b.mails)-b.keep:]...)
	}
	return m
}

// Restore puts mails back that All gave in an earlier run; numbers go on behind them.
func (b *Box) Restore(mails []Mail) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(append([]Mail(nil), mails...), b.mails...)
	for _, m := range b.mails {
		b.last = max(b.last, m.Number)
	}
}

// All gives every mail, oldest first. The mails are the caller's to read, not to change.
func (b *Box) All() []Mail {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return append([]Mail(nil), b.mails...)
}

// To gives the mail for one address, in upper or lower case, oldest first.
func (b *Box) To(address string) []Mail {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var found []Mail
	for _, m := range b.mails {
		if strings.EqualFold(m.To, address) {
			found = append(found, m)
		}
	}
	return found
}

// Last gives the newest mail for an address.
func (b *Box) Last(address string) (Mail, bool) {
	found := b.To(address)
	if len(found) == 0 {
		return Mail{}, false
	}
	return found[len(found)-1], true
}

// Find gives the mail with a number.
func (b *Box) Find(number int) (Mail, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, m := range b.mails {
		if m.Number == number {
			return m, true
		}
	}
	return Mail{}, false
}

// Len is how many mails are kept.
func (b *Box) Len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.mails)
}

// Clear forgets all mail; scripts stay.
func (b *Box) Clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = nil
}
