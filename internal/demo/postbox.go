package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
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

// Close stops the server; what it kept is gone.
func (p *Postbox) Close() error {
	err := p.server.Close()
	return errors.Join(err, <-p.done)
}
