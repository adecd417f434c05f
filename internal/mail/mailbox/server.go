package mailbox

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options are those of the SMTP server before a box.
type Options struct {
	// TLS offers STARTTLS when set.
	TLS *tls.Config
	// OnlyTLS takes mail by encrypted connections from the first byte on.
	OnlyTLS bool
	// User and Password must be given by senders when User is set.
	User     string
	Password string
	// MaxBytes is the largest mail taken; 0 is 32 MiB.
	MaxBytes int64
}

// Server takes mail by SMTP and puts it into a box.
type Server struct {
	box         *Box
	options     Options
	smtp        *smtp.Server
	connections atomic.Int64
}

// NewServer makes the SMTP server of a box.
func NewServer(b *Box, o Options) *Server {
	s := &Server{box: b, options: o}
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.session))
	s.smtp.Domain = "localhost"
	s.smtp.TLSConfig = o.TLS
	s.smtp.AllowInsecureAuth = o.TLS == nil
	s.smtp.EnableSMTPUTF8 = true
	s.smtp.EnableDSN = true
	s.smtp.MaxMessageBytes = o.MaxBytes
	if o.MaxBytes <= 0 {
		s.smtp.MaxMessageBytes = 32 << 20
	}
	s.smtp.ReadTimeout = 5 * time.Minute
	s.smtp.WriteTimeout = time.Minute
	// What senders do wrong is told to them; a scripted hang-up is no error.
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// Serve takes mail from a listener until Close, and then gives nil.
func (s *Server) Serve(l net.Listener) error {
	l = &counted{Listener: l, n: &s.connections}
	if s.options.OnlyTLS {
		l = tls.NewListener(l, s.options.TLS)
	}
	if err := s.smtp.Serve(l); err != nil {
		return fmt.Errorf("mailbox: serve: %w", err)
	}
	return nil
}

// Close ends all conversations.
func (s *Server) Close() error {
	if err := s.smtp.Close(); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
		return fmt.Errorf("mailbox: close: %w", err)
	}
	return nil
}

// Connections is how many connections were made so far.
func (s *Server) Connections() int { return int(s.connections.Load()) }

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	return &conversation{server: s, conn: c, known: s.options.User == ""}, nil
}

type counted struct {
	net.Listener
	n *atomic.Int64
}

func (c *counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.n.Add(1)
	}
	return conn, err
}

type conversation struct {
	server *Server
	conn   *smtp.Conn
	known  bool
	from   string
	to     []recipient
}

type recipient struct {
	address string
	step    Step
}

func (c *conversation) AuthMechanisms() []string {
	if c.server.options.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (c *conversation) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != c.server.options.User || password != c.server.options.Password {
			return smtp.ErrAuthFailed
		}
		c.known = true
		return nil
	}), nil
}

func (c *conversation) Mail(from string, _ *smtp.MailOptions) error {
	if !c.known {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	c.from = from
	return nil
}

func (c *conversation) Rcpt(to string, _ *smtp.RcptOptions) error {
	step := c.server.box.next(to)
	if step.what == refuse {
		return step.answer()
	}
	c.to = append(c.to, recipient{to, step})
	return nil
}

func (c *conversation) Data(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	for _, to := range c.to {
		switch to.step.what {
		case refuse, refuseData:
			return to.step.answer()
		case hangUp:
			return c.drop()
		case loseAnswer:
			c.server.box.Add(c.from, to.address, raw)
			return c.drop()
		case accept:
			c.server.box.Add(c.from, to.address, raw)
		}
	}
	return nil
}

// drop closes the connection under the server, so that no answer can be written.
func (c *conversation) drop() error {
	if err := c.conn.Conn().Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return smtp.ErrDataReset
}

func (c *conversation) Reset() { c.from, c.to = "", nil }

func (c *conversation) Logout() error { return nil }

func (s Step) answer() error {
	return &smtp.SMTPError{Code: s.code, EnhancedCode: s.enhanced, Message: strings.TrimSpace(s.text)}
}
