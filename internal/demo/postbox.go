package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"wederhoor/internal/mail/mailbox"
)

// Postbox is a mail server on this machine that keeps all letters where they can be read.
type Postbox struct {
	Box  *mailbox.Box
	Port int

	server *mailbox.Server
	done   chan error
}

// OpenPostbox starts a mail server on a free port of the loopback address. now gives the instants of arrival.
func OpenPostbox(ctx context.Context, now func() time.Time) (*Postbox, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("mailbox of the demo: %w", err)
	}
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return nil, errors.Join(errors.New("mailbox of the demo: no port"), l.Close())
	}
	p := &Postbox{Box: mailbox.New(now, 0), Port: addr.Port, done: make(chan error, 1)}
	if err := BreakAddresses(p.Box); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	p.server = mailbox.NewServer(p.Box, mailbox.Options{})
	go func() { p.done <- p.server.Serve(l) }()
	return p, nil
}

// MailFile is where the letters stay between two starts of a demo, in its folder.
const MailFile = "mailbox.json"

// Load puts the letters of an earlier start back; none is no fault.
func (p *Postbox) Load(folder string) error {
	buf, err := os.ReadFile(filepath.Join(folder, MailFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("mailbox of the demo: %w", err)
	}
	var mails []mailbox.Mail
	if err := json.Unmarshal(buf, &mails); err != nil {
		return fmt.Errorf("mailbox of the demo: %w", err)
	}
	p.Box.Restore(mails)
	return nil
}

// Save keeps the letters for the next start.
func (p *Postbox) Save(folder string) error {
	buf, err := json.Marshal(p.Box.All())
	if err != nil {
		return fmt.Errorf("mailbox of the demo: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, MailFile), buf, 0o600); err != nil {
		return fmt.Errorf("mailbox of the demo: %w", err)
	}
	return nil
}

// Close stops the server.
func (p *Postbox) Close() error {
	err := p.server.Close()
	return errors.Join(err, <-p.done)
}
