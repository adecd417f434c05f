package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// ReceiverSettings say how reports come in. What is zero gets the value named with it.
type ReceiverSettings struct {
	// Domain is the name given in the greeting: localhost.
	Domain string
	// MaxBytes is the largest mail taken: 1 MiB.
	MaxBytes int64
	// Timeout is for each command and for a whole mail: 2 minutes.
	Timeout time.Duration
	// Connections is how many servers may talk at once: 50.
	Connections int
	// TLS offers STARTTLS when set.
	TLS *tls.Config
	// Log gets what goes wrong in a conversation, without personal data: nothing.
	Log *slog.Logger
}

// Receiver is a small mail server that takes nothing but mail for return addresses that we made.
type Receiver struct {
	bounces  *Bounces
	take     func(context.Context, Report) error
	settings ReceiverSettings
	server   *smtp.Server
	talking  atomic.Int64

	busy   sync.RWMutex // read-locked while a report is taken
	ctx    context.Context
	cancel context.CancelFunc
}

// NewReceiver makes a Receiver. take gets each report, of every kind, and must stand a report that comes twice: the
// server is told to come back (451) when take errs, and may come back when our answer was lost.
func NewReceiver(b *Bounces, s ReceiverSettings, take func(context.Context, Report) error) *Receiver {
	if s.Domain == "" {
		s.Domain = "localhost"
	}
	if s.MaxBytes <= 0 {
		s.MaxBytes = 1 << 20
	}
	if s.Connections <= 0 {
		s.Connections = 50
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	preset(&s.Timeout, 2*time.Minute)
	r := &Receiver{bounces: b, take: take, settings: s}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	r.server = smtp.NewServer(smtp.BackendFunc(r.session))
	r.server.Domain = s.Domain
	r.server.MaxMessageBytes = s.MaxBytes
	// A report is about one letter: a server with more sends them one by one.
	r.server.MaxRecipients = 1
	r.server.ReadTimeout = s.Timeout
	r.server.WriteTimeout = s.Timeout
	r.server.TLSConfig = s.TLS
	r.server.ErrorLog = slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn)
	return r
}

// Serve takes mail from a listener until Shutdown, and then gives nil.
func (r *Receiver) Serve(l net.Listener) error {
	if err := r.server.Serve(l); err != nil && r.ctx.Err() == nil {
		return fmt.Errorf("mail: receive: %w", err)
	}
	return nil
}

// Shutdown waits, no longer than ctx, for the reports being taken and then closes all conversations.
func (r *Receiver) Shutdown(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		r.busy.Lock()
		defer r.busy.Unlock()
		close(done)
	}()
	var late error
	select {
	case <-done:
	case <-ctx.Done():
		late = ctx.Err()
	}
	r.cancel()
	if err := r.server.Close(); err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("mail: stop receiving: %w", err)
	}
	return late
}

func (r *Receiver) session(*smtp.Conn) (smtp.Session, error) {
	if r.talking.Add(1) > int64(r.settings.Connections) {
		r.talking.Add(-1)
		return nil, &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "Too many connections"}
	}
	return &conversation{receiver: r}, nil
}

// conversation is one server talking to us.
type conversation struct {
	receiver *Receiver
	envelope Envelope
	over     sync.Once
}

// Mail remembers the sender; a report has none.
func (c *conversation) Mail(from string, _ *smtp.MailOptions) error {
	c.envelope.From = from
	return nil
}

// Rcpt refuses every address that is not a return address of a letter.
func (c *conversation) Rcpt(to string, _ *smtp.RcptOptions) error {
	if _, ok := c.receiver.bounces.Letter(to); !ok {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such address here"}
	}
	c.envelope.To = to
	return nil
}

// Data reads a report and gives it on.
func (c *conversation) Data(body io.Reader) error {
	r := c.receiver
	r.busy.RLock()
	defer r.busy.RUnlock()
	report, err := r.bounces.Parse(c.envelope, body)
	var refused *smtp.SMTPError
	if errors.As(err, &refused) {
		return refused // too large
	}
	if err == nil {
		err = r.take(r.ctx, report)
	}
	if err != nil {
		r.settings.Log.Warn("report not taken", "error", err)
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Please try again later"}
	}
	return nil
}

// Reset forgets a mail that was begun.
func (c *conversation) Reset() {
	c.envelope = Envelope{}
}

// Logout frees the place of this conversation.
func (c *conversation) Logout() error {
	c.over.Do(func() { c.receiver.talking.Add(-1) })
	return nil
}
